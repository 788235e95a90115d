"""«áp dụng khi» in proofs: unknown, it names its own datum and leaves «đạt khi» its truth; false, nothing is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.verdicts import Verdict
from tests.explain.reading import words_of
from tests.small_workspace import Small

CATALOGUE = """
kcn.so:
  tên: Số khu công nghiệp
  đơn vị tính: khu
vl.moi:
  tên: Lao động có việc làm mới
  đơn vị tính: người
  tính chất: trong năm
"""
CRITERION = """
- số: 1.1
  nguyên văn: Nơi có khu công nghiệp, tạo việc làm mới cho từ 500 người trở lên
  đo bằng: vl.moi
  đạt khi: từ 500 người trở lên
  kỳ: hằng năm
  áp dụng khi: kcn.so trên 0
"""


def small(root: Path, facts: str) -> Small:
    return Small(root, CATALOGUE).criteria(CRITERION).facts(facts)


@pytest.mark.parametrize("engine", ["auto", "both"])
def test_only_the_datum_of_the_condition_is_missing(tmp_path: Path, engine: str) -> None:
    evaluation = small(tmp_path, "vl.moi: 430 người").evaluate(engine=engine)
    (criterion,) = evaluation.criteria
    assert criterion.status is Verdict.UNDETERMINED
    assert [measure.holds for measure in criterion.measures] == [False]
    (warning,) = evaluation.warnings
    assert (warning.code, warning.subjects) == ("CT301", ("kcn.so",))
    assert "«Số khu công nghiệp» (kcn.so)" in warning.text


def test_the_proof_asks_for_it_and_shows_the_truth_of_the_goal(tmp_path: Path) -> None:
    small(tmp_path, "vl.moi: 430 người")
    shown = words_of(tmp_path, "why", "1.1")
    assert "[không thỏa] Điều kiện đạt: Lao động có việc làm mới" in shown
    assert "Còn thiếu: còn chờ «Số khu công nghiệp» (kcn.so)" in shown
    assert "con số chính xác hơn" not in shown
    assert shown.startswith("1.1 chưa đủ số liệu: thiếu Số khu công nghiệp · xã A · năm 2023 · số liệu đến 31/12/2023")


def test_where_both_are_missing_both_are_asked_for(tmp_path: Path) -> None:
    evaluation = small(tmp_path, "vl.moi: chưa có").evaluate()
    assert {code for warning in evaluation.warnings for code in warning.subjects} == {"kcn.so", "vl.moi"}


@pytest.mark.parametrize(("value", "status"), [("430", Verdict.NOT_APPLICABLE), ("chưa có", Verdict.NOT_APPLICABLE)])
def test_what_does_not_apply_asks_for_no_data(tmp_path: Path, value: str, status: Verdict) -> None:
    workspace = small(tmp_path, f"vl.moi: {value}\nkcn.so: 0")
    evaluation = workspace.evaluate()
    assert [c.status for c in evaluation.criteria] == [status]
    assert evaluation.warnings == ()
    assert "Còn thiếu" not in words_of(tmp_path, "why", "1.1")


@pytest.mark.parametrize(
    ("value", "status"), [("430", Verdict.FAILED), ("500", Verdict.MET), ("chưa có", Verdict.UNDETERMINED)]
)
def test_where_it_applies_the_goal_decides(tmp_path: Path, value: str, status: Verdict) -> None:
    evaluation = small(tmp_path, f"vl.moi: {value}\nkcn.so: 1").evaluate(engine="both")
    assert [c.status for c in evaluation.criteria] == [status]
