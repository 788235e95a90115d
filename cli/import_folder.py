"""`chitieu import FOLDER`: imports returned forms, each unit by itself, and reports what became of every file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from cli.failure import Exit, usage_failure
from cli.import_steps import command_again, resolution_of
from cli.options import console
from cli.selection import load_rulebook_named
from engine.domain.records import NamedTuple
from engine.files.reasons import reason
from engine.importing.books import read_book
from engine.importing.existing import ExistingFacts
from engine.importing.grid import Book, UnreadableTable
from engine.importing.intake import Options
from engine.importing.returned_files import ReturnedFiles, returned_files
from engine.importing.returns import ReturnedForms, Returns
from engine.importing.writing import Planner, write_all
from engine.language.text import on_one_line
from engine.workspace.workspace import Workspace


class FolderOptions(NamedTuple):
    """The options of the command. ``options`` are those for reading tables."""

    named: tuple[str, ...]
    resolution: str | None
    options: Options
    dry_run: bool
    replace: bool
    form: str
    quiet: bool
    color: str


def import_folders(asked: FolderOptions, at: Workspace) -> int:
    """Imports the folders and files that are named. Raises Failure."""
    for name in asked.named:
        if not Path(name).exists():
            raise usage_failure(f"không có tệp, thư mục «{on_one_line(name)}»")
    listed = returned_files(map(Path, asked.named))
    if not listed.tables:
        folders = ", ".join(f"«{on_one_line(name)}»" for name in asked.named)
        raise usage_failure(f"{folders} không có bảng tính nào (.xlsx, .xlsb, .xls, .ods, .csv)")
    resolution = asked.resolution
    if resolution is None and len(at.resolution_folders) > 1:
        resolution = resolution_of(_books(listed))
    rulebook = load_rulebook_named(at, resolution, "chưa nhập gì")
    existing = ExistingFacts(at, rulebook)
    planner = Planner(existing, rulebook, asked.options.source, asked.replace)
    result = _imported(ReturnedForms(rulebook, existing, asked.options, planner), listed, None if asked.dry_run else at)
    if asked.form == "json":
        from engine.files.json_form import to_json

        sys.stdout.write(to_json(result))
    else:
        from cli.returns_view import show

        show(result, rulebook, command_again(asked.named, asked.options), asked.quiet, console(asked.color))
    return Exit.DONE if result.all_is_well else Exit.DOES_NOT_LOAD


def _imported(forms: ReturnedForms, listed: ReturnedFiles, at: Workspace | None) -> Returns:
    """Imports the files into the workspace ``at``; None writes nothing. Raises Failure where it cannot be written to at all."""
    if at is None:
        return forms.imported(listed, None)
    from engine.drafting.files import refuse_links, write_schemas

    try:
        refuse_links(at.root)
        result = forms.imported(listed, partial(write_all, at.root / "facts"))
        if result.written:
            write_schemas(at.root)  # once: it takes longer than a facts file
    except OSError as error:
        raise usage_failure(f"không ghi được vào thư mục làm việc: {reason(error)}") from None
    return result


def _books(listed: ReturnedFiles) -> Iterator[Book]:
    """Yields the files that can be read."""
    for path, name in listed.tables:
        try:
            yield read_book(path, name)
        except (UnreadableTable, OSError):
            continue
