"""The rows of a table of a database as a run read them: kept with its record, and read again like any table.

A line of JSON for the headings, one for the places of columns that are no texts, then one for each row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import TypeGuard

from engine.bulk.reading import Line, Numbering, Table, checked_headings, counted
from engine.files.json_form import Hash
from engine.history.sweep_packing import KeptTable, TablePacker
from engine.importing.grid import UnreadableTable

_AT_ONCE = 1_000
"""Rows that are written together."""
_AS_THEY_ARE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class RowsKeeper:
    """A table that keeps its rows while they are read. ``typed`` are the places of columns that are no texts."""

    def __init__(self, table: Table, typed: frozenset[int]) -> None:
        self.table = table
        self.name, self.headings, self.remarks = table.name, table.headings, table.remarks
        self.numbering = table.numbering
        self.typed = typed
        self.rows = 0
        self._packer = TablePacker()

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable."""
        self.rows, self._packer = 0, TablePacker()
        self._packer.add(f"{_AS_THEY_ARE(self.headings)}\n{_AS_THEY_ARE(sorted(self.typed))}\n".encode())
        lines = self.table.lines()
        while some := list(islice(lines, _AT_ONCE)):
            self.rows += len(some)
            self._packer.add(_lines_of([line.cells for line in some]).encode())
            yield from some

    @property
    def sha256(self) -> Hash:
        """The hash of the rows, when all were read."""
        return self._packer.sha256

    def kept(self) -> KeptTable:
        """Returns the rows, when all were read, without what else is known of their table."""
        return self._packer.kept(self.name)


def _lines_of(rows: list[list[str]]) -> str:
    """A line of JSON for each row, which has a cell or more. In a text a quotation mark never follows a bracket: a backslash does."""
    return _AS_THEY_ARE(rows)[1:-1].replace('"],["', '"]\n["') + "\n"


class KeptRows:
    """The rows of the table ``name``, as they were kept. Raises UnreadableTable for what no run keeps."""

    remarks: tuple[str, ...] = ()
    numbering = Numbering.UNSEEN

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        self._raw = raw
        lines = self._read()
        headings, typed = next(lines, None), next(lines, None)
        if not _are_texts(headings) or not isinstance(typed, list) or not all(type(place) is int for place in typed):
            raise _bad()
        self.headings = checked_headings(headings)
        self._typed = frozenset(typed)

    def lines(self) -> Iterator[Line]:
        """Raises UnreadableTable."""
        return counted(self._lines())

    def _lines(self) -> Iterator[Line]:
        for number, cells in enumerate(islice(self._read(), 2, None), 1):
            if not _are_texts(cells):
                raise _bad()
            yield Line(number, cells, self._typed)

    def _read(self) -> Iterator[object]:
        """Yields what each line says. Raises UnreadableTable."""
        start = 0
        while (end := self._raw.find(b"\n", start)) >= 0:
            try:
                yield json.loads(self._raw[start:end])
            except (ValueError, RecursionError):
                raise _bad() from None
            start = end + 1


def _are_texts(cells: object) -> TypeGuard[list[str]]:
    return isinstance(cells, list) and all(isinstance(cell, str) for cell in cells)


def _bad() -> UnreadableTable:
    return UnreadableTable("các dòng đã giữ của bảng sai dạng", "xem `chitieu history --verify`")
