"""PDF files with a text layer: paragraphs, columns of the letterhead, tables; what has no text is refused."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from engine.documents.apart import read_pdf_apart
from engine.documents.limits import UnreadableDocument
from engine.files.office import converted
from tests.documents.composing import (
    cell,
    composed,
    definition,
    drawn,
    instance,
    level,
    paragraph,
    read,
    row,
    run,
    shown,
    table,
    told,
)
from tests.documents.pdfs import pages, pdf, ruled, stream, text

LINES = text(["1. Ty le ho ngheo con duoi 2 phan tram", "2. Thu nhap binh quan dat 80 trieu dong"])


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read(folder, content, "vb.pdf")
    assert "vb.pdf" in str(refused.value) and "Error" not in str(refused.value)
    return str(refused.value)


# ---------------------------------------------------------------- what is read


def test_items_are_lines_with_their_labels(tmp_path: Path) -> None:
    assert told(read(tmp_path, pages(LINES), "vb.pdf")) == [
        "1.||Ty le ho ngheo con duoi 2 phan tram|đoạn 1", "2.||Thu nhap binh quan dat 80 trieu dong|đoạn 2",
    ]  # fmt: skip


def test_a_line_that_the_page_broke_goes_on(tmp_path: Path) -> None:
    broken = text(
        ["1. Ty le ho gia dinh dat chuan gia dinh van hoa hang nam dat", "tu 95 phan tram tro len.", "2. Ty le khac"]
    )
    assert shown(read(tmp_path, pages(broken), "vb.pdf")) == [
        "1. Ty le ho gia dinh dat chuan gia dinh van hoa hang nam dat tu 95 phan tram tro len.", "2. Ty le khac",
    ]  # fmt: skip


def test_numbers_of_pages_are_left_out_and_text_goes_on_behind_them(tmp_path: Path) -> None:
    first = text(["1. Ty le ho gia dinh dat chuan gia dinh van hoa hang nam dat"])
    second = text(["2"], top=820, left=300) + b"\n" + text(["tu 95 phan tram tro len."])
    assert shown(read(tmp_path, pages(first, second), "vb.pdf")) == [
        "1. Ty le ho gia dinh dat chuan gia dinh van hoa hang nam dat tu 95 phan tram tro len."
    ]


def test_the_columns_of_a_letterhead_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = text(["HOI DONG NHAN DAN", "XA TAN AN"], left=60, size=10)
    right = text(["CONG HOA XA HOI CHU NGHIA VIET NAM", "Doc lap - Tu do - Hanh phuc"], left=320, size=10)
    lines = shown(
        read(tmp_path, pages(left + b"\n" + right + b"\n" + text(["Nghi quyet ve nhiem vu"], top=600)), "vb.pdf")
    )
    assert (
        lines.index("HOI DONG NHAN DAN") < lines.index("XA TAN AN") < lines.index("CONG HOA XA HOI CHU NGHIA VIET NAM")
    )


def test_a_ruled_table_is_a_table_and_no_lines(tmp_path: Path) -> None:
    page = text(["Phu luc chi tieu nam 2026"], top=810) + b"\n" + ruled([["TT", "Chi tieu"], ["1", "Ho ngheo"]])
    assert told(read(tmp_path, pages(page), "vb.pdf")) == [
        "||Phu luc chi tieu nam 2026|đoạn 1", "TT ¦ Chi tieu", "1 ¦ Ho ngheo",
    ]  # fmt: skip


def test_a_table_that_a_page_cuts_is_one_table(tmp_path: Path) -> None:
    first = ruled([["TT", "Chi tieu"], ["1", "Ho ngheo duoi 2"]])
    second = ruled([["TT", "Chi tieu"], ["2", "Thu nhap 80"]])
    document = read(tmp_path, pages(first, second), "vb.pdf")
    assert len(document.blocks) == 1
    assert told(document) == ["TT ¦ Chi tieu", "1 ¦ Ho ngheo duoi 2", "2 ¦ Thu nhap 80"]


def test_the_mark_of_a_note_is_no_part_of_a_number(tmp_path: Path) -> None:
    """«95» with a small «1» above the line; each letter of the font is 0.6 times as wide as it is large."""
    line = b"BT /F1 12 Tf 72 700 Td (Ty le ho dung nuoc sach dat 95) Tj /F1 7 Tf 5 Ts (12) Tj /F1 12 Tf 0 Ts ( phan tram) Tj ET"
    assert shown(read(tmp_path, pages(line), "vb.pdf")) == ["Ty le ho dung nuoc sach dat 95¹² phan tram"]


def test_a_table_without_lines_is_told(tmp_path: Path) -> None:
    document = read(
        tmp_path, pages(text(["TT   Chi tieu      Don vi tinh", "1    Ho ngheo      2 phan tram"])), "vb.pdf"
    )
    assert any("Trang 1" in remark and "Word" in remark for remark in document.remarks)


@pytest.mark.parametrize(("height", "is_told"), [(703, True), (704, True), (698, False)])
def test_a_line_through_letters_is_told(tmp_path: Path, height: int, is_told: bool) -> None:
    """Tracked changes in print; a line below letters underlines them. The letters stand on 700, and are 12 high."""
    line = b"BT /F1 12 Tf 72 700 Td (Ty le ho ngheo con duoi 8 phan tram 9 phan tram) Tj ET"
    stroke = f"\n209 {height} m 345 {height} l S".encode()
    remarks = read(tmp_path, pages(line + stroke), "vb.pdf").remarks
    assert any("Trang 1" in remark and "gạch ngang" in remark for remark in remarks) == is_told


def test_a_table_without_lines_and_usual_head_is_told_too(tmp_path: Path) -> None:
    """Three columns beside each other, below the letterhead."""
    columns = [
        text(["Chi tieu", "Ho ngheo"], 400, 60),
        text(["Nam 2026", "2,1"], 400, 250),
        text(["2030", "1,2"], 400, 420),
    ]
    document = read(tmp_path, pages(b"\n".join([text(["Phu luc chi tieu nam 2026"]), *columns])), "vb.pdf")
    assert any("không có đường kẻ" in remark for remark in document.remarks)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("content", [b"", text(["12"]), b"q 500 0 0 700 40 40 cm Q"])
def test_a_scan_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    said = refusal(tmp_path, pages(content))
    assert "bản quét" in said and "Word" in said and "OCR" in said


def test_a_file_with_a_password_is_refused(tmp_path: Path) -> None:
    locked = "<</Filter/Standard/V 1/R 2/O<" + "00" * 32 + ">/U<" + "11" * 32 + ">/P -4>>"
    catalogue = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", locked)
    assert "mật khẩu" in refusal(tmp_path, pdf(*catalogue, trailer="/Encrypt 3 0 R /ID[<00><00>]"))


def test_pages_are_counted_first(tmp_path: Path) -> None:
    assert "500 trang" in refusal(tmp_path, pages(*[LINES] * 501))


def test_characters_are_counted(tmp_path: Path) -> None:
    long = text(["x" * 31_000])
    assert "30.000 ký tự" in refusal(tmp_path, pages(long))


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
FORM = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
HOSTILE = {
    "no object": b"%PDF-",
    "junk": b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "cut off": pages(LINES)[:250],
    "pages that hold themselves": pdf(CATALOGUE, "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "pages that do not exist": pdf(CATALOGUE, "<</Type/Pages/Kids[]/Count 999999999>>"),
    "a parent of itself": pdf(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>", PAGE, stream(b"")),
    "a form that draws itself": pdf(
        CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream(b"/X Do"), stream(b"/X Do /X Do", FORM)
    ),
    "deep arrays": pages(b"[" * 300_000),
    "deep dictionaries": pdf(
        "<</Type/Catalog/Pages 2 0 R/X " + "<</A " * 9_000 + "1" + ">>" * 9_000 + ">>", "<</Type/Pages/Kids[]/Count 0>>"
    ),
    "an odd page": pages(LINES, box="[(a) /b]"),
    "a lock of another make": pdf(
        CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>", "<</Filter/Foo/V 9>>", trailer="/Encrypt 3 0 R /ID[<00><00>]"
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused(tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing but the sentence is told, by the other process neither."""
    assert ";" in refusal(tmp_path, HOSTILE[kind])
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_what_unpacks_to_a_gigabyte_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 10_000_000) for _ in range(200)) + packer.flush()
    refusal(tmp_path, pages(bomb, more="/Filter/FlateDecode"))


