"""Binary workbooks of Excel (.xlsb) give the same cells as .xlsx, or are refused in words."""

from __future__ import annotations

import random
import struct
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from engine.domain.limits import SHARED_STRINGS, TABLE_CHARACTERS
from engine.importing.biff_records import Record, records, small_number
from engine.importing.books import read_book
from engine.importing.cell import Cell, CellKind
from engine.importing.grid import UnreadableTable
from tests.importing.desk import Desk, reasons, values
from tests.importing.xlsb_files import (
    cell,
    columns,
    comment,
    form,
    merged,
    name,
    real,
    record,
    related,
    rich,
    rk,
    row,
    shared,
    sheet,
    text,
    whole,
    wide,
    xf,
    xlsb,
)

FORMS = form(164, "#,##0,,") + form(165, '0.0" tỷ đồng"') + record(626) + xf(14) + record(627)
STYLES = FORMS + record(617) + b"".join(xf(*of) for of in ((0,), (10,), (164,), (165,), (14,), (0, 1))) + record(618)
PERCENT, MILLIONS, WORDS, DATE, OLD_FONT = 1, 2, 3, 4, 5
HEADING = row(1, text(1, "Chỉ tiêu"), text(2, "Thực hiện 2023"))


def cells(path: Path) -> dict[str, Cell]:
    return {c.address: c for line in read_book(path, "a.xlsb").sheets[0].rows.values() for c in line.values()}


def read(folder: Path, *given: bytes, texts: tuple[bytes, ...] = (), book: bytes = b"") -> dict[str, Cell]:
    """The cells of the first row."""
    return cells(xlsb(folder / "a.xlsb", {"Bảng": sheet(row(1, *given))}, texts=texts, styles=STYLES, book=book))


def test_a_table_is_imported(desk: Desk) -> None:
    rows = (HEADING, row(2, shared(1, 0), whole(2, 5200)), row(3, shared(1, 1), real(2, 0.0275, PERCENT)))
    texts = (rich("Thu ngân sách"), rich("Tỷ lệ hộ nghèo"))
    found = desk.gather(xlsb(desk.root / "bang.xlsb", {"Bảng": sheet(*rows)}, texts=texts, styles=STYLES))
    assert values(found) == {"xa.thu": "5.200", "xa.ho_ngheo": "2,75%"}
    assert [value.place for value in found.taken] == ["bang.xlsb!Bảng!B2", "bang.xlsb!Bảng!B3"]


def test_formats_are_read_as_those_of_xlsx(desk: Desk) -> None:
    rows = (
        HEADING,
        row(2, text(1, "Thu ngân sách"), whole(2, 1_800_000, MILLIONS)),
        row(3, text(1, "Số việc làm mới"), whole(2, 12)),
    )
    found = desk.gather(xlsb(desk.root / "bang.xlsb", {"Bảng": sheet(*rows)}, styles=STYLES))
    assert values(found) == {"xa.viec": "12"} and reasons(found) == {"B2": "bad_value"}


@pytest.mark.parametrize(
    ("bits", "number"),
    [(5200 << 2 | 2, 5200), (-7 << 2 & 0xFFFFFFFC | 2, -7), (275 << 2 | 3, 2.75), (0x3FF00000, 1.0), (0x40590001, 1.0)],
)
def test_small_numbers(bits: int, number: float) -> None:
    """0x3FF00000 and 0x40590000 are the upper halves of the doubles 1 and 100; the last bit divides by a hundred."""
    assert small_number(bits) == number


def test_kinds_of_values(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        real(1, 0.1 + 0.2),
        real(2, 1.8, WORDS),
        whole(3, 45657, DATE),
        cell(4, 4, b"\1"),
        cell(3, 5, b"\x07"),
        cell(9, 6, struct.pack("<d", 0.75) + bytes(10), PERCENT),
        cell(8, 7, wide("chữ của công thức") + bytes(10)),
        cell(10, 8, b"\0" + bytes(10)),
        cell(11, 9, b"\x2a" + bytes(10)),
        text(10, "ChØ tiªu", OLD_FONT),
        cell(1, 11),
        text(12, "  "),
    )
    assert found["A1"].number == Decimal("0.3")
    assert (found["B1"].number, found["B1"].affix) == (Decimal("1.8"), "tỷ đồng")
    assert found["C1"].day == date(2024, 12, 31)
    assert (found["D1"].kind, found["D1"].text, found["H1"].text) == (CellKind.LOGICAL, "có", "không")
    assert (found["E1"].kind, found["E1"].text, found["I1"].text) == (CellKind.ERROR, "#DIV/0!", "#N/A")
    assert (found["F1"].number, found["F1"].percent) == (Decimal("0.75"), True)
    assert found["G1"].text == "chữ của công thức"
    assert (found["J1"].text, found["J1"].font) == ("ChØ tiªu", ".VnTime")
    assert "K1" not in found and "L1" not in found


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, whole(1, 366, DATE), book=record(153, struct.pack("<III", 1, 0, 0)))
    assert found["A1"].day == date(1905, 1, 1)


