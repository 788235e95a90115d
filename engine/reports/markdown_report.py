"""Writes the official report in GitHub-flavoured Markdown, with the content of the Word document, for comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.reports.administrative_format import NATIONAL_MOTTO, NATIONAL_TITLE
from engine.reports.annex import AnnexRow, RowKind
from engine.reports.columns import Column, Notes, annex_columns
from engine.reports.markdown_text import inline, opening
from engine.reports.official.annexes import BASIS_COLUMNS, BASIS_REMARK, UNEXPLAINED, annexes_of, source_note
from engine.reports.official.model import (
    BasisPart,
    BasisRow,
    Block,
    Head,
    Heading,
    Item,
    Line,
    OfficialReport,
    Paragraph,
    Signature,
    SigningRow,
    ToWrite,
)

_TITLE_LEVEL = 1
_BREAK = "<br>"


def to_markdown(report: OfficialReport) -> str:
    """Returns the report with its annexes; ids behind sentences are links to their rows in the annex of the basis."""
    writer = _Writer(report)
    parts = (*writer.notice(), *writer.head(), *writer.body(), *writer.signature(), *writer.annexes())
    return "\n".join(parts).rstrip("\n") + "\n"


class _Writer:
    """Yields the lines of the report; every block ends with an empty line."""

    def __init__(self, report: OfficialReport) -> None:
        self.report = report
        self.places = report.basis_places

    def notice(self) -> Iterator[str]:
        """The first line of a draft."""
        if self.report.notice:
            yield from (_strong(self.report.notice), "")

    def head(self) -> Iterator[str]:
        """Yields the lines down to Kính gửi."""
        head = self.report.head
        if head.number:  # a summary has none, and no national title
            yield from _side_by_side(
                [
                    (
                        _lines([*_parent(head), _strong(_upper(head.issuer))]),
                        _lines([_strong(NATIONAL_TITLE), _strong(NATIONAL_MOTTO)]),
                    ),
                    (_line(head.number), _emphasis(head.place_and_day)),
                ]
            )
        yield from (f"{'#' * _TITLE_LEVEL} {inline(head.kind)}", "", _strong(head.title), "")
        if not head.addressee:
            return
        if len(head.addressee) == 1:
            yield from (f"Kính gửi: {_line(head.addressee[0])}", "")
        else:
            yield from ("Kính gửi:", "", *(f"- {_opening(line)}" for line in head.addressee), "")

    def body(self) -> Iterator[str]:
        """Yields the blocks; successive items form one list."""
        in_list = False
        for block in self.report.body:
            if in_list and not isinstance(block, Item):
                yield ""
            in_list = isinstance(block, Item)
            yield from self._block(block)
        if in_list:
            yield ""

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level, number, text):
                yield from (f"{'#' * (_TITLE_LEVEL + level)} {inline(f'{number} {text}'.strip())}", "")
            case Item(text, about):
                yield f"- {opening(text)}{self._references(about)}"
            case Paragraph(text, about):
                yield from (f"{opening(text)}{self._references(about)}", "")
            case ToWrite():
                yield from (_line(block), "")

    def _references(self, ids: Sequence[str]) -> str:
        return f" ({', '.join(map(self._reference, ids))})" if ids else ""

    def _reference(self, identifier: str) -> str:
        place = self.places.get(identifier)
        return inline(identifier) if place is None else f"[{inline(identifier)}](#can-cu-{place})"

    def signature(self) -> Iterator[str]:
        """Yields the recipients and the signature side by side."""
        signature: Signature = self.report.signature
        if not signature.recipients:  # a summary is not signed
            return
        recipients = ["***Nơi nhận:***", *(f"\\- {_line(line)}" for line in signature.recipients)]
        signing = [*(_strong(_upper(line)) for line in signature.authority), "", "", _strong(signature.name)]
        yield from _side_by_side([(_lines(recipients), _lines(signing))])

    def annexes(self) -> Iterator[str]:
        """Yields the annexes, with numbers where there are two."""
        report = self.report
        labels = iter(annexes_of(report))
        if report.table is not None:
            yield from self._opened(next(labels), report.annex_title)
            filled = report.table.filled
            headings = [report.table.headings[place] for place in filled]
            yield from _table(headings, (_signing_row(row, filled) for row in report.table.rows))
        if report.annex:
            yield from self._opened(next(labels), report.annex_title)
            columns = annex_columns()
            rows = ([self._cell(column, row) for column in columns] for row in report.annex)
            yield from _table([column.heading for column in columns], rows)
            yield from self._sources()
        if report.basis:
            yield from self._opened(next(labels), report.basis_title)
            yield from (f"*{BASIS_REMARK}*", "")
            place = 1
            for part in report.basis:
                yield from self._part(part, place)
                place += len(part.rows)
            yield from self._sources()

    def _opened(self, label: str, title: str) -> Iterator[str]:
        yield from ("---", "", f"{'#' * (_TITLE_LEVEL + 1)} {label}", "", _strong(title.upper()), "")
        yield from (_emphasis(self.report.annex_note), "")

    def _sources(self) -> Iterator[str]:
        if self.report.sources:
            yield from (_emphasis(source_note(self.report.sources)), "")

    def _cell(self, column: Column, row: AnnexRow) -> str:
        content = column.content(row)
        if isinstance(content, Notes):
            return _lines(self._notes(content))
        text = str(content)
        return text and (_strong(text) if row.kind is RowKind.TARGET else inline(text))

    def _notes(self, notes: Notes) -> Iterator[str]:
        if notes.causes:
            yield f"Nguyên nhân: {', '.join(map(self._reference, notes.causes))}"
        if notes.unexplained:
            yield UNEXPLAINED
        if notes.source:
            yield f"Nguồn: {inline(notes.source)}"

    def _part(self, part: BasisPart, first: int) -> Iterator[str]:
        yield from (f"{'#' * (_TITLE_LEVEL + 2)} {inline(part.title)}", "")
        if part.rows:
            rows = (self._basis(row, place) for place, row in enumerate(part.rows, first))
            yield from _table([column.heading for column in BASIS_COLUMNS], rows)
        if part.note:
            yield from (_emphasis(part.note), "")

    def _basis(self, row: BasisRow, place: int) -> list[str]:
        anchor = f'<a id="can-cu-{place}"></a>' if self.places.get(row.id) == place else ""
        kind = f"{_BREAK}({inline(row.kind)})" if row.kind else ""
        first, *others = (_lines(map(inline, column.lines(row))) for column in BASIS_COLUMNS)
        return [anchor + first + kind, *others]


def _signing_row(row: SigningRow, filled: Sequence[int]) -> list[str]:
    show = _strong if row.is_target else inline
    return [text and show(text) for text in (row.cells[place] for place in filled)]


def _parent(head: Head) -> list[str]:
    return [inline(head.parent.upper())] if head.parent else []


def _upper(line: Line) -> Line:
    return line if isinstance(line, ToWrite) else line.upper()


def _line(line: Line) -> str:
    """Returns a text, or in bold what a person must still write."""
    return f"**{inline(line.marked)}**" if isinstance(line, ToWrite) else inline(line)


def _opening(line: Line) -> str:
    return _line(line) if isinstance(line, ToWrite) else opening(line)


def _strong(line: Line) -> str:
    shown = inline(line.marked if isinstance(line, ToWrite) else line)
    return f"**{shown}**" if shown else ""


def _emphasis(line: Line) -> str:
    if isinstance(line, ToWrite):
        return _line(line)
    shown = inline(line)
    return f"*{shown}*" if shown else ""


def _lines(lines: Iterable[str]) -> str:
    """Joins lines within one cell."""
    return _BREAK.join(lines)


def _side_by_side(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yields a table of two centred columns; the first row is the head, which Markdown requires."""
    for place, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if place == 0:
            yield "| :-: | :-: |"
    yield ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
