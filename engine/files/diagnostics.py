"""Diagnostics: problems as values with a stable code, a severity, a place and a remedy; and their form for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Annotated

from engine.domain.limits import DIAGNOSTICS, GUESSES, grouped
from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form
from engine.files.source import Span
from engine.language.text import abridged, nearest, on_one_line

_EXCERPT = 160
_LONGEST = 600
"""The most characters of a message or remedy, because a file may hold endless texts."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        return "lỗi" if self is Severity.ERROR else "cảnh báo"


CODES: dict[str, tuple[Severity, str]] = {
    # files and YAML
    "CT001": (Severity.ERROR, "không đọc được tệp"),
    "CT002": (Severity.ERROR, "tệp quá lớn"),
    "CT003": (Severity.ERROR, "tệp không phải văn bản UTF-8"),
    "CT004": (Severity.ERROR, "tệp viết sai cách"),
    "CT005": (Severity.ERROR, "neo, bí danh hoặc thẻ YAML không được dùng"),
    "CT006": (Severity.ERROR, "ngoặc nhọn {…} làm mất nghĩa"),
    "CT007": (Severity.ERROR, "cấu trúc lồng quá sâu"),
    "CT008": (Severity.ERROR, "liên kết ra ngoài thư mục làm việc"),
    "CT009": (Severity.ERROR, "quá nhiều lỗi"),
    "CT010": (Severity.ERROR, "khóa không có trong ngôn ngữ quy tắc"),
    "CT011": (Severity.ERROR, "khóa viết hai lần"),
    "CT012": (Severity.ERROR, "thiếu khóa bắt buộc"),
    "CT013": (Severity.ERROR, "giá trị sai kiểu"),
    "CT014": (Severity.ERROR, "giá trị không thuộc các lựa chọn"),
    "CT015": (Severity.WARNING, "dấu # cắt mất phần sau của câu"),
    "CT016": (Severity.WARNING, "quá nhiều cảnh báo"),
    "CT017": (Severity.WARNING, "tệp mang tên hoặc nằm ở chỗ không được đọc"),
    # rules
    "CT101": (Severity.ERROR, "số liệu không có trong danh mục"),
    "CT102": (Severity.ERROR, "số hoặc mã dùng hai lần"),
    "CT103": (Severity.ERROR, "đơn vị không cùng loại"),
    "CT104": (Severity.ERROR, "ngưỡng khác với nguyên văn nghị quyết"),
    "CT105": (Severity.ERROR, "định nghĩa vòng quanh"),
    "CT106": (Severity.ERROR, "không hiểu điều kiện hoặc công thức"),
    "CT107": (Severity.ERROR, "nội dung hoặc chỉ tiêu không có trong nghị quyết"),
    "CT108": (Severity.ERROR, "mã hạn chế, nguyên nhân… không có"),
    "CT109": (Severity.ERROR, "số lẻ cho thứ đếm được"),
    "CT110": (Severity.ERROR, "kiểu số liệu không hợp với phép so sánh"),
    "CT111": (Severity.ERROR, "điều kiện thiếu vế trái"),
    "CT112": (Severity.ERROR, "dùng hàm sai cách"),
    "CT113": (Severity.ERROR, "chỗ điền số không có nghĩa"),
    "CT114": (Severity.ERROR, "nghị quyết khai báo chưa đúng"),
    "CT115": (Severity.ERROR, "mốc năm hoặc ngày sửa đổi chưa đúng"),
    "CT116": (Severity.ERROR, "chiều tốt chưa rõ hoặc trái với câu chữ"),
    "CT117": (Severity.ERROR, "câu kết luận in số của nội dung chưa chắc là chưa đạt"),
    "CT118": (Severity.ERROR, "quy tắc chồng lên nhau quá nhiều"),
    # rules that load and yet cannot be meant: `chitieu check`
    "CT120": (Severity.ERROR, "điều kiện không bao giờ đúng"),
    "CT121": (Severity.ERROR, "vượt khi dễ hơn đạt khi"),
    "CT122": (Severity.ERROR, "mục không bao giờ có"),
    "CT123": (Severity.ERROR, "phép đối chiếu không bao giờ khớp"),
    "CT124": (Severity.WARNING, "năm không có mốc"),
    "CT125": (Severity.WARNING, "ngày nằm ngoài giai đoạn"),
    "CT126": (Severity.ERROR, "hạn hoặc giai đoạn khác nguyên văn"),
    "CT130": (Severity.WARNING, "nội dung không có gì giải thích khi chưa đạt"),
    "CT131": (Severity.WARNING, "nguyên nhân không có giải pháp"),
    "CT132": (Severity.WARNING, "số liệu không dùng"),
    "CT133": (Severity.WARNING, "số liệu được dùng nhưng chưa có"),
    "CT134": (Severity.WARNING, "số liệu không quy tắc nào dùng"),
    "CT135": (Severity.WARNING, "thiếu căn cứ"),
    "CT136": (Severity.WARNING, "còn dấu CẦN XEM LẠI"),
    "CT137": (Severity.WARNING, "lý do khác nguyên văn không nêu văn bản"),
    "CT138": (Severity.WARNING, "chưa ghi tính chất của số liệu"),
    "CT140": (Severity.WARNING, "chỉ dựa vào nhận định"),
    "CT141": (Severity.WARNING, "hoặc làm con số mất ý nghĩa"),
    "CT142": (Severity.WARNING, "phần lớn, đa số mà không có điều kiện trên một nửa"),
    "CT143": (Severity.WARNING, "nguyên nhân không có điều kiện"),
    "CT144": (Severity.WARNING, "chưa ghi tiến độ mà nguyên văn nêu"),
    "CT150": (Severity.WARNING, "số có đúng ba chữ số lẻ"),
    "CT151": (Severity.WARNING, "tỷ lệ lớn hơn 100%"),
    "CT152": (Severity.WARNING, "lệch khoảng 1.000 lần so với năm trước"),
    "CT153": (Severity.WARNING, "đơn vị khác năm trước"),
    # facts
    "CT201": (Severity.ERROR, "mã số liệu không có trong danh mục"),
    "CT202": (Severity.ERROR, "nghị quyết không có trong thư mục rules"),
    "CT203": (Severity.ERROR, "nguồn chưa khai báo"),
    "CT204": (Severity.ERROR, "không hiểu giá trị số liệu"),
    "CT205": (Severity.ERROR, "ngày hoặc năm chưa đúng"),
    "CT206": (Severity.ERROR, "điều báo cáo nêu không ứng với nội dung nào"),
    "CT207": (Severity.WARNING, "hai đơn vị tên chỉ khác nhau ở dấu"),
    "CT208": (Severity.WARNING, "đơn vị khác tên thư mục"),
    "CT209": (Severity.ERROR, "giá trị không thể có"),
    "CT210": (Severity.WARNING, "ngày chốt số liệu quá muộn"),
    "CT211": (Severity.WARNING, "ngày nhận định sau ngày chốt số liệu"),
    "CT212": (Severity.WARNING, "kỳ của số liệu thời điểm"),
    "CT213": (Severity.WARNING, "ngày của số liệu ngoài năm của tệp"),
    "CT214": (Severity.WARNING, "số cả năm khi chưa hết năm"),
    "CT215": (Severity.ERROR, "số cộng dồn giảm đi"),
    "CT216": (Severity.ERROR, "phần lớn hơn tổng số"),
    "CT217": (Severity.WARNING, "số liệu giống hệt năm trước"),
    "CT218": (Severity.WARNING, "năm sau giai đoạn của nghị quyết"),
    "CT219": (Severity.ERROR, "tên đơn vị không ghi dấu, có thể là nhiều đơn vị"),
    # data: warnings of one evaluation
    "CT301": (Severity.WARNING, "chưa có số liệu"),
    "CT302": (Severity.WARNING, "số liệu mâu thuẫn"),
    "CT303": (Severity.WARNING, "không tính được"),
    "CT304": (Severity.WARNING, "số liệu chưa hết năm"),
    "CT305": (Severity.WARNING, "ước thực hiện thấp hơn số đã thực hiện"),
    "CT306": (Severity.WARNING, "số gần đúng nằm ngay tại ngưỡng"),
    "CT307": (Severity.WARNING, "số liệu cũ"),
    "CT308": (Severity.WARNING, "số báo cáo khác số tính được"),
    "CT309": (Severity.WARNING, "số liệu không ghi nguồn"),
    "CT310": (Severity.WARNING, "số liệu khó tin"),
    "CT311": (Severity.WARNING, "các số liệu không cùng kỳ"),
    "CT312": (Severity.WARNING, "kế hoạch chưa có hiệu lực"),
    "CT313": (Severity.WARNING, "tỷ lệ trên 100%"),
    # rule tests
    "CT401": (Severity.ERROR, "trường hợp kiểm thử chưa có số liệu"),
    "CT402": (Severity.ERROR, "trường hợp kiểm thử không mong đợi điều gì"),
    "CT403": (Severity.ERROR, "tệp số liệu của trường hợp kiểm thử không có"),
    "CT404": (Severity.ERROR, "mã được mong đợi không có"),
    "CT405": (Severity.ERROR, "hai trường hợp kiểm thử cùng tên"),
    "CT406": (Severity.ERROR, "một điều được mong đợi hai lần"),
    "CT407": (Severity.ERROR, "năm hoặc đơn vị trái với tệp số liệu được dựa trên"),
    # profiles of forms
    "CT501": (Severity.ERROR, "biểu mẫu không đọc được bảng nào"),
    "CT502": (Severity.ERROR, "hai cột hoặc hai dòng của biểu mẫu trùng nhau"),
    "CT503": (Severity.ERROR, "hai biểu mẫu cùng nhận ra một bảng"),
}
"""Every code with its severity and title. A code never changes its meaning."""


