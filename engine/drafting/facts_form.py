"""Writes the facts file to fill in: one line per indicator that is not computed, with its name and unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.domain.records import NamedTuple
from engine.files.yaml_text import scalar
from engine.language.text import on_one_line
from engine.rulebook.rulebook import Indicator, Kind, Nature, Rulebook

_HINTS = {Kind.YES_NO: "có hoặc không", Kind.DATE: "ngày/tháng/năm"}
_OBSERVED = (Kind.YES_NO, Kind.JUDGEMENT)


class GivenValues(NamedTuple):
    """Values that are known when the form is made: by code, from the document ``name``, at the place ``source``."""

    code: str
    name: str
    source: str
    values: Mapping[str, str]


_NOTHING_GIVEN = GivenValues("", "", "", {})


def facts_form(rulebook: Rulebook, unit: str, year: int, as_of: date, known: GivenValues = _NOTHING_GIVEN) -> str:
    """Returns the YAML text of the form, in which every value is «chưa có» but those that are ``known``."""
    lines = [
        "# yaml-language-server: $schema=../../.chitieu/luoc-do/so-lieu.json",
        f"# Số liệu năm {year} của {on_one_line(unit)}. Thay `chưa có` bằng số liệu; số nào không có thì để nguyên, đừng ghi 0.",
        f"nghị quyết: {scalar(rulebook.resolution.number)}",
        f"đơn vị: {scalar(unit)}",
        f"năm: {year}",
        f"tính đến: {as_of.day:02d}/{as_of.month:02d}/{as_of.year}",
        "nguồn:",
        "  BC:",
        f"    tên: Báo cáo năm {year}        # ghi đúng số, ngày của báo cáo",
        *([f"  {known.code}:", f"    tên: {scalar(known.name)}"] if known.values else []),
        "",
        "số liệu:",
        *_known(known),
        "  - nguồn: BC        # ghi thêm mục, trang, ví dụ BC, mục II.1",
        "    giá trị:",
    ]
    given = [i for i in rulebook.indicators.values() if i.formula is None and i.code not in known.values]
    lines += [_line(indicator) for indicator in given if indicator.kind not in _OBSERVED]
    observed = [_line(indicator) for indicator in given if indicator.kind in _OBSERVED]
    if observed:
        lines += [
            "",
            "  # Nhận định, quan sát: ghi rõ nguồn.",
            "  - nguồn: BC",
            "    loại nguồn: nhận định",
            "    giá trị:",
            *observed,
        ]
    return "\n".join(lines) + "\n"


def _known(known: GivenValues) -> list[str]:
    if not known.values:
        return []
    values = [f"      {code}: {scalar(value)}" for code, value in known.values.items()]
    return [f"  - nguồn: {scalar(known.source)}", "    giá trị:", *values]


def _line(indicator: Indicator) -> str:
    hint = _HINTS.get(indicator.kind) or ", ".join(indicator.ranks) or indicator.unit.text
    nature = "" if indicator.nature is Nature.STOCK else f"số {indicator.nature}"
    note = indicator.name + (f" ({', '.join(filter(None, (hint, nature)))})" if hint or nature else "")
    return f"      {indicator.code}: chưa có        # {on_one_line(note)}"
