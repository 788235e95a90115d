"""Remedies that rules and facts share: what was probably meant by a number or a unit."""

from __future__ import annotations

import re

from engine.language.text import nearest
from engine.language.units import parse_unit


def whole_remedy(written: str) -> str:
    """Returns what to write instead of a fraction of something counted: «2,570» was most likely 2.570."""
    if meant := thousands_meant(written):
        return f"phải chăng là {meant}?"
    return "ghi số nguyên; nếu số liệu này có phần lẻ thật, khai báo `bước` trong danh mục"


def thousands_meant(written: str) -> str:
    """Returns the whole number that «2,570» was most likely meant as; '' where it has not three decimals.

    >>> thousands_meant("2,570 hộ")
    '2.570'
    """
    match = re.match(r"([+-]?[1-9][0-9]{0,2}),([0-9]{3})(?![0-9])", written.strip())
    return f"{match[1]}.{match[2]}" if match else ""


def unit_remedy(written: str, full: str) -> str:
    """Returns what to write instead of a unit that does not fit the catalogue's."""
    if not full:
        return "dùng hàm tỷ_lệ(a, b) để ra phần trăm" if written[:1] == "%" else "bỏ đơn vị"
    # /tháng against /năm: renaming would change the value
    if parse_unit(written).dimension == parse_unit(full).dimension:
        return f"tự quy đổi con số sang «{full}» rồi ghi lại, hoặc sửa đơn vị tính trong danh mục"
    close = nearest(written, (full,))
    return (
        f"phải chăng là «{close}»?"
        if close
        else f"danh mục tính bằng «{full}»: xem con số có đúng là của số liệu này không, rồi ghi theo «{full}»"
    )
