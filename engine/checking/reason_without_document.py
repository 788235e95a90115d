"""CT137: a reason for another condition than the wording's that names no document."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic
from engine.language.patterns import compiled
from engine.language.text import fold

_DOCUMENT = compiled(
    r"\b(?:nghi quyet|quyet dinh|cong van|van ban|thong bao|ket luan|chi thi|ke hoach|thong tu|nghi dinh|luat|to trinh"
    r"|bien ban|huong dan|dieu|khoan|phu luc|muc|chu thich)\b"
)


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for criterion in checked.rulebook.criteria:
        reason = criterion.differs_because
        if reason and not _DOCUMENT.search(fold(reason)):
            message = f"nội dung {criterion.id}: lý do khác nguyên văn không nêu văn bản nào («{reason}»)"
            remedy = (
                "ghi văn bản cho phép khác với nguyên văn, ví dụ `lý do khác nguyên văn: Công văn số 12/UBND cho …`"
            )
            yield Diagnostic("CT137", message, criterion.span, remedy)
