"""Goals: the smallest change of each input that turns a verdict; one unit less does not, checked against brute force."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.verdicts import Verdict
from engine.explain.goal import find_goal
from engine.explain.goal_result import Change, Goal
from engine.explain.references import find
from tests.explain.conftest import Audited
from tests.small_workspace import Small
from tests.workspaces import case_in


def goal(audited: Audited, name: str, **values: str) -> Goal:
    case = audited.changed(**values) if values else audited.case
    evaluation = audited.evaluator.evaluate(case.facts)
    return find_goal(case, find(name, case.rulebook, evaluation), audited.evaluator)


def changes(audited: Audited, name: str, **values: str) -> dict[str, Change]:
    return {change.code: change for change in goal(audited, name, **values).changes}


def status(audited: Audited, name: str, **values: str) -> Verdict:
    evaluation = audited.under(**values)
    return next(c.status for c in evaluation.criteria if c.id == name)


def test_2_1_needs_30_more_members(audited: Audited) -> None:
    (change,) = changes(audited, "2.1").values()
    assert (change.code, change.change, change.needed) == ("htx.thanh_vien", 30, "2.600 thành viên")
    assert status(audited, "2.1", htx__thanh_vien="2.600") is Verdict.MET
    assert status(audited, "2.1", htx__thanh_vien="2.599") is Verdict.NOT_MET


def test_target_7_needs_nothing_and_has_a_margin(audited: Audited) -> None:
    """5/22: with 4 it is 18,18%; 5/25 is still 20%, 5/26 is 19,23%."""
    found = goal(audited, "7")
    assert found.holds
    margin = {c.code: (c.change, c.becomes) for c in found.changes}
    assert margin == {"htx.da_dich_vu": (-1, "chưa đạt"), "htx.tong": (4, "chưa đạt")}


def test_5_2_needs_the_rate_of_the_tht_to_become_70(audited: Audited) -> None:
    found = goal(audited, "5.2")
    (change,) = found.changes
    assert (change.code, change.change, change.needed) == ("tht.ty_le_boi_duong", 70, "70%")
    assert found.powerless == ("htx.ty_le_boi_duong",)
    assert status(audited, "5.2", tht__ty_le_boi_duong="69,99") is Verdict.NOT_MET


def test_a_strict_bound_asks_for_anything_beyond_it(audited: Audited) -> None:
    """«trên 45»: 45 is not enough, and there is no smallest amount above it."""
    (change,) = changes(audited, "4.1").values()
    assert (change.value.low, change.value.low_open, change.change) == (45, True, 0)
    assert change.needed == "trên 45 triệu đồng/người/năm"
    assert status(audited, "4.1", htx__thu_nhap_lao_dong="45,000001") is Verdict.MET


def test_through_a_formula(audited: Audited) -> None:
    """5.1 at 40% of 140 managers is 56; 35 + 20 = 55 are too few, and 105 of 263 are 39,92%."""
    margin = {c.code: c.change for c in goal(audited, "5.1").changes}
    assert margin == {"htx.can_bo_trung_cap": -50, "htx.can_bo": 123}
    more = {c.code: c.change for c in goal(audited, "5.1", htx__can_bo_trung_cap="10").changes}
    assert more["htx.can_bo_trung_cap"] == 11  # 35 + 21 = 56
    assert more["htx.can_bo_cao_dang_dai_hoc"] == 11
    assert more["htx.can_bo"] == -28  # 45 of 112 is 40,18%, of 113 39,82%


def test_a_change_that_breaks_a_sum_says_so(audited: Audited) -> None:
    assert changes(audited, "5.1")["htx.can_bo_trung_cap"].breaks == ("DC-3",)
    assert changes(audited, "2.1")["htx.thanh_vien"].breaks == ()


def test_a_missing_value_gets_the_least_that_suffices(audited: Audited) -> None:
    (change,) = changes(audited, "2.1", htx__thanh_vien="chưa có").values()
    assert (change.needed, change.change) == ("2.600 thành viên", None)


def test_findings_can_be_turned_too(audited: Audited) -> None:
    """TT-1 stands on 133 leaving against 70 joining: with 133 joining it is gone, with 132 not."""
    found = changes(audited, "TT-1")
    assert found["htx.thanh_vien_moi"].change == 63
    assert found["htx.thanh_vien_rut"].change == -63
    assert found["htx.thanh_vien"].change == 30


def test_a_forecast_on_the_pace_turns_at_the_even_course(audited: Audited) -> None:
    """34 of 60 months: 7 × 34/60 = 3,97, so 4 groups are on schedule and 3 are not."""
    assert changes(audited, "DB-3")["tht.moi_xa_chua_co_ttcn"].change == 4


def test_where_no_single_input_suffices_a_joint_plan_is_proved(audited: Audited) -> None:
    found = goal(audited, "2", tht__thanh_vien="3.100")
    assert found.changes == ()
    assert {c.code: c.change for c in found.jointly} == {"htx.thanh_vien": 30, "tht.thanh_vien": 100}
    assert found.joint_result == "đạt"


def test_a_judgement_turns_by_its_nearest_rank(audited: Audited) -> None:
    (change,) = changes(audited, "6.1").values()
    assert (change.needed, change.becomes) == ("chưa đạt", "chưa đạt")


MONEY = """
x.a:
  tên: Số đạt
  đơn vị tính: triệu đồng
