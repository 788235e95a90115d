"""The machine's own units, which stand beside every figure: an interpreter that does nothing, and polars reading a table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from benchmarks.cost import PASS, ROOT, Failed, finished, idle

ENVIRONMENT = ROOT / ".venv-bench"
"""The other engines and polars, which chitieu never imports."""
REQUIREMENTS = Path(__file__).parent / "peers" / "requirements.txt"
POLARS = "polars reads a table"
TABLE = Path(__file__).with_name("machine.csv")


def peers_python() -> str:
    return str(ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin") / "python")


@cache
def install() -> dict[str, str]:
    """Makes the environment of the other engines; returns, by name, why each one that is missing could not be installed."""
    if not ENVIRONMENT.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    missing = {}
    for wanted in requirements():
        done = subprocess.run([peers_python(), "-m", "pip", "install", "-q", wanted], capture_output=True, text=True)
        if done.returncode:
            missing[wanted.partition("==")[0]] = (
                f"does not install: {(done.stderr.strip().splitlines() or [''])[-1][:200]}"
            )
    return missing


def requirements() -> list[str]:
    """The other engines with their versions."""
    lines = (line.partition("#")[0].strip() for line in REQUIREMENTS.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def polars() -> float:
    """A process that imports polars and reads eleven lines of CSV."""
    code = "import sys, polars; polars.read_csv(sys.argv[1])"
    return finished((peers_python(), "-c", code, str(TABLE)), ROOT).seconds


def units() -> dict[str, Callable[[], float]]:
    """The works that go first in every table; polars is left out, and said to be, where it is not to be had."""
    works: dict[str, Callable[[], float]] = {PASS: idle}
    if "polars" not in install():
        try:
            polars()
            works[POLARS] = polars
        except Failed as failed:
            print(f"no polars: {failed}", file=sys.stderr)
    return works
