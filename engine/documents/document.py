"""A document as its readers hand it on: lines and tables in the order of reading, each with its place for people.

Texts are in NFC on one line, without control characters; blanks are single.
"""

from __future__ import annotations

from enum import Enum

from engine.domain.records import NamedTuple


class Where(Enum):
    """Where a line stands. What is in BODY is read in order; a text box stands where it is anchored, a note behind its mark."""

    BODY = 1
    CELL = 2
    TEXT_BOX = 3
    NOTE = 4


class Line(NamedTuple):
    """A paragraph. ``text`` has no label; ``label`` is the number or bullet before it, as Word shows it or as typed.

    ``level`` is its depth in an automatic list, 0 for the outermost; None for what is typed or has no label. A label ends
    where its sign ends: «1.», «1.1.», «a)», «(1)», «I.», «-», «+», «*», «•»; «Điều 1.» and «Phụ lục I» are labels too.
    ``place`` is for messages: «đoạn 12», «bảng 1, dòng 3», «hộp chữ ở đoạn 4», «chú thích 2».
    """

    text: str
    label: str = ""
    level: int | None = None
    place: str = ""
    where: Where = Where.BODY

    @property
    def shown(self) -> str:
        """The line as Word shows it."""
        return f"{self.label} {self.text}".strip()


class Cell(NamedTuple):
    """A place of a table. ``lines`` are those of the cell that covers it; ``covered`` says that the cell begins elsewhere."""

    lines: tuple[Line, ...] = ()
    covered: bool = False

    @property
    def text(self) -> str:
        """The lines as Word shows them, joined by blanks."""
        return " ".join(line.shown for line in self.lines if line.shown)


class Table(NamedTuple):
    """A rectangle of cells: every row has as many as the table has columns; merged cells are repeated as ``covered``."""

    rows: tuple[tuple[Cell, ...], ...]
    place: str


class Document(NamedTuple):
    """``remarks`` are sentences for people on what the reader did: tracked changes, hidden text, what it could not read."""

    blocks: tuple[Line | Table, ...]
    remarks: tuple[str, ...] = ()
