"""Writes new files: all of a folder or none, never over an existing file."""

from __future__ import annotations

from pathlib import Path

from engine.files import storage
from engine.manual.keys import FILES
from engine.manual.schema import schema_text

SCHEMAS = Path(".chitieu") / "luoc-do"


class AlreadyExists(Exception):
    """The file or folder exists; the message names it."""


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


def refuse_links(root: Path) -> None:
    """Raises OSError where a link would lead the schemas out of the workspace; call it before writing anything."""
    if not (root / SCHEMAS).resolve().is_relative_to(root.resolve()):
        raise OSError(f"{SCHEMAS.parts[0]} là liên kết ra ngoài thư mục làm việc")


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
