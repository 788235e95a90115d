"""The files of rule tests as staff write them: pydantic models with Vietnamese keys and unresolved names."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from engine.files.document import (
    Day,
    FileModel,
    Text,
    TextList,
    Whole,
    Year,
    models,
    written_by_name,
)
from engine.files.written import NamedEntry, WrittenValue


class ExpectedDoc(FileModel):
    """The expectations of a case, without verdicts, whose keys («nội dung 2.1») are names of the rulebook."""

    what: ClassVar[str] = "mục «mong đợi»"

    present: TextList = Field((), alias="có", description="Mã các mục phải có, ví dụ [HC-1, CQ-2]")
    absent: TextList = Field((), alias="không có", description="Mã các mục không được có")
    undetermined: TextList = Field((), alias="chưa rõ", description="Mã các mục còn chờ số liệu")
    agree: TextList = Field((), alias="khớp", description="Mã các phép đối chiếu phải khớp, ví dụ [DC-1]")
    differ: TextList = Field((), alias="lệch", description="Mã các phép đối chiếu phải lệch")
    unchecked: TextList = Field((), alias="không kiểm được", description="Mã các phép đối chiếu thiếu số liệu để kiểm")
    targets_met: Whole | None = Field(None, alias="chỉ tiêu đạt và vượt", description="Số chỉ tiêu đạt và vượt")
    criteria_met: Whole | None = Field(None, alias="nội dung đạt và vượt", description="Số nội dung đạt và vượt")
    targets_not_met: Whole | None = Field(None, alias="chỉ tiêu chưa đạt", description="Số chỉ tiêu chưa đạt")
    criteria_not_met: Whole | None = Field(None, alias="nội dung chưa đạt", description="Số nội dung chưa đạt")


class CaseDoc(FileModel):
    what: ClassVar[str] = "trường hợp kiểm thử"

    name: Text = Field(alias="tên", description="Điều được kiểm, viết thành một câu")
    based_on: Text | None = Field(
        None, alias="dựa trên", description="Tệp số liệu lấy làm gốc: thư mục/tệp trong facts/, không có đuôi .yaml"
    )
    values: Annotated[tuple[NamedEntry[WrittenValue], ...] | None, written_by_name()] = Field(
        None, alias="số liệu", description="Số liệu của riêng trường hợp, mỗi mã một dòng"
    )
    changes: Annotated[tuple[NamedEntry[WrittenValue], ...], written_by_name()] = Field(
        (), alias="thay đổi", description="Số liệu thay cho số đã có, kể cả số có công thức; `chưa có` để bỏ"
    )
    year: Year | None = Field(None, alias="năm", description="Năm của `số liệu`; mặc định: năm đầu của giai đoạn")
    as_of: Day | None = Field(None, alias="tính đến", description="Ngày chốt số liệu; mặc định: 31/12 của năm ấy")
    unit: Text | None = Field(None, alias="đơn vị", description="Tên đơn vị của `số liệu`")
    expected: WrittenValue = Field(alias="mong đợi", description="Kết quả phải có")
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")


class CaseFile(FileModel):
    what: ClassVar[str] = "tệp kiểm thử"

    cases: Annotated[tuple[CaseDoc, ...], models(CaseDoc)] = Field(
        alias="trường hợp", description="Các trường hợp kiểm thử, mỗi trường hợp bắt đầu bằng «- tên:»"
    )
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")
