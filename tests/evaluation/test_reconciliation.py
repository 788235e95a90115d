"""Declared reconciliations: khớp, lệch or không kiểm được, with tolerance, hypothesis and texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.finding_results import FindingResult, Outcome
from tests.small_workspace import Small

CATALOGUE = """
x.a: {tên: Hộ loại A, đơn vị tính: hộ}
x.b: {tên: Hộ loại B, đơn vị tính: hộ}
x.tong: {tên: Tổng số hộ, đơn vị tính: hộ}
x.moi: {tên: Hộ mới, đơn vị tính: hộ}
x.ty_le: {tên: Tỷ lệ hộ loại A, đơn vị tính: "%", công thức: "tỷ_lệ(x.a, x.tong)"}
"""
CRITERION = """
- {số: 1.1, nguyên văn: Từ 100 hộ trở lên, đo bằng: x.tong, đạt khi: từ 100 hộ trở lên}
"""


def reconciled(tmp_path: Path, rule: str, facts: str, claims: str = "", engine: str = "auto") -> FindingResult:
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERION, f"đối chiếu:\n  - mã: DC-1\n{rule}").facts(facts)
    path = tmp_path / "facts/xa-a/2023.yaml"
    if claims:
        path.write_text(path.read_text("utf-8") + f"báo cáo nêu:\n{claims}", "utf-8")
    return next(f for f in workspace.evaluate(engine=engine).findings if f.id == "DC-1")


SUM = "    kiểm: x.a + x.b = x.tong\n"


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ("x.a: 10\nx.b: 20\nx.tong: 30", Outcome.AGREES),
        ("x.a: 10\nx.b: 20\nx.tong: 31", Outcome.DIFFERS),
        ("x.a: 10\nx.tong: 31", Outcome.UNDETERMINED),
        ("x.a: từ 10 đến 12\nx.b: 20\nx.tong: 31", Outcome.UNDETERMINED),
        ("x.a: từ 10 đến 12\nx.b: 20\nx.tong: 33", Outcome.DIFFERS),
    ],
)
def test_sums(tmp_path: Path, facts: str, outcome: Outcome) -> None:
    assert reconciled(tmp_path, SUM, facts).outcome is outcome


def test_both_numbers_are_shown(tmp_path: Path) -> None:
    text = reconciled(tmp_path, SUM, "x.a: 10\nx.b: 20\nx.tong: 31").text
    assert "10 + 20 = 30 hộ" in text
    assert "31 hộ" in text


@pytest.mark.parametrize(
    ("total", "outcome"), [("32", Outcome.AGREES), ("28", Outcome.AGREES), ("33", Outcome.DIFFERS)]
)
def test_tolerance_counts_to_both_sides_and_includes_its_end(tmp_path: Path, total: str, outcome: Outcome) -> None:
    rule = SUM + "    sai số: 2 hộ\n"
    assert reconciled(tmp_path, rule, f"x.a: 10\nx.b: 20\nx.tong: {total}").outcome is outcome


@pytest.mark.parametrize("tolerance", ["0,05 điểm %", "0,05%", "0,05 điểm phần trăm", "0,05"])
@pytest.mark.parametrize("rule", ["x.ty_le = 25%", "x.ty_le = x.ty_le * 0 + 25%"])
@pytest.mark.parametrize(("a", "outcome"), [("2495", Outcome.AGREES), ("2494", Outcome.DIFFERS)])
def test_the_tolerance_of_a_rate_is_a_difference_of_rates(
    tmp_path: Path, rule: str, tolerance: str, a: str, outcome: Outcome
) -> None:
    """24.95% is 0.05 điểm % from 25%, as in the manual's example; 24.94% is 0.06."""
    found = reconciled(tmp_path, f"    kiểm: {rule}\n    sai số: {tolerance}\n", f"x.a: {a}\nx.tong: 10.000")
    assert found.outcome is outcome


CLAIM = "  - về: x.ty_le\n    giá trị: {}\n    nguồn: BC, mục 2\n"
RATE = "    kiểm: x.ty_le = nêu(x.ty_le)\n"


