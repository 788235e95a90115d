"""The format of an administrative document: paper, letters, spacing, rules. Renderers have no numbers of their own.

Source of the values, unless a field names another: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I; cited below by mục and khoản.
A body with another format (a Party committee, the Assembly) gets another ``AdministrativeFormat``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Side(StrEnum):
    """The alignment of a paragraph; BOTH is justified."""

    LEFT = "left"
    CENTRE = "centre"
    BOTH = "both"


class Look(NamedTuple):
    """The letters and the paragraph of one element. Sizes and spaces in points, indents in millimetres.

    ``line_spacing`` is a multiple of the single line; ``outline`` is the level in the outline of the document, 0 for none.
    """

    size: float
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    side: Side = Side.LEFT
    first_line: float = 0
    indent: float = 0
    before: float = 0
    after: float = 0
    line_spacing: float = 1
    keep_with_next: bool = False
    outline: int = 0


class Page(NamedTuple):
    """Sizes of paper and margins in millimetres. ``page_number_from_edge`` must leave room for the number above the text."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    page_number_from_edge: float

    @property
    def text_width(self) -> float:
        """The width between the margins in portrait."""
        return self.width - self.left - self.right

    @property
    def text_width_landscape(self) -> float:
        """The width between the margins in landscape, where the margins keep their sides."""
        return self.height - self.left - self.right


