"""The cells of a table of a database as exact numbers, where they are plain numbers; units with others are left to the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from engine.bulk.cells import CellReader
from engine.bulk.column_types import Content
from engine.domain.records import NamedTuple
from engine.rulebook.rulebook import Indicator, Kind
from engine.sql.dialects import MILLION, Dialect, Quotients
from engine.sql.places import beyond

_LARGEST = 10**12
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_WORDS = ("có", "không", "đạt", "chưa đạt", "không đạt")
_DAY = "^(0?[1-9]|[12][0-9]|3[01])[/-](0?[1-9]|1[0-2])[/-](19|20|21)[0-9]{2}$"
"""Texts of days with no more days in a month than any has."""


class CellSql(NamedTuple):
    """A cell as a number: its expression, and the condition that something stands there that is none."""

    number: str
    odd: str


class CellWriter:
    """Writes the cells of one indicator, which ``reader`` reads on this machine."""

    def __init__(self, reader: CellReader, dialect: Dialect) -> None:
        self.reader = reader
        self.indicator: Indicator = reader.indicator
        self.dialect = dialect

    def write(self, column: str, content: Content) -> CellSql:
        """Returns the cell in ``column``, an expression of SQL with such ``content``."""
        match content:
            case Content.NUMBERS if self._is_number:
                return self._numbers(column)
            case Content.TEXTS:
                return self._texts(self.dialect.as_text(column))
            case Content.FLOATS if self._is_number and self.dialect.shortest_digits:
                return self._digits(self.dialect.as_text(column), "[.]0" if self._is_whole else "[.][0-9]{1,6}")
            case Content.TRUTHS if self.indicator.kind is not Kind.NUMBER:
                words = (("TRUE", "có"), ("FALSE", "không"))
                return self._listed(column, {f"{column} IS {word}": text for word, text in words})
            case Content.DATES if self.indicator.kind is Kind.DATE:
                guard = [self.dialect.day_guard.format(column)] if self.dialect.day_guard else []
                return self._dates(column, column, guard)
            case Content.MOMENTS | Content.ZONED if self.indicator.kind is Kind.DATE:
                moment = column if content is Content.MOMENTS else f"CAST({column} AS TIMESTAMP)"
                day = f"CAST({moment} AS DATE)"
                return self._dates(moment, day, [f"{moment} = CAST({day} AS TIMESTAMP)"])
        return self._nothing(column)

    def reads(self, content: Content) -> bool:
        """Whether it reads anything in columns of such ``content``."""
        return self.write("x", content) != self._nothing("x")

    def _nothing(self, column: str) -> CellSql:
        return CellSql(f"CAST(NULL AS {self.dialect.whole})", f"{column} IS NOT NULL")

    def _dates(self, cell: str, day: str, fine: list[str]) -> CellSql:
        """The ``day`` of a ``cell`` where it is ``fine`` and not beyond all that is possible."""
        first, last = (f"DATE '{one.isoformat()}'" for one in (_FIRST, _LAST))
        passes = " AND ".join([f"{day} >= {first}", f"{day} <= {last}", *fine])
        return CellSql(
            f"CASE WHEN {passes} THEN {self._days(day)} END", f"{cell} IS NOT NULL AND ({passes}) IS NOT TRUE"
        )

    def _days(self, day: str) -> str:
        """The number of days since the first of the first year, which is 1, in millionths."""
        first = f"DATE '{_FIRST.isoformat()}'"
        since = f"datediff({day}, {first})" if self.dialect.key == "spark" else f"({day} - {first})"
        return f"CAST({since} + {_FIRST.toordinal()} AS {self.dialect.whole}) * {MILLION}"

    def _numbers(self, column: str) -> CellSql:
        low = f"> -{_LARGEST}" if self._takes_negative() else ">= 0"
        rounded = self.dialect.rounded.format(column)
        fine = [self.dialect.guard.format(column)] if self.dialect.guard else []
        fine += [f"{rounded} {low}", f"{rounded} < {_LARGEST}"]
        if self.indicator.step is not None:
            fine.append(
                f"mod({rounded}, {Decimal(self.indicator.step.numerator) / self.indicator.step.denominator:f}) = 0"
            )
        if self.indicator.step is None or rounded != column:
            fine.append(self.dialect.fits.format(column))
        return self._bounded(column, f"CAST({rounded} * {MILLION} AS {self.dialect.whole})", fine)

    def _texts(self, column: str) -> CellSql:
        """A text is read as staff write it; only what can be nothing else is read there."""
        if self._is_number:
            found = self._digits(column, "" if self._is_whole else ",[0-9]{1,6}")
        elif self.indicator.kind is Kind.DATE:
            found = self._written_days(f"trim({column})")
        else:
            written = dict.fromkeys((*self.indicator.ranks, *_WORDS))
            words = dict.fromkeys(form for word in written for form in (word, word.capitalize(), word.upper()))
            found = self._listed(column, {f"{column} = {self.dialect.text(word)}": word for word in words})
        return found._replace(odd=f"{found.odd} AND trim({column}) <> ''")

    def _written_days(self, text: str) -> CellSql:
        """The day in a text; one that no calendar has is left to the rules."""
        parts = (f"CAST(split_part(replace({text}, '-', '/'), '/', {place}) AS INTEGER)" for place in (1, 2, 3))
        day, month, year = parts
        leap = f"mod({year}, 4) = 0 AND (mod({year}, 100) <> 0 OR mod({year}, 400) = 0)"
        longest = (
            f"CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} <> 2 THEN 31 WHEN {leap} THEN 29 ELSE 28 END"
        )
        fine = f"CASE WHEN {text} {self.dialect.matches} {self.dialect.text(_DAY)} THEN {day} <= {longest} END"
        number = self._days(f"make_date({year}, {month}, {day})")
        return CellSql(f"CASE WHEN {fine} THEN {number} END", f"{text} IS NOT NULL AND ({fine}) IS NOT TRUE")

    def _digits(self, column: str, decimals: str) -> CellSql:
        """The number in a text of digits; ``decimals`` is the pattern of those behind the mark, '' for none."""
        pattern = self.dialect.text("^[0-9]{1,12}" + (f"({decimals})?$" if decimals else "$"))
        number = f"CAST(replace({column}, ',', '.') AS DECIMAL(20,6)) * {MILLION}"
        number = f"CASE WHEN {column} {self.dialect.matches} {pattern} THEN CAST({number} AS {self.dialect.whole}) END"
        fine = [f"{column} {self.dialect.matches} {pattern}"]
        if self.indicator.step not in (None, Fraction(1)):
            fine.append(f"mod({number}, {self.dialect.number(int(self.indicator.step * MILLION))}) = 0")
        return self._bounded(column, f"({number})", fine)

    def _bounded(self, column: str, number: str, fine: list[str]) -> CellSql:
        quotient = Quotients(self.dialect).column(number, self.indicator.unit.scale)
        if (ends := self.reader.ends) is not None and (outside := beyond(quotient, ends)) != "FALSE":
            fine.append(f"NOT ({outside})")
        passes = " AND ".join(fine)
        return CellSql(f"CASE WHEN {passes} THEN {number} END", f"{column} IS NOT NULL AND ({passes}) IS NOT TRUE")

    @property
    def _is_number(self) -> bool:
        """Whether it is a number of which this package can tell whether it is possible; places in a ranking too."""
        step = self.indicator.step
        return self.indicator.kind is Kind.NUMBER and (step is None or MILLION % step.denominator == 0)

    @property
    def _is_whole(self) -> bool:
        return self.indicator.step is not None and self.indicator.step.denominator == 1

    def _takes_negative(self) -> bool:
        """Whether a negative number is read as one at all."""
        return not self.reader.read(["-1"]).other[0]

    def _listed(self, column: str, words: dict[str, str]) -> CellSql:
        """A cell that is one of some words; of others it is told that they are odd."""
        read = {condition: self.reader.read([word]) for condition, word in words.items()}
        known = {
            condition: one.numbers.at(0) / self.indicator.unit.scale * MILLION
            for condition, one in read.items()
            if one.present[0]
        }
        cases = "".join(f" WHEN {test} THEN {self.dialect.number(int(number))}" for test, number in known.items())
        if not cases:
            return self._nothing(column)
        number = f"CASE{cases} END"
        return CellSql(number, f"{column} IS NOT NULL AND ({number}) IS NULL")