def test_a_claimed_rate_is_checked_to_the_digits_written(tmp_path: Path) -> None:
    """2/3: 66,67 and 66,6 agree (rounded; cut), 66,68 does not."""
    facts = "x.a: 2\nx.tong: 3"
    found = [reconciled(tmp_path / c, RATE, facts, CLAIM.format(f"{c}%")).outcome for c in ("66,67", "66,6", "66,68")]
    assert found == [Outcome.AGREES, Outcome.AGREES, Outcome.DIFFERS]


def test_a_claim_that_is_not_there_cannot_be_checked(tmp_path: Path) -> None:
    assert reconciled(tmp_path, RATE, "x.a: 2\nx.tong: 3").outcome is Outcome.UNDETERMINED


def test_a_hypothesis_is_named_only_where_it_gives_the_claim(tmp_path: Path) -> None:
    """118 of 130 is 90,77%; 91,47% is 118 of 129."""
    rule = RATE + "    giả thuyết: tỷ_lệ(x.a, x.tong - x.moi)\n"
    facts = "x.a: 118\nx.tong: 130\nx.moi: 1"
    right = reconciled(tmp_path / "a", rule, facts, CLAIM.format("91,47%")).text
    assert "118 / (130 - 1) × 100 = 91,47%" in right
    other = reconciled(tmp_path / "b", rule, facts, CLAIM.format("91,5%")).text
    assert "129" not in other.replace("(130 - 1)", "129") or "Nhiều khả năng" in other
    wrong = reconciled(tmp_path / "c", rule, facts, CLAIM.format("95%")).text
    assert "Nhiều khả năng" not in wrong


def test_each_outcome_has_its_own_text(tmp_path: Path) -> None:
    rule = SUM + "    khi khớp: Khớp {x.tong}.\n    khi lệch: Lệch {x.tong}.\n    khi không kiểm được: Chưa kiểm.\n"
    texts = [
        reconciled(tmp_path / str(n), rule, facts).text
        for n, facts in enumerate(("x.a: 1\nx.b: 2\nx.tong: 3", "x.a: 1\nx.b: 2\nx.tong: 4", "x.a: 1\nx.tong: 4"))
    ]
    assert texts == ["Khớp 3 hộ.", "Lệch 4 hộ.", "Chưa kiểm."]


def test_a_check_may_ask_for_verdicts(tmp_path: Path) -> None:
    rule = "    kiểm: không phải (x.a từ 5 trở lên và nội dung 1.1 chưa đạt)\n"
    assert reconciled(tmp_path / "a", rule, "x.a: 6\nx.tong: 99").outcome is Outcome.DIFFERS
    assert reconciled(tmp_path / "b", rule, "x.a: 6\nx.tong: 100").outcome is Outcome.AGREES


def test_what_is_given_beside_a_formula_and_differs_is_warned_of(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERION).facts("x.a: 2\nx.tong: 100\nx.ty_le: 3%")
    assert [w.code for w in workspace.evaluate().warnings] == ["CT308"]


@pytest.mark.parametrize(
    ("stated", "value", "tolerance", "outcome"),
    [
        ("trên 30 hộ", "31", "", Outcome.AGREES),
        ("trên 30 hộ", "30", "", Outcome.DIFFERS),  # the number itself is not above it
        ("trên 30 hộ", "từ 20 đến 30", "", Outcome.DIFFERS),
        ("trên 30 hộ", "từ 20 đến 31", "", Outcome.UNDETERMINED),
        ("dưới 30 hộ", "29", "", Outcome.AGREES),
        ("dưới 30 hộ", "30", "", Outcome.DIFFERS),
        ("dưới 30 hộ", "từ 30 đến 40", "", Outcome.DIFFERS),
        ("trên 30 hộ", "30", "1 hộ", Outcome.AGREES),  # passed over
        ("trên 30 hộ", "28", "1 hộ", Outcome.DIFFERS),
    ],
)
def test_a_bound_that_the_report_states_is_not_its_own_value(
    tmp_path: Path, stated: str, value: str, tolerance: str, outcome: Outcome
) -> None:
    rule = "    kiểm: x.tong = nêu(x.tong)\n" + (f"    sai số: {tolerance}\n" if tolerance else "")
    claims = f"  - về: x.tong\n    giá trị: {stated}\n    nguồn: BC\n"
    assert reconciled(tmp_path, rule, f"x.tong: {value}", claims).outcome is outcome
