"""Office packages made to harm: zip bombs, XML declarations, external links, formulas; in tables and in texts of resolutions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from openpyxl import Workbook

from tests.hostile.bench import Bench

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
    + b"]><x>&a11;</x>"
)
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
WORDS = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Mã số liệu", "TH 2026"], ["htx.tong", 25], ["htx.co_lai", "=cmd|'/C calc'!A0"]):
        sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def document() -> bytes:
    words = Document()
    for line in ("NGHỊ QUYẾT", "1. Đạt 5 HTX trở lên", "2. Đạt 7% hộ"):
        words.add_paragraph(line)
    raw = io.BytesIO()
    words.save(raw)
    return raw.getvalue()


def with_part(package: bytes, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """``package`` with one part replaced or added."""
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        target.writestr(name, content, how)
    return raw.getvalue()


def _noise(count: int) -> bytes:
    """Elements that do not shrink so far that their number gives them away."""
    return b"".join(b'<row r="%d" x="%x"/>' % (i, i * 2654435761 % 2**32) for i in range(count))


Contents = Callable[[], tuple[bytes, bytes]]


def _both(content: bytes) -> Contents:
    return lambda: (content, content)


HOSTILE: dict[str, tuple[str, Contents]] = {
    "zip bomb": ("xl/media/a.bin", lambda: (b"\0" * 300_000_000,) * 2),
    "bomb in the main part": ("main", lambda: (SHEET % (b" " * 100_000_000), WORDS % (b" " * 100_000_000))),
    "external entity": ("main", _both(ENTITIES)),
    "a thousand million laughs": ("main", _both(LAUGHS)),
    "entity in a relation": ("_rels/.rels", _both(ENTITIES)),
    "declaration in UTF-16": ("main", _both(LAUGHS.decode().encode("utf-16"))),
    "declaration in UTF-7": (
        "main",
        lambda: (
            b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE',
            b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-',
        ),
    ),
    "endless depth": ("main", lambda: (SHEET % (b"<a>" * 900_000), WORDS % (b"<w:p>" * 900_000))),
    "not XML": ("main", _both(b"\x00\x01<<<")),
    "empty part": ("main", _both(b"")),
    "too many elements": ("main", lambda: (SHEET % _noise(900_000), WORDS % (b"<w:p/>" * 1_200_000))),
}
"""The part that is hostile, and what makes it so in a workbook and in a document: made only when asked for."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind != "too many elements"])
def test_hostile_workbooks_are_refused(bench: Bench, kind: str) -> None:
    part, contents = HOSTILE[kind]
    name = "xl/worksheets/sheet1.xml" if part == "main" else part
    bench.write("bang.xlsx", with_part(workbook(), name, contents()[0]))
    said = bench.refused("import", "bang.xlsx", "--unit", "xã A", "--year", "2026")
    assert "sửa:" in said and "root:" not in said


@pytest.mark.slow
def test_many_empty_rows_of_a_workbook_are_nothing(bench: Bench) -> None:
    """Sheets are read without a tree: rows without cells cost nothing, up to the last row that a spreadsheet has."""
    bench.write("bang.xlsx", with_part(workbook(), "xl/worksheets/sheet1.xml", SHEET % _noise(900_000)))
    done = bench.run("import", "bang.xlsx", "--unit", "xã A", "--year", "2026")
    assert done.returncode == 3 and "không thấy dòng tiêu đề" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_documents_are_refused(bench: Bench, kind: str) -> None:
    part, contents = HOSTILE[kind]
    name = "word/document.xml" if part == "main" else part
    bench.write("vb.docx", with_part(document(), name, contents()[1]))
    said = bench.refused("new", "resolution", "--from-text", "vb.docx", "--number", "9/NQ", "--period", "2026", code=2)
    assert "vb.docx" in said and "root:" not in said


@pytest.mark.parametrize(("name", "made"), [("a.xlsx", workbook), ("a.docx", document)])
def test_packages_packed_in_odd_ways_are_refused(bench: Bench, name: str, made: Callable[[], bytes]) -> None:
    command = (
        ("import", name, "--unit", "xã A", "--year", "2026")
        if name == "a.xlsx"
        else ("new", "resolution", "--from-text", name)
    )
    good = made()
    for raw in (
        with_part(good, "x.xml", b"<a/>", zipfile.ZIP_LZMA),
        good[: len(good) // 2],
        b"PK\x03\x04" + b"x" * 500,
    ):
        bench.write(name, raw)
        done = bench.run(*command)
        assert done.returncode in (2, 3) and done.stderr


def test_formulas_and_links_of_a_workbook_are_left_alone(bench: Bench) -> None:
    """A formula without a result is no number; links to other files are told and never opened."""
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    raw = with_part(workbook(), "xl/externalLinks/externalLink1.xml", link)
    bench.write("bang.xlsx", with_part(raw, "xl/vbaProject.bin", b"x"))
    done = bench.run("import", "bang.xlsx", "--unit", "xã A", "--year", "2026")
    assert done.returncode == 3 and "Cần sửa 1 ô trong bang.xlsx" in done.stdout  # the formula without a result
    assert "liên kết ra tệp khác; không mở" in done.stdout and "macro; không chạy" in done.stdout
    made = "".join(p.read_text("utf-8") for p in (bench.root / "facts").rglob("2026*.yaml"))
    assert "là: 25" in made and "cmd" not in made and "htx.co_lai" not in made
