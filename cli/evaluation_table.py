"""An evaluation on the terminal: the table, the counts in the words of reports, the findings, and what to know about the data."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.findings_view import show_findings, show_footings, show_reconciliations
from cli.texts import plain
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.explain.footing import Footing
from engine.language import display
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.summary import Count, counts

_COLOURS = {
    Verdict.EXCEEDED: "bold green",
    Verdict.MET: "green",
    Verdict.NOT_MET: "bold yellow",
    Verdict.FAILED: "bold red",
    Verdict.UNDETERMINED: "magenta",
    Verdict.NOT_APPLICABLE: "dim",
}
_COUNT_COLOURS = _COLOURS | {Verdict.NOT_MET: "yellow"}


def show_evaluation(evaluation: Evaluation, footings: list[Footing], console: Console) -> None:
    """Head, table, counts, findings, reconciliations, footings and warnings."""
    _head(evaluation, console)
    console.print(_table(evaluation, console.width))
    for count in counts(evaluation):
        _show_count(count, f" ({count.stated})" if count.stated else "", console)
    show_findings(evaluation, console)
    show_reconciliations(evaluation, console)
    show_footings(footings, console)
    _warnings(evaluation, console)


def show_summary(evaluation: Evaluation, console: Console) -> None:
    """The counts alone, as reports word them."""
    for count in counts(evaluation):
        _show_count(count, "", console)


def _show_count(count: Count, stated: str, console: Console) -> None:
    label = count.label[0].upper() + count.label[1:]
    console.print(plain(f"{label}: {count.text}{stated}", _COUNT_COLOURS[count.statuses[0]]))


def _head(evaluation: Evaluation, console: Console) -> None:
    console.print(plain(evaluation.resolution.title, "bold"))
    console.print(
        plain(
            f"{evaluation.unit} · năm {evaluation.year} · số liệu tính đến {display.day(evaluation.as_of)} · động cơ {evaluation.engine.text}"
        )
    )


NARROW = 110
"""Below this width, source and distance stand under the value instead of in columns of their own."""


def _table(evaluation: Evaluation, width: int) -> Table:
    wide = width >= NARROW
    table = Table(header_style="bold", pad_edge=False, expand=True)
    table.add_column("Số", no_wrap=True)
    table.add_column("Chỉ tiêu, nội dung", ratio=5, overflow="fold")
    table.add_column("Mục tiêu", ratio=3, overflow="fold")
    table.add_column("Thực hiện", ratio=3, overflow="fold")
    if wide:
        table.add_column("So mục tiêu", ratio=2, overflow="fold")
    table.add_column("Kết luận", no_wrap=wide, ratio=None if wide else 2)
    if wide:
        table.add_column("Nguồn", ratio=2, overflow="fold")
    for number, row in enumerate(annex_rows(evaluation)):
        if number and row.kind is not RowKind.PART and "." not in row.number:
            table.add_section()
        table.add_row(*_cells(row, wide))
    return table


def _cells(row: AnnexRow, wide: bool) -> list[Text]:
    style = "bold" if row.kind is RowKind.TARGET else ""
    verdict = Text(row.verdict, "dim" if row.status is None else _COLOURS[row.status])
    head = [plain(row.number, style), plain(row.text, style), plain(row.goal)]
    actual, relative, source = (plain(cell) for cell in (row.actual, row.relative, row.source))
    if wide:
        return [*head, actual, relative, verdict, source]
    below = Text("\n").join(cell for cell in (actual, relative, source) if cell.plain)
    return [*head, below, verdict]


def _warnings(evaluation: Evaluation, console: Console) -> None:
    if not evaluation.warnings:
        return
    console.print()
    console.print(plain("Cảnh báo về số liệu", "bold magenta"))
    for warning in evaluation.warnings:
        where = f" [{warning.origin}]" if warning.origin else ""
        console.print(plain(f"- {warning.code} {warning.text}{where}"))
