"""What is unsafe or wrong in durable_rules does not happen here: a test for every row of the table in docs/design.

Most tests look at what crosses into the C library («the wire»): there a guard that gives way shows before it does harm.
What would crash, hang or stop the process without its guard runs in a process of its own.
"""

from __future__ import annotations

import contextlib
import gc
import json
import locale
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.inference.compiler import compile_rulebook
from engine.inference.engines import available, open_session
from engine.inference.nodes import NodeKind
from engine.inference.program import (
    MAX_PATTERNS,
    Check,
    EngineError,
    EngineLimit,
    Firing,
    Firings,
    Pattern,
    Program,
    ProgramTooLarge,
    Rule,
    Slot,
    WorkingFact,
)
from engine.inference.session import Session
from engine.workspace.case import Case
from tests.workspaces import ROOT, case_in, cases_in, write_files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("durable" not in available(), reason="durable_rules does not load on this Python"),
]

REAL_WORKSPACES = [ROOT, *sorted(folder.parent for folder in (ROOT / "examples").glob("*/rules"))]
MOST_CONDITIONS, MOST_PROPERTIES = 32, 255


# ---------------------------------------------------------------- programs


def between(node: str, low: int | None, high: int | None) -> Pattern:
    return Pattern(node, (Check(Slot.STATE, low, high),))


def rule(name: str, when: Iterable[Pattern], node: str, state: int = 1) -> Rule:
    return Rule(name, tuple(when), WorkingFact(node, state=state))


def program(*rules: Rule) -> Program:
    nodes = {p.node for r in rules for p in r.when} | {r.then.node for r in rules}
    return Program(rules, tuple(sorted(nodes)))


def is_one(node: str) -> WorkingFact:
    return WorkingFact(node, state=1)


def chain() -> Program:
    """From a follows b, from b follows c; where a is 0, b is 0."""
    return program(
        rule("ab", [between("a", 1, 1)], "b"),
        rule("bc", [between("b", 1, 1)], "c"),
        rule("not ab", [between("a", 0, 0)], "b", 0),
    )


def names(firings: Iterable[Firing]) -> list[str]:
    return [firing.rule.name for firing in firings]


def fired(given: Program, *facts: WorkingFact) -> list[str]:
    """The names of the rules that fire, in a session of their own."""
    return names(open_session(given, "durable").run(facts))


# ---------------------------------------------------------------- rulebooks

