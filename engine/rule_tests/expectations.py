"""The expectations of tests and the derived states, both in the words that staff write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from engine.domain.records import NamedTuple
from engine.domain.verdicts import CONCLUSIONS, Verdict
from engine.evaluation.finding_results import Outcome
from engine.files.source import Span
from engine.inference.nodes import Node, NodeKind
from engine.language.logic import Truth
from engine.rulebook.rulebook import Rulebook

SubjectKind = Literal["criterion", "target", "finding", "reconciliation", "count"]
PRESENT, ABSENT, UNDETERMINED = "có", "không có", "chưa rõ"
COUNTS = ("chỉ tiêu đạt và vượt", "nội dung đạt và vượt", "chỉ tiêu chưa đạt", "nội dung chưa đạt")

_PRESENCE = {Truth.TRUE: PRESENT, Truth.FALSE: ABSENT, Truth.UNKNOWN: UNDETERMINED}
_OUTCOMES = {Truth.TRUE: Outcome.AGREES, Truth.FALSE: Outcome.DIFFERS, Truth.UNKNOWN: Outcome.UNDETERMINED}


class Subject(NamedTuple):
    """The subject of an expectation: a criterion, target, finding or reconciliation by its id, or one of COUNTS."""

    what: SubjectKind
    id: str

    def __str__(self) -> str:
        return {"criterion": "nội dung ", "target": "chỉ tiêu "}.get(self.what, "") + self.id


class Expectation(NamedTuple):
    """An expectation; ``label`` is the word for a verdict, a presence or an outcome, or a number."""

    subject: Subject
    label: str
    span: Span


def nodes_of(subject: Subject, rulebook: Rulebook) -> list[Node]:
    """Returns the nodes whose states say what is true of ``subject``."""
    kind = _NODES.get(subject.what)
    if kind is not None:
        return [Node(kind, subject.id)]
    if subject.id.startswith("chỉ tiêu"):
        return [Node(NodeKind.TARGET, target.id) for target in rulebook.targets]
    return [Node(NodeKind.CRITERION, criterion.id) for criterion in rulebook.criteria]


_NODES = {
    "criterion": NodeKind.CRITERION,
    "target": NodeKind.TARGET,
    "finding": NodeKind.FINDING,
    "reconciliation": NodeKind.RECONCILIATION,
}


class DerivedStates:
    """The states that the engine derived for one case, as the words that tests use."""

    def __init__(self, rulebook: Rulebook, states: Mapping[Node, int]) -> None:
        self.rulebook = rulebook
        self.states = states

    def label(self, subject: Subject) -> str:
        match subject.what:
            case "criterion":
                return self.criterion(subject.id).label
            case "target":
                return self.target(subject.id).label
            case "finding":
                return _PRESENCE[Truth(self.states[Node(NodeKind.FINDING, subject.id)])]
            case "reconciliation":
                return _OUTCOMES[Truth(self.states[Node(NodeKind.RECONCILIATION, subject.id)])].label
        return str(len(self.counted(subject.id)))

    def criterion(self, identifier: str) -> Verdict:
        return CONCLUSIONS[self.states[Node(NodeKind.CRITERION, identifier)]].verdict

    def target(self, identifier: str) -> Verdict:
        return CONCLUSIONS[self.states[Node(NodeKind.TARGET, identifier)]].verdict

    def counted(self, count: str) -> list[str]:
        """Returns the ids that ``count``, one of COUNTS, counts."""
        statuses = self._targets() if count.startswith("chỉ tiêu") else self._criteria()
        if count.endswith("chưa đạt"):
            return [identifier for identifier, status in statuses if status.unmet]
        return [identifier for identifier, status in statuses if status.reached]

    def _criteria(self) -> Iterator[tuple[str, Verdict]]:
        return ((c.id, self.criterion(c.id)) for c in self.rulebook.criteria if c.counted)

    def _targets(self) -> Iterator[tuple[str, Verdict]]:
        return ((t.id, self.target(t.id)) for t in self.rulebook.targets if any(c.counted for c in t.criteria))
