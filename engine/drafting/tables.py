"""Reads a table of targets: rows that are criteria, groups, parts of others («trong đó»), control sums, notes.

A table gives one goal per row, goals by year («lộ trình»), or goals given to units, with a row or a column for each unit.
"""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction

from engine.documents.document import Cell, Table
from engine.domain.records import NamedTuple
from engine.drafting.table_head import Column, Head, Role, folded, is_place, is_total, read_head
from engine.language.numbers import NumberError, parse_number

_PART = re.compile(r"^\s*[-–+*]?\s*trong đó\s*:?\s*", re.IGNORECASE)
_DASHED = re.compile(r"^\s*[-–+*•]\s*")
_WHOLE_PERIOD = re.compile(r"\b(?:giai doan|thoi ky|nhiem ky|5 nam|05 nam|ca ky|tong so|tong cong|cong)\b")
_EMPTY = ("", "-", "–", "—", "…", "...", "x")
_UNIT_IN_NAME = re.compile(r"^(?P<name>.*\S)\s*\((?P<unit>[^()]+)\)\s*$")
_HAS_UNIT = re.compile(r"[%‰]|[^\W\d]{2,}")


class Fate(Enum):
    """What a row is; the value of those left out is the reason, in words."""

    CRITERION = ""
    PART = "trong đó"
    GROUP = "đề mục trong bảng"
    TOTAL = "dòng tổng cộng, dùng để đối chiếu"
    NOTE = "ghi chú của bảng"
    EMPTY = "dòng không có mục tiêu"


class Goal(NamedTuple):
    """What a cell asks: ``year`` of its column, ``unit_name`` of the unit that it is given to."""

    text: str
    year: int | None = None
    unit_name: str = ""


class Row(NamedTuple):
    """A row, or a column of a table that gives goals to units in rows. ``number`` is what stands under «TT»."""

    name: str
    unit: str
    goals: tuple[Goal, ...]
    fate: Fate
    place: str
    number: str = ""
    doubts: tuple[str, ...] = ()
    adds_up: bool = False
    """Whether a column for the whole period holds the sum of the years, so that each is a number of its year alone."""


class TableReading(NamedTuple):
    """The criteria of a table; ``others`` are its rows that are none, as texts with place and reason."""

    rows: tuple[Row, ...]
    others: tuple[tuple[str, str, str], ...]
    used: tuple[tuple[str, str], ...]
    """The place and text of the rows that ``rows`` were made of."""


def read_table(table: Table, first_year: int = 0) -> TableReading | None:
    """Returns what ``table`` sets; columns of years before ``first_year`` hold no goals. None for another table."""
    head = read_head(table)
    if head is None:
        return None
    if head.of(Role.PLACE):
        return _by_unit_in_rows(table, head)
    given = _unit_columns(head)
    goals = [c for c in head.of(Role.GOAL) if c.year is None or c.year >= first_year]
    return _by_row(table, head, given or goals)


def _shown(row: tuple[Cell, ...]) -> str:
    return " | ".join(cell.text for cell in row if not cell.covered and cell.text)


def _at(row: tuple[Cell, ...], columns: list[Column]) -> str:
    return row[columns[0].place].text.strip() if columns else ""


def _unit_columns(head: Head) -> list[Column]:
    """Returns the columns of units, where the table gives each of them goals of its own."""
    units = [column for column in head.of(Role.OTHER) if is_place(_last_words(column.title))]
    if len(units) < 2:
        units = head.of_bare_places()
    return units if len(units) > 1 else []


def _last_words(title: str) -> str:
    match = re.search(
        r"(?i)\b(?:xã|phường|thị trấn|ấp|thôn|khóm|bản|buôn|làng|khu phố|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)\s+\S.*$",
        title,
    )
    return match.group() if match else title


class _State:
    """What the rows above say: the row of which others are parts, and whether «Trong đó:» is open."""

    def __init__(self) -> None:
        self.whole: Row | None = None
        self.parts_open = False


def _by_row(table: Table, head: Head, goals: list[Column]) -> TableReading:
    state = _State()
    rows: list[Row] = []
    others: list[tuple[str, str, str]] = [_head_entry(table, head)]
    used: list[tuple[str, str]] = []
    for at, cells in enumerate(table.rows[head.rows :], head.rows + 1):
        place = f"{table.place}, dòng {at}"
        row = _row(cells, head, goals, place, state)
        if row.fate in (Fate.CRITERION, Fate.PART):
            rows.append(row)
            used.append((place, _shown(cells)))
        elif shown := _shown(cells):
            others.append((place, shown, row.fate.value))
    return TableReading(tuple(rows), tuple(entry for entry in others if entry[1]), tuple(used))


def _head_entry(table: Table, head: Head) -> tuple[str, str, str]:
    return (
        f"{table.place}, tiêu đề",
        " | ".join(column.title for column in head.columns if column.title),
        "tiêu đề của bảng",
    )


