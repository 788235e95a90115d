"""Whatever rulebook staff write: both engines derive what the reference evaluator derives, whatever the order of anything.

``CHITIEU_EXAMPLES=5000 pytest tests/inference/test_engines_agree.py`` tries that many new examples of each property.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import cast

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine.cases import Case, Cases, Selection
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.inference.engines import Session, available
from engine.inference.program import Firing, WorkingFact
from engine.sources.diagnostics import draw
from engine.workspace import Workspace
from tests import reference as ref
from tests.random_rulebooks import (
    FINDING_KINDS,
    Files,
    Names,
    codes_by_kind,
    conditions,
    leaves,
    rulebooks,
    workspace_files,
    year_of_facts,
    years,
)

_ASKED = os.environ.get("CHITIEU_EXAMPLES")
ENGINES = available()


def examples(usual: int) -> settings:
    """The same ``usual`` examples in every run, or as many new ones as CHITIEU_EXAMPLES says."""
    return settings(
        max_examples=int(_ASKED) if _ASKED else usual,
        derandomize=_ASKED is None,
        deadline=None,
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
        frozenset(f.id for f in evaluation.findings),
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


# ---------------------------------------------------------------- strategies of special shapes

Connective = type[ref.All] | type[ref.Any]
CONNECTIVES = cast("st.SearchStrategy[Connective]", st.sampled_from((ref.All, ref.Any)))


@st.composite
def small_rulebooks(draw_: st.DrawFn) -> tuple[ref.Rulebook, dict[int, ref.YearOfFacts]]:
    rulebook = draw_(rulebooks())
    return rulebook, draw_(years(rulebook))


_PLENTY = (
    *(ref.Indicator(f"dem.{name}", "count") for name in "abc"),
    ref.Indicator("tien.a", "money"),
    ref.Indicator("ty_le.a", "rate"),
    ref.Indicator("quan_sat.a", "yes_no"),
    ref.Indicator("xep_loai.a", "category"),
)


@st.composite
def wide_rulebooks(draw_: st.DrawFn, sizes: tuple[int, int]) -> tuple[ref.Rulebook, dict[int, ref.YearOfFacts]]:
    """One condition with very many parts, nearly all of which are true (for «tất cả») or false (for «bất kỳ»)."""
    names = Names(codes_by_kind(_PLENTY))
    facts = draw_(year_of_facts(2023, _PLENTY))
    bare = ref.Rulebook(_PLENTY, ())
    pool = draw_(st.lists(leaves(names, None), min_size=12, max_size=24))
    by_truth = {truth: [leaf for leaf in pool if ref.truth_of(leaf, bare, facts) is truth] for truth in (True, False)}
    whole = draw_(CONNECTIVES)
    usual = by_truth[whole is ref.All] or pool
    size = draw_(st.integers(*sizes))
    parts = [draw_(st.sampled_from(usual)) for _ in range(size)]
    for _ in range(draw_(st.integers(0, 2))):
        parts[draw_(st.integers(0, size - 1))] = draw_(st.sampled_from(pool))
    condition = whole(tuple(parts), draw_(st.booleans()) if size < 20 else False)
    wrapped: ref.Condition = draw_(st.sampled_from((condition, ref.Not(condition), ref.Any((condition, pool[0])))))
    criterion = ref.Criterion("1.1", None, (ref.Goal({None: wrapped}),))
    other = ref.Criterion("1.2", None, (ref.Goal({None: pool[0]}),), applies=condition)
    finding = ref.Finding("HC-1", "hạn chế", (("nội dung", "1.1"),), condition)
    return ref.Rulebook(_PLENTY, (ref.Target("1", (criterion, other)),), (finding,)), {2023: facts}


@st.composite
def chained_rulebooks(draw_: st.DrawFn) -> tuple[ref.Rulebook, dict[int, ref.YearOfFacts]]:
    """Findings of which each rests on the one before it, by «của» or by «có …» and «không có …»."""
    names = Names(codes_by_kind(_PLENTY))
    criterion = ref.Criterion("1.1", None, (ref.Goal({None: draw_(conditions(names))}),))
    findings: list[ref.Finding] = []
    for serial in range(draw_(st.integers(5, 14))):
        kind = draw_(st.sampled_from(sorted(FINDING_KINDS)))
        before = (findings[-1].kind, findings[-1].id) if findings else ("nội dung", "1.1")
        when: ref.Condition | None = draw_(conditions(names, depth=1)) if draw_(st.integers(0, 3)) == 3 else None
        of: tuple[tuple[str, str], ...] = (before,)
        if findings and (kind == "giải pháp" or draw_(st.booleans())):
            has = ref.HasFinding(*before, draw_(st.integers(0, 3)) > 0)
            when = has if when is None else ref.All((has, when))
            of = () if kind in ("khó khăn", "dự báo", "giải pháp") else (("nội dung", "1.1"),)
        findings.append(ref.Finding(f"{FINDING_KINDS[kind]}-{serial}", kind, of, when))
    rulebook = ref.Rulebook(_PLENTY, (ref.Target("1", (criterion,)),), tuple(findings))
    return rulebook, {2023: draw_(year_of_facts(2023, _PLENTY))}


@st.composite
def rulebooks_on_one_indicator(draw_: st.DrawFn) -> tuple[ref.Rulebook, dict[int, ref.YearOfFacts]]:
    """The same indicator again and again: in one condition, in several criteria, against itself."""
    indicators = (
        ref.Indicator(*draw_(st.sampled_from((("dem.a", "count"), ("tien.a", "money"), ("ty_le.a", "rate"))))),
    )
    names = Names(codes_by_kind(indicators))
    leaf = leaves(names, None)
    parts = st.lists(leaf, min_size=2, max_size=5).map(tuple)
    criteria = [
        ref.Criterion(f"1.{n}", None, (ref.Goal({None: draw_(CONNECTIVES)(draw_(parts))}),), draw_(st.none() | leaf))
        for n in range(1, 4)
    ]
    finding = ref.Finding("HC-1", "hạn chế", (), draw_(CONNECTIVES)(draw_(parts)))
    rulebook = ref.Rulebook(indicators, (ref.Target("1", tuple(criteria)),), (finding,))
    return rulebook, {2023: draw_(year_of_facts(2023, indicators))}


# ---------------------------------------------------------------- properties


@examples(120)
@given(small_rulebooks())
def test_engines_derive_what_the_reference_derives(
    example: tuple[ref.Rulebook, dict[int, ref.YearOfFacts]],
) -> None:
    assert_agreement(*example)


@examples(60)
@given(small_rulebooks(), st.randoms(use_true_random=False))
def test_order_of_files_and_facts_means_nothing(
    example: tuple[ref.Rulebook, dict[int, ref.YearOfFacts]], order: Random
) -> None:
    assert_agreement(*example, order)


@examples(15)
@given(wide_rulebooks((17, 39)), st.randoms(use_true_random=False))
def test_a_condition_may_have_more_parts_than_a_rule_has_patterns(
    example: tuple[ref.Rulebook, dict[int, ref.YearOfFacts]], order: Random
) -> None:
    assert_agreement(*example, order)


@examples(8)
@given(wide_rulebooks((41, 120)), st.randoms(use_true_random=False))
def test_a_condition_may_have_more_than_forty_parts(
    example: tuple[ref.Rulebook, dict[int, ref.YearOfFacts]], order: Random
) -> None:
    assert_agreement(*example, order)


@examples(40)
@given(chained_rulebooks(), st.randoms(use_true_random=False))
def test_findings_rest_on_findings_however_long_the_chain(
    example: tuple[ref.Rulebook, dict[int, ref.YearOfFacts]], order: Random
) -> None:
    assert_agreement(*example, order)


@examples(40)
@given(rulebooks_on_one_indicator(), st.randoms(use_true_random=False))
def test_one_fact_may_serve_many_parts_of_one_condition(
    example: tuple[ref.Rulebook, dict[int, ref.YearOfFacts]], order: Random
) -> None:
    assert_agreement(*example, order)
