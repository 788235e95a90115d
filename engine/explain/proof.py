"""The shape of an explanation: a tree of steps from the wording of the resolution to the conclusion and what it led to."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from engine.inference.nodes import Node
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
    USED_BY = "used_by"
    SOURCE = "source"
    NOTE = "note"


class Step(NamedTuple):
    """One line of an explanation, with what stands under it.

    ``truth`` is what the engine derived, None where the step is no condition. A comparison says what is ``needed``, what
    the ``actual`` value is and the ``distance`` between them. ``place`` is file:line, ``source`` a document. ``detail``
    marks what only --full shows.
    """

    role: Role
    text: str
    truth: Truth | None = None
    needed: str = ""
    actual: str = ""
    distance: str = ""
    source: str = ""
    place: str = ""
    detail: bool = False
    parts: tuple[Step, ...] = ()

    @property
    def brief(self) -> Step:
        """The step without the details."""
        return self._replace(parts=tuple(part.brief for part in self.parts if not part.detail))


class Proof(NamedTuple):
    """``status`` is the name in JSON: of a verdict, of a finding (present, absent, undetermined), or an outcome."""

    id: str
    what: ReferenceKind
    title: str
    status: str
    conclusion: str
    steps: tuple[Step, ...]
    nodes: tuple[Node, ...]
    """The engine's nodes that the conclusion rests on, the conclusion itself first."""

    @property
    def brief(self) -> Proof:
        return self._replace(steps=tuple(step.brief for step in self.steps if not step.detail))
