"""Units of quantities: what scales into what, what counts things, and which two units speak of the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from engine.language.text import fold, normalise, spoken

_MULTIPLIERS = {
    "trăm": Fraction(100),
    "nghìn": Fraction(1000),
    "ngàn": Fraction(1000),
    "vạn": Fraction(10**4),
    "triệu": Fraction(10**6),
    "tỷ": Fraction(10**9),
}

# Names of measures: dimension and size in the base unit of that dimension. What is not here counts things.
_MEASURES: dict[str, tuple[str, Fraction]] = {
    "đồng": ("tiền (đồng)", Fraction(1)),
    "đ": ("tiền (đồng)", Fraction(1)),
    "vnđ": ("tiền (đồng)", Fraction(1)),
    "vnd": ("tiền (đồng)", Fraction(1)),
    "usd": ("tiền (USD)", Fraction(1)),
    "đô la mỹ": ("tiền (USD)", Fraction(1)),
    "eur": ("tiền (EUR)", Fraction(1)),
    "m2": ("diện tích", Fraction(1)),
    "m²": ("diện tích", Fraction(1)),
    "ha": ("diện tích", Fraction(10**4)),
    "héc ta": ("diện tích", Fraction(10**4)),
    "km2": ("diện tích", Fraction(10**6)),
    "km²": ("diện tích", Fraction(10**6)),
    "g": ("khối lượng", Fraction(1, 1000)),
    "kg": ("khối lượng", Fraction(1)),
    "yến": ("khối lượng", Fraction(10)),
    "tạ": ("khối lượng", Fraction(100)),
    "tấn": ("khối lượng", Fraction(1000)),
    "lít": ("thể tích", Fraction(1, 1000)),
    "m3": ("thể tích", Fraction(1)),
    "m³": ("thể tích", Fraction(1)),
    "m": ("chiều dài", Fraction(1)),
    "km": ("chiều dài", Fraction(1000)),
    "%": ("%", Fraction(1)),
    "‰": ("%", Fraction(1, 10)),
    "%0": ("%", Fraction(1, 10)),
    "điểm %": ("điểm %", Fraction(1)),
    "điểm phần trăm": ("điểm %", Fraction(1)),
    "giờ": ("giờ", Fraction(1)),
    "điểm": ("điểm", Fraction(1)),
    "lần": ("lần", Fraction(1)),
}

PERCENT, POINTS = "%", "điểm %"
NO_DIMENSION = ""
"""The dimension of a bare number, and of a quotient of two like quantities."""

_ONE = re.compile(r"^(?:0*1|một)\s+")
_TEN_THOUSAND = re.compile(r"^10\.?000\s+")
_SIZES = ("diện tích", "khối lượng", "thể tích", "chiều dài")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, and what it means: ``scale`` base units of ``dimension``, per each of ``per``.

    ``dimension`` of a unit that counts things is the folded name of the thing; ``per`` holds folded names.
    A multiplier without a noun («5 triệu») has dimension None: it fits whatever it is compared with.
    """

    text: str
    dimension: str | None
    scale: Fraction = Fraction(1)
    per: frozenset[str] = frozenset()
    counts: bool = False

    @property
    def is_rate(self) -> bool:
        """Whether a difference is shown in điểm % and not as a ratio."""
        return self.dimension in (PERCENT, POINTS)

    @property
    def is_never_negative(self) -> bool:
        """Whether it counts things, or measures what has no negative size."""
        return self.counts or self.dimension in _SIZES

    @property
    def whole(self) -> bool:
        """Whether only whole numbers of it exist (things counted, not averages)."""
        return self.counts and self.scale == 1 and not self.per

    def without_name(self) -> Unit:
        """The same unit, shown as a bare number."""
        return replace(self, text="")

    def __str__(self) -> str:
        return self.text


BARE = Unit("", NO_DIMENSION)
PERCENT_UNIT = Unit("%", PERCENT)
POINTS_UNIT = Unit("điểm %", POINTS)


@lru_cache(maxsize=2048)
def parse_unit(text: str) -> Unit:
    """Read ``triệu đồng/người/năm``, ``%``, ``nghìn tỷ đồng``, ``thành viên``; any other name counts things of that name."""
    text = " ".join(normalise(text).split())
    if not text:
        return BARE
    head, *parts = (part.strip() for part in text.split("/"))
    per = frozenset(_per(part) for part in parts if part)
    scale, noun = _split_multipliers(spoken(head))
    if not noun:
        return Unit(text, None, scale, per)
    if noun in _MEASURES:
        dimension, size = _MEASURES[noun]
        return Unit(text, dimension, scale * size, per)
    return Unit(text, fold(noun), scale, per, counts=True)


def _per(part: str) -> str:
    """«1 vạn dân», «10.000 dân» and «vạn dân» are the same."""
    return fold(_TEN_THOUSAND.sub("vạn ", _ONE.sub("", part)))


def _split_multipliers(head: str) -> tuple[Fraction, str]:
    scale = Fraction(1)
    words = head.split()
    while words and words[0] in _MULTIPLIERS:
        scale *= _MULTIPLIERS[words.pop(0)]
    return scale, " ".join(words)


class UnitMismatch(ValueError):
    """Two units that cannot be brought together; the message names both and says why."""


def fit(written: Unit, full: Unit) -> Fraction:
    """The factor that turns a number in ``written`` into the base unit of ``full``, the catalogue's unit.

    ``written`` may leave out unit, noun or per-parts, and a bare % is read as điểm % where ``full`` is.
    Raises UnitMismatch for another dimension, and for per-parts that ``full`` does not have (/tháng against /năm).
    """
    if written == BARE:
        return full.scale
    if full.dimension is None or full == BARE:
        fits = written.dimension in (NO_DIMENSION, full.dimension)
    else:
        fits = written.dimension in (full.dimension, None) or (
            written.dimension == PERCENT and full.dimension == POINTS
        )
    if not fits:
        raise UnitMismatch(f"đơn vị «{written}» không cùng loại với «{full.text or 'số không có đơn vị'}»")
    strange = written.per - full.per
    if strange:
        shown = ", ".join(
            f"/{part}" for part in written.text.split("/")[1:] if fold(_ONE.sub("", part.strip())) in strange
        )
        raise UnitMismatch(
            f"đơn vị «{written}» có «{shown}», khác với «{full}» trong danh mục; công cụ không tự quy đổi"
        )
    return written.scale


def divided(a: Unit, b: Unit) -> Unit | None:
    """The unit of a quotient; None where the tool does not follow it."""
    if b.dimension == NO_DIMENSION:
        return a
    if a.dimension == b.dimension:
        return BARE
    if b.counts and not b.per and a.dimension not in (None, NO_DIMENSION):
        return Unit(f"{a.text}/{b.text}", a.dimension, a.scale, a.per | {b.dimension or ""})
    return None


def multiplied(a: Unit, b: Unit) -> Unit | None:
    """The unit of a product; None where the tool does not follow it."""
    if b.dimension == NO_DIMENSION:
        return a
    if a.dimension == NO_DIMENSION:
        return b
    for left, right in ((a, b), (b, a)):
        if right.counts and right.dimension in left.per:
            kept = [p for p in left.text.split("/")[1:] if fold(p) != right.dimension]
            return Unit(
                "/".join([left.text.split("/")[0], *kept]), left.dimension, left.scale, left.per - {right.dimension}
            )
    return None
