"""The benchmark against other engines measures like with like: its criteria say the same in chitieu and in plain Python."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from engine.inference.engines import available

PEERS = Path(__file__).resolve().parents[1] / "benchmarks" / "peers"


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(PEERS))
    import criteria
    import plain
    import with_chitieu

    yield criteria, plain, with_chitieu
    for name in ("criteria", "plain", "with_chitieu"):
        sys.modules.pop(name)


@pytest.mark.parametrize("engine", available())
def test_the_generated_criteria_say_the_same_in_chitieu_and_in_plain_python(peers: Any, engine: str) -> None:
    criteria, plain, with_chitieu = peers
    targets = criteria.make_targets(13)
    ours, floor = with_chitieu.Engine(targets, engine), plain.Engine(targets)
    seen = set()
    for unit in range(25):
        facts = criteria.facts_of(targets, unit)
        expected = floor.verdicts(facts)
        assert ours.verdicts(ours.prepared(facts, unit)) == expected
        seen |= set(expected.values())
    assert seen == {"met", "exceeded", "not_met"}


def test_the_criteria_are_of_every_kind_and_in_targets_like_those_of_the_resolution(peers: Any) -> None:
    targets = peers[0].make_targets(11)
    assert [len(target.criteria) for target in targets] == [1, 2, 2, 1, 2, 2, 1]
    assert {criterion.kind for target in targets for criterion in target.criteria} == set(peers[0].Kind)


def test_plain_python_decides_at_the_threshold_itself(peers: Any) -> None:
    """«trên 45» is not 45; «đạt 40%» is met at 40 and exceeded beyond; «giảm còn 5%» is exceeded below."""
    criteria, plain, _ = peers
    decided = {}
    for kind in criteria.Kind:
        codes = ("d.a", "d.b") if kind is criteria.Kind.BOTH else ("d.a",)
        target = criteria.Target("1", (criteria.Criterion("1.1", kind, codes, (criteria.Decimal(40),) * len(codes)),))
        judge = plain.Engine([target])
        values = (criteria.Decimal(text) for text in ("39.99", "40", "40.01"))
        decided[kind.name] = [judge.verdicts(dict.fromkeys(codes, value))["1.1"] for value in values]
    assert decided == {
        "AT_LEAST": ["not_met", "met", "met"],
        "ABOVE": ["not_met", "not_met", "met"],
        "POINT": ["not_met", "met", "exceeded"],
        "BOTH": ["not_met", "met", "met"],
        "RATE": ["not_met", "met", "met"],
        "DOWN_TO": ["exceeded", "met", "not_met"],
    }
