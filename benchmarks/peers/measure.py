"""One measurement in a process of its own: `python measure.py ENGINE CRITERIA UNITS MODE`, the result as JSON.

- start: the verdicts of one unit; the caller measures the whole process;
- steady: rules loaded, facts in memory as the engine's own input: the seconds per verdict, of each ten units the best of many passes, because
  whatever else the machine does only adds;
- run: rules loaded from their text and all units evaluated once, one after the other: seconds, and the peak of memory.

Before anything is measured the verdicts are compared with those of plain Python; a difference ends the process.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import plain
from criteria import Target, facts_of, make_targets

ENOUGH = 1.2
"""Seconds after which no further pass begins."""


def chitieu(engine: str, everything: bool = False) -> Callable[[list[Target]], Any]:
    def load(targets: list[Target]) -> Any:
        from with_chitieu import Engine

        return Engine(targets, engine, everything)

    return load


def zen(tables: bool, trace: bool) -> Callable[[list[Target]], Any]:
    def load(targets: list[Target]) -> Any:
        from with_zen import Engine

        return Engine(targets, tables, trace)

    return load


def rule_engine(targets: list[Target]) -> Any:
    from with_rule_engine import Engine

    return Engine(targets)


def experta(targets: list[Target]) -> Any:
    from with_experta import Engine

    return Engine(targets)


ENGINES: dict[str, Callable[[list[Target]], Any]] = {
    "plain": plain.Engine,
    "zen": zen(tables=True, trace=False),
    "zen-trace": zen(tables=True, trace=True),
    "zen-expressions": zen(tables=False, trace=False),
    "zen-expressions-trace": zen(tables=False, trace=True),
    "rule-engine": rule_engine,
    "experta": experta,
    "durable": chitieu("durable"),
    "clips": chitieu("clips"),
    "durable-everything": chitieu("durable", everything=True),
    "clips-everything": chitieu("clips", everything=True),
}


class Different(Exception):
    """An engine says something else than plain Python."""


def start(name: str, targets: list[Target]) -> dict[str, Any]:
    engine = ENGINES[name](targets)
    facts = facts_of(targets, 1)
    _compare(engine, targets, facts, 1)
    return {}


def steady(name: str, targets: list[Target], units: int) -> dict[str, Any]:
    engine = ENGINES[name](targets)
    facts = [facts_of(targets, unit) for unit in range(units)]
    began = time.perf_counter()
    for unit, of_unit in enumerate(facts):
        _compare(engine, targets, of_unit, unit)
        if time.perf_counter() - began > ENOUGH:
            break
    prepared = [engine.prepared(of_unit, unit) for unit, of_unit in enumerate(facts[: unit + 1])]
    tens = [prepared[at : at + 10] for at in range(0, len(prepared), 10)]
    best = [float("inf")] * len(tens)
    began = time.perf_counter()
    while best[-1] == float("inf") or time.perf_counter() - began < ENOUGH:
        for place, ten in enumerate(tens):
            before = time.perf_counter()
            for given in ten:
                engine.verdicts(given)
            best[place] = min(best[place], time.perf_counter() - before)
    verdicts = len(prepared) * sum(len(target.criteria) for target in targets)
    return {"seconds": sum(best) / verdicts}


def run(name: str, targets: list[Target], units: int) -> dict[str, Any]:
    spent = 0.0
    before = time.perf_counter()
    engine = ENGINES[name](targets)
    spent += time.perf_counter() - before
    for unit in range(units):
        prepared = engine.prepared(facts_of(targets, unit), unit)
        before = time.perf_counter()
        engine.verdicts(prepared)
        spent += time.perf_counter() - before
    import resource

    return {"seconds": spent, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def _compare(engine: Any, targets: list[Target], facts: Any, unit: int) -> None:
    found, expected = engine.verdicts(engine.prepared(facts, unit)), plain.Engine(targets).verdicts(facts)
    if found != expected:
        wrong = {key: (found.get(key), right) for key, right in expected.items() if found.get(key) != right}
        raise Different(f"unit {unit}: {wrong}")


def main(name: str, criteria: int, units: int, mode: str) -> None:
    targets = make_targets(criteria)
    match mode:
        case "start":
            result = start(name, targets)
        case "steady":
            result = steady(name, targets, units)
        case _:
            result = run(name, targets, units)
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
