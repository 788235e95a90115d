"""The rule files as staff write them: one pydantic model per kind of entry, keys in Vietnamese, values not yet interpreted."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, create_model

from engine.domain.finding_kinds import FindingKind, OwnKey
from engine.files.document import (
    Day,
    FileModel,
    Text,
    TextList,
    YesNoFlag,
    choice,
    models,
    models_by_name,
)
from engine.files.written import NamedEntry, WrittenValue

DocumentKind = Annotated[
    Literal["Nghị quyết", "Kế hoạch", "Chương trình", "Dự toán"],
    choice("Nghị quyết", "Kế hoạch", "Chương trình", "Dự toán"),
]
ExceededConvention = Annotated[
    Literal["theo câu chữ", "mọi ngưỡng", "không"], choice("theo câu chữ", "mọi ngưỡng", "không")
]
IndicatorKind = Annotated[
    Literal["số", "có/không", "phân loại", "nhận định", "ngày"],
    choice("số", "có/không", "phân loại", "nhận định", "ngày"),
]
Nature = Annotated[
    Literal["thời điểm", "trong năm", "lũy kế", "theo kỳ", "kế hoạch"],
    choice("thời điểm", "trong năm", "lũy kế", "theo kỳ", "kế hoạch"),
]
GoodDirection = Annotated[Literal["tăng", "giảm"], choice("tăng", "giảm")]
Period = Annotated[
    Literal["cả giai đoạn", "hằng năm", "bình quân giai đoạn"],
    choice("cả giai đoạn", "hằng năm", "bình quân giai đoạn"),
]


class ResolutionDoc(FileModel):
    what: ClassVar[str] = "mục «nghị quyết»"

    number: Text = Field(alias="số", description="Số và ký hiệu của văn bản, ví dụ 12/NQ-HĐND")
    kind: DocumentKind = Field(
        "Nghị quyết", alias="loại văn bản", description="Nghị quyết, Kế hoạch, Chương trình hoặc Dự toán"
    )
    day: Day | None = Field(None, alias="ngày", description="Ngày ban hành, ví dụ 12/8/2021")
    issuer: Text | None = Field(None, alias="cơ quan ban hành", description="Cơ quan ban hành văn bản")
    reporter: Text | None = Field(None, alias="cơ quan báo cáo", description="Cơ quan báo cáo kết quả thực hiện")
    title: Text | None = Field(None, alias="trích yếu", description="Trích yếu nội dung văn bản")
    period: Text = Field(alias="giai đoạn", description="Giai đoạn 2021-2025, hoặc một năm 2019")
    exceeded: ExceededConvention = Field(
        "theo câu chữ", alias="quy ước vượt", description="Khi nào gọi là vượt nếu quy tắc không ghi `vượt khi`"
    )


class IndicatorDoc(FileModel):
    what: ClassVar[str] = "số liệu"

    name: Text = Field(alias="tên", description="Tên đầy đủ của số liệu")
    other_names: TextList = Field(
        (), alias="tên khác", description="Các tên gọi khác của số liệu trong biểu Excel, để `import` nhận ra"
    )
    unit: Text | None = Field(None, alias="đơn vị tính", description="Đơn vị tính đầy đủ, ví dụ triệu đồng/người/năm")
    kind: IndicatorKind = Field("số", alias="kiểu", description="số (mặc định), có/không, phân loại, nhận định, ngày")
    values: TextList | None = Field(None, alias="giá trị", description="Các giá trị của phân loại, xếp từ thấp đến cao")
    formula: Text | None = Field(None, alias="công thức", description="Cách tính từ các số liệu khác")
    nature: Nature = Field(
        "thời điểm",
        alias="tính chất",
        description="thời điểm (mặc định), trong năm, lũy kế, theo kỳ (tỷ lệ, tốc độ, bình quân của riêng kỳ ấy), kế hoạch",
    )
    can_fall: YesNoFlag = Field(False, alias="có thể giảm", description="có: số cộng dồn này có thể giảm trong năm")
    can_be_negative: YesNoFlag = Field(False, alias="có thể âm", description="có: giá trị có thể nhỏ hơn 0")
    least: Text | None = Field(None, alias="tối thiểu", description="Giá trị nhỏ nhất có thể có, ví dụ 0%")
    most: Text | None = Field(None, alias="tối đa", description="Giá trị lớn nhất có thể có, ví dụ 100%")
    part_of: Text | None = Field(None, alias="là phần của", description="Mã của tổng số mà số này là một phần")
    is_growth: YesNoFlag = Field(False, alias="là tốc độ tăng", description="có: tốc độ tăng so với cùng kỳ năm trước")
    step: Text | None = Field(None, alias="bước", description="Bước nhỏ nhất của giá trị; 1 với thứ đếm được")
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")


class SentenceDoc(FileModel):
    """A sentence of the report on the results of a field."""

    what: ClassVar[str] = "câu"
    leading: ClassVar[tuple[str, ...]] = ("khi",)

    when: WrittenValue | None = Field(None, alias="khi", description="Chỉ viết câu này khi điều kiện đúng")
    text: Text = Field(alias="viết", description="Câu ghi vào báo cáo; {mã} được thay bằng số")


class FieldDoc(FileModel):
    """A field of work under which the report tells its results."""

    what: ClassVar[str] = "lĩnh vực"

    title: Text = Field(alias="tên", description="Tên lĩnh vực, ví dụ Hợp tác xã")
    codes: TextList = Field(alias="số liệu", description="Các mã số liệu, hoặc phần đầu chung của mã, ví dụ htx")
    sentences: Annotated[tuple[SentenceDoc, ...], models(SentenceDoc)] = Field(
        (), alias="câu", description="Các câu của báo cáo trình ký, theo thứ tự; mỗi câu có `viết` và có thể có `khi`"
    )


class ReportDoc(FileModel):
    """What the official report needs and no rule can know: who writes to whom, and the signature."""

    what: ClassVar[str] = "mục «báo cáo»"

    parent: Text | None = Field(None, alias="cơ quan cấp trên", description="Cơ quan, tổ chức chủ quản trực tiếp")
    issuer: Text | None = Field(None, alias="cơ quan", description="Cơ quan ban hành báo cáo")
    number: Text | None = Field(None, alias="số", description="Số, ký hiệu của báo cáo, ví dụ 05/BC-UBND")
    place: Text | None = Field(None, alias="địa danh", description="Địa danh ghi trước ngày, ví dụ Tân Lập")
    day: Day | None = Field(None, alias="ngày", description="Ngày ban hành báo cáo")
    title: Text | None = Field(None, alias="trích yếu", description="Trích yếu nội dung báo cáo")
    addressee: TextList = Field((), alias="kính gửi", description="Nơi nhận chính, ghi ở dòng Kính gửi")
    grounds: TextList = Field((), alias="căn cứ", description="Các câu mở đầu: thực hiện nghị quyết, kế hoạch nào")
    work_done: TextList = Field(
        (), alias="công tác triển khai", description="Các đoạn của mục I, do người soạn báo cáo viết"
    )
    fields: Annotated[tuple[FieldDoc, ...], models(FieldDoc)] = Field(
        (), alias="lĩnh vực", description="Các lĩnh vực của mục kết quả đạt được"
    )
    signing: TextList = Field((), alias="thẩm quyền ký", description="Các dòng trước chữ ký: TM., KT., chức vụ")
    signer: Text | None = Field(None, alias="người ký", description="Họ và tên người ký")
    recipients: TextList = Field((), alias="nơi nhận", description="Các dòng của mục Nơi nhận")


class ReconciliationDoc(FileModel):
    what: ClassVar[str] = "đối chiếu"

    id: Text = Field(alias="mã", description="Mã, ví dụ DC-1")
    name: Text | None = Field(None, alias="tên", description="Đối chiếu điều gì")
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")
    check: WrittenValue = Field(alias="kiểm", description="Điều phải đúng, ví dụ a.x + a.y = a.tong")
    tolerance: Text | None = Field(None, alias="sai số", description="Chênh lệch được bỏ qua")
    hypothesis: Text | None = Field(None, alias="giả thuyết", description="Cách tính được thử khi hai số lệch nhau")
    agrees: Text | None = Field(None, alias="khi khớp", description="Câu kết luận khi khớp")
    differs: Text | None = Field(None, alias="khi lệch", description="Câu kết luận khi lệch")
    undecided: Text | None = Field(
        None, alias="khi không kiểm được", description="Câu kết luận khi thiếu số liệu để kiểm"
    )
    basis: Text | None = Field(None, alias="căn cứ", description="Chỗ trong văn bản")
    section: Text | None = Field(None, alias="mục", description="Mục của báo cáo")


class AmendmentDoc(FileModel):
    what: ClassVar[str] = "sửa đổi"

    document: Text = Field(alias="văn bản", description="Văn bản sửa đổi")
    since: Day = Field(alias="hiệu lực từ", description="Ngày có hiệu lực")
    text: Text = Field(alias="nguyên văn", description="Câu chữ mới của nội dung")
    met: WrittenValue = Field(alias="đạt khi", description="Điều kiện mới")


class CriterionKeys(FileModel):
    """What a criterion may carry, whether it stands under its target or is the target itself."""

    text: Text | None = Field(None, alias="nguyên văn", description="Câu chữ của nghị quyết, chép nguyên văn")
    basis: Text | None = Field(None, alias="căn cứ", description="Chỗ trong văn bản, ví dụ 12/NQ-HĐND, chỉ tiêu (2)")
    measured_by: Text | None = Field(None, alias="đo bằng", description="Mã số liệu dùng để đánh giá")
    met: WrittenValue | None = Field(
        None, alias="đạt khi", description="Điều kiện đạt, viết như câu chữ của nghị quyết"
    )
    exceeded: WrittenValue | None = Field(
        None, alias="vượt khi", description="Điều kiện vượt; bỏ trống thì suy ra từ câu chữ"
    )
    applies: WrittenValue | None = Field(None, alias="áp dụng khi", description="Chỉ đánh giá khi điều kiện này đúng")
    good: GoodDirection | None = Field(None, alias="chiều tốt", description="tăng hoặc giảm, khi câu chữ không nói rõ")
    deadline: Day | None = Field(None, alias="hạn", description="Hạn riêng của nội dung")
    period: Period = Field(
        "cả giai đoạn", alias="kỳ", description="cả giai đoạn (mặc định), hằng năm, bình quân giai đoạn"
    )
    cumulative: YesNoFlag = Field(False, alias="cộng dồn", description="có: cộng số của các năm trong giai đoạn")
    course: WrittenValue | None = Field(
        None, alias="tiến độ", description="Phần của mục tiêu phải được ở từng thời điểm, ví dụ `6 tháng: 45%`"
    )
    counted: YesNoFlag = Field(
        True, alias="tính vào tổng hợp", description="không: mục «trong đó», không đếm vào tổng hợp"
    )
    reason: Text | None = Field(None, alias="lý do khác nguyên văn", description="Vì sao điều kiện khác nguyên văn")
    amendments: Annotated[tuple[AmendmentDoc, ...], models(AmendmentDoc)] = Field(
        (), alias="sửa đổi", description="Các lần sửa đổi"
    )
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")


class CriterionDoc(CriterionKeys):
    what: ClassVar[str] = "nội dung"
    leading: ClassVar[tuple[str, ...]] = ("số",)

    number: Text = Field(alias="số", description="Số của nội dung, ví dụ 2.1")
    text: Text = Field(alias="nguyên văn", description="Câu chữ của nghị quyết, chép nguyên văn")
    met: WrittenValue = Field(alias="đạt khi", description="Điều kiện đạt, viết như câu chữ của nghị quyết")


class FindingDoc(FileModel):
    """A limitation, difficulty or forecast; and what causes and solutions have in common with them."""

    what: ClassVar[str] = "mục này"

    id: Text = Field(alias="mã", description="Mã, ví dụ HC-1")
    of: TextList = Field((), alias="của", description="Nội dung, chỉ tiêu hoặc hạn chế mà mục này giải thích")
    section: Text | None = Field(None, alias="mục", description="Mục của báo cáo")
    basis: Text | None = Field(None, alias="căn cứ", description="Căn cứ pháp lý hoặc chỗ trong báo cáo")
    when: WrittenValue | None = Field(None, alias="khi", description="Điều kiện để có mục này")
    conclusion: Text = Field(alias="kết luận", description="Câu ghi vào báo cáo; {mã} được thay bằng số")
    note: Text | None = Field(None, alias="ghi chú", description="Ghi chú cho người đọc")


class CauseDoc(FindingDoc):
    what: ClassVar[str] = "nguyên nhân"
    leading: ClassVar[tuple[str, ...]] = ("mã", "loại")

    category: TextList = Field(alias="loại", description="khách quan, chủ quan, hoặc cả hai")


class SolutionDoc(FindingDoc):
    what: ClassVar[str] = "giải pháp"
    leading: ClassVar[tuple[str, ...]] = ("mã", "của", "mục", "căn cứ", "khi", "duy trì")

    keeps_up: YesNoFlag = Field(False, alias="duy trì", description="có: giải pháp giữ vững nội dung đã đạt")


class TargetDoc(CriterionKeys):
    what: ClassVar[str] = "chỉ tiêu"
    leading: ClassVar[tuple[str, ...]] = ("chỉ tiêu", "tên")

    number: Text = Field(alias="chỉ tiêu", description="Số của chỉ tiêu, ví dụ 2")
    title: Text | None = Field(None, alias="tên", description="Tên ngắn của chỉ tiêu")
    criteria: Annotated[tuple[CriterionDoc, ...], models(CriterionDoc)] = Field(
        (), alias="nội dung", description="Các nội dung của chỉ tiêu"
    )


_FINDING_DOCS: dict[OwnKey, type[FindingDoc]] = {
    OwnKey.NONE: FindingDoc,
    OwnKey.CATEGORY: CauseDoc,
    OwnKey.KEEPS_UP: SolutionDoc,
}


def _with_findings(model: type[RuleFile]) -> type[RuleFile]:
    """Returns ``model`` with a section for every kind of finding, a field named as the kind's value."""
    fields: dict[str, Any] = {}
    for kind in FindingKind:
        doc = _FINDING_DOCS[kind.spec.own_key]
        field = Field((), alias=kind.key, description=kind.spec.description)
        fields[kind.value] = (Annotated[tuple[doc, ...], models(doc)], field)  # type: ignore[valid-type]
    made: type[RuleFile] = create_model(model.__name__, __base__=model, __module__=model.__module__, **fields)
    return made


