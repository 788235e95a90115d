"""Random rulebooks with facts on both engines, in columns, on the plain engine and the reference evaluator; what they were made of.

Run in the environment that chitieu is installed in, with the development dependencies, from the root of the repository:

    python -m benchmarks.agreement [PROGRAMS] [PROCESSES] [SEED]

Every program must give the same verdicts, findings, reconciliations, values, facts behind them, truths of all parts of
conditions and firings (rule, matched facts, state) everywhere; see tests/agreement.py. With each, a random table of eight communes
must give in columns the lines of CSV and the states that the rules engine gives of each commune; see tests/bulk/table_agreement.py. Programs of every shape have their
share. The first difference of each seed is shrunk and printed, and the run ends with code 1. A table says how often each
construct occurred and how it came out. Two programs are distinct if a file of theirs differs.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import sys
import tempfile
import time
from itertools import count
from random import Random
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from engine.kept.store import VARIABLE
from tests.agreement import ENGINES, assert_agreement
from tests.agreement_tally import Tally
from tests.bulk.table_agreement import assert_table_agrees
from tests.period_rulebooks import period_rulebooks
from tests.random_rulebooks import workspace_files
from tests.special_rulebooks import (
    Example,
    chained_rulebooks,
    dated_rulebooks,
    paced_rulebooks,
    reconciled_rulebooks,
    rulebooks_on_one_indicator,
    small_rulebooks,
    standing_rulebooks,
    value_rulebooks,
    wide_rulebooks,
)


class Shape(NamedTuple):
    """A kind of random rulebook, and its share of all programs in percent."""

    name: str
    strategy: st.SearchStrategy[Example]
    share: int


SHAPES = (
    Shape("anything", small_rulebooks(), 25),
    Shape("periods, likes and plans in mid-year", period_rulebooks(), 20),
    Shape("every standing of every verdict", standing_rulebooks(), 5),
    Shape("values at their ends", value_rulebooks(), 8),
    Shape("deadlines, milestones, amendments", dated_rulebooks(), 7),
    Shape("pace", paced_rulebooks(), 10),
    Shape("reconciliations", reconciled_rulebooks(), 7),
    Shape("17 to 39 parts", wide_rulebooks((17, 39)), 3),
    Shape("41 to 80 parts", wide_rulebooks((41, 80)), 1),
    Shape("chains of findings", chained_rulebooks(), 8),
    Shape("one indicator again and again", rulebooks_on_one_indicator(), 6),
)
_RARELY = (100_000, 50, 50)
"""When Python looks for circles of objects: at its own thresholds that takes a seventh of the time."""
CHUNK = 100
"""So many programs of a shape are drawn with one seed."""


class Task(NamedTuple):
    """``programs`` of the shape at ``place`` in SHAPES."""

    place: int
    programs: int
    seed: int


class Done(NamedTuple):
    """What came of a task; ``difference`` is empty where everything agreed. ``tables``: units in columns, and by rules."""

    task: Task
    tally: Tally
    digests: set[bytes]
    tables: tuple[int, int]
    difference: str


def run(task: Task) -> Done:
    """Draws and compares the programs of ``task``."""
    tally, digests, tables = Tally(), set(), [0, 0]

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
    @given(SHAPES[task.place].strategy, st.none() | st.randoms(use_true_random=False))
    def agree(example: Example, order: Random | None) -> None:
        tally.add(example, assert_agreement(*example, order))
        agreed = assert_table_agrees(*example, Random(f"{task.seed} {tally.programs}"))
        tables[0] += agreed.in_columns
        tables[1] += agreed.alone
        digests.add(hashlib.sha256(repr(sorted(workspace_files(*example).items())).encode()).digest())

    try:
        gc.set_threshold(*_RARELY)
        with tempfile.TemporaryDirectory() as folder:  # what is kept of random programs is of no use to the user
            os.environ[VARIABLE] = folder
            agree()
    except BaseException as error:  # whatever it is, the run must say where it happened
        notes = "\n".join(getattr(error, "__notes__", ()))
        return Done(task, tally, digests, (0, 0), f"{type(error).__name__}: {error}\n{notes}")
    return Done(task, tally, digests, (tables[0], tables[1]), "")


def tasks(programs: int, first_seed: int) -> list[Task]:
    """Tasks of all shapes, by their shares; every shape has its turn again and again, so that none is first heard of late."""
    seeds, found = count(first_seed), list[tuple[float, Task]]()
    for place, shape in enumerate(SHAPES):
        wanted = programs * shape.share // 100
        for start in range(0, wanted, CHUNK):
            found.append((start / wanted, Task(place, min(CHUNK, wanted - start), next(seeds))))
    return [task for _, task in sorted(found)]


def main(programs: int, processes: int, first_seed: int) -> int:
    """Prints progress on stderr, differences and the table on stdout; 1 where something differed."""
    started, total = time.monotonic(), Tally()
    digests: set[bytes] = set()
    in_columns = alone = 0
    by_shape = [0] * len(SHAPES)
    different: list[Task] = []
    with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=8) as pool:
        for done in pool.imap_unordered(run, tasks(programs, first_seed)):
            shape = SHAPES[done.task.place]
            if done.difference:
                different.append(done.task)
                print(f"{shape.name}, seed {done.task.seed}:\n{done.difference}", flush=True)
                continue
            total.join(done.tally)
            digests |= done.digests
            in_columns, alone = in_columns + done.tables[0], alone + done.tables[1]
            by_shape[done.task.place] += done.tally.programs
            print(f"{total.programs} programs, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print(f"engines: {', '.join(ENGINES)}, the plain engine, the reference evaluator; seeds from {first_seed}")
    print(f"programs: {total.programs:,}, of which {len(digests):,} distinct; evaluations: {total.evaluations:,}")
    print(f"rules of the engine: {total.rules:,}, the largest program {total.largest:,}")
    print(f"units of tables compared: in columns {in_columns:,}, besides them left to the rules engine {alone:,}")
    print(f"firings compared: {total.firings:,}; {time.monotonic() - started:.0f} s")
    print(f"differences: {len(different)}" + "".join(f"; seed {task.seed}, not counted above" for task in different))
    for shape, number in zip(SHAPES, by_shape, strict=True):
        print(f"- {shape.name}: {number:,}")
    print("\n".join(total.lines()))
    return 1 if different else 0


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    defaults = [10_000, 2, 1]
    sys.exit(main(*(asked + defaults[len(asked) :])))
