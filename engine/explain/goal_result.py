"""What `goal` answers: the nearest changes that turn a verdict, and the margin of one that is reached."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import CaseName
from engine.evaluation.presentation import draft_mark
from engine.files.json_form import Meaning, json_form
from engine.language.interval import Interval
from engine.rulebook.rulebook import Reference


@json_form(
    "indicator=code", "name", "now", "needed", "low", "high", "low_open", "high_open=value.high_open",
    "change", "unit", "becomes", "short_of_it", "breaks",
)  # fmt: skip
class Change(NamedTuple):
    """One input and the nearest value that turns the verdict.

    ``value`` is an exact value or an open stretch (strictly beyond a bound), in the unit of the indicator; ``change`` the
    distance to its nearest end, with sign, None where the present value is not one number. ``becomes`` is the verdict then,
    ``short_of_it`` the one just before that value: proof that nothing smaller suffices; '' where that was not evaluated or
    is not one verdict. ``breaks`` are the reconciliations that would no longer agree.
    """

    code: str
    name: str
    now: str
    needed: str
    value: Interval
    change: Annotated[Fraction | None, Meaning("Distance from the present value, with sign, in its unit")]
    change_text: str
    unit: str
    becomes: str
    short_of_it: Annotated[
        str,
        Meaning("The verdict short of the value; empty where that was not evaluated or is not one verdict"),
    ]
    breaks: Annotated[tuple[str, ...], Meaning("Reconciliations that would no longer agree")]

    @property
    def low(
        self,
    ) -> Annotated[Fraction | None, Meaning("Least value that turns it; equals high where it is one value")]:
        """The least value that turns the verdict."""
        return self.value.low

    @property
    def high(self) -> Fraction | None:
        """The greatest value that turns it, as far as one stretch goes."""
        return self.value.high

    @property
    def low_open(self) -> Annotated[bool, Meaning("The bound itself does not turn it: any value beyond does")]:
        """Whether the least value itself does not turn it."""
        return self.value.low_open


@json_form(
    "case", "what=reference.what", "id=reference.id", "now", "holds", "seeks", "changes", "powerless", "jointly",
    "joint_result", "beyond", "over", schema="chitieu/goal/2", about="`chitieu goal ID --format json`.",
)  # fmt: skip
class Goal(NamedTuple):
    """``seeks`` says what a turn is: «đạt», «chưa đạt» (then the changes are the margin), or whether a finding is there.

    ``powerless`` are the inputs that matter but cannot turn it alone. ``jointly`` is a set of changes that does it
    together, where no single one does.
    """

    reference: Reference
    case: CaseName
    now: str
    holds: Annotated[bool, Meaning("Whether it is reached (or there) now: then the changes are the margin")]
    seeks: str
    changes: tuple[Change, ...]
    powerless: Annotated[tuple[str, ...], Meaning("Inputs that matter but cannot turn it alone")]
    jointly: Annotated[tuple[Change, ...], Meaning("Changes that do it together, where no single one does")]
    joint_result: str
    beyond: Annotated[tuple[Change, ...], Meaning("The nearest changes across the border between đạt and vượt")] = ()
    over: Annotated[date | None, Meaning("The deadline, where it has passed: nothing can be done any more")] = None

    @property
    def headline(self) -> str:
        """«Nội dung 2.1: đang chưa đạt · xã Tân Lập · năm 2026 · số liệu đến 30/11/2026», what is printed first."""
        return f"{_WHAT[self.reference.what]} {self.reference.id}: đang {self.now}{draft_mark(self.case)} · {self.case.subject}"


_WHAT = {"criterion": "Nội dung", "target": "Chỉ tiêu", "finding": "Mục"}
