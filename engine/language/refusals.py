"""Explains what is wrong with a text that the grammar refuses, where, and what to write instead."""

from __future__ import annotations

import re

from lark import Token
from lark.exceptions import UnexpectedToken

from engine.language.patterns import compiled
from engine.language.text import fold, nearest, spoken
from engine.language.vocabulary import LanguageError
from engine.language.words import FUNCTIONS, WORDINGS

_OF_PLAN = compiled("|".join(sorted(WORDINGS["OF_PLAN"], key=len, reverse=True)))
_LIST = "xem các cách viết điều kiện trong rules/README.md"
_REVERSED = ("không đứng trước ngưỡng được", "viết ngược lại, ví dụ `dưới 70%`, hoặc `không phải (đạt 70%)`")
_PLACE = ("không so sánh được bằng chữ ở cạnh nó", "viết `hạng 10 trở lên`, `không quá hạng 10` hoặc chỉ `hạng 10`")
_MISPLACED = {
    "RANK": _PLACE,
    "GROUP": _PLACE,
    "UNIT": ("đứng sai chỗ", "đơn vị đứng ngay sau con số, ví dụ: từ 2.000 thành viên trở lên"),
    "FAILED": _REVERSED,
    "NOT_MET": _REVERSED,
}
_UNCLEAR = {
    "NEARLY": ("không phải là một ngưỡng rõ", "viết ngưỡng, ví dụ `từ 50% trở lên`; gần đúng thì viết `khoảng 50%`"),
    "TO": ("không cho biết là mức đạt tới hay mức tối đa", "viết rõ, ví dụ `đạt 21` hoặc `không quá 21`"),
}
"""Wordings that are ambiguous in a goal; the reader of resolutions abstains from them too."""

_EACH = compiled(
    r"(?:mỗi|hằng|hàng|bình quân|trung bình)(?:\s+[^\W\d]\w*)?|trong\s+(?:[0-9]+\s+)?(?:năm|tháng|quý|kỳ)(?!\w)"
)
_BOUNDS = ("NUMBER", "FROM", "AT_LEAST", "ABOVE", "AT_MOST", "BELOW", "EXCEEDED", "EQUAL", "ABOUT", "NEARLY")
_NONE = compiled("|".join((r"không\b.*\bnào\b", *WORDINGS["NONE_LEFT"], *WORDINGS["NONE"], *WORDINGS["NO_SUCH"])))

# Words of resolutions that are no misspellings: the wording nearest to «được» would be «dưới».
_CHANGING = ("tang", "giam", "nang", "keo", "rut", "thu", "gap")
_LEADING = ("duoc", "chiem", "muc", "o", "phai", "uoc")


def explain(error: UnexpectedToken, text: str, start: str) -> LanguageError:
    """Returns the error at the word that the grammar did not expect. ``start`` is the start symbol of the grammar."""
    token = error.token
    if token.type == "$END":
        at = len(text.rstrip())
        return LanguageError("câu còn thiếu ở cuối", max(at - 1, 0), at, _remedy_for_end(error, start))
    begin, end = token.start_pos or 0, token.end_pos or 0
    special = (
        _explain_numbers(text, begin)
        or _explain_formula(token, text, start, begin, end)
        or _explain_order(error, start, begin, end)
        or _explain_none_with_bound(token, text, begin, end)
        or _explain_word(token, text, begin, end)
    )
    if special is not None:
        return special
    message, remedy = _MISPLACED.get(token.type, ("đứng không đúng chỗ", _LIST))
    if "AT_LEAST" in error.accepts:  # a comparison may begin here
        message, remedy = _UNCLEAR.get(token.type, (message, remedy))
    name = f"đơn vị «{token}»" if token.type == "UNIT" else f"«{token}»"
    return LanguageError(f"{name} {message}", begin, end, remedy)


def _explain_order(error: UnexpectedToken, start: str, begin: int, end: int) -> LanguageError | None:
    """Returns the error of a known word with something missing before it; None where nothing is missing."""
    token = error.token
    if error.accepts == {"ID"}:
        remedy = "viết số hoặc mã, ví dụ `nội dung 2.1 đạt`, `có hạn chế HC-1`"
        return LanguageError(f"trước «{token}» còn thiếu số hoặc mã", begin, end, remedy)
    if token.type in ("AND", "OR") and error.accepts & {"AND", "OR"}:
        remedy = "đặt ngoặc cho rõ, ví dụ: (A và B) hoặc C"
        return LanguageError("trộn «và» với «hoặc» mà không có ngoặc", begin, end, remedy)
    if token.type == "CODE" and start == "condition":
        remedy = "viết rõ, ví dụ: htx.a trên htx.b"
        return LanguageError(f"trước «{token}» thiếu cách so sánh hoặc phép tính", begin, end, remedy)
    return None


def _explain_none_with_bound(token: Token, text: str, begin: int, end: int) -> LanguageError | None:
    """Returns the error of «không còn dưới 5 xã»: the sentence wants none, and names a bound as well."""
    if token.type not in _BOUNDS or not _NONE.search(spoken(text[:begin])):
        return None
    remedy = "viết ngưỡng của chính con số, ví dụ `không quá 5 hộ`, hoặc đếm các trường hợp không mong muốn rồi viết `không còn`"
    return LanguageError(
        f"«{token}» đứng sau một câu phủ định, không rõ ngưỡng là 0 hay là con số này", begin, end, remedy
    )


