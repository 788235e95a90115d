"""Columns of every type in tables of databases: `--data` and `--on` say the same of them, and it is right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="states are written as Parquet by DuckDB (chitieu[bulk])")

import duckdb

from tests.bulk.invented import CATALOGUE, CRITERIA
from tests.running import Done, run_here
from tests.small_workspace import Small

pytestmark = pytest.mark.slow
DAY = """- số: 1.7
  nguyên văn: Hoàn thành trước ngày 01/01/2024
  đạt khi: ngay.xong trước 01/01/2024
"""
ROW = {"đơn vị": "'xã A'", "năm": "2023", "tính đến": "DATE '2023-12-31'", "ho.tong": "1500"}
KINDS = {"đơn vị": "TEXT", "năm": "INTEGER", "tính đến": "DATE", "ho.tong": "INTEGER"}
Verdicts = dict[tuple[str, str], str]


class Typed:
    """A database, and a workspace with the rules. ``is_duckdb``: it is a file of DuckDB."""

    def __init__(self, root: Path, address: str) -> None:
        self.root, self.address = root, address
        self.is_duckdb = address.startswith("duckdb:")

    def execute(self, *statements: str) -> None:
        if self.is_duckdb:
            connection: Any = duckdb.connect(self.address.removeprefix("duckdb:"))
        else:
            import psycopg

            connection = psycopg.connect(self.address, autocommit=True)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    def rows(self, *statements: str) -> list[tuple[Any, ...]]:
        """Runs statements, and returns the rows of the last."""
        if self.is_duckdb:
            with duckdb.connect(self.address.removeprefix("duckdb:")) as connection:
                return [connection.execute(one) for one in statements][-1].fetchall()
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as opened:
            return [opened.execute(one) for one in statements][-1].fetchall()

    def fill(self, column: str, kind: str, values: list[str]) -> None:
        """Makes the table of units «xã 0», «xã 1» …, whose ``column`` of such a kind has ``values``, expressions of SQL."""
        kinds, rows = KINDS | {column: kind}, []
        for number, value in enumerate(values):
            rows.append(", ".join((ROW | {"đơn vị": f"'xã {number}'"} | {column: value}).values()))
        told = ", ".join(f'"{name}" {own}' for name, own in kinds.items())
        inserts = [f"INSERT INTO so_lieu VALUES ({row})" for row in rows]
        self.execute("DROP TABLE IF EXISTS so_lieu", f"CREATE TABLE so_lieu ({told})", *inserts)

    def read(self, criterion: str) -> tuple[Done, Verdicts]:
        """What `--data` says: by unit and day the verdict of a criterion."""
        where = ("--data", f"{self.address}#so_lieu", "--format", "csv", "--no-record")
        done = run_here("evaluate", *where, cwd=self.root)
        lines = csv.DictReader(io.StringIO(done.stdout))
        return done, {(x["unit"], x["as_of"]): x["status"] for x in lines if x["criterion"] == criterion}

    def on(self, criterion: str) -> tuple[Done, Verdicts]:
        """What `--on` says."""
        done = run_here("evaluate", "--on", self.address, "--data", "so_lieu", "-o", "ra.parquet", cwd=self.root)
        if not (self.root / "ra.parquet").exists():
            return done, {}
        select = f'SELECT unit, as_of, "criterion {criterion}"'
        rows = duckdb.sql(f"{select} FROM read_parquet('{self.root / 'ra.parquet'}')").fetchall()
        return done, {(unit, day.isoformat()): verdict for unit, day, verdict in rows}

    def both(self, criterion: str) -> tuple[str, Verdicts]:
        """What both say, and the verdicts. They must be the same."""
        (read, own), (on, its) = self.read(criterion), self.on(criterion)
        assert own == its, read.stderr + on.stderr
        assert read.returncode == on.returncode
        for done in (read, on):
            assert "Traceback" not in done.stderr and "Error" not in done.stderr
        return read.stderr + on.stderr, own


@pytest.fixture(params=["postgres", "duckdb"])
def typed(request: pytest.FixtureRequest, tmp_path: Path) -> Typed:
    Small(tmp_path, CATALOGUE + "ngay.xong: {tên: Ngày hoàn thành, kiểu: ngày}\n").criteria(CRITERIA + DAY)
    (tmp_path / "facts").mkdir()
    postgres = request.param == "postgres"
    return Typed(tmp_path, request.getfixturevalue("address") if postgres else f"duckdb:{tmp_path / 'co-so.duckdb'}")


@pytest.fixture
def kinds(typed: Typed) -> Iterator[Typed]:
    """With types of the user's own."""
    made = ["CREATE TYPE danh_gia AS ENUM ('có', 'không')"]
    names = ["TYPE danh_gia"]
    if not typed.is_duckdb:
        made += [
            "CREATE DOMAIN chu AS TEXT",
            "CREATE DOMAIN danh_gia_xa AS danh_gia",
            "CREATE EXTENSION IF NOT EXISTS citext",
        ]
        names[:0] = ["DOMAIN danh_gia_xa", "DOMAIN chu"]
    typed.execute(*made)
    yield typed
    typed.execute("DROP TABLE IF EXISTS so_lieu", *(f"DROP {name}" for name in names))


