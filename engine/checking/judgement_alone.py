"""CT140: a finding that rests on observations alone and does not call itself a judgement."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent, sentence
from engine.files.diagnostics import Diagnostic
from engine.language.text import fold
from engine.rulebook.rulebook import Finding, Kind, Rulebook, Test, leaves


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields findings on yes/no answers alone, which prove nothing (8-semantics), unless they say «nhận định»."""
    for finding in checked.rulebook.findings:
        if _only_observations(finding, checked.rulebook) and "nhan dinh" not in fold(sentence(finding)):
            message = f"{finding.id} chỉ dựa vào nhận định có/không, không có con số nào"
            remedy = "thêm điều kiện bằng số; nếu nguồn không có số, ghi rõ trong câu «theo nhận định của báo cáo»"
            yield Diagnostic("CT140", message, finding.span, remedy)


def _only_observations(finding: Finding, rulebook: Rulebook) -> bool:
    tests = list(leaves(finding.when))
    return bool(tests) and all(isinstance(leaf, Test) and is_observation(leaf, rulebook) for leaf in tests)


def is_observation(test: Test, rulebook: Rulebook) -> bool:
    """Returns whether a comparison asks for a yes/no or a judgement."""
    indicator = rulebook.indicators.get(test.input.code or "")
    return indicator is not None and indicator.kind in (Kind.YES_NO, Kind.JUDGEMENT)