EVERYTHING = {
    "rules/mau/nghi-quyet.yaml": """\
nghị quyết:
  số: 1/NQ-HĐND
  giai đoạn: 2021-2025
số liệu:
  dem.a:
    tên: Số hộ a
    đơn vị tính: hộ
  dem.b:
    tên: Số hộ b
    đơn vị tính: hộ
  dem.c:
    tên: Số hộ c
    đơn vị tính: hộ
  tien.a:
    tên: Thu
    đơn vị tính: tỷ đồng
    tính chất: trong năm
  tien.b:
    tên: Chi
    đơn vị tính: tỷ đồng
    tính chất: trong năm
  ty_le.nho:
    tên: Tỷ lệ rất nhỏ
    đơn vị tính: "%"
  ty_le.ab:
    tên: Tỷ lệ a trên b
    đơn vị tính: "%"
    công thức: tỷ_lệ(dem.a, dem.b)
  ty_le.chia:
    tên: Tỷ lệ a trên c
    đơn vị tính: "%"
    công thức: tỷ_lệ(dem.a, dem.c)
  quan_sat.a:
    tên: Quan sát
    kiểu: có/không
  xep_loai.a:
    tên: Xếp loại
    kiểu: phân loại
    giá trị: [kém, trung bình, khá, tốt]
  nhan_dinh.a:
    tên: Nhận định
    kiểu: nhận định
  ngay.a:
    tên: Ngày xong
    kiểu: ngày
""",
    "rules/mau/chi-tieu-1.yaml": """\
chỉ tiêu: 1
tên: Mọi cách viết
nội dung:
  - số: 1.1
    nguyên văn: Từ 2.600 hộ trở lên
    đo bằng: dem.a
    đạt khi: từ 2.600 hộ trở lên
  - số: 1.2
    nguyên văn: Trên 999.999.999.999 tỷ đồng
    đo bằng: tien.a
    đạt khi: trên 999.999.999.999 tỷ đồng
    hạn: 30/6/2023
  - số: 1.3
    nguyên văn: Không quá 0,00001%
    đo bằng: ty_le.nho
    đạt khi: không quá 0,00001%
  - số: 1.4
    nguyên văn: Còn dưới 22,5%
    đo bằng: ty_le.nho
    đạt khi: còn dưới 22,5%
  - số: 1.5
    nguyên văn: Đạt 40%
    đo bằng: ty_le.ab
    đạt khi: đạt 40%
    vượt khi: trên 50%
  - số: 1.6
    nguyên văn: Từ 10 đến 20 hộ
    đo bằng: dem.b
    đạt khi: từ 10 đến 20 hộ
  - số: 1.7
    nguyên văn: Trong khoảng từ 5 đến 7%
    đo bằng: ty_le.ab
    đạt khi: trong khoảng từ 5 đến 7%
  - số: 1.8
    nguyên văn: Khác 0
    đo bằng: dem.b
    đạt khi: khác 0
  - số: 1.9
    nguyên văn: Có
    đo bằng: quan_sat.a
    đạt khi: có
  - số: 1.10
    nguyên văn: Xếp loại kém hoặc tốt
    đo bằng: xep_loai.a
    đạt khi: thuộc [kém, tốt]
  - số: 1.11
    nguyên văn: Được nhận định là đạt
    đo bằng: nhan_dinh.a
    đạt khi: là đạt
  - số: 1.12
    nguyên văn: Xong chậm nhất 30/6/2023
    đo bằng: ngay.a
    đạt khi: chậm nhất 30/6/2023
  - số: 1.13
    nguyên văn: Đạt 70%
    đo bằng: ty_le.chia
    đạt khi: đạt 70%
  - số: 1.14
    nguyên văn: Theo mốc năm
    đo bằng: dem.a
    đạt khi:
      2022: từ 2.500 hộ trở lên
      2025: từ 2.600 hộ trở lên
  - số: 1.15
    nguyên văn: Hằng năm từ 5 hộ trở lên
    đo bằng: dem.b
    kỳ: hằng năm
    áp dụng khi: không phải (dem.a dưới 3)
    đạt khi: từ 5 hộ trở lên
  - số: 1.16
    nguyên văn: Nhiều phần
    đạt khi:
      tất cả:
        - dem.a đạt 5 hộ
        - bất kỳ:
            - dem.b trên 3 hộ
            - không phải:
                dem.c từ 2 đến 4 hộ
  - số: 1.17
    nguyên văn: Thu trừ chi trên 2 đồng mỗi hộ
    đạt khi: tien.a - tien.b trên dem.a * 2 đồng
  - số: 1.18
    nguyên văn: Từ 1 hộ trở lên
    đo bằng: dem.c
    đạt khi: từ 1 hộ trở lên
    tính vào tổng hợp: không
    sửa đổi:
      - văn bản: 2/NQ-HĐND
        hiệu lực từ: 1/7/2023
        nguyên văn: Từ 9 hộ trở lên
        đạt khi: từ 9 hộ trở lên
hạn chế:
  - mã: HC-1
    kết luận: Còn hạn chế
  - mã: HC-2
    của: [1.1, 1.3]
    khi: dem.a dưới dem.b hoặc nội dung 1.4 chưa đạt
    kết luận: Còn hạn chế khác
khó khăn:
  - mã: KK-1
    khi: chưa có số liệu dem.c và có hạn chế HC-1
    kết luận: Khó khăn
nguyên nhân:
  - mã: CQ-1
    loại: chủ quan
    của: [HC-1]
    khi: không có hạn chế HC-2
    kết luận: Nguyên nhân
dự báo:
  - mã: DB-1
    khi: chỉ tiêu 1 vượt hoặc nội dung 1.2 không áp dụng
    kết luận: Dự báo
giải pháp:
  - mã: GP-1
    khi: đã có số liệu dem.a và không phải (xep_loai.a là tốt)
    kết luận: Giải pháp
""",
    "facts/mau/2023.yaml": """\
nghị quyết: 1/NQ-HĐND
đơn vị: xã Mẫu
năm: 2023
tính đến: 31/12/2023
nguồn:
  BC:
    tên: Báo cáo
số liệu:
  - nguồn: BC
    giá trị:
      dem.a: 2.570 hộ
      dem.b: từ 5 đến 12 hộ
      dem.c: 0 hộ
      tien.a: 999.999.999.999,000000001 tỷ đồng
      tien.b: trên 0,5 tỷ đồng
      ty_le.nho: 0,00001%
      quan_sat.a: có
      xep_loai.a: khá
      nhan_dinh.a: đạt
      ngay.a: 1/7/2023
""",
}
"""A rulebook with every construct of the rule language, and numbers of very different size."""

EVERYTHING_DERIVED = {
    "1.1": "not_met",
    "1.2": "met",
    "1.3": "met",
    "1.4": "met",
    "1.5": "exceeded",
    "1.6": "undetermined",
    "1.7": "not_met",
    "1.8": "met",
    "1.9": "met",
    "1.10": "not_met",
    "1.11": "met",
    "1.12": "failed",
    "1.13": "undetermined",
    "1.14": "not_met",
    "1.15": "met",
    "1.16": "met",
    "1.17": "undetermined",
    "1.18": "not_met",
}


def large(root: Path, inputs: int, rules: str, values: dict[int, str]) -> Path:
    """A workspace with the indicators a.x1, a.x2 … in ha, of which ``values`` have one."""
    head = EVERYTHING["rules/mau/nghi-quyet.yaml"].partition("  dem.a")[0]
    catalogue = "".join(f"  a.x{i}:\n    tên: Số {i}\n    đơn vị tính: ha\n" for i in range(1, inputs + 1))
    facts = EVERYTHING["facts/mau/2023.yaml"].partition("      dem.a")[0]
    given = "".join(f"      a.x{i}: {value}\n" for i, value in values.items())
    return write_files(
        root,
        {
            "rules/mau/nghi-quyet.yaml": head + catalogue,
            "rules/mau/chi-tieu-1.yaml": rules,
            "facts/mau/2023.yaml": facts + given,
        },
    )


