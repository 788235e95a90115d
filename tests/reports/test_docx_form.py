"""The form of the report in Word, row by row of the table of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle

from engine.reports.columns import annex_columns
from engine.reports.official.annexes import BASIS_COLUMNS, BASIS_REMARK, UNEXPLAINED
from tests.reports.official_cases import review_docx, seed_report
from tests.reports.word_documents import all_paragraphs, body, opened, seed, small, style, texts

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def test_page() -> None:
    """A4 portrait; top and bottom 20-25 mm, left 30-35, right 15-20."""
    section = seed().sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm, 1) <= 25 and 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35 and 15 <= round(section.right_margin.mm, 1) <= 20


@pytest.mark.slow
def test_font_is_times_new_roman_for_every_script_and_black() -> None:
    """And nothing of another face or colour is left in the package, except the shading of what is to be written."""
    package = zipfile.ZipFile(io.BytesIO(review_docx(seed_report())))
    everything = "".join(package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml"))
    for other in ("Calibri", "Cambria", "theme", "4F81BD", "365F91", "0000FF"):
        assert other.lower() not in everything.replace("themeFontLang", "").lower(), other
    for paragraph_style in seed().styles:
        if paragraph_style.type == WD_STYLE_TYPE.PARAGRAPH:
            assert isinstance(paragraph_style, ParagraphStyle)
            while (fonts := paragraph_style.element.find(f".//{qn('w:rFonts')}")) is None:
                paragraph_style = paragraph_style.base_style  # «Đoạn dẫn» is «Nội dung» that leads over
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
    assert name in {p.style.name for p in all_paragraphs(seed()) if p.style} | {"Cơ quan cấp trên"}


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
    closing = body(seed())[-1].style
    assert isinstance(closing, ParagraphStyle) and closing.paragraph_format.keep_with_next


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


def test_head_rows_repeat_and_no_row_breaks() -> None:
    for table in seed().tables[2:]:
        head, *rows = table.rows
        assert head._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in (head, *rows))
        assert not any(row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in rows)
        assert table.style is not None and table.style.name == "Bảng phụ lục"


def test_annexes_count_their_pages_anew() -> None:
    """Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục III, khoản 1, điểm đ."""
    assert [section._sectPr.xpath("./w:pgNumType/@w:start") for section in seed().sections] == [[], ["1"], ["1"]]


def test_the_template_has_the_columns_and_words_of_the_other_forms() -> None:
    """A column that the lists get or lose is wanted in the template too."""
    _, _, targets, basis, *_ = seed().tables
    assert [cell.text for cell in targets.rows[0].cells] == [column.heading for column in annex_columns()]
    assert [cell.text for cell in basis.rows[0].cells] == [column.heading for column in BASIS_COLUMNS]
    assert BASIS_REMARK in texts(seed(), "Ghi chú phụ lục")


def test_an_unmet_criterion_without_a_cause_says_so(tmp_path: Path) -> None:
    row = small(tmp_path, "x.ho: 1.950 hộ").tables[2].rows[-1]
    assert row.cells[-1].text == f"{UNEXPLAINED}\nNguồn: BC, mục 1"
