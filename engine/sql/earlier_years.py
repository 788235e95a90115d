"""What rests on rows of years before the one evaluated: SQL looks at one year, and does not say it where there are such rows.

An evaluation reads those years too, so that what is computed of one year alone would be another conclusion, and not a missing one: a
given number would stand for a growth, and «chưa có số liệu» would hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.bulk.blocks import reached
from engine.evaluation.goals import GoalInForce
from engine.language.syntax import Formula
from engine.rulebook.formulas import calls_in
from engine.rulebook.logic import Input
from engine.rulebook.natures import LIKE, OTHER_YEARS, year_of_value
from engine.rulebook.rulebook import Nature, Rulebook

_READ_OTHERS = frozenset((*LIKE, *OTHER_YEARS, "cumulated", "period_mean"))
_BEFORE = "cần số của năm trước, ở dòng khác của bảng"


class EarlierYears:
    """Tells what rests on ``years`` of a table, all before ``year``. ``goals`` are those in force, by criterion."""

    def __init__(self, rulebook: Rulebook, year: int, years: Collection[int], goals: Mapping[str, GoalInForce]) -> None:
        self.rulebook = rulebook
        self.year = year
        self.years = years
        self.goals = goals

    def of_value(self, input: Input) -> str:
        """Returns why the value of ``input`` rests on them, '' where it does not."""
        if not self.years:
            return ""
        if input.asked.criterion and (due := self.goals[input.asked.criterion].deadline.year) < self.year:
            return f"lấy số của năm {due}, ở dòng khác của bảng"
        return _BEFORE if self._reads(input.formula) else ""

    def of_pace(self, criterion: str) -> str:
        """Returns why the pace of a criterion rests on them, '' where it does not."""
        if not self.years:
            return ""
        opening = self.rulebook.resolution.first_year - 1
        for test in self.goals[criterion].tests:
            if why := self.of_value(test.test.input):
                return why
            codes = reached(self.rulebook, test.test.input.formula)
            if opening in self.years and any(self.rulebook.indicators[one].nature is Nature.STOCK for one in codes):
                return f"tiến độ tính từ số cuối năm {opening}, ở dòng khác của bảng"
        return ""

    def _reads(self, formula: Formula) -> bool:
        codes = reached(self.rulebook, formula)
        inner = (self.rulebook.indicators[code].formula for code in codes)
        calls = (call for one in (formula, *inner) if one is not None for call in calls_in(one))
        return any(call.function in _READ_OTHERS and year_of_value(call) != self.year for call in calls)
