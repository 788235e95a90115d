"""Values and distances in the words of the report to be signed."""

from __future__ import annotations

from fractions import Fraction

from engine.domain.comparisons import Direction
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.presentation import distance_sentence, lacking_text
from engine.factbase.base import FactBase
from engine.language import display
from engine.language.text import fold
from engine.reports.brief import goal_words, is_nothing, short_name
from engine.reports.official.wording import counted_so_far, hedge, in_short_unit, uncapital, with_leading_zeros

_LEAST_SHARED = 3
"""Words that names of parts must share before they are told by what differs in them."""


class Teller:
    """Tells the values of one case. ``facts`` are those that sentences may read beside the evaluation."""

    def __init__(self, facts: FactBase) -> None:
        self.facts = facts

    def reached(self, criterion: CriterionResult, measure: Measure) -> str:
        """«mới đạt 1.950 hộ, bằng 97,5% mục tiêu, thiếu 50 hộ», «còn 1,8%, cao hơn mục tiêu 0,3 điểm %»."""
        assert measure.actual is not None
        if measure.gap == 0:
            side = "trên" if measure.test.allowed.low is not None else "dưới"
            return f"{self._hedge(measure)}mới bằng {self.value(measure)}, mục tiêu phải {side} mức này"
        if is_nothing(measure):
            return f"thực hiện 0/{with_leading_zeros(display.amount(measure.threshold or Fraction(0), measure.unit), measure.unit)}"
        counted = self.counted(measure)
        done = f"{counted}, ước cả năm {self.value(measure)}" if counted else self._done(criterion, measure)
        distance = in_short_unit(_distance(measure), measure.unit, measure.name)
        return ", ".join(filter(None, (done, with_leading_zeros(distance, measure.unit))))

    def value(self, measure: Measure) -> str:
        """«1.950 hộ», without the parts of the unit that the name says already."""
        assert measure.actual is not None
        return in_short_unit(with_leading_zeros(measure.actual.label, measure.unit), measure.unit, measure.name)

    def counted(self, measure: Measure) -> str:
        """«đến 31/10/2023 đạt 1.623 triệu đồng» beside an estimate that hides it; '' where nothing is hidden."""
        if measure.actual is None or not measure.actual.estimate or measure.catalogued is None:
            return ""
        return counted_so_far(measure.catalogued.code, self.facts)

    def named(self, criterion: CriterionResult) -> str:
        """«số thành viên THT (3.205 thành viên, mục tiêu từ 3.200 thành viên)»; of what compares no number its wording."""
        measure = number_of(criterion)
        if measure is None:
            return uncapital(criterion.text.rstrip(" .;"))
        goal = with_leading_zeros(in_short_unit(goal_words(measure), measure.unit, measure.name), measure.unit)
        return f"{subject(criterion)} ({self._hedge(measure)}{self.value(measure)}, mục tiêu {goal})"

    def of_parts(self, criterion: CriterionResult) -> str:
        """«HTX đạt 70%; THT 0%, chưa đạt»: each part of a compound criterion with its value once."""
        known = [m for m in criterion.measures if m.actual is not None]
        return "; ".join(
            f"{name} đạt {self.value(m)}" if m.holds else f"{name} {self._hedge(m)}{self.value(m)}, chưa đạt"
            for name, m in zip(part_names([m.name for m in known]), known, strict=True)
        )

    def _done(self, criterion: CriterionResult, measure: Measure) -> str:
        value, hedged = self.value(measure), self._hedge(measure)
        if measure.test.direction is not Direction.DOWN:
            lead = f"{hedged}đạt" if hedged or measure.holds else "mới đạt"
            return f"{lead} {value}"
        if " con " in f" {fold(measure.text_without_source)} {fold(criterion.text)} ":
            return f"{hedged}còn {value}"
        if measure.unit.text.startswith("vụ"):
            return f"{hedged}xảy ra {value}"
        return f"{hedged}có {value}" if measure.unit.whole else f"{hedged or 'là '}{value}"

    @staticmethod
    def _hedge(measure: Measure) -> str:
        return "" if measure.actual is None else hedge(measure.actual.measured)


def number_of(criterion: CriterionResult) -> Measure | None:
    """Returns the measure of a criterion that compares one number."""
    measure = criterion.measures[0] if len(criterion.measures) == 1 else None
    return measure if measure is not None and measure.actual is not None and measure.unit.text else None


def subject(criterion: CriterionResult) -> str:
    """Returns what a criterion is about, whole: of a compound one what the names of its parts share, if they share much."""
    measure = number_of(criterion)
    before, _, after = _apart([m.name for m in criterion.measures])
    if len(criterion.measures) > 1 and (before or after):
        return uncapital(" ".join((*before, *after)))
    return uncapital(short_name(criterion, measure) if measure is not None else criterion.text).rstrip(" .;")


def part_names(names: list[str]) -> list[str]:
    """Returns names by what differs in them, where they share most of their words.

    >>> part_names(["Tỷ lệ cán bộ HTX được bồi dưỡng", "Tỷ lệ cán bộ THT được bồi dưỡng"])
    ['HTX', 'THT']
    >>> part_names(["Số hộ", "Diện tích"])
    ['số hộ', 'diện tích']
    """
    before, differing, after = _apart(names)
    return differing if before or after else [uncapital(name) for name in names]


def _apart(names: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Returns the words that names share at their beginning, what differs, and the shared end; nothing shared of too few."""
    words = [name.split() for name in names]
    shortest = min(map(len, words), default=0)
    same = [len({tuple(one[:count]) for one in words}) == 1 for count in range(1, shortest + 1)]
    before = sum(same)
    same = [len({tuple(one[-count:]) for one in words}) == 1 for count in range(1, shortest - before + 1)]
    after = sum(same)
    differing = [" ".join(one[before : len(one) - after]) for one in words]
    if len(names) < 2 or before + after < _LEAST_SHARED or not all(differing):
        return [], names, []
    return words[0][:before], differing, words[0][len(words[0]) - after :]


def _distance(measure: Measure) -> str:
    """How far a value is from its goal in running text; of what is past a limit only by how much."""
    if measure.completion is not None and measure.completion.exact == 100 and measure.holds:
        return "bằng mục tiêu"
    if is_nothing(measure):
        return lacking_text(measure)
    return distance_sentence(measure)
