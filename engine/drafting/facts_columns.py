"""The layout of the spreadsheet form for facts, which `new facts --xlsx` writes and `import` recognises.

The form has a sheet to fill in for each unit (``FACTS_SHEET``, or one named after the unit), a sheet of sources
(``SOURCES_SHEET``), one of advice, and a hidden sheet (``MARK_SHEET``) of choices. A cell with ``MARK``, in the hidden column
of codes beside the head, makes a sheet a form wherever it is copied; below it are the particulars for which the form was
made, as ``MARK_ROWS`` has them. The first cell of the hidden sheet has the mark as well. The visible head (``HeadCell``),
which people may change, takes precedence over these.

In the table, a row without code, name and value is unused; a row without a value means «chưa có». A code may have
several rows (thực hiện and ước).
"""

from __future__ import annotations

from enum import StrEnum

from engine.domain.records import NamedTuple

MARK = "chitieu/facts-form/2"
"""The mark of the form; a later layout gets a later number."""

PREFILLED_MARK = "chitieu/facts-form/1"
"""The mark of the earlier form, in which the program had filled in a source and the date of the report."""

PREFILLED_SOURCE = "BC"
"""The code of the source that the earlier form had in every row, with the name ``prefilled_name``."""

MARK_SHEET = "_chitieu"
FACTS_SHEET = "Số liệu"
SOURCES_SHEET = "Nguồn"
ADVICE_SHEET = "Hướng dẫn"


class MarkEntry(StrEnum):
    """Particulars for which a form was made. In the hidden sheet column A names them, from row 2 on, and column B has them."""

    RESOLUTION = "resolution"
    UNIT = "unit"
    YEAR = "year"


MARK_ROWS = (MarkEntry.RESOLUTION, MarkEntry.UNIT, MarkEntry.YEAR)
"""What the cells below the mark hold, from the top down."""


class HeadCell(NamedTuple):
    """A particular in the head of the form, printed as ``label``; ``name`` is the defined name of its value.

    Where there are no defined names (several units, a copy into another workbook), the value is the next filled cell right
    of the label.
    """

    key: str
    label: str
    name: str


RESOLUTION = HeadCell("resolution", "Nghị quyết số", "ct_nghi_quyet")
UNIT = HeadCell("unit", "Đơn vị", "ct_don_vi")
YEAR = HeadCell("year", "Năm", "ct_nam")
AS_OF = HeadCell("as_of", "Số liệu tính đến ngày", "ct_tinh_den")
COMMON_SOURCE = HeadCell("source", "Nguồn chung", "ct_nguon")
HEAD: tuple[HeadCell, ...] = (RESOLUTION, UNIT, YEAR, AS_OF, COMMON_SOURCE)


class Column(NamedTuple):
    """A column of a table of the form: ``key`` for programs, ``header`` as printed in the header row."""

    key: str
    header: str


NUMBER = Column("number", "STT")
CODE = Column("code", "Mã số liệu")
NAME = Column("name", "Tên số liệu")
UNIT_TEXT = Column("unit", "ĐVT")
VALUE = Column("value", "Giá trị")
BEFORE = Column("before", "Năm trước")
BEFORE_SENT = Column("before_sent", "Năm trước, lúc gửi")
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
    NUMBER, CODE, NAME, UNIT_TEXT, VALUE, BEFORE, SOURCE, DAY, BASIS, PERIOD, PERIOD_REASON, SOURCE_KIND, INFERRED,
    ASSESSOR, REMARK, NOTE, BEFORE_SENT,
)  # fmt: skip
"""The columns in order, of which ``HIDDEN_COLUMNS`` are not shown. Code or name, and value are needed to read a row; people may hide or move the others."""

HIDDEN_COLUMNS = (CODE, BEFORE_SENT)
"""Codes, and a copy of last year's values by which import sees what was typed over them."""

OPEN_COLUMNS = (SOURCE, DAY, BASIS, PERIOD, PERIOD_REASON, SOURCE_KIND, INFERRED, ASSESSOR, REMARK, NOTE)
"""The columns beside the value that people fill in."""

SOURCE_CODE = Column("source_code", "Mã nguồn")
SOURCE_NAME = Column("source_name", "Tên văn bản, sổ sách")
SOURCE_PAGE = Column("source_page", "Trang")
SOURCE_FILE = Column("source_file", "Tệp lưu")
SOURCES_COLUMNS: tuple[Column, ...] = (SOURCE_CODE, SOURCE_NAME, SOURCE_PAGE, SOURCE_FILE)
"""The table of sources, with the particulars that `nguồn` of a facts file declares; its header is in row 3."""

PERIODS: tuple[str, ...] = ("cả năm", "3 tháng", "6 tháng", "9 tháng", "quý I", "quý II", "quý III", "quý IV")
"""The choices for ``PERIOD``; people may type other texts that `kỳ` allows."""

_BETWEEN = " · "


def prefilled_name(year: int) -> str:
    """Returns the name that the earlier form gave to ``PREFILLED_SOURCE``."""
    return f"Báo cáo năm {year}"


def choice_of(code: str, name: str) -> str:
    """Returns the choice for an indicator in a free row, where its name alone does not tell it from others.

    >>> choice_of("htx.tong", "Tổng số HTX")
    'htx.tong · Tổng số HTX'
    """
    return f"{code}{_BETWEEN}{name}"


def code_in(text: str) -> str:
    """Returns the code in a cell that may hold a choice.

    >>> code_in("htx.tong · Tổng số HTX"), code_in("htx.tong")
    ('htx.tong', 'htx.tong')
    """
    return text.partition(_BETWEEN)[0].strip()


def split_choice(text: str) -> tuple[str, str]:
    """Returns code and name of a choice; '' as the code where it is a name only.

    >>> split_choice("htx.tong · Tổng số HTX"), split_choice("Tổng số HTX")
    (('htx.tong', 'Tổng số HTX'), ('', 'Tổng số HTX'))
    """
    code, between, name = text.partition(_BETWEEN)
    return (code.strip(), name.strip()) if between and " " not in code.strip() else ("", text)
