"""The columns of the table of targets, one list for the terminal, the annex and the page."""

from __future__ import annotations

from collections.abc import Callable

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.reports.annex import AnnexRow

# ------------------------------------------------------------ the contents of cells


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


Content = str | VerdictWords | Notes
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

    ``annex``: it stands in the annex for review; the template of Word and ``ReviewRow`` have the same columns. ``page`` is its
    class in the style sheet of the HTML page, which has the widths. The column is absent from an output whose value is not given.
    """

    id: str
    title: str
    content: Callable[[AnnexRow], Content]
    formal: str = ""
    terminal: Terminal | None = None
    annex: bool = False
    page: str = ""

    @property
    def heading(self) -> str:
        """The heading in annexes."""
        return self.formal or self.title


def _notes(row: AnnexRow) -> Notes:
    causes = tuple(cause.id for cause in row.causes)
    return Notes(causes, row.unmet and not causes, row.source, row.origin)


COLUMNS = (
    Column(
        "number", "Số", lambda row: row.number,
        formal="TT", terminal=Terminal(whole=True), annex=True, page="n",
    ),
    Column(
        "text", "Chỉ tiêu, nội dung", lambda row: row.text,
        terminal=Terminal(), annex=True, page="t",
    ),
    Column("unit", "ĐVT", lambda row: row.unit, annex=True),
    Column(
        "goal", "Mục tiêu", lambda row: row.goal,
        formal="Mục tiêu nghị quyết", terminal=Terminal(below="text", lead="mục tiêu: "), annex=True, page="g",
    ),
    Column(
        "actual", "Thực hiện", lambda row: row.actual,
        formal="Kết quả thực hiện", terminal=Terminal(), annex=True, page="a",
    ),
    Column(
        "relative", "So mục tiêu", lambda row: row.relative,
        formal="Tỷ lệ % hoặc chênh lệch", terminal=Terminal(1, "actual"), annex=True, page="r",
    ),
    Column(
        "verdict", "Kết luận", lambda row: VerdictWords(row.verdict, row.status),
        formal="Đánh giá", terminal=Terminal(), annex=True, page="v",
    ),
    Column("notes", "Nguồn, nguyên nhân", _notes, formal="Nguyên nhân, ghi chú (nguồn)", annex=True, page="s"),
    Column("source", "Nguồn", lambda row: row.source, terminal=Terminal(2, "actual")),
)  # fmt: skip
"""All columns, in the order of every output. Headings of annexes are those of real reports."""

# ------------------------------------------------------------ the columns of each output


def terminal_columns() -> list[tuple[Column, Terminal]]:
    """Returns the columns of the table on the terminal, each with its place there."""
    return [(column, column.terminal) for column in COLUMNS if column.terminal is not None]


def annex_columns() -> list[Column]:
    """Returns the columns of the annex for review."""
    return [column for column in COLUMNS if column.annex]


def page_columns() -> list[Column]:
    """Returns the columns of the HTML page."""
    return [column for column in COLUMNS if column.page]