class AdministrativeFormat(NamedTuple):
    """Every value of a format. The defaults are those of state administration."""

    page: Page = Page(210, 297, 20, 20, 30, 20, 10)
    """Mục I, khoản 1 to 3: A4 portrait; top and bottom 20-25 mm, left 30-35 mm, right 15-20 mm."""
    font: str = "Times New Roman"
    """Mục I, khoản 4: Times New Roman, Unicode (TCVN 6909:2001)."""
    colour: str = "000000"
    """Mục I, khoản 4: black. RRGGBB."""
    language: str = "vi-VN"
    page_number: Look = Look(14, side=Side.CENTRE)
    """Mục I, khoản 7: Arabic, 13-14, centred in the top margin, not shown on the first page."""
    annexes_count_pages_anew: bool = True
    """Mục III, khoản 1, điểm đ: every annex has page numbers of its own, from 1 on, not shown on its first page."""

    national_title: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    national_motto: str = "Độc lập - Tự do - Hạnh phúc"
    head_columns: tuple[float, float] = (62, 98)
    """Mục IV: issuing body on the left, the national title on about three fifths of the width. Millimetres."""
    title_look: Look = Look(12, bold=True, capitals=True, side=Side.CENTRE)
    """Mục II, khoản 1: Quốc hiệu in capitals, 12-13, bold."""
    motto_look: Look = Look(13, bold=True, side=Side.CENTRE)
    """Mục II, khoản 1: Tiêu ngữ 13-14, bold, centred under Quốc hiệu, single line spacing."""
    motto_rule: float = 1.0
    """Mục II, khoản 1: a rule as long as the line of the motto."""
    parent_look: Look = Look(12, capitals=True, side=Side.CENTRE)
    """Mục II, khoản 2: the superior body in capitals, 12-13, upright."""
    issuer_look: Look = Look(12, bold=True, capitals=True, side=Side.CENTRE)
    """Mục II, khoản 2: the issuing body in capitals, 12-13, bold."""
    issuer_rule: float = 0.4
    """Mục II, khoản 2: a rule of 1/3 to 1/2 of the line."""
    number_look: Look = Look(13, side=Side.CENTRE, before=6)
    """Mục II, khoản 3: 13, upright, centred under the issuing body."""
    place_look: Look = Look(13, italic=True, side=Side.CENTRE, before=6)
    """Mục II, khoản 4: place and date 13-14, italic, on the line of the number."""
    kind_look: Look = Look(14, bold=True, capitals=True, side=Side.CENTRE, before=18, keep_with_next=True)
    """Mục II, khoản 5: the kind of document in capitals, 13-14, bold, centred."""
    subject_look: Look = Look(14, bold=True, side=Side.CENTRE, keep_with_next=True)
    """Mục II, khoản 5: trích yếu 13-14, bold, centred below the kind."""
    subject_rule: float = 0.4
    """Mục II, khoản 5: a rule of 1/3 to 1/2 of the line."""
    rule_weight: float = 0.75
    """Points: a thin unbroken line; the decree gives no thickness."""

    addressee_look: Look = Look(14, side=Side.CENTRE, before=6, after=12)
    """Mục II, khoản 9: Kính gửi 13-14, upright; one addressee stands on the same line."""
    addressees_look: Look = Look(14, indent=30, before=6)
    """Mục II, khoản 9: several addressees stand below «Kính gửi:», each on its line with a dash."""
    addressee_in_list_look: Look = Look(14, indent=50)
    """Mục II, khoản 9: the dashes stand one under the other, below the colon."""

    body: Look = Look(14, side=Side.BOTH, first_line=12.7, after=6, line_spacing=1.15)
    """Mục II, khoản 6: 13-14, justified, first line 1 or 1,27 cm, at least 6 pt between paragraphs, lines 1 to 1,5."""
    headings: tuple[Look, ...] = (
        Look(14, bold=True, capitals=True, first_line=12.7, before=6, after=6, keep_with_next=True, line_spacing=1.15, outline=1),
        Look(14, bold=True, first_line=12.7, after=6, keep_with_next=True, line_spacing=1.15, outline=2),
        Look(14, bold=True, italic=True, first_line=12.7, after=6, keep_with_next=True, line_spacing=1.15, outline=3),
        Look(14, italic=True, first_line=12.7, after=6, keep_with_next=True, line_spacing=1.15, outline=4),
    )  # fmt: skip
    """Mục II, khoản 6: titles of khoản as large as the text, bold. Italic from level 3 on is a custom, not in the decree."""
    reference_size: float = 13
    """The ids after a sentence, raised so that they do not disturb reading. Not in the decree: staff remove them."""

    signature_columns: tuple[float, float] = (80, 80)
    authority_look: Look = Look(14, bold=True, capitals=True, side=Side.CENTRE)
    """Mục II, khoản 7: TM., KT. and the office in capitals, 13-14, bold."""
    signer_look: Look = Look(14, bold=True, side=Side.CENTRE, before=84)
    """Mục II, khoản 7: the name 13-14, bold, centred under the office; room for the signature above it."""
    recipients_label: Look = Look(12, bold=True, italic=True)
    """Mục II, khoản 9: «Nơi nhận:» 12, bold italic, on the line of the signing office."""
    recipient_look: Look = Look(11)
    """Mục II, khoản 9: recipients 11, upright, a dash before each, «;» after each, «.» after the last."""

    annex_label: Look = Look(14, bold=True, side=Side.CENTRE, keep_with_next=True, outline=1)
    """Mục III, khoản 1: «Phụ lục» and its number 14, bold, centred on a line of its own; Roman when there are several."""
    annex_title: Look = Look(14, bold=True, capitals=True, side=Side.CENTRE, keep_with_next=True)
    """Mục III, khoản 1: the title in capitals, 13-14, bold, centred."""
    annex_note: Look = Look(14, italic=True, side=Side.CENTRE, after=8, keep_with_next=True)
    """Mục III, khoản 1: (Kèm theo …) 13-14, italic, centred below the title."""
    annex_part: Look = Look(13, bold=True, before=8, after=4, keep_with_next=True, outline=2)
    annex_remark: Look = Look(12, italic=True, before=4, after=4)
    cell: Look = Look(12, before=1, after=1)
    """The decree sets no size for tables; smaller letters than those of the text fit into the columns."""
    cell_head: Look = Look(12, bold=True, side=Side.CENTRE, before=2, after=2, keep_with_next=True)
    basis_cell: Look = Look(10, before=1, after=1)
    """Annex II is a working paper, so its letters are as small as readable."""


STATE_ADMINISTRATION = AdministrativeFormat()
"""Nghị định 30/2020/NĐ-CP."""
