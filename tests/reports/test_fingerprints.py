"""A document that somebody has changed since it was written is told from one that nobody has."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.limits import PART_BYTES, PART_ELEMENTS
from engine.evaluation.evaluator import Evaluator
from engine.reports.fingerprints import is_untouched, sealed
from engine.reports.html_report import to_html
from engine.reports.markdown_report import to_markdown
from engine.reports.official.compose import official_report
from engine.reports.output import zip_of
from engine.reports.xlsx_report import to_xlsx
from tests.reports.official_cases import review_docx
from tests.workspaces import ROOT, case_in

FORMS = ("docx", "xlsx", "html", "md")


@cache
def written(form: str) -> bytes:
    case = case_in(ROOT)
    evaluation = Evaluator(case.rulebook).evaluate(case.facts)
    if form == "xlsx":
        return sealed(to_xlsx(case, evaluation))
    if form == "html":
        return sealed(to_html(case, evaluation).encode())
    official = official_report(case, evaluation)
    return sealed(review_docx(official) if form == "docx" else to_markdown(official).encode())


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_just_written_is_untouched(form: str) -> None:
    assert is_untouched(written(form))


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_change_in_any_part_is_seen(form: str) -> None:
    whole = parts(written(form))
    for name, content in whole.items():
        assert not is_untouched(zip_of({**whole, name: content + b" "})), name
        assert not is_untouched(zip_of({other: text for other, text in whole.items() if other != name})), name
    assert not is_untouched(zip_of({**whole, "them.xml": b"<a/>"}))


@pytest.mark.parametrize("form", ["html", "md"])
@given(data=st.data())
def test_a_change_anywhere_in_a_text_is_seen(form: str, data: st.DataObject) -> None:
    text = written(form)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != text[at]))
    assert not is_untouched(text[:at] + bytes([other]) + text[at + 1 :])
    assert not is_untouched(text[:at] + bytes([other]) + text[at:])


def test_a_workbook_of_all_communes_is_sealed_and_known_again() -> None:
    """3,321 communes with 13 criteria have a sheet of 40 MB and a million elements, more than a part from outside may have."""
    properties = b"<cp:coreProperties></cp:coreProperties>"
    sheet = b"".join(b'<c r="A%d" s="%d"/>' % (number, number * 7_919 % 997) for number in range(1_900_000))
    assert len(sheet) > PART_BYTES and sheet.count(b"<") > PART_ELEMENTS
    document = sealed(zip_of({"docProps/core.xml": properties, "xl/worksheets/sheet1.xml": sheet}))
    assert is_untouched(document)
    edited = parts(document)
    edited["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="A1899999"', b'r="A1899998"')
    assert not is_untouched(zip_of(edited))


def test_saving_in_another_program_is_a_change() -> None:
    """Word, Excel and LibreOffice write every part anew, as these libraries do."""
    document = Document(io.BytesIO(written("docx")))
    document.paragraphs[0].text += "x"
    stream = io.BytesIO()
    document.save(stream)
    assert not is_untouched(stream.getvalue())
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    stream = io.BytesIO()
    book.save(stream)
    assert not is_untouched(stream.getvalue())


@given(st.binary(max_size=200))
def test_any_other_file_is_none_of_ours(document: bytes) -> None:
    assert not is_untouched(document)
    assert not is_untouched(b"PK\x03\x04" + document)
    assert document.startswith(b"PK\x03\x04") or is_untouched(sealed(document))


def test_a_document_has_one_identifier() -> None:
    """ISO/IEC 29500-2: no core property more than once; a template may bring one."""
    core = parts(written("docx"))["docProps/core.xml"]
    assert core.count(b"<dc:identifier") == 1
    assert is_untouched(sealed(zip_of({**parts(written("docx")), "docProps/core.xml": core})))


def test_the_document_keeps_its_properties_and_text() -> None:
    core = Document(io.BytesIO(written("docx"))).core_properties
    assert core.author == "chitieu" and core.identifier.startswith("chitieu-")
    assert openpyxl.load_workbook(io.BytesIO(written("xlsx"))).properties.creator == "chitieu"