def test_raised_marks_in_texts(tmp_path: Path) -> None:
    texts = (rich("955", (2, 2)), rich("12 m2", (4, 2)), rich("🏠95", (3, 2)))
    found = read(tmp_path, shared(1, 0), shared(2, 1), shared(3, 2), cell(62, 4, rich("7a", (1, 2))), texts=texts)
    assert [found[at].raised for at in ("A1", "B1", "C1", "D1")] == ["5", "", "5", "a"]
    assert found["C1"].text == "🏠95"


def test_cells_next_to_each_other_need_no_column(tmp_path: Path) -> None:
    style = struct.pack("<I", PERCENT)
    found = read(tmp_path, text(2, "x"), record(12, style), record(16, style + struct.pack("<d", 0.5)))
    assert set(found) == {"B1", "D1"} and (found["D1"].number, found["D1"].percent) == (Decimal("0.5"), True)


def test_merged_and_hidden_parts(tmp_path: Path) -> None:
    rows = (row(1, text(1, "Đầu")), row(2, whole(3, 1), hidden=True), row(3, whole(4, 2)))
    first = sheet(*rows, before=columns(4, 5, hidden=True) + columns(1, 3, hidden=False), after=merged(1, 1, 2, 2))
    path = xlsb(tmp_path / "a.xlsb", {"Biểu": first, "Ẩn": sheet(), "Rất ẩn": sheet()}, states=(0, 1, 2))
    book = read_book(path, "a.xlsb")
    shown = book.sheets[0]
    assert {id(shown.rows[at][column]) for at in (1, 2) for column in (1, 2)} == {id(shown.rows[1][1])}
    assert shown.rows[1][1].merged and [one.name for one in book.sheets if one.hidden] == ["Ẩn", "Rất ẩn"]
    assert shown.remarks == (
        "trang «Biểu» có 1 dòng ẩn; vẫn được đọc",
        "trang «Biểu» có cột ẩn (D); vẫn được đọc",
    )


def test_names_of_single_cells(tmp_path: Path) -> None:
    references = record(357) + record(355) + record(362, struct.pack("<IIiiIii", 2, 0, 1, 1, 1, 0, 0))
    book = references + name("ma_mau", 0, 3, 2) + name("o_tep_khac", 1, 1, 1) + name("hong", 7, 1, 1)
    path = xlsb(tmp_path / "a.xlsb", {"Một": sheet(), "Hai": sheet()}, book=book)
    assert read_book(path, "a.xlsb").names == {"ma_mau": ("Hai", "B3")}


def test_comments_are_told_and_macros_left_alone(tmp_path: Path) -> None:
    parts = {
        "xl/worksheets/_rels/sheet1.bin.rels": related(("comments", "../comments1.bin")),
        "xl/comments1.bin": record(628) + comment(4, 2, "chưa kể thôn 5") + record(629),
        "xl/vbaProject.bin": b"Auto_Open",
    }
    path = xlsb(tmp_path / "a.xlsb", {"Biểu": sheet(HEADING)}, parts=parts)
    assert read_book(path, "a.xlsb").remarks == (
        "tệp có macro; không chạy",
        "trang «Biểu», ô B4 có chú thích «chưa kể thôn 5»; không đọc thành số liệu",
    )


