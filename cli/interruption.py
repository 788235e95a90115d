"""Interruptions (Ctrl-C, a closed window, a system that shuts down): one exception, so that every block cleans up behind itself."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from engine.files import storage

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class StopSignal(BaseException):
    """The process was asked to stop, by the signal ``number``."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def code(self) -> int:
        """The exit code that says so, as shells count it."""
        return 128 + self.number


def heed_signals() -> None:
    """Turn the signals that ask a process to stop into StopSignal, but for those that whoever started it chose to ignore."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in _SIGNALS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)


@contextlib.contextmanager
def signals_restored() -> Iterator[None]:
    """Gives the signals back to whoever handled them before the block."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is not handler:
                signal.signal(number, handler)


def clean_up() -> None:
    """Take away what the interrupted work could not."""
    storage.remove_unfinished()


def _stop(number: int, frame: FrameType | None) -> None:
    for other in _SIGNALS:  # the first counts: cleaning up is quick, and must not be interrupted itself
        if signal.getsignal(other) is _stop:
            signal.signal(other, signal.SIG_IGN)
    raise StopSignal(number)
