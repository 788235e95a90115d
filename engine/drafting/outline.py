"""Finds the targets of a document and their criteria, and accounts for every line that could be one."""

from __future__ import annotations

import re

from engine.documents.document import Document, Line, Table, Where
from engine.domain.records import NamedTuple
from engine.drafting.account import Account, Entry
from engine.drafting.citing import cited
from engine.drafting.frames import Frame, frame_of
from engine.drafting.goals import holds_goal, holds_number
from engine.drafting.items import Item, Kind, Tree
from engine.drafting.pieces import pieces_of
from engine.drafting.sections import Section, charges_an_office, names_field, section_of_heading, section_of_prose
from engine.drafting.tables import Fate, Row, TableReading, goal_text, read_table
from engine.language.text import without_marks


class DraftCriterion(NamedTuple):
    """A criterion. ``text`` is the document's to the letter; ``is_part`` is one of «trong đó», which is not counted.

    ``goals`` are those of a table by year, each as a wording; ``plan`` are goals given to units.
    """

    text: str
    frame: Frame = Frame()
    place: str = ""
    cited: str = ""
    is_part: bool = False
    by_year: tuple[tuple[int, str], ...] = ()
    by_unit: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()


class DraftTarget(NamedTuple):
    """A target with its criteria. ``text`` is the line that names it; ``doubts`` are for a person to check."""

    number: int
    text: str
    criteria: tuple[DraftCriterion, ...]
    doubts: tuple[str, ...] = ()


class Outline(NamedTuple):
    targets: tuple[DraftTarget, ...]
    account: Account


_ENACTS = re.compile(r"(?:quyet nghi|quyet dinh|quyet nghi thong qua)\s*:?")
_PREAMBLE = re.compile(r"^(?:can cu|xet|theo de nghi|tren co so|thuc hien)\b")
_COUNTED = re.compile(
    r"\b\d+\s+(?:nhóm\s+)?(?:chỉ\s+tiêu|nội\s+dung|mục\s+tiêu|tiêu\s+chí)(?:\s+(?:sau|chủ\s+yếu|cụ\s+thể))*(?=[\s,:;.)]|$)",
    re.I,
)


class _Part(NamedTuple):
    """A stretch of the document: a line in its place of the tree, or a table under an item."""

    item: Item | None
    table: Table | None = None


def outline(document: Document, first_year: int = 0) -> Outline:
    """Returns the targets of ``document`` in its order, numbered as it numbers them, else from 1 on.

    Columns of a table for years before ``first_year`` hold no goals.
    """
    parts = _parts(document, first_year)
    sections = _Sections([part.item for part in parts if part.item is not None and part.table is None])
    return _Outliner(sections, first_year).outlined(parts)


def _parts(document: Document, first_year: int) -> list[_Part]:
    tree = Tree()
    parts: list[_Part] = []
    for block in document.blocks:
        if isinstance(block, Line):
            parts.append(_Part(_added(tree, block)))
        elif read_table(block, first_year) is None:  # a letterhead, a signature: lines side by side
            lines = (line for row in block.rows for cell in row if not cell.covered for line in cell.lines)
            parts += [_Part(_added(tree, line)) for line in lines]
        else:
            place = tree.place()
            parts.append(_Part(place, block))
            if place is not None:
                place.has_table = True
    return parts


def _added(tree: Tree, line: Line) -> Item:
    return tree.add(line, _has_goal(line.text))


def _has_goal(text: str) -> bool:
    return holds_goal(_COUNTED.sub("", text))


