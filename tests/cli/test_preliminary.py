"""What commands show of a preliminary figure («sơ bộ»), and that nothing is shown without the word."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.factbase.test_which_fact_counts import group, small
from tests.running import run_here


@pytest.fixture
def place(tmp_path: Path) -> Path:
    small(tmp_path).groups(group("120", "sơ bộ"))
    return tmp_path


def out(place: Path, *arguments: str) -> str:
    done = run_here(*arguments, cwd=place)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_table_and_the_proof_mark_it(place: Path) -> None:
    assert "120 việc (sơ bộ)" in out(place, "evaluate", "--full", "--no-record")
    proof = out(place, "why", "1.1")
    assert "1.1 đạt (sơ bộ)" in proof and "120 việc, tính đến 31/12/2023, sơ bộ" in proof


def test_json_and_csv_name_it(place: Path) -> None:
    document = json.loads(out(place, "evaluate", "--format", "json", "--no-record"))
    (criterion,) = document["targets"][0]["criteria"]
    actual = criterion["measures"][0]["actual"]
    assert (actual["basis"], actual["preliminary"], criterion["rests_on"]) == ("actual", True, ["measured"])
    (row,) = csv.DictReader(io.StringIO(out(place, "evaluate", "--format", "csv", "--no-record").lstrip("\ufeff")))
    assert row["basis"] == "preliminary"


def test_nothing_is_said_of_a_final_figure(place: Path) -> None:
    small(place).groups(group("120"))
    assert "preliminary" not in out(place, "evaluate", "--format", "json", "--no-record")


def test_the_final_figure_is_passed_over_for_a_reason(place: Path) -> None:
    small(place).groups(group("120", "sơ bộ") + group("130"))
    proof = out(place, "why", "1.1", "--full")
    assert "không dùng 120, tính đến 31/12/2023: là số sơ bộ, đã có số chính thức" in proof


@pytest.mark.parametrize(
    ("edition", "sentence"),
    [
        ([], "sơ bộ đạt 120 việc, bằng 120% mục tiêu"),
        (["--tham-tra"], "120 việc (sơ bộ)"),
        (["--tom-tat"], "Đạt theo số sơ bộ: chỉ tiêu số 1"),
    ],
)
def test_reports_mark_it(place: Path, edition: list[str], sentence: str) -> None:
    out(place, "report", *edition, "--no-record", "-o", "bao-cao.md")
    assert sentence in (place / "bao-cao.md").read_text("utf-8")


def test_a_page_for_the_screen_marks_it(place: Path) -> None:
    out(place, "report", "--no-record", "-o", "bao-cao.html")
    assert "đạt (sơ bộ)" in (place / "bao-cao.html").read_text("utf-8")


def test_the_workbook_marks_it(place: Path) -> None:
    out(place, "report", "--no-record", "-o", "bao-cao.xlsx")
    book = openpyxl.load_workbook(place / "bao-cao.xlsx")
    marked = {
        sheet.title: str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if "sơ bộ" in str(cell.value)
    }
    assert marked == {"Phụ lục": "sơ bộ 120", "Dữ liệu": "sơ bộ", "Số liệu": "sơ bộ"}


def test_an_assumed_value_stays_preliminary(place: Path) -> None:
    assert "(sơ bộ)" in out(place, "what-if", "--set", "x.so=90").partition("→")[2]


def test_a_receipt_is_replayed_and_the_final_figure_is_a_change(place: Path) -> None:
    out(place, "evaluate")
    assert "khớp" in out(place, "history", "--verify")
    small(place).groups(group("120"))
    out(place, "evaluate")
    told = out(place, "diff")
    assert "120 (sơ bộ, BC, mục 1) → 120 (BC, mục 1)" in told


def test_the_manual_tells_what_it_is(place: Path) -> None:
    assert "Không phải số ước" in out(place, "doc", "sơ bộ")
