"""The reading of a wording: its targets, each with its clause, and the clauses that were not understood. Nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.domain.limits import WORDING_CHARACTERS
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.text import normalise, spoken
from engine.wordings.clauses import Clause, Parting, masked
from engine.wordings.targets import read_amounts
from engine.wordings.wording import Comparator, TargetReading, Unread, UnsureError, WordingReading

_SOFTENED = compiled(
    r"\b(?:về\s+)?cơ\s+bản\s+(?:không|hoàn\s+thành|đạt|có|xóa|giải\s+quyết|đáp\s+ứng|khắc\s+phục|chấm\s+dứt|hết|[0-9])|"
    r"\b(?:hầu\s+hết|đa\s+số|phần\s+lớn|gần\s+như|hầu\s+như)\b"
)
_TAIL = compiled(r"(?:[\s,;]+(?:và|đồng\s+thời|trong\s+đó))?[\s,;.:(]*\Z", re.IGNORECASE)
_WHOLE = (Comparator.QUALITATIVE, Comparator.ALL_DECREASE)


def read_wording(text: str) -> WordingReading:
    """Returns the targets in ``text``, the wording of a resolution in any Unicode form. Never raises.

    Places in the result are positions in its ``text``, which is normalised. The whole is read first; where it is unsure, its
    sentences are read one by one, and the whole abstains where the first of them with a number is unsure.
    """
    text = normalise(text)
    if len(text) > WORDING_CHARACTERS:
        return WordingReading(text, (), f"câu dài quá {WORDING_CHARACTERS} ký tự; tách từng chỉ tiêu")
    try:
        readings, unread = read_amounts(text)
    except UnsureError as unsure:
        return _by_sentences(text, unsure)
    return _placed(text, readings, unread)


def _by_sentences(text: str, unsure: UnsureError) -> WordingReading:
    """Returns what its sentences say, one by one; an abstention where the first with a number is unsure, or there is only one."""
    abstention = WordingReading(text, (), unsure.reason, unsure.at)
    sentences = Parting(text).sentences()
    readings: list[TargetReading] = []
    unread: list[Unread] = []
    for sentence in sentences if len(sentences) > 1 else ():
        try:
            found, open_ = read_amounts(masked(text, sentence.at))
        except UnsureError as one:
            if not readings and sentence.has_number:
                return abstention
            unread.append(Unread(sentence.at, one.reason))
            continue
        if found[0].comparator is Comparator.QUALITATIVE:
            unread.append(Unread(sentence.at, _JUDGED))
        else:
            readings += found
        unread += open_
    return _placed(text, tuple(readings), tuple(unread)) if readings else abstention


_JUDGED = "không có con số, phải có người đánh giá"


def _placed(text: str, readings: tuple[TargetReading, ...], unread: tuple[Unread, ...]) -> WordingReading:
    """Returns the readings with their clauses, and every other clause as unread."""
    if len(readings) == 1 and readings[0].comparator in _WHOLE:
        return WordingReading(text, (readings[0]._replace(clause=_trimmed(text, Extent(0, len(text)))),), unread=unread)
    parts = [one for one in readings if one.comparator is not Comparator.COMPOSITION]
    anchors: list[TargetReading | Unread] = sorted([*parts, *unread], key=lambda one: one.at.start)
    placed: list[TargetReading | Unread] = []
    parting = Parting(text)
    for sentence in _joined(parting.sentences(), anchors):
        own = [one for one in anchors if sentence.at.start <= one.at.start < sentence.at.end]
        placed += _in_sentence(text, parting, sentence.at, own)
    found = [one for one in placed if isinstance(one, TargetReading)]
    wholes = [
        one._replace(clause=Extent(min(c.start for c in clauses), max(c.end for c in clauses)))
        for one in readings
        if one.comparator is Comparator.COMPOSITION and (clauses := [f.clause for f in found if f.clause is not None])
    ]
    ordered = sorted([*wholes, *found], key=lambda r: (r.at.start, r.comparator is not Comparator.COMPOSITION))
    return WordingReading(text, tuple(ordered), unread=tuple(one for one in placed if isinstance(one, Unread)))


def _joined(sentences: list[Clause], anchors: list[TargetReading | Unread]) -> list[Clause]:
    """Returns the sentences, those that one reading spans as one."""
    joined: list[Clause] = []
    for sentence in sentences:
        spans = joined and any(one.at.start < joined[-1].at.end < one.at.end for one in anchors)
        if spans:
            joined[-1] = Clause(Extent(joined[-1].at.start, sentence.at.end), True)
        else:
            joined.append(sentence)
    return joined


def _in_sentence(
    text: str, parting: Parting, sentence: Extent, own: list[TargetReading | Unread]
) -> Iterator[TargetReading | Unread]:
    if not own:
        yield from _read_apart(text, sentence)
        return
    for at, index in parting.clauses(sentence, [one.at for one in own]):
        clause = _trimmed(text, at)
        if clause is None:
            continue
        if index is None:
            yield from _read_apart(text, clause)
            continue
        one = own[index]
        yield one._replace(at=clause) if isinstance(one, Unread) else _with_doubts(text, one._replace(clause=clause))


def _read_apart(text: str, at: Extent) -> Iterator[TargetReading | Unread]:
    """Yields the readings of a clause beside others that has no number; itself as unread where it has none."""
    clause = _trimmed(text, at)
    if clause is None:
        return
    try:
        found, _ = read_amounts(masked(text, clause))
    except UnsureError as unsure:
        yield Unread(clause, unsure.reason)
        return
    if len(found) == 1 and found[0].comparator is not Comparator.QUALITATIVE:
        yield _with_doubts(text, found[0]._replace(clause=clause))
    else:
        yield Unread(clause, _JUDGED if len(found) == 1 else "phần này có nhiều mục tiêu")


def _with_doubts(text: str, reading: TargetReading) -> TargetReading:
    """Returns the reading with a doubt where its clause softens what it says: «cơ bản», «hầu hết»."""
    clause = reading.clause
    softened = _SOFTENED.search(spoken(text), clause.start, clause.end) if clause else None
    if softened is None:
        return reading
    words = " ".join(re.sub(r"[0-9]", "", softened.group()).split())
    return reading._replace(
        doubts=(*reading.doubts, f"«{words}»: câu nói giảm nhẹ, không rõ được phép thiếu bao nhiêu")
    )


def _trimmed(text: str, at: Extent) -> Extent | None:
    """Returns ``at`` without blanks and punctuation at its ends; None where nothing else is left."""
    words = _TAIL.sub("", text[at.start : at.end])
    start = at.start + len(words) - len(words.lstrip(" \t\n,;.:-–+*•"))
    end = at.start + len(words.rstrip(" \t\n,;.:-–"))
    if text.count(")", start, end) > text.count("(", start, end) and text[end - 1 : end] == ")":
        end -= 1
    return Extent(start, end) if start < end else None
