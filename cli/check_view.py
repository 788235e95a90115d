"""Shows the diagnostics of a workspace: errors in full, of equal warnings the first ones."""

from __future__ import annotations

import re
from collections import Counter

from rich.console import Console

from cli.layout import hang_pair
from cli.texts import plain, say
from engine.checking.run import CheckedWorkspace
from engine.files.diagnostics import Diagnostic, Severity, draw

_SHOWN = 3
"""The warnings of a group that are shown; of the others only the number."""
_MARGIN = "     | "
_CARETS = re.compile(re.escape(_MARGIN) + r" *\^")
_VARYING = re.compile(r"«[^»]*»|\x60[^\x60]*\x60|\([^)]*\)|[^\s:;,]*\d[^\s:;]*")
_LISTED = re.compile(r"~(?:,? ~)+")


def show(checked: CheckedWorkspace, screen: Console, quiet: bool, full: bool) -> None:
    """Shows the diagnostics, where ``full`` each of them in full; where ``quiet``, only the counts."""
    found = checked.diagnostics
    if found and not quiet:
        if full:
            for one in found:
                _show_group([one], screen)
        else:
            show_diagnostics(found, screen)
        screen.print()
    errors = sum(d.severity is Severity.ERROR for d in found)
    if found:
        say(screen, f"{errors} lỗi, {len(found) - errors} cảnh báo.", "bold red" if errors else "magenta")
    else:
        say(screen, "Không có lỗi, không có cảnh báo.", "green")
    for what, criteria in (
        ("Chưa so được với nguyên văn", checked.not_compared),
        ("Khác nguyên văn, có ghi lý do", checked.differing),
    ):
        if criteria:
            say(screen, f"{what}: {len(criteria):02d} nội dung ({', '.join(criteria)}).")


def show_diagnostics(found: list[Diagnostic], screen: Console) -> None:
    """Shows errors in full, and equal warnings together."""
    for group in _groups(found):
        _show_group(group, screen)


def _groups(found: list[Diagnostic]) -> list[list[Diagnostic]]:
    """Returns the warnings that say the same together where they are many, in place of the first; others by themselves."""
    counts = Counter(map(_key, found))
    groups: dict[object, list[Diagnostic]] = {}
    for one in found:
        many = one.severity is Severity.WARNING and counts[_key(one)] > _SHOWN
        groups.setdefault(_key(one) if many else one, []).append(one)
    return list(groups.values())


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.code, _pattern(diagnostic.message)


def _pattern(message: str) -> str:
    """Returns the message without the names and numbers in it.

    >>> _pattern("số liệu «duong.be_tong» không dùng ở đâu")
    'số liệu ~ không dùng ở đâu'
    >>> _pattern("nội dung 2.1 không có mốc cho năm 2029, 2030: các năm ấy sẽ «không áp dụng»")
    'nội dung ~ không có mốc cho năm ~: các năm ấy sẽ ~'
    """
    return _LISTED.sub("~", _VARYING.sub("~", message))


def _show_group(group: list[Diagnostic], screen: Console) -> None:
    """Shows the first in full, two more by their place, and how many there are besides; a small group all in full."""
    in_full = group[:1] if len(group) > _SHOWN else group
    for diagnostic in in_full:
        style = "bold red" if diagnostic.severity is Severity.ERROR else "magenta"
        _show_drawn(draw(diagnostic).split("\n"), style, screen)
    if len(group) > _SHOWN:
        for diagnostic in group[1:_SHOWN]:
            place = f"{diagnostic.span.place}:{diagnostic.span.column}"
            say(screen, f"{place} {diagnostic.code} {diagnostic.message}", "magenta")
        say(screen, f"   và {len(group) - _SHOWN} chỗ nữa như vậy; xem đủ bằng chitieu check --full")


def _show_drawn(lines: list[str], style: str, screen: Console) -> None:
    """Shows what ``draw`` returns; a line of the file is broken together with the carets below it."""
    say(screen, lines[0], style)
    for line, below in zip(lines[1:], [*lines[2:], ""], strict=True):
        if _CARETS.match(below):
            hang_pair(screen, plain(line), below, len(_MARGIN))
        elif not _CARETS.match(line):
            say(screen, line)
