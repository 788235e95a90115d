"""What the columns of a table of targets hold: names, units of measure, goals by year, what has been, units with their goals."""

from __future__ import annotations

import re
from enum import Enum

from engine.documents.document import Cell, Table
from engine.domain.records import NamedTuple
from engine.language.text import without_marks


class Role(Enum):
    NUMBER = 1
    NAME = 2
    UNIT = 3
    GOAL = 4
    PAST = 5
    NOTE = 6
    PLACE = 7
    OTHER = 8


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_PLACE_NOUN = (
    "xa|phuong|thi tran|ap|thon|khom|ban|buon|lang|khu pho|to dan pho|huyen|quan|thi xa|thanh pho|tinh|dac khu"
)
_ROWS: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, r"s?tt|so tt|so thu tu|stt\b.*|#"),
    (Role.UNIT, r"(?:dvt|don vi tinh|don vi do|dv tinh)\b.*"),
    (
        Role.NOTE,
        r"(?:ghi chu|co quan|don vi (?:chu tri|phu trach|theo doi|thuc hien|phoi hop)|phu trach|can cu|nguon|bo phan)\b.*",
    ),
    (
        Role.NAME,
        r"(?:ten |cac |noi dung |nhom |he thong )*(?:chi tieu|noi dung|muc tieu|chi so|hang muc|tieu chi|danh muc)(?: chu yeu| cu the| phat trien.*|, .*)?",
    ),
    (
        Role.PAST,
        r".*\b(?:thuc hien|uoc|th|uth|hien trang|ket qua|so sanh|so voi|tang|giam|dat duoc|hien co|da dat)\b.*",
    ),
    (
        Role.GOAL,
        r".*\b(?:ke hoach|kh|muc tieu|chi tieu|lo trinh|phan dau|giao|nghi quyet|du toan|den nam|nam)\b.*|\D{0,12}(?:19|20)\d{2}\D{0,6}",
    ),
)
_PLACE_COLUMN = re.compile(
    rf"(?:ten )?(?:don vi|dia phuong|dia ban|cac |(?:{_PLACE_NOUN})(?:, ?(?:{_PLACE_NOUN}))*)(?: hanh chinh)?"
)
_PLACE_NAME = re.compile(rf"(?:{_PLACE_NOUN})\s+\S.*")
_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong|toan (?:xa|tinh|huyen|phuong|thanh pho))")
_ORDINALS = re.compile(r"\(?(?:\d{1,2}|[a-e])\)?(?:\s*=.*)?", re.IGNORECASE)
_HEAD_ROWS = 4


class Column(NamedTuple):
    """The column at ``place``, from 0 on: ``title`` joins the cells of its head from above, ``own`` is what it names itself.

    ``year`` is that of a goal or of what has been.
    """

    place: int
    title: str
    role: Role
    year: int | None = None
    own: str = ""


class Head(NamedTuple):
    """The columns, and how many rows make up the head."""

    columns: tuple[Column, ...]
    rows: int

    def of(self, role: Role) -> list[Column]:
        return [column for column in self.columns if column.role is role]

    def of_bare_places(self) -> list[Column]:
        """Returns the columns whose titles may be units without their level («Hòa Lộc»), where no column holds goals for all."""
        return [] if self.of(Role.GOAL) else [c for c in self.of(Role.OTHER) if _is_proper_name(c.title)]


def folded(text: str) -> str:
    return " ".join(without_marks(text).lower().split()).strip(" :.;*")


def is_place(text: str) -> bool:
    """Returns whether ``text`` is the name of an administrative unit («Ấp 1», «xã Mỹ An»).

    >>> is_place("Ấp 1"), is_place("Ấp văn hóa đạt chuẩn"), is_place("Tổng cộng")
    (True, True, False)
    """
    return _PLACE_NAME.fullmatch(folded(text)) is not None


