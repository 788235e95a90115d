"""Writes drafted files: all of a folder or none, never over what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from engine.manual.keys import FILES
from engine.manual.schema import schema_text

SCHEMAS = Path(".chitieu") / "luoc-do"


class AlreadyThere(Exception):
    """The file or folder exists; the message names it."""


def write_folder(folder: Path, files: dict[str, str]) -> None:
    """Make ``folder`` with ``files``: first beside it, then by one rename. Raises AlreadyThere, OSError."""
    if folder.exists():
        raise AlreadyThere(f"thư mục «{folder.name}» đã có; đổi số nghị quyết, hoặc chuyển thư mục cũ đi chỗ khác")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".tao-", dir=folder.parent))
    try:
        for name, text in files.items():
            (beside / name).write_text(text, "utf-8")
        beside.chmod(0o755)
        beside.rename(folder)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises AlreadyThere, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".tao-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        os.link(name, path)  # fails where the file has appeared meanwhile
    except FileExistsError:
        raise AlreadyThere(f"tệp «{path.name}» đã có") from None
    finally:
        Path(name).unlink(missing_ok=True)


def write_schemas(root: Path) -> None:
    """The JSON Schemas to which the files refer, for completion in editors; replaced where they are there."""
    folder = root / SCHEMAS
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / f"{name}.json").write_text(schema_text(name), "utf-8")
