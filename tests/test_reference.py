"""The reference evaluator by itself: small cases whose right answers were written by hand before it was.

The numbers in the names are those of the cases in ``inputs/semantics``.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from tests import reference as ref
from tests.reference import Verdict


def day(text: str) -> date:
    number, month, year = map(int, text.split("/"))
    return date(year, month, number)


def num(value: int | str) -> ref.Number:
    return ref.Number(Fraction(value), str(value))


def compare(relation: str, *bounds: int | str | ref.Formula, of: ref.Formula | None = None, falls: bool = False):
    made = tuple(num(bound) if isinstance(bound, int | str) else bound for bound in bounds)
    return ref.Compare(of, relation, made, "", falls)


def at_least(bound: int | str | ref.Formula, of: ref.Formula | None = None) -> ref.Compare:
    return compare("at_least", bound, of=of)


def at_most(bound: int | str | ref.Formula, of: ref.Formula | None = None) -> ref.Compare:
    return compare("at_most", bound, of=of)


def criterion(measured_by: str | None, goal: ref.Condition, id: str = "1.1", **more) -> ref.Criterion:
    return ref.Criterion(id, measured_by, (ref.Goal({None: goal}),), **more)


def rulebook(indicators, *criteria: ref.Criterion, findings=(), **more) -> ref.Rulebook:
    return ref.Rulebook(tuple(indicators), (ref.Target("1", criteria),), tuple(findings), **more)


def fact(code: str, value: int | str | tuple[int, int], as_of: str | None = None, period=None, estimate=False):
    low, high = value if isinstance(value, tuple) else (value, value)
    possible = ref.Possible((Fraction(low), 0), (Fraction(high), 0))
    return ref.Fact(code, possible, str(value), estimate, day(as_of) if as_of else None, period=period)


def above(code: str, value: int, as_of: str | None = None) -> ref.Fact:
    return ref.Fact(code, ref.Possible((Fraction(value), 1), ref.NO_HIGH), f"trên {value}", False, as_of and day(as_of))


def file(as_of: str, *facts: ref.Fact, year: int | None = None, period: str | None = None) -> ref.YearOfFacts:
    return ref.YearOfFacts(year or day(as_of).year, day(as_of), facts, period=period)


def years(*files: ref.YearOfFacts) -> dict[int, ref.YearOfFacts]:
    return {one.year: one for one in files}


def verdicts(book: ref.Rulebook, *files: ref.YearOfFacts, year: int | None = None) -> dict[str, Verdict]:
    last = year or max(one.year for one in files)
    return ref.evaluate(book, years(*files), last).criteria


def verdict(book: ref.Rulebook, *files: ref.YearOfFacts, year: int | None = None) -> tuple[str, str | None, str | None]:
    """Status, reason and pace of 1.1."""
    found = verdicts(book, *files, year=year)["1.1"]
    return found.status, found.reason, found.pace


def flow(code: str = "x.a", **more) -> ref.Indicator:
    return ref.Indicator(code, "count", flow=True, **more)


def stock(code: str = "x.a", **more) -> ref.Indicator:
    return ref.Indicator(code, "count", **more)


def growth(code: str, of: str, function: str = "tăng_trưởng") -> ref.Indicator:
    return ref.Indicator(code, "rate", formula=ref.Call(function, (ref.Code(of),)))


PERIOD_OPEN = ("period_open", "period_open")
YEARLY = {"yearly": True}

# ---------------------------------------------------------------- 04, 05, 06: ceilings

CEILING = rulebook([flow()], criterion("x.a", at_most(30), **YEARLY))


def test_04_a_ceiling_in_mid_year_is_open() -> None:
    assert verdict(CEILING, file("30/6/2023", fact("x.a", 18))) == (*PERIOD_OPEN, "behind")
    assert verdict(CEILING, file("30/6/2023", fact("x.a", 15))) == (*PERIOD_OPEN, "on")
    outcome = ref.evaluate(CEILING, years(file("30/6/2023", fact("x.a", 18))), 2023)
    assert outcome.targets == {"1": "period_open"}
    assert outcome.target_paces == {"1": "behind"}


def test_04_at_the_end_of_the_year_it_is_met() -> None:
    assert verdict(CEILING, file("31/12/2023", fact("x.a", 18))) == ("met", None, None)
    assert verdict(CEILING, file("30/6/2023", fact("x.a", 18, period="cả năm"))) == ("met", None, None)


def test_04_a_period_that_ended_uncovered_is_unknown() -> None:
    late = file("31/12/2023", fact("x.a", 18, "30/6/2023"))
    assert verdict(CEILING, late) == ("undetermined", "period_ended", None)


def test_05_a_point_downwards_is_open_and_not_exceeded() -> None:
    book = rulebook([flow()], criterion("x.a", compare("point", 30, falls=True), **YEARLY))
    found = verdicts(book, file("30/6/2023", fact("x.a", 18)))["1.1"]
    assert (found.status, found.perhaps_exceeded, found.pace, found.state) == ("period_open", False, "behind", 1)
    assert verdict(book, file("31/12/2023", fact("x.a", 18))) == ("exceeded", None, None)


def test_06_a_broken_ceiling_has_failed_before_the_deadline() -> None:
    broken = file("30/6/2023", fact("x.a", 34))
    assert verdict(CEILING, broken) == ("failed", None, None)
    whole_period = rulebook([flow()], criterion("x.a", at_most(30)))
    found = verdicts(whole_period, broken)["1.1"]
    assert (found.status, found.state) == ("not_met", -2)


def test_06_an_estimate_that_misses_has_not_failed() -> None:
    facts = file("30/6/2023", fact("x.a", 20), fact("x.a", 34, period="cả năm", estimate=True))
    assert verdict(CEILING, facts)[0] == "not_met"


def test_06_an_actual_past_the_goal_fails_beside_any_estimate() -> None:
    facts = file("10/10/2023", fact("x.a", 34), fact("x.a", 40, period="cả năm", estimate=True))
    assert verdict(CEILING, facts)[0] == "failed"


def test_06_an_early_whole_year_fails_a_ceiling_but_not_a_floor() -> None:
    assert verdict(CEILING, file("15/12/2023", fact("x.a", 34, period="cả năm")))[0] == "failed"
    floor = rulebook([flow()], criterion("x.a", at_least(50), **YEARLY))
    assert verdict(floor, file("15/12/2023", fact("x.a", 34, period="cả năm")))[0] == "not_met"


# ---------------------------------------------------------------- 07, 08, 42, 43: like with like

RISE = rulebook([flow(), growth("x.g", "x.a")], criterion("x.g", at_least(4), **YEARLY))
BEFORE = file("31/12/2022", fact("x.a", 6000, "30/9/2022"), fact("x.a", 8000))


def test_07_growth_compares_nine_months_with_nine_months() -> None:
    now = file("30/9/2023", fact("x.a", 6300))
    assert verdict(RISE, BEFORE, now) == (*PERIOD_OPEN, "on")
    reading = ref.reading_of(ref.Code("x.g"), RISE, years(BEFORE, now), 2023)
    assert reading.so_far == ref.exactly(5)
    assert reading.final == ref.Possible(ref.NO_LOW, ref.NO_HIGH)
    assert reading.end == date(2023, 9, 30)


def test_07_at_the_end_of_the_year_it_compares_whole_years() -> None:
    assert verdict(RISE, BEFORE, file("31/12/2023", fact("x.a", 8400))) == ("met", None, None)


def test_08_without_a_like_period_growth_is_unknown() -> None:
    now = file("30/6/2023", fact("x.a", 4300))
    assert verdict(RISE, file("31/12/2022", fact("x.a", 8000)), now) == ("undetermined", "no_like_period", None)


VISITS = rulebook([flow(), growth("x.g", "x.a")], criterion("x.g", at_least(3), **YEARLY))
VISITS_NOW = file("30/9/2023", fact("x.a", 5200))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([("20/9/2022", 5000)], (*PERIOD_OPEN, "on")),
        ([("10/9/2022", 5000)], ("undetermined", "no_like_period", None)),
        ([("20/9/2022", 5000), ("25/9/2022", 5100)], ("not_met", None, "behind")),
        ([("1/10/2022", 5000)], ("undetermined", "no_like_period", None)),
    ],
)
def test_42_a_like_period_ends_at_most_fifteen_days_off(before, expected) -> None:  # type: ignore[no-untyped-def]
    facts = [fact("x.a", value, as_of) for as_of, value in before]
    assert verdict(VISITS, file("31/12/2022", *facts, fact("x.a", 7100)), VISITS_NOW) == expected


def test_42_the_last_days_of_february_are_alike() -> None:
    now = file("29/2/2024", fact("x.a", 1030))
    found = verdict(VISITS, file("31/12/2023", fact("x.a", 1000, "28/2/2023"), fact("x.a", 7100)), now)
    assert found == (*PERIOD_OPEN, "on")


def of_year_before(function: str) -> ref.Call:
    return ref.Call("tỷ_lệ", (ref.Code("x.a"), ref.Call(function, (ref.Code("x.a"),))))


@pytest.mark.parametrize(
    "formula", [of_year_before("cùng_kỳ"), ref.Call("so_cùng_kỳ", (ref.Code("x.a"),))], ids=["tỷ_lệ", "so_cùng_kỳ"]
)
def test_43_two_ways_of_writing_one_ratio(formula: ref.Formula) -> None:
    book = rulebook([flow(), ref.Indicator("x.r", "rate", formula=formula)], criterion("x.r", at_least(104), **YEARLY))
    assert verdict(book, BEFORE, file("30/9/2023", fact("x.a", 6300))) == (*PERIOD_OPEN, "on")


def test_43_a_difference_from_the_like_period_is_open_too() -> None:
    difference = ref.Arithmetic("-", ref.Code("x.a"), ref.Call("cùng_kỳ", (ref.Code("x.a"),)))
    book = rulebook([flow()], criterion(None, at_least(200, difference), **YEARLY))
    assert verdict(book, BEFORE, file("30/9/2023", fact("x.a", 6300))) == (*PERIOD_OPEN, "on")


def test_43_the_year_before_is_a_constant() -> None:
    book = rulebook([flow()], criterion(None, at_least(104, of_year_before("năm_trước")), **YEARLY))
    found = verdicts(book, BEFORE, file("30/9/2023", fact("x.a", 6300)))["1.1"]
    assert (found.status, found.state) == ("not_met", -1)
    reading = ref.reading_of(
        of_year_before("năm_trước"), book, years(BEFORE, file("30/9/2023", fact("x.a", 6300))), 2023
    )
    assert reading.so_far == ref.exactly(Fraction("78.75"))
    assert reading.final == ref.Possible((Fraction("78.75"), 0), ref.NO_HIGH)


# ---------------------------------------------------------------- 24, 33: cộng dồn

HOUSES = rulebook([flow()], criterion("x.a", at_least(200), cumulative=True))
HOUSES_2021, HOUSES_2022 = file("31/12/2021", fact("x.a", 40)), file("31/12/2022", fact("x.a", 45))


def test_24_a_cumulative_goal_is_due_at_the_end_of_the_period() -> None:
    now = file("30/9/2023", fact("x.a", 38))
    found = verdicts(HOUSES, HOUSES_2021, HOUSES_2022, now)["1.1"]
    assert (found.status, found.state, found.pace) == ("not_met", -1, "on")
    files = years(HOUSES_2021, HOUSES_2022, now)
    reading = ref.reading_of(ref.Code("x.a"), HOUSES, files, 2023, "1.1")
    assert reading.so_far == ref.exactly(123)
    assert reading.final == ref.Possible((Fraction(123), 0), ref.NO_HIGH)


def test_24_an_even_course_asks_for_110() -> None:
    at = lambda value: verdict(HOUSES, HOUSES_2021, HOUSES_2022, file("30/9/2023", fact("x.a", value)))[2]  # noqa: E731
    assert (at(25), at(24)) == ("on", "behind")


def test_24_what_is_on_course_asks_for_no_cause() -> None:
    finding = ref.Finding("HC-1", "hạn chế")
    book = rulebook([flow()], criterion("x.a", at_least(200), cumulative=True), findings=[finding])
    files = years(HOUSES_2021, HOUSES_2022, file("30/9/2023", fact("x.a", 38)))
    assert ref.evaluate(book, files, 2023).present == frozenset()
    files = years(HOUSES_2021, HOUSES_2022, file("30/9/2023", fact("x.a", 20)))
    assert ref.evaluate(book, files, 2023).present == {"HC-1"}


@pytest.mark.parametrize(
    ("of_2023", "expected"),
    [
        ([fact("x.a", 38)], "met"),
        ([fact("x.a", 30, "30/6/2023")], "undetermined"),
        (None, "undetermined"),
        ([fact("x.a", 35, "30/6/2023")], "met"),
    ],
)
def test_33_a_year_without_final_value_counts_at_least_what_it_has(of_2023, expected) -> None:  # type: ignore[no-untyped-def]
    later = file("31/12/2024", fact("x.a", 30)), file("31/12/2025", fact("x.a", 52))
    third = [] if of_2023 is None else [file("31/12/2023", *of_2023)]
    assert verdict(HOUSES, HOUSES_2021, HOUSES_2022, *third, *later)[0] == expected


# ---------------------------------------------------------------- 25, 34, 49: deadlines


def test_25_a_date_goal_fails_when_its_day_has_passed() -> None:
    book = rulebook([ref.Indicator("x.d", "date")], criterion("x.d", ref.DoneBy(None, day("31/5/2023"), False)))
    late = fact("x.d", day("12/7/2023").toordinal())
    assert verdict(book, file("30/9/2023", late)) == ("failed", None, None)
    assert verdict(book, file("30/4/2023", late)) == ("not_met", None, None)
    assert verdict(book, file("30/9/2023")) == ("undetermined", "missing", None)


def test_26_an_unknown_condition_of_application() -> None:
    applies = compare("above", 0, of=ref.Code("k.a"))
    book = rulebook([flow(), stock("k.a")], criterion("x.a", at_least(500), applies=applies, **YEARLY))
    assert verdict(book, file("31/12/2023", fact("x.a", 430))) == ("undetermined", "missing", None)


def test_34_the_first_later_value_counts_where_none_is_in_time() -> None:
    book = rulebook([stock()], criterion("x.a", at_least(900), deadline=day("30/6/2023")))
    assert verdict(book, file("31/10/2023", fact("x.a", 870))) == ("failed", None, None)


def test_34_in_the_year_after_a_deadline_its_own_year_decides() -> None:
    book = rulebook(
        [stock(), flow("x.b")],
        criterion("x.a", at_least(900), deadline=day("30/6/2023")),
        criterion("x.b", at_least(900), "1.2", deadline=day("30/6/2023")),
    )
    files = file("30/6/2023", fact("x.a", 870), fact("x.b", 870)), file("30/6/2024", fact("x.a", 950), fact("x.b", 950))
    found = verdicts(book, *files)
    assert (found["1.1"].status, found["1.2"].status) == ("failed", "not_applicable")


def test_35_a_part_that_must_not_hold_is_true() -> None:
    goal = ref.All((ref.Not(compare("above", 3, of=ref.Code("x.n"))), at_least(900, ref.Code("x.a"))))
    book = rulebook([stock(), stock("x.n")], criterion(None, goal))
    files = years(file("31/12/2023", fact("x.n", 2), fact("x.a", 870)))
    (part,) = ref.parts(book, files, 2023)
    assert [inner.state for inner in part.parts] == [2, -2]


def test_49_the_fact_that_ends_latest_before_the_deadline_decides() -> None:
    due = {"deadline": day("30/6/2023")}
    book = rulebook(
        [flow("c.a"), stock("h.a"), flow("v.a")],
        criterion("c.a", at_least(500), "1.1", **due),
        criterion("h.a", at_least(800), "1.2", **due),
        criterion("v.a", at_most(10), "1.3", **due),
    )
    early = fact("c.a", 410, "30/6/2023"), fact("v.a", 8, "30/6/2023")
    found = verdicts(book, file("30/9/2023", *early, fact("c.a", 520), fact("h.a", 805), fact("v.a", 12)))
    assert [found[id].status for id in ("1.1", "1.2", "1.3")] == ["failed", "met", "met"]
    assert {v.pace for v in found.values()} == {None}


def test_49_a_later_actual_is_the_upper_bound() -> None:
    book = rulebook([flow()], criterion("x.a", at_least(500), deadline=day("30/6/2023")))
    early = fact("x.a", 410, "31/5/2023")
    assert verdict(book, file("30/9/2023", early, fact("x.a", 480)))[0] == "failed"
    assert verdict(book, file("30/9/2023", early, fact("x.a", 520))) == ("undetermined", "period_ended", None)


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (at_least(36), ("failed", None, None)),
        (at_least(35), ("undetermined", "period_ended", None)),
        (at_least(15), ("met", None, None)),
        (at_most(35), ("met", None, None)),
        (at_most(34), ("undetermined", "period_ended", None)),
        (at_most(14), ("failed", None, None)),
    ],
)
def test_a_later_actual_bounds_what_the_year_of_the_deadline_adds(
    goal: ref.Condition, expected: tuple[str, str | None, str | None]
) -> None:
    """«A later actual of a total that cannot fall is its upper bound»: 10 of 2022 and 5 to 25 by 30/9 make 15 to 35, not more."""
    book = rulebook(
        [flow()], criterion("x.a", goal, cumulative=True, deadline=day("30/9/2023")), first_year=2022, last_year=2025
    )
    before, early, late = file("31/12/2022", fact("x.a", 10)), fact("x.a", 5, "30/6/2023"), fact("x.a", 25)
    assert verdict(book, before, file("31/12/2023", early, late)) == expected
    after = file("31/12/2024", fact("x.a", 90))  # what 2024 brings is no total that holds the one by 30/9/2023
    assert verdict(book, before, file("31/12/2023", early, late), after) == expected


# ---------------------------------------------------------------- 36, 38, 39, 40, 41: sums and estimates

CATCH = rulebook([flow()], criterion("x.a", at_least(800), **YEARLY))
QUARTERS = (fact("x.a", 190, "31/3/2023", "quý I"), fact("x.a", 250, "30/6/2023", "quý II"))


def test_36_an_estimate_of_the_year() -> None:
    book = rulebook([flow()], criterion("x.a", at_least(5000), **YEARLY))
    estimate = fact("x.a", 5150, period="cả năm", estimate=True)
    assert verdict(book, file("15/9/2023", estimate)) == ("met", None, None)
    assert verdict(book, file("1/10/2023", fact("x.a", 5150, estimate=True))) == ("met", None, None)


def test_38_quarters_add_up() -> None:
    facts = file("30/9/2023", *QUARTERS, fact("x.a", 210, period="quý III"))
    assert verdict(CATCH, facts) == ("not_met", None, "on")
    assert ref.reading_of(ref.Code("x.a"), CATCH, years(facts), 2023).so_far == ref.exactly(650)
    assert ref.facts_behind("x.a", CATCH, years(facts), 2023) == set(facts.facts)


def test_38_a_gap_ends_the_sum() -> None:
    facts = file("30/9/2023", QUARTERS[0], fact("x.a", 210, period="quý III"))
    assert verdict(CATCH, facts) == ("not_met", None, "behind")
    assert ref.value_of("x.a", CATCH, years(facts), 2023) == ref.exactly(190)


def test_38_a_given_total_goes_before_the_sum() -> None:
    third = fact("x.a", 210, period="quý III"), fact("x.a", 655, period="9 tháng")
    assert ref.value_of("x.a", CATCH, years(file("30/9/2023", *QUARTERS, *third)), 2023) == ref.exactly(655)


def test_38_a_given_part_goes_before_the_sum_of_its_parts() -> None:
    facts = file("30/9/2023", *QUARTERS, fact("x.a", 445, "30/6/2023", "6 tháng"), fact("x.a", 210, period="quý III"))
    assert ref.value_of("x.a", CATCH, years(facts), 2023) == ref.exactly(655)


@pytest.mark.parametrize(
    ("fourth", "expected"),
    [(195, ("met", None, None)), (185, ("not_met", None, None)), (None, ("not_met", None, "on"))],
)
def test_39_actual_quarters_and_an_estimated_rest(fourth, expected) -> None:  # type: ignore[no-untyped-def]
    facts = [*QUARTERS, fact("x.a", 170, "30/9/2023", "quý III")]
    if fourth is not None:
        facts.append(fact("x.a", fourth, period="quý IV", estimate=True))
    assert verdict(CATCH, file("10/10/2023", *facts)) == expected


@pytest.mark.parametrize("falls", [False, True])
def test_40_an_estimate_is_cut_to_what_is_reached(falls: bool) -> None:
    book = rulebook(
        [flow("r.a", can_fall=falls), flow("r.b", can_fall=falls)],
        criterion("r.a", at_least(200), "1.1", **YEARLY),
        criterion("r.b", at_least(300), "1.2", **YEARLY),
    )
    actual = fact("r.a", 205, "31/10/2023"), fact("r.b", 310, "31/10/2023")
    estimates = fact("r.a", 190, estimate=True), fact("r.b", (280, 330), estimate=True)
    found = verdicts(book, file("10/11/2023", *actual, *estimates))
    if falls:
        assert found["1.1"].status == "not_met"
        assert (found["1.2"].status, found["1.2"].reason) == ("undetermined", "interval")
    else:
        assert [found[id].status for id in ("1.1", "1.2")] == ["met", "met"]


def test_41_a_total_that_can_fall_is_open() -> None:
    book = rulebook([flow(can_fall=True)], criterion("x.a", at_least(95), **YEARLY))
    facts = file("30/9/2023", fact("x.a", 120, "30/6/2023", "6 tháng"), fact("x.a", 98, period="9 tháng"))
    assert verdict(book, facts)[:2] == PERIOD_OPEN
    reading = ref.reading_of(ref.Code("x.a"), book, years(facts), 2023)
    assert (reading.so_far, reading.final) == (ref.exactly(98), ref.Possible((Fraction(0), 0), ref.NO_HIGH))


# ---------------------------------------------------------------- 44, 51: plans, goals that are measures

INCOME = rulebook(
    [flow(), ref.Indicator("k.h", "count", plan=True)], criterion("x.a", at_least(ref.Code("k.h")), **YEARLY)
)


def test_44_the_plan_in_force_counts() -> None:
    versions = fact("k.h", 48, "15/12/2022"), fact("k.h", 45, "10/7/2023"), fact("k.h", 60, "5/12/2023")
    assert verdict(INCOME, file("30/9/2023", *versions, fact("x.a", 46))) == ("met", None, None)
    assert verdict(INCOME, file("30/6/2023", *versions, fact("x.a", 46)))[0] == "not_met"
    only = file("30/9/2023", versions[2], fact("x.a", 46))
    assert verdict(INCOME, only) == ("undetermined", "missing", None)


def test_44_the_course_leads_to_the_plan() -> None:
    at = lambda value: verdict(INCOME, file("30/6/2023", fact("k.h", 40), fact("x.a", value)))  # noqa: E731
    assert (at(20), at(19)) == (("not_met", None, "on"), ("not_met", None, "behind"))


FEES = rulebook([flow("t.s"), flow("c.s")], criterion("t.s", at_least(ref.Code("c.s")), **YEARLY))
FEES_NOW = fact("t.s", 40, "30/9/2023"), fact("c.s", 38, "30/9/2023"), fact("t.s", 55, estimate=True)


def test_51_both_sides_of_a_comparison_share_their_end() -> None:
    assert verdict(FEES, file("10/10/2023", *FEES_NOW))[:2] == PERIOD_OPEN
    assert verdict(FEES, file("10/10/2023", *FEES_NOW, fact("c.s", 57, estimate=True))) == ("not_met", None, None)
    apart = file("10/10/2023", fact("c.s", 38, "30/6/2023"), fact("t.s", 40, "30/9/2023"))
    assert verdict(FEES, apart) == ("undetermined", "no_like_period", None)


def test_51_a_stock_takes_no_part_in_the_choice() -> None:
    book = rulebook([flow("t.s"), stock("g.s")], criterion("t.s", at_least(ref.Code("g.s")), **YEARLY))
    facts = fact("t.s", 40, "30/9/2023"), fact("t.s", 55, estimate=True), fact("g.s", 50)
    assert verdict(book, file("10/10/2023", *facts)) == ("met", None, None)


# ---------------------------------------------------------------- 45: bình quân giai đoạn


def test_45_the_mean_of_the_period() -> None:
    book = rulebook(
        [ref.Indicator("h.d", "rate", per_period=True), flow("g.s"), growth("g.t", "g.s")],
        criterion("h.d", at_least(93), "1.1", mean=True),
        criterion("g.t", at_least(15), "1.2", mean=True),
        criterion("g.t", at_least(14), "1.3", mean=True),
    )
    files = (
        file("31/12/2020", fact("g.s", 100)),
        file("31/12/2021", fact("h.d", 90), fact("g.s", 110)),
        file("31/12/2022", fact("h.d", 97), fact("g.s", 132)),
    )
    found = verdicts(book, *files)
    assert (found["1.1"].status, found["1.1"].reason, found["1.1"].pace) == (*PERIOD_OPEN, "on")
    assert (found["1.2"].status, found["1.2"].pace) == ("not_met", "behind")
    assert found["1.3"].status == "period_open"


# ---------------------------------------------------------------- 46: two reports of one year

REPORTS = rulebook(
    [flow(), stock("l.m")], criterion("x.a", at_least(100), **YEARLY), criterion("l.m", at_least(20), "1.2")
)


def test_46_each_report_is_a_case() -> None:
    files = {
        2023: (
            file("30/6/2023", fact("x.a", 55), fact("l.m", 21), period="6 tháng"),
            file("30/9/2023", fact("x.a", 66), period="9 tháng"),
        )
    }
    early = ref.evaluate(REPORTS, files, 2023, "6 tháng").criteria
    later = ref.evaluate(REPORTS, files, 2023, "9 tháng").criteria
    assert (early["1.1"].status, early["1.1"].pace, early["1.2"].status) == ("not_met", "on", "met")
    assert (later["1.1"].status, later["1.1"].pace, later["1.2"].status) == ("not_met", "behind", "met")


# ---------------------------------------------------------------- 47: declared pace

CANAL = rulebook(
    [flow(), ref.Indicator("v.g", "rate", flow=True)],
    criterion(
        "x.a",
        at_least(200),
        "1.1",
        course=(ref.CoursePoint("quý I", 10), ref.CoursePoint("6 tháng", 35), ref.CoursePoint("9 tháng", 70)),
        **YEARLY,
    ),
    criterion(
        "v.g", at_least(95), "1.2", course=(ref.CoursePoint("6 tháng", 40), ref.CoursePoint("9 tháng", 65)), **YEARLY
    ),
)


def test_47_a_declared_course() -> None:
    found = verdicts(CANAL, file("30/6/2023", fact("x.a", 80), fact("v.g", 39)))
    assert (found["1.1"].status, found["1.1"].pace) == ("not_met", "on")
    assert (found["1.2"].status, found["1.2"].pace) == ("not_met", "behind")
    assert verdict(CANAL, file("31/7/2023", fact("x.a", 80))) == ("not_met", None, "behind")
    assert verdict(CANAL, file("31/7/2023", fact("x.a", 94))) == ("not_met", None, "on")


# ---------------------------------------------------------------- 48: compounds

DEBTS = rulebook(
    [flow("v.p"), ref.Indicator("n.l", "money", running=True)],
    criterion(None, ref.All((at_most(12, ref.Code("v.p")), at_most(100, ref.Code("n.l"))))),
)


def test_48_a_part_whose_period_has_ended_is_unknown() -> None:
    early = fact("v.p", 9, "30/9/2023")
    assert verdict(DEBTS, file("31/12/2023", early, fact("n.l", 70))) == ("undetermined", "period_ended", None)
    assert verdict(DEBTS, file("31/12/2023", early, fact("n.l", 110))) == ("failed", None, None)


def test_48_true_and_true_so_far_is_open() -> None:
    facts = file("31/12/2023", fact("v.p", 9), fact("n.l", 70))
    assert verdict(DEBTS, facts)[:2] == PERIOD_OPEN


# ---------------------------------------------------------------- 52: half-open ranges


@pytest.mark.parametrize(
    ("value", "expected"), [("20", "failed"), ("20.5", "met"), ("30", "met"), ("30.5", "exceeded")]
)
def test_52_an_open_worse_end_is_not_yet_met(value: str, expected: str) -> None:
    goal = ref.Compare(None, "range", (num(20), num(30)), "", open_ends=(True, False))
    book = rulebook([ref.Indicator("x.a", "rate")], criterion("x.a", goal, **YEARLY))
    assert verdict(book, file("31/12/2023", fact("x.a", value)))[0] == expected


def test_52_in_a_condition_a_range_is_membership() -> None:
    book = rulebook([ref.Indicator("x.a", "rate")], criterion("x.a", at_least(0)))
    facts = file("31/12/2023", fact("x.a", 30))
    within = lambda *ends: ref.Compare(ref.Code("x.a"), "range", (num(20), num(30)), "", open_ends=ends)  # noqa: E731
    assert ref.truth_of(within(False, True), book, facts) is False
    assert ref.truth_of(within(True, False), book, facts) is True


# ---------------------------------------------------------------- 09, 11, 13, 36, 41, 50: errors of facts


def errors(indicators, *files: ref.YearOfFacts) -> set[tuple[str, str]]:
    book = rulebook(indicators, criterion(indicators[0].code, at_least(0)))
    last = max(one.year for one in files)
    return {(error.kind, error.code) for error in ref.errors_of_facts(book, years(*files), last)}


def test_09_a_period_that_ends_after_its_date() -> None:
    assert errors([flow()], file("30/6/2023", fact("x.a", 9, period="9 tháng"))) == {("ends_after_date", "x.a")}
    assert errors([flow()], file("30/6/2023", fact("x.a", 9, period="cả năm"))) == set()
    assert errors([stock()], file("30/6/2023", fact("x.a", 9, period="9 tháng"))) == set()


def test_11_facts_dated_outside_the_file() -> None:
    assert errors([flow()], file("30/9/2023", fact("x.a", 9, "30/9/2018"))) == {("outside_year", "x.a")}
    assert errors([stock()], file("30/9/2023", fact("x.a", 9, "15/11/2023"))) == {("dated_after_as_of", "x.a")}


def test_13_a_count_is_not_below_0() -> None:
    assert errors([stock()], file("31/12/2023", fact("x.a", -9))) == {("impossible", "x.a")}
    assert errors([stock(can_be_negative=True)], file("31/12/2023", fact("x.a", -9))) == set()


def test_36_an_estimate_before_october_names_its_period() -> None:
    indicators = [flow(), ref.Indicator("x.l", "count", running=True), stock("x.s")]
    estimates = [fact(code, 9, estimate=True) for code in ("x.a", "x.l", "x.s")]
    assert errors(indicators, file("15/9/2023", *estimates)) == {("estimate_of_which_period", "x.a")}
    assert errors(indicators, file("1/10/2023", *estimates)) == set()


def test_41_a_total_that_cannot_fall() -> None:
    falling = file("30/9/2023", fact("x.a", 120, "30/6/2023", "6 tháng"), fact("x.a", 98, period="9 tháng"))
    assert errors([flow()], falling) == {("falls", "x.a")}
    assert errors([flow(can_fall=True)], falling) == set()
    level = file("30/9/2023", fact("x.a", 120, "30/6/2023", "6 tháng"), fact("x.a", 120, period="9 tháng"))
    assert errors([flow()], level) == set()


def test_50_a_part_above_its_whole() -> None:
    classes = [stock("l.c", part_of="l.t"), stock("l.t")]
    assert errors(classes, file("31/12/2023", fact("l.c", 31), fact("l.t", 28))) == {("part_above_whole", "l.c")}
    assert errors(classes, file("31/12/2023", fact("l.c", 28), fact("l.t", 28))) == set()


# ---------------------------------------------------------------- deadlines and dates, beyond the cases


def test_10_for_deadlines_a_late_as_of_date_is_the_end_of_the_year() -> None:
    book = rulebook([stock()], criterion("x.a", at_least(900)))
    assert verdict(book, file("30/6/2053", fact("x.a", 870), year=2023))[0] == "not_met"


def test_a_deadline_counts_in_its_own_year_of_a_yearly_goal() -> None:
    book = rulebook([flow()], criterion("x.a", at_least(100), deadline=day("30/9/2022"), **YEARLY))
    assert verdict(book, file("30/9/2022", fact("x.a", 90)))[0] == "failed"
    assert verdict(book, file("30/9/2023", fact("x.a", 90)))[0] == "not_met"
    assert verdict(book, file("31/12/2023", fact("x.a", 90)))[0] == "failed"


def test_outside_the_period_nothing_applies() -> None:
    book = rulebook([stock()], criterion("x.a", at_least(1)))
    assert verdict(book, file("31/12/2020", fact("x.a", 5)))[0] == "not_applicable"
    assert verdict(book, file("31/12/2026", fact("x.a", 5)))[0] == "not_applicable"


# ---------------------------------------------------------------- standings and findings on what is unfinished


def test_of_an_open_criterion_only_some_standings_are_known() -> None:
    files = file("30/6/2023", fact("x.a", 18))
    found = {s: ref.truth_of(ref.Standing("nội dung", "1.1", s), CEILING, files) for s in ref.STANDINGS}
    assert found == {
        "đạt": None,
        "vượt": None,
        "chưa đạt": None,
        "không đạt": None,
        "chưa đủ số liệu": False,
        "không áp dụng": False,
        "chưa hết kỳ": True,
        "chậm tiến độ": True,
        "đảm bảo tiến độ": False,
    }


def test_after_the_deadline_nothing_is_behind_or_on_course() -> None:
    files = file("31/12/2023", fact("x.a", 34))
    for standing in ("chậm tiến độ", "đảm bảo tiến độ"):
        for what, id in (("nội dung", "1.1"), ("chỉ tiêu", "1")):
            assert ref.truth_of(ref.Standing(what, id, standing), CEILING, files) is False


def test_conditions_of_findings_read_what_is_so_far_and_conditions_of_application_what_is_final() -> None:
    enough = compare("at_least", 10, of=ref.Code("x.a"))
    few = at_most(30, ref.Code("x.a"))
    book = rulebook(
        [flow(), stock("s.a")], *(criterion("s.a", at_least(1), i, applies=a) for i, a in (("1", enough), ("2", few)))
    )
    files = file("30/6/2023", fact("x.a", 18), fact("s.a", 5))
    assert ref.truth_of(few, book, files) is True
    found = verdicts(book, files)
    assert found["1"].status == "met"
    assert (found["2"].status, found["2"].reason) == ("undetermined", "interval")


# ---------------------------------------------------------------- states of compounds


@pytest.mark.parametrize(("value", "state"), [(18, 1), (40, -1)])
def test_negation_turns_the_states_around(value: int, state: int) -> None:
    book = rulebook([flow()], criterion(None, ref.Not(at_least(30, ref.Code("x.a"))), **YEARLY))
    found = verdicts(book, file("30/6/2023", fact("x.a", value)))["1.1"]
    # 40 is above 30 for good: false, and nothing takes it back
    assert (found.status, found.state) == (("period_open", 1) if state == 1 else ("failed", -2))


def test_the_greatest_state_decides_among_alternatives() -> None:
    goal = ref.Any((at_most(30, ref.Code("x.a")), at_least(100, ref.Code("x.b"))))
    book = rulebook([flow(), flow("x.b")], criterion(None, goal, **YEARLY))
    state = lambda a, b: verdicts(book, file("30/6/2023", fact("x.a", a), fact("x.b", b)))["1.1"]  # noqa: E731
    assert (state(18, 50).status, state(18, 50).state) == ("period_open", 1)
    assert (state(40, 50).status, state(40, 50).state, state(40, 50).pace) == ("not_met", -1, "on")
    assert (state(40, 49).status, state(40, 49).pace) == ("not_met", "behind")
    assert state(40, 100).status == "met"


def test_every_alternative_must_be_past_its_goal() -> None:
    goal = ref.Any((at_most(30, ref.Code("x.a")), at_least(900, ref.Code("s.a"))))
    book = rulebook([flow(), stock("s.a")], criterion(None, goal, **YEARLY))
    assert verdict(book, file("30/6/2023", fact("x.a", 40), fact("s.a", 870)))[0] == "not_met"
    both = ref.All((at_most(30, ref.Code("x.a")), at_least(900, ref.Code("s.a"))))
    book = rulebook([flow(), stock("s.a")], criterion(None, both, **YEARLY))
    assert verdict(book, file("30/6/2023", fact("x.a", 40), fact("s.a", 870)))[0] == "failed"


# ---------------------------------------------------------------- pace, beyond the cases


def test_a_total_with_a_minus_sign_turns_the_comparison() -> None:
    """The plan less what came in is at most 20: at least 80 of 100 came in, 40 of it by June."""
    rest = ref.Arithmetic("-", ref.Code("k.h"), ref.Code("x.a"))
    book = rulebook([flow(), ref.Indicator("k.h", "count", plan=True)], criterion(None, at_most(20, rest), **YEARLY))
    at = lambda value: verdict(book, file("30/6/2023", fact("k.h", 100), fact("x.a", value)))  # noqa: E731
    assert (at(40), at(39)) == (("not_met", None, "on"), ("not_met", None, "behind"))


def test_a_corridor_has_a_course_to_each_end() -> None:
    book = rulebook([flow()], criterion("x.a", compare("corridor", 40, 60), **YEARLY))
    at = lambda value: verdict(book, file("30/6/2023", fact("x.a", value)))  # noqa: E731
    assert at(25) == ("not_met", None, "on")
    assert at(19) == ("not_met", None, "behind")
    assert at(31) == ("not_met", None, "behind")
    assert at(50) == (*PERIOD_OPEN, "behind")


def test_months_that_have_begun_count_for_ceilings_and_months_that_are_over_for_floors() -> None:
    assert verdict(CEILING, file("2/7/2023", fact("x.a", 17)))[2] == "on"  # 7 of 12 of 30 are 17,5
    floor = rulebook([flow()], criterion("x.a", at_least(120), **YEARLY))
    assert verdict(floor, file("30/7/2023", fact("x.a", 60)))[2] == "on"
    assert verdict(floor, file("31/7/2023", fact("x.a", 60)))[2] == "behind"
    assert verdict(floor, file("30/1/2023", fact("x.a", 60)))[2] == "unknown"


def test_a_running_total_goes_from_the_last_milestone() -> None:
    goals = ref.Goal({2022: at_least(100), 2025: at_least(460)})
    book = rulebook([ref.Indicator("x.l", "count", running=True)], ref.Criterion("1.1", "x.l", (goals,)))
    at = lambda value: verdict(book, file("31/3/2023", fact("x.l", value)))  # noqa: E731
    assert (at(130), at(129)) == (("not_met", None, "on"), ("not_met", None, "behind"))  # 3 of 36 months


def test_a_rate_is_on_course_if_its_goal_holds_so_far() -> None:
    book = rulebook([ref.Indicator("x.r", "rate", per_period=True)], criterion("x.r", at_least(95), **YEARLY))
    assert verdict(book, file("30/6/2023", fact("x.r", 96))) == (*PERIOD_OPEN, "on")
    assert verdict(book, file("30/6/2023", fact("x.r", 94))) == ("not_met", None, "behind")
    assert verdict(book, file("31/12/2023", fact("x.r", 94)))[0] == "failed"


def test_two_unfinished_sides_have_no_known_pace() -> None:
    assert verdict(FEES, file("10/10/2023", *FEES_NOW))[2] == "unknown"


def test_a_stock_goes_from_its_opening_value() -> None:
    """From 100 at the end of 2020 to 160 at the end of 2025: 130 by the middle of 2023."""
    book = rulebook([stock()], criterion("x.a", at_least(160)))
    opening = file("31/12/2020", fact("x.a", 100))
    at = lambda value: verdict(book, opening, file("30/6/2023", fact("x.a", value)))  # noqa: E731
    assert (at(130), at(129)) == (("not_met", None, "on"), ("not_met", None, "behind"))
    assert verdict(book, file("30/6/2023", fact("x.a", 129))) == ("not_met", None, None)


def test_a_target_is_on_course_if_every_criterion_not_met_is() -> None:
    book = rulebook(
        [flow(), flow("x.b"), stock("s.a")],
        criterion("x.a", at_least(100), "1", **YEARLY),
        criterion("x.b", at_least(100), "2", **YEARLY),
        criterion("s.a", at_least(10), "3"),
    )

    def pace(a: int, b: int, s: int) -> str | None:
        files = years(file("30/6/2023", fact("x.a", a), fact("x.b", b), fact("s.a", s)))
        return ref.evaluate(book, files, 2023).target_paces["1"]

    assert pace(50, 60, 10) == "on"
    assert pace(50, 40, 10) == "behind"
    assert pace(50, 60, 9) == "unknown"  # no course is known of a stock that misses
    assert pace(100, 100, 10) is None


# ---------------------------------------------------------------- values, beyond the cases


def test_the_year_before_may_be_a_sum_of_quarters() -> None:
    quarters = [fact("x.a", 10 * n, f"28/{3 * n}/2022", f"quý {q}") for n, q in enumerate(("I", "II", "III", "IV"), 1)]
    before = ref.Call("năm_trước", (ref.Code("x.a"),))
    book = rulebook([flow()], criterion(None, at_least(1, before), **YEARLY))
    files = years(file("31/12/2022", *quarters), file("30/6/2023", fact("x.a", 5)))
    assert ref.reading_of(before, book, files, 2023).so_far == ref.exactly(100)
    del files[2022]
    assert ref.evaluate(book, files, 2023).criteria["1.1"].reason == "missing"


def test_the_like_day_of_a_stock_lies_in_either_file() -> None:
    like = ref.Call("cùng_kỳ", (ref.Code("x.a"),))
    book = rulebook([stock()], criterion("x.a", at_least(1)))
    of_2022 = file("31/12/2022", fact("x.a", 7, "10/12/2022"))
    now = file("31/12/2023", fact("x.a", 9), fact("x.a", 8, "10/1/2023"))
    assert ref.reading_of(like, book, years(of_2022, now), 2023).so_far == ref.exactly(8)
    assert (
        ref.reading_of(like, book, years(of_2022, file("31/12/2023", fact("x.a", 9))), 2023).reason == "no_like_period"
    )


def test_a_running_total_has_no_like_period_in_the_first_year() -> None:
    like = ref.Call("tăng_trưởng", (ref.Code("x.l"),))
    book = rulebook([ref.Indicator("x.l", "count", running=True)], criterion("x.l", at_least(1)))
    first = file("30/6/2021", fact("x.l", 50))
    assert ref.reading_of(like, book, years(file("30/6/2020", fact("x.l", 40)), first), 2021).reason == "no_like_period"
    assert ref.reading_of(like, book, years(first, file("30/6/2022", fact("x.l", 60))), 2022).so_far == ref.exactly(20)


def test_an_estimate_of_a_running_total_is_cut_across_the_years() -> None:
    book = rulebook([ref.Indicator("x.l", "count", running=True)], criterion("x.l", at_least(40)))
    before, now = file("31/12/2022", fact("x.l", 50)), file("10/10/2023", fact("x.l", 45, estimate=True))
    assert ref.value_of("x.l", book, years(before, now), 2023) == ref.Possible((Fraction(50), 0), ref.NO_HIGH)
    assert verdict(book, before, now)[0] == "met"


def test_a_part_year_estimate_is_set_aside_where_there_is_an_actual() -> None:
    book = rulebook([flow()], criterion("x.a", at_least(100), **YEARLY))
    estimate = fact("x.a", 80, period="9 tháng", estimate=True)
    assert ref.value_of("x.a", book, years(file("10/9/2023", estimate)), 2023) == ref.exactly(80)
    both = years(file("10/9/2023", fact("x.a", 50, "30/6/2023", "6 tháng"), estimate))
    assert ref.value_of("x.a", book, both, 2023) == ref.exactly(50)


def test_an_unfinished_numerator_over_a_stock_of_the_year_is_open() -> None:
    share = ref.Call("tỷ_lệ", (ref.Code("x.a"), ref.Code("s.a")))
    book = rulebook([flow(), stock("s.a"), ref.Indicator("k.h", "count", plan=True)], criterion("x.a", at_least(1)))
    files = years(file("30/6/2023", fact("x.a", 30), fact("s.a", 60), fact("k.h", 60)))
    assert ref.reading_of(share, book, files, 2023).final == ref.Possible(ref.NO_LOW, ref.NO_HIGH)
    of_plan = ref.Call("tỷ_lệ", (ref.Code("x.a"), ref.Code("k.h")))
    assert ref.reading_of(of_plan, book, files, 2023).final == ref.Possible((Fraction(50), 0), ref.NO_HIGH)


def test_plans_are_summed_with_what_they_are_compared_with() -> None:
    book = rulebook(
        [flow(), ref.Indicator("k.h", "count", plan=True)], criterion("x.a", at_least(ref.Code("k.h")), cumulative=True)
    )
    of_2021 = file("31/12/2021", fact("x.a", 40), fact("k.h", 50))
    of_2022 = file("31/12/2022", fact("x.a", 60), fact("k.h", 50))
    assert verdict(book, of_2021, of_2022, file("30/6/2023", fact("x.a", 50), fact("k.h", 50)))[0] == "met"
    found = verdict(book, of_2021, of_2022, file("30/6/2023", fact("x.a", 49), fact("k.h", 50)))
    assert found[0] == "not_met"
    assert verdict(book, of_2021, of_2022, file("30/6/2023", fact("x.a", 49)))[:2] == ("undetermined", "missing")


# ---------------------------------------------------------------- what is settled stays settled


def _continued(random: Random, start: int, falls: bool = False) -> int:
    return random.choice((0, 10, 50, 90)) if falls else start + random.choice((0, 5, 20, 50))


def _any_formula(random: Random, codes: list[str], depth: int = 0) -> ref.Formula:
    kind = random.randrange(10)
    if depth > 2 or kind < 4:
        return ref.Code(random.choice(codes))
    if kind < 5:
        return num(random.choice((1, 2, 5, 10)))
    if kind < 8:
        left, right = (_any_formula(random, codes, depth + 1) for _ in range(2))
        return ref.Arithmetic(random.choice("+-*/"), left, right)
    return ref.Call(random.choice(("cùng_kỳ", "tăng_trưởng", "năm_trước")), (ref.Code(random.choice(codes)),))


def _any_goal(random: Random, codes: list[str], depth: int = 0) -> ref.Condition:
    kind = random.randrange(8)
    if depth < 2 and kind < 2:
        return (ref.All, ref.Any)[kind](tuple(_any_goal(random, codes, depth + 1) for _ in range(2)))
    if depth < 2 and kind == 2:
        return ref.Not(_any_goal(random, codes, depth + 1))
    relation = random.choice(("at_least", "above", "at_most", "below", "equal", "range", "corridor"))
    bounds = sorted(random.sample((0, 10, 20, 30, 40, 60, 80, 100, 120), 2 if relation in ("range", "corridor") else 1))
    return compare(relation, *bounds, of=_any_formula(random, codes))


@pytest.mark.parametrize("seed", range(60))
def test_true_and_false_in_mid_year_are_true_and_false_at_its_end(seed: int) -> None:
    random = Random(seed)
    natures = [
        flow("f.a"),
        flow("f.b"),
        flow("f.v", can_fall=True),
        ref.Indicator("r.a", "rate", per_period=True),
        stock("s.a"),
        ref.Indicator("k.a", "count", plan=True),
    ]
    codes = [indicator.code for indicator in natures]
    book = rulebook(natures, *(criterion(None, _any_goal(random, codes), f"1.{n}", **YEARLY) for n in range(1, 6)))
    facts: dict[str, list[ref.Fact]] = {"2022": [], "early": [], "late": []}
    for indicator in natures:
        code, fixed = indicator.code, indicator.nature in ("stock", "plan")
        for year in ("2022", "2023"):
            half = random.choice((0, 5, 10, 20, 40, 60, 100)) + fixed
            full = half if fixed else _continued(random, half, indicator.can_fall or indicator.nature == "rate")
            before = [fact(code, half, f"1/1/{year}" if fixed else f"30/6/{year}")]
            after = [] if fixed else [fact(code, full, f"31/12/{year}")]
            facts["2022" if year == "2022" else "early"] += [*before, *after] if year == "2022" else before
            facts["late"] += [*before, *after] if year == "2023" else []
    of_2022 = file("31/12/2022", *facts["2022"])
    early = verdicts(book, of_2022, file("30/6/2023", *facts["early"]))
    late = verdicts(book, of_2022, file("31/12/2023", *facts["late"]))
    for id, found in early.items():
        if found.state in (-2, 2):
            assert late[id].state == found.state
        if found.status == "failed":
            assert late[id].status == "failed"


def test_what_is_missing_goes_before_what_has_no_shared_period() -> None:
    ahead = ref.Arithmetic("-", ref.Code("t.s"), ref.Call("năm_trước", (ref.Code("t.s"),)))
    book = rulebook([flow("t.s"), flow("c.s")], criterion(None, at_least(ref.Code("c.s"), ahead), **YEARLY))
    apart = file("10/10/2023", fact("c.s", 38, "30/6/2023"), fact("t.s", 40, "30/9/2023"))
    assert verdict(book, apart) == ("undetermined", "missing", None)
    assert verdict(book, file("31/12/2022", fact("t.s", 5)), apart) == ("undetermined", "no_like_period", None)
