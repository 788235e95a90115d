"""Opens files for reading: regular files only, so that nothing waits for a pipe or reads a device."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from engine.files.reasons import NotRegularFile

_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def open_regular(path: Path) -> BinaryIO:
    """Opens the file at ``path`` for reading. Raises NotRegularFile for a pipe or device, other OSError."""
    handle = os.open(path, _WITHOUT_WAITING)
    try:
        mode = os.fstat(handle).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise NotRegularFile
        return os.fdopen(handle, "rb")  # raises IsADirectoryError for a folder
    except BaseException:
        os.close(handle)
        raise


def read_up_to(path: Path, most: int) -> bytes:
    """Returns the bytes of the file at ``path``, of one that is larger than ``most`` the first ``most`` + 1. Raises OSError."""
    with open_regular(path) as stream:
        return stream.read(most + 1)
