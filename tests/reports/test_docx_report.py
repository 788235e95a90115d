"""The Word report, read back: its order, every row of the table of Nghị định 30/2020/NĐ-CP, marks, links, hostile text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from engine.reports.administrative_format import STATE_ADMINISTRATION, Look
from engine.reports.docx_report import to_docx
from engine.reports.official.model import OfficialReport, ToWrite
from tests.reports.official_cases import CATALOGUE, CRITERIA, ROOT, report_of, report_saying, seed_report
from tests.small_workspace import Small

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def opened(report: OfficialReport) -> Document:
    return docx.Document(io.BytesIO(to_docx(report)))


@lru_cache
def seed() -> Document:
    return opened(seed_report())


def style(name: str) -> ParagraphStyle:
    found = seed().styles[name]
    assert isinstance(found, ParagraphStyle)
    return found


def blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in the order of the document."""
    yield from document.iter_inner_content()


def texts(document: Document, *styles: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name in styles]


def said(paragraph: Paragraph) -> str:
    """The text without the references behind it and without its dash."""
    runs = [r for r in paragraph.runs if r.style is None or r.style.name != "Mã căn cứ"]
    return "".join(r.text for r in runs).removeprefix("- ")


def body(document: Document) -> list[Paragraph]:
    return [p for p in document.paragraphs if p.style is not None and p.style.name in ("Nội dung", "Gạch đầu dòng")]


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
    assert left[:2] == ["Ủy ban nhân dân", "huyện Tháp Mười"]  # capitals are a matter of the style
    assert right[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert texts(seed(), "Tên loại văn bản") == ["BÁO CÁO"]
    assert " ".join(texts(seed(), "Trích yếu")[0].split()) == (
        "Kết quả thực hiện Nghị quyết số 47/NQ-HĐND ngày 12/8/2021 về phát triển kinh tế tập thể giai đoạn 2021-2025"
    )
    assert texts(seed(), "Kính gửi") == ["Kính gửi: Ban Thường vụ Huyện ủy"]
    closing = body(seed())[-1].text
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


def _small(path: Path, value: str) -> Document:
    workspace = Small(path, CATALOGUE).criteria(CRITERIA)
    workspace.facts(value)
    return opened(report_of(path))


@pytest.mark.parametrize("value", ["x.ho: 2.100 hộ", "x.ho: 1.950 hộ", "x.xa: 3 xã"])
def test_no_section_is_empty(tmp_path: Path, value: str) -> None:
    """Whatever was reported, something stands below every heading before the next of its level or above."""
    _assert_filled(_small(tmp_path, value))


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
    document = _small(tmp_path, "x.ho: 2.100 hộ")
    headings = texts(document, "Heading 1", "Heading 2", "Heading 3", "Heading 4")
    assert not [h for h in headings if "ạn chế" in h or "guyên nhân" in h]
    assert not [p.text for p in body(document) if "guyên nhân" in p.text]


# ---------------------------------------------------------------- format, row by row of the table


def test_page() -> None:
    """A4 portrait; top and bottom 20-25 mm, left 30-35, right 15-20."""
    section = seed().sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm, 1) <= 25 and 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35 and 15 <= round(section.right_margin.mm, 1) <= 20


@pytest.mark.slow
def test_font_is_times_new_roman_for_every_script_and_black() -> None:
    """And nothing of another face or colour is left in the package, except the shading of what is to be written."""
    package = zipfile.ZipFile(io.BytesIO(to_docx(seed_report())))
    everything = "".join(package.read(name).decode("utf-8") for name in package.namelist())
    for other in ("Calibri", "Cambria", "theme", "4F81BD", "365F91", "0000FF"):
        assert other.lower() not in everything.replace("themeFontLang", "").lower(), other
    for paragraph_style in seed().styles:
        fonts = paragraph_style.element.find(f".//{qn('w:rFonts')}")
        if paragraph_style.type == WD_STYLE_TYPE.PARAGRAPH:
            assert isinstance(paragraph_style, ParagraphStyle)
            assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
                "Times New Roman"
            }
            assert paragraph_style.font.color.rgb is not None and str(paragraph_style.font.color.rgb) == "000000"


