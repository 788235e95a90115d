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
