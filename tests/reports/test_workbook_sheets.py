"""The sheets of the workbook that statisticians keep: data to pivot, charts that do not exaggerate, grounds with links."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from engine.reports.xlsx_report import to_xlsx
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small
from tests.workspaces import ROOT

COMMUNE = ROOT / "examples" / "xa-thanh-my-2025"


def workbook(root: Path, selection: Selection | None = None) -> Workbook:
    case = Cases(Workspace(root)).select(selection or Selection())[-1]
    return load_workbook(io.BytesIO(to_xlsx(case, evaluate_cases([case])[0])))


@pytest.fixture(scope="module")
def seed() -> Workbook:
    return workbook(ROOT)


def measures(book: Workbook) -> dict[object, dict[str, object]]:
    """The rows of the Excel Table of «Dữ liệu», the last of each criterion."""
    sheet = book["Dữ liệu"]
    head, *rows = sheet[sheet.tables["DuLieu"].ref]
    names = [str(cell.value) for cell in head]
    cells = [dict(zip(names, (cell.value for cell in row), strict=True)) for row in rows]
    return {row["Nội dung"]: row for row in cells}


# ---------------------------------------------------------------- «Phụ lục»


def test_the_annex_has_the_columns_of_the_paper(seed: Workbook) -> None:
    sheet = seed["Phụ lục"]
    head = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "TT")
    assert head == (
        "TT", "Chỉ tiêu", "ĐVT", "Mục tiêu", "Thực hiện", "So mục tiêu", "Đánh giá", "Nguyên nhân",
    )  # fmt: skip
    titles = [row[0] for row in sheet.iter_rows(1, 3, values_only=True)]
    assert titles[:2] == ["Phụ lục", "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NGHỊ QUYẾT SỐ 47/NQ-HĐND NĂM 2023"]
    assert str(titles[2]).startswith("(Kèm theo Báo cáo số")


def test_the_annex_of_eleven_criteria_is_one_page(seed: Workbook) -> None:
    page = seed["Phụ lục"].page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth or 1, page.fitToHeight or 1) == ("landscape", 9, 1, 1)


def two_years(root: Path) -> Small:
    small = Small(
        root,
        """
        a.ho:
          tên: Số hộ
          đơn vị tính: hộ
        a.thu:
          tên: Thu ngân sách
          đơn vị tính: triệu đồng
          tính chất: trong năm
        """,
    ).criteria(
        """
        - số: 1.1
          nguyên văn: từ 85 hộ trở lên
          đo bằng: a.ho
          đạt khi: từ 85 hộ trở lên
        - số: 1.2
          nguyên văn: thu từ 405 triệu đồng trở lên
          đo bằng: a.thu
          đạt khi: từ 405 triệu đồng trở lên
        """
    )
    return small.facts("a.ho: 80\na.thu: 400", year=2022, as_of="31/12/2022").facts("a.ho: 90\na.thu: 410")


def annex_value(book: Workbook, number: str, column: str) -> object:
    rows = list(book["Phụ lục"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "TT")
    return next(row[head.index(column)] for row in rows if row[0] == number)


def test_last_year_stands_beside_this_year(tmp_path: Path) -> None:
    two_years(tmp_path)
    book = workbook(tmp_path)
    assert [annex_value(book, number, "Năm trước") for number in ("1.1", "1.2")] == ["80", "400"]


def test_of_a_part_of_a_year_the_like_period_stands_there(tmp_path: Path) -> None:
    book = workbook(COMMUNE, Selection(period="6 tháng"))
    assert annex_value(book, "1.1", "Cùng kỳ năm trước") == "5.000"


def test_looking_at_last_year_does_not_make_the_evaluation_rest_on_it(tmp_path: Path) -> None:
    two_years(tmp_path)
    case = Cases(Workspace(tmp_path)).select(Selection(years=(2023,)))[0]
    evaluation = evaluate_cases([case])[0]
    before = case.facts.sets_read
    to_xlsx(case, evaluation)
    assert case.facts.sets_read == before == (case.facts.facts,)


# ---------------------------------------------------------------- «Dữ liệu»


def test_every_measure_is_a_row_of_an_excel_table(seed: Workbook) -> None:
    found = measures(seed)
    wanted = {
        "Chỉ tiêu": "2", "Đơn vị": "huyện Tháp Mười", "Năm": 2023, "Kỳ": "cả năm", "Dấu so sánh": "≥", "Ngưỡng": 2600,
        "ĐVT": "thành viên", "Thực hiện thấp": 2570, "Thực hiện cao": 2570, "Chênh lệch điểm": None,
        "Còn thiếu": 30, "Số đo đạt mức": "chưa đạt", "Kết luận của nội dung": "chưa đạt", "Dựa trên": "số liệu", "Nguồn": "BC, mục II.1.1",
    }  # fmt: skip
    assert {name: found["2.1"][name] for name in wanted} == wanted
    assert found["2.1"]["Tỷ lệ"] == pytest.approx(2570 / 2600 * 100)
    assert (found["5.1"]["Chênh lệch điểm"], found["5.1"]["Tỷ lệ"]) == (35, None)
    assert len(seed["Dữ liệu"].tables) == 1 and not seed["Dữ liệu"].auto_filter.ref


def test_a_measure_has_a_verdict_of_its_own(seed: Workbook) -> None:
    """5.2 asks for 70% of each: cooperatives have 70%, groups 0%."""
    sheet = seed["Dữ liệu"]
    head, *rows = sheet[sheet.tables["DuLieu"].ref]
    place = {str(cell.value): number for number, cell in enumerate(head)}
    held = [
        (row[place["Thực hiện thấp"]].value, row[place["Dấu so sánh"]].value, row[place["Số đo đạt mức"]].value)
        for row in rows
        if row[place["Nội dung"]].value == "5.2"
    ]
    assert held == [(70, "≥", "đạt"), (0, "≥", "chưa đạt")]
    assert measures(seed)["5.2"]["Kết luận của nội dung"] == "chưa đạt"


def test_a_goal_to_fall_to_is_an_upper_bound() -> None:
    assert measures(workbook(COMMUNE, Selection(period="6 tháng")))["5.2"]["Dấu so sánh"] == "≤"


def test_the_ends_of_an_interval_are_numbers(seed: Workbook) -> None:
    row = measures(seed)["3.1"]  # trên 1.800 triệu đồng
    assert (row["Thực hiện thấp"], row["Thực hiện cao"], row["Tỷ lệ"]) == (1800, None, None)
    assert (row["Thực hiện không là một số"], row["Lưu ý"]) == ("trên 1.800 triệu đồng", "ước")
    assert measures(seed)["2.1"]["Thực hiện không là một số"] is None


def test_words_are_no_numbers(seed: Workbook) -> None:
    row = measures(seed)["6.1"]  # an assessment: đạt
    assert [row[name] for name in ("Ngưỡng", "Thực hiện thấp", "Thực hiện cao")] == [None] * 3
    assert row["Thực hiện không là một số"] == "đạt"


def test_no_text_of_the_data_looks_like_a_number(seed: Workbook) -> None:
    """«22,73%» is a number to a program of one locale and a text to another; only ids are such texts."""
    for sheet, ids in (("Dữ liệu", 2), ("Căn cứ", 1)):
        for row in seed[sheet].iter_rows(values_only=True):
            texts = [value for value in row[ids:] if isinstance(value, str)]
            assert not [text for text in texts if re.fullmatch("[-+]?[0-9][0-9.,]*%?", text)]


# ---------------------------------------------------------------- «Căn cứ»


def grounds(book: Workbook) -> list[dict[str, Cell]]:
    rows = list(book["Căn cứ"].iter_rows())
    at = next(number for number, row in enumerate(rows) if row[0].value == "Của")
    names = [str(cell.value).partition(" (")[0] for cell in rows[at]]
    return [dict(zip(names, row, strict=True)) for row in rows[at + 1 :] if row[1].value]


def test_the_source_of_every_number_leads_to_its_cell(seed: Workbook) -> None:
    rows = grounds(seed)
    assert {"1.1", "2.1", "TT-1", "HC-1", "DC-8"} <= {row["Của"].value for row in rows}
    (row,) = (row for row in rows if row["Của"].value == "2.1")
    assert (row["Giá trị"].value, row["Nguồn"].value) == ("=htx_thanh_vien", "BC, mục II.1.1")
    for row in rows:
        link = row["Nguồn"].hyperlink
        if str(row["Giá trị"].value).startswith("="):
            assert link is not None and link.target is None
            sheet, cell = str(link.location).split("!")
            name = seed.defined_names[str(row["Giá trị"].value)[1:]]
            assert list(name.destinations) == [("Số liệu", f"$D${cell[1:]}")] and sheet == "'Số liệu'"
        code = str(row["Số liệu"].value).rpartition("(")[2].rstrip(")")
        if link is not None:
            at = str(link.location).rpartition("!")[2][1:]
            assert seed["Số liệu"][f"B{at}"].value == code


def test_a_number_that_is_lacking_is_told_among_the_grounds(tmp_path: Path) -> None:
    two_years(tmp_path).facts("a.ho: 90")
    (row,) = (row for row in grounds(workbook(tmp_path)) if row["Của"].value == "1.2")
    assert row["Giá trị"].value == "chưa có số liệu" and row["Nguồn"].hyperlink is None
