"""Writes imported values as a facts file in canonical form, with a mark by which import knows its own files."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from operator import attrgetter
from typing import Any

from engine.domain.records import NamedTuple
from engine.files.diagnostics import Problems
from engine.files.yaml_text import UnwritableText, is_simple, key, scalar
from engine.formatting.blocks import WIDTH
from engine.formatting.formatter import format_file
from engine.importing.cells import one_line
from engine.importing.import_result import ACTUAL, ImportedValue, Source
from engine.language import display

_SCHEMA = "# yaml-language-server: $schema=../../.chitieu/luoc-do/so-lieu.json"
_MARK = re.compile(r"^# Do chitieu import ghi từ (.+) \(mã kiểm ([0-9a-f]{12})\)", re.MULTILINE)
_NO_DIGEST = "0" * 12
_TEXTS = ("source", "sheet", "period", "period_reason", "inferred", "assessor", "remark", "note")
_texts_of = attrgetter(*_TEXTS)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,11}\Z")


class Mark(NamedTuple):
    """The mark of a facts file. ``untouched``: nobody has edited the file since the import."""

    files: str
    untouched: bool


class Head(NamedTuple):
    """The particulars of one facts file. ``source`` is the user's name for the tables; '' for their file names."""

    resolution: str
    unit: str
    year: int
    as_of: date
    files: tuple[str, ...]
    sources: dict[str, Source]
    source: str


class _Group(NamedTuple):
    """The particulars that the values of a group share; the fields are the keys of the file."""

    source: str
    as_of: date | None
    basis: str
    judged: bool
    period: str
    period_reason: str
    note: str


def facts_text(head: Head, values: list[ImportedValue]) -> str:
    """Returns the facts file of one unit and year. Raises UnwritableText."""
    values = [_on_one_line(value) for value in values]
    names = _Names(head, values)
    text = "\n".join([*_head_lines(head, names), *_value_lines(head, names, values)]) + "\n"
    return _signed(_canonical(text))


def mark_in(text: str) -> Mark | None:
    """Returns the mark of a facts file; None where import has not written it."""
    found = _MARK.search(text)
    if found is None:
        return None
    bare = text[: found.start(2)] + _NO_DIGEST + text[found.end(2) :]
    return Mark(found[1], _digest(bare) == found[2])


def renamed(text: str, name: str, other: str) -> str:
    """Returns the text of a facts file as it would be if its table had the ``other`` name."""
    found = _MARK.search(text)
    if found is None or found[1] != one_line(name):
        return text
    bare = text[: found.start(2)] + _NO_DIGEST + text[found.end(2) :]
    return _signed(bare.replace(one_line(name), other))


def files_text(files: tuple[str, ...]) -> str:
    """Returns the names of the tables as the mark has them."""
    return ", ".join(one_line(name) for name in files)


def _on_one_line(value: ImportedValue) -> ImportedValue:
    """Returns the value with each of its texts on one line."""
    given = _texts_of(value)
    if not any(given):
        return value
    named = zip(_TEXTS, given, strict=True)
    broken: dict[str, Any] = {field: line for field, text in named if text and (line := one_line(text)) != text}
    return value._replace(**broken) if broken else value


class _Names:
    """The codes of sources: those of the form, those of the rows, and one for each table."""

    def __init__(self, head: Head, values: list[ImportedValue]) -> None:
        self.declared: dict[str, Source] = {}
        self._codes: dict[str, str] = {}
        taken = set(head.sources)
        for value in values:
            name, _ = _parts(value)
            if name and name not in self._codes:
                self._codes[name] = code = self._code(name, head.sources, taken)
                taken.add(code)
                self.declared[code] = head.sources.get(name, Source(name))
        self._tables: dict[int, str] = {}
        for file in sorted({value.file for value in values if not _parts(value)[0]}):
            stem = "BT" if len(head.files) == 1 else f"BT{file + 1}"
            self._tables[file] = code = _unused(stem, taken)
            taken.add(code)
            name = head.source or f"Bảng tính {head.files[file]}"
            self.declared[code] = Source(name, file=head.files[file])

    @staticmethod
    def _code(name: str, declared: dict[str, Source], taken: set[str]) -> str:
        if name in declared or (_CODE.match(name) and name not in taken):
            return name
        return _unused("N1", taken)

    def of(self, value: ImportedValue) -> str:
        """Returns the code of the source with the place in it: «BC, mục II.1»."""
        name, place = _parts(value)
        if not name:
            code = self._tables[value.file]
            return f"{code}, trang tính {value.sheet}" if value.sheet else code
        return f"{self._codes[name]}, {place}" if place else self._codes[name]


