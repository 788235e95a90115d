"""Shapes of tables: long, wide by basis and year, wide by unit, several on a sheet; units, years and dates of their values."""

from __future__ import annotations

from datetime import date

import pytest

from engine.importing.import_result import ImportedValue, UndecidedImport
from engine.importing.intake import Options
from tests.importing.desk import ASKED, Desk, reasons, values


def told(value: ImportedValue) -> tuple[str, int, str, str, str]:
    return value.unit, value.year, value.code, value.basis, value.text


NOTHING = Options()


def test_a_long_table(desk: Desk) -> None:
    found = desk.csv(
        "Tên đơn vị;Năm;Mã số liệu;Giá trị;Loại số liệu;Tính đến;Kỳ;Nguồn\n"
        "xã A;2023;xa.thu;5.200;thực hiện;31/10/2023;;BC, mục 2\n"
        "xã A;2023;xa.thu;6.000;ước thực hiện;;cả năm;BC, mục 2\n"
        "xã B;2022;xa.viec;120;;;;\n",
        NOTHING,
    )
    assert [told(value) for value in found.taken] == [
        ("xã A", 2023, "xa.thu", "thực hiện", "5.200"),
        ("xã A", 2023, "xa.thu", "ước thực hiện", "6.000"),
        ("xã B", 2022, "xa.viec", "thực hiện", "120"),
    ]
    first, second, third = found.taken
    assert (first.as_of, second.as_of, second.period) == (date(2023, 10, 31), None, "cả năm")
    assert (first.source, third.source) == ("BC, mục 2", "")


def test_wide_by_basis_and_year(desk: Desk) -> None:
    found = desk.xlsx(
        [
            ["Chỉ tiêu", "ĐVT", "TH 2022", "KH 2023", "TH 9 tháng 2023", "Ước TH 2023", "So sánh"],
            ["Thu ngân sách", "triệu đồng", 4800, 5000, 4100, 5200, "104%"],
        ],
        Options(unit="xã A"),
    )
    assert [(v.year, v.basis, v.period, v.text) for v in found.taken] == [
        (2022, "thực hiện", "cả năm", "4.800 triệu đồng"),
        (2023, "thực hiện", "9 tháng", "4.100 triệu đồng"),
        (2023, "ước thực hiện", "cả năm", "5.200 triệu đồng"),
    ]
    assert reasons(found) == {"D1": "not_a_fact", "G1": "not_a_fact"}


def test_a_plan_that_is_not_the_threshold_is_said(desk: Desk) -> None:
    same = desk.xlsx([["Chỉ tiêu", "KH 2023", "TH 2023"], ["Thu ngân sách", 5000, 5200]])
    assert not any("kế hoạch" in remark.text for remark in same.remarks)
    other = desk.xlsx([["Chỉ tiêu", "KH 2023", "TH 2023"], ["Thu ngân sách", 4500, 5200]])
    assert any("4.500" in remark.text and "1.1" in remark.text for remark in other.remarks)


def test_wide_by_unit(desk: Desk) -> None:
    found = desk.xlsx(
        [
            ["STT", "Xã, phường", "Thu ngân sách (tỷ đồng)", "Số việc làm mới", "Tỷ lệ hộ nghèo (%)"],
            [1, "xã A", 5.2, 120, 2.75],
            [2, "xã B", 4, "...", "3,1"],
        ],
        Options(year=2023),
    )
    assert [(*told(value)[:3], value.text) for value in found.taken] == [
        ("xã A", 2023, "xa.thu", "5,2 tỷ đồng"),
        ("xã A", 2023, "xa.viec", "120"),
        ("xã A", 2023, "xa.ho_ngheo", "2,75%"),
        ("xã B", 2023, "xa.thu", "4 tỷ đồng"),
        ("xã B", 2023, "xa.ho_ngheo", "3,1%"),
    ]
    assert reasons(found) == {"D3": "no_value"}


