"""The one width policy of everything printed: words stay whole, further lines hang, columns leave by importance.

Sentences are wrapped for a window (a terminal, or COLUMNS) and stay on one line in a pipe, where other programs search them.
Tables have the width of the window, or WIDE in a pipe.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Span, Text

from cli.signs import in_ascii
from engine.domain.records import NamedTuple

WIDE = 160
"""The width of tables in a pipe."""
_WIDEST = 200
"""The width beyond which lines are hard to follow."""
_COMFORT = 16
"""The characters that a column with long texts should have before a less important one leaves."""


def width_of(screen: Console) -> int:
    """Returns the width of tables."""
    return min(screen.width, _WIDEST) if is_window(screen) else screen.width


def is_window(screen: Console) -> bool:
    """Returns whether somebody reads ``screen`` in a window of known width."""
    return screen.is_terminal or "COLUMNS" in os.environ


def hang(screen: Console, text: Text, indent: int = 2, before: tuple[str, str] = ("", "")) -> None:
    """Prints ``text``; in a window its further lines begin below column ``indent``.

    ``before`` stands, dimmed, in front of the first and of the further lines, as the branches of a tree do.
    """
    room = width_of(screen) - max(map(cell_len, before))
    lines = wrapped(text, room, indent) if is_window(screen) else [text]
    for number, line in enumerate(lines):
        screen.print(Text.assemble((before[number > 0], "dim"), line), soft_wrap=True)


def hang_pair(screen: Console, source: Text, carets: str, indent: int) -> None:
    """Prints a line of a file, and below it ``carets`` with their words; in a window both are broken together.

    The first ``indent`` characters of both are their margin.
    """
    lines = wrapped(source, width_of(screen), indent) if is_window(screen) else [source]
    found = re.search(r"\^+", carets)
    first, last = found.span() if found else (0, 0)
    start = 0
    for number, line in enumerate(lines):
        screen.print(line, soft_wrap=True)
        lead = indent if number else 0
        shown = line.plain[lead:]
        at = source.plain.find(shown, start)
        start = at + len(shown)
        before, after = cell_len(source.plain[:at]), cell_len(source.plain[:start])
        if number == len(lines) - 1:
            after = max(after, last)
        if first < after and before < last:
            own = "^" * (min(last, after) - max(first, before)) + (carets[last:] if last <= after else "")
            hang(screen, Text(carets[:indent] + " " * (lead + max(first, before) - before - indent) + own), indent)


def wrapped(text: Text, width: int, indent: int = 0) -> list[Text]:
    """Returns ``text`` as lines of at most ``width``, the further ones indented.

    Of longer words a path is broken after a «/»; others, such as hashes, stay whole on a line of their own, to be copied.

    >>> [line.plain for line in wrapped(Text("- đạt từ 2.000 thành viên"), 13, 2)]
    ['- đạt từ', '  2.000 thành', '  viên']
    """
    if cell_len(text.plain) <= width:
        return [_without_end(text)]
    breaks, room, used = [], width, 0
    for word in _pieces(text.plain, width - indent):
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


def _without_end(text: Text) -> Text:
    """Returns ``text`` without spaces at its end."""
    if text.plain[-1:].isspace():
        text = text.copy()
        text.rstrip()
    return text


def _pieces(text: str, room: int) -> Iterator[re.Match[str]]:
    """Yields what may stand on different lines: words, and the parts of paths that are longer than ``room``."""
    for word in re.finditer(r"\s*\S+", text):
        if cell_len(word[0].strip()) > room:
            yield from _PARTS.finditer(text, word.start(), word.end())
        else:
            yield word


_PARTS = re.compile(r"\s*[^\s/]*/+|\s*[^\s/]+")


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a grid; ``importance`` 0 never leaves, of the others the highest leaves first.

    Where a column leaves, its texts stand as further lines in the column ``below``, behind ``lead``; without ``below`` they
    are left out, and the grid says so. A column of importance 0 that has a ``below`` leaves where else words would be split.
    """

    title: str
    importance: int = 0
    below: str = ""
    lead: str = ""
    right: bool = False
    whole: bool = False
    """Whether its texts are never wrapped."""


class Frame(NamedTuple):
    """The characters of a table: what stands at the edges of a row and between its cells, and the rules by their place."""

    edge: str
    gap: str
    rules: dict[str, tuple[str, str, str, str]]
    """For «top», «head», «between», «bottom»: left, line, crossing, right."""

    def width(self, columns: int) -> int:
        """The characters of a row that are not of its cells."""
        return 2 * len(self.edge) + len(self.gap) * (columns - 1)


