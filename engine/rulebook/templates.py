"""Conclusions with live numbers: ``{htx.tong}``, ``{2.1.tỷ lệ}``. Only names are replaced; nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Container

from engine.language.text import fold, nearest
from engine.rulebook.rulebook import Indicator, Placeholder, Template
from engine.sources.diagnostics import Problems
from engine.sources.document import Text

CRITERION_ATTRIBUTES = ("thực hiện", "mục tiêu", "tỷ lệ", "chênh lệch", "còn thiếu")
_BRACES = re.compile(r"\{([^{}]*)\}")


def parse_template(
    text: Text, indicators: dict[str, Indicator], broken: Container[str], criteria: set[str], problems: Problems
) -> Template:
    """The pieces of ``text``; placeholders that name nothing known are reported."""
    pieces: list[str | Placeholder] = []
    at = 0
    for match in _BRACES.finditer(text.value):
        pieces.append(text.value[at : match.start()])
        placeholder = _placeholder(match.group(1).strip(), indicators, criteria)
        if placeholder is not None:
            pieces.append(placeholder)
        elif match.group(1).strip() not in broken:
            names = [*indicators, *(f"{c}.{a}" for c in sorted(criteria) for a in CRITERION_ATTRIBUTES), "của"]
            close = nearest(match.group(1), names)
            remedy = (
                f"phải chăng là {{{close}}}?"
                if close
                else "dùng mã số liệu, hoặc nội dung với: " + ", ".join(CRITERION_ATTRIBUTES)
            )
            problems.add(
                "CT113",
                f"{{{match.group(1)}}} không phải số liệu hay nội dung nào",
                text.part(match.start(), match.end()),
                remedy,
            )
        at = match.end()
    rest = text.value[at:]
    stray = re.search(r"[{}]", rest)
    if stray:
        place = text.part(at + stray.start(), at + stray.start() + 1)
        problems.add("CT113", "dấu ngoặc nhọn không đủ cặp", place, "viết {mã số liệu}, đủ hai dấu ngoặc")
    pieces.append(rest)
    return tuple(piece for piece in pieces if piece != "")


def _placeholder(name: str, indicators: dict[str, Indicator], criteria: set[str]) -> Placeholder | None:
    if fold(name) == "cua":
        return Placeholder("of", "", "")
    if name in indicators:
        return Placeholder("indicator", name, "")
    head, _, attribute = name.rpartition(".")
    if head in indicators and fold(attribute) == "so":
        return Placeholder("indicator", head, "số")
    if fold(name).startswith("neu.") and name.partition(".")[2] in indicators:
        return Placeholder("claim", name.partition(".")[2], "")
    by_fold = {fold(known): known for known in CRITERION_ATTRIBUTES}
    if head in criteria and fold(attribute) in by_fold:
        return Placeholder("criterion", head, by_fold[fold(attribute)])
    return None
