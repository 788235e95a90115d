"""The rows of the table of targets, as the terminal, the annex, the charts and the spreadsheet show them: one text per cell."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from engine.domain.finding_kinds import FindingKind
from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult, TargetResult
from engine.evaluation.presentation import (
    actual_text,
    goal_text,
    relative_text,
    target_verdict_text,
    verdict_text,
)

PARTS_BELOW = "gồm các phần dưới đây"


class RowKind(StrEnum):
    """What a row is about; a target that is its own criterion has only the criterion's row."""

    TARGET = "target"
    CRITERION = "criterion"
    PART = "part"


class AnnexRow(NamedTuple):
    """One row: texts ready to be shown, with the results that they say for charts, number cells and other columns.

    ``unit`` is the unit of measurement (ĐVT); ``causes`` are the causes that explain the criterion. ``status`` is None for
    the parts of a compound criterion, ``criterion`` for targets: of a part it is the criterion that the part belongs to.
    """

    kind: RowKind
    number: str
    text: str
    unit: str
    goal: str
    actual: str
    relative: str
    verdict: str
    source: str
    origin: str
    causes: tuple[FindingResult, ...]
    rule: str
    status: Verdict | None
    measure: Measure | None
    criterion: CriterionResult | None

    @property
    def unmet(self) -> bool:
        """Whether this is the row of a criterion that falls short: one that causes are asked for."""
        return self.kind is RowKind.CRITERION and self.status is not None and self.status.unmet


def annex_rows(evaluation: Evaluation) -> Iterator[AnnexRow]:
    """Every target, criterion and part of a compound criterion, in order."""
    for target in evaluation.targets:
        if not target.is_criterion:
            yield _target(target)
        for criterion in target.criteria:
            yield _criterion(criterion, evaluation)
            if len(criterion.measures) > 1:
                yield from (_part(measure, criterion) for measure in criterion.measures)


def _target(target: TargetResult) -> AnnexRow:
    title = target.title or f"Chỉ tiêu {target.id}"
    verdict = target_verdict_text(target)
    return AnnexRow(
        RowKind.TARGET, target.id, title, "", "", "", "", verdict, "", "", (), "", target.status, None, None
    )  # fmt: skip


def _criterion(criterion: CriterionResult, evaluation: Evaluation) -> AnnexRow:
    only = criterion.measures[0] if len(criterion.measures) == 1 else None
    causes = tuple(f for f in evaluation.of_kind(FindingKind.CAUSE) if criterion.id in f.explains)
    return AnnexRow(
        kind=RowKind.CRITERION,
        number=criterion.id,
        text=criterion.text + ("" if criterion.counted else " (không tính vào tổng hợp)"),
        goal=goal_text(criterion) if len(criterion.measures) < 2 else PARTS_BELOW,
        verdict=verdict_text(criterion),
        causes=causes,
        rule=criterion.rule,
        status=criterion.status,
        measure=only,
        criterion=criterion,
        **_of(only),
    )


def _part(measure: Measure, criterion: CriterionResult) -> AnnexRow:
    return AnnexRow(
        kind=RowKind.PART,
        number="",
        text=f"– {measure.name}",
        goal=measure.text,
        verdict=_held(measure, criterion),
        causes=(),
        rule=criterion.rule,
        status=None,
        measure=measure,
        criterion=criterion,
        **_of(measure),
    )


def _held(measure: Measure, criterion: CriterionResult) -> str:
    """What a part is: once the time for the whole is over, one that falls short is không đạt too."""
    if measure.holds is None:
        return "chưa rõ"
    if measure.holds:
        return Verdict.MET.label
    return Verdict.FAILED.label if criterion.status is Verdict.FAILED else Verdict.NOT_MET.label


def _of(measure: Measure | None) -> dict[str, str]:
    """The cells that come from a measure."""
    if measure is None:
        return {"unit": "", "actual": "", "relative": "", "source": "", "origin": ""}
    return {
        "unit": measure.unit.text,
        "actual": actual_text(measure),
        "relative": relative_text(measure),
        "source": measure.source,
        "origin": measure.actual.origin if measure.actual is not None else "",
    }
