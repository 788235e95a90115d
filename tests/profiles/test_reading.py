"""Profiles of forms: how a form is recognised, and what `check` says of profiles that cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from engine.files.source import SourceFile
from engine.manual.schema import file_schema
from engine.profiles.documents import Meaning
from engine.profiles.profile import Passed, Profile, TaughtColumn, form_key
from tests.running import Done, run_here
from tests.small_workspace import Small
from tests.test_schema_of_files import valid

CATALOGUE = """\
ho.ngheo: {tên: Số hộ nghèo, đơn vị tính: hộ}
ho.ngheo_ven_song: {tên: Số hộ nghèo ven sông, đơn vị tính: hộ}
thu.tong: {tên: Thu ngân sách, đơn vị tính: tỷ đồng, tính chất: trong năm}
"""
CRITERIA = "- {số: 1.1, nguyên văn: Thu ngân sách từ 20 tỷ đồng trở lên, đạt khi: thu.tong từ 20 tỷ đồng trở lên}"
GOOD = """\
biểu mẫu: Báo cáo thu chi
cột:
  TT: số thứ tự
  Khoản mục: tên số liệu
  DT giao: kế hoạch
  Lũy kế đến kỳ BC: thực hiện
  Người theo dõi: bỏ qua
dòng:
  Thu NSNN trên địa bàn: thu.tong
  Khu vực ven sông / Hộ nghèo: ho.ngheo_ven_song
  Khu vực đồi / Hộ nghèo: ho.ngheo
  Thu khác: bỏ qua
