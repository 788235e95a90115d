"""CLIPS clips integers beyond 64 bits and cuts decimals; our session refuses them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.inference.clips import ClipsSession
from engine.inference.program import Check, EngineError, Pattern, Program, Rule, Slot, WorkingFact


def one_rule(low: Any = 1) -> Program:
    pattern = Pattern("a", (Check(Slot.STATE, low, None),))
    return Program((Rule("r", (pattern,), WorkingFact("b", state=1)),), ("a", "b"))


@pytest.mark.parametrize("value", [2**63 + 7, 2**70, 1.7, True])
def test_only_integers_of_64_bits_enter(value: Any) -> None:
    with pytest.raises(EngineError):
        ClipsSession(one_rule()).run([WorkingFact("a", state=value)])
    with pytest.raises(EngineError):
        ClipsSession(one_rule(value))


def test_the_largest_integer_is_compared_exactly() -> None:
    session = ClipsSession(one_rule(2**63 - 1))
    assert [f.rule.name for f in session.run([WorkingFact("a", state=2**63 - 1)])] == ["r"]
    assert session.run([WorkingFact("a", state=2**63 - 2)]) == []


def test_a_value_that_was_not_asked_for_in_many_cases_is_still_itself() -> None:
    """CLIPS drops the values of facts that are gone, and gives their memory to others; we keep facts prepared for longer."""
    session = ClipsSession(one_rule(2**40))
    large, small = WorkingFact("a", state=2**40), WorkingFact("a", state=2**40 - 1)
    for round_ in range(3):
        assert len(session.run([large])) == 1
        assert session.run([small]) == []
        for other in range(3000):
            session.run([WorkingFact("a", state=10_000 * round_ + other)])


def test_a_session_that_forgot_its_facts_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.inference.clips._MOST_KEPT", 5)
    session = ClipsSession(one_rule(20))
    for state in range(40):
        firings = session.run([WorkingFact("a", state=state)])
        assert [firing.matched for firing in firings] == ([(WorkingFact("a", state=state),)] if state >= 20 else [])


def test_an_environment_gives_back_all_its_memory(capfd: pytest.CaptureFixture[str]) -> None:
    """CLIPS says on stderr what was not given back when an environment ends."""
    session = ClipsSession(one_rule())
    session.run([WorkingFact("a", state=1)])
    session.close()
    assert capfd.readouterr() == ("", "")
