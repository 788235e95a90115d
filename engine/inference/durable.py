"""The program on durable_rules, strictly inside the safe profile of docs/design/inference.md."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from engine.inference.kept_programs import texts_for
from engine.inference.nodes import Node
from engine.inference.parts import Limits, divided
from engine.inference.program import EngineError, Firing, Program, WorkingFact
from engine.inference.ruleset import Ruleset
from engine.inference.session import checked, installed_version

# Beyond these the library refuses, writes past the end of a table, or never returns (rules.h, events.c, rete.c).
# What it keeps for a case grows with the rules, some 8 KB for each pattern: parts of a thousand are faster than one of four.
LIMITS = Limits(rules=4_000, rules_of_part=1_000, nodes=200_000, rules_on_pattern=250, checks_on_node=60)


class DurableSession:
    name = "durable_rules"

    def __init__(self, program: Program, limits: Limits = LIMITS) -> None:
        """A program too large for one ruleset runs as several (parts.py).

        Raises EngineLimit where that does not help, EngineError where the library refuses the rules.
        """
        package = find_spec("durable")
        self.version = installed_version("durable_rules", (package and package.origin) or "")
        parts = [_Part(part) for part in divided(program, limits)]
        for part, rules in zip(
            parts, texts_for(program, "durable", lambda: [one.ruleset.text for one in parts]), strict=True
        ):
            part.ruleset.open(rules)
        self._parts = parts

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        """Raises EngineError where the engine refuses a fact or fails."""
        if not self._parts:
            raise EngineError("the session is closed")
        if len(self._parts) == 1:
            return checked(self._parts[0].ruleset.run(facts))
        by_node: dict[Node, list[WorkingFact]] = {}
        for fact in facts:
            by_node.setdefault(fact.node, []).append(fact)
        firings: list[Firing] = []
        for part in self._parts:
            fired = part.ruleset.run(fact for node in part.looked_at for fact in by_node.get(node, ()))
            for then in dict.fromkeys(firing.rule.then for firing in fired):
                by_node.setdefault(then.node, []).append(then)
            firings.extend(fired)
        return checked(firings)

    def close(self) -> None:
        self._parts = []


class _Part:
    """A ruleset, and the nodes that it looks at."""

    def __init__(self, program: Program) -> None:
        self.ruleset = Ruleset(program)
        self.looked_at = tuple(dict.fromkeys(pattern.node for rule in program.rules for pattern in rule.when))
