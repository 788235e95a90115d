"""The engines by name: which of them load here, and a session on the one asked for."""

from __future__ import annotations

import importlib.util
import sys

from engine.inference.program import EngineLimit, Program
from engine.inference.session import Session

NAMES = ("durable", "clips")
DISTRIBUTIONS = {"durable": ("durable_rules", "durable_rules"), "clips": ("CLIPS", "clipspy")}
"""The name of each engine for people, and that of the distribution that brings it."""
BOTH = "both"
CHOICES = ("auto", *NAMES, BOTH)
"""What a user may ask for."""


class EngineMissing(RuntimeError):
    """The engine asked for is not installed or does not load here; the message says what to do."""


def available() -> list[str]:
    """The engines that load here, the preferred one first."""
    return [name for name in NAMES if _loads(name)]


def open_session(program: Program, engine: str = "auto") -> Session:
    """A session on ``engine``: durable, clips, auto (durable_rules where it loads), or both, compared firing by firing.

    Raises EngineMissing and EngineLimit.
    """
    if engine == BOTH:
        return _both(program)
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
    "Fedora: `sudo dnf install gcc python3-devel`; macOS: `xcode-select --install`), rồi `{python} -m pip install durable_rules`"
)


def advice(engine: str) -> str:
    """What to do where ``engine`` does not load."""
    clips = f"cài lại bằng `{_python()} -m pip install clipspy`"
    if engine == "clips":
        return f"clipspy (CLIPS) chưa cài hoặc không chạy được ở đây: {clips}"
    compile_it = _COMPILER.format(python=_python())
    if engine == "auto":
        durable = f", hoặc {compile_it}" if _durable_could_run() else ""
        return f"không có động cơ suy diễn nào chạy được: {clips}{durable}"
    same = "`--engine clips` cho kết quả như nhau"
    if sys.platform == "win32":
        return f"durable_rules không có cho Windows: {same}"
    if not _durable_could_run():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"durable_rules không chạy trên Python {version}, cần môi trường Python 3.11 hoặc 3.12; {same}"
    return f"durable_rules chưa cài hoặc không chạy được ở đây: {compile_it}; hoặc dùng {same}"


def _durable_could_run() -> bool:
    return sys.version_info < (3, 13) and sys.platform != "win32"


def _python() -> str:
    """The interpreter that the tool runs on, as a command: it is the one to install into."""
    return sys.executable or "python"


def _loads(name: str) -> bool:
    module = {"durable": "durable_rules_engine", "clips": "clips"}[name]
    if importlib.util.find_spec(module) is None:
        return False
    try:
        importlib.import_module(module)
    except ImportError:  # durable_rules builds on Python 3.13 but does not import there
        return False
    return True