def of_units(**verdicts: str) -> Verdicts:
    return {(f"xã {name[2:]}", "2023-12-31"): verdict for name, verdict in verdicts.items()}


MOMENTS = ["TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP(3)"]


def kind_in(typed: Typed, kind: str) -> str:
    return "TIMESTAMP_NS" if typed.is_duckdb and kind == "TIMESTAMP(3)" else kind


@pytest.mark.parametrize("kind", MOMENTS)
def test_a_value_that_is_a_moment_is_a_day_at_midnight(typed: Typed, kind: str) -> None:
    moments = ["'2023-12-30 00:00:00'", "'2024-01-02 00:00:00'", "'2023-12-30 10:30:00'", "NULL", "'infinity'"]
    typed.fill("ngay.xong", kind_in(typed, kind), moments)
    said, found = typed.both("1.7")
    assert found == of_units(xa0="met", xa1="not_met", xa3="undetermined")
    assert said.count("cột «ngay.xong»: «30/12/2023 10:30:00» không phải là một ngày; sửa: gõ ngày/tháng/năm") == 2
    assert said.count("«infinity» không phải là một ngày") == 2


def test_a_day_out_of_all_calendars_is_none(typed: Typed) -> None:
    before = "0044-03-15 (BC)" if typed.is_duckdb else "0044-03-15 BC"
    typed.fill("ngay.xong", "DATE", ["'2023-12-31'", "'infinity'", "'-infinity'", "'12000-01-01'", f"'{before}'"])
    said, found = typed.both("1.7")
    assert found == of_units(xa0="met")
    assert said.count(f"«{before}» không phải là một ngày") == 2


@pytest.mark.parametrize("kind", MOMENTS)
def test_the_day_of_a_row_is_a_moment_at_midnight(typed: Typed, kind: str) -> None:
    typed.fill("tính đến", kind_in(typed, kind), ["'2023-12-31 00:00:00'", "'2023-12-31 10:30:00'", "'2023-06-30'"])
    said, found = typed.both("1.7")
    assert found == {("xã 0", "2023-12-31"): "undetermined", ("xã 2", "2023-06-30"): "undetermined"}
    assert said.count("xã 1, cột «tính đến»: «31/12/2023 10:30:00» không phải một ngày") == 2


def test_the_day_and_year_of_a_row_are_texts(typed: Typed) -> None:
    typed.fill("tính đến", "TEXT", ["'31/12/2023'", "'2023-12-31 '", "'cuối năm'", "NULL", "'30/6/2023'"])
    said, found = typed.both("1.7")
    assert set(found) == {("xã 0", "2023-12-31"), ("xã 1", "2023-12-31"), ("xã 4", "2023-06-30")}
    assert said.count("xã 2, cột «tính đến»: «cuối năm» không phải một ngày") == 2
    typed.fill("năm", "TEXT", ["'2023'", "' 2023'", "'năm nay'", "NULL"])
    said, found = typed.both("1.7")
    assert set(found) == {("xã 0", "2023-12-31"), ("xã 1", "2023-12-31")}
    assert said.count("xã 2, cột «năm»: «năm nay» không phải một năm") == 2


