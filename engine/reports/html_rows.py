"""The rows of the first screen of the HTML page: criteria, unmet first, each with its drawer, and the filters over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from fractions import Fraction

from engine.domain.axis import axis
from engine.domain.records import NamedTuple
from engine.domain.verdicts import PaceState
from engine.evaluation.claims import CLAIM_WORDS
from engine.evaluation.criterion_results import CriterionResult, TargetResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.evaluation.findings import indicator_text
from engine.evaluation.presentation import unmet_words, verdict_marks
from engine.evaluation.rests import Rest
from engine.explain.footing import Footing
from engine.explain.proof import Proof, Role, Step
from engine.language.numbers import decimal_text, rounded
from engine.reports.annex import AnnexRow, RowKind
from engine.reports.bullet_chart import BulletChart, bullet_chart
from engine.reports.causes import causes_of, causes_through_limitations
from engine.rulebook.rulebook import Nature
from engine.workspace.case import Case

_LINE_WIDTH, _LINE_HEIGHT, _LINE_EDGE = Fraction(100), Fraction(24), Fraction(4)


def chart(row: AnnexRow) -> BulletChart | None:
    """Returns the chart of a criterion with one measure, or of a part; None where there is nothing to draw."""
    if row.measure is None or row.criterion is None:
        return None
    return bullet_chart(row.measure, row.criterion)


class SmallLine(NamedTuple):
    """The values of earlier periods and the present one: ``text`` says them, ``points`` draws them from zero up."""

    text: str
    points: tuple[tuple[str, str], ...]


class Group(NamedTuple):
    """The steps of a proof under one heading of the drawer; ``notes`` stand before them."""

    title: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()


class ScreenRow(NamedTuple):
    """A criterion on the screen, with the annex rows of what it compares, from which all its texts come.

    ``causes`` explain it directly; ``through`` do so by way of a limitation. ``stated`` is what the report says
    otherwise, each with the finding that says why.
    """

    row: AnnexRow
    criterion: CriterionResult
    target: TargetResult
    measures: tuple[AnnexRow, ...]
    causes: tuple[FindingResult, ...]
    through: tuple[FindingResult, ...]
    stated: tuple[tuple[str, FindingResult], ...]
    near: str
    lines: tuple[SmallLine, ...]
    pace: str
    groups: tuple[Group, ...]

    @property
    def tags(self) -> str:
        """The filters that keep the row."""
        return " ".join(kept.value for kept, test in _TESTS.items() if test(self))


class Filter(StrEnum):
    """The filters of the first screen; a value is the word in the page's ``data-tags``."""

    UNMET = "unmet"
    NEAR = "near"
    JUDGED = "judged"
    BEHIND = "behind"
    OPEN = "open"
    ESTIMATED = "estimated"
    PRELIMINARY = "preliminary"
    DIFFERS = "differs"


_TESTS: dict[Filter, Callable[[ScreenRow], bool]] = {
    Filter.UNMET: lambda row: row.criterion.status.unmet,
    Filter.NEAR: lambda row: bool(row.near),
    Filter.JUDGED: lambda row: Rest.JUDGEMENT in row.criterion.rests_on,
    Filter.BEHIND: lambda row: row.criterion.pace_state is PaceState.BEHIND,
    Filter.OPEN: lambda row: row.criterion.status.open,
    Filter.ESTIMATED: lambda row: Rest.ESTIMATE in row.criterion.rests_on,
    Filter.PRELIMINARY: lambda row: "sơ bộ" in verdict_marks(row.criterion),
    Filter.DIFFERS: lambda row: bool(row.stated),
}


class FilterButton(NamedTuple):
    """A filter with its words and how many rows it keeps."""

    filter: Filter
    label: str
    kept: int


def filters(rows: tuple[ScreenRow, ...]) -> tuple[FilterButton, ...]:
    """Returns the filters that keep some rows."""
    labels = {
        Filter.UNMET: unmet_words(row.criterion.status for row in rows).capitalize(),
        Filter.NEAR: "Sát ngưỡng",
        Filter.JUDGED: "Nhận định",
        Filter.BEHIND: "Chậm tiến độ",
        Filter.OPEN: "Chưa kết luận",
        Filter.ESTIMATED: "Số ước",
        Filter.PRELIMINARY: "Số sơ bộ",
        Filter.DIFFERS: "Báo cáo ghi khác",
    }
    counted = [FilterButton(kept, labels[kept], sum(test(row) for row in rows)) for kept, test in _TESTS.items()]
    return tuple(button for button in counted if button.kept)


