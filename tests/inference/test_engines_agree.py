"""Whatever rulebook staff write: both engines derive what the reference evaluator derives, whatever the order of anything.

``CHITIEU_EXAMPLES=5000 pytest tests/inference/test_engines_agree.py`` tries that many new examples of each property;
``python benchmarks/agreement.py`` tries 10 000 in all and says what they were made of.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.inference.compiler import compile_rulebook
from engine.inference.engines import available, open_session
from engine.workspace.case import Case
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace
from tests.agreement import assert_agreement, load
from tests.period_rulebooks import period_rulebooks
from tests.random_rulebooks import workspace_files
from tests.special_rulebooks import (
    Example,
    chained_rulebooks,
    dated_rulebooks,
    paced_rulebooks,
    reconciled_rulebooks,
    rulebooks_on_one_indicator,
    small_rulebooks,
    standing_rulebooks,
    value_rulebooks,
    wide_rulebooks,
)

pytestmark = pytest.mark.slow

ENGINES = available()
_ASKED = os.environ.get("CHITIEU_EXAMPLES")


def examples(usual: int) -> settings:
    """The same ``usual`` examples in every run, or as many new ones as CHITIEU_EXAMPLES says."""
    return settings(
        max_examples=int(_ASKED) if _ASKED else usual,
        derandomize=_ASKED is None,
        deadline=None,
        phases=(Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


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


@examples(60)
@given(paced_rulebooks(), orders)
def test_behind_its_schedule_is_what_an_even_course_says(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


@examples(40)
@given(period_rulebooks(), orders)
def test_periods_are_read_as_the_reference_reads_them(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


@examples(50)
@given(reconciled_rulebooks(), orders)
def test_checks_and_stated_numbers_agree_to_their_digits(example: Example, order: Random) -> None:
    assert_agreement(*example, order)


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
    """What is too large for one run of an engine runs as several, one after the other, kept or loaded for each case."""
    from engine.inference import clips as on_clips
    from engine.inference.durable import LIMITS, DurableSession

    cases = load(workspace_files(*example))
    program = compile_rulebook(cases[0].rulebook).program
    in_parts = DurableSession(program, LIMITS._replace(rules_of_part=rules_of_part))
    dropped = DurableSession(program, LIMITS._replace(rules_of_part=rules_of_part), most_kept=rules_of_part)
    whole = DurableSession(program, LIMITS._replace(rules_of_part=LIMITS.rules))
    clips = open_session(program, "clips")
    clips_in_parts = on_clips.ClipsSession(program, on_clips.LIMITS._replace(rules_of_part=rules_of_part))
    evaluator = Evaluator(cases[0].rulebook, "clips")
    for case in cases:
        facts = evaluator.working_facts(case.facts)
        fired = [sorted(session.run(facts), key=str) for session in (in_parts, dropped, whole, clips, clips_in_parts)]
        assert fired[0] == fired[1] == fired[2] == fired[3] == fired[4]
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
                whole_of_it = result._replace(firings=(), pace=None, standing=None, outlook=())
                assert verdict._replace(firings=()) == whole_of_it
                assert set(verdict.firings) == set(result.firings)
            assert set(alone.warnings) <= set(whole.warnings)


def fresh(case: Case) -> FactBase:
    """The facts of ``case`` without what was computed of them before."""
    return FactBase(case.rulebook, case.facts.facts, case.facts.in_year)