def _row(cells: tuple[Cell, ...], head: Head, goals: list[Column], place: str, state: _State) -> Row:
    written = _at(cells, head.of(Role.NAME))
    number = _at(cells, head.of(Role.NUMBER))
    name = _DASHED.sub("", _PART.sub("", written)).strip(" :;.")
    name, unit = _unit_of(name, _at(cells, head.of(Role.UNIT)))
    found = tuple(
        Goal(text, column.year, _last_words(column.title) if column.role is Role.OTHER else "")
        for column in goals
        if (text := cells[column.place].text.strip()).lower() not in _EMPTY and not _is_merged(cells, column, head)
    )
    opens = _PART.match(written) is not None
    dashed = _DASHED.match(written) is not None
    if not found:
        state.parts_open = state.parts_open or (opens and not name)
        fate = Fate.NOTE if folded(written).startswith("ghi chu") else Fate.GROUP if name or opens else Fate.EMPTY
        if not opens:
            state.whole, state.parts_open = (None, False) if number or not dashed else (state.whole, state.parts_open)
        if unit and fate is Fate.GROUP and _can_be_goal(cells, head):
            fate = Fate.EMPTY
        return Row(name, unit, (), fate, place, number)
    if is_total(name):
        return Row(name, unit, found, Fate.TOTAL, place, number)
    inside = not number and state.whole is not None and (dashed or state.parts_open)
    fate = Fate.PART if opens or inside else Fate.CRITERION
    row = Row(name, unit, found, fate, place, number, _bare_names(found), _adds_up(cells, head, found))
    if row.fate is Fate.CRITERION:
        state.whole, state.parts_open = row, False
    elif inside and not opens and not state.parts_open:
        row = row._replace(doubts=(f"được hiểu là mục «trong đó» của «{state.whole.name if state.whole else ''}»",))
    state.parts_open = state.parts_open or opens
    return row


def _bare_names(goals: tuple[Goal, ...]) -> tuple[str, ...]:
    bare = [goal.unit_name for goal in goals if goal.unit_name and not is_place(goal.unit_name)]
    return ("tên đơn vị không ghi cấp (xã, phường …); đối chiếu tên cho đúng",) if bare else ()


def _adds_up(cells: tuple[Cell, ...], head: Head, goals: tuple[Goal, ...]) -> bool:
    """Returns whether the column of the whole period is the sum of the goals by year."""
    wholes = [c for c in head.columns if c.role in (Role.OTHER, Role.GOAL) and _WHOLE_PERIOD.search(folded(c.title))]
    years = [_number(goal.text) for goal in goals if goal.year is not None]
    if len(years) < 2 or None in years:
        return False
    return any(_number(cells[column.place].text) == sum(n for n in years if n is not None) for column in wholes)


def _number(text: str) -> Fraction | None:
    try:
        return parse_number(text.strip())
    except NumberError:
        return None


def _is_merged(cells: tuple[Cell, ...], column: Column, head: Head) -> bool:
    """Returns whether the cell only goes on from the name: the name of a group runs across the row."""
    name = head.of(Role.NAME)
    return cells[column.place].covered and bool(name) and cells[column.place].text == cells[name[0].place].text


def _can_be_goal(cells: tuple[Cell, ...], head: Head) -> bool:
    return any(c.isdigit() for column in head.of(Role.PAST) for c in cells[column.place].text)


def _unit_of(name: str, unit: str) -> tuple[str, str]:
    """Returns name and unit; the unit may stand in brackets behind the name («Thu quỹ (triệu đồng)»)."""
    inside = _UNIT_IN_NAME.match(name)
    if unit and unit not in ('"', "”", "''", "nt", "-nt-"):
        return name, unit
    return (inside["name"], inside["unit"]) if inside else (name, "")


def _by_unit_in_rows(table: Table, head: Head) -> TableReading | None:
    """Reads the table whose rows are units: each column is a criterion, with a goal for each unit."""
    places = head.of(Role.PLACE)
    measures = [c for c in head.columns if c.role in (Role.OTHER, Role.GOAL, Role.NAME) and c.title]
    given: dict[int, list[Goal]] = {column.place: [] for column in measures}
    others: list[tuple[str, str, str]] = [_head_entry(table, head)]
    used: list[tuple[str, str]] = []
    for at, cells in enumerate(table.rows[head.rows :], head.rows + 1):
        place, name = f"{table.place}, dòng {at}", _at(cells, places)
        if not name or is_total(name) or not any(c.isdigit() for column in measures for c in cells[column.place].text):
            others.append((place, _shown(cells), (Fate.TOTAL if is_total(name) or not name else Fate.GROUP).value))
            continue
        used.append((place, _shown(cells)))
        for column in measures:
            text = cells[column.place].text.strip()
            if text.lower() not in _EMPTY:
                given[column.place].append(Goal(text, column.year, name))
    rows = [
        Row(*_unit_of(column.own, ""), tuple(goals), Fate.CRITERION, f"{table.place}, cột «{column.title}»")
        for column in measures
        if (goals := given[column.place])
    ]
    return TableReading(tuple(rows), tuple(entry for entry in others if entry[1]), tuple(used)) if rows else None


def goal_text(row: Row, goal: Goal) -> str:
    """Returns the goal with its unit, as the cells write them: «635 Tỷ đồng», «≤ 2,1%»."""
    if not row.unit or _HAS_UNIT.search(
        re.sub(
            r"(?i)trên|dưới|từ|đến|trở lên|trở xuống|không quá|ít nhất|tối đa|tối thiểu|khoảng|đạt|còn|giảm|tăng|hơn",
            "",
            goal.text,
        )
    ):
        return goal.text
    return f"{goal.text}{row.unit}" if row.unit.strip()[:1] in "%‰" else f"{goal.text} {row.unit}"
