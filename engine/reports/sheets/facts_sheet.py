"""The sheet «Số liệu»: all facts, the indicators without facts, then the results of formulas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.evaluation.arithmetic import in_numbers
from engine.evaluation.comparison import rank_text
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.findings import indicator_text
from engine.factbase.facts import Basis, Fact
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.interval import Interval
from engine.language.units import in_unit
from engine.reports.sheets.number_cells import day_cell, number_cell
from engine.rulebook.rulebook import Indicator, Kind
from engine.spreadsheets.book import Book
from engine.spreadsheets.tables import EMPTY, MAIN_TITLE, Cell, Heading, Row, Text, Title, write_table
from engine.workspace.cases import Case

SHEET = "Số liệu"
HEADINGS = (
    Heading("STT", 6),
    Heading("Mã số liệu", 30),
    Heading("Tên số liệu", 38),
    Heading("Giá trị", 14),
    Heading("ĐVT", 16),
    Heading("Ghi trong tệp số liệu", 20),
    Heading("Loại số liệu", 14),
    Heading("Tính đến", 12),
    Heading("Nguồn", 18),
    Heading("Loại nguồn", 11),
    Heading("Suy ra, người đánh giá, nhận xét", 32),
    Heading("Công thức, phép tính", 34),
    Heading("Dùng để đánh giá", 10),
    Heading("Chỗ ghi", 20),
)
_FROZEN = 3
_ACTUAL, _ESTIMATE, _COMPUTED, _NONE = "thực hiện", "ước thực hiện", "tính được", "chưa có số liệu"
_MISSING_FILL, _COMPUTED_FILL = "#E4DFEC", "#F2F2F2"


def write_facts(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds the sheet to ``book``."""
    facts = case.facts.facts
    titles = [
        Title("SỐ LIỆU DÙNG ĐỂ ĐÁNH GIÁ", MAIN_TITLE),
        Title(f"{facts.unit}, {facts.when}. Tệp số liệu: {', '.join(evaluation.facts_files)}"),
    ]
    rows = [*_given_rows(case), *_missing_rows(case), *_computed_rows(case, evaluation)]
    numbered = [row._replace(cells=[Text(str(n), align="center"), *row.cells]) for n, row in enumerate(rows, 1)]
    write_table(book, book.sheet(SHEET), titles, HEADINGS, numbered, _FROZEN)


def _given_rows(case: Case) -> Iterator[Row]:
    for fact in case.facts.facts.facts:
        indicator = case.rulebook.indicators[fact.code]
        basis = _ESTIMATE if fact.basis is Basis.ESTIMATE else _ACTUAL
        yield Row(
            [
                *_name(indicator),
                _value(indicator, fact.value, fact.text),
                Text(indicator.unit.text, align="center"),
                Text(fact.text),
                Text(basis + (", chưa hết năm" if fact.part_year else "")),
                day_cell(fact.as_of),
                Text(fact.source or "không ghi nguồn"),
                Text("nhận định" if fact.judged else "đo đếm"),
                Text("\n".join(_remarks(fact))),
                EMPTY,
                Text("dùng" if fact in case.facts.value(fact.code).facts else "không dùng", align="center"),
                Text(fact.origin),
            ]
        )


def _missing_rows(case: Case) -> Iterator[Row]:
    for indicator in case.rulebook.indicators.values():
        if indicator.formula is None and not case.facts.given(indicator.code):
            unit = Text(indicator.unit.text, align="center")
            cells = [*_name(indicator), Text(_NONE), unit, *[EMPTY] * 8, Text(indicator.span.place)]
            yield Row(cells, fill=_MISSING_FILL)


def _computed_rows(case: Case, evaluation: Evaluation) -> Iterator[Row]:
    shown = _labels(evaluation)
    for indicator in case.rulebook.indicators.values():
        if indicator.formula is None:
            continue
        measured = case.facts.value(indicator.code)
        yield Row(
            [
                *_name(indicator),
                _computed_value(indicator, measured, shown.get(indicator.code)),
                Text(indicator.unit.text, align="center"),
                EMPTY,
                Text(_COMPUTED if measured.value is not None else _NONE),
                day_cell(measured.as_of),
                Text(measured.source),
                EMPTY,
                EMPTY,
                Text(f"{indicator.formula_text}\n{in_numbers(indicator.formula, case.facts)}"),
                EMPTY,
                Text(indicator.span.place),
            ],
            fill=_COMPUTED_FILL,
        )


def _labels(evaluation: Evaluation) -> dict[str, str]:
    """Returns the values of indicators in the table of targets, where a number is never rounded onto its goal."""
    measures = (measure for criterion in evaluation.criteria for measure in criterion.measures)
    return {measure.indicator: measure.actual.label for measure in measures if measure.actual is not None}


def _name(indicator: Indicator) -> tuple[Cell, Cell]:
    return Text(indicator.code), Text(indicator.name)


def _computed_value(indicator: Indicator, measured: InputValue, label: str | None) -> Cell:
    text = label or indicator_text(indicator, measured, with_unit=True)
    if measured.value is None or text is None:
        return Text(_NONE)
    return number_cell(in_unit(measured.value, indicator.unit).exact, text, indicator.unit)


def _value(indicator: Indicator, value: Interval, written: str) -> Cell:
    """Returns the value of a fact in the unit of the indicator; as written where it is not exact."""
    shown = in_unit(value, indicator.unit)
    if shown.exact is None:
        return Text(written)
    match indicator.kind:
        case Kind.NUMBER:
            return number_cell(shown.exact, display.amount(shown.exact, indicator.unit), indicator.unit)
        case Kind.DATE:
            return day_cell(date.fromordinal(int(shown.exact)))
    return Text(rank_text(indicator, shown))


def _remarks(fact: Fact) -> Iterator[str]:
    if fact.inferred:
        yield f"Suy ra: {fact.inferred}"
    if fact.assessor:
        yield f"Người đánh giá: {fact.assessor}"
    if fact.remark:
        yield f"Nhận xét: {fact.remark}"
