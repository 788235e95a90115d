"""The HTML pages that several test modules read: of the repository's own case and of the example, made once."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import lxml.html

from engine.evaluation.evaluation import Evaluation
from engine.reports.html_report import to_html
from engine.workspace.case import Case
from tests.explain.conftest import Audited
from tests.workspaces import NATIONAL, ROOT, case_in

EXAMPLE = NATIONAL


class Made(NamedTuple):
    """A page with what it was made from. ``tree`` is parsed anew at each call, so that tests may change it."""

    case: Case
    evaluation: Evaluation
    html: str

    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.html)


@functools.cache
def made(root: Path = ROOT) -> Made:
    audited = Audited(case_in(root))
    return Made(audited.case, audited.evaluation, to_html(audited.case, audited.evaluation))


def text_of(element: lxml.html.HtmlElement) -> str:
    """The text as it is read: without the indentation of the file."""
    return " ".join(element.text_content().split())


def select(element: lxml.html.HtmlElement, selector: str) -> list[lxml.html.HtmlElement]:
    """The elements below ``element`` by tags and classes: «.goals tr.target, ol > li»; in the order of the page."""
    found: list[lxml.html.HtmlElement] = element.xpath(" | ".join(map(_path, selector.split(","))))
    return found


def _path(selector: str) -> str:
    path, step = ".", "//"
    for part in selector.split():
        if part == ">":
            step = "/"
            continue
        tag, *classes = part.split(".")
        tests = "".join(f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" for name in classes)
        path, step = f"{path}{step}{tag or '*'}{tests}", "//"
    return path
