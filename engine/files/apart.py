"""Calls a reader in a process of its own, for files of which time and memory cannot be known before."""

from __future__ import annotations

import contextlib
import importlib
import pickle
import subprocess
import sys
from collections.abc import Callable

from engine.domain.records import NamedTuple

_PROGRAM = "import sys; sys.path[:] = {path!r}; from engine.files.apart import answer; answer({reader!r}, {name!r}, {memory!r})"
"""With the path of this process, so that the same code runs; `multiprocessing` would run the main module once more."""


class Bounds(NamedTuple):
    """Seconds for reading, and bytes of memory, where the system can bound them."""

    seconds: float
    memory: int


def read_apart(reader: Callable[[bytes, str], object], content: bytes, name: str, bounds: Bounds) -> object:
    """Returns what ``reader``, a function of a module, makes of the ``content`` of the file ``name``.

    None where it took too long, too much memory, raised an exception, or came to an end by itself.
    """
    named = f"{reader.__module__}:{reader.__name__}"
    with contextlib.suppress(subprocess.TimeoutExpired, EOFError, pickle.UnpicklingError):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM.format(path=sys.path, reader=named, name=name, memory=bounds.memory)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what libraries or Python find odd is of no use to the reader
            timeout=bounds.seconds,
            check=False,
        )
        return pickle.loads(done.stdout)
    return None


def answer(reader: str, name: str, memory: int) -> None:
    """Reads the content from the standard input, and writes what ``reader`` makes of it."""
    if sys.platform not in ("win32", "darwin"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    module, _, function = reader.partition(":")
    read = getattr(importlib.import_module(module), function)
    sys.stdout.buffer.write(pickle.dumps(read(sys.stdin.buffer.read(), name)))
