"""A compiled program comes back from what is kept as it was compiled."""

from pathlib import Path

import pytest

from engine.inference.compiler import compile_rulebook
from engine.inference.kept_programs import _CODEC
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Check, Pattern, Program, Rule, Slot, WorkingFact
from engine.workspace.cases import Cases
from engine.workspace.workspace import workspace_in
from tests.running import ROOT

INPUT, CRITERION = Node(NodeKind.INPUT, "a.x"), Node(NodeKind.CRITERION, "1.1")
ABOVE = Pattern(INPUT, (Check(Slot.LOW, 3, None),))


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests/golden/base", ROOT / "examples/quoc-hoi-2019"])
def test_a_program_comes_back_with_its_rules_nodes_and_scales(folder: Path) -> None:
    workspace = workspace_in(folder)
    assert workspace is not None
    for rulebook in Cases(workspace).rulebooks():
        made = compile_rulebook(rulebook)
        kept = _CODEC.read(_CODEC.written(made, ()), ())
        assert kept.program.rules == made.program.rules
        assert kept.program.nodes == made.program.nodes
        assert [(n.kind, n.element, n.part, n.helper) for n in kept.program.nodes] == [
            (n.kind, n.element, n.part, n.helper) for n in made.program.nodes
        ]
        assert kept.copies == made.copies
        assert kept.scales.keys() == made.scales.keys()


def test_rules_over_nodes_that_are_not_the_programs_own_come_back() -> None:
    program = Program((Rule("r", (ABOVE, ABOVE), WorkingFact(CRITERION, state=0)),), (INPUT,))
    kept = _CODEC.read(_CODEC.written(program, ()), ())
    assert kept.rules == program.rules
    assert kept.nodes == (INPUT,)


@pytest.mark.parametrize("then", [WorkingFact(CRITERION, 1, 2), WorkingFact(CRITERION, state=1, final_low=2)])
def test_a_rule_that_derives_no_plain_state_is_not_kept_as_one(then: WorkingFact) -> None:
    with pytest.raises(TypeError):
        _CODEC.written(Program((Rule("r", (ABOVE,), then),), (INPUT, CRITERION)), ())
