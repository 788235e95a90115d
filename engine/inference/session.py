"""What an engine must offer: a session runs one program on many cases, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from engine.inference.nodes import Node
from engine.inference.program import EngineError, Firing, WorkingFact


class Session(Protocol):
    """One program loaded into one engine. ``name`` and ``version`` are the engine's own."""

    name: str
    version: str

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        """Assert ``facts``, let every rule fire that can, and return the firings in order. Raises EngineError."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...


def checked(firings: list[Firing]) -> list[Firing]:
    """The firings, after making sure that no node was given two states. Raises EngineError."""
    first: dict[Node, WorkingFact] = {}
    for firing in firings:
        then = firing.rule.then
        known = first.setdefault(then.node, then)
        if known is not then and known.state != then.state:
            raise EngineError(f"node {then.node} was given the states {known.state} and {then.state}")
    return firings


def installed_version(distribution: str, module_file: str) -> str:
    """The version of an installed distribution, read from the name of its metadata folder beside the module.

    importlib.metadata says the same, but importing it takes longer than an evaluation; it is the fallback.
    """
    beside = Path(module_file).resolve().parent.parent
    found = [folder.name.split("-")[1] for folder in beside.glob(f"{distribution}-*.dist-info")]
    if len(found) == 1:
        return found[0].removesuffix(".dist")
    from importlib.metadata import version

    return version(distribution)
