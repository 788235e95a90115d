"""Vietnamese text: one normal form for reading, one for comparing names, and the nearest name for a typing slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2002\u2003\u2009\u3000"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), None)
_ODD = re.compile("[" + "".join(map(chr, (*_SPACES, *_INVISIBLE))) + "]")
_QUOTES = "\"'“”‘’«»„"

# Old and new placement of the tone mark: the same word, the same length («hoà» = «hòa»).
_TONE_PLACES = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
_TONE = re.compile("(?<!q)(?:" + "|".join(_TONE_PLACES) + r")\b")
_FINAL_I = re.compile(r"\b(h|k|l|m|s|t|qu)([iíìỉĩị])\b")
_I_TO_Y = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))


def normalise(text: str) -> str:
    """NFC, without invisible characters, every kind of space as a plain one; what every file is read as."""
    text = unicodedata.normalize("NFC", text)
    # To look for one is many times faster than to translate, and few texts have any.
    return text.translate(_SPACES).translate(_INVISIBLE) if _ODD.search(text) else text


def spoken(text: str) -> str:
    """Lower case with one spelling for words that have two («tỉ» = «tỷ», «hoà» = «hòa»); the length stays the same.

    ``text`` must be normalised. Marks stay: «từ» and «tư» are different words.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose lower case is longer is no Vietnamese letter
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = _TONE.sub(lambda m: _TONE_PLACES[m.group()], lowered)
    return _FINAL_I.sub(lambda m: m.group(1) + _I_TO_Y[m.group(2)], lowered)


def with_marks(name: str) -> str:
    """What is left of a name when only case, spacing and two spellings of one word are forgiven; marks stay."""
    return " ".join(spoken(normalise(name)).replace("_", " ").split())


def without_marks(text: str) -> str:
    """Returns ``text`` with plain letters: «Tỷ lệ đạt» is «Ty le dat»."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """What is left of a name when case, marks, ``_``, quotes, spacing and i/y are forgiven: the key to look it up by."""
    plain = without_marks(text).lower().replace("_", " ").replace("y", "i").strip(_QUOTES + " \t")
    return " ".join(plain.split())


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The known name that a reader most likely meant by ``name``; None where nothing is close enough to propose.

    A slip rarely hits the first letter: a name with another one must be closer. A beginning of just one name means it.
    """
    by_fold = {fold(known): known for known in names}
    wanted = fold(name)
    if wanted in by_fold:
        return by_fold[wanted]
    if not any(c.isalpha() for c in wanted):  # 1.9 is as near to 1.3 as to 1.8: a number is not guessed
        return None
    begun = [known for folded, known in by_fold.items() if len(wanted) >= 3 and folded.startswith(wanted + " ")]
    begun = begun or [known for folded, known in by_fold.items() if wanted.startswith(folded + " ")]
    if len(begun) == 1:
        return begun[0]
    from difflib import SequenceMatcher, get_close_matches

    for close in get_close_matches(wanted, by_fold, n=3, cutoff=0.6):
        alike = SequenceMatcher(None, wanted, close).ratio()
        if alike >= (0.65 if close[0] == wanted[0] else 0.8):
            return by_fold[close]
    return None


def unquoted(text: str) -> str:
    """``text`` without a pair of quotes around it, curly ones from Word included."""
    stripped = text.strip()
    if len(stripped) >= 2 and stripped[0] in "\"'“‘«„" and stripped[-1] in "\"'”’»“":
        return stripped[1:-1].strip()
    return stripped


def abridged(text: str, longest: int) -> str:
    """``text``, or its beginning and end with the number of characters left out, at most some ``longest`` in all."""
    if len(text) <= longest:
        return text
    head, tail = longest * 2 // 3, longest // 4
    return f"{text[:head]} … (lược {len(text) - head - tail} ký tự) … {text[-tail:]}"


def capital(text: str) -> str:
    """``text`` with its first letter in capitals, as a line or heading begins."""
    return text[:1].upper() + text[1:]


def printable(text: str) -> str:
    """``text`` with control characters made visible, so that no file can send commands to a terminal."""
    if text.isprintable():  # by far the most
        return text
    return "".join(c if c == "\n" or not _commands(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def on_one_line(text: str) -> str:
    """The same for a name that stands within a line, such as that of a file: no line of its own can follow from it."""
    return printable(text).replace("\n", "\N{REPLACEMENT CHARACTER}")


def _commands(character: str) -> bool:
    """Whether a terminal may take ``character`` for something else than a letter: controls, directions, line breaks."""
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")
