"""The cells of one column as exact numbers, where each is a plain number; the others are told, and read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.bulk.docs import is_blank, text_in_cell
from engine.bulk.exact import Flags, Numbers
from engine.domain.records import NamedTuple
from engine.factbase.values import BadValue, is_missing, parse_value
from engine.files.scalars import Scalar, text_of
from engine.files.source import SourceFile, Span
from engine.language.ranks import is_place
from engine.language.vocabulary import Vocabulary
from engine.rulebook.rulebook import Indicator, Kind

_WHOLE_NUMBERS = re.compile(r"(?:[0-9]{1,15}\n)+")
_DECIMALS, _MILLION = 6, 1_000_000
_DECIMAL = re.compile(r"([0-9]{1,12})(?:,([0-9]{1,6}))?")
_LARGEST = 10**18
_MISSING, _OTHER = -(2**62), -(2**62) - 1
_MOST_KEPT = 200_000
"""Different cells of a column whose reading is kept."""
_NOWHERE = Span(SourceFile("", ""), 1, 1, 1, 1)


class Column(NamedTuple):
    """The numbers of an indicator by unit, in base units; ``present``: where there is one.

    ``other``: where something stands that is no single number: an interval, «khoảng», an error.
    """

    numbers: Numbers
    present: Flags
    other: Flags


class CellReader:
    """Reads the cells of one indicator. A plain number is one that `parse_value` reads as exactly one, and not «khoảng»."""

    def __init__(self, indicator: Indicator, vocabulary: Vocabulary) -> None:
        self.indicator = indicator
        self.vocabulary = vocabulary
        self.plain = (
            indicator.kind is Kind.NUMBER and indicator.step in (None, Fraction(1)) and not is_place(indicator.unit)
        )
        self._decimals = indicator.step is None
        self._kept: dict[str, int] = {}
        ends = indicator.ends
        self.ends = ends if indicator.ends_declared or indicator.unit.counts else None

    def read(self, cells: Sequence[str]) -> Column:
        """Returns the column of ``cells``."""
        if self.plain and self._are_whole(cells):
            whole = np.array([int(cell) for cell in cells], np.int64)
            everywhere = np.ones(len(cells), np.bool_)
            return self._possible(Column(Numbers(whole, None, self.indicator.unit.scale), everywhere, ~everywhere))
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        kept = self._kept
        read: NDArray[np.int64] = np.array([kept[c] if c in kept else self._one(c) for c in cells], np.int64)
        present = read > _MISSING
        found = Numbers(np.where(present, read, 0), None, self.indicator.unit.scale / _MILLION)
        return self._possible(Column(found, present, read == _OTHER))

    def _are_whole(self, cells: Sequence[str]) -> bool:
        """Whether every cell is a whole number; asked of all at once, where none has a line break of its own."""
        text = "\n".join(cells) + "\n"
        return _WHOLE_NUMBERS.fullmatch(text) is not None and text.count("\n") == len(cells)

    def _one(self, cell: str) -> int:
        self._kept[cell] = self._parsed(cell)
        return self._kept[cell]

    def _parsed(self, cell: str) -> int:
        """The number in millionths of the unit; _MISSING or _OTHER where there is none."""
        number = _DECIMAL.fullmatch(cell) if self.plain else None
        if number is not None and (self._decimals or not number[2]):
            return int(number[1]) * _MILLION + int((number[2] or "").ljust(_DECIMALS, "0"))
        if is_blank(cell):
            return _MISSING
        text = text_of(Scalar(text_in_cell(cell), _NOWHERE, quoted=True)).value
        if is_missing(text):
            return _MISSING
        try:
            value = parse_value(text, self.indicator, self.vocabulary)
        except BadValue:
            return _OTHER
        exact = value.interval.exact
        if exact is None or value.soft:
            return _OTHER
        scaled = exact / self.indicator.unit.scale * _MILLION
        return scaled.numerator if scaled.denominator == 1 and abs(scaled) < _LARGEST else _OTHER

    def _possible(self, column: Column) -> Column:
        """What the indicator cannot be is no plain number: that it is an error is told elsewhere."""
        if self.ends is None:
            return column
        low, high = self.ends.low, self.ends.high
        beyond = np.zeros(column.present.shape, np.bool_)
        if low is not None:
            below, equal = column.numbers.compared(low)
            beyond |= below | (equal if self.ends.low_open else False)
        if high is not None:
            below, equal = column.numbers.compared(high)
            beyond |= ~(below | equal) | (equal if self.ends.high_open else False)
        beyond &= column.present
        return column._replace(present=column.present & ~beyond, other=column.other | beyond)
