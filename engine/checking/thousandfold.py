"""CT152: a value about 1 000 times larger or smaller than that of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic, Note

_LEAST, _MOST = Fraction(500), Fraction(2000)
"""The factors between which a slip of the unit (nghìn for triệu, triệu for tỷ), a factor of 1 000, is suspected."""


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for before, now, year in checked.pairs:
        old, new = before.value.exact, now.value.exact
        if not old or not new:
            continue
        factor = max(abs(new / old), abs(old / new))
        if _LEAST <= factor <= _MOST:
            size = "lớn" if abs(new) > abs(old) else "nhỏ"
            message = f"«{now.code}» là {now.text}, {size} hơn năm {year} ({before.text}) khoảng 1.000 lần"
            note = Note(before.span, f"năm {year}")
            yield Diagnostic("CT152", message, now.span, "kiểm tra đơn vị tính: nghìn, triệu hay tỷ", (note,))
