"""The values that Word templates print, by the names of their tags, from a composed document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.domain.records import NamedTuple
from engine.reports.annex import AnnexRow, RowKind
from engine.reports.footnotes import mark
from engine.reports.official.annexes import BASIS_COLUMNS, source_note
from engine.reports.official.model import (
    BasisPart,
    BasisRow,
    Block,
    Heading,
    Item,
    Line,
    OfficialReport,
    Paragraph,
    SigningRow,
    ToWrite,
)
from engine.reports.official.typography import unbroken
from engine.reports.word_text import clean, links, references, shown, target

_PARAGRAPHS = "\a"
"""docxtpl begins a new paragraph there; no text of a file has one (``clean``)."""

_UNIT = re.compile(r"(?<= )(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh) (?=(\w))", re.IGNORECASE)
_LETTERS_OF_A_LINE = 24
"""Of the name of a body, in capitals; what is longer must break somewhere."""


class Passage(NamedTuple):
    """A paragraph of the text: «doan» in templates. ``so`` is its number, ``chu`` its words; one of the others is true.

    The headings: of a part (I.), a section (1.), a subsection (1.1.), a point (a)). Then text, text that leads over to the
    next paragraph, what begins with a dash, and what a person must still write. ``ma`` has the ids of what is stated, as links.
    """

    so: str
    chu: str
    ma: str = ""
    la_phan: bool = False
    la_muc: bool = False
    la_tieu_muc: bool = False
    la_diem: bool = False
    la_van: bool = False
    la_dan: bool = False
    la_gach: bool = False
    can_bo_sung: bool = False


class Row(NamedTuple):
    """A row of the annex of the report to be signed: «hang» in templates."""

    tt: str
    chi_tieu: str
    dvt: str
    muc_tieu: str
    nam_truoc: str
    thuc_hien: str
    so_muc_tieu: str
    danh_gia: str
    nguyen_nhan: str
    la_nhom: bool = False
    """Whether it names a target above its criteria."""


class ReviewRow(NamedTuple):
    """A row of the annex for review: «hang» in templates. ``nguyen_nhan`` has the ids of causes, as links.

    ``chua_ro``: it is unmet, and no cause is known. ``la_chi_tieu``: it names a target above its criteria.
    """

    tt: str
    noi_dung: str
    dvt: str
    muc_tieu: str
    thuc_hien: str
    so_muc_tieu: str
    danh_gia: str
    nguyen_nhan: str
    chua_ro: bool
    nguon: str
    la_chi_tieu: bool


class BasisValues(NamedTuple):
    """The basis of a conclusion: «hang» in templates. ``ma`` is the target of links, ``so_lieu`` has a paragraph per number."""

    ma: str
    loai: str
    ket_luan: str
    dua_tren: str
    can_cu: str
    so_lieu: str
    quy_tac: str


class PartValues(NamedTuple):
    """A part of the annex of the basis: «phan» in templates."""

    ten: str
    hang: tuple[BasisValues, ...]
    ghi_chu: str


class UnitValues(NamedTuple):
    """A unit of the report over many: «dv» in templates."""

    hang: str
    ten: str
    dat_vuot: str
    chua_dat: str
    chua_ro: str


class TemplateValues(NamedTuple):
    """All values; the fields are the names of the tags."""

    co_quan_cap_tren: str
    co_quan: str
    so: str
    dia_danh_ngay: str
    loai_van_ban: str
    trich_yeu: str
    kinh_gui: str
    kinh_gui_nhieu_noi: tuple[str, ...]
    noi_dung: tuple[Passage, ...]
    noi_nhan: tuple[str, ...]
    tham_quyen_ky: tuple[str, ...]
    nguoi_ky: str
    ten_phu_luc: str
    kem_theo: str
    cot_nam_truoc: str
    bang: tuple[Row, ...]
    don_vi: tuple[UnitValues, ...]
    phu_luc: tuple[ReviewRow, ...]
    ten_can_cu: str
    can_cu: tuple[PartValues, ...]
    ky_hieu_nguon: str
    dong_doi_chung: str
    ban_nhap: str


def values_of(report: OfficialReport) -> TemplateValues:
    """Returns what the templates of ``report`` may print."""
    head, signature, table = report.head, report.signature, report.table
    places = report.basis_places
    one = len(head.addressee) == 1
    return TemplateValues(
        co_quan_cap_tren=clean(head.parent),
        co_quan=shown(head.issuer) if isinstance(head.issuer, ToWrite) else _body(clean(head.issuer)),
        so=shown(head.number),
        dia_danh_ngay=shown(head.place_and_day),
        loai_van_ban=clean(head.kind),
        trich_yeu=unbroken(clean(head.title)),
        kinh_gui=shown(head.addressee[0]) if one else "",
        kinh_gui_nhieu_noi=() if one else _listed(head.addressee),
        noi_dung=_passages(report, places),
        noi_nhan=_listed(signature.recipients),
        tham_quyen_ky=tuple(map(shown, signature.authority)),
        nguoi_ky=shown(signature.name),
        ten_phu_luc=clean(report.annex_title),
        kem_theo=shown(report.annex_note),
        cot_nam_truoc="" if table is None else table.before,
        bang=() if table is None else tuple(map(_row, table.rows)),
        don_vi=tuple(UnitValues(*map(clean, line)) for line in report.units),
        phu_luc=tuple(_review_row(row, places) for row in report.annex),
        ten_can_cu=clean(report.basis_title),
        can_cu=tuple(_parts(report.basis, places)),
        ky_hieu_nguon=clean(source_note(report.sources)) if report.sources else "",
        dong_doi_chung=clean(report.anchor),
        ban_nhap=clean(report.notice),
    )


def _body(name: str) -> str:
    """Keeps the name of the unit on one line, as offices do: «Ủy ban nhân dân», below it «huyện Tháp Mười».

    >>> _body("Ủy ban nhân dân xã Tân Lập").split(" ")[-1] == "xã\N{NO-BREAK SPACE}Tân\N{NO-BREAK SPACE}Lập"
    True
    """
    for found in _UNIT.finditer(name):
        unit = name[found.start() :].partition(",")[0]
        if not found[1].islower() and len(unit) <= _LETTERS_OF_A_LINE:
            return name[: found.start()] + unit.replace(" ", "\N{NO-BREAK SPACE}") + name[found.start() + len(unit) :]
    return name


def _passages(report: OfficialReport, places: Mapping[str, int]) -> tuple[Passage, ...]:
    """The text; its last paragraph leads over to the signature, which must not stand alone on a page."""
    *before, last = _with_marks(report.body, places)
    return (*before, last._replace(la_van=False, la_dan=True) if last.la_van and report.signature.recipients else last)


def notes_of(report: OfficialReport) -> list[str]:
    """Returns the footnotes in the order of their marks."""
    noted = (block for block in report.body if isinstance(block, Item) and (block.sources or block.remarks))
    texts = [f"{clean('. '.join((*block.remarks, *_sources(block))))}." for block in noted]
    return [
        text if texts.index(text) == place else f"Như chú thích {texts.index(text) + 1}."
        for place, text in enumerate(texts)
    ]


def _sources(block: Item) -> tuple[str, ...]:
    return (f"Nguồn: {'; '.join(block.sources)}",) if block.sources else ()


def _with_marks(body: tuple[Block, ...], places: Mapping[str, int]) -> Iterator[Passage]:
    """The paragraphs, each that has sources with the mark of its footnote."""
    number = 0
    for block in body:
        passage = _passage(block, places)
        if isinstance(block, Item) and (block.sources or block.remarks):
            number += 1
            passage = passage._replace(chu=passage.chu + mark(number))
        yield passage


def _passage(block: Block, places: Mapping[str, int]) -> Passage:
    match block:
        case Heading(level, number, text):
            return Passage(
                number,
                unbroken(clean(text)),
                la_phan=level == 1,
                la_muc=level == 2,
                la_tieu_muc=level == 3,
                la_diem=level > 3,
            )
        case ToWrite():
            return Passage("", clean(block.marked), can_bo_sung=True)
        case Item(text, about):
            return Passage("", unbroken(clean(text)), references(about, places), la_gach=True)
        case Paragraph(text, about):
            leads = text.endswith(":")
            return Passage("", unbroken(clean(text)), references(about, places), la_van=not leads, la_dan=leads)


def _row(row: SigningRow) -> Row:
    number, text, unit, goal, before, actual, relative, verdict, cause = map(clean, row.cells)
    return Row(number, text, unit, goal, before, actual, relative, verdict, cause, row.is_target)


def _review_row(row: AnnexRow, places: Mapping[str, int]) -> ReviewRow:
    causes = tuple(cause.id for cause in row.causes)
    return ReviewRow(
        tt=clean(row.number),
        noi_dung=clean(row.text),
        dvt=clean(row.unit),
        muc_tieu=clean(row.goal),
        thuc_hien=clean(row.actual),
        so_muc_tieu=clean(row.relative),
        danh_gia=clean(row.verdict),
        nguyen_nhan=links(causes, places),
        chua_ro=row.unmet and not causes,
        nguon=clean(row.source),
        la_chi_tieu=row.kind is RowKind.TARGET,
    )


def _parts(parts: tuple[BasisPart, ...], places: Mapping[str, int]) -> Iterator[PartValues]:
    """The parts of the basis; the first row of an id is the target of its links."""
    place = 1
    for part in parts:
        rows = tuple(_basis(row, at, places.get(row.id) == at) for at, row in enumerate(part.rows, place))
        place += len(rows)
        yield PartValues(clean(part.title), rows, clean(part.note))


def _basis(row: BasisRow, place: int, is_target: bool) -> BasisValues:
    identifier, *others = (_PARAGRAPHS.join(map(clean, column.lines(row))) for column in BASIS_COLUMNS)
    return BasisValues(target(row.id, place) if is_target else identifier, clean(row.kind), *others)


def _listed(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """The lines of a list, «;» behind each and «.» behind the last."""
    last = len(lines) - 1
    return tuple(_without_ends(line) + ("." if place == last else ";") for place, line in enumerate(lines))


def _without_ends(line: Line) -> str:
    return shown(line if isinstance(line, ToWrite) else clean(line).strip().removeprefix("-").strip().rstrip(" .;,"))
