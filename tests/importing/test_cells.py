"""Cells → values: exact numbers, two ways of writing, units, percentages, dates, and what is no value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.importing.cell_making import shown_number
from engine.importing.intake import Options
from engine.importing.number_formats import is_percent
from engine.importing.number_writing import Writing, english_or_vietnamese, from_english, number_text, possible_writings
from engine.language.numbers import parse_number
from tests.importing.desk import ASKED, Desk, reasons, values

HEADING = "Chỉ tiêu;ĐVT;Thực hiện 2023\n"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**15), max_value=10**15))
def test_numbers_are_written_with_all_their_digits(number: Decimal) -> None:
    assert parse_number(number_text(Fraction(number))) == Fraction(number)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_numbers_of_cells_keep_the_digits_that_are_shown(number: float) -> None:
    shown = shown_number(number)
    assert shown is not None
    assert float(shown) == pytest.approx(number, rel=1e-14)
    assert len(shown.as_tuple().digits) <= 15


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0,3"),
        (98.85, "98,85"),
        (2570, "2.570"),
        (22.7272727, "22,7272727"),
        (-4.13, "-4,13"),
        (1e15, "1.000.000.000.000.000"),
    ],
)
def test_known_numbers(number: float, text: str) -> None:
    shown = shown_number(number)
    assert shown is not None and number_text(Fraction(shown)) == text


@pytest.mark.parametrize(
    ("form", "percent"),
    [("0%", True), ("0.00%", True), ('0" %"', False), ("General", False), ("[Red]0.0%;-0%", True), (r"0\%", False)],
)
def test_percent_formats(form: str, percent: bool) -> None:
    assert is_percent(form) is percent


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("1,623.5", Writing.ENGLISH),
        ("98.85", Writing.ENGLISH),
        ("1,234,567", Writing.ENGLISH),
        ("1.623,5", Writing.VIETNAMESE),
        ("98,85%", Writing.VIETNAMESE),
        ("1.234.567", Writing.VIETNAMESE),
        ("trên 1.800", None),
        ("1,623", None),
        ("31.10.2023", None),
        ("2570", None),
    ],
)
def test_the_writing_of_numbers(text: str, writing: Writing | None) -> None:
    assert english_or_vietnamese(text) is writing


@pytest.mark.parametrize(
    ("name", "measure", "cell", "expected"),
    [
        ("Thu ngân sách", "", "5.200", "5.200"),
        ("Thu ngân sách", "tỷ đồng", "5,2", "5,2 tỷ đồng"),
        ("Thu ngân sách (tỷ đồng)", "", "5,2", "5,2 tỷ đồng"),
        ("Thu ngân sách", "Tr.đ", "trên 1.800", "trên 1.800 triệu đồng"),
        ("Thu ngân sách", "tr.đ", "từ 1.800 trở lên", "từ 1.800 triệu đồng trở lên"),
        ("Thu ngân sách", "tr.đ", "1,8 tỷ đồng", "1,8 tỷ đồng"),
        ("Thu ngân sách", "", "1 623,5", "1.623,5"),
        ("Thu ngân sách", "", "1,623.5", "1.623,5"),
        ("Thu ngân sách", "", "12,345,678", "12.345.678"),
        ("Tỷ lệ hộ nghèo", "%", "61-62", "61-62%"),
        ("Tỷ lệ hộ nghèo", "%", "Khoảng 24", "Khoảng 24%"),
        ("Tỷ lệ hộ nghèo", "", "2.75", "2,75"),
        ("Tỷ lệ hộ nghèo đa chiều", "%", "2,75%", "2,75%"),
        ("Mức giảm tỷ lệ hộ nghèo", "%", "1,2", "1,2%"),
        ("Chiều dài đường bê tông", "m", "800", "800 m"),
        ("Tham mưu kịp thời", "", "Có", "Có"),
        ("Xếp loại chính quyền", "", "vượt", "vượt"),
        ("Ngày về đích", "", "30/9/2023", "30/9/2023"),
    ],
)
def test_texts_are_read_as_they_stand(desk: Desk, name: str, measure: str, cell: str, expected: str) -> None:
    found = desk.csv(f'{HEADING}{name};{measure};"{cell}"\n')
    assert list(values(found).values()) == [expected], found.left_out


@pytest.mark.parametrize(
    ("name", "measure", "cell", "why"),
    [
        ("Thu ngân sách", "", "......", "no_value"),
        ("Thu ngân sách", "", "…", "no_value"),
        ("Thu ngân sách", "", "-", "no_value"),
        ("Thu ngân sách", "", "x", "no_value"),
        ("Thu ngân sách", "", "Xuất siêu", "bad_value"),
        ("Thu ngân sách", "", "2.570/2.600", "bad_value"),
        ("Thu ngân sách", "%", "75", "bad_value"),
        ("Thu ngân sách", "triệu đồng/tháng", "75", "bad_value"),
        ("Thu ngân sách (tỷ đồng)", "triệu đồng", "75", "ambiguous"),
        ("Thu ngân sách", "", "=cmd|' /C calc'!A0", "bad_value"),
        ("Thu ngân sách", "", "=1+1", "bad_value"),
        ("Số việc làm mới", "việc", "2,570", "bad_value"),
        ("Số việc làm mới", "người", "12", "bad_value"),
        ("Xếp loại chính quyền", "", "khá", "bad_value"),
        ("Ngày về đích", "", "31/11/2023", "bad_value"),
        ("Mức giảm tỷ lệ hộ nghèo", "", "99.125", "bad_value"),
    ],
)
def test_what_is_no_value_is_left_out(desk: Desk, name: str, measure: str, cell: str, why: str) -> None:
    found = desk.csv(f'{HEADING}{name};{measure};"{cell}"\nTỷ lệ hộ nghèo;;3\n')
    assert values(found) == {"xa.ho_ngheo": "3"}
    assert reasons(found) == {"C2": why}


def test_words_in_a_number_cell_get_the_remedy(desk: Desk) -> None:
    (entry,) = desk.csv(f"{HEADING}Tỷ lệ hộ nghèo;%;Xuất siêu\n").left_out
    assert "Xuất siêu" in entry.reason
    assert "dưới 0%" in entry.remedy and "Suy ra" in entry.remedy


class TestTwoWritings:
    """«1,623» is a thousand and more in one writing, less than two in the other."""

    TABLE = HEADING + "Thu ngân sách;;1,623\nTỷ lệ hộ nghèo;;98.85\n"

    def test_beside_english_numbers_it_is_left_out(self, desk: Desk) -> None:
        found = desk.csv(self.TABLE)
        assert values(found) == {"xa.ho_ngheo": "98,85"}
        (entry,) = found.left_out
        assert "--numbers" in entry.remedy and "C3" in entry.reason

    def test_the_option_settles_it(self, desk: Desk) -> None:
        english = desk.csv(self.TABLE, ASKED._replace(writing=Writing.ENGLISH))
        assert values(english) == {"xa.thu": "1.623", "xa.ho_ngheo": "98,85"}
        vietnamese = desk.csv(self.TABLE, ASKED._replace(writing=Writing.VIETNAMESE))
        assert values(vietnamese) == {"xa.thu": "1,623"}  # and 98.85 is no Vietnamese number

    def test_alone_it_is_vietnamese_and_said(self, desk: Desk) -> None:
        found = desk.csv(HEADING + "Thu ngân sách;;1,623\n")
        assert values(found) == {"xa.thu": "1,623"}
        assert any("ba chữ số lẻ" in remark.text for remark in found.remarks)

    def test_a_rate_with_a_dot_and_three_digits_may_be_either(self, desk: Desk) -> None:
        table = HEADING + "Mức giảm tỷ lệ hộ nghèo;;99.125\n"
        (entry,) = desk.csv(table).left_out
        assert "--numbers" in entry.remedy and "99,125" in entry.reason
        assert values(desk.csv(table, ASKED._replace(writing=Writing.ENGLISH))) == {"xa.giam": "99,125"}

    @pytest.mark.parametrize("number", ["1,5", "1.623,5", "1.234.567", "12,34,567"])
    def test_what_is_no_english_number_is_left_out_where_all_are_english(self, desk: Desk, number: str) -> None:
        """«1.623,5» is not 1,6235, and «1,5» is not 15."""
        found = desk.csv(f"{HEADING}Thu ngân sách;;{number}\n", ASKED._replace(writing=Writing.ENGLISH))
        assert values(found) == {}
        assert any("không phải số viết kiểu Anh" in entry.reason for entry in found.left_out)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**12))
def test_an_english_number_becomes_the_same_number(number: Decimal) -> None:
    for written in (f"{number:,f}", f"{number:f}"):
        assert Writing.ENGLISH in possible_writings(written)
        assert parse_number(from_english(written)) == Fraction(number)


@given(st.from_regex(r"[0-9]{1,7}([.,][0-9]{1,4}){1,3}", fullmatch=True))
def test_a_number_with_marks_has_the_writings_in_which_it_is_read(text: str) -> None:
    """What Vietnamese writing reads, and nothing else, is Vietnamese; English is the same with the marks exchanged."""
    exchanged = text.translate(str.maketrans(".,", ",."))
    assert (Writing.VIETNAMESE in possible_writings(text)) == (Writing.ENGLISH in possible_writings(exchanged))
    try:
        parse_number(text)
    except ValueError:
        assert Writing.VIETNAMESE not in possible_writings(text)
    else:
        assert Writing.VIETNAMESE in possible_writings(text)


def test_cells_of_a_workbook(desk: Desk) -> None:
    path = desk.book(
        [
            ["Mã số liệu", "Giá trị"],
            ["xa.thu", 0.1 + 0.2],
            ["xa.ho_ngheo", 0.0275],
            ["xa.ngay", date(2023, 9, 30)],
            ["xa.tham_muu", True],
        ]
    )
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["Bảng"]["B3"].number_format = "0.00%"
    book.save(path)
    assert values(desk.gather(path)) == {
        "xa.thu": "0,3",
        "xa.ho_ngheo": "2,75%",
        "xa.ngay": "30/9/2023",
        "xa.tham_muu": "có",
    }


def test_dates_logical_values_and_errors_are_no_numbers(desk: Desk) -> None:
    found = desk.xlsx(
        [
            ["Mã số liệu", "Giá trị"],
            ["xa.thu", date(2023, 2, 1)],
            ["xa.viec", True],
            ["xa.duong", "#N/A"],
            ["xa.tham_muu", 1],
            ["xa.giam", "#REF!"],
        ]
    )
    assert values(found) == {}
    assert set(reasons(found).values()) == {"bad_value"} and len(found.left_out) == 5
    assert "Excel đã tự đổi" in found.left_out[0].remedy


def test_a_small_fraction_without_percent_format_is_said(desk: Desk) -> None:
    found = desk.xlsx([["Mã số liệu", "Giá trị"], ["xa.ho_ngheo", 0.75]])
    assert values(found) == {"xa.ho_ngheo": "0,75"}
    assert any("không nhân 100" in remark.text for remark in found.remarks)


@pytest.mark.slow
@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9))
def test_numbers_survive_a_table(tmp_path_factory: pytest.TempPathFactory, number: Decimal) -> None:
    desk = Desk(tmp_path_factory.mktemp("ban"))
    found = desk.csv(f'{HEADING}Thu ngân sách;triệu đồng;"{number_text(Fraction(number))}"\n', Options(unit="xã A"))
    assert parse_number(values(found)["xa.thu"].removesuffix(" triệu đồng")) == Fraction(number)
