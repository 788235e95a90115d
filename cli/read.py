"""`chitieu read`: how the tool reads the wording of a target; it abstains rather than guess."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from cli.failure import Exit, Failure
from cli.options import console, everywhere
from cli.selection import shown_as
from cli.texts import plain
from cli.usage import VietnameseHelp
from engine.reading.reader import read_wording
from engine.reading.reading import Wording
from engine.reading.wording import described


@click.command(cls=VietnameseHelp, epilog='Ví dụ: chitieu read "Tỷ lệ hộ nghèo giảm còn dưới 2%"')
@click.argument("texts", nargs=-1, metavar="CÂU...")
@click.option("--file", "files", multiple=True, metavar="TỆP", help="Đọc các câu trong tệp, mỗi dòng một câu.")
@shown_as("table (cho người đọc) hoặc json.")
@everywhere
def command(
    texts: tuple[str, ...],
    files: tuple[str, ...],
    form: str,
    workspace: str | None,
    quiet: bool,
    color: str,
    debug: bool,
) -> int:
    """Công cụ hiểu câu chữ của một chỉ tiêu thế nào: so sánh, con số, đơn vị, chiều tốt, kỳ, gốc so sánh.

    Không chắc thì công cụ không đọc và nói vì sao, chứ không đoán.
    """
    wordings = [read_wording(text) for text in (*texts, *_lines(files))]
    if not wordings:
        raise Failure(Exit.USAGE, 'lỗi: chưa có câu nào để đọc; ví dụ: chitieu read "Tỷ lệ hộ nghèo giảm còn dưới 2%"')
    if form == "json":
        from engine.reports.read_json import to_json

        sys.stdout.write(to_json(wordings))
        return Exit.DONE
    screen = console(color)
    for wording in wordings:
        _show(wording, screen, quiet)
    return Exit.DONE


def _lines(names: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    for name in names:
        path = Path(name)
        if not path.is_file():
            raise Failure(Exit.USAGE, f"lỗi: không có tệp «{name}»")
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Failure(Exit.USAGE, f"lỗi: tệp «{name}» không phải văn bản UTF-8") from None
        lines += [line.strip() for line in text.splitlines() if line.strip()]
    return lines


def _show(wording: Wording, screen: Console, quiet: bool) -> None:
    screen.print(plain(f"«{wording.text}»", "bold"))
    if wording.abstained:
        screen.print(plain(f"  không đọc: {wording.reason}", "magenta"))
        return
    for number, reading in enumerate(wording.readings, 1):
        if quiet and number > 1:
            return
        if len(wording.readings) > 1:
            screen.print(plain(f"  mục tiêu {number}"))
        for label, text in described(reading):
            screen.print(plain(f"  {label}: {text}", "magenta" if label == "chưa chắc" else ""))