class RowReader:
    """Reads the rows of one page; ``proof`` gives the proof of a criterion."""

    def __init__(
        self, case: Case, evaluation: Evaluation, footings: tuple[Footing, ...], proof: Callable[[str], Proof]
    ) -> None:
        self._case = case
        self._evaluation = evaluation
        self._edges = {footing.id: footing.edge for footing in footings}
        self._proof = proof
        self._targets = {c.id: target for target in evaluation.targets for c in target.criteria}

    def rows(self, annex: tuple[AnnexRow, ...]) -> tuple[ScreenRow, ...]:
        """Returns the criteria: unmet first, then what is open, then the others, each in the order of the resolution."""
        found = [self._row(row, annex) for row in annex if row.kind is RowKind.CRITERION]
        return tuple(sorted(found, key=lambda row: (not row.criterion.status.unmet, not row.criterion.status.open)))

    def _row(self, row: AnnexRow, annex: tuple[AnnexRow, ...]) -> ScreenRow:
        criterion = row.criterion
        assert criterion is not None
        parts = tuple(one for one in annex if one.kind is RowKind.PART and one.criterion is criterion)
        direct = causes_of(criterion, self._evaluation)
        through = causes_through_limitations(criterion, self._evaluation)
        near = self._edges.get(criterion.id, "")
        pace = criterion.pace
        return ScreenRow(
            row=row,
            criterion=criterion,
            target=self._targets[criterion.id],
            measures=parts or (row,),
            causes=direct,
            through=through,
            stated=tuple(self._stated(criterion)),
            near=near,
            lines=tuple(line for one in (parts or (row,)) if (line := self._line(one)) is not None),
            pace="" if pace is None or not pace.expected else f"{pace.label}: {pace.expected}",
            groups=tuple(_groups(self._proof(criterion.id), near)),
        )

    def _stated(self, criterion: CriterionResult) -> Iterator[tuple[str, FindingResult]]:
        """Yields what the report says otherwise of the criterion, or of what it measures."""
        results = {
            result.id: result for result in self._evaluation.reconciliations if result.outcome is Outcome.DIFFERS
        }
        measured = {("indicator", measure.indicator) for measure in criterion.measures}
        for claim in self._evaluation.claims:
            if claim.id in results and claim.about in {("criterion", criterion.id), *measured}:
                word = CLAIM_WORDS.get(claim.kind, "")
                yield f"báo cáo gốc ghi {word} «{claim.text}»", results[claim.id]

    def _line(self, row: AnnexRow) -> SmallLine | None:
        """Returns the earlier years, of a count that still goes on only the same period of last year; None without any."""
        measure = row.measure
        if measure is None or measure.actual is None or measure.catalogued is None:
            return None
        facts, code, indicator = self._case.facts, measure.catalogued.code, measure.catalogued
        year = facts.facts.year
        before = list(facts.in_years_before(code, self._case.rulebook.resolution.first_year - 1))
        if like_period := indicator.nature is Nature.FLOW and measure.measured.unfinished:
            like = facts.like_of(code)
            before = [] if like is None else [(year - 1, like)]
        said = [(when, value, indicator_text(indicator, value, True)) for when, value in before]
        said = [one for one in said if one[2]]
        if not said:
            return None
        texts = [f"{'cùng kỳ năm trước' if like_period else when}: {text}" for when, _, text in said]
        values = [(when, value.value) for when, value, _ in said] + [(year, facts.value(code).value)]
        exact = [(when, value.exact) for when, value in values if value is not None and value.exact is not None]
        drawn = small_line(exact) if len(exact) == len(values) else ()
        return SmallLine(" · ".join([*texts, f"nay: {row.actual}"]), tuple(drawn))


def small_line(values: list[tuple[int, Fraction]]) -> Iterator[tuple[str, str]]:
    """Yields the places of values by year, two or more, on the axis of all small lines."""
    low, high = axis(value for _, value in values)
    first, last = values[0][0], values[-1][0]
    for year, value in values:
        right = Fraction(year - first, last - first) * (_LINE_WIDTH - 2 * _LINE_EDGE)
        height = (value - low) / ((high - low) or 1) * (_LINE_HEIGHT - 2 * _LINE_EDGE)
        yield (
            decimal_text(rounded(_LINE_EDGE + right, 2)),
            decimal_text(rounded(_LINE_HEIGHT - _LINE_EDGE - height, 2)),
        )


_TURNS = (Role.DEADLINE, Role.PACE, Role.OUTLOOK, Role.PERIOD)
_AROUND = (Role.EXPLAINED_BY, Role.LED_TO, Role.PART_OF, Role.USED_BY, Role.USED_IN, Role.BELONGS)


def _groups(proof: Proof, near: str) -> Iterator[Group]:
    """Yields the steps of a proof on the way from the resolution to the source, then when it turns; none is lost."""
    conditions, numbers = _parted(proof.steps)
    notes = (near[:1].upper() + near[1:] + ".",) if near else ()
    yield from (
        group
        for group in (
            Group("Nghị quyết", _of_roles(proof.steps, (Role.WORDING,))),
            Group("Điều kiện", conditions),
            Group("Số liệu", numbers),
            Group("Nguồn", _of_roles(proof.steps, (Role.SOURCE,))),
            Group("Khi nào đổi", _of_roles(proof.steps, _TURNS), notes),
            Group("Báo cáo gốc", _of_roles(proof.steps, (Role.CLAIM,))),
            Group("Nguyên nhân, hệ quả", _of_roles(proof.steps, _AROUND)),
        )
        if group.steps or group.notes
    )


def _parted(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Returns the conditions, and the values that single comparisons rest on; what has no other heading is a condition."""
    elsewhere = (Role.WORDING, Role.SOURCE, Role.CLAIM, Role.VALUE, Role.MISSING, *_TURNS, *_AROUND)
    conditions: list[Step] = []
    numbers: list[Step] = []
    for step in steps:
        if step.role is Role.COMPARISON:
            conditions.append(step._replace(parts=()))
            numbers += step.parts
        elif step.role in (Role.VALUE, Role.MISSING):
            numbers.append(step)
        elif step.role not in elsewhere:
            conditions.append(step)
    return tuple(conditions), tuple(numbers)


def _of_roles(steps: tuple[Step, ...], roles: tuple[Role, ...]) -> tuple[Step, ...]:
    return tuple(step for step in steps if step.role in roles)
