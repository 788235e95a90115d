"""The facts of a case as an engine is given them: values as small integers, what is known, how criteria stand to their course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from engine.domain.verdicts import PaceState
from engine.evaluation.goals import GoalInForce
from engine.evaluation.pace import PaceReader
from engine.factbase.base import FactBase
from engine.factbase.facts import FactSet
from engine.factbase.input_values import InputValue
from engine.inference.compiler import CompiledRulebook
from engine.inference.encoding import Scale
from engine.inference.nodes import AS_OF, DUE, SINCE_YEAR_END, YEAR, Node, NodeKind, pace_key
from engine.inference.program import Program, WorkingFact
from engine.inference.spreading import copies_of
from engine.language.interval import EVERYTHING, Interval, point
from engine.rulebook.rulebook import Criterion, Rulebook

_LEADS = {PaceState.BEHIND: point(Fraction(-1)), PaceState.ON: point(Fraction(0)), PaceState.UNKNOWN: EVERYTHING}
_OVER = point(Fraction(1))
"""After the deadline nothing is on course or behind."""


def lead_of(standing: PaceState | None) -> Interval:
    """The value of the input of a pace."""
    return _OVER if standing is None else _LEADS[standing]


_Made = dict[tuple[int, ...], list[WorkingFact]]


class _InputCopies:
    """An input whose value some rule looks at, and the nodes (copies of it) that carry it."""

    def __init__(self, key: str, scale: Scale, nodes: tuple[Node, ...], open_ended: bool) -> None:
        self.key = key
        self.scale = scale
        self.nodes = nodes
        self.open_ended = open_ended
        self._made: _Made = {}

    def facts(self, value: Interval | None) -> list[WorkingFact]:
        """There are few different ones: a value is one of a few places; None: unknown."""
        ends = self.scale.ends(EVERYTHING if value is None else value)
        made = self._made.get(ends)
        if made is None:
            made = self._made[ends] = [WorkingFact(node, *ends) for node in self.nodes]
        return made

    def of(self, measured: InputValue) -> list[WorkingFact]:
        """The facts of a value with two readings: both; where its period is over only what is so in the end."""
        value = EVERYTHING if measured.value is None else measured.value
        final = measured.in_the_end or EVERYTHING
        low, high = self.scale.ends(final if measured.ended else value)
        reached = EVERYTHING if measured.reached is None else measured.reached.hull(final)
        places = (low, high, *self.scale.ends(final), *self.scale.ends(reached))
        made = self._made.get(places)
        if made is None:
            made = self._made[places] = [WorkingFact(node, low, high, None, *places[2:]) for node in self.nodes]
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
            return {
                k: _InputCopies(k, compiled.scales[k], n, k in rulebook.inputs and rulebook.inputs[k].open_ended)
                for k, n in nodes.items()
                if not looked_at.isdisjoint(n)
            }

        self._last: tuple[tuple[int, date, date] | None, list[WorkingFact]] = (None, [])
        self._clock = asserted(iter((YEAR, AS_OF, DUE, SINCE_YEAR_END)))
        self._inputs = tuple(asserted(iter(rulebook.inputs)).values())
        self._paces = asserted(pace_key(criterion.id) for criterion in rulebook.criteria)
        self._paced: list[Criterion] = [c for c in rulebook.criteria if pace_key(c.id) in self._paces]
        known = {key: tuple(copies_of(Node(NodeKind.KNOWN, key), compiled.copies)) for key in rulebook.inputs}
        self._known = [(key, nodes) for key, nodes in known.items() if not looked_at.isdisjoint(nodes)]

    def of(self, facts: FactBase, values: dict[str, InputValue], goals: Mapping[str, GoalInForce]) -> list[WorkingFact]:
        """The facts of a case; ``values`` are its inputs by key, ``goals`` those of its criteria. An unknown value is the whole line."""
        found = list(self._time(facts.facts))
        for asserted in self._inputs:
            value = values[asserted.key]
            found += asserted.of(value) if asserted.open_ended else asserted.facts(value.value)
        for key, nodes in self._known:
            found += (WorkingFact(node, state=int(values[key].value is not None)) for node in nodes)
        for criterion in self._paced:
            standing = PaceReader(facts, values).standing(goals[criterion.id])
            found += self._paces[pace_key(criterion.id)].facts(lead_of(standing))
        return found

    def _time(self, facts: FactSet) -> list[WorkingFact]:
        """Year and dates as facts; most units of a run have the same."""
        year, when = facts.year, (facts.year, facts.as_of, facts.due_day)
        if self._last[0] != when:
            days = (facts.as_of, facts.due_day)
            as_of, due = (day.toordinal() for day in days)
            clock = {YEAR: year, AS_OF: as_of, DUE: due, SINCE_YEAR_END: (facts.due_day - date(year, 12, 31)).days}
            made = [f for key, asserted in self._clock.items() for f in asserted.facts(point(Fraction(clock[key])))]
            self._last = when, made
        return self._last[1]
