"""Units of measurement: their dimension and scale, and how they convert, divide and multiply."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.language.interval import Interval
from engine.language.patterns import compiled
from engine.language.text import fold, normalise, spoken

_MULTIPLIERS = {
    "trăm": Fraction(100),
    "nghìn": Fraction(1000),
    "ngàn": Fraction(1000),
    "vạn": Fraction(10**4),
    "triệu": Fraction(10**6),
    "tỷ": Fraction(10**9),
}

# The dimension of every measure and its size in the base unit of that dimension. Any other name counts things.
_MEASURES: dict[str, tuple[str, Fraction]] = {
    name: (dimension, Fraction(size))
    for dimension, size, names in (
        ("tiền (đồng)", "1", "đồng, đ, vnđ, vnd"),
        ("tiền (USD)", "1", "usd, đô la mỹ"),
        ("tiền (EUR)", "1", "eur"),
        ("diện tích", "1", "m2, m²"),
        ("diện tích", "10000", "ha, héc ta"),
        ("diện tích", "1000000", "km2, km²"),
        ("khối lượng", "1/1000", "g"),
        ("khối lượng", "1", "kg"),
        ("khối lượng", "10", "yến"),
        ("khối lượng", "100", "tạ"),
        ("khối lượng", "1000", "tấn"),
        ("thể tích", "1/1000", "lít"),
        ("thể tích", "1", "m3, m³"),
        ("chiều dài", "1", "m"),
        ("chiều dài", "1000", "km"),
        ("%", "1", "%, phần trăm"),
        ("%", "1/10", "‰, %0"),
        ("điểm %", "1", "điểm %, điểm phần trăm"),
        ("giờ", "1", "giờ"),
        ("điểm", "1", "điểm"),
        ("lần", "1", "lần"),
    )
    for name in names.split(", ")
}

_SIZED = frozenset(dimension for dimension, size in _MEASURES.values() if size != 1 or dimension.startswith("tiền"))
"""Measures with several sizes, and money, which tables write in thousands, millions or billions."""

_MONEY = "tiền"
_PLACE = fold("hạng")
PERCENT, POINTS = "%", "điểm %"
NO_DIMENSION = ""
"""The dimension of a bare number, and of the quotient of two quantities of one dimension."""

_ONE = compiled(r"^(?:0*1|một)\s+")
_TEN_THOUSAND = compiled(r"^10\.?000\s+")
_SIZES = ("diện tích", "khối lượng", "thể tích", "chiều dài")


class Unit(NamedTuple):
    """A unit as written (``text``) and its meaning: ``scale`` base units of ``dimension``, per each of ``per``.

    The dimension of a unit that counts things is the folded name of the thing; ``per`` contains folded names.
    A multiplier without a noun («5 triệu») has dimension None and fits money and what is counted.
    """

    text: str
    dimension: str | None
    scale: Fraction = Fraction(1)
    per: frozenset[str] = frozenset()
    counts: bool = False

    @property
    def has_sizes(self) -> bool:
        """Whether tables write it in several sizes, so that a bare number says little: money, mass, nghìn người."""
        return not self.is_rate and (self.dimension in _SIZED or (self.counts and self.scale != 1))

    @property
    def is_rate(self) -> bool:
        """Whether differences are shown in điểm % instead of as a ratio."""
        return self.dimension in (PERCENT, POINTS)

    @property
    def is_never_negative(self) -> bool:
        """Whether it counts things, or measures what has no negative size."""
        return self.counts or self.dimension in _SIZES

    @property
    def whole(self) -> bool:
        """Whether values can only be whole numbers: things counted, without a multiplier or per-parts."""
        return self.counts and self.scale == 1 and not self.per

    @property
    def is_multiplied(self) -> bool:
        """Whether people write «5 triệu» for so many of it: money and things counted, no rates, places or measures.

        Of a measure in several sizes (tấn, ha, km) it would not even be certain of which.
        """
        is_money = self.dimension is not None and self.dimension.startswith(_MONEY)
        return is_money or (self.counts and self.dimension != _PLACE)

    def without_name(self) -> Unit:
        """Returns the unit without its text, so that a value is shown as a bare number."""
        return self._replace(text="")

    def __str__(self) -> str:
        return self.text


BARE = Unit("", NO_DIMENSION)
PERCENT_UNIT = Unit("%", PERCENT)
POINTS_UNIT = Unit("điểm %", POINTS)


@lru_cache(maxsize=2048)
def parse_unit(text: str) -> Unit:
    """Parses a unit; a name that is no measure counts things of that name.

    >>> unit = parse_unit("triệu đồng/người/năm")
    >>> unit.dimension, int(unit.scale), sorted(unit.per)
    ('tiền (đồng)', 1000000, ['nam', 'nguoi'])
    >>> parse_unit("thành viên").counts
    True
    """
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
    """Returns the folded name of a per-part, one for «1 vạn dân», «10.000 dân» and «vạn dân»."""
    return fold(_TEN_THOUSAND.sub("vạn ", _ONE.sub("", part)))


def _split_multipliers(head: str) -> tuple[Fraction, str]:
    scale = Fraction(1)
    words = head.split()
    while words and words[0] in _MULTIPLIERS:
        scale *= _MULTIPLIERS[words.pop(0)]
    return scale, " ".join(words)


class UnitMismatch(ValueError):
    """Two units that do not fit; the message names both and the reason, in Vietnamese."""


def fit(written: Unit, full: Unit) -> Fraction:
    """Returns the factor from ``written`` to the base unit of ``full``, the unit of the catalogue.

    ``written`` may leave out unit, noun or per-parts, and % is read as điểm % where ``full`` is điểm %.
    Raises UnitMismatch for another dimension, and for per-parts that ``full`` does not have (/tháng and /năm).

    >>> int(fit(parse_unit("tỷ"), parse_unit("triệu đồng")))
    1000000000
    """
    if written == BARE:
        return full.scale
    if full.dimension is None or full == BARE:
        fits = written.dimension in (NO_DIMENSION, full.dimension)
    else:
        fits = written.dimension in (full.dimension, None) or (
            written.dimension == PERCENT and full.dimension == POINTS
        )
    if written.dimension is None and full.dimension is not None and not full.is_multiplied:
        raise UnitMismatch(f"«{written}» chỉ đứng một mình với tiền và thứ đếm được, không với «{full.text}»")
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
    """Returns the unit of a quotient; None where the tool cannot derive it."""
    if b.dimension == NO_DIMENSION:
        return a
    if a.dimension == b.dimension:
        return BARE
    if b.counts and not b.per and a.dimension not in (None, NO_DIMENSION):
        return Unit(f"{a.text}/{b.text}", a.dimension, a.scale, a.per | {b.dimension or ""})
    return None


def multiplied(a: Unit, b: Unit) -> Unit | None:
    """Returns the unit of a product; None where the tool cannot derive it."""
    if b.dimension == NO_DIMENSION:
        return a
    if a.dimension == NO_DIMENSION:
        return b
    for left, right in ((a, b), (b, a)):
        if right.counts and right.dimension in left.per:
            noun, *parts = left.text.split("/")
            text = "/".join([noun, *(part for part in parts if fold(part) != right.dimension)])
            return Unit(text, left.dimension, left.scale, left.per - {right.dimension})
    return None


def in_unit(value: Interval, unit: Unit) -> Interval:
    """An interval of base units in ``unit``."""
    return value if unit.scale == 1 else value.scaled(1 / unit.scale)
