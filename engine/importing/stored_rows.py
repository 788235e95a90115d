"""Keeps the rows of a sheet packed, some bytes a cell, and makes the cells of those that are asked for.

Readers go over a table from the top down, a few times: only the rows about the present one are cells at a time, so that a
table takes little more memory for its hundred thousandth row than for its thousandth.
"""

from __future__ import annotations

import marshal
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from engine.importing.cell import Cell, CellKind, Row

_BLOCK_CELLS = 2_000
"""Cells that are packed together."""
_WINDOW_ROWS, _WINDOW_CELLS = 512, 8_192
"""Rows that stay cells at the least, more than are looked at below a heading again and again; and cells at the least."""
_new = tuple.__new__
"""Makes a cell of its fields in a third of the time of its constructor: tables have millions."""
_TEXT, _NONE, _NO, _EMPTY = repeat(CellKind.TEXT), repeat(None), repeat(False), repeat("")
_AT_ONCE = 8
"""Rows of which the cells are made together."""
_AS_TEXT = (None, None, False, "", False, "", "", "")
_AS_NUMBER = (None, False, "", False, "", "", "")
_NO_NUMBER, _LAST = (None, None, False), (False, "", "", "")

Content = str | tuple[Any, ...]
"""A cell without what most cells share: a text; a number as a tuple of its digits; a text with its font; else a tuple of all its fields."""
_Packed = tuple[tuple[int, ...], Sequence[Content]]
"""A row: its columns, and what stands in them."""


