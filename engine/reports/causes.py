"""The causes of what falls short, chosen once for the text, the annex, the summary, the terminal and the page."""

from __future__ import annotations

from engine.domain.finding_kinds import FindingKind
from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult
from engine.reports.official.placing import Place, place_of


def causes_of(criterion: CriterionResult, evaluation: Evaluation) -> tuple[FindingResult, ...]:
    """Returns the causes that name the criterion itself: those that rules place beside it, or else all of these.

    None where the criterion does not fall short. What explains it through a limitation only is no cause of it.
    """
    if not criterion.falls_short:
        return ()
    direct = tuple(f for f in evaluation.of_kind(FindingKind.CAUSE) if criterion.id in f.of)
    beside = tuple(f for f in direct if place_of(f, evaluation) is not Place.CAUSES)
    return beside or direct


def causes_through_limitations(criterion: CriterionResult, evaluation: Evaluation) -> tuple[FindingResult, ...]:
    """Returns the causes of its limitations, where the criterion falls short."""
    if not criterion.falls_short:
        return ()
    causes = evaluation.of_kind(FindingKind.CAUSE)
    return tuple(f for f in causes if criterion.id in f.explains and criterion.id not in f.of)
