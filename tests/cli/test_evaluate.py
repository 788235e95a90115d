"""`chitieu evaluate` on resolution 47/NQ-HĐND: the golden table of the domain, and what each change of a fact changes.

Expected values are those of the report and of docs (worked by hand), never the program's own output.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.inference.engines import available
from tests.cli.conftest import FACTS, Workspace
from tests.importing.annex import VERDICTS
from tests.running import run_here
from tests.small_workspace import Small

GOLDEN = VERDICTS | {
    "chỉ tiêu 1": "not_met",
    "chỉ tiêu 2": "not_met",
    "chỉ tiêu 3": "not_met",
    "chỉ tiêu 4": "not_met",
    "chỉ tiêu 5": "not_met",
    "chỉ tiêu 6": "met",
    "chỉ tiêu 7": "exceeded",
}


def criteria(document: dict[str, Any]) -> dict[str, Any]:
    return {c["id"]: c for t in document["targets"] for c in t["criteria"]}


@pytest.mark.parametrize("engine", available())
def test_golden_table(workspace: Workspace, engine: str) -> None:
    assert workspace.statuses("--engine", engine) == GOLDEN


def test_the_document_is_the_one_described(workspace: Workspace) -> None:
    document = workspace.evaluate()
    assert document["schema"] == "chitieu/evaluation/3"
    assert document["resolution"] == {"number": "47/NQ-HĐND", "date": "2021-08-12", "period": [2021, 2025]}
    assert (document["unit"], document["year"], document["as_of"]) == ("huyện Tháp Mười", 2023, "2023-11-10")
    assert document["summary"] == {
        "targets": {
            "total": 7,
            "met": 1,
            "exceeded": 1,
            "not_met": 5,
            "failed": 0,
            "undetermined": 0,
            "period_open": 0,
            "not_applicable": 0,
        },
        "criteria": {
            "total": 11,
            "met": 4,
            "exceeded": 2,
            "not_met": 5,
            "failed": 0,
            "undetermined": 0,
            "period_open": 0,
            "not_applicable": 0,
        },
    }
    assert list(document) == [
        "schema",
        "resolution",
        "unit",
        "year",
        "period",
        "as_of",
        "draft",
        "draft_codes",
        "engine",
        "summary",
        "targets",
        "findings",
        "undetermined_findings",
        "data_warnings",
        "unexplained",
    ]


def test_criterion_2_1_carries_its_value_source_and_distance(workspace: Workspace) -> None:
    """2 570 of 2 600 is 98,846…%, 30 members short."""
    found = criteria(workspace.evaluate())["2.1"]
    assert found["condition"] == "từ 2.600 thành viên trở lên"
    assert found["text"] == "Số lượng thành viên trong các HTX đạt từ 2.600 thành viên trở lên"
    assert (found["counted"], found["pace"], found["milestone"]) == (True, None, None)
    assert found["rests_on"] == ["measured"]
    (measure,) = found["measures"]
    line = (workspace.root / FACTS).read_text("utf-8").split("\n").index("      htx.thanh_vien: 2.570 thành viên") + 1
    assert measure == {
        "indicator": "htx.thanh_vien",
        "holds": False,
        "actual": {
            "low": "2570",
            "high": "2570",
            "unit": "thành viên",
            "basis": "actual",
            "as_of": "2023-11-10",
            "source": "BC, mục II.1.1",
            "origin": f"{FACTS}:{line}",
        },
        "final": None,
        "period": None,
        "goal": None,
        "threshold": "2600",
        "percent": "98.85",
        "points": None,
        "gap": "30",
    }
    assert any("2.570 thành viên" in reason and "còn thiếu 30 thành viên" in reason for reason in found["because"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("criterion", "percent", "points", "gap"),
    [
        ("1.1", "0", None, "7"),  # 0 of 7
        ("2.2", "100.16", None, None),  # 3 205 / 3 200 = 100,15625%
        ("3.2", "47.5", None, "105"),  # 95 / 200
        ("4.1", "100", None, "0"),  # 45 is not «trên 45»
        ("5.1", None, "35", None),  # (35 + 70) / 140 = 75%
        ("6.2", None, "0", None),
        ("7.1", None, "2.73", None),  # 5 / 22 = 22,7272…%
    ],
)
def test_percents_points_and_gaps(
    workspace: Workspace, criterion: str, percent: str | None, points: str | None, gap: str | None
) -> None:
    (measure,) = criteria(workspace.evaluate())[criterion]["measures"]
    assert (measure["percent"], measure["points"], measure["gap"]) == (percent, points, gap)


def test_3_1_is_decided_by_the_whole_year_estimate(workspace: Workspace) -> None:
    found = criteria(workspace.evaluate())["3.1"]
    actual = found["measures"][0]["actual"]
    assert (actual["low"], actual["high"], actual["basis"]) == ("1800", None, "estimate")
    assert found["rests_on"] == ["estimate"]
    table = workspace.run("evaluate", "--full").stdout
    assert "đạt (ước)" in table


def test_5_2_shows_both_parts(workspace: Workspace) -> None:
    measures = criteria(workspace.evaluate())["5.2"]["measures"]
    assert [(m["indicator"], m["holds"]) for m in measures] == [
        ("htx.ty_le_boi_duong", True),
        ("tht.ty_le_boi_duong", False),
    ]


def test_the_table_counts_in_the_words_of_the_report(workspace: Workspace) -> None:
    done = workspace.run("evaluate", "--full", COLUMNS="200")
    assert done.returncode == 0
    assert "02/7 chỉ tiêu, 06/11 nội dung đạt và vượt" in done.stdout
    assert "05/7 chỉ tiêu, 05/11 nội dung chưa đạt" in done.stdout
    for shown in ("98,85%", "22,73%", "75%", "2.570 thành viên", "đạt (nhận định)", "BC, mục II.1.1"):
        assert shown in done.stdout
    assert "\x1b[" not in done.stdout


# ------------------------------------------------------------ one fact changes exactly what it should


def changed(workspace: Workspace) -> dict[str, str]:
    now = workspace.statuses()
    return {name: status for name, status in now.items() if status != GOLDEN[name]}


def test_2600_members_meet_2_1_and_target_2(workspace: Workspace) -> None:
    workspace.edit(FACTS, "htx.thanh_vien: 2.570 thành viên", "htx.thanh_vien: 2.600 thành viên")
    assert changed(workspace) == {"2.1": "met", "chỉ tiêu 2": "met"}


def test_2599_members_do_not(workspace: Workspace) -> None:
    workspace.edit(FACTS, "htx.thanh_vien: 2.570 thành viên", "htx.thanh_vien: 2.599 thành viên")
    assert changed(workspace) == {}


def test_45_1_is_above_45_and_45_is_not(workspace: Workspace) -> None:
    assert changed(workspace) == {}
    workspace.edit(FACTS, "htx.thu_nhap_lao_dong: 45 triệu", "htx.thu_nhap_lao_dong: 45,1 triệu")
    assert changed(workspace) == {"4.1": "met", "chỉ tiêu 4": "met"}


def test_a_missing_fact_is_never_a_failing(workspace: Workspace) -> None:
    workspace.edit(FACTS, "      htx.thanh_vien: 2.570 thành viên\n", "")
    document = workspace.evaluate()
    assert criteria(document)["2.1"]["status"] == "undetermined"
    assert criteria(document)["2.1"]["measures"][0]["actual"] is None
    assert [w["code"] for w in document["data_warnings"]] == ["CT301"]
    table = workspace.run("evaluate", "--full").stdout
    assert "chưa đủ số liệu" in table
    assert "01/7 chỉ tiêu, 01/11 nội dung chưa đủ số liệu" in table


def of_year(workspace: Workspace, day: str) -> None:
    """The same numbers as those of the year of ``day``, known on that day."""
    text = (workspace.root / FACTS).read_text("utf-8").replace("2023", day[-4:])
    text = text.replace(f"\ntính đến: 10/11/{day[-4:]}", f"\ntính đến: {day}")
    (workspace.root / FACTS).write_text(text, "utf-8")


def test_after_the_period_unmet_criteria_have_failed(workspace: Workspace) -> None:
    of_year(workspace, "31/12/2025")
    expected = {name: "failed" for name, status in GOLDEN.items() if status == "not_met"}
    assert changed(workspace) == expected


def test_the_day_before_the_end_they_have_not(workspace: Workspace) -> None:
    of_year(workspace, "30/12/2025")
    assert changed(workspace) == {}


def test_a_rate_that_is_computed_follows_its_parts(workspace: Workspace) -> None:
    """4 of 22 is 18,18%: below 20%."""
    workspace.edit(FACTS, "htx.da_dich_vu: 05 HTX", "htx.da_dich_vu: 04 HTX")
    assert changed(workspace) == {"7.1": "not_met", "chỉ tiêu 7": "not_met"}


def test_a_divisor_of_zero_is_no_verdict(workspace: Workspace) -> None:
    workspace.edit(FACTS, "htx.tong: 22 HTX", "htx.tong: 0 HTX")
    assert changed(workspace) == {"7.1": "undetermined", "chỉ tiêu 7": "undetermined"}


def test_an_estimate_below_the_threshold_decides_against(workspace: Workspace) -> None:
    workspace.edit(FACTS, "htx.doanh_thu_binh_quan: trên 1.800 triệu đồng", "htx.doanh_thu_binh_quan: 1.700 triệu đồng")
    assert criteria(workspace.evaluate())["3.1"]["status"] == "not_met"


def test_a_bound_that_leaves_it_open_is_no_verdict(workspace: Workspace) -> None:
    """«trên 1.700» may be 1 750 or 1 900."""
    workspace.edit(FACTS, "htx.doanh_thu_binh_quan: trên 1.800 triệu", "htx.doanh_thu_binh_quan: trên 1.700 triệu")
    assert criteria(workspace.evaluate())["3.1"]["status"] == "undetermined"


def test_ty_and_trieu_are_one_currency(workspace: Workspace) -> None:
    workspace.edit(FACTS, "htx.doanh_thu_binh_quan: trên 1.800 triệu đồng", "htx.doanh_thu_binh_quan: trên 1,8 tỷ đồng")
    assert changed(workspace) == {}


# ------------------------------------------------------------ the command itself


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "facts_edit", "code"),
    [
        (None, None, 0),
        ("not-met", None, 1),
        ("undetermined", None, 1),
        ("data", None, 1),
    ],
)
def test_fail_on(workspace: Workspace, level: str | None, facts_edit: None, code: int) -> None:
    arguments = ["--fail-on", level] if level else []
    assert workspace.run("evaluate", *arguments).returncode == code


@pytest.mark.slow
def test_fail_on_counts_only_what_was_asked_for(workspace: Workspace) -> None:
    """With everything met but one number missing, only the lighter levels fail."""
    for old, new in [
        ("      htx.thanh_vien: 2.570 thành viên\n", ""),
        ("là: 0 THT", "là: 7 THT"),
        ("tht.loi_nhuan_binh_quan: 95", "tht.loi_nhuan_binh_quan: 200"),
        ("htx.thu_nhap_lao_dong: 45 ", "htx.thu_nhap_lao_dong: 46 "),
        ("là: 0%", "là: 70%"),
    ]:
        workspace.edit(FACTS, old, new)
    codes = {
        level: workspace.run("evaluate", "--fail-on", level).returncode for level in ("not-met", "undetermined", "data")
    }
    assert codes == {"not-met": 0, "undetermined": 1, "data": 1}


def test_quiet_prints_only_the_counts(workspace: Workspace) -> None:
    done = workspace.run("evaluate", "--quiet")
    assert done.stdout.splitlines() == [
        "Đạt và vượt: 02/7 chỉ tiêu, 06/11 nội dung đạt và vượt",
        "Chưa đạt: 05/7 chỉ tiêu, 05/11 nội dung chưa đạt",
        "Tiến độ: 00 nội dung đảm bảo, 01 chậm",
    ]


def test_colour(workspace: Workspace) -> None:
    assert "\x1b[" in workspace.run("evaluate", "--color", "always").stdout
    assert "\x1b[" not in workspace.run("evaluate", "--color", "never").stdout
    assert "\x1b[" not in workspace.run("evaluate").stdout


@pytest.mark.slow
def test_vietnamese_alias_and_selection(workspace: Workspace) -> None:
    for arguments in (
        ("danh-gia", "--quiet"),
        ("evaluate", "47/NQ-HĐND", "--quiet"),
        ("evaluate", "47-nq-hdnd-2021", "--quiet"),
        ("evaluate", "--unit", "huyen thap muoi", "--year", "2023", "--quiet"),
        ("evaluate", "--facts", FACTS, "--quiet"),
        ("evaluate", "-w", ".", "--quiet"),
    ):
        done = workspace.run(*arguments)
        assert (done.returncode, "02/7 chỉ tiêu" in done.stdout) == (0, True), done.stderr


def test_works_from_a_subfolder(workspace: Workspace) -> None:
    inside = Workspace(workspace.root / "facts" / "thap-muoi")
    assert inside.run("evaluate", "--quiet").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evalute"], "có phải ý bạn là «evaluate»?"),
        (["evaluate", "48/NQ-HĐND"], "có phải ý bạn là «47/NQ-HĐND»?"),
        (["evaluate", "--unit", "huyện Tháp Mưòi Hai"], "có phải ý bạn là «huyện Tháp Mười»?"),
        (["evaluate", "--year", "2024"], "các năm hiện có: 2023"),
        (["evaluate", "--year", "hai nghìn"], "không phải một năm; viết 2026, hoặc 2021-2025"),
        (["evaluate", "--format", "jsn"], "có phải ý bạn là «json»?"),
        (["evaluate", "--fail-on", "notmet"], "có phải ý bạn là «not-met»?"),
        (["evaluate", "--quite"], "có phải ý bạn là --quiet?"),
        (["evaluate", "a", "b"], "thừa tham số: b"),
        (["evaluate", "--unit"], "tùy chọn --unit cần một giá trị"),
        (["evaluate", "--facts", "khong-co.yaml"], "không có tệp «khong-co.yaml»"),
        (["evaluate", "-w", "khong-co"], "không có thư mục «khong-co»"),
    ],
)
def test_usage_errors_are_vietnamese_with_the_nearest_name(
    workspace: Workspace, arguments: list[str], said: str
) -> None:
    done = workspace.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Error" not in done.stderr and "Usage" not in done.stderr


def test_outside_a_workspace(tmp_path: Any) -> None:
    done = Workspace(tmp_path).run("evaluate")
    assert done.returncode == 2 and "rules/ và facts/" in done.stderr


def test_help_is_vietnamese_with_an_example(workspace: Workspace) -> None:
    for arguments in (["--help"], ["evaluate", "--help"]):
        done = workspace.run(*arguments)
        assert done.returncode == 0
        assert "Cách dùng:" in done.stdout and "Ví dụ:" in done.stdout and "Chung cho mọi lệnh" in done.stdout
        assert not re.search(r"Usage|Options:|Show this message", done.stdout)


def test_two_facts_files_need_a_choice_for_json(workspace: Workspace) -> None:
    text = (workspace.root / FACTS).read_text("utf-8")
    (workspace.root / "facts/thap-muoi/2024.yaml").write_text(text.replace("2023", "2024"), "utf-8")
    both = workspace.run("evaluate", "--quiet")
    assert both.stdout.count("06/11 nội dung đạt và vượt") == 1  # of the last year
    assert "Xu hướng qua các năm" in both.stdout
    refused = workspace.run("evaluate", "--format", "json")
    assert refused.returncode == 2 and "--year" in refused.stderr
    assert json.loads(workspace.run("evaluate", "--format", "json", "--year", "2024").stdout)["year"] == 2024


def test_rules_that_do_not_load_end_with_3_and_nothing_on_stdout(workspace: Workspace) -> None:
    workspace.edit(
        "rules/47-nq-hdnd-2021/chi-tieu-2.yaml",
        "đạt khi: từ 2.600 thành viên trở lên",
        "đạt khi: tren 2.600 thành viên",
    )
    workspace.edit(
        "rules/47-nq-hdnd-2021/chi-tieu-7.yaml", "đo bằng: htx.ty_le_da_dich_vu", "đo bằng: htx.ty_le_da_dịch_vu"
    )
    done = workspace.run("evaluate", "--full")
    assert (done.returncode, done.stdout) == (3, "")
    assert "chi-tieu-2.yaml:8:14 CT106 lỗi: không hiểu «tren»" in done.stderr
    assert "chi-tieu-7.yaml" in done.stderr  # all problems at once


def test_text_of_files_is_never_interpreted(workspace: Workspace) -> None:
    """Markup of rich and control sequences of terminals are shown, not obeyed."""
    title = "tên: Thu nhập của lao động thường xuyên trong HTX"
    workspace.edit("rules/47-nq-hdnd-2021/chi-tieu-4.yaml", title, 'tên: "[red]\\e[31m[/red] Thu nhập"')
    shown = workspace.run("evaluate", "--full", COLUMNS="300").stdout
    assert "[red]" in shown and "[/red]" in shown and "\x1b" not in shown


def test_what_is_waited_for_has_its_name_and_year(tmp_path: Path) -> None:
    small = Small(tmp_path, "x.cay: {tên: Số cây trồng, đơn vị tính: cây, tính chất: trong năm}")
    small.criteria("- {số: 1.1, nguyên văn: Tăng, đo bằng: x.cay, đạt khi: x.cay trên năm_trước(x.cay)}")
    small.facts("x.cay: 5 cây", as_of="31/12/2023")
    shown = run_here("evaluate", "--no-record", cwd=tmp_path).stdout
    assert "chờ Số cây trồng" in shown and "chờ x.cay" not in shown
