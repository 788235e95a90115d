"""Files as grids: encodings and separators of CSV; workbooks that are damaged, hostile, or of another kind."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook as ExcelBook
from openpyxl import load_workbook

from engine.importing.books import read_book
from engine.importing.cell import CellKind, column_letters
from engine.importing.csv_grid import read_csv
from engine.importing.grid import UnreadableTable
from engine.importing.transcription import transcribe
from tests.importing.desk import Desk, reasons, values

TABLE = [["Chỉ tiêu", "Thực hiện 2023"], ["Thu ngân sách", "5.200"], ["Tỷ lệ hộ nghèo", "2,75%"]]
EXPECTED = {"xa.thu": "5.200", "xa.ho_ngheo": "2,75%"}


def joined(separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in TABLE) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_separators(desk: Desk, separator: str, encoding: str) -> None:
    assert values(desk.csv(joined(separator), encoding=encoding)) == EXPECTED


def test_big_endian_with_its_mark(desk: Desk) -> None:
    assert values(desk.csv("\ufeff" + joined("\t"), encoding="utf-16-be")) == EXPECTED


def test_excel_may_state_the_separator(desk: Desk) -> None:
    assert values(desk.csv("sep=;\r\n" + joined(";"))) == EXPECTED


def test_decomposed_letters(desk: Desk) -> None:
    assert values(desk.csv(unicodedata.normalize("NFD", joined(";")))) == EXPECTED


def test_places_count_rows_as_excel_does(desk: Desk) -> None:
    found = desk.csv('Chỉ tiêu;"Thực hiện\n2023"\n\nThu ngân sách;5.200\n')
    assert [value.place for value in found.taken] == ["bang.csv!B3"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("Chỉ tiêu;TH\nThu ngân sách;5\n".encode()[:-20] + b"\xff\xfe\xfd", "UTF-8"),
        (b"Chi tieu,TH\x00\n1,2\n", "NUL"),
        (b"khong co cot nao\nchi co chu\n", "cột"),
        (b"", "rỗng"),
        (b"%PDF-1.4", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"PK\x03\x04 khong phai zip", "hỏng"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "bang.csv"
    path.write_bytes(raw)
    with pytest.raises(UnreadableTable, match=message):
        read_book(path, "bang.csv")


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8), min_size=2, max_size=2
        ),
        min_size=1,
        max_size=6,
    )
)
def test_csv_gives_back_its_cells(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    import csv

    path = tmp_path_factory.mktemp("bang") / "bang.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(rows)
    (sheet,) = read_csv(path, "bang.csv").sheets
    kept = {(number, column): cell.text for number, row in sheet.rows.items() for column, cell in row.items()}
    wanted = {(n, c): text for n, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text.strip()}
    assert kept == wanted


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


class TestOldScripts:
    HEADING = "Chỉ tiêu;Thực hiện 2023"

    def test_tcvn3_in_csv(self, desk: Desk) -> None:
        raw = "ChØ tiªu;Thùc hiÖn 2023\nThu ng©n s¸ch;5.200\nTû lÖ hé nghÌo;2,75%\n"
        found = desk.csv(raw, encoding="latin-1")
        assert values(found) == EXPECTED
        assert any("TCVN3" in remark.text for remark in found.remarks)

    def test_vni_in_csv(self, desk: Desk) -> None:
        raw = "Chæ tieâu;Thöïc hieän 2023\nThu ngaân saùch;5.200\nTyû leä hoä ngheøo;2,75%\n"
        found = desk.csv(raw, encoding="latin-1")
        assert values(found) == EXPECTED
        assert any("VNI" in remark.text for remark in found.remarks)

    @pytest.mark.parametrize(
        ("font", "rows"),
        [
            (".VnTime", [["ChØ tiªu", "Thùc hiÖn 2023"], ["Thu ng©n s¸ch", "5.200"]]),
            ("VNI-Times", [["Chæ tieâu", "Thöïc hieän 2023"], ["Thu ngaân saùch", "5.200"]]),
        ],
    )
    def test_fonts_in_a_workbook(self, desk: Desk, font: str, rows: list[list[object]]) -> None:
        from openpyxl.styles import Font

        path = desk.book(rows)
        book = load_workbook(path)
        for row in book["Bảng"].iter_rows():
            for cell in row:
                cell.font = Font(name=font)
        book["Bảng"]["A3"] = "Tỷ lệ hộ nghèo"  # somebody typed on, in Unicode
        book["Bảng"]["B3"] = "2,75%"
        book.save(path)
        assert values(desk.gather(path)) == EXPECTED

    def test_an_unknown_script_is_refused(self, desk: Desk) -> None:
        with pytest.raises(UnreadableTable, match="bảng mã"):
            desk.csv("Âîâäåì;Ïðèâåò\nÆÇÈÉ ÌÍÎÏ;ßàáâã äåæç\nÐÑÒÓ ÔÕÖ;øùúû\n")

    def test_mixed_scripts_are_named(self, desk: Desk) -> None:
        rows = "ChØ tiªu;Thùc hiÖn 2023;Ghi chó\nThu ng©n s¸ch;5.200;®· ®èi chiÕu\nTæng số viÖc;3;hîp t¸c x·\n"
        found = desk.csv(rows)
        assert values(found) == {"xa.thu": "5.200"}
        assert any("lẫn Unicode với TCVN3" in remark.text for remark in found.remarks)


class TestWorkbooks:
    ROWS: list[list[object]] = [["Chỉ tiêu", "Thực hiện 2023"], ["Thu ngân sách", 5200]]  # noqa: RUF012 - never changed

    def changed(self, desk: Desk, part: str, old: bytes, new: bytes) -> Path:
        """The book with some bytes of one part replaced."""
        path = desk.book(self.ROWS)
        whole = io.BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                content = source.read(name)
                if name == part:
                    assert old in content
                    content = content.replace(old, new, 1)
                target.writestr(name, content)
        path.write_bytes(whole.getvalue())
        return path

    def test_a_formula_without_its_result_is_left_out(self, desk: Desk) -> None:
        found = desk.xlsx([["Chỉ tiêu", "Thực hiện 2023"], ["Thu ngân sách", "=1+1"], ["Tỷ lệ hộ nghèo", "3%"]])
        assert values(found) == {"xa.ho_ngheo": "3%"}
        assert reasons(found) == {"B2": "bad_value"}
        assert "công thức" in found.left_out[0].reason

    def test_a_formula_with_its_result_is_that_value(self, desk: Desk) -> None:
        path = self.changed(desk, "xl/worksheets/sheet1.xml", b"<v>5200</v>", b"<f>WEBSERVICE(1)</f><v>5200</v>")
        assert values(desk.gather(path)) == {"xa.thu": "5.200"}

    def test_a_bomb_is_not_unpacked(self, desk: Desk) -> None:
        path = desk.book(self.ROWS)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/media/anh.bin", b"\x00" * 30_000_000)
        with pytest.raises(UnreadableTable, match="bung ra quá lớn"):
            desk.gather(path)

    @pytest.mark.parametrize("address", [b"XFD2", b"B1048576"])
    def test_a_cell_at_the_end_of_the_world_is_refused(self, desk: Desk, address: bytes) -> None:
        with pytest.raises(UnreadableTable, match="quá lớn"):
            desk.gather(self.changed(desk, "xl/worksheets/sheet1.xml", b'r="B2"', b'r="' + address + b'"'))

    def test_a_lying_dimension_is_no_matter(self, desk: Desk) -> None:
        path = self.changed(desk, "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:XFD1048576"')
        assert values(desk.gather(path)) == {"xa.thu": "5.200"}

    def test_entities_are_refused(self, desk: Desk) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet '
        with pytest.raises(UnreadableTable, match="XML"):
            desk.gather(self.changed(desk, "xl/worksheets/sheet1.xml", b"<worksheet ", bomb))

    def test_broken_xml_is_refused(self, desk: Desk) -> None:
        with pytest.raises(UnreadableTable, match="hỏng"):
            desk.gather(self.changed(desk, "xl/worksheets/sheet1.xml", b"</sheetData>", b"<sheetData>"))

    def test_huge_merges_are_bounded(self, desk: Desk) -> None:
        merge = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        found = desk.gather(self.changed(desk, "xl/worksheets/sheet1.xml", b"</sheetData>", merge))
        assert values(found) == {}

    def test_macros_and_links_are_named_and_left_alone(self, desk: Desk) -> None:
        path = desk.book(self.ROWS)
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("xl/vbaProject.bin", b"Auto_Open")
            package.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        found = desk.gather(path)
        assert values(found) == {"xa.thu": "5.200"}
        assert [remark.text for remark in found.remarks[:2]] == [
            "tệp có macro; không chạy",
            "tệp có liên kết ra tệp khác; không mở, chỉ lấy số Excel đã lưu",
        ]

    def test_hidden_sheets_are_read_only_when_asked_for(self, desk: Desk) -> None:
        path = desk.book(self.ROWS)
        book = load_workbook(path)
        hidden = book.create_sheet("Nháp")
        hidden.sheet_state = "hidden"
        hidden.append(["Chỉ tiêu", "Thực hiện 2023"])
        hidden.append(["Thu ngân sách", 1])
        book.save(path)
        found = desk.gather(path)
        assert values(found) == {"xa.thu": "5.200"}
        assert [entry.reason for entry in found.left_out] == ["trang ẩn"]

    def test_sheet_names_with_a_mark_of_exclamation_are_quoted(self, desk: Desk) -> None:
        found = desk.gather(desk.book(self.ROWS, sheet="Quý!4"))
        assert found.taken[0].place == "bang.xlsx!'Quý!4'!B2"

    def test_merged_cells_stand_at_all_their_places(self, tmp_path: Path) -> None:
        book = ExcelBook()
        assert book.active is not None
        book.active["A1"] = "Đầu"
        book.active["C3"] = 1
        book.active.merge_cells("A1:B2")
        book.save(tmp_path / "a.xlsx")
        (sheet,) = read_book(tmp_path / "a.xlsx", "a.xlsx").sheets
        shared = {id(sheet.rows[row][column]) for row in (1, 2) for column in (1, 2)}
        assert len(shared) == 1
        transcribed = transcribe(sheet).sheet
        assert len({id(transcribed.rows[row][column]) for row in (1, 2) for column in (1, 2)}) == 1
        assert sheet.rows[3][3].kind is CellKind.NUMBER


def formatted(desk: Desk, form: str, value: float = 1_800_000) -> Path:
    path = desk.book([["Mã số liệu", "Giá trị"], ["xa.thu", value], ["xa.viec", 3]])
    book = load_workbook(path)
    book["Bảng"]["B2"].number_format = form
    book.save(path)
    return path


@pytest.mark.parametrize(
    "form", ["#,##0,,", "0.0,", "[>=1000]#,##0,;0", "#,##0,,_);(#,##0,,)", '0.0" khách"', '0" tỉ lẻ"']
)
def test_a_format_that_shows_another_number_or_unknown_words_leaves_it_out(desk: Desk, form: str) -> None:
    found = desk.gather(formatted(desk, form))
    assert values(found) == {"xa.viec": "3"}
    assert reasons(found) == {"B2": "bad_value"}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ('0.0" tỷ đồng"', "1,8 tỷ đồng"),
        ('#,##0.0\\ "tr.đ"', "1,8 triệu đồng"),
        ("#,##0.0 [$₫-42A]", "1,8 đồng"),
        ('_(* #,##0.0_);_(* (#,##0.0);_(* "-"??_);_(@_)', "1,8"),
        ("[Red]0.0", "1,8"),
        ("General", "1,8"),
        ("0.0E+00", "1,8"),
        ('0.0;-0.0;"không"', "1,8"),
    ],
)
def test_a_unit_in_the_format_is_the_unit_of_the_cell(desk: Desk, form: str, text: str) -> None:
    assert values(desk.gather(formatted(desk, form, 1.8)))["xa.thu"] == text


def test_a_raised_mark_is_no_digit_of_the_number(desk: Desk) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    raised = InlineFont(vertAlign="superscript")
    path = desk.book([["Mã số liệu", "Giá trị"], ["xa.thu", ""], ["xa.viec", ""], ["xa.duong", "95⁵"]])
    book = load_workbook(path)
    book["Bảng"]["B2"] = CellRichText("95", TextBlock(raised, "5"))
    book["Bảng"]["B3"] = CellRichText("12", TextBlock(InlineFont(b=True), "0"))
    book.save(path)
    found = desk.gather(path)
    assert values(found) == {"xa.viec": "120"}
    assert reasons(found) == {"B2": "bad_value", "B4": "bad_value"}
    assert "chú thích" in found.left_out[0].reason


def test_a_raised_mark_in_the_strings_that_excel_shares(desk: Desk) -> None:
    import xlsxwriter

    path = desk.root / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, raised = book.add_worksheet(), book.add_format({"font_script": 1})
        sheet.write_row(0, 0, ["Mã số liệu", "Giá trị"])
        sheet.write_row(1, 0, ["xa.thu"])
        sheet.write_rich_string(1, 1, "9", "5", raised, "5")
        sheet.write_row(2, 0, ["xa.duong"])
        sheet.write_rich_string(2, 1, "12 k", "m", raised, "x")
    found = desk.gather(path)
    assert reasons(found)["B2"] == "bad_value" and "chú thích" in found.left_out[0].reason
    assert values(found) == {}


def test_hidden_columns_are_said(desk: Desk) -> None:
    path = desk.book([["Mã số liệu", "TH 2022", "TH 2023"], ["xa.thu", 1, 2]])
    book = load_workbook(path)
    book["Bảng"].column_dimensions["B"].hidden = True
    book["Bảng"].column_dimensions["Z"].hidden = True
    book.save(path)
    assert any("cột ẩn (B)" in remark.text for remark in desk.gather(path).remarks)
