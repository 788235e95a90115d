"""Conclusions with live numbers: ``{htx.tong}``, ``{2.1.tỷ lệ}``. Only names are replaced; nothing is executed."""

from __future__ import annotations

from collections.abc import Container

from engine.files.diagnostics import Problems
from engine.files.scalars import Text
from engine.language.patterns import compiled
from engine.language.text import fold, nearest
from engine.rulebook.names import Names
from engine.rulebook.order import natural_key
from engine.rulebook.rulebook import Indicator, Placeholder, Template

CRITERION_ATTRIBUTES = ("thực hiện", "mục tiêu", "tỷ lệ", "chênh lệch", "còn thiếu", "đánh giá")
INDICATOR_ATTRIBUTES = ("số", "năm trước", "so với năm trước", "cùng kỳ", "so với cùng kỳ")
_STRAY = compiled(r"[{}]")
_BRACES = compiled(r"\{([^{}]*)\}")


def parse_template(
    text: Text, indicators: dict[str, Indicator], broken: Container[str], names: Names, problems: Problems
) -> Template:
    """The pieces of ``text``; placeholders that name nothing known are reported."""
    pieces: list[str | Placeholder] = []
    at = 0
    for match in _BRACES.finditer(text.value):
        pieces.append(_plain(text, at, match.start(), problems))
        name = match.group(1).strip()
        placeholder = _placeholder(name, indicators, names.criteria)
        if placeholder is not None:
            pieces.append(placeholder._replace(span=text.part(match.start(), match.end())))
        elif name not in broken and names.complete:
            place = text.part(match.start(), match.end())
            message, remedy = _explained(name, indicators, names, problems)
            problems.add("CT113", message, place, remedy)
        at = match.end()
    pieces.append(_plain(text, at, len(text.value), problems))
    return tuple(piece for piece in pieces if piece != "")


def _plain(text: Text, start: int, end: int, problems: Problems) -> str:
    """The words between placeholders; a brace among them has lost its other half."""
    words = text.value[start:end]
    if stray := _STRAY.search(words):
        place = text.part(start + stray.start(), start + stray.start() + 1)
        problems.add("CT113", "dấu ngoặc nhọn không đủ cặp", place, "viết {mã số liệu}, đủ hai dấu ngoặc")
    return words


def _explained(name: str, indicators: dict[str, Indicator], names: Names, problems: Problems) -> tuple[str, str]:
    """What is wrong with a placeholder, and the remedy."""
    head, _, attribute = name.rpartition(".")
    attributes = ", ".join(CRITERION_ATTRIBUTES)
    if head in names.criteria:
        guess = nearest(attribute, CRITERION_ATTRIBUTES)
        remedy = f"phải chăng là {{{head}.{guess}}}?" if guess else f"dùng một trong: {attributes}"
        return f"nội dung {head} không có «{attribute}»", remedy
    if head in indicators:
        guess = nearest(attribute, INDICATOR_ATTRIBUTES)
        listed = ", ".join(f"{{{head}.{known}}}" for known in INDICATOR_ATTRIBUTES)
        remedy = f"phải chăng là {{{head}.{guess}}}?" if guess else f"dùng {{{head}}}, hoặc một trong: {listed}"
        return f"số liệu {head} không có «{attribute}»", remedy
    if head and not any(c.isalpha() for c in head):
        if not problems.may_compare(len(names.criteria)):
            return f"không có nội dung «{head}»", "ghi số của một nội dung"
        listed = ", ".join(sorted(names.criteria, key=natural_key))
        return f"không có nội dung «{head}»", f"các nội dung đã có: {listed}"
    close = problems.nearest(name, {**indicators, "của": None})
    remedy = f"phải chăng là {{{close}}}?" if close else f"dùng mã số liệu, hoặc số nội dung với: {attributes}"
    return f"{{{name}}} không phải số liệu hay nội dung nào", remedy


def _placeholder(name: str, indicators: dict[str, Indicator], criteria: set[str]) -> Placeholder | None:
    if fold(name) == "cua":
        return Placeholder("of", "", "")
    if name in indicators:
        return Placeholder("indicator", name, "")
    head, _, attribute = name.rpartition(".")
    of_indicators = {fold(known): known for known in INDICATOR_ATTRIBUTES}
    if head in indicators and fold(attribute) in of_indicators:
        return Placeholder("indicator", head, of_indicators[fold(attribute)])
    if fold(name).startswith("neu.") and name.partition(".")[2] in indicators:
        return Placeholder("claim", name.partition(".")[2], "")
    by_fold = {fold(known): known for known in CRITERION_ATTRIBUTES}
    if head in criteria and fold(attribute) in by_fold:
        return Placeholder("criterion", head, by_fold[fold(attribute)])
    return None
