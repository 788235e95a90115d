"""Tables of many units: the same facts in every form come out as facts files would; what is not certain is refused."""

from __future__ import annotations

import csv
import io
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter

from engine.bulk import cases
from engine.bulk import units as units_of_tables
from engine.language.text import on_one_line
from tests.bulk import invented
from tests.bulk.invented import UNITS, as_csv, long, wide
from tests.running import Done, run_here

pytestmark = pytest.mark.slow
Lines = list[list[str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return invented.workspace(tmp_path)


def evaluate(root: Path, *arguments: str) -> Done:
    return run_here("evaluate", "--format", "csv", "--engine", "clips", *arguments, cwd=root)


def verdicts(done: Done) -> list[tuple[str, ...]]:
    """The lines of CSV without where a number stands."""
    lines = list(csv.DictReader(io.StringIO(done.stdout)))
    assert lines, done.stderr
    return sorted(tuple(value for name, value in line.items() if name != "origin") for line in lines)


def refused(done: Done) -> list[str]:
    """The refusals of units, without where they stand and what is to be done, which files of another form say otherwise."""
    found = (line.removeprefix("- ") for line in done.stderr.splitlines() if line.startswith("- "))
    return sorted(re.sub(_PLACES, "", line) for line in found)


_PLACES = r"[^ ]+:[0-9]+:[0-9]+ |((dòng|ô) [A-Z]*[0-9]+, )?cột «[^»]+»: |; (tổng số|sửa): .*"


@pytest.fixture
def expected(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """What the same numbers in facts files come to."""
    root = invented.facts_files(invented.workspace(tmp_path_factory.mktemp("yaml")))
    done = evaluate(root, "--no-record")
    assert done.returncode == 3 and len(refused(done)) == 2
    return done


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize(
    ("separator", "stated"), [(";", ""), ("|", ""), ("\t", ""), (",", "sep=,\r\n"), (";", "sep=;\n")]
)
def test_exports_of_other_programs_are_read(
    root: Path, coding: str, separator: str, stated: str, expected: Done
) -> None:
    as_csv(root / "bang.csv", wide(), separator)
    text = stated + (root / "bang.csv").read_text("utf-8")
    if coding == "cp1258":
        text = in_windows_1258(text)
    (root / "bang.csv").write_bytes(text.encode(coding))
    done = evaluate(root, "--data", "bang.csv")
    assert verdicts(done) == verdicts(expected)
    assert (done.returncode, refused(done)) == (3, refused(expected))
    origins = {r["unit"]: r["origin"] for r in csv.DictReader(io.StringIO(done.stdout)) if r["origin"]}
    assert origins["xã An Bình"] == ("bang.csv:3" if stated else "bang.csv:2")


def in_windows_1258(text: str) -> str:
    """The letters of Windows-1258: marks of tones stand behind their letters."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = []
    for letter in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in apart if mark in tones), "")
        found.append(unicodedata.normalize("NFC", apart.replace(tone, "")) + tone if tone else letter)
    return "".join(found)


@pytest.mark.parametrize("rows", [wide(), long(), long()[:1] + sorted(long()[1:], key=lambda row: row[4])])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_as_facts_files_are(root: Path, rows: Lines, separator: str, expected: Done) -> None:
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", rows, separator)))
    assert verdicts(done) == verdicts(expected)
    assert (done.returncode, refused(done)) == (3, refused(expected))


def test_a_workbook_is_read_as_facts_files_are(root: Path, expected: Done) -> None:
    book = xlsxwriter.Workbook(root / "bang.xlsx")
    sheet = book.add_worksheet()
    percent = book.add_format({"num_format": "0.000%"})
    for number, row in enumerate(wide()):
        for column, cell in enumerate(row):
            plain = re.fullmatch("[0-9]+(,[0-9]+)?", cell)
            if number and column == 8 and "%" in cell and "khoảng" not in cell:
                sheet.write_number(number, column, float(cell.strip(" %").replace(",", ".")) / 100, percent)
            elif plain and column > 0:
                sheet.write_number(number, column, float(cell.replace(",", ".")))
            else:
                sheet.write_string(number, column, cell)
    book.close()
    done = evaluate(root, "--data", "bang.xlsx")
    assert verdicts(done) == verdicts(expected)
    assert refused(done) == refused(expected)


def test_parquet_is_read_as_facts_files_are(root: Path, expected: Done) -> None:
    duckdb = pytest.importorskip("duckdb")
    head, *rows = wide()
    database = duckdb.connect()
    columns = ", ".join(f'"{name}" VARCHAR' for name in head)
    database.execute(f"CREATE TABLE bang ({columns})")
    database.executemany(f"INSERT INTO bang VALUES ({', '.join('?' * len(head))})", rows)
    database.execute(f"COPY bang TO '{root / 'bang.parquet'}' (FORMAT parquet)")
    done = evaluate(root, "--data", "bang.parquet")
    assert verdicts(done) == verdicts(expected)
    assert refused(done) == refused(expected)


def test_numbers_of_parquet_are_read_exactly(root: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    select = (
        'SELECT \'xã A\' AS "đơn vị", 2023::SMALLINT AS "năm", DATE \'2023-12-31\' AS "tính đến", '
        '9007199254740993::BIGINT AS "ho.tong", 1::HUGEINT AS "ho.ngheo", 0.1::DOUBLE AS "rung.ty_le", '
        '12.50::DECIMAL(18,2) AS "duong.km", TRUE AS "van_hoa.dat", NULL::DOUBLE AS "thu.tong", '
        "'nan'::DOUBLE AS \"thu.du_toan\""
    )
    duckdb.connect().execute(f"COPY ({select}) TO '{root / 'bang.parquet'}' (FORMAT parquet)")
    done = evaluate(root, "--data", "bang.parquet")
    assert "(nan không phải một số)" in done.stderr
    duckdb.connect().execute(
        f"COPY ({select.replace(chr(39) + 'nan' + chr(39), '5')}) TO '{root / 'bang.parquet'}' (FORMAT parquet)"
    )
    found = {row[-1]: row for row in rows_of(evaluate(root, "--data", "bang.parquet"))}
    assert found["rung.ty_le"][:2] == ("0.1", "0.1")
    assert found["duong.km"][:2] == ("12.5", "12.5")


def rows_of(done: Done) -> list[tuple[str, str, str]]:
    return [(r["actual_low"], r["actual_high"], r["indicator"]) for r in csv.DictReader(io.StringIO(done.stdout))]


def test_the_origin_of_a_number_is_file_and_row(root: Path) -> None:
    table = wide({unit: UNITS[unit] for unit in ("xã An Bình", "xã Bình An")})
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", table)))
    origins = {(r["unit"], r["origin"]) for r in csv.DictReader(io.StringIO(done.stdout)) if r["origin"]}
    assert origins == {("xã An Bình", "bang.csv:2"), ("xã Bình An", "bang.csv:3")}


def test_years_before_are_those_of_the_table(root: Path) -> None:
    one = {"xã A": UNITS["xã An Bình"]}
    table = [*wide(one, 2022), *wide(one, 2023)[1:]]
    table[1][6] = "1000"
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", table)), "--year", "2023")
    (line,) = (r for r in csv.DictReader(io.StringIO(done.stdout)) if r["criterion"] == "1.4")
    assert (line["status"], line["actual_low"]) == ("exceeded", "20") or line["status"] == "met"


def test_names_of_indicators_and_their_units_stand_for_codes(root: Path, expected: Done) -> None:
    table = wide()
    table[0] = [
        "TT", "Đơn vị", "Năm", "Tính đến", "Nguồn", "Tổng số hộ (hộ)", "Số hộ nghèo", "Thu ngân sách (triệu đồng)",
        "thu.du_toan", "Tỷ lệ che phủ rừng (%)", "đường bê tông", "van_hoa.dat",
    ]  # fmt: skip
    table[1:] = [[str(number), *row] for number, row in enumerate(table[1:], 1)]
    assert verdicts(evaluate(root, "--data", str(as_csv(root / "bang.csv", table)))) == verdicts(expected)


def test_year_and_day_may_be_given_for_all(root: Path, expected: Done) -> None:
    table = [row[:1] + row[3:] for row in wide()]
    data = str(as_csv(root / "bang.csv", table))
    done = evaluate(root, "--data", data, "--year", "2023", "--as-of", "31/12/2023")
    assert verdicts(done) == verdicts(expected)
    for missing, said in ((("--year", "2023"), "cột «tính đến»"), (("--as-of", "31/12/2023"), "cột «năm»")):
        done = evaluate(root, "--data", data, *missing)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_other_forms_take_the_table_too(root: Path) -> None:
    data = str(as_csv(root / "bang.csv", wide()))
    done = run_here("evaluate", "--data", data, "-o", "ra.xlsx", "-o", "ra.jsonl", "-o", "ra.html", cwd=root)
    assert done.returncode == 3
    assert "xã An Bình" in done.stdout
    assert {path.name for path in root.glob("ra.*")} == {"ra.xlsx", "ra.jsonl", "ra.html"}
    assert "bản ghi số 1, 8 đơn vị" in done.stderr


def test_units_can_be_chosen(root: Path) -> None:
    data = str(as_csv(root / "bang.csv", wide()))
    done = evaluate(root, "--data", data, "--unit", "xã Tân Lập", "--unit", "xã Bình An")
    assert {r["unit"] for r in csv.DictReader(io.StringIO(done.stdout))} == {"xã Tân Lập", "xã Bình An"}
    assert "không có số liệu của đơn vị «xã Không»" in evaluate(root, "--data", data, "--unit", "xã Không").stderr


# ---------------------------------------------------------------- what is refused

ROW = ["xã A", "2023", "31/12/2023", "1", "1"]
HEAD = ["đơn vị", "năm", "tính đến", "ho.tong", "ho.ngheo"]
BAD: dict[str, tuple[Lines, str]] = {
    "an unknown heading": ([[*HEAD[:4], "ho.ngeo"], ROW], "không hiểu tiêu đề cột «ho.ngeo»; phải chăng là «ho.ngheo»?"),
    "a column twice": ([[*HEAD[:4], "Tổng số hộ"], ROW], "hai cột cùng ghi số liệu «ho.tong»"),
    "a role twice": ([[*HEAD[:4], "unit"], ROW], "hai cột cùng là «đơn vị»"),
    "another unit of measure": ([[*HEAD[:4], "thu.tong (tỷ đồng)"], ROW], "danh mục ghi «triệu đồng»"),
    "no unit": ([HEAD[1:], ROW[1:]], "bảng không có cột «đơn vị»"),
    "no numbers": ([HEAD[:3], ROW[:3]], "bảng không có cột số liệu nào"),
    "half a long table": ([[*HEAD[:3], "giá trị"], ROW[:4]], "cần cả hai cột"),
    "long and wide": ([[*HEAD[:3], "mã số liệu", "giá trị", "ho.tong"], [*ROW, "1"]], "vừa có cột «giá trị»"),
    "a unit twice": ([HEAD, ROW, ["XÃ A", *ROW[1:]]], "có hai dòng (dòng 2 và 3)"),
    "no rows": ([HEAD], "không có dòng số liệu nào"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), BAD.values(), ids=BAD)
def test_what_is_not_certain_is_refused_with_its_place(root: Path, rows: Lines, said: str) -> None:
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", rows)))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.startswith("lỗi: ") and "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_workbook_under_another_ending_is_told(root: Path, form: str) -> None:
    book = xlsxwriter.Workbook(str(root / "bang.xlsx"))
    book.add_worksheet().write_row(0, 0, HEAD)
    book.close()
    named = (root / "bang.xlsx").rename(root / f"bang.{form}")
    done = evaluate(root, "--data", str(named))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"tệp có đuôi .{form} mà bên trong là sổ tính Excel; đổi đuôi tên tệp thành .xlsx" in done.stderr


def test_a_workspace_without_a_folder_of_facts_is_told_what_it_lacks(root: Path) -> None:
    data = str(as_csv(root / "bang.csv", [HEAD, ROW]))
    shutil.rmtree(root / "facts")
    done = evaluate(root, "--data", data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ở đây có rules/ nhưng chưa có facts/; tạo thư mục facts/" in done.stderr


SLIPS: dict[str, tuple[Lines, str]] = {
    "a value twice": (
        [[*HEAD[:3], "mã số liệu", "giá trị"], [*ROW[:3], "ho.tong", "1"], [*ROW[:3], "ho.tong", "1"]],
        "hai giá trị của «ho.tong»",
    ),
    "two days": (
        [[*HEAD[:3], "mã số liệu", "giá trị"], [*ROW[:3], "ho.tong", "1"], ["xã A", "2023", "30/12/2023", "ho.ngheo", "1"]],
        "hai ngày hoặc hai nguồn",
    ),
    "no name": ([HEAD, ["", *ROW[1:]]], "dòng không ghi tên đơn vị"),
    "an endless name": ([HEAD, ["x" * 201, *ROW[1:]]], "dài hơn 200 ký tự"),
    "no year": ([HEAD, ["xã A", "", *ROW[2:]]], "xã A, dòng 4, cột «năm»: ô để trống, không phải một năm"),
    "a strange year": ([HEAD, ["xã A", "٢٠٢٣", *ROW[2:]]], "không phải một năm"),
    "no day": ([HEAD, ["xã A", "2023", "hôm qua", "1", "1"]], "xã A, dòng 4, cột «tính đến»: «hôm qua» không phải một ngày"),
    "no code": ([[*HEAD[:3], "mã số liệu", "giá trị"], [*ROW[:3], " ", "1"]], "dòng không ghi mã số liệu"),
}  # fmt: skip
"""Rows that are of no certain unit, year, day or value, beside two good ones; where they stand and what is told."""


def with_good(rows: Lines) -> Lines:
    """The rows after two good units, so that they stand two, or four rows further down."""
    heads, *bad = rows
    good = [["xã Tốt", *ROW[1:]], ["xã Lành", *ROW[1:]]]
    if "giá trị" in heads:
        good = [[*row[:3], code, "1"] for row in good for code in ("ho.tong", "ho.ngheo")]
    return [heads, *good, *bad]


@pytest.mark.parametrize(("rows", "said"), SLIPS.values(), ids=SLIPS)
@pytest.mark.parametrize("engine", ["clips", "columns"])
def test_a_slip_in_one_row_leaves_out_its_unit_alone(root: Path, rows: Lines, said: str, engine: str) -> None:
    pytest.importorskip("numpy")
    data = str(as_csv(root / "bang.csv", with_good(rows)))
    done = run_here("evaluate", "--format", "csv", "--engine", engine, "--data", data, cwd=root)
    assert done.returncode == 3
    assert {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"xã Tốt", "xã Lành"}
    assert said in done.stderr and re.search(r"bang.csv:[4-7]:[1-4]", done.stderr)
    assert "không đánh giá được" in done.stderr.lower() and "Traceback" not in done.stderr


@pytest.mark.parametrize(("rows", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_leaves_out_its_unit_in_parquet_too(root: Path, rows: Lines, said: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    data = str(as_csv(root / "bang.csv", with_good(rows)))
    done = run_here("evaluate", "--data", data, "-o", "ra.parquet", cwd=root)
    assert done.returncode == 3 and said in done.stderr
    found = duckdb.sql(f"SELECT unit FROM read_parquet('{root / 'ra.parquet'}') ORDER BY row").fetchall()
    assert found == [("xã Tốt",), ("xã Lành",)]


EDGES = ("\n", "\r\n", "\t", "\u00a0", "\u200b", "\n\n ")


@pytest.mark.parametrize("engine", ["clips", "columns"])
@pytest.mark.parametrize("shape", [wide, long])
def test_blanks_at_both_ends_of_every_cell_mean_nothing(root: Path, expected: Done, shape: type, engine: str) -> None:
    pytest.importorskip("numpy")
    head, *rows = shape()
    edged = [
        [f"{EDGES[at % 6]}{cell}{EDGES[-at % 6]}" if cell else cell for at, cell in enumerate(row)] for row in rows
    ]
    data = str(as_csv(root / "bang.csv", [head, *edged]))
    done = run_here("evaluate", "--format", "csv", "--engine", engine, "--data", data, cwd=root)
    assert verdicts(done) == verdicts(expected)


def test_a_slip_in_a_long_table_leaves_out_every_value_of_its_unit(root: Path) -> None:
    """Without the value of that row the unit would be judged by what is left of it."""
    table = with_good([[*HEAD[:3], "mã số liệu", "giá trị"]])
    table += [["xã A", "2023", "31/12/2023", "ho.tong", "100"], ["xã A", "2023", "31/13/2023", "ho.ngheo", "1"]]
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", table)))
    assert {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"xã Tốt", "xã Lành"}
    assert "xã A, dòng 7, cột «tính đến»: «31/13/2023» không phải một ngày" in done.stderr


def test_a_table_of_slips_alone_is_an_error_of_data(root: Path) -> None:
    for units in (["xã A"], ["xã A", "xã B", "xã C"]):
        rows = [HEAD, *([unit, "2023", "hôm qua", "1", "1"] for unit in units)]
        done = evaluate(root, "--data", str(as_csv(root / "bang.csv", rows)))
        assert (done.returncode, done.stdout) == (3, "")
        assert "bang.csv:2:3" in done.stderr and "«hôm qua» không phải một ngày" in done.stderr


def test_a_slip_of_another_unit_does_not_matter_to_a_chosen_one(root: Path) -> None:
    table = with_good([HEAD, ["xã A", "2023", "hôm qua", "1", "1"]])
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", table)), "--unit", "xã Tốt")
    assert done.returncode == 0 and "hôm qua" not in done.stderr


def test_too_many_slips_are_another_table(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units_of_tables, "_MOST_UNREAD", 2)
    rows = [HEAD, *([f"xã {n}", "2023", "hôm qua", "1", "1"] for n in range(3))]
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", rows)))
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "hơn 2 dòng không đọc được; dòng đầu là xã 0, dòng 2, cột «tính đến»: «hôm qua» không phải một ngày"
        in done.stderr
    )


OLD = str.maketrans({"đ": "®", "ơ": "¬", "ị": "Þ", "ă": "¨", "í": "Ý", "ế": "Õ", "ố": "è", "ộ": "é", "è": "Ì"})
RAW = {
    "empty": ("bang.csv", b"", "tệp rỗng"),
    "no text": ("bang.csv", bytes(range(256)) * 10, "lỗi: "),
    "broken UTF-16": ("bang.csv", "đơn vị,năm\nxã A".encode("utf-16")[:-1], "lỗi: "),
    "an old script": (
        "bang.csv",
        "đơn vị,năm,tính đến,số hộ nghèo\nx· T©n LËp,n¨m\n".translate(OLD).encode("latin-1", "ignore"),
        "UTF-8",
    ),
    "Latin": ("bang.csv", b"unit,year\nx\xe3 A,2023\n", "UTF-8"),
    "one column": ("bang.csv", "đơn vị\nxã A\n".encode(), "không thấy các cột"),
    "an open quote": ("bang.csv", 'đơn vị,năm,tính đến,ho.tong\n"xã A,2023'.encode(), "không phải dòng CSV"),
    "an endless line": ("bang.csv", b"a," * 600_000, "dài hơn"),
    "too many columns": ("bang.csv", b"," * 6000 + b"\n", "hơn 5.000 cột"),
    "no Parquet": ("bang.parquet", b"PAR1 and nothing", "không phải tệp Parquet"),
    "no workbook": ("bang.xlsx", b"PK\x03\x04", "lỗi: "),
    "another form": ("bang.json", b"{}", "chỉ đọc được tệp .csv, .xlsx, .parquet"),
}


@pytest.mark.parametrize(("name", "content", "said"), RAW.values(), ids=RAW)
def test_a_hostile_file_is_refused(root: Path, name: str, content: bytes, said: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("duckdb")
    (root / name).write_bytes(content)
    done = evaluate(root, "--data", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and "Traceback" not in done.stderr


def test_a_missing_file_a_folder_and_a_pipe_are_refused(root: Path) -> None:
    (root / "thu-muc.csv").mkdir()
    for name in ("khong-co.csv", "thu-muc.csv"):
        done = evaluate(root, "--data", name)
        assert (done.returncode, done.stdout) == (2, "")
        assert "không đọc được" in done.stderr


def test_signs_of_several_files_in_a_name_mean_themselves(root: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for name, unit in (("a[1]*.parquet", "xã A"), ("a1x.parquet", "xã B")):
        select = f'SELECT \'{unit}\' AS "đơn vị", 1 AS "ho.tong"'
        duckdb.connect().sql(select).write_parquet(str(root / "ra.parquet"))
        (root / "ra.parquet").rename(root / name)
    done = evaluate(root, "--data", "a[1]*.parquet", "--year", "2023", "--as-of", "31/12/2023")
    assert {r["unit"] for r in csv.DictReader(io.StringIO(done.stdout))} == {"xã A"}


@pytest.mark.parametrize(
    "options",
    [["--facts", "x.yaml"], ["--period", "6 tháng"], ["--jobs", "2"], ["--receipt", "bn.json"], ["--as-of", "mai"]],
)
def test_options_of_facts_files_do_not_go_with_a_table(root: Path, options: list[str]) -> None:
    (root / "x.yaml").touch()
    done = evaluate(root, "--data", str(as_csv(root / "bang.csv", [HEAD, ROW])), *options)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_day_alone_is_for_tables(root: Path) -> None:
    done = evaluate(root, "--as-of", "31/12/2023")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--as-of chỉ dùng cùng --data" in done.stderr


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_how_many_units_are_read_at_once_does_not_matter(
    root: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole numbers are other columns than decimals: «40» in one batch and «0,00004» in another must stay apart."""
    pytest.importorskip("numpy")
    units = {
        f"xã {number}": ("1000", str(number % 5), "1200", "1200", share, "12", "có")
        for number, share in enumerate(["40", "41", "0,00004", "0,000041", "40", "0,4", "45,5", "40"])
    }
    data = str(as_csv(root / "bang.csv", wide(units)))
    expected = evaluate(root, "--data", data)
    monkeypatch.setattr(cases, "AT_ONCE", at_once)
    done = run_here("evaluate", "--data", data, "--format", "csv", "--engine", "columns", "--sample", "1", cwd=root)
    assert done.stdout == expected.stdout
    assert "theo cột: 8 đơn vị" in done.stderr


def test_a_draft_says_so_on_every_line(root: Path) -> None:
    pytest.importorskip("numpy")
    path = root / "rules/nq/chi-tieu-1.yaml"
    path.write_text(path.read_text("utf-8").replace("còn dưới 2%", "còn dưới 3%"), "utf-8")
    data = ("--data", str(as_csv(root / "bang.csv", wide())), "--draft", "--format", "csv")
    columns, clips = (run_here("evaluate", *data, "--engine", engine, cwd=root) for engine in ("columns", "clips"))
    assert columns.stdout == clips.stdout
    assert {row["draft"] for row in csv.DictReader(io.StringIO(columns.stdout)) if row["criterion"] == "1.1"} == {
        "true"
    }


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("[1, 2]", "có kiểu INTEGER[]"),
        ("{'a': 1}", "có kiểu STRUCT"),
        ("'x'::BLOB", "có kiểu BLOB"),
        ("INTERVAL 1 DAY", "có kiểu INTERVAL"),
        ("repeat('9', 3000000)", "cột «ho.tong»: ô từ 2.000 ký tự trở lên"),
        ("'5' || repeat(' ', 1999) || '6'", "cột «ho.tong»: ô từ 2.000 ký tự trở lên"),
    ],
)
def test_odd_columns_of_parquet_are_refused(root: Path, column: str, said: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    select = f'SELECT \'xã A\' AS "đơn vị", {column} AS "ho.tong"'
    duckdb.connect().execute(f"COPY ({select}) TO '{root / 'bang.parquet'}' (FORMAT parquet)")
    done = evaluate(root, "--data", "bang.parquet", "--year", "2023", "--as-of", "31/12/2023")
    assert done.returncode in (2, 3)
    assert said in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr) < 5_000


def in_form(root: Path, form: str, rows: Lines) -> str:
    """Writes a table of texts in a form. Returns its name."""
    name = f"bang.{form}"
    if form == "csv":
        as_csv(root / name, rows)
    elif form == "xlsx":
        book = xlsxwriter.Workbook(root / name)
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()
    else:
        duckdb = pytest.importorskip("duckdb")
        as_csv(root / "nguon.csv", rows)
        read = f"read_csv('{root / 'nguon.csv'}', header = true, all_varchar = true)"
        duckdb.connect().execute(f"COPY (SELECT * FROM {read}) TO '{root / name}' (FORMAT parquet)")
    return name


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("ho.tong", "10" + " " * 1_999 + "6", "cột «ho.tong»: ô từ 2.000 ký tự trở lên; sửa: rút ngắn ô ấy"),
        ("van_hoa.dat", "có" + " " * 1_999 + "x", "cột «van_hoa.dat»: ô từ 2.000 ký tự trở lên"),
        ("nguồn", "b" * 2_000, "cột «nguồn»: ô từ 2.000 ký tự trở lên"),
        ("tính đến", "31/12/2023" + " " * 2_000 + "x", "cột «tính đến»: ô từ 2.000 ký tự trở lên"),
        ("tính đến", "31/12/2023" + " " * 60 + "x", "cột «tính đến»: «31/12/2023"),
        ("đơn vị", "x" * 2_500, "cột «đơn vị»: dòng ghi tên đơn vị dài hơn 200 ký tự"),
        ("đơn vị", " " * 2_100 + "x", "cột «đơn vị»: "),
    ],
)
def test_a_cell_that_is_too_long_leaves_out_its_unit(root: Path, form: str, column: str, cell: str, said: str) -> None:
    """In every form alike: what is read of such a cell may be its beginning only, and that would be another value."""
    rows = [[*HEAD[:3], "nguồn", "ho.tong", "van_hoa.dat"], ["xã A", *ROW[1:3], "BC", "10", "có"]]
    long_one = [cell if head == column else own for head, own in zip(rows[0], ["xã B", *rows[1][1:]], strict=True)]
    done = evaluate(root, "--data", in_form(root, form, [*rows, long_one]))
    assert done.returncode == 3 and {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"xã A"}
    assert said in done.stderr and len(done.stderr) < 3_000
    assert "«xxx" not in done.stderr


