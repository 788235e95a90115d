"""Remedies that rules and facts share: what was probably meant by a number or a unit."""

from __future__ import annotations

from fractions import Fraction

from engine.language.text import nearest


def whole_remedy(value: Fraction) -> str:
    """What to write instead of a fraction of something counted: «2,570» was most likely 2.570."""
    if (value * 1000).denominator == 1 and value < 1000:
        return f"phải chăng là {value * 1000:,}?".replace(",", ".")
    return "ghi số nguyên; nếu số liệu này có phần lẻ thật, khai báo `bước` trong danh mục"


def unit_remedy(written: str, full: str) -> str:
    """What to write instead of a unit that does not fit the catalogue's."""
    close = nearest(written, (full,)) if full else None
    return (
        f"phải chăng là «{close}»?" if close else f"ghi đơn vị «{full}», hoặc bỏ trống đơn vị" if full else "bỏ đơn vị"
    )
