"""Spreadsheets of other programs and of older versions: .xls and .ods give the same cells as .xlsx, or are refused by name."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.importing.books import read_book
from engine.importing.cell import Cell, CellKind
from engine.importing.grid import Book, UnreadableTable
from engine.importing.xls_grid import read_xls
from tests.importing.desk import Desk, reasons, values

XLS = Path(__file__).with_name("excel97.xls")
"""Made by hand: a percentage, a format of millions, a word in a format, a date, errors, fonts, hidden parts."""

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def ods(folder: Path, body: str, styles: str = "", **parts: str) -> Path:
    """An .ods file with the sheets ``body`` and the automatic styles ``styles``."""
    path = folder / "bang.ods"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        for name, text in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", text)
    return path


def sheet(*rows: str, name: str = "Bảng", given: str = "") -> str:
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" {given}>{lines}</table:table>'


def text(words: str, given: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {given}><text:p>{words}</text:p></table:table-cell>'


def number(value: str, kind: str = "float", given: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}" {given}><text:p>{value}</text:p></table:table-cell>'


HEADING = text("Mã số liệu") + text("Giá trị")


def cells(book: Book) -> dict[str, Cell]:
    return {cell.address: cell for row in book.sheets[0].rows.values() for cell in row.values()}


class TestExcel97:
    def test_cells_are_read_with_their_formats_and_fonts(self) -> None:
        book = read_book(XLS, "a.xls")
        found = cells(book)
        assert (found["B3"].number, found["B3"].percent) == (Decimal("0.75"), True)
        assert (found["B5"].number, found["B5"].scaled) == (Decimal(1_800_000), "#,##0,,")
        assert (found["B6"].number, found["B6"].affix) == (Decimal("1.8"), "tỷ đồng")
        assert found["B7"].day == date(2024, 12, 31)
        assert (found["B8"].kind, found["B8"].text) == (CellKind.LOGICAL, "có")
        assert (found["D3"].kind, found["D3"].text) == (CellKind.ERROR, "#DIV/0!")
        assert (found["E3"].text, found["E3"].font) == ("ChØ tiªu", ".VnTime")
        assert (found["E4"].text, found["E4"].raised) == ("955", "5")
        assert found["A1"].merged and book.sheets[0].rows[1][3] is found["A1"]

    def test_hidden_sheets_and_parts_are_known(self) -> None:
        book = read_book(XLS, "a.xls")
        assert [one.name for one in book.sheets if one.hidden] == ["Ẩn", "Rất ẩn"]
        assert book.sheets[0].remarks == (
            "trang «Biểu 1» có 1 dòng ẩn; vẫn được đọc",
            "trang «Biểu 1» có cột ẩn (D); vẫn được đọc",
        )

    def test_damaged_files_are_refused(self, tmp_path: Path) -> None:
        content = XLS.read_bytes()
        for at in (600, 3_000, 5_000, len(content) // 2, len(content) - 600):
            path = tmp_path / "hong.xls"
            path.write_bytes(content[:at] + bytes(range(64)) * 3 + content[at + 192 :])
            try:
                read_book(path, "hong.xls")
            except UnreadableTable as refused:
                assert ".xls" in refused.message and refused.remedy

    def test_a_file_that_takes_too_long_is_ended(self) -> None:
        with pytest.raises(UnreadableTable, match="quá lớn"):
            read_xls(XLS, "a.xls", seconds=0.01)

    @pytest.mark.parametrize(("part", "message"), [("EncryptedPackage", "có mật khẩu"), ("WordDocument", "Word")])
    def test_other_compound_files_are_named(self, tmp_path: Path, part: str, message: str) -> None:
        path = tmp_path / "khoa.xlsx"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + part.encode("utf-16-le") + bytes(512))
        with pytest.raises(UnreadableTable, match=message):
            read_book(path, "khoa.xlsx")


@pytest.mark.parametrize(
    ("part", "message"), [("xl/workbook.bin", "hỏng"), ("bieu.xlsx", "tệp nén"), ("word/document.xml", "tệp văn bản")]
)
def test_other_packages_are_named(tmp_path: Path, part: str, message: str) -> None:
    with zipfile.ZipFile(tmp_path / "bang.xlsx", "w") as package:
        package.writestr(part, b"x")
    with pytest.raises(UnreadableTable, match=message):
        read_book(tmp_path / "bang.xlsx", "bang.xlsx")


class TestOpenDocument:
    def test_a_table(self, desk: Desk) -> None:
        rows = (HEADING, text("xa.thu") + number("5200"), text("xa.ho_ngheo") + number("0.0275", "percentage"))
        assert values(desk.gather(ods(desk.root, sheet(*rows)))) == {"xa.thu": "5.200", "xa.ho_ngheo": "2,75%"}

    def test_formats_are_read_as_those_of_excel(self, desk: Desk) -> None:
        styles = (
            '<number:number-style style:name="N1"><number:number number:display-factor="1000000"/></number:number-style>'
            '<number:number-style style:name="N2P0"><number:number/><number:text> việc</number:text></number:number-style>'
            '<number:number-style style:name="N2"><number:text>-</number:text><number:number/><number:text> việc'
            '</number:text><style:map style:condition="value()&gt;=0" style:apply-style-name="N2P0"/></number:number-style>'
            '<number:percentage-style style:name="N3"><number:number/><number:text>%</number:text></number:percentage-style>'
            + "".join(
                f'<style:style style:name="c{n}" style:family="table-cell" style:data-style-name="N{n}"/>'
                for n in (1, 2, 3)
            )
        )
        rows = (
            HEADING,
            text("xa.thu") + number("5200000", given='table:style-name="c1"'),
            text("xa.viec") + number("12", given='table:style-name="c2"'),
            text("xa.ho_ngheo") + number("0.03", "percentage", given='table:style-name="c3"'),
        )
        found = desk.gather(ods(desk.root, sheet(*rows), styles))
        assert values(found) == {"xa.viec": "12 việc", "xa.ho_ngheo": "3%"}
        assert reasons(found) == {"B2": "bad_value"}

    def test_kinds_of_values(self, tmp_path: Path) -> None:
        row = (
            '<table:table-cell office:value-type="date" office:date-value="2024-05-06T07:08:00"/>'
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
            '<table:table-cell office:value-type="string" table:formula="of:=1/0"><text:p>#DIV/0!</text:p></table:table-cell>'
            '<table:table-cell table:formula="of:=1+1"/>'
            '<table:table-cell office:value-type="float" office:value="1" table:formula="of:=TRUE()"><text:p>TRUE</text:p></table:table-cell>'
            '<table:table-cell office:value-type="string"><text:p>hai<text:s text:c="2"/>ô</text:p><text:p>dòng</text:p></table:table-cell>'
            '<table:table-cell office:value-type="currency" office:currency="VND" office:value="5"><text:p>5</text:p></table:table-cell>'
        )
        found = cells(read_book(ods(tmp_path, sheet(row)), "a.ods"))
        assert found["A1"].day == date(2024, 5, 6)
        assert [found[at].kind.value for at in ("B1", "C1", "D1", "E1")] == [
            "logical",
            "error",
            "uncomputed",
            "logical",
        ]
        assert found["F1"].text == "hai  ô\ndòng" and found["G1"].affix == "đồng"

    def test_repeated_and_merged_cells_stand_at_all_their_places(self, tmp_path: Path) -> None:
        rows = (
            text("Đầu", 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
            + "<table:covered-table-cell/>",
            '<table:covered-table-cell table:number-columns-repeated="2"/>'
            + text("x", 'table:number-columns-repeated="3"'),
        )
        end = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        body = sheet(*rows).replace("</table:table>", end + "</table:table>")
        read = read_book(ods(tmp_path, body), "a.ods").sheets[0].rows
        assert {id(read[row][column]) for row in (1, 2) for column in (1, 2)} == {id(read[1][1])}
        assert read[1][1].merged and [read[2][column].address for column in (3, 4, 5)] == ["C2", "D2", "E2"]

    def test_comments_shapes_and_deleted_cells_are_no_text(self, tmp_path: Path) -> None:
        inner = "<office:annotation><text:p>ghi chú 77</text:p></office:annotation><draw:frame><text:p>88</text:p></draw:frame><text:p>5</text:p>"
        gone = f"<table:tracked-changes><table:deletion>{text('99')}</table:deletion></table:tracked-changes>"
        body = gone + sheet(f'<table:table-cell office:value-type="string">{inner}</table:table-cell>')
        assert {at: cell.text for at, cell in cells(read_book(ods(tmp_path, body), "a.ods")).items()} == {"A1": "5"}

    def test_raised_marks_and_old_fonts(self, tmp_path: Path) -> None:
        styles = (
            '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
            '<style:style style:name="c1" style:family="table-cell"><style:text-properties style:font-name=".VnTime"/></style:style>'
        )
        row = text('95<text:span text:style-name="T1">5</text:span>') + text("ChØ tiªu", 'table:style-name="c1"')
        found = cells(read_book(ods(tmp_path, sheet(row), styles), "a.ods"))
        assert (found["A1"].raised, found["B1"].font) == ("5", ".VnTime")

    def test_hidden_sheets_and_parts(self, desk: Desk) -> None:
        styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
        shown = sheet(HEADING, text("xa.thu") + number("7"))
        shown = shown.replace("<table:table-row>", '<table:table-row table:visibility="collapse">', 1)
        hidden = sheet(HEADING, text("xa.thu") + number("8"), name="Nháp", given='table:style-name="ta2"')
        found = desk.gather(ods(desk.root, shown + hidden, styles))
        assert values(found) == {"xa.thu": "7"}
        assert [entry.reason for entry in found.left_out] == ["trang ẩn"]
        assert any("1 dòng ẩn" in remark.text for remark in found.remarks)

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            (sheet(text("x", 'table:number-columns-repeated="9999999"')), "quá lớn"),
            (sheet(text("x")).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="9999999">'), "quá lớn"),
            (sheet(*[text("x" * 900_000, 'table:number-columns-repeated="200"')]), "ký tự"),
            (sheet("<table:table-cell><text:p>" + "<text:span>" * 100 + "</text:span>" * 100 + "</text:p></table:table-cell>"), "phá hoại"),
            (sheet('<table:table-cell office:value-type="float" office:value="x"/>'), "hỏng"),
            ("<table:table>", "hỏng"),
        ],
    )  # fmt: skip
    def test_hostile_and_damaged_files_are_refused(self, tmp_path: Path, body: str, message: str) -> None:
        with pytest.raises(UnreadableTable, match=message):
            read_book(ods(tmp_path, body), "a.ods")

    def test_a_password_is_named(self, tmp_path: Path) -> None:
        manifest = "<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
        with pytest.raises(UnreadableTable, match="mật khẩu"):
            read_book(ods(tmp_path, sheet(), **{"META-INF__manifest": manifest}), "a.ods")


class TestHiddenSheets:
    def test_nothing_of_a_hidden_sheet_is_remarked_upon(self, desk: Desk) -> None:
        from openpyxl import load_workbook

        path = desk.book([["Mã số liệu", "Giá trị"], ["xa.thu", 5]])
        book = load_workbook(path)
        for name, state in (("Ẩn", "hidden"), ("Rất ẩn", "veryHidden")):
            hidden = book.create_sheet(name)
            hidden.sheet_state = state
            hidden.append(["Mã số liệu", "Giá trị"])
            hidden.row_dimensions[1].hidden = True
            hidden.column_dimensions["B"].hidden = True
        book["Bảng"].row_dimensions[2].hidden = True
        book.save(path)
        found = desk.gather(path)
        assert [remark.text for remark in found.remarks if "ẩn" in remark.text] == [
            "trang «Bảng» có 1 dòng ẩn; vẫn được đọc"
        ]
        assert [entry.place for entry in found.left_out] == ["bang.xlsx!Ẩn", "bang.xlsx!Rất ẩn"]
