"""Start-up: `evaluate`, `why`, `goal` and `check` of one unit as processes, against an interpreter that does nothing.

`python -m benchmarks.startup [ROUNDS] [CHECKOUT]` prints the table. Cold is the first run with a fresh, empty folder as the
cache of compiled rules (CHITIEU_CACHE), warm every later one; modules of Python are compiled already in both. One unit inside
a workspace of 3,321 is held against the same unit alone, with the same rules. Of another checkout (the program as it was) the same commands
take their turns, and it is said whether they print the same bytes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import many_units
from benchmarks.cost import PASS, ROOT, Rounds, alternate, chitieu, finished
from benchmarks.machine import units as machine
from benchmarks.table import COLUMNS, Goal, Table, costs, shown, unit_rows

ROUNDS = 7
COMMANDS = {
    "evaluate": ("evaluate", "--format", "json"),
    "why": ("why", "2.1"),
    "goal": ("goal", "2.1"),
    "check": ("check",),
}
MANY = 3321
ONE = ("evaluate", "--format", "json", "--unit", many_units.name(1))


def measure(rounds: int = ROUNDS, before: Path | None = None) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        many_units.make(root / "one", 1, first=1)
        many_units.make(root / "many", MANY)
        now = Program(ROOT, root / "now", "")
        programs = [now, *([Program(before.resolve(), root / "before", ", before")] if before else [])]
        works = machine()
        for program in programs:
            works |= program.works(root)
        done = alternate(works, rounds)
    rows = [costs(_title(name), done, name) for name in done.figures if name not in machine()]
    notes = _against(programs[1], now, done) if before else ()
    of_pass = f" × {PASS}"
    goals = [
        Goal("`evaluate` of one unit, warm cache", "`evaluate` một đơn vị, đã có bộ nhớ đệm", done.ratio("evaluate, warm", PASS), 15, of_pass),
        Goal("`evaluate` of one unit, cold cache", "`evaluate` một đơn vị, chưa có bộ nhớ đệm", done.ratio("evaluate, cold", PASS), 25, of_pass),
        *(
            Goal(f"`{name}` against `evaluate`, warm", f"`{name}` so với `evaluate`, đã có bộ nhớ đệm", done.ratio(f"{name}, warm", "evaluate, warm"), 1.3, " ×")
            for name in ("why", "goal", "check")
        ),
        Goal(f"one unit among {MANY:,} against the same alone, warm", f"một đơn vị trong {MANY:,} đơn vị so với đứng riêng, đã có bộ nhớ đệm".replace(",", ".", 1), done.ratio("many, warm", "one, warm"), 1.1, " ×"),
    ]  # fmt: skip
    return Table(COLUMNS, unit_rows(done) + rows, goals, notes, done.of(PASS), rounds)


def _title(name: str) -> str:
    command, _, kind = name.partition(", ")
    titles = {"one": "`evaluate` of a unit alone", "many": f"the same among {MANY:,} units"}
    return f"{titles.get(command, f'`{command}`')}, {kind}"


def _against(before: Program, now: Program, done: Rounds) -> tuple[str, ...]:
    """What each command takes of what it took, and whether it says the same."""
    lines = (
        f"- {_title(name)}: {shown(done.ratio(name, name + before.suffix))} of before; "
        f"{'equal outputs' if now.outputs[name] == before.outputs[name] else '**outputs differ**'}."
        for name in now.outputs
    )
    return ("\n".join(lines),)


class Program:
    """A checkout whose commands are measured. ``outputs`` are those of each command, by its name without the suffix."""

    def __init__(self, checkout: Path, caches: Path, suffix: str) -> None:
        self.command = chitieu(checkout)
        self.checkout, self.caches, self.suffix = checkout, caches, suffix
        self.outputs: dict[str, str] = {}
        caches.mkdir()

    def works(self, root: Path) -> dict[str, Callable[[], float]]:
        named = {name: (arguments, ROOT) for name, arguments in COMMANDS.items()}
        named |= {name: (ONE, root / name) for name in ("one", "many")}
        return {
            f"{name}, {kind}{self.suffix}": work(f"{name}, {kind}", *of_name)
            for name, of_name in named.items()
            for kind, work in (("cold", self._cold), ("warm", self._warm))
        }

    def _cold(self, name: str, arguments: tuple[str, ...], folder: Path) -> Callable[[], float]:
        def work() -> float:
            cache = Path(tempfile.mkdtemp(dir=self.caches))
            try:
                return self._run(name, arguments, folder, cache)
            finally:
                shutil.rmtree(cache)

        return work

    def _warm(self, name: str, arguments: tuple[str, ...], folder: Path) -> Callable[[], float]:
        cache = Path(tempfile.mkdtemp(dir=self.caches))
        self._run(name, arguments, folder, cache)
        return lambda: self._run(name, arguments, folder, cache)

    def _run(self, name: str, arguments: tuple[str, ...], folder: Path, cache: Path) -> float:
        where = str(self.checkout)
        cost = finished((*self.command, *arguments), folder, CHITIEU_CACHE=str(cache), PYTHONPATH=where)
        self.outputs[name] = cost.output
        return cost.seconds


if __name__ == "__main__":
    print(
        measure(
            int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS, Path(sys.argv[2]) if len(sys.argv) > 2 else None
        ).markdown()
    )
