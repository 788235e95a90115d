"""The findings of 47/NQ-HĐND on the 2023 facts: those of sections II.5 and III of the report, and how they react."""

from __future__ import annotations

import pytest

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import Outcome
from engine.explain.goal import switching_inputs
from engine.rulebook.rulebook import Kind, Reference
from tests.explain.conftest import Audited

ALL_MET = {
    "tht__moi_xa_chua_co_ttcn": "7",
    "htx__thanh_vien": "2.600",
    "tht__loi_nhuan_binh_quan": "200",
    "htx__thu_nhap_lao_dong": "46",
    "tht__ty_le_boi_duong": "70",
}


def ids(evaluation: Evaluation, *kinds: str) -> set[str]:
    return {f.id for f in evaluation.findings if f.kind in kinds}


def test_section_ii_5_has_four_limitations_two_objective_and_six_subjective_causes(audited: Audited) -> None:
    findings = audited.evaluation.findings
    assert ids(audited.evaluation, "limitation") == {"HC-1", "HC-2", "HC-3", "HC-4"}
    objective = [f.id for f in findings if f.category == "nguyên nhân khách quan" and f.section == "II.5.2.a"]
    subjective = [f.id for f in findings if f.category == "nguyên nhân chủ quan" and f.section == "II.5.2.b"]
    assert (len(objective), len(subjective)) == (2, 6)


def test_the_direct_causes_of_section_ii_3_stand_beside_them(audited: Audited) -> None:
    """«thành viên rút ra» for 2.1, «chưa tổ chức các lớp tập huấn» for 5.2."""
    direct = {f.id: f.of for f in audited.evaluation.findings if f.kind == "cause" and f.section == "II.3"}
    assert direct == {"TT-1": ("2.1",), "TT-2": ("5.2",)}


def test_section_iii_1_expects_1_1_and_3_2_not_to_be_met(audited: Audited) -> None:
    forecasts = {f.id: f for f in audited.evaluation.findings if f.kind == "forecast"}
    assert {f.explains for f in forecasts.values() if f.explains} == {("1.1",), ("3.2",)}
    assert len(forecasts) == 4
    assert len(ids(audited.evaluation, "difficulty")) == 5
    sections = sorted(f.section for f in audited.evaluation.findings if f.kind == "solution")
    assert sections == ["III.2.1", "III.2.2", "III.2.3", "III.2.4"]


def test_every_unmet_criterion_ends_in_a_cause_and_every_cause_in_a_solution(audited: Audited) -> None:
    assert audited.evaluation.unexplained == ()
    solved = {reference for f in audited.evaluation.findings if f.kind == "solution" for reference in f.of}
    assert ids(audited.evaluation, "cause") <= solved


def test_4_1_has_no_direct_cause(audited: Audited) -> None:
    direct = [f.id for f in audited.evaluation.findings if f.kind == "cause" and "4.1" in f.of]
    assert direct == []


def test_with_all_criteria_met_there_is_no_limitation_and_no_cause(audited: Audited) -> None:
    result = audited.under(**ALL_MET)
    assert all(c.status.reached for c in result.criteria)
    assert ids(result, "limitation", "cause") == set()
    assert {u.id for u in result.undetermined_findings} == set()


def test_meeting_2_1_alone_removes_exactly_what_only_it_explained(audited: Audited) -> None:
    before, after = audited.evaluation, audited.under(htx__thanh_vien="2.600")
    kinds = ("limitation", "cause", "forecast", "solution", "difficulty")
    gone = ids(before, *kinds) - ids(after, *kinds)
    only = {f.id for f in before.findings if {e for e in f.explains if e[0].isdigit()} == {"2.1"}}
    assert gone == only == {"HC-1", "CQ-6", "TT-1"}
    assert ids(after, *kinds) <= ids(before, *kinds)


def test_an_unmet_criterion_without_any_cause_is_said_to_be_unexplained(audited: Audited) -> None:
    """Without the observations behind them, 1.1 and 3.2 have no cause left."""
    result = audited.under(
        tht__hoat_dong_thoi_vu="không", dia_phuong__quan_triet_chua_tot="không", htx__thanh_vien="2.600"
    )
    assert result.unexplained == ("1.1", "3.2")


def test_a_missing_observation_leaves_a_finding_undecided(audited: Audited) -> None:
    result = audited.under(tht__hoat_dong_thoi_vu="chưa có")
    waiting = {u.id: u.waits_for for u in result.undetermined_findings}
    assert waiting["TT-3"] == ("tht.hoat_dong_thoi_vu",)
    assert "DB-3" in waiting


@pytest.mark.slow
def test_most_findings_react_to_a_number(audited: Audited) -> None:
    indicators = audited.case.rulebook.indicators
    reacting = 0
    for finding in audited.case.rulebook.findings:
        codes = switching_inputs(audited.case, Reference("finding", finding.id), audited.evaluator)
        reacting += any(indicators[code].kind is Kind.NUMBER for code in codes)
    assert reacting > len(audited.case.rulebook.findings) / 2


@pytest.mark.parametrize(
    ("identifier", "outcome", "numbers"),
    [
        ("DC-8", Outcome.DIFFERS, ["91,47%", "90,77%", "118 / (130 - 1) × 100 = 91,47%"]),
        ("NEU-23", Outcome.DIFFERS, ["0,7 điểm %", "+2,73 điểm %"]),
        ("DC-9", Outcome.UNDETERMINED, ["100%", "20/22"]),
        ("NEU-10", Outcome.DIFFERS, ["nội dung số 2 của chỉ tiêu số 3", "nội dung 3.2"]),
        ("NEU-3-5", Outcome.DIFFERS, ["không đạt", "chưa đạt", "II.1.1", "II.3"]),
        ("NEU-19", Outcome.DIFFERS, ["cho cán bộ quản lý HTX", "70%", "0%"]),
        ("DC-10", Outcome.DIFFERS, ["2.633", "2.570", "70 thành viên", "133 thành viên"]),
    ],
)
def test_the_seven_discrepancies(audited: Audited, identifier: str, outcome: Outcome, numbers: list[str]) -> None:
    found = {f.id: f for f in audited.evaluation.findings}[identifier]
    assert found.outcome is outcome
    for number in numbers:
        assert number in found.text


@pytest.mark.parametrize("identifier", ["DC-1", "DC-2", "DC-3", "DC-4", "DC-5", "DC-6", "NEU-26+28", "NEU-27+29"])
def test_the_sums_that_agree_are_confirmed(audited: Audited, identifier: str) -> None:
    assert {f.id: f.outcome for f in audited.evaluation.findings}[identifier] is Outcome.AGREES


def test_no_other_discrepancy_is_reported(audited: Audited) -> None:
    """«không đạt» of 2.1 is both wrong by itself (NEU-3) and contradicts NEU-5."""
    differing = {f.id for f in audited.evaluation.findings if f.outcome is Outcome.DIFFERS}
    assert differing == {"DC-8", "DC-10", "NEU-3", "NEU-3-5", "NEU-10", "NEU-19", "NEU-23"}


def test_knife_edges_and_what_rests_on_little(audited: Audited) -> None:
    from engine.explain.footing import footings

    found = {f.id: f for f in footings(audited.case, audited.evaluation)}
    assert "5 thành viên" in found["2.2"].edge
    assert "trên 45" in found["4.1"].edge
    assert "ước" in found["3.1"].rests
    assert "nhận định" in found["6.1"].rests
    assert "bớt 1 HTX" in found["7.1"].edge  # 4/22 is 18,18%
    assert "2.1" not in found  # 30 of 2 600 is more than one hundredth, and measured
    assert "5.1" not in found
