"""The first tests of a drafted resolution: below, at and above every threshold, for a person to check against the wording."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.drafting.draft import MARK, canonical
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.factbase.facts import FactSet
from engine.files.source import SourceFile
from engine.rule_tests.loader import DEFAULT_UNIT
from engine.rule_tests.suggestion import Suggester, as_yaml
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case

FILE = "kiem-thu.yaml"
_SCHEMA = "# yaml-language-server: $schema=../../.chitieu/luoc-do/kiem-thu.json"
_ADVICE = (
    f"{MARK}: kết quả mong đợi dưới đây do công cụ tính từ bản dự thảo; đối chiếu từng trường hợp với nguyên văn,",
    "# sửa chỗ sai, rồi xóa ghi chú này. Chạy bằng `chitieu test`.",
)


def first_tests(rulebook: Rulebook, file: SourceFile) -> str:
    """Returns the text of the test file; '' where no threshold can be reached by one number.

    ``file`` is the rule file that the cases are said to come from in messages.
    """
    years = list(_years(rulebook))
    cases = []
    for year in years:
        found = list(Suggester(_case(rulebook, year, file), Evaluator(rulebook)).all())
        ending = f", năm {year}" if len(years) > 1 else ""  # cases of several years need names of their own
        cases.append(as_yaml(found, f"năm: {year}", "số liệu", ending))
    text = "".join(cases)
    return canonical(FILE, "\n".join((_SCHEMA, *_ADVICE, "", "trường hợp:", text))) if text else ""


def _years(rulebook: Rulebook) -> Iterator[int]:
    """Yields the years of milestones and the last year of the period."""
    milestones = {t.year for c in rulebook.criteria for w in c.wordings for t in w.thresholds if t.year is not None}
    yield from sorted({*milestones, rulebook.resolution.last_year})


def _case(rulebook: Rulebook, year: int, file: SourceFile) -> Case:
    day = date(year, 12, 31)
    facts = FactSet(rulebook.resolution.number, DEFAULT_UNIT, year, day, (), (), {}, (file,), day_assumed=True)
    return Case(rulebook, FactBase(rulebook, facts))
