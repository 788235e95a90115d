"""Random rulebooks with random tables in a database: what SQL concludes of a unit against what the rules engine concludes.

Run in the environment that chitieu is installed in, with the development dependencies, from the root of the repository:

    python -m benchmarks.agreement_sql [PROGRAMS] [postgres|duckdb|spark] [SEED]

PostgreSQL is a private cluster of what Debian ships (`apt install postgresql`). The shapes of programs and their shares are
those of `benchmarks.agreement`. The first difference is shrunk, printed and ends the run with code 1.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.agreement import SHAPES, Task, tasks
from tests.special_rulebooks import Example
from tests.sql.cluster import cluster, missing
from tests.sql.databases import SparkDatabase, duckdb_in_memory, postgres
from tests.sql.table_agreement import Database, assert_database_agrees


def run(task: Task, database: Database) -> Counter[str]:
    """Draws and compares the programs of ``task``. Raises AssertionError where something differs."""
    found: Counter[str] = Counter()

    @seed(task.seed)
    @settings(
        max_examples=task.programs,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(SHAPES[task.place].strategy, st.integers(0, 2**32))
    def agree(example: Example, chance: int) -> None:
        found.update(programs=1, **assert_database_agrees(*example, Random(chance), database)._asdict())

    agree()
    return found


@contextmanager
def opened(kind: str) -> Iterator[Database]:
    """Opens a database of a kind."""
    if kind == "postgres":
        if reason := missing():
            raise SystemExit(reason)
        with cluster() as address:
            yield postgres(address)
    else:
        yield duckdb_in_memory() if kind == "duckdb" else SparkDatabase()


def main(programs: int, kind: str, first_seed: int) -> int:
    """Prints a line for each shape; 1 where something differed."""
    started, total = time.monotonic(), Counter[str]()
    with opened(kind) as database:
        for task in tasks(programs, first_seed):
            try:
                found = run(task, database)
            except BaseException as error:  # whatever it is, the run must say where it happened
                notes = "\n".join(getattr(error, "__notes__", ()))
                print(f"{SHAPES[task.place].name}, seed {task.seed}:\n{type(error).__name__}: {error}\n{notes}")
                return 1
            total += found
            print(f"{SHAPES[task.place].name}: {found['programs']}", flush=True)
    print(
        f"{kind}, seeds from {first_seed}: programs: {total['programs']:,}; differences: 0; {time.monotonic() - started:.0f} s"
    )
    print(f"units concluded by SQL: {total['by_sql']:,}, left to the rules: {total['left']:,}")
    print(f"conclusions of programs in SQL: {total['concluded']:,}, not said in SQL: {total['unsaid']:,}")
    return 0


if __name__ == "__main__":
    asked = sys.argv[1:]
    sys.exit(main(int(asked[0]) if asked else 500, *(asked[1:2] or ["postgres"]), *(map(int, asked[2:3] or ["1"]))))
