"""Tables in workbooks: merged cells, formats, formulas, hidden parts, old scripts, headings of two rows. No value is guessed, nothing is silent."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from engine.bulk.cases import TableCases
from engine.bulk.heads import layout_of
from engine.bulk.units import Given, TableUnits
from engine.bulk.workbook import XlsxTable
from engine.importing.grid import UnreadableTable
from engine.rulebook.rulebook import Rulebook
from engine.workspace.workspace import Workspace
from tests.bulk import invented
from tests.bulk.invented import as_csv
from tests.running import Done, run_here

pytestmark = pytest.mark.slow
Cells = list[list[object]]
Change = Callable[[Workbook, Worksheet], object]

HEAD: list[object] = ["đơn vị", "năm", "tính đến", "nguồn", "ho.tong", "ho.ngheo", "duong.km"]
UNITS = ("xã An Bình", "xã Bình Trị", "xã Tân Lập")
WIDE: Cells = [HEAD, *([unit, 2023, "31/12/2023", "BC", 1500, 30, 13] for unit in UNITS)]
LONG: Cells = [
    [*HEAD[:4], "mã số liệu", "giá trị"],
    *(
        [unit, 2023, "31/12/2023", "BC", code, value]
        for unit in UNITS
        for code, value in (("ho.tong", 1500), ("ho.ngheo", 30), ("duong.km", 13))
    ),
]
SPLIT = "không rõ thuộc dòng, cột nào; sửa: bỏ gộp, ghi từng ô"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.workspace(tmp_path_factory.mktemp("bang"))


@pytest.fixture(scope="module")
def rulebook(root: Path) -> Rulebook:
    return TableCases(Workspace(root), root / "bang.xlsx", Given(None, None, None)).only_rules(None)


def book(path: Path, rows: Cells, change: Change | None = None) -> Path:
    """Writes a workbook of one sheet, «BC», which ``change`` may change."""
    written = xlsxwriter.Workbook(path)
    sheet = written.add_worksheet("BC")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    if change is not None:
        change(written, sheet)
    written.close()
    return path


def evaluated(root: Path, rows: Cells, change: Change | None = None) -> Done:
    book(root / "bang.xlsx", rows, change)
    return run_here("evaluate", "--data", "bang.xlsx", "--format", "csv", "--no-record", cwd=root)


def units(done: Done) -> list[str]:
    return list(dict.fromkeys(line["unit"] for line in csv.DictReader(io.StringIO(done.stdout))))


def merge(place: str, value: object) -> Change:
    return lambda written, sheet: sheet.merge_range(place, value, written.add_format())


@pytest.mark.parametrize(
    ("rows", "place", "value", "left", "said"),
    [
        pytest.param(WIDE, "E2:E3", 800, UNITS[2:], f"ô E2, cột «ho.tong»: ô giá trị gộp với ô khác: {SPLIT}", id="down"),
        pytest.param(WIDE, "E2:E3", 800, UNITS[2:], f"ô E3, cột «ho.tong»: ô giá trị gộp với ô E2: {SPLIT}", id="below"),
        pytest.param(WIDE, "F2:G2", 20, UNITS[1:], f"ô F2, cột «ho.ngheo»: ô giá trị gộp với ô khác: {SPLIT}", id="across"),
        pytest.param(WIDE, "F3:G4", 20, UNITS[:1], f"ô F4, cột «ho.ngheo»: ô giá trị gộp với ô F3: {SPLIT}", id="both"),
        pytest.param(WIDE, "D2:E2", "800", UNITS[1:], "ô E2, cột «ho.tong»: ô giá trị gộp với ô D2", id="with a source"),
        pytest.param(WIDE, "A2:B2", "xã X", UNITS[1:], "ô B2, cột «năm»: ô gộp với ô A2 của cột khác", id="unit and year"),
        pytest.param(
            WIDE, "A5:G5", "Ghi chú: các xã báo cáo", UNITS, "dòng ghi chú, dòng tên nhóm thì bỏ dòng ấy", id="a note"
        ),
        pytest.param(
            WIDE, "G1:G2", "duong.km", UNITS[1:], f"ô G2, cột «duong.km»: ô giá trị gộp với ô G1: {SPLIT}", id="a heading"
        ),
        pytest.param(LONG, "F3:F4", 30, UNITS[1:], "xã An Bình, ô F3, cột «giá trị»: ô giá trị gộp với ô khác", id="long"),
        pytest.param(LONG, "F4:F5", 30, UNITS[2:], "xã Bình Trị, ô F5, cột «giá trị»: ô giá trị gộp với ô F4", id="long two"),
        pytest.param(LONG, "E4:F4", "ho.tong", UNITS[1:], "ô F4, cột «giá trị»: ô giá trị gộp với ô E4", id="long code"),
    ],
)  # fmt: skip
def test_a_merged_value_is_given_to_no_unit(
    root: Path, rows: Cells, place: str, value: object, left: tuple[str, ...], said: str
) -> None:
    done = evaluated(root, rows, merge(place, value))
    assert (done.returncode, units(done)) == (3, list(left))
    assert said in done.stderr


def test_what_stands_unseen_in_a_merged_range_is_given_to_no_unit(root: Path) -> None:
    """Excel shows the first cell, which is blank; programs leave values in the others."""

    def change(written: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("E2:E3", "", written.add_format())
        sheet.write("E3", 800)

    done = evaluated(root, WIDE, change)
    assert (done.returncode, units(done)) == (3, [UNITS[0], UNITS[2]])
    assert f"xã Bình Trị, ô E3, cột «ho.tong»: ô giá trị gộp với ô khác: {SPLIT}" in done.stderr
    imported = run_here("import", "bang.xlsx", "--dry-run", cwd=root)
    assert "ô giá trị gộp với ô khác: không rõ thuộc dòng, cột nào" in imported.stdout + imported.stderr


@pytest.mark.parametrize(
    ("rows", "place", "value"),
    [
        (WIDE, "B2:B4", 2023),
        (WIDE, "C2:C4", "31/12/2023"),
        (WIDE, "D2:D4", "BC"),
        (WIDE, "E2:G3", "chưa có"),
        (LONG, "A2:A4", "xã An Bình"),
        (LONG, "B2:B10", 2023),
        (LONG, "D3:D6", "BC"),
    ],
)
def test_labels_that_are_merged_over_rows_are_those_of_each_row(
    root: Path, rows: Cells, place: str, value: object
) -> None:
    done = evaluated(root, rows, merge(place, value))
    assert (done.returncode, units(done), done.stderr) == (0, list(UNITS), "")


def test_a_long_table_whose_value_may_be_of_any_unit_is_refused(root: Path) -> None:
    rows = [["STT", *LONG[0]], *([number, *row] for number, row in enumerate(LONG[1:], 1))]
    done = evaluated(root, rows, merge("A5:B5", "4"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "ô B5: ô gộp với ô A5 của cột khác; không chắc dòng này là của đơn vị nào" in done.stderr


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_merged_range_leaves_out_the_rows_that_it_covers_and_no_other(
    rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The rows are told by hand: a range of one column of year, day or source changes nothing; all else is of no certain place."""
    rows: Cells = [HEAD, *([f"xã X{at}", 2023, "31/12/2023", "BC", 1500 + at, 30, at] for at in range(1, 6))]
    top, left = data.draw(st.integers(1, 5)), data.draw(st.integers(0, 6))
    bottom, right = data.draw(st.integers(top, 5)), data.draw(st.integers(left, 6))
    if (top, left) == (bottom, right):
        return

    def merged(written: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(top, left, bottom, right, rows[top][left], written.add_format())

    table = XlsxTable(book(tmp_path_factory.getbasetemp() / "gop.xlsx", rows, merged))
    read = TableUnits(table, layout_of(table.headings, rulebook), Given(None, None, None))
    if left == right == 0:
        with pytest.raises(UnreadableTable, match="có hai dòng"):
            list(read.batches(10))
        return
    spread = left == right and left in (1, 2, 3)
    expected = [at for at in range(1, 6) if spread or not top <= at <= bottom]
    found = [batch.row(at) for batch in read.batches(10) for at in range(len(batch.heads))]
    assert [(row.unit, row.year, row.as_of, row.source) for row in found] == [
        (f"xã X{at}", 2023, date(2023, 12, 31), "BC") for at in expected
    ]
    assert [[one.text.replace(".", "") for one in row.values] for row in found] == [
        [str(1500 + at), "30", str(at)] for at in expected
    ]
    blank = (
        range(top + 1, bottom + 1) if (left, right) == (0, 6) else ()
    )  # one cell is all of these rows: they say nothing
    assert [row.row for row in read.unread] == [at + 1 for at in range(1, 6) if at not in expected and at not in blank]


def styled(place: tuple[int, int], value: object, form: str) -> Change:
    return lambda written, sheet: sheet.write(*place, value, written.add_format({"num_format": form}))


def formula(place: tuple[int, int], result: object) -> Change:
    return lambda written, sheet: sheet.write_formula(*place, "=1/0", None, result)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            styled((1, 4), 1500, '#,##0" người"'),
            "ô E2, cột «ho.tong»: định dạng của ô hiện thêm chữ «người» bên số 1.500; sửa: xem 1.500 có đúng là con số "
            "của cột này không (danh mục tính theo hộ), rồi đổi định dạng của ô sang General hoặc Number",
        ),
        (styled((1, 4), 1500, "#,##0.0 [$₫-42A]"), "định dạng của ô hiện thêm chữ «đồng» bên số 1.500"),
        (styled((1, 4), 1500, '0.0%" hộ"'), "định dạng của ô hiện thêm chữ «hộ» bên số 150.000%"),
        (
            styled((1, 4), 1_500_000, "#,##0,"),
            "ô E2, cột «ho.tong»: định dạng «#,##0,» làm ô hiện số nhỏ đi nghìn lần trở lên so với số lưu trong ô; "
            "sửa: đổi định dạng của ô sang General, sửa số cho đúng đơn vị tính",
        ),
        (
            formula((1, 4), "#DIV/0!"),
            "ô E2, cột «ho.tong»: ô báo lỗi #DIV/0!; sửa: sửa công thức của ô ấy, rồi lưu lại tệp",
        ),
        (
            formula((1, 4), ""),
            "ô E2, cột «ho.tong»: ô là công thức mà tệp không lưu kết quả; "
            "sửa: mở tệp bằng Excel hoặc LibreOffice, tính lại (F9), rồi lưu",
        ),
        (formula((1, 0), "#REF!"), "dòng 2"),
        (formula((1, 0), "#REF!"), "ô A2, cột «đơn vị»: ô báo lỗi #REF!"),
        (formula((1, 1), "#REF!"), "xã An Bình, ô B2, cột «năm»: ô báo lỗi #REF!"),
    ],
)
def test_a_cell_without_a_certain_value_is_told_with_its_own_cause(root: Path, change: Change, said: str) -> None:
    done = evaluated(root, WIDE, change)
    assert (done.returncode, units(done)) == (3, list(UNITS[1:]))
    if said == "dòng 2":  # what Excel shows instead of a name is no name
        assert "(ô A2" not in done.stderr
    else:
        assert said in done.stderr


