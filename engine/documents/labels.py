"""Splits the number or bullet that somebody typed from the text behind it: «1.», «1.1», «(2)», «a)», «I.», «-», «Điều 3.»."""

from __future__ import annotations

import re

_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x1F00))))
"""A range such as À-Ỹ would hold small letters too."""
_CAPITAL, _LETTER = f"[{_CAPITALS}]", r"[^\W\d_]"
_BULLETS = re.escape("-–—−―‐‑+*•●○▪■□◦▫◊◆♦➢➤►▶‣⁃∙❖✓✔»·→⇒☐☑")
_PARTS = r"(?i:Điều|Chương|Phần|Mục|Phụ lục|Phụ biểu|Biểu)\s+(?:(?i:số)\s+)?(?:\d{1,3}[a-zđ]?|[IVXLC]+)"
_ITEMS = r"(?i:Chỉ tiêu|Chỉ số|Tiêu chí|Mục tiêu|Nội dung|Nhiệm vụ|Giải pháp|Nhóm|Khoản|Bước)\s+(?:(?i:số)\s+)?\d{1,3}"
_FORMS = (
    rf"{_PARTS}(?:\s*[.:]|\s*[-–](?=\s+{_CAPITAL})|(?=\s+{_CAPITAL})|$)",
    rf"{_ITEMS}\s*[:.–-](?=\s|{_LETTER}|$)",
    r"\(\d{1,3}\)[.:]?(?=\s|[^\W\d_]|$)",
    r"\((?:[a-zđ]|[IVX]{1,4})\)[.:]?(?=\s|$)",
    r"\d{1,2}(?:\.\d{1,2}){1,5}[.):](?=\s|$)",
    rf"(?:[IVX]{{1,4}}|{_CAPITAL}|[a-zđ])\.\d{{1,2}}(?:\.(?:\d{{1,2}}|[a-zđ])){{0,2}}(?:[.)](?=\s|$)|(?=\s+{_CAPITAL}))",
    rf"[a-zđ]\d{{1,2}}[.)](?=\s+{_CAPITAL})",
    rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=\s+[{_CAPITALS}“«\"])",
    r"\d{1,3}\.[.)](?=\s|$)",
    rf"\d{{1,3}}[.)](?!\s0\d\d\b)(?=\s|$|{_CAPITAL})",
    rf"\d{{1,2}}(?::|\s?[-–])(?=\s+{_CAPITAL})",
    rf"\d{{1,2}}\)(?={_LETTER})",
    rf"\d{{1,2}}/(?=\s|$|{_CAPITAL})",
    rf"(?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}})(?:[.)/:](?=\s|$|{_CAPITAL}[^\W\d_{_CAPITALS}])|\s?[-–](?=\s))",
    r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})[.)](?=\s)",
    rf"{_CAPITAL}[./)](?=\s+[{_CAPITALS}\d])",
    rf"[a-zđ]\)(?=\s|$|{_LETTER})",
    rf"[a-zđ][./-](?=\s+[{_CAPITALS}\d])",
    rf"[①-⑳](?=\s|{_LETTER})",
    rf"(?:o|--)(?=\s+{_CAPITAL})",
    rf"[{_BULLETS}](?=\s|$|{_LETTER})",
)
_SECOND = re.compile(rf"\s*{_ITEMS}\s*[:.–-](?=\s)")
_LABEL = re.compile("|".join(f"(?:{form})" for form in _FORMS))


def split_label(text: str) -> tuple[str, str]:
    """Returns the label at the start of ``text``, '' without one, and the rest.

    >>> split_label("1.1. Tỷ lệ hộ nghèo"), split_label("1.250 con"), split_label("-2% mỗi năm")
    (('1.1.', 'Tỷ lệ hộ nghèo'), ('', '1.250 con'), ('', '-2% mỗi năm'))
    """
    match = _LABEL.match(text)
    if match is None:
        return "", text
    second = _SECOND.match(text, match.end())  # «1.1. Chỉ tiêu 1: …»
    end = second.end() if second is not None else match.end()
    return text[:end].strip(), text[end:].strip()


def split_second_label(text: str) -> tuple[str, str]:
    """Returns what names an item behind a number that Word counts («Chỉ tiêu 1:»), '' without it, and the rest."""
    match = _SECOND.match(text)
    return (match.group().strip(), text[match.end() :].strip()) if match is not None else ("", text)
