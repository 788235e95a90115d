"""Depth: of YAML, of conditions and formulas, of JSON-like braces. And the bombs that YAML is known for."""

from __future__ import annotations

import pytest

from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.source import SourceFile
from tests.hostile.bench import FACTS, HEAD, TARGET, Bench

pytestmark = pytest.mark.slow

LAUGHS = "a0: &a0 [ha, ha]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 30))
DEEP = {
    "block": "\n".join(" " * i + "a:" for i in range(1_200)) + "\n",
    "block list": "- " * 100_000 + "a\n",
    "flow list": "a: " + "[" * 100_000 + "]" * 100_000 + "\n",
    "flow map": "a: " + "{a: " * 100_000 + "}" * 100_000 + "\n",
    "flow never closed": "a: " + "[" * 900_000 + "\n",
    "keys of keys": "? " * 50_000 + "a\n",
}
BRACKETS = {
    "closed": "(" * 3_000 + "htx.tong trên 5 HTX" + ")" * 3_000,
    "open": "(" * 5_000 + "htx.tong trên 5 HTX",
    "negations": "không phải (" * 2_000 + "htx.tong trên 5 HTX" + ")" * 2_000,
    "alternatives": " hoặc ".join(["htx.tong trên 5 HTX"] * 5_000),
}


@pytest.mark.parametrize("bomb", [LAUGHS, MERGES], ids=["laughs", "merges"])
def test_yaml_bombs_are_refused_before_anything_is_expanded(bench: Bench, bomb: str) -> None:
    for name in (HEAD, TARGET, FACTS):
        before = (bench.root / name).read_bytes()
        bench.write(name, bomb)
        assert "CT005" in bench.refused("evaluate")
        bench.write(name, before)
    problems = Problems()
    assert read_yaml(SourceFile("bomb.yaml", bomb), problems) is None
    assert problems.found[0].span.line == 1, "refused at the first anchor, long before any alias"


@pytest.mark.parametrize("deep", DEEP)
@pytest.mark.parametrize("name", [TARGET, FACTS])
def test_deep_yaml_is_refused(bench: Bench, name: str, deep: str) -> None:
    bench.write(name, DEEP[deep])
    assert name in bench.refused("evaluate")
    bench.refused("fmt")


@pytest.mark.parametrize("brackets", BRACKETS)
def test_conditions_with_thousands_of_brackets_are_refused(bench: Bench, brackets: str) -> None:
    bench.edit(TARGET, "đạt khi: từ 2.600 thành viên trở lên", f'đạt khi: "{BRACKETS[brackets]}"')
    assert "CT106" in bench.refused("evaluate")


@pytest.mark.parametrize("formula", ["(" * 3_000 + "htx.tong" + ")" * 3_000, "-" * 5_000 + "htx.tong", "tổng(" * 2_000])
def test_formulas_with_thousands_of_brackets_are_refused(bench: Bench, formula: str) -> None:
    bench.edit(HEAD, "công thức: tỷ_lệ(htx.co_lai, htx.tong)", f'công thức: "{formula}"')
    assert "CT106" in bench.refused("evaluate")


def test_lists_of_conditions_may_not_nest_without_end(bench: Bench) -> None:
    nested = "".join(f"{' ' * (6 + 4 * i)}tất cả:\n{' ' * (8 + 4 * i)}- " for i in range(1))
    lines = ["đạt khi:"]
    for i in range(40):
        lines.append(" " * (6 + 4 * i) + ("- " if i else "") + "tất cả:")
    lines.append(" " * (6 + 4 * 40) + "- htx.tong trên 5 HTX")
    assert nested
    bench.edit(TARGET, "đạt khi: từ 2.600 thành viên trở lên", "\n".join(lines))
    assert "CT007" in bench.refused("evaluate")
