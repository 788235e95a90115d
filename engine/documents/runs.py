"""The text of a Word paragraph as its readers see it: insertions count, deletions and hidden text do not, and all are noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn

from engine.documents.styles import Styles, hidden, is_on, value
from engine.documents.symbols import raised

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = f"{_COMPATIBLE}AlternateContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULA_TEXT, _FRACTION, _POWER = f"{_MATH}t", f"{_MATH}f", f"{_MATH}sSup"
_RUN, _INSERTED, _DELETED = qn("w:r"), (qn("w:ins"), qn("w:moveTo")), (qn("w:del"), qn("w:moveFrom"))
_FIELD = qn("w:fldChar")
_TEXT, _DELETED_TEXT, _BOX, _SIGN = qn("w:t"), qn("w:delText"), qn("w:txbxContent"), qn("w:sym")
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
_SKIPPED = {qn("w:pPr"), qn("w:rPr"), _DELETED_TEXT, qn("w:instrText"), qn("w:delInstrText"), qn("w:rt")}
_PICTURES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{urn:schemas-microsoft-com:vml}imagedata",
    qn("w:object"),
}
_SHOWN, _WIDTH = 6, 40


class Noted:
    """What a document holds besides its plain text, in the order of the text: changes, hidden text, pictures, signs."""

    def __init__(self) -> None:
        self.inserted: list[str] = []
        self.deleted: list[str] = []
        self.hidden: list[str] = []
        self.struck: list[str] = []
        self.pictures = 0
        self.contents = 0
        """Lines of a table of contents."""
        self.embedded = 0
        """Documents inside the document."""

    def remarks(self) -> Iterator[str]:
        """Yields what people should know of it."""
        if self.inserted or self.deleted:
            parts = [f"đã tính phần thêm {_listed(self.inserted)}"] if self.inserted else []
            parts += [f"không tính phần xóa {_listed(self.deleted)}"] if self.deleted else []
            yield f"Văn bản còn dấu sửa (Track Changes): {'; '.join(parts)}"
        if self.hidden:
            yield f"Văn bản có chữ ẩn, không đọc: {_listed(self.hidden)}"
        if self.struck:
            yield f"Văn bản có chữ gạch ngang, vẫn đọc: {_listed(self.struck)}; nếu là phần đã bỏ thì xóa đi rồi làm lại"
        if self.pictures:
            yield f"Văn bản có {self.pictures} hình hoặc đối tượng nhúng; chữ trong đó không đọc được, xem lại bằng mắt"
        if self.contents:
            yield f"Bỏ qua {self.contents} dòng mục lục"
        if self.embedded:
            yield f"Văn bản nhúng {self.embedded} văn bản khác, không đọc; mở bằng Word rồi lưu lại"


class ParagraphText:
    """The text of a paragraph, with the text boxes anchored in it and the notes that it refers to."""

    def __init__(self, paragraph: Any, noted: Noted, styles: Styles) -> None:
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self._noted, self._styles = noted, styles
        self._is_inserted = self._is_raised = False
        self._last = ""
        self._fields: list[bool] = []
        """For every field that is open, whether its result has begun: what stands before is its code, and not shown."""
        properties = paragraph.find(qn("w:pPr"))
        self._is_hidden = styles.hides(value(properties, "w:pStyle") or styles.usual)
        self.text = "".join(self._walk(paragraph))

    def _walk(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag in (_TEXT, _FORMULA_TEXT):
                yield from self._shown(child.text or "")
            elif tag == _FIELD:
                self._field(child.get(qn("w:fldCharType"), ""))
            elif tag == _FRACTION:
                yield "/".join("".join(self._walk(part)) for part in child.iterchildren(f"{_MATH}num", f"{_MATH}den"))
            elif tag == _POWER:
                yield "^".join("".join(self._walk(part)) for part in child.iterchildren(f"{_MATH}e", f"{_MATH}sup"))
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(qn("w:id"), "")))
            elif tag == _SIGN:
                yield _sign(child.get(qn("w:char"), ""))
            elif tag == _BOX:
                self.boxes.append(child)
            elif tag == _ALTERNATIVES:
                yield from self._walk(chosen(child))
            elif tag in _DELETED:
                note(self._noted.deleted, plain(child))
            elif tag in _INSERTED:
                yield from self._inserted(child)
            elif tag == _RUN:
                yield from self._run(child)
            else:
                self._noted.pictures += tag in _PICTURES
                yield from self._walk(child)

    def _run(self, run: Any) -> Iterator[str]:
        properties = run.find(qn("w:rPr"))
        if self._hides(properties):
            note(self._noted.hidden, plain(run))
            return
        strikes = list(properties.iterchildren(qn("w:strike"), qn("w:dstrike"))) if properties is not None else []
        if any(map(is_on, strikes)):
            note(self._noted.struck, plain(run))
        self._is_raised = value(properties, "w:vertAlign") == "superscript"
        yield from self._walk(run)
        self._is_raised = False

    def _shown(self, text: str) -> Iterator[str]:
        """Yields a text, with its digits raised where they are, and a digit stands before; nothing of the code of a field."""
        if text and all(self._fields):
            yield raised(text) if self._is_raised and self._last.isdigit() else text
            self._last = text[-1]

    def _field(self, part: str) -> None:
        if part == "begin":
            self._fields.append(False)
        elif part == "separate" and self._fields:
            self._fields[-1] = True
        elif part == "end" and self._fields:
            self._fields.pop()

    def _inserted(self, element: Any) -> Iterator[str]:
        """Yields what was added; an addition within an addition is noted once."""
        if self._is_inserted:
            yield from self._walk(element)
            return
        self._is_inserted = True
        inner = "".join(self._walk(element))
        self._is_inserted = False
        note(self._noted.inserted, inner)
        yield inner

    def _hides(self, properties: Any) -> bool:
        own = hidden(properties)
        if own is not None:
            return own
        return self._is_hidden or self._styles.hides(value(properties, "w:rStyle"))


def plain(element: Any) -> str:
    """Returns all text below ``element``, deleted text too."""
    return "".join(node.text or "" for node in element.iter(_TEXT, _DELETED_TEXT))


def note(noted: list[str], text: str) -> None:
    """Adds the beginning of ``text`` to what is ``noted``."""
    if words := " ".join(text.split()):
        noted.append(words if len(words) <= _WIDTH else words[:_WIDTH].rstrip() + " …")


def is_alternatives(element: Any) -> bool:
    """Returns whether ``element`` holds the same content twice, for new and for old programs."""
    return bool(element.tag == _ALTERNATIVES)


def chosen(alternatives: Any) -> Any:
    """Returns the content for new programs, without it that for old ones."""
    choice = alternatives.find(f"{_COMPATIBLE}Choice")
    fallback = alternatives.find(f"{_COMPATIBLE}Fallback")
    return choice if choice is not None else fallback if fallback is not None else ()


def _sign(code: str) -> str:
    """Returns the character of a w:sym; those of symbol fonts stand at U+F000, also where the code leaves that out."""
    try:
        number = int(code, 16)
        return chr(number if number > 0xFF else 0xF000 + number)
    except (ValueError, OverflowError):
        return ""


def is_mark_deleted(paragraph: Any) -> bool:
    """Returns whether the end of a paragraph is deleted, so that the next one goes on in it."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return mark is not None and any(mark.find(tag) is not None for tag in _DELETED)


def _listed(found: Iterable[str]) -> str:
    """Returns the texts in quotation marks, the first few of them."""
    texts = list(found)
    shown = [f"«{text}»" for text in texts[:_SHOWN]]
    more = [f"và {len(texts) - _SHOWN} chỗ khác"] if len(texts) > _SHOWN else []
    return ", ".join([*shown, *more])
