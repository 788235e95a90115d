"""The layout of the spreadsheet form for facts, which `new facts --xlsx` writes and `import` recognises.

The form has a sheet to fill in (``FACTS_SHEET``), a sheet of sources (``SOURCES_SHEET``), one of advice, and a hidden sheet
(``MARK_SHEET``) whose first cell is ``MARK``: only this cell makes a workbook a facts form. Below the mark are the names
and values of the particulars for which the form was made (``MarkEntry``). The visible head (``HeadCell``), which people
may change, takes precedence over these.

In the table, a row without code and value is a heading or unused; a row without a value means «chưa có». A code may have
several rows (thực hiện and ước).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

MARK = "chitieu/facts-form/1"
"""The content of cell A1 of the hidden sheet; a later layout gets a later number."""

MARK_SHEET = "_chitieu"
FACTS_SHEET = "Số liệu"
SOURCES_SHEET = "Nguồn"
ADVICE_SHEET = "Hướng dẫn"


class MarkEntry(StrEnum):
    """Names in column A of the hidden sheet, from row 2 on; column B holds the values, as text."""

    RESOLUTION = "resolution"
    UNIT = "unit"
    YEAR = "year"


class HeadCell(NamedTuple):
    """A particular in the head of the form, printed as ``label``; ``name`` is the defined name of its value.

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
PERIOD_REASON = Column("period_reason", "Lý do kỳ")
SOURCE = Column("source", "Nguồn")
SOURCE_KIND = Column("source_kind", "Loại nguồn")
INFERRED = Column("inferred", "Suy ra từ")
ASSESSOR = Column("assessor", "Người đánh giá")
REMARK = Column("remark", "Nhận xét")
NOTE = Column("note", "Ghi chú")

FACTS_COLUMNS: tuple[Column, ...] = (
    NUMBER, CODE, NAME, UNIT_TEXT, VALUE, BASIS, DAY, PERIOD, PERIOD_REASON, SOURCE, SOURCE_KIND, INFERRED,
    ASSESSOR, REMARK, NOTE,
)  # fmt: skip
"""The columns in order. Only ``code`` and ``value`` are needed to read a row; people may hide or move the others."""

SOURCE_CODE = Column("source_code", "Mã nguồn")
SOURCE_NAME = Column("source_name", "Tên văn bản, sổ sách")
SOURCE_PAGE = Column("source_page", "Trang")
SOURCE_FILE = Column("source_file", "Tệp lưu")
SOURCES_COLUMNS: tuple[Column, ...] = (SOURCE_CODE, SOURCE_NAME, SOURCE_PAGE, SOURCE_FILE)
"""The table of sources, with the particulars that `nguồn` of a facts file declares; its header is in row 3."""

PERIODS: tuple[str, ...] = ("cả năm", "3 tháng", "6 tháng", "9 tháng", "quý I", "quý II", "quý III", "quý IV")
"""The choices for ``PERIOD``; people may type other texts that `kỳ` allows."""

_BETWEEN = " · "


def choice_of(code: str, name: str) -> str:
    """Returns the choice for a code in a free row.

    >>> choice_of("htx.tong", "Tổng số HTX")
    'htx.tong · Tổng số HTX'
    """
    return f"{code}{_BETWEEN}{name}"


def code_in(text: str) -> str:
    """Returns the code in a cell of the column ``CODE``, which may hold a choice.

    >>> code_in("htx.tong · Tổng số HTX"), code_in("htx.tong")
    ('htx.tong', 'htx.tong')
    """
    return text.partition(_BETWEEN)[0].strip()
