"""Writes files whole or not at all: under a hidden name beside their place, and there by one rename.

After an interruption, ``remove_unfinished`` removes the rest. Only a process that is killed outright can leave a hidden
file ``.chitieu-….tmp``; no command reads it, and it may be deleted.
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
    """Yields a new hidden path in ``folder``; afterwards removes what the block has created and not moved.

    The path is noted before the block uses it, so that an interruption at any moment leaves nothing behind.
    """
    path = noted(folder)
    try:
        yield path
    finally:
        remove(path)


def noted(folder: Path) -> Path:
    """Returns a new hidden path in ``folder``; the caller removes it with ``remove``."""
    path = folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    _unfinished.add(path)
    return path


def remove(path: Path) -> None:
    """Removes the file or folder at a noted ``path``, if there is one."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    _unfinished.discard(path)


def remove_unfinished() -> None:
    """Removes everything that is noted, at the end of an interrupted process."""
    for path in list(_unfinished):
        remove(path)


def write_whole(path: Path, content: bytes) -> None:
    """Writes ``content`` to ``path``, and keeps the former file until the new one is complete. Raises OSError.

    A new file takes the permissions (and, where the system allows it, the owner) of the former one. A link is replaced,
    not followed.
    """
    _write(path, content, put)


def put(made: Path, path: Path) -> None:
    """Moves the finished file ``made`` to ``path``, also over a file. Raises OSError."""
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
    """Moves the finished file ``made`` to the new ``path``. Raises FileExistsError, OSError."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        path.open("x").close()
        made.replace(path)
    _sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Writes a new file. Raises FileExistsError, OSError."""
    _write(path, content, put_new)


def write_new_secret(path: Path, content: bytes) -> None:
    """Writes a new file that from its first byte only its owner may read (POSIX). Raises FileExistsError, OSError."""
    _write(path, content, put_new, 0o600)


def _write(path: Path, content: bytes, place: Callable[[Path, Path], None], mode: int = 0o666) -> None:
    with beside(path.parent) as made:
        with open(made, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        place(made, path)


def _sync_folder(folder: Path) -> None:
    """Writes the folder to the disk, so that a new name in it lasts; Windows cannot do this, and need not."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
