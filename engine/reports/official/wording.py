"""Small changes of words for the report to be signed: zeros before counts, units that a name says, small first letters."""

from __future__ import annotations

import re

from engine.evaluation.findings import indicator_text
from engine.factbase.base import FactBase
from engine.factbase.facts import Basis
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.text import fold
from engine.language.units import Unit

_DIGIT = re.compile(r"(?<![\d.,/])([1-9])(?![\d.,]*[\d%])")


def with_leading_zeros(text: str, unit: Unit) -> str:
    """Returns ``text``, the words of a value in ``unit``, with counts below ten in two digits, as offices write them.

    Amounts and rates stay.

    >>> from engine.language.units import parse_unit
    >>> with_leading_zeros("bằng 0% mục tiêu, thiếu 7 tổ", parse_unit("tổ"))
    'bằng 0% mục tiêu, thiếu 07 tổ'
    >>> with_leading_zeros("5 tỷ đồng", parse_unit("tỷ đồng"))
    '5 tỷ đồng'
    """
    return _DIGIT.sub(r"0\1", text) if unit.whole else text


def in_words(text: str, longest: int) -> str:
    """Returns as many clauses of a cause as fit into ``longest`` letters, at least one, for the middle of a sentence.

    >>> in_words("Thời tiết bất lợi; giá vật tư tăng 5%.", 30)
    'thời tiết bất lợi'
    """
    whole = text.rstrip(" .")
    ends = [match.start() for match in re.finditer(r"[;:]\s|\.\s", whole)] + [len(whole)]
    return uncapital(whole[: max((end for end in ends if end <= longest), default=ends[0])])


def uncapital(text: str) -> str:
    """Returns ``text`` with a small first letter, unless it begins with an abbreviation.

    >>> uncapital("Số hộ"), uncapital("HTX nông nghiệp")
    ('số hộ', 'HTX nông nghiệp')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def in_short_unit(text: str, unit: Unit, name: str) -> str:
    """Returns a value without the parts of its unit that the name of a mean says: «triệu đồng/năm» per cooperative.

    >>> from engine.language.units import parse_unit
    >>> in_short_unit("95 triệu đồng/THT/năm", parse_unit("triệu đồng/THT/năm"), "Lợi nhuận bình quân của một THT")
    '95 triệu đồng/năm'
    """
    if "binh quan" not in fold(name):
        return text
    head, *parts = unit.text.split("/")
    told = [part for part in parts if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", name)]
    short = "/".join([head, *(part for part in parts if part not in told)])
    return text.replace(unit.text, short) if told else text


def counted_so_far(code: str, facts: FactBase) -> str:
    """Returns «đến 31/10/2023 đạt 1.623 triệu đồng» of what was counted last; '' where nothing was counted."""
    indicator = facts.rulebook.indicators[code]
    counted = [fact for fact in facts.given(code) if fact.basis is Basis.ACTUAL]
    last = max(counted, key=lambda fact: (fact.period.end, not fact.preliminary), default=None)
    if last is None or last.value.exact is None:
        return ""
    text = indicator_text(indicator, InputValue(last.value, (last,)), with_unit=True) or ""
    shown = in_short_unit(with_leading_zeros(text, indicator.unit), indicator.unit, indicator.name)
    if last.part_year:  # what was counted in a part of the year is no amount per year
        shown = shown.removesuffix("/năm")
    return f"đến {display.day(last.as_of)} {'sơ bộ ' if last.preliminary else ''}đạt {shown}"


def hedge(value: InputValue) -> str:
    """Returns «ước », «sơ bộ » for a value that is not final, '' for others."""
    if value.basis is Basis.ESTIMATE:
        return "ước "
    return "sơ bộ " if value.preliminary else ""
