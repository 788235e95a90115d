"""The axis of small lines and bars beside numbers, the same for the terminal and for pages."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def axis(values: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """Returns the ends of an axis that holds ``values`` and zero, so that no change looks greater than it is.

    >>> axis([Fraction(2376), Fraction(2579)])
    (Fraction(0, 1), Fraction(2579, 1))
    """
    known = [Fraction(0), *values]
    return min(known), max(known)
