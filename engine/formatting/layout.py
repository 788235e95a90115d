"""Divides a file into units (entries of mappings, items of lists) with their comments and blank lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.domain.records import NamedTuple
from engine.files.scalars import Mapping, Node, Scalar, Sequence
from engine.files.source import SourceFile

_BLOCK_HEAD = re.compile(r"[>|][-+0-9]*")
_DASH = re.compile(r"-(?=\s|$)")


class Comment(NamedTuple):
    line: int
    column: int
    text: str


@dataclass(eq=False)
class Unit:
    """An entry or item. ``key`` is None for an item of a list; ``line`` and ``column`` are those of the key or dash."""

    line: int
    column: int
    key: Scalar | None
    node: Node
    parent: Unit | None
    in_brackets: bool = False
    children: list[Unit] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    """Comments and blank lines ('') above the unit."""
    beside: list[Comment] = field(default_factory=list)
    """Comments at the end of the line."""
    foot: list[str] = field(default_factory=list)
    """Comments and blank lines below the last unit of a depth."""

    def below(self) -> Iterator[Unit]:
        """Yields all units inside it, in the order of the file."""
        for child in self.children:
            yield child
            yield from child.below()

    @property
    def path(self) -> list[Unit]:
        """The units from the outermost to this one."""
        return [*(self.parent.path if self.parent else ()), self]


class Layout(NamedTuple):
    top: list[str]
    """Comments above the first unit, which are about the file and stay at its top."""
    units: list[Unit]
    comments: list[str]


def is_flow(node: Node) -> bool:
    """Returns whether ``node`` is written in brackets or braces."""
    if isinstance(node, Mapping):
        return node.braces
    span = node.span
    return isinstance(node, Sequence) and span.file.line(span.line)[span.column - 1 : span.column] == "["


def read_layout(source: SourceFile, root: Node) -> Layout:
    """Returns the units of ``root``, the content of ``source``, with every comment and blank line at one of them."""
    gaps = _Gaps(source, root)
    units = list(_units(root, None, iter(gaps.dashes)))
    layout = Layout([], units, [comment.text for comment in gaps.comments])
    placer = _Placer(layout)
    for comment in gaps.comments:
        if comment.line not in gaps.own_lines:
            placer.beside(comment)
    placer.own_lines([gaps.own_lines[line] for line in sorted(gaps.own_lines)])
    return layout


def _units(node: Node, parent: Unit | None, dashes: Iterator[tuple[int, int]]) -> Iterator[Unit]:
    flow = is_flow(node)
    if isinstance(node, Mapping):
        for entry in node.entries:
            key = entry.key
            unit = Unit(key.span.line, key.span.column, key, entry.value, parent, flow)
            unit.children = list(_units(entry.value, unit, dashes))
            yield unit
    elif isinstance(node, Sequence):
        for item in node.items:
            line, column = (item.span.line, item.span.column) if flow else next(dashes)
            unit = Unit(line, column, None, item, parent, flow)
            unit.children = list(_units(item, unit, dashes))
            yield unit


class _Gaps:
    """The parts of a file between its texts: comments, blank lines, and the dashes of lists."""

    def __init__(self, source: SourceFile, root: Node) -> None:
        self.comments: list[Comment] = []
        self.own_lines: dict[int, Comment] = {}
        """Lines that are blank or hold only a comment."""
        self.dashes: list[tuple[int, int]] = []
        covered = _covered(source, root)
        for number, text in enumerate(source.lines[:-1] if source.lines[-1] == "" else source.lines, 1):
            self._scan(number, _blanked(text, covered.get(number, ())))

    def _scan(self, number: int, text: str) -> None:
        """Collects the gaps of a line, in whose ``text`` «x» replaces every character of a scalar."""
        code, sign, rest = text.partition("#")
        if sign:
            self.comments.append(Comment(number, len(code) + 1, f"#{rest}".rstrip()))
        if not code.strip():
            self.own_lines[number] = self.comments[-1] if sign else Comment(number, 1, "")
        elif not (text.startswith("---") and not text[3:4].strip()):
            self.dashes += [(number, match.start() + 1) for match in _DASH.finditer(code)]


def _covered(source: SourceFile, root: Node) -> dict[int, list[tuple[int, int]]]:
    """Returns the stretches of each line that belong to scalars, as columns [start, end)."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for scalar in _scalars(root):
        span = scalar.span
        start, end, last = span.column, span.end_column, span.end_line
        text = source.line(span.line)
        if scalar.quoted and (head := _BLOCK_HEAD.match(text, start - 1)):
            covered.setdefault(span.line, []).append((start, head.end() + 1))
            last = last - 1 if end == 1 else last
            while last > span.line and not source.line(last).strip():
                last -= 1
            lines = range(span.line + 1, last + 1)
        else:
            stop = end if last == span.line else len(text) + 1
            covered.setdefault(span.line, []).append((start, stop))
            lines = range(span.line + 1, last)
            if last > span.line:
                covered.setdefault(last, []).append((1, end))
        for line in lines:
            covered.setdefault(line, []).append((1, max(2, len(source.line(line)) + 1)))
    return covered


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)
    else:
        for item in node.items:
            yield from _scalars(item)