BEYOND_LOADING = frozenset({"CT104", "CT120", "CT121", "CT122", "CT123", "CT126"})
"""The errors of rules that load, and yet cannot be meant."""

_NOTHING_LEFT = {"CT009", "CT102", "CT105", "CT107", "CT108", "CT114", "CT118", "CT202", "CT219"}
"""One name for two things or for none, definitions without an end, no resolution or unit: nothing can be evaluated."""

PASSED_OVER = frozenset(code for code in CODES if code[2] in "12") - _NOTHING_LEFT
"""The errors of rules and facts in spite of which a draft (bản nháp) is evaluated."""


class Note(NamedTuple):
    """A further place that belongs to a diagnostic."""

    span: Span
    text: str


@json_form("line", "column", shape="EndShape")
class EndOfSpan(NamedTuple):
    """The end of a place."""

    line: int
    column: int


@json_form("file", "line=span.line", "column=span.column", "end", "code", "severity", "message", "help=remedy")
class Diagnostic(NamedTuple):
    """Something wrong in a file: a code of CODES, the place, and in Vietnamese what is wrong and what to do."""

    code: Annotated[str, Meaning(pattern="^CT[0-9]{3}$")]
    message: str
    span: Span
    remedy: str
    notes: tuple[Note, ...] = ()
    mark: str = ""
    """The words behind the caret; may be empty."""

    @property
    def severity(self) -> Severity:
        """The severity of its code."""
        return CODES[self.code][0]

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.span.file.name

    @property
    def end(self) -> Annotated[EndOfSpan, Meaning("Exclusive column")]:
        """The end of the place."""
        return EndOfSpan(self.span.end_line, self.span.end_column)


