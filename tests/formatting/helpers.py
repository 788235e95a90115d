"""Formatting of texts in tests, with the questions that every result must answer."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML

from engine.files.diagnostics import Diagnostic, Problems
from engine.formatting.formatter import format_file
from engine.language.text import fold, normalise


def formatted(text: str | bytes, folder: str = "rules") -> str:
    """The canonical form, which must be one: formatting it again changes nothing."""
    raw = text if isinstance(text, bytes) else text.encode()
    problems = Problems()
    result = format_file(raw, "tep.yaml", folder, problems)
    assert result is not None, [d.message for d in problems.found]
    again = format_file(result.after, "tep.yaml", folder, Problems())
    assert again is not None
    assert again.text == result.text
    return result.text


def refused(text: str | bytes, folder: str = "rules") -> list[Diagnostic]:
    """What is said of a file that is not formatted."""
    raw = text if isinstance(text, bytes) else text.encode()
    problems = Problems()
    assert format_file(raw, "tep.yaml", folder, problems) is None
    return problems.found


def meaning(text: str) -> Any:
    """The content as another reader of YAML sees it: keys folded, texts without space around them."""
    return _plain(YAML(typ="base", pure=True).load(normalise(text.replace("\r\n", "\n").removeprefix("\ufeff"))))


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {fold(key) or key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return "" if node is None else str(node).strip()
