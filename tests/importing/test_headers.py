"""Headings of real annexes, and what each says of its column."""

from __future__ import annotations

import pytest

from engine.importing.headers import ACTUAL, ESTIMATE, Role, ValueHeading, heading_of, is_counting
from engine.importing.measures import Measures

MEASURES = Measures([])


@pytest.mark.parametrize(
    ("levels", "role"),
    [
        (("STT",), Role.ORDER),
        (("TT",), Role.ORDER),
        (("Chỉ tiêu",), Role.NAME),
        (("Chỉ tiêu,\nnội dung",), Role.NAME),
        (("CHỈ TIÊU CHỦ YẾU",), Role.NAME),
        (("Mã số liệu",), Role.CODE),
        (("ĐVT",), Role.MEASURE),
        (("Đơn vị tính",), Role.MEASURE),
        (("Đơn vị",), Role.UNIT_OR_MEASURE),
        (("Xã, phường",), Role.UNIT),
        (("KH 2023",), Role.PLAN),
        (("Kế hoạch năm 2019",), Role.PLAN),
        (("Mục tiêu nghị quyết",), Role.PLAN),
        (("Năm 2023", "KH"), Role.PLAN),
        (("Kế hoạch thực hiện năm 2024",), Role.PLAN),
        (("Tỷ lệ % hoặc chênh lệch",), Role.RATIO),
        (("So sánh", "TH/KH (%)"), Role.RATIO),
        (("TH 2023/KH 2023 (%)",), Role.RATIO),
        (("Thực hiện năm 2023 so với năm 2022",), Role.RATIO),
        (("Năm 2023", "%"), Role.RATIO),
        (("Thực hiện so kế hoạch",), Role.RATIO),
        (("Đánh giá",), Role.VERDICT),
        (("Thực hiện cùng kỳ",), Role.EARLIER),
        (("Số đầu năm",), Role.EARLIER),
        (("Số liệu đầu kỳ",), Role.EARLIER),
        (("Năm 2023", "Đầu kỳ"), Role.EARLIER),
        (("Chỉ tiêu năm 2023",), Role.PLAN),
        (("Chỉ tiêu đến năm 2023",), Role.PLAN),
        (("Chỉ tiêu giao",), Role.PLAN),
        (("Chỉ tiêu", "Năm 2023"), Role.PLAN),
        (("Năm 2023", "Chỉ tiêu"), Role.PLAN),
        (("TH tháng 9",), Role.MONTH),
        (("Nguyên nhân, ghi chú",), Role.NOTE),
        (("Suy ra từ",), Role.INFERRED),
    ],
)
def test_columns_that_hold_no_values(levels: tuple[str, ...], role: Role) -> None:
    heading = heading_of(levels, MEASURES)
    assert heading is not None and heading.role is role


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("TH",), ValueHeading(ACTUAL)),
        (("Thực hiện", "Năm 2022"), ValueHeading(ACTUAL, 2022)),
        (("Năm 2023", "TH"), ValueHeading(ACTUAL, 2023)),
        (("Ước TH 2023",), ValueHeading(ESTIMATE, 2023)),
        (("ƯTH năm 2023",), ValueHeading(ESTIMATE, 2023)),
        (("Ước thực hiện\ncả năm 2023",), ValueHeading(ESTIMATE, 2023, "cả năm")),
        (("Kết quả thực hiện (ước)",), ValueHeading(ESTIMATE)),
        (("TH 9 tháng",), ValueHeading(ACTUAL, None, "9 tháng")),
        (("Thực hiện 6 tháng đầu năm 2023",), ValueHeading(ACTUAL, 2023, "6 tháng")),
        (("Lũy kế 9 tháng",), ValueHeading(ACTUAL, None, "9 tháng")),
        (("Thực hiện quý III",), ValueHeading(ACTUAL, None, "quý III")),
        (("Thực hiện đến 31/10/2023",), ValueHeading(ACTUAL, day=(31, 10, 2023))),
        (("TH đến 31/10",), ValueHeading(ACTUAL, day=(31, 10, None))),
        (("Thực hiện đến tháng 10/2023",), ValueHeading(ACTUAL, 2023, "10 tháng")),
        (("Kết quả thực hiện Nghị quyết",), ValueHeading(ACTUAL)),
        (("Giá trị (triệu đồng)",), ValueHeading(measure="triệu đồng")),
        (("Thực hiện (4)",), ValueHeading(ACTUAL)),
        (("2022",), ValueHeading(year=2022, bare=True)),
        (("Số cuối năm",), ValueHeading()),
        (("Cuối kỳ",), ValueHeading()),
        (("Lũy kế từ đầu năm",), ValueHeading(ACTUAL)),
        (("Kết quả thực hiện chỉ tiêu năm 2023",), ValueHeading(ACTUAL, 2023)),
    ],
)
def test_columns_of_values(levels: tuple[str, ...], expected: ValueHeading) -> None:
    heading = heading_of(levels, MEASURES)
    assert heading is not None and heading.role is Role.VALUE
    assert heading.value == expected


@pytest.mark.parametrize(
    "levels",
    [
        ("Số thành viên HTX",),
        ("Đạt (%)",),
        ("Thực hiện 2022, 2023",),
        ("",),
        ("Mức thưởng",),
        ("Lũy kế từ 2021",),
        ("Lũy kế từ năm 2021 đến nay",),
        ("Thực hiện 6 tháng cuối năm 2023",),
    ],
)
def test_what_is_not_understood_is_not_guessed(levels: tuple[str, ...]) -> None:
    assert heading_of(levels, MEASURES) is None


@pytest.mark.parametrize(
    ("texts", "counting"),
    [
        (["A", "B", "C", "1", "2", "3=2/1"], True),
        (["(1)", "(2)", "(3)", "(4)=(3)/(2)"], True),
        (["1", "2"], False),
        (["1", "Thu ngân sách", "5000"], False),
        (["a", "105", "2570"], False),
    ],
)
def test_rows_that_number_the_columns(texts: list[str], counting: bool) -> None:
    assert is_counting(texts) is counting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tr.đ/người/năm", "triệu đồng/người/năm"),
        ("Triệu đồng", "triệu đồng"),
        ("ĐVT: tỷ đồng", "tỷ đồng"),
        ("1.000 đ", "nghìn đồng"),
        ("USD", "USD"),
        ("%", "%"),
    ],
)
def test_units_of_measure_are_written_in_full(text: str, expected: str) -> None:
    assert MEASURES.written(text) == expected


@pytest.mark.parametrize(
    ("text", "known"), [("triệu đồng", True), ("%", True), ("ha", True), ("xã Tân Lập", False), ("24,5", False)]
)
def test_units_of_measure_are_told_from_other_texts(text: str, known: bool) -> None:
    assert MEASURES.is_measure(text) is known
