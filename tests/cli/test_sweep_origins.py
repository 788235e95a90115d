"""Runs over tables that are no plain files: of a database, or read by a profile. Kept and verified like others."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest

from tests.cli.conftest import Workspace
from tests.cli.sweeps import HISTORY, JANUARY, MARCH, amend, document, run, table, verdicts

STORE = "duckdb:kho.duckdb#xa"
SECRET = "bi-mat"


def store(workspace: Workspace, units: dict[str, tuple[str, str]], file: str = "kho.duckdb", name: str = "xa") -> None:
    """Puts the table of ``units`` into a database, with numbers as numbers."""
    duckdb = pytest.importorskip("duckdb")
    rows = ", ".join(f"('{unit}', 2023, DATE '2023-12-31', 'BC, mục 1', {x}, {y})" for unit, (x, y) in units.items())
    with duckdb.connect(str(workspace.root / file)) as database:
        database.execute(f'DROP TABLE IF EXISTS "{name}"')
        columns = '"đơn vị" TEXT, "năm" INTEGER, "tính đến" DATE, "nguồn" TEXT, "a.x" INTEGER, "b.y" DECIMAL(9, 1)'
        database.execute(f'CREATE TABLE "{name}" ({columns})')
        database.execute(f'INSERT INTO "{name}" VALUES {rows}')


def contents(workspace: Workspace) -> bytes:
    """All that a history holds, unpacked."""
    with sqlite3.connect(workspace.root / HISTORY) as connection:
        packed = [row[0] for row in connection.execute("SELECT packed FROM contents")]
        packed += [row[0] for row in connection.execute("SELECT evaluation FROM records")]
        names = [row[0] for row in connection.execute("SELECT name FROM inputs")]
    return b"\n".join([*map(zlib.decompress, packed), *(name.encode() for name in names)])


# ------------------------------------------------------------ tables of databases


def test_rows_of_a_database_are_kept_as_they_were_read(many: Workspace) -> None:
    store(many, JANUARY)
    run(many, STORE)
    store(many, MARCH)  # in March the table has been written over
    assert verdicts(many) == {"xã A": "NMN", "xã B": "NNM", "xã C": "NNN", "xã D": "NNN", "xã E": "MMM", "xã F": "NNN"}
    kept = document(many, "recorded-sweep", "history", "1")["run"]["table"]
    assert (kept["name"], kept["rows"], len(kept["pieces"])) == ("xa", 6, 1)
    assert "Bảng số liệu xa: 6 dòng đọc từ cơ sở dữ liệu" in many.run("history", "1").stdout
    for name in ("mot.json", "hai.json"):
        done = many.run("history", "1", "--unit", "xã B", "--receipt", name)
        assert done.returncode == 0, done.stderr
        assert "dòng đọc thứ 2 của bảng xa; đúng như khi đánh giá" in done.stdout
        assert "các dòng CSV giống hệt dòng đã viết ra" in done.stdout
    assert (many.root / "mot.json").read_bytes() == (many.root / "hai.json").read_bytes()
    assert many.run("verify", "mot.json").returncode == 0
    given = json.loads((many.root / "mot.json").read_text("utf-8"))["inputs"][-1]["content"]
    assert 'a.x: "6"' in given and 'b.y: "10"' in given
    assert "Lịch sử nguyên vẹn: 1 bản ghi" in many.run("history", "--verify").stdout


@pytest.mark.parametrize("more", [("--engine", "columns"), ("--format", "table"), ("-o", "ra.parquet")])
def test_every_way_of_evaluating_a_database_records_the_same(many: Workspace, more: tuple[str, str]) -> None:
    pytest.importorskip("numpy")
    store(many, JANUARY)
    run(many, STORE)
    done = many.run("evaluate", "--data", STORE, *more)
    assert done.returncode == 0, done.stderr
    first, second = (document(many, "recorded-sweep", "history", number) for number in "12")
    for key in ("unit", "verdicts", "given"):
        assert [one[key] for one in first["cases"]] == [one[key] for one in second["cases"]]
    assert first["run"]["table"] == second["run"]["table"]


def test_an_address_is_neither_kept_nor_shown(many: Workspace) -> None:
    store(many, JANUARY, f"{SECRET}.duckdb")
    address = f"duckdb:{SECRET}.duckdb#xa"
    done = many.run("evaluate", "--data", address, "--format", "csv")
    assert done.returncode == 0
    shown = [done, many.run("history"), many.run("history", "1"), many.run("history", "1", "--unit", "xã B")]
    store(many, MARCH, f"{SECRET}.duckdb")
    shown += [many.run("history", "1", "--unit", unit, "--data", address) for unit in ("xã A", "xã B", "xã E")]
    wrong = f"duckdb:{SECRET}-khac.duckdb#xa"
    shown += [many.run("history", "1", "--unit", "xã B", "--data", wrong)]
    shown += [many.run("history", "1", "--unit", "xã B", "--data", address.replace("#xa", ""))]
    assert [one.returncode for one in shown] == [0, 0, 0, 0, 0, 1, 2, 2, 2]
    assert all(SECRET not in one.stdout + one.stderr for one in shown)
    assert SECRET.encode() not in contents(many) + (many.root / HISTORY).read_bytes()


def test_the_present_table_of_the_database_is_held_against_the_recorded_row(many: Workspace) -> None:
    store(many, JANUARY)
    run(many, STORE)
    store(many, MARCH)
    same = many.run("history", "1", "--unit", "xã C", "--data", STORE)
    assert same.returncode == 0 and "Bảng «xa» của cơ sở dữ liệu hiện nay vẫn ghi đúng như vậy" in same.stdout
    other = many.run("history", "1", "--unit", "xã B", "--data", STORE)
    assert other.returncode == 1
    assert "bảng «xa» của cơ sở dữ liệu không còn như khi đánh giá: a.x «6» → «7»" in other.stderr


def test_of_a_large_table_of_a_database_the_hash_alone_is_kept(
    many: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.history.sweep_packing.SWEEP_TABLE_BYTES", 10)
    store(many, JANUARY)
    run(many, STORE)
    assert document(many, "recorded-sweep", "history", "1")["run"]["table"]["pieces"] == []
    refused = many.run("history", "1", "--unit", "xã B")
    assert refused.returncode == 2 and "chỉ giữ mã băm; thêm --data" in refused.stderr
    done = many.run("history", "1", "--unit", "xã B", "--data", STORE, "--receipt", "bn.json")
    assert done.returncode == 0 and "các dòng CSV giống hệt" in done.stdout
    assert many.run("verify", "bn.json").returncode == 0


def test_a_database_in_january_and_in_march(many: Workspace) -> None:
    store(many, JANUARY)
    run(many, STORE)
    amend(many)
    store(many, MARCH)
    run(many, STORE)
    found = document(many, "sweep-diff", "diff")
    reasons = {one["unit"]: one["changes"][-1]["reasons"] for one in found["changed"]}
    goal, data = ["thresholds"], ["data"]
    assert reasons == {
        "xã A": [goal], "xã B": [data], "xã C": [goal], "xã D": [["data", "thresholds"]], "xã F": [data, goal],
    }  # fmt: skip
    shown = many.run("diff", "1", "2", "--unit", "xã B").stdout
    assert "- nội dung 1.1: chưa đạt → đạt — do số liệu (a.x)" in shown


def test_a_forged_row_is_found(many: Workspace) -> None:
    store(many, JANUARY)
    run(many, STORE)
    with sqlite3.connect(many.root / HISTORY) as connection:
        (name, packed) = connection.execute(
            "SELECT c.sha256, c.packed FROM contents c JOIN inputs i ON i.sha256 = c.sha256 WHERE i.name LIKE 'lượt/bảng%'"
        ).fetchone()
        forged = zlib.compress(zlib.decompress(packed).replace(b'"6"', b'"8"', 1))
        connection.execute("UPDATE contents SET packed = ? WHERE sha256 = ?", (forged, name))
    assert many.run("history", "--verify").returncode == 1
    assert many.run("history", "1", "--unit", "xã B").returncode == 2


def test_a_sum_in_a_database_is_no_unit_wherever_it_is_evaluated(many: Workspace) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("numpy")
    store(many, JANUARY | {"Tổng cộng": ("38", "54")})
    done = many.run("evaluate", "--on", "duckdb:kho.duckdb", "--data", "xa", "-o", "ra.parquet")
    assert (done.returncode, "«Tổng cộng» là dòng tổng, không phải đơn vị" in done.stderr) == (3, True), done.stderr
    units = duckdb.sql(f"SELECT DISTINCT unit FROM '{many.root / 'ra.parquet'}' ORDER BY 1").fetchall()
    assert [unit for (unit,) in units] == list(JANUARY)
    assert many.run("evaluate", "--data", STORE, "--quiet").returncode == 3
    assert verdicts(many, "1") == verdicts(many, "2")


def test_a_run_in_a_database_over_one_of_several_years_is_found_in_its_table(many: Workspace) -> None:
    """Of xã A the table has 2022 too, which `--on` does not read."""
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("numpy")
    store(many, JANUARY)
    with duckdb.connect(str(many.root / "kho.duckdb")) as database:
        database.execute("INSERT INTO xa VALUES ('xã A', 2022, DATE '2022-12-31', 'BC, mục 1', 5, 5)")
    done = many.run("evaluate", "--on", "duckdb:kho.duckdb", "--data", "xa", "--year", "2023", "-o", "ra.parquet")
    assert done.returncode == 0, done.stderr
    found = many.run("history", "1", "--unit", "xã A", "--data", STORE, "--receipt", "bn.json")
    assert found.returncode == 0, found.stderr
    assert "hiện nay vẫn ghi đúng như vậy" in found.stdout
    assert many.run("verify", "bn.json").returncode == 0
    with duckdb.connect(str(many.root / "kho.duckdb")) as database:
        database.execute("""UPDATE xa SET "a.x" = 9 WHERE "đơn vị" = 'xã A' AND "năm" = 2023""")
    assert many.run("history", "1", "--unit", "xã A", "--data", STORE).returncode == 1


def test_without_a_record_no_rows_are_kept(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    store(many, JANUARY)
    monkeypatch.setattr("engine.bulk.kept_rows.RowsKeeper.lines", lambda self: pytest.fail("the rows are kept"))
    run(many, STORE, "--no-record")
    assert not (many.root / HISTORY).exists()


# ------------------------------------------------------------ tables read by a profile

PROFILE = "biểu mẫu: Biểu của Sở\ncột: {Xã: tên đơn vị, Năm BC: năm, Ngày chốt: tính đến, Căn cứ: nguồn, Nước: a.x, Nhà: b.y}\n"
FORM = "facts/bieu-mau/so.yaml"
HEADS = "Xã,Năm BC,Ngày chốt,Căn cứ,Nước,Nhà"


def taught(workspace: Workspace, name: str, units: dict[str, tuple[str, str]]) -> Path:
    """Writes a table in the words of the form that the profile teaches."""
    (workspace.root / FORM).parent.mkdir(exist_ok=True)
    (workspace.root / FORM).write_text(PROFILE, "utf-8")
    path = workspace.root / name
    table(workspace, name, units)
    _, rows = path.read_text("utf-8").split("\n", 1)
    path.write_text(f"{HEADS}\n{rows}", "utf-8")
    return path


def test_a_taught_table_is_kept_with_its_profile(many: Workspace) -> None:
    taught(many, "so.csv", JANUARY).rename(many.root / "bieu.csv")
    run(many, "bieu.csv")
    run(many, "thang-1.csv")
    kept = document(many, "recorded-sweep", "history", "1")
    plain = document(many, "recorded-sweep", "history", "2")
    assert [one["given"] for one in kept["cases"]] == [one["given"] for one in plain["cases"]]
    assert kept["run"]["table"]["profile"] == FORM and "profile" not in plain["run"]["table"]
    assert f"đọc theo biểu mẫu {FORM}" in many.run("history", "1").stdout
    (many.root / "bieu.csv").unlink()
    (many.root / FORM).unlink()  # neither is needed any more
    done = many.run("history", "1", "--unit", "xã B", "--receipt", "bn.json")
    assert done.returncode == 0, done.stderr
    assert "dòng 3 của bieu.csv; đúng như khi đánh giá" in done.stdout
    assert "các dòng CSV giống hệt dòng đã viết ra" in done.stdout
    assert many.run("verify", "bn.json").returncode == 0
    assert "Kết luận của 6 đơn vị không đổi" in many.run("diff", "1", "2").stdout


def test_the_present_table_is_read_by_the_recorded_profile(many: Workspace) -> None:
    taught(many, "bieu.csv", JANUARY)
    run(many, "bieu.csv")
    taught(many, "bieu.csv", MARCH)
    (many.root / FORM).unlink()
    assert many.run("history", "1", "--unit", "xã C", "--data", "bieu.csv").returncode == 0
    other = many.run("history", "1", "--unit", "xã B", "--data", "bieu.csv")
    assert other.returncode == 1 and "không còn như khi đánh giá: a.x «6» → «7»" in other.stderr
    run(many, "thang-1.csv")  # under codes, which the profile does not teach
    assert many.run("history", "1", "--unit", "xã B", "--data", "thang-1.csv").returncode == 0


def test_a_taught_table_of_a_database(many: Workspace) -> None:
    duckdb = pytest.importorskip("duckdb")
    source = taught(many, "bieu.csv", JANUARY)
    with duckdb.connect(str(many.root / "kho.duckdb")) as database:
        database.execute(f"CREATE TABLE xa AS FROM read_csv('{source}', all_varchar=true)")
    run(many, STORE)
    (many.root / FORM).unlink()
    (many.root / "kho.duckdb").unlink()
    assert many.run("history", "1", "--unit", "xã B", "--receipt", "bn.json").returncode == 0
    assert many.run("verify", "bn.json").returncode == 0


def test_two_runs_by_a_profile_are_compared(many: Workspace) -> None:
    taught(many, "bieu.csv", JANUARY)
    run(many, "bieu.csv")
    taught(many, "bieu.csv", MARCH)
    amend(many)
    run(many, "bieu.csv")
    found = document(many, "sweep-diff", "diff")
    assert {one["unit"] for one in found["changed"]} == {"xã A", "xã B", "xã C", "xã D", "xã F"}
    assert not any(one["unknown"] for one in found["changed"])