def _parts(value: ImportedValue) -> tuple[str, str]:
    """Returns the document that a row names, and the place in it; '' where it names none."""
    if not value.source:
        return "", ""
    name, _, place = value.source.partition(",")
    return name.strip(), place.strip()


def _unused(stem: str, taken: set[str]) -> str:
    code, letters, number = stem, stem.rstrip("0123456789"), 1
    while code in taken:
        number += 1
        code = f"{letters}{number}"
    return code


def _head_lines(head: Head, names: _Names) -> list[str]:
    lines = [
        _SCHEMA,
        f"# Do chitieu import ghi từ {files_text(head.files)} (mã kiểm {_NO_DIGEST}); sửa tay rồi thì import không ghi đè nữa.",
        f"nghị quyết: {_scalar(head.resolution)}",
        f"đơn vị: {_scalar(head.unit)}",
        f"năm: {head.year}",
        f"tính đến: {display.day(head.as_of)}",
        "nguồn:",
    ]
    for code, source in names.declared.items():
        lines += [f"  {key(one_line(code))}:", f"    tên: {_scalar(source.name)}"]
        lines += [f"    trang: {_scalar(source.page)}"] if source.page else []
        lines += [f"    tệp: {_scalar(source.file)}"] if source.file else []
    return lines


def _value_lines(head: Head, names: _Names, values: list[ImportedValue]) -> list[str]:
    groups: dict[_Group, list[ImportedValue]] = {}
    for value in values:
        own_day = value.as_of if value.basis != ACTUAL or value.as_of != head.as_of else None
        group = _Group(
            names.of(value), own_day, value.basis, value.judged, value.period, value.period_reason, value.note
        )
        groups.setdefault(group, []).append(value)
    lines = ["số liệu:"]
    for group, members in groups.items():
        lines.append(f"  - nguồn: {_scalar(group.source)}")
        lines += [f"    tính đến: {display.day(group.as_of)}"] if group.as_of is not None else []
        lines += [f"    loại số liệu: {group.basis}"] if group.basis != ACTUAL else []
        lines += ["    loại nguồn: nhận định"] if group.judged else []
        lines += [f"    kỳ: {_scalar(group.period)}"] if group.period else []
        lines += [f"    lý do kỳ: {_scalar(group.period_reason)}"] if group.period_reason else []
        lines += [f"    ghi chú: {_scalar(group.note)}"] if group.note else []
        lines.append("    giá trị:")
        for value in members:
            lines += _lines_of(value)
    return lines


def _lines_of(value: ImportedValue) -> list[str]:
    keys = (
        ("là", value.text),
        ("người đánh giá", value.assessor),
        ("suy ra", value.inferred),
        ("nhận xét", value.remark),
        ("ô", value.place),
    )
    return [f"      {value.code}:", *(f"        {name}: {_scalar(text)}" for name, text in keys if text)]


def _scalar(text: str) -> str:
    return text if is_simple(text) else scalar(one_line(text))


def _canonical(text: str) -> str:
    """Returns the text as `fmt` writes it. Raises UnwritableText.

    `fmt` changes only long and quoted texts, so that thousands of plain files need no formatting.
    """
    long = (line for line in text.split("\n") if len(line) > WIDTH and not line.startswith("#"))
    if '"' not in text and all(len(line.lstrip(" -").partition(": ")[2]) <= WIDTH for line in long):
        return text
    problems = Problems()
    formatted = format_file(text.encode(), "facts", "facts", problems)
    if formatted is None:
        raise UnwritableText(f"không viết được tệp số liệu đọc lại được: {problems.found[0].message}")
    return formatted.text


def _signed(text: str) -> str:
    return text.replace(f"(mã kiểm {_NO_DIGEST})", f"(mã kiểm {_digest(text)})", 1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
