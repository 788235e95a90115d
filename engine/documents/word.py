"""Reads a Word document: paragraphs with the labels that Word shows, tables with merged cells, text boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator, Set
from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from engine.documents.document import Cell, Document, Line, Table, Where
from engine.documents.labels import split_label, split_second_label
from engine.documents.limits import Counter
from engine.documents.numbering import Numbering
from engine.documents.runs import Noted, ParagraphText, chosen, is_alternatives, is_mark_deleted, note, plain
from engine.documents.styles import Styles, hidden, value
from engine.documents.texts import clean_line, starts_anew

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")}
_COLUMNS = 63
"""The most columns of a table that Word makes."""


def read_word(content: bytes, counter: Counter) -> Document:
    """Returns the document in ``content``, a checked .docx package. Raises what python-docx raises for a damaged one."""
    package = docx.Document(BytesIO(content))
    return _WordReader(package, counter).read(package.element.body)


def _root(package: Any, kind: str) -> Any:
    """Returns the root element of the part of this kind that the document refers to; None without one."""
    for relation in package.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            part = relation.target_part
            return part.element if hasattr(part, "element") else parse_xml(part.blob)
    return None


def _notes(package: Any, kind: str) -> dict[tuple[str, str], Any]:
    root = _root(package, kind)
    return {(kind, note.get(qn("w:id"), "")): note for note in root} if root is not None else {}


class _WordReader:
    def __init__(self, package: Any, counter: Counter) -> None:
        self._styles = Styles(_root(package, "styles"))
        self._numbering = Numbering(_root(package, "numbering"), self._styles)
        self._notes = _notes(package, "footnotes") | _notes(package, "endnotes")
        self._counter = counter
        self._noted = Noted()
        self._paragraphs = 0
        self._tables = 0
        self._notes_read = 0
        self._held: list[Any] = []

    def read(self, body: Any) -> Document:
        self._counter.paragraphs(sum(1 for part in (body, *self._notes.values()) for _ in part.iter(_PARAGRAPH)))
        blocks = tuple(self._blocks(body))
        return Document(blocks, tuple(self._noted.remarks()))

    def _blocks(self, body: Any) -> Iterator[Line | Table]:
        for element in _flat(body, {_PARAGRAPH, _TABLE, qn("w:altChunk")}):
            if element.tag == _PARAGRAPH:
                self._paragraphs += 1
                yield from self._paragraph(element, f"đoạn {self._paragraphs}", Where.BODY)
            elif element.tag == _TABLE:
                yield from self._end(f"đoạn {self._paragraphs}", Where.BODY)
                self._tables += 1
                yield self._table(element, f"bảng {self._tables}")
            else:
                self._noted.embedded += 1
        yield from self._end(f"đoạn {self._paragraphs}", Where.BODY)

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, element: Any, place: str, where: Where) -> list[Line]:
        """Returns the lines of a paragraph, of the boxes anchored in it, and of its notes; [] while it goes on in the next."""
        if self._styles.name(value(element.find(qn("w:pPr")), "w:pStyle")).startswith("toc "):
            self._noted.contents += 1
            return []
        self._held.append(element)
        return [] if is_mark_deleted(element) else self._end(place, where)

    def _end(self, place: str, where: Where) -> list[Line]:
        """Returns the lines of the paragraph that is held, which deleted ends may have joined from several."""
        held, self._held = self._held, []
        parts = [ParagraphText(one, self._noted, self._styles) for one in held]
        self._counter.characters(sum(len(part.text) for part in parts))
        with_text = (one for one, part in zip(held, parts, strict=True) if part.text.strip())
        lines = (
            self._lines(next(with_text, held[-1]), "".join(part.text for part in parts), place, where) if held else []
        )
        for part in parts:
            for box in part.boxes:
                lines += self._inside(box, f"hộp chữ ở {place}", Where.TEXT_BOX)
            for mark in part.notes:
                lines += self._note(mark)
        return lines

    def _lines(self, element: Any, text: str, place: str, where: Where) -> list[Line]:
        """Returns the paragraph as one line; what begins anew after a line break is a line of its own, in a cell every such part.

        The letterhead is a table whose cells hold issuer, place and number with line breaks between them.
        """
        pieces: list[str] = []
        for row in text.split("\n"):
            words = clean_line(row)
            if not words:
                continue
            if pieces and where is not Where.CELL and not starts_anew(pieces[-1], words):
                pieces[-1] += f" {words}"
            else:
                pieces.append(words)
        numbered = None if not pieces and _has_hidden_end(element) else self._numbering.place_of(element)
        automatic = clean_line(self._numbering.label(numbered)) if numbered is not None else ""
        lines = []
        if where is Where.CELL and not pieces and automatic:  # a column of numbers: its cells hold nothing else
            return [Line("", automatic, numbered.level if numbered is not None else None, place, where)]
        for at, piece in enumerate(pieces):
            if at == 0 and numbered is not None and automatic:
                second, rest = split_second_label(piece)
                lines.append(Line(rest, f"{automatic} {second}".strip(), numbered.level, place, where))
            else:
                label, rest = split_label(piece)
                lines.append(Line(rest, label, None, place, where))
        return lines

    def _inside(self, parent: Any, place: str, where: Where) -> list[Line]:
        """Returns the lines of all paragraphs in ``parent``, those of its tables cell by cell."""
        inside = _flat(parent, {_PARAGRAPH}, {_TABLE, _ROW, _CELL})
        lines = [line for element in inside for line in self._paragraph(element, place, where)]
        return lines + self._end(place, where)

    def _note(self, mark: tuple[str, str]) -> list[Line]:
        note = self._notes.pop(mark, None)  # a note has one mark
        if note is None:
            return []
        self._notes_read += 1
        lines = self._inside(note, f"chú thích {self._notes_read}", Where.NOTE)
        return [line for line in lines if line.shown]

    # ------------------------------------------------------------ tables

    def _table(self, element: Any, place: str) -> Table:
        rows: list[list[Cell]] = []
        for row in _flat(element, {_ROW}):
            properties = row.find(qn("w:trPr"))
            if properties is not None and properties.find(qn("w:del")) is not None:
                note(self._noted.deleted, " ".join(map(plain, _flat(row, {_CELL}))))
            else:
                rows.append(self._row(row, rows[-1] if rows else [], f"{place}, dòng {len(rows) + 1}"))
                self._count_repeated(rows[-1])
        width = max(map(len, rows), default=0)
        return Table(tuple(tuple(row + [Cell()] * (width - len(row))) for row in rows), place)

    def _row(self, element: Any, above: list[Cell], place: str) -> list[Cell]:
        cells: list[Cell] = [Cell()] * _span(element.find(qn("w:trPr")), "w:gridBefore", 0)
        for child in _flat(element, {_CELL}):
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

    def _count_repeated(self, cells: list[Cell]) -> None:
        """Counts what covered cells repeat: each is read where it stands."""
        for line in (line for cell in cells if cell.covered for line in cell.lines):
            self._counter.characters(len(line.text))


def _flat(parent: Any, wanted: set[str], passed: Set[str] = frozenset()) -> Iterator[Any]:
    """Yields the elements ``wanted`` below ``parent``, through containers and the elements ``passed``."""
    for element in parent:
        if element.tag in wanted:
            yield element
        elif element.tag in _CONTAINERS or element.tag in passed:
            yield from _flat(element, wanted, passed)
        elif is_alternatives(element):
            yield from _flat(chosen(element), wanted, passed)


def _has_hidden_end(paragraph: Any) -> bool:
    return hidden(paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")) is True


def _span(properties: Any, name: str, default: int) -> int:
    found = properties.find(qn(name)) if properties is not None else None
    text = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(text), _COLUMNS) if text.isascii() and text.isdigit() else default
