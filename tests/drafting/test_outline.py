"""Targets and criteria out of a resolution's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.documents.document import Document
from engine.documents.limits import Counter
from engine.documents.reading import UnreadableDocument, lines_of, read_document
from engine.documents.texts import paragraphs_of
from engine.drafting.outline import outline

NUMBERED = """\
2. Các chỉ tiêu: gồm 03 chỉ tiêu, 04 nội dung

(1) Thành lập mới 03 tổ hợp tác (01 nội dung).

(2) Số hộ tham gia đạt từ 1.250 hộ trở lên. Thu nhập bình quân trên 62,5 triệu đồng/người/năm (02 nội dung).

(3) Tỷ lệ hộ nghèo giảm
còn 2% (01 nội dung).

3. Đánh giá kết quả
"""


def document_of(text: str) -> Document:
    return lines_of(paragraphs_of(text), Counter("vb.txt"))


def shown(text: str) -> list[tuple[int, list[str]]]:
    return [(t.number, [c.text for c in t.criteria]) for t in outline(document_of(text)).targets]


def test_numbered_targets_are_split_as_the_text_counts() -> None:
    assert shown(NUMBERED) == [
        (1, ["Thành lập mới 03 tổ hợp tác"]),
        (2, ["Số hộ tham gia đạt từ 1.250 hộ trở lên", "Thu nhập bình quân trên 62,5 triệu đồng/người/năm"]),
        (3, ["Tỷ lệ hộ nghèo giảm còn 2%"]),
    ]
    assert all(not target.doubts for target in outline(document_of(NUMBERED)).targets)


def test_a_count_that_does_not_fit_is_doubted() -> None:
    text = "(1) Tỷ lệ hộ nghèo còn 2% (02 nội dung).\n\n(2) Trồng 5 ha rừng (01 nội dung)."
    first, second = outline(document_of(text)).targets
    assert first.doubts and not second.doubts


def test_other_ways_of_numbering() -> None:
    assert shown("Chỉ tiêu 1: Trồng 5 ha rừng.\n\nChỉ tiêu 2: Giảm nghèo còn 2%.") == [
        (1, ["Trồng 5 ha rừng"]),
        (2, ["Giảm nghèo còn 2%"]),
    ]
    assert shown("1. Trồng 5 ha rừng;\n2. Giảm nghèo còn 2%.") == [(1, ["Trồng 5 ha rừng"]), (2, ["Giảm nghèo còn 2%"])]


def test_bullets_under_a_field_are_targets() -> None:
    text = "1. Về kinh tế:\n- Thu ngân sách đạt 12 tỷ đồng;\n- Trồng 5 ha rừng.\n2. Về xã hội:\n- Hộ nghèo còn 2%."
    assert [len(t.criteria) for t in outline(document_of(text)).targets] == [1, 1, 1]


def test_a_text_without_targets_gives_none() -> None:
    assert outline(document_of("Kính gửi Ban Thường vụ.\n\nTrân trọng.")).targets == ()


def test_numbers_with_dots_do_not_split_sentences() -> None:
    assert shown("(1) Đạt 1.250 hộ trở lên.\n\n(2) TP. Cao Lãnh trồng 3 ha.")[0] == (1, ["Đạt 1.250 hộ trở lên"])


def test_word_documents_are_read(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for paragraph in NUMBERED.split("\n\n"):
        document.add_paragraph(" ".join(paragraph.split()))
    path = tmp_path / "nghi-quyet.docx"
    document.save(str(path))
    assert [t.number for t in outline(read_document(path)).targets] == [1, 2, 3]


@pytest.mark.parametrize(("name", "content"), [("a.docx", b"not a zip"), ("a.doc", b"x"), ("a.txt", b"\xff\xfe\xfa")])
def test_what_cannot_be_read_is_explained(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableDocument, match=name.replace(".", r"\.")):
        read_document(tmp_path / name)
