"""Random rulebooks of special shapes: each makes plenty of what is rare elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from hypothesis import strategies as st

from tests import reference as ref
from tests.random_rulebooks import (
    FINDING_KINDS,
    Names,
    claims,
    codes_by_kind,
    conditions,
    facts_of,
    formulas,
    has_end,
    leaves,
    number,
    reconciliations,
    rulebooks,
    year_of_facts,
    years,
)

Example = tuple[ref.Rulebook, ref.Years]

Connective = type[ref.All] | type[ref.Any]
CONNECTIVES = cast("st.SearchStrategy[Connective]", st.sampled_from((ref.All, ref.Any)))


@st.composite
def small_rulebooks(draw: st.DrawFn) -> Example:
    """Rulebooks of everything."""
    rulebook = draw(rulebooks())
    return rulebook, draw(years(rulebook))


_PLENTY = (
    *(ref.Indicator(f"dem.{name}", "count") for name in "abc"),
    ref.Indicator("tien.a", "money"),
    ref.Indicator("ty_le.a", "rate"),
    ref.Indicator("quan_sat.a", "yes_no"),
    ref.Indicator("xep_loai.a", "category"),
)


@st.composite
def wide_rulebooks(draw: st.DrawFn, sizes: tuple[int, int]) -> Example:
    """One condition with very many parts, nearly all of which are true (for «tất cả») or false (for «bất kỳ»)."""
    names = Names(codes_by_kind(_PLENTY))
    facts = draw(year_of_facts(2023, _PLENTY))
    bare = ref.Rulebook(_PLENTY, ())
    pool = draw(st.lists(leaves(names, None), min_size=12, max_size=24))
    by_truth = {truth: [leaf for leaf in pool if ref.truth_of(leaf, bare, facts) is truth] for truth in (True, False)}
    whole = draw(CONNECTIVES)
    usual = by_truth[whole is ref.All] or pool
    size = draw(st.integers(*sizes))
    parts = [draw(st.sampled_from(usual)) for _ in range(size)]
    for _ in range(draw(st.integers(0, 2))):
        parts[draw(st.integers(0, size - 1))] = draw(st.sampled_from(pool))
    condition = whole(tuple(parts), draw(st.booleans()) if size < 20 else False)
    wrapped: ref.Condition = draw(st.sampled_from((condition, ref.Not(condition), ref.Any((condition, pool[0])))))
    criterion = ref.Criterion("1.1", None, (ref.Goal({None: wrapped}),))
    other = ref.Criterion("1.2", None, (ref.Goal({None: pool[0]}),), applies=condition)
    finding = ref.Finding("HC-1", "hạn chế", (("nội dung", "1.1"),), condition)
    return ref.Rulebook(_PLENTY, (ref.Target("1", (criterion, other)),), (finding,)), {2023: facts}


@st.composite
def chained_rulebooks(draw: st.DrawFn) -> Example:
    """Findings of which each rests on the one before it, by «của» or by «có …» and «không có …»."""
    names = Names(codes_by_kind(_PLENTY))
    criterion = ref.Criterion("1.1", None, (ref.Goal({None: draw(conditions(names))}),))
    findings: list[ref.Finding] = []
    for serial in range(draw(st.integers(5, 14))):
        kind = draw(st.sampled_from(sorted(FINDING_KINDS)))
        before = (findings[-1].kind, findings[-1].id) if findings else ("nội dung", "1.1")
        when: ref.Condition | None = draw(conditions(names, depth=1)) if draw(st.integers(0, 3)) == 3 else None
        of: tuple[tuple[str, str], ...] = (before,)
        if findings and (kind == "giải pháp" or draw(st.booleans())):
            has = ref.HasFinding(*before, draw(st.integers(0, 3)) > 0)
            when = has if when is None else ref.All((has, when))
            of = (("nội dung", "1.1"),) if kind in ("hạn chế", "nguyên nhân") else ()
        findings.append(ref.Finding(f"{FINDING_KINDS[kind]}-{serial}", kind, of, when))
    rulebook = ref.Rulebook(_PLENTY, (ref.Target("1", (criterion,)),), tuple(findings))
    return rulebook, {2023: draw(year_of_facts(2023, _PLENTY))}


@st.composite
def rulebooks_on_one_indicator(draw: st.DrawFn) -> Example:
    """The same indicator again and again: in one condition, in several criteria, against itself."""
    indicators = (
        ref.Indicator(*draw(st.sampled_from((("dem.a", "count"), ("tien.a", "money"), ("ty_le.a", "rate"))))),
    )
    names = Names(codes_by_kind(indicators))
    leaf = leaves(names, None)
    parts = st.lists(leaf, min_size=2, max_size=5).map(tuple)
    criteria = [
        ref.Criterion(f"1.{n}", None, (ref.Goal({None: draw(CONNECTIVES)(draw(parts))}),), draw(st.none() | leaf))
        for n in range(1, 4)
    ]
    finding = ref.Finding("HC-1", "hạn chế", (), draw(CONNECTIVES)(draw(parts)))
    rulebook = ref.Rulebook(indicators, (ref.Target("1", tuple(criteria)),), (finding,))
    return rulebook, {2023: draw(year_of_facts(2023, indicators))}


# ---------------------------------------------------------------- every standing of every verdict

_RATES = tuple(ref.Indicator(f"ty_le.{name}", "rate") for name in "abcd")
_APPLIES = ref.Indicator("quan_sat.a", "yes_no")
_SHARES = {
    "30%": ref.exactly(30),
    "40%": ref.exactly(40),
    "55%": ref.exactly(55),
    "70%": ref.exactly(70),
    "80%": ref.exactly(80),
    "trên 70%": ref.Possible((Fraction(70), 1), ref.NO_HIGH),
    "ít nhất 40%": ref.Possible((Fraction(40), 0), ref.NO_HIGH),
    "trên 30%": ref.Possible((Fraction(30), 1), ref.NO_HIGH),
    "dưới 40%": ref.Possible(ref.NO_LOW, (Fraction(40), -1)),
}
_AT_40 = ref.Number(Fraction(40), "40%")
_AT_70 = ref.Number(Fraction(70), "70%")


@st.composite
def standing_rulebooks(draw: st.DrawFn) -> Example:
    """Criteria of every status, and a finding for every standing that criteria and targets can have."""
    made = [
        draw(_criterion_on(indicator.code, id))
        for indicator, id in zip(_RATES, ("1.1", "1.2", "2.1", "3"), strict=True)
    ]
    targets = (ref.Target("1", tuple(made[:2])), ref.Target("2", (made[2],)), ref.Target("3", (made[3],), alone=True))
    named = [("nội dung", c.id) for c in made] + [("chỉ tiêu", t.id) for t in targets]
    findings = [
        ref.Finding(f"DB-{serial}", "dự báo", (), ref.Standing(*name, standing))
        for serial, (name, standing) in enumerate((n, s) for n in named for s in ref.STANDINGS)
    ]
    findings += [
        ref.Finding(f"GP-{2 * serial + keeps_up}", "giải pháp", (name,), keeps_up=bool(keeps_up))
        for serial, name in enumerate(named)
        for keeps_up in (0, 1)
    ]
    findings += [ref.Finding(f"{FINDING_KINDS[kind]}-100", kind) for kind in FINDING_KINDS]
    values = {indicator.code: draw(st.sampled_from([None, *_SHARES])) for indicator in _RATES}
    facts = [ref.Fact(code, _SHARES[text], text) for code, text in values.items() if text is not None]
    if (applies := draw(st.sampled_from((True, True, False, None)))) is not None:
        facts.append(ref.Fact(_APPLIES.code, ref.exactly(int(applies)), "có" if applies else "không"))
    rulebook = ref.Rulebook((*_RATES, _APPLIES), targets, tuple(findings))
    return rulebook, {2023: ref.YearOfFacts(2023, date(2023, 11, 10), tuple(facts))}


@st.composite
def _criterion_on(draw: st.DrawFn, code: str, id: str) -> ref.Criterion:
    goals = (
        ref.Compare(None, "point", (_AT_40,), "đạt {0}"),
        ref.Compare(None, "at_least", (_AT_40,), "từ {0} trở lên"),
        ref.Compare(None, "range", (_AT_40, _AT_70), "từ {0} đến {1}"),
        ref.Compare(None, "range", (_AT_40, _AT_70), "còn từ {0} đến {1}", falls=True),
        ref.Compare(None, "corridor", (_AT_40, _AT_70), "trong khoảng từ {0} đến {1}"),
    )
    beyond = ref.Compare(None, "above", (_AT_70,), "trên {0}")
    applies = ref.IsOneOf(ref.Code(_APPLIES.code), frozenset([1]), "có")
    return ref.Criterion(
        id,
        code,
        (ref.Goal({None: draw(st.sampled_from(goals))}),),
        exceeded=draw(st.sampled_from((None, None, beyond))),
        applies=draw(st.sampled_from((None, applies))),
        deadline=draw(st.sampled_from((None, date(2023, 6, 30)))),
        counted=draw(st.integers(0, 3)) < 3,
    )


# ---------------------------------------------------------------- values, probed at their very ends

_SOURCES = (
    *(ref.Indicator(f"dem.{name}", "count") for name in "ab"),
    ref.Indicator("tien.von", "money"),
    ref.Indicator("tien.thu", "money", flow=True),
    ref.Indicator("ty_le.a", "rate", flow=True),
)
_PROBES = {
    "at_least": "từ {0} trở lên",
    "above": "trên {0}",
    "at_most": "tối đa {0}",
    "below": "dưới {0}",
    "equal": "bằng {0}",
    "point": "đạt {0}",
}


@st.composite
def value_rulebooks(draw: st.DrawFn) -> Example:
    """Given and computed values, compared with the ends of what they may be."""
    codes = codes_by_kind(_SOURCES)
    kind = draw(st.sampled_from(("money", "rate")))
    computed = ref.Indicator("tinh.a", kind, formula=draw(formulas(kind, codes, 3)))
    indicators = (*_SOURCES, computed)
    found = draw(years(ref.Rulebook(indicators, ())))
    repeated = draw(st.lists(st.sampled_from(indicators), max_size=3))
    more = tuple(draw(facts_of(indicator, 2023)) for indicator in repeated)
    facts = found | {2023: replace(found[2023], facts=found[2023].facts + more)}
    findings = tuple(
        ref.Finding(f"DB-{serial}", "dự báo", (), condition)
        for serial, condition in enumerate(
            probe for indicator in indicators for probe in _probes(indicator, ref.Rulebook(indicators, ()), facts)
        )
    )
    criterion = ref.Criterion("1", None, (ref.Goal({None: ref.HasData("dem.a", True)}),))
    return ref.Rulebook(indicators, (ref.Target("1", (criterion,), alone=True),), findings), facts


def _probes(indicator: ref.Indicator, rulebook: ref.Rulebook, facts: dict[int, ref.YearOfFacts]) -> Iterator[ref.Leaf]:
    yield ref.HasData(indicator.code, True)
    possible = ref.value_of(indicator.code, rulebook, facts, 2023)
    scale = 10**6 if indicator.kind == "money" else 1
    ends = {Fraction(end) for end, _ in possible or () if isinstance(end, Fraction)}
    for value in sorted(end for end in ends if has_end(end / scale)):
        if indicator.kind == "count" and value.denominator != 1:
            continue
        literal = ref.Number(value, number(value / scale))
        for relation, wording in _PROBES.items():
            yield ref.Compare(ref.Code(indicator.code), relation, (literal,), wording)


# ---------------------------------------------------------------- tiến độ

_COURSES = (
    ref.Indicator("dem.nam", "count", flow=True),
    ref.Indicator("dem.luy_ke", "count", running=True),
    ref.Indicator("dem.co", "count"),
    ref.Indicator("tien.co", "money"),
)
_GOALS: tuple[tuple[str, str, bool], ...] = (
    ("at_least", "từ {0} trở lên", False),
    ("above", "trên {0}", False),
    ("point", "đạt {0}", False),
    ("at_most", "tối đa {0}", False),
    ("point", "giảm còn {0}", True),
    ("equal", "bằng {0}", False),
    ("different", "khác {0}", False),
    ("range", "từ {0} đến {1}", False),
    ("range", "còn từ {0} đến {1}", True),
    ("corridor", "trong khoảng từ {0} đến {1}", False),
)
_DAYS_OF_COURSE = (
    *((None,) * 4),
    *(
        date(y, m, d)
        for y, m, d in ((2020, 12, 31), (2021, 1, 15), (2021, 1, 31), (2023, 6, 30), (2023, 7, 15), (2024, 2, 29))
    ),
)


@st.composite
def paced_rulebooks(draw: st.DrawFn) -> Example:
    """What is counted in a year, over the period, or kept; on, before and behind an even course to goals of every form."""
    first_year = draw(st.sampled_from((2021, 2022, 2023)))
    made = tuple(draw(_paced_criterion(f"1.{n}")) for n in range(1, draw(st.integers(2, 5))))
    alone = draw(_paced_criterion("2"))
    targets = (ref.Target("1", made), ref.Target("2", (alone,), alone=True))
    named = [("nội dung", c.id) for c in (*made, alone)] + [("chỉ tiêu", t.id) for t in targets]
    findings = [
        ref.Finding(f"DB-{serial}", "dự báo", (), ref.Standing(*name, "chậm tiến độ"))
        for serial, name in enumerate(named)
    ]
    behind = ref.Standing(*draw(st.sampled_from(named)), "chậm tiến độ")
    findings.append(ref.Finding("HC-1", "hạn chế", (named[0],), ref.Any((ref.Not(behind), _AT_LEAST_ONE))))
    years_given = [2023, *(year for year in range(first_year - 1, 2023) if draw(st.integers(0, 3)))]
    facts = {year: draw(_course(year)) for year in years_given}
    return ref.Rulebook(_COURSES, targets, tuple(findings), first_year), facts


_AT_LEAST_ONE = ref.Compare(ref.Code("dem.co"), "at_least", (ref.Number(Fraction(1), "1"),), "từ {0} trở lên")


@st.composite
def _paced_criterion(draw: st.DrawFn, id: str) -> ref.Criterion:
    indicator = draw(st.sampled_from(_COURSES))
    relation, wording, falls = draw(st.sampled_from(_GOALS))
    scale = 10**6 if indicator.kind == "money" else 1
    least = -60 if indicator.kind == "money" else 0
    ends = sorted(draw(st.lists(st.sampled_from((least, 0, 12, 60)), min_size=2, max_size=2, unique=True)))
    bounds = tuple(ref.Number(Fraction(end * scale), str(end)) for end in ends)
    if "{1}" not in wording:
        bounds = (draw(st.sampled_from(bounds)),)
    cumulative = indicator.flow and draw(st.booleans())
    return ref.Criterion(
        id,
        indicator.code,
        (
            ref.Goal(
                {
                    draw(st.sampled_from((None, None, None, 2023, 2024))): ref.Compare(
                        None, relation, bounds, wording, falls
                    )
                }
            ),
        ),
        applies=draw(st.sampled_from((None, None, None, _AT_LEAST_ONE))),
        good=None if relation != "equal" else draw(st.sampled_from((None, "tăng", "giảm"))),
        deadline=None if cumulative else draw(st.sampled_from(_DAYS_OF_COURSE)),
        yearly=not cumulative and draw(st.integers(0, 3)) == 3,
        counted=draw(st.integers(0, 4)) < 4,
        cumulative=cumulative,
    )


_ON_COURSE = st.integers(4, 13) | st.integers(21, 37)
"""What an even course to 12 in a year, or to 60 in the period, reaches by the days of the facts."""


@st.composite
def _course(draw: st.DrawFn, year: int) -> ref.YearOfFacts:
    as_of = draw(st.sampled_from((date(year, 11, 10), date(year, 6, 30), date(year, 12, 31), date(year + 1, 1, 15))))
    facts = []
    for indicator in _COURSES:
        for _ in range(draw(st.sampled_from((0, 1, 1, 1, 1, 2)))):
            value = draw(st.integers(-10 if indicator.kind == "money" else 0, 70) | _ON_COURSE)
            possible, text = ref.exactly(value * (10**6 if indicator.kind == "money" else 1)), str(value)
            if draw(st.integers(0, 7)) == 7 and indicator.kind == "money":
                possible, text = ref.Possible((possible.low[0], 1), ref.NO_HIGH), f"trên {value}"
            facts.append(
                ref.Fact(
                    indicator.code,
                    possible,
                    text,
                    estimate=draw(st.integers(0, 5)) == 5,
                    as_of=draw(st.sampled_from((None, None, date(year, 6, 30), date(year, 10, 31), date(year, 9, 15)))),
                    whole_year=draw(st.integers(0, 9)) == 9,
                )
            )
    return ref.without_errors(ref.Rulebook(_COURSES, ()), ref.YearOfFacts(year, as_of, tuple(facts)))


# ---------------------------------------------------------------- đối chiếu


@st.composite
def reconciled_rulebooks(draw: st.DrawFn) -> Example:
    """Checks and what the report states, on few values that often agree to their digits."""
    names = Names(codes_by_kind(_SOURCES), (("nội dung", "1"),))
    criterion = ref.Criterion("1", None, (ref.Goal({None: ref.HasData("dem.a", True)}),))
    checks = tuple(draw(reconciliations(serial, names)) for serial in range(1, draw(st.integers(2, 6)) + 1))
    rulebook = ref.Rulebook(_SOURCES, (ref.Target("1", (criterion,), alone=True),), reconciliations=checks)
    facts = draw(year_of_facts(2023, _SOURCES))
    stated = {fact.code: fact for fact in facts.facts}
    given = [draw(_stated_alike(indicator, stated.get(indicator.code))) for indicator in _SOURCES]
    return rulebook, {2023: replace(facts, claims=tuple(claim for claim in given if claim is not None))}


@st.composite
def _stated_alike(draw: st.DrawFn, indicator: ref.Indicator, fact: ref.Fact | None) -> ref.Claim | None:
    """What the report states of an indicator: at times the fact itself, rounded or cut to some digits."""
    value = fact.value.low[0] if fact is not None and fact.value.low == fact.value.high else None
    if not isinstance(value, Fraction) or draw(st.integers(0, 3)) == 3:
        return draw(st.none() | claims(indicator))
    digits = 0 if indicator.kind == "count" else draw(st.integers(0, 2))
    scale = 10**6 if indicator.kind == "money" else 1
    last_digit = Fraction(scale, 10**digits)
    steps = value / last_digit
    whole = draw(st.sampled_from((math.floor(steps), math.floor(steps + Fraction(1, 2)), math.ceil(steps))))
    text = number(whole * last_digit / scale)
    written = len(text.partition(",")[2])
    text += "" if written == digits else ("," if not written else "") + "0" * (digits - written)
    return ref.Claim(indicator.code, ref.written_as(whole * last_digit, last_digit), text)


# ---------------------------------------------------------------- days

_TURNS = (date(2023, 6, 30), date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))
_BESIDE = tuple(day + timedelta(days=shift) for day in _TURNS for shift in (-1, 0, 1))


@st.composite
def dated_rulebooks(draw: st.DrawFn) -> Example:
    """Deadlines, milestones and amendments on the very day of the facts file and on the days beside it."""
    rate = _RATES[0]

    def goal(since: date | None) -> ref.Goal:
        values = st.sampled_from((30, 40, 50)).map(Fraction)
        condition = values.map(lambda v: ref.Compare(None, "point", (ref.Number(v, f"{v}%"),), "đạt {0}"))
        milestones = draw(st.lists(st.integers(2021, 2025), max_size=4, unique=True))
        return ref.Goal({year: draw(condition) for year in milestones} or {None: draw(condition)}, since)

    criteria = tuple(
        ref.Criterion(
            f"1.{serial}",
            rate.code,
            (goal(None), *(goal(day) for day in draw(st.lists(st.sampled_from(_BESIDE), max_size=3, unique=True)))),
            deadline=draw(st.sampled_from((None, None, *_BESIDE))),
            yearly=draw(st.booleans()),
        )
        for serial in range(1, 5)
    )
    year = draw(st.sampled_from((2023, 2024, 2025)))
    as_of = draw(st.sampled_from([day for day in _BESIDE if day.year >= year]))
    fact = ref.Fact(rate.code, ref.exactly(40), "40%")
    return ref.Rulebook((rate,), (ref.Target("1", criteria),)), {year: ref.YearOfFacts(year, as_of, (fact,))}