def _blanked(text: str, stretches: list[tuple[int, int]] | tuple[()]) -> str:
    for start, end in stretches:
        text = text[: start - 1] + "x" * (end - start) + text[end - 1 :]
    return text


class _Placer:
    """Gives each comment and blank line to its unit."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.order = [unit for root in layout.units for unit in (root, *root.below())]
        self.starts = [(unit.line, unit.column) for unit in self.order]

    def beside(self, comment: Comment) -> None:
        """Gives a comment at the end of a line to the last unit before it whose brackets are not yet closed."""
        before = bisect_left(self.starts, (comment.line, comment.column))
        if not before:
            self.layout.top.append(comment.text)
            return
        unit = self.order[before - 1]
        while unit.parent and unit.in_brackets and _ends(unit.parent.node) <= (comment.line, comment.column):
            unit = unit.parent
        unit.beside.append(comment)

    def own_lines(self, lines: list[Comment]) -> None:
        """Gives comments on own lines to the next unit, or to an earlier one that is indented more deeply."""
        after = 0
        while after < len(lines):
            before = bisect_left(self.starts, (lines[after].line, 0))
            run = [line for line in lines[after:] if bisect_left(self.starts, (line.line, 0)) == before]
            after += len(run)
            self._place(run, before)

    def _place(self, run: list[Comment], before: int) -> None:
        following = self.order[before] if before < len(self.order) else None
        if not before:
            self.layout.top.extend(line.text for line in run)
            return
        last = self.order[before - 1]
        if last.node.span.line > run[0].line and (isinstance(last.node, Scalar) or is_flow(last.node)):
            last.head += [line.text for line in run if line.text]  # between a key and the value below it
            return
        whole = last.path
        path = [unit for unit in whole if not unit.in_brackets] or whole[:1]
        waiting: list[str] = []
        for number, line in enumerate(run):
            if not line.text:
                waiting.append("")
                continue
            below = _unit_at(path, line.column)
            if following is not None and below.column <= following.column:
                following.head += [*waiting, *(later.text for later in run[number:])]
                return
            below.foot += [*waiting, line.text]
            waiting = []
            path = path[: path.index(below) + 1]
        if following is not None:
            following.head += waiting


def _unit_at(path: list[Unit], column: int) -> Unit:
    """Returns the deepest unit of ``path`` that starts at ``column`` or to the left of it."""
    return next((unit for unit in reversed(path) if unit.column <= column), path[0])


def _ends(node: Node) -> tuple[int, int]:
    return node.span.end_line, node.span.end_column