def of_many_parts(root: Path, parts: int, values: dict[int, str]) -> Path:
    """Criterion 1.1 asks for all of ``parts`` comparisons, 1.2 for any of them; each needs 5 ha."""
    listed = "".join(f"        - a.x{i} từ 5 ha trở lên\n" for i in range(1, parts + 1))
    criteria = (
        f"  - số: 1.{number}\n    nguyên văn: Nội dung {number}\n    đạt khi:\n      {connective}:\n{listed}"
        for number, connective in enumerate(("tất cả", "bất kỳ"), 1)
    )
    return large(root, parts, f"chỉ tiêu: 1\ntên: Nhiều phần\nnội dung:\n{''.join(criteria)}", values)


def of_many_criteria(root: Path, criteria: int, findings: int) -> Path:
    """Every criterion i needs i ha; odd ones have them. Every finding belongs to a criterion, and says that it is unmet."""
    rules = ["chỉ tiêu: 1\ntên: Nhiều nội dung\nnội dung:\n"]
    for i in range(1, criteria + 1):
        rules.append(f"  - số: 1.{i}\n    nguyên văn: Từ {i} ha trở lên\n    đo bằng: a.x{i}\n")
        rules.append(f"    đạt khi: từ {i} ha trở lên\n")
    rules.append("hạn chế:\n" if findings else "")
    for j in range(1, findings + 1):
        subject = (j - 1) % criteria + 1
        rules.append(f"  - mã: HC-{j}\n    của: [1.{subject}]\n    khi: a.x{subject} dưới {subject} ha\n")
        rules.append("    kết luận: Còn hạn chế\n")
    values = {i: f"{i if i % 2 else i - 1} ha" for i in range(1, criteria + 1)}
    return large(root, criteria, "".join(rules), values)


def evaluate(case: Case, engine: str = "durable") -> Evaluation:
    return Evaluator(case.rulebook, engine).evaluate(case.facts)


def statuses(evaluation: Evaluation) -> dict[str, str]:
    return {result.id: str(result.status) for result in evaluation.criteria}


def derived(root: Path, engine: str = "durable") -> dict[str, Any]:
    """What an evaluation says that a broken engine could change; for comparison between processes."""
    evaluation = evaluate(case_in(root), engine)
    return {
        "criteria": statuses(evaluation),
        "targets": {target.id: str(target.status) for target in evaluation.targets},
        "findings": [finding.id for finding in evaluation.findings],
        "undetermined": [finding.id for finding in evaluation.undetermined_findings],
        "warnings": sorted({warning.code for warning in evaluation.warnings}),
    }


# ---------------------------------------------------------------- the wire


@dataclass
class Wire:
    """Stands in for the C library: passes every call on, and keeps it."""

    library: Any
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        function = getattr(self.library, name)
        if not callable(function) or isinstance(function, type):
            return function

        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            return function(*arguments)

        return call

    def texts(self, *functions: str) -> list[str]:
        """The JSON sent by calls of ``functions``, or by all."""
        return [
            text
            for name, arguments in self.calls
            if name in functions or not functions
            for text in arguments
            if isinstance(text, str) and text[:1] in "{["
        ]

    def definition(self) -> dict[str, Any]:
        """The rules of all rulesets loaded."""
        rulesets = map(json.loads, self.texts("create_ruleset"))
        return {f"{number}.{name}": rule for number, rules in enumerate(rulesets) for name, rule in rules.items()}

    def facts(self) -> list[dict[str, Any]]:
        """Every fact asserted, by the case or by an action."""
        found: list[dict[str, Any]] = []
        for text in self.texts("assert_facts", "assert_fact", "assert_events", "assert_event"):
            sent = json.loads(text)
            found.extend(sent if isinstance(sent, list) else [sent])
        return found


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    from engine.inference import ruleset

    wire = Wire(ruleset.library)
    monkeypatch.setattr(ruleset, "library", wire)
    return wire


@pytest.fixture(params=[*REAL_WORKSPACES, "everything", "many parts"], ids=lambda p: getattr(p, "name", p))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    if request.param == "everything":
        return case_in(write_files(tmp_path, EVERYTHING))
    if request.param == "many parts":
        return case_in(of_many_parts(tmp_path, 100, {1: "5 ha", 2: "4 ha"}))
    return cases_in(request.param)[-1]


@pytest.fixture
def definition(wire: Wire, case: Case) -> dict[str, Any]:
    """A compiled rulebook as durable_rules is given it."""
    assert Evaluator(case.rulebook, "durable").session.name == "durable_rules"
    return wire.definition()