class _Sections:
    """Tells what each item of a document is: a heading, a goal, or why it is none."""

    def __init__(self, items: list[Item]) -> None:
        self._head = set(map(id, items[: _end_of_head(items)]))
        self._items = items
        self._told: dict[int, Section | None] = {}
        self._names_targets = any(self._of(item) is Section.TARGETS and self.is_goal(item) for item in items)

    def is_heading(self, item: Item) -> bool:
        """Whether the item only leads to what stands under it."""
        if item.kind in (Kind.PART, Kind.HEADING):
            return True
        if item.kind is Kind.PROSE or _has_goal(item.text):
            return False
        return (
            bool(item.below) or item.has_table or item.kind <= Kind.ROMAN or section_of_heading(item.text) is not None
        )

    def is_goal(self, item: Item) -> bool:
        """Whether the item may be a criterion: an item of a list, or a paragraph with a goal."""
        if self.is_heading(item) or item.line.where is Where.NOTE:
            return False
        return _has_goal(item.text) or (item.is_listed and item.kind > Kind.ROMAN)

    def reason(self, item: Item) -> str:
        """Returns why the item is no criterion; '' for one that is."""
        section = self.section(item)
        if section is not None and section is not Section.TARGETS:
            return str(section.value)
        if self.is_heading(item):
            return "đề mục"
        if item.line.where is Where.NOTE:
            return Section.NOTE.value
        if not self.is_goal(item):
            return "không nêu mức phải đạt"
        if section is Section.TARGETS or (not self._names_targets and (item.is_listed or ":" in item.text)):
            return ""
        return "không nằm dưới đề mục chỉ tiêu"

    def section(self, item: Item | None) -> Section | None:
        """Returns the section that the item stands in or heads."""
        return None if item is None else self._of(item)

    def _of(self, item: Item) -> Section | None:
        if id(item) not in self._told:
            self._told[id(item)] = self._found(item)
        return self._told[id(item)]

    def _found(self, item: Item) -> Section | None:
        if id(item) in self._head:
            return Section.HEAD
        above = self._of(item.above) if item.above is not None else None
        if above is not None and above.is_final:
            return above
        if item.kind is Kind.PROSE:
            return section_of_prose(item.text) or above
        if charges_an_office(item.text):
            return Section.CARRYING_OUT
        own = None
        if self.is_heading(item):
            own = section_of_heading(item.text)
        elif item.kind <= Kind.ROMAN:
            own = section_of_heading(item.text.partition(":")[0])
        return own or above


def _end_of_head(items: list[Item]) -> int:
    """Returns how many items come before the text: up to «QUYẾT NGHỊ», else up to the first that has a label."""
    first = next((i for i, item in enumerate(items) if item.kind <= Kind.ROMAN), len(items))
    enacts = [i + 1 for i, item in enumerate(items[:first]) if _ENACTS.fullmatch(_plain(item.text))]
    if enacts:
        return enacts[-1]
    return next((i for i, item in enumerate(items) if item.is_listed and not _PREAMBLE.match(_plain(item.text))), 0)


def _plain(text: str) -> str:
    return " ".join(without_marks(text).lower().split())


class _Outliner:
    """Gathers criteria into targets: an item with a goal is one, or what stands under a named heading is one together."""

    def __init__(self, sections: _Sections, first_year: int) -> None:
        self._sections = sections
        self._first_year = first_year
        self._targets: list[_Target] = []
        self._by_item: dict[int, _Target] = {}
        self._entries: list[Entry] = []

    def outlined(self, parts: list[_Part]) -> Outline:
        for part in parts:
            if part.table is not None:
                self._table(part.table, part.item)
            elif part.item is not None:
                self._item(part.item)
        numbers = _numbers(self._targets)
        targets = (
            DraftTarget(number, target.text, tuple(target.criteria), tuple(target.doubts))
            for number, target in zip(numbers, self._targets, strict=True)
        )
        return Outline(tuple(targets), Account(tuple(self._entries)))

    # ------------------------------------------------------------ lines

    def _item(self, item: Item) -> None:
        reason = self._sections.reason(item)
        if holds_number(item.text) or item.is_listed or item.line.label:
            self._entries.append(Entry(item.line.place, item.line.shown, reason))
        if reason:
            return
        target = self._target_of(item)
        pieces = pieces_of(item.text)
        frame = frame_of([*self._frames(item), pieces.lead])
        whole = item.above is not None and id(item.above) in self._by_item and not self._sections.is_heading(item.above)
        target.doubts += pieces.doubts
        for piece in pieces.pieces:
            is_part = piece.is_part or _says_part(pieces.lead) or _is_part(item) or (whole and _opens_parts(item.above))
            target.criteria.append(
                DraftCriterion(piece.text, frame, item.line.place, cited(item), is_part, doubts=piece.doubts)
            )

    def _frames(self, item: Item) -> list[str]:
        return [
            above.text
            for above in reversed(list(item.path()))
            if above is not item and self._sections.is_heading(above)
        ]

    def _target_of(self, item: Item) -> _Target:
        """Returns the target that the item belongs to: that of a goal above it, that of a named heading, or one of its own."""
        above = item.above
        named = above is not None and (
            (not self._sections.is_heading(above) and id(above) in self._by_item) or self._names_a_target(above, item)
        )
        owner = above if named and above is not None else item
        if id(owner) not in self._by_item:
            self._by_item[id(owner)] = _Target(owner.text, owner)
            self._targets.append(self._by_item[id(owner)])
        self._by_item[id(item)] = self._by_item[id(owner)]
        return self._by_item[id(owner)]

    def _names_a_target(self, heading: Item, item: Item) -> bool:
        """Returns whether a heading is itself a target («1. Chính quyền số»), and not a field («Về kinh tế») or a section."""
        if (
            not (Kind.NUMBER <= heading.kind <= Kind.LETTER)
            or not item.is_listed
            or not self._sections.is_heading(heading)
        ):
            return False
        return section_of_heading(heading.text) is None and not names_field(heading.text)

    # ------------------------------------------------------------ tables

    def _table(self, table: Table, above: Item | None) -> None:
        reading = read_table(table, self._first_year)
        section = self._sections.section(above)
        refused = section.value if section is not None and section is not Section.TARGETS else ""
        if reading is None:
            return
        self._entries += [Entry(place, text, refused) for place, text in reading.used]
        self._entries += [Entry(place, text, refused or reason) for place, text, reason in reading.others]
        if not refused:
            self._rows(reading, above)

    def _rows(self, reading: TableReading, above: Item | None) -> None:
        frame = frame_of(part.text for part in reversed(list(above.path()))) if above is not None else Frame()
        for row in reading.rows:
            if row.fate is Fate.CRITERION or not self._targets:
                self._targets.append(_Target(row.name, None, row.number))
            self._targets[-1].criteria.append(_of_row(row, frame, cited(above) if above is not None else ""))


