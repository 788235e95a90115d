"""Forms that come back with the slips of people: nothing is lost in silence, nothing is invented."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl.comments import Comment

from engine.drafting import facts_columns as layout
from engine.importing.import_result import Import, UndecidedImport
from engine.importing.intake import Options
from tests.importing.desk import Desk
from tests.importing.returned import Returned, left, remarks, values
from tests.spreadsheet_programs import LibreOffice


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def form(desk: Desk) -> Returned:
    return Returned(desk)


# ---------------------------------------------------------------- source and date are what people typed


def test_a_value_without_a_source_is_told_and_has_the_file_as_its_source(form: Returned) -> None:
    form.fill(thu="5.100", viec="120", duong="3,5")
    form.put("xa.duong", layout.SOURCE, "Sổ theo dõi, trang 4")
    found = form.read()
    places = [value.place.rpartition("!")[2] for value in found.taken if not value.source]
    assert f"chưa ghi nguồn: {', '.join(places)}; nguồn được ghi là «Bảng tính bieu.xlsx»" in remarks(found)
    assert len(places) == 2
    assert [value.source for value in found.taken if value.source] == ["Sổ theo dõi, trang 4"]
    assert found.as_of == {("xã A", 2023): date(2023, 12, 31)}
    assert "bảng không ghi ngày chốt số liệu năm 2023: lấy 31/12/2023" in remarks(found)


def test_the_source_of_the_head_is_that_of_values_without_their_own(form: Returned) -> None:
    form.fill(thu="5.100", viec="120")
    form.head(layout.COMMON_SOURCE, "Báo cáo số 12/BC-UBND")
    form.put("xa.viec", layout.SOURCE, "Sổ việc làm")
    found = form.read()
    assert {value.code: value.source for value in found.taken} == {
        "xa.thu": "Báo cáo số 12/BC-UBND",
        "xa.viec": "Sổ việc làm",
    }
    assert "chưa ghi nguồn" not in remarks(found)


def test_nothing_is_said_of_sources_where_the_command_names_one(form: Returned) -> None:
    form.fill(thu="5.100")
    assert "chưa ghi nguồn" not in remarks(form.read(Options(source="Báo cáo năm")))


def test_the_date_of_the_head_is_that_of_the_facts(form: Returned) -> None:
    form.fill(thu="5.100")
    form.head(layout.AS_OF, "30/9/2023")
    found = form.read()
    assert found.as_of == {("xã A", 2023): date(2023, 9, 30)} and "31/12" not in remarks(found)


@pytest.mark.parametrize(
    ("typed", "why"), [("cuối năm", "không phải là một ngày"), ("30/9/2022", "không thuộc năm 2023")]
)
def test_a_date_that_cannot_be_used_is_told(form: Returned, typed: str, why: str) -> None:
    form.fill(thu="5.100")
    form.head(layout.AS_OF, typed)
    found = form.read()
    assert f"ghi «{typed}», {why}" in remarks(found) and found.as_of == {("xã A", 2023): date(2023, 12, 31)}


# ---------------------------------------------------------------- rows


def test_an_empty_form_gives_nothing(form: Returned) -> None:
    found = form.read()
    assert not found.taken and not left(found)


def test_rows_that_are_gone_are_named(form: Returned) -> None:
    form.fill(thu="5.100")
    form.sheet.delete_rows(form.row("xa.duong"))
    found = form.read()
    assert values(found) == {"xa.thu": "5.100 triệu đồng"}
    assert "biểu không có dòng của «Chiều dài đường bê tông»" in remarks(found)


def test_rows_of_people_are_read_by_their_names_or_told(form: Returned) -> None:
    form.fill(viec="120")
    at = form.row("xa.duong")
    form.sheet.insert_rows(at, 2)
    name, value = form.column(layout.NAME), form.column(layout.VALUE)
    form.sheet.cell(at, name).value, form.sheet.cell(at, value).value = "Số trạm bơm", "7"
    form.sheet.cell(at + 1, name).value, form.sheet.cell(at + 1, value).value = "Mức giảm tỷ lệ hộ nghèo", "1,2"
    found = form.read()
    assert values(found) == {"xa.viec": "120 việc", "xa.giam": "1,2"}
    assert "Số trạm bơm" in " ".join(left(found).values())


def test_rows_sorted_as_a_whole_keep_their_meaning(form: Returned) -> None:
    form.fill(thu="5.100", viec="120", duong="3,5")
    wanted = values(form.read())
    _sort(form, range(1, form.sheet.max_column + 1))
    assert values(form.read()) == wanted


def test_names_sorted_without_their_hidden_codes_are_refused(form: Returned) -> None:
    form.fill(thu="5.100", viec="120", duong="3,5")
    _sort(form, range(form.column(layout.NAME), form.sheet.max_column + 1))
    found = form.read()
    assert not found.taken
    assert len(left(found)) == 3


def _sort(form: Returned, columns: range) -> None:
    """Sorts the table by name, in some columns only."""
    rows = range(form.row("xa.thu"), form.row("xa.thu") + len(form.desk.rulebook.indicators))
    contents = [[form.sheet.cell(row, column).value for column in columns] for row in rows]
    at = form.column(layout.NAME) - columns.start
    contents.sort(key=lambda cells: str(cells[at]), reverse=True)
    for row, cells in zip(rows, contents, strict=True):
        for column, value in zip(columns, cells, strict=True):
            form.sheet.cell(row, column).value = value


def test_a_changed_name_is_not_read_as_what_its_hidden_code_says(form: Returned) -> None:
    form.fill(viec="120")
    address = form.put("xa.viec", layout.VALUE, "45")
    form.put("xa.viec", layout.NAME, "Số lao động đi làm việc ở nước ngoài")
    found = form.read()
    assert not found.taken
    assert "Số lao động đi làm việc ở nước ngoài" in left(found)[address] and "Số việc làm mới" in left(found)[address]


def test_a_row_that_was_copied_with_another_value_gives_none(form: Returned) -> None:
    form.fill(viec="120")
    free = form.row("xa.ngay") + 3
    for column in (layout.CODE, layout.NAME):
        form.sheet.cell(free, form.column(column)).value = form.sheet.cell(
            form.row("xa.viec"), form.column(column)
        ).value
    form.sheet.cell(free, form.column(layout.VALUE)).value = "130"
    found = form.read()
    assert not found.taken and len(left(found)) == 2


def test_a_free_row_has_a_second_value(form: Returned) -> None:
    form.fill(thu="5.100")
    free = form.row("xa.ngay") + 3
    for column, value in ((layout.NAME, "Thu ngân sách"), (layout.VALUE, "5.600"), (layout.BASIS, "ước thực hiện")):
        form.sheet.cell(free, form.column(column)).value = value
    found = form.read()
    assert {(value.code, value.basis): value.text for value in found.taken} == {
        ("xa.thu", "thực hiện"): "5.100 triệu đồng",
        ("xa.thu", "ước thực hiện"): "5.600",
    }


def test_a_free_row_that_contradicts_the_row_itself_gives_neither(form: Returned) -> None:
    address = form.put("xa.viec", layout.VALUE, "120")
    form.put("xa.viec", layout.SOURCE, "Sổ việc làm")
    free = form.row("xa.ngay") + 3
    for column, value in ((layout.NAME, "Số việc làm mới"), (layout.VALUE, "130")):
        form.sheet.cell(free, form.column(column)).value = value
    found = form.read()
    assert not found.taken and len(left(found)) == 2 and "130" in left(found)[address]
    form.sheet.cell(free, form.column(layout.SOURCE)).value = "Báo cáo quý"
    found = form.read()
    assert len(found.taken) == 2 and "«Số việc làm mới» có nhiều số khác nhau" in remarks(found)


@pytest.mark.parametrize(("typed", "told"), [("20.500", True), ("820", True), ("20.499", False), ("821", False)])
def test_a_value_far_from_last_years_is_told(form: Returned, typed: str, told: bool) -> None:
    form.fill(thu=typed)  # last year 4.100: five times as much is 20.500, a fifth of it 820
    found = form.read()
    assert values(found) == {"xa.thu": f"{typed} triệu đồng"}
    assert ("năm trước 4.100: kiểm tra lại" in remarks(found)) == told


# ---------------------------------------------------------------- columns and cells


def test_columns_may_be_moved(form: Returned) -> None:
    form.fill(thu="5.100")
    form.put("xa.thu", layout.SOURCE, "Sổ thu")
    first, second = form.column(layout.VALUE), form.column(layout.SOURCE)
    for row in range(form.row("xa.thu") - 1, form.sheet.max_row + 1):
        one, other = form.sheet.cell(row, first), form.sheet.cell(row, second)
        one.value, other.value = other.value, one.value
    found = form.read()
    assert values(found) == {"xa.thu": "5.100 triệu đồng"} and found.taken[0].source == "Sổ thu"


@pytest.mark.parametrize(
    "column", [layout.BEFORE, layout.UNIT_TEXT, layout.SOURCE, layout.DAY, layout.BASIS, layout.NOTE]
)
def test_a_number_in_another_column_is_told_and_not_read(form: Returned, column: layout.Column) -> None:
    address = form.put("xa.viec", column, "130")
    value = form.sheet.cell(form.row("xa.viec"), form.column(layout.VALUE)).coordinate
    found = form.read()
    assert not found.taken
    assert "130" in left(found)[address] and value in left(found)[address]


def test_a_number_beside_the_form_is_told(form: Returned) -> None:
    address = form.sheet.cell(form.row("xa.viec"), form.sheet.max_column + 2).coordinate
    form.sheet[address] = 130
    assert "130" in left(form.read())[address]


def test_last_years_values_are_never_read_back(form: Returned) -> None:
    form.fill(duong="3,5")
    found = form.read()
    assert values(found) == {"xa.duong": "3,5 km"} and not left(found)


def test_words_without_a_value_are_told(form: Returned) -> None:
    form.put("xa.viec", layout.NOTE, "Phòng chưa tổng hợp")
    assert "Phòng chưa tổng hợp" in remarks(form.read())


@pytest.mark.parametrize(
    "typed", ["12; 15", "120 (năm trước 90)", "6 tháng: 50, cả năm: 120", "không có", "chưa thống kê"]
)
def test_a_cell_with_two_values_or_words_is_told_and_not_read(form: Returned, typed: str) -> None:
    address = form.put("xa.viec", layout.VALUE, typed)
    found = form.read()
    assert not found.taken
    empty = {entry.place.rpartition("!")[2] for entry in found.left_out}
    assert address in left(found) or (typed in ("không có", "chưa thống kê") and address in empty)


def test_a_formula_without_a_stored_result_is_told(form: Returned) -> None:
    address = form.put("xa.viec", layout.VALUE, "=60+60")
    found = form.read()
    assert not found.taken and address in left(found)


def test_a_comment_is_told(form: Returned) -> None:
    address = form.put("xa.viec", layout.VALUE, "120")
    form.sheet[address].comment = Comment("số này chưa kể thôn 5", "cán bộ xã")
    found = form.read()
    assert values(found) == {"xa.viec": "120 việc"}
    assert address in remarks(found) and "số này chưa kể thôn 5" in remarks(found)


# ---------------------------------------------------------------- sheets and the head


def test_a_renamed_sheet_is_read(form: Returned) -> None:
    form.fill(thu="5.100")
    form.sheet.title = "Xã A nộp"
    assert values(form.read()) == {"xa.thu": "5.100 triệu đồng"}


def test_the_hidden_sheet_or_column_may_be_lost(form: Returned) -> None:
    form.fill(thu="5.100")
    del form.book[layout.MARK_SHEET]
    assert values(form.read()) == {"xa.thu": "5.100 triệu đồng"}


def test_the_hidden_column_may_be_deleted(form: Returned) -> None:
    form.fill(thu="5.100", viec="120")
    for merged in list(form.sheet.merged_cells.ranges):
        form.sheet.unmerge_cells(str(merged))
    form.sheet.delete_cols(form.column(layout.CODE))
    found = form.read()
    assert values(found) == {"xa.thu": "5.100 triệu đồng", "xa.viec": "120 việc"}
    assert {value.unit for value in found.taken} == {"xã A"}


def _without_marks(form: Returned) -> None:
    del form.book[layout.MARK_SHEET]
    for merged in list(form.sheet.merged_cells.ranges):
        form.sheet.unmerge_cells(str(merged))
    form.sheet.delete_cols(form.column(layout.CODE))


def test_without_any_mark_its_head_and_headings_tell_the_form(form: Returned) -> None:
    form.fill(duong="3,5")
    _without_marks(form)
    found = form.read()
    assert values(found) == {"xa.duong": "3,5 km"}
    assert [(value.unit, value.year) for value in found.taken] == [("xã A", 2023)]


def test_without_marks_and_head_it_is_a_table_whose_last_year_is_no_result(form: Returned) -> None:
    form.fill(duong="3,5")
    _without_marks(form)
    form.sheet.delete_rows(1, 8)
    with pytest.raises(UndecidedImport, match="--unit"):
        form.read()
    found = form.read(Options(unit="xã A", year=2023))
    assert values(found) == {"xa.duong": "3,5 km"}


def test_an_added_sheet_is_told(form: Returned) -> None:
    form.fill(thu="5.100")
    form.book.create_sheet("Chi tiết").append(["Thôn 1", 12])
    found = form.read()
    assert values(found) == {"xa.thu": "5.100 triệu đồng"}
    assert any("trang thêm vào" in reason for reason in left(found).values())


def test_a_form_that_names_another_unit_asks(form: Returned) -> None:
    form.fill(thu="5.100")
    form.head(layout.UNIT, "xã B")
    with pytest.raises(UndecidedImport, match=r'biểu gửi cho «xã A», nay ô Đơn vị ghi «xã B».*--unit "xã B"'):
        form.read()
    assert {value.unit for value in form.read(Options(unit="xã B")).taken} == {"xã B"}


@pytest.mark.parametrize("typed", ["Xã A", "UBND xã A", "XÃ A"])
def test_another_spelling_of_its_unit_is_its_unit(form: Returned, typed: str) -> None:
    form.fill(thu="5.100")
    form.head(layout.UNIT, typed)
    assert {value.unit for value in form.read().taken} == {"xã A"}


def test_a_form_that_names_another_year_asks(form: Returned) -> None:
    form.fill(thu="5.100")
    form.head(layout.YEAR, 2022)
    with pytest.raises(UndecidedImport, match=r"năm 2023, nay ô Năm ghi 2022.*--year 2022"):
        form.read()
    assert {value.year for value in form.read(Options(year=2022)).taken} == {2022}


def test_a_cleared_unit_asks(form: Returned) -> None:
    form.fill(thu="5.100")
    form.head(layout.UNIT, None)
    with pytest.raises(UndecidedImport, match=r'biểu gửi cho «xã A»; gõ tên đơn vị .*--unit "xã A"'):
        form.read()


def test_the_head_may_be_merged_otherwise(form: Returned) -> None:
    form.fill(thu="5.100")
    for merged in list(form.sheet.merged_cells.ranges):
        form.sheet.unmerge_cells(str(merged))
    for row in range(3, 8):
        form.sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=10)
    found = form.read()
    assert [(value.unit, value.year) for value in found.taken] == [("xã A", 2023)]


# ---------------------------------------------------------------- many units in one workbook


def test_every_sheet_of_many_units_is_read_as_its_unit(desk: Desk) -> None:
    form = Returned(desk, "xã B", "xã C")
    form.fill(thu="5.100")
    form.sheet = form.book["xã C"]
    form.fill(thu="5.300")
    found = form.read()
    assert {value.unit: value.text for value in found.taken} == {"xã A": "5.100 triệu đồng", "xã C": "5.300 triệu đồng"}
    assert "chưa ghi nguồn" in remarks(found)
    only = form.read(Options(unit="xã C"))
    assert {value.unit for value in only.taken} == {"xã C"}


def test_a_copy_of_the_sheet_for_another_unit_asks(form: Returned) -> None:
    form.fill(thu="5.100")
    form.sheet = form.book.copy_worksheet(form.sheet)
    form.head(layout.UNIT, "xã B")
    form.fill(thu="5.300")
    with pytest.raises(UndecidedImport, match="biểu gửi cho «xã A», nay ô Đơn vị ghi «xã B»"):
        form.read()


# ---------------------------------------------------------------- other programs and formats


def _typed_form(form: Returned) -> None:
    form.fill(thu="5.100", viec="120", ho_ngheo="2,57")
    form.put("xa.thu", layout.SOURCE, "Sổ thu, trang 2")
    form.put("xa.viec", layout.DAY, datetime(2023, 9, 30))
    form.head(layout.AS_OF, datetime(2023, 10, 31))


def _is_as_typed(found: Import) -> None:
    assert values(found) == {"xa.ho_ngheo": "2,57%", "xa.thu": "5.100 triệu đồng", "xa.viec": "120 việc"}
    by_code = {value.code: value for value in found.taken}
    assert by_code["xa.thu"].source == "Sổ thu, trang 2"
    assert by_code["xa.viec"].as_of == date(2023, 9, 30)
    assert found.as_of == {("xã A", 2023): date(2023, 10, 31)}
    assert not left(found)


def test_a_form_saved_as_csv_is_a_form(form: Returned) -> None:
    _typed_form(form)
    path = form.desk.root / "bieu.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        for row in form.sheet.iter_rows(values_only=True):
            days = [cell.strftime("%d/%m/%Y") if isinstance(cell, datetime) else cell for cell in row]
            csv.writer(stream, delimiter=";").writerow("" if cell is None else str(cell) for cell in days)
    _is_as_typed(form.desk.gather(path, Options()))


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("extension", ["ods", "xls"])
def test_a_form_saved_in_another_format_is_a_form(
    vietnamese_office: LibreOffice, form: Returned, tmp_path: Path, extension: str
) -> None:
    _typed_form(form)
    (tmp_path / "luu").mkdir()
    saved = vietnamese_office.converted(form.saved(), extension, tmp_path / "luu")
    _is_as_typed(form.desk.gather(saved, Options()))


@pytest.mark.slow
@pytest.mark.office
def test_the_head_counts_the_values_as_they_are_typed(vietnamese_office: LibreOffice, form: Returned) -> None:
    form.fill(thu="5.100", viec="trên 100", duong=" ", giam="1,2")
    rows = vietnamese_office.as_shown(form.saved())[layout.FACTS_SHEET]
    assert "Đã điền 3/8 số liệu (số cần để đánh giá: 2/3)" in rows[0]
