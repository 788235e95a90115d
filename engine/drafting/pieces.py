"""Splits an item into the texts of its criteria, to the letter: sentences, clauses, what stands behind «trong đó»."""

from __future__ import annotations

import re
from itertools import pairwise

from engine.domain.records import NamedTuple
from engine.drafting.frames import last_year
from engine.drafting.goals import holds_free_number, read_line
from engine.wordings.wording import Comparator, TargetReading

_COUNT = re.compile(r"\s*\(\s*(?:gồm\s+)?0*(\d{1,2})\s+nội dung\s*\)\s*[.;]?\s*\Z", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[^\s.]{2})\.\s+(?=[A-ZĐÀ-Ỹ0-9])|;\s*")
_LEAD = re.compile(
    r"^(?P<lead>[^:;0-9]*(?:(?:19|20)\d{2}[^:;0-9]*)*)\s*:\s+(?=\S)",
)
_LEADING_WORDS = re.compile(
    r"\b(?:phấn đấu|như sau|sau đây|gồm|bao gồm|cụ thể|các chỉ tiêu|chỉ tiêu sau|mục tiêu|các mục tiêu|trong đó|sau)\b\s*$|"
    r"^(?:đến|trong|hằng|hàng|năm|giai đoạn|phấn đấu|trong đó|riêng)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"^trong (?:số )?đó\b", re.IGNORECASE)
_PART_LABEL = re.compile(r"^trong (?:số )?đó\s*:\s*", re.IGNORECASE)
_JOINTS = re.compile(r"(?:[\s,;.:]|\b(?:và|đồng thời)\s*$)+$", re.IGNORECASE)
_FIRST_JOINTS = re.compile(r"^(?:[\s,;.:]|(?:và|đồng thời)\s)+", re.IGNORECASE)
_SHORT = 60


class Piece(NamedTuple):
    """The text of a criterion; ``doubts`` tell what stands in the document behind it and is no criterion."""

    text: str
    is_part: bool = False
    doubts: tuple[str, ...] = ()


class Pieces(NamedTuple):
    """The texts of an item behind its ``lead`` («Đến năm 2030 phấn đấu:»), and what is odd about the split."""

    lead: str
    pieces: tuple[Piece, ...]
    doubts: tuple[str, ...] = ()


def pieces_of(text: str) -> Pieces:
    """Returns the criteria in ``text``; at least one."""
    counted = _COUNT.search(text)
    body = (text[: counted.start()] if counted else text).strip().rstrip(".;,")
    lead, body = _without_lead(body)
    texts = [part for sentence in _split(body) for part in _clauses(sentence)]
    pieces = _joined(texts)
    if counted is not None and len(pieces) != int(counted[1]):
        doubt = f"văn bản ghi {int(counted[1])} nội dung nhưng tách được {len(pieces)}; tách lại cho đúng"
        return Pieces(lead, (Piece(body),) if int(counted[1]) == 1 else pieces, (doubt,))
    return Pieces(lead, pieces)


def _without_lead(text: str) -> tuple[str, str]:
    """Returns the lead to a list and what follows; a name before its number («Tổng đàn bò: 5.000 con») is no lead."""
    if label := _PART_LABEL.match(text):
        return text[: label.end()].strip(), text[label.end() :]
    match = _LEAD.match(text)
    if match is None or not _LEADING_WORDS.search(match["lead"].strip()):
        return "", text
    return match["lead"].strip(), text[match.end() :]


def _split(text: str) -> list[str]:
    """Returns the sentences of ``text``, split at full stops and semicolons outside of brackets and quotes."""
    parts, start = [], 0
    for match in _BREAK.finditer(text):
        before = text[: match.start()]
        if before.count("(") > before.count(")") or before.count("“") + before.count("«") > before.count(
            "”"
        ) + before.count("»"):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [words for part in parts if (words := part.strip().rstrip(".;,"))]


def _clauses(sentence: str) -> list[str]:
    """Returns the clauses of a sentence that are goals of their own; milestones of one measure stay together."""
    starts = [0]
    readings = read_line(sentence).readings
    if any(reading.comparator is Comparator.COMPOSITION for reading in readings):
        return [sentence]
    for before, reading in pairwise(readings):
        start = reading.clause.start if reading.clause is not None else 0
        inside = sentence.count("(", 0, start) > sentence.count(")", 0, start)
        if start > starts[-1] and not inside and not _is_milestone(before, reading):
            starts.append(start)
    if len(starts) == 1:
        return [sentence]
    ends = [*starts[1:], len(sentence)]
    starts[1:] = [_with_part_words(sentence, start) for start in starts[1:]]
    ends[:-1] = starts[1:]
    parts = (sentence[start:end] for start, end in zip(starts, ends, strict=True))
    return [words for part in parts if (words := _FIRST_JOINTS.sub("", _JOINTS.sub("", part)))]


def _with_part_words(sentence: str, start: int) -> int:
    """Returns where the clause begins with its «trong đó», which says of what it is a part."""
    match = re.search(r"\btrong (?:số )?đó\s*:?\s*$", sentence[:start], re.IGNORECASE)
    return match.start() if match else start


def _is_milestone(before: TargetReading, reading: TargetReading) -> bool:
    """Returns whether ``reading`` is the same measure at a later time: «đạt 40% năm 2028 và 65% năm 2030»."""
    years = [last_year(r.period or "") for r in (before, reading)]
    return None not in years and years[0] != years[1] and before.unit == reading.unit


def _joined(texts: list[str]) -> tuple[Piece, ...]:
    """Returns the pieces; a sentence without goal beside one with a goal is told at the piece before it."""
    goals = [_is_goal(text) for text in texts]
    if not any(goals):
        return (
            (Piece("; ".join(texts)),)
            if len(texts) == 1 or all(len(t) < _SHORT for t in texts)
            else tuple(map(_piece, texts))
        )
    pieces: list[Piece] = []
    for text, is_goal in zip(texts, goals, strict=True):
        if is_goal or not pieces:
            pieces.append(_piece(text))
        else:
            doubt = f"văn bản còn viết «{text}», chưa thành nội dung nào"
            pieces[-1] = pieces[-1]._replace(doubts=(*pieces[-1].doubts, doubt))
    return tuple(pieces)


def _is_goal(text: str) -> bool:
    read = read_line(text)
    if read.abstained:
        return holds_free_number(text)
    return read.readings[0].comparator is not Comparator.QUALITATIVE


def _piece(text: str) -> Piece:
    return Piece(_PART_LABEL.sub("", text), _PART.match(text) is not None)
