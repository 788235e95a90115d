"""A wording as all readers of its numbers see it: its words, what is no amount, its amounts, and where a clause begins."""

from __future__ import annotations

from functools import cached_property

from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.text import fold, spoken
from engine.wordings.amounts import Amount, find_amounts
from engine.wordings.decoys import Decoy, DecoyKind, covering, find_decoys
from engine.wordings.leads import Lead, Piece, cut, lead_before
from engine.wordings.nothing import find_nothing
from engine.wordings.particulars import period_of
from engine.wordings.word_amounts import find_word_amounts
from engine.wordings.wording import UnsureError

_LONG_WORD = compiled(r"[^\W\d_]{2,}")
HARD_STOP = compiled(r"[;\n()]|\.(?=\s|$)|\btrong\s+đó\b")
"""What ends a clause whatever stands behind it."""
_REFUSED = compiled(
    r"\b(?:lần\s+lượt|tương\s+ứng|nếu|tăng\s*\(\s*giảm|giảm\s*\(\s*tăng|trên\s+dưới|ngược\s+lại|lương\s+tối\s+thiểu)\b|phấn\s+đấu[^,;()]*\(\s*(?:tối\s+thiểu|ít\s+nhất)\b|^\W*(?:nguồn\s+vốn|kinh\s+phí)\b|±|\+/-|\?|\.\.\.|…"
)


class Sentence:
    """The parts of a normalised ``text``. Raises UnsureError for a text that cannot be read for certain."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spoken = spoken(text)
        _refuse_unreadable(text, self.spoken)
        self.decoys: list[Decoy] = find_decoys(self.spoken)
        words = find_word_amounts(text, self.spoken, self.decoys)
        amounts = [*find_amounts(text, self.spoken, self.decoys), *words]
        self.amounts = sorted(amounts, key=lambda amount: amount.at.start)
        numbers = [amount.at for amount in self.amounts]
        self.nothing = list(find_nothing(text, self._without_times(), numbers))
        # «không còn …» is not about what follows it
        self._closed = [one.at.end for one in self.nothing if not one.beyond]

    @cached_property
    def all_pieces(self) -> list[Piece]:
        """The pieces of the whole text."""
        return self.pieces(0, len(self.text))

    def pieces(self, start: int, end: int) -> list[Piece]:
        return cut(self.spoken, self.decoys, start, end)

    def own_lead(self, amount: Amount) -> Lead:
        """Returns the pieces right before an amount, back to the beginning of its clause."""
        return lead_before(self.pieces(self.clause_start(amount, None), amount.at.start))

    def _without_times(self) -> str:
        """Returns the spoken text with blanks for periods and days, behind which a clause may begin."""
        times = [d.at for d in self.decoys if d.kind in (DecoyKind.PERIOD, DecoyKind.DATE)]
        return "".join(" " if any(at.start <= i < at.end for at in times) else c for i, c in enumerate(self.spoken))

    def clause_start(self, amount: Amount, previous: Amount | None) -> int:
        """Returns where the words about ``amount`` begin: behind the number before it, a full stop or a bracket."""
        ends = [end for end in self._closed if end <= amount.at.start]
        start = max([previous.at.end if previous is not None else 0, *ends])
        opened = self.spoken.rfind("(", 0, amount.at.start)
        inside = opened >= 0 and ")" not in self.spoken[opened : amount.at.start]
        for match in HARD_STOP.finditer(self.spoken, start, amount.at.start):
            if match.group() in "()" and not inside:
                continue
            if covering(self.decoys, match.start()) is None:
                start = match.end()
        return start

    def without_decoys(self, start: int, end: int) -> str:
        """Returns the words between two places that are no part of a decoy."""
        return "".join(c for i, c in enumerate(self.spoken[start:end], start) if covering(self.decoys, i) is None)

    def next_start(self, at: Extent) -> int:
        """Returns where the next amount behind ``at`` begins; the end of the text without one."""
        return next((a.at.start for a in self.amounts if a.at.start >= at.end), len(self.text))

    def period(self, at: Extent, rises: bool = False) -> str | None:
        """Returns the period of the goal at ``at``; where it ``rises`` from an old level, none that stands before it."""
        return period_of(self.text, self.spoken, self.decoys, at, [a.at for a in self.amounts], rises)


def _refuse_unreadable(text: str, spoken_text: str) -> None:
    if not text.strip():
        raise UnsureError("câu trống")
    for place, character in enumerate(text):
        if character.isdecimal() and not character.isascii():
            raise UnsureError(f"«{character}» là chữ số không phải 0-9", Extent(place, place + 1))
    words = _LONG_WORD.findall(text)
    if len(words) >= 4 and text.isascii() and fold(text) == " ".join(text.lower().replace("y", "i").split()):
        raise UnsureError("câu không có dấu tiếng Việt")
    if refused := _REFUSED.search(spoken_text):
        raise UnsureError(f"không đọc được câu có «{refused.group()}»", Extent(*refused.span()))
