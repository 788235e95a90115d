"""Comparisons and verdicts as formulas of a spreadsheet, over the cells that have values and goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.criterion_results import CriterionResult
from engine.language.numbers import rounded
from engine.reports.sheets.formulas import Inexpressible, number_text
from engine.rulebook.logic import AllOf, AnyOf, Logic, NotOf, Test

HELD, NOT_HELD = "đạt mức", "chưa đạt mức"
_ENOUGH_DIGITS = 9
"""Digits behind the ninth decimal are noise of the spreadsheet."""
_DECIDED = (Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET, Verdict.FAILED)
_IN_WORDS = "có phần so bằng lời hoặc bằng khoảng, không phải bằng một số"


class Condition(NamedTuple):
    """A condition in a formula, and whether it holds for the values of the cells."""

    text: str
    holds: bool


class ComparedCells(NamedTuple):
    """The names of the cells that have a value and its goal, and their exact numbers in the unit of ``test``.

    ``held`` is the name of the cell that says whether the goal is reached, '' where none does.
    """

    test: Test
    value: str
    goal: str
    exact: Fraction
    threshold: Fraction
    held: str = ""

    def condition(self, test: Test) -> Condition:
        """Returns whether the value is allowed by ``test``, of which the goal may be another. Raises Inexpressible."""
        if not _of_one_subject(test, self.test):
            raise Inexpressible("mức vượt so một số khác với mức đạt")
        parts = list(self._bounds(test))
        text = ",".join(part.text for part in parts)
        joined = parts[0] if len(parts) == 1 else Condition(f"AND({text})", all(part.holds for part in parts))
        return Condition(f"NOT({joined.text})", not joined.holds) if test.negated else joined

    def _bounds(self, test: Test) -> Iterator[Condition]:
        allowed = test.allowed
        if allowed.low is not None and allowed.low == allowed.high:
            yield self._bound(test, allowed.low, "=0")
            return
        if allowed.low is not None:
            yield self._bound(test, allowed.low, ">0" if allowed.low_open else ">=0")
        if allowed.high is not None:
            yield self._bound(test, allowed.high, "<0" if allowed.high_open else "<=0")
        if allowed.low is None and allowed.high is None:
            raise Inexpressible("mức đặt ra không có con số")

    def _bound(self, test: Test, bound: Fraction, sign: str) -> Condition:
        edge = bound / test.shown.unit.scale
        if test.sides is not None:  # what is compared is the difference of both sides
            off, text = self.exact - self.threshold - edge, f"{self.value}-{self.goal}"
            text += f"-{number_text(edge)}" if edge else ""
        else:
            off = self.exact - edge
            text = f"{self.value}-{self.goal if edge == self.threshold else number_text(edge)}"
        digits = rounded(off, _ENOUGH_DIGITS)
        holds = {">=0": digits >= 0, ">0": digits > 0, "<=0": digits <= 0, "<0": digits < 0, "=0": digits == 0}[sign]
        return Condition(f"ROUND({text},{_ENOUGH_DIGITS}){sign}", holds)


def _of_one_subject(one: Test, other: Test) -> bool:
    """Whether both compare the same measure, with numbers or with the same other measure."""
    if one.shown.text != other.shown.text or (one.sides is None) != (other.sides is None):
        return False
    return one.sides is None or other.sides is None or one.sides.right.text == other.sides.right.text


def verdict_formula(criterion: CriterionResult, cells: list[ComparedCells | None]) -> str:
    """Returns the formula of the verdict over the ``cells`` of its comparisons, None for one that has none.

    Raises Inexpressible, also where the formula would not give the verdict that there is.
    """
    goal = criterion.goal
    if goal.threshold is None or criterion.status not in _DECIDED or criterion.past_the_goal:
        raise Inexpressible("kết luận tùy kỳ hạn hoặc số liệu còn thiếu")
    if goal.criterion.applies is not None:
        raise Inexpressible("có điều kiện áp dụng")
    if any(measure.compared.unfinished for measure in criterion.measures):
        raise Inexpressible("số liệu chưa hết kỳ")
    asked = iter(cells)
    met = _joined(goal.threshold.met, True, lambda _: _held(next(asked, None)))
    unmet = (Verdict.NOT_MET if criterion.early else Verdict.FAILED).label
    reached, label = f'"{Verdict.MET.label}"', Verdict.MET.label if met.holds else unmet
    if goal.threshold.exceeded is not None:
        beyond = _joined(goal.threshold.exceeded, True, lambda test: _beyond(test, cells))
        reached = f'IF({beyond.text},"{Verdict.EXCEEDED.label}",{reached})'
        label = Verdict.EXCEEDED.label if met.holds and beyond.holds else label
    if label != criterion.status.label:
        raise Inexpressible("kết luận không chỉ do các phép so số")
    return f'=IF({met.text},{reached},"{unmet}")'


def _joined(logic: Logic, wanted: bool, of: Callable[[Test], Condition]) -> Condition:
    """Returns the condition that ``logic`` is as ``wanted``; ``of`` gives that of a comparison."""
    match logic:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            found = [_joined(part, wanted, of) for part in parts]
            both = isinstance(logic, AllOf) is wanted
            holds = all(part.holds for part in found) if both else any(part.holds for part in found)
            return Condition(f"{'AND' if both else 'OR'}({','.join(part.text for part in found)})", holds)
        case NotOf(part=part):
            return _joined(part, not wanted, of)
        case Test():
            return of(logic)
    raise Inexpressible(_IN_WORDS)


def _held(cells: ComparedCells | None) -> Condition:
    """The cells of a comparison that must not hold say already whether it does not."""
    if cells is None or not cells.held:
        raise Inexpressible(_IN_WORDS)
    return Condition(f'{cells.held}="{HELD}"', cells.condition(cells.test).holds)


def _beyond(test: Test, cells: list[ComparedCells | None]) -> Condition:
    own = next((one for one in cells if one is not None and _of_one_subject(test, one.test)), None)
    if own is None:
        raise Inexpressible("mức vượt so một số khác với mức đạt")
    return own.condition(test)
