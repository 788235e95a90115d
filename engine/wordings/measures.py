"""The unit behind a number, with its per-parts: a percent sign, a measure, or any noun; the vocabulary only helps."""

from __future__ import annotations

import re

from engine.domain.records import NamedTuple
from engine.language.patterns import compiled
from engine.language.syntax import Extent
from engine.language.units import parse_unit
from engine.wordings.decoys import Decoy, DecoyKind
from engine.wordings.vocabulary import NOT_NOUNS, NOUNS, wording_at
from engine.wordings.wording import UnsureError

PERCENT = compiled(r"\s*(?:điểm\s*%|điểm\s+phần\s+trăm|%\s?0(?![0-9,.])|%o\b|‰|/\s*%|%|phần\s+trăm\b)")
WORD = compiled(r"\s*([^\W\d_][\w²³]*)")
_OF_RATE = compiled(r"\s+(?:lệ|trọng|suất|số)\b")
_PER = compiled(r"\s*/\s*(?:(0?1|10\.?000|1\.?000|100\.?000|100|10)\s+)?(?!tổng\b)(?=[^\W\d_])")
_EACH = compiled(r"\s*(?:,\s*)?(?:bình\s+quân\s+)?(?:một|mỗi|hằng|hàng|0?1)\s+(năm|tháng|quý|người)\b")
_ONE_OF = compiled(r"(?:\s+(?!trở\b)[^\W\d_]\w*){1,4}(?=\s*/\s*(?:năm|tháng|quý|vụ|người|hộ|xã|ha|vạn\s+dân|dân)\b)")
_COUNT = compiled(r"[0-9][0-9.]*")
_TO_COUNT = compiled(r"^.*?(0?1|một|10|100|1\.?000|10\.?000|100\.?000)\s+")
_SYMBOLS = {"%0": "‰", "%o": "‰", "/%": "%", "phần trăm": "%", "điểm phần trăm": "điểm %"}


class Measure(NamedTuple):
    """A unit behind a number: ``of`` its per-parts, ``end`` the end of all of it, ``sure`` whether the noun is known."""

    text: str
    at: Extent
    of: tuple[str, ...]
    end: int
    sure: bool = True
    typo: bool = False


def measure_at(text: str, spoken_text: str, at: int) -> Measure | None:
    """Returns the unit at ``at`` with its per-parts: a percent sign, a measure or a noun.

    None without one; raises UnsureError.
    """
    if match := PERCENT.match(spoken_text, at):
        written = " ".join(match.group().replace("/ ", "/").split())
        compact = written.replace(" %", "%").replace("điểm%", "điểm %").replace("% 0", "%0")
        end, per = _per_parts(text, spoken_text, match.end())
        at = match.end() - len(match.group().lstrip())
        return Measure(_SYMBOLS.get(compact, compact), Extent(at, match.end()), per, end, typo=compact == "/%")
    found = _scaled(spoken_text, at) or _noun(spoken_text, at)
    if found is None:
        return None
    if not found[1] and len(spoken_text[at : found[0]].split()[0]) <= 2 and not _counted_again(text, spoken_text, at):
        unknown = " ".join(text[at : found[0]].split())
        raise UnsureError(f"không rõ đơn vị «{unknown}»", Extent(at, found[0]))
    start = at + len(spoken_text[at:]) - len(spoken_text[at:].lstrip())
    stop, sure = found
    more = _ONE_OF.match(spoken_text, stop) if spoken_text[stop : stop + 1] == " " else None
    end, per = _per_parts(text, spoken_text, more.end() if more else stop)
    return Measure(" ".join(text[start:stop].split()), Extent(start, stop), per, end, sure)


def _counted_again(text: str, spoken_text: str, at: int) -> bool:
    """Returns whether a short word behind a number is a noun: the text names it elsewhere, or it is an abbreviation."""
    word = WORD.match(text, at)
    if word is None:
        return False
    named = re.search(rf"(?<!\w){re.escape(word.group(1).lower())}(?!\w)", spoken_text[:at])
    return named is not None or (len(word.group(1)) == 2 and word.group(1).isupper())


def is_measure(words: str) -> bool:
    """Returns whether ``words`` are a measure («ha», «triệu đồng») and no noun that is counted."""
    unit = parse_unit(words)
    return bool(words) and not unit.counts and unit.dimension != ""


def _scaled(text: str, at: int) -> tuple[int, bool] | None:
    """Returns the end of multipliers with a measure or a noun: «nghìn tỷ đồng», «ha», «triệu lượt»."""
    end, start = at, at + len(text[at:]) - len(text[at:].lstrip())
    stop = None
    for _ in range(4):
        word = WORD.match(text, end)
        if word is None or (word.group(1) == "tỷ" and _OF_RATE.match(text, word.end())):
            break
        end = word.end()
        if is_measure(text[start:end]):
            stop = end
        elif stop is not None:
            break
    noun = NOUNS.match(text, start)
    if noun is not None and (stop is None or noun.end() > stop):
        return noun.end(), True
    if stop is None:
        return None
    if parse_unit(text[start:stop]).dimension is None:  # multipliers alone: what is counted may follow
        space = len(text[stop:]) - len(text[stop:].lstrip())
        if space and (noun := NOUNS.match(text, stop + space)):
            return noun.end(), True
    return stop, True


def _noun(text: str, at: int) -> tuple[int, bool] | None:
    """Returns the end of the first two words of a noun that is not in the vocabulary; the noun may be longer."""
    end = None
    for _ in range(2):
        word = WORD.match(text, at)
        if word is None or word.group(1) in NOT_NOUNS or (at == word.start(1)):
            break
        found = wording_at(text, word.start(1))
        if found is not None and found[0] not in ("LEAD", "PLACE"):
            break
        end = at = word.end()
    return (end, False) if end is not None else None


def _per_parts(text: str, spoken_text: str, at: int) -> tuple[int, tuple[str, ...]]:
    parts: list[str] = []
    while match := _PER.match(spoken_text, at):
        noun = _scaled(spoken_text, match.end()) or _noun(spoken_text, match.end() - 1)
        if noun is None:
            simple = WORD.match(spoken_text, match.end())
            noun = (simple.end(), True) if simple else None
        if noun is None:
            break
        name = " ".join(text[match.end() : noun[0]].split())
        parts.append(_per_name(match.group(1), name))
        at = noun[0]
    if match := _EACH.match(spoken_text, at):
        parts.append(match.group(1))
        at = match.end()
    return at, tuple(parts)


def _per_name(count: str | None, name: str) -> str:
    """Returns «vạn dân» for «1 vạn dân» and for «10.000 dân»."""
    if count is None or count in ("1", "01"):
        return name
    return f"vạn {name}" if count.replace(".", "") == "10000" else f"{count} {name}"


def per_of_decoy(decoy: Decoy, text: str) -> str | None:
    """Returns what a denominator divides by: «HTX» for «của 01 HTX»; None for another decoy."""
    if decoy.kind is not DecoyKind.DENOMINATOR:
        return None
    words = _TO_COUNT.sub("", text[decoy.at.start : decoy.at.end])
    count = _COUNT.search(text[decoy.at.start : decoy.at.end])
    return _per_name(count.group() if count else None, " ".join(words.split()))
