"""A verdict with its proof, beside other engines on the same criteria and facts: seconds of the processor per verdict.

`python -m benchmarks.proof [ROUNDS]` prints the table. Rules are loaded and facts are in memory as each engine's own input;
loading is a column of its own. Every engine's verdicts are compared with plain Python's first.
"""

from __future__ import annotations

import json
import statistics
import sys

from benchmarks.cost import PASS, ROOT, Failed, Rounds
from benchmarks.machine import units as machine
from benchmarks.peers import OURS, Lost, Peer, measured, there, versions
from benchmarks.table import Goal, Table, number, shown, unit_rows

SIZES = (11, 100, 500)
BATCH = 50
"""Units in memory; fewer of an engine that is slow."""
PEER = "zen-trace"
ROUNDS = 3


def measure(rounds: int = ROUNDS) -> Table:
    lost, done = Lost(), Rounds()
    peers, unit = there(lost), machine()
    absent: set[tuple[Peer, int]] = set()
    for turn in range(rounds):
        for name, work in unit.items():
            done.note(name, work())
        for peer in reversed(peers) if turn % 2 else peers:
            for criteria in SIZES:
                if (peer, criteria) not in absent and not _measure(peer, criteria, done, lost):
                    absent.add((peer, criteria))
    columns = (
        "engine",
        *(f"µs a verdict, {size} criteria" for size in SIZES),
        *(f"× {PEER}, {size}" for size in SIZES),
    )
    loads = tuple(f"loading {size}, ms" for size in SIZES)
    rows = [(title, f"{seconds} s", *("",) * (len(columns) + 1)) for title, seconds, *_ in unit_rows(done)]
    rows += [_row(peer, done, absent) for peer in peers]
    goals = [goal for size in SIZES for goal in _goals(size, done)]
    return Table((*columns, *loads), rows, goals, (*lost.notes(), versions()), done.of(PASS), rounds)


def _measure(peer: Peer, criteria: int, done: Rounds, lost: Lost) -> bool:
    """Notes one round of an engine at one size, and returns whether there is a figure."""
    try:
        *_, printed = measured(peer, "steady", criteria, BATCH, folder=ROOT)
    except Failed as failed:
        lost.note(peer, f"{criteria} criteria", failed)
        return False
    found = json.loads(printed.splitlines()[-1])
    done.note(f"{peer.engine} {criteria}", statistics.median(found["seconds"]))
    done.note(f"{peer.engine} {criteria} load", found["load"])
    return True


def _row(peer: Peer, done: Rounds, absent: set[tuple[Peer, int]]) -> tuple[str, ...]:
    each, ratios, loads = [], [], []
    for size in SIZES:
        name, known = f"{peer.engine} {size}", (peer, size) not in absent
        each.append(shown(done.of(name).scaled(1e6)) if known else "–")
        there = known and f"{PEER} {size}" in done.figures
        ratios.append(shown(done.ratio(name, f"{PEER} {size}")) if there else "–")
        loads.append(number(done.of(f"{name} load").scaled(1000).median) if known else "–")
    return (peer.title, *each, *ratios, *loads)


def _goals(size: int, done: Rounds) -> list[Goal]:
    name, other = f"{OURS[0].engine} {size}", f"{PEER} {size}"
    if name not in done.figures or other not in done.figures:
        return []
    return [
        Goal(
            f"verdict with proof on CLIPS against zen-engine's tables with trace, {size} criteria",
            f"kết luận có căn cứ trên CLIPS so với bảng quyết định có vết của zen-engine, {size} nội dung",
            done.ratio(name, other),
            1.0,
            " ×",
        )
    ]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])).markdown())