def test_what_takes_too_long_is_ended() -> None:
    """Twelve forms, each of which draws the next ten times, are a billion."""
    forms = [stream(b"/X Do " * 10, FORM.replace("5 0 R", f"{6 + at} 0 R")) for at in range(12)]
    endless = pdf(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream(b"/X Do"), *forms, stream(b"", FORM))
    with pytest.raises(UnreadableDocument, match="quá phức tạp"):
        read_pdf_apart(endless, "vb.pdf", seconds=3)


# ---------------------------------------------------------------- as LibreOffice writes it


@pytest.mark.slow
@pytest.mark.office
def test_a_pdf_of_libreoffice_has_the_lines_and_tables_of_its_document(tmp_path: Path) -> None:
    listed = definition(1, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)")) + instance(1, 1)
    annex = table(
        row("TT", "Chỉ tiêu", "Kế hoạch năm 2026"),
        row("1", "Tỷ lệ hộ nghèo", "≤ 2%"),
        row("2", "Số xã đạt chuẩn", "5 xã"),
    )
    document = composed(
        paragraph("Chỉ tiêu chủ yếu năm 2026 của xã:")
        + paragraph(
            "Tỷ lệ hộ gia đình đạt chuẩn gia đình văn hóa hằng năm đạt từ 95% trở lên, trong đó ấp văn hóa đạt 100%.",
            "1/0",
        )
        + paragraph("Tỷ lệ người dân tham gia bảo hiểm y tế: 95%.", "1/1")
        + paragraph(run("Thu ngân sách đạt 12,5 tỷ đồng."), "1/0")
        + drawn(annex, 3),
        numbering=listed,
    )
    assert told(read(tmp_path, converted(document, "docx", "pdf"), "vb.pdf")) == [
        "||Chỉ tiêu chủ yếu năm 2026 của xã:|đoạn 1",
        "1.||Tỷ lệ hộ gia đình đạt chuẩn gia đình văn hóa hằng năm đạt từ 95% trở lên, trong đó ấp văn hóa đạt 100%.|đoạn 2",
        "a)||Tỷ lệ người dân tham gia bảo hiểm y tế: 95%.|đoạn 3",
        "2.||Thu ngân sách đạt 12,5 tỷ đồng.|đoạn 4",
        "TT ¦ Chỉ tiêu ¦ Kế hoạch năm 2026",
        "1 ¦ Tỷ lệ hộ nghèo ¦ ≤ 2%",
        "2 ¦ Số xã đạt chuẩn ¦ 5 xã",
    ]


