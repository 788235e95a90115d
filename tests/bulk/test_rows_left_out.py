"""Rows of a table that are left out, and what else rests on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bulk.unit_names import fault_of_name
from tests.bulk.invented import CATALOGUE, as_csv
from tests.running import Done, run_here
from tests.small_workspace import Small

pytest.importorskip("numpy", reason="tables of many units need chitieu[bulk]")

HEAD = ["đơn vị", "năm", "tính đến", "thu.tong", "thu.tang"]
GROWTH = 'thu.tang: {tên: Thu tăng, đơn vị tính: "%", có thể âm: có, công thức: tăng_trưởng(thu.tong)}\n'
CRITERION = "- số: 1.1\n  nguyên văn: Thu tăng từ 5% trở lên\n  đạt khi: thu.tang từ 5% trở lên\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Small(tmp_path, CATALOGUE + GROWTH).criteria(CRITERION)
    (tmp_path / "facts").mkdir(exist_ok=True)
    return tmp_path


def evaluate(root: Path, rows: list[list[str]], *more: str) -> Done:
    table = str(as_csv(root / "bang.csv", rows))
    return run_here("evaluate", "--data", table, "--format", "csv", "--no-record", *more, cwd=root)


def judged(done: Done) -> set[tuple[str, str, str]]:
    """Unit, year and verdict of criterion 1.1."""
    rows = (line.split(",") for line in done.stdout.splitlines()[1:])
    return {(row[1], row[2], row[7]) for row in rows if row[6] == "1.1"}


def in_parquet(root: Path) -> set[tuple[str, str]]:
    """Unit and verdict of criterion 1.1."""
    import duckdb

    found = duckdb.sql(f"SELECT unit, \"criterion 1.1\" FROM read_parquet('{root / 'ra.parquet'}')").fetchall()
    return {(unit, state) for unit, state in found}


B = [["xã B", "2023", "31/12/2023", "100", ""], ["xã B", "2024", "31/12/2024", "110", ""]]
BAD = {
    "day": ["xã A", "2023", "31/12/23", "120", ""],
    "number": ["xã A", "2023", "31/12/2023", "12x", ""],
    "writing": ["xã A", "2023", "31/12/2023", "120", "1.234"],
    "cells": ["xã A", "2023", "31/12/2023", "120", "", "7"],
    "year": ["xã A", "", "31/12/2023", "120", ""],
}


@pytest.mark.parametrize("kind", BAD)
def test_a_year_is_not_judged_without_a_year_before_that_could_not_be_read(root: Path, kind: str) -> None:
    """120 to 121 is 0.83%: the 8.5% that is given for the growth must not take its place because 2023 has a slip."""
    of_2024 = ["xã A", "2024", "31/12/2024", "121", "8,5"]
    whole = evaluate(root, [HEAD, ["xã A", "2023", "31/12/2023", "120", ""], of_2024, *B], "--year", "2024")
    assert judged(whole) == {("xã A", "2024", "not_met"), ("xã B", "2024", "met")}
    for rows in ([BAD[kind], of_2024, *B], [*B, of_2024, BAD[kind]]):
        done = evaluate(root, [HEAD, *rows], "--year", "2024")
        assert done.returncode == 3 and judged(done) == {("xã B", "2024", "met")}, done.stderr
        assert "xã A" in done.stderr and (kind == "number" or "các năm sau của đơn vị này" in done.stderr)
        stored = run_here(
            "evaluate", "--data", "bang.csv", "--year", "2024", "-o", "ra.parquet", "--no-record", cwd=root
        )
        assert stored.returncode == 3 and in_parquet(root) == {("xã B", "met")}, stored.stderr


@pytest.mark.parametrize("kind", [one for one in BAD if one != "number"])
def test_a_slip_in_the_only_row_of_a_year_before_stops_its_unit_too(root: Path, kind: str) -> None:
    """No other row of the table tells that it has two years."""
    rows = [HEAD, BAD[kind], ["xã A", "2024", "31/12/2024", "121", "8,5"], ["xã B", "2024", "31/12/2024", "110", "9"]]
    done = evaluate(root, rows)
    assert done.returncode == 3 and judged(done) == {("xã B", "2024", "met")}, done.stderr
    chosen = run_here("evaluate", "--data", "bang.csv", "-o", "ra.parquet", "--no-record", cwd=root)
    assert chosen.returncode == 2 and "thêm --year" in chosen.stderr and not (root / "ra.parquet").exists()
    stored = run_here("evaluate", "--data", "bang.csv", "--year", "2024", "-o", "ra.parquet", "--no-record", cwd=root)
    assert stored.returncode == 3 and in_parquet(root) == {("xã B", "met")}, stored.stderr


def test_the_years_before_a_slip_are_judged(root: Path) -> None:
    rows = [["xã A", "2022", "31/12/2022", "100", ""], ["xã A", "2023", "31/12/2023", "120", ""]]
    done = evaluate(root, [HEAD, *rows, ["xã A", "2024", "31/12/24", "121", "8,5"], *B], "--year", "2023")
    assert ("xã A", "2023", "met") in judged(done)


def test_a_row_without_a_unit_among_several_years_may_be_of_any(root: Path) -> None:
    nameless = ["", "2023", "31/12/2023", "120", ""]
    done = evaluate(root, [HEAD, nameless, ["xã A", "2024", "31/12/2024", "121", "8,5"], *B], "--year", "2024")
    assert (done.returncode, done.stdout) == (2, "")
    assert "dòng 2" in done.stderr and "có thể là năm trước của bất kỳ đơn vị nào" in done.stderr
    alone = evaluate(root, [HEAD, ["", "2024", "31/12/2024", "120", ""], B[1]])
    assert alone.returncode == 3 and len(judged(alone)) == 1  # of one year it is of nobody else


def test_a_row_without_a_unit_in_a_long_table_is_of_nobody_known(root: Path) -> None:
    """As from a sheet whose cells of units were merged: «xã A» would be judged by the first of its values alone."""
    head = ["đơn vị", "năm", "tính đến", "mã số liệu", "giá trị"]
    rows = [["xã A", "2024", "31/12/2024", "thu.tang", "8,5"], ["", "2024", "31/12/2024", "thu.tong", "121"]]
    done = evaluate(root, [head, *rows])
    assert (done.returncode, done.stdout) == (2, "")
    assert "dòng 3, cột «đơn vị»" in done.stderr and "ghi tên đơn vị ở mọi dòng" in done.stderr
    footer = evaluate(root, [head, rows[0], ["", "", "", "", ""], ["", "", "Người lập", "", ""]])
    assert footer.returncode == 3 and judged(footer) == {("xã A", "2024", "met")}


@pytest.mark.parametrize(
    "name",
    ["Cộng:", "* Tổng cộng", "I. Tổng số", "(Tổng cộng)", "Cộng: 12 xã", "Cộng (12 xã)", "Tổng 12 xã", "BQ chung", "Lũy kế", "Trong đó", "1", "(2)", "I", "IV.", "TB toàn huyện", "TB chung", "TB", "T. cộng", "T.cộng", "TC", "Σ", "Chung toàn huyện",
     "Người lập biểu", "Ghi chú: số ước", "Nguồn: Chi cục Thống kê", "Xếp hạng", "So với năm trước", "xã trung bình", "Xã cao nhất"],
)  # fmt: skip
def test_what_is_no_unit(name: str) -> None:
    assert fault_of_name(name) is not None


@pytest.mark.parametrize(
    "name",
    ["xã Tổng Cọt", "xã Bình Trung", "Bình Trung", "Cộng Hòa", "xã Cộng Hòa", "Trường Sa", "Toàn Thắng", "Chung Chải", "101", "00001",
     "Phường 1", "Quận 1", "xã Đạt", "TX Hoa Lan", "Sở Y tế", "Khối 3", "Toàn tỉnh", "Văn phòng UBND tỉnh", "xa Tan Lap", "Vĩnh", "Mỹ I", "Tân Bình"],
)  # fmt: skip
def test_what_may_be_a_unit(name: str) -> None:
    assert fault_of_name(name) is None


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (("--unit", "xã A"), "bang.csv:3:3 CT205 lỗi: xã A, dòng 3, cột «tính đến»: «31/12/24» không phải một ngày"),
        (("--unit", "Xã A", "--year", "2024"), "bang.csv:3:3"),
        (("--unit", "xã C"), "bang.csv:4:3 CT205 lỗi: xã C, dòng 4, cột «tính đến»: ô để trống, không phải một ngày"),
        (("--unit", "xã B", "--year", "2025"), "bang.csv:5:3"),
    ],
)
def test_what_is_asked_for_and_could_not_be_read_is_told(root: Path, asked: tuple[str, ...], place: str) -> None:
    bad = [
        ["xã A", "2024", "31/12/24", "121", ""],
        ["xã C", "2024", "", "1", ""],
        ["xã B", "2025", "31/12/25", "1", ""],
    ]
    done = evaluate(root, [HEAD, ["xã D", "2024", "31/12/2024", "5", ""], *bad, *B], *asked)
    assert done.returncode == 3 and place in done.stderr, done.stderr
    assert "có phải ý bạn là" not in done.stderr and "các năm hiện có" not in done.stderr


def test_a_unit_with_several_slips_is_left_out_once(root: Path) -> None:
    head = ["đơn vị", "năm", "tính đến", "mã số liệu", "giá trị"]
    one = ["xã A", "2024", "31/12/2024", "thu.tong", "5"]
    other = ["xã A", "2024", "31/12/2024", "thu.tong", "6"]
    done = evaluate(
        root,
        [head, one, other, other, ["xã B", *one[1:]], ["Tổng cộng", *one[1:]], ["xã C", "2024", "31/12/24", *one[3:]]],
    )
    assert done.returncode == 3 and {unit for unit, *_ in judged(done)} == {"xã B"}
    assert "Không đánh giá được 3 đơn vị hoặc tệp" in done.stderr, done.stderr
    assert done.stderr.count("xã A, dòng") == 1 and "(và 1 lỗi khác)" in done.stderr


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_a_name_that_lacks_its_marks_may_be_another_of_the_table(root: Path, year: str) -> None:
    bare = ["xa Dong Hoa", year, f"31/12/{year}", "100", ""]
    done = evaluate(root, [HEAD, bare, ["xã Đông Hòa", "2024", "31/12/2024", "110", ""]])
    assert (done.returncode, done.stdout) == (2, "")
    assert "«xa Dong Hoa» không ghi dấu, có thể là «xã Đông Hòa» cũng trong bảng" in done.stderr


def test_names_that_are_whole_without_marks_are_units_of_their_own(root: Path) -> None:
    rows = [[name, "2024", "31/12/2024", "100", "8,5"] for name in ("Long Hoa", "Long Hòa", "xa Tan Lap")]
    done = evaluate(root, [HEAD, *rows])
    assert done.returncode == 0 and len(judged(done)) == 3


def test_letters_that_look_like_ours_are_ours(root: Path) -> None:
    """A row of xã Đông Hòa with the Icelandic Ð, or the African Ɖ, is a second one of that commune."""
    for letter in "\u00d0\u0189":
        rows = [
            ["xã Đông Hòa", "2024", "31/12/2024", "100", ""],
            [f"xã {letter}ông Hòa", "2024", "31/12/2024", "110", ""],
        ]
        done = evaluate(root, [HEAD, *rows])
        assert done.returncode == 2 and "có hai dòng" in done.stderr


def test_a_refused_number_makes_no_second_year(root: Path) -> None:
    """To Parquet, which takes one year: the unit with the slip is left out, as in CSV."""
    rows = [
        [f"xã {name}", "2024", "31/12/2024", "110", rate] for name, rate in (("A", "5,5"), ("B", "5.125"), ("C", "4"))
    ]
    table = str(as_csv(root / "bang.csv", [HEAD, *rows]))
    done = run_here("evaluate", "--data", table, "-o", "ra.parquet", "--no-record", cwd=root)
    assert done.returncode == 3 and "5.125" in done.stderr and "nhiều năm" not in done.stderr
    assert {unit for unit, _ in in_parquet(root)} == {"xã A", "xã C"}


def test_units_with_years_before_the_period_alone_are_named(root: Path) -> None:
    rows = [["xã F", "2013", "31/12/2013", "100", ""], ["xã A", "2024", "31/12/2024", "110", "8,5"]]
    done = evaluate(root, [HEAD, *rows])
    assert judged(done) == {("xã A", "2024", "met")}
    assert "1 đơn vị chỉ có số liệu của năm trước giai đoạn (từ 2021), không đánh giá: xã F (2013)" in done.stderr
    assert "chỉ có số liệu" not in evaluate(root, [HEAD, *rows], "--year", "2024").stderr


def test_a_day_that_the_table_has_goes_before_that_of_the_command(root: Path) -> None:
    done = evaluate(root, [HEAD, *B], "--as-of", "30/6/2024")
    assert "--as-of không có tác dụng" in done.stderr and ",2024-12-31," in done.stdout