def _explain_word(token: Token, text: str, begin: int, end: int) -> LanguageError | None:
    """Returns the error of a word that is no wording of the language, or that refers to a plan."""
    if token.type not in ("OF_PLAN", "WORD"):
        return None
    if base := _OF_PLAN.search(spoken(text)):
        return LanguageError(
            f"«{base.group()}» cho biết đây là tỷ lệ so với một số khác, không phải ngưỡng",
            base.start(),
            base.end(),
            "so sánh tỷ lệ: thêm số liệu có `công thức: tỷ_lệ(thu.thuc_hien, thu.ke_hoach)` hoặc `tăng_trưởng(…)` vào danh mục, "
            "rồi viết điều kiện cho số liệu đó",
        )
    if time := _EACH.match(spoken(text), begin):
        remedy = "bỏ các chữ này: ghi `kỳ: hằng năm`, hoặc ghi «/năm», «/xã» trong `đơn vị tính`"
        return LanguageError(f"«{time.group()}» không thuộc ngưỡng", *time.span(), remedy)
    before = spoken(text[:begin]).split()[-1:]
    return _unknown_negation(token, text, begin, end) if before == ["không"] else _unknown_word(token, begin, end)


def _explain_numbers(text: str, at: int) -> LanguageError | None:
    """Returns the error of a number such as «5 000» with spaces between its groups of digits."""
    for spaced in re.finditer(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])", text):
        if spaced.start() <= at <= spaced.end():
            meant = spaced.group().replace(" ", ".")
            return LanguageError(
                f"«{spaced.group()}» ngăn hàng nghìn bằng dấu cách", spaced.start(), spaced.end(), f"viết {meant}", True
            )
    return None


def _explain_formula(token: Token, text: str, start: str, begin: int, end: int) -> LanguageError | None:
    """Returns the error of a formula that begins with «=», as in Excel, or has a function name with a space."""
    if start == "formula" and token.type == "EQUAL":
        remedy = "bỏ dấu «=» ở đầu" if not text[:begin].strip() else "chỉ ghi phần bên phải dấu «=»"
        return LanguageError("công thức không có dấu «=»", begin, end, remedy)
    for name in FUNCTIONS:
        spaced = re.search(re.escape(name.replace("_", " ")) + r"\s*\(", spoken(text)) if "_" in name else None
        if spaced is not None and spaced.start() <= begin <= spaced.end():
            return LanguageError(
                "tên hàm viết liền bằng dấu gạch dưới", spaced.start(), spaced.end() - 1, f"viết `{name}(…)`"
            )
    return None


def _unknown_word(token: Token, begin: int, end: int) -> LanguageError:
    if fold(str(token)) in _LEADING:
        return LanguageError(f"không hiểu «{token}»", begin, end, f"bỏ «{token}», hoặc viết `đạt 20`")
    if fold(str(token)) in _CHANGING:
        remedy = "đo bằng số liệu về chính mức tăng hoặc giảm rồi viết ngưỡng, ví dụ `từ 1 đến 1,5%`; nếu là mức còn lại thì viết `giảm còn 5%`"
        return LanguageError(f"«{token}» không phải là một cách so sánh", begin, end, remedy)
    first = fold(str(token))[:1]
    close = nearest(str(token), [wording for wording in _words() if fold(wording)[0] == first])
    return LanguageError(f"không hiểu «{token}»", begin, end, f"phải chăng là «{close}»?" if close else _LIST)


def _unknown_negation(token: Token, text: str, begin: int, end: int) -> LanguageError:
    """Returns the error of an unknown negation such as «không bé hơn».

    It proposes only wordings that differ in marks or case: the wording nearest to «bé hơn» would mean the reverse.
    """
    start = text[:begin].rstrip().rindex(" ") + 1 if " " in text[:begin].rstrip() else 0
    written = " ".join(text[start:end].split())
    meant = [wording for wording in _words() if f"{fold(wording)} ".startswith(f"{fold(written)} ")]
    remedy = f"phải chăng là «{min(meant, key=len)}»?" if meant else f"ví dụ `không quá 20`, `không dưới 20`; {_LIST}"
    return LanguageError(f"không hiểu «{written}»", start, end, remedy)


def _words() -> list[str]:
    return [wording for wordings in WORDINGS.values() for wording in wordings if wording[0].isalpha()]


def _remedy_for_end(error: UnexpectedToken, start: str) -> str:
    accepted = error.accepts
    if "UPWARDS" in accepted and "TO" in accepted:
        return "viết tiếp `trở lên`, `trở xuống` hoặc `đến …`"
    if "ID" in accepted:
        return "viết tiếp số hoặc mã, ví dụ `nội dung 2.1`, `hạn chế HC-1`"
    if "NOT_MET" in accepted and "NUMBER" not in accepted and "WORD" not in accepted:
        return "viết tiếp kết quả: đạt, vượt, chưa đạt, không đạt, chưa đủ số liệu hoặc không áp dụng"
    if "RPAR" in accepted:
        return "thêm dấu ngoặc đóng `)`"
    if "DATE" in accepted:
        return "viết tiếp ngày, ví dụ 31/12/2025"
    if "CODE" in accepted and "NUMBER" not in accepted:
        return "viết tiếp mã số liệu, ví dụ `htx.tong`"
    return "viết tiếp con số hoặc mã số liệu" if start != "measured" else "viết một con số, ví dụ 4.950 hoặc trên 1.500"
