"""Many units in columns: from one table to verdicts, against its library alone, the rules engine and plain Python.

    python -m benchmarks.tables [ROUNDS]

- 3,321 communes × 11 criteria of 47/NQ-HĐND from one CSV, and from one Parquet file, to CSV of verdicts; to Parquet with findings; DuckDB only
  reading and writing the same files; vtlengine, where it is installed, from a table as large to verdicts alone; a tenth of the table on CLIPS; 3,321 facts files in columns;
- the comparisons alone, in memory: the program as columns beside comparisons written by hand in Python, on the same numbers;
- 100,000 communes × 100 criteria with 200 findings from one CSV to Parquet, and a tenth of them, once each.

Needs the extra `bulk`.
"""

from __future__ import annotations

import csv
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.cost import CHITIEU, PASS, ROOT, Cost, Rounds, Spread, alternate, finished, spent
from benchmarks.machine import install, peers_python
from benchmarks.machine import units as machine
from benchmarks.many_units import RANGES
from benchmarks.many_units import make as make_files
from benchmarks.peers.criteria import make_targets
from benchmarks.peers.measure import write_table
from benchmarks.table import COLUMNS, Goal, Table, costs, unit_rows

ROUNDS = 3
UNITS = 3321
PART = UNITS // 10
LARGE = 100_000
_COPY = """
import duckdb
database = duckdb.connect(config={"threads": 1})
database.execute("CREATE TABLE given AS SELECT * FROM read_csv('bang.csv', all_varchar=true)")
database.execute("CREATE TABLE made AS SELECT * FROM read_csv('ra.csv', all_varchar=true)")
database.execute("COPY made TO 'chep.csv' (FORMAT csv, HEADER)")
"""
TABLE, PARQUET, STATES = "CSV to CSV of verdicts", "Parquet to CSV of verdicts", "CSV to Parquet, findings too"
GAPS = "the same with a tenth of the cells empty"
MISSING = 0.1
ALONE, CLIPS = "DuckDB only reads and writes these CSV files", f"CSV to CSV of verdicts, CLIPS, {PART} communes"
PEER = "vtlengine, CSV to CSV of unit, criterion and verdict"
CRITERIA = 11
FILES = "facts files to CSV of verdicts"
PLAN, HAND = "the program as columns, in memory", "comparisons by hand in Python, met or not"


def evaluate(root: Path, *arguments: str) -> Cost:
    """`chitieu evaluate` as a process."""
    return finished((*CHITIEU, "evaluate", *arguments), root)


def rows(units: int, missing: float = 0) -> Iterator[list[str]]:
    """The table of the numbers that `many_units.make` writes as facts files, its headings first; ``missing``: what share is empty."""
    chance, gap = random.Random(units), random.Random(1)
    yield ["đơn vị", "năm", "tính đến", "nguồn", *RANGES, "htx.cung_co"]
    for number in range(units):
        numbers = [str(chance.randint(low, high)) for low, high, _ in RANGES.values()]
        values = ["" if gap.random() < missing else number for number in numbers]
        yield [f"xã Số {number:04d}", "2023", "31/12/2023", "BC, mục 1", *values, "đạt"]


def write(path: Path, table: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)


def small(root: Path) -> dict[str, Callable[[], float]]:
    """The works on 3,321 communes × 11 criteria."""
    import duckdb

    for folder in ("bang", "tep"):
        (root / folder).mkdir()
    shutil.copytree(ROOT / "rules", root / "bang" / "rules")
    (root / "bang" / "facts").mkdir()
    table, files = root / "bang", root / "tep"
    make_files(files, UNITS)
    write(table / "bang.csv", rows(UNITS))
    write(table / "thieu.csv", rows(UNITS, MISSING))
    write(table / "phan.csv", rows(PART))
    database = duckdb.connect()
    database.execute(f"COPY (FROM read_csv('{table / 'bang.csv'}', all_varchar=true)) TO '{table / 'bang.parquet'}'")
    evaluate(table, "--data", "bang.csv", "--format", "csv", "-o", "ra.csv")
    in_columns = ("--engine", "columns", "--format", "csv")
    return peer(root) | {
        TABLE: lambda: evaluate(table, "--data", "bang.csv", *in_columns).seconds,
        GAPS: lambda: evaluate(table, "--data", "thieu.csv", *in_columns).seconds,
        PARQUET: lambda: evaluate(table, "--data", "bang.parquet", *in_columns).seconds,
        STATES: lambda: evaluate(table, "--data", "bang.csv", "-o", "ra.parquet").seconds,
        ALONE: lambda: finished((sys.executable, "-c", _COPY), table).seconds,
        CLIPS: lambda: evaluate(table, "--data", "phan.csv", "--engine", "clips", "--format", "csv").seconds,
        FILES: lambda: evaluate(files, *in_columns).seconds,
    }


