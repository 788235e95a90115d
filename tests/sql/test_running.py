"""`evaluate --on` and `sql`: what comes back from a database is what the rules say; nothing at all where it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="states are written as Parquet by DuckDB (chitieu[bulk])")

import duckdb

from engine.bulk.reading import value_text
from engine.inference.nodes import NodeKind
from engine.sql.connections import _Driven
from engine.sql.running import DatabaseStates
from tests.bulk import invented
from tests.bulk.invented import CATALOGUE, CODES, as_csv
from tests.running import Done, run_here
from tests.small_workspace import Small

pytestmark = pytest.mark.slow

UNITS = [
    ("xã An Bình", 1500, "30", "1200", "1200", "40", "12.5", "có"),
    ("xã Bình An", 1501, "30", "1200", "1200.5", "50.01", "12.49", "không"),
    ("xã Tân Lạp", 0, "0", "900", None, "30", "0", None),  # a ratio with nothing below it
    ("xã Sai", 100, "101", "1", "1", "1", "1", "có"),  # more poor households than households
    ("x'; DROP TABLE so_lieu; --", 1000, "20", "1100", "1000", "44.5", "12.6", "Có"),
    *((f"xã {n}", 1000 + n, str(n), str(900 + n), "1000", str(30 + n), f"{n}.5", "có") for n in range(40)),
]


class Base:
    """A table in a database, the address of the database, and a workspace with the rules."""

    def __init__(self, root: Path, address: str, connection: Any) -> None:
        self.root, self.address, self.connection = root, address, connection

    def execute(self, statement: str) -> None:
        self.connection.execute(statement)
        if hasattr(self.connection, "commit"):
            self.connection.commit()

    def evaluate(self, *arguments: str) -> Done:
        closing = self.address.startswith("duckdb")  # a file of DuckDB is open for one who writes, or for readers
        if closing:
            self.connection.close()
        done = run_here(
            "evaluate", "--on", self.address, "--data", "so_lieu", "-o", "ra.parquet", *arguments, cwd=self.root
        )
        if closing:
            self.connection = duckdb.connect(self.address.removeprefix("duckdb:"))
        return done

    def add_the_year_before(self) -> None:
        """The same rows, of 2022."""
        self.execute("DROP TABLE IF EXISTS nam")
        self.execute("CREATE TABLE nam AS SELECT * FROM so_lieu")
        self.execute('UPDATE nam SET "năm" = 2022, "tính đến" = DATE \'2022-12-31\'')
        self.execute("INSERT INTO so_lieu SELECT * FROM nam")

    def states(self, name: str = "ra.parquet") -> dict[str, tuple[object, ...]]:
        """What a file says of each unit."""
        columns = "* EXCLUDE (resolution, row), year"
        rows = duckdb.sql(f"SELECT {columns} FROM read_parquet('{self.root / name}')").fetchall()
        return {row[0]: row[1:] for row in rows}


@pytest.fixture(params=["postgres", "duckdb"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    root = invented.workspace(tmp_path)
    if request.param == "postgres":
        import psycopg

        address = request.getfixturevalue("address")
        connection: Any = psycopg.connect(address)
    else:
        address = f"duckdb:{tmp_path / 'co-so.duckdb'}"
        connection = duckdb.connect(str(tmp_path / "co-so.duckdb"))
    found = Base(root, address, connection)
    typed = ", ".join(f'"{code}" {"TEXT" if code == "van_hoa.dat" else "NUMERIC(20,6)"}' for code in CODES)
    found.execute("DROP TABLE IF EXISTS so_lieu")
    found.execute(f'CREATE TABLE so_lieu ("đơn vị" TEXT, "năm" INTEGER, "tính đến" DATE, {typed})')
    for unit, *values in UNITS:
        told = ", ".join("NULL" if one is None else f"'{one}'" for one in values)
        name = unit.replace("'", "''")
        found.execute(f"INSERT INTO so_lieu VALUES ('{name}', 2023, DATE '2023-12-31', {told})")
    yield found
    found.connection.close()


def test_the_states_are_those_of_the_same_table_as_a_file(base: Base) -> None:
    done = base.evaluate()
    assert done.returncode == 3 and "xã Sai" in done.stderr  # its numbers have an error
    assert "43 đơn vị; 30 đơn vị suy diễn lại bằng quy tắc, khớp" in done.stderr
    heads = ["đơn vị", "năm", "tính đến", *CODES]
    rows = [heads]
    for unit, *values in UNITS:
        texts = ["" if one is None else value_text(str(one)).replace(".", ",") for one in values]
        rows.append([unit, "2023", "31/12/2023", *texts])
    table = str(as_csv(base.root / "bang.csv", rows))
    assert run_here("evaluate", "--data", table, "-o", "tep.parquet", cwd=base.root).returncode == 3
    assert base.states() == base.states("tep.parquet")
    assert len(base.states()) == len(UNITS) - 1


def test_a_rate_of_nothing_is_not_known_where_only_that_is_asked(base: Base) -> None:
    """0 of 0 households is no rate (8-semantics: a divisor of 0 is unknown); no condition compares the rate itself."""
    goal = "- số: 1.1\n  nguyên văn: Có đường\n  đạt khi: duong.km từ 1 km trở lên"
    finding = "\ndự báo:\n  - mã: DB-1\n    khi: đã có số liệu ho.ty_le_ngheo\n    kết luận: Có tỷ lệ.\n"
    Small(base.root, CATALOGUE).criteria(goal, finding)
    done = base.evaluate("--sample", "45")
    assert done.returncode == 3 and "xã Sai" in done.stderr  # its numbers have an error
    found = duckdb.sql(f"SELECT unit, \"finding DB-1\" FROM read_parquet('{base.root / 'ra.parquet'}')").fetchall()
    assert {unit for unit, state in found if state != "present"} == {"xã Tân Lạp"}


def recorded(base: Base, number: int) -> dict[str, Any]:
    done = run_here("history", str(number), "--format", "json", cwd=base.root)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_run_in_a_database_is_recorded_as_one_that_reads_it(base: Base) -> None:
    assert "đã ghi vào lịch sử: bản ghi số 1, 45 đơn vị" in base.evaluate().stderr
    if closing := base.address.startswith("duckdb"):
        base.connection.close()
    data = f"{base.address}#so_lieu"
    assert (
        run_here("evaluate", "--data", data, "--engine", "columns", "-o", "tep.parquet", cwd=base.root).returncode == 3
    )
    if closing:
        base.connection = duckdb.connect(base.address.removeprefix("duckdb:"))
    base.execute("DROP TABLE so_lieu")
    on, read = recorded(base, 1), recorded(base, 2)
    told = {one["unit"]: (one["verdicts"], one["given"]) for one in on["cases"]}
    assert told == {one["unit"]: (one["verdicts"], one["given"]) for one in read["cases"]}
    assert told["xã Sai"][0] == "" and all(given for _, given in told.values())
    assert on["run"]["engine"]["name"] == "SQL" and on["run"]["table"]["rows"] == len(UNITS)
    assert on["run"]["table"]["sha256"] == read["run"]["table"]["sha256"]
    done = run_here("history", "1", "--unit", "xã Bình An", "--receipt", "bn.json", cwd=base.root)
    assert done.returncode == 0 and "đánh giá lại cho đúng các kết luận đã ghi" in done.stdout
    assert run_here("verify", "bn.json", cwd=base.root).returncode == 0
    assert "Kết luận của 45 đơn vị không đổi" in run_here("diff", "1", "2", cwd=base.root).stdout


def test_of_several_years_only_the_one_that_was_evaluated_is_kept(base: Base) -> None:
    """No year before is looked at in a database; so none may be looked at when the receipt is made."""
    Small(base.root, CATALOGUE).criteria("- số: 1.1\n  nguyên văn: Có đường\n  đạt khi: duong.km từ 1 km trở lên\n")
    base.add_the_year_before()
    assert base.evaluate("--year", "2023").returncode == 3
    found = recorded(base, 1)["run"]
    assert (found["years"], found["table"]["rows"]) == ([2023], len(UNITS))
    assert run_here("history", "1", "--unit", "xã 3", cwd=base.root).returncode == 0


EARLIER = """
- số: 1.1
  nguyên văn: Tỷ lệ hộ nghèo không tăng so với năm trước
  đạt khi: ho.tang tối đa 0%
