"""From the text of rules and the files of facts to verdicts, as whole processes, beside other engines.

`python -m benchmarks.whole [ROUNDS]` prints the table: 11 criteria of 1, 100 and 3,321 units. chitieu reads a facts file per
unit and writes its CSV, with percentages, distances, sources and places, but no history; the others read one table and write
unit, criterion and verdict. The verdicts of all are compared with plain Python's first. vtlengine judges all units at once.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

from benchmarks.cost import CHITIEU, PASS, ROOT, Cost, Failed, Rounds, finished
from benchmarks.machine import units as machine
from benchmarks.peers import OURS, PATIENCE, Lost, Peer, command, there, versions
from benchmarks.peers.criteria import facts_of, make_targets
from benchmarks.peers.measure import write_table
from benchmarks.peers.with_chitieu import facts_text, write_rules
from benchmarks.table import Table, number, shown, unit_rows

CRITERIA, UNITS = 11, (1, 100, 3321)
PEER = "vtl-pandas"
ROUNDS = 3

Verdicts = set[tuple[str, str, str]]
"""Unit, criterion, verdict."""


def measure(rounds: int = ROUNDS) -> Table:
    lost, done, peaks = Lost(), Rounds(), dict[str, float]()
    peers = there(lost)
    unit = machine()
    with tempfile.TemporaryDirectory() as folder:
        places = {units: _files(Path(folder) / str(units), units) for units in UNITS}
        expected = {units: _verdicts(_run(peers[0], units, place)) for units, place in places.items()}
        for turn in range(rounds):
            for name, work in unit.items():
                done.note(name, work())
            for peer in reversed(peers) if turn % 2 else peers:
                for units, place in places.items():
                    try:
                        cost = _run(peer, units, place)
                        if not turn and (wrong := _verdicts(cost) ^ expected[units]):
                            raise Failed(f"other verdicts than plain Python: {sorted(wrong)[:2]}")
                    except Failed as failed:
                        lost.note(peer, f"{units} units", failed)
                        break
                    done.note(f"{peer.engine} {units}", cost.seconds)
                    peaks[peer.engine] = max(cost.mebibytes, peaks.get(peer.engine, 0))
    columns = ("engine", *(f"s, {units:,} unit{'s' * (units > 1)}" for units in UNITS), f"× {PASS}, 1 unit", *(f"× {PEER}, {units:,}" for units in UNITS), "MiB")  # fmt: skip
    rows = [(*row[:2], "", "", row[2], "", "", "", "") for row in unit_rows(done)]
    rows += [_row(peer, done, peaks) for peer in peers]
    return Table(columns, rows, [], (*lost.notes(), versions()), done.of(PASS), rounds)


def _files(place: Path, units: int) -> Path:
    """The rules and facts of chitieu, and the table of the others."""
    targets = make_targets(CRITERIA)
    write_rules(place, targets)
    for unit in range(units):
        folder = place / "facts" / f"xa-{unit}"
        folder.mkdir()
        (folder / "2023.yaml").write_text(facts_text(facts_of(targets, unit), unit), "utf-8")
    write_table(place / "facts.csv", targets, units)
    return place


def _run(peer: Peer, units: int, place: Path) -> Cost:
    """Raises Failed."""
    if peer in OURS:
        engine = ("--engine", peer.engine, "--format", "csv", "--no-record")
        return finished((*CHITIEU, "evaluate", *engine), place, PATIENCE, CHITIEU_CACHE="")
    return finished(command(peer, "whole", CRITERIA, units, str(place / "facts.csv")), ROOT, PATIENCE)


def _verdicts(cost: Cost) -> Verdicts:
    return {
        (row["unit"].split()[-1], row["criterion"], row["status"]) for row in csv.DictReader(cost.output.splitlines())
    }


def _row(peer: Peer, done: Rounds, peaks: dict[str, float]) -> tuple[str, ...]:
    own = [f"{peer.engine} {units}" for units in UNITS]
    theirs = [f"{PEER} {units}" for units in UNITS]
    return (
        peer.title,
        *(shown(done.of(name)) if name in done.figures else "–" for name in own),
        _ratio(done, own[0], PASS),
        *(_ratio(done, name, other) for name, other in zip(own, theirs, strict=True)),
        number(peaks[peer.engine]) if peer.engine in peaks else "–",
    )


def _ratio(done: Rounds, name: str, to: str) -> str:
    """– where one of them has no figure in every round."""
    alike = len(done.figures.get(name, ())) == len(done.figures.get(to, ())) > 0
    return shown(done.ratio(name, to)) if alike else "–"


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])).markdown())
