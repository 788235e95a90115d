"""CT134: facts that no rule uses."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.checking.unused_indicators import used_codes
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    used = used_codes(checked.rulebook)
    seen: set[str] = set()
    for fact in checked.given:
        if fact.code not in used and fact.code not in seen:
            seen.add(fact.code)
            message = f"số liệu «{fact.code}» không có quy tắc nào dùng đến"
            yield Diagnostic(
                "CT134", message, fact.span, "để nguyên nếu chỉ ghi để biết; nếu không, dùng nó hoặc bỏ dòng này"
            )
