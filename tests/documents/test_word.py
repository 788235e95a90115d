"""What a Word document holds besides plain paragraphs: tracked changes, boxes, notes, fields, signs, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

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
)  # fmt: skip

ONE = definition(1, level(0, "decimal", "%1.")) + instance(1, 1)
DELETED_MARK = '<w:rPr><w:del w:id="1"/></w:rPr>'


def deleted(text: str) -> str:
    return f'<w:del w:id="9"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(inner: str) -> str:
    return f'<w:ins w:id="9">{inner}</w:ins>'


def box(inner: str) -> str:
    return f"<w:txbxContent>{inner}</w:txbxContent>"


def both(inner: str) -> str:
    """A text box as Word writes it: once for new programs, once for old ones."""
    new = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box(inner)}</wps:txbx></w:drawing></mc:Choice>'
    old = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box(inner)}</v:textbox></v:shape></w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{new}{old}</mc:AlternateContent></w:r>"


def numbered(folder: Path, body: str) -> list[str]:
    return shown(read(folder, composed(body, numbering=ONE)))


# ---------------------------------------------------------------- tracked changes


def test_what_is_added_counts_and_what_is_deleted_does_not(tmp_path: Path) -> None:
    body = paragraph(run("Tỷ lệ đạt ") + deleted("8%") + inserted(run("9%")) + run(" trở lên"))
    document = read(tmp_path, composed(body))
    assert shown(document) == ["Tỷ lệ đạt 9% trở lên"]
    (remark,) = document.remarks
    assert "«9%»" in remark and "«8%»" in remark


def test_what_is_moved_stands_where_it_was_moved_to(tmp_path: Path) -> None:
    gone = f'<w:moveFrom w:id="1">{run("Trồng 5 ha")}</w:moveFrom>'
    new = f'<w:moveTo w:id="2">{run("Trồng 5 ha")}</w:moveTo>'
    assert shown(read(tmp_path, composed(paragraph(gone) + paragraph("A") + paragraph(new)))) == ["A", "Trồng 5 ha"]


def test_what_one_added_and_another_deleted_does_not_count(tmp_path: Path) -> None:
    assert shown(read(tmp_path, composed(paragraph(run("Đạt ") + inserted(deleted("7%")) + run("9%"))))) == ["Đạt 9%"]


def test_a_deleted_end_joins_two_paragraphs(tmp_path: Path) -> None:
    assert numbered(tmp_path, paragraph("Tỷ lệ ", "1/0", DELETED_MARK) + paragraph("hộ nghèo", "1/0") + paragraph("B", "1/0")) == [
        "1. Tỷ lệ hộ nghèo", "2. B",
    ]  # fmt: skip


def test_an_item_deleted_as_a_whole_leaves_the_next_its_number(tmp_path: Path) -> None:
    """The heading before is not numbered, and must not take the number of the item away."""
    gone = paragraph(deleted("Tiêu đề cũ"), properties=DELETED_MARK)
    also_gone = paragraph(deleted("Chỉ tiêu cũ"), "1/0", DELETED_MARK)
    body = gone + paragraph("A", "1/0") + also_gone + paragraph("B", "1/0") + also_gone + paragraph("cuối")
    assert numbered(tmp_path, body) == ["1. A", "2. B", "cuối"]


def test_a_deleted_end_does_not_reach_out_of_a_cell(tmp_path: Path) -> None:
    inside = table(row(cell(paragraph("A", properties=DELETED_MARK)), "B"))
    body = paragraph("đầu", properties=DELETED_MARK) + inside + paragraph("cuối", properties=DELETED_MARK)
    assert told(read(tmp_path, composed(body))) == ["||đầu|đoạn 1", "A ¦ B", "||cuối|đoạn 2"]


def test_a_deleted_row_is_left_out_and_named(tmp_path: Path) -> None:
    rows = table(
        row("A", "1"), row("B", "2", properties='<w:del w:id="1"/>'), row("C", "3", properties='<w:ins w:id="2"/>')
    )
    document = read(tmp_path, composed(rows))
    assert told(document) == ["A ¦ 1", "C ¦ 3"]
    assert any("«B 2»" in remark for remark in document.remarks)


def test_many_changes_are_named_in_short(tmp_path: Path) -> None:
    document = read(tmp_path, composed("".join(paragraph(inserted(run(f"thêm {n} " + "x" * 90))) for n in range(50))))
    (remark,) = document.remarks
    assert len(remark) < 600 and "44" in remark


# ---------------------------------------------------------------- what is not shown


@pytest.mark.parametrize(
    "hidden",
    [
        paragraph(run("Đạt ") + run("7%", "<w:vanish/>") + run("9%")),
        paragraph(run("Đạt ") + run("7%", '<w:rStyle w:val="An"/>') + run("9%")),
        paragraph(run("Đạt ") + run("7%", '<w:rStyle w:val="AnCon"/>') + run("9%")),
        paragraph(run("Đạt 9%", '<w:vanish w:val="0"/>')) + paragraph("7%", properties='<w:pStyle w:val="DoanAn"/>'),
    ],
)
def test_hidden_text_is_left_out_and_named(tmp_path: Path, hidden: str) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="An"><w:name w:val="An"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="AnCon"><w:name w:val="x"/><w:basedOn w:val="An"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="DoanAn"><w:name w:val="y"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    document = read(tmp_path, composed(hidden, styles=styles))
    assert shown(document) == ["Đạt 9%"]
    assert document.remarks[:1] == () or any("7%" in remark for remark in document.remarks)
    assert any("chữ ẩn" in remark for remark in document.remarks)


def test_fields_show_their_results(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF muc_tieu</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("12")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr="DATE">{run("2026")}</w:fldSimple>'
    assert shown(read(tmp_path, composed(paragraph(run("Đạt ") + field + run(" xã năm ") + simple)))) == [
        "Đạt 12 xã năm 2026"
    ]


def test_a_table_of_contents_is_left_out_and_told(tmp_path: Path) -> None:
    """Its lines repeat the headings, with the numbers of pages behind."""
    styles = '<w:style w:type="paragraph" w:styleId="Mucluc1"><w:name w:val="toc 1"/></w:style>'
    body = paragraph("1. Hộ nghèo còn 2% 3", properties='<w:pStyle w:val="Mucluc1"/>') + paragraph("1. Hộ nghèo còn 2%")
    document = read(tmp_path, composed(body, styles=styles))
    assert shown(document) == ["1. Hộ nghèo còn 2%"]
    assert any("mục lục" in remark for remark in document.remarks)


def test_pictures_are_told_because_their_text_is_not_read(tmp_path: Path) -> None:
    picture = (
        '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r>'
    )
    ole = "<w:r><w:object/></w:r>"
    document = read(tmp_path, composed(paragraph(run("A") + picture) + paragraph(run("B") + ole)))
    assert any("2 hình" in remark for remark in document.remarks)


# ---------------------------------------------------------------- boxes, notes, controls


@pytest.mark.parametrize(
    "shape", [both, lambda inner: f"<w:r><w:pict><v:textbox>{box(inner)}</v:textbox></w:pict></w:r>"]
)
def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path, shape: object) -> None:
    assert callable(shape)
    body = paragraph(run("A") + shape(paragraph("4. Đạt 92%") + table(row("x", "y")))) + paragraph("B")
    assert told(read(tmp_path, composed(body))) == [
        "||A|đoạn 1", "4.||Đạt 92%|hộp chữ ở đoạn 1", "||x|hộp chữ ở đoạn 1", "||y|hộp chữ ở đoạn 1", "||B|đoạn 2",
    ]  # fmt: skip


def test_alternatives_of_whole_paragraphs_are_read_once(tmp_path: Path) -> None:
    both_ways = (
        f'<mc:AlternateContent><mc:Choice Requires="w14">{paragraph("A")}</mc:Choice>'
        f"<mc:Fallback>{paragraph('A')}</mc:Fallback></mc:AlternateContent>"
    )
    assert shown(read(tmp_path, composed(both_ways + table(row(cell(both_ways)))))) == ["A"]


def test_notes_stand_behind_the_paragraph_of_their_mark(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{n}">{paragraph(run(f"Ghi chú {n}") + mark.format(n))}</w:footnote>' for n in (2, 3)
    )
    ends = f'<w:endnote w:id="2">{paragraph("Cuối văn bản")}</w:endnote>'
    end = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    body = paragraph(run("A") + mark.format(2) + run(" tiếp") + mark.format(3) + end + mark.format(99)) + paragraph("B")
    assert told(read(tmp_path, composed(body, footnotes=notes, endnotes=ends))) == [
        "||A tiếp|đoạn 1", "||Ghi chú 2|chú thích 1", "||Ghi chú 3|chú thích 2", "||Cuối văn bản|chú thích 3", "||B|đoạn 2",
    ]  # fmt: skip


def test_content_controls_and_links_are_text(tmp_path: Path) -> None:
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('5 xã')}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run(' đạt chuẩn')}</w:hyperlink>"
    block = f"<w:sdt><w:sdtContent>{paragraph('A')}{table(row('x'))}</w:sdtContent></w:sdt>"
    assert told(read(tmp_path, composed(block + paragraph(run("Có ") + inline + link)))) == [
        "||A|đoạn 1", "x", "||Có 5 xã đạt chuẩn|đoạn 2",
    ]  # fmt: skip


# ---------------------------------------------------------------- signs


RAISED = '<w:vertAlign w:val="superscript"/>'


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def mark(part: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("Đạt ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 95%"), "Đạt ≥ 95%"),
        (run("Còn \uf0a3 2%"), "Còn ≤ 2%"),
        (run("Đạt ") + '<w:r><w:sym w:font="Webdings" w:char="F011"/></w:r>' + run("95%"), "Đạt \ufffd95%"),
        (run("5 km") + run("2", '<w:vertAlign w:val="superscript"/>'), "5 km2"),
        ("<w:r><w:t>2026</w:t><w:noBreakHyphen/><w:t>2030</w:t></w:r>", "2026-2030"),
        ("<w:r><w:t>kinh</w:t><w:softHyphen/><w:t>tế</w:t></w:r>", "kinhtế"),
        ("<w:r><w:t>TT</w:t><w:tab/><w:t>Chỉ tiêu</w:t></w:r>", "TT Chỉ tiêu"),
        (run("Đạt ") + "<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>" + run(" 95%"), "Đạt ≥ 95%"),
        (run("Ty\u0309 le\u0323\u0302 5\u00a0000\u200b ha"), "Tỷ lệ 5 000 ha".replace("ỷ", "ỷ")),
    ],
)
def test_signs(tmp_path: Path, inner: str, expected: str) -> None:
    assert shown(read(tmp_path, composed(paragraph(inner)))) == [expected]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("95") + run("1", RAISED) + run("% số hộ"), "95¹% số hộ"),
        (run("10") + run("12", RAISED) + run(" đồng"), "10¹² đồng"),
        (run("95%") + run("1", RAISED), "95%1"),
        (run("5 km") + run("2", RAISED) + run("3"), "5 km23"),
        (f"<m:oMath><m:f><m:num>{math('1')}</m:num><m:den>{math('2')}</m:den></m:f></m:oMath>", "1/2"),
        (f"<m:oMath><m:sSup><m:e>{math('10')}</m:e><m:sup>{math('3')}</m:sup></m:sSup></m:oMath>", "10^3"),
    ],
)
def test_a_raised_digit_and_a_fraction_make_no_other_number(tmp_path: Path, inner: str, expected: str) -> None:
    assert shown(read(tmp_path, composed(paragraph(inner)))) == [expected]


@pytest.mark.parametrize("strike", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'])
def test_what_is_struck_through_is_read_and_named(tmp_path: Path, strike: str) -> None:
    """Nobody can say whether it was deleted: it is shown, and is no tracked change."""
    body = paragraph(run("Đạt ") + run("8%", strike) + run(" 9%", '<w:strike w:val="0"/>'))
    document = read(tmp_path, composed(body))
    assert shown(document) == ["Đạt 8% 9%"]
    assert any("gạch ngang" in remark and "«8%»" in remark and "9%" not in remark for remark in document.remarks)


def test_the_code_of_a_field_is_not_shown_the_results_in_it_neither(tmp_path: Path) -> None:
    inner = mark("begin") + run("7") + mark("separate") + run("8") + mark("end")
    field = mark("begin") + run("IF ") + inner + run(" = 1") + mark("separate") + run("12") + mark("end")
    body = paragraph(run("Đạt ") + field + run(" xã")) + paragraph(mark("begin") + run("REF")) + paragraph("A")
    assert shown(read(tmp_path, composed(body))) == ["Đạt 12 xã", "A"]


def test_items_behind_line_breaks_are_lines(tmp_path: Path) -> None:
    broken = (
        "<w:r><w:t>Gồm:</w:t><w:br/><w:t>- Trồng 5 ha</w:t><w:br/><w:t>rừng;</w:t><w:br/><w:t>- 100% xã</w:t></w:r>"
    )
    assert told(read(tmp_path, composed(paragraph(broken)))) == [
        "||Gồm:|đoạn 1", "-||Trồng 5 ha rừng;|đoạn 1", "-||100% xã|đoạn 1",
    ]  # fmt: skip


# ---------------------------------------------------------------- tables


def test_merged_cells_make_a_rectangle(tmp_path: Path) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = table(
        row(cell("TT", down), cell("Chỉ tiêu", down), cell("Lộ trình", '<w:gridSpan w:val="2"/>')),
        row(cell("", on), cell("", on), "2026", "2027"),
        row("1", "Hộ nghèo", "2%", "1%"),
        row("x", properties='<w:gridBefore w:val="2"/>'),
    )
    assert told(read(tmp_path, composed(rows))) == [
        "TT ¦ Chỉ tiêu ¦ Lộ trình ¦ [Lộ trình]", "[TT] ¦ [Chỉ tiêu] ¦ 2026 ¦ 2027", "1 ¦ Hộ nghèo ¦ 2% ¦ 1%", " ¦  ¦ x ¦ ",
    ]  # fmt: skip


def test_a_column_of_automatic_numbers_is_shown(tmp_path: Path) -> None:
    """The first cell of each row holds an empty numbered paragraph, as staff number the rows of an annex."""
    number = cell(paragraph("", "1/0"))
    rows = table(row("TT", "Chỉ tiêu"), row(number, "Hộ nghèo"), row(number, "Thu nhập"), row(cell(""), "Tổng"))
    assert told(read(tmp_path, composed(rows, numbering=ONE))) == [
        "TT ¦ Chỉ tiêu", "1. ¦ Hộ nghèo", "2. ¦ Thu nhập", " ¦ Tổng",
    ]  # fmt: skip


def test_a_table_in_a_cell_is_read_in_that_cell(tmp_path: Path) -> None:
    inner = table(row("1", "2"))
    assert told(read(tmp_path, composed(table(row(cell(paragraph("A") + inner + paragraph("B")), "C"))))) == [
        "A 1 2 B ¦ C"
    ]


def test_places_name_the_row(tmp_path: Path) -> None:
    document = read(tmp_path, composed(table(row("A"), row("B")) + table(row("C"))))
    assert [line.place for block in document.blocks for cells in block.rows for c in cells for line in c.lines] == [
        "bảng 1, dòng 1", "bảng 1, dòng 2", "bảng 2, dòng 1",
    ]  # fmt: skip
