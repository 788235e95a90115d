"""The causes of what falls short, chosen and placed once for the text, the annex, the summary, the terminal and the page."""

from __future__ import annotations

from enum import StrEnum

from engine.domain.finding_kinds import FindingKind
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult


class Place(StrEnum):
    """The sections of the report for causes; a rule chooses one with its «mục»."""

    ASSESSMENT = "II.3"
    CAUSES = "II.4"
    FORECAST = "III.1"


def place_of(cause: FindingResult, evaluation: Evaluation) -> Place:
    """Returns the place that the rule names, where the report has that section; else the section of causes."""
    if cause.section == Place.ASSESSMENT and any(c.falls_short and c.id in cause.explains for c in evaluation.criteria):
        return Place.ASSESSMENT
    if cause.section == Place.FORECAST and evaluation.of_kind(FindingKind.FORECAST):
        return Place.FORECAST
    return Place.CAUSES


def causes_at(place: Place, evaluation: Evaluation) -> list[FindingResult]:
    """Returns the causes at ``place``, in the order of the findings."""
    return [f for f in evaluation.of_kind(FindingKind.CAUSE) if place_of(f, evaluation) is place]


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
