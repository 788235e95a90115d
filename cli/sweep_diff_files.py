"""`chitieu diff A B -o TỆP`: what differs between two runs over many units, a line for each verdict, as CSV and as a workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.failure import usage_failure
from cli.outputs import write_files
from cli.sweep_diff_view import reason_words, verdict_words
from engine.domain.limits import WORKBOOK_ROWS, grouped
from engine.domain.records import NamedTuple
from engine.history.sweep_comparison import SweepComparison

if TYPE_CHECKING:
    from engine.spreadsheets.tables import Row

_WIDTHS = (34, 8, 10, 20, 20, 20, 50)
_MOVES = (("chỉ tiêu, nội dung", 40), ("kết luận trước", 30), ("kết luận sau", 30), ("số đơn vị", 14))
_THERE, _NOT_THERE = "có trong lượt", "không có trong lượt"


class _Line(NamedTuple):
    """A verdict that is another one, or a unit that only one of the runs has."""

    unit: str
    year: int
    period: str
    called: str
    before: str
    after: str
    reason: str


def write_changes(found: SweepComparison, files: dict[Path, str]) -> None:
    """Writes the files, csv or xlsx, all or none. Raises Failure."""
    lines = list(_lines(found))
    write_files(files, lambda form: _csv(lines) if form == "csv" else _workbook(found, lines))


def _lines(found: SweepComparison) -> Iterator[_Line]:
    for case in found.changed:
        for one in case.changes:
            moved = verdict_words(one.before), verdict_words(one.after)
            yield _Line(*case.case, one.called, *moved, reason_words(one, case))
    for listed, states in ((found.came, (_NOT_THERE, _THERE)), (found.gone, (_THERE, _NOT_THERE))):
        for unit in listed:
            yield _Line(*unit, "", *states, "")


def _csv(lines: list[_Line]) -> bytes:
    from engine.reports.verdicts_csv import changes_head, csv_rows

    text = changes_head() + csv_rows([list(map(str, line)) for line in lines])
    return text.encode("utf-8-sig")  # spreadsheets need the mark at the beginning to read UTF-8


def _workbook(found: SweepComparison, lines: list[_Line]) -> bytes:
    """Raises Failure for too many lines."""
    if len(lines) > WORKBOOK_ROWS:
        raise usage_failure(f"-o: có hơn {grouped(WORKBOOK_ROWS)} dòng, tệp .xlsx không đủ chỗ; ghi ra tệp .csv")
    from engine.reports.verdicts_csv import CHANGES
    from engine.spreadsheets.book import Book
    from engine.spreadsheets.tables import BELOW_TITLE, MAIN_TITLE, Amount, Heading, Row, Text, Title, write_table

    before, after = (side.recorded for side in (found.before, found.after))
    title = f"So sánh bản ghi số {before.record.number} với bản ghi số {after.record.number}"
    below = f"Nghị quyết {after.sweep.resolution} · trước: {before.sweep.when} · sau: {after.sweep.when}"
    book = Book(title, after.sweep.resolution, date.fromisoformat(after.record.time[:10]))
    titles = (Title(title, MAIN_TITLE), Title(below, BELOW_TITLE))

    def write(name: str, heads: tuple[tuple[str, int], ...], rows: list[Row]) -> None:
        write_table(
            book, book.sheet(name), titles, [Heading(head.capitalize(), width) for head, width in heads], rows, 1
        )

    write("Thay đổi", tuple(zip(CHANGES, _WIDTHS, strict=True)), [Row([*map(Text, map(str, line))]) for line in lines])
    moves = Counter((line.called, line.before, line.after) for line in lines if line.called)
    write("Theo nội dung", _MOVES, [Row([*map(Text, move), Amount(count, "0")]) for move, count in moves.most_common()])
    return book.content()
