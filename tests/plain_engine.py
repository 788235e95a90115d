"""The smallest engine there is: every rule on every combination of facts, until nothing is new. What the others must report."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from engine.inference.program import Check, Pattern, Program, Slot, WorkingFact

Fired = tuple[str, tuple[WorkingFact, ...], WorkingFact]
"""The rule's name, what it matched, what it asserted."""


def run(program: Program, asserted: Iterable[WorkingFact]) -> set[Fired]:
    """All firings of ``program`` on ``asserted``."""
    held: dict[str, set[WorkingFact]] = {}
    for fact in asserted:
        held.setdefault(fact.node, set()).add(fact)
    fired: set[Fired] = set()
    changed = True
    while changed:
        changed = False
        for rule in program.rules:
            fitting = [[f for f in held.get(p.node, ()) if _fits(p, f)] for p in rule.when]
            for matched in product(*fitting):
                if (rule.name, matched, rule.then) not in fired:
                    fired.add((rule.name, matched, rule.then))
                    held.setdefault(rule.then.node, set()).add(rule.then)
                    changed = True
    return fired


def _fits(pattern: Pattern, fact: WorkingFact) -> bool:
    return all(_passes(check, fact) for check in pattern.checks)


def _passes(check: Check, fact: WorkingFact) -> bool:
    value = {
        Slot.LOW: fact.low,
        Slot.HIGH: fact.high,
        Slot.STATE: fact.state,
        Slot.FINAL_LOW: fact.final_low,
        Slot.FINAL_HIGH: fact.final_high,
        Slot.REACHED_LOW: fact.reached_low,
        Slot.REACHED_HIGH: fact.reached_high,
    }[check.slot]
    if value is None:
        return False
    return (check.low is None or check.low <= value) and (check.high is None or value <= check.high)