def test_a_formula_in_the_name_of_a_unit_makes_a_long_table_uncertain(root: Path) -> None:
    done = evaluated(root, LONG, formula((1, 0), "#REF!"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "ô A2: ô báo lỗi #REF!; không chắc dòng này là của đơn vị nào" in done.stderr


@pytest.mark.parametrize("form", ['#,##0" hộ"', '#,##0.0 "Hộ"', "#,##0", "0.00"])
def test_a_format_that_shows_the_unit_of_the_catalogue_changes_nothing(root: Path, form: str) -> None:
    plain = evaluated(root, WIDE)
    done = evaluated(root, WIDE, styled((1, 4), 1500, form))
    assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, "")


def test_a_year_whose_format_says_that_it_is_one_is_a_year(root: Path) -> None:
    done = evaluated(root, WIDE, styled((1, 1), 2023, '"Năm "0'))
    assert (done.returncode, units(done)) == (0, list(UNITS))


# ---------------------------------------------------------------- old scripts


@pytest.mark.parametrize(
    ("font", "names", "script"),
    [
        (".VnTime", ("x· §èc Binh KiÒu", "x· Mü An", "x· L¸ng BiÓn"), "TCVN3"),
        ("VNI-Times", ("xaõ Ñoác Binh Kieàu", "xaõ Myõ An", "xaõ Laùng Bieån"), "VNI"),
    ],
)
def test_names_in_an_old_script_are_converted_and_that_is_said(
    root: Path, font: str, names: tuple[str, ...], script: str
) -> None:
    def change(written: Workbook, sheet: Worksheet) -> None:
        for row, name in enumerate(names, 1):
            sheet.write(row, 0, name, written.add_format({"font_name": font}))

    done = evaluated(root, WIDE, change)
    assert (done.returncode, units(done)) == (0, ["xã Đốc Binh Kiều", "xã Mỹ An", "xã Láng Biển"])
    assert f"trang «BC» dùng bảng mã {script}: đã chuyển 3 ô sang Unicode" in done.stderr


@pytest.mark.parametrize("names", [("x· §èc Binh KiÒu", "x· Mü An"), ("xaõ Ñoác Binh Kieàu", "xaõ Laùng Bieån")])
def test_names_in_an_old_script_are_refused_where_no_font_tells_it(root: Path, names: tuple[str, ...]) -> None:
    """A program that makes UTF-8 of a workbook leaves its letters as they are."""
    rows = [[str(cell) for cell in HEAD], *([name, "2023", "31/12/2023", "BC", "1", "1", "1"] for name in names)]
    as_csv(root / "cu.csv", rows)
    done = run_here("evaluate", "--data", "cu.csv", "--format", "csv", "--no-record", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "tên đơn vị ghi theo bảng mã chữ Việt cũ" in done.stderr and "Unikey" in done.stderr


def test_lists_of_units_in_an_old_script_are_converted_too(root: Path) -> None:
    def change(written: Workbook, sheet: Worksheet) -> None:
        for row, name in enumerate(("x· §èc Binh KiÒu", "x· Mü An"), 1):
            sheet.write(row, 0, name, written.add_format({"font_name": ".VnTime"}))

    book(root / "xa.xlsx", [["Tên đơn vị"]], change)
    done = run_here("new", "facts", "--units", "xa.xlsx", "--year", "2023", "--xlsx", "-o", "bieu", cwd=root)
    assert done.returncode == 0, done.stderr
    forms = sorted(path.name for path in (root / "bieu").iterdir())
    assert forms == ["bieu-so-lieu-xa-doc-binh-kieu-2023.xlsx", "bieu-so-lieu-xa-my-an-2023.xlsx"]


# ---------------------------------------------------------------- hidden parts


def hide_row(_: Workbook, sheet: Worksheet) -> None:
    sheet.set_row(3, None, None, {"hidden": True})


def hide_column(_: Workbook, sheet: Worksheet) -> None:
    sheet.set_column(5, 5, None, None, {"hidden": True})


def hidden_sheet(written: Workbook, _: Worksheet) -> None:
    other = written.add_worksheet("cu")
    other.write_row(0, 0, HEAD)
    other.write_row(1, 0, ["xã Cũ", 2023, "31/12/2023", "BC", 1, 1, 1])
    other.hide()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (hide_row, "trang «BC» có 1 dòng ẩn; vẫn được đọc"),
        (hide_column, "trang «BC» có cột ẩn (F); vẫn được đọc"),
        (hidden_sheet, "trang ẩn «cu» không được đọc; là bảng cần đọc thì bấm chuột phải"),
    ],
)
def test_what_is_hidden_is_told(root: Path, change: Change, said: str) -> None:
    done = evaluated(root, WIDE, change)
    assert (done.returncode, units(done)) == (0, list(UNITS))
    assert said in done.stderr


