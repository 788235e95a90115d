"""The table of the report to be signed, one page for eleven criteria: goal, value, verdict, and the cause in words."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.finding_kinds import FindingKind
from engine.domain.verdicts import PaceState
from engine.evaluation.comparison import Measure
from engine.evaluation.corrections import CorrectionKind
from engine.evaluation.evaluation import CriterionResult, Evaluation
from engine.evaluation.findings import indicator_text
from engine.language.text import capital
from engine.language.units import Unit
from engine.reports.brief import distance, goal_words
from engine.reports.official.formal import FormalTexts, in_words, with_leading_zeros
from engine.reports.official.model import SigningRow, SigningTable
from engine.workspace.cases import Case

_TWO_LINES = 90
"""The letters of a cause that fit into two lines of its column."""


def signing_annex(case: Case, evaluation: Evaluation, texts: FormalTexts) -> SigningTable:
    """Returns the table; in an interim report the column of the year before holds the like period."""
    before = "Cùng kỳ năm trước" if evaluation.period_name else "Năm trước"
    return SigningTable(before, tuple(_TableWriter(case, evaluation, texts).rows()))


class _TableWriter:
    def __init__(self, case: Case, evaluation: Evaluation, texts: FormalTexts) -> None:
        self.facts = case.facts.apart()
        self.indicators = case.rulebook.indicators
        self.evaluation = evaluation
        self.texts = texts

    def rows(self) -> Iterator[SigningRow]:
        for target in self.evaluation.targets:
            if len(target.criteria) > 1:
                title = target.title or f"Chỉ tiêu {target.id}"
                yield SigningRow(target.id, title, verdict=target.status.label, is_target=True)
            for criterion in target.criteria:
                number = target.id if len(target.criteria) == 1 else criterion.id
                yield from self._criterion(number, criterion)

    def _criterion(self, number: str, criterion: CriterionResult) -> Iterator[SigningRow]:
        row = SigningRow(number, criterion.text.rstrip(" .;"), verdict=self._verdict(criterion))
        row = row._replace(cause=self._notes(criterion))
        if len(criterion.measures) == 1:
            yield self._with(row, criterion.measures[0])
            return
        yield row
        for measure in criterion.measures:
            held = {True: "đạt", False: criterion.status.label, None: "chưa rõ"}[measure.holds]
            yield self._with(SigningRow("", f"- {measure.name}", verdict=held), measure)

    def _verdict(self, criterion: CriterionResult) -> str:
        """The verdict, in an interim report with the pace where that is known."""
        pace = criterion.pace if self.evaluation.period_name else None
        known = pace is not None and pace.state is not PaceState.UNKNOWN
        return f"{criterion.status.label}, {pace.label}" if known and pace is not None else criterion.status.label

    def _with(self, row: SigningRow, measure: Measure) -> SigningRow:
        if measure.actual is None or not measure.unit.text:  # a judgement is its own verdict
            return row
        estimate = "ước " if measure.actual.estimate else ""
        return row._replace(
            unit=measure.unit.text,
            goal=_bare(goal_words(measure), measure.unit),
            before=self._before(measure),
            actual=estimate + _bare(measure.actual.label, measure.unit),
            relative=with_leading_zeros(distance(measure), measure.unit),
        )

    def _before(self, measure: Measure) -> str:
        """The final value of the year before, or that of the like period; '' where there is none."""
        indicator = self.indicators.get(measure.indicator)
        if indicator is None:
            return ""
        look = self.facts.like_of if self.evaluation.period_name else self.facts.final_of_last_year
        found = look(indicator.code)
        text = None if found is None else indicator_text(indicator, found, with_unit=True)
        return "" if text is None else _bare(text, indicator.unit)

    def _notes(self, criterion: CriterionResult) -> str:
        """The cause, and where goal or value depart from what the resolution or the first report says."""
        told = [
            correction.text for correction in criterion.corrections if correction.kind is not CorrectionKind.OPEN_MARK
        ]
        return ". ".join(filter(None, (self._cause(criterion), *told)))

    def _cause(self, criterion: CriterionResult) -> str:
        if not criterion.falls_short:
            return ""
        causes = [f for f in self.evaluation.of_kind(FindingKind.CAUSE) if criterion.id in f.explains]
        direct = [cause for cause in causes if criterion.id in cause.of]
        words = (in_words(self.texts.of(cause), _TWO_LINES) for cause in (direct or causes)[:1])
        return capital(next(words, ""))


def _bare(text: str, unit: Unit) -> str:
    """Returns a value or goal without its unit, which has a column of its own, also where only its first part was written."""
    parts = unit.text.split("/")
    for count in range(len(parts), 0, -1):
        written = "/".join(parts[:count])
        if written and text.endswith(written):
            text = text.removesuffix(written).rstrip()
            break
    return with_leading_zeros(text, unit)