def test_wide_by_unit_with_plan_and_result_below_each_indicator(desk: Desk) -> None:
    found = desk.csv(
        "Xã;Thu ngân sách;Thu ngân sách;Số việc làm mới;Số việc làm mới\n"
        ";KH 2023;Ước TH 2023;KH 2023;TH 2023\n"
        "xã A;5000;5200;100;120\n",
        NOTHING,
    )
    assert [told(value) for value in found.taken] == [
        ("xã A", 2023, "xa.thu", "ước thực hiện", "5200"),
        ("xã A", 2023, "xa.viec", "thực hiện", "120"),
    ]


def test_of_many_units_one_may_be_chosen(desk: Desk) -> None:
    found = desk.csv("Xã;Năm;Thu ngân sách\nxã A;2023;1\nxã B;2023;2\n", Options(unit="XÃ B"))
    assert [told(value)[0] for value in found.taken] == ["xã B"]
    assert set(reasons(found).values()) == {"outside"}


def test_the_upper_unit_belongs_to_the_name(desk: Desk) -> None:
    found = desk.csv("Tên đơn vị;Tỉnh;Năm;Mã;Giá trị\nxã A;tỉnh X;2023;xa.thu;1\nxã A;tỉnh Y;2023;xa.thu;2\n", NOTHING)
    assert [value.unit for value in found.taken] == ["xã A, tỉnh X", "xã A, tỉnh Y"]


def test_units_that_differ_in_marks_alone_are_not_mixed_up(desk: Desk) -> None:
    found = desk.csv("Tên đơn vị;Năm;Mã;Giá trị\nxã Tân Phú;2023;xa.thu;1\nxã Tân Phù;2023;xa.thu;2\n", NOTHING)
    assert [(value.unit, value.text) for value in found.taken] == [("xã Tân Phú", "1"), ("xã Tân Phù", "2")]
    assert any("chỉ khác «xã Tân Phú» ở dấu: hiểu là hai đơn vị" in remark.text for remark in found.remarks)


def test_a_unit_without_the_marks_that_it_needs_is_left_out(desk: Desk) -> None:
    rows = "xã Tân Phú;2023;xa.thu;1\nxã Tân Phù;2023;xa.thu;2\nxa tan phu;2023;xa.viec;3\n"
    found = desk.csv(f"Tên đơn vị;Năm;Mã;Giá trị\n{rows}", NOTHING)
    assert [(value.unit, value.text) for value in found.taken] == [("xã Tân Phú", "1"), ("xã Tân Phù", "2")]
    assert set(reasons(found).values()) == {"ambiguous"}


def test_spellings_of_one_unit_are_one(desk: Desk) -> None:
    found = desk.csv("Tên đơn vị;Năm;Mã;Giá trị\nxã Hoà An;2023;xa.thu;1\nXã Hòa An;2023;xa.viec;2\n", NOTHING)
    assert {value.unit for value in found.taken} == {"xã Hoà An"}


def test_the_lines_above_say_unit_year_date_and_measure(desk: Desk) -> None:
    found = desk.csv(
        "BÁO CÁO KẾT QUẢ NĂM 2023;\n"
        "(Kèm theo Báo cáo ngày 05 tháng 01 năm 2024, giai đoạn 2021-2025);\n"
        "Số liệu tính đến ngày 30 tháng 11 năm 2023;\n"
        "Đơn vị báo cáo: xã Tân Lập;\n"
        "Đơn vị: Tỷ đồng;\n"
        "Chỉ tiêu;Thực hiện\n"
        "Thu ngân sách;5,2\n",
        NOTHING,
    )
    (value,) = found.taken
    assert told(value) == ("xã Tân Lập", 2023, "xa.thu", "thực hiện", "5,2 tỷ đồng")
    assert found.as_of == {("xã Tân Lập", 2023): date(2023, 11, 30)}


def test_an_unknown_unit_or_year_stops(desk: Desk) -> None:
    table = "Chỉ tiêu;Thực hiện\nThu ngân sách;5\n"
    with pytest.raises(UndecidedImport, match="--unit"):
        desk.csv(table, Options(year=2023))
    with pytest.raises(UndecidedImport, match="--year"):
        desk.csv(table, Options(unit="xã A"))


