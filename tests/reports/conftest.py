"""HTML pages opened in Chromium, for the tests of the page: nothing may be said or asked for, whatever a test does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.reports.html_pages import EXAMPLE, Made, made
from tests.workspaces import ROOT

ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = {"47-nq-hdnd": ROOT, "quoc-hoi-2019": EXAMPLE}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None and os.environ.get("CI"):
        pytest.fail("there is no chromium, and in CI the page must be opened in one (.ci/run installs it)")
    if program is None:
        pytest.skip("there is no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(params=PAGES.values(), ids=PAGES)
def report(request: pytest.FixtureRequest) -> Made:
    return made(request.param)


class Opened:
    """A page opened from its file; ``said`` collects console messages and errors, ``asked`` requests."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Opens a report with options of the browser's context; nothing may be said or asked for, whatever the test does."""
    windows: list[Opened] = []
    file = tmp_path / "bao-cao.html"

    def open_(report: Made, **options: Any) -> Page:
        file.write_text(report.html, "utf-8")
        windows.append(Opened(browser, file, **options))
        return windows[-1].page

    yield open_
    for window in windows:
        window.context.close()
        assert window.said == []
        assert set(window.asked) <= {file.as_uri()}
