"""What a command or a piece of work costs: seconds of the processor, medians and quartiles of rounds that take turns.

Everything that is measured here is measured by this module. Time is that of the processor (user and system) of a process and
of the children it waited for: what else the machine does lengthens it little, and the clock on the wall a lot. Works take
turns, round by round, so that a busy moment falls on all of them, and a ratio is that of two figures of the same round.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LAUNCH = Path(__file__).with_name("launch.py")
PASS = "python -c pass"
"""The name of the machine's own unit among the works of a table: an interpreter that does nothing."""


def chitieu(checkout: Path = ROOT) -> tuple[str, ...]:
    """The program of a checkout, begun as its installed script begins; the checkout is to be PYTHONPATH too.

    The folder in which it runs is no place of modules (-P), as it is none for the script.
    """
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, function = project["scripts"]["chitieu"].partition(":")
    return (sys.executable, "-P", "-c", f"import sys; from {module} import {function}; sys.exit({function}())")


CHITIEU = chitieu()


class Cost(NamedTuple):
    """What one run of a command took; ``code`` is negative where a signal ended it."""

    seconds: float
    mebibytes: float
    code: int
    output: str


class Failed(Exception):
    """A command that was to be measured did not end well; the text says which, and its last line."""


def environment(**changed: str) -> dict[str, str]:
    """The environment of measured commands: this clone, compiled modules kept, the same hashes every time."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"} | changed


def run(command: tuple[str, ...], folder: Path, patience: int = 0, **variables: str) -> Cost:
    """Runs a command in a folder and returns what it cost; ``patience`` is in seconds of the processor, 0 for no limit."""
    with tempfile.TemporaryDirectory() as place:
        output = Path(place) / "output"
        launched = [sys.executable, "-I", "-S", str(LAUNCH), str(patience), str(output), *command]
        done = subprocess.run(
            launched,
            cwd=folder,
            env=environment(**variables),
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        seconds, kibibytes, code = done.stdout.split()
        return Cost(float(seconds), int(kibibytes) / 1024, int(code), output.read_text("utf-8", "replace"))


def finished(command: tuple[str, ...], folder: Path, patience: int = 0, **variables: str) -> Cost:
    """Like run, for a command that must succeed. Raises Failed."""
    cost = run(command, folder, patience, **variables)
    if cost.code < 0:
        late = patience and cost.seconds >= patience
        raise Failed(f"takes more than {patience} s" if late else f"was ended by signal {-cost.code}")
    if cost.code:
        lines = cost.output.strip().splitlines()
        raise Failed(
            f"«{' '.join(command[-3:])}» ended with {cost.code}: {lines[-1][:200] if lines else 'nothing said'}"
        )
    return cost


class Spread(NamedTuple):
    """The median of some figures and the quartiles below and above it."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, figures: list[float]) -> Spread:
        if len(figures) == 1:
            return cls(figures[0], figures[0], figures[0])
        return cls(*statistics.quantiles(figures, n=4, method="inclusive"))

    def scaled(self, factor: float) -> Spread:
        return Spread(self.low * factor, self.median * factor, self.high * factor)


class Rounds:
    """Figures by the name of a work, one a round."""

    def __init__(self) -> None:
        self.figures: dict[str, list[float]] = {}

    def note(self, name: str, figure: float) -> None:
        self.figures.setdefault(name, []).append(figure)

    def of(self, name: str) -> Spread:
        return Spread.of(self.figures[name])

    def ratio(self, name: str, to: str) -> Spread:
        """How many times the other; of each round its own."""
        return Spread.of([ours / theirs for ours, theirs in zip(self.figures[name], self.figures[to], strict=True)])


def alternate(works: Mapping[str, Callable[[], float]], rounds: int) -> Rounds:
    """Lets the works take turns, so many rounds, every second one backwards; a work returns its seconds."""
    done = Rounds()
    names = list(works)
    for number in range(rounds):
        for name in reversed(names) if number % 2 else names:
            done.note(name, works[name]())
    return done


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor that a piece of work takes in this process, all threads included."""
    start = time.process_time()
    work()
    return time.process_time() - start


def passes(work: Callable[[], object], enough: float) -> list[float]:
    """The seconds of each of many passes over the same work, until they come to ``enough`` in all."""
    found: list[float] = []
    while sum(found) < enough:
        found.append(spent(work))
    return found


def idle() -> float:
    """The machine's own unit: an interpreter that does nothing."""
    return finished((sys.executable, "-c", "pass"), ROOT).seconds
