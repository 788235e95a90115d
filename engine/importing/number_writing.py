"""Vietnamese and English writing of the numbers in texts: which one a text has, and the Vietnamese one of any text."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.importing.cell_value import RefusedCell
from engine.language.numbers import format_number
from engine.language.text import normalise
from engine.language.units import PERCENT, POINTS
from engine.rulebook.rulebook import Indicator

RATES = (PERCENT, POINTS)


class Writing(StrEnum):
    """How numbers are written in the texts of a table: 1.623,5 or 1,623.5; MIXED where both are seen."""

    VIETNAMESE = "vi"
    ENGLISH = "en"
    MIXED = "mixed"


class Style(NamedTuple):
    """How a table writes numbers. ``certain``: the user chose it; ``example`` is a cell with English writing."""

    writing: Writing = Writing.VIETNAMESE
    certain: bool = False
    example: str = ""


_NUMBER = re.compile(r"(?<![\w.,/])[0-9]+(?:[.,][0-9]+)*(?![\w/]|[.,][0-9])")
_DATE_LIKE = re.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4}")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+\Z|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}\Z|[0-9]+\.[0-9]+\Z")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
_VIETNAMESE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+\Z|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}\Z|[0-9]+,[0-9]+\Z")


def english_or_vietnamese(text: str) -> Writing | None:
    """Returns how the numbers in ``text`` are written; None where that is not certain."""
    if "." not in text and "," not in text:
        return None
    found = [_kind(number) for number in _NUMBER.findall(_DATE_LIKE.sub("", normalise(text)))]
    if Writing.ENGLISH in found:
        return Writing.ENGLISH
    return Writing.VIETNAMESE if Writing.VIETNAMESE in found else None


def _kind(number: str) -> Writing | None:
    if _EITHER.match(number):
        return None
    if _ENGLISH.match(number):
        return Writing.ENGLISH
    return Writing.VIETNAMESE if _VIETNAMESE.match(number) else None


_MARKED = re.compile(r"[0-9]+(?:[.,][0-9]+)+")
_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_WHOLE_WRITINGS = {
    Writing.VIETNAMESE: re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?\Z"),
    Writing.ENGLISH: re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\Z"),
}


def marked_numbers(text: str) -> list[str]:
    """Returns the numbers in ``text`` that have a dot or a comma, without dates.

    >>> marked_numbers("từ 1.5 đến 2,25 ha"), marked_numbers("31.12.2025"), marked_numbers("1500")
    (['1.5', '2,25'], [], [])
    """
    return _MARKED.findall(_DATE_LIKE.sub("", normalise(text)))


def possible_writings(number: str) -> frozenset[Writing]:
    """Returns the writings in which ``number`` is a number: none, one or both.

    >>> sorted(possible_writings("1.234")), sorted(possible_writings("1.5")), sorted(possible_writings("1.2.3"))
    ([<Writing.ENGLISH: 'en'>, <Writing.VIETNAMESE: 'vi'>], [<Writing.ENGLISH: 'en'>], [])
    """
    return frozenset(writing for writing, form in _WHOLE_WRITINGS.items() if form.match(number))


def from_english(text: str) -> str:
    """Returns ``text`` with all its numbers, which are known to be in English writing, in Vietnamese writing.

    Raises RefusedCell where one of them is no number in English writing.

    >>> from_english("1,234.5 ha"), from_english("1.234")
    ('1.234,5 ha', '1,234')
    """
    return _RUN.sub(lambda found: _of_english(found[0]), text)


def _of_english(number: str) -> str:
    if Writing.ENGLISH not in possible_writings(number):
        reason = f"«{number}» không phải số viết kiểu Anh (1,623.5)"
        raise RefusedCell(reason, "sửa ô ấy, hoặc bỏ --numbers en nếu bảng viết kiểu Việt Nam")
    return _swapped(number)


def in_vietnamese(text: str, indicator: Indicator, style: Style) -> tuple[str, tuple[str, ...]]:
    """Returns ``text`` with its numbers in Vietnamese writing, and remarks on what was changed.

    Raises RefusedCell where a number has two readings.
    """
    remarks: list[str] = []

    def rewritten(found: re.Match[str]) -> str:
        number = found.group()
        if style.certain and style.writing is Writing.ENGLISH:
            return _of_english(number)
        if _EITHER.match(number):
            return _of_either(number, indicator, style, remarks)
        if _ENGLISH.match(number):
            if style.certain and style.writing is Writing.VIETNAMESE:
                return number
            remarks.append("số viết kiểu Anh (1,623.5) được đổi sang kiểu Việt Nam (1.623,5)")
            return _swapped(number)
        return number

    return _NUMBER.sub(rewritten, text), tuple(dict.fromkeys(remarks))


def _of_either(number: str, indicator: Indicator, style: Style, remarks: list[str]) -> str:
    """Returns «1,623» or «1.623», which the two writings read differently.

    Raises RefusedCell where both are possible.
    """
    if style.certain:
        return number
    if style.writing is not Writing.VIETNAMESE:
        raise RefusedCell(
            f"«{number}» có thể là {number.replace(',', '.')} hoặc {number.replace('.', ',')}: bảng có số viết kiểu Anh ({style.example})",
            "thêm --numbers en nếu cả bảng viết kiểu Anh, --numbers vi nếu viết kiểu Việt Nam",
        )
    if "." in number and indicator.unit.dimension in RATES:
        raise RefusedCell(
            f"«{number}» có thể là {readings_of_rate(number)}",
            "ghi dấu phẩy thập phân, hoặc thêm --numbers en nếu cả bảng viết kiểu Anh, --numbers vi nếu viết kiểu Việt Nam",
        )
    if "," in number and indicator.step is None:
        meant = number.replace(",", ".")
        remarks.append(f"«{number}» được đọc là số có ba chữ số lẻ; nếu là {meant} thì sửa ô, hoặc thêm --numbers en")
    return number


def readings_of_rate(number: str) -> str:
    """Returns both numbers that «99.125» may be: of a rate nothing else in a table tells which.

    >>> readings_of_rate("99.125")
    '99,125 hoặc 99125'
    """
    return f"{number.replace('.', ',')} hoặc {number.replace('.', '')}"


def number_text(value: Fraction) -> str:
    """Returns a number as Vietnamese write it, with all its digits.

    >>> number_text(Fraction(4950)), number_text(Fraction("31.2512345"))
    ('4.950', '31,2512345')
    """
    digits = 0
    while digits < 400 and (value * 10**digits).denominator != 1:
        digits += 1
    return format_number(value, digits)


def _swapped(number: str) -> str:
    plain = number.replace(",", "")
    whole, point, decimals = plain.partition(".")
    grouped = format_number(Fraction(int(whole)), 0)
    return grouped + ("," + decimals if point else "")
