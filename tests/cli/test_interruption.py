"""A signal that arrives where Python drops exceptions is not lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import signal, time, weakref
from cli.interruption import StopSignal, heed_signals

heed_signals()
names = {"signal": signal}
exec(compile("def callback(_): signal.raise_signal(signal.SIGTERM)", "<frozen importlib._bootstrap>", "exec"), names)
class Lock: pass
lock = Lock()
watched = weakref.ref(lock, names["callback"])
try:
    del lock
    time.sleep(20)
except StopSignal as stop:
    print("stopped", stop.code)
"""


@pytest.mark.process
def test_a_signal_inside_a_callback_of_an_import_stops_the_work_behind_it() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "stopped 143\n", "")
