"""Recognises and converts the old Vietnamese scripts TCVN3 (fonts .Vn…) and VNI (fonts VNI-…).

Both put Vietnamese letters where Latin-1 has others, so the letters alone do not show the script. The font does, where it
is known; otherwise every word is read in each script, and only one reading gives Vietnamese syllables.
Sources: TCVN 5712:1993 (VN3); the code table of VNI-Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.importing.code_pages import is_mistaken_utf8


class Script(StrEnum):
    """How a text encodes Vietnamese. UNSURE: neither Unicode nor, for certain, one of the others."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    VNI = "VNI"
    UNSURE = "không rõ"


class ConvertedText(NamedTuple):
    """A text in Unicode; ``doubt`` says what may be wrong with it, '' where nothing is."""

    text: str
    doubt: str = ""


_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

_VNI_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROUND = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}  # over â, ê, ô
_VNI_BREVE = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}  # over ă
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_LETTERS)
    for base in "aeouyôö":
        letter = _VNI_LETTERS.get(base, base)
        table |= {base + mark: letter + tone for mark, tone in _VNI_MARKS.items()}
    for base in "aeo":
        table |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_ROUND.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    lower = {key: unicodedata.normalize("NFC", letter) for key, letter in table.items()}
    upper = {key.upper(): letter.upper() for key, letter in lower.items()}
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in lower.items() if len(key) == 2}
    return lower | upper | mixed


_VNI = _vni_table()
_VNI_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_TO_TCVN3 = str.maketrans(_TCVN3)

_ONSET = r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    "uyê|iêu|yêu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uya|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi"
    "|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"{_ONSET}(?:{_NUCLEUS})(?:ng|nh|ch|[cmnpt])?\Z")
_STOPPED = re.compile(r"(?:ch|[cpt])\Z")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]+")
_NOT_LETTERS = re.compile(r"[^A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")
_BEYOND_LATIN_1 = re.compile(r"[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_FEW = 3
_MOST, _CLEAR = 0.85, 0.25


def from_tcvn3(text: str) -> str:
    """Returns TCVN3 in Unicode.

    >>> from_tcvn3("Sè thµnh viªn")
    'Số thành viên'
    """
    return text.translate(_TO_TCVN3)


def from_vni(text: str) -> str:
    """Returns VNI in Unicode.

    >>> from_vni("Soá thaønh vieân")
    'Số thành viên'
    """
    return _VNI_PAIRS.sub(lambda match: _VNI[match.group()], text)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Returns whether ``word`` can be a Vietnamese syllable: onset, vowels, final, and a tone that the final allows.

    >>> is_syllable("nghiệp"), is_syllable("viªn")
    (True, False)
    """
    plain = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in plain if c in _TONES]
    letters = unicodedata.normalize("NFC", "".join(c for c in plain if c not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.match(letters):
        return False
    return not _STOPPED.search(letters) or not tones or tones[0] in "\u0301\u0323"


def script_of_font(font: str) -> Script | None:
    """Returns the script that a font is made for; None where its name does not show it."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return Script.TCVN3
    return Script.VNI if name.startswith(("vni-", "vni ")) else None


def script_of(texts: Iterable[str]) -> Script:
    """Returns the script in which the words of ``texts`` are Vietnamese; Unicode where too few words have marks."""
    found: set[str] = set()
    for text in dict.fromkeys(texts):
        found.update(_WORD.findall(unicodedata.normalize("NFC", text)))
    words = {word for word in found if _is_marked(word)}
    if not words:
        return Script.UNICODE
    share = {script: _share(words, script) for script in (Script.UNICODE, Script.TCVN3, Script.VNI)}
    old = max((Script.TCVN3, Script.VNI), key=lambda script: share[script])
    other = Script.VNI if old is Script.TCVN3 else Script.TCVN3
    if share[Script.UNICODE] >= share[old] or (len(words) < _FEW and share[Script.UNICODE] > 0):
        return Script.UNICODE if share[Script.UNICODE] >= 0.5 or len(words) < _FEW else Script.UNSURE
    if share[old] >= _MOST and share[old] - max(share[other], share[Script.UNICODE]) >= _CLEAR:
        return old
    return Script.UNICODE if len(words) < _FEW else Script.UNSURE


def is_vietnamese(texts: Iterable[str]) -> bool:
    """Returns whether ``texts`` are Unicode with words that have marks, nearly all of them Vietnamese syllables.

    >>> is_vietnamese(["Số hộ nghèo"]), is_vietnamese(["ChØ tiªu"])
    (True, False)
    """
    words = {word for text in texts for word in _WORD.findall(unicodedata.normalize("NFC", text)) if _is_marked(word)}
    return bool(words) and _share(words, Script.UNICODE) >= _MOST


def _is_marked(word: str) -> bool:
    return not word.isascii() and bool(_NOT_LETTERS.sub("", word))


def _share(words: Iterable[str], script: Script) -> float:
    read = [_reads(word, script) for word in words]
    return sum(read) / len(read)


def _reads(word: str, script: Script) -> bool:
    if script is Script.UNICODE:
        parts = [part for part in _NOT_LETTERS.split(word) if part]
        return len(parts) == 1 and is_syllable(parts[0])
    if _BEYOND_LATIN_1.search(word):
        return False
    converted = from_tcvn3(word) if script is Script.TCVN3 else from_vni(word)
    return converted != word and is_syllable(_NOT_LETTERS.sub("", converted))


def convert(text: str, script: Script, font: str = "") -> ConvertedText:
    """Returns ``text`` in Unicode. ``script`` is that of the table; a font made for a script overrides it."""
    by_font = script_of_font(font)
    script = by_font or script
    plain = unicodedata.normalize("NFC", text)
    if "\ufffd" in plain:
        return ConvertedText(plain, "có ký tự đã hỏng khi chuyển mã")
    if is_mistaken_utf8(plain):
        return ConvertedText(plain, "chữ bị hỏng vì mở nhầm bảng mã (UTF-8 đọc như Latin-1)")
    if plain.isascii() or script in (Script.UNICODE, Script.UNSURE):
        return ConvertedText(plain)
    words = [word for word in _WORD.findall(plain) if _is_marked(word)]
    modern = [word for word in words if _BEYOND_LATIN_1.search(word)]
    if modern:
        old = [word for word in words if word not in modern and not _reads(word, Script.UNICODE)]
        return ConvertedText(
            plain, f"lẫn Unicode với {script}: «{old[0]}»" if any(_reads(w, script) for w in old) else ""
        )
    if words and not any(_reads(word, script) for word in words) and all(_reads(w, Script.UNICODE) for w in words):
        return ConvertedText(plain)  # Unicode text in an old font
    converted = from_tcvn3(plain) if script is Script.TCVN3 else from_vni(plain)
    if by_font is Script.TCVN3 and font.strip().lower().endswith("h"):
        converted = converted.upper()  # these fonts show small letters as capitals
    odd = [word for word in words if not _reads(word, script)]
    return ConvertedText(converted, f"không chắc đã chuyển đúng từ {script}: «{odd[0]}»" if odd else "")
