"""The files that teach the form of a table, as staff write them: pydantic models with Vietnamese keys."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from engine.files.document import FileModel, Text, choice, written_by_name
from engine.files.written import NamedEntry, WrittenValue


class Meaning(StrEnum):
    """What a column of a form holds, in the words of the files; each is also a heading that every table may have."""

    ORDER = "số thứ tự"
    CODE = "mã số liệu"
    NAME = "tên số liệu"
    MEASURE = "đơn vị tính"
    UNIT = "tên đơn vị"
    PARENT = "trực thuộc"
    YEAR = "năm"
    PERIOD = "kỳ"
    VALUE = "giá trị"
    ACTUAL = "thực hiện"
    ESTIMATE = "ước thực hiện"
    PRELIMINARY = "sơ bộ"
    PLAN = "kế hoạch"
    EARLIER = "cùng kỳ"
    RATIO = "so sánh"
    BASIS = "loại số liệu"
    DAY = "tính đến"
    SOURCE = "nguồn"
    SOURCE_KIND = "loại nguồn"
    INFERRED = "suy ra"
    NOTE = "ghi chú"
    IGNORED = "bỏ qua"


VALUES = (Meaning.VALUE, Meaning.ACTUAL, Meaning.ESTIMATE, Meaning.PRELIMINARY)
"""The meanings of columns whose numbers are read."""

LAST_YEAR = "năm trước"
"""The year before that of the report, whatever file the form comes in."""
YEARS = ("năm báo cáo", LAST_YEAR)

_WORDS = tuple(meaning.value for meaning in Meaning)


class ColumnDoc(FileModel):
    what: ClassVar[str] = "cột"

    meaning: Annotated[str, choice(*_WORDS)] | None = Field(
        None, alias="là", description="Cột ghi gì: tên số liệu, thực hiện, kế hoạch, bỏ qua…"
    )
    indicator: Text | None = Field(None, alias="số liệu", description="Mã của số liệu mà cả cột ghi")
    period: Text | None = Field(
        None, alias="kỳ", description="Kỳ của cột khi biểu luôn là kỳ ấy: 6 tháng, quý I, cả năm"
    )
    year: Annotated[str, choice(*YEARS)] | None = Field(
        None, alias="năm", description="năm báo cáo (mặc định) hoặc năm trước, khi tiêu đề không ghi năm"
    )
    measure: Text | None = Field(None, alias="đơn vị tính", description="Đơn vị tính của cột, khi bảng không ghi")


class ProfileDoc(FileModel):
    what: ClassVar[str] = "tệp biểu mẫu"

    name: Text = Field(alias="biểu mẫu", description="Tên của biểu mẫu, ví dụ Báo cáo thu chi của phòng Tài chính")
    unit: Text | None = Field(None, alias="đơn vị", description="Đơn vị của số liệu, khi bảng không ghi")
    measure: Text | None = Field(None, alias="đơn vị tính", description="Đơn vị tính của cả bảng, khi bảng không ghi")
    columns: Annotated[tuple[NamedEntry[WrittenValue], ...], written_by_name(ColumnDoc)] = Field(
        alias="cột", description="Tiêu đề của từng cột và ý nghĩa: một từ, mã số liệu, hoặc các khóa con"
    )
    rows: Annotated[tuple[NamedEntry[WrittenValue], ...], written_by_name()] = Field(
        (), alias="dòng", description="Tên dòng (có thể ghi «Tên mục / Tên dòng») và mã số liệu, hoặc bỏ qua"
    )
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")
