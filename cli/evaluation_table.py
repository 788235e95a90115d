"""Shows an evaluation: the table, the counts in the words of reports, the findings, and warnings about the data."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, OverflowMethod
from rich.table import Table
from rich.text import Text

from cli.findings_view import show_findings, show_footings, show_reconciliations
from cli.signs import VERDICT_COLOURS
from cli.texts import plain, say, show_notice
from engine.domain.verdicts import PaceState, Verdict
from engine.evaluation.evaluation import Evaluation
from engine.explain.footing import Footing
from engine.language import display
from engine.language.text import capital
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.columns import Content, VerdictWords, terminal_columns
from engine.reports.summary import Count, counts, pace_counts

_COUNT_COLOURS = VERDICT_COLOURS | {Verdict.NOT_MET: "red"}


def show_evaluation(evaluation: Evaluation, footings: list[Footing], console: Console) -> None:
    """Shows head, table, counts, findings, reconciliations, footings and warnings."""
    show_notice(evaluation.draft_codes, console)
    _head(evaluation, console)
    console.print(_table(evaluation, console.width))
    for count in counts(evaluation):
        _show_count(count, f" ({count.stated})" if count.stated else "", console)
    _show_pace(evaluation, console)
    _show_courses(evaluation, console)
    show_findings(evaluation, console)
    show_reconciliations(evaluation, console)
    show_footings(footings, console)
    _warnings(evaluation, console)


def show_summary(evaluation: Evaluation, console: Console) -> None:
    """Shows only the counts, in the words of reports."""
    show_notice(evaluation.draft_codes, console)
    for count in counts(evaluation):
        _show_count(count, "", console)
    _show_pace(evaluation, console)


def _show_pace(evaluation: Evaluation, console: Console) -> None:
    if told := pace_counts(evaluation):
        say(console, f"Tiến độ: {told.on:02d} nội dung đảm bảo, {told.behind:02d} chậm")


def _show_courses(evaluation: Evaluation, console: Console) -> None:
    """Shows what each known pace was compared with."""
    for criterion in evaluation.criteria:
        pace = criterion.pace
        if pace is not None and pace.state is not PaceState.UNKNOWN and pace.basis:
            say(console, f"- {criterion.id} {pace.label}: {pace.basis}")


def _show_count(count: Count, stated: str, console: Console) -> None:
    say(console, f"{capital(count.label)}: {count.text}{stated}", _COUNT_COLOURS[count.statuses[0]])


def _head(evaluation: Evaluation, console: Console) -> None:
    say(console, evaluation.resolution.title, "bold")
    as_of = f"số liệu tính đến {display.day(evaluation.as_of)}"
    say(console, f"{evaluation.unit} · {evaluation.when} · {as_of} · động cơ {evaluation.engine.text}")


NARROW = 110
"""The width in characters below which the cells of some columns (source, distance) move into another (the value)."""


def _table(evaluation: Evaluation, width: int) -> Table:
    wide = width >= NARROW
    table = Table(header_style="bold", pad_edge=False, expand=True)
    for column, at in terminal_columns():
        share = at.wide if wide else at.narrow
        if wide or not at.below:
            overflow: OverflowMethod = "fold" if at.wide else "ellipsis"
            table.add_column(column.title, no_wrap=not share, ratio=share or None, overflow=overflow)
    for number, row in enumerate(annex_rows(evaluation)):
        if number and row.kind is not RowKind.PART and "." not in row.number:
            table.add_section()
        table.add_row(*_cells(row, wide))
    return table


def _cells(row: AnnexRow, wide: bool) -> Iterable[Text]:
    """Returns the cells of a row; in a narrow table some become further lines of others."""
    lines: dict[str, list[Text]] = {}
    for column, at in terminal_columns():
        cell = _cell(column.content(row), row)
        lines.setdefault(column.id if wide else at.below or column.id, []).append(cell)
    return (_joined(cells) for cells in lines.values())


def _joined(cells: list[Text]) -> Text:
    """Returns one cell with a line for each of ``cells``; a single cell stays itself, with its style to the edge."""
    return cells[0] if len(cells) == 1 else Text("\n").join(filter(None, cells))


def _cell(content: Content, row: AnnexRow) -> Text:
    if isinstance(content, VerdictWords):
        return Text(content.text, "dim" if content.status is None else VERDICT_COLOURS[content.status])
    text = str(content)
    return plain(text, "bold" if text and row.kind is RowKind.TARGET else "")


def _warnings(evaluation: Evaluation, console: Console) -> None:
    if not evaluation.warnings:
        return
    console.print()
    say(console, "Cảnh báo về số liệu", "bold magenta")
    for warning in evaluation.warnings:
        where = f" [{warning.origin}]" if warning.origin else ""
        say(console, f"- {warning.code} {warning.text}{where}")
