"""Vietnamese numbers: exact values from what people write, and what people read from exact values."""

from __future__ import annotations

import re
from fractions import Fraction

from engine.domain.limits import NUMBER_DIGITS
from engine.language.patterns import compiled

_MINUS = compiled(r"(?:[-−–]|âm(?=\s))\s*", re.IGNORECASE)
_PLAIN = compiled(r"[0-9]+(?:,[0-9]+)?\Z")
_GROUPED = compiled(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?\Z")
# Only errors are matched with these; they are compiled when that happens.
_ENGLISH_DECIMAL = r"[0-9]+\.[0-9]+\Z"
_ENGLISH_GROUPED = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z"
_SPACED = r"[1-9][0-9]{0,2}(?:[ ][0-9]{3})+(?:,[0-9]+)?\Z"


class NumberError(ValueError):
    """A text that is not a Vietnamese number. ``remedy`` proposes what was probably meant."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def parse_number(text: str) -> Fraction:
    """Read ``4.950``, ``07``, ``97,25``, ``-4,13``, ``âm 2``: dots group thousands, the comma is the decimal mark.

    Raises NumberError, with a proposal, for English decimals, exponents and everything else.
    """
    body = text.strip()
    minus = _MINUS.match(body)
    negative = minus is not None
    body = body[minus.end() :] if minus else body[1:].lstrip() if body[:1] == "+" else body
    if sum(c.isdigit() for c in body) > NUMBER_DIGITS:
        raise NumberError(f"số có quá {NUMBER_DIGITS} chữ số", "kiểm tra lại số, hoặc dùng đơn vị lớn hơn (triệu, tỷ)")
    if not (_PLAIN.match(body) or _GROUPED.match(body)):
        raise _explain(text.strip(), body, "-" if negative else "")
    whole, _, decimals = body.replace(".", "").partition(",")
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    return -value if negative else value


def _explain(text: str, body: str, sign: str) -> NumberError:
    if not body.isascii() and any(c.isdigit() and not c.isascii() for c in body):
        return NumberError(f"«{text}» có chữ số không phải 0-9", "gõ lại bằng các chữ số 0 đến 9")
    if re.match(_ENGLISH_GROUPED, body) and ("." in body or body.count(",") > 1):
        meant = body.translate(str.maketrans(",.", ".,"))
        return NumberError(
            f"«{text}» viết theo kiểu Anh",
            f"phải chăng là {sign}{meant}? Dấu chấm ngăn hàng nghìn, dấu phẩy là dấu thập phân",
        )
    if re.match(_ENGLISH_DECIMAL, body):
        return NumberError(
            f"«{text}» dùng dấu chấm làm dấu thập phân",
            f"viết {sign}{body.replace('.', ',')} (dấu phẩy là dấu thập phân)",
        )
    if re.match(_SPACED, body):
        return NumberError(f"«{text}» ngăn hàng nghìn bằng dấu cách", f"viết {sign}{body.replace(' ', '.')}")
    if re.fullmatch(r"[0-9.,]+[eE][+-]?[0-9]+", body):
        return NumberError(f"«{text}» viết dạng số mũ", "viết đầy đủ các chữ số, ví dụ 100.000")
    if re.fullmatch(r"[0-9_.,]+", body) and "_" in body:
        digits = body.replace("_", "")
        grouped = sign + _regroup(digits) if _PLAIN.match(digits) else "đầy đủ các chữ số, ví dụ 100.000"
        return NumberError(f"«{text}» có dấu gạch dưới", f"viết {grouped}")
    if re.fullmatch(r"[0-9.]+(?:,[0-9]+)?", body):
        return NumberError(
            f"«{text}» ngăn nhóm không đúng ba chữ số", f"phải chăng là {sign}{_regroup(body.replace('.', ''))}?"
        )
    if body.lower() in {"nan", "inf", "infinity"}:
        return NumberError(f"«{text}» không phải là số", "ghi số thật, hoặc bỏ dòng này nếu chưa có số liệu")
    return NumberError(f"«{text}» không phải là số", "viết như 4.950 hoặc 97,25")


def _regroup(digits: str) -> str:
    whole, comma, decimals = digits.partition(",")
    return f"{int(whole):,}".replace(",", ".") + comma + decimals if whole.isdigit() else digits


def has_digits_within(value: Fraction, most: int) -> bool:
    """Whether neither part of the fraction has more than ``most`` digits (told from its bits, so that it costs nothing)."""
    bits = most * 3322 // 1000
    return value.numerator.bit_length() <= bits and value.denominator.bit_length() <= bits


def decimals_written(text: str) -> int:
    """How many digits stand behind the decimal comma in ``text``."""
    return len(text.strip().partition(",")[2])


def rounded(value: Fraction, digits: int) -> Fraction:
    """``value`` rounded half up (away from zero) to ``digits`` decimals, as people round by hand."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**digits)


MOST_DIGITS = 6
"""Behind the decimal comma; what needs more to agree with its verdict is told in words («trên 100%»)."""


def digits_beside(value: Fraction, edge: Fraction | None, least: int = 2) -> int | None:
    """How many decimals it takes for ``value``, rounded, to stand on its own side of ``edge``; None: more than six.

    Source: 9-periods-points, «Numbers beside a verdict».
    """
    if edge is None or value == edge:
        return least
    for digits in range(least, MOST_DIGITS + 1):
        if (rounded(value, digits) > edge) if value > edge else (rounded(value, digits) < edge):
            return digits
    return None


def rounded_beside(value: Fraction, edge: Fraction | None, least: int = 2) -> Fraction:
    """``value`` rounded to as many digits as it takes to stand on its own side of ``edge``; exact where six do not do."""
    digits = digits_beside(value, edge, least)
    return value if digits is None else rounded(value, digits)


def format_number(value: Fraction, digits: int = 2) -> str:
    """``value`` as Vietnamese readers write it: ``4.950``, ``97,25``, ``-4,13``; at most ``digits`` decimals, no idle zeros."""
    if value.denominator == 1:  # most are whole: nothing to round
        return f"{value.numerator:,}".replace(",", ".")
    shown = rounded(value, digits)
    sign = "-" if shown < 0 else ""
    scaled = abs(shown) * 10**digits
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0") if digits else ""
    return sign + f"{whole:,}".replace(",", ".") + ("," + decimals if decimals else "")


def format_written(value: Fraction) -> str:
    """``value`` with all its decimals where it has at most six (as it stood in its document), else rounded to two."""
    if value.denominator == 1:
        return format_number(value)
    return format_number(value, MOST_DIGITS if (value * 10**MOST_DIGITS).denominator == 1 else 2)


def decimal_text(value: Fraction, digits: int = 4, edge: Fraction | None = None) -> str:
    """``value`` as a decimal string for machines (``4950``, ``97.25``).

    It is exact where that is possible in 12 digits; else rounded to ``digits``, or to as many more as it takes to stand on
    its own side of ``edge`` (all 12 where six do not do).
    """
    if value.denominator == 1:
        return str(value.numerator)
    exact = value * 10**12
    digits = 12 if exact.denominator == 1 else digits_beside(value, edge, digits) or 12
    return format_number(value, digits).replace(".", "").replace(",", ".")
