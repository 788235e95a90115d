"""What to type in a spreadsheet instead of a cell that is no value: the remedies of facts files speak of their keys."""

from __future__ import annotations

from engine.domain.comparisons import words
from engine.factbase.values import BadValue, Fault
from engine.importing.cell_value import RefusedCell
from engine.importing.number_cells import TWO_NUMBERS_REMEDY, estimate
from engine.language.ranks import is_place
from engine.language.text import fold, nearest
from engine.language.units import Unit, parse_unit
from engine.rulebook.remedies import thousands_meant
from engine.rulebook.rulebook import Indicator

IMPOSSIBLE_REMEDY = "kiểm tra lại con số và đơn vị tính; nếu con số ấy có thật thì báo người giữ danh mục số liệu"
_WORDS_REMEDY = (
    "gõ con số; chưa có thì để trống ô, bằng không thì gõ 0; nguồn chỉ nói bằng chữ thì gõ giới hạn mà chữ ấy nói "
    "(ví dụ: dưới 0%) và chép chữ của nguồn vào cột «Suy ra từ»"
)
_DIGITS_REMEDY = "gõ lại đủ các chữ số, không gõ dấu ngăn hàng nghìn; phần lẻ đứng sau dấu phẩy"
"""The proposals of facts files would put the digits of «1.2.3» together."""


def refused(error: BadValue, text: str, indicator: Indicator, stated: str, in_cell: bool) -> RefusedCell:
    """Returns the refusal of ``text`` (with the unit ``stated``, ``in_cell`` or in its column) in the words of a spreadsheet."""
    match error.fault:
        case Fault.UNIT:
            return RefusedCell(
                _unit_reason(error, indicator, stated, in_cell), _unit_remedy(indicator, stated, in_cell)
            )
        case Fault.WORDS:
            return RefusedCell(error.message, _WORDS_REMEDY)
        case Fault.ESTIMATE:
            return estimate(text)
        case Fault.NUMBER:
            return RefusedCell(error.message, _DIGITS_REMEDY)
        case Fault.PAIR:
            return RefusedCell(error.message, TWO_NUMBERS_REMEDY)
        case Fault.SENTENCE:
            return RefusedCell(f"không hiểu «{text}»", _number_remedy(indicator))
        case Fault.STEP:
            return RefusedCell(_step_reason(error, indicator), _step_remedy(text, indicator))
        case Fault.NAME:
            return RefusedCell(f"«{text}» không phải giá trị của «{indicator.name}»", error.remedy)
        case Fault.DATE:
            return RefusedCell(error.message, "gõ ngày/tháng/năm, ví dụ 31/12/2023")
    return RefusedCell(error.message, error.remedy)


def _number_remedy(indicator: Indicator) -> str:
    unit = indicator.unit
    example = "93,2" if unit.is_rate else "7" if is_place(unit) else "1.020" if unit.whole else "1.234,5"
    return f"chỉ gõ con số, ví dụ {example}; đơn vị tính ghi ở cột ĐVT, chữ khác chuyển sang cột Ghi chú"


def _unit_reason(error: BadValue, indicator: Indicator, stated: str, in_cell: bool) -> str:
    if not stated:
        return error.message
    where = "ô" if in_cell else "ĐVT"
    return f"{where} ghi «{stated}», danh mục ghi «{indicator.unit.text or 'không có đơn vị tính'}»"


def _unit_remedy(indicator: Indicator, stated: str, in_cell: bool) -> str:
    """Returns a question about the meaning: the number without its unit would be another value."""
    written, full = parse_unit(stated), indicator.unit
    if written.dimension == full.dimension or (written.dimension is None and full.is_multiplied):  # /tháng against /năm
        return f"tự quy đổi con số sang «{full.text}», sửa ĐVT cho khớp rồi nhập lại"
    if close := _misspelt(written, full):
        return f"phải chăng ĐVT là «{close}»?"
    mended = "chọn đúng dòng, hoặc sửa ô nếu gõ nhầm" if in_cell else "chọn đúng dòng, hoặc sửa ĐVT nếu ghi nhầm"
    if written.is_rate:
        return f"có phải số này là tỷ lệ hoàn thành, tốc độ tăng hay một tỷ lệ khác? {mended}"
    if full.is_rate:
        return f"có phải số này là số tuyệt đối, không phải tỷ lệ? {mended}"
    return f"có phải số này là của chỉ tiêu khác, tính bằng «{stated}»? {mended}"


def _misspelt(written: Unit, full: Unit) -> str | None:
    """Returns the unit of the catalogue where ``written`` is it without marks or with a slip, and no measure of its own."""
    if not full.text or not written.counts or fold(written.text) in {fold(word) for word in words("ABOUT")}:
        return None
    return nearest(written.text, (full.text,))


def _step_reason(error: BadValue, indicator: Indicator) -> str:
    if indicator.unit.whole:
        return f"«{indicator.name}» đếm {indicator.unit.text}, không có số lẻ"
    return error.message


def _step_remedy(text: str, indicator: Indicator) -> str:
    if not indicator.unit.whole:
        return "kiểm tra lại con số; nếu con số ấy có thật thì báo người giữ danh mục số liệu"
    if meant := thousands_meant(text):
        return f"phải chăng là {meant}? gõ số nguyên, không gõ dấu ngăn hàng nghìn"
    return "gõ số nguyên; ô do công thức tính ra thì làm tròn ở bảng gốc, hoặc xem lại công thức"