- số: 1.2
  nguyên văn: Có trên 100 hộ
  áp dụng khi: đã có số liệu ho.tang
  đạt khi: ho.tong trên 100 hộ
- số: 1.3
  nguyên văn: Trên 100 hộ đến hết năm 2022
  đạt khi: ho.tong trên 100 hộ
  hạn: 31/12/2022
- số: 1.4
  nguyên văn: Tỷ lệ che phủ rừng từ 40% trở lên
  đạt khi: rung.ty_le từ 40% trở lên
- số: 1.5
  nguyên văn: Bình quân giai đoạn có 100 hộ trở lên
  kỳ: bình quân giai đoạn
  đo bằng: ho.tong
  đạt khi: từ 100 hộ trở lên
"""
FINDINGS = """
dự báo:
  - mã: DB-1
    khi: chưa có số liệu ho.tang
    kết luận: Chưa so sánh được.
  - mã: DB-2
    khi: nội dung 1.4 chậm tiến độ
    kết luận: Chậm.
  - mã: DB-3
    khi: nội dung 1.4 đạt
    kết luận: Đạt.
"""
GROWN = 'ho.tang: {tên: Hộ nghèo tăng, đơn vị tính: "%", có thể âm: có, công thức: tăng_trưởng(ho.ngheo)}\n'


def test_what_rests_on_a_year_before_is_not_said_where_the_table_has_it(base: Base) -> None:
    """SQL looks at one year: a given number would stand for the growth, and «chưa có số liệu» would hold (sql.md)."""
    Small(base.root, CATALOGUE + GROWN).criteria(EARLIER, FINDINGS)
    alone = base.evaluate("--no-record").stderr
    assert "năm trước" not in alone and "của năm 2022" not in alone
    base.add_the_year_before()
    told = base.evaluate("--year", "2023", "--no-record").stderr
    for name in ("chỉ tiêu 1,", "nội dung 1.1 ", "nội dung 1.2 ", "nội dung 1.5 ", "dự báo DB-1,"):
        assert f"không tính bằng SQL: {name}" in told, told
    assert "nội dung 1.3 «Trên 100 hộ đến hết năm 2022», vì lấy số của năm 2022, ở dòng khác của bảng" in told
    heads = duckdb.sql(f"SELECT * FROM read_parquet('{base.root / 'ra.parquet'}') LIMIT 0").columns
    assert [one for one in heads if one.split()[0] in ("criterion", "finding")] == [
        "criterion 1.4",
        "finding DB-2",
        "finding DB-3",
    ]
    base.execute('UPDATE so_lieu SET "năm" = 2024 WHERE "năm" = 2022')  # a later year is of no matter
    later = base.evaluate("--year", "2023", "--no-record").stderr
    assert later.count("không tính bằng SQL") == alone.count("không tính bằng SQL")


@pytest.mark.parametrize("of_2022", ["2022, NULL", "NULL, DATE '2022-12-31'"], ids=["no day", "no year"])
@pytest.mark.parametrize("more", [(), ("--year", "2023")], ids=["", "of 2023"])
def test_a_unit_with_an_earlier_row_of_no_certain_time_is_left_out(
    base: Base, of_2022: str, more: tuple[str, ...]
) -> None:
    """Its growth is given too, and would stand for the computed one; the row says that there is a year before."""
    Small(base.root, CATALOGUE + GROWN).criteria(EARLIER)
    base.execute('ALTER TABLE so_lieu ADD COLUMN "ho.tang" NUMERIC(20,6)')
    base.execute('UPDATE so_lieu SET "ho.tang" = -5')
    columns = '"đơn vị", "năm", "tính đến", "ho.tong", "ho.ngheo"'
    base.execute(f"INSERT INTO so_lieu ({columns}) VALUES ('xã 3', {of_2022}, 1000, 3)")
    done = base.evaluate("--no-record", *more)
    assert done.returncode == 3, done.stderr
    if of_2022 == "2022, NULL" and more:  # a row of another year is not looked at, and nothing is said that rests on it
        assert "không tính bằng SQL: nội dung 1.1 " in done.stderr
    else:
        assert "xã 3" in done.stderr and "xã 3" not in base.states() and "xã 4" in base.states()


def test_a_pace_from_an_opening_value_is_not_said_where_the_table_has_it(base: Base) -> None:
    """The resolution begins in 2021: the course of a stock begins with its value at the end of 2020."""
    Small(base.root, CATALOGUE).criteria(
        EARLIER.partition("- số: 1.5")[0].partition("- số: 1.4")[2].join(["- số: 1.4", ""]),
        FINDINGS.replace("chưa có số liệu ho.tang", "rung.ty_le dưới 1%"),
    )
    base.add_the_year_before()
    base.execute('UPDATE so_lieu SET "năm" = 2020, "tính đến" = DATE \'2020-12-31\' WHERE "năm" = 2022')
    told = base.evaluate("--year", "2023", "--no-record").stderr
    assert "không tính bằng SQL: dự báo DB-2, vì tiến độ tính từ số cuối năm 2020, ở dòng khác của bảng" in told
    assert told.count("không tính bằng SQL:") == 1


def test_a_printed_statement_for_a_table_with_years_does_not_say_it_either(base: Base) -> None:
    Small(base.root, CATALOGUE + GROWN).criteria(EARLIER, FINDINGS)
    for columns, said in (("unit,ho.tong,ho.ngheo,rung.ty_le", False), ("unit,year,ho.tong,ho.ngheo,rung.ty_le", True)):
        asked = ("--dialect", "duckdb", "--columns", columns, "--year", "2023", "--as-of", "31/12/2023")
        done = run_here("sql", *asked, cwd=base.root)
        assert done.returncode == 0 and ("nội dung 1.1 " in done.stderr) is said, done.stderr


TEXTS = [("1.234", "có thể là 1234 hoặc 1,234"), ("1234.5", "viết kiểu Anh"), ("1,234", "có thể là 1234 hoặc 1,234")]


@pytest.mark.parametrize(("text", "told"), TEXTS)
def test_numbers_in_texts_are_proved_or_stated(base: Base, text: str, told: str) -> None:
    """As of any table (bulk.md): «1.234» is two numbers; one that only Vietnamese writing reads proves it for all."""
    base.execute('ALTER TABLE so_lieu ALTER COLUMN "duong.km" TYPE TEXT')
    base.execute("UPDATE so_lieu SET \"duong.km\" = '12'")
    assert base.evaluate("--no-record").returncode == 3
    base.execute(f"UPDATE so_lieu SET \"duong.km\" = '{text}' WHERE \"đơn vị\" = 'xã 3'")
    done = base.evaluate("--no-record")
    assert (
        done.returncode == 2
        and told in done.stderr
        and "cột «duong.km»" in done.stderr
        and "--numbers vi" in done.stderr
    )
    assert base.evaluate("--no-record", "--numbers", "vi").returncode == 3
    base.execute("UPDATE so_lieu SET \"duong.km\" = '12,5' WHERE \"đơn vị\" = 'xã 4'")
    assert base.evaluate("--no-record").returncode == 3


def test_a_rate_with_a_dot_is_proved_by_no_other_number(base: Base) -> None:
    """45,125% is no 45125%: what the other cells are written like does not tell."""
    base.execute('ALTER TABLE so_lieu ALTER COLUMN "rung.ty_le" TYPE TEXT')
    base.execute("UPDATE so_lieu SET \"rung.ty_le\" = CASE WHEN \"đơn vị\" = 'xã 3' THEN '45.125' ELSE '45,5' END")
    done = base.evaluate("--no-record")
    assert (done.returncode, done.stdout) == (2, "")
    assert "«45.125» (cột «rung.ty_le») có thể là 45,125 hoặc 45125" in done.stderr and "--numbers vi" in done.stderr


def test_a_run_without_a_record_fetches_no_rows(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseStates, "rows_here", lambda self: pytest.fail("rows are fetched"))
    assert base.evaluate("--no-record").returncode == 3
    assert not (base.root / ".chitieu" / "history.sqlite").exists()


def test_a_table_too_large_to_be_fetched_is_not_recorded(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.sql.keeping.BULK_CELLS", 100)
    done = base.evaluate()
    assert done.returncode == 3 and "chưa ghi được lượt đánh giá này vào lịch sử: bảng có hơn 100 ô" in done.stderr
    assert (base.root / "ra.parquet").exists() and not (base.root / ".chitieu" / "history.sqlite").exists()


def test_what_sql_cannot_conclude_leaves_a_run_without_a_record(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = DatabaseStates.__init__

    def without_one(self: DatabaseStates, *given: Any) -> None:
        sound(self, *given)
        self.concluded = [one for one in self.concluded if one.node.kind is not NodeKind.TARGET]

    monkeypatch.setattr(DatabaseStates, "__init__", without_one)
    done = base.evaluate()
    assert done.returncode == 3 and "mà SQL không tính được" in done.stderr
    assert not (base.root / ".chitieu" / "history.sqlite").exists()


def test_a_difference_ends_with_code_5_and_nothing_is_written(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = _Driven.rows

    def wrong(self: _Driven, statement: str) -> Iterator[tuple[Any, ...]]:
        for row in sound(self, statement):
            changes = statement.startswith("WITH") and not row[1]
            yield (*row[:-1], 0 if row[-1] else 4) if changes else row

    monkeypatch.setattr(_Driven, "rows", wrong)
    done = base.evaluate()
    assert (done.returncode, done.stdout) == (5, "")
    assert "cho kết quả khác nhau" in done.stderr
    assert not (base.root / "ra.parquet").exists()


def test_a_unit_with_two_rows_is_refused(base: Base) -> None:
    base.execute("INSERT INTO so_lieu SELECT * FROM so_lieu WHERE \"đơn vị\" = 'xã 3'")
    done = base.evaluate()
    assert done.returncode == 2 and "«xã 3», năm 2023 có hai dòng" in done.stderr


def test_a_name_that_lacks_its_marks_beside_one_with_them_is_refused(base: Base) -> None:
    base.execute("UPDATE so_lieu SET \"đơn vị\" = 'xa 3' WHERE \"đơn vị\" = 'xã 4'")
    done = base.evaluate()
    assert done.returncode == 2 and "«xa 3» không ghi dấu, có thể là «xã 3» cũng trong bảng" in done.stderr


@pytest.mark.parametrize("name", ["XÃ 3", "Xã 3"])
def test_a_unit_with_two_spellings_is_refused(base: Base, name: str) -> None:
    """A database takes them for two units, and a facts file or table for one."""
    base.execute(f"UPDATE so_lieu SET \"đơn vị\" = '{name}' WHERE \"đơn vị\" = 'xã 4'")
    done = base.evaluate()
    assert done.returncode == 2 and "là một đơn vị ghi tên hai cách" in done.stderr
    assert not (base.root / "ra.parquet").exists()


@pytest.mark.parametrize("name", ["xã  3", " xã 3", "xa\u0303 3"])
def test_a_name_that_may_be_that_of_another_unit_is_refused(base: Base, name: str) -> None:
    base.execute(f"UPDATE so_lieu SET \"đơn vị\" = '{name}' WHERE \"đơn vị\" = 'xã 4'")
    done = base.evaluate()
    assert done.returncode == 2 and "tên đơn vị" in done.stderr


def test_a_column_of_floating_numbers_is_read_in_the_database(base: Base) -> None:
    base.evaluate()
    exact = base.states()
    base.execute('ALTER TABLE so_lieu ALTER COLUMN "duong.km" TYPE DOUBLE PRECISION')
    done = base.evaluate()
    assert done.returncode == 3 and "tại cơ sở dữ liệu: 43 đơn vị" in done.stderr
    assert base.states() == exact


def test_a_long_table(base: Base) -> None:
    values = ", ".join(
        f"""('{unit.replace("'", "''")}', 2023, DATE '2023-12-31', '{code}', '{str(one).replace(".", ",")}')"""
        for unit, *values in UNITS
        for code, one in zip(CODES, values, strict=True)
        if one is not None
    )
    base.evaluate()
    wide = base.states()
    base.execute("DROP TABLE so_lieu")
    base.execute("CREATE TABLE so_lieu (unit TEXT, year INTEGER, as_of DATE, indicator TEXT, value TEXT)")
    base.execute(f"INSERT INTO so_lieu VALUES {values}")
    done = base.evaluate()
    assert done.returncode == 3, done.stderr
    assert base.states() == wide
    base.execute("INSERT INTO so_lieu VALUES ('xã 3', 2023, DATE '2023-12-31', 'ho.tong', '7')")
    done = base.evaluate()
    assert done.returncode == 3 and "xã 3: năm 2023 có hai giá trị của «ho.tong»" in done.stderr
    assert base.states() == {unit: states for unit, states in wide.items() if unit != "xã 3"}


