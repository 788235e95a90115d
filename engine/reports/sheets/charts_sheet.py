"""The sheet «Biểu đồ»: what was reached beside the goals, the course over time, and the numbers that the charts draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.chart import Chart

from engine.domain.records import NamedTuple
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.language import display
from engine.language.syntax import Direction
from engine.reports.earlier import EarlierValues
from engine.reports.sheets.live_values import DISTANCE, Live, LiveValues
from engine.reports.sheets.number_cells import number_cell
from engine.spreadsheets.book import Book
from engine.spreadsheets.charts import Series, bars_beside_goals, course_over_time, place
from engine.spreadsheets.tables import (
    MAIN_TITLE,
    Amount,
    Cell,
    Formula,
    Gap,
    Heading,
    Row,
    Text,
    Title,
    open_sheet,
    set_page,
    write_rows,
)
from engine.workspace.case import Case

SHEET = "Biểu đồ"
_COMPLETIONS, _RATES = "So với mục tiêu (%; mục tiêu là 100)", "Tỷ lệ đạt được bên mục tiêu (%)"
_SMALL_RATE, _SMALL_RATES = 20, "Tỷ lệ không quá 20% bên mục tiêu (%)"
"""Small rates have a chart of their own: beside great ones nobody could tell them from their goals."""

_HEADINGS = (
    Heading("Biểu đồ", 34),
    Heading("Nội dung", 9),
    Heading("Số đo", 44),
    Heading("Nhãn", 24),
    Heading("Giá trị", 14),
    Heading("Mục tiêu", 14),
    Heading("ĐVT", 18),
    Heading("Kết luận của nội dung", 16),
)
_TITLES, _LABELS, _VALUES, _GOALS = 0, 3, 4, 5
_WIDE, _SMALL = (1080, 300), (540, 300)
_ROW_PIXELS, _ROW_POINTS = 20, 15
_MOST_BARS, _FEWEST_POINTS = 20, 2
_PRINT_SCALE, _ROWS_PER_PAGE = 85, 2


class _Mark(NamedTuple):
    """A row of the numbers: a bar or a point."""

    criterion: CriterionResult
    measure: Measure
    label: str
    cell: Cell
    goal: Cell
    unit: str
    verdict: Cell

    @property
    def present(self) -> list[float]:
        """Its number and goal now; where their cells are formulas they may change."""
        return [float(cell.value) for cell in (self.cell, self.goal) if isinstance(cell, Amount | Formula)]


class _Drawing(NamedTuple):
    """A chart: its title and marks, and whether they are bars of several measures or the course of one."""

    title: str
    marks: Sequence[_Mark]
    bars: bool

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return _WIDE if self.bars else _SMALL


def write_charts(book: Book, case: Case, evaluation: Evaluation, live: LiveValues) -> None:
    """Adds the sheet to ``book``: charts, then their numbers."""
    sheet = book.sheet(SHEET)
    drawings = [*_bars(evaluation, live), *_courses(case, evaluation, live)]
    titles = [Title("BIỂU ĐỒ", MAIN_TITLE), Title(_SAID if drawings else "Không có số đo nào vẽ được.")]
    undrawn = _undrawn(evaluation, drawings)
    titles += [Title(undrawn, lines=1 + len(undrawn) // _CHARACTERS_PER_LINE)] if undrawn else []
    top = open_sheet(book, sheet, titles, len(_HEADINGS))
    places, head = _laid_out(drawings, top)
    for row in range(top, head):
        sheet.set_row(row, _ROW_POINTS)
    if drawings:
        write_rows(book, sheet, head, _HEADINGS, [_row(one.title, mark) for one in drawings for mark in one.marks])
    first = head + 1
    for drawing, (row, left) in zip(drawings, places, strict=True):
        present = [number for mark in drawing.marks for number in mark.present]
        series = Series(SHEET, first, first + len(drawing.marks) - 1, _TITLES, _LABELS, _VALUES, _GOALS, present)
        place(sheet, _drawn(book, drawing, series), row, left, drawing.size)
        first += len(drawing.marks)
    set_page(sheet)
    sheet.set_print_scale(_PRINT_SCALE)  # programs ignore page breaks where they fit the sheet to the page
    sheet.set_h_pagebreaks([*sorted({row for row, _ in places})[_ROWS_PER_PAGE::_ROWS_PER_PAGE], head])


_SAID = "Mọi trục bắt đầu từ 0. Số được vẽ ở bảng bên dưới; số của kỳ này lấy từ trang tính Số liệu và đổi theo ô ấy."
_CHARACTERS_PER_LINE = 170


def _laid_out(drawings: Sequence[_Drawing], top: int) -> tuple[list[tuple[int, int]], int]:
    """Returns row and left edge of each chart, and the first row below all: small ones stand two in a row."""
    places: list[tuple[int, int]] = []
    left = 0
    for drawing in drawings:
        width, height = drawing.size
        if left + width > _WIDE[0]:
            top, left = top + _rows_of(_SMALL[1]), 0
        places.append((top, left))
        left += width
        if left >= _WIDE[0]:
            top, left = top + _rows_of(height), 0
    return places, top + (_rows_of(_SMALL[1]) if left else 0)


def _rows_of(pixels: int) -> int:
    return pixels // _ROW_PIXELS + 1


def _drawn(book: Book, drawing: _Drawing, series: Series) -> Chart:
    if not drawing.bars:
        return course_over_time(book, series)
    return bars_beside_goals(book, series)


def _row(title: str, mark: _Mark) -> Row:
    number = Text(mark.criterion.id, align="center")
    name, label = Text(mark.measure.name), Text(mark.label)
    return Row([Text(title), number, name, label, mark.cell, mark.goal, Text(mark.unit, align="center"), mark.verdict])


# ------------------------------------------------------------ bars


def _bars(evaluation: Evaluation, live: LiveValues) -> Iterator[_Drawing]:
    completions: list[_Mark] = []
    rates: list[_Mark] = []
    small: list[_Mark] = []
    for criterion, measure, cells in _measured(evaluation, live):
        verdict = _refer(live.verdicts[criterion.id])
        part = f" ({criterion.measures.index(measure) + 1})" if len(criterion.measures) > 1 else ""
        label = f"{criterion.id}{part}"
        if measure.test.direction is Direction.DOWN:
            label += " (càng thấp càng tốt)"
        if measure.points is not None and measure.actual is not None and measure.actual.value.exact is not None:
            mark = _Mark(criterion, measure, label, _refer(cells[0]), _refer(cells[1]), measure.unit.text, verdict)
            (small if max(map(abs, mark.present)) <= _SMALL_RATE else rates).append(mark)
        elif measure.percent is not None:
            hundred = Amount(100, "0")
            distance = next(one for one in cells if one.name.startswith(DISTANCE))
            completions.append(_Mark(criterion, measure, label, _refer(distance), hundred, "%", verdict))
    for title, marks in ((_COMPLETIONS, completions), (_RATES, rates), (_SMALL_RATES, small)):
        for start in range(0, len(marks), _MOST_BARS):
            more = f", phần {start // _MOST_BARS + 1}" if len(marks) > _MOST_BARS else ""
            yield _Drawing(title + more, marks[start : start + _MOST_BARS], bars=True)


def _measured(evaluation: Evaluation, live: LiveValues) -> Iterator[tuple[CriterionResult, Measure, Sequence[Live]]]:
    """Yields the measures that are one number, with their cells in «Số liệu»."""
    for criterion in evaluation.criteria:
        for number, measure in enumerate(criterion.measures, 1):
            if cells := live.of_measures[criterion.id, number]:
                yield criterion, measure, cells


def _refer(live: Live) -> Cell:
    """Returns a cell that has the number of another one."""
    match live.cell:
        case Amount(value=value, number_format=number_format) | Formula(value=value, number_format=number_format):
            return Formula(f"={live.name}", value, number_format)
    return live.cell


# ------------------------------------------------------------ courses


def _courses(case: Case, evaluation: Evaluation, live: LiveValues) -> Iterator[_Drawing]:
    earlier = EarlierValues(case)
    for criterion, measure, cells in _measured(evaluation, live):
        points = earlier.course(measure)
        if len(points) < _FEWEST_POINTS:
            continue
        unit = measure.unit
        marks = []
        for point in points:
            last = point is points[-1]
            cell = _refer(cells[0]) if last else number_cell(point.value, display.amount(point.value, unit), unit)
            goal, verdict = (_refer(cells[1]), _refer(live.verdicts[criterion.id])) if last else (Gap(), Gap())
            marks.append(_Mark(criterion, measure, point.label, cell, goal, unit.text, verdict))
        yield _Drawing(f"{criterion.id}. {measure.name} ({unit.text or 'số'})", marks, bars=False)


def _undrawn(evaluation: Evaluation, drawings: Sequence[_Drawing]) -> str:
    """Returns which criteria have a measure that no chart shows, '' where all are drawn."""
    drawn = {id(mark.measure) for drawing in drawings for mark in drawing.marks}
    left = [c.id for c in evaluation.criteria if not c.measures or any(id(m) not in drawn for m in c.measures)]
    if not left:
        return ""
    return f"Không vẽ {', '.join(left)}: chưa có số liệu, không phải một con số, hoặc không so được với mục tiêu."
