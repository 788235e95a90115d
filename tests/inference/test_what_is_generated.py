"""The random programs hold what they are made for: every nature, period and connective, and all five states of each."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from tests import reference as ref
from tests.period_rulebooks import period_rulebooks
from tests.special_rulebooks import Example

pytestmark = pytest.mark.slow

_SHAPES = {ref.All: "tất cả", ref.Any: "bất kỳ", ref.Not: "không phải"}


def _counted(programs: int) -> Counter[object]:
    """What the first ``programs`` of the period rulebooks are made of, by the reference alone."""
    seen: Counter[object] = Counter()

    @settings(
        max_examples=programs,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(period_rulebooks())
    def draw(example: Example) -> None:
        rulebook, facts = example
        assume(facts)
        seen.update(_made_of(rulebook, facts))

    draw()
    return seen


def _made_of(rulebook: ref.Rulebook, facts: ref.Years) -> list[object]:
    natures = {indicator.code: indicator.nature for indicator in rulebook.indicators}
    made: list[object] = []
    for year in facts:
        files = ref.files_of(facts, year)
        made += ["several files"] * (len(files) > 1)
        for file in files:
            made += ["kỳ at the head"] * (file.period is not None)
            made += ["claim"] * bool(file.claims)
            for fact in file.facts:
                made += [natures[fact.code], *["estimate"] * fact.estimate, *["kỳ"] * (fact.period is not None)]
            if year >= rulebook.first_year:
                for part in ref.parts(rulebook, facts, year, file.period):
                    made += _states(part)
    for criterion in rulebook.targets[0].criteria:
        made += ["cộng dồn"] * criterion.cumulative + ["bình quân giai đoạn"] * criterion.mean
        made += ["tiến độ"] * bool(criterion.course) + ["hạn"] * (criterion.deadline is not None)
        made += ["milestones"] * (None not in criterion.goals[0].by_year)
    made += [f.formula.function for f in rulebook.indicators if isinstance(f.formula, ref.Call)]
    return made


def _states(part: ref.Part) -> list[object]:
    """The connectives of goals with their states, -2 (false) to 2 (true)."""
    shape = _SHAPES.get(type(part.condition))
    own: list[object] = [(shape, part.state)] if shape is not None and part.name.startswith("met") else []
    return own + [one for inner in part.parts for one in _states(inner)]


def test_every_connective_has_every_state_and_every_construct_is_made() -> None:
    seen = _counted(500)
    for shape in _SHAPES.values():
        for state in range(-2, 3):
            assert seen[shape, state] >= 3, (shape, state, seen[shape, state])
    for one in (
        "stock",
        "flow",
        "running",
        "rate",
        "plan",
        "estimate",
        "kỳ",
        "kỳ at the head",
        "several files",
        "claim",
    ):
        assert seen[one] >= 10, (one, seen[one])
    for one in ("cộng dồn", "bình quân giai đoạn", "tiến độ", "hạn", "milestones"):
        assert seen[one] >= 10, (one, seen[one])
    for one in ("tăng_trưởng", "so_cùng_kỳ", "tỷ_lệ"):
        assert seen[one] >= 10, (one, seen[one])
