"""The table of the report to be signed, one page for eleven criteria: goal, value, verdict, and the cause in words."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.comparison import Measure
from engine.evaluation.corrections import CorrectionKind
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.findings import indicator_text
from engine.language.units import Unit
from engine.reports.brief import distance, goal_words
from engine.reports.causes import causes_of
from engine.reports.official.formal import FormalTexts
from engine.reports.official.groups import Groups
from engine.reports.official.model import SigningRow, SigningTable
from engine.reports.official.telling import Teller
from engine.reports.official.wording import hedge, with_leading_zeros
from engine.workspace.case import Case


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
        self.groups = Groups(evaluation)
        self.teller = Teller(self.facts)
        self.told: dict[str, str] = {}

    def rows(self) -> Iterator[SigningRow]:
        for target in self.evaluation.targets:
            if len(target.criteria) > 1:
                title = target.title or f"Chỉ tiêu {target.id}"
                label = self.groups.of(target).value.label or target.status.label
                yield SigningRow(target.id, title, verdict=label, is_target=True, status=target.status)
            for criterion in target.criteria:
                number = target.id if len(target.criteria) == 1 else criterion.id
                yield from self._criterion(number, criterion)

    def _criterion(self, number: str, criterion: CriterionResult) -> Iterator[SigningRow]:
        row = SigningRow(number, criterion.text.rstrip(" .;"), verdict=self.groups.label(criterion))
        row = row._replace(cause=self._once(number, self._notes(criterion)), status=criterion.status)
        if len(criterion.measures) == 1:
            yield self._with(row, criterion.measures[0])
            return
        yield row
        for measure in criterion.measures:
            held = {True: "đạt", False: criterion.status.label, None: "chưa rõ"}[measure.holds]
            yield self._with(SigningRow("", f"- {measure.name}", verdict=held), measure)

    def _with(self, row: SigningRow, measure: Measure) -> SigningRow:
        if not measure.unit.text:  # a judgement is its own verdict
            return row
        row = row._replace(
            unit=measure.unit.text, goal=_bare(goal_words(measure), measure.unit), before=self._before(measure)
        )
        if measure.actual is None:
            return row
        counted = self.teller.counted(measure)
        before = f" ({_bare_counted(counted, measure.unit)})" if counted else ""
        return row._replace(
            actual=hedge(measure.actual.measured) + _bare(measure.actual.label, measure.unit) + before,
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

    def _once(self, number: str, notes: str) -> str:
        """Returns the notes, or where in the table the same words stand already."""
        first = self.told.setdefault(notes, number)
        return notes if first == number or not notes else f"Như mục {first}"

    def _cause(self, criterion: CriterionResult) -> str:
        return " ".join(self.texts.of(cause) for cause in causes_of(criterion, self.evaluation)).rstrip(" .")


def _bare_counted(counted: str, unit: Unit) -> str:
    """Returns «đến 31/10/2025: 40» for «đến 31/10/2025 đạt 40 triệu đồng»."""
    return _bare(counted, unit).replace(" đạt ", ": ")


def _bare(text: str, unit: Unit) -> str:
    """Returns a value or goal without its unit, which has a column of its own, also where only its first part was written."""
    parts = unit.text.split("/")
    for count in range(len(parts), 0, -1):
        written = "/".join(parts[:count])
        if written and text.endswith(written):
            text = text.removesuffix(written).rstrip()
            break
    return with_leading_zeros(text, unit)