x.b:
  tên: Số khác
  đơn vị tính: triệu đồng
x.ty_le:
  tên: Tỷ lệ
  đơn vị tính: "%"
  công thức: {formula}
"""


def of_money(root: Path, formula: str, wanted: str, a: str, b: str) -> dict[str, Change]:
    case = Audited(
        case_in(
            Small(root, MONEY.format(formula=formula))
            .criteria(f"- số: 1.1\n  nguyên văn: Tỷ lệ\n  đo bằng: x.ty_le\n  đạt khi: {wanted}\n")
            .facts(f"x.a: {a}\nx.b: {b}")
            .root
        )
    )
    return changes(case, "1.1")


def test_an_input_that_stands_twice_in_a_formula_is_not_called_powerless(tmp_path: Path) -> None:
    """10/(10 + 30,1) is under a half; it is above with more than 30,1 against 30,1, or with less than 10 against 10."""
    found = of_money(tmp_path, "tỷ_lệ(x.a, x.a + x.b)", "trên 50%", "10", "30,1")
    assert {code: change.needed for code, change in found.items()} == {
        "x.a": "trên 30,1 triệu đồng",
        "x.b": "trên 0 triệu đồng đến dưới 10 triệu đồng",
    }


def test_what_is_asked_for_turns_the_verdict_as_it_is_written(tmp_path: Path) -> None:
    """10/y is 70% at y = 14,2857…: 14,29 is too much, 14,28 enough."""
    found = of_money(tmp_path, "tỷ_lệ(x.a, x.b)", "từ 70% trở lên", "10", "30,1")
    assert found["x.b"].needed == "14,28 triệu đồng"


def test_rates_may_be_negative(tmp_path: Path) -> None:
    case = Audited(
        case_in(
            Small(tmp_path, 'x.tang:\n  tên: Tốc độ tăng\n  đơn vị tính: "%"\n')
            .criteria("- số: 1.1\n  nguyên văn: Tốc độ tăng\n  đo bằng: x.tang\n  đạt khi: từ -2% trở lên\n")
            .facts("x.tang: -4,13%")
            .root
        )
    )
    (change,) = changes(case, "1.1").values()
    assert (change.needed, change.becomes, change.short_of_it) == ("-2%", "đạt", "chưa đạt")


CATALOGUE = """
x.a:
  tên: Số đạt
  đơn vị tính: hộ
x.b:
  tên: Số khác
  đơn vị tính: hộ
x.ty_le:
  tên: Tỷ lệ
  đơn vị tính: "%"
  công thức: {formula}
"""
CRITERION = """
- số: 1.1
  nguyên văn: Tỷ lệ
  đo bằng: x.ty_le
  đạt khi: {goal}
"""
FORMULAS = ["tỷ_lệ(x.a, x.a + x.b)", "tỷ_lệ(x.a + 3, x.b + 1)", "tỷ_lệ(lớn_nhất(x.a, x.b), x.a + x.b)"]
GOALS = ["đạt {}%", "trên {}%", "giảm còn {}%", "dưới {}%", "trong khoảng từ {}% đến 60%"]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FORMULAS), st.sampled_from(GOALS), st.integers(5, 60), st.integers(0, 30), st.integers(1, 30))
def test_nothing_smaller_turns_the_verdict(formula: str, wording: str, threshold: int, a: int, b: int) -> None:
    """Every value nearer to the present one than the goal's leaves the verdict, and the goal's value turns it."""
    root = Path(mkdtemp())
    workspace = Small(root, CATALOGUE.format(formula=formula)).criteria(
        CRITERION.format(goal=wording.format(threshold))
    )
    workspace.facts(f"x.a: {a}\nx.b: {b}")
    audited = Audited(case_in(root))
    present = next(iter(audited.evaluation.criteria)).status
    found = changes(audited, "1.1")
    for code, now in (("x.a", a), ("x.b", b)):
        turning = _turning(audited, code, present)
        change = found.get(code)
        if change is None:
            assert not any(turning(value) for value in range(120)), (code, present)
            continue
        assert change.change is not None
        assert turning(int(Fraction(now) + change.change))
        nearer = range(max(now - abs(int(change.change)) + 1, 0), now + abs(int(change.change)))
        assert not any(turning(value) for value in nearer), (code, change)


def _turning(audited: Audited, code: str, present: Verdict):  # type: ignore[no-untyped-def]
    def turned(value: int) -> bool:
        status = next(iter(audited.under(**{code.replace(".", "__"): str(value)}).criteria)).status
        return status.unmet if present.reached else status.reached

    return turned


@pytest.mark.slow
@pytest.mark.parametrize("name", ["1.1", "2.1", "3.2", "4.1", "5.1", "5.2", "6.1", "6.2", "7.1"])
def test_every_change_of_the_real_case_turns_and_a_step_less_does_not(audited: Audited, name: str) -> None:
    found = goal(audited, name)
    for change in found.changes:
        indicator = audited.case.rulebook.indicators[change.code]
        key = change.code.replace(".", "__")
        if change.value.exact is None or indicator.ranks:
            continue
        step = indicator.step or Fraction(1, 100)
        less = change.value.exact - step if (change.change or 0) > 0 else change.value.exact + step
        reached = status(audited, name, **{key: _text(change.value.exact)}).reached
        assert reached is not found.holds
        assert status(audited, name, **{key: _text(less)}).reached is found.holds


def _text(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")
