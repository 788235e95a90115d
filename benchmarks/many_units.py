"""Many units: `evaluate` over thousands of communes against the bare engine, time per verdict and memory.

Run in the environment that chitieu is installed in:  python benchmarks/many_units.py [units] [engine]
It makes a workspace of so many communes with the rules of this repository and invented data, then measures in one run,
in processor time of this process:

- bare: the engine alone with our recording of what fired, given the facts already made; once with the rules that lead to
  verdicts, once with all (findings, reconciliations);
- verdicts: facts in memory → values, inference, verdicts read back (what the time per verdict is);
- evaluations: the same with all rules, findings and all that reports say; json: that as a line of jsonl;
- whole: what the command does for each commune, reading its file and writing its lines of CSV included.

With two processes (`--jobs 2`) the time of the whole command is compared with that of one, by the clock. Memory is the peak of a process that evaluates all units into CSV against one that evaluates a tenth of them.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.factbase.base import FactBase
from engine.files.json_form import to_json_line
from engine.many_units.stream import stream_verdicts
from engine.reports.verdicts_csv import csv_lines
from engine.workspace.cases import Case, Cases, Evaluators
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = 300
"""So many units are held in memory at once for the parts that need them so."""
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


def make(root: Path, units: int) -> None:
    """A workspace of ``units`` communes; the same for the same number."""
    chance = random.Random(units)
    shutil.copytree(ROOT / "rules", root / "rules")
    for number in range(units):
        folder = root / "facts" / f"xa-{number:04d}"
        folder.mkdir(parents=True)
        values = "".join(
            f"      {code}: {chance.randint(low, high)}{unit}\n" for code, (low, high, unit) in RANGES.items()
        )
        head = f"nghị quyết: 47/NQ-HĐND\nđơn vị: xã Số {number:04d}\nnăm: 2023\ntính đến: 31/12/2023\n"
        source = "nguồn:\n  BC:\n    tên: Báo cáo\nsố liệu:\n  - nguồn: BC, mục 1\n    giá trị:\n"
        judged = "  - nguồn: BC, mục 2\n    loại nguồn: nhận định\n    giá trị:\n      htx.cung_co: đạt\n"
        (folder / "2023.yaml").write_text(head + source + values + judged, "utf-8")


def spent(work: Callable[[], object]) -> float:
    """Processor seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(root: Path, engine: str) -> None:
    cases = Cases(Workspace(root))
    chosen = cases.choose(Selection())
    evaluators = Evaluators(engine)
    evaluator = evaluators.of(chosen[0].rulebook)
    criteria = len(list(chosen[0].rulebook.criteria))
    whole = spent(lambda: [csv_lines(o.result) for o in stream_verdicts(cases, chosen, evaluators) if o.result])
    sample = [loaded.case for loaded in cases.load(chosen[:SAMPLE]) if loaded.case is not None]
    bare = all_rules = verdicts = evaluations = json = 0.0
    for case in sample:  # side by side, so that a busy moment of the machine falls on all
        few, facts = evaluator.verdict_facts(case.facts), evaluator.working_facts(case.facts)
        bare += spent(lambda few=few: evaluator.verdict_session.run(few))  # type: ignore[misc]
        verdicts += spent(lambda case=case: evaluator.verdicts(fresh(case)))  # type: ignore[misc]
        all_rules += spent(lambda facts=facts: evaluator.session.run(facts))  # type: ignore[misc]
        evaluations += spent(lambda case=case: evaluator.evaluate(fresh(case)))  # type: ignore[misc]
        evaluation = evaluator.evaluate(fresh(case))
        json += spent(lambda evaluation=evaluation: to_json_line(evaluation))  # type: ignore[misc]
    print(f"{evaluator.session.name}: {len(chosen)} units × {criteria} criteria")
    rows = (
        ("bare engine, verdicts alone", bare, len(sample), bare),
        ("verdicts", verdicts, len(sample), bare),
        ("bare engine, all rules", all_rules, len(sample), all_rules),
        ("evaluations", evaluations, len(sample), all_rules),
        ("json", json, len(sample), all_rules),
        ("whole", whole, len(chosen), bare),
    )
    for name, seconds, cases_done, base in rows:
        each = seconds / cases_done
        print(f"{name}: {each * 1e6 / criteria:.0f} µs per verdict, ratio {each / (base / len(sample)):.2f}")


def fresh(case: Case) -> FactBase:
    """The facts without the values that were computed before."""
    return FactBase(case.rulebook, case.facts.facts)


def peaks(root: Path, units: int, engine: str) -> Iterator[tuple[int, int]]:
    """Units and peak memory (KiB) of a process that evaluates all of them, or a tenth."""
    for part in (units // 10, units):
        names = [argument for n in range(part) for argument in ("--unit", f"xa-{n:04d}")] if part < units else []
        command = [sys.executable, "-m", "cli.main", "evaluate", "--format", "csv", "--engine", engine, *names]
        probe = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", probe, *command], cwd=root, check=True, capture_output=True, text=True
        )
        yield part, int(done.stdout)


def of_two_processes(root: Path, engine: str, form: str) -> float:
    """The time of the whole command in two processes against one, by the clock."""
    seconds = []
    for jobs in ("2", "1"):
        command = [sys.executable, "-m", "cli.main", "evaluate", "--format", form, "--engine", engine, "--jobs", jobs]
        start = time.perf_counter()
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - start)
    return seconds[0] / seconds[1]


def main(units: int, engine: str) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        make(root, units)
        measure(root, engine)
        for part, peak in peaks(root, units, engine):
            print(f"{part} units: peak {peak / 1024:.0f} MiB")
        for form in ("csv", "jsonl"):
            print(f"{form} in two processes: {of_two_processes(root, engine, form):.2f} of the time of one")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3321, sys.argv[2] if len(sys.argv) > 2 else "auto")
