"""The short way for cells that are just a number: what the whole reader would say of them, some ten times faster.

Most cells are such. Whatever is not certain here (bounds, fractions of things counted, two writings) takes the long way,
which also words the refusals.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.factbase.values import BadValue, Value, parse_value
from engine.importing.number_cells import may_be_negative
from engine.importing.number_writing import RATES, Style, Writing
from engine.language.interval import point
from engine.language.ranks import is_place
from engine.language.units import UnitMismatch, fit, parse_unit
from engine.language.vocabulary import Vocabulary
from engine.rulebook.rulebook import Indicator, Kind

_TEXT = re.compile(
    r"-?(?:(?:0|[1-9][0-9]{0,14})(?:,(?:[0-9]{1,2}|[0-9]{4,8}))?|([1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})(?:,[0-9]{1,8})?)"
)
_WITH_UNIT = re.compile(r"(-?[0-9][0-9.,]*) ?([%‰]|[^\W\d_][^0-9]*|)")
_CERTAIN = Style(certain=True)
_MOST_UNITS = 2_000
_LARGEST = 10**15
_MOST_DECIMALS = 12
_VIETNAMESE = str.maketrans(",.", ".,")


class _Plain(NamedTuple):
    """How plain numbers of an indicator are written: the unit behind them, and between which numbers of that unit."""

    behind: str
    low: Fraction | None
    high: Fraction | None
    whole: bool
    rate: bool
    scale: Fraction


class PlainNumbers:
    """Reads plain numbers; keeps what it has to know of an indicator in a unit of measure."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[tuple[str, str], _Plain | None] = {}

    def of_number(self, number: Decimal, indicator: Indicator, measure: str) -> str:
        """Returns the text of a number cell without percent format; '' where the long way has to decide."""
        known = self._of(indicator, measure)
        if known is None or not -_LARGEST < number < _LARGEST:
            return ""
        whole = number == (rounded := int(number))
        if not _possible(number, whole, known) or (known.rate and -1 < number < 1 and number):
            return ""
        if whole:
            return f"{rounded:,}".replace(",", ".") + known.behind
        written = f"{number.normalize():,f}"
        if len(written) - written.index(".") - 1 > _MOST_DECIMALS:
            return ""
        return written.translate(_VIETNAMESE) + known.behind

    def of_text(self, text: str, indicator: Indicator, measure: str, style: Style) -> str:
        """Returns the value of a text that is a number in Vietnamese writing only; '' where the long way has to decide."""
        known = self._of(indicator, measure)
        if known is None:
            return ""
        text = text.removesuffix(known.behind)
        if _TEXT.fullmatch(text) is None:
            return ""
        if style.certain and style.writing is not Writing.VIETNAMESE:
            return ""
        if "." in text and (style.writing is not Writing.VIETNAMESE or known.rate):
            return ""
        number = Decimal(text.replace(".", "").replace(",", "."))
        return text + known.behind if _possible(number, number == int(number), known) else ""

    def holds(self, text: str, indicator: Indicator) -> bool:
        """Whether ``text``, in Vietnamese writing, is a possible plain number with its unit."""
        found = _WITH_UNIT.fullmatch(text)
        return found is not None and bool(self.of_text(found[1], indicator, found[2], _CERTAIN))

    def _of(self, indicator: Indicator, measure: str) -> _Plain | None:
        key = (indicator.code, measure)
        if key not in self._known:
            if len(self._known) >= _MOST_UNITS:
                self._known.clear()
            known = _plain(indicator, measure)
            self._known[key] = known if known is not None and self._agrees(known, indicator) else None
        return self._known[key]

    def _agrees(self, known: _Plain, indicator: Indicator) -> bool:
        """Whether the reader of values takes «1» with that unit for what it is taken for here."""
        try:
            value = parse_value(f"1{known.behind}", indicator, self.vocabulary)
        except BadValue:
            return False
        return value == Value(point(known.scale), False)


def _possible(number: Decimal, whole: bool, known: _Plain) -> bool:
    if known.whole and not whole:
        return False
    return (known.low is None or number >= known.low) and (known.high is None or number <= known.high)


def _plain(indicator: Indicator, measure: str) -> _Plain | None:
    """Returns None for indicators whose plain numbers have more to them."""
    unit = indicator.unit
    if indicator.kind is not Kind.NUMBER or is_place(unit):
        return None
    if any(character.isdigit() for character in measure):  # «giường/10.000 dân» joins the number
        return None
    try:
        scale = fit(parse_unit(measure), unit)
    except UnitMismatch:
        return None
    whole = indicator.step is not None
    if whole and not (indicator.step == 1 and scale == unit.scale):
        return None
    ends = indicator.ends
    low = ends.low if indicator.ends_declared or unit.counts else None
    high = ends.high if indicator.ends_declared or unit.counts else None
    if (low is not None and ends.low_open) or (high is not None and ends.high_open):
        return None
    if not may_be_negative(indicator):
        low = Fraction(0) if low is None else max(low, Fraction(0))
    behind = measure if measure[:1] in ("%", "‰", "") else f" {measure}"
    return _Plain(
        behind,
        None if low is None else low / scale,
        None if high is None else high / scale,
        whole,
        unit.dimension in RATES,
        scale,
    )
