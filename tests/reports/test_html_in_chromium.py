"""The HTML report in a real browser: drawn, silent, closed to the network, and usable by hand, by keyboard, by ear and on paper."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from engine.language.interval import point
from engine.reports.html_report import to_html
from tests.reports.conftest import Opened
from tests.reports.html_pages import Made, made

pytestmark = pytest.mark.browser

# ---------------------------------------------------------------- charts


def test_charts_are_drawn(report: Made, opened: Any) -> None:
    page = opened(report)
    numbers = sum(
        measure.threshold is not None and measure.actual is not None
        for criterion in report.evaluation.criteria
        for measure in criterion.measures
    )
    assert page.locator("li.row svg.bullet").count() == numbers
    shapes = page.locator("li.row svg.bullet :is(rect, path, text)")
    boxes = shapes.evaluate_all(
        "all => all.map(e => { const b = e.getBoundingClientRect(); return [b.width, b.height] })"
    )
    assert len(boxes) >= 3 * numbers
    assert all(width > 0 and height > 0 for width, height in boxes)


def row_of(page: Page, number: str) -> Any:
    """The row of a criterion on the screen."""
    return page.locator(f"[id='nd-{number}']")


def test_bars_are_as_long_as_their_numbers(report: Made, opened: Any) -> None:
    """On the screen, from where the axis begins, bar : way to the goal = what the value and the goal have beyond that; of
    every exact value with a single edge.
    """
    page = opened(report)
    compared = 0
    for criterion in report.evaluation.criteria:
        charts = row_of(page, criterion.id).locator("svg.bullet")
        drawn = [m for m in criterion.measures if m.threshold is not None and m.actual is not None]
        assert charts.count() == len(drawn)
        for place, measure in enumerate(drawn):
            assert measure.actual is not None and measure.threshold is not None
            exact, chart = measure.actual.value.exact, charts.nth(place)
            if not exact or chart.locator(".bar").count() == 0:
                continue
            bar, marker = (chart.locator(name).bounding_box() for name in (".bar", ".marker"))
            base = 0 if chart.locator(".zero").count() else number(chart.locator("text").first.text_content())
            way = marker["x"] + marker["width"] / 2 - bar["x"]
            assert bar["width"] / way == pytest.approx(float((exact - base) / (measure.threshold - base)), rel=0.02)
            compared += 1
    assert compared == {"huyện Tháp Mười": 8, "cả nước": 11}[report.evaluation.unit]  # without 0 and bounds


def number(text: str) -> Fraction:
    """What a tick says: «2.470», «42,75»."""
    return Fraction(text.replace(".", "").replace(",", "."))


def test_goals_stand_below_each_other(report: Made, opened: Any) -> None:
    page = opened(report, viewport={"width": 1280, "height": 800})
    boxes = page.locator("li.row .marker").evaluate_all("all => all.map(e => e.getBoundingClientRect().x)")
    assert len(boxes) > 10 and max(boxes) - min(boxes) < 0.1


def test_a_bar_that_falls_short_ends_before_its_marker(opened: Any) -> None:
    """3.2: 95 of 200; 2.1: 2.570 of 2.600, a small distance that is seen; 5.1: 75 beyond 40."""
    page = opened(made())
    for identifier, short in (("3.2", True), ("2.1", True), ("5.1", False)):
        bar, marker = (row_of(page, identifier).locator(name).bounding_box() for name in (".bar", ".marker"))
        assert (bar["x"] + bar["width"] + 20 < marker["x"]) is short


# ---------------------------------------------------------------- proofs


def test_a_proof_opens_and_closes_on_click(report: Made, opened: Any) -> None:
    page = opened(report)
    first = page.locator("main details").first
    assert not first.locator(".steps").first.is_visible()
    first.locator("summary").click()
    assert first.locator(".steps").first.is_visible()
    first.locator("summary").click()
    assert not first.locator(".steps").first.is_visible()


def test_a_proof_opens_and_closes_by_keyboard(opened: Any) -> None:
    page = opened(made())
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches(\"[id='nd-2.1'] summary\")"):
            break
    proof = page.locator("[id='nd-2.1'] details")
    page.keyboard.press("Enter")
    assert proof.get_by_text("thiếu 30 thành viên").first.is_visible()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    assert not proof.locator(".steps").first.is_visible()


def test_the_first_tab_leads_past_the_contents(opened: Any) -> None:
    page = opened(made())
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["height"] > 10
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung-chinh"


def test_a_link_opens_the_proof_it_leads_to(opened: Any) -> None:
    page = opened(made())
    page.locator("a[href='#nd-2.1']").first.click()
    proof = page.locator("[id='nd-2.1']")
    assert proof.locator(".steps").first.is_visible()
    top = proof.bounding_box()["y"]
    assert 0 <= top < page.viewport_size["height"]


def test_all_proofs_open_and_close_at_once(opened: Any) -> None:
    page = opened(made())
    page.get_by_role("button", name="Mở tất cả căn cứ").click()
    assert page.locator("details:not([open])").count() == 0
    page.get_by_role("button", name="Đóng tất cả").click()
    assert page.locator("details[open]").count() == 0


def test_without_scripts_proofs_open_all_the_same(opened: Any) -> None:
    page = opened(made(), java_script_enabled=False)
    page.locator("[id='nd-2.1'] summary").click()
    assert page.locator("[id='nd-2.1'] .steps").first.is_visible()
    assert not page.get_by_role("button", name="Mở tất cả căn cứ").is_visible()


def test_a_script_that_is_not_ours_does_not_run(browser: Browser, tmp_path: Path) -> None:
    """Were a hole in the escaping found one day, the policy would still stop what came through it."""
    file = tmp_path / "bao-cao.html"
    file.write_text(made().html.replace("</main>", "<script>window.seen = 1</script></main>"), "utf-8")
    window = Opened(browser, file)
    assert window.page.evaluate("window.seen") is None
    assert any("Content Security Policy" in said for said in window.said)
    window.context.close()


# ---------------------------------------------------------------- phone, paper, ear, eye


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_page_never_scrolls_sideways(report: Made, opened: Any, width: int) -> None:
    page = opened(report, viewport={"width": width, "height": 740})
    page.get_by_role("button", name="Mở tất cả căn cứ").click()
    wide, there = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= there == width
    beyond = page.evaluate("""[...document.querySelectorAll('main *, header *, nav *')].filter(e =>
        e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))""")
    assert beyond == []


def test_proofs_are_printed_on_request(report: Made, opened: Any) -> None:
    """Only those of what agrees stay closed on paper; without the request, nothing but the first screen and the table."""
    page = opened(report)
    shown = """all => all.map(e => e.checkVisibility() && e.getBoundingClientRect().height > 10 &&
        e.parentElement.getBoundingClientRect().height >= e.getBoundingClientRect().height)"""
    inner = page.locator("details:not(.quiet) > :is(div, dl)")
    assert inner.count() > 10
    page.emulate_media(media="print")
    assert not any(inner.evaluate_all(shown))
    assert page.locator("main section:visible").count() == 2
    page.emulate_media(media="screen")
    page.get_by_label("In kèm căn cứ").check()
    assert not any(inner.evaluate_all(shown))
    page.emulate_media(media="print")
    assert all(inner.evaluate_all(shown))
    assert page.locator("nav").is_hidden()
    assert page.locator("details[open]").count() == 0


def printed(page: Page) -> int:
    """How many pages the printed page has."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_the_first_screen_and_the_table_are_two_printed_pages(report: Made, opened: Any) -> None:
    """Whatever is filtered or presented on the screen at that moment; with the proofs more."""
    page = opened(report)
    assert printed(page) == 2
    page.get_by_role("searchbox").fill("không có từ này")
    assert page.locator("li.row:visible").count() == 0
    assert printed(page) == 2
    page.emulate_media(media="print")
    assert page.locator("li.row:visible").count() == len(list(report.evaluation.criteria))
    page.emulate_media(media="screen")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="Trình chiếu").click()
    page.emulate_media(media="print")
    assert page.locator("li.row:visible").count() == len(list(report.evaluation.criteria))
    assert page.locator(".goals").is_visible() and page.locator(".counts").is_visible()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    page.get_by_label("In kèm căn cứ").check()
    assert printed(page) > 4


