"""The example workspace «xã Thạnh Mỹ 2025»: one year in four steps, with plans, the same period of last year and pace.

Every expectation was worked out by hand from 9-periods-points and stands in the workspace's README.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT, run_here

WORKSPACE = "examples/xa-thanh-my-2025"
STEPS = ("quý I", "6 tháng", "9 tháng", "cả năm")

ON = ("not_met", "on")  # chưa đạt, đảm bảo tiến độ
BEHIND = ("not_met", "behind")  # chưa đạt, chậm tiến độ
OPEN = ("period_open", "on")  # chưa hết kỳ, đảm bảo tiến độ (a ceiling: trong mức)
NOT_YET = ("not_met", None)  # a stock has no pace
MET, EXCEEDED, FAILED = (("met", None), ("exceeded", None), ("failed", None))

EXPECTED = {
    # thu ngân sách / dự toán 12.000: 22 ≥ 20 · 43 < 45 · 72 ≥ 70 · 101,5, open upwards and so never vượt
    "1.1": (ON, BEHIND, ON, MET),
    # giải ngân / kế hoạch (7.500, from 20/7 8.000): 16 ≥ 15 · 34 < 40 · 60 < 65 · 92 < 95 at the deadline
    "1.2": (ON, BEHIND, BEHIND, FAILED),
    # 107,5/100 = +7,5% · 224,7/210 = +7%, the edge · 340,8/320 = +6,5% · 462,25/430 = +7,5%
    "2": (OPEN, OPEN, BEHIND, MET),
    # ceiling 20, even course 5 · 10 · 15: 4 · 9 · 14 · 18
    "3.1": (OPEN, OPEN, OPEN, MET),
    # fewer than last year: 4/5 = −20% · 9/10 = −10% · 14/14 = 0 < 5 · 18/20 = −10%
    "3.2": (OPEN, OPEN, BEHIND, MET),
    # a rate of its period against 98: 98,6 · 97,4 · 98,2 · 98,4
    "4": (OPEN, BEHIND, OPEN, MET),
    # of 15.000 people against 94%: 13.950 = 93% · 14.040 = 93,6% · 14.115 = 94,1% · 14.160 = 94,4%
    "5.1": (NOT_YET, NOT_YET, MET, MET),
    # down to 1,5%: 1,9 · 1,8 · 1,6 · 1,4
    "5.2": (NOT_YET, NOT_YET, NOT_YET, EXCEEDED),
    # 6.000 trees, even course 1.500 · 3.000: 1.650 · 3.200 · 6.120 can only grow · 6.350
    "6.1": (ON, ON, EXCEEDED, EXCEEDED),
    # 12 members, even course 3 · 6 · 9: 2 · 7 · 9, equality · 12
    "6.2": (BEHIND, ON, ON, MET),
}
TARGETS = {  # the least of the counted criteria
    "1": ("not_met", "not_met", "not_met", "failed"),
    "2": ("period_open", "period_open", "not_met", "met"),
    "3": ("period_open", "period_open", "not_met", "met"),
    "4": ("period_open", "not_met", "period_open", "met"),
    "5": ("not_met", "not_met", "not_met", "met"),
    "6": ("not_met", "not_met", "not_met", "met"),
}
TARGET_PACES = {  # behind if one that is not met is behind, on if all are; stocks without an opening value: unknown
    "1": ("on", "behind", "behind", None),
    "2": ("on", "on", "behind", None),
    "3": ("on", "on", "behind", None),
    "4": ("on", "behind", "on", None),
    "5": ("unknown", "unknown", "unknown", None),
    "6": ("behind", "on", "on", None),
}
ACTUALS = {  # of the computed indicators, in percent
    "1.2": ("16", "34", "60", "92"),
    "2": ("7.5", "7", "6.5", "7.5"),
    "3.2": ("20", "10", "0", "10"),
    "5.1": ("93", "93.6", "94.1", "94.4"),
}
FINDINGS = {
    # HC-1 goes with the pace of 1.1, HC-6 with that of 6.2; DB-1 needs 1.2 behind, DB-2 1.1 on course
    "quý I": {"HC-6", "HC-7", "HC-8", "CQ-3", "DB-2", "DB-3", "GP-3"},
    "6 tháng": {
        *("HC-1", "HC-2", "HC-5", "HC-7", "HC-8", "KQ-1", "CQ-1", "CQ-2", "CQ-3"),
        *("DB-1", "DB-3", "GP-1", "GP-2", "GP-3"),  # KQ-2 and GP-5 need a growth below the goal of 7%
    },
    "9 tháng": {
        *("HC-2", "HC-3", "HC-4", "HC-8", "KQ-1", "KQ-2", "CQ-3"),
        *("DB-1", "DB-2", "DB-3", "GP-1", "GP-3", "GP-5"),
    },
    "cả năm": {"HC-2", "KQ-1", "GP-1", "GP-4"},
}


def arguments(step: str) -> tuple[str, ...]:
    return ("evaluate", "-w", WORKSPACE, "--year", "2025", "--period", step, "--no-record")


@pytest.fixture(scope="module")
def evaluations() -> dict[str, dict[str, Any]]:
    documents = {}
    for step in STEPS:
        done = run_here(*arguments(step), "--format", "json", cwd=ROOT)
        assert done.returncode == 0, done.stderr
        documents[step] = json.loads(done.stdout)
    return documents


def criteria(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {criterion["id"]: criterion for target in document["targets"] for criterion in target["criteria"]}


def verdict(item: dict[str, Any]) -> str:
    """The verdict, where what is undetermined for its open period has a name of its own."""
    return "period_open" if item["reason"] == "period_open" else item["status"]


def test_four_steps_of_one_year(evaluations: dict[str, dict[str, Any]]) -> None:
    days = {step: (document["year"], document["as_of"]) for step, document in evaluations.items()}
    ends = ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31")
    assert days == {step: (2025, end) for step, end in zip(STEPS, ends, strict=True)}


@pytest.mark.parametrize("number", EXPECTED)
def test_verdict_and_pace_at_every_step(number: str, evaluations: dict[str, dict[str, Any]]) -> None:
    found = [criteria(evaluations[step])[number] for step in STEPS]
    assert tuple((verdict(criterion), criterion["pace"]) for criterion in found) == EXPECTED[number]


@pytest.mark.parametrize("number", TARGETS)
def test_a_target_has_the_least_of_its_criteria(number: str, evaluations: dict[str, dict[str, Any]]) -> None:
    found = [{target["id"]: target for target in evaluations[step]["targets"]}[number] for step in STEPS]
    assert tuple(verdict(target) for target in found) == TARGETS[number]


@pytest.mark.parametrize("number", ACTUALS)
def test_values_are_those_of_the_step(number: str, evaluations: dict[str, dict[str, Any]]) -> None:
    measures = [criteria(evaluations[step])[number]["measures"][0] for step in STEPS]
    assert tuple(measure["actual"]["low"] for measure in measures) == ACTUALS[number]


@pytest.mark.parametrize("step", STEPS)
def test_findings_go_with_verdicts_and_pace(step: str, evaluations: dict[str, dict[str, Any]]) -> None:
    found = {finding["id"] for finding in evaluations[step]["findings"]}
    assert {code for code in found if not code.startswith("NEU-")} == FINDINGS[step]


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_suspicious_and_everything_explained(step: str, evaluations: dict[str, dict[str, Any]]) -> None:
    assert (evaluations[step]["data_warnings"], evaluations[step]["unexplained"]) == ([], [])


@pytest.mark.parametrize("step", STEPS)
def test_the_paces_of_targets(step: str, evaluations: dict[str, dict[str, Any]]) -> None:
    found = {target["id"]: target["pace"] for target in evaluations[step]["targets"]}
    assert found == {number: by_step[STEPS.index(step)] for number, by_step in TARGET_PACES.items()}


def test_the_table_names_the_period_and_the_pace() -> None:
    shown = run_here(*arguments("6 tháng"), "--full", "--color", "never", cwd=ROOT, COLUMNS="240").stdout
    for expected in ("6 tháng đầu năm 2025", "chậm tiến độ", "trong mức", "chưa hết kỳ", "đến nay đạt mức"):
        assert expected in shown
    basis = "6 tháng đầu năm 2025 là 5.160 triệu đồng; theo tiến độ đề ra thì đến lúc đó phải được 5.400 triệu đồng"
    assert f"- 1.1 chậm tiến độ: {basis}" in shown


def test_what_the_head_says_of_all_numbers_needs_no_care_at_each() -> None:
    """Every number of a report on six months is one of six months; 2 stands at its edge, 6.1 needs no care at all."""
    careful = shown("evaluate", "--full", "--period", "6 tháng", "--no-record").partition("Kết luận cần đọc kỹ")[2]
    assert "số chưa hết năm" not in careful
    assert "- 2 chưa hết kỳ: đúng bằng ngưỡng" in careful and "- 6.1" not in careful


def test_a_year_before_the_period_is_shown_as_one_that_nothing_applies_to() -> None:
    text = shown("evaluate", "--full", "--year", "2024", "--no-record")
    assert text.count("không áp dụng (ngoài giai đoạn)") == len(EXPECTED)
    assert "Không áp dụng: 06/6 chỉ tiêu, 10/10 nội dung không áp dụng" in text


def test_a_limit_is_no_goal_and_a_step_of_the_schedule_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.md"
    run_here("report", "--tham-tra", "-w", WORKSPACE, "--period", "6 tháng", "--no-record", "-o", str(path), cwd=ROOT)
    text = path.read_text("utf-8")
    assert "9 vụ (6 tháng đầu năm 2025), bằng 45% mức tối đa; nếu đi đều thì đến lúc đó không quá 10 vụ" in text
    assert "thiếu 6.840 triệu đồng; theo tiến độ đề ra thì đến lúc đó phải được 5.400 triệu đồng" in text
    leads = (
        "Các nội dung chưa đạt, đảm bảo tiến độ:",
        "Các nội dung chưa đạt, chậm tiến độ:",
        "Các nội dung chưa đạt khác:",
    )
    places = [text.index(lead) for lead in leads]
    assert places == sorted(places)
    assert "— QD)" not in text and "Nguồn: BC, mục I; QD" in text


def test_the_cases_of_the_workspace_pass() -> None:
    done = run_here("test", "-w", WORKSPACE, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def shown(*words: str, width: int = 240) -> str:
    done = run_here(*words, "-w", WORKSPACE, cwd=ROOT, COLUMNS=str(width), NO_COLOR="1")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_claims_of_pace_agree(evaluations: dict[str, dict[str, Any]]) -> None:
    """In six months 2, 3.1, 3.2, 6.1 and 6.2 are on course, and nothing is reached yet."""
    claimed = [
        f["outcome"] for f in evaluations["6 tháng"]["findings"] if "đảm bảo tiến độ" in f["text"] and f["outcome"]
    ]
    assert claimed == ["agrees", "agrees"]
    assert "Tiến độ: 05 nội dung đảm bảo, 03 chậm" in shown("evaluate", "--full", "--period", "6 tháng", "--no-record")


@pytest.mark.parametrize(
    ("number", "step", "sentence"),
    [
        ("2", "6 tháng", "224,7 tỷ đồng / 210 tỷ đồng × 100 - 100 = 7%"),
        ("2", "9 tháng", "340,8 tỷ đồng / 320 tỷ đồng × 100 - 100 = 6,5%"),
        ("3.2", "6 tháng", "100 - (9 / 10 × 100) = 10%"),
        ("1.1", "6 tháng", "là 5.160 triệu đồng; theo tiến độ đề ra thì đến lúc đó phải được 5.400 triệu đồng"),
        ("3.1", "6 tháng", "là 9 vụ; nếu đi đều thì đến lúc đó không quá 10 vụ"),
        ("2", "6 tháng", "Giá trị sản xuất (năm 2024): 210 tỷ đồng, tính đến 30/6/2024"),
    ],
)
def test_a_proof_shows_the_numbers_of_its_own_period(number: str, step: str, sentence: str) -> None:
    assert sentence in " ".join(shown("why", number, "--period", step).split())


def test_a_proof_names_the_source_of_its_own_file() -> None:
    text = shown("why", "1.1", "--period", "6 tháng")
    assert "Nguồn BC: Báo cáo số 85/BC-UBND" in text and "Báo cáo số 40/BC-UBND" not in text


def test_without_a_period_the_four_steps_stand_side_by_side() -> None:
    text = shown("evaluate", "--full", "--no-record")
    heads = [text.index(head) for head in ("quý I năm 2025", "6 tháng đầu năm 2025", "9 tháng năm 2025")]
    assert heads == sorted(heads) and "Xu hướng qua các kỳ" in text
    row = next(line for line in text.split("\n") if "2.640 triệu đồng" in line)
    assert [row.index(value) for value in ("2.640", "5.160", "8.640", "12.180")] == sorted(
        row.index(value) for value in ("2.640", "5.160", "8.640", "12.180")
    )


def test_json_lines_are_in_the_order_of_time() -> None:
    text = shown("evaluate", "--full", "--format", "jsonl", "--no-record")
    assert [json.loads(line)["as_of"][5:7] for line in text.splitlines()] == ["03", "06", "09", "12"]


def test_a_report_tells_its_own_period_beside_the_same_of_last_year(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.md"
    run_here("report", "--tham-tra", "-w", WORKSPACE, "--period", "6 tháng", "--no-record", "-o", str(path), cwd=ROOT)
    text = path.read_text("utf-8")
    assert "Kết quả 6 tháng đầu năm 2025 thực hiện Nghị quyết" in text
    assert "- Giá trị sản xuất: 224,7 tỷ đồng, tăng 7% so với cùng kỳ (210 tỷ đồng)." in text
    assert "- Số vụ tai nạn giao thông: 9 vụ, giảm 10% so với cùng kỳ (10 vụ);" in text
    assert "Về tiến độ, có 05 nội dung đảm bảo tiến độ, 03 nội dung chậm tiến độ." in text
    for other in ("2.640 triệu đồng", "8.640 triệu đồng", "12.180 triệu đồng", "Dự toán thu ngân sách trên địa bàn:"):
        assert other not in text


@pytest.mark.parametrize(
    ("number", "step", "change"),
    [
        ("2", "9 tháng", "thêm 1,6 tỷ đồng (340,8 tỷ đồng → 342,4 tỷ đồng) thì chưa hết kỳ"),  # 320 × 1,07
        ("3.1", "6 tháng", "thêm 12 vụ (9 vụ → 21 vụ) thì không đạt"),  # past the ceiling for good
        ("1.1", "6 tháng", "thêm 6.840 triệu đồng (5.160 triệu đồng → 12.000 triệu đồng) thì đạt"),
    ],
)
def test_a_goal_is_sought_in_the_period(number: str, step: str, change: str) -> None:
    text = shown("goal", number, "--period", step)
    assert change in text and "Dự toán" not in text
