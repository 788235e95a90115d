"""One random rulebook with its facts, on every engine that loads here, in the plain engine and in the reference evaluator.

The engines must report the very firings of the plain engine, and from them the program must read what the reference says:
verdicts, findings, reconciliations, the truth of every part of every condition, the values and the facts they rest on.
"""

from __future__ import annotations

import importlib.util
import math
import tempfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple, cast

from hypothesis import assume, note

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.files.diagnostics import draw
from engine.files.json_form import plain
from engine.inference.compiler import is_simple
from engine.inference.engines import COLUMNS, available
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Firings, Program, WorkingFact
from engine.inference.session import Session
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.rulebook.logic import AllOf, AnyOf, Logic, NotOf
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests import plain_engine
from tests import reference as ref
from tests.plain_engine import Fired
from tests.random_rulebooks import Files, workspace_files
from tests.workspaces import write_files

ENGINES = available()
assert ENGINES, "no engine loads here"
if importlib.util.find_spec("numpy") is not None:
    ENGINES = [*ENGINES, COLUMNS]


class When(NamedTuple):
    """A case of one unit: a year and the «kỳ» at the head of its file, None where there is none."""

    year: int
    period: str | None


class Compared(NamedTuple):
    """What one agreement was about: the size of the program, the firings compared of all cases, and what was expected."""

    rules: int
    firings: int
    outcomes: dict[When, ref.Outcome]


def assert_agreement(rulebook: ref.Rulebook, facts: ref.Years, order: Random | None = None) -> Compared:
    """Every engine derives what the reference does, by the firings that the plain engine has."""
    given = [When(year, file.period) for year in facts for file in ref.files_of(facts, year)]
    assume(not any(ref.errors_of_facts(rulebook, facts, *when) for when in given))
    cases = load(workspace_files(rulebook, facts, order))
    asked = [when for when in given if when.year >= rulebook.first_year]
    assert set(asked) <= set(map(when_of, cases)), "not every file is a case of its own"
    expected = {when: ref.evaluate(rulebook, facts, *when) for when in asked}
    parts = {when: list(ref.parts(rulebook, facts, *when)) for when in asked}
    runs = [evaluate(cases, engine, order) for engine in ENGINES]
    plain_firings = _PlainFirings()
    compared = 0
    for engine, run in zip(ENGINES, runs, strict=True):
        for when in asked:
            where = f"{engine}, {when.year} {when.period or ''}"
            found = outcome(run.evaluations[when])
            wanted = told(expected[when])
            assert found == wanted, f"{where}: {differences(found, wanted)}"
            fired = firings(run.evaluations[when])
            assert fired == plain_firings.of(run.program, run.asserted[when]), where
            compared += len(fired)
            assert_same_parts(run.evaluations[when], cases[0].rulebook, parts[when])
    for case in cases:
        assert_same_values(case, rulebook, facts)
    first, *others = ({when: _without_engine(run.evaluations[when]) for when in asked} for run in runs)
    assert all(other == first for other in others), "the documents of the engines differ"
    return Compared(len(runs[0].program.rules), compared, expected)


class _PlainFirings:
    """What the plain engine derives: once of the same facts in the same program, which engines share."""

    def __init__(self) -> None:
        self._program: Program | None = None
        self._known: dict[frozenset[WorkingFact], set[Fired]] = {}

    def of(self, program: Program, asserted: list[WorkingFact]) -> set[Fired]:
        """All firings, whatever the order in which facts are asserted."""
        if self._program != program:
            self._program, self._known = program, {}
        given = frozenset(asserted)
        if given not in self._known:
            self._known[given] = plain_engine.run(program, asserted)
        return self._known[given]


def when_of(case: Case) -> When:
    return When(case.facts.facts.year, case.facts.facts.period or None)


# ---------------------------------------------------------------- from files to outcomes


