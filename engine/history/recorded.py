"""An evaluation as it was recorded: a document of schema «chitieu/evaluation/3» or older, read where the history needs it.

Documents outlive the classes that wrote them, so the history works on the document and does not rebuild the classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from engine.domain.records import NamedTuple
from engine.domain.verdicts import OpenReason, PaceState, Verdict
from engine.evaluation.evaluation import EngineUsed, Evaluation, Summary, Tally
from engine.evaluation.finding_results import Outcome
from engine.evaluation.rests import Rest
from engine.factbase.periods import reported_time
from engine.files.json_form import form_of
from engine.inference.program import JOINED

_FORM = form_of(Evaluation)
assert _FORM is not None
TODAY = _FORM.schema
FIRST_SCHEMA, SECOND_SCHEMA = "chitieu/evaluation/1", "chitieu/evaluation/2"
OLDER_SCHEMAS = (FIRST_SCHEMA, SECOND_SCHEMA)
"""What older versions of the tool recorded. It is read like today's: measures of the first do not say which other measure
they are held against, and both know of no periods."""


class RecordedEvaluation(dict[str, Any]):
    """The document itself; whoever reads one from outside has checked it (`receipt.evaluation_of`)."""

    @property
    def is_older(self) -> bool:
        """Whether an older version of the tool wrote it: what is evaluated today has more fields and other wordings."""
        return self["schema"] in OLDER_SCHEMAS

    @classmethod
    def of(cls, evaluation: Evaluation) -> RecordedEvaluation:
        """Returns the document of ``evaluation``."""
        return cls(cast(dict[str, Any], evaluation.document))

    @property
    def number(self) -> str:
        """The number of the resolution."""
        return str(self["resolution"]["number"])

    @property
    def unit(self) -> str:
        """The unit that was evaluated."""
        return str(self["unit"])

    @property
    def year(self) -> int:
        """The year that was evaluated."""
        return int(self["year"])

    @property
    def period(self) -> str:
        """The `kỳ` of the facts file, '' where it has none."""
        return str(self.get("period") or "")

    @property
    def when(self) -> str:
        """«năm 2023», «6 tháng đầu năm 2023»."""
        return reported_time(self.year, self.period)

    @property
    def draft(self) -> bool:
        """Whether it was made in spite of errors in rules or facts."""
        return bool(self.get("draft", False))  # documents of before have no such field

    @property
    def engine(self) -> EngineUsed:
        """The engine that inferred."""
        return EngineUsed(self["engine"]["name"], self["engine"]["version"])

    @property
    def engine_text(self) -> str:
        """The engines with their versions: «durable_rules 2.0.28 và CLIPS 1.0.6»."""
        return engine_words(self.engine)

    @property
    def summary(self) -> Summary:
        """The counts; older documents know of no «chưa hết kỳ»."""
        counts = self["summary"]
        targets, criteria = (
            Tally(**{field: counts[what].get(field, 0) for field in Tally._fields}) for what in ("targets", "criteria")
        )
        return Summary(targets, criteria)

    @property
    def result(self) -> RecordedResult:
        """What lists say of it."""
        return RecordedResult(self.when, self.engine, self.engine_text, self.summary, self.draft)

    @property
    def targets(self) -> Iterator[RecordedTarget]:
        """The targets with their criteria, in order."""
        for target in self["targets"]:
            criteria = tuple(map(_criterion, target["criteria"]))
            yield RecordedTarget(target["id"], _status(target), criteria)

    @property
    def findings(self) -> Iterator[RecordedFinding]:
        """The findings and reconciliations, in order."""
        for finding in self["findings"]:
            because = tuple((one["fact"], one["value"], one["source"]) for one in finding["because"])
            outcome = None if finding["outcome"] is None else Outcome(finding["outcome"])
            yield RecordedFinding(finding["id"], finding["category"], finding["text"], outcome, because)

    @property
    def waiting(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The ids of the findings that waited for data, with the codes of these data."""
        for finding in self["undetermined_findings"]:
            yield finding["id"], tuple(finding["waits_for"])


