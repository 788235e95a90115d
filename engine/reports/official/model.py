"""The content of the official report, for all renderers: blocks of text with the ids of the results that they state."""

from __future__ import annotations

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.reports.annex import AnnexRow


class Heading(NamedTuple):
    """A heading. ``level`` 1 is a part (I.), 2 a section (1.), 3 a subsection (1.1. or a)); ``number`` has its mark."""

    level: int
    number: str
    text: str


class Paragraph(NamedTuple):
    """A paragraph. ``about`` has the ids of criteria and findings in it, which renderers link to the basis."""

    text: str
    about: tuple[str, ...] = ()


class Item(NamedTuple):
    """A paragraph that begins with a dash. ``sources`` are the documents of its numbers, for a footnote.

    ``remarks`` are what the sources say of these numbers, for the same footnote.
    """

    text: str
    about: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class ToWrite(NamedTuple):
    """A text that a person must write; renderers mark it, so that nobody overlooks it."""

    text: str

    @property
    def marked(self) -> str:
        """The mark: [Cần bổ sung: …]."""
        return f"[Cần bổ sung: {self.text}]"


Block = Heading | Paragraph | Item | ToWrite
Line = str | ToWrite


class Head(NamedTuple):
    """The parts above the text; ``parent`` may be empty."""

    parent: str
    issuer: Line
    number: Line
    place_and_day: Line
    kind: str
    title: str
    addressee: tuple[Line, ...]


class Signature(NamedTuple):
    """The parts below the text; ``authority`` has the lines above the name, TM. and KT. included."""

    authority: tuple[Line, ...]
    name: Line
    recipients: tuple[Line, ...]


class BasisFact(NamedTuple):
    """A number or observation that a conclusion rests on, with its source and place."""

    name: str
    value: str
    source: str
    origin: str


class BasisRow(NamedTuple):
    """The basis of a conclusion. ``rule`` is the file:line of the rule, ``legal`` is căn cứ."""

    id: str
    kind: str
    text: str
    rests: str
    legal: str
    rule: str
    facts: tuple[BasisFact, ...]


class BasisPart(NamedTuple):
    """The rows of one kind, under their title; ``note`` tells how many results are not listed."""

    title: str
    rows: tuple[BasisRow, ...]
    note: str = ""


class SigningRow(NamedTuple):
    """A row of the table to be signed; ``cause`` is in words. ``is_target``: it names a target above its criteria."""

    number: str
    text: str
    unit: str = ""
    goal: str = ""
    before: str = ""
    actual: str = ""
    relative: str = ""
    verdict: str = ""
    cause: str = ""
    is_target: bool = False
    status: Verdict | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts, by the columns of the table."""
        return self[:9]


class SigningTable(NamedTuple):
    """The table of the report to be signed; ``before`` is the heading of the column of the year before."""

    before: str
    rows: tuple[SigningRow, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns."""
        goal = ("TT", "Chỉ tiêu", "ĐVT", "Mục tiêu", self.before)
        return (*goal, "Thực hiện", "So mục tiêu", "Đánh giá", "Nguyên nhân")

    @property
    def unfilled(self) -> tuple[str, ...]:
        """The headings of the columns that are wholly empty."""
        return tuple(heading for place, heading in enumerate(self.headings) if place not in self.filled)

    @property
    def filled(self) -> tuple[int, ...]:
        """The places of the columns that are not wholly empty."""
        return tuple(place for place in range(len(self.headings)) if any(row.cells[place] for row in self.rows))


class UnitLine(NamedTuple):
    """A unit in the annex of the report over many: place, name, «06/11», and the ids of what is unmet and of what is open."""

    place: str
    unit: str
    reached: str
    unmet: str
    undecided: str


class SourceName(NamedTuple):
    """The short name of a source beside numbers, and its document."""

    key: str
    document: str


class OfficialReport(NamedTuple):
    """The content of the report and its annexes, in the order of printing."""

    head: Head
    body: tuple[Block, ...]
    signature: Signature
    created: str
    """The as-of date of the facts as YYYY-MM-DD, for the properties of files."""
    annex_title: str = ""
    annex_note: Line = ""
    annex: tuple[AnnexRow, ...] = ()
    basis_title: str = ""
    basis: tuple[BasisPart, ...] = ()
    table: SigningTable | None = None
    """The table of the report to be signed, which has no ``annex`` and no ``basis``."""
    units: tuple[UnitLine, ...] = ()
    """The units of the report over many."""
    sources: tuple[SourceName, ...] = ()
    """The documents of the short names beside the numbers of the annexes."""
    notice: str = ""
    """What stands on every page of a draft."""
    anchor: str = ""
    """The line behind the annexes of a document by which its result can be recognised later; '' for none."""

    def without_sources(self) -> OfficialReport:
        """Returns the report without its footnotes."""
        return self._replace(
            body=tuple(
                block._replace(sources=(), remarks=()) if isinstance(block, Item) else block for block in self.body
            )
        )

    @property
    def to_write(self) -> int:
        """The number of places that a person must still write."""
        lines = (
            self.head.issuer, self.head.number, self.head.place_and_day, *self.head.addressee,
            *self.signature.authority, self.signature.name, *self.signature.recipients, *self.body,
        )  # fmt: skip
        return sum(isinstance(line, ToWrite) for line in lines)

    @property
    def basis_places(self) -> dict[str, int]:
        """The place of the first row of every id in the basis, counted from 1 over all parts; references link to it."""
        ids = (row.id for part in self.basis for row in part.rows)
        places: dict[str, int] = {}
        for place, identifier in enumerate(ids, start=1):
            places.setdefault(identifier, place)
        return places
