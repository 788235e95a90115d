"""Native charts of a workbook, whose axes begin at 0, so that no difference looks greater than it is."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from engine.domain.records import NamedTuple
from engine.spreadsheets.book import FONT, Book

_GOAL, _COURSE, _GRID, _BAR = "#C00000", "#1F4E79", "#D9D9D9", "#A6A6A6"


class Series(NamedTuple):
    """The rows ``first`` to ``last`` of a sheet: title, labels, values and goals in its columns, and what values and
    goals are now."""

    sheet: str
    first: int
    last: int
    titles: int
    labels: int
    values: int
    goals: int
    present: Sequence[float]


def bars_beside_goals(book: Book, series: Series) -> Chart:
    """Returns a chart of a bar per row, with its goal as a line across it; a colour by verdict would not follow a what-if."""
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        _data(series, series.values)
        | {
            "name": "Thực hiện",
            "fill": {"color": _BAR},
            "data_labels": {
                "value": True,
                "num_format": "#,##0.0",
                "position": "inside_base",  # where goals seldom are
                "font": _font(9, bold=True),
            },
            "gap": 60,
        }
    )
    goals = book.workbook.add_chart({"type": "line"})
    marker = {"type": "long_dash", "size": 14, "border": {"color": _GOAL}, "fill": {"color": _GOAL}}
    goals.add_series(_data(series, series.goals) | {"name": "Mục tiêu", "line": {"none": True}, "marker": marker})
    chart.combine(goals)
    _set_up(chart, series)
    chart.set_legend({"position": "bottom", "font": _font(9)})
    return chart


def course_over_time(book: Book, series: Series) -> Chart:
    """Returns a chart of a line over the rows, with the goal of the last one."""
    chart = book.workbook.add_chart({"type": "line"})
    marker = {"type": "circle", "size": 6, "border": {"color": _COURSE}, "fill": {"color": _COURSE}}
    chart.add_series(
        _data(series, series.values)
        | {
            "name": "Thực hiện",
            "line": {"color": _COURSE, "width": 2},
            "marker": marker,
            "data_labels": {"value": True, "position": "above", "font": _font(9)},
        }
    )
    goal = {"type": "diamond", "size": 8, "border": {"color": _GOAL}, "fill": {"color": _GOAL}}
    chart.add_series(_data(series, series.goals) | {"name": "Mục tiêu", "line": {"none": True}, "marker": goal})
    _set_up(chart, series)
    chart.set_legend({"position": "bottom", "font": _font(9)})
    return chart


def place(sheet: Worksheet, chart: Chart, row: int, left: int, size: tuple[int, int]) -> None:
    """Puts ``chart`` at ``row``, ``left`` pixels from the edge; ``size`` is width and height in pixels."""
    chart.set_size({"width": size[0], "height": size[1]})
    sheet.insert_chart(row, 0, chart, {"x_offset": left, "y_offset": 4, "object_position": 3})


def _data(series: Series, column: int) -> dict[str, object]:
    where = series.sheet, series.first
    return {
        "categories": [*where, series.labels, series.last, series.labels],
        "values": [*where, column, series.last, column],
    }


def _set_up(chart: Chart, series: Series) -> None:
    title = [series.sheet, series.first, series.titles]  # XlsxWriter would take a text with «=» for a formula
    chart.set_title({"name": title, "name_font": _font(12, bold=True), "overlay": False})
    chart.set_x_axis({"num_font": _font(9), "label_position": "low"})
    axis: dict[str, object] = {"num_font": _font(9), "major_gridlines": {"visible": True, "line": {"color": _GRID}}}
    if min(series.present) >= 0:
        axis["min"] = 0
    elif max(series.present) <= 0:
        axis["max"] = 0
    chart.set_y_axis(axis)  # the other end is free, for numbers that somebody changes


def _font(size: int, bold: bool = False) -> dict[str, object]:
    return {"name": FONT, "size": size, "bold": bold}
