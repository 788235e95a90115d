"""CT142: «phần lớn», «đa số» in a conclusion without a condition above one half."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.checking.content import WorkspaceContent, sentence
from engine.files.diagnostics import Diagnostic
from engine.language.text import fold
from engine.language.units import PERCENT
from engine.rulebook.rulebook import AllOf, Finding, Logic, Rulebook, Test

_WORDS = ("phan lon", "da so", "hau het", "da phan")
_HALF = Fraction(50)


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for finding in checked.rulebook.findings:
        found = next((word for word in _WORDS if f" {word} " in f" {fold(sentence(finding))} "), None)
        if found is not None and not _above_half(finding, checked.rulebook):
            message = f"{finding.id} nói «phần lớn», «đa số» mà không có điều kiện trên 50%"
            remedy = "thêm điều kiện, ví dụ `a.ty_le trên 50%`, hoặc dùng chữ khác (một số, nhiều)"
            yield Diagnostic("CT142", message, finding.span, remedy)


def _above_half(finding: Finding, rulebook: Rulebook) -> bool:
    return any(isinstance(part, Test) and _says_majority(part) for part in _required(finding.when))


def _required(logic: Logic | None) -> Iterator[Logic]:
    """The parts that must all hold."""
    if isinstance(logic, AllOf):
        for part in logic.parts:
            yield from _required(part)
    elif logic is not None:
        yield logic


def _says_majority(test: Test) -> bool:
    """«trên 50%», or more."""
    low = test.allowed.low
    if test.input.unit.dimension != PERCENT or low is None or test.negated:
        return False
    return low > _HALF or (low == _HALF and test.allowed.low_open)
