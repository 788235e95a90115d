"""Slips of people in a returned form are told at the cell that is wrong, with a remedy that works."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.drafting import facts_columns as layout
from engine.importing.import_result import OmissionKind, UndecidedImport
from tests.importing.desk import Desk
from tests.importing.returned import Returned, left, remarks, values


@pytest.fixture
def form(tmp_path: Path) -> Returned:
    return Returned(Desk(tmp_path))


@pytest.mark.parametrize("typed", ["0,85", "0.85", 0.85])
def test_a_bare_number_below_1_in_a_row_of_percents_asks_which(form: Returned, typed: object) -> None:
    address = form.put("xa.ho_ngheo", layout.VALUE, typed)
    found = form.read()
    assert not found.taken and "85% hoặc 0,85%" in left(found)[address]


def test_either_answer_to_that_is_read(form: Returned) -> None:
    form.put("xa.ho_ngheo", layout.VALUE, "85%")
    assert values(form.read()) == {"xa.ho_ngheo": "85%"}
    form.put("xa.ho_ngheo", layout.VALUE, "0,85%")
    assert values(form.read()) == {"xa.ho_ngheo": "0,85%"}


def test_a_fraction_in_a_cell_of_percents_is_what_it_shows(form: Returned) -> None:
    form.put("xa.ho_ngheo", layout.VALUE, 0.4)
    form.sheet.cell(form.row("xa.ho_ngheo"), form.column(layout.VALUE)).number_format = "0%"
    assert values(form.read()) == {"xa.ho_ngheo": "40%"}


@pytest.mark.parametrize(("before", "taken"), [("1,2", True), ("1,2% (ước)", True), ("62", False), ("chưa có", False)])
def test_last_years_small_rate_leaves_no_doubt(form: Returned, before: str, taken: bool) -> None:
    form.put("xa.ho_ngheo", layout.VALUE, "0,85")
    form.put("xa.ho_ngheo", layout.BEFORE, before)
    form.put("xa.ho_ngheo", layout.BEFORE_SENT, before)
    assert bool(form.read().taken) == taken


def test_points_of_percent_below_1_are_common(form: Returned) -> None:
    form.put("xa.giam", layout.VALUE, "0,85")
    assert form.read().taken


@pytest.mark.parametrize("typed", ["9/2023", "31/9/2023", "cuối quý III"])
def test_a_text_that_is_no_day_is_told_at_its_own_cell(form: Returned, typed: str) -> None:
    form.fill(viec="120")
    address = form.put("xa.viec", layout.DAY, typed)
    found = form.read()
    assert not found.taken and list(left(found)) == [address]
    assert f"«{typed}» ở cột «Tính đến» không phải là một ngày" in left(found)[address]


@pytest.mark.parametrize(
    "typed",
    ["30 tháng 9 năm 2023", "Ngày 30 tháng 9 năm 2023", "ngày 30/9/2023", "đến ngày 30/09/2023", "hết ngày 30/9/2023"],
)
def test_a_day_may_be_written_in_words(form: Returned, typed: str) -> None:
    form.fill(viec="120")
    form.put("xa.viec", layout.DAY, typed)
    form.head(layout.AS_OF, typed)
    found = form.read()
    assert found.taken[0].as_of == date(2023, 9, 30) and found.as_of == {("xã A", 2023): date(2023, 9, 30)}


@pytest.mark.parametrize("typed", ["12/15", "48,000"])
def test_a_remedy_names_no_column_and_no_option_that_a_form_does_not_have(form: Returned, typed: str) -> None:
    form.fill(viec="1,650.5")
    address = form.put("xa.duong", layout.VALUE, typed)
    told = left(form.read())[address]
    assert "--" not in told and "cột Thực hiện" not in told and "gõ" in told


def test_rows_that_were_sorted_in_part_are_told_once_and_not_to_be_renamed(form: Returned) -> None:
    form.fill(thu="5.100", viec="120", duong="3,5")
    codes = ["xa.thu", "xa.viec", "xa.duong"]
    names = [form.sheet.cell(form.row(code), form.column(layout.NAME)).value for code in codes]
    for code, name in zip(codes, names[1:] + names[:1], strict=True):
        form.put(code, layout.NAME, name)
    found = form.read()
    assert not found.taken and len(left(found)) == 3
    told = {(one.reason, one.remedy) for one in found.left_out if one.why is OmissionKind.AMBIGUOUS}
    assert len(told) == 1 and "ghi lại tên" not in "".join(*told)


def test_a_row_that_people_added_is_told_without_files_of_rules(form: Returned) -> None:
    form.fill(viec="120")
    at = form.row("xa.duong")
    form.sheet.insert_rows(at)
    form.sheet.cell(at, form.column(layout.NAME)).value = "Số trạm bơm"
    form.sheet.cell(at, form.column(layout.VALUE)).value = "7"
    (told,) = (one for one in form.read().left_out if one.what == "Số trạm bơm")
    assert "biểu không hỏi" in told.reason and "Dòng thêm" in told.remedy and ".yaml" not in told.remedy


def test_the_cell_of_the_head_is_named(form: Returned) -> None:
    form.fill(thu="5.100")
    form.head(layout.AS_OF, "hết năm")
    found = form.read()
    (place,) = next(one.places for one in found.remarks if "hết năm" in one.text)
    assert place.endswith("!D6") and "gõ ngày/tháng/năm, ví dụ 31/12/2023" in remarks(found)
    form.head(layout.UNIT, "xã B")
    with pytest.raises(UndecidedImport, match=r"\(ô D4\); gõ lại «xã A» vào ô ấy, .*nhập riêng tệp này với --unit"):
        form.read()


def test_a_number_in_a_row_without_a_name_is_told_with_the_cell_for_the_name(form: Returned) -> None:
    form.fill(viec="120")
    free = form.row("xa.ngay") + 4
    cell = form.sheet.cell(free, form.column(layout.VALUE))
    cell.value = "66"
    (told,) = (one for one in form.read().left_out if one.place.endswith(f"!{cell.coordinate}"))
    assert told.why is OmissionKind.AMBIGUOUS and f"chọn tên ở ô C{free}" in told.remedy


@pytest.mark.parametrize("typed", ["Ví Dụ", "ví dụ", "UBND xã Ví Dụ"])
def test_the_unit_may_be_typed_without_its_level(tmp_path: Path, typed: str) -> None:
    form = Returned(Desk(tmp_path), unit="xã Ví Dụ")
    form.fill(viec="120")
    form.head(layout.UNIT, typed)
    assert [value.unit for value in form.read().taken] == ["xã Ví Dụ"]


def test_a_unit_of_another_level_is_another(tmp_path: Path) -> None:
    form = Returned(Desk(tmp_path), unit="xã Ví Dụ")
    form.fill(viec="120")
    form.head(layout.UNIT, "thị trấn Ví Dụ")
    with pytest.raises(UndecidedImport, match="biểu gửi cho «xã Ví Dụ»"):
        form.read()


def test_a_part_that_stands_beside_its_whole_is_told(form: Returned) -> None:
    form.fill(viec="120 (trong đó 30 việc cho nữ)")
    found = form.read()
    assert values(found) == {"xa.viec": "120 việc"} and "«trong đó 30 việc cho nữ» trong cùng ô không nhập" in remarks(
        found
    )
