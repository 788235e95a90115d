"""Numbers as Vietnamese readers write and read them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language import display
from engine.language.numbers import (
    NumberError,
    decimal_text,
    format_number,
    format_written,
    parse_number,
    rounded,
    rounded_beside,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("07", 7),
        ("08", 8),
        ("2.570", 2570),
        ("98,85", Fraction(9885, 100)),
        ("-4,13", Fraction(-413, 100)),
        ("−4,13", Fraction(-413, 100)),
        ("–4,13", Fraction(-413, 100)),
        ("1.800,5", Fraction(18005, 10)),
        ("3.800.019", 3800019),
        ("67,192", Fraction(67192, 1000)),
        ("0,5", Fraction(1, 2)),
        ("0", 0),
        ("2600", 2600),
        ("+5", 5),
    ],
)
def test_reads_as_a_vietnamese_reader_would(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("0.5", "0,5"),
        ("12.34", "12,34"),
        ("-0.5", "-0,5"),
        ("1,234.5", "1.234,5"),
        ("1,234,567", "1.234.567"),
        ("2 570", "2.570"),
        ("1_000", "1.000"),
        ("1.23.456", "123.456"),
        ("1e5", "100.000"),
    ],
)
def test_refuses_other_writings_and_proposes_the_right_one(text: str, proposal: str) -> None:
    with pytest.raises(NumberError) as refused:
        parse_number(text)
    assert proposal in refused.value.remedy


@pytest.mark.parametrize(
    "text", ["", "NaN", "inf", "1e999999999", "٣", "12a", "1,2,3", "--5", "1.", ",5", "9" * 10_000]
)
def test_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(NumberError):
        parse_number(text)


def test_rounds_half_up_as_people_do() -> None:
    assert format_number(Fraction(98846153846, 10**9)) == "98,85"
    assert format_number(Fraction(5, 2), 0) == "3"
    assert format_number(Fraction(-5, 2), 0) == "-3"
    assert rounded(Fraction(1005, 1000), 2) == Fraction(101, 100)


@pytest.mark.parametrize(
    ("value", "edge", "text"),
    [
        ("99.996", "100", "99,996"),
        ("44.999", "45", "44,999"),
        ("45", "45", "45"),
        ("45.004", "45.003", "45,004"),
        ("31.25", "30", "31,25"),
        ("99.9999996", "100", "dưới 100"),
        ("3.0000001", "3", "trên 3"),
        ("-0.0049", "0", "-0,005"),
    ],
)
def test_a_number_shows_the_decimals_that_keep_it_on_its_side(value: str, edge: str, text: str) -> None:
    """9-periods-points, «Numbers beside a verdict»: from two decimals up to six, then in words."""
    assert display.beside(Fraction(value), Fraction(edge)) == text


def test_a_written_value_keeps_its_decimals() -> None:
    assert format_written(Fraction(67192, 1000)) == "67,192"
    assert format_written(Fraction(250, 11)) == "22,73"


def test_machines_get_decimal_points() -> None:
    assert decimal_text(Fraction(2570)) == "2570"
    assert decimal_text(Fraction(9885, 100)) == "98.85"
    assert decimal_text(Fraction(-1, 8)) == "-0.125"
    assert decimal_text(Fraction(1, 3)) == "0.3333"


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_what_is_written_is_read_back(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    assert parse_number(format_number(value, places)) == value


@given(st.fractions(), st.fractions())
def test_a_rounded_number_stays_on_its_side_of_the_edge(value: Fraction, edge: Fraction) -> None:
    shown = rounded_beside(value, edge)
    if value != edge:
        assert (shown > edge, shown < edge) == (value > edge, value < edge)
    assert abs(shown - value) <= Fraction(1, 200)
