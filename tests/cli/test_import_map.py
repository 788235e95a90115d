"""`import --map` and profiles: an answer is kept, and read again from the next file of the form; nothing is guessed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.running import Done, run_here
from tests.small_workspace import Small

CATALOGUE = """\
ho.ngheo: {tên: Số hộ nghèo, đơn vị tính: hộ}
ho.ngheo_ven_song: {tên: Số hộ nghèo ven sông, đơn vị tính: hộ}
thu.tong: {tên: Thu ngân sách, đơn vị tính: tỷ đồng, tính chất: trong năm}
"""
CRITERIA = "- {số: 1.1, nguyên văn: Thu ngân sách từ 20 tỷ đồng trở lên, đạt khi: thu.tong từ 20 tỷ đồng trở lên}"
UNIT = ("--unit", "xã A")
HEADS = ["TT", "Mục chi tiết", "DT giao", "Lũy kế đến kỳ BC 2023", "Người theo dõi"]
PROFILE = """\
biểu mẫu: Báo cáo thu chi
cột:
  TT: số thứ tự
  Mục chi tiết: tên số liệu
  DT giao: kế hoạch
  Lũy kế đến kỳ BC 2023: thực hiện
  Người theo dõi: bỏ qua
dòng:
  Thu NSNN: thu.tong
  Ven sông / Hộ khó khăn: ho.ngheo_ven_song
  Đồi / Hộ khó khăn: ho.ngheo
