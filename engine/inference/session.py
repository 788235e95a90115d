"""What an engine must offer: a session runs one program on many cases, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from engine.inference.program import Firings, WorkingFact


class Session(Protocol):
    """One program loaded into one engine. ``name`` and ``version`` are the engine's own."""

    name: str
    version: str

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Assert ``facts``, let every rule fire that can, and return the firings.

        Raises EngineError, also where a node was given two states.
        """
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...


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
