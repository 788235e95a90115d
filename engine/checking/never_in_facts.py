"""CT133: indicators that rules use and no facts file gives."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.checking.unused_indicators import used_codes
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    if not checked.facts:
        return
    given = {fact.code for fact in checked.given}
    used = used_codes(checked.rulebook)
    for indicator in checked.rulebook.indicators.values():
        if indicator.formula is None and indicator.code in used and indicator.code not in given:
            message = f"số liệu «{indicator.code}» được dùng nhưng chưa có trong tệp số liệu nào"
            remedy = "thêm vào tệp số liệu; nếu nguồn không có thì để nguyên, kết luận cần nó sẽ là «chưa đủ số liệu»"
            yield Diagnostic("CT133", message, indicator.span, remedy)
