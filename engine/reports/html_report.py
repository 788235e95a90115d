"""The HTML report: one file with everything in it, which asks nothing of the network and runs nothing of its input."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from engine.evaluation.evaluation import Evaluation
from engine.language.text import printable
from engine.reports.bullet_chart import WIDTH
from engine.reports.html_page import page
from engine.workspace.cases import Case

_FOLDER = Path(__file__).parent / "html"


def to_html(case: Case, evaluation: Evaluation) -> str:
    """The page of ``evaluation``, which must be one of ``case``: a whole HTML document, the same for the same input.

    Every text is escaped, and control characters (also those that turn the direction of writing) are made visible.
    """
    style, script = (_part(name) for name in ("report.css", "report.js"))
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            page=page(case, evaluation),
            width=str(WIDTH),
            style=Markup(style),  # our own files, not input: nothing in them may be escaped
            script=Markup(script),
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'",
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["breakable"] = _breakable
    return environment


def _breakable(text: str) -> Markup:
    """The text, escaped, that may break after «/»: in a narrow cell «đồng/người/năm» would break inside a word."""
    return escape(printable(text)).replace("/", Markup("/<wbr>"))


def _shown(value: Any) -> Any:
    """What an expression of the template prints: no control characters, whatever file they come from."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _part(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _hash(text: str) -> str:
    """The source expression of a Content Security Policy that allows just ``text``."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
