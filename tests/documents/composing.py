"""Composes small Word documents from raw XML, so that every part is as the test says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from engine.documents.document import Document, Line
from engine.documents.reading import read_document

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}


def composed(body: str, **parts: str) -> bytes:
    """A .docx whose text is ``body``, with the inner XML of the parts numbering, styles, footnotes, endnotes."""
    files = {"word/document.xml": _element("document", f"<w:body>{body}<w:sectPr/></w:body>")}
    files |= {f"word/{kind}.xml": _element(kind, inner) for kind, inner in parts.items()}
    overrides = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD}.{kind}+xml"/>' for kind in parts)
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>' for at, kind in enumerate(parts)
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{overrides}</Types>'
    )
    files["_rels/.rels"] = _relations(
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    )
    files["word/_rels/document.xml.rels"] = _relations(relations)
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return raw.getvalue()


def _element(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_SPACES}>{inner}</w:{name}>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


# ---------------------------------------------------------------- pieces of documents


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, at: str = "", properties: str = "") -> str:
    """A paragraph of runs or of plain text; ``at`` is «instance/level» of automatic numbering."""
    if at:
        instance, _, level = at.partition("/")
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def definition(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{more}{"".join(levels)}</w:abstractNum>'


def instance(key: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(c if c.startswith("<w:tc>") else cell(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def drawn(inner: str, columns: int) -> str:
    """A table with borders and widths, for LibreOffice, which loses one without them."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    grid = '<w:gridCol w:w="3000"/>' * columns
    return inner.replace("<w:tblPr/>", f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>").replace(
        "<w:tblGrid/>", f"<w:tblGrid>{grid}</w:tblGrid>"
    )


# ---------------------------------------------------------------- what comes out


def read(folder: Path, content: bytes, name: str = "vb.docx") -> Document:
    (folder / name).write_bytes(content)
    return read_document(folder / name)


def told(document: Document) -> list[str]:
    """Every line as «label|level|text|place», every row of a table as its cells, a covered one in brackets."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            level = "" if block.level is None else block.level
            lines.append(f"{block.label}|{level}|{block.text}|{block.place}")
        else:
            for cells in block.rows:
                lines.append(" ¦ ".join(f"[{c.text}]" if c.covered else c.text for c in cells))
    return lines


def shown(document: Document) -> list[str]:
    """Every line as Word shows it."""
    return [block.shown for block in document.blocks if isinstance(block, Line)]
