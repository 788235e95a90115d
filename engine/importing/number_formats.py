"""Reads number formats of Excel: do they show another number than the cell holds, which words beside it, or a date."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import product

from engine.domain.records import NamedTuple

_CURRENCY = re.compile(r"\[\$([^\]\-]*)[^\]]*\]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_PADDING = re.compile(r"[_*].")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CONDITION = re.compile(r"\[[<>=]")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_OWN_WORDS = re.compile(r"general|standard|e[+-]", re.IGNORECASE)
_SIGNS = {"\u20ab": "đồng", "$": "USD", "€": "EUR"}
_NO_DATE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|standard', re.IGNORECASE)
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_ACCOUNTING = '_(* #,##0{0}_);_(* \\(#,##0{0}\\);_(* "-"{1}_);_(@_)'
_ACCOUNTING_MONEY = '_("$"* #,##0{0}_);_("$"* \\(#,##0{0}\\);_("$"* "-"{1}_);_(@_)'
_MONEY = '"$"#,##0{0}_);{1}\\("$"#,##0{0}\\)'

BUILT_IN = {
    **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
    **{5 + at: _MONEY.format(*parts) for at, parts in enumerate(product(("", ".00"), ("", "[Red]")))},
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??", "mm-dd-yy", "d-mmm-yy", "d-mmm", "mmm-yy"), 9)),
    **dict(enumerate(("h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "m/d/yy h:mm"), 18)),
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "d/m/yy"),
    **dict.fromkeys(range(37, 39), "#,##0_);(#,##0)"),
    **dict.fromkeys(range(39, 41), "#,##0.00_);(#,##0.00)"),
    41: _ACCOUNTING.format("", ""),
    42: _ACCOUNTING_MONEY.format("", ""),
    43: _ACCOUNTING.format(".00", "??"),
    44: _ACCOUNTING_MONEY.format(".00", "??"),
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mmss.0", "##0.0E+0", "@"), 45)),
}
"""The formats that files name by number only. Those from 27 and from 50 are dates of East Asian versions."""


class Look(NamedTuple):
    """What a format does to a number: as a percentage, ``scaled`` down (the format itself), with words beside it."""

    percent: bool
    scaled: str
    affix: str


@lru_cache(maxsize=10_000)
def look_of(number_format: str, sign: int) -> Look:
    """Returns how the format shows numbers of a sign (-1, 0, 1)."""
    number = Decimal(sign)
    scaled = number_format if scales(number_format, number) else ""
    return Look(is_percent(number_format), scaled, affix(number_format, number))


def shows(number_format: str, part: str) -> bool:
    """Returns whether a format of dates shows a part of them: ``d``, ``m`` or ``y``.

    >>> shows("dd/mm/yyyy", "d"), shows("mm/yyyy", "d"), shows('"năm" yyyy', "m")
    (True, False, False)
    """
    return part in _NO_DATE.sub("", number_format).lower()


@lru_cache(maxsize=10_000)
def is_date(number_format: str) -> bool:
    """Returns whether the format shows a number as a date or a time.

    >>> is_date("dd/mm/yyyy"), is_date('0" ngày"')
    (True, False)
    """
    shown = _NO_DATE.sub("", number_format).split(";")[0]
    return bool(re.search(r"[dmhys]", shown, re.IGNORECASE)) and not re.search(r"[0#?]e[+-]", shown, re.IGNORECASE)


@lru_cache(maxsize=10_000)
def is_duration(number_format: str) -> bool:
    """Returns whether the format counts hours beyond a day: «[h]:mm»."""
    return bool(_DURATION.search(number_format.split(";")[0]))


def is_percent(number_format: str) -> bool:
    """Returns whether the format shows a fraction as a percentage; a «%» in quotes or brackets does not count."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format or "").split(";")[0]
    return "%" in shown


def scales(number_format: str, number: Decimal) -> bool:
    """Returns whether the format shows ``number`` in thousands or more: a comma behind the last digit («#,##0,,»)."""
    parts = _sections(number_format, number)
    return any(_SCALED.search(_PADDING.sub("", _BRACKETS.sub("", _QUOTED.sub("", part)))) for part in parts)


def affix(number_format: str, number: Decimal) -> str:
    """Returns the words that the format writes beside ``number``; '' where there are none.

    >>> affix('0.0" tỷ đồng"', Decimal(5))
    'tỷ đồng'
    """
    words = []
    for part in _sections(number_format, number):
        signed = _CURRENCY.sub(lambda found: f'"{_SIGNS.get(found[1].strip(), found[1])}"', part)
        quoted = "".join(found[1] or found[2] or "" for found in _QUOTED.finditer(signed))
        bare = _OWN_WORDS.sub("", _PADDING.sub("", _BRACKETS.sub("", _QUOTED.sub("", signed))))
        text = quoted.strip() + "".join(c for c in bare if c.isalpha())
        text = _SIGNS.get(text, text)
        if any(c.isalpha() or c in "%‰" for c in text):
            words.append(" ".join(text.split()))
    return " / ".join(dict.fromkeys(words))


def _sections(number_format: str, number: Decimal) -> list[str]:
    """Returns the parts of the format that may apply to ``number``: one, or all where the format has own conditions."""
    quoted = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
    parts = [found[1] for found in quoted.finditer(number_format or "")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if not parts or _CONDITION.search(number_format):
        return parts
    wanted = 0 if number > 0 else 1 if number < 0 else 2
    return [parts[wanted] if wanted < min(len(parts), 3) else parts[0]]
