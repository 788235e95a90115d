"""CT150: a number with exactly three decimals, such as «4,950»: probably thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checking.content import WorkspaceContent, goals
from engine.files.diagnostics import Diagnostic
from engine.language.patterns import compiled
from engine.rulebook.logic import Test, leaves

_THREE = compiled(r"(?<![0-9.,])([1-9][0-9]{0,2}),([0-9]{3})(?![0-9])")


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields suspicious fractions; for things counted a fraction is already an error."""
    for fact in checked.given:
        if match := _THREE.search(fact.text):
            yield Diagnostic("CT150", _message(match), fact.span, _remedy(match))
    for criterion in checked.rulebook.criteria:
        for logic in goals(criterion):
            for leaf in leaves(logic):
                if isinstance(leaf, Test) and (match := _THREE.search(leaf.text)):
                    yield Diagnostic("CT150", _message(match), leaf.span, _remedy(match))


def _message(match: re.Match[str]) -> str:
    return f"«{match[0]}» là {match[1]} phẩy {match[2]}: phải chăng là {match[1]}.{match[2]}?"


def _remedy(match: re.Match[str]) -> str:
    return f"nếu là số hàng nghìn thì viết {match[1]}.{match[2]}; nếu đúng là số lẻ thì để nguyên"
