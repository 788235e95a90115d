"""The one width policy of everything printed: words stay whole, further lines hang, columns leave by importance.

Sentences are wrapped for a window (a terminal, or COLUMNS) and stay on one line in a pipe, where other programs search them.
Tables have the width of the window, or WIDE in a pipe.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from cli.signs import rule_for

WIDE = 160
"""The width of tables in a pipe."""
_WIDEST = 200
"""The width beyond which lines are hard to follow."""
_GAP = 2
_COMFORT = 16
"""The characters that a column with long texts should have before a less important one leaves."""


def width_of(screen: Console) -> int:
    """Returns the width of tables."""
    return min(screen.width, _WIDEST)


def is_window(screen: Console) -> bool:
    """Returns whether somebody reads ``screen`` in a window of known width."""
    return screen.is_terminal or "COLUMNS" in os.environ


def hang(screen: Console, text: Text, indent: int = 2) -> None:
    """Prints ``text``; in a window its further lines begin below column ``indent``."""
    lines = wrapped(text, width_of(screen), indent) if is_window(screen) else [text]
    for line in lines:
        screen.print(line, soft_wrap=True)


def wrapped(text: Text, width: int, indent: int = 0) -> list[Text]:
    """Returns ``text`` as lines of at most ``width``, the further ones indented; a longer word has a line of its own.

    >>> [line.plain for line in wrapped(Text("- đạt từ 2.600 thành viên"), 13, 2)]
    ['- đạt từ', '  2.600 thành', '  viên']
    """
    breaks, room, used = [], width, 0
    for word in re.finditer(r"\s*\S+", text.plain):
        length = cell_len(word[0])
        if used and used + length > room:
            breaks.append(word.start())
            room, used = width - indent, cell_len(word[0].lstrip())
        else:
            used += length
    first, *rest = text.divide(breaks)
    lines = [first]
    for line in rest:
        shown = line[len(line.plain) - len(line.plain.lstrip()) :]
        lines.append(Text(" " * indent).append_text(shown))
    for line in lines:
        line.rstrip()
    return lines


@dataclass(frozen=True)
class Column:
    """A column of a grid; ``importance`` 0 never leaves, of the others the highest leaves first.

    Where a column leaves, its texts stand as further lines in the column ``below``, behind ``lead``; without ``below`` they
    are left out, and the grid says so.
    """

    title: str
    importance: int = 0
    below: str = ""
    lead: str = ""
    right: bool = False
    whole: bool = False
    """Whether its texts are never wrapped."""


class Grid:
    """A table without frames, whose cells are texts of one line or several."""

    def __init__(self, columns: Sequence[Column], ruled: bool = True) -> None:
        self.columns = list(columns)
        self.ruled = ruled
        self.rows: list[list[Text]] = []

    def add(self, *cells: Text) -> None:
        """Adds a row with a cell for each column."""
        self.rows.append(list(cells))

    def show(self, screen: Console, notes: Sequence[Sequence[Text]] = ()) -> tuple[str, ...]:
        """Prints the grid, with ``notes`` below each row. Returns the titles of the columns that found no place."""
        width = width_of(screen)
        kept = self._kept(width)
        rows = [self._cells(row, kept) for row in self.rows]
        widths = self._widths(kept, rows, width)
        if self.ruled:
            _line([Text(c.title, "bold") for c in kept], kept, widths, screen)
            screen.print(Text((" " * _GAP).join(rule_for(screen) * w for w in widths), "dim"), soft_wrap=True)
        indent = sum(w + _GAP for c, w in zip(kept, widths, strict=True) if c.whole and not c.right)
        for at, row in enumerate(rows):
            _line(row, kept, widths, screen)
            for note in notes[at] if notes else ():
                hang(screen, Text(" " * indent).append_text(note), indent)
        return tuple(c.title for c in self.columns if c not in kept and not c.below)

    def _kept(self, width: int) -> list[Column]:
        """Returns the columns that have room, the least important ones left out first."""
        kept = list(self.columns)
        for leaving in sorted((c for c in kept if c.importance), key=lambda c: -c.importance):
            if self._wanted(kept) <= width:
                break
            kept.remove(leaving)
        return kept

    def _wanted(self, kept: list[Column]) -> int:
        rows = [self._cells(row, kept) for row in self.rows]
        columns = [[row[at] for row in rows] for at in range(len(kept))]
        wanted = (_comfortable(column, cells) for column, cells in zip(kept, columns, strict=True))
        return sum(wanted) + _GAP * (len(kept) - 1)

    def _cells(self, row: list[Text], kept: list[Column]) -> list[Text]:
        """Returns the cells of a row for the columns kept, with those of absent columns below others."""
        own = dict(zip(self.columns, row, strict=True))
        cells = {column.title: [own[column]] for column in kept}
        for column in self.columns:
            if column not in kept and column.below in cells and own[column].plain:
                cells[column.below].append(Text(column.lead).append_text(own[column]))
        return [_stacked(cells[column.title]) for column in kept]

    def _widths(self, kept: list[Column], rows: list[list[Text]], width: int) -> list[int]:
        """Returns widths between the longest word and the longest line of each column, shared fairly."""
        columns = [[row[at] for row in rows] for at in range(len(kept))]
        least = [_least(column, cells) for column, cells in zip(kept, columns, strict=True)]
        most = [_longest(column, cells) for column, cells in zip(kept, columns, strict=True)]
        widths, room = list(least), width - sum(least) - _GAP * (len(kept) - 1)
        while room > 0:
            growing = [at for at in range(len(kept)) if widths[at] < most[at]]
            if not growing:
                break
            at = min(growing, key=lambda at: widths[at] / most[at])
            widths[at] += 1
            room -= 1
        return widths


def _stacked(parts: list[Text]) -> Text:
    return parts[0] if len(parts) == 1 else Text("\n").join(part for part in parts if part.plain)


def _comfortable(column: Column, cells: list[Text]) -> int:
    """Returns the width at which a column reads well."""
    return max(_least(column, cells), min(_longest(column, cells), _COMFORT))


def _longest(column: Column, cells: Iterable[Text]) -> int:
    return max(cell_len(line) for line in (column.title, *_lines(cells)))


def _least(column: Column, cells: Iterable[Text]) -> int:
    if column.whole:
        return _longest(column, cells)
    words = (word for line in (column.title, *_lines(cells)) for word in line.split())
    return max(map(cell_len, words), default=1)


def _lines(cells: Iterable[Text]) -> Iterator[str]:
    for cell in cells:
        yield from cell.plain.split("\n")


def _line(cells: list[Text], kept: list[Column], widths: list[int], screen: Console) -> None:
    """Prints a row, as many lines high as its highest cell."""
    wide = zip(cells, widths, strict=True)
    blocks = [[line for part in cell.split("\n") for line in wrapped(part, width)] for cell, width in wide]
    starts = [0, *accumulate(width + _GAP for width in widths[:-1])]
    for height in range(max(map(len, blocks))):
        line = Text()
        for column, block, start, width in zip(kept, blocks, starts, widths, strict=True):
            cell = block[height] if height < len(block) else Text()
            before = max(0, width - cell.cell_len) if column.right else 0
            if cell.plain:
                line.append(" " * (start + before - line.cell_len)).append_text(cell)
        screen.print(line, soft_wrap=True)
