"""What is said of a table in error: where the cell stands as a person finds it, and what to do, without the keys of YAML files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import xlsxwriter

from tests.bulk import invented
from tests.bulk.invented import as_csv
from tests.running import Done, run_here

pytestmark = pytest.mark.slow

HEAD = ["đơn vị", "năm", "tính đến", "nguồn", "ho.tong", "ho.ngheo", "thu.tong", "rung.ty_le", "van_hoa.dat"]
GOOD = ["2023", "31/12/2023", "BC", "10", "1", "5,5", "12", "có"]
KEEPER = "báo người giữ danh mục số liệu"
WORDS = "gõ con số; chưa có số liệu thì để trống ô, bằng không thì gõ 0; nguồn chỉ nói bằng chữ thì gõ giới hạn, ví dụ: dưới 5"
SLIPS: dict[str, tuple[str, str, str]] = {
    "words": ("ho.tong", "abc", f"CT204 ô E3, cột «ho.tong»: «abc» không phải là số; sửa: {WORDS}"),
    "a dash": ("thu.tong", "-", f"CT204 ô G3, cột «thu.tong»: «-» không phải là số; sửa: {WORDS}"),
    "a fraction": (
        "ho.tong",
        "10,5",
        f"CT109 ô E3, cột «ho.tong»: «ho.tong» đếm hộ, không có số lẻ; sửa: gõ số nguyên; nếu số liệu này có phần lẻ thật thì {KEEPER}",
    ),
    "thousands": (
        "ho.tong",
        "2,570",
        "CT109 ô E3, cột «ho.tong»: «ho.tong» đếm hộ, không có số lẻ; sửa: phải chăng là 2.570?",
    ),
    "a part above its whole": (
        "ho.ngheo",
        "11",
        "CT216 ô F3, cột «ho.ngheo»: Số hộ nghèo 11 lớn hơn Tổng số hộ 10 (ho.ngheo, ho.tong); tổng số: ô E3, cột «ho.tong»; "
        f"sửa: sửa một trong hai số; nếu cả hai số đều đúng thì {KEEPER}",
    ),
    "another unit of measure": (
        "thu.tong",
        "5 km",
        "CT103 ô G3, cột «thu.tong»: đơn vị «km» không cùng loại với «triệu đồng»; "
        "sửa: xem con số có đúng là của cột này không; nếu đúng thì quy đổi sang «triệu đồng» rồi chỉ gõ con số",
    ),
    "an unknown word": (
        "van_hoa.dat",
        "thỉnh thoảng",
        "CT204 ô I3, cột «van_hoa.dat»: «thỉnh thoảng» không phải giá trị của «van_hoa.dat» (có/không); sửa: ghi một trong: không, có",
    ),
    "an estimate": (
        "thu.tong",
        "1.020 (ước)",
        "CT204 ô G3, cột «thu.tong»: «1.020 (ước)» không phải số đã thực hiện; "
        "sửa: ô chỉ gõ số đã thực hiện; số ước, số sơ bộ không ghi ở bảng này mà ghi ở tệp số liệu của đơn vị",
    ),
    "two numbers": (
        "thu.tong",
        "8/10",
        "CT204 ô G3, cột «thu.tong»: «8/10» có hai con số mà không có đơn vị; sửa: ô chỉ gõ một con số; là tỷ lệ thì gõ bằng %, ví dụ 80%",
    ),
    "a number below zero as accountants write it": (
        "rung.ty_le",
        "(1,5 %)",
        "CT204 ô H3, cột «rung.ty_le»: không hiểu «(1,5 %)»; sửa: số âm thì gõ -1,5 %, không đặt trong ngoặc; không phải số âm thì bỏ ngoặc",
    ),
    "a number of things in brackets": (
        "ho.tong",
        "( 1.500 )",
        "CT204 ô E3, cột «ho.tong»: không hiểu «( 1.500 )»; sửa: số âm thì gõ -1.500, không đặt trong ngoặc; không phải số âm thì bỏ ngoặc",
    ),
    "a sentence": (
        "rung.ty_le",
        "tăng 5 lần rồi",
        "CT204 ô H3, cột «rung.ty_le»: không hiểu «tăng 5 lần rồi»; sửa: ô chỉ gõ con số, ví dụ 93,2",
    ),
    "marks": (
        "thu.tong",
        "1.2.3",
        "CT204 ô G3, cột «thu.tong»: «1.2.3» ngăn nhóm không đúng ba chữ số; "
        "sửa: gõ lại đủ các chữ số; dấu chấm ngăn từng ba chữ số, phần lẻ đứng sau dấu phẩy, ví dụ 1.234,5",
    ),
    "below zero": (
        "ho.tong",
        "-5",
        "CT209 ô E3, cột «ho.tong»: «Tổng số hộ» không thể là -5: chỉ có thể từ 0 hộ trở lên; "
        f"sửa: kiểm tra lại con số và đơn vị tính; nếu con số ấy có thật thì {KEEPER}",
    ),
    "an empty range": (
        "thu.tong",
        "từ 9 đến 5",
        "CT204 ô G3, cột «thu.tong»: không có giá trị nào thỏa «từ 9 đến 5»; sửa: kiểm tra lại hai đầu của khoảng",
    ),
    "no day": (
        "tính đến",
        "hôm qua",
        "CT205 xã B, ô C3, cột «tính đến»: «hôm qua» không phải một ngày; sửa: ghi ngày/tháng/năm, ví dụ 31/12/2025",
    ),
    "no year": (
        "năm",
        "năm nay",
        "CT205 xã B, ô B3, cột «năm»: «năm nay» không phải một năm; sửa: ghi một năm, ví dụ 2025",
    ),
    "a day before the year": (
        "tính đến",
        "31/12/2022",
        "CT205 ô C3, cột «tính đến»: tính đến 31/12/2022 nằm trước năm 2023; sửa: sửa cột «năm» hoặc cột «tính đến»",
    ),
    "a source without a name": (
        "nguồn",
        ", trang 5",
        "CT203 xã B, ô D3, cột «nguồn»: không có tên nguồn trước dấu phẩy; sửa: ghi tên nguồn, rồi mới đến trang, mục",
    ),
}  # fmt: skip
"""By what is wrong: the column and its cell in the second row, and what is said of it in a workbook."""
ENGINES = ["clips", "columns"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return invented.workspace(tmp_path)


def told(done: Done) -> list[str]:
    """What is said of each row that is left out."""
    return [line for line in done.stderr.splitlines() if line.startswith("- ")]


def rows_with(column: str, cell: str) -> list[list[str]]:
    rows = [HEAD, *([unit, *GOOD] for unit in ("xã A", "xã B", "xã C"))]
    rows[2][HEAD.index(column)] = cell
    return rows


def as_workbook(path: Path, rows: list[list[str]]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()
    return path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("column", "cell", "said"), SLIPS.values(), ids=SLIPS)
def test_a_cell_is_told_as_excel_calls_it(root: Path, column: str, cell: str, said: str, engine: str) -> None:
    pytest.importorskip("numpy")
    data = str(as_workbook(root / "bang.xlsx", rows_with(column, cell)))
    done = run_here("evaluate", "--data", data, "--format", "csv", "--engine", engine, cwd=root)
    assert done.returncode == 3
    (line,) = told(done)
    assert line.endswith(said) and "bang.xlsx:3:" in line
    assert {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"xã A", "xã C"}


@pytest.mark.parametrize(("column", "cell", "said"), SLIPS.values(), ids=SLIPS)
def test_a_cell_of_csv_is_told_by_row_and_heading(root: Path, column: str, cell: str, said: str) -> None:
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows_with(column, cell))), cwd=root)
    (line,) = told(done)
    assert line.endswith(re.sub(r"ô [A-Z]3", "dòng 3", said))
    assert f"bang.csv:3:{HEAD.index(column) + 1} " in line


@pytest.mark.parametrize(("column", "cell", "said"), SLIPS.values(), ids=SLIPS)
def test_no_remedy_speaks_of_facts_files_as_text(root: Path, column: str, cell: str, said: str) -> None:
    """What stands between backquotes is typed in a YAML file, or is a command."""
    assert "`" not in said and "suy ra" not in said


def long(*rows: tuple[str, str]) -> list[list[str]]:
    head = ["đơn vị", "năm", "tính đến", "mã số liệu", "giá trị"]
    good = ["xã B", "2023", "31/12/2023", "ho.tong", "10"]
    return [head, *(["xã A", "2023", "31/12/2023", code, value] for code, value in rows), good]


def test_a_value_of_a_long_table_is_told_by_its_row(root: Path) -> None:
    data = as_csv(root / "bang.csv", long(("ho.tong", "10"), ("thu.tong", "abc")))
    (line,) = told(run_here("evaluate", "--data", str(data), cwd=root))
    assert "bang.csv:3:5 CT204 dòng 3, cột «giá trị»: «abc» không phải là số" in line


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ho.ngeo", "phải chăng là «ho.ngheo»?"),
        ("tổng số hộ", "đó là tên của «ho.tong»: ghi mã thay cho tên"),
        ("khac_han_moi_ma", "sửa mã ở cột «mã số liệu», hoặc bỏ dòng ấy"),
    ],
)
def test_an_unknown_code_of_a_long_table_is_told_by_its_row(root: Path, code: str, said: str) -> None:
    data = as_csv(root / "bang.csv", long(("ho.tong", "10"), (code, "1")))
    (line,) = told(run_here("evaluate", "--data", str(data), cwd=root))
    assert (
        f"bang.csv:3:4 CT201 dòng 3, cột «mã số liệu»: mã số liệu «{code}» không có trong danh mục; sửa: {said}" in line
    )


def test_a_total_that_falls_is_told_with_both_rows(root: Path) -> None:
    head = ["đơn vị", "năm", "tính đến", "duong.km"]
    rows = [
        [unit, year, f"31/12/{year}", km]
        for unit, year, km in (("xã A", "2022", "9"), ("xã A", "2023", "8"), ("xã B", "2023", "8"))
    ]
    data = str(as_csv(root / "bang.csv", [head, *rows]))
    (line,) = told(run_here("evaluate", "--data", data, "--year", "2023", cwd=root))
    assert "bang.csv:3:4 CT215 dòng 3, cột «duong.km»: «Đường bê tông»" in line
    assert "; năm 2022: dòng 2, cột «duong.km»; sửa: số cộng dồn không giảm" in line and "`" not in line


def test_a_cell_of_invisible_characters_is_empty(root: Path) -> None:
    """In columns it was empty, and by the rules an error."""
    pytest.importorskip("numpy")
    data = str(as_csv(root / "bang.csv", rows_with("ho.tong", "\u200b\u00a0")))
    done = [run_here("evaluate", "--data", data, "--format", "csv", "--engine", one, cwd=root) for one in ENGINES]
    assert [one.returncode for one in done] == [0, 0]
    assert done[0].stdout == done[1].stdout


TWICE = {
    "the same": ("xã Hòa An", "10", "hai dòng ghi số liệu giống nhau"),
    "another value": ("xã Hòa An", "11", "; khác nhau ở cột «ho.tong»: «10» và «11»"),
    "another spelling": ("XÃ HOÀ AN", "10", ", tên ghi là «xã Hòa An» và «XÃ HOÀ AN»; hai dòng ghi số liệu giống nhau"),
    "other code points": (
        "xã Ho\u0300a An",
        "10",
        ", tên ghi khác nhau ở khoảng trắng hoặc ở mã của dấu (Unicode dựng sẵn, tổ hợp); ",
    ),
    "other blanks": (" xã  Hòa An", "10", ", tên ghi khác nhau ở khoảng trắng hoặc ở mã của dấu"),
}


@pytest.mark.parametrize(("name", "households", "said"), TWICE.values(), ids=TWICE)
def test_two_rows_of_one_unit_are_told_with_what_differs(root: Path, name: str, households: str, said: str) -> None:
    rows = [HEAD, ["xã Hòa An", *GOOD], ["xã B", *GOOD], [name, *GOOD]]
    rows[3][4] = households
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "năm 2023 có hai dòng (dòng 2 và 4)" in done.stderr and said in done.stderr


def test_what_the_command_states_is_told_as_its_option(root: Path) -> None:
    rows = [["đơn vị", "ho.tong"], ["xã A", "10"], ["xã B", "11"]]
    data = str(as_csv(root / "bang.csv", rows))
    done = run_here("evaluate", "--data", data, "--year", "2023", "--as-of", "31/12/2022", cwd=root)
    assert len(told(done)) == 2
    said = "CT205 dòng 2: tính đến 31/12/2022 nằm trước năm 2023; sửa: sửa năm ở --year hoặc ngày ở --as-of"
    assert f"bang.csv:2:1 {said}" in done.stderr


def test_a_wrong_day_of_a_long_table_is_not_told_as_its_value(root: Path) -> None:
    rows = [[*row[:2], "31/12/2022" if row[0] == "xã A" else row[2], *row[3:]] for row in long(("ho.tong", "abc"))]
    rows.append(["xã C", *rows[-1][1:]])
    rows[0][2] = "tính đến"
    (line,) = told(run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root))
    assert "CT205 dòng 2, cột «tính đến»: tính đến 31/12/2022 nằm trước năm 2023" in line and "1 lỗi khác" in line


def test_two_values_of_one_code_are_both_told(root: Path) -> None:
    data = as_csv(root / "bang.csv", long(("ho.tong", "10"), ("ho.tong", "12")))
    done = run_here("evaluate", "--data", str(data), cwd=root)
    assert "năm 2023 có hai giá trị của «ho.tong» (dòng 2 và 3): «10» và «12»" in done.stderr


@pytest.mark.parametrize("options", [[], ["--format", "csv"], ["--format", "jsonl"], ["-o", "ra.xlsx"]])
def test_a_slip_does_not_stop_the_only_other_unit(root: Path, options: list[str]) -> None:
    rows = [HEAD, ["xã A", *GOOD], ["xã B", "2023", "hôm qua", *GOOD[2:]]]
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), *options, cwd=root)
    assert done.returncode == 3 and "xã A" in done.stdout
    assert "xã B, dòng 3, cột «tính đến»: «hôm qua» không phải một ngày" in done.stderr


HOSTILE = ["\x1b[31mđỏ", "\u202e12", "x" * 1_900, "9" * 1_900, "[red]x[/red]", "{0} %s", "a\nb", "«»; sửa: bịa"]


@pytest.mark.parametrize("cell", HOSTILE)
@pytest.mark.parametrize("column", ["ho.tong", "van_hoa.dat", "tính đến", "năm", "nguồn"])
def test_a_hostile_cell_is_told_on_one_short_line(root: Path, column: str, cell: str) -> None:
    text = f", {cell}" if column == "nguồn" else cell
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows_with(column, text))), cwd=root)
    assert done.returncode == 3
    (line,) = told(done)
    assert len(line) < 700 and line.isprintable() and f"cột «{column}»" in line


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_rows_are_passed_over_and_sums_are_no_units(root: Path, engine: str) -> None:
    pytest.importorskip("numpy")
    blank = [" ", "", "\u00a0", *([""] * 6)]
    sums = [[name, *GOOD] for name in ("TỔNG CỘNG", "Tong cong", "Bình quân")]
    rows = [HEAD, ["xã A", *GOOD], blank, [""] * 9, ["Trung tâm Y tế", *GOOD], *sums]
    data = str(as_csv(root / "bang.csv", rows))
    done = run_here("evaluate", "--data", data, "--format", "csv", "--engine", engine, cwd=root)
    assert {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"xã A", "Trung tâm Y tế"}
    assert [line.split(" CT012 ")[1] for line in told(done)] == [
        "TỔNG CỘNG, dòng 6, cột «đơn vị»: «TỔNG CỘNG» là dòng tổng, không phải đơn vị; sửa: bỏ dòng ấy",
        "Tong cong, dòng 7, cột «đơn vị»: «Tong cong» là dòng tổng, không phải đơn vị; sửa: bỏ dòng ấy",
        "Bình quân, dòng 8, cột «đơn vị»: «Bình quân» là dòng thống kê, không phải đơn vị; sửa: bỏ dòng ấy; nếu đúng là đơn vị thì ghi đủ tên, ví dụ «xã Bình quân»",
    ]


def test_days_and_years_as_databases_export_them_are_read(root: Path) -> None:
    days = ("2023-12-31 00:00:00", "2023-12-31T00:00:00.000", "31/12/2023 0:00", "31/12/2023")
    rows = [HEAD, *([f"xã {day}", "2023,0" if day[0] == "2" else "2023", day, *GOOD[2:]] for day in days)]
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), "--format", "csv", cwd=root)
    assert done.returncode == 0
    found = [(row["year"], row["as_of"]) for row in csv.DictReader(io.StringIO(done.stdout))]
    assert set(found) == {("2023", "2023-12-31")} and len(found) == 4 * 7


def test_a_line_without_end_is_told_by_its_number(root: Path) -> None:
    rows = [HEAD, ["xã A", *GOOD], ["xã B", *GOOD[:-1], "x" * 1_000_001]]
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "dòng 3 dài hơn 1.000.000 ký tự" in done.stderr


def test_a_remedy_for_english_numbers_types_none_of_another_writing(root: Path) -> None:
    """«-1.500» is -1500 in Vietnamese writing, and -1,5 in English."""
    data = str(as_csv(root / "bang.csv", rows_with("thu.tong", "(1,500)"), ";"))
    rows = Path(data).read_text("utf-8").replace("5,5", "5.5")
    Path(data).write_text(rows, "utf-8")
    (line,) = told(run_here("evaluate", "--data", data, "--numbers", "en", cwd=root))
    assert line.endswith("sửa: số âm thì gõ dấu trừ trước con số, không đặt trong ngoặc; không phải số âm thì bỏ ngoặc")


TITLES: dict[str, tuple[list[str], int]] = {
    "a title in one cell": (["BẢNG TỔNG HỢP NĂM 2023,,,", "đơn vị,năm,tính đến,ho.tong"], 2),
    "a title and a unit of measure": (["BẢNG,,,", '"Đơn vị: hộ, người",,,', "Đơn vị,Năm,Tính đến,ho.tong"], 3),
    "another separator": (["BẢNG TỔNG HỢP", "STT;đơn vị;năm;tính đến;ho.tong"], 2),
    "a title with commas": (["Biểu 1, tháng 12, năm 2023", "đơn vị;năm;tính đến;ho.tong"], 2),
    "a blank row": (["", "đơn vị,năm,tính đến,ho.tong"], 2),
    "a row of separators": ([",,,", "đơn vị,năm,tính đến,ho.tong"], 2),
    "the office that reports": (["Đơn vị,UBND huyện,,", "đơn vị,năm,tính đến,ho.tong"], 2),
}


@pytest.mark.parametrize(("lines", "row"), TITLES.values(), ids=TITLES)
def test_rows_above_the_headings_are_told_with_the_row_of_headings(root: Path, lines: list[str], row: int) -> None:
    (root / "bang.csv").write_text("\n".join([*lines, "xã A,2023,31/12/2023,1", ""]), "utf-8")
    done = run_here("evaluate", "--data", "bang.csv", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"xóa các dòng phía trên dòng {row}, có vẻ là dòng tiêu đề cột" in done.stderr


def test_a_title_of_a_workbook_is_told_by_the_row_of_the_sheet(root: Path) -> None:
    rows = [["BẢNG TỔNG HỢP"], [], ["", "hộ"], HEAD, ["xã A", *GOOD]]
    done = run_here("evaluate", "--data", str(as_workbook(root / "bang.xlsx", rows)), cwd=root)
    assert done.returncode == 2 and "xóa các dòng phía trên dòng 4, có vẻ là dòng tiêu đề cột" in done.stderr


def test_a_title_over_nothing_known_is_still_a_title(root: Path) -> None:
    (root / "bang.csv").write_text("BẢNG,,\nxã,hộ,người\nxã A,1,2\n", "utf-8")
    done = run_here("evaluate", "--data", "bang.csv", cwd=root)
    assert "xóa các dòng phía trên dòng tiêu đề cột, để dòng ấy là dòng đầu của bảng" in done.stderr


def test_headings_with_a_mistake_are_no_title(root: Path) -> None:
    (root / "bang.csv").write_text("đơn vị,năm,tính đến,ho.tonh\nxã A,2023,31/12/2023,1\n", "utf-8")
    done = run_here("evaluate", "--data", "bang.csv", cwd=root)
    assert "phải chăng là «ho.tong»?" in done.stderr and "phía trên" not in done.stderr


@pytest.mark.parametrize("heading", ["huyện", "Quận/huyện", "tên huyện", "HUYEN", "Tỉnh, thành phố", "Thị xã"])
def test_a_column_of_districts_is_not_to_be_deleted_alone(root: Path, heading: str) -> None:
    rows = [[*HEAD[:1], heading, *HEAD[1:]], ["xã A", "B", *GOOD], ["xã A", "C", *GOOD]]
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root)
    assert done.returncode == 2 and f"không hiểu tiêu đề cột «{heading}»" in done.stderr
    assert (
        "ghi tên ấy vào cột «đơn vị», ví dụ «xã A, tỉnh B» hoặc «xã A, huyện B», để phân biệt các đơn vị cùng tên, rồi bỏ cột này"
        in done.stderr
    )


@pytest.mark.parametrize(
    ("name", "above"), [("xã Hòa An", "tỉnh hoặc huyện"), ("huyện Hòa An", "tỉnh"), ("xã Hòa An, huyện A", "tỉnh")]
)
def test_two_units_of_one_name_keep_both_rows(root: Path, name: str, above: str) -> None:
    rows = [HEAD, [name, *GOOD], [name, "2023", "31/12/2023", "BC", "11", *GOOD[4:]]]
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root)
    remedy = f"hai đơn vị cùng tên thì ghi thêm tên {above} ở cả hai dòng, ví dụ «{name}, tỉnh A» và «{name}, tỉnh B»"
    assert remedy in done.stderr
    assert "một đơn vị ghi hai lần thì chỉ giữ dòng đúng" in done.stderr


def test_two_units_of_one_name_in_a_long_table_keep_both_values(root: Path) -> None:
    done = run_here(
        "evaluate", "--data", str(as_csv(root / "bang.csv", long(("ho.tong", "1"), ("ho.tong", "2")))), cwd=root
    )
    assert "hai giá trị" in done.stderr and "ví dụ «xã A, tỉnh A» và «xã A, tỉnh B»" in done.stderr


@pytest.mark.parametrize("rows", [[HEAD], [HEAD, [" "] * 9], [long()[0]]])
def test_a_table_of_headings_alone_is_told_by_its_name(root: Path, rows: list[list[str]]) -> None:
    data = str(as_workbook(root / "bang.xlsx", rows))
    done = run_here("evaluate", "--data", data, cwd=root)
    said = "bảng chỉ có tiêu đề cột, không có dòng số liệu nào; ghi số liệu dưới dòng tiêu đề, mỗi đơn vị một dòng"
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr and "bang.xlsx" in done.stderr


def test_states_of_a_table_of_headings_alone_are_none_and_say_so(root: Path) -> None:
    pytest.importorskip("duckdb")
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", [HEAD])), "-o", "ra.parquet", cwd=root)
    assert "chú ý: bang.csv: bảng chỉ có tiêu đề cột, không có dòng số liệu nào" in done.stderr


@pytest.mark.parametrize("heading", ["xã", "Tên xã", "Địa phương", "ĐỊA PHƯƠNG"])
def test_a_table_without_another_column_of_units_has_them_under_the_word_for_places(root: Path, heading: str) -> None:
    rows = [HEAD, ["xã A", *GOOD], ["xã B", *GOOD]]
    expected = run_here("evaluate", "--format", "csv", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root)
    rows[0] = [heading, *HEAD[1:]]
    done = run_here("evaluate", "--format", "csv", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root)
    assert (done.returncode, done.stdout) == (expected.returncode, expected.stdout) and "xã B" in done.stdout


def refusal(root: Path, *headings: str) -> str:
    rows = [list(headings), *([name, *GOOD, "x"][: len(headings)] for name in ("xã A", "xã B"))]
    done = run_here("evaluate", "--data", str(as_csv(root / "bang.csv", rows)), cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_two_columns_that_may_be_of_units_are_not_to_be_deleted(root: Path) -> None:
    said = refusal(root, "xã", "địa phương", *HEAD[1:])
    assert "cột 1: không hiểu tiêu đề cột «xã»; cột ghi tên đơn vị thì đặt tiêu đề «đơn vị»" in said
    assert "bỏ cột này" not in said
    said = refusal(root, "Nơi báo cáo", *HEAD[1:])
    assert "cột ghi tên đơn vị thì đặt tiêu đề «đơn vị», cột số liệu thì ghi mã" in said and "bỏ cột này" not in said


@pytest.mark.parametrize("heading", ["kỳ", "Kỳ báo cáo", "quý"])
def test_who_obeys_does_not_turn_six_months_into_a_year(root: Path, heading: str) -> None:
    said = refusal(root, HEAD[0], heading, *HEAD[1:])
    assert f"cột 2: tiêu đề «{heading}»: bảng nhiều đơn vị không đọc được số liệu theo kỳ" in said
    assert "ghi vào tệp số liệu trong facts/, có dòng `kỳ`; đừng chỉ xóa cột này" in said


@pytest.mark.parametrize("heading", ["đơn vị tính", "ĐVT"])
def test_a_column_of_measures_is_not_taken_for_that_of_units(root: Path, heading: str) -> None:
    said = refusal(root, HEAD[0], heading, *HEAD[1:])
    assert (
        f"cột 2: tiêu đề «{heading}»: cột đơn vị tính không được đọc; đổi mọi số về đơn vị tính ghi trong danh mục"
        in said
    )
    assert "phải chăng" not in said


def test_a_word_that_a_heading_is_already_is_not_proposed_for_another(root: Path) -> None:
    assert "phải chăng là «năm»" not in refusal(root, *HEAD, "nămm")
    assert "phải chăng là «nguồn»?" in refusal(root, *HEAD[:3], "nguồnn", *HEAD[4:])


@pytest.mark.parametrize(
    ("column", "cell", "remedy"),
    [
        ("ho.tong", "1.234", "sửa: phải chăng là 1,234?"),
        ("ho.tong", "mười hộ 5", "sửa: ô chỉ gõ con số, ví dụ 1,020"),
        ("thu.tong", "12 345.5", "dấu phẩy ngăn từng ba chữ số, phần lẻ đứng sau dấu chấm, ví dụ 1,234.5"),
        ("thu.tong", "1e5", "dấu phẩy ngăn từng ba chữ số, phần lẻ đứng sau dấu chấm, ví dụ 1,234.5"),
    ],
)
def test_remedies_are_typed_as_the_table_is_written(root: Path, column: str, cell: str, remedy: str) -> None:
    """«1.234» was to be made «1.234»; the example in Vietnamese writing would be read as another number, or refused."""
    rows = [
        ["đơn vị", "năm", "tính đến", column],
        ["xã A", "2023", "31/12/2023", cell],
        ["xã B", "2023", "31/12/2023", "5"],
    ]
    path = str(as_csv(root / "bang.csv", rows))
    done = run_here("evaluate", "--data", path, "--numbers", "en", cwd=root)
    assert done.returncode == 3 and remedy in done.stderr
