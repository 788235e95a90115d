"""The program as columns: it fires as the rules say, refuses what it cannot hold, and is never believed unchecked."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

from engine.inference.both import EnginesDiffer
from engine.inference.columns import ColumnPlan, ColumnsSession
from engine.inference.engines import open_columns, open_session
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Check, EngineError, Firing, Pattern, Program, Rule, Slot, WorkingFact
from tests import plain_engine

VALUE = Node(NodeKind.INPUT, "x")
OTHER = Node(NodeKind.INPUT, "y")
KNOWN = Node(NodeKind.KNOWN, "x")
FIRST, SECOND = Node(NodeKind.CRITERION, "1"), Node(NodeKind.CRITERION, "2")


def rule(name: str, node: Node, state: int, *when: Pattern) -> Rule:
    return Rule(name, when, WorkingFact(node, state=state))


def has(node: Node, slot: Slot = Slot.STATE, low: int | None = None, high: int | None = None) -> Pattern:
    return Pattern(node, (Check(slot, low, high),))


PROGRAM = Program(
    (
        rule("r0", SECOND, 1, has(FIRST, low=2, high=2), Pattern(OTHER, ())),
        rule("r1", FIRST, 2, has(VALUE, Slot.LOW, low=3)),
        rule("r2", FIRST, 1, has(VALUE, Slot.HIGH, high=2)),
        rule("r3", FIRST, 2, has(VALUE, Slot.LOW, low=3), has(VALUE, Slot.HIGH, high=9)),
        rule("r4", SECOND, 0, has(FIRST, high=1)),
        rule("r5", Node(NodeKind.TARGET, "3"), 0, has(VALUE, Slot.FINAL_LOW, low=-5)),
        rule("r6", Node(NodeKind.TARGET, "3"), 0, has(KNOWN, low=0, high=0), has(SECOND, Slot.LOW, low=0)),
    ),
    (VALUE, OTHER, KNOWN, FIRST, SECOND),
)
BATCH = [
    [WorkingFact(VALUE, 3, 4), WorkingFact(OTHER, 0, 0), WorkingFact(KNOWN, state=1)],
    [WorkingFact(VALUE, 3, 10)],
    [WorkingFact(VALUE, 0, 2), WorkingFact(KNOWN, state=0)],
    [WorkingFact(VALUE, 0, 5), WorkingFact(OTHER, 0, 0)],
    [WorkingFact(VALUE, 1, 1, None, 1, 7)],
    [WorkingFact(OTHER, 0, 0)],
    [],
]


def test_a_batch_fires_as_each_of_its_cases_would_alone() -> None:
    session = ColumnsSession(PROGRAM)
    for facts, firings in zip(BATCH, session.run_all(BATCH), strict=True):
        assert told(firings) == plain_engine.run(PROGRAM, facts)
        assert len(firings) == len(told(firings))
        assert told(session.run(facts)) == told(firings)


def told(firings: list[Firing]) -> set[plain_engine.Fired]:
    return {(firing.rule.name, firing.matched, firing.rule.then) for firing in firings}


def test_every_node_stands_on_a_level_after_those_it_looks_at() -> None:
    assert [set(level) for level in ColumnPlan(PROGRAM).levels] == [{FIRST}, {SECOND}, {Node(NodeKind.TARGET, "3")}]


def test_two_states_of_one_node_are_an_error_and_never_a_choice() -> None:
    both = Program((rule("a", FIRST, 1, Pattern(VALUE, ())), rule("b", FIRST, 2, has(VALUE, Slot.LOW, low=5))), ())
    session = ColumnsSession(both)
    assert len(session.run([WorkingFact(VALUE, 1, 1)])) == 1
    with pytest.raises(EngineError, match="was given the states 1 and 2"):
        session.run_all([[WorkingFact(VALUE, 1, 1)], [WorkingFact(VALUE, 5, 5)]])


def test_rules_in_a_circle_are_refused() -> None:
    circle = Program((rule("a", FIRST, 1, has(SECOND, low=1)), rule("b", SECOND, 1, has(FIRST, low=1))), ())
    with pytest.raises(EngineError, match="circle"):
        ColumnsSession(circle)


@pytest.mark.parametrize("value", [2**31, -(2**31), 2**40, 2**63 - 1])
def test_a_place_of_more_than_32_bits_is_refused_and_never_wrapped(value: int) -> None:
    with pytest.raises(EngineError, match="32 bits"):
        ColumnsSession(PROGRAM).run([WorkingFact(VALUE, value, value)])


@pytest.mark.parametrize("bound", [2**31, -(2**31) - 1, 2**40])
def test_a_bound_beyond_32_bits_is_compared_exactly(bound: int) -> None:
    program = Program((rule("a", FIRST, 1, has(VALUE, Slot.LOW, low=bound)),), ())
    assert bool(ColumnsSession(program).run([WorkingFact(VALUE, 5, 5)])) is (bound <= 5)


@pytest.mark.parametrize("state", [128, -128, 1000])
def test_a_state_of_more_than_8_bits_is_refused(state: int) -> None:
    with pytest.raises(EngineError, match="8 bits"):
        ColumnsSession(Program((rule("a", FIRST, state, Pattern(VALUE, ())),), ()))


def test_two_facts_of_one_node_are_refused() -> None:
    with pytest.raises(EngineError, match="two facts"):
        ColumnsSession(PROGRAM).run([WorkingFact(VALUE, 1, 1), WorkingFact(VALUE, 2, 2)])


# ---------------------------------------------------------------- checked by the rules engine


def test_a_single_case_is_always_inferred_again() -> None:
    session = open_columns(PROGRAM)
    assert session.name == open_session(PROGRAM, "columns").name == "columns"
    for facts in BATCH:
        assert told(session.run(facts)) == plain_engine.run(PROGRAM, facts)
    assert session.compared == len(BATCH)


ALWAYS = rule("r7", Node(NodeKind.TARGET, "4"), 0, Pattern(VALUE, ()))


@pytest.mark.parametrize("facts", BATCH[:5])
def test_a_firing_too_many_is_a_difference(facts: list[WorkingFact]) -> None:
    session = open_columns(PROGRAM)
    session.columns = ColumnsSession(Program((*PROGRAM.rules, ALWAYS), ()))
    with pytest.raises(EnginesDiffer):
        session.run(facts)
