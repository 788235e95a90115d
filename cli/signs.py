"""The signs and colours of verdicts on the terminal; a sign, never a colour alone, carries the meaning.

Colours are named ones, which the theme of a terminal adjusts to its background, and only on signs and short words: sentences
keep the colour that the terminal gives to text. Yellow and bright colours are not used, for they vanish on white.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine.domain.verdicts import PaceState, Verdict

if TYPE_CHECKING:
    from rich.console import Console

VERDICT_COLOURS = {
    Verdict.EXCEEDED: "bold green",
    Verdict.MET: "green",
    Verdict.NOT_MET: "red",
    Verdict.FAILED: "bold red",
    Verdict.PERIOD_OPEN: "cyan",
    Verdict.UNDETERMINED: "magenta",
    Verdict.NOT_APPLICABLE: "dim",
}
"""The style (of rich) of every verdict, in the order of legends."""
_ASCII = {
    Verdict.EXCEEDED: "^",
    Verdict.MET: "v",
    Verdict.NOT_MET: "x",
    Verdict.FAILED: "X",
    Verdict.PERIOD_OPEN: "o",
    Verdict.UNDETERMINED: "?",
    Verdict.NOT_APPLICABLE: "-",
}
_COURSES = {PaceState.BEHIND: ("↓", "\\"), PaceState.ON: ("→", ">")}
DOUBT = "!"
"""The sign of what must be read with care."""
ASCII_ONLY = "CHITIEU_ASCII"
"""The variable of the environment that asks for signs of ASCII, such as for a console without the font."""
_SAMPLE = "".join(verdict.sign for verdict in Verdict) + "↓→─"
_narrow_encoding: list[str] = []


def note_encoding(encoding: str | None) -> None:
    """Remembers the encoding that a terminal had before the program set its own."""
    _narrow_encoding[:] = [] if encoding is None or _can_write(encoding) else [encoding]


def _can_write(encoding: str) -> bool:
    try:
        _SAMPLE.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def in_ascii(screen: Console) -> bool:
    """Returns whether ``screen`` shows only the signs of ASCII."""
    asked = bool(os.environ.get(ASCII_ONLY))
    return asked or (screen.file.isatty() and (bool(_narrow_encoding) or os.environ.get("TERM") == "linux"))


def sign_of(verdict: Verdict, screen: Console) -> str:
    """Returns the sign of a verdict."""
    return _ASCII[verdict] if in_ascii(screen) else verdict.sign


def course_sign(pace: PaceState, screen: Console) -> str:
    """Returns the sign of tiến độ; '' where that is unknown."""
    return _COURSES[pace][in_ascii(screen)] if pace in _COURSES else ""


def legend(screen: Console) -> str:
    """Returns all signs with their words."""
    return " · ".join(f"{sign_of(verdict, screen)} {verdict.label}" for verdict in VERDICT_COLOURS)
