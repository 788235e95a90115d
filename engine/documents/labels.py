"""Splits the number or bullet that somebody typed from the text behind it: «1.», «1.1», «(2)», «a)», «I.», «-», «Điều 3.»."""

from __future__ import annotations

import re

_BULLETS = "-–—−+*•●○▪■□◦➢➤✓»·"
_FORMS = (
    r"(?:Điều|Chương|Phần|Mục|Phụ lục|Phụ biểu|Biểu)\s+(?:số\s+)?(?:\d{1,3}|[IVXLC]+)\s*(?:[.:]|(?=\s+[A-ZĐÀ-Ỹ])|$)",
    r"Chỉ tiêu\s+(?:số\s+)?\d{1,3}\s*[:.–-](?=\s)",
    r"\(\d{1,3}\)(?=\s*\D)",
    r"\([a-zđ]\)(?=\s)",
    r"\d{1,2}(?:\.\d{1,2}){1,3}[.)](?=\s)",
    r"\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[A-ZĐÀ-Ỹ“«\"])",
    r"\d{1,2}[.)/](?=\s+\D|\s*$|[A-ZĐÀ-Ỹ])",
    r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?:[.)/:]|\s?[-–](?=\s))(?=\s|$)",
    r"[A-ZĐ][.)](?=\s+[A-ZĐÀ-Ỹ])",
    r"[a-zđ]\)(?=\s*[^\W\d])",
    r"[a-zđ]\.(?=\s+[A-ZĐÀ-Ỹ])",
    rf"[{re.escape(_BULLETS)}](?=\s)",
    rf"[{re.escape(_BULLETS)}](?=[^\W\d])",
)
_LABEL = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)
_EXACT = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_WORDY = re.compile(r"(?:Điều|Chương|Phần|Mục|Phụ lục|Phụ biểu|Biểu|Chỉ tiêu)\b", re.IGNORECASE)


def split_label(text: str) -> tuple[str, str]:
    """Returns the label at the start of ``text``, '' without one, and the rest.

    >>> split_label("1.1. Tỷ lệ hộ nghèo"), split_label("2.600 thành viên"), split_label("-2% mỗi năm")
    (('1.1.', 'Tỷ lệ hộ nghèo'), ('', '2.600 thành viên'), ('', '-2% mỗi năm'))
    """
    match = (_LABEL if _WORDY.match(text) else _EXACT).match(text)
    if match is None or not match.group().strip():
        return "", text
    return match.group().strip(), text[match.end() :].strip()
