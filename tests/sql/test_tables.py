"""`evaluate --data` with a table of a database: what comes out is what the same rows in a file come to."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="tables of databases need duckdb (chitieu[bulk])")

import duckdb

from tests.bulk import invented
from tests.bulk.invented import as_csv, long, wide
from tests.running import Done, run_here

pytestmark = pytest.mark.slow


class Stored:
    """Rows in a table of a database, and a workspace with the rules."""

    def __init__(self, root: Path, address: str) -> None:
        self.root, self.address = root, address

    def execute(self, *statements: str) -> None:
        """Runs statements, as one who may write."""
        if self.address.startswith("duckdb:"):
            connection: Any = duckdb.connect(self.address.removeprefix("duckdb:"))
        else:
            import psycopg

            connection = psycopg.connect(self.address, autocommit=True)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    def fill(self, name: str, rows: list[list[str]], kinds: dict[str, str] | None = None) -> None:
        """Makes the table ``name``, quoted: columns of TEXT but for ``kinds``, an empty cell NULL."""
        head, *others = rows
        columns = ", ".join(f'"{one}" {(kinds or {}).get(one, "TEXT")}' for one in head)
        told = ", ".join(
            "({})".format(", ".join("'{}'".format(cell.replace("'", "''")) if cell else "NULL" for cell in row))
            for row in others
        )
        self.execute(
            f"DROP TABLE IF EXISTS {name}", f"CREATE TABLE {name} ({columns})", f"INSERT INTO {name} VALUES {told}"
        )

    def evaluate(self, table: str, *arguments: str) -> Done:
        return evaluate(self.root, f"{self.address}#{table}", *arguments)


def evaluate(root: Path, data: str, *arguments: str) -> Done:
    return run_here("evaluate", "--format", "csv", "--engine", "clips", "--data", data, *arguments, cwd=root)


@pytest.fixture(params=["postgres", "duckdb"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Stored:
    root = invented.workspace(tmp_path)
    if request.param == "postgres":
        return Stored(root, request.getfixturevalue("address"))
    return Stored(root, f"duckdb:{tmp_path / 'co-so.duckdb'}")


def lines(done: Done) -> list[dict[str, str]]:
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert found, done.stderr
    return found


def without_origin(done: Done) -> list[tuple[str, ...]]:
    return sorted(tuple(value for name, value in line.items() if name != "origin") for line in lines(done))


@pytest.mark.parametrize("rows", [wide(), long()])
def test_a_table_is_read_as_a_file_with_the_same_rows_is(stored: Stored, rows: list[list[str]]) -> None:
    file = evaluate(stored.root, str(as_csv(stored.root / "bang.csv", rows)))
    stored.fill("so_lieu", rows)
    done = stored.evaluate("so_lieu")
    assert done.returncode == file.returncode == 3  # two units have errors
    assert without_origin(done) == without_origin(file)
    assert {line["origin"].partition(":")[0] for line in lines(done)} <= {"so_lieu", ""}


KINDS = {"năm": "INTEGER", "tính đến": "DATE", "ho.tong": "INTEGER", "ho.ngheo": "NUMERIC(12,3)", "duong.km": "DOUBLE PRECISION"}  # fmt: skip
TYPED = [
    ["đơn vị", "năm", "tính đến", "ho.tong", "ho.ngheo", "duong.km", "thu.tong"],
    ["xã B", "2023", "2023-12-31", "1500", "30.000", "12.5", "1.500,5"],
    ["xã A", "2023", "2023-12-31", "1500", "29.000", "0.1", ""],
]


def test_types_are_read_exactly_and_rows_stand_in_an_order_of_their_own(stored: Stored) -> None:
    stored.fill("so_lieu", TYPED, KINDS)
    found = {(line["unit"], line["criterion"]): line for line in lines(stored.evaluate("so_lieu"))}
    poor = {unit: found[unit, "1.1"] for unit in ("xã A", "xã B")}
    assert (poor["xã A"]["status"], poor["xã B"]["status"]) == ("met", "not_met")  # 30/1500 is 2%, and not below it
    assert poor["xã A"]["origin"].startswith("so_lieu:1")
    assert poor["xã B"]["origin"].startswith("so_lieu:2")


def test_the_rows_of_a_run_are_kept_and_give_receipts(stored: Stored) -> None:
    stored.fill("so_lieu", TYPED, KINDS)
    assert stored.evaluate("so_lieu").returncode == 0
    stored.execute("DROP TABLE so_lieu")
    asked = ("history", "1", "--unit", "xã B", "--receipt", "bn.json")
    done = run_here(*asked, cwd=stored.root)
    assert done.returncode == 0 and "dòng đọc thứ 2 của bảng so_lieu; đúng như khi đánh giá" in done.stdout
    assert "các dòng CSV giống hệt dòng đã viết ra" in done.stdout
    assert run_here("verify", "bn.json", cwd=stored.root).returncode == 0


MOMENTS = ["DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TEXT", "VARCHAR(40)", "TIMESTAMP(3)"]


@pytest.mark.parametrize("kind", MOMENTS)
def test_a_moment_at_midnight_is_a_day(stored: Stored, kind: str) -> None:
    if kind.endswith(")") and "duckdb" in stored.address:
        kind = "TIMESTAMP_MS"
    rows = [[*row[:2], row[2] if kind == "DATE" else row[2].replace("-31", "-31 00:00:00"), *row[3:]] for row in TYPED]
    stored.fill("so_lieu", rows, KINDS | {"tính đến": kind})
    found = {line["as_of"] for line in lines(stored.evaluate("so_lieu"))}
    assert found == {"2023-12-31"}


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TEXT"])
def test_a_moment_of_the_day_leaves_out_its_unit(stored: Stored, kind: str) -> None:
    rows = [[*row[:2], row[2].replace("-31", "-31 00:00:00"), *row[3:]] for row in TYPED]
    rows[1][2] = "2023-12-31 10:30:00"
    stored.fill("so_lieu", rows, KINDS | {"tính đến": kind})
    done = stored.evaluate("so_lieu")
    assert done.returncode == 3 and {line["unit"] for line in lines(done)} == {"xã A"}
    assert "10:30:00» không phải một ngày; sửa: ghi ngày/tháng/năm" in done.stderr


@pytest.mark.parametrize(
    "kind", ["INTEGER", "NUMERIC", "DOUBLE PRECISION", "TEXT", "CHAR(10)", "BOOLEAN", "DATE", "TIMESTAMP"]
)
def test_a_column_of_nothing_is_not_known(stored: Stored, kind: str) -> None:
    codes = ("ho.ngheo", "van_hoa.dat")
    rows = [["đơn vị", "năm", "tính đến", "ho.tong", *codes], ["xã A", "2023", "2023-12-31", "10", "", ""]]
    stored.fill("so_lieu", rows, KINDS | dict.fromkeys(codes, kind))
    done = stored.evaluate("so_lieu")
    assert done.returncode == 0
    assert {line["status"] for line in lines(done) if line["criterion"] in ("1.1", "1.5")} == {"undetermined"}


def test_a_column_of_the_type_of_nothing_is_not_known(stored: Stored) -> None:
    select = 'SELECT \'xã A\' AS "đơn vị", 2023 AS "năm", DATE \'2023-12-31\' AS "tính đến", 10 AS "ho.tong", NULL AS "ho.ngheo"'
    stored.execute("DROP TABLE IF EXISTS so_lieu", f'CREATE TABLE so_lieu AS {select}, NULL AS "van_hoa.dat"')
    done = stored.evaluate("so_lieu")
    assert done.returncode == 0
    assert {line["status"] for line in lines(done) if line["criterion"] in ("1.1", "1.5")} == {"undetermined"}


@pytest.mark.parametrize("kind", ["NUMERIC(6,2)", "DOUBLE PRECISION", "TEXT", "CHAR(8)", "BIGINT"])
def test_a_year_of_any_type_is_a_year(stored: Stored, kind: str) -> None:
    stored.fill("so_lieu", TYPED, KINDS | {"năm": kind})
    assert {line["year"] for line in lines(stored.evaluate("so_lieu"))} == {"2023"}


def test_names_of_duckdb_are_compared_as_it_compares_them(tmp_path: Path) -> None:
    stored = Stored(invented.workspace(tmp_path), f"duckdb:{tmp_path / 'co-so.duckdb'}")
    stored.execute("CREATE SCHEMA Tinh")
    stored.fill('Tinh."So_Lieu Đ"', TYPED, KINDS)
    stored.fill('Tinh."so_lieu đ"', [TYPED[0], ["xã Khác", *TYPED[1][1:]]], KINDS)
    for name, unit in (("tinh.so_lieu Đ", "xã A"), ("TINH.SO_LIEU Đ", "xã A"), ("tinh.SO_lieu đ", "xã Khác")):
        assert unit in {line["unit"] for line in lines(stored.evaluate(name))}
    assert stored.evaluate("tinh.so_lieu").returncode == 2


def test_two_rows_of_one_unit_are_told_by_what_differs(stored: Stored) -> None:
    """Nobody sees the numbers of the rows of a database."""
    stored.fill("so_lieu", [*TYPED, ["XÃ B", *TYPED[1][1:3], "1501", *TYPED[1][4:]]], KINDS)
    done = stored.evaluate("so_lieu")
    assert (done.returncode, done.stdout) == (2, "")
    assert "năm 2023 có hai dòng, tên ghi là " in done.stderr and "khác nhau ở cột «ho.tong»: «15" in done.stderr
    assert "(dòng" not in done.stderr


def test_a_cell_in_error_is_told_by_unit_and_column(stored: Stored) -> None:
    stored.fill("so_lieu", [*TYPED, ["xã C", "2023", "2023-12-31", "1", "1", "1", "abc"]], KINDS)
    done = stored.evaluate("so_lieu")
    assert "xã C, năm 2023: so_lieu:3:7 CT204 cột «thu.tong»: «abc» không phải là số" in done.stderr


@pytest.mark.parametrize("name", ["o'b; DROP TABLE x; --", 'ngoặc " kép', "a%sb?", "có # dấu"])
def test_names_of_tables_mean_themselves_only(stored: Stored, name: str) -> None:
    stored.fill('"{}"'.format(name.replace('"', '""')), TYPED, KINDS)
    done = stored.evaluate(name)
    if "#" in name:  # what stands behind the last sign is the table
        assert done.returncode == 2
    else:
        assert done.returncode == 0 and lines(done)


def test_a_table_of_another_schema(stored: Stored) -> None:
    stored.execute("DROP SCHEMA IF EXISTS tinh CASCADE", "CREATE SCHEMA tinh")
    stored.fill('tinh."bảng 1"', TYPED, KINDS)
    assert lines(stored.evaluate("tinh.bảng 1"))[0]["origin"].startswith("tinh.bảng 1:")
    assert stored.evaluate("bảng 1").returncode == 2


def test_states_as_parquet_are_those_of_a_file(stored: Stored) -> None:
    stored.fill("so_lieu", wide())
    table, root = str(as_csv(stored.root / "bang.csv", wide())), stored.root
    for data, name in ((f"{stored.address}#so_lieu", "a.parquet"), (table, "b.parquet")):
        assert run_here("evaluate", "--data", data, "-o", name, cwd=root).returncode == 3
    found = [
        sorted(duckdb.sql(f"SELECT * EXCLUDE (row) FROM read_parquet('{root / name}')").fetchall())
        for name in ("a.parquet", "b.parquet")
    ]
    assert found[0] == found[1] and len(found[0]) == len(invented.UNITS) - 2


def test_what_is_no_table_of_values_is_refused(stored: Stored) -> None:
    stored.fill("so_lieu", TYPED, KINDS | {"thu.tong": "BYTEA" if "postgres" in stored.address else "BLOB"})
    done = stored.evaluate("so_lieu")
    assert done.returncode == 2 and "cột «thu.tong» có kiểu b" in done.stderr.lower()
    done = stored.evaluate("khong_co")
    assert done.returncode == 2 and "không có bảng ấy" in done.stderr


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://lan:bi-mat@localhost:1/x#t",
        "postgresql://lan:bi-mat@localhost:1/x",
        "postgresql://lan:a#bi-mat@localhost:1/x",
        "postgresql://lan:a#b.c.bi-mat@localhost:1/x",
        "duckdb:bi-mat.duckdb#t",
        "POSTGRESQL://lan:bi-mat@localhost:1/x#t",
        " postgresql://lan:bi-mat@localhost:1/x#t",
        "mysql://lan:bi-mat@localhost:1/x#t",
        "postgresq://lan:bi-mat@localhost:1/x",
        "DuckDB:bi-mat.duckdb#t",
    ],
)
def test_an_address_is_never_told(tmp_path: Path, address: str) -> None:
    pytest.importorskip("psycopg")
    done = evaluate(invented.workspace(tmp_path), address, "--debug")
    assert done.returncode == 2 and "--data" in done.stderr
    assert "bi-mat" not in done.stdout + done.stderr


def test_what_duckdb_says_of_a_file_is_not_passed_on(tmp_path: Path) -> None:
    """It is English, and holds the whole path."""
    root = invented.workspace(tmp_path)
    (root / "block.csv").write_text("a,b\n1,2\n", "utf-8")
    done = evaluate(root, "duckdb:block.csv#bang")
    assert done.returncode == 2 and "không phải tệp DuckDB đọc được" in done.stderr
    assert "Error" not in done.stderr and str(tmp_path) not in done.stderr
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", code, str(root / "kho.duckdb")], stdin=PIPE, stdout=PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    try:
        done = evaluate(root, "DUCKDB:kho.duckdb#bang")
    finally:
        other.communicate(b"\n")
    assert done.returncode == 2 and "đang được chương trình khác mở để ghi" in done.stderr
    assert "Error" not in done.stderr and str(tmp_path) not in done.stderr


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.glob("*.wal"))


@pytest.mark.parametrize(
    "address", ["postgresql://ai:b1m4t@127.0.0.1:1/co_so#so_lieu", "postgresql://ai:b1m4t@127.0.0.1:1/co_so"]
)
def test_an_address_in_the_place_of_the_table_of_on_is_not_shown(tmp_path: Path, address: str) -> None:
    root = invented.workspace(tmp_path)
    done = run_here("evaluate", "--on", "duckdb:co-so.duckdb", "--data", address, "-o", "ra.parquet", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--data chỉ ghi tên bảng" in done.stderr and "b1m4t" not in done.stderr


def test_a_run_that_is_not_to_be_recorded_says_nothing_of_the_history(stored: Stored) -> None:
    stored.fill("so_lieu", wide())
    data = f"{stored.address}#so_lieu"
    done = run_here("evaluate", "--data", data, "-o", "ra.parquet", "--no-record", cwd=stored.root)
    assert (stored.root / "ra.parquet").exists(), done.stderr
    assert "lịch sử" not in done.stderr
