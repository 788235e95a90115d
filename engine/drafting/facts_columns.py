"""The layout of the spreadsheet form for facts: what `new facts --xlsx` writes and what `import` recognises it by.

The form has a sheet to fill in (``FACTS_SHEET``), a sheet of the sources (``SOURCES_SHEET``), one of advice, and a hidden
sheet (``MARK_SHEET``) whose first cell is ``MARK``: that, and nothing else, makes a workbook a facts form. Under the mark
stand, name beside value, the particulars for which the form was made (``MarkEntry``). What people may have changed in the
visible head (``HeadCell``) is what counts; the hidden entries only say what the form was made for.

In the table, a row without a code and without a value is a heading or an unused row; a row without a value says nothing
of its indicator («chưa có»), whatever its other cells hold. A code may stand in several rows (thực hiện and ước).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

MARK = "chitieu/facts-form/1"
"""What cell A1 of the hidden sheet holds; a later layout gets a later number."""

MARK_SHEET = "_chitieu"
FACTS_SHEET = "Số liệu"
SOURCES_SHEET = "Nguồn"
ADVICE_SHEET = "Hướng dẫn"


class MarkEntry(StrEnum):
    """Names in column A of the hidden sheet, from row 2 on; the value stands beside it in column B, as text."""

    RESOLUTION = "resolution"
    UNIT = "unit"
    YEAR = "year"


class HeadCell(NamedTuple):
    """A particular in the head of the form: ``label`` as printed; the value has the defined name ``name``.

    Where defined names are lost (a copy into another workbook), the value is the next filled cell right of the label.
    """

    key: str
    label: str
    name: str


RESOLUTION = HeadCell("resolution", "Nghị quyết số", "ct_nghi_quyet")
UNIT = HeadCell("unit", "Đơn vị", "ct_don_vi")
YEAR = HeadCell("year", "Năm", "ct_nam")
AS_OF = HeadCell("as_of", "Số liệu tính đến ngày", "ct_tinh_den")
HEAD: tuple[HeadCell, ...] = (RESOLUTION, UNIT, YEAR, AS_OF)


class Column(NamedTuple):
    """A column of a table of the form: ``key`` for programs, ``header`` as printed in the header row."""

    key: str
    header: str


NUMBER = Column("number", "STT")
CODE = Column("code", "Mã số liệu")
NAME = Column("name", "Tên số liệu")
UNIT_TEXT = Column("unit", "ĐVT")
VALUE = Column("value", "Giá trị")
BASIS = Column("basis", "Loại số liệu")
DAY = Column("as_of", "Tính đến")
PERIOD = Column("period", "Kỳ")
SOURCE = Column("source", "Nguồn")
SOURCE_KIND = Column("source_kind", "Loại nguồn")
INFERRED = Column("inferred", "Suy ra từ")
ASSESSOR = Column("assessor", "Người đánh giá")
REMARK = Column("remark", "Nhận xét")
NOTE = Column("note", "Ghi chú")

FACTS_COLUMNS: tuple[Column, ...] = (
    NUMBER,
    CODE,
    NAME,
    UNIT_TEXT,
    VALUE,
    BASIS,
    DAY,
    PERIOD,
    SOURCE,
    SOURCE_KIND,
    INFERRED,
    ASSESSOR,
    REMARK,
    NOTE,
)
"""In order of the sheet. Only ``code`` and ``value`` are needed to read a row; people may hide or move the others."""

SOURCE_CODE = Column("source_code", "Mã nguồn")
SOURCE_NAME = Column("source_name", "Tên văn bản, sổ sách")
SOURCE_PAGE = Column("source_page", "Trang")
SOURCE_FILE = Column("source_file", "Tệp lưu")
SOURCES_COLUMNS: tuple[Column, ...] = (SOURCE_CODE, SOURCE_NAME, SOURCE_PAGE, SOURCE_FILE)
"""The table of the sheet of sources: what `nguồn` at the head of a facts file declares; its header is in row 3."""

PERIODS: tuple[str, ...] = ("cả năm", "3 tháng", "6 tháng", "9 tháng", "quý I", "quý II", "quý III", "quý IV")
"""What the drop-down of ``PERIOD`` offers; other texts that `kỳ` allows may be typed."""

_BETWEEN = " · "


def choice_of(code: str, name: str) -> str:
    """How a code is offered in the drop-down of a free row: «htx.tong · Tổng số HTX»."""
    return f"{code}{_BETWEEN}{name}"


def code_in(text: str) -> str:
    """The code in a cell of the column ``CODE``: the cell itself, or what stands before its name in a choice."""
    return text.partition(_BETWEEN)[0].strip()
