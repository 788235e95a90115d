"""Whatever rulebook staff write: both engines derive what the reference evaluator derives, whatever the order of anything.

``CHITIEU_EXAMPLES=5000 pytest tests/inference/test_engines_agree.py`` tries that many new examples of each property.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from engine.cases import Case, Cases, Selection
from engine.evaluation.evaluation import CriterionVerdict, Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.inference.compiler import compile_rulebook
from engine.inference.engines import Session, available, open_session
from engine.inference.program import Firing, WorkingFact
from engine.sources.diagnostics import draw
from engine.workspace import Workspace
from tests import reference as ref
from tests.random_rulebooks import Files, workspace_files
from tests.special_rulebooks import (
    Example,
    chained_rulebooks,
    dated_rulebooks,
    rulebooks_on_one_indicator,
    small_rulebooks,
    standing_rulebooks,
    value_rulebooks,
    wide_rulebooks,
)

_ASKED = os.environ.get("CHITIEU_EXAMPLES")
ENGINES = available()
assert ENGINES, "no engine loads here"


def examples(usual: int) -> settings:
    """The same ``usual`` examples in every run, or as many new ones as CHITIEU_EXAMPLES says."""
    return settings(
        max_examples=int(_ASKED) if _ASKED else usual,
        derandomize=_ASKED is None,
        deadline=None,
        phases=(Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


# ---------------------------------------------------------------- from files to outcomes


def load(files: Files) -> list[Case]:
    """The cases of a workspace with ``files``, which must be without errors."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            note(f"--- {name}\n{text}")
        cases = Cases(Workspace(Path(folder)))
        selected = cases.select(Selection())
        errors = [draw(d) for d in cases.problems.in_order() if d.severity == "error"]
        assert not cases.problems.has_errors, "\n".join(errors)
        return selected


def outcome(evaluation: Evaluation) -> ref.Outcome:
    return ref.Outcome(
        {c.id: ref.Verdict(str(c.status), c.perhaps_exceeded) for c in evaluation.criteria},
        {t.id: str(t.status) for t in evaluation.targets},
        frozenset(f.id for f in evaluation.findings if f.outcome is None),
        frozenset(f.id for f in evaluation.undetermined_findings),
    )


def differences(found: ref.Outcome, expected: ref.Outcome) -> list[str]:
    pairs = zip(ref.Outcome._fields, found, expected, strict=True)
    return [f"{name} {left}, expected {right}" for name, left, right in pairs if left != right]


def evaluate(cases: list[Case], engine: str, order: Random | None = None) -> dict[int, Evaluation]:
    """Evaluations by year; ``order`` shuffles the facts that the engine is given."""
    evaluator = Evaluator(cases[0].rulebook, engine)
    session = evaluator.session
    if order is not None:
        evaluator.session = _Shuffling(session, order)
    try:
        return {case.facts.facts.year: evaluator.evaluate(case.facts) for case in cases}
    finally:
        session.close()


class _Shuffling:
    """A session that asserts facts in a random order."""

    def __init__(self, session: Session, order: Random) -> None:
        self.session, self.order = session, order
        self.name, self.version, self.close = session.name, session.version, session.close

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        listed = list(facts)
        return self.session.run(self.order.sample(listed, len(listed)))


def firings(evaluation: Evaluation) -> set[tuple[str, tuple[WorkingFact, ...]]]:
    found = [(firing.rule.name, firing.matched) for firing in evaluation.firings]
    assert len(found) == len(set(found)), "a rule fired twice on the same facts"
    return set(found)


def assert_agreement(rulebook: ref.Rulebook, facts: dict[int, ref.YearOfFacts], order: Random | None = None) -> None:
    """Every engine derives what the reference does, by the same firings."""
    cases = load(workspace_files(rulebook, facts, order))
    expected = {year: ref.evaluate(rulebook, facts, year) for year in facts}
    fired = []
    for engine in ENGINES:
        evaluations = evaluate(cases, engine, order)
        for year in facts:
            found = outcome(evaluations[year])
            assert found == expected[year], f"{engine}, {year}: {differences(found, expected[year])}"
        fired.append({year: firings(evaluation) for year, evaluation in evaluations.items()})
    assert all(of_engine == fired[0] for of_engine in fired)


# ---------------------------------------------------------------- properties

orders = st.randoms(use_true_random=False)


@examples(60)
@given(small_rulebooks())
def test_engines_derive_what_the_reference_derives(example: Example) -> None:
    assert_agreement(*example)


