"""The tables of offices, each taught by accepting every proposal of `--map`: no value gets another meaning, none is added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.language import display
from tests.importing.office_cases import CATALOGUE, OfficeCase, cases
from tests.running import run_here
from tests.small_workspace import Small

CRITERIA = "- {số: 1.1, nguyên văn: Có dưới 5 hộ nghèo, đạt khi: ho.ngheo dưới 5 hộ}"
ACCEPTING = ["c", *[""] * 300]
CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case.kind}: {case.name}" for case in CASES])
def test_enter_adds_no_meaning(case: OfficeCase, tmp_path: Path) -> None:
    Small(tmp_path, CATALOGUE, period="2011-2030").criteria(CRITERIA)
    (tmp_path / "facts").mkdir()
    case.write(tmp_path)
    plain = read(tmp_path, case)
    mapped = read(tmp_path, case, "--map", answers=ACCEPTING)
    assert mapped <= plain


def read(root: Path, case: OfficeCase, *more: str, answers: list[str] | None = None) -> set[str]:
    """The values that the import would take, each with all that is said of it."""
    options = case.options
    chosen = ["--unit", options.unit] if options.unit else []
    chosen += ["--year", str(options.year)] if options.year else []
    chosen += ["--as-of", display.day(options.as_of)] if options.as_of else []
    typed = "".join(f"{answer}\n" for answer in answers or [])
    arguments = ("--new-units", "--dry-run", "--format", "json", *chosen, *more)
    done = run_here("import", case.file, *arguments, cwd=root, typed=typed)
    assert done.returncode in (0, 2, 3), done.stderr
    return {json.dumps(one, sort_keys=True) for one in json.loads(done.stdout)["read"]} if done.stdout else set()
