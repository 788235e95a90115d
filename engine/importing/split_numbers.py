"""A number that a comma has made two fields of a CSV file: how it looks, and what is said of it."""

from __future__ import annotations

import re

MORE_FIELDS = "dòng có nhiều ô hơn dòng tiêu đề: số có thể bị tách ở dấu phẩy, hoặc lệch cột"
SPLIT_REMEDY = "đặt số, chữ có dấu phẩy trong ngoặc kép; hoặc lưu lại dạng .xlsx, hay CSV cách bằng dấu chấm phẩy"
_DIGITS = re.compile(r"[0-9]+ ?%?")
_ENDS_IN_DIGIT = re.compile(r"[0-9]\Z")


def may_be_split(before: str, cell: str) -> bool:
    """Whether two fields side by side may be one number with decimals.

    >>> may_be_split("999", "5"), may_be_split("999", "5 %"), may_be_split("999", "hộ"), may_be_split("", "5")
    (True, True, False, False)
    """
    return _DIGITS.fullmatch(cell.strip()) is not None and _ENDS_IN_DIGIT.search(before.strip()) is not None
