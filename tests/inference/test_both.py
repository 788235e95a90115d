"""Two engines on the same facts: any difference between them is caught, whatever it is, and named."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from engine.inference import engines
from engine.inference.both import BothSession, EnginesDiffer
from engine.inference.clips import ClipsSession
from engine.inference.engines import EngineMissing, available, open_session
from engine.inference.program import Check, EngineError, Pattern, Program, Rule, Slot, WorkingFact
from tests.inference.faults import Fault, FaultySession, dropped, failing, other_fact, other_state, repeated, sound


def above(node: str, low: int) -> Pattern:
    return Pattern(node, (Check(Slot.LOW, low, None),))


def is_true(node: str) -> Pattern:
    return Pattern(node, (Check(Slot.STATE, 1, 1),))


# a is at least 3 → b, by two rules; b → c; c and a → d
PROGRAM = Program(
    (
        Rule("r0", (above("a", 3),), WorkingFact("b", state=1)),
        Rule("r1", (above("a", 2),), WorkingFact("b", state=1)),
        Rule("r2", (is_true("b"),), WorkingFact("c", state=1)),
        Rule("r3", (is_true("c"), above("a", 1)), WorkingFact("d", state=1)),
    ),
    ("a", "b", "c", "d"),
)
FACTS = [WorkingFact("a", 4, 5)]


def session(fault: Fault, faulty: int = 1) -> BothSession:
    """Two sessions on one engine, so that it can be tested wherever one runs; the ``faulty``-th is wrong."""
    faults = [fault if place == faulty else (lambda firings: firings) for place in range(2)]
    return BothSession(PROGRAM, [FaultySession(ClipsSession(PROGRAM), f, n) for f, n in zip(faults, "AB", strict=True)])


def test_what_both_say_is_the_result_in_the_order_of_the_first() -> None:
    both = session(sound)
    assert [firing.text for firing in both.run(iter(FACTS))] == [f.text for f in ClipsSession(PROGRAM).run(FACTS)]
    assert both.name == "A + B" and both.version == f"{both.sessions[0].version} + {both.sessions[1].version}"
    both.close()
    with pytest.raises(EngineError):
        both.run(FACTS)


FAULTS: dict[str, tuple[Fault, str, tuple[int | None, int | None]]] = {
    "a firing is missing": (dropped("d"), "d", (1, None)),
    "one of two firings that lead to a state is missing": (dropped("b"), "b", (1, 1)),
    "a rule fires twice on the same facts": (repeated("c"), "c", (1, 1)),
    "a rule fires on a fact with another value": (other_fact("d"), "d", (1, 1)),
    "a conclusion has another state": (other_state("c", 0), "c", (1, 0)),
}


@pytest.mark.parametrize("faulty", [0, 1])
@pytest.mark.parametrize(("fault", "node", "states"), FAULTS.values(), ids=FAULTS)
def test_any_difference_is_caught(fault: Fault, node: str, states: tuple[int | None, int | None], faulty: int) -> None:
    with pytest.raises(EnginesDiffer) as caught:
        session(fault, faulty).run(FACTS)
    (difference,) = caught.value.differences()
    assert (difference.node, difference.first) == (node, True)
    assert difference.states == (states if faulty else states[::-1])


def test_a_difference_that_comes_from_another_stands_behind_it() -> None:
    def without(*names: str) -> Fault:
        return lambda firings: [firing for firing in firings if firing.rule.name not in names]

    with pytest.raises(EnginesDiffer) as caught:
        session(without("r2", "r3")).run(FACTS)
    assert [(d.node, d.first) for d in caught.value.differences()] == [("c", True), ("d", False)]
    assert [len(firings) for firings in caught.value.differences()[0].alone] == [1, 0]


@pytest.mark.parametrize("faulty", [0, 1])
def test_an_engine_that_fails_where_the_other_does_not_is_a_difference(faulty: int) -> None:
    with pytest.raises(EnginesDiffer) as caught:
        session(failing("out of memory"), faulty).run(FACTS)
    assert [one.failure for one in caught.value.heard] == (["", "out of memory"] if faulty else ["out of memory", ""])
    assert caught.value.differences() == []


def test_a_session_goes_on_after_a_difference() -> None:
    faults: list[Callable[..., object]] = [dropped("d"), sound]
    both = session(lambda firings: faults.pop(0)(firings))  # type: ignore[arg-type,return-value]
    with pytest.raises(EnginesDiffer):
        both.run(FACTS)
    assert len(both.run(FACTS)) == 4


def test_where_both_fail_there_is_nothing_to_compare() -> None:
    fail = failing("no")
    both = BothSession(PROGRAM, [FaultySession(ClipsSession(PROGRAM), fail, name) for name in "AB"])
    with pytest.raises(EngineError):
        both.run(FACTS)


@pytest.mark.skipif(len(available()) < 2, reason="one engine runs here")
def test_both_are_durable_rules_and_clips() -> None:
    both = open_session(PROGRAM, "both")
    assert both.name == "durable_rules + CLIPS"
    assert [firing.rule.name for firing in both.run([WorkingFact("a", 2, 9)])] == ["r1", "r2", "r3"]
    assert both.run([WorkingFact("a", 0, 9)]) == []


@pytest.mark.parametrize(
    ("version", "platform", "said"),
    [
        ((3, 12), "linux", ["apt install gcc python3-dev", "pip install durable_rules", "--engine clips"]),
        ((3, 11), "darwin", ["xcode-select --install", "pip install durable_rules"]),
        (
            (3, 13),
            "linux",
            ["CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject /python -m pip install", "--engine clips"],
        ),
        (
            (3, 14),
            "darwin",
            ["xcode-select --install", "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject /python -m pip"],
        ),
        ((3, 12), "win32", ["không có cho Windows", "--engine clips"]),
    ],
)
@pytest.mark.parametrize("engine", ["durable", "both"])
def test_where_one_engine_is_missing_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, engine: str, version: tuple[int, int], platform: str, said: list[str]
) -> None:
    monkeypatch.setattr(engines, "_loads", lambda name: name == "clips")
    here = SimpleNamespace(version_info=version, platform=platform, executable="/python")
    monkeypatch.setattr(engines, "sys", here)
    with pytest.raises(EngineMissing) as missing:
        open_session(PROGRAM, engine)
    text = str(missing.value)
    assert [part for part in said if part not in text] == []
    assert ("cần cả hai động cơ" in text) == (engine == "both")
    assert ("CPPFLAGS" in text) == (version >= (3, 13))
