"""What Word refuses or repairs in silence, in every kind of .docx. The schema itself is asked by hand (official-report.md)."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from docx.oxml.ns import qn
from lxml import etree

from engine.reports.fingerprints import sealed
from engine.reports.official.editions import Edition
from engine.reports.official.model import OfficialReport
from engine.reports.word_templates import fill, shipped
from tests.reports.official_cases import report_saying
from tests.reports.test_editions import edition
from tests.workspaces import ROOT

WORKSPACES = {"seed": ROOT, "many-marks": ROOT / "examples/quoc-hoi-2019"}
REPORTS: dict[str, tuple[Edition, Callable[[], OfficialReport]]] = {
    **{f"{of}-{name}": (of, partial(edition, of, root)) for of in Edition for name, root in WORKSPACES.items()},
    "saying-markup": (Edition.REVIEW, lambda: report_saying("<w:p>&amp;</w:t> {{ so }}")),
    "draft": (Edition.REVIEW, lambda: edition(Edition.REVIEW)._replace(notice="BẢN NHÁP", anchor="CHITIEU-KQ-1 a")),
}


@pytest.fixture(params=REPORTS, scope="module")
def parts(request: pytest.FixtureRequest) -> dict[str, etree._Element]:
    of, composed = REPORTS[request.param]
    with zipfile.ZipFile(io.BytesIO(sealed(fill(shipped(of.template), composed())))) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(package.read(name)) for name in names}


def values(tree: etree._Element, tag: str, attribute: str) -> list[str]:
    return [str(element.get(qn(attribute))) for element in tree.iter(qn(tag))]


def test_texts_and_cells_are_whole(parts: dict[str, etree._Element]) -> None:
    body = parts["word/document.xml"]
    assert not [text for text in body.iter(qn("w:t")) if len(text)]
    assert not [p for p in body.iter(qn("w:p")) if (p.text or "").strip() or any((one.tail or "").strip() for one in p)]
    assert {cell[-1].tag for cell in body.iter(qn("w:tc"))} <= {qn("w:p")}
    assert not [table for table in body.iter(qn("w:tbl")) if table.find(qn("w:tr")) is None]


def test_what_is_named_is_there(parts: dict[str, etree._Element]) -> None:
    body, links = parts["word/document.xml"], parts["word/_rels/document.xml.rels"]
    styles = set(values(parts["word/styles.xml"], "w:style", "w:styleId"))
    used = {name for tag in ("w:pStyle", "w:rStyle", "w:tblStyle") for name in values(body, tag, "w:val")}
    assert used <= styles
    assert set(values(body, "w:hyperlink", "w:anchor")) <= set(values(body, "w:bookmarkStart", "w:name"))
    there = {link.get("Id") for link in links}
    assert {str(found) for found in body.xpath("//@r:id | //@r:embed", namespaces={"r": qn("r:id")[1:-3]})} <= there


def test_what_must_be_one_is_one(parts: dict[str, etree._Element]) -> None:
    body = parts["word/document.xml"]
    for tag, attribute in (("w:bookmarkStart", "w:id"), ("w:bookmarkStart", "w:name")):
        assert max(Counter(values(body, tag, attribute)).values(), default=1) == 1
    assert max(Counter(one.tag for one in parts["docProps/core.xml"]).values()) == 1
    for section in body.iter(qn("w:sectPr")):
        assert max(Counter(one.tag for one in section if one.tag != qn("w:headerReference")).values()) == 1