def test_a_workbook_of_hidden_sheets_alone_says_how_to_show_them(root: Path) -> None:
    def change(written: Workbook, sheet: Worksheet) -> None:
        written.add_worksheet("trống").activate()
        sheet.hide()

    done = evaluated(root, WIDE, change)
    assert (done.returncode, done.stdout) == (2, "")
    assert "các trang tính có dữ liệu đều đang ẩn: «BC»" in done.stderr and "Unhide" in done.stderr


def test_what_a_workbook_has_besides_is_told_as_import_tells_it(root: Path) -> None:
    book(root / "vba.xlsx", WIDE)
    with zipfile.ZipFile(root / "vba.xlsx", "a") as package:
        package.writestr("xl/vbaProject.bin", b"")
    done = run_here("evaluate", "--data", "vba.xlsx", "--format", "csv", "--no-record", cwd=root)
    assert "tệp có macro; không chạy" in done.stderr and units(done) == list(UNITS)


# ---------------------------------------------------------------- headings of two rows


def two_rows(first: list[str], second: list[str], wide: str) -> tuple[Cells, Change]:
    """A head of two rows: its columns before F are merged over both."""
    rows: Cells = [[*HEAD[:4], *first], ["", "", "", "", *second], *WIDE[1:]]

    def change(written: Workbook, sheet: Worksheet) -> None:
        for column in range(4):
            sheet.merge_range(0, column, 1, column, HEAD[column], written.add_format())
        if wide:
            sheet.merge_range(wide, first[0], written.add_format())

    return rows, change


