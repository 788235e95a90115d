"""Forms of files: told by what they begin with, older ones brought into .docx by LibreOffice, fonts of before Unicode refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread
from typing import ClassVar

import pytest

from engine.documents.document import Document
from engine.documents.reading import UnreadableDocument
from engine.files.office import OfficeMissing, converted
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
    zipped,
)  # fmt: skip
from tests.documents.pdfs import pages, text

LISTED = definition(1, level(0, "upperRoman", "%1."), level(1, "decimal", "%2.")) + instance(1, 1)
DOCUMENT = composed(
    paragraph("Chỉ tiêu kinh tế", "1/0")
    + paragraph("Thu ngân sách đạt 12,5 tỷ đồng.", "1/1")
    + paragraph("Trồng 5 ha rừng.", "1/1")
    + drawn(table(row(cell("Chỉ tiêu"), cell("Lộ trình", '<w:gridSpan w:val="2"/>')), row("Hộ nghèo", "2%", "1%")), 3)
    + paragraph("Nơi nhận: các ấp."),
    numbering=LISTED,
)
LINES = [
    "I.|0|Chỉ tiêu kinh tế",
    "1.|1|Thu ngân sách đạt 12,5 tỷ đồng.",
    "2.|1|Trồng 5 ha rừng.",
    "||Nơi nhận: các ấp.",
]
ROWS = ["Chỉ tiêu ¦ Lộ trình ¦ [Lộ trình]", "Hộ nghèo ¦ 2% ¦ 1%"]


def refusal(folder: Path, content: bytes, name: str) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read(folder, content, name)
    return str(refused.value)


# ---------------------------------------------------------------- names lie


@pytest.mark.parametrize("name", ["vb.docx", "vb.doc", "vb.txt", "vb", "VB.DOCX", "vb.pdf"])
def test_a_word_document_is_one_under_any_name(tmp_path: Path, name: str) -> None:
    assert shown(read(tmp_path, composed(paragraph("1. Đạt 5 xã")), name)) == ["1. Đạt 5 xã"]


def test_a_pdf_is_one_under_any_name(tmp_path: Path) -> None:
    assert shown(read(tmp_path, pages(text(["1. Dat chuan 5 xa nong thon moi"])), "vb.docx")) == [
        "1. Dat chuan 5 xa nong thon moi"
    ]


@pytest.mark.parametrize("ending", ["docx", "doc", "odt", "rtf", "pdf"])
def test_what_is_not_what_its_name_says_is_refused(tmp_path: Path, ending: str) -> None:
    said = refusal(tmp_path, b"1. Dat 5 xa", f"vb.{ending}")
    assert ending in said and ";" in said


def test_a_locked_word_document_is_named_as_such(tmp_path: Path) -> None:
    """Word keeps it in the form of older documents, with a stream of this name."""
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    assert "mật khẩu" in refusal(tmp_path, locked, "vb.docx")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    from engine.documents.reading import read_document

    for path in (tmp_path / "không có.docx", tmp_path):
        with pytest.raises(UnreadableDocument) as refused:
            read_document(path)
        assert str(path) in str(refused.value)


# ---------------------------------------------------------------- older forms


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.parametrize("form", ["doc", "odt", "rtf"])
def test_older_forms_give_the_same_lines_and_tables(tmp_path: Path, form: str) -> None:
    document = read(tmp_path, converted(DOCUMENT, "docx", form), f"vb.{form}")
    assert [line.rpartition("|")[0] for line in told(document) if "|" in line] == LINES
    assert [line for line in told(document) if "¦" in line] == ROWS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vb.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)),
        ("vb.rtf", b"{\\rtf1 A}"),
        ("vb.odt", zipped({"content.xml": "<a/>"})),
    ],
)
def test_without_libreoffice_they_are_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.files.office._program", lambda: None)
    said = refusal(tmp_path, content, name)
    assert "chưa cài LibreOffice" in said and name in said and "lưu thành .docx" in said


def test_a_file_of_which_libreoffice_makes_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(document: bytes, form: str, to: str) -> bytes:
        raise OfficeMissing("LibreOffice không ghi được tệp .docx")

    monkeypatch.setattr("engine.documents.conversion.converted", nothing)
    assert ".docx" in refusal(tmp_path, b"{\\rtf1 A}", "vb.rtf")


def test_a_bomb_in_an_open_document_never_reaches_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.documents.conversion.converted", lambda *_: pytest.fail("it was converted"))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a>" + " " * 50_000_000 + "</a>")
    assert "quá lớn" in refusal(tmp_path, packed.getvalue(), "vb.odt")


class _Asked(BaseRequestHandler):
    asked: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.asked.append(self.request.recv(1_000))


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server of this machine, which notes what it is asked for."""
    with TCPServer(("127.0.0.1", 0), _Asked) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_address[1]}"
        serving.shutdown()


