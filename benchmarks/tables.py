"""Many units in columns: from one table to verdicts, against its libraries alone, the rules engine and plain Python.

Run in the environment that chitieu is installed in, with its extra `bulk`:  python -m benchmarks.tables [LARGE]

- 3 321 communes × 11 criteria of 47/NQ-HĐND from one CSV, and from one Parquet file, to CSV of verdicts; the same table on CLIPS (a tenth of
  it, scaled); DuckDB only reading and writing these files; 3 321 facts files in columns and on CLIPS (a tenth of them, scaled);
- the comparisons alone: the program as columns beside comparisons written by hand in Python, on the same numbers in memory;
- LARGE (100 000) communes × 100 criteria with 200 findings from one CSV to Parquet, and a tenth of them: the peak of memory.

Times are processor seconds (user and system) of whole processes, of the comparisons of this one.
"""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.many_units import RANGES, ROOT
from benchmarks.many_units import make as make_files

UNITS = 3321
PART = UNITS // 10
_PROBE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
)
_COPY = """
import duckdb
database = duckdb.connect(config={"threads": 1})
database.execute(f"CREATE TABLE given AS SELECT * FROM read_csv('{table}', all_varchar=true)")
database.execute(f"CREATE TABLE made AS SELECT * FROM read_csv('{verdicts}', all_varchar=true)")
database.execute(f"COPY made TO '{copy}' (FORMAT csv, HEADER)")
"""


class Spent(NamedTuple):
    """Processor seconds and the peak of memory (MiB) of a process."""

    seconds: float
    peak: float


def spent(*command: str, cwd: Path) -> Spent:
    """Runs a process to its end."""
    done = subprocess.run([sys.executable, "-c", _PROBE, *command], cwd=cwd, check=True, capture_output=True, text=True)
    seconds, peak = done.stdout.split()
    return Spent(float(seconds), int(peak) / 1024)


def evaluate(root: Path, *arguments: str) -> Spent:
    """`chitieu evaluate` as a process."""
    return spent(sys.executable, "-m", "cli.main", "evaluate", *arguments, cwd=root)


def rows(units: int) -> Iterator[list[str]]:
    """The table of the numbers that `many_units.make` writes as facts files, its headings first."""
    chance = random.Random(units)
    yield ["đơn vị", "năm", "tính đến", "nguồn", *RANGES, "htx.cung_co"]
    for number in range(units):
        values = (str(chance.randint(low, high)) for low, high, _ in RANGES.values())
        yield [f"xã Số {number:04d}", "2023", "31/12/2023", "BC, mục 1", *values, "đạt"]


def write(path: Path, table: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)


# ---------------------------------------------------------------- 47/NQ-HĐND


def small(root: Path) -> None:
    """3 321 communes × 11 criteria."""
    import duckdb

    shutil.copytree(ROOT / "rules", root / "rules")
    (root / "facts").mkdir()
    write(root / "bang.csv", rows(UNITS))
    write(root / "phan.csv", rows(PART))
    database = duckdb.connect()
    database.execute(f"COPY (FROM read_csv('{root / 'bang.csv'}', all_varchar=true)) TO '{root / 'bang.parquet'}'")
    columns = evaluate(root, "--data", "bang.csv", "-o", "ra.csv", "--format", "csv")
    parquet = evaluate(root, "--data", "bang.parquet", "--format", "csv")
    states = evaluate(root, "--data", "bang.csv", "-o", "ra.parquet")
    clips = evaluate(root, "--data", "phan.csv", "--engine", "clips", "--format", "csv")
    script = _COPY.replace("{table}", "bang.csv").replace("{verdicts}", "ra.csv").replace("{copy}", "chep.csv")
    alone = spent(sys.executable, "-c", script, cwd=root)
    print(f"{UNITS} communes × 11 criteria")
    for name, one, of in (
        ("CSV to CSV of verdicts, columns", columns, UNITS),
        ("Parquet to CSV of verdicts, columns", parquet, UNITS),
        ("CSV to Parquet, findings too, columns", states, UNITS),
        ("DuckDB only reading and writing them", alone, UNITS),
        (f"CSV to CSV of verdicts, CLIPS ({PART} of them)", clips, PART),
    ):
        print(f"- {name}: {one.seconds:.2f} s, {one.seconds / of * 1e3:.2f} ms a unit, peak {one.peak:.0f} MiB")
    print(f"- columns against the library alone: {columns.seconds / alone.seconds:.1f}")


def files(root: Path) -> None:
    """The same from facts files, with what is kept of earlier runs and without."""
    make_files(root, UNITS)
    for engine, chosen in (("columns", UNITS), ("clips", PART)):
        names = [part for number in range(chosen) for part in ("--unit", f"xa-{number:04d}")] if chosen < UNITS else []
        options = ("--format", "csv", "--no-record", "--jobs", "1", "--engine", engine)
        one = evaluate(root, *options, *names)
        print(f"- {chosen} facts files to CSV of verdicts, {engine}: {one.seconds / chosen * 1e3:.2f} ms a unit")


# ---------------------------------------------------------------- comparisons alone