def test_page_number() -> None:
    """Arabic, 13-14, centred in the top margin, not on page 1."""
    section = seed().sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    shown = section.header.paragraphs[0]
    assert "PAGE" in shown._p.xml and shown.style is not None
    assert shown.style.name == "Header"
    assert 13 <= style("Header").font.size.pt <= 14 and style("Header").paragraph_format.alignment == CENTRE
    assert section.header_distance.mm + style("Header").font.size.pt * 25.4 / 72 < section.top_margin.mm


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "sizes", "bold", "italic", "capitals", "alignment"),
    [
        ("Quốc hiệu", (12, 13), True, False, True, CENTRE),
        ("Tiêu ngữ", (13, 14), True, False, False, CENTRE),
        ("Cơ quan cấp trên", (12, 13), False, False, True, CENTRE),
        ("Cơ quan ban hành", (12, 13), True, False, True, CENTRE),
        ("Số, ký hiệu", (13, 13), False, False, False, CENTRE),
        ("Địa danh, ngày tháng", (13, 14), False, True, False, CENTRE),
        ("Tên loại văn bản", (13, 14), True, False, True, CENTRE),
        ("Trích yếu", (13, 14), True, False, False, CENTRE),
        ("Kính gửi", (13, 14), False, False, False, CENTRE),
        ("Nội dung", (13, 14), False, False, False, JUSTIFY),
        ("Gạch đầu dòng", (13, 14), False, False, False, JUSTIFY),
        ("Quyền hạn, chức vụ", (13, 14), True, False, True, CENTRE),
        ("Họ tên người ký", (13, 14), True, False, False, CENTRE),
        ("Nơi nhận", (12, 12), True, True, False, None),
        ("Dòng nơi nhận", (11, 11), False, False, False, None),
        ("Phụ lục", (14, 14), True, False, False, CENTRE),
        ("Tên phụ lục", (13, 14), True, False, True, CENTRE),
        ("Kèm theo", (13, 14), False, True, False, CENTRE),
        ("Heading 1", (13, 14), True, False, True, None),
        ("Heading 2", (13, 14), True, False, False, None),
    ],
)
def test_letters_of_every_element(
    name: str, sizes: tuple[int, int], bold: bool, italic: bool, capitals: bool, alignment: WD_ALIGN_PARAGRAPH | None
) -> None:
    """The numbers are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, as in 7-official-report."""
    font = style(name).font
    assert font.size is not None and sizes[0] <= font.size.pt <= sizes[1]
    assert (bool(font.bold), bool(font.italic), bool(font.all_caps)) == (bold, italic, capitals)
    if alignment is not None:
        assert style(name).paragraph_format.alignment == alignment
    assert name in {p.style.name for p in _all_paragraphs(seed()) if p.style} | {"Cơ quan cấp trên"}


def _all_paragraphs(document: Document) -> Iterator[Paragraph]:
    for block in blocks(document):
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)


def test_paragraphs_of_the_body() -> None:
    """First line 1 or 1,27 cm, at least 6 pt between paragraphs, line spacing 1 to 1,5; no lonely lines."""
    for name in ("Nội dung", "Gạch đầu dòng"):
        shape = style(name).paragraph_format
        assert round(shape.first_line_indent.cm, 2) in (1, 1.27)
        assert max(shape.space_after.pt, shape.space_before.pt) >= 6
        assert 1 <= shape.line_spacing <= 1.5
        assert shape.widow_control
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        assert style(name).paragraph_format.keep_with_next


def test_rules_are_as_long_as_their_line_or_a_third_to_half_of_it() -> None:
    """Widths measured in the face itself: «Độc lập - Tự do - Hạnh phúc» in 13 pt bold is 55,9 mm wide."""
    head = seed().tables[0]
    nation = [p for p in head.rows[0].cells[1].paragraphs if p.style and p.style.name == "Đường kẻ"]
    (motto,) = nation
    room = head.columns[1].width.mm
    assert 55 <= room - motto.paragraph_format.left_indent.mm - motto.paragraph_format.right_indent.mm <= 57
    assert "w:pBdr" in motto._p.xml
    (issuer,) = [p for p in head.rows[0].cells[0].paragraphs if p.style and p.style.name == "Đường kẻ"]
    room = head.columns[0].width.mm
    rule = room - issuer.paragraph_format.left_indent.mm - issuer.paragraph_format.right_indent.mm
    last_line = 44.3  # «HUYỆN THÁP MƯỜI» in 12 pt bold: 10 462 thousandths of 12 pt
    assert last_line / 3 <= rule <= last_line / 2


