"""What the official report needs and no rule can know: who writes to whom, place and date, signature, fields of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.domain.records import NamedTuple


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
