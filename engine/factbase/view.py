"""For which ends a formula is read, and the operands that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from engine.domain.records import NamedTuple
from engine.factbase.courses import Counted
from engine.factbase.facts import Basis
from engine.language.syntax import Call, Extent, Ref
from engine.rulebook.rulebook import Nature

BASES = {"actual_only": Basis.ACTUAL, "estimate_only": Basis.ESTIMATE}
"""Which facts thực_hiện(x) and ước(x) mean."""


class Operand(NamedTuple):
    """A given value of this year that a formula rests on; ``like``: it is held against the same period a year before."""

    code: str
    basis: Basis | None
    like: bool


Key = tuple[str, Basis | None]
"""An operand: its code, and whether only its actuals or estimates are meant."""
Options = Mapping[Key, list[Counted]]


class View(NamedTuple):
    """For which ends a formula is evaluated: what counts of each operand with a period, and what is asked for.

    ``limit`` is the day after which facts do not count, ``asked`` the last day of what is asked for, by nature. ``like``:
    what counts of the year before. ``unlike``: why there is no end that all operands share. ``held``: this year is
    read to be compared with the year after; of its given values only those in ``chosen`` count. ``whole``: only values that
    reach the last day of the year count. ``later``, in the file of a later year, gives what was counted over the
    period in the years after, by code.
    """

    limit: date
    asked: Mapping[Nature, date]
    chosen: Mapping[Key, Counted]
    like: Mapping[Key, Counted]
    unlike: str = ""
    last: date | None = None
    held: bool = False
    whole: bool = False
    later: Callable[[str], Iterable[Counted]] | None = None


def subject_of(call: Call) -> str:
    """The code that a call is about, '' where it is about a formula."""
    return call.arguments[0].code if isinstance(call.arguments[0], Ref) else ""


def reference_to(code: str) -> Ref:
    """The formula that is just ``code``, and stands in no file."""
    return Ref(code, _NOWHERE)


_NOWHERE = Extent(0, 0)
