"""The rows of the table of targets for terminal, annex, charts and spreadsheet, with one text per cell."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from engine.domain.finding_kinds import FindingKind
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.presentation import actual_text, goal_text, relative_text, target_verdict_text, verdict_text

PARTS_BELOW = "gồm các phần dưới đây"


class RowKind(StrEnum):
    """The subject of a row; a target that is its own criterion has only the row of the criterion."""

    TARGET = "target"
    CRITERION = "criterion"
    PART = "part"


class AnnexRow(NamedTuple):
    """A row: texts ready to be shown, with their results for charts, number cells and other columns.

    ``unit`` is the unit of measurement (ĐVT); ``causes`` are the causes that explain the criterion. ``status`` is None for
    the parts of a compound criterion. ``criterion`` is None for targets; that of a part is the one it belongs to.
    """

    kind: RowKind
    number: str
    text: str
    verdict: str
    status: Verdict | None
    unit: str = ""
    goal: str = ""
    actual: str = ""
    relative: str = ""
    source: str = ""
    origin: str = ""
    rule: str = ""
    causes: tuple[FindingResult, ...] = ()
    criterion: CriterionResult | None = None
    measure: Measure | None = None

    @property
    def bare_goal(self) -> str:
        """The goal behind the word «mục tiêu»: «07 THT»; '' where to be «đạt» is the goal itself."""
        return "" if self.goal.startswith("là ") else self.goal.removeprefix("đạt ")

    @property
    def unmet(self) -> bool:
        """Whether this is the row of an unmet criterion, which should have causes."""
        return self.kind is RowKind.CRITERION and self.criterion is not None and self.criterion.falls_short


def annex_rows(evaluation: Evaluation) -> Iterator[AnnexRow]:
    """Yields a row for every target, criterion and part of a compound criterion, in order."""
    for target in evaluation.targets:
        if not target.is_criterion:
            yield _target(target)
        for criterion in target.criteria:
            yield _criterion(criterion, evaluation)
            if len(criterion.measures) > 1:
                yield from (_part(measure, criterion) for measure in criterion.measures)


def _target(target: TargetResult) -> AnnexRow:
    title = target.title or f"Chỉ tiêu {target.id}"
    return AnnexRow(RowKind.TARGET, target.id, title, target_verdict_text(target), target.status)


def _criterion(criterion: CriterionResult, evaluation: Evaluation) -> AnnexRow:
    row = AnnexRow(
        kind=RowKind.CRITERION,
        number=criterion.id,
        text=criterion.text + ("" if criterion.counted else " (không tính vào tổng hợp)"),
        verdict=verdict_text(criterion),
        status=criterion.status,
        goal=goal_text(criterion) if len(criterion.measures) < 2 else PARTS_BELOW,
        rule=criterion.rule,
        causes=tuple(f for f in evaluation.of_kind(FindingKind.CAUSE) if criterion.id in f.explains),
        criterion=criterion,
    )
    return _with_measure(row, criterion.measures[0]) if len(criterion.measures) == 1 else row


def _part(measure: Measure, criterion: CriterionResult) -> AnnexRow:
    row = AnnexRow(
        kind=RowKind.PART,
        number="",
        text=f"– {measure.name}",
        verdict=_held(measure, criterion),
        status=None,
        goal=measure.text_without_source,
        rule=criterion.rule,
        criterion=criterion,
    )
    return _with_measure(row, measure)


def _with_measure(row: AnnexRow, measure: Measure) -> AnnexRow:
    """Returns ``row`` with the cells of ``measure``."""
    return row._replace(
        unit=measure.unit.text,
        actual=actual_text(measure),
        relative=relative_text(measure),
        source=measure.sources,
        origin=measure.actual.origin if measure.actual is not None else "",
        measure=measure,
    )


def _held(measure: Measure, criterion: CriterionResult) -> str:
    """Returns the verdict on a part: one that falls short is không đạt once the time for the whole is over."""
    if measure.holds is None:
        return "chưa rõ"
    if measure.holds:
        return Verdict.MET.label
    return Verdict.FAILED.label if criterion.status is Verdict.FAILED else Verdict.NOT_MET.label
