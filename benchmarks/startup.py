"""Start-up: `evaluate`, `why`, `goal` and `check` of one unit as processes, against an interpreter that does nothing.

`python -m benchmarks.startup [ROUNDS]` prints the table. Cold is the first run with a fresh, empty folder as the cache of
compiled rules (CHITIEU_CACHE), warm every later one; modules of Python are compiled already in both. One unit inside a
workspace of 3,321 is held against the same unit alone, with the same rules.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import many_units
from benchmarks.cost import CHITIEU, PASS, ROOT, alternate, finished
from benchmarks.machine import units as machine
from benchmarks.table import COLUMNS, Goal, Table, costs, unit_rows

ROUNDS = 7
COMMANDS = {
    "evaluate": ("evaluate", "--format", "json"),
    "why": ("why", "2.1"),
    "goal": ("goal", "2.1"),
    "check": ("check",),
}
MANY = 3321
ONE = ("evaluate", "--format", "json", "--unit", many_units.name(1))


def measure(rounds: int = ROUNDS) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        many_units.make(root / "one", 1, first=1)
        many_units.make(root / "many", MANY)
        works = machine()
        for name, arguments in COMMANDS.items():
            works[f"{name}, cold"] = _cold(arguments, ROOT, root)
            works[f"{name}, warm"] = _warm(arguments, ROOT, root / name)
        for name in ("one", "many"):
            works[f"{name}, cold"] = _cold(ONE, root / name, root)
            works[f"{name}, warm"] = _warm(ONE, root / name, root / f"cache of {name}")
        done = alternate(works, rounds)
    titles = {name: f"`{name.replace(',', '`,')}" for name in works if name.partition(",")[0] in COMMANDS}
    titles |= {f"one, {kind}": f"`evaluate` of a unit alone, {kind}" for kind in ("cold", "warm")}
    titles |= {f"many, {kind}": f"the same among {MANY:,} units, {kind}" for kind in ("cold", "warm")}
    rows = [costs(title, done, name) for name, title in titles.items()]
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
    return Table(COLUMNS, unit_rows(done) + rows, goals, idle=done.of(PASS))


def _cold(arguments: tuple[str, ...], folder: Path, place: Path) -> Callable[[], float]:
    def work() -> float:
        cache = Path(tempfile.mkdtemp(dir=place))
        try:
            return finished((*CHITIEU, *arguments), folder, CHITIEU_CACHE=str(cache)).seconds
        finally:
            shutil.rmtree(cache)

    return work


def _warm(arguments: tuple[str, ...], folder: Path, cache: Path) -> Callable[[], float]:
    cache.mkdir()
    finished((*CHITIEU, *arguments), folder, CHITIEU_CACHE=str(cache))
    return lambda: finished((*CHITIEU, *arguments), folder, CHITIEU_CACHE=str(cache)).seconds


if __name__ == "__main__":
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS).markdown())
