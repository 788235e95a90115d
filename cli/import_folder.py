"""`chitieu import FOLDER`: imports returned forms, each unit by itself, and reports what became of every file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cli.failure import Exit, usage_failure
from cli.import_steps import command_again, resolution_of, write_into
from cli.options import console
from cli.selection import load_rulebook_named
from engine.importing.books import read_book
from engine.importing.existing import ExistingFacts
from engine.importing.grid import Book, UnreadableTable
from engine.importing.intake import Options
from engine.importing.returned_files import ReturnedFiles, returned_files
from engine.importing.returns import ReturnedForms
from engine.importing.writing import Planner
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
        raise usage_failure(f"{folders} không có bảng tính nào (.xlsx, .xls, .ods, .csv)")
    resolution = asked.resolution
    if resolution is None and len(at.resolution_folders) > 1:
        resolution = resolution_of(_books(listed))
    rulebook = load_rulebook_named(at, resolution, "chưa nhập gì")
    existing = ExistingFacts(at, rulebook)
    planner = Planner(existing, rulebook, asked.options.source, asked.replace)
    write = None if asked.dry_run else lambda planned: write_into(at, planned)
    result = ReturnedForms(rulebook, existing, asked.options, planner, write).imported(listed)
    if asked.form == "json":
        from engine.files.json_form import to_json

        sys.stdout.write(to_json(result))
    else:
        from cli.returns_view import show

        show(result, rulebook, command_again(asked.named, asked.options), asked.quiet, console(asked.color))
    return Exit.DONE if result.all_is_well else Exit.DOES_NOT_LOAD


def _books(listed: ReturnedFiles) -> Iterator[Book]:
    """Yields the files that can be read."""
    for path, name in listed.tables:
        try:
            yield read_book(path, name)
        except (UnreadableTable, OSError):
            continue
