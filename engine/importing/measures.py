"""Reads units of measure as tables write them: in a column ĐVT, above the table, or in brackets behind a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from engine.language.text import fold, normalise
from engine.language.units import BARE, parse_unit
from engine.rulebook.rulebook import Indicator

_SHORT_FORMS = {
    "triệu đồng": "tr.đ|trđ|tr đ|tr.đồng|tr. đồng|tr đồng|triệu đ|triệu|1.000.000 đồng",
    "tỷ đồng": "tỷ đ|tỉ đ|tỷ.đ|tỷ",
    "nghìn đồng": "nghìn đ|ngàn đ|ng.đ|1000đ|1.000đ|1000 đ|1.000 đ|1000 đồng|1.000 đồng",
    "điểm %": "đ%|đpt|điểm%",
    "%": "phần trăm|tỷ lệ %|tỷ lệ",
}
_SHORT = {short: full for full, listed in _SHORT_FORMS.items() for short in listed.split("|")}
"""Short forms of annexes, where «triệu» and «tỷ» alone mean money. Units of the catalogue take precedence."""

_MULTIPLES = {"1000": "nghìn", "1000000": "triệu"}
_MULTIPLE = re.compile(r"^(1\.?000(?:\.?000)?)\s+(?=\D)")
_SCALES = frozenset({"nghìn", "ngàn", "triệu", "tỷ"})

_BRACKETS = re.compile(r"\s*\(([^()]{1,60})\)\s*")


class Measures:
    """Recognises units of measure, among them those of the catalogue."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        units = [indicator.unit.text for indicator in indicators]
        parts = [part for unit in units if unit for part in (unit, unit.split("/")[0])]
        self._known = {fold(part): part for part in parts}
        self.written = lru_cache(maxsize=5_000)(self._written)
        self.is_measure = lru_cache(maxsize=50_000)(self._is_measure)

    def _written(self, text: str) -> str:
        """Returns the unit in full.

        >>> Measures([]).written("tr.đ/người")
        'triệu đồng/người'
        """
        head, slash, parts = " ".join(normalise(text).split()).strip(" :.;,").partition("/")
        head = re.sub(r"^(?:đvt|đơn vị tính|đơn vị)\s*:\s*", "", head, flags=re.IGNORECASE)
        head = _MULTIPLE.sub(lambda found: f"{_MULTIPLES[found[1].replace('.', '')]} ", head.strip())
        full = _SHORT.get(head.lower(), head)
        if fold(full) in self._known:
            full = self._known[fold(full)]
        elif full[1:].islower() and (
            not parse_unit(full).counts or full.partition(" ")[0].lower() in _SCALES
        ):  # «Triệu đồng» at the start of its cell
            full = full.lower()
        return full + slash + re.sub(r"\s*/\s*", "/", parts.strip())

    def _is_measure(self, text: str) -> bool:
        """Returns whether ``text`` is a unit that scales, or one that the catalogue counts in."""
        written = self.written(text)
        if not written or any(c.isdigit() for c in re.sub(r"[23]\b", "", written)):
            return False
        unit = parse_unit(written)
        first, _, noun = written.partition(" ")
        if first in _SCALES and noun and fold(noun.split("/")[0]) in self._known:
            return True
        scales = unit != BARE and not unit.counts
        return scales or fold(written) in self._known or fold(written.split("/")[0]) in self._known

    def in_brackets(self, text: str) -> tuple[str, str]:
        """Returns the unit in brackets within ``text`` and the text without it; '' and the text where there is none."""
        for found in _BRACKETS.finditer(text):
            inside = found[1].removeprefix("ĐVT").removeprefix("đvt").strip(" :")
            if self.is_measure(inside):
                return self.written(inside), f"{text[: found.start()]} {text[found.end() :]}".strip()
        return "", text