"""


def book(path: Path, *rows: list[Any]) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made.save(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA)
    (tmp_path / "facts").mkdir(exist_ok=True)
    rows = [
        [1, "Thu NSNN", 31.5, 28.25, "Lan"],
        ["A", "Ven sông"],
        [1, "Hộ khó khăn", None, 12, "Hoa"],
        ["B", "Đồi"],
        [1, "Hộ khó khăn", None, 31, "Hoa"],
    ]
    book(tmp_path / "bc.xlsx", ["BÁO CÁO THU CHI NĂM 2023"], HEADS, *rows)
    return tmp_path


def run(root: Path, *arguments: str, answers: list[str] | None = None) -> Done:
    return run_here("import", *arguments, cwd=root, typed="".join(f"{one}\n" for one in answers or []), COLUMNS="300")


def values(root: Path, *arguments: str) -> dict[str, str]:
    done = run(root, *arguments, "--dry-run", "--format", "json")
    assert done.returncode in (0, 3), done.stderr
    return {
        one["place"].rpartition("!")[2]: f"{one['indicator']} {one['value']}" for one in json.loads(done.stdout)["read"]
    }


def left_out(root: Path, *arguments: str) -> str:
    """What is said of what was left out, where nothing was read."""
    done = run(root, *arguments, "--format", "json")
    assert done.returncode == 3, done.stderr
    return "\n".join(f"{one['reason']}; {one.get('remedy', '')}" for one in json.loads(done.stdout)["left_out"])


def profiles(root: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((root / "facts").glob("bieu-mau/*"))}


COLUMNS = ["", "", "", "tên số liệu", "", "thực hiện", "", ""]
"""Whether to teach the sheet, the heading row, then TT, the name, the plan, the value with its unit of measure, the last column."""
ROWS = ["c", "thu.tong", "ho.ngheo_ven_song", "Số hộ nghèo"]
"""Whether to teach the rows, and their indicators."""
KEEP = ["c", "Báo cáo thu chi"]


# ---------------------------------------------------------------- without --map


def test_an_unknown_heading_is_answered_with_the_likeliest_row(root: Path) -> None:
    book(root / "la.xlsx", ["Báo cáo"], ["Bí danh", "Con số nọ"], ["Thu ngân sách", 12.5])
    said = left_out(root, "la.xlsx", *UNIT)
    assert "dòng 2 giống tiêu đề nhất: A «Bí danh» không hiểu · B «Con số nọ» không hiểu" in said
    assert "Thực hiện" in said
    assert 'chitieu import "la.xlsx" --map' in said


# ---------------------------------------------------------------- the dialog


def test_what_is_taught_is_read_and_kept_for_the_next_file(root: Path) -> None:
    done = run(root, "bc.xlsx", *UNIT, "--map", answers=[*COLUMNS, *ROWS, *KEEP])
    assert done.returncode == 0, done.stderr
    assert "bc.xlsx!Sheet!D3: Thu ngân sách = 28,25, thực hiện, xã A, năm 2023" in done.stderr, (
        "a preview comes before the question"
    )
    kept = profiles(root)
    assert list(kept) == ["bao-cao-thu-chi.yaml"]
    assert kept["bao-cao-thu-chi.yaml"].partition("biểu mẫu:")[2] == PROFILE.partition("biểu mẫu:")[2]
    assert "facts/bieu-mau" not in run_here("check", cwd=root).stdout
    assert run_here("fmt", "--check", "facts/bieu-mau", cwd=root).returncode == 0
    heads = ["TT", "MỤC CHI TIẾT", "DT giao", "Lũy kế đến kỳ BC 2024", "Người theo dõi"]
    book(
        root / "bc24.xlsx",
        ["NĂM 2024"],
        heads,
        [1, "Thu NSNN", 33, 30.5, "Lan"],
        ["B", "Đồi"],
        [1, "Hộ khó khăn", None, 7],
    )
    assert values(root, "bc24.xlsx", *UNIT) == {"D3": "thu.tong 30,5", "D5": "ho.ngheo 7"}


def test_q_leaves_without_writing(root: Path) -> None:
    for answers in ([*COLUMNS[:3], "q"], [*COLUMNS, *ROWS, "Q"], [*COLUMNS, *ROWS, "k"]):
        done = run(root, "bc.xlsx", *UNIT, "--map", answers=answers)
        assert done.returncode == 2
        assert done.stderr.endswith("Đã thôi; không ghi số liệu nào.\n")
        assert list((root / "facts").iterdir()) == []


def test_an_end_of_input_is_no_answer(root: Path) -> None:
    for answers in ([], COLUMNS[:3]):
        done = run(root, "bc.xlsx", *UNIT, "--map", answers=answers)
        assert done.returncode == 2
        assert "hết câu trả lời" in done.stderr
        assert list((root / "facts").iterdir()) == []


def test_a_dry_run_keeps_nothing(root: Path) -> None:
    done = run(root, "bc.xlsx", *UNIT, "--map", "--dry-run", answers=[*COLUMNS, *ROWS, *KEEP])
    assert done.returncode == 0, done.stderr
    assert "3 giá trị" in done.stdout
    assert list((root / "facts").iterdir()) == []


def test_an_answer_that_makes_no_sense_is_asked_again(root: Path) -> None:
    columns = ["", "", "99", "", "thu.tog", "?", "tên số liệu", "", "thực hiện", "mười lít gì", "", ""]
    done = run(root, "bc.xlsx", *UNIT, "--map", answers=[*columns, "có", *ROWS[1:], *KEEP])
    assert done.returncode == 0, done.stderr
    assert "không hiểu «99»" in done.stderr
    assert "không hiểu đơn vị tính «mười lít gì»" in done.stderr


def test_two_columns_of_one_meaning_are_asked_again(root: Path) -> None:
    twice = ["", "", "", "tên số liệu", "thực hiện", "", "", "", "", "thực hiện", "", "", ""]
    done = run(root, "bc.xlsx", *UNIT, "--map", answers=[*twice, "c", *COLUMNS[2:], *ROWS, *KEEP])
    assert done.returncode == 0, done.stderr
    assert "cùng nghĩa: thực hiện" in done.stderr


def test_no_second_column_is_proposed_to_be_that_of_the_names(root: Path) -> None:
    rows = [["Khu vực A", "hộ", "Hộ khó khăn", 12], ["Khu vực B", "hộ", "Hộ khó khăn", 31]]
    book(root / "la.xlsx", ["Danh mục", "Đv", "Tên chỉ tiêu", "Kết quả kỳ này 2023"], *rows)
    done = run(root, "la.xlsx", *UNIT, "--map", answers=["", "", "tên số liệu", "", "", "", "", "q"])
    assert "«Đv» (hộ; hộ) là [đơn vị tính]" in done.stderr
    assert "«Tên chỉ tiêu» (Hộ khó khăn; Hộ khó khăn) là [bỏ qua]" in done.stderr


def test_the_person_names_the_heading(root: Path) -> None:
    """The likeliest row is above the right one, of two levels."""
    book(
        root / "hai.xlsx",
        ["Bảng", "Mẫu B", "Kỳ", "Số", "Ai"],
        ["Mục", "Số nọ kia", None],
        [None, "năm 2023", "năm 2022"],
        ["Thu ngân sách", 21.5, 20],
    )
    answers = ["", "2-3", "", "tên số liệu", "thực hiện", "", *KEEP]
    done = run(root, "hai.xlsx", *UNIT, "--map", answers=answers)
    assert done.returncode == 0, done.stderr
    assert values(root, "hai.xlsx", *UNIT) == {"B4": "thu.tong 21,5", "C4": "thu.tong 20"}, "each of the year above it"


def test_a_profile_of_a_person_is_not_replaced_unasked(root: Path) -> None:
    other = "biểu mẫu: Báo cáo thu chi\ncột:\n  Xóm: tên đơn vị\n  Khó khăn: ho.ngheo\n"
    (root / "facts/bieu-mau").mkdir()
    (root / "facts/bieu-mau/bao-cao-thu-chi.yaml").write_text(other, "utf-8")
    done = run(root, "bc.xlsx", *UNIT, "--map", answers=[*COLUMNS, *ROWS, *KEEP, ""])
    assert done.returncode == 0, done.stderr
    assert profiles(root)["bao-cao-thu-chi.yaml"] == other
    assert "bao-cao-thu-chi-2.yaml" in profiles(root)


def test_a_row_per_unit_has_columns_of_indicators(root: Path) -> None:
    book(root / "xom.csv.xlsx", ["Số liệu năm 2023"], ["Cụm", "Khó khăn (rà soát)"], ["xã A", 12], ["xã B", 31])
    answers = ["", "", "tên đơn vị", "Số hộ nghèo", "", "", "", *KEEP]
    done = run(root, "xom.csv.xlsx", "--map", answers=answers)
    assert done.returncode == 0, done.stderr
    assert values(root, "xom.csv.xlsx") == {"B3": "ho.ngheo 12", "B4": "ho.ngheo 31"}


def test_english_headings_are_taught_alike(root: Path) -> None:
    (root / "data.csv").write_text("Line,Amount to date\nThu ngân sách,21.5\n", "utf-8")
    answers = ["", "", "tên số liệu", "thực hiện", "", "", "", "2023", "c", "Monthly sheet"]
    done = run(root, "data.csv", *UNIT, "--map", "--numbers", "en", answers=answers)
    assert done.returncode == 0, done.stderr
    assert values(root, "data.csv", *UNIT, "--year", "2023", "--numbers", "en") == {"B2": "thu.tong 21,5"}


def test_texts_of_a_table_stay_texts(root: Path) -> None:
    """Headings and names with the signs of YAML and of terminals are kept, read again, and shown without effect."""
    heads = ["{Mục}: # [x]", "- Con số\x07: 'a'", "*&!|>%@`"]
    (root / "la.csv").write_text(";".join(heads) + "\n\x1b[31mThu: {a}# b;21,5;x\n", "utf-8")
    answers = ["", "", "tên số liệu", "thực hiện", "", "", "", "", "c", "thu.tong", "2023", "c", "../../x: y"]
    done = run(root, "la.csv", *UNIT, "--map", answers=answers)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stderr
    assert list(profiles(root)) == ["x-y.yaml"]
    assert values(root, "la.csv", *UNIT, "--year", "2023") == {"B2": "thu.tong 21,5"}


# ---------------------------------------------------------------- reading by profiles


def taught(root: Path, text: str) -> Path:
    (root / "facts/bieu-mau").mkdir(exist_ok=True)
    (root / "facts/bieu-mau/mau.yaml").write_text(text, "utf-8")
    return root


def test_a_profile_in_error_stops_the_import(root: Path) -> None:
    done = run(taught(root, PROFILE.replace("thu.tong", "thu.tog")), "bc.xlsx", *UNIT)
    assert done.returncode == 3
    assert "facts/bieu-mau/mau.yaml:9:13 CT201 lỗi" in done.stderr
    assert "chưa nhập gì" in done.stderr


def test_a_name_of_another_section_is_left_out(root: Path) -> None:
    text = PROFILE.replace("  Đồi / Hộ khó khăn: ho.ngheo\n", "")
    assert values(taught(root, text), "bc.xlsx", *UNIT) == {
        "D3": "thu.tong 28,25",
        "D5": "ho.ngheo_ven_song 12",
    }


def test_another_form_is_not_read_by_the_profile(root: Path) -> None:
    """A column more may change what the others mean: it is told which."""
    taught(root, PROFILE)
    book(root / "khac.xlsx", ["NĂM 2023"], [*HEADS, "Xóm"], [1, "Thu NSNN", 31.5, 28.25, "Lan", "Xóm 1"])
    said = left_out(root, "khac.xlsx", *UNIT)
    assert "gần giống biểu mẫu «Báo cáo thu chi» (facts/bieu-mau/mau.yaml), nhưng có thêm cột «Xóm»" in said


def test_the_unit_of_a_profile_is_that_of_its_tables(root: Path) -> None:
    text = PROFILE.replace("cột:\n", "đơn vị: xã A\nđơn vị tính: triệu đồng\ncột:\n")
    done = run(taught(root, text), "bc.xlsx", "--dry-run", "--format", "json")
    read = json.loads(done.stdout)["read"]
    assert {(one["unit"], one["value"]) for one in read if one["indicator"] == "thu.tong"} == {
        ("xã A", "28,25 triệu đồng")
    }


def test_a_period_of_the_profile_against_the_heading_is_refused(root: Path) -> None:
    text = PROFILE.replace("2023: thực hiện", "2023:\n    là: thực hiện\n    kỳ: 9 tháng")
    taught(root, text)
    assert "kỳ 9 tháng" in run(root, "bc.xlsx", *UNIT, "--dry-run").stdout
    heads = [*HEADS[:3], "Lũy kế 6 tháng đến kỳ BC 2023", HEADS[4]]
    book(root / "bc6.xlsx", ["NĂM 2023"], heads, [1, "Thu NSNN", 31.5, 28.25, "Lan"])
    done = run(root, "bc6.xlsx", *UNIT, "--dry-run")
    assert done.returncode == 3, "another heading: the period is written in it now"


YEARS = """\
biểu mẫu: Hai năm
cột:
  Mục chi tiết: tên số liệu
  Cột trái:
    là: thực hiện
    kỳ: cả năm
    năm: năm trước
  Cột phải: thực hiện
