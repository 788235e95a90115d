"""What the report states of itself is compared with what is computed; it never changes a verdict."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import Outcome
from engine.factbase.facts import StatedNumber
from engine.factbase.stated import agreeing, is_truncation
from engine.language.interval import point
from engine.language.logic import Truth
from engine.language.numbers import format_number, parse_number
from engine.language.syntax import Extent, Quantity, Relation
from engine.language.units import PERCENT_UNIT
from tests.small_workspace import Small

CATALOGUE = """
x.a: {tên: Số hộ, đơn vị tính: hộ}
x.tong: {tên: Tổng số hộ, đơn vị tính: hộ}
x.ty_le: {tên: Tỷ lệ hộ, đơn vị tính: "%", công thức: "tỷ_lệ(x.a, x.tong)"}
"""
CRITERIA = """
- {số: 1.1, nguyên văn: Từ 100 hộ trở lên, đo bằng: x.a, đạt khi: từ 100 hộ trở lên}
- {số: 1.2, nguyên văn: Tỷ lệ đạt 40%, đo bằng: x.ty_le, đạt khi: đạt 40%}
"""


def stated(text: str) -> StatedNumber:
    decimals = len(text.partition(",")[2])
    return StatedNumber(Relation.POINT, Quantity(parse_number(text), "%", Extent(0, 1)), None, decimals, 0)


def agrees(claim: str, exact: Fraction) -> bool:
    return point(exact).within(agreeing(stated(claim), PERCENT_UNIT)) is Truth.TRUE


@given(st.fractions(-1000, 1000, max_denominator=9999), st.integers(0, 3))
def test_a_number_rounded_half_up_agrees(exact: Fraction, digits: int) -> None:
    scaled = abs(exact) * 10**digits
    rounded = Fraction(int(scaled + Fraction(1, 2)), 10**digits) * (-1 if exact < 0 else 1)
    assert agrees(_written(rounded, digits), exact)


@given(st.fractions(-1000, 1000, max_denominator=9999), st.integers(0, 3))
def test_a_truncated_number_agrees(exact: Fraction, digits: int) -> None:
    cut = Fraction(int(abs(exact) * 10**digits), 10**digits) * (-1 if exact < 0 else 1)
    assert agrees(_written(cut, digits), exact)


@given(st.fractions(-1000, 1000, max_denominator=9999), st.integers(0, 3), st.integers(2, 50))
def test_a_number_further_off_does_not_agree(exact: Fraction, digits: int, off: int) -> None:
    scaled = abs(exact) * 10**digits
    wrong = Fraction(int(scaled) + off, 10**digits)
    assert not agrees(_written(wrong, digits), abs(exact))


def _written(value: Fraction, digits: int) -> str:
    text = format_number(value, digits)
    whole, _, decimals = text.partition(",")
    return f"{whole},{decimals.ljust(digits, '0')}" if digits else whole


def test_the_seed_reports_percentage_is_118_of_129_not_of_130() -> None:
    assert not agrees("91,47", Fraction(118, 130) * 100)
    assert agrees("91,47", Fraction(118, 129) * 100)


def test_truncation_is_told_from_rounding() -> None:
    """2/3 is 66,666…: 66,67 rounds, 66,66 cuts."""
    exact = Fraction(200, 3)
    assert not is_truncation(stated("66,67"), PERCENT_UNIT, exact)
    assert is_truncation(stated("66,66"), PERCENT_UNIT, exact)


def evaluated(tmp_path: Path, claims: str, facts: str = "x.a: 90\nx.tong: 200") -> Evaluation:
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts(facts)
    path = tmp_path / "facts/xa-a/2023.yaml"
    path.write_text(path.read_text("utf-8") + "báo cáo nêu:\n" + claims, "utf-8")
    return workspace.evaluate()


def outcomes(evaluation: Evaluation) -> dict[str, Outcome | None]:
    return {finding.id: finding.outcome for finding in evaluation.findings}


def claim(about: str, **keys: str) -> str:
    return f"  - về: {about}\n" + "".join(f"    {k.replace('_', ' ')}: {v}\n" for k, v in keys.items())


def test_verdicts_are_compared_word_for_word(tmp_path: Path) -> None:
    """90 of 100 in 2023 with the period open until 2025: chưa đạt, not không đạt. 90 of 200 is 45%: vượt."""
    texts = claim("nội dung 1.1", kết_luận="chưa đạt") + claim("nội dung 1.1", kết_luận="không đạt")
    texts += claim("nội dung 1.2", kết_luận="đạt") + claim("chỉ tiêu 1", kết_luận="đạt")
    found = outcomes(evaluated(tmp_path, texts))
    assert found["NEU-1"] is Outcome.AGREES
    assert found["NEU-2"] is Outcome.DIFFERS
    assert found["NEU-3"] is Outcome.AGREES  # a claim đạt agrees with a computed vượt
    assert found["NEU-4"] is Outcome.DIFFERS
    assert found["NEU-1-2"] is Outcome.DIFFERS  # the two contradict each other


def test_completion_difference_and_value(tmp_path: Path) -> None:
    """1.1: 90/100 = 90%, 10 short. 1.2: 45% against 40%: completion 112,5%, +5 điểm %."""
    texts = claim("nội dung 1.1", tỷ_lệ="90%", chênh_lệch="thiếu 10 hộ", giá_trị="90 hộ")
    texts += claim("nội dung 1.2", tỷ_lệ="112,5%", chênh_lệch="vượt 5%", giá_trị="45%")
    texts += claim("nội dung 1.2", chênh_lệch="vượt 4 điểm %")
    texts += claim("nội dung 1.1", chênh_lệch="vượt 10 hộ")
    found = outcomes(evaluated(tmp_path, texts))
    assert [found[f"NEU-{n}"] for n in range(1, 7)] == [Outcome.AGREES] * 6
    assert found["NEU-7"] is Outcome.DIFFERS
    assert found["NEU-8"] is Outcome.DIFFERS


def test_counts_are_compared_and_must_add_up(tmp_path: Path) -> None:
    """One of two criteria is reached; a report that counts 1 and 2 has one too many."""
    texts = claim("tổng hợp", nội_dung_đạt_và_vượt="1", nội_dung_chưa_đạt="2")
    found = outcomes(evaluated(tmp_path, texts))
    assert found["NEU-1"] is Outcome.AGREES
    assert found["NEU-2"] is Outcome.DIFFERS
    assert found["NEU-1+2"] is Outcome.DIFFERS


def test_without_data_a_claim_cannot_be_checked(tmp_path: Path) -> None:
    texts = claim("nội dung 1.1", kết_luận="đạt", tỷ_lệ="100%") + claim("x.ty_le", giá_trị="45%")
    found = outcomes(evaluated(tmp_path, texts, "x.tong: 200"))
    assert [found[f"NEU-{n}"] for n in (1, 2, 3)] == [Outcome.UNDETERMINED] * 3


def test_a_reason_is_checked_against_the_part_it_blames(tmp_path: Path) -> None:
    texts = claim("nội dung 1.1", lý_do="ít hộ", lý_do_về="x.a") + claim(
        "nội dung 1.2", lý_do="tỷ lệ thấp", lý_do_về="x.ty_le"
    )
    texts += claim("nội dung 1.1", lý_do="thời tiết")
    found = outcomes(evaluated(tmp_path, texts))
    assert found["NEU-1"] is Outcome.AGREES
    assert found["NEU-2"] is Outcome.DIFFERS
    assert found["NEU-3"] is Outcome.UNDETERMINED


def test_a_name_that_belongs_to_another_criterion_differs(tmp_path: Path) -> None:
    texts = claim("nội dung 1.1", tên_gọi="nội dung số 2 của chỉ tiêu số 1")
    texts += claim("nội dung 1.2", tên_gọi="nội dung số 02 của chỉ tiêu số 01")
    found = outcomes(evaluated(tmp_path, texts))
    assert (found["NEU-1"], found["NEU-2"]) == (Outcome.DIFFERS, Outcome.AGREES)


def test_claims_change_no_verdict(tmp_path: Path) -> None:
    with_claims = evaluated(tmp_path / "a", claim("nội dung 1.1", kết_luận="vượt", giá_trị="500 hộ"))
    without = Small(tmp_path / "b", CATALOGUE).criteria(CRITERIA).facts("x.a: 90\nx.tong: 200").evaluate()
    assert [c.status for c in with_claims.criteria] == [c.status for c in without.criteria]


def test_a_slip_of_one_digit_is_pointed_out_and_nothing_else_is_guessed(tmp_path: Path) -> None:
    result = evaluated(tmp_path, claim("nội dung 1.2", giá_trị="35,0%") + claim("nội dung 1.2", giá_trị="60%"))
    texts = {finding.id: finding.text for finding in result.findings}
    assert "Chỉ khác một chữ số" in texts["NEU-1"]
    assert "chữ số" not in texts["NEU-2"]