@examples(25)
@given(small_rulebooks(), orders)
def test_order_of_files_and_facts_means_nothing(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


@examples(40)
@given(standing_rulebooks())
def test_every_standing_of_every_verdict_is_told(example: Example) -> None:
    assert_agreement(*example)


@examples(50)
@given(value_rulebooks())
def test_values_are_compared_exactly_at_their_ends(example: Example) -> None:
    assert_agreement(*example)


@examples(50)
@given(dated_rulebooks())
def test_deadlines_milestones_and_amendments_count_from_their_day(example: Example) -> None:
    assert_agreement(*example)


@examples(12)
@given(wide_rulebooks((17, 39)), orders)
def test_a_condition_may_have_more_parts_than_a_rule_has_patterns(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


@examples(6)
@given(wide_rulebooks((41, 80)), orders)
def test_a_condition_may_have_more_than_forty_parts(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


@examples(40)
@given(chained_rulebooks(), orders)
def test_findings_rest_on_findings_however_long_the_chain(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


@examples(40)
@given(rulebooks_on_one_indicator(), orders)
def test_one_fact_may_serve_many_parts_of_one_condition(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


# ---------------------------------------------------------------- programs in parts


@pytest.mark.skipif("durable" not in ENGINES, reason="durable_rules does not load on this Python")
@examples(40)
@given(st.one_of(small_rulebooks(), chained_rulebooks(), wide_rulebooks((17, 39))), st.integers(1, 60))
def test_a_program_in_parts_fires_as_the_whole(example: Example, rules_of_part: int) -> None:
    """What is too large for one ruleset of durable_rules runs as several, one after the other."""
    from engine.inference.durable import LIMITS, DurableSession

    cases = load(workspace_files(*example))
    program = compile_rulebook(cases[0].rulebook).program
    in_parts = DurableSession(program, LIMITS._replace(rules_of_part=rules_of_part))
    whole = DurableSession(program, LIMITS._replace(rules_of_part=LIMITS.rules))
    clips = open_session(program, "clips")
    evaluator = Evaluator(cases[0].rulebook, "clips")
    for case in cases:
        facts = evaluator.working_facts(case.facts)
        fired = [sorted(session.run(facts), key=str) for session in (in_parts, whole, clips)]
        assert fired[0] == fired[1] == fired[2]
        assert len(fired[0]) == len(set(fired[0]))


@pytest.mark.skipif("durable" not in ENGINES, reason="durable_rules does not load on this Python")
@pytest.mark.parametrize("rules", [1, 7, 100, 1000])
def test_parts_hold_every_rule_once_and_look_at_nothing_that_comes_later(rules: int) -> None:
    from engine.inference.durable import LIMITS
    from engine.inference.parts import divided

    workspace = Path(__file__).resolve().parents[2]
    program = compile_rulebook(Cases(Workspace(workspace)).rulebooks()[0]).program
    parts = divided(program, LIMITS._replace(rules_of_part=rules))
    assert sorted(r.name for part in parts for r in part.rules) == sorted(r.name for r in program.rules)
    derived = {r.then.node for r in program.rules}
    before: set[str] = set()
    for part in parts:
        own = {r.then.node for r in part.rules}
        assert not own & before, "a node is derived in two parts"
        assert {p.node for r in part.rules for p in r.when} & derived <= own | before
        before |= own


# ---------------------------------------------------------------- verdicts alone


@examples(40)
@given(st.one_of(small_rulebooks(), dated_rulebooks(), standing_rulebooks(), chained_rulebooks()))
def test_verdicts_alone_are_those_of_the_whole_evaluation(example: Example) -> None:
    """They run a part of the rules, and are read without texts; nothing of them may differ."""
    for engine in ENGINES:
        cases = load(workspace_files(*example))
        evaluator = Evaluator(cases[0].rulebook, engine)
        for case in cases:
            alone, whole = evaluator.verdicts(fresh(case)), evaluator.evaluate(fresh(case))
            assert [(t.id, t.status, set(t.firings)) for t in alone.targets] == [
                (t.id, t.status, set(t.firings)) for t in whole.targets
            ]
            for verdict, result in zip(alone.criteria, whole.criteria, strict=True):
                assert verdict._replace(firings=()) == CriterionVerdict(
                    *(getattr(result, field) for field in CriterionVerdict._fields[:-1]), ()
                )
                assert set(verdict.firings) == set(result.firings)
            assert set(alone.warnings) <= set(whole.warnings)


def fresh(case: Case) -> FactBase:
    """The facts of ``case`` without what was computed of them before."""
    return FactBase(case.rulebook, case.facts.facts, case.facts.in_year)
