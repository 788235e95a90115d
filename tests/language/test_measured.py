"""The short way to a plain value gives what the grammar gives, or leaves the text to the grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.measured import _plain, measured
from engine.language.parser import parse_measured
from engine.language.vocabulary import LanguageError, Vocabulary

UNITS = ["thành viên", "HTX", "triệu đồng/người/năm", "%", "hộ", "hộ nghèo", "tỷ lệ", "nghìn người", "100.000 dân"]
NAMES = Vocabulary(UNITS, ["khá", "5 sao"])
NUMBERS = st.from_regex(r"[-−–]?[0-9]{1,4}([.,][0-9]{1,4}){0,3}", fullmatch=True)
REST = st.sampled_from(
    ["", "%", " %", " điểm %", "điểm %", "tr", " sao", " trở lên", " thành viên nữ", " (ước)", "/10"]
)
BEFORE = st.sampled_from(["", "", "", "gần ", "trên ", "ước ", "khoảng ", " "])
WRITTEN = st.sampled_from([*UNITS, "Thành viên", "tỉ lệ", "HTX  ", "triệu đồng"])


def outcome(text: str, reader: object) -> object:
    try:
        return reader(text, NAMES)  # type: ignore[operator]
    except LanguageError as error:
        return error.message, error.start, error.end, error.remedy


@given(BEFORE, NUMBERS, st.one_of(REST, WRITTEN.map(lambda unit: f" {unit}"), WRITTEN))
def test_every_text_has_one_meaning(before: str, number: str, rest: str) -> None:
    text = f"{before}{number}{rest}"
    assert outcome(text, measured) == outcome(text, parse_measured)


@pytest.mark.parametrize("text", ["4.950", "97,25%", "-4,13 %", "4.950 thành viên", "12 điểm %", "1.250 Tỷ lệ"])
def test_plain_values_need_no_grammar(text: str) -> None:
    assert _plain(text, NAMES) == parse_measured(text, NAMES)


@pytest.mark.parametrize("text", ["", "4.95", "trên 5", "5 xã", "5-7", "8/10", "12/8/2021", "5 sao", "5 thành viên nữ"])
def test_other_values_are_left_to_the_grammar(text: str) -> None:
    assert _plain(text, NAMES) is None
