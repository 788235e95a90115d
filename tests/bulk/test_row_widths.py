"""Rows with other cells than their headings: a number that a comma has split is never read as two, and no cell is dropped silently."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from engine.bulk.heads import Layout
from engine.bulk.reading import CsvTable
from engine.bulk.row_widths import RowWidths
from tests.bulk import invented
from tests.running import Done, run_here

pytestmark = pytest.mark.slow

ENGINES = ["clips", "columns"]
HEAD = "đơn vị,năm,tính đến,thu.tong,rung.ty_le"
MORE = "dòng có nhiều ô hơn dòng tiêu đề: số có thể bị tách ở dấu phẩy, hoặc lệch cột; sửa: đặt số, chữ có dấu phẩy trong ngoặc kép"
SPLIT = "«999» và «5» có thể là một số bị tách; sửa: đặt số, chữ có dấu phẩy trong ngoặc kép"
DROP = "có thể lệch cột; sửa: đặt tiêu đề cho cột ấy (cột số thứ tự: «STT»), hoặc xóa ô thừa"
BAD: dict[str, tuple[str, str, str]] = {
    "a number split": (HEAD, "xã An,2023,31/12/2023,999,5,45", f"2:6 CT204 xã An, dòng 2, cột thứ 6: {MORE}"),
    "far to the right": (HEAD, "xã An,2023,31/12/2023,999,45,,,,x", f"2:9 CT204 xã An, dòng 2, cột thứ 9: {MORE}"),
    "split before an empty cell": (HEAD, "xã An,2023,31/12/2023,999,5,", f"dòng 2, cột «thu.tong»: dòng có 6 ô, dòng tiêu đề có 5: {SPLIT}"),
    "split in a short row": (
        f"{HEAD},ho.tong",
        "xã An,2023,31/12/2023,999,5",
        f"dòng 2, cột «thu.tong»: dòng có 5 ô, dòng tiêu đề có 6: {SPLIT}",
    ),
    "split into the source": (
        "đơn vị,năm,tính đến,thu.tong,nguồn",
        "xã An,2023,31/12/2023,999,5",
        "dòng 2, cột «nguồn»: «999» và «5» ở cột chữ bên cạnh có thể là một số bị tách",
    ),
    "under an empty heading": (
        "đơn vị,năm,tính đến,thu.tong,",
        "xã An,2023,31/12/2023,999,45",
        "dòng 2, cột thứ 5: ô không có tiêu đề cột: số có thể bị tách ở dấu phẩy, hoặc lệch cột",
    ),
    "under an empty heading on the left": (f",{HEAD}", "1,xã An,2023,31/12/2023,999,45", "dòng 2, cột thứ 1: ô không có tiêu đề cột"),
    "semicolons": (HEAD.replace(",", ";"), "xã An;2023;31/12/2023;999;5;45", f"cột thứ 6: dòng có nhiều ô hơn dòng tiêu đề, {DROP}"),
    "a long table": ("đơn vị,năm,tính đến,mã số liệu,giá trị", "xã An,2023,31/12/2023,thu.tong,999,5", f"cột thứ 6: {MORE}"),
    "a day and a name": (HEAD, "xã An, huyện B,2023,31/12/2023,999,45", f"2:6 CT204 xã An, dòng 2, cột thứ 6: {MORE}"),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return invented.workspace(tmp_path)


def evaluate(root: Path, text: str, engine: str = "clips") -> Done:
    pytest.importorskip("numpy")
    (root / "bang.csv").write_text(text, "utf-8")
    return run_here("evaluate", "--data", "bang.csv", "--format", "csv", "--engine", engine, "--no-record", cwd=root)


def units(done: Done) -> set[str]:
    return {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))}


def income(done: Done) -> dict[str, str]:
    lines = csv.DictReader(io.StringIO(done.stdout))
    return {row["unit"]: row["actual_low"] for row in lines if row["indicator"] == "thu.tong" and row["actual_low"]}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("head", "row", "said"), BAD.values(), ids=BAD)
def test_a_row_of_uncertain_columns_leaves_out_its_unit_alone(
    root: Path, head: str, row: str, said: str, engine: str
) -> None:
    separator = ";" if ";" in head else ","
    good = {"đơn vị": "xã Tốt", "năm": "2023", "tính đến": "31/12/2023", "mã số liệu": "thu.tong", "giá trị": "7"}
    cells = [good.get(heading, "7" if "." in heading else "") for heading in head.split(separator)]
    done = evaluate(root, "\n".join((head, row, separator.join(cells), "")), engine)
    assert done.returncode == 3 and units(done) == {"xã Tốt"}
    assert said in done.stderr and "bang.csv:2:" in done.stderr


@pytest.mark.parametrize("engine", ENGINES)
def test_an_extra_cell_of_a_long_table_leaves_out_every_value_of_its_unit(root: Path, engine: str) -> None:
    rows = ["thu.tong,1000,5", "rung.ty_le,45"]
    text = "đơn vị,năm,tính đến,mã số liệu,giá trị\nxã Tốt,2023,31/12/2023,thu.tong,7\n"
    done = evaluate(root, text + "".join(f"xã An,2023,31/12/2023,{row}\n" for row in rows), engine)
    assert done.returncode == 3 and units(done) == {"xã Tốt"} and MORE in done.stderr


def test_a_long_table_whose_row_may_be_of_any_unit_is_refused(root: Path) -> None:
    text = "mã số liệu,giá trị,đơn vị,năm,tính đến\nthu.tong,999,5,xã An,2023,31/12/2023\nrung.ty_le,45,xã An,2023,31/12/2023\n"
    done = evaluate(root, text)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "dòng 2, cột thứ 6: dòng có nhiều ô hơn" in done.stderr
        and "không chắc dòng này là của đơn vị nào" in done.stderr
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("at", [5, 7])
def test_a_cell_of_a_workbook_without_heading_leaves_out_its_unit(root: Path, at: int, engine: str) -> None:
    pytest.importorskip("numpy")
    book = xlsxwriter.Workbook(root / "bang.xlsx")
    sheet = book.add_worksheet()
    for number, row in enumerate([HEAD, "xã An,2023,31/12/2023,999,5", "xã Tốt,2023,31/12/2023,7,7"]):
        sheet.write_row(number, 0, row.split(","))
    sheet.write_number(1, at, 45)
    sheet.write_string(2, at, " \u200b")
    book.close()
    done = run_here("evaluate", "--data", "bang.xlsx", "--format", "csv", "--engine", engine, cwd=root)
    assert done.returncode == 3 and units(done) == {"xã Tốt"}
    assert f"bang.xlsx:2:{at + 1} CT204 xã An, ô {'ABCDEFGH'[at]}2: ô không có tiêu đề cột, {DROP}" in done.stderr


def test_a_split_number_is_left_out_of_parquet_too(root: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    (root / "bang.csv").write_text(f"{HEAD}\nxã An,2023,31/12/2023,999,5,45\nxã Tốt,2023,31/12/2023,7,7\n", "utf-8")
    done = run_here("evaluate", "--data", "bang.csv", "-o", "ra.parquet", cwd=root)
    assert done.returncode == 3 and MORE in done.stderr
    assert duckdb.sql(f"SELECT unit FROM read_parquet('{root / 'ra.parquet'}')").fetchall() == [("xã Tốt",)]


GOOD = {
    "as many": f"{HEAD}\nxã An,2023,31/12/2023,999,5\n",
    "no line end": f"{HEAD}\nxã An,2023,31/12/2023,999,5",
    "empty cells to the right": f"{HEAD}\nxã An,2023,31/12/2023,999,,, \u200b\n",
    "an empty heading over empty cells": f"{HEAD},,\nxã An,2023,31/12/2023,999,5,,\nxã Bo,2023,31/12/2023,999,5\n",
    "in quotes": f'{HEAD}\nxã An,2023,31/12/2023,"999,0",5,\n',
    "a source in figures": "đơn vị,năm,tính đến,nguồn,thu.tong\nxã An,2023,31/12/2023,999,999\n",
    "bare words beside": "đơn vị,năm,tính đến,thu.tong,nguồn\nxã An,2023,31/12/2023,999,BC 5\n",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_is_certain_is_read_without_a_word(root: Path, text: str, engine: str) -> None:
    done = evaluate(root, text, engine)
    assert done.returncode == 0 and "chú ý" not in done.stderr
    assert set(income(done).values()) <= {"999", "999.0"} and "xã An" in income(done)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("separator", [",", ";"])
def test_short_rows_are_read_and_counted(root: Path, separator: str, engine: str) -> None:
    rows = [HEAD, "xã An,2023,31/12/2023,999,5", "xã Bo,2023,31/12/2023,999", "xã Ca,2023,31/12/2023", ""]
    done = evaluate(root, "\n".join(rows).replace(",", separator), engine)
    assert done.returncode == 0 and units(done) == {"xã An", "xã Bo", "xã Ca"}
    assert set(income(done)) == {"xã An", "xã Bo"}
    said = "chú ý: bang.csv: 2 dòng có ít ô hơn dòng tiêu đề (trước hết là dòng 3): ô thiếu ở cuối dòng đọc là chưa có số liệu"
    assert said in done.stderr


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_that_ends_in_a_short_row_may_be_cut_off(root: Path, engine: str) -> None:
    """«99» may be the beginning of 999."""
    done = evaluate(root, f"{HEAD}\r\nxã Tốt,2023,31/12/2023,7,7\r\nxã An,2023,31/12/2023,99", engine)
    assert done.returncode == 3 and units(done) == {"xã Tốt"}
    said = "xã An, dòng 3: dòng cuối của tệp chỉ có 4 ô, dòng tiêu đề có 5: tệp có thể bị cắt giữa chừng; sửa: xuất lại tệp từ chương trình gốc"
    assert said in done.stderr


def test_semicolons_split_no_number(root: Path) -> None:
    """Between semicolons a decimal comma needs no quotes, so that a short row is just short."""
    done = evaluate(root, f"{HEAD},ho.tong\nxã An,2023,31/12/2023,999,5\n".replace(",", ";"))
    assert done.returncode == 0 and income(done) == {"xã An": "999"}


NUMBERS = st.one_of(
    st.just(""), st.integers(0, 2000).map(str), st.from_regex(r"[1-9][0-9]{0,2},[0-9]{1,2}", fullmatch=True)
)


@given(st.lists(NUMBERS, min_size=2, max_size=6), st.booleans())
def test_no_row_with_a_split_number_and_another_width_is_read(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[str], trimmed: bool
) -> None:
    """Numbers with decimals and without quotes between commas, by a program that leaves out empty cells at the end, or not."""
    headings = ["đơn vị", *(f"h.{number}" for number in range(len(numbers)))]
    row = ",".join(["xã A", *numbers])
    row = row.rstrip(",") if trimmed else row
    path = tmp_path_factory.getbasetemp() / "bang.csv"
    path.write_text(f"{','.join(headings)}\n{row}\n", "utf-8")
    table = CsvTable(path)
    indicators = {place: heading for place, heading in enumerate(headings) if place}
    widths = RowWidths(table, Layout(0, None, None, None, None, None, indicators, {}))
    (line,) = table.lines()
    assert line.cells == row.split(",")
    has_split = any("," in number for number in numbers)
    if has_split and len(line.cells) != len(headings):
        assert widths.doubt(line) is not None
    if len(line.cells) == len(headings):
        assert widths.doubt(line) is None