def patterns(definition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for rule in definition.values():
        for named in rule["all"]:
            yield from named.values()


def conditions(pattern: dict[str, Any]) -> list[dict[str, Any]]:
    return pattern.get("$and", [pattern])


def compared(condition: dict[str, Any]) -> Any:
    """What a property of the matched fact is compared with: {slot: value} or {operator: {slot: value}}."""
    ((name, right),) = condition.items()
    if name.startswith("$"):
        ((_, right),) = right.items()
    return right


def in_a_process(function: Callable[..., Any], *arguments: Any, seconds: int = 30, **environment: str) -> Any:
    """What ``function`` of this module returns when called in a new process; fails where the process dies or hangs."""
    code = (
        f"import json, sys\nfrom {__name__} import {function.__name__}\n"
        f"print(json.dumps({function.__name__}(*json.loads(sys.argv[1]))))"
    )
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-c", code, json.dumps(arguments)]
    env = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", **environment}
    try:
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=seconds)
    except subprocess.TimeoutExpired:
        pytest.fail(f"{function.__name__}{arguments} does not come to an end")
    assert done.returncode == 0, f"{function.__name__}{arguments} ended with {done.returncode}\n{done.stderr}"
    return json.loads(done.stdout)


# ---------------------------------------------------------------- the shape of the rules


def test_no_pattern_refers_to_another(definition: dict[str, Any]) -> None:
    """A beta expression inside $and reads past the expression array."""
    for pattern in patterns(definition):
        for condition in conditions(pattern):
            assert type(compared(condition)) is int, condition


def test_groups_are_not_nested(definition: dict[str, Any]) -> None:
    """What follows a nested group is ignored."""
    for pattern in patterns(definition):
        assert len(pattern) == 1
        for condition in conditions(pattern):
            assert not {"$and", "$or"} & condition.keys()
            assert not isinstance(compared(condition), dict | list)


def test_nothing_is_negated(definition: dict[str, Any]) -> None:
    """A negated pattern depends on the order of assertion. Only these words of the library are used at all."""
    for rule in definition.values():
        assert rule.keys() == {"all", "dist"}
        assert [list(named) for named in rule["all"]] == [[f"m_{i}"] for i in range(len(rule["all"]))]
    words = set(re.findall(r'"([^"]*)":', json.dumps(list(patterns(definition)))))
    assert words <= {"n", "g", "lo", "hi", "v", "fl", "fh", "rl", "rh", "$and", "$gte", "$lte"}


def test_one_fact_may_match_two_patterns_of_a_rule(definition: dict[str, Any]) -> None:
    """Only with dist 0 does one fact serve two patterns."""
    assert all(rule["dist"] == 0 for rule in definition.values())
    assert fired(program(rule("r", [between("a", 1, 5), between("a", 2, 9)], "b")), WorkingFact("a", state=3)) == ["r"]


def test_no_arithmetic_reaches_the_library(definition: dict[str, Any]) -> None:
    """Its division truncates, and by zero it ends the process."""
    sent = json.dumps(definition)
    assert not any(word in sent for word in ("$add", "$sub", "$mul", "$div", "$m"))


def test_rules_stay_within_the_limits_of_the_library(definition: dict[str, Any]) -> None:
    assert max(len(rule["all"]) for rule in definition.values()) <= MAX_PATTERNS == 16
    assert max(len(conditions(pattern)) for pattern in patterns(definition)) <= MOST_CONDITIONS


@pytest.mark.parametrize("divisor", ["0 ha", "từ 0 đến 5 ha"])
def test_a_divisor_of_zero_leaves_the_verdict_open(tmp_path: Path, divisor: str) -> None:
    rules = "chỉ tiêu: 1\nnguyên văn: Đạt 70%\nđạt khi: tỷ_lệ(a.x1, a.x2) đạt 70%\n"
    found = in_a_process(derived_in, str(large(tmp_path, 2, rules, {1: "5 ha", 2: divisor})))
    assert set(found["criteria"].values()) == {"undetermined"}
    assert "CT303" in found["warnings"]


def derived_in(root: str) -> dict[str, Any]:
    return derived(Path(root))


# ---------------------------------------------------------------- numbers and texts


def test_only_integers_are_sent(wire: Wire, case: Case) -> None:
    """No decimal (read with the locale's comma), no exponent (error 204), no text (compared as text), no yes and no."""
    evaluate(case)

    def refuse(text: str) -> None:
        raise AssertionError(f"{text} on the wire")

    for text in wire.texts():
        json.loads(text, parse_float=refuse, parse_constant=refuse)
    facts = wire.facts()
    assert facts
    for fact in facts:
        assert {type(value) for name, value in fact.items() if name != "sid"} == {int}
        assert len(fact) <= MOST_PROPERTIES
    numbers = [compared(c) for p in patterns(wire.definition()) for c in conditions(p)]
    numbers += [value for fact in facts for name, value in fact.items() if name != "sid"]
    assert all(-(2**63) <= number < 2**63 for number in numbers)


def test_no_decimal_is_even_serialised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from engine.inference import ruleset

    class Serialiser:
        loads = staticmethod(json.loads)

        @staticmethod
        def dumps(value: Any, **options: Any) -> str:
            kinds.update(kinds_in(value))
            return json.dumps(value, **options)

    kinds: set[type] = set()
    monkeypatch.setattr(ruleset, "json", Serialiser)
    assert statuses(evaluate(case_in(write_files(tmp_path, EVERYTHING)))) == EVERYTHING_DERIVED
    assert kinds == {int, str}


