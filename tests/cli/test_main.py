"""`chitieu` called from, or imported into, another Python program, which goes on afterwards."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.main import main

ROOT = Path(__file__).resolve().parents[2]
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def state() -> tuple[object, ...]:
    return (
        *map(signal.getsignal, SIGNALS),
        gc.isenabled(),
        gc.get_threshold(),
        gc.get_freeze_count(),
    )


@pytest.fixture
def defaults() -> Iterator[None]:
    """Handlers that `chitieu` replaces, whatever the test runner has set."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(params=[gc.enable, gc.disable], ids=["collecting", "not collecting"])
def collecting(request: pytest.FixtureRequest) -> Iterator[None]:
    request.param()
    yield
    gc.enable()


@pytest.mark.parametrize(
    ("arguments", "code"), [(("evaluate", "--quiet"), 0), (("check", "--khong-co"), 2), (("--version",), 0)]
)
@pytest.mark.usefixtures("defaults", "collecting")
def test_the_caller_gets_signals_and_collector_back(
    arguments: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    before = state()
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    assert (stop.value.code, state()) == (code, before)


@pytest.mark.usefixtures("defaults")
def test_also_after_a_signal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    called: Callable[..., None] = stopped
    monkeypatch.setattr("cli.main._called", called)
    before = state()
    with pytest.raises(SystemExit) as stop:
        main([])
    assert (stop.value.code, state()) == (128 + signal.SIGTERM, before)
    assert capsys.readouterr().err == "đã dừng theo yêu cầu\n"


def test_click_is_imported_without_inspect_which_works_when_something_asks_for_it() -> None:
    """While click is imported, and after it, by `import` and by `from … import`."""
    asked = (
        "import sys, cli\n"
        "assert 'inspect' not in sys.modules and 'click' in sys.modules\n"
        "sys.modules['inspect'] = cli._Late('inspect')\n"
        "from inspect import cleandoc\n"
        "import inspect, click.core\n"
        "assert inspect.cleandoc is cleandoc and inspect.__spec__ is not None\n"
        "print(click.core.inspect.cleandoc('một\\n    hai'))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "một\nhai\n")
