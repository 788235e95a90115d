"""chitieu beside other engines, on the same rules and facts: `python benchmarks/peers`, run where chitieu is installed.

The other engines are installed into an environment of their own (`.venv-bench`, by the versions of requirements.txt); one
that does not install, import or agree is named with its reason. The table is written between the marks in
benchmarks/README.md. Every measurement is a process of its own; engines take turns, so that a busy moment of the machine
falls on all of them, and the best of several rounds counts, because everything else on the machine only adds.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENVIRONMENT = ROOT / ".venv-bench"
BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"
ROUNDS = 3
SIZES = (11, 100, 500)
UNITS = (1, 100, 3321)
SMALL, BATCH = 11, 50
"""Criteria where units are varied; units in memory where criteria are."""


class Row(NamedTuple):
    """An engine of measure.py: how it is called, and whether chitieu's environment has it."""

    engine: str
    title: str
    own: bool


ROWS = (
    Row("plain", "plain Python, comparisons by hand (the floor)", True),
    Row("zen-expressions", "zen-engine, expressions, no trace", False),
    Row("zen-expressions-trace", "zen-engine, expressions, trace", False),
    Row("zen", "zen-engine, decision tables, no trace", False),
    Row("zen-trace", "zen-engine, decision tables, trace", False),
    Row("rule-engine", "rule-engine, no trace", False),
    Row("experta", "experta, no trace", False),
    Row("clips", "**chitieu on CLIPS**, verdicts with proof", True),
    Row("durable", "**chitieu on durable_rules**, verdicts with proof", True),
    Row("clips-everything", "chitieu on CLIPS, all that a report says", True),
    Row("durable-everything", "chitieu on durable_rules, all that a report says", True),
)


class Failed(Exception):
    """A measurement that did not come to an end; the text says why."""


class Figures:
    """What was measured: by engine and what, the best of all rounds; ``failed`` says why an engine has none."""

    def __init__(self) -> None:
        self.best: dict[tuple[str, str], float] = {}
        self.failed: dict[str, str] = {}

    def note(self, engine: str, what: str, value: float) -> None:
        known = self.best.get((engine, what))
        self.best[engine, what] = value if known is None else min(known, value)

    def ratio(self, engine: str, what: str, to: str, to_what: str | None = None) -> str:
        """How many times the figure of ``to``; – where one is missing."""
        ours, theirs = self.best.get((engine, what)), self.best.get((to, to_what or what))
        if ours is None or theirs is None:
            return "–"
        ratio = ours / theirs
        return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"


def python_of(row: Row) -> str:
    folder = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
    return sys.executable if row.own else str(folder / "python")


def install() -> dict[str, str]:
    """Makes the environment of the other engines; why each one that is missing could not be installed."""
    if not ENVIRONMENT.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    python = python_of(ROWS[1])
    missing = {}
    for wanted in (HERE / "requirements.txt").read_text("utf-8").split():
        done = subprocess.run([python, "-m", "pip", "install", "-q", wanted], capture_output=True, text=True)
        if done.returncode:
            missing[wanted.partition("==")[0]] = f"does not install: {_last(done.stderr)}"
    return missing


def measured(row: Row, criteria: int, units: int, mode: str) -> dict[str, Any]:
    """The result of one process of measure.py, with the seconds it took as ``process``. Raises Failed."""
    command = [python_of(row), str(HERE / "measure.py"), row.engine, str(criteria), str(units), mode]
    began = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600)
    except subprocess.TimeoutExpired:
        raise Failed("takes more than ten minutes") from None
    spent = time.perf_counter() - began
    if done.returncode:
        raise Failed(_last(done.stderr))
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"process": spent}


def _last(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else "no reason given"


def measure_all(missing: dict[str, str]) -> Figures:
    figures = Figures()
    for row in ROWS:
        if why := next((why for name, why in missing.items() if row.engine.startswith(name.partition("-")[0])), None):
            figures.failed[row.engine] = why
    for number in range(ROUNDS):
        for row in ROWS:
            if row.engine not in figures.failed:
                try:
                    _measure(row, number, figures)
                except Failed as failed:
                    figures.failed[row.engine] = str(failed)
            print(f"round {number + 1}/{ROUNDS}: {row.engine} {figures.failed.get(row.engine, '')}", file=sys.stderr)
    return figures


def _measure(row: Row, number: int, figures: Figures) -> None:
    figures.note(row.engine, "start", measured(row, SMALL, 1, "start")["process"])
    for criteria in SIZES:
        figures.note(row.engine, f"steady {criteria}", measured(row, criteria, BATCH, "steady")["seconds"])
    if number == 0:  # the long ones once
        for units in UNITS:
            found = measured(row, SMALL, units, "run")
            figures.note(row.engine, f"run {units}", found["seconds"] / units)
            figures.note(row.engine, f"peak {units}", found["peak"])


def table(figures: Figures) -> str:
    """The figures as ratios, in Markdown."""
    floor, peer = "plain", "zen-trace"
    head = [
        "engine", "start-up", "per verdict, 11 criteria", "100", "500", "500 : 11", f"against {peer}, 11",
        "with loading, 1 unit", "100 units", "3,321 units", "memory", "memory 3,321 : 100",
    ]  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for row in ROWS:
        if row.engine in figures.failed:
            lines.append(f"| {row.title} | not measured: {figures.failed[row.engine]} |" + " |" * (len(head) - 2))
            continue
        cells = [
            row.title,
            figures.ratio(row.engine, "start", floor),
            *(figures.ratio(row.engine, f"steady {criteria}", floor) for criteria in SIZES),
            figures.ratio(row.engine, f"steady {SIZES[-1]}", row.engine, f"steady {SIZES[0]}"),
            figures.ratio(row.engine, f"steady {SIZES[0]}", peer),
            *(figures.ratio(row.engine, f"run {units}", floor, f"run {UNITS[-1]}") for units in UNITS),
            figures.ratio(row.engine, f"peak {UNITS[-1]}", floor),
            figures.ratio(row.engine, f"peak {UNITS[-1]}", row.engine, f"peak {UNITS[1]}"),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    made = f"{time.strftime('%Y-%m-%d')}, {platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"{made}; {', '.join((HERE / 'requirements.txt').read_text('utf-8').split())}.\n\n" + "\n".join(lines)


def write(text: str) -> None:
    readme = HERE.parent / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def main() -> None:
    missing = install()
    found = table(measure_all(missing))
    write(found)
    print(found)


if __name__ == "__main__":
    main()