@pytest.mark.slow
@pytest.mark.office
def test_tracked_changes_in_a_pdf_are_told(tmp_path: Path) -> None:
    """It shows both numbers, and a line through the first."""
    by = 'w:author="a" w:date="2026-01-01T00:00:00Z"'
    deleted = f'<w:del w:id="1" {by}><w:r><w:delText>20 tuyến</w:delText></w:r></w:del>'
    changed = paragraph(run("Số tuyến đường đạt từ ") + deleted + f'<w:ins w:id="2" {by}>{run("28 tuyến")}</w:ins>')
    document = read(tmp_path, converted(composed(changed), "docx", "pdf"), "vb.pdf")
    assert any("«20 tuyến»" in remark for remark in document.remarks)


@pytest.mark.slow
@pytest.mark.office
def test_a_merged_head_of_a_pdf_is_repeated(tmp_path: Path) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    annex = table(
        row(cell("Chỉ tiêu", down), cell("Lộ trình", '<w:gridSpan w:val="2"/>')),
        row(cell("", on), "2026", "2027"),
        row("Tỷ lệ hộ nghèo", "2%", "1%"),
    )
    assert told(read(tmp_path, converted(composed(drawn(annex, 3)), "docx", "pdf"), "vb.pdf")) == [
        "Chỉ tiêu ¦ Lộ trình ¦ [Lộ trình]", "[Chỉ tiêu] ¦ 2026 ¦ 2027", "Tỷ lệ hộ nghèo ¦ 2% ¦ 1%",
    ]  # fmt: skip
