"""Makes an empty Word document with only the styles, page and language of an administrative format."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import CharacterStyle, ParagraphStyle

from engine.reports.administrative_format import AdministrativeFormat, Look, Side
from engine.reports.docx_xml import element, page_number, style_borders

HEADINGS = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")
TABLE = "Bảng phụ lục"
REFERENCE = "Mã căn cứ"
TO_WRITE = "Cần bổ sung"
RULE = "Đường kẻ"
_BUILT_IN = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "header", *(h.lower() for h in HEADINGS)}
_SETTINGS = {"zoom", "defaultTabStop", "characterSpacingControl", "compat"}
_NEEDED_PARTS = ("/styles", "/settings", "/officeDocument", "/core-properties")
_HIGHLIGHT = "FFF2AB"
_SIDES = {
    Side.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Side.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Side.BOTH: WD_ALIGN_PARAGRAPH.JUSTIFY,
}


class _NamedStyle(NamedTuple):
    """A paragraph style: its name for people, its id in the file, and its look."""

    name: str
    id: str
    look: Look


def styled_document(form: AdministrativeFormat) -> Document:
    """Returns a document without text; its first section is in portrait with the page number above the text."""
    document = docx.Document()
    _strip(document)
    _defaults(document, form)
    for style in _paragraph_styles(form):
        _define(document, style, form)
    for name in HEADINGS:  # Enter behind a heading begins a paragraph of text
        document.styles[name].next_paragraph_style = document.styles["Nội dung"]
    _character_styles(document, form)
    _table_style(document, form)
    _first_section(document, form)
    return document


def landscape(section: Section, form: AdministrativeFormat) -> None:
    """Turns a section after the first into landscape."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(form.page.height), Mm(form.page.width)
    section.different_first_page_header_footer = form.annexes_count_pages_anew
    if form.annexes_count_pages_anew:
        section._sectPr.find(qn("w:pgMar")).addnext(element("pgNumType", start="1"))


def mark_pages(document: Document, notice: str) -> None:
    """Puts ``notice`` above the text of every page: sections that follow the first one have its headers."""
    first = document.sections[0]
    for header in (first.header, first.first_page_header):
        paragraph = header.paragraphs[-1]
        if len(paragraph._p):  # the number of the page
            paragraph = header.add_paragraph()
        paragraph.style = "Header"
        paragraph.add_run(notice).bold = True


def properties(document: Document, title: str, created: str, to_write: int) -> None:
    """Sets the properties of the file, which name no person as author; ``created`` is YYYY-MM-DD."""
    core, day = document.core_properties, datetime.fromisoformat(created)
    core.title, core.author, core.last_modified_by = title[:255], "chitieu", "chitieu"
    core.created = core.modified = day
    core.language, core.revision = "vi-VN", 1
    core.comments = f"Còn {to_write} chỗ cần bổ sung, ghi [Cần bổ sung: …] trong văn bản." if to_write else ""


def _paragraph_styles(form: AdministrativeFormat) -> list[_NamedStyle]:
    headings = [
        _NamedStyle(name, name.replace(" ", ""), look) for name, look in zip(HEADINGS, form.headings, strict=True)
    ]
    return [
        _NamedStyle("Normal", "Normal", Look(form.body.size)),
        _NamedStyle("Header", "Header", form.page_number),
        *headings,
        _NamedStyle("Nội dung", "NoiDung", form.body),
        _NamedStyle("Gạch đầu dòng", "GachDauDong", form.body),
        _NamedStyle("Quốc hiệu", "QuocHieu", form.title_look),
        _NamedStyle("Tiêu ngữ", "TieuNgu", form.motto_look),
        _NamedStyle("Cơ quan cấp trên", "CoQuanCapTren", form.parent_look),
        _NamedStyle("Cơ quan ban hành", "CoQuanBanHanh", form.issuer_look),
        _NamedStyle("Số, ký hiệu", "SoKyHieu", form.number_look),
        _NamedStyle("Địa danh, ngày tháng", "DiaDanhNgayThang", form.place_look),
        _NamedStyle("Tên loại văn bản", "TenLoaiVanBan", form.kind_look),
        _NamedStyle("Trích yếu", "TrichYeu", form.subject_look),
        _NamedStyle(RULE, "DuongKe", Look(2, side=Side.CENTRE)),
        _NamedStyle("Kính gửi", "KinhGui", form.addressee_look),
        _NamedStyle("Kính gửi nhiều nơi", "KinhGuiNhieuNoi", form.addressees_look),
        _NamedStyle("Nơi kính gửi", "NoiKinhGui", form.addressee_in_list_look),
        _NamedStyle("Quyền hạn, chức vụ", "QuyenHanChucVu", form.authority_look),
        _NamedStyle("Họ tên người ký", "HoTenNguoiKy", form.signer_look),
        _NamedStyle("Nơi nhận", "NoiNhan", form.recipients_label),
        _NamedStyle("Dòng nơi nhận", "DongNoiNhan", form.recipient_look),
        _NamedStyle("Phụ lục", "PhuLuc", form.annex_label),
        _NamedStyle("Tên phụ lục", "TenPhuLuc", form.annex_title),
        _NamedStyle("Kèm theo", "KemTheo", form.annex_note),
        _NamedStyle("Phần của phụ lục", "PhanPhuLuc", form.annex_part),
        _NamedStyle("Ghi chú phụ lục", "GhiChuPhuLuc", form.annex_remark),
        _NamedStyle("Ô bảng", "OBang", form.cell),
        _NamedStyle("Đầu bảng", "DauBang", form.cell_head),
        _NamedStyle("Ô bảng căn cứ", "OBangCanCu", form.basis_cell),
    ]