def kinds_in(value: Any) -> set[type]:
    if isinstance(value, dict):
        return {kind for part in value.values() for kind in kinds_in(part)}
    if isinstance(value, list | tuple):
        return {kind for part in value for kind in kinds_in(part)}
    return {type(value)}


def test_a_locale_with_a_decimal_comma_changes_nothing(tmp_path: Path) -> None:
    name, environment = comma_locale(tmp_path)
    if name is None:
        pytest.skip("no locale with a decimal comma is installed, and localedef cannot make one")
    root = write_files(tmp_path / "workspace", EVERYTHING)
    assert in_a_process(derived_with_locale, name, str(root), **environment) == derived(root)


def comma_locale(folder: Path) -> tuple[str | None, dict[str, str]]:
    """A locale with a decimal comma, and the environment in which it is found; made in ``folder`` if need be."""
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        for name in ("vi_VN.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_NUMERIC, name)
                if locale.localeconv()["decimal_point"] == ",":
                    return name, {}
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)
    command = ["localedef", "-i", "vi_VN", "-f", "UTF-8", str(folder / "vi_VN.UTF-8")]
    if shutil.which("localedef") is None or subprocess.run(command, capture_output=True).returncode > 1:
        return None, {}
    return ("vi_VN.UTF-8", {"LOCPATH": str(folder)}) if (folder / "vi_VN.UTF-8").exists() else (None, {})


def derived_with_locale(name: str, root: str) -> dict[str, Any]:
    locale.setlocale(locale.LC_NUMERIC, name)
    assert locale.localeconv()["decimal_point"] == ","
    return derived(Path(root))


def test_numbers_beyond_64_bits_are_compared_exactly(tmp_path: Path) -> None:
    huge = 10**30
    rules = "chỉ tiêu: 1\ntên: Lớn\nnội dung:\n" + "".join(
        f"  - số: 1.{i}\n    nguyên văn: Trên {huge} ha\n    đo bằng: a.x{i}\n    đạt khi: trên {huge} ha\n"
        for i in (1, 2, 3)
    )
    root = large(tmp_path, 3, rules, {1: f"{huge - 1} ha", 2: f"{huge} ha", 3: f"{huge},000001 ha"})
    assert statuses(evaluate(case_in(root))) == {"1.1": "not_met", "1.2": "not_met", "1.3": "met"}


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, 10**30])
def test_a_fact_beyond_64_bits_is_refused(value: int) -> None:
    session = open_session(chain(), "durable")
    for fact in (WorkingFact("a", state=value), WorkingFact("a", low=value), WorkingFact("a", high=value)):
        with pytest.raises(EngineError):
            session.run([fact])
    assert names(session.run([is_one("a")])) == ["ab", "bc"]


def test_the_ends_of_64_bits_are_compared_exactly() -> None:
    lowest, highest = -(2**63), 2**63 - 1
    ends = program(
        rule("lowest", [between("a", None, lowest)], "b", 1),
        rule("between", [between("a", lowest + 1, highest - 1)], "b", 2),
        rule("highest", [between("a", highest, None)], "b", 3),
    )
    session = open_session(ends, "durable")
    for value, name in ((lowest, "lowest"), (lowest + 1, "between"), (highest - 1, "between"), (highest, "highest")):
        assert names(session.run([WorkingFact("a", state=value)])) == [name]


@pytest.mark.parametrize("bound", [2**63, -(2**63) - 1, 1.5, "1"])
def test_a_rule_with_anything_but_integers_is_refused(bound: Any) -> None:
    """The library would make 2^63 - 1 of a larger number."""
    for low, high in ((bound, bound), (bound, None), (None, bound)):
        with pytest.raises(EngineError):
            open_session(program(rule("r", [between("a", low, high)], "b")), "durable")


@pytest.mark.parametrize("value", [1.7, True, "1"])
def test_a_fact_with_anything_but_integers_is_refused(value: Any) -> None:
    """Nothing is rounded or converted on the way into the engine."""
    session = open_session(chain(), "durable")
    for fact in (WorkingFact("a", state=value), WorkingFact("a", low=value), WorkingFact("a", high=value)):
        with pytest.raises(EngineError):
            session.run([fact])


# ---------------------------------------------------------------- the size of programs


@pytest.mark.parametrize(
    ("values", "all_of", "any_of"),
    [
        (["5 ha"] * 100, "met", "met"),
        (["5 ha"] * 60 + ["4 ha"] + ["5 ha"] * 39, "not_met", "met"),
        (["4 ha"] * 99 + ["5 ha"], "not_met", "met"),
        (["4 ha"] * 100, "not_met", "not_met"),
        (["5 ha"] * 99 + ["chưa có"], "undetermined", "met"),
        (["4 ha"] * 50 + ["chưa có"] + ["4 ha"] * 49, "not_met", "undetermined"),
    ],
)
def test_a_condition_of_many_parts_is_split(
    wire: Wire, tmp_path: Path, values: list[str], all_of: str, any_of: str
) -> None:
    root = of_many_parts(tmp_path, len(values), dict(enumerate(values, 1)))
    assert statuses(evaluate(case_in(root))) == {"1.1": all_of, "1.2": any_of}
    assert max(len(rule["all"]) for rule in wire.definition().values()) <= MAX_PATTERNS