def test_a_column_of_units_or_measures_is_told_by_its_cells(desk: Desk) -> None:
    measures = desk.csv("Chỉ tiêu;Đơn vị;TH 2023\nThu ngân sách;tỷ đồng;5\nTỷ lệ hộ nghèo;%;3\n")
    assert values(measures) == {"xa.thu": "5 tỷ đồng", "xa.ho_ngheo": "3%"}
    units = desk.csv("Đơn vị;Chỉ tiêu;TH 2023\nxã A;Thu ngân sách;5\nxã B;Thu ngân sách;6\n", NOTHING)
    assert [value.unit for value in units.taken] == ["xã A", "xã B"]
    with pytest.raises(UndecidedImport, match="ĐVT"):
        desk.csv("Đơn vị;Chỉ tiêu;TH 2023\nxã A;Thu ngân sách;5\n%;Tỷ lệ hộ nghèo;6\n")


class TestTwoValuesForOneThing:
    def test_different_ones_are_both_left_out(self, desk: Desk) -> None:
        found = desk.csv("Chỉ tiêu;TH 2023\nThu ngân sách;5\nThu ngân sách;6\nTỷ lệ hộ nghèo;3\n")
        assert values(found) == {"xa.ho_ngheo": "3"}
        assert reasons(found) == {"B2": "ambiguous", "B3": "ambiguous"}

    def test_equal_ones_are_one(self, desk: Desk) -> None:
        found = desk.csv("Chỉ tiêu;TH 2023\nThu ngân sách;5000\nThu ngân sách;5 tỷ đồng\n")
        assert values(found) == {"xa.thu": "5000"}
        assert reasons(found) == {"B3": "duplicate"}

    def test_from_two_sources_both_stand(self, desk: Desk) -> None:
        found = desk.csv("Chỉ tiêu;TH 2023;Nguồn\nThu ngân sách;5;BC\nThu ngân sách;6;SO\n")
        assert [value.text for value in found.taken] == ["5", "6"]

    def test_two_columns_that_say_the_same(self, desk: Desk) -> None:
        found = desk.csv("Chỉ tiêu;TH 2023;Thực hiện năm 2023\nThu ngân sách;5;6\n")
        assert found.taken == ()

    def test_a_value_merged_over_two_rows_is_nobodys(self, desk: Desk) -> None:
        path = desk.book(
            [["Chỉ tiêu", "TH 2023"], ["Thu ngân sách", 5], ["Số việc làm mới", None], ["Tỷ lệ hộ nghèo", 3]]
        )
        from openpyxl import load_workbook

        book = load_workbook(path)
        book["Bảng"].merge_cells("B2:B3")
        book.save(path)
        found = desk.gather(path)
        assert values(found) == {"xa.ho_ngheo": "3"}
        assert {entry.why.value for entry in found.left_out} == {"ambiguous"}


def test_years_alone_are_results_unless_there_is_a_plan(desk: Desk) -> None:
    found = desk.csv("Chỉ tiêu;2022;2023\nThu ngân sách;5;6\n", Options(unit="xã A"))
    assert [(value.year, value.text) for value in found.taken] == [(2022, "5"), (2023, "6")]
    assert any("được đọc là thực hiện" in remark.text for remark in found.remarks)
    planned = desk.csv("Chỉ tiêu;KH 2023;2023\nThu ngân sách;5;6\n", Options(unit="xã A"))
    assert planned.taken == ()
    assert reasons(planned)["C1"] == "ambiguous"


def test_years_that_the_resolution_does_not_allow_are_left_out(desk: Desk) -> None:
    heading = "Chỉ tiêu;TH 2010;TH 2011;TH 2025;TH 2026\nThu ngân sách;1;2;3;4\n"
    found = desk.csv(heading, Options(unit="xã A"))  # the period is 2021-2025, ten years before it may be given
    assert [value.year for value in found.taken] == [2011, 2025]
    assert reasons(found) == {"B2": "outside", "E2": "outside"}


def test_dates_nobody_states_are_said(desk: Desk) -> None:
    found = desk.csv("Chỉ tiêu;TH 2022;TH 2023\nThu ngân sách;1;2\n", ASKED._replace(as_of=date(2023, 11, 10)))
    assert found.as_of == {("xã A", 2022): date(2022, 12, 31), ("xã A", 2023): date(2023, 11, 10)}
    alone = desk.csv("Chỉ tiêu;TH 2022\nThu ngân sách;1\n", Options(unit="xã A"))
    assert [remark.text for remark in alone.remarks if "31/12" in remark.text] == [
        "bảng không ghi ngày chốt số liệu năm 2022: lấy 31/12/2022, đổi bằng --as-of"
    ]


