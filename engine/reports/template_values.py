"""The values that Word templates print, by the names of their tags, from a composed document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.reports.docx_text import clean
from engine.reports.footnotes import mark
from engine.reports.official.model import Block, Heading, Item, Line, OfficialReport, Paragraph, SigningRow, ToWrite
from engine.reports.official.typography import broken_before_level, unbroken


class Passage(NamedTuple):
    """A paragraph of the text: «doan» in templates. ``so`` is its number, ``chu`` its words; one of the others is true.

    The headings: of a part (I.), a section (1.), a subsection (1.1.), a point (a)). Then text, text that leads over to the
    next paragraph, what begins with a dash, and what a person must still write.
    """

    so: str
    chu: str
    la_phan: bool = False
    la_muc: bool = False
    la_tieu_muc: bool = False
    la_diem: bool = False
    la_van: bool = False
    la_dan: bool = False
    la_gach: bool = False
    can_bo_sung: bool = False


class Row(NamedTuple):
    """A row of the annex: «hang» in templates."""

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
    ban_nhap: str


def values_of(report: OfficialReport) -> TemplateValues:
    """Returns what the templates of ``report`` may print."""
    head, signature, table = report.head, report.signature, report.table
    one = len(head.addressee) == 1
    return TemplateValues(
        co_quan_cap_tren=clean(head.parent),
        co_quan=broken_before_level(_line(head.issuer)),
        so=_line(head.number),
        dia_danh_ngay=_line(head.place_and_day),
        loai_van_ban=clean(head.kind),
        trich_yeu=unbroken(clean(head.title)),
        kinh_gui=_line(head.addressee[0]) if one else "",
        kinh_gui_nhieu_noi=() if one else _listed(head.addressee),
        noi_dung=_passages(report),
        noi_nhan=_listed(signature.recipients),
        tham_quyen_ky=tuple(map(_line, signature.authority)),
        nguoi_ky=_line(signature.name),
        ten_phu_luc=clean(report.annex_title),
        kem_theo=_line(report.annex_note),
        cot_nam_truoc="" if table is None else table.before,
        bang=() if table is None else tuple(map(_row, table.rows)),
        don_vi=tuple(UnitValues(*map(clean, line)) for line in report.units),
        ban_nhap=clean(report.notice),
    )


def _passages(report: OfficialReport) -> tuple[Passage, ...]:
    """The text; its last paragraph leads over to the signature, which must not stand alone on a page."""
    *before, last = _with_marks(report.body)
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


def _with_marks(body: tuple[Block, ...]) -> Iterator[Passage]:
    """The paragraphs, each that has sources with the mark of its footnote."""
    number = 0
    for block in body:
        passage = _passage(block)
        if isinstance(block, Item) and (block.sources or block.remarks):
            number += 1
            passage = passage._replace(chu=passage.chu + mark(number))
        yield passage


def _passage(block: Block) -> Passage:
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
        case Item(text):
            return Passage("", unbroken(clean(text)), la_gach=True)
        case Paragraph(text):
            leads = text.endswith(":")
            return Passage("", unbroken(clean(text)), la_van=not leads, la_dan=leads)


def _row(row: SigningRow) -> Row:
    number, text, unit, goal, before, actual, relative, verdict, cause = map(clean, row.cells)
    return Row(number, text, unit, goal, before, actual, relative, verdict, cause, row.is_target)


def _line(line: Line) -> str:
    return clean(line.marked if isinstance(line, ToWrite) else line)


def _listed(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """The lines of a list, «;» behind each and «.» behind the last; marks as they are."""
    shown = [_line(line).strip().removeprefix("-").strip() for line in lines]
    last = len(lines) - 1
    return tuple(
        text if isinstance(line, ToWrite) else f"{text.rstrip(' .;,')}{'.' if place == last else ';'}"
        for place, (line, text) in enumerate(zip(lines, shown, strict=True))
    )