@pytest.mark.parametrize("name", ["xã \u202eA", "xã \x1b[31mA", "xã\x07 A", "xã \ue000A", "xã A\u2028B"])
def test_a_name_with_control_characters_can_be_chosen(root: Path, name: str) -> None:
    """It is printed without them; who copies it from the table, or from the screen, means the same unit."""
    rows = [HEAD, ["xã Khác", *ROW[1:]], [name, *ROW[1:3], "10", "1"]]
    data = str(as_csv(root / "bang.csv", rows))
    for households in ("1", "2"):
        rows[2][4] = households
        as_csv(root / "bang.csv", rows)
        assert evaluate(root, "--data", data).returncode == 0
    shown = on_one_line(" ".join(name.split()))
    for typed in (name, shown):
        done = evaluate(root, "--data", data, "--unit", typed, "--no-record")
        assert {row["unit"] for row in csv.DictReader(io.StringIO(done.stdout))} == {shown}
        for command in (["history", "1", "--unit", typed], ["diff", "1", "2", "--unit", typed]):
            done = run_here(*command, cwd=root)
            assert "không có đơn vị" not in done.stderr and shown in done.stdout


def test_a_unit_of_facts_files_with_control_characters_can_be_chosen(root: Path) -> None:
    invented.facts_files(root, {"xã A": UNITS["xã An Bình"]})
    (path,) = root.glob("facts/*/2023.yaml")
    path.write_text(path.read_text("utf-8").replace("'xã A'", '"xã \\u202eA"'), "utf-8")
    for typed in ("xã \u202eA", "xã \ufffdA"):
        done = run_here("why", "1.1", "--unit", typed, cwd=root)
        assert done.returncode == 0 and "xã \ufffdA" in done.stdout
        assert run_here("evaluate", "--unit", typed, "--no-record", cwd=root).returncode == 0
