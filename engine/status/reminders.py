"""Writes a short message to each unit that lists what it has still to send, ready for e-mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from engine.language import display
from engine.language.text import on_one_line
from engine.rulebook.rulebook import Rulebook
from engine.status.status import Missing, Old, Status, UnitYear, gaps, sources_used

_BLANK = "……"
_MARKUP = "\\`*_[]<>#"
_BETWEEN = f"\n\n{'-' * 60}\n\n"

Shown = Callable[[str], str]
"""Makes a text of a file fit for the format."""


def reminders_as_text(status: Status, rulebook: Rulebook, due: date | None) -> str:
    """Returns the messages of all units that have something to send, a line between them; '' where none has."""
    messages = [text for _, text in _messages(status, rulebook, due, on_one_line)]
    return _BETWEEN.join(messages) + "\n" if messages else ""


def reminders_as_markdown(status: Status, rulebook: Rulebook, due: date | None) -> str:
    """Returns the same, each message below the name of its unit as a heading."""
    messages = [f"## {_escaped(unit)}\n\n{text}\n" for unit, text in _messages(status, rulebook, due, _escaped)]
    return "\n".join(messages)


def _messages(status: Status, rulebook: Rulebook, due: date | None, shown: Shown) -> Iterator[tuple[str, str]]:
    by_unit: dict[str, list[UnitYear]] = {}
    for entry in status.entries:
        if entry.missing or entry.old:
            by_unit.setdefault(entry.unit, []).append(entry)
    for unit, years in by_unit.items():
        yield unit, "\n".join(_message(unit, years, rulebook, due, shown))


def _message(unit: str, years: list[UnitYear], rulebook: Rulebook, due: date | None, shown: Shown) -> Iterator[str]:
    resolution = rulebook.resolution
    dated = f" ngày {display.day(resolution.day)}" if resolution.day is not None else ""
    until = display.day(due) if due is not None else _BLANK
    yield f"Kính gửi: {shown(unit)}"
    yield ""
    yield (
        f"Để tổng hợp kết quả thực hiện {shown(f'{resolution.kind} số {resolution.number}')}{dated}, đề nghị {shown(unit)} "
        f"rà soát và gửi các số liệu sau trước ngày {until}:"
    )
    for gap in gaps(years):
        yield from ("", f"{gap.when}, số liệu chưa có:", "")
        yield from _listed(gap.missing, shown)
    for entry in years:
        if entry.old:
            yield from ("", f"Năm {entry.year}, số liệu cần cập nhật:", "")
            yield from _listed(entry.old, shown)
    if sources := sources_used(years):
        yield from ("", f"Số liệu đã có của {shown(unit)} lấy từ: {shown('; '.join(sources))}.")
    yield ""
    yield f"Số liệu ghi rõ nguồn và ngày chốt; số nào không có thì đề nghị nêu lý do. Nơi nhận: {_BLANK}"
    yield ""
    yield "Trân trọng cảm ơn."


def _listed(values: Iterable[Missing | Old], shown: Shown) -> Iterator[str]:
    for value in values:
        measure = f" ({value.measure})" if value.measure else ""
        why = f": {value.why}" if isinstance(value, Old) else ""
        yield f"- {shown(value.name + measure + why)}"


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in _MARKUP else c for c in on_one_line(text))
