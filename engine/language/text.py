"""Normal forms of Vietnamese text for reading and for comparing names, and the nearest name to a misspelt one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from engine.language.patterns import compiled

_LONGEST_NAME = 200
"""Characters of a name that somebody may have misspelt."""
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2002\u2003\u2009\u3000"), " ")
_LOOK_ALIKE = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
"""Letters of other languages that nobody can tell from «đ»: some old keyboards and converters write them."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), None)
_PLAIN: dict[int, str | None] = {**_SPACES, **_INVISIBLE, **_LOOK_ALIKE}
_ODD = compiled("[" + "".join(map(chr, _PLAIN)) + "]")
_QUOTES = "\"'“”‘’«»„"
_JOINT = compiled(" ?[,‐‑–—-] ?")
"""Between two parts of a name; who types it leaves out a space, or has a program that makes a dash longer."""

# Old and new placement of the tone mark in words of equal length («hoà» = «hòa»).
_TONE_PLACES = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
_TONE = compiled("(?<!q)(?:" + "|".join(_TONE_PLACES) + r")\b")
_FINAL_I = compiled(r"\b(h|k|l|m|s|t|qu)([iíìỉĩị])\b")
_I_TO_Y = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))


def normalise(text: str) -> str:
    """Returns ``text`` in NFC, without invisible characters, with plain spaces and our «đ». Every file is read in this form.

    >>> normalise("5\\u00a0000\\u200b"), normalise("\\u00d0\\u00f4ng") == "\\u0110\\u00f4ng"
    ('5 000', True)
    """
    text = unicodedata.normalize("NFC", text)
    # A search is many times faster than a translation, and few texts have such characters.
    return text.translate(_PLAIN) if _ODD.search(text) else text


def spoken(text: str) -> str:
    """Returns ``text`` in lower case, with one spelling for words that have two; its length stays the same.

    ``text`` must be normalised. Marks stay: «từ» and «tư» are different words.

    >>> spoken("Tỉ lệ hoà giải")
    'tỷ lệ hòa giải'
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # letters whose lower case is longer are foreign and stay
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = _TONE.sub(lambda m: _TONE_PLACES[m.group()], lowered)
    return _FINAL_I.sub(lambda m: m.group(1) + _I_TO_Y[m.group(2)], lowered)


@lru_cache(maxsize=4096)
def with_marks(name: str) -> str:
    """Returns the key of a name that forgives case, spacing, ``_``, quotes, the length of a dash and two spellings of one word, but
    not marks.

    A name is kept as it is printed, without control characters; so it has the same key with them.

    >>> with_marks("Tỉ lệ  Đạt_A"), with_marks("xã B , huyện C"), with_marks("Phan Rang – Tháp Chàm")
    ('tỷ lệ đạt a', 'xã b, huyện c', 'phan rang-tháp chàm')
    >>> with_marks("xã \\u202eA") == with_marks(on_one_line("xã \\u202eA"))
    True
    """
    return _joined(printable(" ".join(spoken(normalise(name)).replace("_", " ").strip(_QUOTES + " \t").split())))


def _joined(key: str) -> str:
    return _JOINT.sub(lambda joint: ", " if "," in joint.group() else "-", key) if _JOINT.search(key) else key


def without_marks(text: str) -> str:
    """Returns ``text`` with plain letters.

    >>> without_marks("Tỷ lệ đạt")
    'Ty le dat'
    """
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Returns the key to look up a name by, which forgives case, marks, ``_``, quotes, spacing, the length of a dash and i/y.

    >>> fold("«Tỷ_lệ  đạt»")
    'ti le dat'
    """
    plain = without_marks(text).lower().replace("_", " ").replace("y", "i").strip(_QUOTES + " \t")
    return _joined(" ".join(plain.split()))


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Returns the one of ``names`` that a reader most likely meant by ``name``; None where none is close enough.

    Misspellings rarely change the first letter, so a name with another first letter must be closer. The first words of
    exactly one name stand for it.

    >>> nearest("chưa đat", ["đạt", "chưa đạt"])
    'chưa đạt'
    """
    if len(name) > _LONGEST_NAME:
        return None
    by_fold = {fold(known): known for known in names}
    wanted = fold(name)
    if wanted in by_fold:
        return by_fold[wanted]
    if not any(c.isalpha() for c in wanted):  # numbers are not guessed: 1.9 is as near to 1.3 as to 1.8
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
    """Returns ``text`` without a pair of quotes around it, the curly ones of Word included.

    >>> unquoted("“xã A”")
    'xã A'
    """
    stripped = text.strip()
    if len(stripped) >= 2 and stripped[0] in "\"'“‘«„" and stripped[-1] in "\"'”’»“":
        return stripped[1:-1].strip()
    return stripped


def abridged(text: str, longest: int) -> str:
    """Returns ``text``; if it is longer than ``longest`` characters, its beginning and end with the number left out.

    >>> abridged("abcdefghijkl", 8)
    'abcde … (lược 5 ký tự) … kl'
    """
    if len(text) <= longest:
        return text
    head, tail = longest * 2 // 3, longest // 4
    return f"{text[:head]} … (lược {len(text) - head - tail} ký tự) … {text[-tail:]}"


def shortened(text: str, longest: int) -> str:
    """Returns ``text`` up to the last clause, or else the last word, that ends within ``longest`` characters.

    >>> shortened("Còn 9 hộ chưa bàn giao; theo báo cáo, việc đo đạc chậm", 40)
    'Còn 9 hộ chưa bàn giao…'
    """
    if len(text) <= longest:
        return text.rstrip(".")
    ends = [m.start() for m in re.finditer(r"[;:.,](?=\s)|\s", text) if m.start() < longest]
    clauses = [end for end in ends if text[end] in ";:" and end > longest // 2]
    end = (clauses or ends or [longest])[-1]
    return text[:end].rstrip(" ,;:.") + "…"


def capital(text: str) -> str:
    """Returns ``text`` with a capital first letter, for the beginning of a line or heading.

    >>> capital("chưa đạt")
    'Chưa đạt'
    """
    return text[:1].upper() + text[1:]


def printable(text: str) -> str:
    """Returns ``text`` with control characters made visible, so that no file can send commands to a terminal.

    >>> printable("a\\x1b[31mb")
    'a�[31mb'
    """
    if text.isprintable():  # nearly always
        return text
    return "".join(c if c == "\n" or not _commands(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def on_one_line(text: str) -> str:
    """Returns ``text`` with control characters and line breaks made visible.

    >>> on_one_line("a\\nb")
    'a¶b'
    """
    return printable(text).replace("\n", "\N{PILCROW SIGN}")


def _commands(character: str) -> bool:
    """Returns whether ``character`` controls a terminal, turns the direction of writing or breaks a line."""
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")