def load(files: Files) -> list[Case]:
    """The cases of a workspace with ``files``, which must be without errors."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            note(f"--- {name}\n{text}")
        cases = Cases(Workspace(write_files(Path(folder), files)))
        selected = cases.select(Selection())
        errors = [draw(d) for d in cases.problems.in_order() if d.severity == "error"]
        # Definitions that spread beyond what the tool takes (CT118) are refused; that is tested elsewhere.
        assume(all(d.code != "CT118" for d in cases.problems.in_order()))
        assert not cases.problems.has_errors, "\n".join(errors)
        return selected


class Run(NamedTuple):
    """What one engine made of all cases: the program it ran, what was asserted of each and what came of it."""

    program: Program
    asserted: dict[When, list[WorkingFact]]
    evaluations: dict[When, Evaluation]


def evaluate(cases: list[Case], engine: str, order: Random | None = None) -> Run:
    """``order`` shuffles the facts that the engine is given."""
    evaluator = Evaluator(cases[0].rulebook, engine)
    session = _as_a_table(evaluator, cases) if engine == COLUMNS else evaluator.session
    watched = _Watched(session, order)
    evaluator.session = watched
    run = Run(evaluator.compiled.program, {}, {})
    try:
        for case in cases:
            when = when_of(case)
            run.evaluations[when] = evaluator.evaluate(case.facts)
            run.asserted[when] = watched.asserted
        return run
    finally:
        session.close()


def _as_a_table(evaluator: Evaluator, cases: list[Case]) -> Session:
    """Columns that infer all ``cases`` at once, as the units of one table; each is then given what came out for it."""
    from engine.inference.columns import ColumnsSession

    class Table(ColumnsSession):
        def run(self, facts: Iterable[WorkingFact]) -> Firings:
            return inferred[frozenset(facts)]

    table = Table(evaluator.compiled.program)
    given = [evaluator.working_facts(case.facts) for case in cases]
    inferred = dict(zip(map(frozenset, given), table.run_all(given), strict=True))
    return table


class _Watched:
    """A session that remembers the facts it was given, and asserts them in a random order where there is one."""

    def __init__(self, session: Session, order: Random | None) -> None:
        self.session, self.order = session, order
        self.name, self.version, self.close = session.name, session.version, session.close
        self.asserted: list[WorkingFact] = []

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        self.asserted = list(facts)
        if self.order is not None:
            self.asserted = self.order.sample(self.asserted, len(self.asserted))
        return self.session.run(self.asserted)


def outcome(evaluation: Evaluation) -> ref.Outcome:
    return ref.Outcome(
        {
            c.id: ref.Verdict(
                str(c.status), c.perhaps_exceeded, c.reason and str(c.reason), c.pace_state and str(c.pace_state)
            )
            for c in evaluation.criteria
        },
        {t.id: str(t.status) for t in evaluation.targets},
        frozenset(f.id for f in evaluation.findings if f.outcome is None),
        frozenset(f.id for f in evaluation.undetermined_findings),
        {f.id: str(f.outcome) for f in evaluation.findings if f.outcome is not None and f.id.startswith("DC-")},
        {},
    )


def told(expected: ref.Outcome) -> ref.Outcome:
    """What is compared of an outcome: the states of criteria are compared by their parts."""
    criteria = {id: v._replace(state=None) for id, v in expected.criteria.items()}
    return expected._replace(criteria=criteria, target_paces={})


def differences(found: ref.Outcome, expected: ref.Outcome) -> list[str]:
    pairs = zip(ref.Outcome._fields, found, expected, strict=True)
    return [
        f"{name} {_beside(left, right)}, expected {_beside(right, left)}"
        for name, left, right in pairs
        if left != right
    ]


def _beside(one: object, other: object) -> object:
    """What of ``one`` is not in ``other``."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return sorted(one - other)
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: value for key, value in one.items() if other.get(key) != value}
    return one


