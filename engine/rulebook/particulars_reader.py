"""Reads what the official report needs and no rule can know, from a rule or facts file."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from engine.files.diagnostics import Problems
from engine.files.scalars import text_or_empty
from engine.rulebook.particulars import ReportParticulars, WorkField

if TYPE_CHECKING:
    from engine.rulebook.documents import ReportDoc


def read_particulars(
    doc: ReportDoc, indicators: Container[str], codes: Iterable[str], problems: Problems
) -> ReportParticulars:
    """The particulars as written in a rule or facts file; a field that covers no indicator is reported.

    ``indicators`` holds every code that may be named, ``codes`` are those there are.
    """
    known = list(codes)
    offered = {*known, *(name.partition(".")[0] for name in known)}
    for code in (code for field in doc.fields for code in field.codes):
        if code.value not in indicators and not WorkField("", (code.value,)).covers_any(known):
            close = problems.nearest(code.value, offered)
            remedy = (
                f"phải chăng là `{close}`?"
                if close
                else "ghi một mã trong danh mục, hoặc phần trước dấu chấm của các mã"
            )
            problems.add("CT101", f"không có số liệu nào thuộc «{code}»", code.span, remedy)
    return ReportParticulars(
        parent=text_or_empty(doc.parent),
        issuer=text_or_empty(doc.issuer),
        number=text_or_empty(doc.number),
        place=text_or_empty(doc.place),
        day=doc.day,
        title=text_or_empty(doc.title),
        addressee=tuple(text.value for text in doc.addressee),
        grounds=tuple(text.value for text in doc.grounds),
        work_done=tuple(text.value for text in doc.work_done),
        fields=tuple(WorkField(field.title.value, tuple(code.value for code in field.codes)) for field in doc.fields),
        signing=tuple(text.value for text in doc.signing),
        signer=text_or_empty(doc.signer),
        recipients=tuple(text.value for text in doc.recipients),
    )
