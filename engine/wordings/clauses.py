"""Parts a wording among its readings: every word stands in the clause of one reading, or in a clause that was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.text import spoken
from engine.wordings.decoys import covering, find_decoys
from engine.wordings.leads import cut
from engine.wordings.vocabulary import PREDICATES, QUALITATIVE_VERBS

_STRONG = compiled(
    r";|\n|(?<![\s.][^\W\d])(?<![0-9])\.(?=\s+[^\W\d_])|(?<=[^\W\d_]{2})\.(?=\s)|(?<=[%)])\.(?=\s)|(?<=[0-9])\.(?=\s+[^\W\d_])"
)
_WEAK = compiled(
    rf",(?=\s*(?:và\s+)?(?:{PREDICATES}|[0-9]))|\b(?:và|đồng\s+thời(?!\s+là\b))(?=\s+(?:{PREDICATES}|[0-9]))|\btrong\s+(?:số\s+)?đó\b"
)
_JOINT = compiled(r"[,:]|\b(?:và|rồi|lên|còn|đồng\s+thời(?!\s+là)|trong\s+đó)\b|\(")
_COUNTED = compiled(r"(?:\s*(?:cả\s+)?số\s[^,;]*,)+")
_LINK = compiled(r"^[\s,;.:]*(?:(?:và|đồng\s+thời)\s+)?")
_DENIED = compiled(r"không\s|chưa\s")
_PAIRS = {"(": ")", "“": "”", "«": "»", "[": "]"}
_IDLE = compiled(
    r"\b(?:phấn\s+đấu|đến|tới|vào|cuối|hết|trong|và|từ|năm|hằng|hàng|mỗi|bình\s+quân|trong\s+đó|đồng\s+thời|cụ\s+thể|như\s+sau|riêng|giai\s+đoạn|"
    r"nhiệm\s+kỳ|mục\s+tiêu|chỉ\s+tiêu|là|đạt|tăng|giảm|trên\s+địa\s+bàn|toàn|xã|huyện|tỉnh|phường|thành\s+phố|theo|kế\s+hoạch|đề\s+ra|được|giao)\b"
)


class Clause(NamedTuple):
    """A stretch of a wording; ``has_number`` of something that is no year, date or name."""

    at: Extent
    has_number: bool


def masked(text: str, at: Extent) -> str:
    """Returns ``text`` with blanks for all that is not ``at``, so that every place stays where it is."""
    return " " * at.start + text[at.start : at.end] + " " * (len(text) - at.end)


class Parting:
    """Parts a normalised ``text``: into sentences, and a sentence into clauses."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = spoken(text)
        self._decoys = find_decoys(self._words)
        self._closed = _inside(text)

    def sentences(self) -> list[Clause]:
        """Returns the sentences, parted at semicolons, line ends and full stops outside of brackets and quotes.

        A lead («Đến năm 2030:», without a number of its own) belongs to the sentence behind it.
        """
        ends = [m.end() for m in _STRONG.finditer(self._words) if self._is_open(m.start())]
        found: list[Clause] = []
        start = 0
        for end in [*ends, len(self._text)]:
            told = self._tells(start, end) or end == len(self._text) or not found
            if told and self._text[start:end].strip(" \t\n.;,"):
                found.append(Clause(Extent(start, end), self._has_number(start, end)))
            elif found:
                found[-1] = found[-1]._replace(at=Extent(found[-1].at.start, end))
            start = end
        return found

    def clauses(self, sentence: Extent, anchors: Sequence[Extent]) -> Iterator[tuple[Extent, int | None]]:
        """Yields the clauses of a sentence, in order, each with the index of its anchor; None where one has none and says something.

        ``anchors`` are the places of what was read in the sentence, in order, at least one.
        """
        bounds = sorted({sentence.start, sentence.end, *self._cuts(sentence, anchors)})
        pieces: list[tuple[Extent, int | None]] = []
        waiting = sentence.start
        for start, end in pairwise(bounds):
            held = [i for i, anchor in enumerate(anchors) if start <= anchor.start < end]
            if held:
                pieces.append((Extent(waiting, end), held[0]))
                waiting = end
            elif self._is_own(start, end, any(owner is not None for _, owner in pieces)):
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

    def _cuts(self, sentence: Extent, anchors: Sequence[Extent]) -> list[int]:
        cuts = [
            m.start() if m.group().startswith("t") else m.end()
            for m in _WEAK.finditer(self._words, sentence.start, sentence.end)
            if self._is_open(m.start()) and not _within(anchors, m.start()) and not self._in_list(anchors, m.start())
        ]
        return cuts + [
            self._between(one, other)
            for one, other in pairwise(anchors)
            if not any(one.end <= cut <= other.start for cut in cuts)
        ]

    def _between(self, one: Extent, other: Extent) -> int:
        """Returns where the clause of ``other`` begins: behind the last joint between it and ``one``, or at itself."""
        joints = [
            m for m in _JOINT.finditer(self._words, one.end, other.start) if covering(self._decoys, m.start()) is None
        ]
        plain = [m for m in joints if m.start() not in self._closed] or joints
        return plain[-1].end() if plain else other.start

    def _is_open(self, place: int) -> bool:
        """Returns whether ``place`` stands outside of brackets, quotes and decoys."""
        return place not in self._closed and covering(self._decoys, place) is None

    def _is_own(self, start: int, end: int, behind: bool) -> bool:
        """Returns whether a stretch without anchor says something of its own: a deed, a ban, or whatever stands behind a goal."""
        body = _LINK.sub("", self._words[start:end])
        if self._has_number(start, end):
            return False  # a number that is no goal belongs to the goal beside it
        if _DENIED.match(body):
            return self._tells(start, end)
        if verb := QUALITATIVE_VERBS.match(
            body
        ):  # a bare verb shares its object with the next («giữ vững và nâng cao …»)
            return self._tells(end - len(body) + verb.end(), end)
        return behind and self._tells(start, end)

    def _tells(self, start: int, end: int) -> bool:
        """Returns whether a stretch holds words other than times, bases and joining words."""
        left = "".join(" " if covering(self._decoys, i) else c for i, c in enumerate(self._words[start:end], start))
        left = _IDLE.sub(" ", left)
        return any(piece.kind in ("WORD", "NAME") for piece in cut(left, [], 0, len(left)))

    def _has_number(self, start: int, end: int) -> bool:
        return any(self._words[i].isdigit() and covering(self._decoys, i) is None for i in range(start, end))

    def _in_list(self, anchors: Sequence[Extent], place: int) -> bool:
        """Returns whether a comma parts a list that follows the last number: «3 tiêu chí: số vụ, số người chết», «5% số vụ, số người»."""
        before = [anchor.end for anchor in anchors if anchor.end <= place]
        if not before or max(anchor.start for anchor in anchors) >= place:
            return False
        counted = _COUNTED.fullmatch(self._words, max(before), place + 1)
        return counted is not None or ":" in self._words[max(before) : place]


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


def _within(anchors: Sequence[Extent], place: int) -> bool:
    return any(anchor.start < place < anchor.end for anchor in anchors)