def test_passwords_are_never_told(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    invented.workspace(tmp_path)
    for address in ("postgresql://lan:bi-mat@localhost:1/x", "postgresql://lan:bi-mat@a:b:c/x", "mysql://lan:bi-mat@x"):
        done = run_here("evaluate", "--on", address, "--data", "t", "-o", "ra.parquet", "--debug", cwd=tmp_path)
        assert done.returncode == 2
        assert "bi-mat" not in done.stdout + done.stderr


def test_the_statement_runs_as_it_is_printed(base: Base) -> None:
    dialect = "duckdb" if base.address.startswith("duckdb") else "postgres"
    columns = ",".join(["đơn vị", "tính đến", *CODES])
    done = run_here(
        "sql", "--dialect", dialect, "--columns", columns, "--year", "2023", "--as-of", "31/12/2023", cwd=base.root
    )
    assert done.returncode == 0, done.stderr
    *before, statement = done.stdout.rstrip(";\n").split(";\n")
    for one in before:
        base.connection.execute(one)
    rows = base.connection.execute(statement).fetchall()
    assert len(rows) == len(UNITS)
    states = base.evaluate() and base.states()
    for row in rows:
        if not row[1]:
            assert tuple(states[row[0]][2:-1]) == row[2:]
    assert {row[0] for row in rows if row[1]} == {"xã Tân Lạp", "xã Sai"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--unit", "xã 3"), "bỏ --unit"),
        (("--year", "2023", "--year", "2024"), "một --year"),
        (("--fail-on", "data"), "--fail-on data"),
        (("--sample", "0"), "từ 1 trở lên"),
        (("--jobs", "2"), "bỏ --jobs"),
        (("--receipt", "bn.json"), "bỏ --receipt"),
        (("--engine", "clips"), "bỏ --engine"),
        (("--year", "2024"), "không có số liệu của năm ấy"),
    ],
)
def test_options_that_do_not_go_together(base: Base, arguments: tuple[str, ...], said: str) -> None:
    done = base.evaluate(*arguments)
    assert done.returncode == 2 and said in done.stderr
