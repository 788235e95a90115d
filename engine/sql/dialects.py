"""What databases write differently: names, texts, whole numbers of any size, and the fence behind every step.

Nothing of a rule file or of a table becomes SQL but through ``name`` and ``text``.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from engine.domain.records import NamedTuple

MILLION = 1_000_000
"""Numbers of cells enter as whole numbers of millionths."""


class Unsayable(Exception):
    """Something that a database cannot be asked exactly; the message says what, in Vietnamese."""


class Dialect(NamedTuple):
    """How one database is spoken to.

    ``texts`` is its type of texts, ``whole`` that of exact whole numbers; what is larger than it holds is an error there, never another number.
    ``fence`` is a step that is not written into those behind it; ``steps_apart``: each is a statement of its own. ``rounded`` is the
    number {} in a type that all others here go with, NULL where it is too large for it; ``fits``: it has no more than six decimals. ``shortest_digits``: the text of a floating
    number has the fewest digits that are it and no other. ``guard`` holds where the column {} has an exact type, '' where ``mod`` takes no other; ``day_guard``
    where it has days, '' where nothing else is subtracted from one.
    """

    key: str
    whole: str
    texts: str
    small: str
    quote: str
    fence: str
    rounded: str
    fits: str
    shortest_digits: bool
    steps_apart: bool
    guard: str
    day_guard: str
    matches: str
    before: tuple[str, ...]

    def name(self, name: str) -> str:
        """A name of a table or a column. Raises Unsayable."""
        return f"{self.quote}{_checked(name).replace(self.quote, 2 * self.quote)}{self.quote}"

    def path(self, names: Iterable[str]) -> str:
        """The name of a table, with that of its schema where it is stated. Raises Unsayable."""
        return ".".join(map(self.name, names))

    def as_text(self, column: str) -> str:
        """The expression for a ``column`` as the text that the database has for it."""
        return f"CAST({column} AS {self.texts})"

    def text(self, text: str) -> str:
        """A text. Raises Unsayable."""
        quoted = _checked(text).replace("'", "''")
        if "\\" not in text:
            return f"'{quoted}'"
        if self.key == "spark":  # adjacent texts are joined there, so that '' is no quote in them
            return "'{}'".format(text.replace("\\", "\\\\").replace("'", "\\'"))
        return "E'{}'".format(quoted.replace("\\", "\\\\")) if self.key == "postgres" else f"'{quoted}'"

    def number(self, number: int) -> str:
        """A whole number. Raises Unsayable."""
        if self.key != "postgres" and abs(number) >= _LARGEST:
            raise Unsayable("con số quá lớn")
        return f"CAST('{number}' AS {self.whole})"


_ONE_STATEMENT = "{name} AS MATERIALIZED (\n{select}\n)"
POSTGRES = Dialect(
    key="postgres",
    whole="numeric",
    texts="TEXT",
    small="smallint",
    quote='"',
    fence=_ONE_STATEMENT,
    rounded="{}",
    fits="mod({}, 0.000001) = 0",
    shortest_digits=True,
    steps_apart=False,
    guard="",
    day_guard="",
    matches="~",
    before=("SET standard_conforming_strings = on", "SET jit = off", "SET datestyle = 'ISO'"),
)
DUCKDB = Dialect(
    key="duckdb",
    whole="HUGEINT",
    texts="VARCHAR",
    small="TINYINT",
    quote='"',
    fence=_ONE_STATEMENT,
    rounded="TRY_CAST({} AS DECIMAL(38,6))",
    # Its `mod` of wide decimals is of floating numbers; a DECIMAL(38,38) cannot be rounded to 1.
    fits="(CASE WHEN typeof({0}) <> 'DECIMAL(38,38)' THEN round({0}, 6) = {0} END)",
    shortest_digits=True,
    steps_apart=False,
    guard="regexp_matches(typeof({}), '^(DECIMAL.*|.*INT(EGER)?)$')",
    day_guard="typeof({}) = 'DATE'",
    matches="SIMILAR TO",
    before=(),
)
SPARK = Dialect(
    key="spark",
    whole="DECIMAL(38,0)",
    texts="STRING",
    small="TINYINT",
    quote="`",
    fence="CACHE TABLE {name} AS\n{select}",
    rounded="TRY_CAST({} AS DECIMAL(38,6))",
    fits="mod({}, 0.000001) = 0",
    shortest_digits=False,
    steps_apart=True,
    guard="(typeof({0}) LIKE 'decimal%' OR typeof({0}) LIKE '%int')",
    day_guard="typeof({}) = 'date'",
    matches="RLIKE",
    before=("SET spark.sql.ansi.enabled = true", "SET spark.sql.decimalOperations.allowPrecisionLoss = false"),
)
DIALECTS = {dialect.key: dialect for dialect in (POSTGRES, DUCKDB, SPARK)}
_LARGEST = 10**37


def _checked(text: str) -> str:
    if "\x00" in text:
        raise Unsayable("có ký tự NUL trong một tên")
    return text


class Quotients:
    """Makes numbers of ``dialect``."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def constant(self, value: Fraction) -> Quotient:
        """``value`` for each unit."""
        return Quotient(self.dialect, self.dialect.number(1), None, value)

    def is_constant(self, number: Quotient) -> bool:
        """Whether it is one number for all units, written as such."""
        return number.under is None and number.over == self.dialect.number(1)

    def column(self, column: str, scale: Fraction) -> Quotient:
        """A column of millionths, each times ``scale``."""
        return Quotient(self.dialect, column, None, scale / MILLION)


