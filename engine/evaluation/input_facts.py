"""The facts of a case as an engine is given them: values as small integers, what is known, how criteria stand to their course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from engine.domain.verdicts import PaceState
from engine.evaluation.goals import GoalInForce
from engine.evaluation.pace import PaceReader
from engine.factbase.base import FactBase, InputValue
from engine.inference.compiler import CompiledRulebook
from engine.inference.encoding import Scale
from engine.inference.nodes import AS_OF, SINCE_YEAR_END, YEAR, Node, NodeKind, pace_key
from engine.inference.program import Program, WorkingFact
from engine.inference.spreading import copies_of
from engine.language.interval import EVERYTHING, Interval, point
from engine.rulebook.rulebook import Criterion, Rulebook

_LEADS = {PaceState.BEHIND: Fraction(-1), PaceState.ON: Fraction(0), PaceState.AHEAD: Fraction(1)}


class _InputCopies:
    """An input whose value some rule looks at, and the nodes (copies of it) that carry it."""

    def __init__(self, key: str, scale: Scale, nodes: tuple[Node, ...]) -> None:
        self.key = key
        self.scale = scale
        self.nodes = nodes
        self._made: dict[tuple[int, int], list[WorkingFact]] = {}

    def facts(self, value: Interval) -> list[WorkingFact]:
        """There are few different ones: a value is one of a few places."""
        ends = self.scale.ends(value)
        made = self._made.get(ends)
        if made is None:
            made = self._made[ends] = [WorkingFact(node, *ends) for node in self.nodes]
        return made


class InputFacts:
    """Makes the facts that the rules of ``program`` look at; the program is that of ``compiled``, or a part of it."""

    def __init__(self, rulebook: Rulebook, compiled: CompiledRulebook, program: Program) -> None:
        looked_at = {pattern.node for rule in program.rules for pattern in rule.when}

        def asserted(keys: Iterator[str]) -> dict[str, _InputCopies]:
            nodes = {
                key: tuple(copies_of(Node(NodeKind.INPUT, key), compiled.copies))
                for key in keys
                if key in compiled.scales
            }
            return {k: _InputCopies(k, compiled.scales[k], n) for k, n in nodes.items() if not looked_at.isdisjoint(n)}

        self._last: tuple[int, date, list[WorkingFact]] = (0, date.min, [])
        self._clock = asserted(iter((YEAR, AS_OF, SINCE_YEAR_END)))
        self._inputs = tuple(asserted(iter(rulebook.inputs)).values())
        self._paces = asserted(pace_key(criterion.id) for criterion in rulebook.criteria)
        self._paced: list[Criterion] = [c for c in rulebook.criteria if pace_key(c.id) in self._paces]
        known = {key: tuple(copies_of(Node(NodeKind.KNOWN, key), compiled.copies)) for key in rulebook.inputs}
        self._known = [(key, nodes) for key, nodes in known.items() if not looked_at.isdisjoint(nodes)]

    def of(self, facts: FactBase, values: dict[str, InputValue], goals: Mapping[str, GoalInForce]) -> list[WorkingFact]:
        """The facts of a case; ``values`` are its inputs by key, ``goals`` those of its criteria. An unknown value is the whole line."""
        found = list(self._time(facts.facts.year, facts.facts.as_of))
        for asserted in self._inputs:
            value = values[asserted.key].value
            found += asserted.facts(EVERYTHING if value is None else value)
        for key, nodes in self._known:
            found += (WorkingFact(node, state=int(values[key].value is not None)) for node in nodes)
        for criterion in self._paced:
            pace = PaceReader(facts, values).pace(goals[criterion.id])
            lead = EVERYTHING if pace is None else point(_LEADS[pace.state])
            found += self._paces[pace_key(criterion.id)].facts(lead)
        return found

    def _time(self, year: int, as_of: date) -> list[WorkingFact]:
        """Year and date as facts; most units of a run have the same."""
        if self._last[:2] != (year, as_of):
            clock = {YEAR: year, AS_OF: as_of.toordinal(), SINCE_YEAR_END: (as_of - date(year, 12, 31)).days}
            made = [f for key, asserted in self._clock.items() for f in asserted.facts(point(Fraction(clock[key])))]
            self._last = year, as_of, made
        return self._last[2]