def _is_proper_name(text: str) -> bool:
    words = text.split()
    times = folded(text).startswith(("quy ", "thang ", "ky ", "nam "))
    return (
        2 <= len(words) <= 4
        and not times
        and all(word.isalpha() and word[0].isupper() for word in words)
        and not text.isupper()
    )


def is_total(text: str) -> bool:
    return _TOTAL.fullmatch(folded(text)) is not None


def read_head(table: Table) -> Head | None:
    """Returns the head of a table of targets; None for a letterhead, a signature or a table of something else."""
    for at, row in enumerate(table.rows[:_HEAD_ROWS]):
        named = next((i for i, cell in enumerate(row) if _is_name(cell.text)), None)
        if named is not None:
            rows = _rows_of_head(table, at, named)
            columns = _columns(table, at, rows)
            head = Head(columns, rows)
            return head if head.of(Role.GOAL) or head.of(Role.PLACE) or _gives_to_places(head) else None
    return None


def _is_name(text: str) -> bool:
    words = folded(text)
    return re.fullmatch(dict(_ROWS)[Role.NAME], words) is not None or _PLACE_COLUMN.fullmatch(words) is not None


def _rows_of_head(table: Table, first: int, named: int) -> int:
    """Returns the number of rows of the head: as long as the name's cell goes down, and a row that numbers the columns."""
    rows = first + 1
    while (
        rows < len(table.rows)
        and table.rows[rows][named].covered
        and table.rows[rows][named] == _covered(table.rows[first][named])
    ):
        rows += 1
    while rows < len(table.rows) and _numbers_columns(table.rows[rows]):
        rows += 1
    return rows


def _covered(cell: Cell) -> Cell:
    return cell._replace(covered=True)


def _numbers_columns(row: tuple[Cell, ...]) -> bool:
    texts = [cell.text.strip() for cell in row]
    filled = [text for text in texts if text]
    return (
        len(filled) >= len(texts) - 1
        and len(filled) > 2
        and all(_ORDINALS.fullmatch(text) for text in filled)
        and len(set(filled)) == len(filled)
    )


def _columns(table: Table, first: int, rows: int) -> tuple[Column, ...]:
    found: list[Column] = []
    has_name = False
    for index in range(len(table.rows[first])):
        texts = list(dict.fromkeys(table.rows[row][index].text for row in range(first, rows)))
        title = " ".join(text for text in texts if text and not _ORDINALS.fullmatch(text.strip()))
        role = _role(title, has_name)
        has_name = has_name or role in (Role.NAME, Role.PLACE)
        years = _YEAR.findall(title)
        group = (
            len(texts) > 1 and _role(texts[0], has_name) is Role.GOAL
        )  # «Chỉ tiêu giao năm 2026» above «Thu ngân sách»
        own = " ".join(text for text in texts[1:] if text) if group else title
        found.append(Column(index, title, role, int(years[-1]) if years else None, own))
    return tuple(found)


def _role(title: str, has_name: bool) -> Role:
    words = folded(title)
    if not words:
        return Role.OTHER
    if has_name and words in ("don vi", "dv"):
        return Role.UNIT
    if not has_name and _PLACE_COLUMN.fullmatch(words):
        return Role.PLACE
    for role, form in _ROWS:
        if re.fullmatch(form, words) and not (role is Role.NAME and has_name):
            return Role.OTHER if role in (Role.GOAL, Role.PAST) and _PLACE_NAME.fullmatch(words) else role
    return Role.OTHER


def _gives_to_places(head: Head) -> bool:
    return bool(head.of(Role.NAME)) and (
        sum(is_place(c.title.split(" ", 0)[-1]) or _ends_in_place(c.title) for c in head.of(Role.OTHER)) >= 2
        or len(head.of_bare_places()) >= 2
    )


def _ends_in_place(title: str) -> bool:
    """Returns whether the last of the joined heads is a unit («Giao cho các xã» above «Xã Mỹ An»)."""
    return re.search(rf"\b(?:{_PLACE_NOUN})\s+\S+", folded(title)) is not None
