"""`chitieu doc`: the manual of the rule language and of every diagnostic code, in the terminal."""

from __future__ import annotations

from collections.abc import Iterable

import click
from rich.console import Console

from cli.completion import manual
from cli.failure import Exit, usage_failure
from cli.options import console, everywhere
from cli.texts import say
from cli.usage import VietnameseHelp
from engine.language.names import meant
from engine.language.text import nearest
from engine.manual.codes import code_pages
from engine.manual.keys import FILE_TITLES, KeyPlace, key_places
from engine.manual.topics import topics


@click.command(
    cls=VietnameseHelp, epilog="Ví dụ: chitieu doc CT104   ·   chitieu doc «đạt khi»   ·   chitieu doc điều kiện"
)
@click.argument("terms", shell_complete=manual, nargs=-1, metavar="[KHÓA, MÃ HOẶC CHỦ ĐỀ]")
@everywhere
def command(terms: tuple[str, ...], workspace: str | None, quiet: bool, color: str, debug: bool) -> int:
    """Tra cứu: một khóa của tệp quy tắc hay số liệu, một mã lỗi, hoặc một chủ đề (điều kiện, công thức, giá trị…).

    Không ghi gì thì in mục lục.
    """
    screen = console(color)
    term = " ".join(terms).strip()
    if not term:
        _contents(screen)
        return Exit.DONE
    if not _show(term, screen):
        known = [*code_pages(), *(topic.name for topic in topics()), *dict.fromkeys(p.key for p in key_places())]
        close = nearest(term, known)
        hint = f"; có phải ý bạn là «{close}»?" if close else "; chạy `chitieu doc` để xem mục lục"
        raise usage_failure(f"không có mục «{term}» trong tra cứu{hint}")
    return Exit.DONE


def _show(term: str, screen: Console) -> bool:
    """Shows the code, topic and key called ``term``; returns whether there are any."""
    page = code_pages().get(term.upper())
    if page is not None:
        _show_entry(f"{page.code} {page.severity.label}: {page.title}", page.lines, screen)
    named = meant(term, (topic.name for topic in topics()))
    topic = next((t for t in topics() if t.name in named), None)
    if topic is not None:
        _show_entry(f"{topic.name}: {topic.title}", topic.lines, screen)
    keys = meant(term, (place.key for place in key_places()))
    places = [place for place in key_places() if place.key in keys]
    if places:
        _key(places, screen)
    return page is not None or topic is not None or bool(places)


def _contents(screen: Console) -> None:
    say(screen, "Chủ đề", "bold")
    for topic in topics():
        say(screen, f"  {topic.name}: {topic.title}")
    for file, title in FILE_TITLES.items():
        keys = [place for place in key_places() if place.file == file]
        if not keys:
            continue
        screen.print()
        say(screen, f"Khóa của {title}", "bold")
        by_section: dict[str, list[str]] = {}
        for place in keys:
            by_section.setdefault(place.section, []).append(place.key)
        for section, names in by_section.items():
            say(screen, f"  {section}: {', '.join(dict.fromkeys(names))}")
    screen.print()
    say(screen, "Mã lỗi và cảnh báo", "bold")
    for page in code_pages().values():
        say(screen, f"  {page.code} {page.severity.label}: {page.title}")


def _show_entry(title: str, lines: Iterable[str], screen: Console) -> None:
    say(screen, title, "bold")
    for line in lines:
        say(screen, f"  {line}")


def _key(places: list[KeyPlace], screen: Console) -> None:
    say(screen, f"Khóa «{places[0].key}»", "bold")
    seen: set[tuple[str, str]] = set()
    for place in places:
        if (place.section, place.description) in seen:
            continue
        seen.add((place.section, place.description))
        needed = "bắt buộc" if place.required else f"mặc định: {place.default}" if place.default else "không bắt buộc"
        options = f"; một trong: {', '.join(place.form.options)}" if place.form.options else ""
        say(screen, f"  {place.section} — {FILE_TITLES[place.file]}")
        say(screen, f"    {place.description}. Dạng: {place.form.kind}{options}; {needed}.")
