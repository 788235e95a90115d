"""Writes new files: all of a folder or none, never over an existing file."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from engine.files import storage
from engine.files.reasons import Refused
from engine.manual.keys import FILES
from engine.manual.schema import schema_text

SCHEMAS = Path(".chitieu") / "luoc-do"


class AlreadyExists(Exception):
    """The file or folder exists; the message names it."""


def write_workspace(root: Path, example: Path | None) -> None:
    """Creates the workspace ``root``, with the rules and facts of ``example`` where that is given: all of it or nothing.

    It is made beside its place and moved there. What a killed run has left of the same workspace is completed. Raises
    AlreadyExists where the folder holds anything else, OSError.
    """
    if os.path.lexists(root) and not (root.is_dir() and {path.name for path in _seen(root)} <= _PARTS):
        raise AlreadyExists(f"«{root.name}» đã có")
    root.parent.mkdir(parents=True, exist_ok=True)
    folder = root if root.is_dir() else root.parent
    with storage.beside(folder) as made:
        made.mkdir()
        for name in ("rules", "facts"):
            if example is None:
                (made / name).mkdir()
            else:
                _copy(example / name, made / name)
        write_schemas(made)
        if not root.is_dir():
            made.rename(root)
            return
        there = {path.name: path for path in _seen(root)}
        if any(_contents(path) != _contents(made / name) for name, path in there.items()):
            raise AlreadyExists(f"thư mục «{root.name}» không trống")
        for name in sorted(_PARTS - there.keys()):
            (made / name).rename(root / name)


def _copy(folder: Path, to: Path) -> None:
    """Copies a folder of plain files. Raises OSError; `shutil.copytree` would gather the errors and forget their numbers."""
    to.mkdir()
    for path in sorted(folder.rglob("*")):  # a folder comes before what is in it
        at = to / path.relative_to(folder)
        if path.is_dir():
            at.mkdir()
        else:
            shutil.copyfile(path, at)


_PARTS = {"rules", "facts", SCHEMAS.parts[0]}


def _seen(folder: Path) -> list[Path]:
    """Returns what is in ``folder`` but for what runs have not finished."""
    return [path for path in folder.iterdir() if not storage.is_hidden(path)]


def _contents(folder: Path) -> dict[str, bytes | None]:
    """Returns the files below ``folder`` with their bytes, None for folders and what is no regular file."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in folder.rglob("*")
    }


def write_folder(folder: Path, files: dict[str, str]) -> None:
    """Creates ``folder`` with ``files``, first beside it, then by one rename. Raises AlreadyExists, OSError."""
    if folder.exists() or folder.is_symlink():
        raise AlreadyExists(f"thư mục «{folder.name}» đã có; đổi số nghị quyết, hoặc chuyển thư mục cũ đi chỗ khác")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with storage.beside(folder.parent) as made:
        made.mkdir()
        for name, text in files.items():
            (made / name).write_text(text, "utf-8")
        made.rename(folder)


def write_new(path: Path, content: bytes) -> None:
    """Writes a new file. Raises AlreadyExists, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        storage.write_new(path, content)
    except FileExistsError:
        raise AlreadyExists(f"tệp «{path.name}» đã có") from None


def write_all_new(contents: Mapping[Path, bytes]) -> None:
    """Writes new files, all or none. Raises AlreadyExists, which names those that are there, and OSError."""
    there = [path.name for path in contents if os.path.lexists(path)]
    if there:
        named = ", ".join(there[:_MOST_NAMED]) + (
            f" và {len(there) - _MOST_NAMED} tệp khác" * (len(there) > _MOST_NAMED)
        )
        raise AlreadyExists(f"tệp {named} đã có")
    written: list[Path] = []
    try:
        for path, content in contents.items():
            write_new(path, content)
            written.append(path)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


_MOST_NAMED = 3
"""Files that a message names."""


def refuse_links(root: Path) -> None:
    """Raises OSError where a link would lead the schemas out of the workspace; call it before writing anything."""
    if not (root / SCHEMAS).resolve().is_relative_to(root.resolve()):
        raise Refused(f"{SCHEMAS.parts[0]} là liên kết ra ngoài thư mục làm việc")


def write_schemas(root: Path) -> None:
    """Writes the JSON Schemas to which the files refer, for completion in editors, and replaces old ones.

    Raises OSError, also where refuse_links does.
    """
    refuse_links(root)
    folder = root / SCHEMAS
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        path, content = folder / f"{name}.json", schema_text(name).encode()
        if path.is_symlink() or not path.is_file() or path.read_bytes() != content:
            storage.write_whole(path, content)
