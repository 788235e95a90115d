"""What is asked of the reference: outcomes, values, the parts of conditions."""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference.model import (
    Arithmetic,
    AsStated,
    Call,
    Code,
    Compare,
    Condition,
    Criterion,
    DoneBy,
    Fact,
    Formula,
    IsOneOf,
    Leaf,
    Minus,
    Rulebook,
    YearOfFacts,
    Years,
    leaves,
)
from tests.reference.readings import Ask, Reading
from tests.reference.states import Case, Outcome, Part, Role
from tests.reference.values import Possible, Truth

_OUTCOMES = {True: "agrees", False: "differs", None: "undetermined"}


def evaluate(rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> Outcome:
    """The outcome of ``year``, of several files of it that with the head «kỳ» ``period``."""
    case = Case(rulebook, years, year, period)
    states = {finding.id: case.finding(finding.id) for finding in rulebook.findings}
    return Outcome(
        {criterion.id: case.criterion(criterion.id) for target in rulebook.targets for criterion in target.criteria},
        {target.id: case.target(target.id).status for target in rulebook.targets},
        frozenset(id for id, state in states.items() if state),
        frozenset(id for id, state in states.items() if state is None),
        {r.id: _OUTCOMES[case.reconciliation(r)] for r in rulebook.reconciliations},
        {target.id: case.pace_of_target(target.id) for target in rulebook.targets},
    )


def truth_of(condition: Condition, rulebook: Rulebook, facts: YearOfFacts) -> Truth:
    """Whether ``condition`` holds as a «khi» of ``rulebook``."""
    return Case(rulebook, {facts.year: facts}, facts.year).part("", condition, Role()).truth


def value_of(code: str, rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> Possible | None:
    """What ``code`` may be in ``year``, so far."""
    return reading_of(Code(code), rulebook, years, year, period=period).so_far


def reading_of(
    formula: Formula,
    rulebook: Rulebook,
    years: Years,
    year: int,
    criterion: str | None = None,
    period: str | None = None,
) -> Reading:
    """A formula so far and finally, by itself or as it is asked for ``criterion``."""
    case = Case(rulebook, years, year, period)
    ask = Ask(year) if criterion is None else case.ask(case.criteria[criterion])
    return case.readings.formula(formula, ask)


def facts_behind(code: str, rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> set[Fact]:
    """The facts that the value of ``code`` in ``year`` rests on."""
    return {fact for fact, _ in reading_of(Code(code), rulebook, years, year, period=period).facts}


def parts(rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> Iterator[Part]:
    """Every condition that is asked in ``year``, with all its parts and the truth of each: what a proof must say."""
    case = Case(rulebook, years, year, period)
    for criterion in case.criteria.values():
        goal = case.goal(criterion)
        if not case.is_judged(criterion):
            continue
        if criterion.applies is not None:
            yield case.part(f"applies {criterion.id}", criterion.applies, Role(criterion, applies=True))
        if goal is not None:
            yield case.part(f"met {criterion.id}", goal, Role(criterion, goal=True, membership=False))
    for finding in rulebook.findings:
        if finding.when is not None:
            yield case.part(f"when {finding.id}", finding.when, Role())
    for reconciliation in rulebook.reconciliations:
        role = Role(tolerance=reconciliation.tolerance)
        yield case.part(f"check {reconciliation.id}", reconciliation.check, role)


def calls(rulebook: Rulebook, years: Years, year: int, period: str | None = None) -> Iterator[tuple[str, bool]]:
    """Every call in a formula of the catalogue or of a condition: its function, and whether it has a value in ``year``."""
    case = Case(rulebook, years, year, period)
    conditions = [condition for criterion in case.criteria.values() for condition in _conditions_of(criterion)]
    conditions += [finding.when for finding in rulebook.findings if finding.when is not None]
    conditions += [reconciliation.check for reconciliation in rulebook.reconciliations]
    formulas = [indicator.formula for indicator in rulebook.indicators if indicator.formula is not None]
    formulas += [formula for condition in conditions for leaf in leaves(condition) for formula in _formulas_of(leaf)]
    for formula in formulas:
        for call in _calls_in(formula):
            yield call.function, case.readings.formula(call, Ask(year)).so_far is not None


def _conditions_of(criterion: Criterion) -> Iterator[Condition]:
    for goal in criterion.goals:
        yield from goal.by_year.values()
    yield from (condition for condition in (criterion.exceeded, criterion.applies) if condition is not None)


def _formulas_of(leaf: Leaf) -> Iterator[Formula]:
    if isinstance(leaf, Compare | IsOneOf | AsStated | DoneBy) and leaf.subject is not None:
        yield leaf.subject
    if isinstance(leaf, Compare):
        yield from leaf.bounds


def _calls_in(formula: Formula) -> Iterator[Call]:
    match formula:
        case Minus(of):
            yield from _calls_in(of)
        case Arithmetic(_, left, right):
            yield from _calls_in(left)
            yield from _calls_in(right)
        case Call(_, arguments):
            yield formula
            for argument in arguments:
                yield from _calls_in(argument)
