"""The sheet «Căn cứ»: every number behind every verdict, finding and reconciliation, its source linked to its cell in «Số liệu»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.domain.records import NamedTuple
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.reports.official.annexes import source_note
from engine.reports.official.model import SourceName
from engine.reports.sheets.live_values import LiveValues, NamedCell
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import (
    MAIN_TITLE,
    Amount,
    Cell,
    Formula,
    Heading,
    Link,
    Row,
    Text,
    Title,
    write_table,
    write_titles,
)
from engine.workspace.case import Case

SHEET = "Căn cứ"
_HEADINGS = (
    Heading("Của", 10),
    Heading("Loại", 16),
    Heading("Nội dung", 50),
    Heading("Số liệu", 40),
    Heading("Giá trị", 18),
    Heading("ĐVT", 14),
    Heading("Nguồn (bấm để đến ô trong «Số liệu»)", 26),
    Heading("Chỗ ghi", 28),
    Heading("Căn cứ", 18),
    Heading("Quy tắc", 26),
)
_NOTE = Look(italic=True, size=10)
_CHARACTERS_PER_LINE = 200
_UNSOURCED, _NO_VALUE = "không ghi nguồn", "chưa có số liệu"


class _Ground(NamedTuple):
    """A number behind a verdict or finding; ``written`` is its value as the source has it."""

    of: str
    kind: str
    text: str
    code: str
    written: str
    source: str
    origin: str
    basis: str
    rule: str


def write_grounds(
    book: Book, case: Case, evaluation: Evaluation, live: LiveValues, cells: Mapping[str, NamedCell]
) -> None:
    """Adds the sheet to ``book``; ``cells`` are those of «Số liệu» by their names."""
    sheet = book.sheet(SHEET)
    titles = [Title("CĂN CỨ CỦA KẾT LUẬN: SỐ LIỆU, NGUỒN, QUY TẮC", MAIN_TITLE)]
    rows = [_row(ground, case, live, cells) for ground in _grounds(evaluation)]
    below = write_table(book, sheet, titles, _HEADINGS, rows, frozen=2)
    if evaluation.sources:
        note = source_note([SourceName(key, name) for key, name in evaluation.sources.items()])
        title = Title(note, _NOTE, 1 + len(note) // _CHARACTERS_PER_LINE)
        write_titles(book, sheet, below + 1, [title], len(_HEADINGS))


def _grounds(evaluation: Evaluation) -> Iterator[_Ground]:
    for criterion in evaluation.criteria:
        yield from _of_criterion(criterion)
    for finding in evaluation.findings:
        yield from _of_finding(finding)


def _of_criterion(criterion: CriterionResult) -> Iterator[_Ground]:
    facts = {id(fact): fact for measure in criterion.measures for fact in measure.facts}
    for fact in facts.values():
        yield _Ground(
            criterion.id, "nội dung", criterion.text, fact.code, fact.text, fact.source, fact.origin, criterion.basis,
            criterion.rule,
        )  # fmt: skip
    for code in dict.fromkeys(code for measure in criterion.measures for code in measure.missing):
        yield _Ground(
            criterion.id, "nội dung", criterion.text, code, _NO_VALUE, "", "", criterion.basis, criterion.rule
        )


def _of_finding(finding: FindingResult) -> Iterator[_Ground]:
    kind = "đối chiếu" if finding.outcome is not None else finding.category
    for one in finding.because:
        yield _Ground(
            finding.id, kind, finding.text, one.fact, one.value, one.source, one.origin, finding.basis, finding.rule
        )


def _row(ground: _Ground, case: Case, live: LiveValues, cells: Mapping[str, NamedCell]) -> Row:
    indicator = case.rulebook.indicators.get(ground.code)
    named = f"{indicator.name} ({ground.code})" if indicator is not None else ground.code
    name = live.name_at(ground.code, ground.origin)
    found = cells.get(name)
    source = ground.source or (_UNSOURCED if ground.origin else "")
    return Row(
        [
            Text(ground.of, align="center"),
            Text(ground.kind),
            Text(ground.text),
            Text(named),
            _value(name, found, ground.written),
            Text(indicator.unit.text if indicator is not None else "", align="center"),
            Link(source, found.place) if found is not None else Text(source),
            Text(ground.origin),
            Text(ground.basis),
            Text(ground.rule),
        ]
    )


def _value(name: str, found: NamedCell | None, written: str) -> Cell:
    """Returns the number of the cell, which changes with it; else what is written."""
    match found.cell if found is not None else None:
        case Amount(value=value, number_format=number_format):
            return Formula(f"={name}", value, number_format)
        case Formula(value=value, number_format=number_format) if number_format:
            return Formula(f"={name}", value, number_format)
    return Text(written if written == _NO_VALUE else f"«{written}»", align="right")