def linked(*addresses: str) -> bytes:
    """An .odt with a picture and a section of each of these addresses."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = "".join(
        f' xmlns:{key}="{space}:{name}:1.0"'
        for key, name in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    parts = "".join(
        f'<text:p>A<draw:frame><draw:image xlink:href="{at}"/></draw:frame></text:p><text:section text:name="S{n}">'
        f'<text:section-source xlink:href="{at}"/><text:p>B</text:p></text:section>'
        for n, at in enumerate(addresses)
    )
    head = f'<office:document-content xmlns:xlink="http://www.w3.org/1999/xlink"{spaces} office:version="1.2">'
    content = f"{head}<office:body><office:text>{parts}</office:text></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = f'<m:manifest xmlns:m="{space}:manifest:1.0">{entries}</m:manifest>'
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


@pytest.mark.slow
@pytest.mark.office
def test_libreoffice_fetches_nothing_that_a_document_refers_to(tmp_path: Path, server: str) -> None:
    (tmp_path / "other.txt").write_text("other", "utf-8")
    addresses = (f"{server}/a.odt", (tmp_path / "other.txt").as_uri())
    assert shown(read(tmp_path, linked(*addresses), "vb.odt")) == ["A", "B", "A", "B"]
    picture = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{server}/a.png" \\\\d}}{{\\fldrslt B}}}}'
    assert shown(read(tmp_path, f"{{\\rtf1 A {picture}}}".encode(), "vb.rtf")) == ["A B"]
    assert _Asked.asked == []


# ---------------------------------------------------------------- plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_in_unicode_is_read(tmp_path: Path, encoding: str) -> None:
    content = "I. Kinh tế\r\n1. Đạt 5 xã\r\n\r\n- Tỷ lệ hộ nghèo 2%\r\n".encode(encoding)
    assert told(read(tmp_path, content, "vb.txt")) == [
        "I.||Kinh tế|đoạn 1", "1.||Đạt 5 xã|đoạn 2", "-||Tỷ lệ hộ nghèo 2%|đoạn 3",
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\n\f\n"])
def test_every_end_of_a_line_or_page_is_one(tmp_path: Path, end: str) -> None:
    """Word writes U+000B for Shift+Enter; two numbers must not become one."""
    content = f"1. Đạt từ 95{end}2. Đạt 6 xã".encode()
    assert shown(read(tmp_path, content, "vb.txt")) == ["1. Đạt từ 95", "2. Đạt 6 xã"]


@pytest.mark.parametrize(
    "old",
    [
        "Héi ®ång nh©n d©n x· QuyÕt nghÞ tû lÖ hé nghÌo cßn d­íi 2%, tû lÖ hé sö dông n­íc s¹ch ®¹t 95%. ",
        "Hoäi ñoàng nhaân daân xaõ Quyeát nghò tyû leä hoä ngheøo coøn döôùi 2%, tyû leä söû duïng nöôùc saïch ñaït 95%. ",
    ],
)
def test_fonts_of_before_unicode_are_refused(tmp_path: Path, old: str) -> None:
    """«®» is «đ» in TCVN3, «ñ» in VNI: what is read so is no Vietnamese, though its numbers look right."""
    for name, content in (("vb.txt", (old * 3).encode()), ("vb.docx", composed(paragraph(old * 3)))):
        said = refusal(tmp_path, content, name)
        assert "TCVN3" in said and "Unicode" in said


def test_signs_that_nobody_knows_are_told_with_their_place(tmp_path: Path) -> None:
    document = read(tmp_path, composed(paragraph("A") + paragraph(run("Đạt \uf011 95%"))))
    assert any("đoạn 2" in remark for remark in document.remarks)


def test_a_document_of_unknown_signs_is_refused(tmp_path: Path) -> None:
    assert "bảng mã" in refusal(tmp_path, composed(paragraph("\uf011 " * 30)), "vb.docx")


def test_an_empty_document_has_no_lines(tmp_path: Path) -> None:
    assert read(tmp_path, b"", "vb.txt") == Document(())
    assert read(tmp_path, composed(paragraph("") + paragraph(" ")), "vb.docx") == Document(())
