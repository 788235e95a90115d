"""The wordings of comparisons, in one table for conditions, the reader of resolutions and the manual.

A new wording is one more spelling in the row of its meaning, in lower case. The table leaves out words that say how much
something changed («tăng 5%»), where, or for whom: in a condition they would compare a number that nobody measured.
"""

from __future__ import annotations

from enum import Enum, StrEnum

from engine.domain.records import NamedTuple


class Relation(StrEnum):
    """How a value compares with a bound; AT_LEAST and AT_MOST include the bound."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    POINT = "point"
    RANGE = "range"
    CORRIDOR = "corridor"
    EQUAL = "=="
    DIFFERENT = "!="


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Role(Enum):
    """The part that a wording plays in a comparison."""

    COMPARATOR = "compares with the bound behind it: «không quá 5»"
    LEAD = "stands before a bound or a comparator: «còn 5», «còn dưới 5»"
    PART = "makes a comparison together with other parts: «từ 5 trở lên», «trong khoảng 5-7»"
    WHOLE = "needs no bound: «không còn»"
    DATE = "compares with the date behind it: «trước 31/12/2025»"


class ComparisonWording(NamedTuple):
    """The spellings of one meaning; ``terminal`` is its name in the grammar and in the reader.

    ``direction`` is the good direction, None where the words do not state it. ``soft`` marks a bound without a hard edge.
    ``meaning`` and ``example`` are for people; the manual groups wordings by ``meaning``.
    """

    terminal: str
    role: Role
    spellings: tuple[str, ...]
    relation: Relation | None = None
    direction: Direction | None = None
    soft: bool = False
    meaning: str = ""
    example: str = ""


def _spelt(text: str) -> tuple[str, ...]:
    """Returns the spellings that commas separate in ``text``.

    >>> _spelt("ít nhất, tối thiểu")
    ('ít nhất', 'tối thiểu')
    """
    return tuple(text.split(", "))


COMPARISONS: tuple[ComparisonWording, ...] = (
    ComparisonWording(
        "AT_LEAST",
        Role.COMPARATOR,
        _spelt(
            "ít nhất, ít nhất là, ít nhất cũng, ít nhất đạt, tối thiểu, tối thiểu là, tối thiểu đạt, tối thiểu phải đạt, thấp nhất, thấp nhất là, không dưới, không ít hơn, "
            "không thấp hơn, không nhỏ hơn, không kém, không kém hơn, không được dưới, không được thấp hơn, bằng hoặc trên, "
            "bằng hoặc hơn, bằng hoặc cao hơn, bằng hoặc lớn hơn, bằng hoặc nhiều hơn, hơn hoặc bằng, cao hơn hoặc bằng, "
            "lớn hơn hoặc bằng, nhiều hơn hoặc bằng, đạt và vượt, đạt hoặc vượt, >=, ≥"
        ),
        Relation.AT_LEAST,
        Direction.UP,
        meaning="≥",
        example="từ X trở lên, ít nhất X",
    ),
    ComparisonWording(
        "ABOVE",
        Role.COMPARATOR,
        _spelt("trên, hơn, lớn hơn, cao hơn, nhiều hơn, >"),
        Relation.ABOVE,
        Direction.UP,
        meaning=">",
        example="trên X",
    ),
    # apart from ABOVE, because it is also a verdict, and before a percentage it may be the surplus over a plan
    ComparisonWording("EXCEEDED", Role.COMPARATOR, ("vượt",), Relation.ABOVE, Direction.UP, meaning=">"),
    ComparisonWording(
        "AT_MOST",
        Role.COMPARATOR,
        _spelt(
            "tối đa, tối đa là, tối đa không quá, nhiều nhất, nhiều nhất là, cao nhất là, không quá, không vượt, không vượt quá, không hơn, "
            "không trên, không cao hơn, không lớn hơn, không nhiều hơn, không được quá, không được vượt, "
            "không được vượt quá, bằng hoặc dưới, bằng hoặc thấp hơn, bằng hoặc ít hơn, bằng hoặc nhỏ hơn, nhỏ hơn hoặc bằng, "
            "thấp hơn hoặc bằng, ít hơn hoặc bằng, dưới hoặc bằng, <=, ≤"
        ),
        Relation.AT_MOST,
        Direction.DOWN,
        meaning="≤",
        example="không quá X",
    ),
    ComparisonWording(
        "BELOW",
        Role.COMPARATOR,
        _spelt("dưới, nhỏ hơn, ít hơn, thấp hơn, <"),
        Relation.BELOW,
        Direction.DOWN,
        meaning="<",
        example="dưới X",
    ),
    ComparisonWording("EQUAL", Role.COMPARATOR, _spelt("bằng, đúng, ="), Relation.EQUAL, meaning="=", example="bằng X"),
    ComparisonWording(
        "DIFFERENT", Role.COMPARATOR, _spelt("khác, ≠, !="), Relation.DIFFERENT, meaning="≠", example="khác X"
    ),
    # a measured value only: as a goal it would be no clear bound
    ComparisonWording(
        "NEARLY",
        Role.COMPARATOR,
        _spelt("gần, chưa đến, chưa tới"),
        Relation.BELOW,
        meaning="chưa tới (chỉ dùng khi ghi số liệu)",
        example="gần X",
    ),
    ComparisonWording(
        "ABOUT",
        Role.COMPARATOR,
        _spelt("khoảng, ước khoảng, vào khoảng, xấp xỷ, xấp xỉ, ~, ≈"),
        Relation.POINT,
        soft=True,
        meaning="không có ngưỡng cứng",
        example="khoảng X",
    ),
    ComparisonWording("REACH", Role.LEAD, ("đạt",), Relation.POINT),
    ComparisonWording(
        "UP_TO",
        Role.LEAD,
        _spelt("lên, lên đến, lên tới, lên mức, tăng lên, nâng lên, đưa lên"),
        Relation.POINT,
        Direction.UP,
        meaning="tăng đến mức",
        example="tăng lên X",
    ),
    ComparisonWording(
        "REMAIN",
        Role.LEAD,
        _spelt(
            "còn, còn lại, chỉ còn, xuống còn, giảm còn, giảm chỉ còn, giảm xuống còn, giảm dần còn, kéo giảm xuống còn, hạ còn, hạ xuống còn"
        ),
        Relation.POINT,
        Direction.DOWN,
        meaning="giảm đến mức",
        example="giảm còn X",
    ),
    # apart from REMAIN, because in a sentence it may belong to a number that comes later
    ComparisonWording(
        "DOWN_TO",
        Role.LEAD,
        _spelt("xuống, xuống mức, xuống đến, giảm xuống, giảm xuống mức, kéo giảm còn, kéo giảm xuống"),
        Relation.POINT,
        Direction.DOWN,
        meaning="giảm đến mức",
    ),
    ComparisonWording(
        "WITHIN",
        Role.PART,
        ("trong khoảng",),
        Relation.CORRIDOR,
        meaning="không được ra ngoài hai đầu",
        example="trong khoảng từ X đến Y",
    ),
    ComparisonWording("FROM", Role.PART, ("từ",)),
    ComparisonWording("TO", Role.PART, _spelt("đến, tới"), Relation.RANGE),
    ComparisonWording("UPWARDS", Role.PART, ("trở lên",), Relation.AT_LEAST, Direction.UP),
    ComparisonWording("DOWNWARDS", Role.PART, ("trở xuống",), Relation.AT_MOST, Direction.DOWN),
    ComparisonWording(
        "NONE_LEFT",
        Role.WHOLE,
        ("không còn",),
        Relation.EQUAL,
        Direction.DOWN,
        meaning="bằng 0, càng ít càng tốt",
        example="không còn, không để xảy ra",
    ),
    # apart from NONE_LEFT, because in a sentence their nouns are judged in another way («không để xảy ra điểm nóng»)
    ComparisonWording(
        "NONE",
        Role.WHOLE,
        _spelt(
            "không xảy ra, không diễn ra, không tồn tại, không để diễn ra, không để tồn tại, không để xảy ra, không để, không để phát sinh, không phát sinh, không để còn, không được xảy ra, "
            "không được để xảy ra, không để có"
        ),
        Relation.EQUAL,
        Direction.DOWN,
        meaning="bằng 0, càng ít càng tốt",
    ),
    ComparisonWording(
        "BEFORE", Role.DATE, _spelt("trước, trước ngày"), meaning="trước ngày", example="trước 31/12/2025"
    ),
    ComparisonWording(
        "BY",
        Role.DATE,
        _spelt(
            "chậm nhất, chậm nhất là, chậm nhất ngày, chậm nhất là ngày, muộn nhất, muộn nhất là, muộn nhất ngày, "
            "muộn nhất là ngày"
        ),
        meaning="không muộn hơn ngày",
        example="chậm nhất 31/12/2025",
    ),
)

DASHES = "-–−—÷"
RANGE_SIGNS = DASHES + "~"
"""Signs between the two ends of a range; anywhere else a dash is a minus and «~» is «khoảng»."""


def spellings(*terminals: str) -> tuple[str, ...]:
    """Returns all spellings of these terminals.

    >>> spellings("TO", "UPWARDS")
    ('đến', 'tới', 'trở lên')
    """
    return tuple(s for row in COMPARISONS if row.terminal in terminals for s in row.spellings)


def words(*terminals: str) -> tuple[str, ...]:
    """Returns the spellings of these terminals that are words, without signs such as «≥».

    >>> words("EQUAL")
    ('bằng', 'đúng')
    """
    return tuple(s for s in spellings(*terminals) if s[0].isalpha())
