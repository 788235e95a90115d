"""The formulas of a rulebook as expressions of SQL."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.bulk.formulas import Formulas
from engine.factbase.base import FactBase
from engine.sql.dialects import Dialect, Quotient, Quotients


class SqlFormulas(Formulas[Quotient]):
    """Writes formulas as ``like`` computes them; ``divisors`` grows by what must not be zero."""

    def __init__(self, like: FactBase, given: Mapping[str, Quotient], dialect: Dialect) -> None:
        super().__init__(like, given)
        self.quotients = Quotients(dialect)
        self.divisors: list[Quotient] = []

    def constant(self, value: Fraction) -> Quotient:
        """``value`` for each unit."""
        return self.quotients.constant(value)

    def note_divisor(self, divisor: Quotient) -> None:
        """Notes what must not be zero."""
        self.divisors.append(divisor)
