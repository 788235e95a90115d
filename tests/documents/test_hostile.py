"""Hostile documents: refused with a sentence, or read within the limits; no traceback, no endless work."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from engine.documents.document import Document, Line
from engine.documents.reading import UnreadableDocument
from tests.documents.composing import (
    cell,
    composed,
    definition,
    instance,
    level,
    paragraph,
    read,
    row,
    run,
    shown,
    table,
    told,
    zipped,
)  # fmt: skip

LISTED = definition(1, level(0, "decimal", "%1."))
MARK = '<w:r><w:footnoteReference w:id="{}"/></w:r>'


def within(inner: str, outer: str, depth: int) -> str:
    """``inner`` in so many elements of the path ``outer``, as «w:sdt/w:sdtContent»."""
    tags = outer.split("/")
    before = "".join(f"<{tag}>" for tag in tags) * depth
    return before + inner + "".join(f"</{tag}>" for tag in reversed(tags)) * depth


def loose(raw: bytes) -> bytes:
    """The same package, not compressed: so that its ratio tells nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


def refusal(folder: Path, content: bytes, name: str = "vb.docx") -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read(folder, content, name)
    assert name in str(refused.value) and "Error" not in str(refused.value)
    return str(refused.value)


# ---------------------------------------------------------------- packages


def with_parts(**parts: str) -> bytes:
    """A good document but for these parts; «document» is its text, «relations» are its relations."""
    names = {"document": "word/document.xml", "relations": "word/_rels/document.xml.rels"}
    with zipfile.ZipFile(io.BytesIO(composed(paragraph("x")))) as good:
        files: dict[str, str | bytes] = {name: good.read(name) for name in good.namelist()}
    return zipped(files | {names[key]: content for key, content in parts.items()})


def related(kind: str, target: str, more: str = "") -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    at = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{at}/{kind}" Target="{target}"{more}/></Relationships>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no document",
        b"PK\x03\x04" + b"x" * 500,
        composed(paragraph("x"))[:400],
        zipped({"a.txt": "x"}),
        with_parts(document="no XML"),
        with_parts(document="<a/>"),
        with_parts(document='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        with_parts(relations=related("numbering", "missing.xml")),
        with_parts(document="<a>" + " " * 40_000_000 + "</a>"),
    ],
)
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes) -> None:
    assert ";" in refusal(tmp_path, content), "the remedy stands behind a semicolon"


@pytest.mark.parametrize(
    "relations",
    [
        related("numbering", "http://127.0.0.1:9/x", ' TargetMode="External"'),
        related("attachedTemplate", "file:///etc/passwd", ' TargetMode="External"'),
        related("styles", "document.xml"),
    ],
)
def test_what_a_document_refers_to_elsewhere_is_left_alone(tmp_path: Path, relations: str) -> None:
    assert shown(read(tmp_path, with_parts(relations=relations))) == ["x"]


# ---------------------------------------------------------------- depth


@pytest.mark.parametrize(
    "outer", ["w:sdt/w:sdtContent", "w:tbl/w:tr/w:tc", "w:p/w:r/w:pict/w:txbxContent", "w:p/w:ins", "w:p/w:r"]
)
@pytest.mark.parametrize("depth", [30, 100, 5_000])
def test_what_is_nested_is_read_or_refused(tmp_path: Path, outer: str, depth: int) -> None:
    try:
        document = read(tmp_path, composed(within(paragraph("x"), outer, depth)))
    except UnreadableDocument as refused:
        assert depth > 30 and "vb.docx" in str(refused)
    else:
        assert len(document.blocks) <= 1


def test_notes_that_refer_to_notes_are_read_or_refused(tmp_path: Path) -> None:
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(MARK.format(n + 1))}</w:footnote>' for n in range(5_000))
    assert "vb.docx" in refusal(tmp_path, composed(paragraph(MARK.format(0)), footnotes=notes))
    ring = f'<w:footnote w:id="2">{paragraph(run("Ghi chú") + MARK.format(2))}</w:footnote>'
    assert shown(read(tmp_path, composed(paragraph(MARK.format(2)), footnotes=ring))) == ["Ghi chú"]


def test_additions_in_additions_are_noted_once(tmp_path: Path) -> None:
    (remark,) = read(tmp_path, composed(paragraph(within(run("Đạt 9%"), "w:ins", 200)))).remarks
    assert remark.count("Đạt 9%") == 1


# ---------------------------------------------------------------- size


