"""What the evaluation of a nation costs where its data lie: PostgreSQL at several sizes, and Spark in local mode.

Run in the environment that chitieu is installed in, with PostgreSQL as Debian ships it (`apt install postgresql`):

    python -m benchmarks.national CRITERIA UNITS [UNITS …] [--spark]

An invented resolution of so many criteria (a number against a constant, a quotient, a corridor, all of two), each with a
finding, is written as SQL and run over so many invented units. Of PostgreSQL the processor time and the peak of memory are
those of the process that serves us; the time of Spark is by the clock, all its threads together. The states stay in the
database; what it costs to bring them back and to infer the sample again is the time of `evaluate --on` without that.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from engine.bulk.column_types import Content
from engine.evaluation.evaluator import Evaluator
from engine.sql.connections import steps_of
from engine.sql.dialects import POSTGRES, SPARK, Dialect
from engine.sql.models import DatabaseCases, When
from engine.sql.statement import Source, Statement, StatementWriter
from engine.workspace.workspace import Workspace

WHEN = When(2025, date(2025, 12, 31), "so_lieu")
_TARGETS = 10
"""Criteria of a target."""
_TICKS = os.sysconf("SC_CLK_TCK")


def indicators(criteria: int) -> list[str]:
    """The codes: two for each criterion."""
    return [f"c{number}.{letter}" for number in range(criteria) for letter in "ab"]


def make(root: Path, criteria: int) -> None:
    """A workspace with the rules, without facts."""
    head = "nghị quyết:\n  số: 1/NQ-HĐND\n  ngày: 1/1/2021\n  giai đoạn: 2021-2025\nsố liệu:\n"
    head += "".join(
        f"  {one}: {{tên: Số {one}, đơn vị tính: hộ, tính chất: thời điểm}}\n" for one in indicators(criteria)
    )
    rules = root / "rules" / "nq"
    rules.mkdir(parents=True)
    (root / "facts").mkdir()
    (rules / "nghi-quyet.yaml").write_text(head, "utf-8")
    for target in range(criteria // _TARGETS):
        text = f"chỉ tiêu: {target + 1}\ntên: Chỉ tiêu {target + 1}\nnội dung:\n"
        findings = ""
        for place in range(_TARGETS):
            number, own = target * _TARGETS + place, f"{target + 1}.{place + 1}"
            text += f"  - số: {own}\n    nguyên văn: Nội dung {own}\n    đạt khi:{_goal(number)}\n"
            findings += (
                f"  - mã: HC-{number + 1}\n    của: [{own}]\n    mục: II\n    căn cứ: BC, mục II\n"
                f"    khi: c{number}.a dưới {100 + number} hộ\n    kết luận: Còn thấp.\n"
            )
        (rules / f"chi-tieu-{target + 1}.yaml").write_text(f"{text}hạn chế:\n{findings}", "utf-8")


def _goal(number: int) -> str:
    first, second = f"c{number}.a", f"c{number}.b"
    goals = (
        f" {first} từ {300 + number} hộ trở lên",
        f" tỷ_lệ({first}, {second}) từ 60% trở lên",
        f" {first} từ 100 đến {500 + number} hộ",
        f"\n      tất cả:\n        - {first} từ 200 hộ trở lên\n        - {second} dưới 900 hộ",
    )
    return goals[number % len(goals)]


def statement(root: Path, criteria: int, dialect: Dialect) -> Statement:
    """The resolution as SQL."""
    cases = DatabaseCases(Workspace(root), "so_lieu")
    cases.read_rules()
    if cases.problems.has_errors:
        raise SystemExit("\n".join(one.message for one in cases.problems.found))
    rulebook = cases.wanted_rules(None)[0]
    cases.named(rulebook)
    codes = indicators(criteria)
    source = Source(
        ("so_lieu",), "unit", cells=dict(zip(codes, codes, strict=True)), contents=dict.fromkeys(codes, Content.NUMBERS)
    )
    return StatementWriter(Evaluator(rulebook), cases, source, WHEN, dialect).write()


def columns(criteria: int, dialect: Dialect, remainder: str) -> Iterator[str]:
    """Expressions of invented numbers of unit ``i``, with one in fifty missing."""
    for place, code in enumerate(indicators(criteria), 1):
        number = remainder.format(f"(i + {place}) * {7_919 + 2 * place}", 1_000)
        missing = remainder.format(f"i * 31 + {place}", 50)
        yield f"CASE WHEN {missing} <> 0 THEN CAST({number} AS INTEGER) + 1 END AS {dialect.name(code)}"


def on_postgres(root: Path, criteria: int, sizes: list[int]) -> None:
    import psycopg

    from tests.sql.cluster import cluster

    began = time.process_time()
    written = statement(root, criteria, POSTGRES)
    print(
        f"{criteria} criteria, {len(written.concluded)} conclusions of a unit; not said in SQL: {len(written.unsaid)}"
    )
    print(
        f"writing the statement: {time.process_time() - began:.2f} s, {len(written.codes()[0]) / 1e6:.2f} MB",
        flush=True,
    )
    with cluster() as address:
        for units in sizes:
            with psycopg.connect(address, autocommit=True) as filling:
                numbers = ", ".join(columns(criteria, POSTGRES, "mod(({0})::bigint, {1})"))
                filling.execute("DROP TABLE IF EXISTS so_lieu")
                filling.execute(
                    f"CREATE TABLE so_lieu AS SELECT 'xã ' || i AS unit, {numbers} FROM generate_series(1::bigint, {units}) i"
                )
            with psycopg.connect(address, autocommit=True) as connection:
                _measured(connection, written, units)


def _measured(connection: Any, written: Statement, units: int) -> None:
    for before in POSTGRES.before:
        connection.execute(before)
    process = connection.info.backend_pid
    before, clock = _cpu(process), time.monotonic()
    connection.execute(f"CREATE TEMP TABLE ra AS {written.codes()[0]}")
    seconds, clock = _cpu(process) - before, time.monotonic() - clock
    left = connection.execute("SELECT count(*) FROM ra WHERE left_to_rules").fetchone()[0]
    size = connection.execute(
        "SELECT pg_total_relation_size('so_lieu') / 1e6, pg_total_relation_size('ra') / 1e6"
    ).fetchone()
    spilled = connection.execute(
        "SELECT temp_bytes / 1e6 FROM pg_stat_database WHERE datname = current_database()"
    ).fetchone()[0]
    print(
        f"PostgreSQL, {units} units: {seconds:.2f} s of the processor, {clock:.2f} s by the clock, "
        f"{1e6 * seconds / units / len(written.concluded):.2f} µs a conclusion, peak {_peak(process):.0f} MB, "
        f"temporary files so far {spilled:.0f} MB, table {size[0]:.0f} MB, states {size[1]:.0f} MB, left to the rules: {left}",
        flush=True,
    )


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1_000


def on_spark(root: Path, criteria: int, sizes: list[int]) -> None:
    """Local mode, all cores; that the states are those of PostgreSQL is shown by their number by conclusion."""
    from pyspark.sql import SparkSession

    written = statement(root, criteria, SPARK)
    builder = SparkSession.builder.master("local[*]").appName("chitieu").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.memory", "6g").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for before in SPARK.before:
        session.sql(before)
    print(f"Spark {session.version}")
    for units in sizes:
        numbers = ", ".join(columns(criteria, SPARK, "CAST(({0}) % {1} AS INT)"))
        session.sql(
            f"SELECT concat('xã ', id) AS unit, {numbers.replace('(i ', '(id ').replace('(i *', '(id *')} FROM range(1, {units + 1})"
        ).cache().createOrReplaceTempView("so_lieu")
        session.sql("SELECT count(*) FROM so_lieu").collect()
        clock = time.monotonic()
        *steps, last = written.codes()
        with steps_of(session, steps):
            grouped = f"SELECT left_to_rules, count(*), {_sums(written)} FROM ({last}) GROUP BY left_to_rules"
            found = session.sql(grouped).collect()
        print(
            f"Spark, {units} units: {time.monotonic() - clock:.2f} s by the clock; {[tuple(row[:3]) for row in found]}",
            flush=True,
        )
    session.stop()


def _sums(written: Statement) -> str:
    return ", ".join(f"sum(c{place})" for place in range(len(written.concluded)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.national", description=__doc__)
    parser.add_argument("criteria", type=int)
    parser.add_argument("units", type=int, nargs="+")
    parser.add_argument("--spark", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), asked.criteria)
        (on_spark if asked.spark else on_postgres)(Path(folder), asked.criteria, asked.units)


if __name__ == "__main__":
    main()
