"""What it costs to record a run over many units: the same run with and without --no-record, in turns; and to compare two of them.

    python -m benchmarks.runs [ROUNDS]

- 3,321 communes × 11 criteria of 47/NQ-HĐND from one CSV to CSV of verdicts, and from 3,321 facts files, in columns;
- the same from a table of DuckDB, and in DuckDB (`--on`) to Parquet, where the rows are fetched for the record alone;
- 100,000 communes × 100 criteria with 200 findings from one CSV to Parquet;
- why two runs of the 3,321 differ of which one threshold, its wording and the numbers of every eighth commune were changed.

Every recorded run is a new one: the history is removed before it. Needs the extra `bulk`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.cost import CHITIEU, PASS, ROOT, Rounds, Spread, alternate, finished
from benchmarks.machine import units as machine
from benchmarks.many_units import make as make_files
from benchmarks.table import COLUMNS, Goal, Table, costs, unit_rows
from benchmarks.tables import LARGE, UNITS, evaluate, make_large, rows, write

ROUNDS = 5
TABLE, FILES = "CSV to CSV of verdicts, 3,321 communes", "facts files to CSV of verdicts, 3,321 communes"
STATES = f"100 criteria × 200 findings, {LARGE:,} communes, CSV to Parquet"
STORED, ON = "table of DuckDB to CSV of verdicts, 3,321 communes", "in DuckDB to Parquet, 3,321 communes"
DIFF = "why two runs differ, 3,321 communes"
_VIETNAMESE = {
    TABLE: "ghi một lượt 3.321 đơn vị từ một bảng vào lịch sử: thêm",
    FILES: "ghi một lượt 3.321 đơn vị từ tệp số liệu vào lịch sử: thêm",
    STATES: "ghi một lượt 100.000 đơn vị × 100 nội dung vào lịch sử: thêm",
}
_UNRECORDED = " (--no-record)"


def works(root: Path) -> dict[str, Callable[[], float]]:
    """Each run twice: recorded, and not."""
    for folder in ("bang", "tep", "lon"):
        (root / folder).mkdir()
    shutil.copytree(ROOT / "rules", root / "bang" / "rules")
    (root / "bang" / "facts").mkdir()
    write(root / "bang" / "bang.csv", rows(UNITS))
    _store(root / "bang")
    make_files(root / "tep", UNITS)
    make_large(root / "lon", LARGE)
    runs = {
        TABLE: (root / "bang", ("--data", "bang.csv", "--engine", "columns", "--format", "csv")),
        FILES: (root / "tep", ("--engine", "columns", "--format", "csv")),
        STORED: (root / "bang", ("--data", "duckdb:kho.duckdb#xa", "--engine", "columns", "--format", "csv")),
        ON: (root / "bang", ("--on", "duckdb:kho.duckdb", "--data", "xa", "-o", "ra.parquet")),
        STATES: (root / "lon", ("--data", "bang.csv", "-o", "ra.parquet")),
    }
    found: dict[str, Callable[[], float]] = {}
    for name, (folder, arguments) in runs.items():
        found[name] = lambda folder=folder, arguments=arguments: _recorded(folder, arguments)  # type: ignore[misc]
        found[name + _UNRECORDED] = lambda folder=folder, arguments=arguments: (  # type: ignore[misc]
            evaluate(folder, *arguments, "--no-record").seconds
        )
    return found | {DIFF: _compared(root / "so")}


def _compared(folder: Path) -> Callable[[], float]:
    """Two recorded runs over one table, and the work of comparing them."""
    folder.mkdir()
    shutil.copytree(ROOT / "rules", folder / "rules")
    (folder / "facts").mkdir()
    head, *before = rows(UNITS)
    _, *others = rows(UNITS + 1)
    after = [
        row[:4] + other[4:] if number % 8 == 0 else row
        for number, (row, other) in enumerate(zip(before, others, strict=False))
    ]
    (goal,) = (folder / "rules").rglob("chi-tieu-2.yaml")
    for table, threshold in ((before, "2.600"), (after, "2.700")):
        write(folder / "bang.csv", iter([head, *table]))
        goal.write_text(goal.read_text("utf-8").replace("2.600", threshold), "utf-8")
        evaluate(folder, "--data", "bang.csv", "--engine", "columns", "--format", "csv")
    return lambda: finished((*CHITIEU, "diff", "1", "2", "--quiet"), folder).seconds


def _store(folder: Path) -> None:
    """Puts the table into a database, with a year and a day as `--on` wants them."""
    import duckdb

    typed = """REPLACE ("năm"::INTEGER AS "năm", strptime("tính đến", '%d/%m/%Y')::DATE AS "tính đến")"""
    with duckdb.connect(str(folder / "kho.duckdb")) as database:
        database.execute(
            f"CREATE TABLE xa AS SELECT * {typed} FROM read_csv('{folder / 'bang.csv'}', all_varchar = true)"
        )


def _recorded(folder: Path, arguments: tuple[str, ...]) -> float:
    shutil.rmtree(folder / ".chitieu", ignore_errors=True)
    return evaluate(folder, *arguments).seconds


def measure(rounds: int = ROUNDS) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        done = alternate(machine() | works(Path(folder)), rounds)
    names = [name for name in done.figures if name not in machine()]
    table = [*unit_rows(done), *(costs(name, done, name) for name in names)]
    compared = Goal(
        "why two runs differ, 700 of 3,321 units with other verdicts, against one of the runs",
        "so hai lượt 3.321 đơn vị, 700 đơn vị có kết luận khác, so với một lượt",
        done.ratio(DIFF, TABLE),
        3,
        " ×",
    )
    goals = [*(_goal(done, name) for name in _VIETNAMESE), compared]
    return Table(COLUMNS, table, goals, idle=done.of(PASS), rounds=rounds)


def _goal(done: Rounds, name: str) -> Goal:
    ratio = done.ratio(name, name + _UNRECORDED)
    more = Spread(*(100 * (one - 1) for one in ratio))
    return Goal(f"recording a run: {name}, more than without", _VIETNAMESE[name], more, 10, " %")


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])).markdown())
