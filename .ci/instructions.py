"""Counts the instructions of `evaluate`, `why` and `check` on 47/NQ-HĐND, and fails where one is over its budget by more than a tenth.

    python .ci/instructions.py            compares with .ci/instructions.json
    python .ci/instructions.py --record   writes the budget of this Python on this machine anew

Instructions are counted by `valgrind --tool=cachegrind` without its caches, five times as fast as callgrind: the same
program counts the same to within a millionth, however busy the machine (docs/design/benchmarks.md). Budgets differ by version
of Python and by processor; one that is not recorded is said and fails nothing, nor does a Python that was built otherwise, which shows in
what an interpreter counts that does nothing. Cold is the first run with an empty cache of compiled rules, warm the second.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.cost import CHITIEU, environment  # noqa: E402

BUDGET = Path(__file__).with_name("instructions.json")
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--branch-sim=no", "--cachegrind-out-file=/dev/null")
IDLE = (sys.executable, "-S", "-c", "pass")
COMMANDS = {
    "evaluate, cold": ("evaluate", "--format", "json"),
    "evaluate, warm": ("evaluate", "--format", "json"),
    "why, warm": ("why", "2.1"),
    "check, warm": ("check",),
}
ABOVE, BUILD = 0.10, 0.05
"""How far a count may be above its budget; how far the idle interpreter's may be from the recorded one in the same build."""


class Counts(NamedTuple):
    """Instructions: of the idle interpreter, and by command."""

    interpreter: int
    commands: Mapping[str, int]


class Judged(NamedTuple):
    """What to print, and whether a command is over its budget."""

    lines: tuple[str, ...]
    over: bool


class Uncounted(Exception):
    """The tool is not there or does not work; the text says which."""


def judge(found: Counts, budgets: Mapping[str, Counts], key: str) -> Judged:
    """Compares counts with the budget of a Python on a processor."""
    budget = budgets.get(key)
    if budget is None:
        return Judged((f"Instructions: no budget for {key}; NOT COMPARED.", *map(_shown, *zip(*found.commands.items(), strict=True))), False)  # fmt: skip
    if abs(found.interpreter / budget.interpreter - 1) > BUILD:
        reason = f"this {key} is built otherwise: idle it counts {found.interpreter:,}, not {budget.interpreter:,}"
        return Judged((f"Instructions: no budget, {reason}; NOT COMPARED.",), False)
    lines, over = [], False
    for name, count in found.commands.items():
        allowed = budget.commands.get(name)
        if allowed is None:
            lines.append(f"{_shown(name, count)}, no budget")
            continue
        beyond = count > allowed * (1 + ABOVE)
        over |= beyond
        lines.append(f"{_shown(name, count)}, {count / allowed - 1:+.1%} of the budget{': OVER IT' if beyond else ''}")
    lines.append(f"Instructions: {'OVER BUDGET' if over else 'within budget'} ({key}, at most {ABOVE:+.0%}).")
    return Judged(tuple(lines), over)


def _shown(name: str, count: int) -> str:
    return f"  {name}: {count / 1e6:,.0f} million instructions"


def counted(command: tuple[str, ...], variables: Mapping[str, str]) -> int:
    """The instructions of one run. Raises Uncounted."""
    done = subprocess.run(
        [*VALGRIND, *command], cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    found = re.search(r"I +refs: +([\d,]+)", done.stderr)
    if done.returncode or not found:
        raise Uncounted((done.stderr.strip().splitlines() or ["nothing said"])[-1][:200])
    return int(found[1].replace(",", ""))


def count_all() -> Counts:
    """Counts everything, as many runs at a time as there are processors. Raises Uncounted."""
    if shutil.which(VALGRIND[0]) is None:
        raise Uncounted("valgrind is not there")
    with tempfile.TemporaryDirectory() as folder:
        # Modules are compiled into a folder of this run's, so that what lies about in the clone changes nothing.
        base = environment(PYTHONPYCACHEPREFIX=f"{folder}/modules")
        variables = {name: base | {"CHITIEU_CACHE": _cache(folder, name, base)} for name in COMMANDS}
        with ThreadPoolExecutor(os.cpu_count()) as runs:
            idle = runs.submit(counted, IDLE, base)
            counts = {name: runs.submit(counted, (*CHITIEU, *COMMANDS[name]), variables[name]) for name in COMMANDS}
            return Counts(idle.result(), {name: count.result() for name, count in counts.items()})


def _cache(folder: str, name: str, variables: Mapping[str, str]) -> str:
    """The cache of a command: filled by one run; of a cold one emptied again, for that run has compiled the modules too."""
    cache = Path(folder) / name.replace(", ", "-")
    cache.mkdir()
    command = (*CHITIEU, *COMMANDS[name])
    subprocess.run(command, cwd=ROOT, env={**variables, "CHITIEU_CACHE": str(cache)}, check=True, capture_output=True)
    if name.endswith("cold"):
        shutil.rmtree(cache)
        cache.mkdir()
    return str(cache)


def budgets() -> dict[str, Counts]:
    recorded = json.loads(BUDGET.read_text("utf-8")) if BUDGET.exists() else {}
    return {key: Counts(of_key["interpreter"], of_key["commands"]) for key, of_key in recorded.items()}


def main(record: bool) -> int:
    key = f"{platform.python_implementation()}-{sys.version_info.major}.{sys.version_info.minor}-{platform.machine()}"
    try:
        found = count_all()
    except Uncounted as reason:
        print(f"Instructions NOT COUNTED: {reason}")
        return 0
    if record:
        kept = {name: counts._asdict() for name, counts in sorted((budgets() | {key: found}).items())}
        BUDGET.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    judged = judge(found, budgets(), key)
    print("\n".join(judged.lines))
    return int(judged.over)


if __name__ == "__main__":
    sys.exit(main("--record" in sys.argv[1:]))
