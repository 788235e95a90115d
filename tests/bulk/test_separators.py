"""What stands between the cells of a CSV file is found by its headings, whatever stands within them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bulk.reading import CsvTable
from engine.bulk.separators import SEPARATORS, first_record, separator_of

NAMES = st.text("abcđ ,;|\n\"'()%", max_size=12)


def table(root: Path, text: str) -> CsvTable:
    path = root / "bang.csv"
    path.write_text(text, "utf-8")
    return CsvTable(path)


def test_commas_in_names_do_not_outnumber_the_semicolons_between_them(tmp_path: Path) -> None:
    found = table(
        tmp_path, "đơn vị;năm;Số cán bộ trung cấp, cao đẳng, đại học;HTX ít vốn, thiếu tài sản\nxã A;2023;5,5;có\n"
    )
    assert found.headings == ["đơn vị", "năm", "Số cán bộ trung cấp, cao đẳng, đại học", "HTX ít vốn, thiếu tài sản"]
    assert [line.cells for line in found.lines()] == [["xã A", "2023", "5,5", "có"]]


def test_semicolons_in_names_do_not_outnumber_the_commas_between_them(tmp_path: Path) -> None:
    found = table(tmp_path, 'đơn vị,năm,a; b; c; d\nxã A,2023,"5,5"\n')
    assert found.headings == ["đơn vị", "năm", "a; b; c; d"]
    assert [line.cells for line in found.lines()] == [["xã A", "2023", "5,5"]]


def test_headings_go_on_over_line_breaks_in_quotes(tmp_path: Path) -> None:
    found = table(tmp_path, '"Tên\nđơn vị";năm;"Số hộ,\nđến 31/12, cả xã"\nxã A;2025;1000\n')
    assert found.headings == ["Tên đơn vị", "năm", "Số hộ, đến 31/12, cả xã"]
    assert [(line.number, line.cells) for line in found.lines()] == [(4, ["xã A", "2025", "1000"])]


def test_headings_taught_by_a_profile_are_counted_with_quotes_heeded(tmp_path: Path) -> None:
    found = table(tmp_path, 'Xã;"hộ nghèo, cận nghèo, mới thoát nghèo"\nA;5\n')
    assert found.headings == ["Xã", "hộ nghèo, cận nghèo, mới thoát nghèo"]


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from(SEPARATORS))
def test_what_a_program_writes_is_found(names: list[str], separator: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([["đơn vị", "năm", *names], ["xã A", "2025"]])
    lines = iter(text.getvalue().splitlines(keepends=True))
    record = first_record(next(lines), lines)
    assert separator_of(record) == separator
    assert next(csv.reader(io.StringIO(record, newline=""), delimiter=separator)) == ["đơn vị", "năm", *names]


@pytest.mark.parametrize("text", ['đơn vị;số "a;b\n', '"đơn vị;a\n' + "x\n" * 100])
def test_quotes_without_end_join_nothing(text: str) -> None:
    lines = iter(text.splitlines(keepends=True))
    first = next(lines)
    assert first_record(first, lines) == first and separator_of(first) == ";"