def test_groups_of_parts_are_grouped_again(tmp_path: Path) -> None:
    """More than 16 × 16 parts; in a process, because so many nodes may hang the library."""
    values = {i: "4 ha" if i == 20 else "5 ha" for i in range(1, 261)}
    found = in_a_process(derived_by_any_engine, str(of_many_parts(tmp_path, len(values), values)))
    assert found["criteria"] == {"1.1": "not_met", "1.2": "met"}


def test_a_rule_of_sixteen_patterns_fires() -> None:
    nodes = [f"a{i}" for i in range(MAX_PATTERNS)]
    last = nodes[-1]
    given = program(rule("all", [between(n, 1, 1) for n in nodes], "b"), rule("but last", [between(last, 0, 0)], "c"))
    assert fired(given, *map(is_one, nodes)) == ["all"]
    assert fired(given, *map(is_one, nodes[:-1]), WorkingFact(last, state=0)) == ["but last"]


def test_a_rule_of_seventeen_patterns_is_no_program() -> None:
    with pytest.raises(ProgramTooLarge):
        program(rule("r", [between(f"a{i}", 1, 1) for i in range(MAX_PATTERNS + 1)], "b"))


def test_many_rules_may_share_a_pattern() -> None:
    """The library keeps the users of a pattern in a table of 256, and writes beyond its end."""
    found = in_a_process(all_fire_that_share_a_pattern, [255, 256, 257, 258, 600])
    assert set(found) <= {"all", "refused"}


def all_fire_that_share_a_pattern(counts: list[int]) -> list[str]:
    nodes = [f"c{i}" for i in range(100)]
    rules = [rule(f"r{i}", [between("a", 1, 1), between(nodes[i % 100], 1, 1)], f"b{i % 7}") for i in range(counts[-1])]
    return [all_fire(rules[:count], "a", *nodes) for count in counts]


def test_a_program_may_have_many_nodes() -> None:
    """The library keeps the tests that follow a test in a table of 512; when that is full it never returns."""
    found = in_a_process(all_fire_on_nodes_of_their_own, [400, 505, 510, 512, 1500])
    assert set(found) <= {"all", "refused"}


def all_fire_on_nodes_of_their_own(counts: list[int]) -> list[str]:
    nodes = [f"a{i}" for i in range(counts[-1])]
    rules = [rule(f"r{i}", [between(node, 1, 1)], f"b{i % 7}") for i, node in enumerate(nodes)]
    return [all_fire(rules[:count], *nodes[:count]) for count in counts]


def test_a_node_may_be_compared_with_many_constants() -> None:
    found = in_a_process(right_one_fires, [20, 60, 400, 510, 512, 1500], seconds=15)
    assert set(found) <= {"right", "refused"}


def right_one_fires(counts: list[int]) -> list[str]:
    return [right_one_fires_among(count) for count in counts]


