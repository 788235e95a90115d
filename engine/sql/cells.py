"""The cells of a table of a database as exact numbers, where they are plain numbers; units with others are left to the rules."""

from __future__ import annotations

from datetime import date
from enum import Enum

from engine.bulk.cells import CellReader
from engine.domain.records import NamedTuple
from engine.rulebook.rulebook import Indicator, Kind
from engine.sql.dialects import MILLION, Dialect, Quotients
from engine.sql.inputs import beyond

_LARGEST = 10**12
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_WORDS = ("có", "không", "đạt", "chưa đạt", "không đạt")


class Content(Enum):
    """What the type of a column says of its cells."""

    NUMBERS = "số chính xác"
    TEXTS = "văn bản"
    TRUTHS = "đúng/sai"
    DATES = "ngày"
    MOMENTS = "ngày giờ"
    NOTHING = "không có gì"
    FLOATS = "số thực"
    OTHER = "kiểu khác"


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
        if content is Content.NUMBERS and self.reader.plain:
            return self._numbers(column)
        if content is Content.TEXTS:
            return self._texts(column)
        if content is Content.TRUTHS and not self.reader.plain:
            return self._listed(
                column, {f"{column} IS {word}": text for word, text in (("TRUE", "có"), ("FALSE", "không"))}
            )
        if content is Content.DATES and self.indicator.kind is Kind.DATE:
            return self._dates(column)
        return CellSql(f"CAST(NULL AS {self.dialect.whole})", f"{column} IS NOT NULL")

    def _dates(self, column: str) -> CellSql:
        """A day as the number of days since the first of the first year, which is 1."""
        first = f"DATE '{_FIRST.isoformat()}'"
        since = f"datediff({column}, {first})" if self.dialect.key == "spark" else f"({column} - {first})"
        number = f"CAST({since} + {_FIRST.toordinal()} AS {self.dialect.whole}) * {MILLION}"
        fine = f"{column} >= {first} AND {column} <= DATE '{_LAST.isoformat()}'"
        return CellSql(f"CASE WHEN {fine} THEN {number} END", f"{column} IS NOT NULL AND NOT ({fine})")

    def _numbers(self, column: str) -> CellSql:
        whole = "1" if self.indicator.step is not None else "0.000001"
        low = f"> -{_LARGEST}" if self._takes_negative() else ">= 0"
        fine = [f"{column} {low}", f"{column} < {_LARGEST}", f"mod({column}, {whole}) = 0"]
        fine[:0] = [self.dialect.guard.format(column)] if self.dialect.guard else []
        number = f"CAST({column} * {MILLION} AS {self.dialect.whole})"
        if self.dialect.key != "postgres":
            number = f"CAST(CAST({column} AS DECIMAL(38,6)) * {MILLION} AS {self.dialect.whole})"
        return self._bounded(column, number, fine)

    def _texts(self, column: str) -> CellSql:
        """A text is read as staff write it; only what can be nothing else is read there."""
        if not self.reader.plain:
            words = dict.fromkeys((*self.indicator.ranks, *_WORDS))
            return self._listed(column, {f"{column} = {self.dialect.text(word)}": word for word in words})
        decimals = "" if self.indicator.step is not None else "(,[0-9]{1,6})?"
        pattern = self.dialect.text(f"^[0-9]{{1,12}}{decimals}$")
        number = f"CAST(replace({column}, ',', '.') AS DECIMAL(20,6)) * {MILLION}"
        number = f"CASE WHEN {column} {self.dialect.matches} {pattern} THEN CAST({number} AS {self.dialect.whole}) END"
        found = self._bounded(column, f"({number})", [f"{column} {self.dialect.matches} {pattern}"])
        return found._replace(odd=f"{found.odd} AND trim({column}) <> ''")

    def _bounded(self, column: str, number: str, fine: list[str]) -> CellSql:
        quotient = Quotients(self.dialect).column(number, self.indicator.unit.scale)
        if (ends := self.reader.ends) is not None and (outside := beyond(quotient, ends)) != "FALSE":
            fine.append(f"NOT ({outside})")
        passes = " AND ".join(fine)
        return CellSql(f"CASE WHEN {passes} THEN {number} END", f"({passes}) IS FALSE")

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
