"""Distances are measured to the edge that decided, and claims of a distance know on which side the better lies.

Source: 9-periods-points, «Numbers beside a verdict», and the real cases 20, 23 and 31 of the semantics.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import Outcome
from engine.evaluation.presentation import relation_text
from tests.small_workspace import Small

RATE = 'a.x:\n  tên: Tỷ lệ\n  đơn vị tính: "%"'


def evaluated(root: Path, goal: str, value: str, claim: str = "", finding: str = "") -> Evaluation:
    """One criterion of a rate with ``goal`` and ``value``; ``claim`` is the difference that the report states."""
    criterion = f"- số: 1.1\n  nguyên văn: {goal}\n  đo bằng: a.x\n  đạt khi: {goal}"
    small = Small(root, RATE).criteria(criterion, finding)
    small.facts(f"a.x: {value}")
    if claim:
        path = root / "facts/xa-a/2023.yaml"
        path.write_text(
            path.read_text("utf-8") + f"báo cáo nêu:\n  - về: nội dung 1.1\n    chênh lệch: {claim}\n    nguồn: BC\n",
            "utf-8",
        )
    return small.evaluate()


@pytest.mark.parametrize(
    ("goal", "value", "shown"),
    [
        ("đạt 6-6,5%", "6,502%", "+0,002 điểm %"),  # above the range: 6,502 − 6,5
        ("đạt 6-6,5%", "6,2%", "+0,2 điểm %"),  # inside of it, from the end that is to be reached: 6,2 − 6
        ("đạt 6-6,5%", "5,999%", "-0,001 điểm %"),
        ("đạt từ 6% trở lên", "6,502%", "+0,5 điểm %"),  # two decimals are enough
    ],
)
def test_an_exceeded_range_is_measured_from_its_better_end(tmp_path: Path, goal: str, value: str, shown: str) -> None:
    (criterion,) = evaluated(tmp_path, goal, value).criteria
    assert relation_text(criterion.measures[0]) == shown


@pytest.mark.parametrize(
    ("goal", "value", "claim", "outcome"),
    [
        ("giảm còn 3%", "2,88%", "vượt 0,12 điểm %", Outcome.AGREES),
        ("giảm còn 3%", "2,88%", "thấp hơn 0,12 điểm %", Outcome.AGREES),
        ("giảm còn 3%", "2,88%", "cao hơn 0,12 điểm %", Outcome.DIFFERS),
        ("giảm còn 3%", "3,12%", "vượt 0,12 điểm %", Outcome.DIFFERS),
        ("giảm còn 3%", "3,12%", "thiếu 0,12 điểm %", Outcome.AGREES),
        ("không quá 3%", "2,88%", "vượt 0,12 điểm %", Outcome.AGREES),  # better than the ceiling
        ("không quá 3%", "3,12%", "vượt 0,12 điểm %", Outcome.AGREES),  # over the ceiling
        ("không quá 3%", "3,12%", "vượt 0,15 điểm %", Outcome.DIFFERS),
        ("đạt từ 3% trở lên", "3,12%", "vượt 0,12 điểm %", Outcome.AGREES),
        ("đạt từ 3% trở lên", "2,88%", "vượt 0,12 điểm %", Outcome.DIFFERS),
    ],
)
def test_a_claim_of_difference_knows_the_better_side(
    tmp_path: Path, goal: str, value: str, claim: str, outcome: Outcome
) -> None:
    found = {one.id: one.outcome for one in evaluated(tmp_path, goal, value, claim).reconciliations}
    assert found["NEU-1"] is outcome


@pytest.mark.parametrize(
    ("words", "value", "sentence"),
    [
        ("thực hiện {1.1.thực hiện}, cao hơn mục tiêu {1.1.chênh lệch}", "3,003%", "thực hiện 3,003%, cao hơn mục tiêu 0,003 điểm %"),
        ("thực hiện {1.1.thực hiện}, chênh lệch {1.1.chênh lệch}", "3,003%", "thực hiện 3,003%, chênh lệch +0,003 điểm %"),
    ],
)  # fmt: skip
def test_a_sentence_that_names_the_direction_has_no_sign(tmp_path: Path, words: str, value: str, sentence: str) -> None:
    finding = f"hạn chế:\n  - mã: HC-1\n    của: [1.1]\n    kết luận: {words}"
    (found,) = evaluated(tmp_path, "giảm còn 3%", value, finding=finding).findings
    assert found.text == sentence
