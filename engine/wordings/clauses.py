"""Parts a wording among its readings: every word stands in the clause of one reading, or in a clause that was not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from engine.language.syntax import Extent
from engine.language.text import spoken
from engine.wordings.decoys import Decoy, covering, find_decoys
from engine.wordings.leads import cut
from engine.wordings.vocabulary import PREDICATES, QUALITATIVE_VERBS

_STRONG = re.compile(
    r";|\n|(?<![\s.][^\W\d])(?<![0-9])\.(?=\s+[^\W\d_])|(?<=[^\W\d_]{2})\.(?=\s)|(?<=[%)])\.(?=\s)|(?<=[0-9])\.(?=\s+[^\W\d_])"
)
_WEAK = re.compile(
    rf",(?=\s*(?:và\s+)?(?:{PREDICATES}|[0-9]))|\b(?:và|đồng\s+thời(?!\s+là\b))(?=\s+(?:{PREDICATES}|[0-9]))|\btrong\s+(?:số\s+)?đó\b"
)
_JOINT = re.compile(r"[,:]|\b(?:và|rồi|lên|còn|đồng\s+thời(?!\s+là)|trong\s+đó)\b|\(")
_COUNTED = re.compile(r"(?:\s*(?:cả\s+)?số\s[^,;]*,)+")
_PAIRS = {"(": ")", "“": "”", "«": "»", "[": "]"}
_IDLE = re.compile(
    r"\b(?:phấn\s+đấu|đến|tới|vào|cuối|hết|trong|và|từ|năm|hằng|hàng|mỗi|bình\s+quân|trong\s+đó|đồng\s+thời|cụ\s+thể|như\s+sau|riêng|giai\s+đoạn|"
    r"nhiệm\s+kỳ|mục\s+tiêu|chỉ\s+tiêu|là|đạt|tăng|giảm|trên\s+địa\s+bàn|toàn|xã|huyện|tỉnh|phường|thành\s+phố|theo|kế\s+hoạch|đề\s+ra|được|giao)\b"
)


class Clause(NamedTuple):
    """A stretch of a wording; ``has_number`` of something that is no year, date or name."""

    at: Extent
    has_number: bool


def sentences_of(text: str) -> list[Clause]:
    """Returns the sentences of a normalised ``text``, parted at semicolons, line ends and full stops outside of brackets and quotes.

    A lead («Đến năm 2030:», without a number of its own) belongs to the sentence behind it.
    """
    words = spoken(text)
    decoys = find_decoys(words)
    closed = _inside(text)
    ends = [m.end() for m in _STRONG.finditer(words) if m.start() not in closed and covering(decoys, m.start()) is None]
    found: list[Clause] = []
    start = 0
    for end in [*ends, len(text)]:
        if text[start:end].strip(" \t\n.;,") and (_tells(words, decoys, start, end) or end == len(text) or not found):
            found.append(Clause(Extent(start, end), _has_number(words, decoys, start, end)))
        elif found:
            found[-1] = found[-1]._replace(at=Extent(found[-1].at.start, end))
        start = end
    return found


def masked(text: str, at: Extent) -> str:
    """Returns ``text`` with blanks for all that is not ``at``, so that every place stays where it is."""
    return " " * at.start + text[at.start : at.end] + " " * (len(text) - at.end)


def parted(text: str, sentence: Extent, anchors: Sequence[Extent]) -> Iterator[tuple[Extent, int | None]]:
    """Yields the clauses of a sentence, in order, each with the index of its anchor; None where a clause has none and says something.

    ``anchors`` are the places of what was read in the sentence, in order, at least one.
    """
    words = spoken(text)
    decoys = find_decoys(words)
    closed = _inside(text)
    cuts = [
        m.start() if m.group().startswith("t") else m.end()
        for m in _WEAK.finditer(words, sentence.start, sentence.end)
        if m.start() not in closed
        and covering(decoys, m.start()) is None
        and not _within(anchors, m.start())
        and not _in_list(words, anchors, m.start())
    ]
    cuts += [
        c for one, other in pairwise(anchors) if (c := _between(words, decoys, closed, one, other, cuts)) is not None
    ]
    bounds = sorted({sentence.start, sentence.end, *cuts})
    pieces: list[tuple[Extent, int | None]] = []
    waiting = sentence.start
    for start, end in pairwise(bounds):
        held = [i for i, anchor in enumerate(anchors) if start <= anchor.start < end]
        if held:
            pieces.append((Extent(waiting, end), held[0]))
            waiting = end
        elif _is_own(words, decoys, start, end, any(owner is not None for _, owner in pieces)):
            if waiting < start:
                pieces.append((Extent(waiting, start), None))
            pieces.append((Extent(start, end), None))
            waiting = end
        elif pieces and not any(anchor.start >= end for anchor in anchors):
            pieces[-1] = (Extent(pieces[-1][0].start, end), pieces[-1][1])
            waiting = end
    if waiting < sentence.end and pieces:
        pieces[-1] = (Extent(pieces[-1][0].start, sentence.end), pieces[-1][1])
    yield from pieces


def _between(
    words: str, decoys: list[Decoy], closed: set[int], one: Extent, other: Extent, cuts: list[int]
) -> int | None:
    """Returns where the clause of ``other`` begins, where no cut stands between it and ``one``: behind the last joint, or at itself."""
    if any(one.end <= c <= other.start for c in cuts):
        return None
    joints = [m for m in _JOINT.finditer(words, one.end, other.start) if covering(decoys, m.start()) is None]
    plain = [m for m in joints if m.start() not in closed] or joints
    return plain[-1].end() if plain else other.start


def _is_own(words: str, decoys: list[Decoy], start: int, end: int, behind: bool) -> bool:
    """Returns whether a stretch without anchor says something of its own: a deed, a ban, or whatever stands behind a goal."""
    body = re.sub(r"^[\s,;.:]*(?:(?:và|đồng\s+thời)\s+)?", "", words[start:end])
    if _has_number(words, decoys, start, end):
        return False  # a number that is no goal belongs to the goal beside it
    if re.match(r"không\s|chưa\s", body):
        return _tells(words, decoys, start, end)
    if verb := QUALITATIVE_VERBS.match(body):  # a bare verb shares its object with the next («giữ vững và nâng cao …»)
        return _tells(words, decoys, end - len(body) + verb.end(), end)
    return behind and _tells(words, decoys, start, end)


def _tells(words: str, decoys: list[Decoy], start: int, end: int) -> bool:
    """Returns whether a stretch holds words other than times, bases and joining words."""
    left = "".join(" " if covering(decoys, i) else c for i, c in enumerate(words[start:end], start))
    left = _IDLE.sub(" ", left)
    return any(piece.kind in ("WORD", "NAME") for piece in cut(left, [], 0, len(left)))


def _has_number(words: str, decoys: list[Decoy], start: int, end: int) -> bool:
    return any(words[i].isdigit() and covering(decoys, i) is None for i in range(start, end))


def _inside(text: str) -> set[int]:
    """Returns the positions inside of brackets and quotes that are closed."""
    found: set[int] = set()
    opened: list[tuple[str, int]] = []
    straight = -1
    for place, character in enumerate(text):
        if character in _PAIRS:
            opened.append((_PAIRS[character], place))
        elif opened and character == opened[-1][0]:
            found.update(range(opened.pop()[1] + 1, place))
        elif character == '"':
            if straight >= 0:
                found.update(range(straight + 1, place))
            straight = place if straight < 0 else -1
    return found


def _in_list(words: str, anchors: Sequence[Extent], place: int) -> bool:
    """Returns whether a comma parts a list behind a colon that follows the last number: «3 tiêu chí: số vụ, số người chết»."""
    before = [anchor.end for anchor in anchors if anchor.end <= place]
    if before and max(anchor.start for anchor in anchors) < place and _COUNTED.fullmatch(words, max(before), place + 1):
        return True  # «giảm 5% số vụ, số người chết, số người bị thương»
    return bool(before) and max(anchor.start for anchor in anchors) < place and ":" in words[max(before) : place]


def _within(anchors: Sequence[Extent], place: int) -> bool:
    return any(anchor.start < place < anchor.end for anchor in anchors)