def test_every_column_has_the_period_that_its_heading_says(desk: Desk) -> None:
    """What stands at a day has the last day of the period; a whole year that is over is dated by its end."""
    heading = "Chỉ tiêu;TH 2022;TH 9 tháng 2022;TH 9 tháng 2023;Ước TH 2023"
    found = desk.csv(f"{heading}\nThu ngân sách;10;7;8;11\nTỷ lệ hộ nghèo;2,1;2,2;1,6;1,5\n", ASKED)
    assert found.as_of == {("xã A", 2022): date(2022, 12, 31), ("xã A", 2023): date(2023, 9, 30)}
    assert [(v.code, v.year, v.period, v.as_of) for v in found.taken] == [
        ("xa.thu", 2022, "cả năm", None),
        ("xa.thu", 2022, "9 tháng", date(2022, 9, 30)),
        ("xa.thu", 2023, "9 tháng", None),
        ("xa.thu", 2023, "cả năm", None),
        ("xa.ho_ngheo", 2022, "", date(2022, 12, 31)),
        ("xa.ho_ngheo", 2022, "", date(2022, 9, 30)),
        ("xa.ho_ngheo", 2023, "", date(2023, 9, 30)),
        ("xa.ho_ngheo", 2023, "cả năm", None),
    ]


def test_what_cannot_be_is_left_out(desk: Desk) -> None:
    """The facts file would not load with it."""
    found = desk.csv("Chỉ tiêu;TH 2023\nSố việc làm mới;-5\nThu ngân sách;10\n", ASKED)
    assert [v.code for v in found.taken] == ["xa.thu"]
    assert reasons(found) == {"B2": "bad_value"}


def test_an_estimate_of_an_unnamed_period_is_left_out_before_october(desk: Desk) -> None:
    """«Ước TH» of a table of June may be of six months or of the year; in October it is of the year."""
    table = "Chỉ tiêu;Ước TH\nThu ngân sách;10\nTỷ lệ hộ nghèo;2,1\n"
    june = desk.csv(table, ASKED._replace(year=2023, as_of=date(2023, 6, 30)))
    assert ([v.code for v in june.taken], reasons(june)) == (["xa.ho_ngheo"], {"B2": "ambiguous"})
    october = desk.csv(table, ASKED._replace(year=2023, as_of=date(2023, 10, 31)))
    assert [v.code for v in october.taken] == ["xa.thu", "xa.ho_ngheo"]


def test_headings_repeated_on_every_page_and_a_second_table(desk: Desk) -> None:
    found = desk.csv(
        "Chỉ tiêu;TH 2023\nThu ngân sách;1\nChỉ tiêu;TH 2023\nSố việc làm mới;2\n;\nII. BẢNG HAI;\nChỉ tiêu;Ước TH 2023\nTỷ lệ hộ nghèo;3\n"
    )
    assert [(v.code, v.basis) for v in found.taken] == [
        ("xa.thu", "thực hiện"),
        ("xa.viec", "thực hiện"),
        ("xa.ho_ngheo", "ước thực hiện"),
    ]


TABLE = "Chỉ tiêu;Thực hiện\nThu ngân sách;{}\n"


