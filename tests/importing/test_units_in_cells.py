"""A cell with words but without a unit of its own does not hide that the unit of its table is not understood."""

from __future__ import annotations

from tests.importing.desk import Desk, reasons, values

TABLE = [["ĐVT: theo biểu"], ["Chỉ tiêu", "Thực hiện 2023"]]


def test_words_are_no_unit(desk: Desk) -> None:
    found = desk.xlsx([*TABLE, ["Thu ngân sách", "gần 31,5"]])
    assert values(found) == {}
    assert "ambiguous" in reasons(found).values()


def test_a_unit_in_the_cell_counts(desk: Desk) -> None:
    found = desk.xlsx([*TABLE, ["Thu ngân sách", "gần 31,5 tỷ đồng"]])
    assert values(found) == {"xa.thu": "gần 31,5 tỷ đồng"}


def test_the_unit_of_the_catalogue_is_said_to_be_assumed(desk: Desk) -> None:
    found = desk.xlsx([["Chỉ tiêu", "Thực hiện 2023"], ["Thu ngân sách", "gần 31,5"]])
    assert values(found) == {"xa.thu": "gần 31,5"}
    assert any("hiểu theo danh mục" in remark.text for remark in found.remarks)
