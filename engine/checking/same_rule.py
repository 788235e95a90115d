"""Which comparisons say the same as a reading: at the end of the possible values several wordings are one rule."""

from __future__ import annotations

from datetime import date

from engine.language.patterns import compiled
from engine.language.ranks import RANK_UNIT
from engine.language.syntax import Direction, Relation
from engine.language.text import spoken
from engine.language.units import PERCENT, parse_unit
from engine.rulebook.logic import Test
from engine.rulebook.rulebook import Criterion
from engine.wordings.wording import Basis, Comparator, TargetReading

_RELATIONS: dict[Comparator, tuple[Relation, ...]] = {
    Comparator.ABOVE: (Relation.ABOVE,),
    Comparator.BELOW: (Relation.BELOW,),
    Comparator.RANGE: (Relation.RANGE, Relation.CORRIDOR),
    Comparator.ABOUT: (Relation.POINT,),
    Comparator.EQUAL: (Relation.POINT, Relation.EQUAL, Relation.AT_LEAST),
}
_SUBJECTLESS = compiled(r"(?:[\s,;.]|\b(?:và|còn|đạt|có|là|thì|đến|vào|giảm|tăng|lên|xuống)\b)*")


def is_of_none(reading: TargetReading) -> bool:
    """Returns whether the wording wants none: nothing is below 0."""
    return reading.value == 0 and reading.comparator in (Comparator.EQUAL, Comparator.AT_MOST)


def relations_of(reading: TargetReading, of_share: bool) -> tuple[Relation, ...]:
    """Returns the relations with the meaning of the reading, the usual one first; ``of_share``: nothing is above 100%."""
    if is_of_none(reading):
        return Relation.EQUAL, Relation.POINT, Relation.AT_MOST
    if reading.unit == RANK_UNIT:
        return Relation.POINT, Relation.AT_MOST
    all_of_it = (
        of_share
        and reading.value == 100
        and reading.value_high is None
        and parse_unit(reading.unit).dimension == PERCENT
    )
    if all_of_it and reading.comparator in (Comparator.EQUAL, Comparator.AT_LEAST) and reading.change is None:
        return _RELATIONS[Comparator.EQUAL]
    if reading.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST):
        explicit = Relation.AT_LEAST if reading.comparator is Comparator.AT_LEAST else Relation.AT_MOST
        return (explicit,) if reading.basis is Basis.EXPLICIT else (Relation.POINT,)
    if reading.comparator is Comparator.ABOUT and reading.value_high is not None:
        return (Relation.RANGE,)
    return _RELATIONS[reading.comparator]


def is_turned(test: Test, reading: TargetReading) -> bool:
    """Returns whether the rule takes for better what the wording takes for worse."""
    down = test.direction is Direction.DOWN
    if is_of_none(reading):
        return not down
    two_sided = test.relation in (Relation.POINT, Relation.RANGE)
    return two_sided and reading.direction is not None and down != (reading.direction is Direction.DOWN)


def without_steps(readings: list[TargetReading], text: str, deadline: date | None) -> list[TargetReading]:
    """Returns the readings without those that are steps towards the next: «dưới 3% năm 2023 và dưới 1% năm 2025» wants 1%.

    A step that has the year of ``deadline`` is the goal of the criterion.
    """
    year = "" if deadline is None else str(deadline.year)
    if year and any(year in (reading.period or "") for reading in readings):
        return readings
    after = [*readings[1:], None]
    return [r for r, following in zip(readings, after, strict=True) if not _continues(r, following, text)]


def _continues(reading: TargetReading, following: TargetReading | None, text: str) -> bool:
    """Returns whether ``following`` says only another year and number of the same subject."""
    if following is None or following.clause is None or not (reading.period and following.period):
        return False
    if reading.unit != following.unit or reading.period == following.period:
        return False
    clause, at = following.clause, following.at
    around = text[clause.start : at.start] + " " + text[at.end : clause.end]
    words = spoken(around.replace(following.period, " ")).replace(spoken(following.period), " ")
    return _SUBJECTLESS.fullmatch(words) is not None


def summed_otherwise(criterion: Criterion, reading: TargetReading) -> tuple[str, str] | None:
    """Returns how the rule adds up the years and how the wording does, where they differ."""
    if criterion.cumulative and (reading.recurrence is not None or "năm" in reading.per):
        return "cộng dồn các năm", f"từng kỳ ({reading.recurrence or 'mỗi năm'})"
    if criterion.yearly and reading.accumulates:
        return "hằng năm", "cộng cả giai đoạn"
    return None
