"""Many units: thousands of communes against the bare engine, seconds of the processor per verdict, and memory.

`python -m benchmarks.many_units [UNITS] [ROUNDS]` prints the table. It makes a workspace of so many communes with the rules
of this repository and invented data, and measures for each engine:

- bare: the engine alone with our recording of what fired, given the facts already made; once with the rules that lead to
  verdicts, once with all (findings, reconciliations);
- verdicts: facts in memory → values, inference, verdicts read back (what the time per verdict is);
- evaluations: the same with all rules, findings and all that reports say; json: that as a line of jsonl;
- the whole command as a process, reading of files and CSV or jsonl included, in one process and in two (`--jobs 2`: the sum
  of both, which is what the splitting costs; what it gains on idle cores only the clock could say).

The parts in memory are measured on a sample, one pass over it a round. Everything but
memory is measured on a tenth of the units; memory is the peak of a process that evaluates all of them into CSV, against that of
one that evaluates the tenth.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.cost import CHITIEU, PASS, ROOT, Rounds, Spread, alternate, finished, spent
from benchmarks.machine import units as machine
from benchmarks.table import Goal, Table, number, shown, unit_rows
from engine.factbase.base import FactBase
from engine.files.json_form import to_json_line
from engine.inference.engines import available
from engine.workspace.case import Case, Evaluators
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace

UNITS, ROUNDS = 3321, 5
SAMPLE = 100
"""So many units are held in memory at once for the parts that need them so."""
COMMANDS = {
    "whole command, CSV": ("--format", "csv"),
    "whole command, jsonl": ("--format", "jsonl"),
    "whole command, CSV, two processes": ("--format", "csv", "--jobs", "2"),
}
RANGES = {
    "tht.moi_xa_chua_co_ttcn": (0, 9, ""),
    "htx.thanh_vien": (2000, 3000, ""),
    "tht.thanh_vien": (3000, 3500, ""),
    "htx.doanh_thu_binh_quan": (1500, 2100, " triệu đồng"),
    "tht.loi_nhuan_binh_quan": (80, 260, " triệu đồng"),
    "htx.thu_nhap_lao_dong": (40, 50, " triệu đồng"),
    "htx.ty_le_trung_cap_tro_len": (20, 60, "%"),
    "htx.ty_le_boi_duong": (50, 90, "%"),
    "tht.ty_le_boi_duong": (50, 90, "%"),
    "htx_nn.ty_le_co_lai": (95, 100, "%"),
    "htx.ty_le_da_dich_vu": (10, 30, "%"),
}


def name(number: int) -> str:
    """The folder of a commune."""
    return f"xa-{number:04d}"


def make(root: Path, units: int, first: int = 0) -> None:
    """A workspace of ``units`` communes from number ``first`` on; a commune has the same values in every workspace."""
    shutil.copytree(ROOT / "rules", root / "rules")
    for commune in range(first, first + units):
        chance = random.Random(commune)
        folder = root / "facts" / name(commune)
        folder.mkdir(parents=True)
        values = "".join(
            f"      {code}: {chance.randint(low, high)}{unit}\n" for code, (low, high, unit) in RANGES.items()
        )
        head = f"nghị quyết: 47/NQ-HĐND\nđơn vị: xã Số {commune:04d}\nnăm: 2023\ntính đến: 31/12/2023\n"
        source = "nguồn:\n  BC:\n    tên: Báo cáo\nsố liệu:\n  - nguồn: BC, mục 1\n    giá trị:\n"
        judged = "  - nguồn: BC, mục 2\n    loại nguồn: nhận định\n    giá trị:\n      htx.cung_co: đạt\n"
        (folder / "2023.yaml").write_text(head + source + values + judged, "utf-8")


def in_memory(root: Path, engine: str, rounds: int) -> tuple[Rounds, int]:
    """The parts by name, one pass over the sample a round, and the number of criteria."""
    cases = Cases(Workspace(root))
    chosen = cases.choose(Selection())[:SAMPLE]
    evaluator = Evaluators(engine).of(chosen[0].rulebook)
    sample = [loaded.case for loaded in cases.load(chosen) if loaded.case is not None]
    few = [evaluator.verdict_facts(case.facts) for case in sample]
    every = [evaluator.working_facts(case.facts) for case in sample]
    evaluations = [evaluator.evaluate(fresh(case)) for case in sample]

    def each(work: Callable[..., object], inputs: list[object]) -> Callable[[], float]:
        return lambda: spent(lambda: [work(one) for one in inputs])

    works = machine() | {
        "bare engine, verdicts alone": each(evaluator.verdict_session.run, [*few]),
        "verdicts with proof": each(lambda case: evaluator.verdicts(fresh(case)), [*sample]),
        "bare engine, all rules": each(evaluator.session.run, [*every]),
        "evaluations, all that reports say": each(lambda case: evaluator.evaluate(fresh(case)), [*sample]),
        "a line of jsonl of them": each(to_json_line, [*evaluations]),
    }
    return alternate(works, rounds), len(sample) * len(list(chosen[0].rulebook.criteria))


def fresh(case: Case) -> FactBase:
    """The facts without the values that were computed before."""
    return FactBase(case.rulebook, case.facts.facts)


def evaluate(root: Path, engine: str, *arguments: str) -> tuple[str, ...]:
    return (*CHITIEU, "evaluate", "--no-record", "--engine", engine, *arguments)


def whole_command(root: Path, engine: str, options: tuple[str, ...]) -> Callable[[], float]:
    return lambda: finished(evaluate(root, engine, *options), root).seconds


AGAINST = {
    "verdicts with proof": "bare engine, verdicts alone",
    "evaluations, all that reports say": "bare engine, all rules",
    "whole command, CSV, two processes": "whole command, CSV",
}


def measure(units: int = UNITS, rounds: int = ROUNDS) -> Table:
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    with tempfile.TemporaryDirectory() as folder:
        all_units, tenth = Path(folder) / "all", Path(folder) / "tenth"
        make(all_units, units)
        make(tenth, units // 10)
        for engine in available():
            parts, verdicts = in_memory(tenth, engine, rounds)
            criteria = verdicts // min(SAMPLE, units // 10)
            whole = {title: whole_command(tenth, engine, options) for title, options in COMMANDS.items()}
            processes = alternate(machine() | whole, max(3, rounds // 2))
            few, many = (
                finished(evaluate(place, engine, "--format", "csv"), place).mebibytes for place in (tenth, all_units)
            )
            if not rows:
                rows += unit_table(parts)
            rows += [row(engine, part, parts, verdicts) for part in parts.figures if part not in machine()]
            rows += [row(engine, part, processes, units // 10 * criteria) for part in COMMANDS]
            rows.append((engine, "peak of memory", f"{few:.0f} MiB", "", f"all {units:,}: {many:.0f} MiB"))
            goals += held(engine, parts, many / few)
            idle = parts.of(PASS)
    columns = (
        f"engine, {units // 10:,} units",
        "what",
        "µs a verdict",
        "verdicts in a pass",
        "against the bare engine, or one process",
    )
    return Table(columns, rows, goals, idle=idle, rounds=rounds)


def unit_table(parts: Rounds) -> list[tuple[str, ...]]:
    return [("", what, f"{seconds} s", "", "") for what, seconds, *_ in unit_rows(parts)]


def row(engine: str, part: str, rounds: Rounds, verdicts: int) -> tuple[str, ...]:
    """A part as microseconds a verdict, and how many verdicts take the time of one idle interpreter."""
    each = rounds.of(part).scaled(1e6 / verdicts)
    a_pass = verdicts / rounds.ratio(part, PASS).median
    against = shown(rounds.ratio(part, AGAINST[part])) if part in AGAINST else ""
    return (engine, part, shown(each), number(a_pass), against)


def held(engine: str, parts: Rounds, growth: float) -> list[Goal]:
    ratio = parts.ratio("verdicts with proof", AGAINST["verdicts with proof"])
    return [
        Goal(f"many units, {engine}: verdicts against the bare engine", f"nhiều đơn vị, {engine}: kết luận so với riêng động cơ", ratio, 1.5, " ×"),
        Goal(f"many units, {engine}: memory against a tenth of them", f"nhiều đơn vị, {engine}: bộ nhớ so với một phần mười số đơn vị", Spread.of([growth]), 1.1, " ×"),
    ]  # fmt: skip


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])).markdown())