class _Target:
    """A target while it is gathered; ``number`` is what a table says under «TT»."""

    def __init__(self, text: str, item: Item | None, number: str = "") -> None:
        self.text = text
        self.item = item
        self.number = number
        self.criteria: list[DraftCriterion] = []
        self.doubts: list[str] = []


def _says_part(lead: str) -> bool:
    return _plain(lead).startswith("trong do")


def _is_part(item: Item) -> bool:
    """Whether the item stands behind a «Trong đó:» among the bullets of one goal."""
    return item.above is not None and item.above.kind is Kind.HEADING and _says_part(item.above.text)


def _opens_parts(above: Item | None) -> bool:
    return above is not None and _plain(above.text).rstrip(" :").endswith("trong do")


def _of_row(row: Row, frame: Frame, where: str) -> DraftCriterion:
    place = ", ".join(filter(None, (where, f"TT {row.number}" if row.number else row.place)))
    if any(goal.unit_name for goal in row.goals):
        given = tuple((goal.unit_name, goal_text(row, goal)) for goal in row.goals)
        return DraftCriterion(
            row.name, frame, row.place, place, row.fate is Fate.PART, by_unit=given, doubts=row.doubts
        )
    if len(row.goals) == 1:
        (goal,) = row.goals
        text = f"{row.name}: {goal_text(row, goal)}"
        frame = frame._replace(year=goal.year) if goal.year is not None else frame
        return DraftCriterion(text, frame, row.place, place, row.fate is Fate.PART, doubts=row.doubts)
    frame = frame._replace(yearly=True) if row.adds_up else frame
    by_year = tuple((goal.year, f"{row.name}: {goal_text(row, goal)}") for goal in row.goals if goal.year is not None)
    steps = ", ".join(f"{goal_text(row, goal)} năm {goal.year}" for goal in row.goals)
    doubts = row.doubts if len(by_year) == len(row.goals) else (*row.doubts, "có cột mục tiêu không ghi năm")
    return DraftCriterion(f"{row.name}: {steps}", frame, row.place, place, row.fate is Fate.PART, by_year, (), doubts)


def _numbers(targets: list[_Target]) -> list[int]:
    """Returns the numbers of the document where it numbers all targets from 1 to the last, in any order; else 1, 2, 3 …."""
    written = [re.sub(r"\D", "", t.item.line.label) if t.item is not None else t.number.strip(" .") for t in targets]
    kinds = {t.item.kind if t.item is not None else None for t in targets}
    numbers = [int(number) for number in written if number.isascii() and number.isdigit()]
    if len(kinds) == 1 and sorted(numbers) == list(range(1, len(targets) + 1)):
        return numbers
    return list(range(1, len(targets) + 1))