def firings(evaluation: Evaluation) -> set[Fired]:
    found = [(firing.rule.name, firing.matched, firing.rule.then) for firing in evaluation.firings]
    assert len(found) == len(set(found)), "a rule fired twice on the same facts"
    return set(found)


def _without_engine(evaluation: Evaluation) -> dict[str, object]:
    return {**cast(dict[str, object], plain(evaluation)), "engine": None}


# ---------------------------------------------------------------- proofs: every part of every condition


def assert_same_parts(evaluation: Evaluation, rulebook: Rulebook, expected: Iterable[ref.Part]) -> None:
    """The state of every part of every condition is the truth that the reference gives it."""
    states = {firing.node: firing.state for firing in evaluation.firings}
    conditions = dict(_conditions(evaluation, rulebook))
    for part in expected:
        if part.name in conditions:
            _same_part(*conditions[part.name], part, states)


def _conditions(evaluation: Evaluation, rulebook: Rulebook) -> Iterable[tuple[str, tuple[Logic, Node]]]:
    """Every condition that has a node of its own, with that node, under the name that the reference gives it."""
    goals = {criterion.id: criterion.goal for criterion in evaluation.criteria}
    for criterion in rulebook.criteria:
        if criterion.applies is not None:
            yield f"applies {criterion.id}", (criterion.applies, Node(NodeKind.APPLIES, criterion.id))
        goal = goals[criterion.id]
        if goal.threshold is not None and not is_simple(goal.threshold, criterion):
            yield f"met {criterion.id}", (goal.threshold.met, goal.met_node)
    for finding in rulebook.findings:
        if finding.when is not None:
            yield f"when {finding.id}", (finding.when, Node(NodeKind.WHEN, finding.id))
    for reconciliation in rulebook.reconciliations:
        yield f"check {reconciliation.id}", (reconciliation.check, Node(NodeKind.RECONCILIATION, reconciliation.id))


_TRUTHS = {True: int(Truth.TRUE), False: int(Truth.FALSE), None: int(Truth.UNKNOWN)}


def _same_part(logic: Logic, node: Node, part: ref.Part, states: dict[Node, int | None]) -> None:
    if node.kind is NodeKind.MET:
        state = max(-2, min(2, states.get(node) or 0))  # «for good» is told by the verdict
        assert state == part.state, f"{part.name}, {node}: {state}, expected {part.state}"
    else:
        assert states.get(node) == _TRUTHS[part.truth], (
            f"{part.name}, {node}: {states.get(node)}, expected {part.truth}"
        )
    if not part.parts:
        return
    assert isinstance(logic, {ref.All: AllOf, ref.Any: AnyOf, ref.Not: NotOf}[type(part.condition)])  # type: ignore[index]
    inner = (logic.part,) if isinstance(logic, NotOf) else logic.parts
    for number, (below, expected) in enumerate(zip(inner, part.parts, strict=True), 1):
        _same_part(below, node.inner(number), expected, states)


# ---------------------------------------------------------------- values, and the facts they rest on


def assert_same_values(case: Case, rulebook: ref.Rulebook, facts: ref.Years) -> None:
    """Every indicator has the value of the reference, which rests on the same facts."""
    when = when_of(case)
    for indicator in rulebook.indicators:
        measured = case.facts.value(indicator.code)
        expected = ref.value_of(indicator.code, rulebook, facts, *when)
        found = None if measured.value is None else _possible(measured.value)
        assert found == expected, f"{indicator.code}, {when}: {found}, expected {expected}"
        if expected is not None:
            behind = {(fact.code, fact.value) for fact in ref.facts_behind(indicator.code, rulebook, facts, *when)}
            assert {(fact.code, _possible(fact.value)) for fact in measured.facts} == behind, (indicator.code, when)


def _possible(value: Interval) -> ref.Possible:
    low: Fraction | float = -math.inf if value.low is None else value.low
    high: Fraction | float = math.inf if value.high is None else value.high
    return ref.Possible((low, int(value.low_open)), (high, -int(value.high_open)))
