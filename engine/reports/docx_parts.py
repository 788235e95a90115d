"""Writes head and foot of the report in Word: national title, issuing body, subject, addressees; recipients, signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.shared import Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from engine.reports.administrative_format import AdministrativeFormat, Look
from engine.reports.docx_styles import RULE
from engine.reports.docx_text import TextWriter, clean
from engine.reports.docx_xml import keep_whole, lay_out, top_rule
from engine.reports.official.model import Head, Line, Signature, ToWrite
from engine.reports.times_widths import bold_width, broken

_POINTS = 72 / 25.4  # in a millimetre
_ENDS = " .;,"
_BESIDE = 10  # millimetres left free beside the lines of the subject, so that they fit in a wider face too
_BELOW_TEXT = 3  # points between the letters and a rule


@dataclass(frozen=True)
class FrameWriter:
    """Writes the parts above and below the text."""

    document: Document
    form: AdministrativeFormat
    text: TextWriter

    def head(self, head: Head) -> None:
        """Writes the parts from the national title down to Kính gửi."""
        self._names(head)
        self.text.line(self.document.add_paragraph(style="Tên loại văn bản"), head.kind)
        form, room = self.form, self.form.page.text_width
        last = self._name(self.document.add_paragraph(), "Trích yếu", head.title, form.subject_look, room - _BESIDE)
        self._rule(self.document.add_paragraph(), last * form.subject_rule, room * _POINTS)
        self._addressees(head.addressee)

    def _names(self, head: Head) -> None:
        """Writes issuing body and national title side by side; below them number, and place and date, on one line."""
        form = self.form
        table = self._side_by_side(2, form.head_columns)
        (body, nation), (number, place) = (row.cells for row in table.rows)
        lines: list[tuple[str, Line]] = [("Cơ quan cấp trên", head.parent)] if head.parent else []
        for style, line in (*lines, ("Cơ quan ban hành", head.issuer)):
            look = form.issuer_look if style == "Cơ quan ban hành" else form.parent_look
            last = self._name(_next(body), style, line, look, form.head_columns[0])
        self._rule(_next(body), last * form.issuer_rule, form.head_columns[0] * _POINTS)
        room = form.head_columns[1]
        self._name(_next(nation), "Quốc hiệu", form.national_title, form.title_look, room)
        if form.national_motto:
            width = self._name(_next(nation), "Tiêu ngữ", form.national_motto, form.motto_look, room)
            self._rule(_next(nation), width * form.motto_rule, room * _POINTS)
        self._styled(number, "Số, ký hiệu", head.number)
        self._styled(place, "Địa danh, ngày tháng", head.place_and_day)

    def _name(self, paragraph: Paragraph, style: str, line: Line, look: Look, room: float) -> float:
        """Writes a name evenly over the lines it needs; returns the width of its last line in points."""
        paragraph.style = style
        if isinstance(line, ToWrite):
            self.text.line(paragraph, line)
            return room * _POINTS / 2
        shown = clean(line).upper() if look.capitals else clean(line)
        lines = broken(shown, look.size, room * _POINTS)
        words = clean(line).split()
        for place, count in enumerate(len(text.split()) for text in lines):
            run = paragraph.add_run(" ".join(words[:count]))
            words = words[count:]
            if place < len(lines) - 1:
                run.add_break()
        return min(bold_width(lines[-1], look.size), room * _POINTS)

    def _addressees(self, addressees: Sequence[Line]) -> None:
        if len(addressees) == 1:
            self.text.line(self.document.add_paragraph(style="Kính gửi"), addressees[0], "Kính gửi: ")
            return
        self.document.add_paragraph("Kính gửi:", style="Kính gửi nhiều nơi")
        for line, end in _ended(addressees):
            listed = self.document.add_paragraph(style="Nơi kính gửi")
            self.text.line(listed, line, "- ", end)
        listed.paragraph_format.space_after = Pt(self.form.addressee_look.after)

    def signature(self, signature: Signature) -> None:
        """Writes recipients on the left and the signature on the right, together on one page."""
        table = self._side_by_side(1, self.form.signature_columns)
        left, right = table.rows[0].cells
        left.paragraphs[0].style = "Nơi nhận"
        left.paragraphs[0].add_run("Nơi nhận:")
        for line, end in _ended(signature.recipients):
            self.text.line(left.add_paragraph(style="Dòng nơi nhận"), line, "- ", end)
        for authority in signature.authority:
            self._styled(right, "Quyền hạn, chức vụ", authority)
        self._styled(right, "Họ tên người ký", signature.name)

    def _side_by_side(self, rows: int, widths: Sequence[float]) -> Table:
        """Adds a table without lines; no row breaks across pages."""
        table: Table = self.document.add_table(rows, len(widths))
        lay_out(table, widths, 0)
        for row in table.rows:
            keep_whole(row)
        return table

    def _styled(self, cell: _Cell, style: str, line: Line) -> None:
        paragraph = _next(cell)
        paragraph.style = style
        self.text.line(paragraph, line)

    def _rule(self, paragraph: Paragraph, width: float, room: float) -> None:
        """Draws a line of ``width`` in the middle of ``room``, both in points."""
        paragraph.style = RULE
        top_rule(paragraph, self.form.rule_weight, self.form.colour)
        side = Pt((room - width) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
        paragraph.paragraph_format.space_before = Pt(_BELOW_TEXT)


def _next(cell: _Cell) -> Paragraph:
    """Returns the first paragraph of the cell while it is empty, then a new one."""
    first: Paragraph = cell.paragraphs[0]
    empty = len(cell.paragraphs) == 1 and not first.runs and first.paragraph_format.left_indent is None
    return first if empty else cell.add_paragraph()


def _ended(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Returns every line of a list with its final mark, «.» for the last one and «;» for the others."""
    ends = [";"] * (len(lines) - 1) + ["."]
    return [
        (line if isinstance(line, ToWrite) else line.strip().removeprefix("-").strip().rstrip(_ENDS), end)
        for line, end in zip(lines, ends, strict=True)
    ]
