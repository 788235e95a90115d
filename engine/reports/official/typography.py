"""The hand of official texts: quotation marks, «điểm phần trăm», and what may not be torn apart at the end of a line."""

from __future__ import annotations

import re

from engine.reports.official.model import Head, Heading, Item, Line, OfficialReport, Paragraph, SigningRow, ToWrite

_QUOTES = str.maketrans("«»", "“”")
_GLUED = re.compile(
    r"(?<!năm \d{4})(?<=\d) (?=[^\W\d])"  # 07 THT, 45 triệu; a year may stand at the end of a line
    r"|(?<=phần) (?=trăm)"  # a longer chain would tear the words of a justified line apart
)
_SYMBOL = re.compile(r"(?<=\d)-(?=[A-ZĐ]+\d*(?:/|\b))|(?<=[A-ZĐ])-(?=[A-ZĐ])")
"""The hyphens of numbers of documents: 20-NQ/TW, 47/NQ-HĐND."""


def officially(report: OfficialReport) -> OfficialReport:
    """Returns the report with the quotation marks of official texts and «điểm phần trăm»."""
    return report._replace(
        head=_head(report.head),
        body=tuple(
            block._replace(text=official(block.text)) if isinstance(block, Heading | Item | Paragraph) else block
            for block in report.body
        ),
        annex_title=official(report.annex_title),
        annex_note=_line(report.annex_note),
        table=None if report.table is None else report.table._replace(rows=tuple(map(_row, report.table.rows))),
    )


def official(text: str) -> str:
    """Returns ``text`` as official texts write it.

    >>> official("«Trồng rừng»: cao hơn 5 điểm %")
    '“Trồng rừng”: cao hơn 5 điểm phần trăm'
    """
    return text.translate(_QUOTES).replace("điểm %", "điểm phần trăm")


def unbroken(text: str) -> str:
    """Returns ``text`` with spaces and hyphens that do not break in numbers with their units, and numbers of documents.

    >>> unbroken("đạt 45 triệu đồng; Nghị quyết số 20-NQ/TW").replace(chr(160), "_").replace(chr(8209), "=")
    'đạt 45_triệu đồng; Nghị quyết số 20=NQ/TW'
    """
    return _SYMBOL.sub("\N{NON-BREAKING HYPHEN}", _GLUED.sub("\N{NO-BREAK SPACE}", text))


def _line(line: Line) -> Line:
    return line if isinstance(line, ToWrite) else official(line)


def _head(head: Head) -> Head:
    return head._replace(
        issuer=_line(head.issuer),
        number=_line(head.number),
        place_and_day=_line(head.place_and_day),
        title=official(head.title),
        addressee=tuple(map(_line, head.addressee)),
    )


def _row(row: SigningRow) -> SigningRow:
    return row._replace(
        text=official(row.text),
        unit=official(row.unit),
        goal=official(row.goal),
        before=official(row.before),
        actual=official(row.actual),
        relative=official(row.relative),
        cause=official(row.cause),
    )
