"""The columns of the table of targets, one list for the terminal, the annexes, the spreadsheet and the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import CriterionResult, FindingResult
from engine.evaluation.presentation import actual_marks, lacking_text, relation_text
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, Unit
from engine.reports.annex import AnnexRow

# ------------------------------------------------------------ the contents of cells


class Number(NamedTuple):
    """A number as the table shows it; ``exact`` is its value in ``unit``, None where the value is uncertain."""

    text: str
    exact: Fraction | None
    unit: Unit
    marks: str = ""

    def __str__(self) -> str:
        return self.text + self.marks


class VerdictWords(NamedTuple):
    """A verdict with its marks; ``status`` is None for a part of a criterion."""

    text: str
    status: Verdict | None

    def __str__(self) -> str:
        return self.text


class Notes(NamedTuple):
    """The ids of the causes, and the source of the value. ``unexplained``: the criterion is unmet and has no causes."""

    causes: tuple[str, ...]
    unexplained: bool
    source: str
    origin: str

    def __str__(self) -> str:
        return "\n".join(filter(None, (", ".join(self.causes), self.source, self.origin)))


class Chart(NamedTuple):
    """The data of a chart; renderers that cannot draw show nothing."""

    measure: Measure | None
    criterion: CriterionResult | None

    def __str__(self) -> str:
        return ""


Content = str | Number | VerdictWords | Notes | Chart
"""The content of a cell. ``str()`` of it is its plain text; a renderer can show any type in a form of its own."""

# ------------------------------------------------------------ the columns


class Terminal(NamedTuple):
    """How soon the column leaves a narrow window: 0 last, of the others the highest first. ``whole``: its texts are not wrapped.

    Where ``below`` is given, its texts then stand, behind ``lead``, in the cells of the column with that id.
    """

    importance: int = 0
    below: str = ""
    lead: str = ""
    whole: bool = False


class Column(NamedTuple):
    """A column. ``title`` is its heading on screens, ``formal`` the heading in annexes where it differs.

    ``annex`` is its share of the page in Word, ``sheet`` its width in characters, ``page`` its class in the style sheet of
    the HTML page, which has the widths. The column is absent from an output whose value is not given.
    """

    id: str
    title: str
    content: Callable[[AnnexRow], Content]
    formal: str = ""
    terminal: Terminal | None = None
    annex: float = 0
    sheet: float = 0
    page: str = ""
    centred: bool = False

    @property
    def heading(self) -> str:
        """The heading in annexes and spreadsheets."""
        return self.formal or self.title


def _actual(row: AnnexRow) -> Content:
    actual = None if row.measure is None else row.measure.actual
    if actual is None:
        return row.actual if row.measure is None else Number(row.actual, None, row.measure.unit)
    marks = "".join(f" ({mark})" for mark in actual_marks(actual))
    return Number(actual.label, actual.value.exact, actual.unit, marks)


def _relation(row: AnnexRow) -> Content:
    measure = row.measure
    if measure is None:
        return ""
    unit, exact = (PERCENT_UNIT, measure.percent) if measure.points is None else (POINTS_UNIT, measure.points)
    return Number(relation_text(measure), exact, unit)


def _notes(row: AnnexRow) -> Notes:
    causes = tuple(cause.id for cause in row.causes)
    return Notes(causes, row.unmet and not causes, row.source, row.origin)


def _causes(row: AnnexRow) -> str:
    """Returns the texts of direct causes, and the ids of causes of a limitation."""
    return "\n".join(_cause_lines(row)) if row.unmet else ""


def _cause_lines(row: AnnexRow) -> Iterator[str]:
    direct: list[FindingResult] = [cause for cause in row.causes if row.number in cause.of]
    through = [cause.id for cause in row.causes if cause not in direct]
    if not direct:
        yield "Chưa có nguyên nhân trực tiếp." if through else "Chưa có nguyên nhân giải thích."
    yield from (f"{cause.id}: {cause.text}" for cause in direct)
    if through:
        yield f"Qua hạn chế: {', '.join(through)} (xem trang tính Kết luận)"


COLUMNS = (
    Column(
        "number", "Số", lambda row: row.number,
        formal="TT", terminal=Terminal(whole=True), annex=5, sheet=6, page="n", centred=True,
    ),
    Column(
        "text", "Chỉ tiêu, nội dung", lambda row: row.text,
        terminal=Terminal(), annex=22, sheet=34, page="t",
    ),
    Column("unit", "ĐVT", lambda row: row.unit, annex=13, sheet=15, centred=True),
    Column(
        "goal", "Mục tiêu", lambda row: row.goal,
        formal="Mục tiêu nghị quyết", terminal=Terminal(below="text", lead="mục tiêu: "), annex=14, sheet=19, page="g",
    ),
    Column(
        "actual", "Thực hiện", _actual,
        formal="Kết quả thực hiện", terminal=Terminal(), annex=13, sheet=16, page="a",
    ),
    Column(
        "relative", "So mục tiêu", lambda row: row.relative,
        formal="Tỷ lệ % hoặc chênh lệch", terminal=Terminal(1, "actual"), annex=12, page="r",
    ),
    Column("relation", "Tỷ lệ % hoặc chênh lệch", _relation, sheet=13),
    Column(
        "lacking", "Còn thiếu so với mục tiêu", lambda row: "" if row.measure is None else lacking_text(row.measure),
        sheet=14, centred=True,
    ),
    Column("chart", "Biểu đồ", lambda row: Chart(row.measure, row.criterion), page="c"),
    Column(
        "verdict", "Kết luận", lambda row: VerdictWords(row.verdict, row.status),
        formal="Đánh giá", terminal=Terminal(), annex=8, sheet=16, page="v", centred=True,
    ),
    Column("notes", "Nguồn, nguyên nhân", _notes, formal="Nguyên nhân, ghi chú (nguồn)", annex=13, page="s"),
    Column("causes", "Nguyên nhân", _causes, sheet=40),
    Column("source", "Nguồn", lambda row: row.source, terminal=Terminal(2, "actual"), sheet=14),
    Column("origin", "Chỗ ghi số liệu", lambda row: row.origin, sheet=22),
    Column("rule", "Quy tắc", lambda row: row.rule, sheet=17),
)  # fmt: skip
"""All columns, in the order of every output. Headings of annexes are those of real reports."""

# ------------------------------------------------------------ the columns of each output


def terminal_columns() -> list[tuple[Column, Terminal]]:
    """Returns the columns of the table on the terminal, each with its place there."""
    return [(column, column.terminal) for column in COLUMNS if column.terminal is not None]


def annex_columns() -> list[Column]:
    """Returns the columns of the annex in Word and Markdown."""
    return [column for column in COLUMNS if column.annex]


def sheet_columns() -> list[Column]:
    """Returns the columns of the sheet «Phụ lục»."""
    return [column for column in COLUMNS if column.sheet]


def page_columns() -> list[Column]:
    """Returns the columns of the HTML page."""
    return [column for column in COLUMNS if column.page]
