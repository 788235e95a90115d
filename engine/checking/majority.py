"""CT142: «phần lớn», «đa số» in a conclusion without a condition above one half."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.checking.content import WorkspaceContent, words_of
from engine.files.diagnostics import Diagnostic
from engine.language.text import fold
from engine.language.units import PERCENT
from engine.rulebook.logic import Test, conjuncts
from engine.rulebook.rulebook import Finding

_WORDS = ("phan lon", "da so", "hau het", "da phan")
_HALF = Fraction(50)


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for finding in checked.rulebook.findings:
        found = next((word for word in _WORDS if f" {word} " in f" {fold(words_of(finding))} "), None)
        if found is not None and not _above_half(finding):
            message = f"{finding.id} nói «phần lớn», «đa số» mà không có điều kiện trên 50%"
            remedy = "thêm điều kiện, ví dụ `a.ty_le trên 50%`, hoặc dùng chữ khác (một số, nhiều)"
            yield Diagnostic("CT142", message, finding.span, remedy)


def _above_half(finding: Finding) -> bool:
    return any(isinstance(part, Test) and _says_majority(part) for part in conjuncts(finding.when))


def _says_majority(test: Test) -> bool:
    """Returns whether the test asks for more than 50%."""
    low = test.allowed.low
    if test.input.unit.dimension != PERCENT or low is None or test.negated:
        return False
    return low > _HALF or (low == _HALF and test.allowed.low_open)
