"""rule-engine: one expression per verdict and criterion, asked in turn; it says yes or no and keeps no trace."""

from __future__ import annotations

import rule_engine

from benchmarks.peers.criteria import EXCEEDED, MET, NOT_MET, Criterion, Facts, Kind, Target, criteria_of


class Engine:
    name = "rule-engine"

    def __init__(self, targets: list[Target]) -> None:
        self.rules = [
            (criterion.id, [(rule_engine.Rule(text), verdict) for text, verdict in _expressions(criterion)])
            for criterion in criteria_of(targets)
        ]

    def prepared(self, facts: Facts, unit: int) -> Facts:
        """Its own input: decimals by name."""
        return {_name(code): value for code, value in facts.items()}

    def verdicts(self, facts: Facts) -> dict[str, str]:
        return {
            identifier: next((verdict for rule, verdict in rules if rule.matches(facts)), NOT_MET)
            for identifier, rules in self.rules
        }


def _name(code: str) -> str:
    return code.replace(".", "_")


def _expressions(criterion: Criterion) -> list[tuple[str, str]]:
    name, first = _name(criterion.codes[0]), criterion.thresholds[0]
    match criterion.kind:
        case Kind.AT_LEAST | Kind.RATE:
            return [(f"{name} >= {first}", MET)]
        case Kind.ABOVE:
            return [(f"{name} > {first}", MET)]
        case Kind.POINT:
            return [(f"{name} > {first}", EXCEEDED), (f"{name} == {first}", MET)]
        case Kind.DOWN_TO:
            return [(f"{name} < {first}", EXCEEDED), (f"{name} == {first}", MET)]
    return [(f"{name} >= {first} and {_name(criterion.codes[1])} >= {criterion.thresholds[1]}", MET)]
