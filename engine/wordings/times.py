"""Says of a reading when and of what it holds: period, recurrence, accumulation, «mỗi xã», and which of these is assumed."""

from __future__ import annotations

from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.text import spoken
from engine.wordings.decoys import DecoyKind
from engine.wordings.particulars import accumulation_of, each_of, recurrence_of
from engine.wordings.sentence import HARD_STOP, Sentence
from engine.wordings.wording import Basis, TargetReading

_BETWEEN_WORDS = compiled(r"[-\s]+")
_MEAN = compiled(r"\b(?:bình\s+quân|trung\s+bình)\b")


def timed(sentence: Sentence, reading: TargetReading, at: Extent, start: int | None = None) -> TargetReading:
    """Returns the reading with its period, recurrence, accumulation and «mỗi …», and the keys that its clause does not say."""
    clause = _clause(sentence, at, at.start if start is None else start)
    period = sentence.period(at)
    lead = min((a.at.start for a in sentence.amounts), default=at.start)
    recurrence, said = recurrence_of(sentence.spoken, clause, lead)
    if "năm" in reading.per and reading.change is not None and _MEAN.search(sentence.spoken, clause.start, clause.end):
        recurrence, said = "bình quân hằng năm", True
    elif reading.per == ("năm",) and reading.unit == "%" and recurrence is None and reading.change is None:
        recurrence, said = "hằng năm", True
    percent = reading.unit[:1] in ("%", "‰") or reading.unit.startswith(("điểm %", "điểm phần")) or reading.value == 0
    adds, told = (False, False) if percent or recurrence else accumulation_of(sentence.spoken, clause, period)
    each = each_of(sentence.text, sentence.spoken, clause)
    for one in sentence.nothing:
        if one.each is not None and one.at.start <= at.start < one.at.end:
            each = sentence.text[one.each.start : one.each.end]
    assumed = list(reading.assumed)
    assumed += ["comparator"] if reading.basis is Basis.IMPLIED else []
    assumed += ["recurrence"] if recurrence and not said else []
    assumed += ["accumulates"] if adds and not told else []
    assumed += ["period"] if period and period[:4] != "hằng" and not _says(sentence, clause, period) else []
    return reading._replace(
        period=period, recurrence=recurrence, accumulates=adds, each=each, assumed=tuple(dict.fromkeys(assumed))
    )


def _clause(sentence: Sentence, at: Extent, start: int) -> Extent:
    """Returns the words about the number at ``at``, with the periods behind it."""
    stop = HARD_STOP.search(sentence.spoken, at.end)
    end = stop.start() if stop else len(sentence.text)
    periods = [d.at.end for d in sentence.decoys if d.kind is DecoyKind.PERIOD and d.at.start < end]
    return Extent(start, min(sentence.next_start(at), max([at.end, end, *periods])))


def _says(sentence: Sentence, clause: Extent, period: str) -> bool:
    """Returns whether a period stands in the clause itself."""
    words = " ".join(sentence.spoken[clause.start : clause.end].split())
    return all(part in words for part in _BETWEEN_WORDS.split(spoken(period)))