def right_one_fires_among(count: int) -> str:
    try:
        session = open_session(program(*(rule(f"r{i}", [between("a", i, i)], "b") for i in range(count))), "durable")
    except EngineLimit:
        return "refused"
    values = (0, count // 2, count - 1)
    right = all(names(session.run([WorkingFact("a", state=value)])) == [f"r{value}"] for value in values)
    return "right" if right else "wrong"


def test_more_rules_than_the_library_takes() -> None:
    found = in_a_process(all_fire_in_a_large_program, [1000, 4000, 4097, 6000], seconds=60)
    assert set(found) <= {"all", "refused"}


def all_fire_in_a_large_program(counts: list[int]) -> list[str]:
    left, right = [f"a{i}" for i in range(100)], [f"b{i}" for i in range(100)]
    rules = [
        rule(f"r{i}", [between(left[i % 100], 1, 1), between(right[i // 100], 1, 1)], f"c{i % 7}")
        for i in range(counts[-1])
    ]
    return [all_fire(rules[:count], *left, *right) for count in counts]


def all_fire(rules: list[Rule], *nodes: str) -> str:
    try:
        session = open_session(program(*rules), "durable")
    except EngineLimit:
        return "refused"
    found = names(session.run(map(is_one, nodes)))
    return "all" if sorted(found) == sorted(r.name for r in rules) else f"{len(found)} of {len(rules)}"


@pytest.mark.parametrize(("criteria", "findings"), [(100, 100), (257, 0), (300, 0)])
def test_a_large_rulebook_is_evaluated(tmp_path: Path, criteria: int, findings: int) -> None:
    root = of_many_criteria(tmp_path, criteria, findings)
    found = in_a_process(derived_by_any_engine, str(root))
    assert found["criteria"] == {f"1.{i}": "met" if i % 2 else "not_met" for i in range(1, criteria + 1)}
    assert found["targets"] == {"1": "not_met"}
    assert found["findings"] == [f"HC-{j}" for j in range(2, findings + 1, 2)]


def test_one_indicator_may_serve_many_criteria(tmp_path: Path) -> None:
    """The library looks at a fact with a stack of 64 places, one for each check that the fact passes."""
    rules = "chỉ tiêu: 1\ntên: Một số liệu\nnội dung:\n" + "".join(
        f"  - số: 1.{i}\n    nguyên văn: Từ {i} ha trở lên\n    đo bằng: a.x1\n    đạt khi: từ {i} ha trở lên\n"
        for i in range(1, 201)
    )
    for value in (0, 150, 999):
        found = in_a_process(derived_by_any_engine, str(large(tmp_path, 1, rules, {1: f"{value} ha"})))
        expected = {f"1.{i}": "met" if value >= i else "not_met" for i in range(1, 201)}
        assert found["criteria"] == expected


def derived_by_any_engine(root: str) -> dict[str, Any]:
    return derived(Path(root), "auto")


def test_names_of_rules_are_unique() -> None:
    """The library keeps the last of several rules of one name, without a word."""
    with pytest.raises(ValueError, match="name"):
        program(rule("r", [between("a", 1, 1)], "b"), rule("r", [between("a", 1, 1)], "c"))


@pytest.mark.parametrize("name", ["accept", "start", "r$state", "m_0"])
def test_a_rule_may_have_any_name(name: str) -> None:
    """None of them replaces a rule that the session adds for itself."""
    assert in_a_process(fired_under, name) == [name]


def fired_under(name: str) -> list[str]:
    return fired(program(rule(name, [between("a", 1, 1)], "b")), is_one("a"))


# ---------------------------------------------------------------- states


def test_there_is_one_state_and_it_is_deleted_after_every_run(wire: Wire, case: Case) -> None:
    evaluator = Evaluator(case.rulebook, "durable")
    for _ in range(3):
        wire.calls.clear()
        evaluator.evaluate(case.facts)
        functions = [name for name, _ in wire.calls]
        alive = [function for function in functions if function in ("assert_facts", "delete_state")]
        assert alive == ["assert_facts", "delete_state"] * (len(alive) // 2)
        assert functions[-1] == "delete_state"
        assert {fact["sid"] for fact in wire.facts()} == {wire.calls[-1][1][-1]}


@pytest.mark.parametrize("facts", [[], [("unheard of", 1)], [("a", 5)], [("c", 1)]], ids=str)
def test_a_run_in_which_nothing_fires(facts: list[tuple[str, int]]) -> None:
    """Deleting a state in which no action ever started is a segmentation fault, and so is an empty batch."""
    assert in_a_process(fired_by_chain, facts, MALLOC_PERTURB_="85") == [[], ["ab", "bc"], []]


def fired_by_chain(facts: list[tuple[str, int]]) -> list[list[str]]:
    session = open_session(chain(), "durable")
    odd = [WorkingFact(node, state=state) for node, state in facts]
    return [names(session.run(odd)), names(session.run([is_one("a")])), names(session.run(odd))]


def test_runs_leave_nothing_behind(wire: Wire) -> None:
    """1 024 living states are a MemoryError, and each takes 0.4 MB."""
    session = open_session(chain(), "durable")

    def runs(count: int) -> None:
        for number in range(count):
            state = number % 2
            expected = ["ab", "bc"] if state else ["not ab"]
            assert names(session.run([WorkingFact("a", state=state), WorkingFact("b", low=number)])) == expected
        wire.calls.clear()

    runs(300)
    gc.collect()
    before = resident_bytes()
    runs(3000)
    gc.collect()
    assert resident_bytes() - before < 30 * 2**20


def test_closed_sessions_leave_nothing_behind() -> None:
    """A ruleset of this repository's resolution takes 2 MB."""
    case = case_in(ROOT)

    def sessions(count: int) -> None:
        for _ in range(count):
            evaluator = Evaluator(case.rulebook, "durable")
            evaluator.evaluate(case.facts)
            evaluator.session.close()

    sessions(5)
    gc.collect()
    before = resident_bytes()
    sessions(40)
    gc.collect()
    assert resident_bytes() - before < 30 * 2**20


def resident_bytes() -> int:
    """Memory in use; its peak where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def test_sessions_do_not_disturb_each_other() -> None:
    first, second = open_session(chain(), "durable"), open_session(chain(), "durable")
    for _ in range(3):
        assert names(first.run([is_one("a")])) == ["ab", "bc"]
        assert names(second.run([WorkingFact("a", state=0)])) == ["not ab"]


def test_a_closed_session_does_not_run() -> None:
    session = open_session(chain(), "durable")
    session.close()
    with pytest.raises(EngineError):
        session.run([is_one("a")])


# ---------------------------------------------------------------- facts and their order


def test_a_fact_that_no_rule_matches_does_not_break_the_batch() -> None:
    matched, unmatched = (
        is_one("a"),
        [WorkingFact("a", state=7), WorkingFact("b", low=3, high=4), WorkingFact("c", state=7)],
    )
    session = open_session(chain(), "durable")
    for facts in ([matched, *unmatched], [*unmatched, matched]):
        assert names(session.run(facts)) == ["ab", "bc"]


class InRandomOrder:
    """A session that asserts the facts of a case in another order every time."""

    def __init__(self, session: Session, order: random.Random) -> None:
        self.session, self.order = session, order
        self.name, self.version = session.name, session.version

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        listed = list(facts)
        return self.session.run(self.order.sample(listed, len(listed)))

    def close(self) -> None:
        self.session.close()


def test_the_order_of_assertion_does_not_matter(case: Case) -> None:
    evaluator = Evaluator(case.rulebook, "durable")
    expected = evaluator.evaluate(case.facts)
    evaluator.session = InRandomOrder(evaluator.session, random.Random(47))
    for _ in range(10):
        found = evaluator.evaluate(case.facts)
        assert sorted(found.firings, key=str) == sorted(expected.firings, key=str)
        assert statuses(found) == statuses(expected)
        assert found.findings == expected.findings


def test_every_state_is_derived_exactly_once(case: Case) -> None:
    """What makes negation safe: criteria, targets, findings and inner nodes all have one state, whichever it is."""
    states: dict[str, set[int | None]] = {}
    for firing in evaluate(case).firings:
        states.setdefault(firing.node, set()).add(firing.state)
    assert all(len(found) == 1 for found in states.values())
    derived = {r.then.node for r in compile_rulebook(case.rulebook).program.rules if not r.then.node.helper}
    sometimes = (NodeKind.MET, NodeKind.EXCEEDED, NodeKind.STAND_IN)  # of wordings and milestones only one is in force
    in_force = {node for node in derived if node.kind not in sometimes}
    assert in_force <= states.keys()


def test_a_node_with_two_states_is_an_error() -> None:
    contradiction = program(rule("yes", [between("a", 1, 1)], "b", 1), rule("no", [between("a", 1, 1)], "b", 0))
    with pytest.raises(EngineError):
        open_session(contradiction, "durable").run([is_one("a")])


# ---------------------------------------------------------------- actions


def test_the_python_layer_of_the_library_is_not_used() -> None:
    """It takes an action with two parameters for asynchronous, swallows exceptions, gives up after ten seconds by the
    clock, and starts two threads: none of this can happen where it is not even loaded."""
    assert in_a_process(modules_of_the_library_loaded, str(ROOT)) == ["durable_rules_engine"]


def modules_of_the_library_loaded(root: str) -> list[str]:
    derived(Path(root))
    return sorted(name for name in sys.modules if name.startswith("durable"))


def failing_once(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """The first conclusion that is asserted raises ``error``."""
    from engine.inference import ruleset

    class Failing(Wire):
        def __getattr__(self, name: str) -> Any:
            if name == "assert_fact" and errors:
                raise errors.pop()
            return super().__getattr__(name)

    errors = [error]
    monkeypatch.setattr(ruleset, "library", Failing(ruleset.library))


@pytest.mark.parametrize("error", [ValueError("broken"), EngineError("broken"), MemoryError(), KeyboardInterrupt()])
def test_an_error_in_an_action_comes_out(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """And nothing is made of what fired before it."""
    session = open_session(chain(), "durable")
    failing_once(monkeypatch, error)
    with pytest.raises(type(error)):
        session.run([is_one("a")])


def test_an_error_in_an_action_comes_out_of_an_evaluation(monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    evaluator = Evaluator(case.rulebook, "durable")
    failing_once(monkeypatch, ValueError("broken"))
    with pytest.raises(ValueError, match="broken"):
        evaluator.evaluate(case.facts)


def test_after_an_error_in_an_action_the_next_run_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_session(chain(), "durable")
    failing_once(monkeypatch, ValueError("broken"))
    with pytest.raises(ValueError, match="broken"):
        session.run([is_one("a")])
    assert names(session.run([WorkingFact("a", state=0)])) == ["not ab"]
    assert names(session.run([is_one("a")])) == ["ab", "bc"]


def test_after_facts_were_refused_the_next_run_is_right() -> None:
    """Facts of the refused batch are in the engine already: they must not appear as grounds of the next case."""
    session = open_session(program(Rule("r", (Pattern("a", (Check(Slot.LOW, 2, None),)),), is_one("b"))), "durable")
    first, second = WorkingFact("a", low=3, high=3), WorkingFact("a", low=5, high=5)
    with contextlib.suppress(EngineError):
        session.run([first, first])
    assert [firing.matched for firing in session.run([second])] == [(second,)]
    assert [firing.matched for firing in session.run([first])] == [(first,)]


def test_after_many_failures_the_next_run_is_right() -> None:
    """No more than 1 024 states can be alive at once."""
    assert in_a_process(fired_after_failures, 1100) == ["ab", "bc"]


def fired_after_failures(count: int) -> list[str]:
    session = open_session(chain(), "durable")
    for _ in range(count):
        with contextlib.suppress(EngineError):
            session.run([is_one("a"), is_one("a")])
    return names(session.run([is_one("a")]))


# ---------------------------------------------------------------- threads


def test_no_thread_is_started(case: Case) -> None:
    """A host of the library starts two, which dispatch actions on timers."""
    before = set(threading.enumerate())
    evaluator = Evaluator(case.rulebook, "durable")
    started = set(threading.enumerate()) - before
    time.sleep(0.15)  # its timers run every 0.1 s
    evaluator.evaluate(case.facts)
    assert not started | (set(threading.enumerate()) - before)
