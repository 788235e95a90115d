"""Adds elements of Word for which python-docx has no methods: rules, fields, bookmarks, links, table behaviour."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_EIGHTHS = 8  # borders are measured in eighths of a point
_PARAGRAPH_PROPERTIES_AFTER_BORDER = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
    "w:rPr", "w:sectPr",
)  # fmt: skip


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Returns ``<w:tag w:name="…"/>``; tag and attributes are in the namespace of WordprocessingML."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def top_rule(paragraph: Paragraph, weight: float, colour: str) -> None:
    """Draws a line above the paragraph, between its indents. ``weight`` is in points."""
    borders = element("pBdr")
    borders.append(_line("top", weight, colour))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_PARAGRAPH_PROPERTIES_AFTER_BORDER)


def page_number(paragraph: Paragraph) -> None:
    """Adds the number of the page as a field, which the reader's program updates."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if kind is None:
            code = element("instrText")
            code.text = "PAGE"
            run._r.append(code)
        elif kind == "text":
            run.text = "2"
        else:
            run._r.append(element("fldChar", fldCharType=kind))


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Makes the whole paragraph the target of links to ``name`` (a letter, then letters, digits and _; at most 40).

    ``number`` must be unique in the document.
    """
    start, end = element("bookmarkStart", id=str(number), name=name), element("bookmarkEnd", id=str(number))
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, start)
    paragraph._p.append(end)


def link(run: Run, name: str) -> None:
    """Makes the run a link to the bookmark ``name``."""
    anchor = element("hyperlink", anchor=name, history="1")
    run._r.addprevious(anchor)
    anchor.append(run._r)


def lay_out(table: Table, widths: Sequence[float], padding: float) -> None:
    """Sets fixed widths of columns, and the ``padding`` left and right in every cell, in millimetres."""
    table.autofit = False
    properties = table._tbl.tblPr
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(Mm(padding).twips), type="dxa"))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.addprevious(margins)
    else:
        properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def style_borders(table_style: BaseOxmlElement, weight: float, colour: str) -> None:
    """Adds lines around and between cells to a table style. ``weight`` is in points."""
    properties, borders = element("tblPr"), element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_line(side, weight, colour))
    properties.append(borders)
    table_style.append(properties)


def keep_whole(row: _Row) -> None:
    """Keeps the row from breaking across pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def repeat(row: _Row) -> None:
    """Repeats the row at the top of every page of its table."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def _line(side: str, weight: float, colour: str) -> BaseOxmlElement:
    return element(side, val="single", sz=str(round(weight * _EIGHTHS)), space="0", color=colour)