@pytest.mark.parametrize(
    ("first", "wide"),
    [(["Hộ", "", "duong.km"], "E1:F1"), (["ho.tong", "", "duong.km"], "E1:F1"), (["ho.tong", "ho.ngheo", "duong.km"], "")],
)  # fmt: skip
@pytest.mark.parametrize("second", [["ho.tong", "ho.ngheo", ""], ["Kế hoạch", "Thực hiện", ""]])
def test_headings_of_two_rows_are_told_as_such(root: Path, first: list[str], wide: str, second: list[str]) -> None:
    done = evaluated(root, *two_rows(first, second, wide))
    assert (done.returncode, done.stdout) == (2, "")
    assert "dòng tiêu đề (dòng 1 " in done.stderr and "công cụ chỉ đọc tiêu đề một dòng" in done.stderr
    assert "mỗi cột một mã hoặc tên số liệu; hoặc nhập bảng này bằng `chitieu import`" in done.stderr


def test_headings_of_two_rows_without_merged_cells_are_told_too(root: Path) -> None:
    head = ["đơn vị", "năm", "tính đến", "Hộ", ""]
    as_csv(root / "hai.csv", [head, ["", "", "", "Tổng số", "Nghèo"], ["xã A", "2023", "31/12/2023", "10", "1"]])
    done = run_here("evaluate", "--data", "hai.csv", "--no-record", cwd=root)
    assert done.returncode == 2
    assert "không hiểu tiêu đề cột «Hộ»; có vẻ bảng có hai dòng tiêu đề (dòng 1 và 2)" in done.stderr


