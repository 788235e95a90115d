"""What the types of columns say of their cells, in Parquet and in databases, and how such cells become the texts of a table.

What a driver makes of a value may be another one: DuckDB rounds a moment to millionths of a second, floating numbers of 32
bits get digits that they do not have, infinity becomes the last day that Python knows, or an error. So everything but whole
and decimal numbers is fetched as the text that the database itself has for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import Enum
from functools import lru_cache

from engine.bulk.reading import LONGEST_CELL, value_text
from engine.domain.records import NamedTuple
from engine.importing.grid import UnreadableTable
from engine.language.text import on_one_line

_LONGEST_KIND = 50
"""Characters of the name of a type that a message shows."""


class Content(Enum):
    """What the type of a column says of its cells."""

    NUMBERS = "số chính xác"
    TEXTS = "văn bản"
    TRUTHS = "đúng/sai"
    DATES = "ngày"
    MOMENTS = "ngày giờ"
    ZONED = "ngày giờ có múi giờ"
    NOTHING = "không có gì"
    FLOATS = "số thực"
    OTHER = "kiểu khác"


class TypedColumn(NamedTuple):
    """A column, and the name of its type in its file or database."""

    name: str
    kind: str

    @property
    def content(self) -> Content:
        """What its type says of its cells."""
        return content_of(self.kind)


def content_of(kind: str) -> Content:
    """What a type holds, by its name in Parquet, PostgreSQL, DuckDB or Spark.

    >>> content_of("NUMERIC(12,3)"), content_of("ENUM('a')"), content_of("ENUM('a')[]")
    (<Content.NUMBERS: 'số chính xác'>, <Content.TEXTS: 'văn bản'>, <Content.OTHER: 'kiểu khác'>)
    """
    if kind.rstrip().endswith("]"):  # a list
        return Content.OTHER
    return _CONTENTS.get(" ".join(_without_sizes(kind.lower()).split()), Content.OTHER)


def _without_sizes(kind: str) -> str:
    """A type without what stands in brackets: «timestamp(3) with time zone»."""
    before, mark, rest = kind.partition("(")
    return f"{before} {rest.rpartition(')')[2]}" if mark else before


_NAMES = {
    Content.NUMBERS: (
        "tinyint", "smallint", "integer", "int", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
        "numeric", "decimal",
    ),
    Content.FLOATS: ("real", "float", "double", "double precision"),
    Content.TEXTS: ("text", "character varying", "varchar", "character", "char", "name", "citext", "string", "enum"),
    Content.TRUTHS: ("boolean",),
    Content.DATES: ("date",),
    Content.MOMENTS: (
        "timestamp", "timestamp without time zone", "timestamp_s", "timestamp_ms", "timestamp_ns", "timestamp_ntz",
    ),
    Content.ZONED: ("timestamp with time zone",),
    Content.NOTHING: ("null", '"null"', "void"),
}  # fmt: skip
_CONTENTS = {name: content for content, names in _NAMES.items() for name in names}


def refuse_unreadable(columns: Iterable[TypedColumn]) -> None:
    """Raises UnreadableTable where the type of a column says nothing certain of its cells."""
    for column in columns:
        if column.content is Content.OTHER:
            kind = on_one_line(column.kind)[:_LONGEST_KIND]
            raise UnreadableTable(
                f"cột «{on_one_line(column.name)}» có kiểu {kind}, không đọc được",
                "đổi cột ấy thành số, chữ hoặc ngày, hoặc bỏ cột ấy (ở cơ sở dữ liệu thì bằng một VIEW)",
            )


def typed_places(columns: Iterable[TypedColumn]) -> frozenset[int]:
    """The places of columns that are no texts."""
    return frozenset(place for place, column in enumerate(columns) if column.content is not Content.TEXTS)


def fetched(column: str, content: Content, text: str) -> str:
    """Returns what is selected of ``column``, an expression of SQL, in a database whose type of texts is ``text``.

    Of a text no more than its beginning; a moment with a time zone as its clock shows it in that of the connection.
    """
    whole = fetched_whole(column, content, text)
    return f"left({whole}, {LONGEST_CELL})" if content is Content.TEXTS else whole


def fetched_whole(column: str, content: Content, text: str) -> str:
    """Returns the same of texts as long as they are."""
    if content in _AS_THEY_ARE:
        return column
    if content is Content.ZONED:
        column = f"CAST({column} AS TIMESTAMP)"
    return f"CAST({column} AS {text})"


_AS_THEY_ARE = (Content.NUMBERS, Content.TRUTHS, Content.NOTHING)


def cell_readers(columns: Iterable[TypedColumn]) -> list[Callable[[object], str]]:
    """What turns the fetched values of each column into the texts of cells."""
    return [_READERS.get(column.content, value_text) for column in columns]


def cells_of(row: Sequence[object], readers: Sequence[Callable[[object], str]]) -> list[str]:
    """The texts of a fetched row."""
    return [read(value) for read, value in zip(readers, row, strict=True)]


@lru_cache(maxsize=10_000)
def _moment(value: object) -> str:
    """The text of a day or a moment as staff write it; what is none, or finer than a millionth of a second, stays as it is."""
    if value is None:
        return ""
    text = str(value)
    try:
        return value_text(datetime.fromisoformat(text)) if len(text) <= _LONGEST_MOMENT else text
    except ValueError:
        return text


_LONGEST_MOMENT = len("2025-12-31 23:59:59.999999")


def _float(value: object) -> str:
    return "" if value is None else value_text(float(str(value)))


_READERS: dict[Content, Callable[[object], str]] = {
    Content.DATES: _moment,
    Content.MOMENTS: _moment,
    Content.ZONED: _moment,
    Content.FLOATS: _float,
}