def test_paragraphs_are_counted_first_those_of_notes_too(tmp_path: Path) -> None:
    many = paragraph("x") * 20_001
    assert "20.000 đoạn" in refusal(tmp_path, loose(composed(many)))
    note = f'<w:footnote w:id="2">{many}</w:footnote>'
    assert "20.000 đoạn" in refusal(tmp_path, loose(composed(paragraph(MARK.format(2)), footnotes=note)))


def test_what_merged_cells_repeat_is_counted(tmp_path: Path) -> None:
    """Forty thousand characters in a cell that covers two thousand rows are eighty million to whoever reads the table."""
    first = row(cell(paragraph("x" * 20_000) * 2, '<w:vMerge w:val="restart"/>'), "1")
    rows = first + row(cell("", "<w:vMerge/>"), "1") * 2_000
    assert "2.000.000 ký tự" in refusal(tmp_path, loose(composed(table(rows))))


def test_a_long_paragraph_is_refused(tmp_path: Path) -> None:
    assert "30.000 ký tự" in refusal(tmp_path, loose(composed(paragraph("x" * 30_001))))
    held = paragraph("x" * 100, properties="<w:rPr><w:del/></w:rPr>") * 400  # deleted ends join them all
    assert "30.000 ký tự" in refusal(tmp_path, loose(composed(held)))


@pytest.mark.parametrize("value", ["1000000", "99999999999999999999", "-5", "0", "abc", ""])
def test_odd_widths_of_cells_are_bounded(tmp_path: Path, value: str) -> None:
    for properties in (f'<w:gridSpan w:val="{value}"/>', f'<w:gridSpan w:x="{value}"/>'):
        document = read(tmp_path, composed(table(row(cell("x", properties), "y"))))
        assert max(len(cells) for block in document.blocks for cells in block.rows) <= 63  # type: ignore[union-attr]
    shifted = table(row("x", properties=f'<w:gridBefore w:val="{value}"/>'))
    assert len(read(tmp_path, composed(shifted)).blocks) == 1


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize(
    "numbering",
    [
        '<w:num w:numId="1"/>',
        instance(1, 7),
        definition(1) + instance(1, 1),
        definition(1, level(99, "decimal", "%1."), level(-1, "decimal", "%1.")) + instance(1, 1),
        definition(1, more='<w:numStyleLink w:val="A"/><w:styleLink w:val="A"/>') + instance(1, 1),
        definition(1, '<w:lvl w:ilvl="x"/>') + instance(1, 1),
    ],
)
@pytest.mark.parametrize("at", ["1/0", "1/-3", "1/99", "1/x", "x/0", "-1/0"])
def test_broken_lists_number_nothing(tmp_path: Path, numbering: str, at: str) -> None:
    assert shown(read(tmp_path, composed(paragraph("A", at), numbering=numbering))) == ["A"]


def test_labels_are_bounded(tmp_path: Path) -> None:
    long = definition(1, level(0, "lowerLetter", "%1" * 50, start=3_999), level(1, "upperRoman", "%2.", start=999_999))
    body = paragraph("A", "1/0") + paragraph("B", "1/1")
    document = read(tmp_path, composed(body, numbering=long + instance(1, 1)))
    assert all(isinstance(line, Line) and len(line.label) <= 100 for line in document.blocks)


def test_styles_in_a_circle_end(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 40}"/></w:style>'
        for n in range(40)
    )
    body = "".join(paragraph("x", properties=f'<w:pStyle w:val="s{n % 40}"/>') for n in range(5_000))
    assert len(read(tmp_path, loose(composed(body, styles=styles, numbering=LISTED + instance(1, 1)))).blocks) == 5_000


# ---------------------------------------------------------------- plain text


@pytest.mark.parametrize("text", ["x.\n" * 600_000, "1\n\n" * 600_000, "abc\n" + "\n1\n" * 300_000, "\n" * 2_000_000])
def test_a_million_lines_end(tmp_path: Path, text: str) -> None:
    """Each would take minutes if a line looked at all those before it."""
    try:
        document = read(tmp_path, text.encode(), "vb.txt")
    except UnreadableDocument as refused:
        assert "vb.txt" in str(refused)
    else:
        assert len(told(document)) <= 1


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, b"\xff\xfe\x00\xd8", b"\xfe\xff\x00", b"\xef\xbb\xbf\xff"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    assert "UTF-8" in refusal(tmp_path, content, "vb.txt")


def test_control_characters_reach_no_line(tmp_path: Path) -> None:
    document: Document = read(tmp_path, "Điều\x001.\x1b[31m Đạt\u202e 5 xã\x07".encode(), "vb.txt")
    assert all(character.isprintable() for line in shown(document) for character in line.replace("\u202e", ""))
