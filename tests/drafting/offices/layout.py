"""Lay out Word documents as Vietnamese offices do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def new_document() -> WordDocument:
    """Return an empty document in the font of official papers."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(13)
    return document


def add_letterhead(document: WordDocument, left: Sequence[str], right: Sequence[str]) -> None:
    """Add the table without borders that holds issuer and number, motto and date."""
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_centred(document: WordDocument, *lines: str) -> None:
    """Add bold lines in the middle of the page."""
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(line).bold = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_lines(document: WordDocument, text: str) -> None:
    """Add one paragraph for each line that is not empty."""
    for line in text.strip().splitlines():
        document.add_paragraph(line.strip())


def add_heading_line(document: WordDocument, text: str) -> Paragraph:
    """Add a bold line that heads a part."""
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    return paragraph


def add_grid(document: WordDocument, rows: Sequence[Sequence[str]]) -> Table:
    """Add a table with borders; all rows have as many cells as the first."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    return table


def merge(table: Table, first: tuple[int, int], last: tuple[int, int], text: str) -> None:
    """Merge the cells between two corners and give them one text."""
    merged = table.cell(*first).merge(table.cell(*last))
    for paragraph in merged.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    merged.paragraphs[0].text = text


def add_list_kind(document: WordDocument, levels: Sequence[tuple[str, str]], number: int) -> None:
    """Define an automatic list; each level is a number format and the text that Word shows."""
    numbering = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(levels)
    )
    kind = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{shown}</w:abstractNum>'
    numbering.insert(0, parse_xml(kind))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def add_item(document: WordDocument, text: str, level: int, number: int) -> Paragraph:
    """Add a paragraph whose label Word counts by itself."""
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def add_deleted(paragraph: Paragraph, text: str) -> None:
    """Add text that a tracked change strikes out."""
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="901" w:author="Thẩm tra" w:date="2025-12-01T08:00:00Z">'
            f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'
        )
    )


def add_inserted(paragraph: Paragraph, text: str) -> None:
    """Add text that a tracked change puts in."""
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="902" w:author="Thẩm tra" w:date="2025-12-01T08:00:00Z">'
            f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:ins>'
        )
    )


def add_footnotes(document: WordDocument, notes: Sequence[str]) -> None:
    """Add the part of the package that holds the footnotes, counted from 1."""
    items = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    blank = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    xml = f"<w:footnotes {nsdecls('w')}>{blank}{items}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_footnote_mark(paragraph: Paragraph, number: int) -> None:
    """Add the raised figure that points to a footnote."""
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))


def add_text_box(paragraph: Paragraph, lines: Sequence[str]) -> None:
    """Anchor a text box at a paragraph, with the second copy that Word keeps for old readers."""
    content: Any = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    xml = (
        f'<w:r {nsdecls("w", "wp", "a")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="900000"/>'
        '<wp:docPr id="71" name="Hộp 71"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f'<mc:Fallback><w:pict><v:shape style="width:425pt;height:71pt"><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )
    paragraph._p.append(parse_xml(xml))