_OPEN = Frame("", "  ", {"head": ("", "─", "  ", "")})
_BOXED = Frame(
    "│",
    " │ ",
    {
        "top": ("┌", "─", "─┬─", "┐"),
        "head": ("├", "─", "─┼─", "┤"),
        "between": ("├", "─", "─┼─", "┤"),
        "bottom": ("└", "─", "─┴─", "┘"),
    },
)
_PLAIN = str.maketrans("│─┌┬┐├┼┤└┴┘", "|-+++++++++")
"""The lines of tables in ASCII."""


class Grid:
    """A table whose cells are texts of one line or several; ``boxed`` ones have lines around their cells."""

    def __init__(self, columns: Sequence[Column], ruled: bool = True, boxed: bool = False) -> None:
        self.columns = list(columns)
        self.ruled = ruled
        self.frame = _BOXED if boxed else _OPEN
        self.rows: list[list[Text]] = []
        self.sections: set[int] = set()

    def add(self, *cells: Text) -> None:
        """Adds a row with a cell for each column."""
        self.rows.append(list(cells))

    def add_section(self) -> None:
        """Adds a line before the next row."""
        self.sections.add(len(self.rows))

    def leaving(self, screen: Console) -> tuple[str, ...]:
        """Returns the titles of the columns that find no place, not even below others."""
        return self._absent(self._kept(width_of(screen)))

    def _absent(self, kept: list[Column]) -> tuple[str, ...]:
        return tuple(c.title for c in self.columns if c not in kept and not c.below)

    def show(self, screen: Console, notes: Sequence[Sequence[Text]] = ()) -> tuple[str, ...]:
        """Prints the grid, with ``notes`` below each row. Returns the titles of the columns that found no place."""
        width = width_of(screen)
        kept = self._kept(width)
        rows = [self._cells(row, kept) for row in self.rows]
        widths = self._widths(kept, rows, width)
        drawn = _Drawn(self.frame, kept, widths, screen)
        if self.ruled:
            drawn.rule("top")
            drawn.row([Text(c.title, "bold") for c in kept])
            drawn.rule("head")
        indent = sum(w + len(self.frame.gap) for c, w in zip(kept, widths, strict=True) if c.whole and not c.right)
        for at, row in enumerate(rows):
            if at in self.sections:
                drawn.rule("between")
            drawn.row(row)
            for note in notes[at] if notes else ():
                hang(screen, Text(" " * indent).append_text(note), indent)
        drawn.rule("bottom")
        return self._absent(kept)

    def _kept(self, width: int) -> list[Column]:
        """Returns the columns that have room, the least important ones left out first."""
        kept = list(self.columns)
        for leaving in sorted((c for c in kept if c.importance), key=lambda c: -c.importance):
            if self._wanted(kept, _comfortable) <= width:
                return kept
            kept.remove(leaving)
        for leaving in [column for column in kept if column.below]:
            if self._wanted(kept, _least) > width:
                kept.remove(leaving)
        return kept

    def _wanted(self, kept: list[Column], wish: Callable[[Column, list[Text]], int]) -> int:
        rows = [self._cells(row, kept) for row in self.rows]
        columns = [[row[at] for row in rows] for at in range(len(kept))]
        return sum(map(wish, kept, columns)) + self.frame.width(len(kept))

    def _cells(self, row: list[Text], kept: list[Column]) -> list[Text]:
        """Returns the cells of a row for the columns kept, with those of absent columns below others."""
        own = dict(zip(self.columns, row, strict=True))
        cells = {column.title: [own[column]] for column in kept}
        for column in self.columns:
            if column not in kept and column.below in cells and own[column].plain:
                cells[column.below].append(Text(column.lead).append_text(own[column]))
        return [_stacked(cells[column.title]) for column in kept]

    def _widths(self, kept: list[Column], rows: list[list[Text]], width: int) -> list[int]:
        """Returns widths between the longest word and the longest line of each column, shared fairly.

        Where not even the words have room, the widest columns give way, and split theirs.
        """
        columns = [[row[at] for row in rows] for at in range(len(kept))]
        widths = list(map(_least, kept, columns))
        most = list(map(_longest, kept, columns))
        weights = [sqrt(_mean(cells)) for cells in columns]  # of all widths these give the fewest lines
        room = width - sum(widths) - self.frame.width(len(kept))
        for _ in range(-room):
            at = max(range(len(kept)), key=lambda at: widths[at])
            widths[at] = max(1, widths[at] - 1)
        while room > 0:
            growing = [at for at in range(len(kept)) if widths[at] < most[at]]
            if not growing:
                break
            widths[min(growing, key=lambda at: widths[at] / weights[at])] += 1
            room -= 1
        return widths


