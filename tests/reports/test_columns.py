"""The list of columns: whatever it gives to a medium stands there, under its heading, in its place, in every row."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from cli.evaluation_table import show_evaluation
from engine.domain.verdicts import Verdict
from engine.reports import columns
from engine.reports.annex import AnnexRow, RowKind, annex_rows
from engine.reports.columns import COLUMNS, Column, Content, Notes, Terminal, VerdictWords
from engine.reports.html_report import to_html
from engine.reports.markdown_report import to_markdown
from engine.reports.official.compose import official_report
from tests.reports.html_pages import Made, made, select, text_of

TITLE = "Cột thử"
Grid = list[list[str]]


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest tells its workers the width of its own window, which would bound that of tables."""
    monkeypatch.delenv("COLUMNS", raising=False)


def terminal(page: Made, width: int = 900) -> Grid:
    """The table without its lines; so wide that no cell is wrapped."""
    out = io.StringIO()
    show_evaluation(page.evaluation, [], Console(file=out, width=width))
    rows = [line for line in out.getvalue().splitlines() if line.startswith(("│", "┃"))]
    return [[cell.strip() for cell in row.strip("│┃").replace("┃", "│").split("│")] for row in rows]


def markdown(page: Made) -> Grid:
    lines = to_markdown(official_report(page.case, page.evaluation)).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("| TT |"))
    table = lines[at : lines.index("", at)]
    del table[1]
    return [[cell.strip("* ") for cell in line.strip("|").split("|")] for line in table]


def html(page: Made) -> Grid:
    """A cell that stands over several columns is followed by empty ones."""
    (table,) = select(Made(page.case, page.evaluation, to_html(page.case, page.evaluation)).tree(), "table.goals")
    cells = [select(row, "th, td") for row in select(table, "tr")]
    return [
        [text for cell in row for text in (text_of(cell), *[""] * (int(cell.get("colspan", "1")) - 1))] for row in cells
    ]


MEDIA: dict[str, tuple[Callable[[Made], Grid], Callable[[], list[str]]]] = {
    "terminal": (terminal, lambda: [column.title for column, _ in columns.terminal_columns()]),
    "markdown": (markdown, lambda: [column.heading for column in columns.annex_columns()]),
    "html": (html, lambda: [column.title for column in columns.page_columns()]),
}
EVERYWHERE = Column("tried", TITLE, str, terminal=Terminal(), annex=True, page="tried")


def said(row: AnnexRow) -> str:
    return f"thử {row.number}" if row.number else "thử"


def add(monkeypatch: pytest.MonkeyPatch, column: Column, place: int = 5) -> None:
    monkeypatch.setattr(columns, "COLUMNS", (*COLUMNS[:place], column, *COLUMNS[place:]))


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("place", [1, 5, len(COLUMNS)])
def test_a_new_column_stands_in_its_place(medium: str, place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, EVERYWHERE._replace(content=said), place)
    shown, headings = MEDIA[medium]
    head, *rows = shown(made())
    assert head == headings()
    assert [row[head.index(TITLE)] for row in rows] == [said(row) for row in annex_rows(made().evaluation)]
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.parametrize("medium", MEDIA)
def test_a_column_without_a_place_does_not_appear(medium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = MEDIA[medium][0](made())
    add(monkeypatch, Column("tried", TITLE, said))
    assert MEDIA[medium][0](made()) == before


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("dropped", ["goal", "verdict"])
def test_a_column_that_the_list_drops_is_gone(medium: str, dropped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "COLUMNS", tuple(column for column in COLUMNS if column.id != dropped))
    shown, headings = MEDIA[medium]
    head, *rows = shown(made())
    assert head == headings()
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (VerdictWords("đạt (ước)", Verdict.MET), ("đạt (ước)",)),
        (Notes(("HC-1",), False, "BC", ""), ("HC-1", "BC")),
    ],
)
def test_every_medium_takes_every_content(
    medium: str, content: Content, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verdicts, notes and charts may be given to any medium: one that has no form for them shows their text."""
    add(monkeypatch, EVERYWHERE._replace(content=lambda row: "" if row.kind is RowKind.TARGET else content))
    head, *rows = MEDIA[medium][0](made())
    cell = next(row for row in rows if row[0] == "2.1")[head.index(TITLE)]
    assert any(word in cell for word in words)


def test_a_narrow_terminal_puts_a_column_below_another(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, EVERYWHERE._replace(content=said, terminal=Terminal(2, below="actual")))
    head, *rows = terminal(made(), 80)
    assert head == ["Số", "Chỉ tiêu, nội dung", "Mục tiêu", "Thực hiện", "Kết luận"]
    assert "thử 2.1" in [row[3] for row in rows]


def test_columns_have_names_of_their_own_and_stand_below_others_that_are_there() -> None:
    ids = [column.id for column in COLUMNS]
    assert len(set(ids)) == len(ids)
    shown = {column.id: place for column, place in columns.terminal_columns()}
    assert all(not shown[place.below].below for place in shown.values() if place.below)
