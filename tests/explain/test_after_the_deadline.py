"""After the deadline everything says không đạt, and nothing is still to be done; a goal that is a date is its own deadline."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from engine.domain.verdicts import Verdict
from tests.explain.reading import words_of
from tests.running import run_here
from tests.small_workspace import Small

PLAN = """
qh.ngay:
  tên: Ngày phê duyệt quy hoạch
  kiểu: ngày
"""
BY_MAY = """
- số: 1.1
  nguyên văn: Phê duyệt quy hoạch trước ngày 31/5/2023
  đo bằng: qh.ngay
  đạt khi: trước 31/5/2023
"""


@pytest.mark.parametrize(
    ("value", "as_of", "verdict"),
    [
        ("12/7/2023", "30/9/2023", Verdict.FAILED),
        ("12/7/2023", "30/7/2023", Verdict.FAILED),
        ("30/5/2023", "30/9/2023", Verdict.MET),
        ("chưa có", "30/9/2023", Verdict.UNDETERMINED),
    ],
)
@pytest.mark.parametrize("engine", ["auto", "both"])
def test_a_goal_that_is_a_date_is_due_on_that_day(
    tmp_path: Path, value: str, as_of: str, verdict: Verdict, engine: str
) -> None:
    workspace = Small(tmp_path, PLAN).criteria(BY_MAY).facts(f"qh.ngay: {value}", as_of=as_of)
    (criterion,) = workspace.evaluate(engine=engine).criteria
    assert (criterion.status, criterion.goal.deadline) == (verdict, date(2023, 5, 31))


def test_a_goal_that_is_a_date_is_chưa_đạt_on_the_day_before(tmp_path: Path) -> None:
    """Facts may say of a day to come that it is fixed; the 30th of May is the last day before the deadline."""
    workspace = Small(tmp_path, PLAN).criteria(BY_MAY).facts("qh.ngay: 12/7/2023", as_of="30/5/2023")
    assert workspace.criterion().status is Verdict.NOT_MET


def test_a_day_known_before_the_deadline_is_no_old_data(tmp_path: Path) -> None:
    workspace = Small(tmp_path, PLAN).criteria(BY_MAY)
    workspace.facts("qh.ngay: 12/5/2023", as_of="30/9/2023", tính_đến="20/5/2023")
    assert [w.code for w in workspace.evaluate().warnings] == []


def test_a_date_without_a_fact_is_overdue(tmp_path: Path) -> None:
    Small(tmp_path, PLAN).criteria(BY_MAY).facts("qh.ngay: chưa có", as_of="30/9/2023")
    assert "đã quá hạn 31/5/2023" in words_of(tmp_path, "why", "1.1")


HOUSEHOLDS = """
ho.van_hoa:
  tên: Số hộ văn hóa
  đơn vị tính: hộ
ho.ngheo:
  tên: Số hộ nghèo
  đơn vị tính: hộ
"""
BY_JUNE = """
- số: 1.1
  nguyên văn: Đến ngày 30/6/2023 có từ 900 hộ văn hóa trở lên
  đo bằng: ho.van_hoa
  đạt khi: từ 900 hộ trở lên
  hạn: 30/6/2023
"""
BOTH_BY_JUNE = """
- số: 1.1
  nguyên văn: Đến ngày 30/6/2023 có từ 900 hộ văn hóa trở lên, không còn hộ nghèo
  đạt khi:
    tất cả:
      - ho.van_hoa từ 900 hộ trở lên
      - ho.ngheo giảm còn 0 hộ
  hạn: 30/6/2023
"""


def test_nothing_is_still_to_be_done(tmp_path: Path) -> None:
    Small(tmp_path, HOUSEHOLDS).criteria(BY_JUNE).facts("ho.van_hoa: 870 hộ", as_of="31/10/2023")
    assert "còn phải" not in words_of(tmp_path, "why", "1.1")
    document = json.loads(run_here("evaluate", "--full", "--no-record", "--format", "json", cwd=tmp_path).stdout)
    (criterion,) = document["targets"][0]["criteria"]
    assert (criterion["status"], criterion["outlook"], criterion["pace"]) == ("failed", [], None)


def test_parts_headings_and_counts_say_không_đạt(tmp_path: Path) -> None:
    Small(tmp_path, HOUSEHOLDS).criteria(BOTH_BY_JUNE).facts("ho.van_hoa: 870 hộ\nho.ngheo: 0 hộ", as_of="31/10/2023")
    shown = words_of(tmp_path, "evaluate", "--full", "--no-record")
    assert "Số hộ văn hóa từ 900 hộ trở lên 870 hộ (số sau hạn) 96,67%, thiếu 30 hộ không đạt" in shown
    assert "Từ nội dung không đạt đến nguyên nhân và giải pháp" in shown
    assert "Không đạt: 01/1 chỉ tiêu, 01/1 nội dung không đạt (01 đã hết hạn)" in shown
    assert "chưa đạt" not in shown.lower()


def test_goal_says_that_the_time_is_over(tmp_path: Path) -> None:
    Small(tmp_path, PLAN).criteria(BY_MAY).facts("qh.ngay: 12/7/2023", as_of="30/9/2023")
    shown = words_of(tmp_path, "goal", "1.1")
    assert "đang không đạt · xã A · năm 2023 · số liệu đến 30/9/2023" in shown
    assert "Đã hết hạn 31/5/2023 nên không còn gì để làm; lẽ ra phải:" in shown
    assert "sớm hơn 43 ngày (12/7/2023 → 30/5/2023)" in shown
    assert "giảm 43" not in shown
