"""Writes what a person has said of a form as a profile in canonical form."""

from __future__ import annotations

from engine.domain.records import NamedTuple
from engine.files.diagnostics import Problems
from engine.files.yaml_text import UnwritableText, key, scalar
from engine.formatting.formatter import format_file
from engine.importing.cells import one_line
from engine.profiles.documents import LAST_YEAR
from engine.profiles.profile import Passed, TaughtColumn

_SCHEMA = "# yaml-language-server: $schema=../../.chitieu/luoc-do/bieu-mau.json"


class Lesson(NamedTuple):
    """What a person has said of the form of ``file``. ``rows`` are names with their sections, as profiles write them."""

    file: str
    name: str
    columns: tuple[TaughtColumn, ...]
    rows: tuple[tuple[str, str | Passed], ...] = ()
    unit: str = ""


def profile_text(lesson: Lesson) -> str:
    """Returns the profile as `fmt` writes it. Raises UnwritableText."""
    lines = [
        _SCHEMA,
        f"# Do chitieu import --map ghi theo {one_line(lesson.file)}; sửa tay được. Năm, kỳ trong tiêu đề đổi thì vẫn là biểu này.",
        f"biểu mẫu: {scalar(one_line(lesson.name))}",
    ]
    lines += [f"đơn vị: {scalar(one_line(lesson.unit))}"] if lesson.unit else []
    lines.append("cột:")
    for column in lesson.columns:
        lines += _column_lines(column)
    lines += ["dòng:"] if lesson.rows else []
    for path, code in lesson.rows:
        lines.append(f"  {key(one_line(path))}: {scalar(code.value if isinstance(code, Passed) else code)}")
    problems = Problems()
    formatted = format_file(("\n".join(lines) + "\n").encode(), "facts", "facts", problems)
    if formatted is None:
        raise UnwritableText(f"không viết được biểu mẫu đọc lại được: {problems.found[0].message}")
    return formatted.text


def _column_lines(column: TaughtColumn) -> list[str]:
    title = f"  {key(one_line(column.title))}:"
    alone = column.code if column.meaning is None else column.meaning.value
    details = {
        "số liệu": column.code if column.meaning is not None else "",
        "kỳ": column.period,
        "năm": LAST_YEAR if column.years_back else "",
        "đơn vị tính": column.measure,
    }
    said = {name: text for name, text in details.items() if text}
    if not said:
        return [f"{title} {scalar(alone)}"]
    first = "là" if column.meaning is not None else "số liệu"
    return [
        title,
        f"    {first}: {scalar(alone)}",
        *(f"    {name}: {scalar(one_line(text))}" for name, text in said.items()),
    ]
