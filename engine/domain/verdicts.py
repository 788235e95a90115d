"""The verdicts of 1-domain and the states of tiến độ: the one list of each that conditions, engines, JSON and reports use."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """The verdicts of criteria and targets, worst first, as a target takes the least of its criteria's.

    A value is the name in JSON. Source: 1-domain, «Verdicts»; order: 8-semantics, «Verdicts».
    """

    FAILED = "failed"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    MET = "met"
    EXCEEDED = "exceeded"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The word for people: «chưa đạt»."""
        return _WORDS[self].label

    @property
    def sign(self) -> str:
        """The one character for narrow tables: «C»."""
        return _WORDS[self].sign

    @property
    def reached(self) -> bool:
        """Whether it is đạt or vượt."""
        return self in REACHED

    @property
    def unmet(self) -> bool:
        """Whether it is chưa đạt or không đạt."""
        return self in UNMET


class _Words(NamedTuple):
    label: str
    sign: str


_WORDS = {
    Verdict.FAILED: _Words("không đạt", "K"),
    Verdict.NOT_MET: _Words("chưa đạt", "C"),
    Verdict.UNDETERMINED: _Words("chưa đủ số liệu", "?"),
    Verdict.MET: _Words("đạt", "Đ"),
    Verdict.EXCEEDED: _Words("vượt", "V"),
    Verdict.NOT_APPLICABLE: _Words("không áp dụng", "–"),
}

REACHED = (Verdict.MET, Verdict.EXCEEDED)
UNMET = (Verdict.NOT_MET, Verdict.FAILED)


class Conclusion(NamedTuple):
    """What the rules may conclude of a criterion or target: a verdict; of đạt also that it may yet be vượt."""

    verdict: Verdict
    perhaps_exceeded: bool = False

    @property
    def state(self) -> int:
        """The small integer that the engines carry: the least of several states is the state of their target."""
        return CONCLUSIONS.index(self)

    @property
    def label(self) -> str:
        """«đạt», «đạt, có thể vượt»."""
        return self.verdict.label + (f", có thể {Verdict.EXCEEDED.label}" if self.perhaps_exceeded else "")


PERHAPS_EXCEEDED = Conclusion(Verdict.MET, perhaps_exceeded=True)

CONCLUSIONS = tuple(
    conclusion
    for verdict in Verdict
    for conclusion in ((Conclusion(verdict), PERHAPS_EXCEEDED) if verdict is Verdict.MET else (Conclusion(verdict),))
)
"""All conclusions in the order of the verdicts; the place of each is its state."""


class PaceState(StrEnum):
    """Tiến độ: where a criterion stands against the course to its goal. A value is the name in JSON."""

    BEHIND = "behind"
    ON = "on"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """The words for people: «chậm tiến độ»."""
        return _PACE_WORDS[self]


_PACE_WORDS = {PaceState.BEHIND: "chậm tiến độ", PaceState.ON: "đúng tiến độ", PaceState.AHEAD: "vượt tiến độ"}

Standing = Verdict | PaceState
"""What a condition may ask of a criterion or target: a verdict, or that it is behind its schedule."""

STANDINGS: dict[str, Standing] = {standing.label: standing for standing in (*Verdict, PaceState.BEHIND)}
"""The standings by the word that a condition asks with."""
