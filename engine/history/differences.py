"""Finds where two JSON documents differ, and the names for people of fields of an evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.files.json_form import Json, Meaning, json_form

ABSENT = "(không có)"


@json_form("field", "recorded", "found", shape="FieldDifferenceShape")
class Difference(NamedTuple):
    """A difference: the path of the field, and both values as texts."""

    field: Annotated[str, Meaning("Path in the receipt")]
    recorded: str
    found: str


def differences(recorded: Json, found: Json, field: str = "") -> Iterator[Difference]:
    """Yields every field in which the documents differ, in the order of ``recorded``, fields of ``found`` alone last.

    >>> [d.field for d in differences({"a": [1, 2]}, {"a": [1, 3], "b": 1})]
    ['a[1]', 'b']
    """
    if isinstance(recorded, dict) and isinstance(found, dict):
        for key in [*recorded, *(key for key in found if key not in recorded)]:
            path = f"{field}.{key}" if field else key
            if key not in recorded or key not in found:
                yield Difference(path, _text(recorded.get(key, ABSENT)), _text(found.get(key, ABSENT)))
            else:
                yield from differences(recorded[key], found[key], path)
    elif isinstance(recorded, list) and isinstance(found, list):
        for number in range(max(len(recorded), len(found))):
            path = f"{field}[{number}]"
            if number >= len(recorded) or number >= len(found):
                texts = [_text(side[number]) if number < len(side) else ABSENT for side in (recorded, found)]
                yield Difference(path, *texts)
            else:
                yield from differences(recorded[number], found[number], path)
    elif type(recorded) is not type(found) or recorded != found:
        yield Difference(field, _text(recorded), _text(found))


def _text(value: Json) -> str:
    """Returns a value on one line; of a list or mapping, its size."""
    match value:
        case None:
            return "(trống)"
        case bool():
            return "đúng" if value else "sai"
        case dict():
            name = value.get("id")
            return f"{{{name}}}" if isinstance(name, str) else f"({len(value)} trường)"
        case list():
            return f"({len(value)} mục)"
    return str(value)


_SECTIONS = {
    "targets": "chỉ tiêu",
    "criteria": "nội dung",
    "findings": "mục",
    "undetermined_findings": "mục chờ số liệu",
    "measures": "phép so sánh",
    "data_warnings": "cảnh báo số liệu",
    "because": "căn cứ",
}
_KEYS = {
    "status": "kết luận",
    "text": "câu chữ",
    "title": "tên",
    "condition": "mục tiêu",
    "low": "giá trị thực hiện",
    "high": "giá trị thực hiện",
    "unit": "đơn vị",
    "year": "năm",
    "as_of": "ngày của số liệu",
    "source": "nguồn",
    "origin": "chỗ trong tệp",
    "rule": "chỗ của quy tắc",
    "threshold": "ngưỡng",
    "percent": "tỷ lệ",
    "points": "chênh lệch điểm %",
    "gap": "còn thiếu",
    "holds": "so sánh đúng hay sai",
    "outcome": "kết quả đối chiếu",
    "value": "giá trị",
    "milestone": "mốc",
    "pace": "tiến độ",
    "category": "loại",
    "basis": "căn cứ",
    "section": "mục của báo cáo",
    "version": "phiên bản động cơ",
    "number": "số nghị quyết",
    "total": "tổng số",
}
_STEP = re.compile(r"([a-z_]+)(?:\[([0-9]+)\])?")


def called(field: str, evaluation: Mapping[str, object]) -> str:
    """Returns the name for people of a path in the document of an evaluation; '' where it has none.

    >>> called("criteria[0].status", {"criteria": [{"id": "2.1"}]})
    'nội dung 2.1, kết luận'
    """
    words: list[str] = []
    place: object = evaluation
    last = ""
    for name, index in _STEP.findall(field):
        place = place.get(name) if isinstance(place, Mapping) else None
        last = name
        if index:
            place = place[int(index)] if isinstance(place, list) and int(index) < len(place) else None
            identifier = place.get("id") if isinstance(place, Mapping) else None
            if name in _SECTIONS:
                words.append(f"{_SECTIONS[name]} {identifier or int(index) + 1}")
    if "criteria" in field and words:
        words = [word for word in words if not word.startswith("chỉ tiêu ")]
    if last in _KEYS:
        words.append(_KEYS[last])
    return ", ".join(words)
