"""Shows the overview of many units: the ranking with verdicts per criterion, the totals per criterion, the course."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.text import Text

from cli.layout import Column, Grid, hang
from cli.signs import VERDICT_COLOURS, legend, sign_of
from cli.texts import plain, say, say_absent, say_heading, show_notice
from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import Tally
from engine.evaluation.presentation import actual_text
from engine.language import display
from engine.many_units.overview import CriterionTotal, Overview, ReportedTime, UnitPlace, UnitRow
from engine.many_units.stream import Refusal

_MAX_ROWS = 60
"""The number of rows that are shown: of more units, the first and the last."""
_SIGNS = 1
"""How soon the signs of criteria leave a narrow window: after the other counts."""
_ELSEWHERE = "--format csv hoặc -o TỆP.csv"
_OF_UNITS: tuple[tuple[str, Callable[[UnitPlace], str]], ...] = (
    ("Đạt và vượt", lambda unit: display.of_total(unit.reached, unit.applicable)),
    ("Vượt", lambda unit: _count(unit.row.statuses.count(Verdict.EXCEEDED))),
    ("Chưa đủ số liệu", lambda unit: _count(unit.row.statuses.count(Verdict.UNDETERMINED))),
    ("Cảnh báo", lambda unit: _count(unit.row.warnings)),
)
_OF_CRITERIA: tuple[tuple[str, Callable[[Tally], str]], ...] = (
    ("Đạt và vượt", lambda tally: display.of_total(tally.reached, tally.total)),
    ("Vượt", lambda tally: _count(tally.count(Verdict.EXCEEDED))),
    ("Chưa đạt", lambda tally: _count(tally.unmet)),
    ("Chưa hết kỳ", lambda tally: _count(tally.count(Verdict.PERIOD_OPEN))),
    ("Chưa đủ số liệu", lambda tally: _count(tally.count(Verdict.UNDETERMINED))),
    ("Không áp dụng", lambda tally: _count(tally.count(Verdict.NOT_APPLICABLE))),
)
"""The last columns of both tables: headings, and the texts of their cells."""


def show_overview(
    overview: Overview, refused: Sequence[Refusal], console: Console, count: Callable[[UnitRow], int] | None = None
) -> None:
    """Shows head, units and their criteria by rank, totals per criterion; ``refused`` are the cases that were not evaluated.

    ``count`` counts the warnings of the rows that are shown where nobody has yet.
    """
    _head(overview, refused, console)
    if len(overview.units) > 1:
        _matrix(overview, overview.times[-1], console, count)
    _totals(overview, overview.times[-1], console)


def show_counts(overview: Overview, refused: Sequence[Refusal], console: Console) -> None:
    """Shows the head, and how many criteria of all units together were reached in the last year."""
    _head(overview, refused, console)
    ranking = overview.ranking(overview.times[-1])
    counts = display.of_total(sum(r.reached for r in ranking), sum(r.applicable for r in ranking))
    say(console, f"Đạt và vượt: {counts} lượt nội dung của {len(ranking)} đơn vị, {overview.times[-1].text}")


def _head(overview: Overview, refused: Sequence[Refusal], console: Console) -> None:
    show_notice(overview.draft_codes, console)
    resolution = overview.rulebook.resolution
    dated = f" ngày {display.day(resolution.day)}" if resolution.day else ""
    say(console, f"{resolution.kind} số {resolution.number}{dated}", "bold")
    count = overview.of_all(one.unit for one in refused)
    whose = f"{count} đơn vị"
    if len(overview.units) == 1:  # the table below has one row, and does not name it
        whose = overview.units[0] if count == "1" else f"{overview.units[0]}, {whose}"
    engines = ", ".join(engine.text for engine in overview.engines)
    say(console, f"{whose} · {_span(overview)} · {len(overview.rows)} lượt đánh giá · động cơ {engines}")


def _span(overview: Overview) -> str:
    """Returns «năm 2021-2023», «quý I năm 2025 đến năm 2025»."""
    first, last = overview.times[0], overview.times[-1]
    if first == last:
        return last.text
    return f"năm {first.short}-{last.short}" if first.is_year and last.is_year else f"{first.text} đến {last.text}"


def _matrix(overview: Overview, last: ReportedTime, console: Console, count: Callable[[UnitRow], int] | None) -> None:
    say_heading(console, f"Xếp hạng {last.text} theo tỷ lệ nội dung đạt và vượt")
    ids = [criterion.id for criterion in overview.criteria]
    ranking = overview.ranking(last)
    shown = [_with_warnings(one, count) for one in _shown(ranking)]
    grid = _ranked(shown, ids, True, console)
    if _spread(ids) in grid.leaving(console):
        grid = _ranked(shown, ids, False, console)
        say(console, f"Dấu theo thứ tự các nội dung {', '.join(ids)}")
    absent_columns = grid.show(console)
    hang(console, plain(legend(console), "dim"))
    say_absent(absent_columns, _ELSEWHERE, console)
    absent = len(overview.units) - len(ranking)
    if absent:
        say(console, f"{absent} đơn vị chưa có kết quả {last.text} nên không xếp hạng.")
    if len(ranking) > _MAX_ROWS:
        say(console, f"Bảng chỉ in {_MAX_ROWS}/{len(ranking)} đơn vị; xem đủ bằng --format csv hoặc -o TỆP.csv")


def _shown(ranking: list[UnitPlace]) -> list[UnitPlace | None]:
    """Returns all units, or the first and the last with None between them."""
    if len(ranking) <= _MAX_ROWS:
        return list(ranking)
    half = _MAX_ROWS // 2
    return [*ranking[:half], None, *ranking[-half:]]


def _with_warnings(place: UnitPlace | None, count: Callable[[UnitRow], int] | None) -> UnitPlace | None:
    if place is None or count is None or place.row.warnings is not None:
        return place
    return place._replace(row=place.row._replace(warnings=count(place.row)))


def _ranked(shown: list[UnitPlace | None], ids: list[str], spread: bool, console: Console) -> Grid:
    """Returns the table of the units, their signs ``spread`` below the ids of criteria, or else one beside the other."""
    of_signs = Column(_spread(ids), _SIGNS, whole=True) if spread else Column("Nội dung")
    columns = [Column("Hạng", right=True, whole=True), Column("Đơn vị"), of_signs]
    columns += [Column(name, at and at + _SIGNS, right=True, whole=not at) for at, (name, _) in enumerate(_OF_UNITS)]
    grid = Grid(columns)
    for ranked in shown:
        if ranked is None:
            grid.add(Text("…"), *(Text() for _ in columns[1:]))
            continue
        row = ranked.row
        name = plain(f"{row.unit} (nháp)" if row.draft_codes else row.unit)
        signs = [_sign(status, console) for status in row.statuses]
        counts = (Text(text(ranked)) for _, text in _OF_UNITS)
        grid.add(Text(str(ranked.place)), name, _under(ids, signs) if spread else _beside(signs), *counts)
    return grid


def _spread(ids: list[str]) -> str:
    return " ".join(ids)


def _under(ids: list[str], signs: list[Text]) -> Text:
    """Returns the signs, each below its id."""
    return Text().join(
        sign + Text(" " * (len(name) + 1 - sign.cell_len)) for name, sign in zip(ids, signs, strict=True)
    )


def _beside(signs: list[Text]) -> Text:
    """Returns the signs in fives."""
    return Text(" ").join(Text().join(signs[at : at + 5]) for at in range(0, len(signs), 5))


def _count(number: int | None) -> str:
    return str(number or "")


def _sign(status: Verdict | None, console: Console) -> Text:
    return Text(" ") if status is None else Text(sign_of(status, console), VERDICT_COLOURS[status])


def _totals(overview: Overview, last: ReportedTime, console: Console) -> None:
    say_heading(console, f"Theo từng nội dung, {last.text}")
    totals = overview.totals(last)
    counted = [(name, text, at) for at, (name, text) in enumerate(_OF_CRITERIA) if _told(name, text, totals)]
    columns = [Column("Số", whole=True), Column("Nội dung")]
    columns += [Column(name, at, right=True) for name, _, at in counted]
    several = len(overview.times) > 1
    if several:
        columns.append(Column(f"Số đơn vị đạt {overview.times[0].short}-{last.short}", whole=True))
    grid = Grid(columns)
    for total in totals:
        text = total.criterion.wording_on(last.ends).text
        cells = [plain(total.criterion.id), plain(text), *(Text(count(total.tally)) for _, count, _ in counted)]
        grid.add(*cells, *([_course(total)] if several else []))
    say_absent(grid.show(console), _ELSEWHERE, console)


def _told(name: str, text: Callable[[Tally], str], totals: Sequence[CriterionTotal]) -> bool:
    """Returns whether a column is shown: one that most resolutions have no use for only where it has numbers."""
    return name != "Chưa hết kỳ" or any(text(total.tally) for total in totals)


def _course(total: CriterionTotal) -> Text:
    """Returns the bars, then how many units reached the criterion in the first and the last year: «▂█ 01/4 → 03/3»."""
    first, last = (display.of_total(tally.reached, tally.total) for tally in (total.first, total.tally))
    return Text(f"{total.course} {first} → {last}")


def show_course(overview: Overview, console: Console) -> None:
    """Shows the values of one unit year by year, with their course."""
    rows = overview.trend()
    yearly = all(time.is_year for time in overview.times)
    say_heading(console, f"Xu hướng qua các {'năm' if yearly else 'kỳ'}")
    columns = [Column("Số", whole=True), Column("Nội dung")]
    columns += [Column(time.short, len(overview.times) - at) for at, time in enumerate(overview.times)]
    grid = Grid([*columns, Column("Xu hướng", whole=True)])
    for row in rows:
        cells = [_at_time(*cell) for cell in zip(overview.times, row.measures, row.statuses, strict=True)]
        text = row.criterion.wording_on(overview.times[-1].ends).text
        grid.add(plain(row.criterion.id), plain(text), *cells, Text(row.course))
    say_absent(grid.show(console), _ELSEWHERE, console)


def _at_time(time: ReportedTime, measure: Measure | None, status: Verdict | None) -> Text:
    """Returns the value and verdict of one time: «4.950 thành viên: chưa đạt»."""
    if status is None:
        return Text("không có tệp số liệu", "dim")
    verdict = Text(status.label, VERDICT_COLOURS[status])
    judged = measure is None or (measure.threshold is None and not measure.unit.text)
    return verdict if judged or measure is None else plain(f"{actual_text(measure, time.ends)}: ").append_text(verdict)
