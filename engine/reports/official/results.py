"""Section II.1: the results by field of work, each number once, beside the criterion that it measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.domain.records import NamedTuple
from engine.evaluation.actual import as_written
from engine.evaluation.changes import growth_text
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.findings import indicator_text
from engine.evaluation.presentation import distance_sentence
from engine.factbase.facts import Basis, Fact
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.official.model import Block, Heading, Item
from engine.reports.official.wording import hedge
from engine.rulebook.particulars import WorkField
from engine.rulebook.rulebook import Indicator, Kind, Nature
from engine.workspace.case import Case

_REST = "Số liệu khác"


class ResultWriter:
    """Writes the numbers of a case. ``fields`` are the fields of work, none where staff gave none."""

    def __init__(self, case: Case, evaluation: Evaluation, fields: tuple[WorkField, ...]) -> None:
        self.facts = case.facts
        self.indicators = case.rulebook.indicators
        self.fields = fields
        self.measure_rows = _measure_rows(evaluation)

    def blocks(self, number: str) -> Iterator[Block]:
        """Yields the subsections, numbered below ``number``; nothing where there are no numbers."""
        shown = [indicator for indicator in self.indicators.values() if self._has_result(indicator)]
        if not self.fields:
            yield from self._items(shown)
            return
        groups = [(field.title, [i for i in shown if field.covers(i.code)]) for field in self.fields]
        covered = {indicator.code for _, members in groups for indicator in members}
        groups.append((_REST, [i for i in shown if i.code not in covered]))
        filled = [(title, members) for title, members in groups if members]
        for place, (title, members) in enumerate(filled, start=1):
            yield Heading(3, f"{number}.{place}.", title)
            yield from self._items(members)

    def _has_result(self, indicator: Indicator) -> bool:
        """Returns whether the indicator is a number that was given, or computed for a criterion."""
        if indicator.kind is not Kind.NUMBER or indicator.nature is Nature.PLAN:
            return False
        if self.facts.given(indicator.code):
            return True
        return indicator.code in self.measure_rows and self.facts.value(indicator.code).value is not None

    def _items(self, indicators: Iterable[Indicator]) -> Iterator[Item]:
        for indicator in indicators:
            rows = self.measure_rows.get(indicator.code, [])
            values = "; ".join(dict.fromkeys(self._values(indicator)))
            verdicts = "".join(f"; {_verdict(row)}" for row in rows)
            yield Item(f"{indicator.name}: {values}{verdicts}.", tuple(row.criterion for row in rows))

    def _values(self, indicator: Indicator) -> Iterator[str]:
        if indicator.formula is not None:
            measured = self.facts.value(indicator.code)
            text = indicator_text(indicator, measured, with_unit=True)
            if text is not None:
                yield f"{text} ({hedged})" if (hedged := hedge(measured).rstrip()) else text
                return
        counting = self.facts.value(indicator.code).basis
        for basis in Basis:
            *earlier, last = self._of_basis(indicator, basis) or [""]
            yield from earlier
            if last:  # what counts is held against the same period of last year
                yield last + (self._against_like(indicator) if basis is counting else "")

    def _of_basis(self, indicator: Indicator, basis: Basis) -> list[str]:
        """What was counted, or estimated, at the last end; what was known before stands in the reports of then."""
        some = [fact for fact in self.facts.given(indicator.code) if fact.basis is basis]
        if basis is Basis.ACTUAL and (total := self._summed(indicator)) is not None:
            return [total]
        last = max((fact.period.end for fact in some), default=None)
        latest = [fact for fact in some if fact.period.end == last]
        final = [fact for fact in latest if not fact.preliminary]
        return [self._fact_text(fact, indicator) for fact in final or latest]

    def _summed(self, indicator: Indicator) -> str | None:
        """What has been counted so far, where that is a sum of parts of the year."""
        if not indicator.nature.has_period or not (actual := self.facts.course(indicator.code).actual):
            return None
        latest = actual[max(actual)]
        if len({fact.period for fact in latest.facts}) < 2:
            return None
        text = indicator_text(indicator, InputValue(latest.value, latest.facts), with_unit=True)
        return f"sơ bộ {text}" if text is not None and latest.preliminary else text

    def _against_like(self, indicator: Indicator) -> str:
        """«, tăng 7,5% so với cùng kỳ (100 tỷ đồng)» of a running total, '' where there is no like period."""
        before = self.facts.like_of(indicator.code) if indicator.nature is Nature.FLOW else None
        if before is None or before.value is None:
            return ""
        text = indicator_text(indicator, before, with_unit=True)
        change = growth_text(self.facts.value(indicator.code), before, indicator.unit)
        if change is None:
            return f" (cùng kỳ: {text})"
        return f", {change} so với cùng kỳ ({text})" if change else f", bằng cùng kỳ ({text})"

    def _fact_text(self, fact: Fact, indicator: Indicator) -> str:
        """Returns a reported number with its marks."""
        exact = indicator_text(indicator, InputValue(fact.value, (fact,)), with_unit=True)
        text = as_written(fact, indicator.unit) if fact.value.exact is None or exact is None else exact
        hedged = "ước thực hiện " if fact.basis is Basis.ESTIMATE else "sơ bộ " if fact.preliminary else ""
        reported = self.facts.facts.period and fact.period.end == self.facts.facts.ends  # the title says it
        marks = [f"đến {display.day(fact.as_of)}"] if fact.part_year and not reported else []
        marks += ["suy ra"] if fact.inferred else []
        marks += ["nhận định"] if fact.judged else []
        return hedged + text + (f" ({', '.join(marks)})" if marks else "")


class _MeasureRow(NamedTuple):
    """A row of the annex with its measure and criterion; ``own``: the criterion is its whole target."""

    row: AnnexRow
    measure: Measure
    criterion: str
    own: bool


def _measure_rows(evaluation: Evaluation) -> dict[str, list[_MeasureRow]]:
    """Returns the rows by the indicator that they compare."""
    found: dict[str, list[_MeasureRow]] = {}
    targets = {target.id for target in evaluation.targets}
    for row in annex_rows(evaluation):
        if row.measure is not None and row.criterion is not None:
            name = row.criterion.id
            found.setdefault(row.measure.indicator, []).append(_MeasureRow(row, row.measure, name, name in targets))
    return found


def _verdict(found: _MeasureRow) -> str:
    """Returns «so với mục tiêu «từ 2.000 hộ trở lên» của nội dung 1.1: chưa đạt, bằng 97,5% mục tiêu, thiếu 50 hộ»."""
    row = found.row
    whose = f"{'chỉ tiêu' if found.own else 'nội dung'} {found.criterion}"
    whose = f"{whose} (một phần)" if row.kind is RowKind.PART else whose
    verdict = ", ".join(filter(None, (row.verdict, distance_sentence(found.measure))))
    return f"so với mục tiêu «{row.goal}» của {whose}: {verdict}"
