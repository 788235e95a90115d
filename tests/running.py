"""Runs `chitieu` for tests: in this process, or as a process of its own where the process is what is tested.

Both take the same arguments and return the same thing. `run_here` costs a tenth of a process. It keeps apart what a process
would: the streams, down to their file descriptors, the folder, the environment, signal handlers, the garbage collector
and warnings. Take `run_process` for signals, closed streams, the memory of the process, hash seeds, and several runs at once.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import io
import os
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from cli.main import main
from engine.workspace import workspace as workspace_module
from tests.workspaces import ROOT

Done = subprocess.CompletedProcess[str]
_CHOSEN_BY_THE_USER = ("NO_COLOR", "COLUMNS")
_READ_AT_THE_START = frozenset(("PYTHONPATH", "PYTHONHASHSEED", "PYTHONUTF8", "TZ", "LC_ALL", "LANG"))
_STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)


def environment(**changes: str) -> dict[str, str]:
    """The environment of every run: that of the tests without choices of the user, and with a wrong encoding.

    The program must write UTF-8 whatever the system says.
    """
    own = {name: value for name, value in os.environ.items() if name not in _CHOSEN_BY_THE_USER}
    return own | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1"} | changes


def command(*arguments: str) -> list[str]:
    """The command line that starts `chitieu` as a process."""
    return [sys.executable, "-m", "cli.main", *arguments]


def run_process(
    *arguments: str,
    cwd: Path,
    typed: str = "",
    timeout: float | None = None,
    before_start: Callable[[], None] | None = None,
    **changes: str,
) -> Done:
    """Runs `chitieu` as a process of its own; ``typed`` is on its standard input, ``changes`` are of the environment."""
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(**changes),
        input=typed.encode(),
        capture_output=True,
        timeout=timeout,
        preexec_fn=before_start,
    )
    return Done(done.args, done.returncode, _text(done.stdout), _text(done.stderr))


def run_here(*arguments: str, cwd: Path, typed: str = "", **changes: str) -> Done:
    """Runs `chitieu` in this process, as ``run_process`` would."""
    assert not changes.keys() & _READ_AT_THE_START, "only a process of its own reads these"
    with (
        tempfile.TemporaryFile() as typed_file,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        typed_file.write(typed.encode())
        typed_file.seek(0)
        with _environment(environment(**changes)), _folder(cwd), _state_of_the_process():
            code = _code_of(list(arguments), (typed_file, out, err))
        return Done(command(*arguments), code, _read(out), _read(err))


def _code_of(arguments: list[str], files: tuple[IO[bytes], IO[bytes], IO[bytes]]) -> int:
    """The exit code of `chitieu` with ``files`` as its standard streams."""
    with _streams(*files), warnings.catch_warnings(record=True) as shown:
        _filter_as_python_does()
        try:
            main(arguments)
        except SystemExit as stop:
            code = stop.code
        except Exception:
            traceback.print_exc()
            code = 1
        for warning in shown:
            sys.stderr.write(
                warnings.formatwarning(warning.message, warning.category, warning.filename, warning.lineno)
            )
    assert isinstance(code, int), f"{arguments}: ended with {code!r}"
    return code


def _filter_as_python_does() -> None:
    """Sets the filters that a process starts with: a warning that a user would see is seen here too."""
    warnings.resetwarnings()
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", category)


@contextlib.contextmanager
def _streams(typed: IO[bytes], out: IO[bytes], err: IO[bytes]) -> Iterator[None]:
    """Puts the files in the place of the standard streams, also for libraries in C that write past Python."""
    streams = sys.stdin, sys.stdout, sys.stderr
    with _descriptor(0, typed), _descriptor(1, out), _descriptor(2, err):
        encoding = os.environ["PYTHONIOENCODING"]
        sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False), encoding)  # noqa: SIM115
        sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), encoding)  # noqa: SIM115
        sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), encoding, "backslashreplace", write_through=True)  # noqa: SIM115
        try:
            yield
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            sys.stdin, sys.stdout, sys.stderr = streams


@contextlib.contextmanager
def _descriptor(number: int, file: IO[bytes]) -> Iterator[None]:
    before = os.dup(number)
    os.dup2(file.fileno(), number)
    try:
        yield
    finally:
        os.dup2(before, number)
        os.close(before)


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    try:
        _replace_environment(wanted)
        yield
    finally:
        _replace_environment(before)


def _replace_environment(wanted: Mapping[str, str]) -> None:
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    os.environ.update(wanted)


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def _state_of_the_process() -> Iterator[None]:
    """Gives a run the whole stack, and gives back signal handlers and the garbage collector; forgets what was read of files."""
    handlers = {number: signal.getsignal(number) for number in _STOPPING}
    collecting, deepest = gc.isenabled(), sys.getrecursionlimit()
    sys.setrecursionlimit(deepest + len(inspect.stack(0)))
    workspace_module._is_linked.cache_clear()  # the only memory of the file system; all others are of texts
    try:
        yield
    finally:
        sys.setrecursionlimit(deepest)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        gc.unfreeze()
        if collecting:
            gc.enable()


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return _text(file.read())


def _text(raw: bytes) -> str:
    """The text of ``raw``, which must be UTF-8, with the line ends of CSV and of Windows as newlines."""
    return raw.decode("utf-8").replace("\r\n", "\n")
