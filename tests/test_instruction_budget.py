"""The guard of CI: what it says of counts of instructions, and what it lets pass."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEY = "CPython-3.11-x86_64"


@pytest.fixture
def guard() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("instructions", ROOT / ".ci" / "instructions.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["instructions"] = module
    before = list(sys.path)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before
    del sys.modules["instructions"]


def judged(guard: ModuleType, interpreter: int = 100, key: str = KEY, **commands: int) -> tuple[str, bool]:
    budget = {KEY: guard.Counts(100, {"evaluate": 1000, "why": 2000})}
    found = guard.judge(guard.Counts(interpreter, commands), budget, key)
    return "\n".join(found.lines), found.over


def test_a_tenth_more_passes_and_one_instruction_beyond_fails(guard: ModuleType) -> None:
    said, over = judged(guard, evaluate=1100, why=2200)
    assert not over and "+10.0% of the budget" in said and "within budget" in said
    said, over = judged(guard, evaluate=900, why=2201)
    assert over and "why" in said and "OVER IT" in said and "-10.0%" in said


@pytest.mark.parametrize(
    "different", [{"key": "CPython-3.99-riscv64"}, {"interpreter": 106}, {"interpreter": 94}], ids=str
)
def test_another_python_or_another_build_of_it_is_said_and_fails_nothing(
    guard: ModuleType, different: dict[str, int]
) -> None:
    said, over = judged(guard, evaluate=99_999, **different)
    assert not over and "no budget" in said and "NOT COMPARED" in said


def test_a_command_without_a_budget_is_said(guard: ModuleType) -> None:
    said, over = judged(guard, evaluate=1000, check=99_999)
    assert not over and "check: 0 million instructions, no budget" in said


def test_a_tool_that_is_not_there_is_said_and_fails_nothing(
    guard: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert guard.main(record=False) == 0
    assert "NOT COUNTED: valgrind is not there" in capsys.readouterr().out


def test_the_budget_on_record_names_every_command(guard: ModuleType) -> None:
    assert guard.budgets()
    assert {tuple(counts.commands) for counts in guard.budgets().values()} == {tuple(guard.COMMANDS)}
