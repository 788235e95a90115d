"""What large amounts cost: the history of thousands of records, a report and the engines on hundreds of criteria, mutants.

Run in the environment that chitieu is installed in:

    python -m benchmarks.bulk [PART OF A NAME] [--against CHECKOUT]

Every figure is the processor time (user and system) and the peak of memory of the whole process, start-up included; beside it
stands what `python -c pass` takes then. With ``--against`` each command is run from another checkout too (the program as
it was), in turns, and the outputs are compared byte by byte.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import cost, many_units
from benchmarks.cost import PASS, ROOT, Failed, Rounds, Spread, alternate
from benchmarks.machine import units as machine
from benchmarks.table import COLUMNS, Goal, Table, number, unit_rows
from benchmarks.table import costs as costs_row
from engine.history.receipt import receipt_of
from engine.history.store import History, pack
from engine.workspace.case import Evaluators
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace

ROUNDS = 3
PATIENCE = 300
"""Seconds of the processor after which a command is stopped."""


class Task(NamedTuple):
    """A command of `chitieu` on a workspace that was made for it; ``out`` is a file that it writes besides.

    ``goal`` is «2 s» or «300 MiB»; anything else is shown and held against nothing.
    """

    name: str
    arguments: tuple[str, ...]
    goal: str
    out: str = ""
    vi: str = ""
    """The name in Vietnamese, for README.vi.md."""


class Cost(NamedTuple):
    seconds: float
    megabytes: float
    output: str
    """The sha256 of all that was written."""


MAKERS: list[Callable[[Path], Iterator[Task]]] = []


def maker(make: Callable[[Path], Iterator[Task]]) -> Callable[[Path], Iterator[Task]]:
    MAKERS.append(make)
    return make


@maker
def history(root: Path, records: int = 3321) -> Iterator[Task]:
    """A history of so many communes on the rules of this repository."""
    many_units.make(root, records)
    evaluators, cases = Evaluators(), Cases(Workspace(root)).select(Selection())
    receipts = (receipt_of(case, evaluators.of(case.rulebook).evaluate(case.facts)) for case in cases)
    with History(root) as kept:  # a run of so many would be one record
        kept.add(map(pack, receipts), datetime.now())
    yield Task(f"history of {records} records", ("history", "--limit", "0"), "2 s")
    yield Task(f"history --verify of {records} records", ("history", "--verify"), "10 s")


@maker
def criteria(root: Path) -> Iterator[Task]:
    """Evaluations of many criteria on each engine, and a report."""
    for count in (500, 1000, 2000):
        write_criteria(root, count)
        for engine in ("clips", "durable"):
            arguments = ("evaluate", "--year", "2024", "--format", "json", "--engine", engine)
            yield Task(f"{count:,} criteria on {engine}", arguments, "linear, 300 MiB")
        if count == 500:
            yield Task(
                "report .docx of 500 criteria",
                ("report", "--year", "2024", "-o", "ra.docx", "--force"),
                "5 s",
                "ra.docx",
            )


@maker
def mutants(root: Path) -> Iterator[Task]:
    """The tests of the rules of this repository on their mutants."""
    root.mkdir()
    for folder in ("rules", "facts"):
        shutil.copytree(ROOT / folder, root / folder)
    yield Task("test --mutate of 47/NQ-HĐND", ("test", "--mutate"), "10 s")


def write_criteria(root: Path, count: int) -> None:
    """A workspace of ``count`` criteria, ten to a target: goals with vượt, milestones, deadlines, compound ones, yearly ones."""
    shutil.rmtree(root, ignore_errors=True)
    head = "nghị quyết:\n  số: 1/NQ-HĐND\n  ngày: 1/1/2024\n  giai đoạn: 2024-2028\n  trích yếu: Trồng cây\nsố liệu:\n"
    facts = (
        "nghị quyết: 1/NQ-HĐND\nđơn vị: xã A\nnăm: 2024\ntính đến: 31/12/2024\n"
        "nguồn:\n  BC:\n    tên: Báo cáo\nsố liệu:\n  - nguồn: BC, mục 1\n    giá trị:\n"
    )
    (root / "rules" / "nq").mkdir(parents=True)
    (root / "facts" / "xa-a").mkdir(parents=True)
    for target in range(count // 10):
        text = f"chỉ tiêu: {target + 1}\ntên: Trồng cây {target + 1}\nnội dung:\n"
        for place in range(10):
            number = target * 10 + place
            text += f"  - số: {target + 1}.{place + 1}\n" + _goal(number, f"{target + 1}.{place}")
            nature = "    tính chất: trong năm\n" if number % 5 == 4 else ""
            head += f"  cay.s{number}:\n    tên: Số cây {number}\n    đơn vị tính: cây\n{nature}"
            facts += f"      cay.s{number}: {60 + number * 37 % 60} cây\n"
        (root / "rules" / "nq" / f"chi-tieu-{target + 1}.yaml").write_text(text, "utf-8")
    (root / "rules" / "nq" / "nghi-quyet.yaml").write_text(head, "utf-8")
    (root / "facts" / "xa-a" / "2024.yaml").write_text(facts, "utf-8")


def _goal(number: int, before: str) -> str:
    """The lines of a criterion on indicator ``number``; ``before`` is the criterion before it."""
    least, own = 70 + number % 30, f"    đo bằng: cay.s{number}\n"
    many = f"từ {least} cây trở lên"
    kinds = (
        f"    nguyên văn: Trồng {many}\n{own}    đạt khi: {many}\n    vượt khi: trên {least + 20} cây\n",
        f"    nguyên văn: Năm 2025 trồng {many}, năm 2028 từ {least + 10} cây trở lên\n{own}"
        f"    đạt khi:\n      2025: {many}\n      2028: từ {least + 10} cây trở lên\n",
        f"    nguyên văn: Trồng {least} cây\n{own}    hạn: {1 + number % 28}/{1 + number % 12}/2026\n    đạt khi: đạt {least} cây\n",
        f"    nguyên văn: Cả ba\n    đạt khi:\n      tất cả:\n        - cay.s{number} {many}\n"
        f"        - cay.s{number - 1} từ {least + 3} cây trở lên\n        - nội dung {before} đạt\n",
        f"    nguyên văn: Hằng năm trồng {many}\n{own}    kỳ: hằng năm\n    đạt khi: {many}\n"
        f"    áp dụng khi: cay.s{number - 1} trên {10 + number % 7} cây\n",
    )
    return kinds[number % 5]


def run(arguments: list[str], folder: Path, checkout: Path, out: str) -> Cost:
    """Runs Python with ``arguments`` in ``folder``, with the program of ``checkout``."""
    done = cost.run((sys.executable, "-P", *arguments), folder, PATIENCE, PYTHONPATH=str(checkout))
    if done.code not in (0, 1, 4):
        raise Failed(f"«{' '.join(arguments)}» ended with {done.code}: {done.output[-300:]}")
    written = done.output.encode() + ((folder / out).read_bytes() if out else b"")
    return Cost(done.seconds, done.mebibytes, hashlib.sha256(written).hexdigest())


def measure(rounds: int = ROUNDS) -> Table:
    """The table of `python -m benchmarks --only bulk`: every task without another checkout."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for make in MAKERS:
        with tempfile.TemporaryDirectory() as folder:
            for task in make(Path(folder) / "w"):
                done, peaks = _rounds(task, Path(folder) / "w", rounds)
                if not rows:
                    rows += [(*row, "") for row in unit_rows(done)]
                rows.append((*costs_row(task.name, done, task.name), number(max(peaks))))
                limit, _, unit = task.goal.partition(" ")
                if unit in ("s", "MiB"):
                    figure = done.of(task.name) if unit == "s" else Spread.of(peaks)
                    goals.append(Goal(task.name, task.vi or task.name, figure, float(limit), f" {unit}"))
                idle = done.of(PASS)
    return Table((*COLUMNS, "MiB"), rows, goals, idle=idle, rounds=rounds)


