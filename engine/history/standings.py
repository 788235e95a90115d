"""What an evaluation says of each criterion, target and finding, in a form in which two evaluations can be compared."""

from __future__ import annotations

from typing import Literal, NamedTuple

from engine.evaluation.evaluation import Outcome, PaceState, Status
from engine.reports.shapes import CriterionShape, EvaluationShape, FindingShape, RestName, TargetShape

Kind = Literal["criterion", "target", "finding"]


class Subject(NamedTuple):
    """What a conclusion is about."""

    kind: Kind
    id: str


class Standing(NamedTuple):
    """``verdict`` is the conclusion, ``detail`` the numbers or the sentence behind it.

    ``called`` names the subject for people: «nội dung 2.1», «hạn chế HC-1».
    """

    called: str
    verdict: str
    detail: str


ABSENT = "không có"
_WAITS = "chưa rõ, chờ số liệu"
_MARKS: dict[RestName, str] = {"estimate": "ước", "soft": "khoảng", "judgement": "nhận định"}


def standings(evaluation: EvaluationShape) -> dict[Subject, Standing]:
    """Everything that was concluded, in the order of the document."""
    found: dict[Subject, Standing] = {}
    for target in evaluation["targets"]:
        if not _is_its_own_criterion(target):
            status = Status(target["status"])
            found[Subject("target", target["id"])] = Standing(f"chỉ tiêu {target['id']}", status.label, "")
        for criterion in target["criteria"]:
            found[Subject("criterion", criterion["id"])] = _of_criterion(criterion)
    for finding in evaluation["findings"]:
        found[Subject("finding", finding["id"])] = _of_finding(finding)
    for waiting in evaluation["undetermined_findings"]:
        detail = ", ".join(waiting["waits_for"])
        found[Subject("finding", waiting["id"])] = Standing(f"mục {waiting['id']}", _WAITS, detail)
    return found


def _is_its_own_criterion(target: TargetShape) -> bool:
    return [criterion["id"] for criterion in target["criteria"]] == [target["id"]]


def _of_criterion(criterion: CriterionShape) -> Standing:
    status = Status(criterion["status"])
    decided = status not in (Status.UNDETERMINED, Status.NOT_APPLICABLE)
    marks = [f" ({mark})" for rest, mark in _MARKS.items() if decided and rest in criterion["rests_on"]]
    pace = [PaceState(criterion["pace"]).label] if criterion["pace"] is not None else []
    goal = [] if criterion["because"] else [f"cần {criterion['condition']}"]
    detail = "; ".join([*criterion["because"], *goal, *pace])
    return Standing(f"nội dung {criterion['id']}", status.label + "".join(marks), detail)


def _of_finding(finding: FindingShape) -> Standing:
    outcome = finding["outcome"]
    verdict = "có" if outcome is None else Outcome(outcome).label
    return Standing(f"{finding['category']} {finding['id']}", verdict, finding["text"])
