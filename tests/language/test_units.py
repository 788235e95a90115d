"""Units: what converts, what counts, and what must never be mixed."""

from fractions import Fraction

import pytest

from engine.language.units import UnitMismatch, fit, parse_unit


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("triệu đồng", 10**6),
        ("tỷ đồng", 10**9),
        ("tỉ đồng", 10**9),
        ("nghìn tỷ đồng", 10**12),
        ("ngàn đồng", 1000),
        ("triệu tỷ đồng", 10**15),
        ("ha", 10**4),
        ("km²", 10**6),
        ("km2", 10**6),
        ("tạ", 100),
        ("tấn", 1000),
        ("m³", 1),
        ("ngàn m3", 1000),
        ("vạn dân", 10**4),
        ("triệu lượt", 10**6),
    ],
)
def test_scales(unit: str, base: int) -> None:
    assert parse_unit(unit).scale == base


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("triệu đồng", "triệu đồng/người/năm"),
        ("tỷ đồng", "triệu đồng/HTX/năm"),
        ("", "thành viên"),
        ("thành viên", "thành viên"),
        ("Thành viên", "thành viên"),
        ("%", "điểm %"),
        ("HTX", "htx"),
        ("giường/1 vạn dân", "giường/vạn dân"),
    ],
)
def test_a_literal_may_leave_parts_out(written: str, full: str) -> None:
    fit(parse_unit(written), parse_unit(full))


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("người", "thành viên"),
        ("ha", "tấn"),
        ("triệu đồng", "%"),
        ("triệu đồng/tháng", "triệu đồng/người/năm"),
        ("triệu đồng/HTX", "triệu đồng/người"),
        ("điểm %", "%"),
        ("USD", "triệu đồng"),
        ("triệu đông", "triệu đồng"),
        ("tỷ", "%"),
        ("triệu", "km"),
        ("nghìn", "tấn"),
        ("nghìn", "hạng"),
        ("nghìn", "điểm"),
    ],
)
def test_a_literal_may_not_contradict(written: str, full: str) -> None:
    with pytest.raises(UnitMismatch) as mismatch:
        fit(parse_unit(written), parse_unit(full))
    assert written in str(mismatch.value) and full in str(mismatch.value)


def test_what_is_counted_comes_in_whole_numbers() -> None:
    assert parse_unit("thành viên").whole
    assert not parse_unit("giường/vạn dân").whole
    assert not parse_unit("triệu lượt").whole
    assert not parse_unit("%").whole
    assert not parse_unit("triệu đồng").whole


def test_one_ty_is_a_thousand_trieu() -> None:
    assert fit(parse_unit("tỷ đồng"), parse_unit("triệu đồng")) / parse_unit("triệu đồng").scale == Fraction(1000)