def test_a_row_of_a_unit_is_no_second_row_of_headings(root: Path) -> None:
    as_csv(
        root / "mot.csv", [["đơn vị", "năm", "tính đến", "Hộ", "ho.ngheo"], ["xã A", "2023", "31/12/2023", "10", "1"]]
    )
    done = run_here("evaluate", "--data", "mot.csv", "--no-record", cwd=root)
    assert done.returncode == 2
    assert "không hiểu tiêu đề cột «Hộ»" in done.stderr and "hai dòng tiêu đề" not in done.stderr


def test_a_heading_over_several_columns_is_told(root: Path) -> None:
    done = evaluated(root, WIDE, merge("E1:F1", "ho.tong"))
    assert done.returncode == 2
    assert "hai cột cùng ghi số liệu «ho.tong»; ô tiêu đề E1 gộp nhiều cột" in done.stderr


def test_headings_that_are_only_higher_than_a_row_are_headings(root: Path) -> None:
    rows: Cells = [HEAD, [""] * len(HEAD), *WIDE[1:]]

    def change(written: Workbook, sheet: Worksheet) -> None:
        for column, heading in enumerate(HEAD):
            sheet.merge_range(0, column, 1, column, heading, written.add_format())

    done = evaluated(root, rows, change)
    assert (done.returncode, units(done), done.stderr) == (0, list(UNITS), "")
