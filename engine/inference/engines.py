"""The engines by name: which of them load here, and a session on the one asked for."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from engine.inference.program import EngineLimit, Program
from engine.inference.session import Session

if TYPE_CHECKING:
    from engine.inference.checked import CheckedColumns

NAMES = ("durable", "clips")
DISTRIBUTIONS = {"durable": ("durable_rules", "durable_rules"), "clips": ("CLIPS", "clipspy")}
"""The name of each engine for people, and that of the distribution that brings it."""
BOTH = "both"
COLUMNS = "columns"
"""All units of a batch at once. What they say of a single case is compared with what a rules engine says, of many a sample."""
CHOICES = ("auto", *NAMES, BOTH, COLUMNS)
"""What a user may ask for."""


class EngineMissing(RuntimeError):
    """The engine asked for is not installed or does not load here; the message says what to do."""


def available() -> list[str]:
    """The engines that load here, the preferred one first."""
    return [name for name in NAMES if _loads(name)]


def open_session(program: Program, engine: str = "auto") -> Session:
    """A session on ``engine``: durable, clips, auto (durable_rules where it loads), or both, compared firing by firing.

    What columns infer is inferred again by what auto would be, in every case. Raises EngineMissing and EngineLimit.
    """
    if engine == BOTH:
        return _both(program)
    if engine == COLUMNS:
        return open_columns(program)
    # One after the other: loading an engine that is not used would cost more than the evaluation.
    limit: EngineLimit | None = None
    for name in NAMES if engine == "auto" else (engine,):
        if _loads(name):
            try:
                return _session(program, name)
            except EngineLimit as error:  # the next engine may take it
                limit = error
    if limit is not None:
        raise limit
    raise EngineMissing(advice(engine))


def check_columns() -> None:
    """Raises EngineMissing where nothing can be inferred in columns, for want of numpy."""
    try:
        importlib.import_module("numpy")
    except ImportError as error:
        raise EngineMissing(advice(COLUMNS)) from error


def open_columns(program: Program) -> CheckedColumns:
    """A session in columns, with the rules engine that auto takes beside it. Raises EngineMissing without numpy."""
    check_columns()
    from engine.inference.checked import CheckedColumns

    return CheckedColumns(program, open_session)


def _session(program: Program, engine: str) -> Session:
    if engine == "durable":
        from engine.inference.durable import DurableSession

        return DurableSession(program)
    from engine.inference.clips import ClipsSession

    return ClipsSession(program)


def _both(program: Program) -> Session:
    missing = [name for name in NAMES if not _loads(name)]
    if missing:
        raise EngineMissing(f"`--engine both` cần cả hai động cơ suy diễn; {'; '.join(map(advice, missing))}")
    from engine.inference.both import BothSession

    return BothSession(program, [_session(program, name) for name in NAMES])


_COMPILER = (
    "cài trình biên dịch C và tệp Python.h (Debian, Ubuntu: `sudo apt install gcc python3-dev`; "
    "Fedora: `sudo dnf install gcc python3-devel`; macOS: `xcode-select --install`), rồi `{build}`"
)
_INSTALL = "{python} -m pip install durable_rules"
_INSTALL_RENAMED = (
    "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
    "{python} -m pip install --no-cache-dir --force-reinstall --no-deps durable_rules"
)
"""From Python 3.13 on: with the name that the removed function has now, whatever the compiler and the linker refuse."""


def advice(engine: str) -> str:
    """What to do where ``engine`` does not load."""
    if engine == COLUMNS:
        return f"`--engine columns` cần thư viện numpy: cài bằng `{_python()} -m pip install numpy`, hoặc cài chitieu kèm phần [bulk]"
    clips = f"cài lại bằng `{_python()} -m pip install clipspy`"
    if engine == "clips":
        return f"clipspy (CLIPS) chưa cài hoặc không chạy được ở đây: {clips}"
    install = _INSTALL if sys.version_info < (3, 13) else _INSTALL_RENAMED
    compile_it = _COMPILER.format(build=install.format(python=_python()))
    if engine == "auto":
        durable = f", hoặc {compile_it}" if sys.platform != "win32" else ""
        return f"không có động cơ suy diễn nào chạy được: {clips}{durable}"
    same = "`--engine clips` cho kết quả như nhau"
    if sys.platform == "win32":
        return f"durable_rules không có cho Windows: {same}"
    return f"durable_rules chưa cài hoặc không chạy được ở đây: {compile_it}; hoặc dùng {same}"


def _python() -> str:
    """The interpreter that the tool runs on, as a command: it is the one to install into."""
    return sys.executable or "python"


def _loads(name: str) -> bool:
    module = {"durable": "engine.inference.durable_library", "clips": "clips"}[name]
    try:
        importlib.import_module(module)
    except ImportError:  # not installed, or built so that this Python does not take it
        return False
    return True