def test_charts_are_no_sheets_and_parts_are_found_without_regard_to_case(tmp_path: Path) -> None:
    kinds = ("styles", "styles.bin"), ("sharedStrings", "SHAREDStrings.bin"), ("chartsheet", "c.bin")
    parts = {"xl/_rels/workbook.bin.rels": related(*kinds, ("worksheet", "worksheets/sheet2.bin"))}
    path = xlsb(
        tmp_path / "a.xlsb", {"Đồ thị": b"", "Biểu": sheet(row(1, shared(1, 0)))}, texts=(rich("x"),), parts=parts
    )
    (only,) = read_book(path, "a.xlsb").sheets
    assert only.name == "Biểu" and only.rows[1][1].text == "x"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (sheet(row(1, whole(1_001, 1))), "quá lớn"),
        (sheet(row(1_048_576, whole(1, 1))), "quá lớn"),
        (sheet(row(1, shared(1, 5))), r"ô A1 trỏ đến chuỗi chữ số «5», mà tệp chỉ có 1 chuỗi"),
        (sheet(whole(1, 1)), "hỏng"),
        (sheet(row(1, cell(6, 1, struct.pack("<I", 0x7FFFFFFF) + b"ab"))), "hỏng"),
        (sheet(row(1, cell(62, 1, b"\1" + wide("x") + b"\xff\xff\xff\x7f"))), "hỏng"),
        (sheet(row(1, cell(62, 1, rich("xyz", (2, 0), (1, 0))))), "hỏng"),
        (sheet(HEADING)[:-2], "hỏng"),
        (record(129) + b"\x07\xff\xff\xff\x7f", "hỏng"),
        (record(129) + b"\x80", "hỏng"),
        (b"", "hỏng"),
        (sheet(row(1, text(1, "Đầu")), row(2_000, whole(999, 1)), row(2_001, whole(1, 1)), after=merged(1, 1, 1 << 20, 16_384) * 3), "gộp quá nhiều ô"),
    ],
)  # fmt: skip
def test_hostile_and_damaged_xlsb_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = xlsb(tmp_path / "a.xlsb", {"Bảng": content}, texts=(rich("x"),))
    with pytest.raises(UnreadableTable, match=message):
        read_book(path, "a.xlsb")


def test_texts_of_xlsb_files_are_bounded(tmp_path: Path) -> None:
    long = 30_000
    rows = (row(number, *[shared(column, 0) for column in range(1, 101)]) for number in range(1, 40))
    path = xlsb(tmp_path / "a.xlsb", {"Bảng": sheet(*rows)}, texts=(rich("x" * long),))
    assert long * 39 * 100 > TABLE_CHARACTERS
    with pytest.raises(UnreadableTable, match="ký tự"):
        read_book(path, "a.xlsb")
    many = record(159, bytes(8)) + record(19, rich("x")) * (SHARED_STRINGS + 1) + record(160)
    with zipfile.ZipFile(path, "w") as package:  # stored: as much of one text packs like a bomb
        whole_book = xlsb(tmp_path / "b.xlsb", {"Bảng": sheet()})
        with zipfile.ZipFile(whole_book) as source:
            for one in source.namelist():
                package.writestr(one, many if one == "xl/sharedStrings.bin" else source.read(one))
    with pytest.raises(UnreadableTable, match="chuỗi chữ khác nhau"):
        read_book(path, "a.xlsb")


def test_records_are_counted(tmp_path: Path) -> None:
    stream = record(Record.ROW, b"") * 5
    assert len(list(records(BytesIO(stream), 6))) == 5
    with pytest.raises(ValueError, match="too many"):
        list(records(BytesIO(stream), 5))


def test_changed_bytes_give_cells_or_a_refusal(tmp_path: Path) -> None:
    rows = (HEADING, row(2, shared(1, 0), rk(2, 275 << 2 | 3)), row(3, cell(62, 1, rich("7a", (1, 2))), real(2, 1.5)))
    good = xlsb(
        tmp_path / "a.xlsb",
        {"Bảng": sheet(*rows, before=columns(1, 2, hidden=True), after=merged(1, 1, 1, 2))},
        texts=(rich("Thu ngân sách"),),
        styles=STYLES,
        book=record(357) + record(362, struct.pack("<IIii", 1, 0, 0, 0)) + name("ma", 0, 3, 2),
        parts={
            "xl/worksheets/_rels/sheet1.bin.rels": related(("comments", "../comments1.bin")),
            "xl/comments1.bin": comment(2, 2, "lời"),
        },
    )
    with zipfile.ZipFile(good) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    chance, path = random.Random(18), tmp_path / "b.xlsb"
    binary = [one for one in parts if one.endswith(".bin")]
    refused = 0
    for _ in range(600):
        chosen = chance.choice(binary)
        content = bytearray(parts[chosen])
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at:]
            case 2:
                content[at : at + 4] = b"\xff\xff\xff\xff"
        with zipfile.ZipFile(path, "w") as package:
            for one, kept in parts.items():
                package.writestr(one, bytes(content) if one == chosen else kept)
        try:
            read_book(path, "b.xlsb")
        except UnreadableTable as unreadable:
            assert unreadable.message and unreadable.remedy
            refused += 1
    assert 0 < refused < 600
