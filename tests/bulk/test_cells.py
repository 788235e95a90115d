"""Cells as numbers: what is read in columns is what `parse_value` reads, and everything else is left to it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

from engine.bulk.cells import CellReader
from engine.bulk.docs import text_in_cell
from engine.bulk.units import day_in, year_in
from engine.factbase.values import BadValue, impossibility, is_missing, parse_value
from engine.files.diagnostics import Problems
from engine.files.located import read_yaml
from engine.files.scalars import Mapping, Scalar, text_of
from engine.files.source import SourceFile, decode_source
from engine.language.text import normalise, on_one_line
from engine.rulebook.rulebook import Indicator
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace
from tests.workspaces import COMMUNE, ROOT

RULES = [rulebook for root in (ROOT, COMMUNE) for rulebook in Cases(Workspace(root)).rulebooks()]
INDICATORS = [(one, rules.vocabulary) for rules in RULES for one in rules.indicators.values()]
CELLS = st.one_of(
    st.integers(-10, 10**18).map(str),
    st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,7})?( ?%| triệu đồng| tỷ đồng| HTX)?", fullmatch=True),
    st.sampled_from(
        ["", " ", "chưa có", "...", "khoảng 5", "từ 2 đến 3", "trên 7", "gần 9", "có", "không", "đạt", "khá", "1_000", "٣", "+5",
         "1.234", "1.234,5", "-5", "−5", "0,5", "007", "1e3", "12/3", "31/12/2023", "5\n6", "5\n", "\t5\u200b", "NaN", "5 ", "100%", "1/3"]
    ),
    st.text(max_size=6),
)  # fmt: skip


@given(st.sampled_from(INDICATORS), st.lists(CELLS, min_size=1, max_size=6))
def test_a_cell_is_what_it_is_in_a_facts_file(one: tuple[Indicator, object], cells: list[str]) -> None:
    indicator, vocabulary = one
    column = CellReader(indicator, vocabulary).read(cells)  # type: ignore[arg-type]
    for unit, cell in enumerate(cells):
        expected = alone(indicator, vocabulary, cell)
        assert not (column.present[unit] and column.other[unit])
        if column.present[unit]:
            assert column.numbers.at(unit) == expected
        elif not column.other[unit]:
            assert expected == "missing"
        else:
            assert expected != "missing"


def alone(indicator: Indicator, vocabulary: object, cell: str) -> Fraction | str:
    text = text_of(
        Scalar(on_one_line(normalise(cell).strip()), SourceFile("", "").start, quoted=True)
    ).value  # as in a row's facts file
    if not text or is_missing(text):
        return "missing"
    try:
        value = parse_value(text, indicator, vocabulary)  # type: ignore[arg-type]
    except BadValue:
        return "bad"
    if impossibility(indicator, value.interval, text) or value.soft or value.interval.exact is None:
        return "other"
    return value.interval.exact


BLANKS = st.text("\n\r\t \u00a0\u2007\u202f\u2002\u2003\u2009\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u0085\u2028", max_size=4)  # fmt: skip


@given(
    BLANKS,
    st.sampled_from(["1500", "1.234,5 ha", "khoảng 5", "đạt", "31/12/2023", "5\u200b6", "1\u00a0500", "x"]),
    BLANKS,
)
def test_blanks_at_both_ends_mean_nothing_as_in_facts_files(before: str, text: str, after: str) -> None:
    problems = Problems()
    node = read_yaml(decode_source(f'a: "{before}{text}{after}"\n'.encode(), "a.yaml"), problems)
    assert isinstance(node, Mapping) and not problems.found
    (entry,) = node.entries
    assert isinstance(entry.value, Scalar)
    assert text_in_cell(before + text + after) == text_of(entry.value).value


@given(BLANKS, BLANKS)
def test_blanks_around_a_year_and_a_day_mean_nothing(before: str, after: str) -> None:
    assert year_in(f"{before}2023{after}") == 2023
    assert day_in(f"{before}31/12/2023{after}") == date(2023, 12, 31)