def _define(document: Document, named: _NamedStyle, form: AdministrativeFormat) -> None:
    """Sets the look of a built-in style, or adds a style with it."""
    styles = document.styles
    known = named.name in ("Normal", "Header", *HEADINGS)
    style = styles[named.name] if known else styles.add_style(named.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if not known:
        style.element.set(qn("w:styleId"), named.id)
        style.base_style = styles["Normal"]
        style.quick_style = True
    look, shape = named.look, style.paragraph_format
    _letters(style, look, form)
    shape.alignment = _SIDES[look.side]
    shape.first_line_indent, shape.left_indent = Mm(look.first_line), Mm(look.indent)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = look.line_spacing
    shape.keep_with_next, shape.widow_control = look.keep_with_next, True
    if look.outline:
        style.element.get_or_add_pPr().append(element("outlineLvl", val=str(look.outline - 1)))


def _letters(style: CharacterStyle, look: Look, form: AdministrativeFormat) -> None:
    """Sets the font for every script, because Word counts Vietnamese letters outside Latin-1 to any of them."""
    font = style.font
    font.name, font.size, font.bold, font.italic = form.font, Pt(look.size), look.bold, look.italic
    font.all_caps = look.capitals
    properties = style.element.get_or_add_rPr()
    _all_scripts(properties, form.font)
    properties.insert_element_before(element("color", val=form.colour), "w:sz", "w:szCs")
    properties.append(element("szCs", val=str(round(look.size * 2))))


def _all_scripts(properties: BaseOxmlElement, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _character_styles(document: Document, form: AdministrativeFormat) -> None:
    reference = document.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER)
    reference.element.set(qn("w:styleId"), "MaCanCu")
    reference.font.size, reference.font.superscript = Pt(form.reference_size), True
    reference.font.bold = reference.font.italic = False
    to_write = document.styles.add_style(TO_WRITE, WD_STYLE_TYPE.CHARACTER)
    to_write.element.set(qn("w:styleId"), "CanBoSung")
    shading = element("shd", val="clear", color="auto", fill=_HIGHLIGHT)
    to_write.element.get_or_add_rPr().append(shading)
    for style in (reference, to_write):
        style.quick_style = True


def _table_style(document: Document, form: AdministrativeFormat) -> None:
    style = document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    style.element.set(qn("w:styleId"), "BangPhuLuc")
    style.base_style = document.styles["Normal Table"]
    style_borders(style.element, 0.5, form.colour)


def _first_section(document: Document, form: AdministrativeFormat) -> None:
    section, page = document.sections[0], form.page
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = section.footer_distance = Mm(page.page_number_from_edge)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])


def _defaults(document: Document, form: AdministrativeFormat) -> None:
    """Sets the font and language of text without a style."""
    run, fonts = element("rPr"), element("rFonts")
    run.append(fonts)
    _all_scripts(run, form.font)
    size = str(round(form.body.size * 2))
    run.append(element("sz", val=size))
    run.append(element("szCs", val=size))
    run.append(element("lang", val=form.language, eastAsia=form.language, bidi="ar-SA"))
    run_default, paragraph_default, defaults = element("rPrDefault"), element("pPrDefault"), element("docDefaults")
    run_default.append(run)
    defaults.append(run_default)
    defaults.append(paragraph_default)
    styles = document.styles.element
    styles.replace(styles.find(qn("w:docDefaults")), defaults)
    settings = document.settings.element
    settings.append(element("themeFontLang", val=form.language))
    settings.append(element("decimalSymbol", val=","))
    settings.append(element("listSeparator", val=";"))


def _strip(document: Document) -> None:
    """Removes the parts of the library's template: its styles, theme, fonts, picture, names of programs."""
    for part in (document.part.rels, document.part.package.rels):
        for key, relation in list(part.items()):
            if not relation.reltype.endswith(_NEEDED_PARTS):
                del part[key]
    styles = document.styles.element
    for style in list(styles.style_lst):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name.lower() not in map(str.lower, _BUILT_IN):
            styles.remove(style)
            continue
        for tag in ("pPr", "rPr", "link", "next"):
            for child in style.findall(qn(f"w:{tag}")):
                style.remove(child)
    settings = document.settings.element
    for child in list(settings):
        if child.tag.rpartition("}")[2] not in _SETTINGS:
            settings.remove(child)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
