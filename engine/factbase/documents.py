"""The facts files as staff write them: pydantic models with Vietnamese keys, values not yet interpreted."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.files.document import (
    Day,
    FileModel,
    Text,
    Whole,
    Year,
    choice,
    models,
    models_by_name,
    written_by_name,
)
from engine.files.written import NamedEntry, WrittenValue
from engine.rulebook.documents import ReportDoc

Basis = Annotated[Literal["thực hiện", "ước thực hiện", "sơ bộ"], choice("thực hiện", "ước thực hiện", "sơ bộ")]
SourceKind = Annotated[Literal["đo đếm", "nhận định"], choice("đo đếm", "nhận định")]


class SourceDoc(FileModel):
    what: ClassVar[str] = "nguồn"

    name: Text = Field(alias="tên", description="Tên văn bản, sổ sách là nguồn của số liệu")
    page: Text | None = Field(None, alias="trang", description="Trang")
    file: Text | None = Field(None, alias="tệp", description="Tệp lưu nguồn")
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")


class ReplacedDoc(FileModel):
    what: ClassVar[str] = "thay thế"

    value: Text = Field(alias="giá trị cũ", description="Giá trị trước khi sửa")
    reason: Text = Field(alias="lý do", description="Vì sao sửa")
    day: Day = Field(alias="ngày", description="Ngày sửa")


class ValueDoc(FileModel):
    """A value with what is to be known about it."""

    what: ClassVar[str] = "giá trị"

    value: Text = Field(alias="là", description="Giá trị")
    assessor: Text | None = Field(None, alias="người đánh giá", description="Ai nhận định")
    day: Day | None = Field(None, alias="ngày", description="Ngày nhận định, hoặc ngày của số liệu")
    inferred: Text | None = Field(None, alias="suy ra", description="Suy ra từ đâu, khi nguồn không ghi thẳng con số")
    remark: Text | None = Field(None, alias="nhận xét", description="Nhận xét")
    period: Text | None = Field(None, alias="kỳ", description="Kỳ của số liệu: cả năm, 6 tháng, 9 tháng, quý I…")
    cell: Text | None = Field(
        None, alias="ô", description="Ô của bảng tính đã nhập vào: tệp!trang tính!ô, do `chitieu import` ghi"
    )
    replaced: ReplacedDoc | None = Field(
        None, alias="thay thế", description="Giá trị cũ đã được sửa, với lý do và ngày"
    )


class GroupDoc(FileModel):
    """Values that share source, date and basis."""

    what: ClassVar[str] = "nhóm số liệu"

    source: Text | None = Field(None, alias="nguồn", description="Mã nguồn và chỗ trong nguồn, ví dụ BC, mục II.1.1")
    as_of: Day | None = Field(None, alias="tính đến", description="Ngày của số liệu; bỏ trống thì theo ngày của tệp")
    basis: Basis = Field(
        "thực hiện",
        alias="loại số liệu",
        description="thực hiện (mặc định), ước thực hiện, hoặc sơ bộ (đã đếm, còn chỉnh)",
    )
    kind: SourceKind = Field("đo đếm", alias="loại nguồn", description="đo đếm (mặc định) hoặc nhận định")
    period: Text | None = Field(None, alias="kỳ", description="Kỳ của các số liệu: cả năm, 6 tháng, 9 tháng…")
    period_reason: Text | None = Field(
        None, alias="lý do kỳ", description="Vì sao số của cả năm biết được trước khi hết năm"
    )
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")
    values: Annotated[tuple[NamedEntry[WrittenValue], ...], written_by_name(ValueDoc)] = Field(
        alias="giá trị", description="Mã số liệu và giá trị, mỗi mã một dòng"
    )


class ClaimDoc(FileModel):
    """What the report itself says: compared with what is computed, never used to compute."""

    what: ClassVar[str] = "điều báo cáo nêu"

    about: Text = Field(alias="về", description="nội dung 2.1, chỉ tiêu 5, tổng hợp, hoặc một mã số liệu")
    verdict: Text | None = Field(None, alias="kết luận", description="Kết luận của báo cáo")
    value: Text | None = Field(None, alias="giá trị", description="Giá trị báo cáo nêu")
    ratio: Text | None = Field(None, alias="tỷ lệ", description="Tỷ lệ hoàn thành báo cáo nêu")
    difference: Text | None = Field(
        None, alias="chênh lệch", description="Chênh lệch báo cáo nêu, ví dụ vượt 0,5 điểm %"
    )
    label: Text | None = Field(
        None, alias="tên gọi", description="Báo cáo gọi nội dung này là gì, ví dụ nội dung số 2 của chỉ tiêu số 3"
    )
    reason: Text | None = Field(None, alias="lý do", description="Lý do báo cáo nêu")
    reason_about: Text | None = Field(
        None, alias="lý do về", description="Mã số liệu mà lý do ấy nói đến, để kiểm xem phần đó có chưa đạt thật không"
    )
    targets_met: Whole | None = Field(
        None, alias="chỉ tiêu đạt và vượt", description="Số chỉ tiêu đạt và vượt báo cáo nêu"
    )
    criteria_met: Whole | None = Field(
        None, alias="nội dung đạt và vượt", description="Số nội dung đạt và vượt báo cáo nêu"
    )
    targets_not_met: Whole | None = Field(
        None, alias="chỉ tiêu chưa đạt", description="Số chỉ tiêu chưa đạt báo cáo nêu"
    )
    criteria_not_met: Whole | None = Field(
        None, alias="nội dung chưa đạt", description="Số nội dung chưa đạt báo cáo nêu"
    )
    on_course: Whole | None = Field(
        None, alias="đảm bảo tiến độ", description="Số nội dung chưa xong, đảm bảo tiến độ báo cáo nêu"
    )
    on_course_or_met: Whole | None = Field(
        None,
        alias="đảm bảo tiến độ, đạt và vượt",
        description="Số nội dung đạt, vượt hoặc đảm bảo tiến độ báo cáo nêu",
    )
    source: Text | None = Field(None, alias="nguồn", description="Chỗ trong báo cáo")


class FactsDoc(FileModel):
    what: ClassVar[str] = "tệp số liệu"

    resolution: Text = Field(alias="nghị quyết", description="Số nghị quyết được đánh giá")
    unit: Text = Field(alias="đơn vị", description="Tên đơn vị, ví dụ xã Tân Lập")
    year: Year = Field(alias="năm", description="Năm đánh giá")
    as_of: Day = Field(alias="tính đến", description="Ngày chốt số liệu")
    period: Text | None = Field(
        None, alias="kỳ", description="Kỳ của báo cáo: quý I, 6 tháng, 9 tháng; bỏ trống với báo cáo năm"
    )
    sources: Annotated[tuple[NamedEntry[SourceDoc], ...], models_by_name(SourceDoc)] = Field(
        (), alias="nguồn", description="Các nguồn, mỗi nguồn một mã"
    )
    groups: Annotated[tuple[GroupDoc, ...], models(GroupDoc)] = Field(
        (), alias="số liệu", description="Các nhóm số liệu"
    )
    claims: Annotated[tuple[ClaimDoc, ...], models(ClaimDoc)] = Field(
        (), alias="báo cáo nêu", description="Những điều báo cáo tự nêu, để đối chiếu"
    )
    report: ReportDoc | None = Field(
        None, alias="báo cáo", description="Điều riêng của đơn vị, năm này cho báo cáo chính thức"
    )
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")
