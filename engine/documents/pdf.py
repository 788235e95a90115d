"""Reads a PDF that has a text layer: lines joined into paragraphs, columns of a letterhead apart, tables as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber

from engine.documents.document import Cell, Document, Line, Table, Where
from engine.documents.labels import split_label
from engine.documents.limits import Counter, UnreadableDocument
from engine.documents.symbols import RAISED, UNKNOWN, raised
from engine.documents.texts import clean_line, paragraphs_of
from engine.domain.limits import DOCUMENT_PAGES
from engine.domain.records import NamedTuple

_GAP = 3.0
"""A gap of more than so many letters' widths between two words of a line parts two columns."""
_LETTERHEAD = 0.3
"""The part of the first page, from the top, in which a gap parts two columns; further down it follows a number or fills a line."""
_SMALL = 0.8
"""The size of raised digits, as a share of those before them: at most."""
_MIDDLE = (0.35, 0.85)
"""Where a line that strikes a letter through crosses it, from its top; one that underlines it runs further down."""
_STROKE = 3.0
_WORDS = 60
_LETTERS = 20
"""Fewer letters than these on all pages are no text layer, but numbers of pages or a stamp."""


_HEAD_OF_TABLE = re.compile(r"(?:S?TT|Số TT)\s+\S", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d+\)")


class _Row(NamedTuple):
    """A line of a page: its distance from the top, and its texts from left to right, one for each column.

    ``gaps`` are the wide ones within a line that is read as one text.
    """

    top: float
    texts: tuple[str, ...]
    gaps: int = 0


def read_pdf(content: bytes, counter: Counter) -> Document:
    """Returns the document in ``content``. Raises UnreadableDocument."""
    damaged = (
        f"không đọc được «{counter.name}» như một tệp PDF; mở bằng trình đọc PDF, in lại ra PDF, hoặc xin bản Word"
    )
    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            if len(pdf.pages) > DOCUMENT_PAGES:
                raise UnreadableDocument(
                    f"«{counter.name}» có hơn {DOCUMENT_PAGES} trang; chỉ đưa phần có các chỉ tiêu"
                )
            return _read(pdf, counter)
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # pdfminer raises any exception for a damaged file
        if "PDFPasswordIncorrect" in repr(error):  # pdfplumber wraps it
            raise UnreadableDocument(f"«{counter.name}» có mật khẩu; lưu một bản không có mật khẩu") from None
        raise UnreadableDocument(damaged) from None


def _read(pdf: Any, counter: Counter) -> Document:
    blocks: list[Line | Table] = []
    rows: list[str] = []
    remarks: list[str] = []
    tables = letters = 0

    def end_of_text() -> None:
        for paragraph in paragraphs_of("\n".join(rows)):
            counter.characters(len(paragraph))
            label, text = split_label(paragraph)
            blocks.append(Line(text, label, None, f"đoạn {sum(isinstance(b, Line) for b in blocks) + 1}"))
        rows.clear()

    for page in pdf.pages:
        _raise_digits(page.chars)
        if struck := _struck(page):
            remarks.append(
                f"Trang {page.page_number} có chữ gạch ngang, vẫn đọc: «{struck[:_WORDS]}»; nếu là phần đã bỏ thì dùng bản không còn phần ấy"
            )
        for part in _parts(page):
            if isinstance(part, _Row):
                letters += sum(map(len, part.texts))
                if part.gaps > 1 or _HEAD_OF_TABLE.match(" ".join(part.texts)):
                    remarks.append(
                        f"Trang {page.page_number} có bảng không có đường kẻ nên không đọc được thành bảng; dùng bản Word của văn bản"
                    )
                rows += part.texts
            else:
                end_of_text()
                tables += 1
                letters += sum(len(cell.text) for row in part for cell in row)
                blocks.append(_joined(blocks, Table(part, f"bảng {tables}")))
        page.close()
    end_of_text()
    counter.paragraphs(len(blocks))
    if letters < _LETTERS:
        raise UnreadableDocument(
            f"«{counter.name}» là bản quét, không có lớp chữ; xin bản Word, hoặc nhận dạng chữ (OCR) thành .docx rồi soát lại"
        )
    return Document(tuple(blocks), tuple(dict.fromkeys(remarks)))


def _raise_digits(chars: list[dict[str, Any]]) -> None:
    """Makes small digits above the line raised ones, where a digit stands before: the mark of a note is no part of a number."""
    for before, char in pairwise(chars):
        is_small = char["size"] <= _SMALL * before["size"] and char["bottom"] < before["bottom"]
        if char["text"].isdigit() and before["text"].isdigit() and (is_small or _is_raised(before, char)):
            char["text"] = raised(char["text"])


def _struck(page: Any) -> str:
    """Returns the letters of a page through which a line is drawn, as through what tracked changes delete."""
    strokes = [edge for edge in page.horizontal_edges if edge["x1"] - edge["x0"] > _STROKE]
    found = []
    for char in page.chars if strokes else ():
        high, low = (char["top"] + share * (char["bottom"] - char["top"]) for share in _MIDDLE)
        middle = (char["x0"] + char["x1"]) / 2
        if any(stroke["x0"] <= middle <= stroke["x1"] and high < stroke["top"] < low for stroke in strokes):
            found.append(char["text"])
    return clean_line("".join(found))


