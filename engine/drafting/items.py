"""The lines of a document as a tree of items: what stands under what is told by the kinds of their labels.

No kind of label is above another for good: Party documents put I. under A. and «-» under «1.», others the reverse. A kind
that is open closes what stands under it; a kind that is not open goes below the item before it. Only parts, articles and
headings by Roman numbers or capitals stand above all other kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from engine.documents.document import Line, Where
from engine.drafting.goals import holds_number
from engine.drafting.sections import names_field
from engine.language.text import without_marks


class Kind(IntEnum):
    """The kinds of labels; those before NUMBER stand above all that follow, whatever came first."""

    PART = 0
    ARTICLE = 1
    CAPITAL = 2
    ROMAN = 3
    NUMBER = 4
    NUMBER_OF_TWO = 5
    NUMBER_OF_THREE = 6
    TARGET = 7
    BRACKET = 8
    LETTER = 9
    DASH = 10
    PLUS = 11
    BULLET = 12
    HEADING = 13
    PROSE = 14


_KINDS = (
    (Kind.PART, r"(?:chuong|phan|phu luc|bieu|phu bieu)\b.*"),
    (Kind.ARTICLE, r"dieu\s+\d+\s*[.:]?"),
    (Kind.TARGET, r"chi tieu\b.*"),
    (Kind.NUMBER_OF_THREE, r"\d+(?:\.\d+){2,}[.)/]?"),
    (Kind.NUMBER_OF_TWO, r"\d+\.\d+[.)/]?"),
    (Kind.NUMBER, r"\d+\s*[.)/:-]?"),
    (Kind.BRACKET, r"\(\d+\)"),
    (Kind.DASH, r"[-–—−]"),
    (Kind.PLUS, r"\+"),
    (Kind.LETTER, r"\(?[a-z]{1,2}[.)]"),
)
_OBJECTIVE = re.compile(
    r"(?:muc tieu|nhiem vu|nhom|noi dung|linh vuc|tru cot)\s+(?:so\s+)?(?:\d{1,2}|[ivx]+)\s*[:.–-]?"
)
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})\s*[.)/:–-]?")
_CAPITAL = re.compile(r"[A-ZĐ]\s*[.)/:–-]")
_PART_TITLE = re.compile(r"(?:phu luc|phu bieu|bieu so|ke hoach|chuong trinh|de an|quy dinh)\b.{0,12}")
_HEADING_WORDS = 25


def kind_of(line: Line) -> Kind:
    """Returns the kind of a line: that of its label, else HEADING for a line without goal that leads to others, or PROSE."""
    label = line.label.strip()
    if label:
        if _ROMAN.fullmatch(label):
            return Kind.ROMAN
        if _CAPITAL.fullmatch(label):
            return Kind.CAPITAL
        folded = without_marks(re.sub(r"(?<=[.)])\s+\D.*", "", label)).lower()
        found = next((kind for kind, form in _KINDS if re.fullmatch(form, folded)), Kind.BULLET)
        if _OBJECTIVE.fullmatch(folded):
            return Kind.TARGET if holds_number(line.text) else Kind.HEADING
        leads = line.text.endswith(":") and found is Kind.BULLET
        named = found >= Kind.DASH and names_field(line.text) and not holds_number(line.text)
        return Kind.HEADING if leads or named else found
    if line.where is Where.NOTE:
        return Kind.PROSE
    capitals = line.text.isupper() and any(c.isalpha() for c in line.text)
    if capitals and _PART_TITLE.fullmatch(without_marks(line.text).lower()):
        return Kind.PART
    leads = line.text.endswith(":") or capitals
    return Kind.HEADING if leads and len(line.text.split()) <= _HEADING_WORDS else Kind.PROSE


class Item:
    """A line with its kind and what stands under it; ``above`` is the item that it stands under, None for the outermost."""

    def __init__(self, line: Line, kind: Kind, above: Item | None) -> None:
        self.line = line
        self.kind = kind
        self.above = above
        self.below: list[Item] = []
        self.has_table = False

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def is_listed(self) -> bool:
        """Whether the item has a label of its own."""
        return self.kind not in (Kind.HEADING, Kind.PROSE)

    def path(self) -> Iterator[Item]:
        """Yields the item and those above it, nearest first."""
        item: Item | None = self
        while item is not None:
            yield item
            item = item.above


class Tree:
    """Takes the lines of a document in order and tells where each stands."""

    def __init__(self) -> None:
        self._open: list[tuple[tuple[Kind, int], Item]] = []

    def add(self, line: Line, is_goal: bool) -> Item:
        """Returns the item of ``line``; prose opens nothing, and a heading ``is_goal`` if it says itself what to reach."""
        kind = kind_of(line)
        if kind is Kind.HEADING and is_goal:
            kind = Kind.PROSE
        rank = (kind, line.level or 0)
        if kind is not Kind.PROSE:
            self._close(rank)
        above = self._nearest_heading() if kind is Kind.PROSE else self._top()
        item = Item(line, kind, above)
        if above is not None:
            above.below.append(item)
        if kind is not Kind.PROSE:
            self._open.append((rank, item))
        return item

    def place(self) -> Item | None:
        """Returns the item under which a table stands here."""
        return self._nearest_heading()

    def _close(self, rank: tuple[Kind, int]) -> None:
        kind = rank[0]
        ranks = [open_rank for open_rank, _ in self._open]
        if rank in ranks:
            del self._open[ranks.index(rank) :]
        elif kind <= Kind.ROMAN:
            above = (Kind.PART, Kind.ARTICLE, Kind.CAPITAL, Kind.ROMAN) if kind >= Kind.CAPITAL else (Kind.PART,)
            while self._open and (self._open[-1][0][0] not in above or kind is Kind.PART):
                self._open.pop()
        elif kind is not Kind.HEADING:
            self._close_deeper(kind)

    def _close_deeper(self, kind: Kind) -> None:
        """Closes the bullets that a number cannot stand under."""
        bullets = (Kind.DASH, Kind.PLUS, Kind.BULLET)
        while kind not in bullets and self._open and self._open[-1][0][0] in bullets:
            self._open.pop()

    def _top(self) -> Item | None:
        return self._open[-1][1] if self._open else None

    def _nearest_heading(self) -> Item | None:
        return next(
            (item for _, item in reversed(self._open) if item.kind <= Kind.NUMBER or item.kind is Kind.HEADING), None
        )
