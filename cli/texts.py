"""Texts on the terminal: shown as they are, without markup and control characters; and the trace of an engine."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from engine.inference.program import Firing, WorkingFact
from engine.language.text import printable


def plain(text: str, style: str = "") -> Text:
    """Text of a file, shown as it is: no markup, no control characters."""
    return Text(printable(text), style)


def trace_lines(firings: Iterable[Firing]) -> list[str]:
    """The firings in the engine's order, numbered."""
    lines = []
    for number, firing in enumerate(firings, 1):
        matched = ", ".join(map(_fact, firing.matched))
        lines.append(f"{number:4d}  {firing.rule.name}: {matched} → {_fact(firing.rule.then)}")
    return lines


def _fact(fact: WorkingFact) -> str:
    return f"{fact.node}={fact.state if fact.state is not None else f'[{fact.low}, {fact.high}]'}"
