"""Web pages under the name of .xls files: their tables are read as shown; other forms under that name are refused by theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.importing.books import read_book
from engine.importing.grid import UnreadableTable
from tests.importing.desk import Desk, reasons, values

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type"
content="text/html; charset={charset}"><style>td {{mso-number-format:"\\@"}}</style></head><body>
<h3>BÁO CÁO NĂM 2023</h3>
<table border=1><tr><td rowspan=2>Mã số liệu</td><th colspan="2">Thực hiện</th></tr><tr><td>2022<td>2023</tr>
<tr><td>xa.thu</td><td>5.000</td><td>5.200</td></tr>
<tr><td>xa.ho_ngheo</td><td>3&nbsp;%</td><td>2,75<b>%</b></td></tr></table><script>9</script></body></html>"""


def page(desk: Desk, content: bytes) -> Path:
    path = desk.root / "bieu.xls"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("unicode", "utf-16"), ("x-sjis", "utf-8")]
)
def test_a_table_with_merged_cells(desk: Desk, charset: str, encoding: str) -> None:
    found = desk.gather(page(desk, PAGE.format(charset=charset).encode(encoding)))
    taken = {(value.code, value.year, value.place): value.text for value in found.taken}
    assert taken[("xa.thu", 2023, "bieu.xls!C4")] == "5.200" and taken[("xa.ho_ngheo", 2023, "bieu.xls!C5")] == "2,75%"
    assert taken[("xa.thu", 2022, "bieu.xls!B4")] == "5.000"
    assert any("HTML" in remark.text for remark in found.remarks)


def test_a_page_of_an_old_script(desk: Desk) -> None:
    body = "<table><tr><td>ChØ tiªu<td>Thùc hiÖn 2023<tr><td>Thu ng©n s¸ch<td>5.200</table>"
    assert values(desk.gather(page(desk, body.encode("latin-1")))) == {"xa.thu": "5.200"}


def test_a_raised_mark_is_no_digit(desk: Desk) -> None:
    body = "<table><tr><td>Mã số liệu<td>Giá trị<tr><td>xa.thu<td>95<sup>1</sup><tr><td>xa.viec<td>3</table>"
    found = desk.gather(page(desk, body.encode()))
    assert (values(found), reasons(found)) == ({"xa.viec": "3"}, {"B2": "bad_value"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><body>khong co bang</body></html>", "không có bảng"),
        (b"<table><tr><td>1<table><tr><td>2</table></table>", "nằm trong ô"),
        (b"<table><tr><td colspan=9999>1<td>2</table>", "quá lớn"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 2003"),
        (b'<?xml version="1.0"?><bang/>', "tệp XML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mht"),
        (b"{\\rtf1\\ansi bang}", "RTF"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "bieu.xls").write_bytes(content)
    with pytest.raises(UnreadableTable, match=message):
        read_book(tmp_path / "bieu.xls", "bieu.xls")


def test_a_text_under_that_name_is_read_as_csv(desk: Desk) -> None:
    assert values(desk.gather(page(desk, "Mã số liệu\tGiá trị\nxa.thu\t5.200\n".encode()))) == {"xa.thu": "5.200"}
