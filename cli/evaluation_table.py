"""Shows an evaluation: the table, the counts in the words of reports, the findings, and warnings about the data."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from cli.findings_view import show_findings, show_footings, show_reconciliations
from cli.layout import Column, Grid
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
    _table(evaluation).show(console)
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


def _table(evaluation: Evaluation) -> Grid:
    columns = terminal_columns()
    titles = {column.id: column.title for column, _ in columns}
    grid = Grid(
        [
            Column(column.title, at.importance, titles.get(at.below, ""), at.lead, whole=at.whole)
            for column, at in columns
        ],
        boxed=True,
    )
    for number, row in enumerate(annex_rows(evaluation)):
        if number and row.kind is not RowKind.PART and "." not in row.number:
            grid.add_section()
        grid.add(*(_cell(column.content(row), row) for column, _ in columns))
    return grid


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
