"""Turns interruptions (Ctrl-C, a closed window, a system that shuts down) into one exception, so that blocks clean up."""

from __future__ import annotations

import contextlib
import os
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
        """The exit code of a process that the signal ended, as shells count it."""
        return 128 + self.number


def heed_signals() -> None:
    """Turns the signals that ask a process to stop into StopSignal, except signals that the parent process ignores."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in _SIGNALS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)


@contextlib.contextmanager
def signals_restored() -> Iterator[None]:
    """Restores the handlers of signals after the block."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is not handler:
                signal.signal(number, handler)


def clean_up() -> None:
    """Removes unfinished files of the interrupted work."""
    storage.remove_unfinished()


_AGAIN_SECONDS = 0.01
_WAITS_AT_THE_END = threading._shutdown.__code__  # type: ignore[attr-defined]


def _stop(number: int, frame: FrameType | None) -> None:
    if frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
        # Python drops an exception that is raised in a callback of an import: the signal comes again behind it.
        threading.Timer(_AGAIN_SECONDS, signal.raise_signal, (number,)).start()
        return
    if frame is not None and frame.f_code is _WAITS_AT_THE_END:
        # The command is done and Python waits for such a timer: what is raised there is printed and dropped.
        clean_up()
        os._exit(StopSignal(number).code)
    for other in _SIGNALS:  # cleaning up is quick and must not be interrupted
        if signal.getsignal(other) is _stop:
            signal.signal(other, signal.SIG_IGN)
    raise StopSignal(number)
