"""The conclusions of an evaluation in a form in which two evaluations can be compared."""

from __future__ import annotations

import re
from typing import Literal

from engine.domain.records import NamedTuple
from engine.domain.verdicts import OPEN, Verdict
from engine.evaluation.evaluation import Tally
from engine.evaluation.rests import Rest
from engine.factbase.facts import STATEMENT
from engine.history.recorded import RecordedCriterion, RecordedEvaluation, RecordedFinding
from engine.language import display

Kind = Literal["summary", "criterion", "target", "finding"]


class Subject(NamedTuple):
    """What a conclusion is about. ``key`` is the same in other evaluations: a number, a code, or the words of a claim."""

    kind: Kind
    key: str


class Standing(NamedTuple):
    """A conclusion: the ``verdict``, the sentence behind it, and the ``numbers`` whose change counts as a change.

    ``called`` is the name of the subject for people: «nội dung 2.1», «hạn chế HC-1»; ``id`` is its number or code.
    """

    id: str
    called: str
    verdict: str
    detail: str
    numbers: tuple[str, ...]

    def equals(self, other: Standing) -> bool:
        """Returns whether both conclusions and their numbers are equal."""
        return self.same_verdict(other) and self.numbers == other.numbers

    def same_verdict(self, other: Standing) -> bool:
        """Returns whether both conclusions are equal."""
        return self.verdict == other.verdict


_ABSENT = {
    "summary": "không có",
    "criterion": "không có trong quy tắc",
    "target": "không có trong quy tắc",
    "finding": "không có",
}
_WAITS = "chưa rõ, chờ số liệu"
_MARKS = {Rest.ESTIMATE: "ước", Rest.SOFT: "khoảng", Rest.JUDGEMENT: "nhận định"}


def standings(evaluation: RecordedEvaluation) -> dict[Subject, Standing]:
    """Returns all conclusions in the order of the document, the counts first."""
    found = {
        Subject("summary", "targets"): _count("targets", evaluation.summary.targets, "chỉ tiêu"),
        Subject("summary", "criteria"): _count("criteria", evaluation.summary.criteria, "nội dung"),
    }
    for target in evaluation.targets:
        own = target.is_its_own_criterion
        if not own:
            found[Subject("target", target.id)] = Standing(
                target.id, f"chỉ tiêu {target.id}", target.status.label, "", ()
            )
        for criterion in target.criteria:
            called = f"{'chỉ tiêu' if own else 'nội dung'} {criterion.id}"
            found[Subject("criterion", criterion.id)] = _of_criterion(criterion, called)
    for finding in evaluation.findings:
        found[_subject(finding)] = _of_finding(finding)
    for identifier, codes in evaluation.waiting:
        detail = ", ".join(codes)
        found[Subject("finding", identifier)] = Standing(identifier, f"mục {identifier}", _WAITS, detail, (detail,))
    return found


def missing(subject: Subject) -> Standing:
    """Returns the standing of a subject that an evaluation does not have."""
    return Standing(subject.key, f"mục {subject.key}", _ABSENT[subject.kind], "", ())


def _count(identifier: str, tally: Tally, what: str) -> Standing:
    verdict = f"{display.of_total(tally.reached, tally.total)} {what} đạt và vượt"
    return Standing(identifier, "tổng hợp", verdict, "", ())


def _of_criterion(criterion: RecordedCriterion, called: str) -> Standing:
    decided = criterion.status not in (*OPEN, Verdict.NOT_APPLICABLE)
    marks = [f" ({mark})" for rest, mark in _MARKS.items() if decided and rest in criterion.rests_on]
    marks += [" (sơ bộ)"] if decided and criterion.preliminary else []
    pace = [criterion.pace.label] if criterion.pace is not None else []
    goal = [] if criterion.because else [f"cần {criterion.condition}"]
    detail = "; ".join([*criterion.because, *goal, *pace])
    numbers = (criterion.condition, *pace, *criterion.numbers)
    return Standing(criterion.id, called, criterion.status.label + "".join(marks), detail, numbers)


def _subject(finding: RecordedFinding) -> Subject:
    """Returns the subject of a finding; a claim is identified by its words, because its number is its place in the file."""
    if not finding.id.startswith(STATEMENT):
        return Subject("finding", finding.id)
    lead = re.split("[«;]", finding.text, maxsplit=1)[0]
    facts = (f"{fact} «{value}» ({source})" for fact, value, source in finding.because)
    return Subject("finding", " · ".join((lead, *facts)))


def _of_finding(finding: RecordedFinding) -> Standing:
    verdict = "có" if finding.outcome is None else finding.outcome.label
    return Standing(finding.id, f"{finding.category} {finding.id}", verdict, finding.text, (finding.text,))
