"""Conditions in the words of resolutions that hold no comparison and no digits: none of something, places, numbers in words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.language.parser import parse_condition, parse_measured
from engine.language.syntax import Comparison, Direction, Quantity, Relation
from engine.language.vocabulary import LanguageError, Vocabulary

NAMES = Vocabulary(["xã", "vụ", "hộ", "%", "hạng", "ca/100.000 dân"], ["hạng 1", "hạng 2"])


def comparison(text: str) -> Comparison:
    parsed = parse_condition(text, NAMES)
    assert isinstance(parsed, Comparison)
    return parsed


def quantity(text: str) -> Quantity:
    bound = comparison(text).bound
    assert isinstance(bound, Quantity)
    return bound


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("không còn", ""),
        ("không còn hộ nghèo", "hộ"),
        ("không để xảy ra", ""),
        ("không để xảy ra cháy, nổ lớn", ""),
        ("không xảy ra vụ nào", "vụ"),
        ("không có vụ cháy nào xảy ra", "vụ"),
        ("không có tình trạng bỏ học", ""),
        ("không vụ nào", "vụ"),
        ("không một vụ cháy nào", "vụ"),
        ("không có một hộ nghèo nào", "hộ"),
        ("không phát sinh hộ nghèo", "hộ"),
    ],
)
def test_none_of_something_is_zero(text: str, unit: str) -> None:
    read, bound = comparison(text), quantity(text)
    assert (read.relation, read.direction, bound.value, bound.unit) == (Relation.EQUAL, Direction.DOWN, 0, unit)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("xếp thứ 10 trở lên", 10),
        ("hạng 10 trở lên", 10),
        ("từ hạng 10 trở lên", 10),
        ("không quá hạng 10", 10),
        ("đạt hạng 5", 5),
        ("hạng 5/34", 5),
        ("đứng thứ 3/12 huyện", 3),
        ("giữ vững vị trí thứ 5", 5),
        ("trong nhóm 10 tỉnh dẫn đầu", 10),
        ("thuộc nhóm 15 tỉnh, thành phố có chỉ số cao nhất", 15),
        ("trong tốp 10", 10),
        ("hạng nhất", 1),
        ("xếp hạng nhì toàn tỉnh", 2),
    ],
)
def test_the_lower_place_is_the_better(text: str, rank: int) -> None:
    read, bound = comparison(text), quantity(text)
    assert (read.relation, read.direction) == (Relation.POINT, Direction.DOWN)
    assert (bound.value, bound.unit) == (rank, "hạng")


@pytest.mark.parametrize(("text", "rank"), [("hạng 7", 7), ("thứ 7", 7), ("7/34", 7), ("hạng 7/34", 7), ("7", 7)])
def test_places_among_facts(text: str, rank: int) -> None:
    bound = parse_measured(text).bound
    assert isinstance(bound, Quantity)
    assert bound.value == rank


@pytest.mark.parametrize("text", ["0.5/3", "9" * 50 + "/3", "hạng 3.5"])
def test_numbers_that_are_no_places_are_refused(text: str) -> None:
    with pytest.raises(LanguageError):
        parse_measured(text)


def test_a_category_named_like_a_place_stays_one() -> None:
    assert not isinstance(parse_condition("là hạng 1", NAMES), Comparison)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("từ ba xã trở lên", 3, "xã"),
        ("ít nhất hai mươi lăm xã", 25, "xã"),
        ("mười xã", 10, "xã"),
        ("một nửa", 50, "%"),
        ("trên một nửa số hộ", 50, "%"),
        ("hai phần ba số xã", Fraction(200, 3), "%"),
        ("ba phần tư", 75, "%"),
        ("2/3 số xã", Fraction(200, 3), "%"),
        ("8/10 xã", 8, "xã"),
        ("từ -2% trở lên", -2, "%"),
        ("từ −2% trở lên", -2, "%"),
        ("từ âm 2% trở lên", -2, "%"),
        ("bằng hoặc hơn 5 xã", 5, "xã"),
        ("5.000 m2sàn", 5000, "m2sàn"),
        ("không quá 20 ca/100.000 dân", 20, "ca/100.000 dân"),
        ("không quá 20/100.000 dân", 20, "/100.000 dân"),
        ("95% số hộ nghèo", 95, "%"),
        ("00 vụ", 0, "vụ"),
    ],
)
def test_numbers_and_units_as_resolutions_write_them(text: str, value: Fraction, unit: str) -> None:
    assert quantity(text)[:2] == (value, unit)


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("không còn dưới 5 xã", "dưới", "không quá 5 hộ"),
        ("không xã nào dưới 15 tiêu chí", "dưới", "không quá 5 hộ"),
        ("không để xảy ra trên 5 vụ", "trên", "không quá 5 hộ"),
        ("trên hạng 10", "hạng 10", "hạng 10 trở lên"),
        ("đạt 95% kế hoạch", "kế hoạch", "tỷ_lệ"),
        ("95% dự toán", "dự toán", "tỷ_lệ"),
        ("từ 5 xã trở lên hằng năm", "hằng năm", "kỳ: hằng năm"),
        ("20% trong 5 năm", "trong 5 năm", "kỳ: hằng năm"),
        ("gần 5 xã", "gần", "viết ngưỡng"),
        ("không bé hơn 5", "không bé", "không dưới 20"),
    ],
)
def test_unclear_bounds_are_refused(text: str, place: str, remedy: str) -> None:
    with pytest.raises(LanguageError) as error:
        parse_condition(text, NAMES)
    assert text[error.value.start : error.value.end] == place
    assert remedy in error.value.remedy


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("phấn đấu 5 xã", "5 xã"),
        ("phấn đấu có 5 xã", "có 5 xã"),
        ("đạt được 5 xã", "đạt 5 xã"),
        ("bảo đảm trên 95%", "trên 95%"),
        ("duy trì từ 95% trở lên", "từ 95% trở lên"),
        ("giữ ổn định ở mức 95%", "95%"),
        ("chiếm 30%", "30%"),
        ("đạt tỷ lệ 95%", "đạt 95%"),
        ("không dưới mức 5%", "không dưới 5%"),
        ("tuyệt đối không để xảy ra vụ cháy", "không để xảy ra vụ cháy"),
        ("hạ xuống còn 5%", "còn 5%"),
        ("nâng lên 42%", "lên 42%"),
        ("tối đa không quá 5 vụ", "không quá 5 vụ"),
        ("xa.tong duy trì trên 5 xã", "xa.tong trên 5 xã"),
    ],
)
def test_words_around_change_nothing(text: str, plain: str) -> None:
    one, other = comparison(text), comparison(plain)
    assert (one.relation, one.direction, quantity(text)[:2]) == (other.relation, other.direction, quantity(plain)[:2])


@pytest.mark.parametrize(
    "text",
    [
        "hạng " + "9" * 50,
        "9" * 50 + "/10 xã",
        "vượt mức 5%",
        "được 20",
        "nâng 5%",
        "duy trì",
        "hoàn thành",
    ],
)
def test_words_that_leave_a_choice_are_refused(text: str) -> None:
    with pytest.raises(LanguageError):
        parse_condition(text, NAMES)


def test_a_quotient_of_a_number_and_a_measure_stays_one() -> None:
    assert not isinstance(comparison("a.b dưới 2.600 / xa.tong").bound, Quantity)
