"""What an evaluation says of each criterion, target and finding, in a form in which two evaluations can be compared."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from engine.domain.verdicts import PaceState, Verdict
from engine.evaluation.evaluation import Outcome
from engine.factbase.facts import STATEMENT
from engine.language import display
from engine.reports.shapes import (
    CriterionShape,
    EvaluationShape,
    FindingShape,
    MeasureShape,
    RestName,
    TallyShape,
    TargetShape,
)

Kind = Literal["summary", "criterion", "target", "finding"]


class Subject(NamedTuple):
    """What a conclusion is about. ``key`` tells it again in another evaluation: a number, a code, or what a report states."""

    kind: Kind
    key: str


class Standing(NamedTuple):
    """``verdict`` is the conclusion, ``detail`` the sentence behind it, ``numbers`` what of it counts as a change.

    ``called`` names the subject for people: «nội dung 2.1», «hạn chế HC-1»; ``id`` is its number or code there.
    """

    id: str
    called: str
    verdict: str
    detail: str
    numbers: tuple[str, ...]

    def says_the_same(self, other: Standing) -> bool:
        return self.same_verdict(other) and self.numbers == other.numbers

    def same_verdict(self, other: Standing) -> bool:
        return self.verdict == other.verdict


_ABSENT = {
    "summary": "không có",
    "criterion": "không có trong quy tắc",
    "target": "không có trong quy tắc",
    "finding": "không có",
}
_WAITS = "chưa rõ, chờ số liệu"
_MARKS: dict[RestName, str] = {"estimate": "ước", "soft": "khoảng", "judgement": "nhận định"}


def standings(evaluation: EvaluationShape) -> dict[Subject, Standing]:
    """Everything that was concluded, in the order of the document, the counts first."""
    found = dict(_counts(kind, evaluation["summary"][kind]) for kind in _COUNTED)
    for target in evaluation["targets"]:
        own = _is_its_own_criterion(target)
        if not own:
            status = Verdict(target["status"]).label
            found[Subject("target", target["id"])] = Standing(target["id"], f"chỉ tiêu {target['id']}", status, "", ())
        for criterion in target["criteria"]:
            called = f"{'chỉ tiêu' if own else 'nội dung'} {criterion['id']}"
            found[Subject("criterion", criterion["id"])] = _of_criterion(criterion, called)
    for finding in evaluation["findings"]:
        found[_subject(finding)] = _of_finding(finding)
    for waiting in evaluation["undetermined_findings"]:
        detail = ", ".join(waiting["waits_for"])
        called = f"mục {waiting['id']}"
        found[Subject("finding", waiting["id"])] = Standing(waiting["id"], called, _WAITS, detail, (detail,))
    return found


def missing(subject: Subject) -> Standing:
    """What there is to say of a subject that an evaluation does not have."""
    return Standing(subject.key, f"mục {subject.key}", _ABSENT[subject.kind], "", ())


_COUNTED: dict[Literal["targets", "criteria"], str] = {"targets": "chỉ tiêu", "criteria": "nội dung"}


def _counts(kind: Literal["targets", "criteria"], tally: TallyShape) -> tuple[Subject, Standing]:
    counts = display.of_total(tally["met"] + tally["exceeded"], tally["total"])
    verdict = f"{counts} {_COUNTED[kind]} đạt và vượt"
    return Subject("summary", kind), Standing(kind, "tổng hợp", verdict, "", ())


def _is_its_own_criterion(target: TargetShape) -> bool:
    return [criterion["id"] for criterion in target["criteria"]] == [target["id"]]


def _of_criterion(criterion: CriterionShape, called: str) -> Standing:
    status = Verdict(criterion["status"])
    decided = status not in (Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE)
    marks = [f" ({mark})" for rest, mark in _MARKS.items() if decided and rest in criterion["rests_on"]]
    pace = [PaceState(criterion["pace"]).label] if criterion["pace"] is not None else []
    goal = [] if criterion["because"] else [f"cần {criterion['condition']}"]
    numbers = (criterion["condition"], *pace, *(text for m in criterion["measures"] for text in _numbers(m)))
    detail = "; ".join([*criterion["because"], *goal, *pace])
    return Standing(criterion["id"], called, status.label + "".join(marks), detail, numbers)


def _numbers(measure: MeasureShape) -> tuple[str, ...]:
    """The numbers of a comparison, without their dates, sources and places."""
    actual = measure["actual"]
    value = () if actual is None else (actual["low"], actual["high"], actual["unit"], actual["basis"])
    told = (measure["threshold"], measure["percent"], measure["points"], measure["gap"], measure["holds"])
    return tuple(str(one) for one in (measure["indicator"], *value, *told))


def _subject(finding: FindingShape) -> Subject:
    """A report's statement is known by what it states: its number is only its place in the file."""
    if not finding["id"].startswith(STATEMENT):
        return Subject("finding", finding["id"])
    lead = re.split("[«;]", finding["text"], maxsplit=1)[0]
    stated = ((one["fact"], one["value"], one["source"]) for one in finding["because"])
    return Subject("finding", " · ".join((lead, *(f"{fact} «{value}» ({source})" for fact, value, source in stated))))


def _of_finding(finding: FindingShape) -> Standing:
    outcome = finding["outcome"]
    verdict = "có" if outcome is None else Outcome(outcome).label
    called = f"{finding['category']} {finding['id']}"
    return Standing(finding["id"], called, verdict, finding["text"], (finding["text"],))