class Rows(Mapping[int, Row]):
    """The rows of a sheet by number, in their order, each with its cells in the order of the columns.

    ``at`` gives the same rows as brackets do, in a fifth of the time. A row is not to be changed.
    """

    def __init__(self) -> None:
        self.at = _Window(self)
        self._numbers, self._firsts = array("I"), array("I")
        self._blocks: list[bytes] = []
        self._open: dict[int, _Packed] = {}
        self._open_cells = 0
        self._shared: dict[Content, Content] = {}
        self._columns: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._late: dict[int, Row] = {}
        self._raw: tuple[int, dict[int, _Packed]] = (-1, {})

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Row]]) -> Rows:
        """Returns the rows with these numbers, which may come in any order."""
        kept = cls()
        for number, row in rows:
            kept.keep(number, row)
        return kept

    # ------------------------------------------------------------ keeping

    def keep(self, number: int, row: Row) -> None:
        """Keeps a row, in place of one that had this number. Its cells may be in any order."""
        if self._late or (self._numbers and number <= self._numbers[-1]):
            self.unpack()
            self._late[number] = dict(sorted(row.items()))
            return
        columns = self._columns.get(tuple(row))
        if columns is None:
            columns = tuple(row)
            if list(columns) != sorted(columns):
                self.keep(number, dict(sorted(row.items())))
                return
        self.keep_contents(number, columns, _contents(number, row))

    def keep_contents(self, number: int, columns: tuple[int, ...], contents: Iterable[Content]) -> None:
        """Keeps a row behind all others: ``contents`` of ``columns``, which are in order."""
        shared = self._shared
        self._open[number] = (
            self._columns.setdefault(columns, columns),
            tuple([shared.setdefault(content, content) for content in contents]),
        )
        self._numbers.append(number)
        self._open_cells += len(columns)
        if self._open_cells > _BLOCK_CELLS:
            self._firsts.append(next(iter(self._open)))
            self._blocks.append(zlib.compress(marshal.dumps(self._open), 1))
            self._open, self._open_cells = {}, 0
            shared.clear()

    def unpack(self) -> None:
        """Makes cells of all rows, for sheets of which rows are changed here and there."""
        if self._blocks or self._open:
            for at in range(len(self._blocks) + 1):
                self._late.update(_cells_of(self._block(at), {}))
            self._blocks, self._open, self._numbers, self._firsts = [], {}, array("I"), array("I")
            self.at.clear()

    def spread(self, cell: Cell, rows: range, columns: range) -> None:
        """Puts a cell at all these places; ``sort`` has to follow."""
        for number in rows:
            if number not in self._late:
                self._late[number] = dict(self.get(number, {}))
            self._late[number].update(dict.fromkeys(columns, cell))

    def sort(self) -> None:
        """Brings the cells of rows in order over which cells were spread."""
        self._late = {number: dict(sorted(row.items())) for number, row in self._late.items()}
        self.at.clear()

    def __getstate__(self) -> dict[str, object]:
        """Returns what another process needs: the rows, not those that are cells at present."""
        return {name: value for name, value in vars(self).items() if name != "at"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self.at = _Window(self)

    # ------------------------------------------------------------ reading

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the rows, in order."""
        if self._late:
            return array("I", sorted({*self._numbers, *self._late}))
        return self._numbers

    @property
    def columns(self) -> set[int]:
        """The columns that have cells."""
        return set().union(*self._columns, *self._late.values())

    def __getitem__(self, number: int) -> Row:
        return self.at[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def contents(self) -> Iterator[Content]:
        """Yields what stands in the cells: what comes again and again some times, but not for every cell."""
        for at in range(len(self._blocks) + 1):
            rows = [contents for number, (_, contents) in self._block(at).items() if number not in self._late]
            yield from dict.fromkeys(chain.from_iterable(rows))
        for number, row in self._late.items():
            yield from _contents(number, row)

    def packed(self, number: int) -> _Packed | None:
        """Returns the columns of a row and what stands in them; None where these are cells. Raises KeyError."""
        if self._late and number in self._late:
            return None
        return self._raw[1].get(number) or self._block(self._block_of(number))[number]

    def texts(self, numbers: Iterable[int], columns: Collection[int]) -> Iterator[tuple[int, int, str]]:
        """Yields row, column and text of the text cells in these rows and columns, without making cells. Raises KeyError."""
        places: dict[tuple[int, ...], list[int]] = {}
        for number in numbers:
            there, contents = self.packed(number) or self._packed_late(number)
            wanted = places.get(there)
            if wanted is None:
                wanted = places[there] = [at for at, column in enumerate(there) if column in columns]
            for at in wanted:
                content = contents[at]
                if type(content) is str:
                    yield number, there[at], content
                elif (written := text_and_font(content)) is not None:
                    yield number, there[at], written[0]

    def _packed_late(self, number: int) -> _Packed:
        row = self._late[number]
        return tuple(row), _contents(number, row)

    def _block_of(self, number: int) -> int:
        """Returns the block that has the row, if any has."""
        if self._open and number >= next(iter(self._open)):
            return len(self._blocks)
        return max(0, bisect_right(self._firsts, number) - 1)

    def _block(self, at: int) -> dict[int, _Packed]:
        """Returns the packed rows of a block; the last one is still open."""
        if at == len(self._blocks):
            return self._open
        if self._raw[0] != at:
            self._raw = at, marshal.loads(zlib.decompress(self._blocks[at]))
        return self._raw[1]

    def load(self, number: int) -> None:
        """Puts the row into the window, with some that follow. Raises KeyError."""
        if number in self._late:
            self.at[number] = self._late[number]
            return
        block = self._block(self._block_of(number))
        if number not in block:
            raise KeyError(number)
        self.at.make_room()
        following = range(number, number + _AT_ONCE)
        self.at.update(
            _cells_of({n: block[n] for n in following if n in block and n not in self._late}, self.at.merged)
        )


class _Window(dict[int, Row]):
    """The rows that are cells at present; looks up those that are not. ``merged`` are its merged cells by place."""

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows
        self.merged: dict[tuple[int, int], Cell] = {}

    def __missing__(self, number: int) -> Row:
        self._rows.load(number)
        return self[number]

    def make_room(self) -> None:
        """Forgets the cells where there are enough of them."""
        if len(self) > _WINDOW_ROWS and len(self) * len(next(reversed(self.values()))) > _WINDOW_CELLS:
            self.clear()

    def clear(self) -> None:
        """Forgets the cells."""
        super().clear()
        self.merged.clear()


def _cells_of(block: dict[int, _Packed], merged: dict[tuple[int, int], Cell]) -> dict[int, Row]:
    """Returns the rows of a block with their cells; a merged one is the same at all its places."""
    rows: dict[int, Row] = {}
    for number, (columns, contents) in block.items():
        texts = zip(
            repeat(number),
            columns,
            _TEXT,
            contents,
            _NONE,
            _NONE,
            _NO,
            _EMPTY,
            _NO,
            _EMPTY,
            _EMPTY,
            _EMPTY,
            strict=False,
        )
        rows[number] = row = dict(zip(columns, map(_new, repeat(Cell), texts), strict=True))
        for column, content in zip(columns, contents, strict=True):
            if type(content) is str:
                continue
            if len(content) == 2:
                text, font = content[0], content[1]
                row[column] = _new(Cell, (number, column, CellKind.TEXT, text, None, None, False, font, *_LAST))
            elif len(content) == 1:
                digits = Decimal(content[0])
                row[column] = _new(Cell, (number, column, CellKind.NUMBER, "", digits, *_AS_NUMBER))
            else:
                cell = _whole(content)
                row[column] = merged.setdefault((cell.row, cell.column), cell) if cell.merged else cell
    return rows


def _contents(number: int, row: Row) -> list[Content]:
    """Returns what stands in the cells of a row."""
    found: list[Content] = []
    for column, cell in row.items():
        if cell[4:] == _AS_TEXT and cell[2] is CellKind.TEXT and cell[0] == number and cell[1] == column:
            found.append(cell[3])
        elif cell[5:] == _AS_NUMBER and cell[2] is CellKind.NUMBER and cell[0] == number and cell[1] == column:
            found.append((str(cell[4]),))
        elif (
            cell[4:7] == _NO_NUMBER and cell[8:] == _LAST and cell[2] is CellKind.TEXT and cell[:2] == (number, column)
        ):
            found.append((cell[3], cell[7]))
        else:
            found.append(_fields(cell))
    return found


def _fields(cell: Cell) -> Content:
    """Returns the fields of a cell as numbers and texts."""
    digits = str(cell.number) if cell.number is not None else None
    day = cell.day.toordinal() if cell.day is not None else None
    return (cell.row, cell.column, cell.kind.value, cell.text, digits, day, *cell[6:])


def _whole(content: Content) -> Cell:
    """Returns the cell of ``_fields``."""
    assert isinstance(content, tuple)
    row, column, kind, text, digits, day, *look = content
    number = Decimal(digits) if digits is not None else None
    return Cell(row, column, CellKind(kind), text, number, date.fromordinal(day) if day is not None else None, *look)


def text_and_font(content: Content) -> tuple[str, str] | None:
    """Returns the text and the font of a text cell; None for another kind.

    >>> text_and_font("xã A"), text_and_font(("12",))
    (('xã A', ''), None)
    """
    if isinstance(content, str):
        return content, ""
    if len(content) == 2:
        return content[0], content[1]
    return (content[3], content[7]) if len(content) > 1 and content[2] == CellKind.TEXT.value else None