"""


def checked(root: Path, **profiles: str) -> Done:
    small = Small(root, CATALOGUE).criteria(CRITERIA)
    for name, text in profiles.items():
        small.write(f"facts/bieu-mau/{name}.yaml", text)
    return run_here("check", cwd=root, COLUMNS="200")


def said_of(root: Path, text: str) -> list[str]:
    """What `check` says of a profile: code and place of each error."""
    lines = checked(root, mau=text).stdout.splitlines()
    return [line.partition(" lỗi")[0] for line in lines if line.startswith("facts/bieu-mau/mau.yaml")]


def profile_of(columns: dict[str, Meaning], rows: dict[tuple[str, ...], str | Passed]) -> Profile:
    taught = {form_key(title): TaughtColumn(title, meaning) for title, meaning in columns.items()}
    return Profile("Mẫu", SourceFile("facts/bieu-mau/mau.yaml", "").start, taught, rows)


# ---------------------------------------------------------------- what a form is recognised by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TH 2023", "TH 2024"),
        ("Lũy kế 9 tháng đầu năm 2023", "LŨY KẾ 6 tháng 2024"),
        ("TH đến 30/9/2023", "TH đến 30/06/2024"),
        ("Quý III", "quý II"),
        ("Tháng 9", "Tháng 10"),
        ("DT  giao\n(HĐND)", "DT giao (HĐND)"),
        ("Năm 2023 / Thực hiện", "Năm 2024 Thực hiện"),
    ],
)
def test_another_year_or_period_is_the_same_heading(one: str, other: str) -> None:
    assert form_key(one) == form_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tháng 9", "9 tháng"), ("Quý I", "3 tháng"), ("TH 2023", "KH 2023"), ("Dừa", "Dứa"), ("% DT", "DT")],
)
def test_another_meaning_is_another_heading(one: str, other: str) -> None:
    assert form_key(one) != form_key(other)


def test_a_form_has_all_its_headings_and_no_foreign_one() -> None:
    profile = profile_of(
        {"TT": Meaning.ORDER, "Khoản mục": Meaning.NAME, "Lũy kế": Meaning.ACTUAL, "Ai": Meaning.IGNORED}, {}
    )
    keys = {title: form_key(title) for title in ("TT", "Khoản mục", "Lũy kế", "Ai", "Xã")}
    assert profile.fits(keys[title] for title in ("TT", "Khoản mục", "Lũy kế", "Ai"))
    assert profile.fits(keys[title] for title in ("Khoản mục", "Lũy kế")), "what is passed over may be missing"
    assert not profile.fits(keys[title] for title in ("TT", "Khoản mục")), "a column of values may not"
    assert not profile.fits(keys.values()), "a column «Xã» may make other values of all"


# ---------------------------------------------------------------- rows


ROWS: dict[tuple[str, ...], str | Passed] = {
    ("ven sông", "hộ nghèo"): "ho.a",
    ("đồi", "hộ nghèo"): "ho.b",
    ("thu khác",): Passed.OVER,
}


@pytest.mark.parametrize(
    ("name", "sections", "code"),
    [
        ("Hộ nghèo", ["Ven sông"], "ho.a"),
        ("Hộ nghèo", ["Xã hội", "VEN SÔNG", "Dân cư"], "ho.a"),
        ("Hộ nghèo", ["Đồi"], "ho.b"),
        ("Hộ nghèo", [], Passed.BY_SECTION),
        ("Hộ nghèo", ["Thị trấn"], Passed.BY_SECTION),
        ("Hộ nghèo", ["Ven sông", "Đồi"], Passed.BY_SECTION),
        ("Thu khác", ["Thu"], Passed.OVER),
        ("Thu", [], None),
    ],
)
def test_a_name_is_told_apart_by_its_section(name: str, sections: list[str], code: object) -> None:
    found = profile_of({}, ROWS).row(name, sections)
    assert (found.code if found is not None else None) == code


# ---------------------------------------------------------------- what `check` says


def test_a_sound_profile_is_nothing_to_speak_of(tmp_path: Path) -> None:
    assert said_of(tmp_path, GOOD) == []
    assert run_here("fmt", "--check", "facts/bieu-mau", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Thu NSNN trên địa bàn: thu.tong", "Thu NSNN trên địa bàn: thu.tog", "9:26 CT201"),
        ("DT giao: kế hoạch", "DT giao: kế hoạc", "5:12 CT014"),
        ("DT giao: kế hoạch", "DT giao:", "5:3 CT013"),
        ("DT giao: kế hoạch", "DT giao: {là: thực hiện, kỳ: mười tuần}", "5:32 CT205"),
        ("DT giao: kế hoạch", "DT giao: {là: kế hoạch, kỳ: 6 tháng}", "5:17 CT013"),
        ("DT giao: kế hoạch", "DT giao: {đơn vị tính: hộ}", "5:12 CT012"),
        ("DT giao: kế hoạch", "DT giao: {số liệu: thu.tog}", "5:22 CT201"),
        ("DT giao: kế hoạch", "DT giao: {là: kế hoạch, năm: năm trước}", "5:17 CT013"),
        ("DT giao: kế hoạch", "DT 2023: {là: thực hiện, năm: năm trước}", "5:33 CT013"),
        ("DT giao: kế hoạch", "DT giao: {là: thực hiện, năm: 2023}", "5:33 CT014"),
        ("DT giao: kế hoạch", "Năm: năm\n  DT giao: {là: thực hiện, năm: năm trước}", "3:3 CT501"),
        ("DT giao: kế hoạch", "DT giao: tên số liệu", "5:3 CT502"),
        ("DT giao: kế hoạch", "DT giao: thực hiện", "6:3 CT502"),
        ("DT giao: kế hoạch", "LŨY KẾ (đến kỳ BC): bỏ qua", "6:3 CT502"),
        ("DT giao: kế hoạch", "DT giao: thu.tong", "3:3 CT501"),
        ("DT giao: kế hoạch", '"…": kế hoạch', "5:3 CT013"),
        ("Khoản mục: tên số liệu", "Khoản mục: bỏ qua", "3:3 CT501"),
        ("Lũy kế đến kỳ BC: thực hiện", "Lũy kế đến kỳ BC: cùng kỳ", "3:3 CT501"),
        ("Thu khác: bỏ qua", "THU KHÁC: thu.tong\n  Thu khác: bỏ qua", "13:3 CT502"),
        ("Thu khác: bỏ qua", "Thu khác: [thu.tong]", "12:3 CT013"),
        ("biểu mẫu: Báo cáo thu chi\n", "biểu mẫu: Báo cáo thu chi\nnhận ra: TT\n", "2:1 CT010"),
    ],
)
def test_what_cannot_be_meant_is_an_error(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1
    (found,) = said_of(tmp_path, GOOD.replace(old, new))
    assert found == f"facts/bieu-mau/mau.yaml:{said}"


def test_two_periods_tell_two_columns_apart(tmp_path: Path) -> None:
    text = GOOD.replace("DT giao: kế hoạch", "Cả năm ngoái: {là: thực hiện, kỳ: cả năm}")
    assert said_of(tmp_path, text) == []


def test_two_profiles_of_one_form_are_an_error(tmp_path: Path) -> None:
    """A table without the columns that are passed over fits both."""
    other = GOOD.replace("Báo cáo thu chi", "Bản khác").replace("Người theo dõi", "Ghi thêm")
    done = checked(tmp_path, a=GOOD, b=other)
    assert "facts/bieu-mau/b.yaml:1:11 CT503 lỗi" in done.stdout
    assert done.returncode == 1


def test_a_profile_with_a_column_more_is_another_form(tmp_path: Path) -> None:
    other = GOOD.replace("Báo cáo thu chi", "Bản khác").replace(
        "DT giao: kế hoạch", "DT giao: kế hoạch\n  Xã: tên đơn vị"
    )
    assert "CT503" not in checked(tmp_path, a=GOOD, b=other).stdout


def test_no_profile_is_a_facts_file(tmp_path: Path) -> None:
    checked(tmp_path, mau=GOOD)
    assert run_here("evaluate", "--no-record", cwd=tmp_path).stderr.startswith("lỗi: chưa có tệp số liệu nào")


@pytest.mark.parametrize(
    ("old", "new", "accepted"),
    [
        ("", "", True),
        ("DT giao: kế hoạch", "DT giao: {Là: Thực hiện, nam: nam truoc, kỳ: 6 tháng}", True),
        ("DT giao: kế hoạch", "DT giao: {là: chi}", False),
        ("DT giao: kế hoạch", "DT giao: {là: thực hiện, ngày: 1}", False),
        ("biểu mẫu:", "tên:", False),
    ],
)
def test_the_published_schema_says_the_same(tmp_path: Path, old: str, new: str, accepted: bool) -> None:
    text = GOOD.replace(old, new, 1)
    schema = file_schema("bieu-mau")
    assert valid(YAML(typ="safe").load(text), schema, schema) is accepted
    assert (said_of(tmp_path, text) == []) is accepted
