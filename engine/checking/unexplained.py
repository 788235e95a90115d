"""CT130: a criterion whose failure no limitation and no cause explains."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.inference.compiler import belongs_to
from engine.rulebook.rulebook import Finding, Rulebook


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    rulebook = checked.rulebook
    if not rulebook.findings:
        return  # a resolution of targets alone needs no explanations
    explained = {c for f in rulebook.findings if f.kind.spec.needs_shortfall for c in _criteria(f, rulebook)}
    for criterion in rulebook.criteria:
        if criterion.counted and criterion.id not in explained:
            message = f"nội dung {criterion.id} nếu chưa đạt thì không có hạn chế, nguyên nhân nào giải thích"
            remedy = f"thêm một hạn chế hoặc nguyên nhân có `của: [{criterion.id}]`"
            yield Diagnostic("CT130", message, criterion.span, remedy)


def _criteria(finding: Finding, rulebook: Rulebook) -> Iterator[str]:
    """Yields the criteria to which the finding belongs, directly or by a target."""
    for reference in belongs_to(finding, rulebook):
        if reference.what == "criterion":
            yield reference.id
        elif reference.what == "target":
            yield from (c.id for c in rulebook.criteria if c.target == reference.id)
