"""The steps that the import of files and the import of folders share: which resolution, and writing all or none."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

from cli.failure import Exit, Failure, usage_failure
from engine.files.reasons import reason
from engine.importing.forms import forms_in
from engine.importing.grid import Book, UnreadableTable
from engine.importing.intake import Options
from engine.importing.writing import PlannedFile, write_all
from engine.language import display
from engine.language.text import printable
from engine.workspace.workspace import Workspace


def resolution_of(books: Iterable[Book]) -> str | None:
    """Returns the resolution of the forms among ``books``; None where no form names one. Raises Failure for several."""
    try:
        numbers = {form.resolution for book in books for form in forms_in(book) if form.resolution}
    except UnreadableTable as error:
        raise unreadable(error) from None
    if len(numbers) > 1:
        listed = ", ".join(sorted(map(printable, numbers)))
        raise usage_failure(f"các biểu là của nhiều nghị quyết ({listed}); nhập từng nghị quyết một, bằng --resolution")
    return next(iter(numbers), None)


def unreadable(error: UnreadableTable) -> Failure:
    """Returns the failure for a table that cannot be read."""
    return Failure(Exit.DOES_NOT_LOAD, f"lỗi: {printable(error.message)}\n  sửa: {error.remedy}")


def write_facts(at: Workspace, planned: list[PlannedFile]) -> None:
    """Writes facts files, all or none. Raises Failure."""
    from engine.drafting.files import refuse_links, write_schemas

    try:
        refuse_links(at.root)
        write_all(at.root / "facts", planned)
        if planned:
            write_schemas(at.root)
    except FileExistsError as error:
        name = Path(str(error.filename2 or error.filename)).name
        raise usage_failure(f"tệp «{name}» vừa xuất hiện khi đang ghi; chưa ghi gì, hãy chạy lại") from None
    except OSError as error:
        raise usage_failure(f"không ghi được vào thư mục làm việc: {reason(error)}; chưa ghi gì") from None


def command_again(names: Iterable[str], options: Options) -> str:
    """Returns the command to be typed again once the tables are corrected: «chitieu import a.xlsx --unit 'xã A'»."""
    given = [("--unit", options.unit), ("--year", options.year), ("--sheet", options.sheet)]
    given += [("--as-of", display.day(options.as_of) if options.as_of is not None else "")]
    given += [("--numbers", options.writing or ""), ("--source", options.source)]
    flags = ["--new-units"] if options.new_units else []
    named = [shlex.quote(name) for name in names] + [
        f"{name} {shlex.quote(str(value))}" for name, value in given if value
    ]
    return f"chitieu import {' '.join([*named, *flags])}"