def engine_words(engine: EngineUsed) -> str:
    """Returns the engines of a result with their versions: «durable_rules 2.0.28 và CLIPS 1.0.6»."""
    name, version = engine
    names, versions = name.split(JOINED), version.split(JOINED)
    if len(names) != len(versions):
        return f"{name} {version}"
    return " và ".join(f"{one} {other}" for one, other in zip(names, versions, strict=True))


class RecordedResult(NamedTuple):
    """What lists say of a recorded evaluation, so that they need not hold thousands of documents."""

    when: str
    engine: EngineUsed
    engine_text: str
    summary: Summary
    draft: bool


class RecordedCriterion(NamedTuple):
    """A criterion; ``numbers`` are the numbers of its comparisons, without dates, sources and places."""

    id: str
    status: Verdict
    condition: str
    because: tuple[str, ...]
    rests_on: tuple[Rest, ...]
    pace: PaceState | None
    numbers: tuple[str, ...]
    preliminary: bool


class RecordedTarget(NamedTuple):
    """A target with its criteria."""

    id: str
    status: Verdict
    criteria: tuple[RecordedCriterion, ...]

    @property
    def is_its_own_criterion(self) -> bool:
        """Whether it has no criterion but itself."""
        return [criterion.id for criterion in self.criteria] == [self.id]


class RecordedFinding(NamedTuple):
    """A finding; ``because`` has the facts that it rests on, each with value and source."""

    id: str
    category: str
    text: str
    outcome: Outcome | None
    because: tuple[tuple[str, str, str], ...]


def as_written_today(document: Any) -> Any:
    """Returns ``document``, a receipt or an evaluation, in the shape of today: a copy where an older version wrote it.

    The first version knew of no drafts, corrections and goals that are measures, both of no periods: what they recorded has
    none. «vượt tiến độ» of theirs is on course.
    """
    match document:
        case {"schema": schema, "targets": [*targets]} if schema in OLDER_SCHEMAS:
            own = {"draft": False, "draft_codes": [], "period": None} | document
            return own | {"schema": TODAY, "targets": list(map(_target, targets)), "summary": _summary(document)}
        case {"evaluation": {"schema": schema}} if schema in OLDER_SCHEMAS:
            return document | {"evaluation": as_written_today(document["evaluation"])}
    return document


def _summary(document: Any) -> Any:
    match document:
        case {"summary": {"targets": {**targets}, "criteria": {**criteria}}}:
            return document["summary"] | {
                "targets": {"period_open": 0} | targets,
                "criteria": {"period_open": 0} | criteria,
            }
    return document.get("summary")


def _target(part: Any) -> Any:
    match part:
        case {"criteria": [*criteria]}:
            own = {"corrections": [], "reason": None} | part
            return own | {"criteria": [_criterion_today(one) for one in criteria]}
    return part


def _criterion_today(part: Any) -> Any:
    match part:
        case {"measures": [*measures]}:
            measures = [
                {"goal": None, "period": None, "final": None} | one if isinstance(one, dict) else one
                for one in measures
            ]
            own = {"draft": False, "corrections": [], "reason": None} | part
            pace = "on" if own.get("pace") == "ahead" else own.get("pace")
            return own | {"measures": measures, "pace": pace}
    return part


def _status(part: dict[str, Any]) -> Verdict:
    """The verdict; «chưa hết kỳ» is recorded as ``undetermined`` with its reason."""
    return Verdict.PERIOD_OPEN if part["reason"] == OpenReason.PERIOD_OPEN else Verdict(part["status"])


def _criterion(criterion: dict[str, Any]) -> RecordedCriterion:
    return RecordedCriterion(
        criterion["id"],
        _status(criterion),
        criterion["condition"],
        tuple(criterion["because"]),
        tuple(map(Rest, criterion["rests_on"])),
        None if criterion["pace"] is None else PaceState(criterion["pace"]),
        tuple(number for measure in criterion["measures"] for number in _numbers(measure)),
        any((measure["actual"] or {}).get("preliminary", False) for measure in criterion["measures"]),
    )


def _numbers(measure: dict[str, Any]) -> Iterator[str]:
    actual = measure["actual"] or {}
    shown = [measure["indicator"], *(actual[key] for key in ("low", "high", "unit", "basis") if actual)]
    shown += (measure[key] for key in ("threshold", "percent", "points", "gap", "holds"))
    return map(str, shown)