class Quotient(NamedTuple):
    """The number ``over / under`` times ``factor``, as two expressions of SQL; ``under`` is None for 1, else above zero.

    Nothing is divided. Raises Unsayable where an expression would become too long.
    """

    dialect: Dialect
    over: str
    under: str | None
    factor: Fraction

    def __neg__(self) -> Quotient:
        return self._replace(factor=-self.factor)

    def __add__(self, other: Quotient) -> Quotient:  # type: ignore[override]
        factor = _common(self.factor, other.factor)
        left = self._product(self._scaled(self.factor / factor), other.under)
        right = self._product(other._scaled(other.factor / factor), self.under)
        return self._made(f"({left} + {right})", self._both(other), factor)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + -other

    def __mul__(self, other: Quotient) -> Quotient:  # type: ignore[override]
        return self._made(self._product(self.over, other.over), self._both(other), self.factor * other.factor)

    def __truediv__(self, other: Quotient) -> Quotient:
        """What is divided by zero means nothing; ``is_zero`` says where."""
        if other.factor == 0:
            return self._replace(factor=Fraction(0))
        over = self._product(self.over, other.under)
        over = f"(CASE WHEN {other.over} < 0 THEN -{over} ELSE {over} END)"
        return self._made(over, self._product(f"abs({other.over})", self.under), self.factor / other.factor)

    def times(self, factor: Fraction) -> Quotient:
        """Every number times ``factor``."""
        return self._replace(factor=self.factor * factor)

    @property
    def is_zero(self) -> str:
        """The condition that it is zero."""
        return "TRUE" if self.factor == 0 else f"{self.over} = 0"

    def sides(self, constant: Fraction) -> tuple[str, str]:
        """Two expressions that compare as it does with ``constant``."""
        goal = self.factor.denominator * constant.numerator
        scale = self.factor.numerator * constant.denominator
        common = Fraction(goal, scale) if scale else None
        if common is not None and scale > 0:
            goal, scale = common.numerator, common.denominator
        left = self._product(self.over, None if scale == 1 else self.dialect.number(scale))
        right = self.dialect.number(goal)
        return left, right if self.under is None else self._product(self.under, right)

    def compared(self, sign: str, constant: Fraction) -> str:
        """The condition that it stands so to ``constant``; ``sign`` is < or another sign of SQL."""
        left, right = self.sides(constant)
        return f"{left} {sign} {right}"

    def least(self, other: Quotient) -> Quotient:
        """The smaller one, unit by unit."""
        return self._chosen((self - other).compared("<", Fraction(0)), other)

    def greatest(self, other: Quotient) -> Quotient:
        """The greater one, unit by unit."""
        return self._chosen((self - other).compared(">=", Fraction(0)), other)

    def _chosen(self, here: str, other: Quotient) -> Quotient:
        factor = _common(self.factor, other.factor)
        own, its = self._scaled(self.factor / factor), other._scaled(other.factor / factor)
        over = f"(CASE WHEN {here} THEN {own} ELSE {its} END)"
        if self.under is None and other.under is None:
            return self._made(over, None, factor)
        one = self.dialect.number(1)
        return self._made(over, f"(CASE WHEN {here} THEN {self.under or one} ELSE {other.under or one} END)", factor)

    def _scaled(self, factor: Fraction) -> str:
        assert factor.denominator == 1
        return self._product(self.over, None if factor == 1 else self.dialect.number(factor.numerator))

    def _both(self, other: Quotient) -> str | None:
        return other.under if self.under is None else self._product(self.under, other.under)

    @staticmethod
    def _product(left: str, right: str | None) -> str:
        return left if right is None else f"({left} * {right})"

    def _made(self, over: str, under: str | None, factor: Fraction) -> Quotient:
        if len(over) + len(under or "") > _LONGEST:
            raise Unsayable("công thức quá dài")
        return Quotient(self.dialect, over, under, factor)


_LONGEST = 20_000
"""Signs of one expression."""


def _common(left: Fraction, right: Fraction) -> Fraction:
    """A fraction of which both are whole multiples; 1 of two zeros."""
    from math import gcd, lcm

    top = gcd(left.numerator, right.numerator) or 1
    return Fraction(top, lcm(left.denominator, right.denominator))