class TestTablesOfOneShape:
    def test_another_unit_above_begins_another_table(self, desk: Desk) -> None:
        text = f"Đơn vị: xã A;\n{TABLE.format(1)}Đơn vị: xã B;\n{TABLE.format(2)}"
        found = desk.csv(text, Options(year=2023))
        assert [(value.unit, value.text) for value in found.taken] == [("xã A", "1"), ("xã B", "2")]
        chosen = desk.csv(text, ASKED)
        assert [(value.unit, value.text) for value in chosen.taken] == [("xã A", "1")]
        assert set(reasons(chosen).values()) >= {"outside"}

    def test_another_year_above(self, desk: Desk) -> None:
        found = desk.csv(f"Năm 2022;\n{TABLE.format(1)};Năm 2023\n{TABLE.format(2)}", Options(unit="xã A"))
        assert [(value.year, value.text) for value in found.taken] == [(2022, "1"), (2023, "2")]

    def test_another_measure_above(self, desk: Desk) -> None:
        found = desk.csv(f";ĐVT: triệu đồng\n{TABLE.format(1)};ĐVT: tỷ đồng\n{TABLE.format(2)}")
        texts = [entry.reason for entry in found.left_out if entry.why.value == "ambiguous"]
        assert len(texts) == 2 and "1 triệu đồng" in texts[0] and "2 tỷ đồng" in texts[0]

    def test_the_lines_of_every_page_may_be_repeated(self, desk: Desk) -> None:
        page = "Năm 2023;\nĐVT: tỷ đồng;\n"
        found = desk.csv(
            f"{page}{TABLE.format(1)}{page}Chỉ tiêu;Thực hiện\nTỷ lệ hộ nghèo (%);3\n", Options(unit="xã A")
        )
        assert {value.year for value in found.taken} == {2023}

    def test_rows_of_the_table_before_say_nothing_of_the_next(self, desk: Desk) -> None:
        found = desk.csv(
            f"Chỉ tiêu;Thực hiện;Ghi chú\nThu ngân sách;1;đã thu từ năm 2019\n{TABLE.format(1)}",
            Options(unit="xã A", year=2023),
        )
        assert not any("2019" in remark.text for remark in found.remarks)

    def test_sections_of_other_units_are_left_out(self, desk: Desk) -> None:
        found = desk.csv(
            "STT;Chỉ tiêu;TH 2023\nA;XÃ A;\n1;Thu ngân sách;1\n;B. XÃ TÂN LẬP;\n2;Số việc làm mới;2\n;III. Xã hội;\n3;Tỷ lệ hộ nghèo;3\n"
        )
        assert values(found) == {"xa.thu": "1"}
        assert reasons(found) == {"B2": "heading", "B4": "heading", "C5": "outside", "B6": "heading", "C7": "outside"}


@pytest.mark.parametrize("line", ["Đơn vị: xã B", "UBND xã B", "II. Đơn vị báo cáo: Xã B"])
def test_a_line_inside_a_table_that_names_another_unit(desk: Desk, line: str) -> None:
    found = desk.csv(f"Chỉ tiêu;TH 2023\nThu ngân sách;1\n{line};\nSố việc làm mới;2\n")
    assert values(found) == {"xa.thu": "1"}
    assert reasons(found)["B4"] == "outside"


@pytest.mark.parametrize(
    "line",
    [
        "Giai đoạn năm 2021 đến 2025",
        "Từ năm 2021-2025",
        "Từ năm 2021 – 2025",
        "Kèm theo Nghị quyết số 47/NQ-HĐND năm 2021",
        "(Kèm theo Báo cáo số 12/BC-UBND của UBND xã năm 2022)",
        "Năm 2021; Năm 2022",
    ],
)
def test_what_is_no_year_of_the_table_is_asked_for(desk: Desk, line: str) -> None:
    with pytest.raises(UndecidedImport, match="--year"):
        desk.csv(f"{line};\n{TABLE.format(1)}", Options(unit="xã A"))


def test_the_year_of_a_title_is_said_with_its_cell(desk: Desk) -> None:
    found = desk.csv(f"KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2023;\n{TABLE.format(1)}", Options(unit="xã A"))
    assert [value.year for value in found.taken] == [2023]
    assert any("2023" in remark.text and remark.places == ("bang.csv!A1",) for remark in found.remarks)


def test_a_year_of_the_row_and_another_of_the_heading_leave_the_value_out(desk: Desk) -> None:
    found = desk.csv("Chỉ tiêu;Năm;TH 2023\nThu ngân sách;2022;5\nSố việc làm mới;2023;6\n")
    assert values(found) == {"xa.viec": "6"}
    assert reasons(found) == {"C2": "ambiguous"}


