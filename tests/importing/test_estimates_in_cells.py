"""«1.020 (ước)» is an estimate: read in a column of estimates, refused among results."""

from __future__ import annotations

import pytest

from tests.importing.desk import Desk, values


def heading(title: str) -> list[list[object]]:
    return [["Chỉ tiêu", "ĐVT", title]]


@pytest.mark.parametrize("cell", ["1.020 (ước)", "ước 1.020", "Ước thực hiện 1.020 việc", "1.020 việc (ước TH)"])
def test_an_estimate_in_its_column_is_read(desk: Desk, cell: str) -> None:
    found = desk.xlsx([*heading("Ước thực hiện 2023"), ["Số việc làm mới", "việc", cell]])
    assert values(found) == {"xa.viec": "1.020 việc"}
    assert [value.basis for value in found.taken] == ["ước thực hiện"]


@pytest.mark.parametrize("cell", ["1.020 (ước)", "ước 1.020", "1.020 (sơ bộ)", "900 (ước cả năm 1.020)"])
def test_an_estimate_among_results_is_refused(desk: Desk, cell: str) -> None:
    found = desk.xlsx([*heading("Thực hiện 2023"), ["Số việc làm mới", "việc", cell]])
    assert values(found) == {}
    (entry,) = found.left_out
    assert "Loại số liệu" in entry.remedy and "`" not in entry.remedy


@pytest.mark.parametrize("cell", ["1.020 (sơ bộ)", "900 (ước cả năm 1.020)", "dự kiến đạt 1.020 trong quý sau"])
def test_another_figure_in_a_column_of_estimates_is_refused(desk: Desk, cell: str) -> None:
    found = desk.xlsx([*heading("Ước thực hiện 2023"), ["Số việc làm mới", "việc", cell]])
    assert values(found) == {}
