"""One measurement of one engine in a process of its own: `python -m benchmarks.peers.measure MODE ENGINE CRITERIA UNITS [TABLE]`.

- steady: rules loaded, facts in memory as the engine's own input: the seconds a verdict takes, of each of many passes, and the
  seconds that loading the rules from their text takes (the second time, when all modules are imported); Python's garbage
  collector is off meanwhile, for each engine, as it is in `timeit` and in chitieu's own commands;
- whole: the rules read from their text, the facts from a table (CSV), all units judged once, the verdicts printed as CSV; the
  caller measures the process and compares the verdicts.

Before «steady» is measured the verdicts are compared with those of plain Python; a difference ends the process; its result is
printed as JSON.
"""

from __future__ import annotations

import csv
import gc
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.cost import passes, spent
from benchmarks.peers import plain
from benchmarks.peers.criteria import Facts, Target, facts_of, make_targets

ENOUGH = 0.4
"""Seconds of the processor after which no further unit is compared and no further pass begins."""


class OneByOne:
    """An engine that judges one unit at a time, asked for several."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def prepared(self, units: list[Facts]) -> list[Any]:
        return [self.engine.prepared(facts, unit) for unit, facts in enumerate(units)]

    def read(self, table: Path) -> list[Any]:
        return self.prepared(read_table(table))

    def verdicts(self, inputs: list[Any]) -> list[dict[str, str]]:
        return [self.engine.verdicts(given) for given in inputs]


Load = Callable[[list[Target]], Any]


def chitieu(engine: str) -> Load:
    def load(targets: list[Target]) -> Any:
        from benchmarks.peers.with_chitieu import Engine

        return OneByOne(Engine(targets, engine))

    return load


def zen(tables: bool, trace: bool) -> Load:
    def load(targets: list[Target]) -> Any:
        from benchmarks.peers.with_zen import Engine

        return OneByOne(Engine(targets, tables, trace))

    return load


def vtl(duckdb: bool) -> Load:
    def load(targets: list[Target]) -> Any:
        from benchmarks.peers.with_vtl import Engine

        return Engine(targets, duckdb)

    return load


def rule_engine(targets: list[Target]) -> Any:
    from benchmarks.peers.with_rule_engine import Engine

    return OneByOne(Engine(targets))


def experta(targets: list[Target]) -> Any:
    from benchmarks.peers.with_experta import Engine

    return OneByOne(Engine(targets))


ENGINES: dict[str, Load] = {
    "plain": lambda targets: OneByOne(plain.Engine(targets)),
    "zen": zen(tables=True, trace=False),
    "zen-trace": zen(tables=True, trace=True),
    "zen-expressions": zen(tables=False, trace=False),
    "zen-expressions-trace": zen(tables=False, trace=True),
    "rule-engine": rule_engine,
    "experta": experta,
    "vtl-pandas": vtl(duckdb=False),
    "vtl-duckdb": vtl(duckdb=True),
    "durable": chitieu("durable"),
    "clips": chitieu("clips"),
}


class Different(Exception):
    """An engine says something else than plain Python."""


def steady(name: str, targets: list[Target], units: int) -> dict[str, Any]:
    engine = ENGINES[name](targets)
    compared = 0.0
    facts: list[Facts] = []
    while len(facts) < units and compared < ENOUGH:  # a slow engine gets few units
        more = [facts_of(targets, unit) for unit in range(len(facts), min(units, max(1, 2 * len(facts))))]
        facts += more
        compared += spent(lambda more=more: compare(engine.verdicts(engine.prepared(more)), targets, more))  # type: ignore[misc]
    inputs = engine.prepared(facts)
    gc.disable()
    seconds = passes(lambda: engine.verdicts(inputs), ENOUGH)
    compare(engine.verdicts(inputs), targets, facts)  # the passes changed nothing
    verdicts = len(facts) * sum(len(target.criteria) for target in targets)
    return {"seconds": [each / verdicts for each in seconds], "load": spent(lambda: ENGINES[name](targets))}


def whole(name: str, targets: list[Target], table: Path) -> None:
    engine = ENGINES[name](targets)
    rows = csv.writer(sys.stdout)
    rows.writerow(("unit", "criterion", "status"))
    for unit, judged in enumerate(engine.verdicts(engine.read(table))):
        rows.writerows((unit, criterion, verdict) for criterion, verdict in judged.items())


def compare(found: list[dict[str, str]], targets: list[Target], units: list[Facts]) -> None:
    """Raises Different."""
    judge = plain.Engine(targets)
    if len(found) != len(units):
        raise Different(f"{len(found)} units for {len(units)}")
    for unit, (of_unit, facts) in enumerate(zip(found, units, strict=True)):
        if of_unit != (expected := judge.verdicts(facts)):
            wrong = {key: (of_unit.get(key), right) for key, right in expected.items() if of_unit.get(key) != right}
            raise Different(f"unit {unit}: {wrong}")


def write_table(path: Path, targets: list[Target], units: int) -> None:
    """The facts of so many units as CSV: a row per unit, a column per indicator."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        for unit in range(units):
            facts = facts_of(targets, unit)
            if not unit:
                rows.writerow(["unit", *facts])
            rows.writerow([unit, *facts.values()])


def read_table(path: Path) -> list[Facts]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        _, *codes = next(rows)
        return [dict(zip(codes, map(Decimal, values), strict=True)) for _, *values in rows]


def main(mode: str, name: str, criteria: int, units: int, *table: str) -> None:
    targets = make_targets(criteria)
    if mode == "steady":
        print(json.dumps(steady(name, targets, units)))
    else:
        whole(name, targets, Path(table[0]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
