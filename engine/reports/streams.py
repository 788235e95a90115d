"""Outputs that grow case by case: nothing is kept of what has been written, and a file appears only when it is whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from engine.files import storage


class Sink(Protocol):
    """Where lines of text go."""

    def write(self, text: str, /) -> object:
        """Takes the next lines. Raises OSError."""


class DeferredOutput:
    """Passes on what was written only when the block ends without an error: of a run that fails nothing is seen."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    def __enter__(self) -> Self:
        # On disk where it is long: nothing is kept in memory of many units.
        self._kept = tempfile.SpooledTemporaryFile(max_size=2**20, mode="w+", encoding="utf-8", newline="")
        return self

    def write(self, text: str) -> None:
        """Raises OSError."""
        self._kept.write(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._kept:
            if kind is None:
                self._kept.seek(0)
                while text := self._kept.read(2**16):
                    self.sink.write(text)


class GrowingFile:
    """A text file that takes its place at ``path`` when the block ends without an error, and leaves no trace otherwise."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self.path = path
        self.encoding = encoding
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self._beside = stack.enter_context(storage.beside(self.path.parent))
            self._stream = stack.enter_context(self._beside.open("x", encoding=self.encoding, newline=""))
            self._stack = stack.pop_all()
        return self

    def write(self, text: str) -> None:
        """Raises OSError."""
        self._stream.write(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            if kind is None:
                self._stream.flush()
                os.fsync(self._stream.fileno())
                self._stream.close()
                storage.put(self._beside, self.path)
