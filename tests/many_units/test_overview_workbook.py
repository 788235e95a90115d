"""The workbook of many units: matrix, ranking, trends from 0, who needs attention, and all data as a table."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from engine.many_units.overview import Overview
from engine.many_units.stream import Refusal, stream_verdicts
from engine.reports.overview_xlsx import to_overview_xlsx
from engine.reports.sheets.measures_sheet import measure_rows
from engine.spreadsheets.book import starts_formula
from engine.spreadsheets.tables import Row
from engine.workspace.case import Evaluators
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.many_units.test_overview import Many
from tests.spreadsheet_programs import is_own_formula

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # sparklines and bars, in openpyxl
REFUSED = Refusal("xã Hỏng, năm 2023", "facts/hong/2023.yaml:3:1", "CT201 mã lạ", 0)


@pytest.fixture
def many(tmp_path: Path) -> Many:
    return Many(tmp_path)


def written(many: Many, *units: str) -> bytes:
    cases = Cases(Workspace(many.root))
    chosen = cases.choose(Selection(units=units))
    overview, rows = Overview(chosen[0].rulebook), list[Row]()
    for outcome in stream_verdicts(cases, chosen, Evaluators()):
        assert outcome.result is not None, outcome.refusal
        overview.add(outcome.result)
        rows += measure_rows(outcome.result)
    return to_overview_xlsx(overview, rows, [REFUSED])


def lines(book: Workbook, sheet: str, head: str) -> list[dict[str, object]]:
    """The rows below the one that begins with ``head``, down to the first without a second cell."""
    rows = list(book[sheet].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if row[0] == head)
    return [dict(zip(map(str, rows[at]), row, strict=True)) for row in rows[at + 1 :] if any(row[1:])]


def three(many: Many) -> Workbook:
    """A: 1 of 2 in both years; B: 2, then 1; C: only the year before."""
    for name, before, now in (("xã A", "60", "55"), ("xã B", "50", "60"), ("xã C", "40", "")):
        many.unit(name, 2021, ho__tong="1.000")
        many.unit(name, 2022, ho__ngheo=before, ho__tong="1.030")
        if now:
            many.unit(name, 2023, ho__ngheo=now, ho__tong="1.070")
    return load_workbook(io.BytesIO(written(many)))


def test_the_matrix_has_sign_and_colour(many: Many) -> None:
    book = three(many)
    rows = lines(book, "Bảng màu", "Hạng")
    assert [(row["Hạng"], row["Đơn vị"], row["1.1"], row["1.2"]) for row in rows] == [
        (1, "xã A", "✗", "✓"),
        (1, "xã B", "✗", "✓"),
    ]
    fills = {cell.value: cell.fill.fgColor.rgb for row in book["Bảng màu"].iter_rows() for cell in row if cell.value in ("✗", "✓")}  # fmt: skip
    assert len(set(fills.values())) == 2


def test_the_ranking_has_numbers_and_bars_from_0_to_100(many: Many) -> None:
    book = three(many)
    (first, second) = lines(book, "Xếp hạng", "Hạng")
    assert (first["Đạt và vượt"], first["Áp dụng"], first["Tỷ lệ"]) == (1, 2, 50)
    assert second["Chưa đạt, không đạt"] == 1
    (formats,) = book["Xếp hạng"].conditional_formatting
    (rule,) = formats.rules
    assert [(end.type, end.val) for end in rule.dataBar.cfvo] == [("num", 0), ("num", 100)]


def test_trends_are_drawn_from_0_to_100(many: Many) -> None:
    content = written_after(many)
    book = load_workbook(io.BytesIO(content))
    shares = {row["Đơn vị"]: (row["2022"], row["2023"]) for row in lines(book, "Xu hướng", "Đơn vị")}
    assert shares["xã A"] == (50, 50) and shares["xã B"] == (100, 50) and shares["xã C"] == (100, None)
    assert shares["nội dung 1.1"] == (pytest.approx(200 / 3), 0)
    assert set(limits(content)) == {("0", "100")}


def written_after(many: Many) -> bytes:
    three(many)
    return written(many)


def limits(content: bytes) -> list[tuple[str, str]]:
    """The ends of every sparkline."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    groups = re.findall("<x14:sparklineGroup ([^>]*)>", "".join(parts))
    return [(*re.findall('manualMin="([^"]*)"', one), *re.findall('manualMax="([^"]*)"', one)) for one in groups]


def test_the_values_of_one_unit_are_drawn_from_0(many: Many) -> None:
    for year, poor in ((2022, "60"), (2023, "58")):
        many.unit("xã A", year, ho__ngheo=poor)
    content = written(many, "xã A")
    row = next(
        row for row in lines(load_workbook(io.BytesIO(content)), "Xu hướng", "Nội dung") if row["Nội dung"] == "1.1"
    )
    assert (row["2022"], row["2023"]) == (60, 58)
    assert limits(content) == [("0", "75.0")]  # room above 60; of 1.2 there is no number: no sparkline


def test_who_needs_attention_and_why(many: Many) -> None:
    rows = {row["Đơn vị"]: str(row["Vì sao"]) for row in lines(three(many), "Cần chú ý", "Đơn vị")}
    assert rows["xã Hỏng, năm 2023"] == "không đánh giá được: facts/hong/2023.yaml:3:1 CT201 mã lạ"
    assert rows["xã C"] == "chưa có số liệu năm 2023"
    assert "năm 2022 đạt, nay không: 1.1" in rows["xã B"]
    assert "xã A" not in rows  # 1 of 2 in both years: warnings alone name nobody


def test_all_data_are_one_excel_table(many: Many) -> None:
    book = three(many)
    (table,) = book["Dữ liệu"].tables.values()
    rows = lines(book, "Dữ liệu", "Chỉ tiêu")
    assert table.name == "DuLieu" and len(rows) == 2 * 8  # two criteria, three units in two years and two in one
    assert {(row["Đơn vị"], row["Năm"]) for row in rows} >= {("xã A", 2021), ("xã C", 2022), ("xã B", 2023)}


def test_names_of_units_are_no_formulas(many: Many) -> None:
    many.unit('"=1+1"', 2023, ho__ngheo="60")
    for sheet in load_workbook(io.BytesIO(written(many))).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.hyperlink is None and (cell.data_type != "f" or is_own_formula(str(cell.value)))
            assert cell.data_type != "s" or not starts_formula(str(cell.value)) or cell.quotePrefix


def test_equal_input_gives_equal_bytes(many: Many) -> None:
    assert written_after(many) == written(many)
