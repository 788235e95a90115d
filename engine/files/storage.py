"""Writes files whole or not at all: made beside their place under a hidden name, put there by one rename, removed otherwise.

After an interruption, ``remove_unfinished`` takes away what a block could not. Only a process that is killed outright can
leave a hidden file ``.chitieu-….tmp``; no command reads it, and it may be deleted.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

_PREFIX, _SUFFIX = ".chitieu-", ".tmp"
_unfinished: set[Path] = set()


@contextlib.contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A hidden path in ``folder`` at which nothing is yet; what the block makes there and does not move is removed.

    The path is noted before anything stands there, so that an interruption at any moment leaves nothing behind.
    """
    path = noted(folder)
    try:
        yield path
    finally:
        remove(path)


def noted(folder: Path) -> Path:
    """The same without a block: whoever asks calls ``remove`` when done."""
    path = folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    _unfinished.add(path)
    return path


def remove(path: Path) -> None:
    """Take away what stands at a noted ``path``, if anything does."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    _unfinished.discard(path)


def remove_unfinished() -> None:
    """Take away everything that is noted: for the end of a process that was interrupted."""
    for path in list(_unfinished):
        remove(path)


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``; what stood there before stays until the new file is complete. Raises OSError.

    Permissions (and, where the system lets us, the owner) of a file that is replaced are kept. A link is replaced, not
    followed: nothing is written but where the caller said.
    """
    _write(path, content, put)


def put(made: Path, path: Path) -> None:
    """Move the finished file ``made`` to ``path`` in its place. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        before = path.lstat()
        if stat.S_ISREG(before.st_mode):
            if hasattr(os, "chown"):
                with contextlib.suppress(PermissionError):  # only an administrator may give a file to another owner
                    os.chown(made, before.st_uid, before.st_gid)
            made.chmod(stat.S_IMODE(before.st_mode))
    made.replace(path)
    _sync_folder(path.parent)


def put_new(made: Path, path: Path) -> None:
    """The same where nothing may be at ``path`` yet. Raises FileExistsError, OSError."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        path.open("x").close()
        made.replace(path)
    _sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a file where none is yet. Raises FileExistsError, OSError."""
    _write(path, content, put_new)


def _write(path: Path, content: bytes, place: Callable[[Path, Path], None]) -> None:
    with beside(path.parent) as made:
        with made.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        place(made, path)


def _sync_folder(folder: Path) -> None:
    """The new name lasts only once its folder is on the disk; Windows cannot do this, and need not."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
