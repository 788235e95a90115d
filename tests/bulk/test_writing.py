"""Numbers in English and Vietnamese writing in tables: stated or proved, and never guessed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.bulk import invented
from tests.bulk.invented import as_csv
from tests.running import Done, run_here

pytestmark = pytest.mark.slow
HEAD = ["đơn vị", "năm", "tính đến", "ho.tong", "thu.tong", "thu.du_toan", "rung.ty_le"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return invented.workspace(tmp_path)


def table(*rows: str) -> list[list[str]]:
    """Units A, B, … with the values of each, separated by blanks."""
    return [HEAD, *([f"xã {chr(65 + n)}", "2023", "31/12/2023", *row.split()] for n, row in enumerate(rows))]


def evaluate(root: Path, rows: list[list[str]], *arguments: str, engine: str = "clips") -> Done:
    data = str(as_csv(root / "bang.csv", rows, ";"))
    return run_here("evaluate", "--format", "csv", "--engine", engine, "--data", data, *arguments, cwd=root)


def income(done: Done) -> dict[str, str]:
    """The income of each unit, as it was read: that of criterion 1.2."""
    lines = csv.DictReader(io.StringIO(done.stdout))
    return {line["unit"]: line["actual_low"] for line in lines if line["criterion"] == "1.2"}


def long(rows: list[list[str]]) -> list[list[str]]:
    head = [*HEAD[:3], "mã số liệu", "giá trị"]
    return [head, *([*row[:3], code, cell] for row in rows[1:] for code, cell in zip(HEAD[3:], row[3:], strict=True))]


@pytest.mark.parametrize("engine", ["clips", "columns"])
@pytest.mark.parametrize("shape", [list, long])
def test_english_numbers_are_read_where_they_are_stated(root: Path, engine: str, shape: type) -> None:
    pytest.importorskip("numpy")
    rows = table("1,500 1,234.5 1,200 45.5%", "900 1,234 1,200 40", "12 1.234 1 0.5")
    done = evaluate(root, shape(rows), "--numbers", "en", engine=engine)
    assert done.returncode == 0, done.stderr
    assert income(done) == {"xã A": "1234.5", "xã B": "1234", "xã C": "1.234"}


@pytest.mark.parametrize("engine", ["clips", "columns"])
def test_what_is_no_english_number_is_an_error_of_its_unit(root: Path, engine: str) -> None:
    pytest.importorskip("numpy")
    rows = table("1 1,5 1 1", "1 1.234,5 1 1", "1 12.5 1 1", "1 7 1 1", "1 1,23 1 1")
    done = evaluate(root, rows, "--numbers", "en", engine=engine)
    assert done.returncode == 3 and "không phải số viết kiểu Anh" in done.stderr
    assert income(done) == {"xã C": "12.5", "xã D": "7"}


UNCERTAIN = {
    "English alone": (("1 12.5 1 1", "1 1,234 1 1"), "bảng có số viết kiểu Anh: «12.5» (dòng 2, cột «thu.tong»)"),
    "a comma and three digits": (
        ("1 1,234 1 1", "1 7 1 1"),
        "«1,234» (dòng 2, cột «thu.tong») có thể là 1234 hoặc 1,234",
    ),
    "a dot and three digits": (
        ("1 7 1 1", "1 1.234 1 1"),
        "«1.234» (dòng 3, cột «thu.tong») có thể là 1234 hoặc 1,234",
    ),
    "both writings and one between": (
        ("1 12,5 1 1", "1 12.5 1 1", "1 1.234 1 1"),
        "«1.234» (dòng 4, cột «thu.tong») có thể là",
    ),
    "a count with a comma": (("1,500 7 1 1",), "«1,500» (dòng 2, cột «ho.tong»)"),
}


@pytest.mark.parametrize(("rows", "said"), UNCERTAIN.values(), ids=UNCERTAIN)
@pytest.mark.parametrize("shape", [list, long])
def test_a_table_whose_writing_is_not_proved_is_refused(
    root: Path, rows: tuple[str, ...], said: str, shape: type
) -> None:
    done = evaluate(root, shape(table(*rows)))
    assert (done.returncode, done.stdout) == (2, "")
    assert said.partition(" (dòng")[0] in done.stderr and (shape is long or said in done.stderr)
    assert "--numbers vi" in done.stderr and "--numbers en" in done.stderr


def test_parquet_of_an_uncertain_table_is_not_written(root: Path) -> None:
    pytest.importorskip("duckdb")
    data = str(as_csv(root / "bang.csv", table("1 1,234 1 1", "1 7 1 1")))
    done = run_here("evaluate", "--data", data, "-o", "ra.parquet", cwd=root)
    assert done.returncode == 2 and "«1,234»" in done.stderr
    assert not (root / "ra.parquet").exists()


def test_vietnamese_writing_is_proved_by_one_number_or_stated(root: Path) -> None:
    proved = table("1 1.234 1 1", "1 12,5 1 1")
    assert income(evaluate(root, proved)) == {"xã A": "1234", "xã B": "12.5"}
    stated = table("1 1.234 1 1", "1 7 1 1")
    assert income(evaluate(root, stated, "--numbers", "vi")) == {"xã A": "1234", "xã B": "7"}


def test_things_counted_need_no_proof(root: Path) -> None:
    """1.500 households are no household and a half, in whatever writing."""
    done = evaluate(root, table("1.500 7 1 1", "900 8 1 1"))
    assert done.returncode == 0 and income(done) == {"xã A": "7", "xã B": "8"}


def test_a_share_with_a_dot_and_three_digits_is_an_error_of_its_unit(root: Path) -> None:
    done = evaluate(root, table("1 7,5 1 99.125", "1 8 1 45,5", "1 9 1 40"))
    assert done.returncode == 3 and "«99.125» của «rung.ty_le» có thể là 99,125 hoặc 99125" in done.stderr
    assert income(done) == {"xã B": "8", "xã C": "9"}


def test_numbers_of_cells_with_types_need_no_proof(root: Path) -> None:
    """1.623 as a number of a spreadsheet is 1,623 whatever the texts beside it are written like."""
    book = xlsxwriter.Workbook(root / "bang.xlsx")
    sheet = book.add_worksheet()
    for column, head in enumerate(HEAD):
        sheet.write_string(0, column, head)
    for row, (unit, value) in enumerate((("xã A", 1.623), ("xã B", 4950)), 1):
        for column, cell in enumerate((unit, "2023", "31/12/2023")):
            sheet.write_string(row, column, cell)
        for column, number in enumerate((1, value, 1, 1), 3):
            sheet.write_number(row, column, number)
    sheet.write_string(2, 5, "1,234.5")
    book.close()
    given = ("evaluate", "--format", "csv", "--engine", "clips", "--data", "bang.xlsx")
    done = run_here(*given, "--numbers", "en", cwd=root)
    assert done.returncode == 0 and income(done) == {"xã A": "1.623", "xã B": "4950"}
    assert "bảng có số viết kiểu Anh: «1,234.5» (ô F3, cột «thu.du_toan»)" in run_here(*given, cwd=root).stderr


def test_numbers_is_for_tables(root: Path) -> None:
    done = run_here("evaluate", "--numbers", "en", cwd=root)
    assert (done.returncode, done.stdout) == (2, "") and "--numbers chỉ dùng cùng --data" in done.stderr
    done = run_here("evaluate", "--on", "duckdb:x", "--data", "b", "--numbers", "en", "-o", "r.parquet", cwd=root)
    assert (done.returncode, done.stdout) == (2, "") and "đổi cột ấy sang kiểu số" in done.stderr


def test_the_history_keeps_what_was_stated(root: Path) -> None:
    """1,234 of an English table is 1.234; a receipt out of the record reads it so, and verifies."""
    rows = table("1,500 1,234 1,200 45.5%", "900 12.5 1,200 40")
    assert evaluate(root, rows, "--numbers", "en").returncode == 0
    made = run_here("history", "1", "--unit", "xã A", "--receipt", "bien-nhan.json", cwd=root)
    assert made.returncode == 0 and "Khớp" in made.stdout, made.stderr
    assert '"low": "1234"' in (root / "bien-nhan.json").read_text("utf-8")
    assert run_here("verify", "bien-nhan.json", cwd=root).returncode == 0
    as_csv(root / "bang.csv", table("1.500 1.234 1.200 45,5%", "900 12,5 1.200 40"), ";")
    assert run_here("history", "1", "--unit", "xã A", "--data", "bang.csv", cwd=root).returncode == 2


@pytest.mark.parametrize("cell", ["1,\u200b500", "\u200b1,500\n", "\t1,500"])
@pytest.mark.parametrize("engine", ["clips", "columns"])
def test_signs_that_nobody_sees_do_not_change_an_english_number(root: Path, cell: str, engine: str) -> None:
    """«1,» and «500» with nothing to be seen between them were two numbers, and then 1,5."""
    pytest.importorskip("numpy")
    rows = [HEAD, ["xã A", "2023", "31/12/2023", "1", cell, "1", "1"]]
    assert income(evaluate(root, rows, "--numbers", "en", engine=engine)) == {"xã A": "1500"}


def test_blanks_around_things_counted_need_no_proof(root: Path) -> None:
    rows = [["đơn vị", "năm", "tính đến", "ho.tong"], ["xã A", "2023", "31/12/2023", "\u200b1.500\n"]]
    assert evaluate(root, rows).returncode == 0
