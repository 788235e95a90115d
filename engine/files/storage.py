"""Writes files whole or not at all: under a hidden name beside their place, and there by one rename.

After an interruption, ``remove_unfinished`` removes the rest. Only a process that is killed outright can leave a hidden
file ``.chitieu-….tmp``; no command reads it, it may be deleted, and the next run that writes into its folder does so.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from engine.language.patterns import compiled

_PREFIX, _SUFFIX = ".chitieu-", ".tmp"
_NAME = compiled(r"\.chitieu-(?:(?P<process>[0-9]{1,10})-)?[0-9a-f]{16}\.tmp\Z")
_ABANDONED = 3600.0
"""Seconds after which what another run has left is taken for abandoned, where its process cannot be asked for."""
_unfinished: set[Path] = set()
swept: list[Path] = []
"""What killed runs had left, and this one has removed."""


class NotAllWritten(Exception):
    """The file at ``path`` could not be written, for the reason ``error``; so no file was."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(str(path))
        self.path, self.error = path, error


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
    """Returns a new hidden path in ``folder``, without what killed runs left there; the caller removes it with ``remove``."""
    _sweep(folder)
    path = folder / f"{_PREFIX}{os.getpid()}-{os.urandom(8).hex()}{_SUFFIX}"
    _unfinished.add(path)
    return path


def _sweep(folder: Path) -> None:
    """Removes the hidden files in ``folder`` whose process is no more; a folder that cannot be listed keeps them."""
    with contextlib.suppress(OSError):
        left = [Path(entry) for entry in os.scandir(folder) if entry.name.startswith(_PREFIX)]
        for path in left:
            if path not in _unfinished and _is_abandoned(path):
                remove(path)
                swept.append(path)


def is_hidden(path: Path) -> bool:
    """Whether the name is one that this module gives to what is not finished."""
    return _NAME.match(path.name) is not None


def _is_abandoned(path: Path) -> bool:
    """Whether the run that made a hidden file has ended. Raises OSError."""
    match = _NAME.match(path.name)
    if match is None or path.is_symlink():
        return False
    if match["process"] is not None and os.name == "posix":  # on Windows asking would stop the process
        try:
            os.kill(int(match["process"]), 0)
        except ProcessLookupError:
            return True
        except (PermissionError, OverflowError):
            pass
    return time.time() - path.lstat().st_mtime > _ABANDONED


def remove(path: Path) -> None:
    """Removes the file or folder at a noted ``path``, if there is one."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            import shutil  # few runs copy or remove folders

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


def write_without_waiting(path: Path, content: bytes) -> None:
    """Writes ``content`` to ``path`` as a whole, and does not wait for the disk: for what may be lost where power fails.

    What is then found at ``path`` may be cut off, so that its reader has to know the right content. Raises OSError.
    """
    with beside(path.parent) as made:
        with made.open("xb") as stream:
            stream.write(content)
        made.replace(path)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Writes every file or none, each as ``write_whole`` does.

    All are made beside their places before the first is moved; where a move fails (the file is open in another program),
    the former files are put back. A process that is killed between two moves leaves some new and some former, each whole.
    Raises NotAllWritten.
    """
    with contextlib.ExitStack() as stack:
        moved: list[tuple[Path, Path | None]] = []
        at = None
        try:
            made = {}
            for at, content in contents.items():
                made[at] = stack.enter_context(beside(at.parent))
                _fill(made[at], content)
            for at, new in made.items():
                former = None
                if os.path.lexists(at):
                    former = stack.enter_context(beside(at.parent))
                    import shutil

                    shutil.copy2(at, former, follow_symlinks=False)
                moved.append((at, former))
                put(new, at)
        except BaseException as error:
            for path, former in reversed(moved):
                _restore(path, former)
            if isinstance(error, OSError) and at is not None:
                raise NotAllWritten(at, error) from error
            raise


def _restore(path: Path, former: Path | None) -> None:
    with contextlib.suppress(OSError):
        if former is None:
            path.unlink(missing_ok=True)
        else:
            former.replace(path)


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
        _fill(made, content, mode)
        place(made, path)


def _fill(made: Path, content: bytes, mode: int = 0o666) -> None:
    with open(made, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Writes the folder to the disk, so that a new name in it lasts; Windows cannot do this, and need not."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
