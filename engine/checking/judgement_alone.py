"""CT140: a finding that rests on observations alone, and no note says why."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent, words_of
from engine.files.diagnostics import Diagnostic
from engine.language.text import fold
from engine.rulebook.logic import Test, leaves
from engine.rulebook.rulebook import Finding, Kind, Rulebook


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields findings on yes/no answers alone, which prove nothing (8-semantics), without «ghi chú».

    Their sentences need not say that they are judgements: outputs for auditors mark it, and the report to be signed is the
    body's own word. Those that say it, as older rules do, are left alone.
    """
    for finding in checked.rulebook.findings:
        told = finding.note or "nhan dinh" in fold(words_of(finding))
        if _only_observations(finding, checked.rulebook) and not told:
            message = f"{finding.id} chỉ dựa vào nhận định có/không, không có con số nào"
            remedy = "thêm điều kiện bằng số; nếu nguồn không có số, thêm `ghi chú:` vì sao chỉ có nhận định"
            yield Diagnostic("CT140", message, finding.span, remedy)


def _only_observations(finding: Finding, rulebook: Rulebook) -> bool:
    tests = list(leaves(finding.when))
    return bool(tests) and all(isinstance(leaf, Test) and is_observation(leaf, rulebook) for leaf in tests)


def is_observation(test: Test, rulebook: Rulebook) -> bool:
    """Returns whether a comparison asks for a yes/no or a judgement."""
    indicator = rulebook.indicators.get(test.input.code or "")
    return indicator is not None and indicator.kind in (Kind.YES_NO, Kind.JUDGEMENT)
