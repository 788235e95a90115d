"""What holds of the reader for any text, and for any number in a template."""

import unicodedata
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.language.numbers import format_number
from engine.wordings.reader import read_wording

WORDS = [
    "tỷ",
    "lệ",
    "hộ",
    "nghèo",
    "giảm",
    "còn",
    "dưới",
    "trên",
    "đạt",
    "từ",
    "trở",
    "lên",
    "đến",
    "xuống",
    "không",
    "quá",
    "ít",
    "nhất",
    "tối",
    "đa",
    "khoảng",
    "năm",
    "2025",
    "giai",
    "đoạn",
    "2021-2025",
    "%",
    ",",
    ";",
    "(",
    ")",
    ".",
    "/",
    "-",
    "–",
    "5",
    "7,5",
    "2.600",
    "01",
    "xã",
    "HTX",
    "triệu",
    "đồng",
    "người",
    "mỗi",
    "hằng",
    "của",
    "một",
    "so",
    "với",
    "không",
    "còn",
    "và",
    "hoặc",
    "cơ",
    "cấu",
    "khu",
    "vực",
    "II",
    "trước",
    "31/12/2025",
    "99/99/2025",
    "3",
    "tiêu",
    "chí",
    "cả",
    "ba",
    "‰",
    "0,5%0",
    "1e5",
    "²",
    "điểm",
    "%",
    "19/19",
    "24/24",
    "giờ",
]
TEMPLATES = [
    "Số thành viên đạt từ {} thành viên trở lên",
    "Sản lượng trên {} tấn",
    "Chi phí không quá {} triệu đồng",
    "Hộ nghèo giảm còn dưới {} hộ",
    "Giai đoạn 2021-2025, trồng mới {} ha rừng trên địa bàn",
]


@given(st.text(max_size=80))
def test_never_raises_on_any_text(text: str) -> None:
    reading = read_wording(text)
    assert reading.abstained == (reading.reason is not None)


@given(st.lists(st.sampled_from(WORDS), max_size=16))
def test_never_raises_on_words_of_resolutions(words: list[str]) -> None:
    reading = read_wording(" ".join(words))
    for target in reading.readings:
        for at in (target.at, target.number_at, target.unit_at, *target.comparator_at):
            assert at is None or 0 <= at.start < at.end <= len(reading.text)


@given(st.sampled_from(TEMPLATES), st.integers(2, 10**7), st.integers(2, 10**7))
def test_another_number_changes_only_the_value(template: str, first: int, second: int) -> None:
    one, other = (read_wording(template.format(format_number(Fraction(n)))) for n in (first, second))
    assert [r.value for r in one.readings] == [first]
    assert [r.value for r in other.readings] == [second]
    kept = [(r.comparator, r.basis, r.unit, r.per, r.direction, r.period) for r in one.readings]
    assert kept == [(r.comparator, r.basis, r.unit, r.per, r.direction, r.period) for r in other.readings]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_reading_does_not_depend_on_the_unicode_form(words: list[str]) -> None:
    text = " ".join(words)
    assert read_wording(unicodedata.normalize("NFD", text)) == read_wording(unicodedata.normalize("NFC", text))


@given(st.sampled_from(TEMPLATES))
def test_spaces_of_word_processors_and_capitals_change_nothing(template: str) -> None:
    text = template.format(45)
    plain = read_wording(text).readings[0]
    for other in (text.replace(" ", "\u00a0"), text.upper(), f"  {text}. "):
        read = read_wording(other).readings[0]
        assert (read.comparator, read.value, read.direction) == (plain.comparator, plain.value, plain.direction)
