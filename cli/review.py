"""The review of a draft in the terminal: the document's words beside what was read, doubts first, one key for each."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
from rich.console import Console

from cli.texts import say
from cli.wizard import ask, condition_problem
from engine.drafting.draft import Entry
from engine.language.text import fold, on_one_line

_KEYS = "[Enter] để nguyên, giữ dấu xem lại  [n] nhận, bỏ dấu xem lại  [s] sửa  [b] bỏ ra  [h] hết: nhận mọi câu còn lại không có dấu"
_YES = {"n": "nhận", "s": "sửa", "b": "bỏ", "h": "hết"}

Press = Callable[[], str]
"""Returns the next key of the person at the terminal."""


def can_review() -> bool:
    """Returns whether somebody is at the terminal who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def review(entries: list[Entry], screen: Console, press: Press = click.getchar) -> list[Entry]:
    """Returns the entries in their order as the person leaves them: accepted, edited, without those left out."""
    order = sorted(range(len(entries)), key=lambda at: (not entries[at].proposal.doubts, at))
    decided: dict[int, Entry | None] = dict(enumerate(entries))
    doubtful = sum(bool(entry.proposal.doubts) for entry in entries)
    say(
        screen,
        f"Rà soát {len(entries)} nội dung, {doubtful} chỗ cần xem lại đứng trước. Ctrl-C để thôi, chưa ghi gì.",
        "bold",
    )
    say(screen, _KEYS)
    for count, at in enumerate(order, 1):
        _show(entries[at], f"{count}/{len(order)}", screen)
        key = _pressed(screen, press)
        if key == "hết":
            break
        decided[at] = _decided(entries[at], key)
    return [entry for at in range(len(entries)) if (entry := decided[at]) is not None]


def _pressed(screen: Console, press: Press) -> str:
    """Returns what the key means; asks again for a key that means nothing."""
    while True:
        screen.print("  ? ", end="")
        key = press()
        if key in ("\x03", "\x04"):  # where the terminal hands them on as characters
            raise KeyboardInterrupt
        meaning = "" if key in ("\r", "\n") else _YES.get(fold(key) or key, "?")
        screen.print(on_one_line(meaning) if meaning != "?" else "")
        if meaning != "?":
            return meaning
        say(screen, _KEYS)


def _show(entry: Entry, count: str, screen: Console) -> None:
    proposal = entry.proposal
    screen.print()
    say(
        screen,
        f"{count}  Nội dung {entry.number}  ({', '.join(filter(None, (entry.criterion.cited, entry.criterion.place)))})",
        "bold",
    )
    say(screen, f"  Văn bản:  «{entry.text}»")
    for year, condition in entry.goals:
        say(screen, f"  Đạt khi:  {f'năm {year}: ' if year is not None else ''}{condition}")
    nature = "" if proposal.kind != "số" else f" ({proposal.unit}, {proposal.nature})"
    say(screen, f"  Số liệu:  {proposal.name}{nature}")
    for key, value in proposal.settings:
        say(screen, f"  {key[:1].upper()}{key[1:]}: {value}")
    for doubt in proposal.doubts:
        say(screen, f"  ▲ Xem lại: {doubt.text}", "yellow")


def _decided(entry: Entry, key: str) -> Entry | None:
    match key:
        case "bỏ":
            return None
        case "nhận":
            return _without_doubts(entry)
        case "sửa":
            return _edited(entry)
    return entry


def _without_doubts(entry: Entry) -> Entry:
    measures = tuple(measure._replace(doubts=()) for measure in entry.measures)
    return entry._replace(proposal=entry.proposal._replace(doubts=()), measures=measures)


def _edited(entry: Entry) -> Entry:
    """Returns the entry with the answers of the person, whose defaults are the proposals."""
    proposal, own = entry.proposal, entry.measures[0]
    name = ask("    Tên số liệu", proposal.name)
    unit = ask("    Đơn vị tính", proposal.unit) if proposal.kind == "số" else ""
    if proposal.steps:
        steps = tuple(
            (year, ask(f"    Đạt khi, năm {year}", condition, lambda answer: condition_problem(answer, unit)))
            for year, condition in proposal.steps
        )
        proposal = proposal._replace(steps=steps)
    elif not proposal.plan:
        condition = ask("    Đạt khi", proposal.condition, lambda answer: condition_problem(answer, unit))
        proposal = proposal._replace(condition=condition)
    proposal = proposal._replace(name=name, unit=unit, doubts=())
    own = own._replace(name=name, unit=unit, doubts=())
    return entry._replace(proposal=proposal, measures=(own, *(m._replace(doubts=()) for m in entry.measures[1:])))
