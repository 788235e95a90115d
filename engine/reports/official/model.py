"""The official report as content: blocks of text with the ids of what they say, before any renderer gives them a form."""

from __future__ import annotations

from typing import NamedTuple

from engine.reports.annex import AnnexRow


class Heading(NamedTuple):
    """``level`` 1 is a part (I.), 2 a section (1.), 3 a subsection (1.1. or a)); ``number`` as printed, with its mark."""

    level: int
    number: str
    text: str


class Paragraph(NamedTuple):
    """``about`` are the ids of criteria and findings that the text states: renderers refer from them to the basis."""

    text: str
    about: tuple[str, ...] = ()


class Item(NamedTuple):
    """A paragraph that begins with a dash."""

    text: str
    about: tuple[str, ...] = ()


class ToWrite(NamedTuple):
    """What only a person can write: renderers mark it so that nobody overlooks it."""

    text: str

    @property
    def marked(self) -> str:
        """[Cần bổ sung: …]."""
        return f"[Cần bổ sung: {self.text}]"


Block = Heading | Paragraph | Item | ToWrite
Line = str | ToWrite


class Head(NamedTuple):
    """What stands above the text. ``parent`` and ``number_line`` may be empty or to be written, as every Line."""

    parent: str
    issuer: Line
    number: Line
    place_and_day: Line
    kind: str
    title: str
    addressee: tuple[Line, ...]


class Signature(NamedTuple):
    """``authority`` are the lines above the name, TM. and KT. included."""

    authority: tuple[Line, ...]
    name: Line
    recipients: tuple[Line, ...]


class BasisFact(NamedTuple):
    """A number or observation that a conclusion rests on, with the place it was taken from."""

    name: str
    value: str
    source: str
    origin: str


class BasisRow(NamedTuple):
    """What a conclusion rests on. ``rule`` is the file:line of the rule; ``legal`` is căn cứ."""

    id: str
    kind: str
    text: str
    rests: str
    legal: str
    rule: str
    facts: tuple[BasisFact, ...]


class BasisPart(NamedTuple):
    """The rows of one kind, under their title; ``note`` says what is not listed, where something is not."""

    title: str
    rows: tuple[BasisRow, ...]
    note: str = ""


class SourceName(NamedTuple):
    """The short name of a source, as it stands beside numbers, and the document that it means."""

    key: str
    document: str


class OfficialReport(NamedTuple):
    """Everything that stands in the report and its annexes, in the order of printing."""

    head: Head
    body: tuple[Block, ...]
    signature: Signature
    annex_title: str
    annex_note: Line
    annex: tuple[AnnexRow, ...]
    basis_title: str
    basis: tuple[BasisPart, ...]
    created: str
    """YYYY-MM-DD: the as-of date of the facts, for the properties of files."""
    sources: tuple[SourceName, ...] = ()
    """What the short names beside the numbers of the annexes mean."""
    notice: str = ""
    """What stands on every page of a draft."""

    @property
    def to_write(self) -> int:
        """How many places a person has still to write."""
        lines = (
            self.head.issuer, self.head.number, self.head.place_and_day, *self.head.addressee,
            *self.signature.authority, self.signature.name, *self.signature.recipients, *self.body,
        )  # fmt: skip
        return sum(isinstance(line, ToWrite) for line in lines)

    @property
    def basis_places(self) -> dict[str, int]:
        """The place of an id's first row in the basis, counted from 1 over all parts: what references point to."""
        ids = (row.id for part in self.basis for row in part.rows)
        places: dict[str, int] = {}
        for place, identifier in enumerate(ids, start=1):
            places.setdefault(identifier, place)
        return places
