"""The Word report, read back: its order, marks, links, hostile text. Its form: test_docx_form.py."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from engine.reports.official.model import ToWrite
from engine.reports.qr_code import qr_png
from tests.reports.official_cases import ROOT, report_of, report_saying, review_docx, seed_report
from tests.reports.word_documents import all_paragraphs, body, opened, said, seed, small, texts

# ---------------------------------------------------------------- content, against the seed report


@pytest.mark.slow
def test_the_order_is_that_of_the_seed_report() -> None:
    headings = texts(seed(), "Heading 1", "Heading 2", "Heading 3", "Heading 4")
    assert headings == [
        "I. Công tác triển khai thực hiện Nghị quyết số 47/NQ-HĐND",
        "II. Kết quả đạt được",
        "1. Kết quả theo lĩnh vực",
        "1.1. Hợp tác xã (HTX)",
        "1.2. Tổ hợp tác (THT)",
        "2. Các chỉ tiêu của Nghị quyết",
        "3. Đánh giá kết quả thực hiện các chỉ tiêu của Nghị quyết",
        "4. Hạn chế và nguyên nhân",
        "4.1. Hạn chế",
        "4.2. Nguyên nhân",
        "a) Nguyên nhân khách quan",
        "b) Nguyên nhân chủ quan",
        "III. Phương hướng trong thời gian tới",
        "1. Dự báo tình hình",
        "2. Khó khăn",
        "3. Nhiệm vụ, giải pháp",
    ]
    assert texts(seed(), "Phụ lục") == ["Phụ lục I", "Phụ lục II"]


def under(document: Document, heading: str) -> list[str]:
    """The items between a heading and the next one."""
    found: list[str] = []
    inside = False
    for paragraph in document.paragraphs:
        assert paragraph.style is not None
        if paragraph.style.name.startswith("Heading"):
            inside = paragraph.text == heading
        elif inside and paragraph.style.name == "Gạch đầu dòng":
            found.append(said(paragraph))
    return found


def test_counts_and_findings_are_those_of_the_seed_report() -> None:
    """Section II.3: 02/7 and 06/11, 05/7 and 05/11; II.5: 4 limitations, 2 and 6 causes; III: 4 solutions."""
    counts = next(text for text in map(said, body(seed())) if text.startswith("Tính đến ngày"))
    assert counts == (
        "Tính đến ngày 10/11/2023, so với Nghị quyết, có 02/7 chỉ tiêu và 06/11 nội dung đạt và vượt; "
        "có 05/7 chỉ tiêu và 05/11 nội dung chưa đạt."
    )
    assert len(under(seed(), "4.1. Hạn chế")) == 4
    assert len(under(seed(), "a) Nguyên nhân khách quan")) == 2
    assert len(under(seed(), "b) Nguyên nhân chủ quan")) == 6
    forecasts = [t for t in under(seed(), "1. Dự báo tình hình") if not t.startswith("Nguyên nhân:")]
    assert len(forecasts) == 4
    assert len(under(seed(), "2. Khó khăn")) == 5
    assert len(under(seed(), "3. Nhiệm vụ, giải pháp")) == 4
    unmet = [t for t in under(seed(), "3. Đánh giá kết quả thực hiện các chỉ tiêu của Nghị quyết") if ": chưa đạt" in t]
    assert [t.split(" của ")[0] for t in unmet] == [f"Nội dung {i}" for i in ("1.1", "2.1", "3.2", "4.1", "5.2")]


def test_the_frame_is_that_of_the_seed_report() -> None:
    head, foot = seed().tables[0], seed().tables[1]
    left, right = (cell.text.split("\n") for cell in head.rows[0].cells)
    assert left[0].split(" ") == ["Ủy", "ban", "nhân", "dân", "huyện\N{NO-BREAK SPACE}Tháp\N{NO-BREAK SPACE}Mười"]
    assert right[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert texts(seed(), "Tên loại văn bản") == ["BÁO CÁO"]
    assert texts(seed(), "Trích yếu")[0] == (
        "Kết quả thực hiện Nghị quyết số 47/NQ-HĐND ngày 12/8/2021 về phát triển kinh tế tập thể giai đoạn 2021-2025"
    )
    assert texts(seed(), "Kính gửi") == ["Kính gửi: Ban Thường vụ Huyện ủy"]
    closing = said(body(seed())[-1])
    assert closing.startswith("Trên đây là Báo cáo kết quả thực hiện Nghị quyết số 47/NQ-HĐND")
    assert closing.endswith("./.")
    recipients, signing = (cell.text.split("\n") for cell in foot.rows[0].cells)
    assert recipients == [
        "Nơi nhận:",
        "- Như trên;",
        "- TT/HU;",
        "- CT, các PCT/UBND huyện;",
        "- Phòng TC-KH huyện;",
        "- Phòng NN&PTNT huyện;",
        "- LĐVP;",
        "- Lưu: VT, NC (Lan).",
    ]
    assert signing == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đinh Công Phú"]


def test_the_annex_is_the_golden_table() -> None:
    """Verdicts of the eleven criteria, from the seed report with the corrections of an auditor."""
    head, *cells = [[cell.text for cell in row.cells] for row in seed().tables[2].rows]
    rows = [dict(zip(head, row, strict=True)) for row in cells]
    verdicts = {row["TT"]: row["Đánh giá"].split(" (")[0] for row in rows if "." in row["TT"]}
    met, exceeded, unmet = "đạt", "vượt", "chưa đạt"
    assert verdicts == {
        "1.1": unmet, "2.1": unmet, "2.2": met, "3.1": met, "3.2": unmet, "4.1": unmet,
        "5.1": exceeded, "5.2": unmet, "6.1": met, "6.2": met, "7.1": exceeded,
    }  # fmt: skip
    members = next(row for row in rows if row["TT"] == "2.1")
    notes = members["Nguyên nhân, ghi chú (nguồn)"]
    assert "Nguyên nhân:" in notes and "TT-1" in notes and "Nguồn: BC, mục II.1.1" in notes
    assert members["ĐVT"] == "thành viên"
    assert members["Mục tiêu nghị quyết"] == "từ 2.600 thành viên trở lên"
    assert members["Kết quả thực hiện"] == "2.570 thành viên"
    assert members["Tỷ lệ % hoặc chênh lệch"] == "98,85%, thiếu 30 thành viên"


def test_every_sentence_of_a_finding_stands_once_in_the_body() -> None:
    report = seed_report()
    told = [said(paragraph) for paragraph in body(seed())]
    findings = [row for part in report.basis[1:2] for row in part.rows]
    assert len(findings) == 28
    for finding in findings:
        assert sum(finding.text in text for text in told) == 1, finding.id


@pytest.mark.parametrize("value", ["x.ho: 2.100 hộ", "x.ho: 1.950 hộ", "x.xa: 3 xã"])
def test_no_section_is_empty(tmp_path: Path, value: str) -> None:
    """Whatever was reported, something stands below every heading before the next of its level or above."""
    _assert_filled(small(tmp_path, value))


@pytest.mark.slow
def test_no_section_of_the_examples_is_empty() -> None:
    for root in (ROOT, ROOT / "examples/quoc-hoi-2019"):
        _assert_filled(opened(report_of(root)))


def _assert_filled(document: Document) -> None:
    waiting: list[str] = []
    for paragraph in document.paragraphs:
        assert paragraph.style is not None
        name = paragraph.style.name
        if name.startswith("Heading"):
            level = int(name[-1])
            empty = [text for text in waiting if int(text[0]) >= level]
            assert not empty, f"nothing below {empty}"
            waiting.append(f"{level} {paragraph.text}")
        elif paragraph.text.strip():
            waiting = []
    assert not waiting


def test_nothing_unmet_invents_no_limitation_and_no_cause(tmp_path: Path) -> None:
    document = small(tmp_path, "x.ho: 2.100 hộ")
    headings = texts(document, "Heading 1", "Heading 2", "Heading 3", "Heading 4")
    assert not [h for h in headings if "ạn chế" in h or "guyên nhân" in h]
    assert not [p.text for p in body(document) if "guyên nhân" in p.text]


# ---------------------------------------------------------------- marks, references, properties


def test_what_a_person_must_write_is_marked() -> None:
    report = report_of(ROOT / "examples/quoc-hoi-2019")
    document = opened(report)
    marked = [
        run.text
        for p in all_paragraphs(document)
        for run in p.runs
        if run.style is not None and run.style.name == "Cần bổ sung"
    ]
    assert len(marked) == report.to_write > 0
    assert all(text.startswith("[Cần bổ sung: ") for text in marked)
    assert f"Còn {report.to_write} chỗ" in document.core_properties.comments
    assert sum(isinstance(block, ToWrite) for block in report.body) == 2


def test_every_reference_leads_to_its_row_in_the_basis() -> None:
    xml = seed().element
    goals = {b.get(qn("w:name")): b for b in xml.iter(qn("w:bookmarkStart"))}
    assert len({b.get(qn("w:id")) for b in goals.values()}) == len(goals)
    links = list(xml.iter(qn("w:hyperlink")))
    assert len(links) > 50
    for link in links:
        shown = "".join(t.text or "" for t in link.iter(qn("w:t")))
        row = goals[link.get(qn("w:anchor"))].getparent()
        assert shown == "".join(t.text or "" for t in row.iter(qn("w:t")))


def test_computed_sentences_carry_their_id() -> None:
    for paragraph in body(seed()):
        if said(paragraph).startswith("Phần lớn HTX"):
            assert "".join(t.text or "" for t in paragraph._p.iter(qn("w:t"))).endswith("\N{NO-BREAK SPACE}(HC-1)")
            return
    raise AssertionError("limitation not found")


def test_language_and_properties() -> None:
    core = seed().core_properties
    assert core.title.startswith("BÁO CÁO Kết quả thực hiện Nghị quyết số 47/NQ-HĐND")
    assert (core.author, core.last_modified_by, core.language) == ("chitieu", "chitieu", "vi-VN")
    assert core.created.date().isoformat() == "2023-11-10"
    assert seed().styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


def pictures(package: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return [parts.read(name) for name in parts.namelist() if name.startswith("word/media/")]


def test_the_line_of_the_result_stands_behind_the_table_with_its_code() -> None:
    anchor = "CHITIEU KQ-1, 47/NQ-HĐND"
    package = review_docx(seed_report()._replace(anchor=anchor))
    assert pictures(package) == [qr_png(anchor)]
    document = docx.Document(io.BytesIO(package))
    assert anchor in texts(document, "Ghi chú phụ lục")
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == f"Mã QR: {anchor}"
    assert not seed().inline_shapes  # without the line there is no picture in the text


# ---------------------------------------------------------------- safety


HOSTILE = [
    "<w:p>&amp;</w:t>",
    "\x00\x08\x1b[31m\uffff\ud800\u202e đảo",
    "dòng một\ndòng hai\r\ndòng ba\tbốn",
    "=HYPERLINK(1)",
    " ",
    "x" * 5000,
    "từ " * 300,
    "{{ 7*7 }} %(a)s {0}",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_file_or_becomes_markup(text: str) -> None:
    package = review_docx(report_saying(text))
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
    document = docx.Document(io.BytesIO(package))
    assert not any(len(p.text.split("\n")) > 1 for p in body(document))
    assert "\x1b" not in document.element.xml and "\u202e" not in document.element.xml
