"""Reads the profiles of a workspace and checks them against the catalogues; problems are collected with their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from engine.domain.limits import PROFILES, RULE_BYTES, grouped
from engine.domain.records import NamedTuple
from engine.factbase.periods import is_period
from engine.files.diagnostics import Note, Problems
from engine.files.document import read_model
from engine.files.scalars import Mapping, Node, Scalar, Text, text_of, text_or_empty
from engine.files.source import SourceFile, Span
from engine.files.written import NamedEntry, WrittenValue
from engine.language.text import fold
from engine.profiles.documents import LAST_YEAR, VALUES, ColumnDoc, Meaning, ProfileDoc
from engine.profiles.profile import Passed, Profile, TaughtColumn, form_key, row_key, times_in
from engine.rulebook.rulebook import Rulebook
from engine.workspace.reading import read_node
from engine.workspace.workspace import Workspace

_MEANINGS = {fold(meaning): meaning for meaning in Meaning}
ONCE = (
    Meaning.CODE, Meaning.NAME, Meaning.MEASURE, Meaning.UNIT, Meaning.PARENT, Meaning.YEAR, Meaning.PERIOD, Meaning.BASIS,
    Meaning.DAY, Meaning.SOURCE, Meaning.SOURCE_KIND, Meaning.INFERRED,
)  # fmt: skip
"""The meanings that only one column of a form can have."""

K = TypeVar("K")
V = TypeVar("V", bound=tuple[object, Span])


def read_profiles(workspace: Workspace, rulebooks: list[Rulebook], problems: Problems) -> list[Profile]:
    """Returns the profiles of the workspace that are sound, in the order of their files."""
    paths = workspace.profile_files
    if len(paths) > PROFILES:
        message = f"thư mục facts/bieu-mau có hơn {grouped(PROFILES)} biểu mẫu (ở đây {grouped(len(paths))})"
        problems.add("CT002", message, SourceFile("facts/bieu-mau", "").start, "bỏ những biểu mẫu không dùng nữa")
        return []
    if sum(path.stat().st_size for path in paths if path.is_file()) > RULE_BYTES:
        message = f"các biểu mẫu cộng lại lớn hơn {RULE_BYTES // 1_000_000} MB"
        problems.add("CT002", message, SourceFile("facts/bieu-mau", "").start, "bỏ những biểu mẫu không dùng nữa")
        return []
    found: list[Profile] = []
    for path in paths:
        profile = profile_of(read_node(workspace, path, problems), rulebooks, found, problems)
        found += [profile] if profile is not None else []
    return found


def profile_of(
    node: Node | None, rulebooks: list[Rulebook], others: list[Profile], problems: Problems
) -> Profile | None:
    """Returns the profile that a file holds; None, with the problems, where something in it is wrong.

    It may not be of the form of one of ``others``.
    """
    doc = read_model(ProfileDoc, node, problems)
    profile = _Reader(doc, rulebooks, problems).read() if doc is not None else None
    if profile is None:
        return None
    if (other := next((one for one in others if _are_alike(one, profile)), None)) is not None:
        message = f"biểu mẫu này và {other.file} cùng nhận ra một bảng: các tiêu đề như nhau"
        problems.add("CT503", message, profile.place, "bỏ một tệp, hoặc gộp hai tệp làm một")
        return None
    return profile


def _are_alike(one: Profile, other: Profile) -> bool:
    """Returns whether the headings of some table fit both forms."""
    return one.needed <= other.columns.keys() and other.needed <= one.columns.keys()


class _Placed(NamedTuple):
    column: TaughtColumn
    span: Span


class _Reader:
    def __init__(self, doc: ProfileDoc, rulebooks: list[Rulebook], problems: Problems) -> None:
        self.doc, self.rulebooks, self.problems = doc, rulebooks, problems

    def read(self) -> Profile | None:
        before = len(self.problems.found)
        placed = self._by_key(self._columns(), "tiêu đề")
        rows = self._by_key(self._rows(), "dòng")
        if len(self.problems.found) == before:
            self._check_meanings(list(placed.values()))
        if len(self.problems.found) == before:
            self._check_reads(placed)
        if len(self.problems.found) > before:
            return None
        columns = {key: one.column for key, one in placed.items()}
        unit, measure = text_or_empty(self.doc.unit), text_or_empty(self.doc.measure)
        codes = {key: code for key, (code, _) in rows.items()}
        return Profile(self.doc.name.value, self.doc.name.span, columns, codes, unit, measure)

    def _by_key(self, entries: Iterator[tuple[K, V]], what: str) -> dict[K, V]:
        """Returns the entries by their keys, which are to be different."""
        found: dict[K, V] = {}
        for key, value in entries:
            if key in found:
                note = Note(found[key][1], "lần đầu")
                message = f"{what} này và {what} ở trên chỉ khác nhau ở năm, kỳ, dấu câu hoặc chữ hoa: là một"
                self.problems.add("CT502", message, value[1], "giữ một dòng, bỏ dòng kia", [note])
            else:
                found[key] = value
        return found

    # ------------------------------------------------------------ columns

    def _columns(self) -> Iterator[tuple[str, _Placed]]:
        for entry in self.doc.columns:
            key = form_key(entry.name.value)
            if not key:
                remedy = "ghi tiêu đề của cột như trong bảng"
                self.problems.add("CT013", f"tiêu đề «{entry.name}» không có chữ nào", entry.name.span, remedy)
            elif (column := self._column(entry)) is not None:
                yield key, _Placed(column, entry.name.span)

    def _column(self, entry: NamedEntry[WrittenValue]) -> TaughtColumn | None:
        assert entry.value is not None
        node, title = entry.value.node, entry.name.value
        if isinstance(node, Mapping):
            doc = read_model(ColumnDoc, node, self.problems)
            return self._detailed(doc, title) if doc is not None else None
        if not isinstance(node, Scalar) or not node.text.strip():
            self.problems.add("CT013", f"cột «{title}» thiếu ý nghĩa", entry.name.span, self._choices())
            return None
        text = text_of(node)
        if (meaning := _MEANINGS.get(fold(text.value))) is not None:
            return TaughtColumn(title, meaning)
        return TaughtColumn(title, None, text.value) if self._is_code(text, list(Meaning)) else None

    def _detailed(self, doc: ColumnDoc, title: str) -> TaughtColumn | None:
        meaning = _MEANINGS[fold(doc.meaning)] if doc.meaning is not None else None
        column = TaughtColumn(
            title,
            meaning,
            text_or_empty(doc.indicator),
            text_or_empty(doc.period),
            text_or_empty(doc.measure),
            1 if doc.year == LAST_YEAR else 0,
        )
        if meaning is None and not column.code:
            self.problems.add("CT012", f"cột «{title}» thiếu khóa «là» hoặc «số liệu»", doc.span, self._choices())
            return None
        if doc.indicator is not None and not self._is_code(doc.indicator, []):
            return None
        details = [key for key in ("số liệu", "kỳ", "năm", "đơn vị tính") if key in doc.places]
        if meaning is not None and meaning not in VALUES and details:
            message = f"cột «{title}» là «{meaning}», không có giá trị nào để đọc"
            remedy = f"bỏ {', '.join(f'`{key}`' for key in details)}, hoặc ghi `là: thực hiện`"
            self.problems.add("CT013", message, doc.places["là"], remedy)
            return None
        if column.years_back and any(len(time) == 4 and time.isdecimal() for time in times_in(title)):
            message = f"tiêu đề «{title}» đã ghi năm, không ghi thêm `năm: {LAST_YEAR}`"
            self.problems.add("CT013", message, doc.places["năm"], "bỏ khóa `năm`: năm lấy theo tiêu đề")
            return None
        if doc.period is not None and not is_period(doc.period.value):
            remedy = "viết cả năm, 6 tháng, 9 tháng hoặc quý I; bỏ khóa này thì kỳ lấy theo tiêu đề"
            self.problems.add("CT205", f"«{doc.period}» không phải là một kỳ", doc.period.span, remedy)
            return None
        return column

    def _is_code(self, text: Text, others: list[Meaning]) -> bool:
        """Returns whether ``text`` is a code of a catalogue; where it is none, says what was probably meant."""
        if any(text.value in one.indicators or text.value in one.refused for one in self.rulebooks):
            return True
        codes = (code for rulebook in self.rulebooks for code in rulebook.indicators)
        close = self.problems.nearest(text.value, [*others, *codes])
        fallback = self._choices() if others else "khai báo mã này ở mục «số liệu» của nghi-quyet.yaml"
        remedy = f"phải chăng là «{close}»?" if close else fallback
        known = "không phải ý nghĩa của cột, cũng không phải mã số liệu" if others else "không có trong danh mục"
        self.problems.add("CT014" if others else "CT201", f"«{text}» {known}", text.span, remedy)
        return False

    @staticmethod
    def _choices() -> str:
        return f"ghi một mã số liệu, hoặc một trong: {', '.join(Meaning)}"

    def _check_meanings(self, placed: list[_Placed]) -> None:
        """Reports columns of which only one can be meant."""
        first: dict[object, _Placed] = {}
        for one in placed:
            column = one.column
            if column.meaning in ONCE:
                key: object = column.meaning
            elif column.has_values:
                key = column.meaning or Meaning.ACTUAL, column.code, column.period, column.years_back, column.times
            else:
                continue
            if key not in first:
                first[key] = one
                continue
            note = Note(first[key].span, "cột trước")
            message = f"cột này và cột «{first[key].column.title}» cùng nghĩa: {column.code or column.meaning}"
            remedy = "ghi `bỏ qua` cho một cột" + ("; khác kỳ thì ghi `kỳ`" if column.has_values else "")
            self.problems.add("CT502", message, one.span, remedy, [note])

    def _check_reads(self, placed: dict[str, _Placed]) -> None:
        """Reports a form in which nothing can be read."""
        columns = [one.column for one in placed.values()]
        meanings = {column.meaning for column in columns if not column.code}
        by_row = bool(meanings & {Meaning.NAME, Meaning.CODE})
        by_column = bool(meanings & {Meaning.UNIT, Meaning.YEAR}) and not by_row
        if Meaning.YEAR in meanings and any(column.years_back for column in columns):
            message = f"biểu mẫu có cột năm, không rõ «{LAST_YEAR}» là năm nào"
            self.problems.add("CT501", message, self.doc.places["cột"], f"bỏ `năm: {LAST_YEAR}`")
            return
        codes, values = any(column.code for column in columns), bool(meanings & set(VALUES))
        if (by_row and values and not codes) or (by_column and codes is not values):
            return
        message = "biểu mẫu không có đủ cột để đọc số liệu"
        remedy = (
            "cần một cột `tên số liệu` với cột `thực hiện`, hoặc một cột `tên đơn vị` với các cột ghi mã số liệu "
            "(hay cột `thực hiện`, khi tên bảng là tên số liệu); không trộn hai kiểu"
        )
        self.problems.add("CT501", message, self.doc.places["cột"], remedy)

    # ------------------------------------------------------------ rows

    def _rows(self) -> Iterator[tuple[tuple[str, ...], tuple[str | Passed, Span]]]:
        for entry in self.doc.rows:
            assert entry.value is not None
            node, name = entry.value.node, entry.name
            if not isinstance(node, Scalar) or not node.text.strip() or not row_key(name.value):
                remedy = "ghi mã số liệu sau dấu hai chấm, hoặc `bỏ qua`"
                self.problems.add("CT013", f"dòng «{name}» thiếu mã số liệu", name.span, remedy)
                continue
            text = text_of(node)
            if fold(text.value) == fold(Passed.OVER.value):
                yield row_key(name.value), (Passed.OVER, name.span)
            elif self._is_code(text, []):
                yield row_key(name.value), (text.value, name.span)
