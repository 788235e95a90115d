"""Texts for the terminal without markup and control characters, and the trace of an engine."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.evaluation.presentation import notice_of
from engine.inference.program import Firing
from engine.language.text import on_one_line

if TYPE_CHECKING:  # rich is loaded where something is drawn
    from rich.console import Console
    from rich.text import Text


def plain(text: str, style: str = "") -> Text:
    """Returns ``text`` as rich text on one line: no markup is interpreted, line breaks and control characters are visible.

    Everything that a command prints passes here, so that no text of a file can look like a line of the tool.
    """
    from rich.text import Text

    return Text(on_one_line(text), style)


def say(screen: Console, text: str, style: str = "") -> None:
    """Prints ``text``: in a window with hanging further lines, in a pipe on one line, however long."""
    from cli.layout import hang

    shown = plain(text, style)
    hang(screen, shown, len(text) - len(text.lstrip(" -")) if text[:1] in " -" else 2)


def say_absent(titles: tuple[str, ...], elsewhere: str, screen: Console) -> None:
    """Says which columns a narrow window had no room for, and what shows them."""
    if titles:
        say(screen, f"Cửa sổ hẹp nên không in: {', '.join(titles)}; xem đủ bằng {elsewhere}", "dim")


def tell(text: str) -> None:
    """Prints a remark on one line to the standard error."""
    print(on_one_line(text), file=sys.stderr)


def say_heading(screen: Console, text: str) -> None:
    """Prints ``text`` in bold below an empty line."""
    screen.print()
    say(screen, text, "bold")


def show_notice(codes: tuple[str, ...], console: Console) -> None:
    """Says on a line of its own that this is a draft; nothing where there are no ``codes`` of errors."""
    if codes:
        say(console, notice_of(codes), "bold red")


def trace_lines(firings: Iterable[Firing]) -> list[str]:
    """Returns the firings in the order of the engine, numbered."""
    return [f"{number:4d}  {firing.text}" for number, firing in enumerate(firings, 1)]


def moment(time: str) -> str:
    """Returns a time for people; an unreadable one unchanged."""
    from datetime import datetime

    from engine.language import display

    try:
        when = datetime.fromisoformat(time)
    except ValueError:
        return time
    return f"{display.day(when)} {when:%H:%M:%S}"
