"""How the numbers in the texts of a table in a database are written: proved as of any table, by what the database finds in them.

The forms are those of engine/importing/number_writing.py; which of them prove what is said in engine/bulk/writing.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bulk.column_types import Content
from engine.bulk.writing import Proof, Seen, is_number, is_whole_count
from engine.domain.records import NamedTuple
from engine.importing.grid import UnreadableTable
from engine.importing.number_writing import RATES, readings_of_rate
from engine.rulebook.rulebook import Indicator
from engine.sql.connections import Connection
from engine.sql.dialects import Dialect
from engine.sql.statement import Source

_VIETNAMESE = "([1-9][0-9]{0,2}([.][0-9]{3})+|[0-9]+)(,[0-9]+)?"
_ENGLISH = "([1-9][0-9]{0,2}(,[0-9]{3})+|[0-9]+)([.][0-9]+)?"
_MARKED = "[0-9][.,][0-9]"
_FORMS = 4
"""What is asked of each."""
_AT_ONCE = 50
"""Columns that are looked at in one pass."""
REMEDY = (
    "thêm --numbers vi nếu cả bảng viết kiểu Việt Nam (1.623,5); "
    "viết kiểu Anh (1,623.5) thì đổi cột ấy sang kiểu số, ví dụ bằng một VIEW"
)


class _Cells(NamedTuple):
    """Texts of numbers: their column, the condition for the rows that have them, and whether they are numbers of things, or rates."""

    column: str
    rows: str
    counted: bool
    rates: bool


def prove_vietnamese(connection: Connection, path: str, source: Source, catalogue: Mapping[str, Indicator]) -> None:
    """Raises UnreadableTable where texts of the table at ``path`` may mean other numbers than in Vietnamese writing."""
    proof, cells = Proof(), list(_texts(source, catalogue, connection.dialect))
    for start in range(0, len(cells), _AT_ONCE):
        some = cells[start : start + _AT_ONCE]
        asked = ", ".join(one for each in some for one in _asked(each, connection.dialect))
        ((*found,),) = connection.rows(f"SELECT {asked} FROM {path}")
        of_each = (found[at : at + _FORMS] for at in range(0, len(found), _FORMS))
        for one, (vietnamese, english, either, rate) in zip(some, of_each, strict=True):
            if rate is not None:
                raise UnreadableTable(f"{_seen(rate, one)} có thể là {readings_of_rate(rate)}", REMEDY)
            proof = proof.joined(bool(vietnamese), _seen(english, one), _seen(either, one))
    proof.check(REMEDY)


def _texts(source: Source, catalogue: Mapping[str, Indicator], dialect: Dialect) -> Iterator[_Cells]:
    texts = [
        catalogue[code]
        for code, content in source.contents.items()
        if content is Content.TEXTS and code in catalogue and is_number(catalogue[code])
    ]
    if not source.code:
        yield from (_Cells(source.cells[one.code], "TRUE", *_kind(one)) for one in texts)
        return
    for kind in sorted(set(map(_kind, texts))):
        codes = [dialect.text(one.code) for one in texts if _kind(one) == kind]
        rows = f"{dialect.as_text(dialect.name(source.code))} IN ({', '.join(codes)})"
        yield _Cells(source.value, rows, *kind)


def _kind(indicator: Indicator) -> tuple[bool, bool]:
    """Whether its values are numbers of things, and whether they are rates."""
    return is_whole_count(indicator), indicator.unit.dimension in RATES


def _asked(cells: _Cells, dialect: Dialect) -> Iterator[str]:
    """The least text that only Vietnamese writing reads, that only English does, that both read as different numbers, and of those of
    rates the least with a dot."""
    text = f"trim({dialect.as_text(dialect.name(cells.column))})"

    def holds(form: str) -> str:
        return f"{text} {dialect.matches} {dialect.text(f'^(.*[^0-9.,/])?{form}([^0-9.,/].*)?$')}"

    marked = f"({cells.rows}) AND {text} {dialect.matches} {dialect.text(f'^.*{_MARKED}.*$')}"
    vietnamese, english = holds(_VIETNAMESE), holds(_ENGLISH)
    both = f"{vietnamese} AND {english}"
    if cells.counted:  # a thousand and more things: there are no parts of one
        both += f" AND NOT {text} {dialect.matches} {dialect.text('^[1-9][0-9]{0,2}[.][0-9]{3}$')}"
    dotted = f"{both} AND {text} {dialect.matches} {dialect.text('^.*[.].*$')}" if cells.rates else "FALSE"
    for form in (f"{vietnamese} AND NOT {english}", f"{english} AND NOT {vietnamese}", both, dotted):
        yield f"min(CASE WHEN {marked} AND {form} THEN {text} END)"


def _seen(text: str | None, cells: _Cells) -> Seen | None:
    return None if text is None else Seen(text, f"cột «{cells.column}»")
