"""Reads a Word document: paragraphs with the labels that Word shows, tables with merged cells, text boxes, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from engine.documents.document import Cell, Document, Line, Table, Where
from engine.documents.labels import split_label
from engine.documents.limits import Counter
from engine.documents.numbering import Numbering
from engine.documents.runs import ParagraphText, Tracked, is_mark_deleted
from engine.documents.texts import clean_line

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")}
_DEPTH = 20
_COLUMNS = 63
"""The most columns of a table that Word makes."""
_SHOWN_CHANGES, _CHANGE_WIDTH = 6, 40


def read_word(content: bytes, counter: Counter) -> Document:
    """Returns the document in ``content``, a checked .docx package. Raises what python-docx raises for a damaged one."""
    package = docx.Document(BytesIO(content))
    body = package.element.body
    counter.paragraphs(sum(1 for _ in body.iter(_PARAGRAPH)))
    return _WordReader(package, counter).read(body)


def _root(package: Any, kind: str) -> Any:
    """Returns the root element of the part of this kind that the document refers to; None without one."""
    for relation in package.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            part = relation.target_part
            return part.element if hasattr(part, "element") else parse_xml(part.blob)
    return None


class _WordReader:
    def __init__(self, package: Any, counter: Counter) -> None:
        self._numbering = Numbering(_root(package, "numbering"), _root(package, "styles"))
        self._notes = {kind: _root(package, kind) for kind in ("footnotes", "endnotes")}
        self._counter = counter
        self._tracked = Tracked()
        self._paragraphs = 0
        self._tables = 0
        self._noted = 0
        self._held: list[Any] = []

    def read(self, body: Any) -> Document:
        blocks = tuple(self._blocks(body, 0))
        return Document(blocks, tuple(self._remarks()))

    def _blocks(self, parent: Any, depth: int) -> Iterator[Line | Table]:
        for element in parent:
            if element.tag == _PARAGRAPH:
                self._paragraphs += 1
                yield from self._paragraph(element, f"đoạn {self._paragraphs}", Where.BODY)
            elif element.tag == _TABLE:
                self._tables += 1
                yield self._table(element, f"bảng {self._tables}", depth)
            elif element.tag in _CONTAINERS and depth < _DEPTH:
                yield from self._blocks(element, depth + 1)

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, element: Any, place: str, where: Where) -> list[Line]:
        """Returns the lines of a paragraph, of the boxes anchored in it, and of its notes; [] while it goes on in the next."""
        if is_mark_deleted(element):
            self._held.append(element)
            return []
        parts = [ParagraphText(one, self._tracked) for one in (*self._held, element)]
        first, self._held = (self._held or [element])[0], []
        text = "".join(part.text for part in parts)
        self._counter.characters(len(text))
        lines = self._lines(first, text, place, where)
        for part in parts:
            for box in part.boxes:
                lines += self._inside(box, f"hộp chữ ở {place}", Where.TEXT_BOX)
            for kind, number in part.notes:
                lines += self._note(kind, number)
        return lines

    def _lines(self, element: Any, text: str, place: str, where: Where) -> list[Line]:
        """Returns the paragraph as one line; typed items after a line break of their own are lines of their own."""
        pieces: list[str] = []
        for row in text.split("\n"):
            words = clean_line(row)
            if not words:
                continue
            if pieces and not split_label(words)[0]:
                pieces[-1] += f" {words}"
            else:
                pieces.append(words)
        numbered = self._numbering.place_of(element) if pieces else None
        lines = []
        for at, piece in enumerate(pieces):
            if at == 0 and numbered is not None and (label := clean_line(self._numbering.label(numbered))):
                lines.append(Line(piece, label, numbered.level, place, where))
            else:
                label, rest = split_label(piece)
                lines.append(Line(rest, label, None, place, where))
        return lines

    def _inside(self, parent: Any, place: str, where: Where) -> list[Line]:
        """Returns the lines of all paragraphs in ``parent``, those of its tables cell by cell."""
        return [line for element in _own_paragraphs(parent, 0) for line in self._paragraph(element, place, where)]

    def _note(self, kind: str, number: str) -> list[Line]:
        root = self._notes[kind]
        note = next((n for n in root if n.get(qn("w:id")) == number), None) if root is not None else None
        if note is None:
            return []
        self._noted += 1
        lines = self._inside(note, f"chú thích {self._noted}", Where.NOTE)
        return [line for line in lines if line.shown]

    # ------------------------------------------------------------ tables

    def _table(self, element: Any, place: str, depth: int) -> Table:
        rows: list[list[Cell]] = []
        for row in _rows(element, depth):
            rows.append(self._row(row, rows[-1] if rows else [], f"{place}, dòng {len(rows) + 1}"))
        width = max(map(len, rows), default=0)
        return Table(tuple(tuple(row + [Cell()] * (width - len(row))) for row in rows), place)

    def _row(self, element: Any, above: list[Cell], place: str) -> list[Cell]:
        cells: list[Cell] = [Cell()] * _span(element.find(qn("w:trPr")), "w:gridBefore", 0)
        for child in _cells(element):
            properties = child.find(qn("w:tcPr"))
            merged = properties.find(qn("w:vMerge")) if properties is not None else None
            continued = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            if continued and len(cells) < len(above):
                cell = above[len(cells)]._replace(covered=True)
                list(self._inside(child, place, Where.CELL))  # what it holds is not shown, and is still counted
            else:
                cell = Cell(tuple(self._inside(child, place, Where.CELL)))
            span = max(_span(properties, "w:gridSpan", 1), 1)
            cells += [cell, *[cell._replace(covered=True)] * (span - 1)]
        return cells[:_COLUMNS]

    # ------------------------------------------------------------ remarks

    def _remarks(self) -> Iterator[str]:
        inserted, deleted, hidden = (
            _listed(found) for found in (self._tracked.inserted, self._tracked.deleted, self._tracked.hidden)
        )
        if inserted or deleted:
            parts = [f"đã tính phần thêm {inserted}"] if inserted else []
            parts += [f"không tính phần xóa {deleted}"] if deleted else []
            yield f"Văn bản còn dấu sửa (Track Changes): {'; '.join(parts)}"
        if hidden:
            yield f"Văn bản có chữ ẩn, không đọc: {hidden}"


def _own_paragraphs(parent: Any, depth: int) -> Iterator[Any]:
    """Yields the paragraphs below ``parent``, through tables and containers but not into text boxes."""
    for element in parent:
        if element.tag == _PARAGRAPH:
            yield element
        elif element.tag in _CONTAINERS | {_TABLE, _ROW, _CELL} and depth < _DEPTH:
            yield from _own_paragraphs(element, depth + 1)


def _rows(table: Any, depth: int) -> Iterator[Any]:
    """Yields the rows of a table that no tracked change takes away."""
    for element in table:
        if element.tag == _ROW:
            properties = element.find(qn("w:trPr"))
            if properties is None or properties.find(qn("w:del")) is None:
                yield element
        elif element.tag in _CONTAINERS and depth < _DEPTH:
            yield from _rows(element, depth + 1)


def _cells(row: Any) -> Iterator[Any]:
    for element in row:
        if element.tag == _CELL:
            yield element
        elif element.tag in _CONTAINERS:
            yield from (cell for cell in element.iter(_CELL))


def _span(properties: Any, name: str, default: int) -> int:
    found = properties.find(qn(name)) if properties is not None else None
    text = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(text), _COLUMNS) if text.isascii() and text.isdigit() else default


def _listed(found: Iterable[str]) -> str:
    """Returns the texts in quotation marks, the first few of them, each shortened."""
    texts = list(found)
    shown = [
        f"«{text if len(text) <= _CHANGE_WIDTH else text[:_CHANGE_WIDTH].rstrip() + ' …'}»"
        for text in texts[:_SHOWN_CHANGES]
    ]
    more = [f"và {len(texts) - _SHOWN_CHANGES} chỗ khác"] if len(texts) > _SHOWN_CHANGES else []
    return ", ".join([*shown, *more])
