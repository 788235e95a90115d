"""Random rulebooks about periods: running totals, rates, plans and stocks, reported by month, quarter or year.

The facts of a total are cut out of one course of months, so that they seldom contradict each other; what is still an error
of the facts is left out by ``ref.errors_of_facts``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from tests import reference as ref
from tests.special_rulebooks import Example

_FIRST_YEAR = 2021
_X, _Y, _PLAN = ref.Code("nam.a"), ref.Code("nam.b"), ref.Code("ke.hoach")


def _of(function: str, *codes: ref.Formula) -> ref.Call:
    return ref.Call(function, codes)


_GIVEN = (
    ref.Indicator("nam.a", "count", flow=True),
    ref.Indicator("nam.b", "count", flow=True),
    ref.Indicator("nam.doi", "count", flow=True, can_fall=True),
    ref.Indicator("luy.ke", "count", running=True),
    ref.Indicator("ty.le", "rate", per_period=True, most=Fraction(100)),
    ref.Indicator("toc.do", "rate", per_period=True, can_be_negative=True, is_growth=True),
    ref.Indicator("ke.hoach", "count", plan=True),
    ref.Indicator("co.a", "count"),
)
_COMPUTED = {
    "tinh.tang": ("rate", _of("tăng_trưởng", _X)),
    "tinh.so": ("rate", _of("so_cùng_kỳ", _Y)),
    "tinh.phan": ("rate", _of("tỷ_lệ", _X, _PLAN)),
    "tinh.chia": ("rate", _of("tỷ_lệ", _X, ref.Code("co.a"))),
    "tinh.cung": ("rate", _of("tỷ_lệ", _X, _of("cùng_kỳ", _X))),
    "tinh.truoc": ("rate", _of("tỷ_lệ", _X, _of("năm_trước", _X))),
    "tinh.tong": ("count", ref.Arithmetic("+", _X, _Y)),
    "tinh.hieu": ("count", ref.Arithmetic("-", _X, _Y)),
    "tinh.con": ("count", ref.Arithmetic("-", _PLAN, _X)),
    "tinh.kho": ("count", ref.Arithmetic("+", ref.Code("co.a"), _X)),
    "tinh.lech": ("count", ref.Arithmetic("-", _X, _of("cùng_kỳ", _X))),
    "tinh.giam": ("rate", _of("tăng_trưởng", ref.Code("nam.doi"))),
    "tinh.luy": ("rate", _of("tăng_trưởng", ref.Code("luy.ke"))),
    "tinh.co": ("rate", _of("tăng_trưởng", ref.Code("co.a"))),
    "tinh.ke": ("rate", _of("so_cùng_kỳ", _PLAN)),
}
_EITHER_WAY = (
    ref.Indicator("hai.goc", "count", formula=_of("năm_trước", ref.Code("co.a"))),
    ref.Indicator(
        "hai.kho", "count", formula=ref.Arithmetic("+", ref.Code("co.a"), _of("năm_trước", ref.Code("co.a")))
    ),
    ref.Indicator("hai.them", "count", flow=True, formula=ref.Arithmetic("+", _X, _of("năm_trước", ref.Code("co.a")))),
    ref.Indicator("hai.tong", "count", flow=True, formula=ref.Arithmetic("+", _X, _Y)),
    ref.Indicator("hai.tang", "rate", can_be_negative=True, formula=_of("tăng_trưởng", _X)),
)
"""Computed in one year and given in another."""

_GOALS: tuple[tuple[str, str, bool], ...] = (
    ("at_least", "từ {0} trở lên", False),
    ("at_least", "từ {0} trở lên", False),
    ("above", "trên {0}", False),
    ("at_most", "tối đa {0}", False),
    ("at_most", "tối đa {0}", False),
    ("below", "dưới {0}", False),
    ("point", "đạt {0}", False),
    ("point", "giảm còn {0}", True),
    ("equal", "bằng {0}", False),
    ("range", "từ {0} đến {1}", False),
    ("range", "còn từ {0} đến {1}", True),
    ("corridor", "trong khoảng từ {0} đến {1}", False),
)
_STANDINGS = ("chưa đạt", "không đạt", "chưa hết kỳ", "chưa đủ số liệu", "chậm tiến độ", "đảm bảo tiến độ", "vượt")


@st.composite
def period_rulebooks(draw: st.DrawFn) -> Example:
    """Criteria about few measures, mid-year or after it, with like periods, sums, estimates, milestones and deadlines."""
    names = draw(st.lists(st.sampled_from(sorted(_COMPUTED)), min_size=1, max_size=4, unique=True))
    computed = tuple(
        ref.Indicator(name, kind, formula=formula) for name in names for kind, formula in [_COMPUTED[name]]
    )
    either = draw(st.none() | st.sampled_from(_EITHER_WAY))
    given = _GIVEN if either is None else (*_GIVEN, either)
    indicators = (*given, *computed) if either is None else (*given, *computed, *_held_against_its_like(either))
    criteria = tuple(draw(_criteria(f"1.{n}", indicators)) for n in range(1, draw(st.integers(2, 5)) + 1))
    named = [("nội dung", c.id) for c in criteria] + [("chỉ tiêu", "1")]
    standings = st.builds(
        lambda who, standing: ref.Standing(*who, standing), st.sampled_from(named), st.sampled_from(_STANDINGS)
    )
    findings = [ref.Finding(f"DB-{n}", "dự báo", (), draw(standings)) for n in range(1, 4)]
    findings += [ref.Finding("HC-1", "hạn chế", (named[0],)), ref.Finding("HC-2", "hạn chế")]
    findings.append(ref.Finding("DB-9", "dự báo", (), draw(_comparisons(indicators, None, literal=True))))
    milestones = [year for c in criteria for one in c.goals for year in one.by_year if year is not None]
    last_year = 2025 if 2025 in milestones else draw(st.sampled_from((2023, 2025)))
    check = ref.Reconciliation("DC-1", ref.AsStated(_X, _X.name))
    rulebook = ref.Rulebook(indicators, (ref.Target("1", criteria),), tuple(findings), _FIRST_YEAR, last_year, (check,))
    facts = draw(_facts(given))
    assume(
        not any(
            ref.errors_of_facts(rulebook, facts, year, f.period) for year in facts for f in ref.files_of(facts, year)
        )
    )
    return rulebook, facts


def _held_against_its_like(either: ref.Indicator) -> Sequence[ref.Indicator]:
    subject = ref.Code(either.code)
    found = [ref.Indicator("nhu.cung", either.kind, can_be_negative=True, formula=_of("cùng_kỳ", subject))]
    if either.kind == "count":
        found.append(ref.Indicator("nhu.so", "rate", formula=_of("so_cùng_kỳ", subject)))
        found.append(ref.Indicator("nhu.tang", "rate", formula=_of("tăng_trưởng", subject)))
    return found


# ---------------------------------------------------------------- criteria


@st.composite
def _criteria(draw: st.DrawFn, id: str, indicators: Sequence[ref.Indicator]) -> ref.Criterion:
    form = draw(st.sampled_from(("plain", "plain", "yearly", "yearly", "yearly", "cumulative", "mean")))
    if form == "cumulative":
        bound = draw(st.sampled_from((_PLAN, _number(60), _number(120), _number(200))))
        relation, wording = draw(st.sampled_from((("at_least", "từ {0} trở lên"), ("at_most", "tối đa {0}"))))
        goal: ref.Condition = ref.Compare(None, relation, (bound,), wording)
        code = draw(st.sampled_from(("nam.a", "nam.b", "nam.doi")))
        return ref.Criterion(id, code, (ref.Goal({None: goal}),), cumulative=True, deadline=draw(_deadlines))
    if form == "mean":
        code = draw(
            st.sampled_from(("ty.le", "toc.do", "nam.a", *(i.code for i in indicators if i.formula is not None)))
        )
        goal = ref.Compare(
            None, "at_least", (_number(draw(st.sampled_from((5, 20, 50))), code, indicators),), "từ {0} trở lên"
        )
        return ref.Criterion(id, code, (ref.Goal({None: goal}),), mean=True)
    measure = draw(st.sampled_from(indicators)).code
    goal = draw(_conditions(indicators, measure))
    milestones: tuple[int | None, ...] = draw(st.sampled_from(((None,), (None,), (None,), (2022, 2025), (2021, 2023))))
    one_way = ("at_least", "above", "at_most", "below", "point")
    simple = isinstance(goal, ref.Compare) and goal.relation in one_way and isinstance(goal.bounds[0], ref.Number)
    course = draw(st.booleans()) if simple and form == "yearly" else False
    return ref.Criterion(
        id,
        measure,
        (ref.Goal(dict.fromkeys(milestones, goal)),),
        applies=draw(st.sampled_from((None, None, None, None, draw(_comparisons(indicators, None, literal=True))))),
        deadline=draw(_deadlines) if milestones == (None,) else None,
        yearly=form == "yearly",
        course=(ref.CoursePoint("6 tháng", Fraction(35)), ref.CoursePoint("9 tháng", Fraction(70))) if course else (),
        allowance=Fraction(draw(st.sampled_from((0, 5)))) if course else Fraction(0),
    )


_deadlines = st.sampled_from(
    (
        None,
        None,
        None,
        None,
        date(2023, 6, 30),
        date(2023, 9, 30),
        date(2022, 9, 30),
        date(2023, 12, 31),
        date(2024, 6, 30),
    )
)


def _number(value: int, code: str = "", indicators: Sequence[ref.Indicator] = ()) -> ref.Number:
    kind = next((i.kind for i in indicators if i.code == code), "count")
    return ref.Number(Fraction(value), f"{value}%" if kind == "rate" else str(value))


@st.composite
def _comparisons(
    draw: st.DrawFn, indicators: Sequence[ref.Indicator], measure: str | None, literal: bool = False
) -> ref.Compare:
    """``measure``: what «đo bằng» measures; without it the comparison names its subject."""
    code = measure or draw(st.sampled_from(indicators)).code
    kind = next(i.kind for i in indicators if i.code == code)
    relation, wording, falls = draw(st.sampled_from(_GOALS))
    values = (0, 4, 20, 50, 95, 104) if kind == "rate" else (0, 10, 24, 40, 60, 90, 120)
    ends = sorted(draw(st.lists(st.sampled_from(values), min_size=2, max_size=2, unique=True)))
    bounds: tuple[ref.Formula, ...] = tuple(_number(end, code, indicators) for end in ends)
    if "{1}" not in wording:
        bounds = (draw(st.sampled_from(bounds)),)
        if kind == "count" and not literal and draw(st.integers(0, 3)) == 3:
            bounds = (
                ref.Code(draw(st.sampled_from([i.code for i in _GIVEN if i.kind == "count" and i.code != code]))),
            )
    return ref.Compare(ref.Code(code) if measure is None else None, relation, bounds, wording, falls)


@st.composite
def _conditions(draw: st.DrawFn, indicators: Sequence[ref.Indicator], measure: str) -> ref.Condition:
    form = draw(st.sampled_from(("one", "one", "one", "one", "not", "all", "any")))
    if form == "one":
        return draw(_comparisons(indicators, measure))
    first = draw(_comparisons(indicators, None))
    if form == "not":
        return ref.Not(first)
    second: ref.Condition = draw(_comparisons(indicators, None))
    if draw(st.integers(0, 3)) == 3:
        second = ref.Not(second)
    return ref.All((first, second)) if form == "all" else ref.Any((first, second))


# ---------------------------------------------------------------- facts

_PERIODS = {
    "quý I": (1, 3),
    "quý II": (4, 6),
    "quý III": (7, 9),
    "quý IV": (10, 12),
    "3 tháng": (1, 3),
    "6 tháng": (1, 6),
    "9 tháng": (1, 9),
    "11 tháng": (1, 11),
    "cả năm": (1, 12),
    "tháng 10": (10, 10),
}


_DAYS: dict[str | None, tuple[tuple[int, int], ...]] = {
    None: ((12, 31), (12, 31), (9, 30), (10, 10), (6, 30)),
    "quý I": ((3, 31), (4, 15)),
    "6 tháng": ((6, 30), (7, 10)),
    "9 tháng": ((9, 30), (10, 10)),
}
"""By the «kỳ» at the head of a file the days of its data."""
_HEADS: tuple[tuple[str | None, ...], ...] = (
    *(((None,),) * 6),
    ("6 tháng",),
    ("6 tháng", None),
    ("6 tháng", "9 tháng"),
    ("quý I", "9 tháng", None),
)


@st.composite
def _facts(draw: st.DrawFn, given: Sequence[ref.Indicator]) -> ref.Years:
    years = [year for year in (2020, 2021, 2022, 2023) if year == 2023 or draw(st.integers(0, 5))]
    counted = 0
    files: dict[int, tuple[ref.YearOfFacts, ...]] = {}
    for year in years:
        months = {
            one.code: draw(st.lists(st.sampled_from((0, 1, 2, 3, 5, 10)), min_size=12, max_size=12)) for one in given
        }
        files[year] = tuple(draw(_file(year, head, months, counted, given)) for head in draw(st.sampled_from(_HEADS)))
        counted += sum(months["luy.ke"]) if year >= _FIRST_YEAR else 0
    return files


@st.composite
def _file(
    draw: st.DrawFn,
    year: int,
    head: str | None,
    months: dict[str, list[int]],
    counted: int,
    given: Sequence[ref.Indicator],
) -> ref.YearOfFacts:
    """The report of ``year`` with ``head`` as its «kỳ»; all reports of a year tell the same ``months``."""
    as_of = date(year, *draw(st.sampled_from(_DAYS[head])))
    facts: list[ref.Fact] = []
    for indicator in given:
        if draw(st.integers(0, 9)) == 9 or (indicator.formula is not None and draw(st.booleans())):
            continue
        if indicator.nature == "running":
            facts += draw(_running(indicator, year, as_of, months[indicator.code], counted))
        elif indicator.nature == "flow":
            facts += draw(_flows(indicator, year, as_of, months[indicator.code]))
        else:
            facts += draw(_others(indicator, year, as_of))
    facts = draw(_published(facts))
    stated = draw(st.none() | st.sampled_from((20, 24, 30, 41)))
    claims = () if stated is None else (ref.Claim(_X.name, ref.written_as(Fraction(stated), Fraction(1)), str(stated)),)
    file = ref.YearOfFacts(year, as_of, tuple(facts), claims, head)
    return file if head is None else ref.without_errors(ref.Rulebook(tuple(given), (), (), _FIRST_YEAR), file)


@st.composite
def _published(draw: st.DrawFn, facts: list[ref.Fact]) -> list[ref.Fact]:
    """At times preliminary figures, all too high by one number, some of them beside the final one."""
    if draw(st.integers(0, 2)) < 2:
        return facts
    published = []
    for fact in facts:
        kinds = ("final",) if fact.estimate else draw(st.sampled_from((("final",), ("preliminary",), _BOTH)))
        published += [fact] if "final" in kinds else []
        published += [_preliminary(fact)] if "preliminary" in kinds else []
    return published


_BOTH = ("final", "preliminary")


def _preliminary(fact: ref.Fact) -> ref.Fact:
    value = int(fact.text.removesuffix("%")) + 2
    text = f"{value}%" if fact.text.endswith("%") else str(value)
    return replace(fact, value=ref.exactly(value), text=text, preliminary=True)


def _exact(
    code: str, value: int, estimate: bool = False, as_of: date | None = None, period: str | None = None
) -> ref.Fact:
    return ref.Fact(code, ref.exactly(value), str(value), estimate, as_of, period=period)


@st.composite
def _flows(draw: st.DrawFn, indicator: ref.Indicator, year: int, as_of: date, months: list[int]) -> list[ref.Fact]:
    """Some periods of the year, actual where they are over; at times an estimate for a later or for the whole one."""
    facts = []
    style = draw(st.sampled_from(("quarters", "totals", "totals", "mixed", "plain")))
    pool = {
        "quarters": ("quý I", "quý II", "quý III", "quý IV"),
        "totals": ("3 tháng", "6 tháng", "9 tháng", "11 tháng", "cả năm"),
        "mixed": tuple(_PERIODS),
        "plain": (),
    }[style]
    missing = draw(st.sampled_from((0, 0, 1, 2)))
    left_out = draw(st.lists(st.sampled_from(pool), max_size=missing)) if pool else []
    for period in pool:
        if period in left_out or (style == "mixed" and draw(st.booleans())):
            continue
        first, last = _PERIODS[period]
        value = sum(months[first - 1 : last])
        end = ref.last_of_month(year, last)
        estimate = end > as_of or draw(st.integers(0, 11)) == 11
        if estimate and draw(st.booleans()):
            continue
        value = max(0, value + draw(st.sampled_from((-3, 0, 0, 2)))) if estimate or indicator.can_fall else value
        dated = draw(st.sampled_from((None, end))) if end <= as_of else None
        facts.append(_exact(indicator.code, value, estimate, dated, period))
    if style == "plain" or draw(st.integers(0, 4)) == 4:
        day = draw(st.sampled_from((date(year, 9, 20), date(year, 6, 25), None, None)))
        if day is None or day <= as_of:
            until = as_of if day is None else day
            facts.append(
                _exact(indicator.code, sum(months[: until.month - (0 if _ends_month(until) else 1)]), False, day)
            )
    return facts


def _ends_month(day: date) -> bool:
    return day == ref.last_of_month(day.year, day.month)


@st.composite
def _running(
    draw: st.DrawFn, indicator: ref.Indicator, year: int, as_of: date, months: list[int], before: int
) -> list[ref.Fact]:
    facts = []
    for last in draw(st.lists(st.sampled_from((3, 6, 9, 12)), max_size=3, unique=True)):
        end = ref.last_of_month(year, last)
        if end <= as_of:
            facts.append(_exact(indicator.code, before + sum(months[:last]), False, end))
    if draw(st.integers(0, 2)) == 2:
        estimate = max(0, before + sum(months) + draw(st.sampled_from((-30, -2, 0, 3))))
        facts.append(_exact(indicator.code, estimate, True))
    return facts


@st.composite
def _others(draw: st.DrawFn, indicator: ref.Indicator, year: int, as_of: date) -> list[ref.Fact]:
    """A rate, a plan with its versions, a stock."""
    values = {"toc.do": (-5, 4, 10, 20), "ty.le": (20, 50, 90, 97)}.get(indicator.code, (10, 24, 40, 60, 90))
    facts = []
    for _ in range(draw(st.sampled_from((1, 1, 2)))):
        value = draw(st.sampled_from(values))
        day = draw(
            st.sampled_from((None, None, date(year, 3, 31), date(year, 6, 30), date(year, 9, 20), date(year, 12, 10)))
        )
        if indicator.nature == "plan" or day is None or day <= as_of:
            facts.append(_exact(indicator.code, value, False, day))
    if indicator.nature != "plan" and draw(st.integers(0, 4)) == 4:
        period = "cả năm" if indicator.nature == "rate" else draw(st.sampled_from((None, "6 tháng")))
        facts.append(_exact(indicator.code, draw(st.sampled_from(values)), True, None, period))
    return [_with_unit(indicator, fact) for fact in facts]


def _with_unit(indicator: ref.Indicator, fact: ref.Fact) -> ref.Fact:
    if indicator.kind != "rate":
        return fact
    return ref.Fact(fact.code, fact.value, f"{fact.text}%", fact.estimate, fact.as_of, period=fact.period)