@pytest.mark.parametrize("kind", ["DOUBLE PRECISION", "NUMERIC(6,2)", "BIGINT", "REAL"])
def test_a_year_is_a_number_of_any_type(typed: Typed, kind: str) -> None:
    typed.fill("năm", kind, ["2023"])
    assert typed.both("1.7")[1] == of_units(xa0="undetermined")


def test_rows_of_another_year_are_not_looked_at(typed: Typed) -> None:
    typed.fill("năm", "TEXT", ["'2023'", "'2022'", "'?'"])
    done = run_here(
        "evaluate", "--on", typed.address, "--data", "so_lieu", "--year", "2023", "-o", "ra.parquet", cwd=typed.root
    )
    assert done.returncode == 3 and "xã 2, cột «năm»: «?» không phải một năm" in done.stderr
    rows = duckdb.sql(f"SELECT unit FROM read_parquet('{typed.root / 'ra.parquet'}')").fetchall()
    assert rows == [("xã 0",)]


def test_a_row_without_a_unit_is_told(typed: Typed) -> None:
    typed.fill("đơn vị", "TEXT", ["'xã A'", "NULL", "'Tổng cộng'", "'Tổng cộng'"])
    said, found = typed.both("1.7")
    assert found == {("xã A", "2023-12-31"): "undetermined"}
    assert said.count("dòng không ghi tên đơn vị") == 2 and said.count("«Tổng cộng» là dòng tổng") == 4


@pytest.mark.parametrize(
    "kind", ["danh_gia", "danh_gia_xa", "chu", "citext", "CHAR(8)", "VARCHAR(8)", "name", "BOOLEAN"]
)
def test_texts_of_any_type_are_texts(kinds: Typed, kind: str) -> None:
    if kinds.is_duckdb and kind in ("danh_gia_xa", "chu", "citext", "name"):
        pytest.skip("DuckDB has no such type")
    cells = ["TRUE", "FALSE", "NULL"] if kind == "BOOLEAN" else ["'có'", "'không'", "NULL"]
    kinds.fill("van_hoa.dat", kind, cells)
    _, found = kinds.both("1.5")
    assert found == of_units(xa0="met", xa1="not_met", xa2="undetermined")


@pytest.mark.parametrize("kind", ["CHAR(10)", "citext", "NUMERIC(8,2)", "BIGINT", "DOUBLE PRECISION"])
def test_names_of_units_are_of_any_type(kinds: Typed, kind: str) -> None:
    if kinds.is_duckdb and kind == "citext":
        pytest.skip("DuckDB has no such type")
    kinds.fill("đơn vị", kind, ["'101'", "'102'"] if "c" in kind.lower()[:2] else ["101", "102"])
    _, found = kinds.both("1.7")
    assert set(found) == {("101", "2023-12-31"), ("102", "2023-12-31")}


@pytest.mark.parametrize("kind", ["REAL", "DOUBLE PRECISION"])
def test_floating_numbers_are_their_shortest_digits(typed: Typed, kind: str) -> None:
    """29 of 1500 is below 2%, 30 is not; 29.5 households are none."""
    typed.fill("ho.ngheo", kind, ["29", "30", "29.5", "-1", "'NaN'", "'Infinity'", "NULL"])
    said, found = typed.both("1.1")
    assert found == of_units(xa0="met", xa1="not_met", xa6="undetermined")
    assert said.count("không phải một số)» không phải là số") == 4
    typed.fill("rung.ty_le", kind, ["39.9", "40.1", "50", "50.1", "0.000001", "1e-7"])
    _, found = typed.both("1.3")
    below = dict.fromkeys(("xa0", "xa4", "xa5"), "not_met")
    assert {unit: found[unit] for unit in of_units(**below)} == of_units(**below)
    assert found["xã 1", "2023-12-31"] == found["xã 2", "2023-12-31"] == "met"


def test_a_floating_number_of_32_bits_is_what_was_written(typed: Typed) -> None:
    """49.9 has no end in binary; its 32 bits as 64 would be 49.900001525878906, which is above 49.9."""
    Small(typed.root, CATALOGUE).criteria(
        "- số: 1.3\n  nguyên văn: Không quá 49,9%\n  đạt khi: rung.ty_le không quá 49,9%\n"
    )
    typed.fill("rung.ty_le", "REAL", ["49.9", "50"])
    assert typed.both("1.3")[1] == of_units(xa0="met", xa1="not_met")


