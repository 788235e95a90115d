"""Random values in random writings: what is read is what was written, or nothing is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.factbase.values import parse_value
from engine.importing.cell_value import Blank, RefusedCell
from engine.importing.number_writing import number_text
from engine.language.interval import Interval
from tests.importing.test_kept_cells import read, rulebook

COUNT, TONNES, MONEY, SHARE, GROWTH = (
    ("Số hộ nghèo", "hộ"),
    ("Sản lượng lúa", "tấn"),
    ("Thu ngân sách", "tỷ đồng"),
    ("Tỷ lệ hộ nghèo", "%"),
    ("Tốc độ tăng giá trị sản xuất", "%"),
)
WHOLE = st.integers(0, 10**7).map(Fraction)
DECIMAL = st.integers(0, 10**8).map(lambda n: Fraction(n, 100))
SPACES = st.sampled_from(["", " ", "\u00a0", "\u2009"])
AROUND = st.sampled_from(
    [
        "{n}{s}{u}",
        "{n}",
        " {n} ",
        "'{n}",
        "{n}{s}{u} (tăng {m})",
        "{n}{s}{u} (giảm {m}{s}{u} so với cùng kỳ)",
        "{n}/{m}{s}{u}",
        "{n}{s}{u}/{m}{s}{u}",
        "{n}{s}{u} (KH {m})",
        "{n}{s}{u}, kế hoạch {m}{s}{u}",
        "{n}{s}{u} (đạt {m}% KH)",
        "{n}{s}{u}*",
        "đạt {n}{s}{u}",
        "giảm còn {n}{s}{u}",
        "giảm {m}{s}{u} (còn {n}{s}{u})",
        "tăng {m}{s}{u}, đạt {n}{s}{u}",
        "giảm từ {m}{s}{u} xuống còn {n}{s}{u}",
    ]
)
CHANGES = st.sampled_from(["giảm {n}{s}{u}", "tăng {n}", "+{n}{s}{u}", "giảm {n}{s}{u} so với cùng kỳ"])


def written(form: str, value: Fraction, other: Fraction, unit: str, space: str) -> str:
    return form.format(n=number_text(value), m=number_text(other), u=unit, s=space)


def meaning(name: str, text: str) -> Interval:
    (indicator,) = (one for one in rulebook().indicators.values() if one.name == name)
    return parse_value(text, indicator, rulebook().vocabulary).interval.scaled(1 / indicator.unit.scale)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([COUNT, TONNES, MONEY, SHARE]), AROUND, DECIMAL, DECIMAL, SPACES)
def test_the_value_is_the_one_written_or_none(
    about: tuple[str, str], form: str, value: Fraction, other: Fraction, space: str
) -> None:
    name, unit = about
    if about == COUNT:
        value, other = Fraction(int(value)), Fraction(int(other))
    text = written(form, value, other, unit, space)
    try:
        found = read(name, unit, text)
    except RefusedCell:
        return
    interval = meaning(name, found.text)
    assert (interval.low, interval.high) == (value, value), (text, found)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([COUNT, TONNES, MONEY, SHARE, GROWTH]),
    st.decimals(-(10**9), 10**9, places=6) | st.integers(-(10**15), 10**15).map(Decimal),
)
def test_a_number_cell_is_its_number_or_refused(about: tuple[str, str], number: Decimal) -> None:
    try:
        found = read(*about, number)
    except RefusedCell:
        assert number < 0 or about == COUNT
        return
    interval = meaning(about[0], found.text)
    assert (interval.low, interval.high) == (Fraction(number), Fraction(number))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([COUNT, TONNES, MONEY, SHARE]), CHANGES, WHOLE, SPACES)
def test_a_change_is_never_a_value(about: tuple[str, str], form: str, value: Fraction, space: str) -> None:
    with pytest.raises(RefusedCell):
        read(about[0], about[1], written(form, value, value, about[1], space))


@settings(max_examples=200, deadline=None)
@given(CHANGES, st.integers(0, 99_999).map(lambda n: Fraction(n, 100)), SPACES)
def test_a_change_is_the_value_of_a_growth(form: str, value: Fraction, space: str) -> None:
    interval = meaning(GROWTH[0], read(*GROWTH, written(form, value, value, "%", space)).text)
    assert abs(interval.low or Fraction(0)) == value and interval.low == interval.high
    assert (interval.low or 0) <= 0 if form.startswith("giảm") else (interval.low or 0) >= 0


@settings(max_examples=400, deadline=None)
@given(st.text("0123456789.,-+/%()*~<>≈ hộgiảmtăngcònđạtướcKHtỷ", max_size=25))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(*COUNT, text)
    except (Blank, RefusedCell) as refused:
        assert "`" not in str(refused)
        return
    interval = meaning(COUNT[0], found.text)
    plain = not set(text) & set("<>≤≥") and "tỷ" not in text  # «<1» of a count is 0, «1tỷ» a thousand millions
    if plain and interval.low is not None and interval.low == interval.high:
        assert str(interval.low) in text.replace(".", "").replace(",", "").replace(" ", "")
