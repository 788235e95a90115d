"""Writes the annexes of the report in Word: the table of targets and the basis of conclusions, both in landscape."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from engine.reports.administrative_format import AdministrativeFormat
from engine.reports.annex import AnnexRow, RowKind
from engine.reports.columns import Column, Notes, annex_columns
from engine.reports.docx_styles import RULE, TABLE, landscape
from engine.reports.docx_text import TextWriter, clean
from engine.reports.docx_xml import keep_whole, lay_out, repeat
from engine.reports.official.annexes import (
    ANCHOR_REMARK,
    BASIS_COLUMNS,
    BASIS_REMARK,
    UNEXPLAINED,
    annexes_of,
    source_note,
)
from engine.reports.official.model import BasisPart, BasisRow, Line, OfficialReport
from engine.reports.qr_code import qr_png

_PADDING = 1.2
_QR_WIDTH = 35.0  # millimetres: a module of some 0.6 mm, which any telephone reads from paper


@dataclass(frozen=True)
class AnnexWriter:
    """Writes the annexes behind the signature, each in a section of its own."""

    document: Document
    form: AdministrativeFormat
    text: TextWriter

    def write(self, report: OfficialReport) -> None:
        """Writes the annexes, with numbers where there are two."""
        labels = iter(annexes_of(report))
        if report.annex:
            self._open(next(labels), report.annex_title, report.annex_note)
            self._targets(report.annex)
            self._sources(report)
            self._anchor(report.anchor)  # not behind the basis, which may be left out when the report is issued
        if report.basis:
            self._open(next(labels), report.basis_title, report.annex_note)
            self._remark(BASIS_REMARK)
            place = 1
            for part in report.basis:
                self._part(part, place)
                place += len(part.rows)
            self._sources(report)
            if not report.annex:
                self._anchor(report.anchor)

    def _open(self, label: str, title: str, note: Line) -> None:
        """Begins a page in landscape with the head of the annex."""
        landscape(self.document.add_section(WD_SECTION.NEW_PAGE), self.form)
        self.document.paragraphs[-1].style = RULE  # the paragraph only contains the break of the section
        self.document.add_paragraph(label, style="Phụ lục")
        self.text.line(self.document.add_paragraph(style="Tên phụ lục"), title)
        self.text.line(self.document.add_paragraph(style="Kèm theo"), note)

    def _remark(self, remark: str) -> None:
        self.text.line(self.document.add_paragraph(style="Ghi chú phụ lục"), remark)

    def _sources(self, report: OfficialReport) -> None:
        if report.sources:
            self._remark(source_note(report.sources))

    def _anchor(self, anchor: str) -> None:
        """Writes the anchor, if there is one, and its QR code, together on a page."""
        if not anchor:
            return
        for text in (ANCHOR_REMARK, anchor):
            paragraph = self.text.line(self.document.add_paragraph(style="Ghi chú phụ lục"), text)
            paragraph.paragraph_format.keep_with_next = True
        paragraph = self.document.add_paragraph(style="Ghi chú phụ lục")
        picture = paragraph.add_run().add_picture(io.BytesIO(qr_png(anchor)), width=Mm(_QR_WIDTH))
        picture._inline.docPr.set("descr", f"Mã QR: {clean(anchor)}")

    def _targets(self, rows: Sequence[AnnexRow]) -> None:
        columns = annex_columns()
        table = self._table([(column.heading, column.annex) for column in columns], len(rows))
        for table_row, row in zip(_below_head(table), rows, strict=True):
            for cell, column in zip(table_row.cells, columns, strict=True):
                self._target_cell(cell, column, row)

    def _target_cell(self, cell: _Cell, column: Column, row: AnnexRow) -> None:
        paragraph, content = _cell(cell, "Ô bảng"), column.content(row)
        if isinstance(content, Notes):
            self._notes(cell, paragraph, content)
            return
        if column.centred:
            paragraph.alignment = self.document.styles["Đầu bảng"].paragraph_format.alignment
        self.text.line(paragraph, str(content))
        if row.kind is RowKind.TARGET:
            paragraph.paragraph_format.keep_with_next = True  # on one page with the first criterion
            for run in paragraph.runs:
                run.bold = True

    def _notes(self, cell: _Cell, paragraph: Paragraph, notes: Notes) -> None:
        """Writes the ids of causes as links to their basis, then the source of the value."""
        for place, cause in enumerate(notes.causes):
            paragraph.add_run(", " if place else "Nguyên nhân: ")
            self.text.linked(paragraph, cause, None)
        if notes.unexplained:
            paragraph.add_run(UNEXPLAINED)
        if notes.source:
            paragraph = cell.add_paragraph(style="Ô bảng") if paragraph.runs else paragraph
            self.text.line(paragraph, notes.source, "Nguồn: ")

    def _part(self, part: BasisPart, first: int) -> None:
        """Writes a part; ``first`` is the number of its first row in the whole basis."""
        self.text.line(self.document.add_paragraph(style="Phần của phụ lục"), part.title)
        if part.rows:
            columns = [(column.heading, column.share) for column in BASIS_COLUMNS]
            table = self._table(columns, len(part.rows))
            for place, (table_row, row) in enumerate(zip(_below_head(table), part.rows, strict=True), start=first):
                self._basis(table_row, row, place)
        if part.note:
            self._remark(part.note)

    def _basis(self, table_row: _Row, row: BasisRow, place: int) -> None:
        style, cells = "Ô bảng căn cứ", table_row.cells
        for cell, column in zip(cells, BASIS_COLUMNS, strict=True):
            for count, line in enumerate(column.lines(row)):
                self.text.line(cell.add_paragraph(style=style) if count else _cell(cell, style), line)
        self.text.mark(cells[0].paragraphs[0], row.id, place)
        if row.kind:
            self.text.line(cells[0].add_paragraph(style=style), row.kind, "(", ")")

    def _table(self, columns: Sequence[tuple[str, float]], rows: int) -> Table:
        """Adds a table of ``columns`` (headings and shares); its head repeats on every page, no row breaks across pages."""
        table: Table = self.document.add_table(rows + 1, len(columns))
        table.style = TABLE
        width, shares = self.form.page.text_width_landscape, [share for _, share in columns]
        lay_out(table, [width * share / sum(shares) for share in shares], _PADDING)
        head = table.rows[0]
        for row in table.rows:
            keep_whole(row)
        repeat(head)
        for cell, (title, _) in zip(head.cells, columns, strict=True):
            _cell(cell, "Đầu bảng").add_run(title)
        return table


def _below_head(table: Table) -> list[_Row]:
    return list(table.rows)[1:]


def _cell(cell: _Cell, style: str) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.style = style
    return paragraph