def test_numbers_of_any_size_are_exact(typed: Typed) -> None:
    almost = "'0.99999999999999999999999999999999999999'"
    typed.fill("duong.km", "DECIMAL(38,38)", ["'0.5'", almost])
    assert set(typed.both("1.6")[1].values()) == {"not_met"}
    typed.fill("ho.ngheo", "DECIMAL(38,38)", ["0", almost])
    said, found = typed.both("1.1")
    assert found == of_units(xa0="met") and said.count("đếm hộ, không có số lẻ") == 2
    for kind in ("DECIMAL(38,0)", "DECIMAL(38,2)", "DECIMAL(38,10)", "HUGEINT" if typed.is_duckdb else "BIGINT"):
        typed.fill("rung.ty_le", kind, ["40", "39"])  # such columns are sums in DuckDB
        said, found = typed.both("1.3")
        assert found == of_units(xa0="met", xa1="not_met") and "trên máy này" not in said, kind
    typed.fill("ho.ngheo", "DECIMAL(38,0)", ["29", "99999999999999999999999999999999999999"])
    said, found = typed.both("1.1")
    assert found == of_units(xa0="met") and "lớn hơn Tổng số hộ" in said


def test_no_number_of_numeric_is_taken_for_one(typed: Typed) -> None:
    if typed.is_duckdb:
        for kind, most in (
            ("UTINYINT", 255),
            ("UINTEGER", 2**32 - 1),
            ("UBIGINT", 2**64 - 1),
            ("UHUGEINT", 2**128 - 1),
        ):
            typed.fill("ho.ngheo", kind, ["29", "30", str(most)])
            _, found = typed.both("1.1")
            expected = {"xa0": "met", "xa1": "not_met"} | ({"xa2": "not_met"} if most == 255 else {})
            assert found == of_units(**expected)
        return
    typed.fill("ho.ngheo", "NUMERIC", ["29", "'NaN'", "'Infinity'", "'-Infinity'"])
    said, found = typed.both("1.1")
    assert found == of_units(xa0="met") and said.count("(NaN không phải một số)") == 2


