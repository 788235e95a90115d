"""The shape of an explanation: a tree of steps from the wording of the resolution to the conclusion and what it led to."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import CaseName
from engine.files.json_form import AsText, Meaning, Place, json_form
from engine.inference.nodes import Node
from engine.inference.program import Firing
from engine.language.logic import Truth
from engine.rulebook.rulebook import ReferenceKind


class Role(StrEnum):
    """What a step is; values are the names in JSON."""

    WORDING = "wording"
    CONDITION = "condition"
    COMPARISON = "comparison"
    STATUS = "status"
    FINDING = "finding"
    KNOWLEDGE = "knowledge"
    VALUE = "value"
    COMPUTATION = "computation"
    FACT = "fact"
    NOT_USED = "not_used"
    DEADLINE = "deadline"
    REST = "rest"
    MISSING = "missing"
    PACE = "pace"
    OUTLOOK = "outlook"
    CLAIM = "claim"
    RULE = "rule"
    BELONGS = "belongs"
    LED_TO = "led_to"
    EXPLAINED_BY = "explained_by"
    PART_OF = "part_of"
    DECIDES = "decides"
    USED_IN = "used_in"
    PERIOD = "period"
    COUNT = "count"
    USED_BY = "used_by"
    SOURCE = "source"
    NOTE = "note"


@json_form(
    "role", "text", "truth=truth_name", "needed", "actual", "distance", "source", "place", "parts"
)  # fmt: skip
class Step(NamedTuple):
    """One line of an explanation, with what stands under it.

    ``truth`` is what the engine derived, None where the step is no condition. A comparison says what is ``needed``, what
    the ``actual`` value is and the ``distance`` between them. ``place`` is file:line, ``source`` a document. ``detail``
    marks what only --full shows.
    """

    role: Annotated[Role, AsText("wording, condition, comparison, value, computation, fact, led_to …")]
    text: str
    truth: Truth | None = None
    needed: str = ""
    actual: str = ""
    distance: str = ""
    source: str = ""
    place: Place = ""
    detail: bool = False
    parts: tuple[Step, ...] = ()

    @property
    def truth_name(
        self,
    ) -> Annotated[Literal["true", "false", "unknown"] | None, Meaning("Of conditions: what the engine derived")]:
        """The state of a condition as documents name it."""
        return None if self.truth is None else _TRUTHS[self.truth]

    @property
    def brief(self) -> Step:
        """The step without the details."""
        return self._replace(parts=tuple(part.brief for part in self.parts if not part.detail))


_TRUTHS: dict[Truth, Literal["true", "false", "unknown"]] = {
    Truth.TRUE: "true",
    Truth.FALSE: "false",
    Truth.UNKNOWN: "unknown",
}


class Proof(NamedTuple):
    """``status`` is the name in JSON: of a verdict, of a finding (present, absent, undetermined), or an outcome."""

    id: str
    what: ReferenceKind
    title: str
    status: Annotated[
        str,
        Meaning("A verdict; present, absent or undetermined of a finding or number; an outcome of a reconciliation"),
    ]
    conclusion: str
    headline: str
    """The conclusion with its subject and the numbers that decide it, for the first line."""
    steps: tuple[Step, ...]
    nodes: tuple[Node, ...]
    """The engine's nodes that the conclusion rests on, the conclusion itself first."""

    @property
    def brief(self) -> Proof:
        return self._replace(steps=tuple(step.brief for step in self.steps if not step.detail))


@json_form(
    "case", "id=proof.id", "what=proof.what", "title=proof.title", "status=proof.status", "conclusion=proof.conclusion",
    "headline", "steps=proof.steps", "trace", schema="chitieu/why/2", shape="WhyShape", about="`chitieu why ID --format json`.",
)  # fmt: skip
class WhyDocument(NamedTuple):
    """A proof with the case it is of, and the firings to show behind it, in the engine's order."""

    proof: Proof
    case: CaseName
    trace: Annotated[tuple[Firing, ...], Meaning("With --trace: the firings behind it, in the engine's order")]

    @property
    def headline(self) -> Annotated[str, Meaning("The first line: conclusion, numbers, unit, year and as-of date")]:
        """What the terminal shows first."""
        return f"{self.proof.headline} · {self.case.subject}"
