"""Writes the HTML report: one self-contained file that needs no network and runs no code of its input."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import draft_notice, rests_mark, target_verdict_text, verdict_text
from engine.language import display
from engine.language.text import capital, printable
from engine.reports.bullet_chart import WIDTH
from engine.reports.columns import Notes, VerdictWords
from engine.reports.html_page import Page, anchors, counted, standing
from engine.reports.html_rows import chart
from engine.reports.proof_text import LABELS, TRUTH_WORDS, sentence
from engine.reports.summary import outcome_counts
from engine.workspace.case import Case

_FOLDER = Path(__file__).parent / "html"


def to_html(case: Case, evaluation: Evaluation) -> str:
    """Returns the HTML document of ``evaluation``, which must be that of ``case``; it is equal for equal input.

    Every text is escaped, and control characters (also those that turn the direction of writing) are made visible.
    """
    style, script = (part(name) for name in ("report.css", "report.js"))
    return (
        environment()
        .get_template("report.html.jinja")
        .render(
            evaluation=evaluation,
            notice=draft_notice(evaluation),
            resolution=case.rulebook.resolution,
            indicators=case.rulebook.indicators,
            page=Page(case, evaluation),
            anchors=anchors(evaluation),
            truth_words=TRUTH_WORDS,
            labels=LABELS,
            verdicts=tuple(Verdict),
            made_by=made_by(),
            width=str(WIDTH),
            style=Markup(style),  # our own files, which must not be escaped
            script=Markup(script),
            policy=content_policy(style, script),
        )
    )


def environment() -> Environment:
    """Returns Jinja for our own templates: every value is escaped and without control characters."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    environment.tests.update(_TESTS)
    return environment


def _breakable(text: str) -> Markup:
    """Returns the text, escaped, with a possible break after «/»: narrow cells would break «đồng/người/năm» inside words."""
    return escape(printable(text)).replace("/", Markup("/<wbr>"))


def _shown(value: Any) -> Any:
    """Returns the value of an expression of the template without control characters."""
    return value if isinstance(value, Markup) else printable(str(value))


_FILTERS = {
    "breakable": _breakable,
    "capital": capital,
    "chart": chart,
    "counted": counted,
    "day": display.day,
    "outcome_counts": outcome_counts,
    "rests_mark": rests_mark,
    "sentence": sentence,
    "standing": standing,
    "target_verdict": target_verdict_text,
    "verdict": verdict_text,
}
_TESTS = {
    "notes": lambda content: isinstance(content, Notes),
    "verdict_words": lambda content: isinstance(content, VerdictWords),
}


def made_by() -> str:
    """Returns «chitieu 1.0.0», for the head of pages."""
    try:
        return f"chitieu {version('chitieu')}"
    except PackageNotFoundError:
        return "chitieu"


def content_policy(style: str, script: str = "") -> str:
    """Returns the Content Security Policy of a page with this style and this script, and nothing else."""
    scripts = f" script-src '{_hash(script)}';" if script else ""
    return f"default-src 'none'; style-src '{_hash(style)}';{scripts} base-uri 'none'; form-action 'none'"


def part(name: str) -> str:
    """Returns one of our own files beside the templates."""
    return (_FOLDER / name).read_text("utf-8")


def _hash(text: str) -> str:
    """Returns the source expression of a Content Security Policy that allows only ``text``."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
