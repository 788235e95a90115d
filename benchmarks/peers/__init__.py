"""Other engines on the same rules and facts, and which of them there are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.cost import Failed, finished
from benchmarks.machine import install, peers_python, requirements

PATIENCE = 90
"""Seconds of the processor after which a measurement is given up."""


class Peer(NamedTuple):
    """An engine of measure.py: its name there and for people, and the package that it needs; '' for what chitieu itself has."""

    engine: str
    title: str
    package: str


PEERS = (
    Peer("plain", "plain Python, comparisons by hand (the floor)", ""),
    Peer("zen-expressions", "zen-engine, expressions, no trace", "zen-engine"),
    Peer("zen-expressions-trace", "zen-engine, expressions, trace", "zen-engine"),
    Peer("zen", "zen-engine, decision tables, no trace", "zen-engine"),
    Peer("zen-trace", "zen-engine, decision tables, trace", "zen-engine"),
    Peer("rule-engine", "rule-engine, no trace", "rule-engine"),
    Peer("experta", "experta, no trace", "experta"),
    Peer("vtl-pandas", "vtlengine, pandas, no trace", "vtlengine"),
    Peer("vtl-duckdb", "vtlengine, DuckDB, no trace", "vtlengine"),
)
OURS = (
    Peer("clips", "**chitieu on CLIPS**, proof", ""),
    Peer("durable", "**chitieu on durable_rules**, proof", ""),
)


class Lost:
    """Why an engine has no figures: the first reason of each."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}

    def note(self, peer: Peer, what: str, reason: object) -> None:
        said = str(reason).replace("|", "/")
        print(f"{peer.title}, {what}: {said}", file=sys.stderr)
        self.reasons.setdefault(peer.title, f"{peer.title}, {what}: {said}.")

    def notes(self) -> tuple[str, ...]:
        return ("Without a figure: " + " ".join(self.reasons.values()),) if self.reasons else ()


def there(lost: Lost) -> list[Peer]:
    """The engines that are installed."""
    missing = install()
    for peer in PEERS:
        if peer.package in missing:
            lost.note(peer, "all", missing[peer.package])
    return [peer for peer in (*PEERS, *OURS) if peer.package not in missing]


def versions() -> str:
    return f"Versions: {', '.join(requirements())}."


def command(peer: Peer, mode: str, criteria: int, units: int, *table: str) -> tuple[str, ...]:
    python = peers_python() if peer.package else sys.executable
    return (python, "-m", "benchmarks.peers.measure", mode, peer.engine, str(criteria), str(units), *table)


def measured(peer: Peer, mode: str, criteria: int, units: int, *table: str, folder: Path) -> tuple[float, float, str]:
    """The seconds and MiB of one process of measure.py, and what it printed. Raises Failed."""
    cost = finished(command(peer, mode, criteria, units, *table), folder, PATIENCE, CHITIEU_CACHE="")
    if not cost.output.strip():
        raise Failed("nothing printed")
    return cost.seconds, cost.mebibytes, cost.output
