"""What holds of every table: a word for no result excludes its column, values keep their nearest name, spellings are one unit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.importing.headers import heading_of
from engine.importing.heading_words import Role
from engine.importing.intake import Options
from engine.importing.measures import Measures
from engine.importing.units import Units, parts_of
from tests.importing.desk import Desk

MEASURES = Measures([])
NO_RESULTS = (
    "Kế hoạch", "KH", "Mục tiêu", "Dự toán", "Chỉ tiêu giao", "Phấn đấu", "Dự kiến", "Dự báo", "TH/KH (%)", "So sánh (%)",
    "So với cùng kỳ", "Tốc độ tăng (%)", "Tăng, giảm", "Chênh lệch", "Cơ cấu (%)", "Tỷ trọng", "Xếp hạng", "Thứ hạng", "Trọng số",
    "Điểm tối đa", "Điểm chuẩn", "Cùng kỳ", "Năm trước", "Plan", "Target", "Forecast", "Ranking", "Weight",
)  # fmt: skip
RESULTS = (
    "Thực hiện",
    "TH",
    "Kết quả",
    "Năm 2023",
    "2023",
    "9 tháng",
    "Quý III",
    "Thực hiện năm 2023",
    "Quyết toán",
    "Sơ bộ",
    "Cả năm",
)
NAMES = ("An Phú", "Bình Hòa", "Cẩm Lệ", "Đông Hải", "Ea Kar", "Phước Sơn", "Tân Lập")


@given(
    st.sampled_from(NO_RESULTS), st.lists(st.sampled_from(RESULTS), min_size=1, max_size=2, unique=True), st.randoms()
)
def test_a_word_for_no_result_excludes_its_column_on_every_level(word: str, others: list[str], order) -> None:  # type: ignore[no-untyped-def]
    levels = [word, *others]
    order.shuffle(levels)
    heading = heading_of(tuple(levels), MEASURES)
    assert heading is None or heading.role not in (Role.VALUE, Role.INDICATOR), levels


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.integers(1, 3),
    st.booleans(),
    st.lists(st.one_of(st.none(), st.integers(1, 99)), min_size=6, max_size=6),
)
def test_values_side_by_side_keep_the_name_at_their_left(
    desk: Desk, blocks: int, numbered: bool, cells: list[int | None]
) -> None:
    width = 3 if numbered else 2
    head = (["TT", "Xã", "Số việc làm mới"] if numbered else ["Xã", "Số việc làm mới"]) * blocks
    table: list[list[object]] = [list(head)]
    expected = {}
    for row in range(2):
        line: list[object] = []
        for block in range(blocks):
            at = block * 2 + row
            name, value = f"xã {NAMES[at]}", cells[at]
            line += ([at + 1] if numbered else []) + [name, value]
            if value is not None:
                expected[name] = str(value)
        table.append(line)
    assert all(len(line) == width * blocks for line in table)
    found = desk.xlsx(table, Options(year=2023))
    assert {value.unit: value.text for value in found.taken} == expected


LEVELS = {"Xã": ("xã ", "XÃ ", "X. "), "Phường": ("phường ", "P. ", "P."), "Thị xã": ("TX. ", "Tx ", "thị xã "),
          "Thành phố": ("TP. ", "Tp.", "TP ", "thành phố "), "Huyện": ("H. ", "huyện ", "H.")}  # fmt: skip


@given(st.sampled_from(sorted(LEVELS)), st.data(), st.sampled_from(NAMES))
def test_every_spelling_of_a_level_is_one_unit(level: str, data: st.DataObject, name: str) -> None:
    spelling = data.draw(st.sampled_from(LEVELS[level])) + name
    assert parts_of(spelling) == parts_of(f"{level} {name}")
    assert Units([f"{level} {name}"]).meant(spelling) == [f"{level} {name}"]


def test_a_unit_that_is_called_so_goes_before_one_with_its_letters() -> None:
    for known in (["Thanh An", "Thạnh An"], ["Thạnh An", "Thanh An"]):
        assert Units(known).meant("Thanh An") == ["Thanh An"]
    assert Units(["xã Thanh An", "xã Thạnh An"]).meant("xa Thanh An") == ["xã Thanh An", "xã Thạnh An"]


@given(st.sampled_from(sorted(LEVELS)), st.sampled_from(sorted(LEVELS)), st.sampled_from(NAMES))
def test_levels_tell_units_apart(one: str, other: str, name: str) -> None:
    units = Units([f"{one} {name}"])
    assert units.is_known(units.meant(f"{other} {name}")[0]) is (one == other)


@pytest.mark.parametrize(
    "names", [("Quận 1", "Q.1", "Q. 01"), ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu", "BR-VT"), ("Hòa Bình", "Hoà Bình")]
)
def test_numbers_hyphens_and_tone_places(names: tuple[str, ...]) -> None:
    assert len({parts_of(name) for name in names}) == 1


def test_a_unit_that_the_workspace_does_not_have_is_proposed_not_created(desk: Desk, tmp_path: Path) -> None:
    (desk.root / "facts" / "xa-a").mkdir()
    text = "nghị quyết: 1/NQ-HĐND\nđơn vị: xã A\nnăm: 2022\ntính đến: 31/12/2022\nnguồn: {BC: {tên: Báo cáo}}\nsố liệu:\n  - {nguồn: BC, giá trị: {xa.viec: 5}}\n"
    number = desk.rulebook.resolution.number
    (desk.root / "facts" / "xa-a" / "2022.yaml").write_text(text.replace("1/NQ-HĐND", number), "utf-8")
    table: list[list[object]] = [["Xã", "Số việc làm mới"], ["xã A", 7], ["xã Lạ", 8]]
    found = desk.xlsx(table, Options(year=2023))
    assert [(value.unit, value.text) for value in found.taken] == [("xã A", "7")]
    (left,) = [entry for entry in found.left_out if "xã Lạ" in entry.reason]
    assert "--new-units" in left.remedy
    both = desk.xlsx(table, Options(year=2023, new_units=True))
    assert [value.unit for value in both.taken] == ["xã A", "xã Lạ"]
