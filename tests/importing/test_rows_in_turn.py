"""Tests that a row never has the year, basis, period or unit of another one, although alike rows are decided once."""

from __future__ import annotations

from engine.importing.intake import Options
from tests.importing.desk import Desk

HEAD = "Tên đơn vị,Năm,Kỳ báo cáo,Loại số liệu,Chỉ tiêu,Giá trị,Ghi chú\n"
ANY = Options(new_units=True)


def test_rows_in_turn_keep_their_own_particulars(desk: Desk) -> None:
    rows = [
        ("xã A", 2022, "cả năm", "thực hiện", 10),
        ("xã B", 2022, "cả năm", "thực hiện", 11),
        ("xã A", 2023, "cả năm", "thực hiện", 12),
        ("xã A", 2023, "6 tháng", "thực hiện", 13),
        ("xã A", 2024, "cả năm", "ước thực hiện", 14),
        ("xã B", 2022, "6 tháng", "thực hiện", 15),
    ]
    text = HEAD + "".join(f"{u},{y},{p},{b},Số việc làm mới,{v},\n" for u, y, p, b, v in rows)
    found = desk.csv(text, ANY)
    assert [(v.unit, v.year, v.period, v.basis, int(v.text.split()[0])) for v in found.taken] == rows


def test_a_year_that_is_none_stops_only_its_own_rows(desk: Desk) -> None:
    years = ["2023", "nay", "2023", "nay", "2022"]
    text = HEAD + "".join(f"xã {c},{y},,,Số việc làm mới,9,\n" for c, y in zip("ABCDE", years, strict=True))
    found = desk.csv(text, ANY)
    assert [(value.unit, value.year) for value in found.taken] == [("xã A", 2023), ("xã C", 2023), ("xã E", 2022)]
    assert [omission.reason for omission in found.left_out][1:] == ["«nay» không phải một năm"] * 2


def test_a_number_beside_a_heading_is_no_word_of_it(desk: Desk) -> None:
    found = desk.xlsx([["Chỉ tiêu", "ĐVT", "Thực hiện 2023", 17], ["Số việc làm mới", "việc", 120]])
    assert [(value.code, value.text) for value in found.taken] == [("xa.viec", "120 việc")]
