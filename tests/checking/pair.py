"""A wording and a rule that is to say the same, or not."""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """``unit`` is the «đơn vị tính» of the measure; ``keys`` are more keys of the criterion, and ``name`` is the measure's."""

    text: str
    goal: str
    unit: str
    keys: str = ""
    name: str = "Số liệu đo"
