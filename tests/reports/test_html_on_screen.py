"""The first screen in a real browser: filters, search, presentation and drawers, by hand and by keyboard, with and without script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.reports.html_pages import Made, made

pytestmark = pytest.mark.browser

SCREENS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(params=SCREENS, ids=[f"{width}-{scheme}" for width, scheme in SCREENS])
def screen(request: pytest.FixtureRequest, opened: Any) -> Page:
    """The page of 47/NQ-HĐND on a phone and on a screen, by day and by night."""
    width, scheme = request.param
    page: Page = opened(made(), viewport={"width": width, "height": 800}, color_scheme=scheme)
    return page


def shown(page: Page) -> list[str]:
    """The numbers of the rows that are seen."""
    return page.locator("li.row:visible .n").all_inner_texts()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return wide


UNMET = ["1.1", "2.1", "3.2", "4.1", "5.2"]
ALL = [*UNMET, "2.2", "3.1", "5.1", "6.1", "6.2", "7.1"]


def test_counts_and_the_first_row_need_no_scrolling(opened: Any) -> None:
    page = opened(made(), viewport={"width": 1280, "height": 800})
    for name in (".counts", ".strip", "#loc", "li.row:nth-child(3)"):
        box = page.locator(name).bounding_box()
        assert box["y"] + box["height"] <= 800, name


def test_filters_keep_their_rows_and_say_that_they_are_pressed(screen: Page) -> None:
    assert shown(screen) == ALL
    screen.get_by_role("button", name="Chưa đạt 5").click()
    assert shown(screen) == UNMET
    assert screen.get_by_role("button", pressed=True).all_inner_texts() == ["Chưa đạt 5"]
    assert screen.locator("#so-dong").inner_text() == "Hiện 5/11"
    screen.get_by_role("button", name="Nhận định 2").click()
    assert shown(screen) == ["6.1", "6.2"]
    screen.get_by_role("button", name="Tất cả 11").click()
    assert shown(screen) == ALL and screen.locator("#so-dong").inner_text() == ""
    assert fits(screen)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Thu nhập bình quân", ["4.1"]),
        ("thu nhap binh quan", ["4.1"]),
        ("BỒI DƯỠNG", ["5.2"]),
        ("boi duong", ["5.2"]),
        ("lap thoi thanh", ["1.1"]),  # all words, in any order
        ("vuot", ["5.1", "7.1"]),
        ("2.1", ["2.1"]),
        ("đào tạo nghề", []),
        ("  ", ALL),
    ],
)
def test_search_needs_no_marks(opened: Any, typed: str, found: list[str]) -> None:
    page = opened(made())
    page.get_by_role("searchbox").fill(typed)
    assert shown(page) == found


def test_search_and_filter_hold_together(screen: Page) -> None:
    screen.get_by_role("button", name="Chưa đạt 5").click()
    screen.get_by_role("searchbox").fill("thanh vien")
    assert shown(screen) == ["2.1"]
    screen.get_by_role("searchbox").fill("zzz")
    assert shown(screen) == []
    assert screen.locator("#so-dong").inner_text() == "Hiện 0/11"


def test_a_link_to_a_row_that_is_filtered_away_shows_it(screen: Page) -> None:
    screen.get_by_role("button", name="Chưa đạt 5").click()
    screen.locator(".strip a[href='#nd-7.1']").click()
    assert "7.1" in shown(screen)
    assert screen.locator("[id='nd-7.1'] .path").is_visible()


# ---------------------------------------------------------------- presentation


def test_a_presentation_shows_one_target_per_screen(screen: Page) -> None:
    screen.get_by_role("button", name="Trình chiếu").click()
    seen = [shown(screen)]
    titles = [screen.locator("#tieu-de").inner_text()]
    assert screen.get_by_role("button", name="← Trước").is_disabled()
    for _ in range(8):  # two more than there are
        screen.keyboard.press("ArrowRight")
        seen.append(shown(screen))
        titles.append(screen.locator("#tieu-de").inner_text())
        assert fits(screen)
    assert seen[:7] == [["1.1"], ["2.1", "2.2"], ["3.2", "3.1"], ["4.1"], ["5.2", "5.1"], ["6.1", "6.2"], ["7.1"]]
    assert seen[7:] == [["7.1"], ["7.1"]]
    assert titles[1] == "2/7 · Chỉ tiêu 2 Thành viên HTX, tổ hợp tác: chưa đạt"
    assert not screen.locator(".goals, .counts, nav").filter(visible=True).count()
    for key, rows in (("ArrowLeft", ["6.1", "6.2"]), ("Home", ["1.1"]), ("ArrowLeft", ["1.1"]), ("End", ["7.1"])):
        screen.keyboard.press(key)
        assert shown(screen) == rows
    screen.keyboard.press("Escape")
    assert shown(screen) == ALL
    assert screen.locator(".goals").is_visible()
    assert screen.evaluate("document.activeElement.id") == "trinh-chieu"


def test_a_presentation_goes_by_buttons_too(screen: Page) -> None:
    screen.get_by_role("button", name="Trình chiếu").click()
    screen.get_by_role("button", name="Sau →").click()
    assert shown(screen) == ["2.1", "2.2"]
    screen.get_by_role("button", name="← Trước").click()
    assert shown(screen) == ["1.1"]
    screen.get_by_role("button", name="Thoát (Esc)").click()
    assert shown(screen) == ALL


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080)])
def test_each_target_needs_one_screen(report: Made, opened: Any, size: tuple[int, int]) -> None:
    width, height = size
    page = opened(report, viewport={"width": width, "height": height})
    page.get_by_role("button", name="Trình chiếu").click()
    for _ in report.evaluation.targets:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        sizes = page.locator("li.row:visible :is(.t, .a, .r, .cause)").evaluate_all(
            "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(sizes) >= 12
        page.keyboard.press("ArrowRight")


def test_a_filter_comes_back_after_a_presentation(opened: Any) -> None:
    page = opened(made())
    page.get_by_role("button", name="Chưa đạt 5").click()
    page.get_by_role("button", name="Trình chiếu").click()
    assert shown(page) == ["1.1"]
    page.keyboard.press("End")
    assert shown(page) == ["7.1"]  # which the filter would hide
    page.keyboard.press("Escape")
    assert shown(page) == UNMET


def test_keys_mean_nothing_outside_of_a_presentation(opened: Any) -> None:
    page = opened(made())
    for key in ("ArrowRight", "PageDown", "End", "Escape"):
        page.keyboard.press(key)
    assert shown(page) == ALL and page.locator("body.presenting").count() == 0


# ---------------------------------------------------------------- drawers, switches, no script


def test_a_drawer_opens_below_its_row(screen: Page) -> None:
    row = screen.locator("[id='nd-7.1']")
    row.locator("summary").click()
    assert row.locator(".path dt").all_inner_texts()[:4] == ["Nghị quyết", "Điều kiện", "Số liệu", "Nguồn"]
    assert row.locator(".path").bounding_box()["y"] >= row.locator(".face").bounding_box()["y"] + 20  # type: ignore[index]
    assert fits(screen)


def test_paths_of_files_are_behind_a_switch(screen: Page) -> None:
    screen.locator("[id='nd-7.1'] summary").click()
    assert not screen.get_by_text("2023.yaml:").filter(visible=True).count()
    screen.get_by_label("Hiện tên tệp, số dòng").check()
    assert screen.locator("[id='nd-7.1']").get_by_text("2023.yaml:").filter(visible=True).count()
    assert fits(screen)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_without_script_everything_is_there_but_what_needs_it(opened: Any, width: int, scheme: str) -> None:
    page = opened(made(), java_script_enabled=False, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert shown(page) == ALL
    assert not page.locator("#loc, #dieu-khien, #cong-cu").filter(visible=True).count()
    assert page.locator(".counts").is_visible() and page.locator(".goals").is_visible()
    page.locator("[id='nd-2.1'] summary").click()
    assert page.locator("[id='nd-2.1'] .path").is_visible()
    page.get_by_label("Hiện tên tệp, số dòng").check()
    assert page.locator("[id='nd-2.1']").get_by_text("2023.yaml:").filter(visible=True).count()