def peer(root: Path) -> dict[str, Callable[[], float]]:
    """vtlengine (AGPL: in a process and an environment of its own) on a table of as many units and criteria of its own form; {} where it does not install."""
    if "vtlengine" in install():
        return {}
    write_table(root / "vtl.csv", make_targets(CRITERIA), UNITS)
    asked = ("whole", "vtl-pandas", str(CRITERIA), str(UNITS), str(root / "vtl.csv"))
    return {PEER: lambda: finished((peers_python(), "-m", "benchmarks.peers.measure", *asked), ROOT).seconds}


def comparisons() -> dict[str, Callable[[], float]]:
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

    return {PLAN: lambda: spent(in_columns), HAND: lambda: spent(by_hand)}


def large(root: Path, units: int) -> Cost:
    """100 criteria with 200 findings, for ``units`` communes."""
    make_large(root, units)
    return evaluate(root, "--data", "bang.csv", "-o", "ra.parquet")


def make_large(root: Path, units: int) -> None:
    """Writes rules of 100 criteria with 200 findings, and the table of ``units`` communes."""
    _write_rules(root / "rules" / "nq")
    (root / "facts").mkdir()
    write(root / "bang.csv", _numbers(units))


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


def measure(rounds: int = ROUNDS) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        done = alternate(machine() | small(Path(folder)) | comparisons(), rounds)
    peaks = []
    for units in (LARGE // 10, LARGE):
        with tempfile.TemporaryDirectory() as folder:
            cost = large(Path(folder), units)
        done.note(_large(units), cost.seconds)
        peaks.append(cost.mebibytes)
    names = [name for name in done.figures if name not in machine()]
    table = [costs(name, done, name) for name in names if not name.startswith("100 criteria")]
    for units, peak in zip((LARGE // 10, LARGE), peaks, strict=True):
        seconds = done.of(_large(units)).median
        table.append((_large(units), f"{seconds:.1f}", f"peak {peak:.0f} MiB", "–"))
    rows = [*unit_rows(done), *table]
    return Table(COLUMNS, rows, list(_goals(done, peaks)), idle=done.of(PASS), rounds=rounds)


def _large(units: int) -> str:
    return f"100 criteria × 200 findings, {units:,} communes, CSV to Parquet"


def _goals(done: Rounds, peaks: list[float]) -> Iterator[Goal]:
    yield Goal(
        "table of 3,321 units to verdicts against DuckDB reading and writing the files",
        "bảng 3.321 đơn vị ra kết luận, so với DuckDB chỉ đọc và ghi các tệp ấy",
        done.ratio(TABLE, ALONE),
        4,
        " ×",
    )
    if PEER in done.figures:
        yield Goal(
            "table of 3,321 units to verdicts with their values and origins against vtlengine's verdicts alone",
            "bảng 3.321 đơn vị ra kết luận kèm số liệu và nguồn gốc, so với vtlengine chỉ ra kết luận",
            done.ratio(TABLE, PEER),
            1,
            " ×",
        )
    yield Goal(
        "a table of 3,321 units with a tenth of its cells empty against the full one",
        "bảng 3.321 đơn vị có một phần mười số ô để trống, so với bảng đủ số",
        done.ratio(GAPS, TABLE),
        2,
        " ×",
    )
    yield Goal(
        "3,321 facts files to verdicts in columns: a unit",
        "3.321 tệp số liệu ra kết luận theo cột: một đơn vị",
        done.of(FILES).scaled(1000 / UNITS),
        3,
        " ms",
    )
    yield Goal(
        "verdicts in columns against comparisons by hand in Python",
        "kết luận theo cột, so với phép so viết tay bằng Python",
        done.ratio(PLAN, HAND),
        1,
        " ×",
    )
    yield Goal(
        "100,000 units × 100 criteria with findings",
        "100.000 đơn vị × 100 nội dung, kèm hạn chế, nguyên nhân",
        done.of(_large(LARGE)),
        60,
        " s",
    )
    growth = peaks[1] / peaks[0]
    yield Goal(
        "memory of 100,000 units against 10,000",
        "bộ nhớ của 100.000 đơn vị so với 10.000",
        Spread(growth, growth, growth),
        1.5,
        " ×",
    )


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])).markdown())
