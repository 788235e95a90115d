"""What text and spreadsheet need of the format of an administrative document; the rest of it stands in the Word templates.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I.
"""

from __future__ import annotations

from engine.domain.records import NamedTuple

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NATIONAL_MOTTO = "Độc lập - Tự do - Hạnh phúc"
"""Mục II, khoản 1."""


class Margins(NamedTuple):
    """Margins of the page in millimetres."""

    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 20


MARGINS = Margins()
"""Mục I, khoản 3: top and bottom 20-25 mm, left 30-35 mm, right 15-20 mm."""