@pytest.mark.parametrize(
    "line", ["Biểu 02. Đơn vị tính: Tỷ đồng", "ĐVT: Tỷ đồng (giá hiện hành)", "Biểu 2; (ĐVT: tỷ đ)"]
)
def test_the_measure_above_may_stand_in_other_text(desk: Desk, line: str) -> None:
    assert values(desk.csv(f"{line}\n{TABLE.format(5)}")) == {"xa.thu": "5 tỷ đồng"}


@pytest.mark.parametrize("line", ["ĐVT: tỷ đồng, %", "ĐVT: như biểu 1", "ĐVT: tỷ đồng; ĐVT: triệu đồng"])
def test_a_measure_that_is_not_understood_leaves_money_out(desk: Desk, line: str) -> None:
    found = desk.csv(f"{line};\n{TABLE.format(5)}Số việc làm mới;120\nChiều dài đường bê tông;3 km\n")
    assert values(found) == {"xa.viec": "120", "xa.duong": "3 km"}
    assert reasons(found) == {"B3": "ambiguous"}
    assert any("đơn vị tính" in remark.text and remark.places for remark in found.remarks)


def test_judgements_and_observations_are_marked(desk: Desk) -> None:
    found = desk.csv(
        "Chỉ tiêu;TH 2023;Người đánh giá;Loại nguồn\nXếp loại chính quyền;Đạt;UBND xã;\nTham mưu kịp thời;có;;đo đếm\n"
    )
    assert [(v.judged, v.assessor) for v in found.taken] == [(True, "UBND xã"), (False, "")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Loại số liệu", "dự kiến"),
        ("Kỳ", "mấy tháng"),
        ("Tính đến", "cuối năm"),
        ("Loại nguồn", "nghe nói"),
        ("Năm", "MMXX"),
    ],
)
def test_particulars_that_are_not_understood_leave_the_value_out(desk: Desk, column: str, cell: str) -> None:
    found = desk.csv(f"Chỉ tiêu;Giá trị;{column}\nThu ngân sách;5;{cell}\n")
    assert found.taken == ()
    assert reasons(found) == {"B2": "bad_value"}


def test_a_sheet_without_a_table_is_said(desk: Desk) -> None:
    found = desk.xlsx([["Kính gửi", "Ông"], ["Nội dung họp", "Chiều thứ ba"]])
    assert [entry.why.value for entry in found.left_out] == ["no_table"]


def test_the_sheet_asked_for_must_be_there(desk: Desk) -> None:
    with pytest.raises(UndecidedImport, match="phải chăng là «Bảng»"):
        desk.xlsx([["Chỉ tiêu", "TH"]], Options(sheet="Bảg"))


@pytest.mark.parametrize(
    "name", ["Tổng cộng", "CỘNG", "Tổng số", "Toàn huyện", "Toàn tỉnh", "Bình quân", "Bình quân chung", "Khu vực I"]
)
def test_sums_among_the_units_are_no_units(desk: Desk, name: str) -> None:
    found = desk.csv(f"Xã;Thu ngân sách\nCộng Hòa;1\nToàn Thắng;2\n{name};3\n", Options(year=2023))
    assert [value.unit for value in found.taken] == ["Cộng Hòa", "Toàn Thắng"]
    assert reasons(found) == {"B4": "not_a_fact"}


class TestDecimalCommasWithoutQuotes:
    def test_more_fields_than_headings(self, desk: Desk) -> None:
        found = desk.csv("Chỉ tiêu,TH 2023\nThu ngân sách,5,2\nSố việc làm mới,120\n")
        assert values(found) == {"xa.viec": "120"}
        assert reasons(found) == {"B2": "ambiguous"}

    def test_digits_alone_in_a_column_of_words(self, desk: Desk) -> None:
        found = desk.csv(
            "Chỉ tiêu,TH 2023,Ghi chú\nThu ngân sách,5,2\nSố việc làm mới,120,theo sổ\nTỷ lệ hộ nghèo,3,\n"
        )
        assert values(found) == {"xa.viec": "120", "xa.ho_ngheo": "3"}
        assert "B2" in reasons(found)

    def test_between_semicolons_digits_are_a_note(self, desk: Desk) -> None:
        assert values(desk.csv("Chỉ tiêu;TH 2023;Ghi chú\nThu ngân sách;5;2\n")) == {"xa.thu": "5"}
