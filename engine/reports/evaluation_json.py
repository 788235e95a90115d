"""An evaluation as JSON for other programs: schema «chitieu/evaluation/1» of 4-cli-and-outputs. Numbers are decimal strings."""

from __future__ import annotations

from typing import cast

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation, Outcome
from engine.files.json_form import plain
from engine.files.json_form import to_json as to_json
from engine.files.json_form import to_json_line as to_json_line
from engine.reports.shapes import EvaluationShape, OutcomeName, StatusName, SummaryShape

STATUS_NAMES: dict[Verdict, StatusName] = {status: status.value for status in Verdict}
OUTCOME_NAMES: dict[Outcome, OutcomeName] = {outcome: outcome.value for outcome in Outcome}


def document(evaluation: Evaluation) -> EvaluationShape:
    """The document as plain values."""
    return cast(EvaluationShape, plain(evaluation))


def summary(evaluation: Evaluation) -> SummaryShape:
    """How many targets and criteria have each status."""
    return cast(SummaryShape, plain(evaluation.summary))