REFUSED = {
    "UUID": ("uuid", "UUID"), "BYTEA": ("bytea", "BLOB"), "INTERVAL": ("interval", "INTERVAL"), "TIME": ("time without time zone", "TIME"),
    "JSON": ("json", "JSON"), "INTEGER[]": ("integer[]", "INTEGER[]"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_value_is_refused_by_column(typed: Typed, kind: str) -> None:
    typed.fill("ho.ngheo", kind, ["NULL"])
    said, found = typed.both("1.1")
    told = (
        f"cột «ho.ngheo» có kiểu {REFUSED[kind][typed.is_duckdb]}, không đọc được; đổi cột ấy thành số, chữ hoặc ngày"
    )
    assert not found and said.count(told) == 2


def test_a_cell_that_is_too_long_leaves_out_its_unit(typed: Typed) -> None:
    typed.fill("thu.tong", "TEXT", ["'5'", "'9' || repeat(' ', 2000) || '9'"])
    said, found = typed.both("1.7")
    assert found == of_units(xa0="undetermined")
    assert said.count("xã 1, cột «thu.tong»: ô từ 2.000 ký tự trở lên; sửa: rút ngắn ô ấy") == 2


LONG = 'CREATE TABLE so_lieu ("đơn vị" TEXT, "năm" INTEGER, "tính đến" {day}, "nguồn" TEXT, "mã số liệu" TEXT, "giá trị" {value})'


def long_rows(*rows: tuple[str, str, str, str, str]) -> list[str]:
    return [
        f"INSERT INTO so_lieu VALUES ({unit}, 2023, {day}, {source}, {code}, {value})"
        for unit, day, source, code, value in rows
    ]


def test_a_long_table_is_read_as_a_whole(typed: Typed) -> None:
    """A unit of which one row is not certain is left out: without that row it would be another one."""
    day, late, own = "'2023-12-31 00:00:00'", "'2023-12-31 09:00:00'", "'BC'"
    rows = long_rows(
        ("'xã Đủ'", day, own, "'ho.tong'", "'1500'"), ("'xã Đủ'", day, own, "'ho.ngheo'", "'29'"),
        ("'xã Giờ'", day, own, "'ho.tong'", "'1500'"), ("'xã Giờ'", late, own, "'ho.ngheo'", "'29'"),
        ("'xã Hai Ngày'", day, own, "'ho.tong'", "'1500'"), ("'xã Hai Ngày'", "'2023-06-30'", own, "'ho.ngheo'", "'29'"),
        ("'xã Hai Nguồn'", day, own, "'ho.tong'", "'1500'"), ("'xã Hai Nguồn'", day, "'BC 2'", "'ho.ngheo'", "'29'"),
        ("'xã Không Mã'", day, own, "'ho.tong'", "'1500'"), ("'xã Không Mã'", day, own, "NULL", "NULL"),
        ("'xã Hai Lần'", day, own, "'ho.tong'", "'1500'"), ("'xã Hai Lần'", day, own, "'ho.tong'", "NULL"),
        ("'xã Phẩy'", day, "', trang 3'", "'ho.tong'", "'1500'"),
    )  # fmt: skip
    typed.execute("DROP TABLE IF EXISTS so_lieu", LONG.format(day="TIMESTAMP", value="TEXT"), *rows)
    said, found = typed.both("1.1")
    assert found == {("xã Đủ", "2023-12-31"): "met"}
    for told in (
        "09:00:00» không phải một ngày",
        "hai ngày hoặc hai nguồn",
        "không ghi mã số liệu",
        "hai giá trị của",
        "không có tên nguồn",
    ):
        assert said.count(told) >= 2, told


def test_a_long_table_of_truths_is_read(typed: Typed) -> None:
    rows = long_rows(("'xã A'", "'2023-12-31'", "NULL", "'van_hoa.dat'", "TRUE"))
    typed.execute("DROP TABLE IF EXISTS so_lieu", LONG.format(day="DATE", value="BOOLEAN"), *rows)
    assert typed.both("1.5")[1] == {("xã A", "2023-12-31"): "met"}


def test_a_unit_of_two_days_has_two_rows(typed: Typed) -> None:
    typed.fill("tính đến", "DATE", ["'2023-12-31'", "'2023-06-30'"])
    typed.execute("UPDATE so_lieu SET \"đơn vị\" = 'xã A'")
    said, found = typed.both("1.1")
    assert not found and said.count("đơn vị «xã A», năm 2023 có hai dòng") == 2


def test_a_materialized_view_is_a_table(typed: Typed) -> None:
    if typed.is_duckdb:
        pytest.skip("DuckDB has none")
    typed.fill("ho.ngheo", "INTEGER", ["29"])
    typed.execute("ALTER TABLE so_lieu RENAME TO goc", "CREATE MATERIALIZED VIEW so_lieu AS SELECT * FROM goc")
    try:
        assert typed.both("1.1")[1] == of_units(xa0="met")
    finally:
        typed.execute("DROP MATERIALIZED VIEW so_lieu", "DROP TABLE goc")


def test_the_words_of_a_driver_are_not_passed_on(typed: Typed) -> None:
    """They are English, and may repeat what stands in the table."""
    typed.fill("ho.ngheo", "INTEGER", ["29"])
    typed.execute(
        'CREATE OR REPLACE VIEW hong AS SELECT "đơn vị", "năm", "tính đến", CAST("đơn vị" AS INTEGER) AS "ho.tong" FROM so_lieu'
    )
    for arguments in (
        ("--data", f"{typed.address}#hong"),
        ("--on", typed.address, "--data", "hong", "-o", "ra.parquet"),
    ):
        done = run_here("evaluate", *arguments, cwd=typed.root)
        code = "ConversionException" if typed.is_duckdb else "22P02"
        assert done.returncode == 2 and f"không chạy được câu lệnh (mã lỗi {code})" in done.stderr
        assert (
            "xã 0" not in done.stderr and "invalid" not in done.stderr and "onvert" not in done.stderr.replace(code, "")
        )
    typed.execute("DROP VIEW hong")
