"""The program on durable_rules, strictly inside the safe profile of docs/design/inference.md."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from engine.inference.kept_programs import texts_for
from engine.inference.parts import Limits, Parts, divided
from engine.inference.program import Firings, Program, WorkingFact
from engine.inference.ruleset import Ruleset, rules_text
from engine.inference.session import installed_version

# Beyond these the library refuses, writes past the end of a table, or never returns (rules.h, events.c, rete.c).
# What it keeps for a case grows with the rules, some 8 KB for each pattern: parts of a thousand are faster than one of four.
LIMITS = Limits(rules=4_000, rules_of_part=1_000, nodes=200_000, rules_on_pattern=250, checks_on_node=60)
MOST_KEPT = 10_000
"""Rules that stay in the library between two cases; it takes some 10 KB of memory for each."""


class DurableSession:
    name = "durable_rules"

    def __init__(self, program: Program, limits: Limits = LIMITS, most_kept: int = MOST_KEPT) -> None:
        """A program too large for one ruleset runs as several (parts.py).

        Raises EngineLimit where that does not help, EngineError where the library refuses the rules.
        """
        package = find_spec("durable")
        self.version = installed_version("durable_rules", (package and package.origin) or "")
        parts = divided(program, limits)
        divided_so = "-".join(("durable", *map(str, limits)))
        texts = texts_for(program, divided_so, lambda: [rules_text(part) for part in parts])
        by_part = {id(part): text for part, text in zip(parts, texts, strict=True)}
        self._parts = Parts(parts, lambda part: Ruleset(part, by_part[id(part)]), most_kept)

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Raises EngineError where the engine refuses a fact or fails."""
        return self._parts.run(facts)

    def close(self) -> None:
        self._parts.close()
