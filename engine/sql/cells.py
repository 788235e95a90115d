"""The cells of a table of a database as exact numbers, where they are plain numbers; units with others are left to the rules."""

from __future__ import annotations

from datetime import date

from engine.bulk.cells import CellReader
from engine.bulk.column_types import Content
from engine.domain.records import NamedTuple
from engine.rulebook.rulebook import Indicator, Kind
from engine.sql.dialects import MILLION, Dialect, Quotients
from engine.sql.inputs import beyond

_LARGEST = 10**12
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_WORDS = ("có", "không", "đạt", "chưa đạt", "không đạt")


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
            case Content.NUMBERS if self.reader.plain:
                return self._numbers(column)
            case Content.TEXTS:
                return self._texts(self.dialect.as_text(column))
            case Content.FLOATS if self.reader.plain and self.dialect.shortest_digits:
                decimals = "[.]0" if self.indicator.step is not None else "[.][0-9]{1,6}"
                return self._digits(self.dialect.as_text(column), decimals)
            case Content.TRUTHS if not self.reader.plain:
                words = (("TRUE", "có"), ("FALSE", "không"))
                return self._listed(column, {f"{column} IS {word}": text for word, text in words})
            case Content.DATES if self.indicator.kind is Kind.DATE:
                return self._dates(column, column)
            case Content.MOMENTS | Content.ZONED if self.indicator.kind is Kind.DATE:
                moment = column if content is Content.MOMENTS else f"CAST({column} AS TIMESTAMP)"
                return self._dates(f"CAST({moment} AS DATE)", moment)
        return CellSql(f"CAST(NULL AS {self.dialect.whole})", f"{column} IS NOT NULL")

    def _dates(self, day: str, moment: str) -> CellSql:
        """A ``day`` that begins at ``moment`` as the number of days since the first of the first year, which is 1."""
        first = f"DATE '{_FIRST.isoformat()}'"
        since = f"datediff({day}, {first})" if self.dialect.key == "spark" else f"({day} - {first})"
        number = f"CAST({since} + {_FIRST.toordinal()} AS {self.dialect.whole}) * {MILLION}"
        fine = f"{day} >= {first} AND {day} <= DATE '{_LAST.isoformat()}'"
        if moment != day:
            fine = f"{fine} AND {moment} = CAST({day} AS TIMESTAMP)"
        return CellSql(f"CASE WHEN {fine} THEN {number} END", f"{moment} IS NOT NULL AND NOT ({fine})")

    def _numbers(self, column: str) -> CellSql:
        low = f"> -{_LARGEST}" if self._takes_negative() else ">= 0"
        rounded = self.dialect.rounded.format(column)
        fine = [self.dialect.guard.format(column)] if self.dialect.guard else []
        fine += [f"{rounded} {low}", f"{rounded} < {_LARGEST}"]
        fine += [f"mod({rounded}, 1) = 0"] if self.indicator.step is not None else []
        if self.indicator.step is None or rounded != column:
            fine.append(self.dialect.fits.format(column))
        return self._bounded(column, f"CAST({rounded} * {MILLION} AS {self.dialect.whole})", fine)

    def _texts(self, column: str) -> CellSql:
        """A text is read as staff write it; only what can be nothing else is read there."""
        if not self.reader.plain:
            words = dict.fromkeys((*self.indicator.ranks, *_WORDS))
            return self._listed(column, {f"{column} = {self.dialect.text(word)}": word for word in words})
        found = self._digits(column, "" if self.indicator.step is not None else ",[0-9]{1,6}")
        return found._replace(odd=f"{found.odd} AND trim({column}) <> ''")

    def _digits(self, column: str, decimals: str) -> CellSql:
        """The number in a text of digits; ``decimals`` is the pattern of those behind the mark, '' for none."""
        pattern = self.dialect.text("^[0-9]{1,12}" + (f"({decimals})?$" if decimals else "$"))
        number = f"CAST(replace({column}, ',', '.') AS DECIMAL(20,6)) * {MILLION}"
        number = f"CASE WHEN {column} {self.dialect.matches} {pattern} THEN CAST({number} AS {self.dialect.whole}) END"
        return self._bounded(column, f"({number})", [f"{column} {self.dialect.matches} {pattern}"])

    def _bounded(self, column: str, number: str, fine: list[str]) -> CellSql:
        quotient = Quotients(self.dialect).column(number, self.indicator.unit.scale)
        if (ends := self.reader.ends) is not None and (outside := beyond(quotient, ends)) != "FALSE":
            fine.append(f"NOT ({outside})")
        passes = " AND ".join(fine)
        return CellSql(f"CASE WHEN {passes} THEN {number} END", f"{column} IS NOT NULL AND ({passes}) IS NOT TRUE")

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
            return CellSql(f"CAST(NULL AS {self.dialect.whole})", f"{column} IS NOT NULL")
        number = f"CASE{cases} END"
        return CellSql(number, f"{column} IS NOT NULL AND ({number}) IS NULL")
