"""The verdicts of 1-domain and the states of tiến độ; conditions, engines, JSON and reports use these two lists."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from engine.domain.records import NamedTuple


class Verdict(StrEnum):
    """The verdicts of criteria and targets, worst first: the verdict of a target is the least of those of its criteria.

    A value is the name in JSON; ``label`` is the word for people, ``sign`` the one character for narrow tables.
    «chưa hết kỳ»: the goal holds so far and may yet fail before its period is over; documents write it as ``undetermined``
    with a reason. Source: 1-domain, «Verdicts»; order: 8-semantics and 9-periods-points, «Verdicts».

    >>> Verdict.NOT_MET.label, Verdict.NOT_MET.sign
    ('chưa đạt', '✗')
    """

    label: str
    sign: str

    FAILED = "failed", "không đạt", "✘"
    NOT_MET = "not_met", "chưa đạt", "✗"
    UNDETERMINED = "undetermined", "chưa đủ số liệu", "?"
    PERIOD_OPEN = "period_open", "chưa hết kỳ", "◔"
    MET = "met", "đạt", "✓"
    EXCEEDED = "exceeded", "vượt", "▲"
    NOT_APPLICABLE = "not_applicable", "không áp dụng", "–"

    # The defaults are for Verdict("met"), which mypy takes for a call of this.
    def __new__(cls, value: str, label: str = "", sign: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label, member.sign = value, label, sign
        return member

    @property
    def reached(self) -> bool:
        """Whether it is đạt or vượt."""
        return self in REACHED

    @property
    def unmet(self) -> bool:
        """Whether it is chưa đạt or không đạt."""
        return self in UNMET

    @property
    def open(self) -> bool:
        """Whether nothing is decided yet: chưa đủ số liệu, chưa hết kỳ."""
        return self in OPEN


OPEN = (Verdict.UNDETERMINED, Verdict.PERIOD_OPEN)
REACHED = (Verdict.MET, Verdict.EXCEEDED)
UNMET = (Verdict.NOT_MET, Verdict.FAILED)
ON_THEIR_WAY = (Verdict.NOT_MET, Verdict.PERIOD_OPEN)
"""What may have a pace: it is not decided for good."""


class Conclusion(NamedTuple):
    """What the rules can conclude of a criterion or target: a verdict, or đạt that may yet be vượt.

    >>> PERHAPS_EXCEEDED.label
    'đạt, có thể vượt'
    """

    verdict: Verdict
    perhaps_exceeded: bool = False

    @property
    def state(self) -> int:
        """The small integer that stands for the conclusion in the engines; a target has the least state of its criteria."""
        return CONCLUSIONS.index(self)

    @property
    def label(self) -> str:
        """The words for people."""
        return self.verdict.label + (f", có thể {Verdict.EXCEEDED.label}" if self.perhaps_exceeded else "")


PERHAPS_EXCEEDED = Conclusion(Verdict.MET, perhaps_exceeded=True)

CONCLUSIONS = tuple(
    conclusion
    for verdict in Verdict
    for conclusion in ((Conclusion(verdict), PERHAPS_EXCEEDED) if verdict is Verdict.MET else (Conclusion(verdict),))
)
"""All conclusions in the order of the verdicts; the index of each is its state."""


class PaceState(StrEnum):
    """Tiến độ: where a criterion stands against the course to its goal. A value is the name in JSON.

    ``of_ceiling`` is the word for what must not be exceeded. Source: 9-periods-points, «Pace».
    """

    label: str
    of_ceiling: str

    BEHIND = "behind", "chậm tiến độ", "có nguy cơ vượt mức"
    ON = "on", "đảm bảo tiến độ", "trong mức"
    UNKNOWN = "unknown", "chưa xác định tiến độ", "chưa xác định tiến độ"

    def __new__(cls, value: str, label: str = "", of_ceiling: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label, member.of_ceiling = value, label, of_ceiling
        return member


class OpenReason(StrEnum):
    """Why nothing is decided; values are the names in JSON, in the order in which the first that applies is told.

    Source: 9-periods-points, «Verdicts».
    """

    PERIOD_OPEN = "period_open"
    MISSING = "missing"
    NO_LIKE_PERIOD = "no_like_period"
    PERIOD_ENDED = "period_ended"
    INTERVAL = "interval"


Standing = Verdict | PaceState
"""What a condition can ask of a criterion or target: a verdict, or how it stands to its schedule."""

STANDINGS: dict[str, Standing] = {standing.label: standing for standing in (*Verdict, PaceState.BEHIND, PaceState.ON)}
"""The standings by their word in conditions."""