@json_form(
    "errors", "warnings", "diagnostics",
    schema="chitieu/check/1", shape="CheckShape", about="`chitieu check --format json`.",
)  # fmt: skip
class CheckDocument(NamedTuple):
    """All diagnostics of a workspace, counted."""

    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(one.severity is Severity.ERROR for one in self.diagnostics)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return sum(one.severity is Severity.WARNING for one in self.diagnostics)


class Problems:
    """Collects diagnostics during reading, so that people see all of them together."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._added: Counter[Severity] = Counter()
        self._compared = 0

    def add(self, code: str, message: str, span: Span, remedy: str, notes: Iterable[Note] = (), mark: str = "") -> None:
        """Collects a diagnostic; of those that are too many to be told (``in_order``) only code and place."""
        severity, title = CODES[code]
        self._added[severity] += 1
        if self._added[severity] > DIAGNOSTICS:
            self.found.append(Diagnostic(code, title, span, ""))
            return
        message, remedy, mark = (abridged(text, _LONGEST) for text in (message, remedy, mark))
        self.found.append(Diagnostic(code, message, span, remedy, tuple(notes), mark))

    def nearest(self, name: str, names: Collection[str]) -> str | None:
        """Returns the one of ``names`` that was most likely meant; None where none is near, or too many were compared already."""
        return nearest(name, names) if self.may_compare(len(names)) else None

    def may_compare(self, count: int) -> bool:
        """Returns whether a message may look at ``count`` names more, to say which of them was meant."""
        self._compared += count
        return self._compared <= GUESSES

    @property
    def has_errors(self) -> bool:
        return any(d.severity is Severity.ERROR for d in self.found)

    def stop(self, draft: bool) -> bool:
        """Whether there are errors that end the work; a ``draft`` goes on in spite of those that leave something to evaluate."""
        errors = [d.code for d in self.found if d.severity is Severity.ERROR]
        return not draft or len(errors) > DIAGNOSTICS or not PASSED_OVER.issuperset(errors) if errors else False

    def joined(self, other: Problems) -> Problems:
        """Returns the problems of both."""
        joined = Problems()
        joined.found = self.found + other.found
        return joined

    def in_order(self) -> list[Diagnostic]:
        """Returns each diagnostic once, by file and place; those of facts, which may follow from the rules, last.

        Of more than DIAGNOSTICS errors or warnings the last says how many are not told.
        """
        unique = list(dict.fromkeys(self.found))
        if len(unique) <= DIAGNOSTICS:
            return sorted(unique, key=_place)
        told: list[Diagnostic] = []
        closing: list[Diagnostic] = []
        for severity, code in ((Severity.ERROR, "CT009"), (Severity.WARNING, "CT016")):
            own = [one for one in unique if one.severity is severity]
            told += own[:DIAGNOSTICS]
            if len(own) > DIAGNOSTICS:
                message = f"còn {grouped(len(own) - DIAGNOSTICS)} {severity.label} nữa, không nêu ở đây"
                closing.append(
                    Diagnostic(code, message, own[DIAGNOSTICS].span, "sửa những chỗ đã nêu rồi kiểm tra lại")
                )
        return [*sorted(told, key=_place), *closing]


def _place(diagnostic: Diagnostic) -> tuple[object, ...]:
    span = diagnostic.span
    return span.file.name.startswith("facts/"), span.file.name, *span[1:3], diagnostic.code


def draw(diagnostic: Diagnostic) -> str:
    """Returns the diagnostic as text: a clickable first line, excerpts with carets, the remedy."""
    span = diagnostic.span
    head = f"{on_one_line(span.file.name)}:{span.line}:{span.column} {diagnostic.code} {diagnostic.severity.label}: {on_one_line(diagnostic.message)}"
    lines = [head, *_excerpt(span, diagnostic.mark)]
    for note in diagnostic.notes:
        if note.span.file is not span.file:
            lines.append(f"   {on_one_line(note.span.place)}")
        lines += _excerpt(note.span, note.text)
    lines.append(f"   sửa: {on_one_line(diagnostic.remedy)}")
    return "\n".join(lines)


def _excerpt(span: Span, mark: str) -> list[str]:
    text = span.file.line(span.line)
    if not text.strip():
        return []
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    cut = max(0, start - _EXCERPT // 2)
    shown = on_one_line(text[cut : cut + _EXCERPT].replace("\t", " "))
    start, end = start - cut, min(end - cut, len(shown))
    number = f"{span.line:4d}"
    # Wide and combining characters do not take one cell each.
    from rich.cells import cell_len  # only a message that is drawn needs it

    carets = " " * cell_len(shown[:start]) + "^" * max(1, cell_len(shown[start:end]))
    return [f"{number} | {shown}".rstrip(), f"     | {carets} {on_one_line(mark)}".rstrip()]
