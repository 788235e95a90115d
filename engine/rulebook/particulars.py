"""What the official report needs and no rule can know: who writes to whom, place and date, signature, fields of work."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from typing import NamedTuple

from engine.files.diagnostics import Problems
from engine.files.document import text_or_empty
from engine.rulebook.documents import ReportDoc


class WorkField(NamedTuple):
    """A field of work. ``codes`` are indicator codes, or what stands before the dot of several: ``htx``."""

    title: str
    codes: tuple[str, ...]

    def covers(self, code: str) -> bool:
        """Whether an indicator belongs to the field."""
        return any(code == own or code.startswith(f"{own}.") for own in self.codes)

    def covers_any(self, codes: Iterable[str]) -> bool:
        """Whether one of the indicators does."""
        return any(self.covers(code) for code in codes)


class ReportParticulars(NamedTuple):
    """Every text is as it is to be printed; empty where nobody has said it yet."""

    parent: str = ""
    issuer: str = ""
    number: str = ""
    place: str = ""
    day: date | None = None
    title: str = ""
    addressee: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    work_done: tuple[str, ...] = ()
    fields: tuple[WorkField, ...] = ()
    signing: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()

    def overridden_by(self, other: ReportParticulars) -> ReportParticulars:
        """These, with whatever ``other`` says in its place."""
        return self._replace(**{name: said for name, said in other._asdict().items() if said})


NO_PARTICULARS = ReportParticulars()


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
