"""Writes the states of many units as Parquet: a row for each unit, a column for each of what is concluded."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from engine.bulk.parquet import connected
from engine.bulk.states import Concluded, StatesBatch
from engine.files import storage
from engine.files.opening import open_regular
from engine.files.storage import NotAllWritten

SCHEMA = "chitieu/states/1"
"""Stands in the metadata of every file that is written."""


def write_states(path: Path, number: str, concluded: list[Concluded], batches: Iterable[StatesBatch]) -> None:
    """Writes the file when all ``batches`` of the resolution ``number`` are there; else it leaves no trace.

    Raises BulkMissing, NotAllWritten, and what ``batches`` raises.
    """
    columns = [f"c{place}" for place in range(len(concluded))]
    with storage.beside(path.parent) as beside, connected() as database:
        kinds = [_kind(one) for one in concluded]
        for one in {_kind(one): one for one in concluded}.values():
            values = ", ".join(map(_text, dict.fromkeys(one.words.values())))
            database.execute(f"CREATE TYPE {_kind(one)} AS ENUM ({values})")
        typed = "".join(f", {column} {kind}" for column, kind in zip(columns, kinds, strict=True))
        database.execute(f"CREATE TABLE found (unit VARCHAR, year SMALLINT, as_of DATE, row INTEGER{typed})")
        words = "".join(f", {_word(column, one)}" for column, one in zip(columns, concluded, strict=True))
        insert = f"INSERT INTO found SELECT unit, year, as_of::DATE, row{words} FROM batch"
        for some in batches:
            database.register("batch", _arrays(some, columns))
            database.execute(insert)
        named = "".join(f", {column} AS {_name(one.name)}" for column, one in zip(columns, concluded, strict=True))
        select = f"SELECT {_text(number)} AS resolution, unit, year, as_of, row{named} FROM found"
        written = f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{schema: {_text(SCHEMA)}}})"
        with _writing(path):
            database.execute(f"COPY ({select}) TO {_text(str(beside))} {written}")
            storage.put(beside, path)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Tells that the file at ``path`` cannot be written. Raises NotAllWritten."""
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        number = _NUMBER.search(str(error))
        raise NotAllWritten(path, OSError(int(number[1]) if number else errno.EIO, "")) from None
    except OSError as error:
        raise NotAllWritten(path, error) from None


_NUMBER = re.compile(r'"errno": ?"([0-9]+)"')
"""The number of the system's error in a message of DuckDB."""


def is_foreign(path: Path) -> bool:
    """Whether there is a file at ``path`` that is none of these. Raises OSError."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with open_regular(path) as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return SCHEMA.encode() not in stream.read(_TAIL)


_TAIL = 20_000_000
"""The metadata stand at the end of a file, in no more bytes than these."""


def _arrays(some: StatesBatch, columns: list[str]) -> dict[str, object]:
    heads: dict[str, object] = {
        "unit": np.array([row.unit for row in some.rows], object),
        "year": np.array([row.year for row in some.rows], np.int16),
        "as_of": np.array([row.as_of.isoformat() for row in some.rows], object),
        "row": np.array([row.row for row in some.rows], np.int32),
    }
    return heads | dict(zip(columns, some.states, strict=True))


def _kind(one: Concluded) -> str:
    """The name of the type of the words of a column."""
    return "k_" + "_".join(dict.fromkeys(one.words.values()))


def _word(column: str, one: Concluded) -> str:
    """The word for a state: the states follow each other without a gap."""
    first, last = min(one.words), max(one.words)
    words = ", ".join(_text(one.words[state]) for state in range(first, last + 1))
    return f"([{words}])[{column}::INTEGER - {first} + 1]::{_kind(one)}"


def _text(text: str) -> str:
    return "'{}'".format(text.replace("'", "''"))


def _name(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
