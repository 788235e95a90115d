"""Places every cause once in the report: beside its criterion, after the forecasts, or among the causes."""

from __future__ import annotations

from enum import StrEnum

from engine.domain.finding_kinds import FindingKind
from engine.evaluation.evaluation import Evaluation, FindingResult


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