def test_number_place_and_date() -> None:
    """Number and place on one line; leading zeros for numbers below 10, days below 10, months 1 and 2."""
    report = seed_report()
    said = report._replace(head=report.head._replace(number="Số: 05/BC-UBND"))
    number, place = (cell.text for cell in opened(said).tables[0].rows[1].cells)
    assert number == "Số: 05/BC-UBND"
    assert place.startswith("Tháp Mười, ngày")


@pytest.mark.slow
def test_one_addressee_on_the_line_several_below_it() -> None:
    report = seed_report()
    several = report._replace(head=report.head._replace(addressee=("Hội đồng nhân dân xã", "Đảng ủy xã")))
    document = opened(several)
    assert texts(document, "Kính gửi nhiều nơi", "Nơi kính gửi") == [
        "Kính gửi:",
        "- Hội đồng nhân dân xã;",
        "- Đảng ủy xã.",
    ]
    assert texts(document, "Kính gửi") == []


def test_signature_and_recipients_stay_on_one_page() -> None:
    """The row does not break, and the closing sentence stays with it."""
    (row,) = seed().tables[1].rows
    assert row._tr.find(f".//{qn('w:cantSplit')}") is not None
    assert body(seed())[-1].paragraph_format.keep_with_next


def test_annexes_are_in_landscape_on_pages_of_their_own() -> None:
    first, *annexes = seed().sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert len(annexes) == 2
    for section in annexes:
        assert section.orientation == WD_ORIENT.LANDSCAPE
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
        assert section.different_first_page_header_footer  # page numbers begin anew
    notes = texts(seed(), "Kèm theo")
    assert len(notes) == 2 and all(note.startswith("(Kèm theo Báo cáo số") for note in notes)


def test_one_annex_has_no_number() -> None:
    assert texts(opened(seed_report()._replace(basis=())), "Phụ lục") == ["Phụ lục"]


def test_head_rows_repeat_and_no_row_breaks() -> None:
    for table in seed().tables[2:]:
        head, *rows = table.rows
        assert head._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in (head, *rows))
        assert not any(row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in rows)
        assert table.style is not None and table.style.name == "Bảng phụ lục"


@pytest.mark.parametrize("anew", [True, False])
def test_annexes_count_their_pages_anew_unless_a_profile_says_otherwise(anew: bool) -> None:
    """Another body's profile: only values change."""
    profile = STATE_ADMINISTRATION._replace(annexes_count_pages_anew=anew, body=Look(13, first_line=10, after=6))
    document = docx.Document(io.BytesIO(to_docx(seed_report(), profile)))
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert [start is not None for start in starts] == [False, anew, anew]
    assert document.styles["Nội dung"].font.size.pt == 13


# ---------------------------------------------------------------- marks, references, properties


def test_what_a_person_must_write_is_marked() -> None:
    report = report_of(ROOT / "examples/quoc-hoi-2019")
    document = opened(report)
    marked = [
        run.text
        for p in _all_paragraphs(document)
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
            assert "".join(t.text for t in paragraph._p.iter(qn("w:t"))).endswith("\N{NO-BREAK SPACE}(HC-1)")
            return
    raise AssertionError("limitation not found")


def test_language_and_properties() -> None:
    core = seed().core_properties
    assert core.title.startswith("BÁO CÁO Kết quả thực hiện Nghị quyết số 47/NQ-HĐND")
    assert (core.author, core.last_modified_by, core.language) == ("chitieu", "chitieu", "vi-VN")
    assert core.created.date().isoformat() == "2023-11-10"
    assert seed().styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


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
    package = to_docx(report_saying(text))
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
    document = docx.Document(io.BytesIO(package))
    assert not any(len(p.text.split("\n")) > 1 for p in body(document))
    assert "\x1b" not in document.element.xml and "\u202e" not in document.element.xml
