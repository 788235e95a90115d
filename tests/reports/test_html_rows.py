"""The rows of the first screen: their filters, their small lines, and what the drawers hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from engine.evaluation.finding_results import Outcome
from engine.explain.proof import Step
from engine.reports.html_page import Page
from engine.reports.html_report import to_html
from engine.reports.html_rows import small_line
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.explain.conftest import Audited
from tests.reports.html_pages import EXAMPLE, Made, made, select, text_of
from tests.workspaces import COMMUNE, ROOT

F = Fraction


def of_commune(period: str) -> Made:
    """The page of one report of the commune."""
    (case,) = Cases(Workspace(COMMUNE)).select(Selection(years=(2025,), period=period))
    audited = Audited(case)
    return Made(case, audited.evaluation, to_html(case, audited.evaluation))


def test_filters_are_those_that_keep_rows() -> None:
    """The golden table: five unmet; 6.1 and 6.2 rest on judgement; 3.1 on an estimate; 1.1 is behind."""
    tree = made().tree()
    shown = {b.get("data-filter"): text_of(b) for b in select(tree, "button") if b.get("data-filter") is not None}
    kept = {name: select_tagged(made(), name) for name in shown if name}
    assert shown == {
        "": "Tất cả 11",
        "unmet": "Chưa đạt 5",
        "near": "Sát ngưỡng 5",
        "judged": "Nhận định 2",
        "behind": "Chậm tiến độ 1",
        "estimated": "Số ước 1",
        "differs": "Báo cáo ghi khác 4",
    }
    assert kept["unmet"] == ["1.1", "2.1", "3.2", "4.1", "5.2"]
    assert kept["judged"] == ["6.1", "6.2"]
    assert (kept["estimated"], kept["behind"]) == (["3.1"], ["1.1"])
    assert {"2.2", "4.1", "7.1"} <= set(kept["near"])
    assert all(int(shown[name].rpartition(" ")[2]) == len(rows) for name, rows in kept.items())


def select_tagged(page: Made, name: str) -> list[str]:
    rows = select(page.tree(), "li.row")
    return [text_of(select(row, ".n")[0]) for row in rows if name in row.get("data-tags").split()]


def test_a_row_says_what_the_report_states_otherwise() -> None:
    """NEU-3: the report says «không đạt» of 2.1, which still has time; each is linked to what was found of it."""
    tree = made().tree()
    row = tree.get_element_by_id("nd-2.1")
    (stated,) = select(row, ".stated")
    assert text_of(stated) == "Lệch: báo cáo gốc ghi kết luận «không đạt» (NEU-3)"
    differs = {f.id for f in made().evaluation.reconciliations if f.outcome is Outcome.DIFFERS}
    assert {text_of(a) for a in select(tree, ".stated a")} <= differs


def test_a_row_gives_its_first_cause_in_words() -> None:
    row = made().tree().get_element_by_id("nd-2.1")
    assert text_of(select(row, ".cause")[0]).startswith(
        "Vì: Trong năm, khi củng cố hoạt động HTX, có 133 thành viên rút ra"
    )
    assert text_of(select(made().tree().get_element_by_id("nd-4.1"), ".cause")[0]) == (
        "Chưa có nguyên nhân trực tiếp; qua hạn chế: Thời tiết biến đổi và giá cả thị trường biến động tác động trực tiếp "
        "đến hoạt động của các HTX. (và 5 nguyên nhân khác)"
    )
    assert not select(made().tree().get_element_by_id("nd-2.2"), ".cause")


def test_a_drawer_leads_from_the_resolution_to_what_turns_the_verdict() -> None:
    row = made().tree().get_element_by_id("nd-7.1")
    groups = {text_of(select(one, "dt")[0]): text_of(select(one, "dd")[0]) for one in select(row, ".path > div")}
    assert list(groups)[:5] == ["Nghị quyết", "Điều kiện", "Số liệu", "Nguồn", "Khi nào đổi"]
    assert groups["Nghị quyết"].startswith("«Phấn đấu đến năm 2025, có 20% HTX")
    assert "cần đạt 20%; thực tế 22,73%" in groups["Điều kiện"]
    assert "5 / 22 × 100 = 22,73%" in groups["Số liệu"]
    assert groups["Nguồn"].startswith("BC: Báo cáo kết quả thực hiện Nghị quyết số 47/NQ-HĐND")
    assert groups["Khi nào đổi"].startswith("Bớt 1 HTX («Số HTX đa dịch vụ hoạt động hiệu quả») là đổi kết luận.")


@pytest.mark.parametrize("root", [ROOT, EXAMPLE], ids=["47-nq-hdnd", "quoc-hoi-2019"])
def test_no_step_of_a_proof_is_lost_in_its_drawer(root: Path) -> None:
    page = made(root)
    shown = Page(page.case, page.evaluation)
    for row in shown.screen:
        drawer = [text for group in row.groups for text in texts(group.steps)]
        assert Counter(drawer) == Counter(texts(shown.proof("criterion", row.criterion.id).steps))
        assert len({group.title for group in row.groups}) == len(row.groups)


def texts(steps: tuple[Step, ...]) -> Iterator[str]:
    """The texts of steps and of their parts."""
    for step in steps:
        yield step.text
        yield from texts(step.parts)


def test_an_interim_report_has_its_pace_and_last_years_period() -> None:
    """Thạnh Mỹ, six months: 45 % of 12.000 are 5.400; 5.160 now, 5.000 in six months of the year before."""
    row = of_commune("6 tháng").tree().get_element_by_id("nd-1.1")
    assert "phải được 5.400 triệu đồng" in text_of(select(row, ".pace")[0])
    (line,) = select(row, ".line")
    assert text_of(line).startswith("cùng kỳ năm trước: 5.000 triệu đồng · nay: 5.160 triệu đồng")
    assert len(select(row, "svg.bullet path.due")) == 1


def test_a_year_stands_beside_the_years_before() -> None:
    """Thạnh Mỹ: 11.000 triệu đồng in 2024, 12.180 in 2025; 20 and 18 accidents."""
    tree = of_commune("cả năm").tree()
    lines = [text_of(line) for line in select(tree, ".line")]
    assert lines == ["2024: 11.000 triệu đồng · nay: 12.180 triệu đồng", "2024: 20 vụ · nay: 18 vụ"]
    assert not select(tree, ".pace")


def test_a_count_has_the_sign_and_colour_of_the_verdict_it_names() -> None:
    """At the end of the year what is unmet is không đạt."""
    counts = select(of_commune("cả năm").tree(), ".counts > li")
    assert [(count.get("class"), text_of(count)[:13]) for count in counts] == [
        ("met", "✓ Đạt và vượt"),
        ("failed", "✘ Không đạt 0"),
    ]


def test_a_small_line_begins_at_zero() -> None:
    """2.376, 2.329, 2.579 from 20 (zero) to 4: 16 x 2.376 / 2.579 = 14,74 up, so at 5,26; then 5,55 and 4."""
    values = [(2021, F(2376)), (2022, F(2329)), (2023, F(2579))]
    assert list(small_line(values)) == [("4", "5.26"), ("50", "5.55"), ("96", "4")]
    assert [y for _, y in small_line([(2022, F(7)), (2023, F(7))])] == ["4", "4"]
    assert [y for _, y in small_line([(2022, F(0)), (2023, F(0))])] == ["20", "20"]


def test_a_year_without_value_leaves_its_place_on_a_small_line() -> None:
    assert [x for x, _ in small_line([(2020, F(1)), (2021, F(1)), (2024, F(1))])] == ["4", "27", "96"]