def comparisons() -> None:
    """The program of the verdicts of 11 criteria beside comparisons by hand, given the numbers of all units."""
    import numpy as np

    from engine.bulk.exact import Numbers, places
    from engine.evaluation.evaluator import Evaluator
    from engine.inference.columns import ColumnPlan, InputColumns
    from engine.inference.nodes import Node, NodeKind
    from engine.inference.program import Slot
    from engine.workspace.cases import Cases
    from engine.workspace.choosing import Selection
    from engine.workspace.workspace import Workspace

    (case,) = Cases(Workspace(ROOT)).select(Selection())
    evaluator = Evaluator(case.rulebook, "clips")
    plan = ColumnPlan(evaluator.verdict_program)
    asserted = {fact.node: fact for fact in evaluator.verdict_facts(case.facts)}
    chance = random.Random(1)
    codes = {one.code for one in case.rulebook.inputs.values()}
    keys = [k for k, one in case.rulebook.inputs.items() if one.code in RANGES and one.code in codes]
    given = {
        key: [chance.randint(*RANGES[str(case.rulebook.inputs[key].code)][:2]) for _ in range(UNITS)] for key in keys
    }
    columns = {
        key: Numbers(np.array(values), None, case.rulebook.inputs[key].unit.scale) for key, values in given.items()
    }

    def in_columns() -> None:
        found = InputColumns(UNITS)
        for node, fact in asserted.items():
            slots = {slot: np.full(UNITS, value, np.int32) for slot in Slot if (value := fact.value(slot)) is not None}
            found.put(node, slots)
        for key, numbers in columns.items():
            node = Node(NodeKind.INPUT, key)
            if node in asserted:
                place = places(numbers, evaluator.compiled.scales[key].constants)
                found.put(node, {slot: place for slot in Slot if asserted[node].value(slot) is not None})
        plan.run(found)

    judges = [
        (key, (low + high) // 2) for key in keys for low, high, _ in [RANGES[str(case.rulebook.inputs[key].code)]]
    ]
    units = [dict(zip(given, values, strict=True)) for values in zip(*given.values(), strict=True)]

    def by_hand() -> None:
        for unit in units:
            {key: "met" if unit[key] >= threshold else "not_met" for key, threshold in judges}

    verdicts = UNITS * len(list(case.rulebook.criteria))
    for name, work in (("the program as columns", in_columns), ("comparisons by hand, met or not", by_hand)):
        print(f"- {name}: {_seconds(work) / verdicts * 1e9:.0f} ns a verdict")


def _seconds(work: Callable[[], None]) -> float:
    """The least of several rounds."""
    found = []
    for _ in range(7):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


# ---------------------------------------------------------------- 100 criteria, 200 findings


def large(root: Path, units: int) -> None:
    """100 criteria with 200 findings, for ``units`` communes and a tenth of them."""
    _write_rules(root / "rules" / "nq")
    (root / "facts").mkdir()
    print("100 criteria × 200 findings, CSV to Parquet")
    for number in (units // 10, units):
        write(root / "bang.csv", _numbers(number))
        one = evaluate(root, "--data", "bang.csv", "-o", "ra.parquet")
        print(f"- {number:,} communes: {one.seconds:.1f} s, peak {one.peak:.0f} MiB")


def _write_rules(folder: Path) -> None:
    folder.mkdir(parents=True)
    codes = "".join(
        f"  a.s{i}:\n    tên: Số liệu thứ {i}\n    đơn vị tính: {_unit(i)}\n    tính chất: {'thời điểm' if i % 2 else 'trong năm'}\n"
        for i in range(100)
    ).replace("tính: %", 'tính: "%"')
    head = f"nghị quyết:\n  số: 9/NQ-HĐND\n  ngày: 1/1/2021\n  giai đoạn: 2021-2025\nsố liệu:\n{codes}"
    (folder / "nghi-quyet.yaml").write_text(head, "utf-8")
    for target in range(10):
        lines = (_criterion(target, part) for part in range(10))
        text = f"chỉ tiêu: {target + 1}\ntên: Chỉ tiêu {target + 1}\nnội dung:\n{''.join(lines)}"
        (folder / f"chi-tieu-{target + 1:02d}.yaml").write_text(text, "utf-8")
    limits = "".join(
        f"  - mã: HC-{i}\n    của: [{i // 10 + 1}.{i % 10 + 1}]\n    kết luận: Nội dung còn hạn chế.\n"
        for i in range(100)
    )
    causes = "".join(
        f"  - mã: KQ-{i}\n    loại: khách quan\n    của: [HC-{i}]\n    khi: a.s{(7 * i + 1) % 100} dưới {_written(30 + i % 9, (7 * i + 1) % 100)}\n"
        "    kết luận: Do điều kiện còn khó khăn.\n"
        for i in range(100)
    )
    (folder / "han-che.yaml").write_text(f"hạn chế:\n{limits}nguyên nhân:\n{causes}", "utf-8")


def _criterion(target: int, part: int) -> str:
    number = target * 10 + part
    goal = f"từ {_written(40 + part, number)} trở lên"
    text = f"Số liệu thứ {number} đạt {goal}"
    return f"  - số: {target + 1}.{part + 1}\n    nguyên văn: {text}\n    đạt khi: a.s{number} {goal}\n"


def _unit(number: int) -> str:
    return "hộ" if number % 3 else "%"


def _written(value: int, number: int) -> str:
    return f"{value} hộ" if number % 3 else f"{value}%"


def _numbers(units: int) -> Iterator[list[str]]:
    chance = random.Random(units)
    yield ["đơn vị", "năm", "tính đến", *(f"a.s{number}" for number in range(100))]
    for unit in range(units):
        yield [f"xã {unit:06d}", "2023", "31/12/2023", *(str(chance.randint(0, 99)) for _ in range(100))]


def main(units: int) -> None:
    for part in (small, files):
        with tempfile.TemporaryDirectory() as folder:
            part(Path(folder))
    comparisons()
    with tempfile.TemporaryDirectory() as folder:
        large(Path(folder), units)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