def _is_raised(before: dict[str, Any], char: dict[str, Any]) -> bool:
    """Returns whether a digit stands beside a raised one, as in a mark of two digits."""
    return before["text"] in RAISED and char["size"] == before["size"] and char["bottom"] == before["bottom"]


def _joined(blocks: list[Line | Table], table: Table) -> Table:
    """Returns ``table``, joined to the one right before it where a page cut it: as many columns, no line between."""
    before = blocks[-1] if blocks else None
    if not isinstance(before, Table) or len(before.rows[0]) != len(table.rows[0]):
        return table
    blocks.pop()
    rows = table.rows[1:] if table.rows[0] == before.rows[0] else table.rows
    if rows and sum(bool(cell.text) for cell in rows[0]) == 1 and not rows[0][0].text:  # the rest of a row that was cut
        last = tuple(Cell(a.lines + b.lines, a.covered) for a, b in zip(before.rows[-1], rows[0], strict=True))
        return Table((*before.rows[:-1], last, *rows[1:]), before.place)
    return Table(before.rows + rows, before.place)


def _parts(page: Any) -> Iterator[_Row | tuple[tuple[Cell, ...], ...]]:
    """Yields the lines and tables of a page from top to bottom."""
    found = [table for table in page.find_tables() if max(len(row.cells) for row in table.rows) > 1]
    boxes = [table.bbox for table in found]

    def is_outside(thing: dict[str, Any]) -> bool:
        middle = (thing["top"] + thing["bottom"]) / 2
        return not any(left <= thing["x0"] <= right and top <= middle <= bottom for left, top, right, bottom in boxes)

    parts: list[tuple[float, Any]] = [(table.bbox[1], _cells(table)) for table in found]
    parts += [(row.top, row) for row in _columns_apart(page.filter(is_outside) if boxes else page)]
    for _, part in sorted(parts, key=lambda part: part[0]):
        yield part


def _cells(table: Any) -> tuple[tuple[Cell, ...], ...]:
    """Returns the cells of a table; what a merged cell covers has the lines of that cell."""
    rows: list[tuple[Cell, ...]] = []
    for texts in table.extract():
        row: list[Cell] = []
        for at, text in enumerate(texts):
            if text is None:  # covered by the cell on the left or above
                above = rows[-1][at] if rows else Cell()
                row.append(
                    (row[-1] if row and texts[0] is not None and _is_head(texts) else above)._replace(covered=True)
                )
            else:
                words = [_text(line) for line in text.split("\n")]
                joined = re.sub(r"/\s+(?=[^\W\d])", "/", " ".join(word for word in words if word))  # «lượt/» «người»
                label, rest = split_label(joined)
                row.append(Cell((Line(rest, label, None, "", Where.CELL),) if joined else ()))
        rows.append(tuple(row))
    width = max(map(len, rows))
    return tuple(row + (Cell(),) * (width - len(row)) for row in rows)


def _is_head(texts: list[str | None]) -> bool:
    """Returns whether a row has its cells from the left on, so that a gap belongs to the cell on its left."""
    return texts[0] is not None


def _columns_apart(page: Any) -> Iterator[_Row]:
    """Yields the lines of a page; the two columns of a letterhead are read one after the other."""
    beside: list[tuple[float, list[str]]] = []
    head = page.height * _LETTERHEAD if page.page_number == 1 else 0
    for line in page.extract_text_lines(return_chars=True):
        texts = list(_split(line["chars"]))
        gaps = 0
        if texts and (line["top"] > head or split_label(texts[0])[1] == ""):  # a gap behind a label parts no columns
            gaps = len(texts) - 1
            texts = [" ".join(texts)]
        if len(texts) > 1:
            beside.append((line["top"], texts))
            continue
        yield from _by_column(beside)
        beside = []
        if texts:
            yield _Row(line["top"], tuple(texts), gaps)
    yield from _by_column(beside)


def _by_column(rows: list[tuple[float, list[str]]]) -> Iterator[_Row]:
    if rows:
        width = max(len(texts) for _, texts in rows)
        ordered = [texts[at] for at in range(width) for _, texts in rows if at < len(texts)]
        yield _Row(rows[0][0], tuple(ordered))


def _split(chars: list[dict[str, Any]]) -> Iterator[str]:
    """Yields the texts of a line between wide gaps."""
    if not chars:
        return
    chars = sorted(chars, key=lambda char: char["x0"])
    text = chars[0]["text"]
    for before, char in pairwise(chars):
        gap, width = char["x0"] - before["x1"], max(before["x1"] - before["x0"], 3.0)
        if gap > _GAP * width and not before["text"].isspace() and gap > 18:
            if words := _text(text):
                yield words
            text = char["text"]
        else:
            text += (
                " " if gap > 0.25 * width and not before["text"].isspace() and not char["text"].isspace() else ""
            ) + char["text"]
    if words := _text(text):
        yield words


def _text(raw: str) -> str:
    """Returns a text of pdfminer on one line, with UNKNOWN for each glyph of which the file does not say what it means."""
    return clean_line(_UNMAPPED.sub(UNKNOWN, raw))
