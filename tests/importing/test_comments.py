"""Comments of cells are told alike in all spreadsheets, and are never read as values."""

from __future__ import annotations

from pathlib import Path

from engine.importing.books import read_book
from engine.importing.comments import remarks_on
from tests.importing.test_other_spreadsheets import number, ods, sheet, text

NOTE = (
    "<office:annotation><dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Cán bộ xã</dc:creator>"
    "<text:p>chưa kể <text:span>thôn 5</text:span> và<text:s text:c='2'/>6</text:p><text:p>ngày 77</text:p></office:annotation>"
)
FRAME = "<draw:frame><text:p>88</text:p></draw:frame>"


def noted(cell: str, note: str = NOTE) -> str:
    return cell.replace("<text:p>", note + "<text:p>", 1)


def test_comments_in_ods(tmp_path: Path) -> None:
    rows = (text("Thu"), text("x") + noted(number("5"), NOTE + FRAME))
    book = read_book(ods(tmp_path, sheet(*rows)), "a.ods")
    assert book.remarks == ("trang «Bảng», ô B2 có chú thích «chưa kể thôn 5 và 6 ngày 77»; không đọc thành số liệu",)
    assert book.sheets[0].rows[2][2].number == 5


def test_comments_of_a_hidden_sheet_are_not_told(tmp_path: Path) -> None:
    styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    body = sheet(text("x")) + sheet(noted(text("y")), name="Nháp", given='table:style-name="ta2"')
    assert read_book(ods(tmp_path, body, styles), "a.ods").remarks == ()


def test_comments_in_xls() -> None:
    """The file has a comment at B2, and one on a hidden sheet."""
    book = read_book(Path(__file__).with_name("comments97.xls"), "a.xls")
    assert book.remarks == ("trang «Biểu», ô B2 có chú thích «chưa kể thôn 5»; không đọc thành số liệu",)
    assert book.sheets[0].rows[2][2].number == 5200


def test_blank_comments_are_passed_over_and_many_are_counted() -> None:
    told = remarks_on("T", [("A1", " \n ")] + [(f"B{at}", f"lời {at}") for at in range(1, 24)])
    assert len(told) == 21
    assert told[0] == "trang «T», ô B1 có chú thích «lời 1»; không đọc thành số liệu"
    assert told[-1] == "trang «T» còn 3 chú thích khác; không đọc thành số liệu"