"""


@pytest.mark.parametrize("year", [2023, 2024])
def test_last_year_is_that_before_the_report(root: Path, year: int) -> None:
    """The profile keeps no year: what it calls last year follows the title of each file."""
    book(
        root / "nam.xlsx",
        [f"SỐ LIỆU NĂM {year}"],
        ["Mục chi tiết", "Cột trái", "Cột phải"],
        ["Thu ngân sách", 20, 21.5],
    )
    done = run(taught(root, YEARS), "nam.xlsx", *UNIT, "--dry-run", "--format", "json")
    read = {(one["year"], one["value"]) for one in json.loads(done.stdout)["read"]}
    assert read == {(year - 1, "20"), (year, "21,5")}


def test_the_dialog_asks_of_which_year_a_column_is(root: Path) -> None:
    book(root / "nam.xlsx", ["SỐ LIỆU NĂM 2023"], ["Mục chi tiết", "Cột trái", "Cột phải"], ["Thu ngân sách", 20, 21.5])
    answers = ["", "", "", "thực hiện", "nam truoc", "cả năm", "", "thực hiện", "", "", "", "c", "Hai năm"]
    done = run(root, "nam.xlsx", *UNIT, "--map", answers=answers)
    assert done.returncode == 0, done.stderr
    assert profiles(root)["hai-nam.yaml"].partition("biểu mẫu:")[2] == YEARS.partition("biểu mẫu:")[2]


def test_what_is_taught_of_a_heading_does_not_end_with_a_column_more(root: Path) -> None:
    """«Thực hiện» is passed over by the profile: a table of nearly that form is not read by the word."""
    heads = ["Chỉ tiêu", "Thực hiện", "Số liệu chốt"]
    text = "biểu mẫu: Chốt\ncột:\n  Chỉ tiêu: tên số liệu\n  Thực hiện: bỏ qua\n  Số liệu chốt: thực hiện\n"
    taught(root, text)
    book(root / "dung.xlsx", ["SỐ LIỆU NĂM 2023"], heads, ["Thu ngân sách", 20, 21.5])
    assert values(root, "dung.xlsx", *UNIT) == {"C3": "thu.tong 21,5"}
    book(root / "them.xlsx", ["SỐ LIỆU NĂM 2023"], [*heads, "Ghi thêm"], ["Thu ngân sách", 20, 21.5, "x"])
    said = left_out(root, "them.xlsx", *UNIT)
    assert "có thêm cột «Ghi thêm»; biểu mẫu ấy hiểu cột «Thực hiện» là «bỏ qua»" in said


@pytest.mark.parametrize(
    ("head", "row", "read"),
    [
        (["Lũy kế (triệu đồng)"], [28250], {"B3": "thu.tong 28.250 triệu đồng"}),
        (["Lũy kế (triệu đồng)", "ĐVT"], [28250, "tỷ đồng"], {}),
    ],
    ids=["brackets", "against its row"],
)
def test_what_a_taught_heading_states_itself_holds(root: Path, head: list[str], row: list[Any], read: object) -> None:
    text = "biểu mẫu: Chốt\ncột:\n  Mục chi tiết: tên số liệu\n  Lũy kế (triệu đồng): thực hiện\n"
    taught(root, text + ("  ĐVT: đơn vị tính\n" if "ĐVT" in head else ""))
    book(root / "luy-ke.xlsx", ["SỐ LIỆU NĂM 2023"], ["Mục chi tiết", *head], ["Thu ngân sách", *row])
    assert values(root, "luy-ke.xlsx", *UNIT) == read


def test_a_taught_heading_over_a_unit_is_of_that_unit(root: Path) -> None:
    book(
        root / "xa.xlsx",
        ["SỐ LIỆU NĂM 2023"],
        ["Mục chi tiết", "Xã Hoa Mai"],
        [None, "Số chốt lại"],
        ["Thu ngân sách", 21.5],
    )
    taught(root, "biểu mẫu: Chốt\ncột:\n  Mục chi tiết: tên số liệu\n  Xã Hoa Mai / Số chốt lại: thực hiện\n")
    done = run(root, "xa.xlsx", "--new-units", "--dry-run", "--format", "json")
    assert [one["unit"] for one in json.loads(done.stdout)["read"]] == ["Xã Hoa Mai"], done.stdout + done.stderr


def test_rules_in_error_are_told_before_profiles(root: Path) -> None:
    """The codes of a profile would seem unknown."""
    taught(root, PROFILE)
    head = root / "rules/nq/nghi-quyet.yaml"
    head.write_text(head.read_text("utf-8").replace("ngày: 1/1/2021", "ngày: hôm qua"), "utf-8")
    done = run(root, "bc.xlsx", *UNIT)
    assert done.returncode == 3
    assert "rules/nq/nghi-quyet.yaml:3" in done.stderr
    assert "bieu-mau" not in done.stderr
    shutil.rmtree(root / "rules/nq")
    done = run(root, "bc.xlsx", *UNIT)
    assert (done.returncode, done.stderr.startswith("lỗi: chưa có nghị quyết nào")) == (2, True)


def test_unit_and_year_of_one_file_are_asked_and_not_kept(root: Path) -> None:
    (root / "la.csv").write_text("Mục chi tiết;Số chốt\nThu ngân sách;21,5\n", "utf-8")
    answers = ["c", "", "", "thực hiện", "", "", "", "", "xã A", "hai nghìn", "2023", "c", "Chốt"]
    done = run(root, "la.csv", "--map", answers=answers)
    assert done.returncode == 0, done.stderr
    assert (root / "facts/xa-a/2023.yaml").is_file()
    assert "xã A" not in profiles(root)["chot.yaml"] and "2023" not in profiles(root)["chot.yaml"]
    assert "--unit" in run(root, "la.csv").stderr


# ---------------------------------------------------------------- Enter, Enter, Enter


def test_enter_leaves_a_readable_sheet_as_it_is(root: Path) -> None:
    book(root / "ro.xlsx", ["SỐ LIỆU NĂM 2023"], ["Chỉ tiêu", "Thực hiện"], ["Thu ngân sách", 21.5])
    done = run(root, "ro.xlsx", *UNIT, "--map", answers=[""])
    assert done.returncode == 0, done.stderr
    assert "đọc được rồi" in done.stderr
    assert profiles(root) == {}


ENTER: dict[str, list[list[Any]]] = {
    "unit of measure under «Unit»": [["Indicator", "Unit", "Value 2023"], ["Thu ngân sách", "triệu đồng", 21500]],
    "basis by row": [["Chỉ tiêu", "Loại số liệu", "Giá trị 2023"], ["Thu ngân sách", "ước thực hiện", 21.5]],
    "day by row": [["Chỉ tiêu", "Tính đến", "Giá trị 2023"], ["Thu ngân sách", "30/9/2023", 21.5]],
    "judged": [["Chỉ tiêu", "Loại nguồn", "Giá trị 2023"], ["Thu ngân sách", "nhận định", 21.5]],
    "source": [["Chỉ tiêu", "Nguồn", "Giá trị 2023"], ["Thu ngân sách", "BC 12", 21.5]],
    "period": [["Chỉ tiêu", "Kỳ", "Thực hiện 2023"], ["Thu ngân sách", "9 tháng", 21.5]],
    "rank": [["Chỉ tiêu", "Xếp hạng", "Thực hiện 2023"], ["Thu ngân sách", 3, 21.5]],
    "month": [["Chỉ tiêu", "TH tháng 9", "TH 9 tháng 2023"], ["Thu ngân sách", 3, 21.5]],
    "units and years": [["Xã", "Năm", "Thu ngân sách"], ["xã A", 2023, 21.5], ["xã A", 2022, 20]],
}


@pytest.mark.parametrize("name", ENTER)
def test_enter_gives_no_value_another_meaning(root: Path, name: str) -> None:
    """Who accepts every proposal reads what is read without a profile, or less."""
    book(root / "bang.xlsx", *ENTER[name])
    plain = run(root, "bang.xlsx", *UNIT, "--new-units", "--dry-run", "--format", "json")
    answers = ["c", *[""] * 40]
    mapped = run(root, "bang.xlsx", *UNIT, "--new-units", "--dry-run", "--format", "json", "--map", answers=answers)
    assert mapped.returncode in (0, 2, 3), mapped.stderr
    read = json.loads(plain.stdout)["read"]
    assert read
    assert [one for one in json.loads(mapped.stdout)["read"] if one not in read] == []
