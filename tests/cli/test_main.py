"""`chitieu` called from another Python program, which goes on afterwards."""

from __future__ import annotations

import gc
import signal
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
