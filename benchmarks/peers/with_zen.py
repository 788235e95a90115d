"""zen-engine (GoRules): one decision table per criterion, or one node of expressions for all; with its trace or without.

A table is what its users write for «which of these rows holds»; its trace names the row that fired and the value it looked
at. The expressions are its fastest form; their trace gives the result alone.
"""

from __future__ import annotations

import json
from typing import Any

import zen

from benchmarks.peers.criteria import EXCEEDED, MET, NOT_MET, Criterion, Facts, Kind, Target, criteria_of


class Engine:
    name = "zen-engine"

    def __init__(self, targets: list[Target], tables: bool, trace: bool) -> None:
        criteria = list(criteria_of(targets))
        self.names = {criterion.id: _name(criterion.id) for criterion in criteria}
        nodes = [_table(criterion) for criterion in criteria] if tables else [_expressions(criteria)]
        self.decision = zen.ZenEngine().create_decision(json.dumps(_graph(nodes)))
        self.options: Any = {"trace": True} if trace else {}
        self.trace = trace

    def prepared(self, facts: Facts, unit: int) -> dict[str, int | float]:
        """Its own input: plain numbers, which it reads as decimals."""
        return {
            _name(code): int(value) if value == value.to_integral() else float(value) for code, value in facts.items()
        }

    def verdicts(self, facts: dict[str, int | float]) -> dict[str, str]:
        answer: Any = self.decision.evaluate(facts, self.options)
        assert not self.trace or answer["trace"]
        result = answer["result"]
        return {identifier: result[name] for identifier, name in self.names.items()}


def _name(code: str) -> str:
    return f"n{code.replace('.', '_')}"


def _outcomes(criterion: Criterion) -> list[tuple[tuple[str, ...], str]]:
    """Rows: what each indicator must satisfy, in order, and the verdict then; the last row takes the rest."""
    first = str(criterion.thresholds[0])
    rest = (("",) * len(criterion.codes), NOT_MET)
    match criterion.kind:
        case Kind.AT_LEAST | Kind.RATE:
            return [((f">= {first}",), MET), rest]
        case Kind.ABOVE:
            return [((f"> {first}",), MET), rest]
        case Kind.POINT:
            return [((f"> {first}",), EXCEEDED), ((f"== {first}",), MET), rest]
        case Kind.DOWN_TO:
            return [((f"< {first}",), EXCEEDED), ((f"== {first}",), MET), rest]
    return [((f">= {first}", f">= {criterion.thresholds[1]}"), MET), rest]


def _table(criterion: Criterion) -> dict[str, Any]:
    inputs = [{"id": f"i{n}", "name": code, "field": _name(code)} for n, code in enumerate(criterion.codes)]
    rows = [
        {"_id": f"{criterion.id}/{n}", "o": f"'{verdict}'"} | {f"i{i}": test for i, test in enumerate(tests)}
        for n, (tests, verdict) in enumerate(_outcomes(criterion))
    ]
    outputs = [{"id": "o", "name": "verdict", "field": _name(criterion.id)}]
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rows}
    return {"id": f"t{criterion.id}", "type": "decisionTableNode", "name": criterion.id, "content": content}


def _expressions(criteria: list[Criterion]) -> dict[str, Any]:
    expressions = []
    for criterion in criteria:
        *tested, (_, otherwise) = _outcomes(criterion)
        text = f"'{otherwise}'"
        for tests, verdict in reversed(tested):
            holds = " and ".join(f"{_name(code)} {test}" for code, test in zip(criterion.codes, tests, strict=True))
            text = f"{holds} ? '{verdict}' : ({text})"
        expressions.append({"id": criterion.id, "key": _name(criterion.id), "value": text})
    return {"id": "all", "type": "expressionNode", "name": "all", "content": {"expressions": expressions}}


def _graph(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    ends = [{"id": "in", "type": "inputNode", "name": "in"}, {"id": "out", "type": "outputNode", "name": "out"}]
    edges = []
    for node in nodes:
        for source, target in (("in", node["id"]), (node["id"], "out")):
            edges.append({"id": f"e{len(edges)}", "type": "edge", "sourceId": source, "targetId": target})
    return {"nodes": [*ends, *nodes], "edges": edges}
