"""The compiled program of a rulebook, kept beside what was read of its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.inference.compiler import CompiledRulebook, compile_rulebook
from engine.inference.encoding import Scale
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Program
from engine.kept.codec import Codec
from engine.kept.origins import note_origin, origin_of
from engine.kept.recall import recalled
from engine.kept.store import keep
from engine.rulebook.rulebook import Rulebook

_CODEC = Codec((NodeKind, Node, Program, Scale, CompiledRulebook))


def compiled(rulebook: Rulebook) -> CompiledRulebook:
    """Returns the program of ``rulebook``: the kept one where it is as it was loaded, else compiled anew."""
    files = origin_of(rulebook)
    if files is None:
        return compile_rulebook(rulebook)
    made: CompiledRulebook = _kept_or_made(f"program-{files}", lambda: compile_rulebook(rulebook))
    note_origin(made.program, files)
    return made


def texts_for(program: Program, engine: str, write: Callable[[], list[str]]) -> list[str]:
    """Returns what ``engine`` is given of ``program``: the kept texts where it is as it was compiled, else those of ``write``.

    ``engine`` names whatever else decides about the texts.
    """
    files = origin_of(program)
    texts: list[str] = write() if files is None else _kept_or_made(f"{engine}-{files}", write)
    return texts


def _kept_or_made(name: str, make: Callable[[], Any]) -> Any:
    found = recalled(name, _CODEC)
    if found is None:
        found = make()
        keep(name, _CODEC.written(found, ()))
    return found
