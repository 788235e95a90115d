"""Texts on the terminal: shown as they are, without markup and control characters; and the trace of an engine."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from engine.evaluation.presentation import notice_of
from engine.inference.program import Firing
from engine.language.text import printable


def plain(text: str, style: str = "") -> Text:
    """Text of a file, shown as it is: no markup, no control characters."""
    return Text(printable(text), style)


def show_notice(codes: tuple[str, ...], console: Console) -> None:
    """Says on a line of its own that this is a draft; nothing where there are no ``codes`` of errors."""
    if codes:
        console.print(plain(notice_of(codes), "bold red"))


def trace_lines(firings: Iterable[Firing]) -> list[str]:
    """The firings in the engine's order, numbered."""
    return [f"{number:4d}  {firing.text}" for number, firing in enumerate(firings, 1)]