def _stacked(parts: list[Text]) -> Text:
    return parts[0] if len(parts) == 1 else Text("\n").join(part for part in parts if part.plain)


def _comfortable(column: Column, cells: list[Text]) -> int:
    """Returns the width at which a column reads well."""
    return max(_least(column, cells), min(_longest(column, cells), _COMFORT))


def _longest(column: Column, cells: Iterable[Text]) -> int:
    return max(cell_len(line) for line in (column.title, *_lines(cells)))


def _mean(cells: list[Text]) -> float:
    """Returns how long the texts of a column are, empty ones apart."""
    lengths = [cell_len(line) for line in _lines(cells) if line]
    return sum(lengths) / len(lengths) if lengths else 1


def _least(column: Column, cells: Iterable[Text]) -> int:
    if column.whole:
        return _longest(column, cells)
    words = (word for line in (column.title, *_lines(cells)) for word in line.split())
    return max(map(cell_len, words), default=1)


def _lines(cells: Iterable[Text]) -> Iterator[str]:
    for cell in cells:
        yield from cell.plain.split("\n")


def _block(cell: Text, width: int) -> list[Text]:
    """Returns the lines of a cell."""
    if "\n" not in cell.plain and cell_len(cell.plain) <= width:
        return [_without_end(cell)]
    return [line for part in cell.split("\n") for line in wrapped(_folded(part, width), width)]


def _folded(text: Text, width: int) -> Text:
    """Returns ``text`` with spaces in words that are longer than ``width``."""
    words = (word for word in re.finditer(r"\S+", text.plain) if cell_len(word[0]) > width)
    breaks = [at for word in words for at in range(word.start() + width, word.end(), width)]
    return Text(" ").join(text.divide(breaks)) if breaks else text


class _Drawn:
    """The lines of a grid whose columns have their widths."""

    def __init__(self, frame: Frame, columns: list[Column], widths: list[int], screen: Console) -> None:
        self.frame, self.columns, self.widths, self.screen = frame, columns, widths, screen

    def rule(self, place: str) -> None:
        """Prints the line of that place, if there is one."""
        if place in self.frame.rules:
            left, line, crossing, right = self.frame.rules[place]
            self._print(Text(left + crossing.join(line * width for width in self.widths) + right, "dim"))

    def row(self, cells: list[Text]) -> None:
        """Prints a row, as many lines high as its highest cell."""
        blocks = list(map(_block, cells, self.widths))
        for height in range(max(map(len, blocks))):
            line = _Line()
            line.add(self.frame.edge, "dim")
            for at, (column, block, width) in enumerate(zip(self.columns, blocks, self.widths, strict=True)):
                cell = block[height] if height < len(block) else _NOTHING
                space = " " * max(0, width - cell.cell_len)
                line.add(self.frame.gap if at else "", "dim")
                line.add(space if column.right else "")
                line.add_text(cell, "" if column.right else space)
            line.add(self.frame.edge, "dim")
            self._print(line.text)

    def _print(self, line: Text) -> None:
        line.rstrip()
        if in_ascii(self.screen):
            line.plain = line.plain.translate(_PLAIN)
        if self.screen.color_system is None:
            line.spans = []  # which nobody would see, and which take most of the time of a long table
        self.screen.print(line, soft_wrap=True)


_NOTHING = Text()


class _Line:
    """A line in the making: its texts are joined once, where a growing Text would be cleaned at every step."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0

    def add(self, part: str, style: str | Style = "") -> None:
        """Adds ``part``."""
        if style and part:
            self._spans.append(Span(self._length, self._length + len(part), style))
        self._parts.append(part)
        self._length += len(part)

    def add_text(self, text: Text, space: str) -> None:
        """Adds ``text`` with its styles, and ``space`` in the style of its whole."""
        start = self._length
        self.add(text.plain + space, text.style)
        self._spans += [Span(start + span.start, start + span.end, span.style) for span in text.spans]

    @property
    def text(self) -> Text:
        """The whole line."""
        return Text("".join(self._parts), spans=self._spans)
