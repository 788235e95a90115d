"""Number cells show the digits of the presentation; LibreOffice rounds as it does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.language import display
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, parse_unit
from engine.reports.sheets.number_cells import number_cell
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.tables import Amount, Text
from tests.spreadsheet_programs import LibreOffice, shown

AS_OF = date(2023, 11, 10)
rates = st.fractions(min_value=0, max_value=10**9, max_denominator=10**6)


@given(rates)
@example(Fraction(99_996, 1000))
@example(Fraction(1_000_049, 10_000))
@example(Fraction(1005, 1000))
@example(Fraction(2675, 1000))
def test_a_completion_shows_the_digits_of_the_presentation(value: Fraction) -> None:
    cell = number_cell(value, display.percent(value), PERCENT_UNIT)
    assert isinstance(cell, Amount)
    assert shown(cell.value, cell.number_format) == display.percent(value)


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6))
@example(Fraction(1, 1000))
@example(Fraction(-1, 1000))
@example(Fraction(0))
def test_a_difference_of_rates_shows_the_digits_of_the_presentation(value: Fraction) -> None:
    cell = number_cell(value, display.signed(value, PERCENT_UNIT), POINTS_UNIT)
    assert isinstance(cell, Amount)
    assert shown(cell.value, cell.number_format) == display.signed(value, PERCENT_UNIT)


def test_a_number_with_more_digits_than_a_cell_holds_is_a_text() -> None:
    value = Fraction(12_345_678_901_234_567)
    assert number_cell(value, display.percent(value), PERCENT_UNIT) == Text("12.345.678.901.234.567%")


def test_a_unit_cannot_end_the_quotes_of_a_number_format() -> None:
    unit = parse_unit('%/"hộ"')
    assert unit.is_rate
    assert number_cell(Fraction(5), display.amount(Fraction(5), unit), unit) == Text('5%/"hộ"')


def test_whole_numbers_have_no_idle_decimal_mark() -> None:
    assert number_cell(Fraction(75), "75%", PERCENT_UNIT) == Amount(75.0, '#,##0"%"')


@pytest.mark.slow
@pytest.mark.office
def test_libreoffice_rounds_as_the_presentation_does(vietnamese_office: LibreOffice, tmp_path: Path) -> None:
    values = [Fraction(n, d) for d in (7, 8, 22, 97, 200, 400, 800, 10_007) for n in range(1, 3 * d, max(1, d // 40))]
    values += [Fraction(99_996, 1000), Fraction(100_004, 1000), Fraction(2675, 1000), Fraction(1005, 1000)]
    book = Book("t", "t", AS_OF)
    sheet = book.sheet("s")
    for row, value in enumerate(values):
        cell = number_cell(value, display.percent(value), PERCENT_UNIT)
        assert isinstance(cell, Amount)
        sheet.write_number(row, 0, cell.value, book.style(Look(number=cell.number_format)))
    sheet.write_string(0, 1, "x")
    book.sheet("khác")
    path = tmp_path / "so.xlsx"
    path.write_bytes(book.content())
    rows = vietnamese_office.as_shown(path)["s"]
    assert [row[0] for row in rows] == [display.percent(value) for value in values]
