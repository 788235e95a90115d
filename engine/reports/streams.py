"""Outputs that grow case by case: they keep nothing in memory, and a file appears only when it is whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from engine.files import storage


class Sink(Protocol):
    """Something that takes lines of text."""

    def write(self, text: str, /) -> object:
        """Takes the next lines. Raises OSError."""


class DeferredOutput:
    """Passes text on only when the block ends without an error, so that a run that fails prints nothing."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    def __enter__(self) -> Self:
        # A long text goes to disk, so that memory does not grow with the number of units.
        import tempfile  # only streams over many units need it

        self._buffer = tempfile.SpooledTemporaryFile(max_size=2**20, mode="w+", encoding="utf-8", newline="")
        return self

    def write(self, text: str) -> None:
        """Raises OSError."""
        self._buffer.write(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._buffer:
            if kind is None:
                self._buffer.seek(0)
                while text := self._buffer.read(2**16):
                    self.sink.write(text)


class GrowingFile:
    """A text file that appears at ``path`` when the block ends without an error; otherwise it leaves no trace."""

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
