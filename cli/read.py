"""`chitieu read`: how the wording of a target is read, or why the tool abstains."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.failure import Exit, usage_failure
from cli.options import console, everywhere
from cli.reading_view import show_reading, summary
from cli.selection import shown_as
from cli.usage import VietnameseHelp, option
from engine.domain.limits import FILE_BYTES, WORDINGS, grouped
from engine.files.json_form import to_json
from engine.files.opening import read_up_to
from engine.files.reasons import reason_of_reading
from engine.wordings.reader import read_wording
from engine.wordings.wording import ReadDocument


@click.command(cls=VietnameseHelp, epilog='Ví dụ: chitieu read "Tỷ lệ hộ nghèo giảm còn dưới 2%"')
@click.argument("texts", nargs=-1, metavar="[CÂU]...")
@option("--file", "path", metavar="TỆP", help="Đọc các câu trong tệp, mỗi dòng một câu.")
@shown_as("table (văn bản) hoặc json.")
@everywhere
def command(
    texts: tuple[str, ...], path: str | None, form: str, workspace: str | None, quiet: bool, color: str, debug: bool
) -> int:
    """Đọc thử câu chữ (nguyên văn) của chỉ tiêu như công cụ hiểu: so sánh, con số, đơn vị, chiều tốt, kỳ, gốc so sánh.

    Câu nào không chắc thì công cụ không đọc và nói vì sao.
    """
    wordings = [*texts, *(_lines(path) if path else ())]
    if not wordings:
        raise usage_failure("chưa có câu nào để đọc; ghi câu trong ngoặc kép, hoặc dùng --file TỆP")
    readings = [read_wording(wording) for wording in wordings]
    if form == "json":
        sys.stdout.write(to_json(ReadDocument(tuple(readings))))
        return Exit.DONE
    screen = console(color)
    if not quiet:
        for reading in readings:
            show_reading(reading, screen)
    if quiet or len(readings) > 1:
        screen.print(summary(readings))
    return Exit.DONE


def _lines(path: str) -> list[str]:
    """Returns the lines of a file that are not blank. Raises Failure."""
    try:
        raw = read_up_to(Path(path), FILE_BYTES)
        if len(raw) > FILE_BYTES:
            raise usage_failure(f"tệp «{path}» lớn hơn {FILE_BYTES // 1_000_000} MB; tách thành nhiều tệp nhỏ hơn")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise usage_failure(f"tệp «{path}» không ở bảng mã UTF-8; lưu lại với bảng mã UTF-8") from None
    except OSError as error:
        raise usage_failure(f"không đọc được tệp «{path}»: {reason_of_reading(error)}") from None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > WORDINGS:
        raise usage_failure(f"tệp «{path}» có hơn {grouped(WORDINGS)} câu; tách thành nhiều tệp nhỏ hơn")
    return lines
