"""Recognises texts that went through a wrong code page, repairs those that can be brought back exactly, names the others."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.importing.code_pages import before, is_mistaken_utf8
from engine.importing.grid import UnreadableTable
from engine.importing.scripts import is_vietnamese

_HALF = 2
_FEW = 3
_SHOWN = 40
_LOST = re.compile(r"\ufffd|[^\W\d_]\?(?:[^\W\d_]| [a-zà-ỹ])")
_LETTER = re.compile(r"[^\W\d_]")
_VIQR = re.compile(r"[aeo]\^[\x27\x60?~.]?|a\([\x27\x60?~.]?|[uo]\+[\x27\x60?~.]?|\bdd[a-z]", re.IGNORECASE)
_ASK_AGAIN = "xin lại tệp gốc; nếu là CSV thì trong Excel chọn Dữ liệu > Từ văn bản/CSV, mã «65001: Unicode (UTF-8)»"


def repairs_of(texts: Iterable[str], where: str) -> dict[str, str]:
    """Returns the broken ones of the texts of a sheet, each with what it was («Chá»‰ tiÃªu»: «Chỉ tiêu»); none where most are whole.

    Raises UnreadableTable, naming ``where``, for texts that cannot be brought back exactly, and for VIQR.
    """
    written = [text for text in dict.fromkeys(texts) if _LETTER.search(text)]
    marked = [text for text in written if not text.isascii()]
    broken = [text for text in marked if is_mistaken_utf8(text)]
    lost = [text for text in written if _LOST.search(text)]
    if broken and len(broken) * _HALF >= len(marked):
        repaired = {text: repaired for text in broken if (repaired := before(text)) is not None}
        if lost or len(repaired) < len(broken) or not is_vietnamese(repaired.values()):
            what = f"chữ bị vỡ ở {where}: tệp UTF-8 đã bị đọc nhầm thành bảng mã khác («{broken[0][:_SHOWN]}»)"
            raise UnreadableTable(what, _ASK_AGAIN)
        return repaired
    if len(lost) >= _FEW and len(lost) * _HALF >= len(written):
        what = f"chữ ở {where} đã mất khi chuyển bảng mã, chỉ còn dấu hỏi («{lost[0][:_SHOWN]}»)"
        raise UnreadableTable(what, "xin lại tệp gốc, lưu dạng .xlsx hoặc CSV UTF-8")
    viqr = [text for text in written if text.isascii() and _VIQR.search(text)]
    if len(viqr) >= _FEW and len(viqr) * _HALF >= len(written):
        what = f"chữ ở {where} viết theo kiểu VIQR («{viqr[0][:_SHOWN]}»)"
        raise UnreadableTable(what, "chuyển sang Unicode (ví dụ bằng Unikey), lưu lại, rồi nhập")
    return {}