@_with_findings
class RuleFile(CriterionKeys):
    """Any file of a resolution's folder: its head and catalogue, one target or several, findings of every kind."""

    what: ClassVar[str] = "tệp quy tắc"
    leading: ClassVar[tuple[str, ...]] = ("chỉ tiêu", "tên")

    resolution: ResolutionDoc | None = Field(None, alias="nghị quyết", description="Văn bản đặt ra các chỉ tiêu")
    indicators: Annotated[tuple[NamedEntry[IndicatorDoc], ...], models_by_name(IndicatorDoc)] = Field(
        (), alias="số liệu", description="Danh mục số liệu"
    )
    reconciliations: Annotated[tuple[ReconciliationDoc, ...], models(ReconciliationDoc)] = Field(
        (), alias="đối chiếu", description="Các phép đối chiếu"
    )
    report: ReportDoc | None = Field(
        None, alias="báo cáo", description="Cơ quan, nơi gửi, chữ ký của báo cáo chính thức"
    )
    number: Text | None = Field(None, alias="chỉ tiêu", description="Số của chỉ tiêu trong tệp này")
    title: Text | None = Field(None, alias="tên", description="Tên ngắn của chỉ tiêu")
    criteria: Annotated[tuple[CriterionDoc, ...], models(CriterionDoc)] = Field(
        (), alias="nội dung", description="Các nội dung của chỉ tiêu"
    )
    targets: Annotated[tuple[TargetDoc, ...], models(TargetDoc)] = Field(
        (), alias="các chỉ tiêu", description="Nhiều chỉ tiêu trong một tệp"
    )
