"""What is concluded, and its states, in the words of the field."""

from __future__ import annotations

from engine.domain.verdicts import CONCLUSIONS
from engine.evaluation.finding_results import Outcome
from engine.inference.nodes import Node, NodeKind
from engine.language.logic import Truth
from engine.rulebook.rulebook import Rulebook

_OF_VERDICTS = {conclusion.state: conclusion.label for conclusion in CONCLUSIONS}
_OF_FINDINGS = {int(Truth.TRUE): "có", int(Truth.FALSE): "không có", int(Truth.UNKNOWN): "chưa rõ"}
_OF_RECONCILIATIONS = {
    int(Truth.TRUE): Outcome.AGREES.label,
    int(Truth.FALSE): Outcome.DIFFERS.label,
    int(Truth.UNKNOWN): Outcome.UNDETERMINED.label,
}
_WORDS = {
    NodeKind.CRITERION: _OF_VERDICTS,
    NodeKind.TARGET: _OF_VERDICTS,
    NodeKind.FINDING: _OF_FINDINGS,
    NodeKind.RECONCILIATION: _OF_RECONCILIATIONS,
}
_OF_PARTS = {int(Truth.TRUE): "đúng", int(Truth.FALSE): "sai", int(Truth.UNKNOWN): "chưa rõ"}


def conclusion_names(rulebook: Rulebook) -> dict[Node, str]:
    """Returns «nội dung 1.2», «hạn chế HC-1» … for all that ``rulebook`` concludes, criteria first."""
    names = {Node(NodeKind.CRITERION, c.id): f"nội dung {c.id}" for c in rulebook.criteria}
    names |= {Node(NodeKind.TARGET, t.id): f"chỉ tiêu {t.id}" for t in rulebook.targets}
    names |= {Node(NodeKind.FINDING, f.id): f"{f.kind.key} {f.id}" for f in rulebook.findings}
    return names | {Node(NodeKind.RECONCILIATION, r.id): f"đối chiếu {r.id}" for r in rulebook.reconciliations}


def conclusion_word(kind: NodeKind | None, state: int | None) -> str:
    """Returns the word for a state of what is of such a ``kind``, None for a part of a condition."""
    if state is None:
        return "không có kết luận"
    words = _OF_PARTS if kind is None else _WORDS.get(kind, _OF_PARTS)
    return words.get(state, str(state))
