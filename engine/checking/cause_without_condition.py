"""CT143: a cause without «khi»: it is named whenever something falls short, whatever the data say."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for finding in checked.rulebook.findings:
        if finding.asserted:
            message = f"nguyên nhân {finding.id} không có điều kiện: nêu ra mà không dựa vào số liệu nào"
            remedy = "thêm `khi:` với số liệu chứng tỏ nguyên nhân ấy; chỉ có lời báo cáo thì dùng số liệu kiểu có/không có nguồn"
            yield Diagnostic("CT143", message, finding.span, remedy)
