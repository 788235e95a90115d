"""The one form of a text that is a number or a day, for all of its writings: to see whether two texts say the same."""

from __future__ import annotations

from engine.language.days import parse_date
from engine.language.patterns import compiled

_NUMBER = compiled(r"(-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+))(,[0-9]+)?( ?%)?")
"""A number in Vietnamese writing."""
_GROUPED = compiled(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?![0-9.])")


def number_form(text: str) -> str:
    """Returns a plain number in one form for all of its writings; another text unchanged.

    Its decimals stay as they are, because a number is compared with others to the digits that it is written with.

    >>> number_form("2.711"), number_form("45,50 %"), number_form("7,0"), number_form("1.23"), number_form("2.711 hộ")
    ('2711', '45,50%', '7,0', '1.23', '2.711 hộ')
    """
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    whole, decimals, percent = number.groups("")
    return whole.replace(".", "") + decimals + percent.strip()


def one_form(text: str) -> str:
    """The same, of a day and of numbers among words too.

    >>> one_form("01/12/2023"), one_form("1-12-2023"), one_form("3.150"), one_form("từ 2.570 đến 3.000 hộ")
    ('2023-12-01', '2023-12-01', '3150', 'từ 2570 đến 3000 hộ')
    """
    try:
        return parse_date(text).isoformat()
    except ValueError:
        return _GROUPED.sub(lambda number: number.group().replace(".", ""), number_form(text))