def _rounds(task: Task, root: Path, rounds: int) -> tuple[Rounds, list[float]]:
    """Seconds of a task and of the machine's own units in turns, and the peaks of memory."""
    peaks: list[float] = []

    def work() -> float:
        done = run(["-m", "cli.main", *task.arguments], root, ROOT, task.out)
        peaks.append(done.megabytes)
        return done.seconds

    return alternate(machine() | {task.name: work}, rounds), peaks


def costs(task: Task, root: Path, against: Path | None) -> None:
    """Prints what a task costs."""
    checkouts = [ROOT, *([against] if against else [])]
    done: dict[Path, list[Cost]] = {checkout: [] for checkout in checkouts}
    bare = []
    for _ in range(ROUNDS):  # in turns, so that a busy moment of the machine falls on all
        bare.append(run(["-c", "pass"], root, ROOT, "").seconds)
        for checkout in checkouts:
            if done[checkout] and done[checkout][0].seconds > 40:
                continue  # once is enough to see how slow it was
            done[checkout].append(run(["-m", "cli.main", *task.arguments], root, checkout, task.out))
    shown = [
        f"{median(c.seconds for c in ran):6.2f} s ({min(c.seconds for c in ran):.2f} to {max(c.seconds for c in ran):.2f}) "
        f"{max(c.megabytes for c in ran):5.0f} MiB"
        for ran in done.values()
    ]
    outputs = {cost.output for ran in done.values() for cost in ran}
    equal = "" if against is None else ", equal outputs" if len(outputs) == 1 else ", OUTPUTS DIFFER"
    print(
        f"{task.name}: {' against '.join(shown)}{equal}; goal {task.goal}; python -c pass {median(bare):.3f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="", help="only makers with this in their name")
    parser.add_argument("--against", type=Path, help="another checkout of the program")
    asked = parser.parse_args()
    for make in MAKERS:
        if asked.part not in make.__name__:
            continue
        root = Path(tempfile.mkdtemp())
        try:
            for task in make(root / "w"):
                costs(task, root / "w", asked.against and asked.against.resolve())
        finally:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