@pytest.mark.skipif(shutil.which("pdftotext") is None and "CI" not in os.environ, reason="needs poppler-utils")
def test_every_printed_page_of_a_draft_says_so(opened: Any, tmp_path: Path) -> None:
    case, evaluation = made().case, made().evaluation.replaced(draft_codes=("CT104",))
    page = opened(Made(case, evaluation, to_html(case, evaluation)))
    page.get_by_label("In kèm căn cứ").check()
    page.pdf(path=tmp_path / "nhap.pdf", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", tmp_path / "nhap.pdf", "-"], check=True, capture_output=True).stdout.decode()
    pages = text.split("\f")[:-1]
    assert len(pages) > 4 and all("BẢN NHÁP" in one for one in pages)
    assert "BẢN NHÁP: quy tắc hoặc số liệu còn lỗi (CT104)" in pages[0]


def test_before_printing_proofs_open_and_close_again_after(opened: Any) -> None:
    """For browsers that do not know how to print a closed one."""
    page = opened(made())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[open]").count() == 0
    page.get_by_label("In kèm căn cứ").check()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not(.quiet):not([open])").count() == 0
    assert page.locator("details.quiet[open]").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_screen_reader_finds_its_way(report: Made, opened: Any, width: int) -> None:
    """Landmarks, headings without gaps, named images, and a table that stays a table when shown as cards."""
    page = opened(report, viewport={"width": width, "height": 740})
    session = page.context.new_cdp_session(page)
    nodes = [n for n in session.send("Accessibility.getFullAXTree")["nodes"] if not n.get("ignored")]
    roles: dict[str, list[dict[str, Any]]] = {}
    for node in nodes:
        roles.setdefault(node["role"]["value"], []).append(node)
    assert all(len(roles[name]) == 1 for name in ("banner", "navigation", "main", "contentinfo"))
    images = roles.get("image", []) + roles.get("img", [])
    assert len(images) == page.locator("svg[role=img]").count()
    assert all("mục tiêu" in image["name"]["value"] for image in images)
    levels = [p["value"]["value"] for h in roles["heading"] for p in h["properties"] if p["name"] == "level"]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert roles["table"][0]["name"]["value"].startswith("Mục tiêu của nghị quyết")
    assert len(roles["columnheader"]) == 7
    assert len(roles["rowheader"]) == page.locator(".goals tbody tr").count()


CONTRASTS = """() => {
    const rgb = (text) => text.match(/[0-9.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
    const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
    const found = [];
    for (const e of document.querySelectorAll('body *')) {
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
        if (!own || ['SCRIPT', 'STYLE', 'title', 'desc'].includes(e.tagName)) continue;
        const style = getComputedStyle(e);
        const [a, b] = [light(rgb(e.tagName === 'text' ? style.fill : style.color)), light(behind(e))];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < 4.5) found.push([ratio, e.outerHTML.slice(0, 100)]);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_text_stands_out_from_its_ground(report: Made, opened: Any, scheme: str, media: str) -> None:
    """At least 4,5 : 1 (WCAG 2.2, 1.4.3, level AA), by day, by night and on paper."""
    page = opened(report, color_scheme=scheme)
    page.emulate_media(media=media, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate(CONTRASTS) == []


def test_a_verdict_is_said_in_words_beside_its_colour(report: Made, opened: Any) -> None:
    page = opened(report)
    words = page.locator(".goals .verdict").all_inner_texts()
    rows = page.locator(".goals tbody tr").count()
    assert len(words) == rows and all(words)


def test_numbers_of_a_large_scale_keep_their_proportion() -> None:
    """What the tests above compare with: 2 570 of 2 600 is 98,85 %."""
    measure = next(c for c in made().evaluation.criteria if c.id == "2.1").measures[0]
    assert measure.actual is not None and measure.actual.value == point(Fraction(2570))
    assert measure.threshold == 2600
