"""Word templates of a workspace: they are used, what they may not contain is told, and hostile ones are refused."""

from __future__ import annotations

import io
import os
import unicodedata
import zipfile
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.oxml.ns import qn

from engine.domain.limits import TEMPLATE_OUTPUT
from engine.reports.footnotes import mark, with_footnotes
from engine.reports.official.editions import Edition
from engine.reports.template_language import TagEnvironment, TemplateRefused
from engine.reports.template_values import values_of
from engine.reports.word_templates import WordTemplate, fill, shipped
from tests.reports.official_cases import report_saying
from tests.running import run_here
from tests.small_workspace import Small

CATALOGUE = "x.hop: {tên: Số hợp tác xã, đơn vị tính: HTX}"
CRITERIA = "- {số: 1.1, nguyên văn: Có từ 20 HTX trở lên, đạt khi: x.hop từ 20 HTX trở lên}"


def template_with(text: str, kind: str = "bao-cao") -> bytes:
    """The shipped template with a paragraph more."""
    document = docx.Document(io.BytesIO(shipped(kind).content))
    document.add_paragraph(text)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def report_with(root: Path, template: bytes, name: str = "bao-cao", *options: str) -> tuple[int, str]:
    Small(root, CATALOGUE).criteria(CRITERIA).facts("x.hop: 5 HTX", as_of="31/12/2023")
    (root / "mẫu").mkdir()
    (root / f"mẫu/{name}.docx").write_bytes(template)
    done = run_here("report", *options, "--no-record", "-o", "r.docx", cwd=root)
    return done.returncode, done.stderr


def test_a_template_of_the_workspace_is_used(tmp_path: Path) -> None:
    assert report_with(tmp_path, template_with("Mẫu của xã, {{ so }}")) == (0, "")
    shown = [paragraph.text for paragraph in docx.Document(str(tmp_path / "r.docx")).paragraphs]
    assert "Mẫu của xã, Số:       /BC-…" in shown


def test_a_template_is_copied_once_and_found_in_either_form_of_unicode(tmp_path: Path) -> None:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("x.hop: 5 HTX", as_of="31/12/2023")
    folder = tmp_path / unicodedata.normalize("NFD", "mẫu")
    folder.mkdir()
    first = run_here("new", "template", "bao-cao", cwd=tmp_path)
    assert (first.returncode, (folder / "bao-cao.docx").read_bytes()) == (0, shipped("bao-cao").content)
    again = run_here("new", "template", "bao-cao", cwd=tmp_path)
    assert (again.returncode, "đã có" in again.stderr) == (2, True)
    (folder / "bao-cao.docx").write_bytes(template_with("Mẫu của xã"))
    assert run_here("report", "--no-record", "-o", "r.docx", cwd=tmp_path).returncode == 0
    assert "Mẫu của xã" in [paragraph.text for paragraph in docx.Document(str(tmp_path / "r.docx")).paragraphs]


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("Ủy ban nhân dân xã Tân Lập, huyện Tháp Mười", "xã Tân Lập"),
        ("Ngân hàng Chính sách xã hội huyện Tháp Mười", "huyện Tháp Mười"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG 4", "PHƯỜNG 4"),
        ("Ủy ban nhân dân thị xã Tân Châu", "thị xã Tân Châu"),
        ("Văn phòng Huyện ủy", ""),
        ("Ban Quản lý huyện có một tên dài hơn cả một dòng", ""),
        ("Chính phủ", ""),
    ],
)
def test_the_name_of_a_unit_stays_on_one_line(body: str, kept: str) -> None:
    report = report_saying("xã")
    shown = values_of(report._replace(head=report.head._replace(issuer=body))).co_quan
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == body
    tied = [word.strip(",") for word in shown.split(" ") if "\N{NO-BREAK SPACE}" in word]
    assert tied == ([kept.replace(" ", "\N{NO-BREAK SPACE}")] if kept else [])


@pytest.mark.parametrize("there", [True, False])
def test_styles_are_found_by_their_names(there: bool) -> None:
    """LibreOffice gives other ids; a style that somebody has deleted is not named."""
    document = docx.Document(io.BytesIO(shipped("tham-tra").content))
    for style in [style for style in document.styles if style.name in ("Mã căn cứ", "Cần bổ sung")]:
        if there:
            style.element.set(qn("w:styleId"), f"other{style.style_id}")
        else:
            style.delete()
    saved = io.BytesIO()
    document.save(saved)
    filled = docx.Document(io.BytesIO(fill(WordTemplate("x", saved.getvalue()), report_saying("xã"))))
    used = {one.get(qn("w:val")) for one in filled.element.body.iter(qn("w:rStyle"))}
    assert used >= {"otherMaCanCu", "otherCanBoSung"} if there else used == {"CanBoSung"}  # that of the template itself


@pytest.mark.parametrize("of", Edition)
def test_every_edition_has_a_template_that_is_copied_and_used(tmp_path: Path, of: Edition) -> None:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("x.hop: 5 HTX", as_of="31/12/2023")
    option = [] if of is Edition.SIGNING else [f"--{of}"]
    copied = run_here("new", "template", of.template, cwd=tmp_path)
    assert (copied.returncode, " ".join(option) in copied.stdout) == (0, True)
    (tmp_path / f"mẫu/{of.template}.docx").write_bytes(template_with("Mẫu của xã", of.template))
    done = run_here("report", *option, "--no-record", "-o", "r.docx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Mẫu của xã" in [paragraph.text for paragraph in docx.Document(str(tmp_path / "r.docx")).paragraphs]


@pytest.mark.skipif(os.name != "posix", reason="needs pipes and links")
@pytest.mark.parametrize("kind", ["pipe", "folder", "broken link"])
def test_what_is_no_file_is_no_template(tmp_path: Path, kind: str) -> None:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("x.hop: 5 HTX", as_of="31/12/2023")
    path = tmp_path / "mẫu/bao-cao.docx"
    path.parent.mkdir()
    {"pipe": os.mkfifo, "folder": Path.mkdir, "broken link": lambda at: at.symlink_to("nowhere")}[kind](path)
    done = run_here("report", "--no-record", "-o", "r.docx", cwd=tmp_path)
    assert done.returncode == 2 and "không đọc được mẫu/bao-cao.docx: " in done.stderr
    assert not (tmp_path / "r.docx").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ so_bao_cao }}", "không có giá trị tên «so_bao_cao»"),
        ("{{ trich_yieu }}", "phải chăng là «trich_yeu»?"),
        ("{{ so.__class__ }}", "trong {{ … }} chỉ ghi tên của giá trị"),
        ("{{ so|upper }}", "mẫu có thẻ không dùng được"),
        ("{{ range(10) }}", "mẫu có thẻ không dùng được"),
        ("{{ 9 ** 9 ** 9 }}", "mẫu có thẻ không dùng được"),
        ("{% set a = so %}", "mẫu có thẻ không dùng được"),
        ("{% include 'x' %}", "mẫu có thẻ không dùng được"),
        ("{% for a in so %}{{ a }}{% endfor %}", "không có giá trị tên «so»"),
        ("{% for a in bang %}{% for b in bang %}x{% endfor %}{% endfor %}", "nằm trong một vòng lặp khác"),
        ("{% for a in bang %}{{ a.giá }}{% endfor %}", "không có giá trị tên «a.giá»"),
        ("{% for a in bang %}", "thẻ viết chưa đúng"),
        ("{{ so", "thẻ viết chưa đúng"),
    ],
)
def test_a_tag_that_means_nothing_is_told_and_nothing_written(tmp_path: Path, text: str, expected: str) -> None:
    code, said = report_with(tmp_path, template_with(text))
    assert code == 2 and "mẫu/bao-cao.docx: " in said and expected in said and "sửa: " in said
    assert not (tmp_path / "r.docx").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{% for a in can_cu %}{% for b in a.hang %}{{ b.giá }}{% endfor %}{% endfor %}",
            "không có giá trị tên «b.giá»",
        ),
        ("{% for a in can_cu %}{% for b in a.hàng %}x{% endfor %}{% endfor %}", "phải chăng là «a.hang»?"),
        ("{% for a in can_cu %}{% for b in a.ten %}x{% endfor %}{% endfor %}", "mẫu có thẻ không dùng được"),
        ("{% for a in can_cu %}{% for b in can_cu %}x{% endfor %}{% endfor %}", "nằm trong một vòng lặp khác"),
        (
            "{% for a in can_cu %}{% for b in a.hang %}{% for c in a.hang %}x{% endfor %}{% endfor %}{% endfor %}",
            "mẫu có thẻ không dùng được",
        ),
        ("{% for a in can_cu %}{% endfor %}{{ a.ten }}", "trong {{ … }} chỉ ghi tên của giá trị"),
    ],
)
def test_a_loop_within_a_loop_runs_over_a_list_of_its_item(tmp_path: Path, text: str, expected: str) -> None:
    code, said = report_with(tmp_path, template_with(text, "tham-tra"), "tham-tra", "--tham-tra")
    assert code == 2 and "mẫu/tham-tra.docx: " in said and expected in said
    assert not (tmp_path / "r.docx").exists()


class Part(NamedTuple):
    """Something with a list."""

    hang: tuple[str, ...]


@pytest.mark.parametrize(("letters", "allowed"), [(TEMPLATE_OUTPUT // 4, True), (TEMPLATE_OUTPUT // 4 + 1, False)])
def test_the_size_of_what_is_made_is_bounded_within_loops_too(letters: int, allowed: bool) -> None:
    """Two parts of one and of three rows are four rows, not two times three."""
    source = "{% for a in can_cu %}{% for b in a.hang %}" + "x" * letters + "{% endfor %}{% endfor %}"
    environment = TagEnvironment({"can_cu": (Part(("1",)), Part(("1", "2", "3")))})
    if allowed:
        environment.parse(source)
    else:
        with pytest.raises(TemplateRefused, match="quá lớn"):
            environment.parse(source)


def test_long_values_count_as_long_as_they_are() -> None:
    source = "{% for a in can_cu %}{{ a.hang }}{% endfor %}" + "{{ mot }}" * 10
    TagEnvironment({"can_cu": (Part(("1",)),), "mot": "x" * (TEMPLATE_OUTPUT // 11)}).parse(source)
    with pytest.raises(TemplateRefused, match="quá lớn"):
        TagEnvironment({"can_cu": (Part(("1",)),), "mot": "x" * (TEMPLATE_OUTPUT // 10)}).parse(source)


def package_with(parts: dict[str, bytes], change: tuple[str, bytes, bytes] | None = None) -> bytes:
    """The shipped template with further parts, and one replacement in a part."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(shipped("bao-cao").content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if change is not None and name == change[0]:
                assert change[1] in content
                content = content.replace(change[1], change[2])
            target.writestr(name, content)
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


FIELD = b"<w:r><w:instrText>%s</w:instrText></w:r>"
BODY = "word/document.xml"
OUTSIDE = (
    b'<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
    b' Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (b"PK nothing", "tệp hỏng hoặc không phải .docx"),
        (package_with({"word/vbaProject.bin": b"x"}), "macro"),
        (package_with({"word/embeddings/a.xlsx": b"x"}), "macro hoặc đối tượng nhúng"),
        (package_with({}, (BODY, b"<w:body>", b"<w:body>" + FIELD % b"DDEAUTO cmd")), "trường (field)"),
        (package_with({}, (BODY, b"<w:body>", b"<w:body>" + FIELD % b"INCLUDETEXT x")), "trường (field)"),
        (package_with({}, (BODY, b"<w:body>", b'<w:body><w:altChunk/>')), "nội dung chèn"),
        (package_with({}, ("word/_rels/document.xml.rels", b"</Relationships>", OUTSIDE)), "từ bên ngoài"),
        (package_with({}, (BODY, b"<?xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><?xml")), "khai báo lạ"),
        (package_with({"word/big.xml": b"<a/>" * 3_000_000}), "dấu hiệu của tệp phá hoại"),
    ],
    ids=["no package", "macro", "object", "dde", "include", "chunk", "outside", "entity", "bomb"],
)  # fmt: skip
def test_a_hostile_template_is_refused(tmp_path: Path, template: bytes, expected: str) -> None:
    code, said = report_with(tmp_path, template)
    assert code == 2 and expected in said and not (tmp_path / "r.docx").exists()


NOTES = "word/footnotes.xml"


def test_a_footnote_of_a_template_keeps_its_place(tmp_path: Path) -> None:
    own = '<w:footnotes xmlns:w="x"><w:footnote w:id="3"><w:p/></w:footnote></w:footnotes>'
    made = with_footnotes(package_with({NOTES: own.encode()}, (BODY, b"{{ so }}", mark(1).encode())), ["A & B"])
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name).decode() for name in (BODY, NOTES)}
    assert '<w:footnoteReference w:id="4"/>' in parts[BODY]
    assert (
        '<w:footnote w:id="3"><w:p/></w:footnote><w:footnote w:id="4">' in parts[NOTES] and "A &amp; B" in parts[NOTES]
    )


def test_an_empty_column_goes_and_one_of_the_office_stays(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(shipped("bao-cao").content))
    head = document.tables[-1].rows[0].cells
    head[-1].paragraphs[0].runs[0].text = "Ghi chú của xã"
    for paragraph in document.tables[-1].rows[2].cells[-1].paragraphs:
        for run in paragraph.runs:
            run.text = ""
    saved = io.BytesIO()
    document.save(saved)
    assert report_with(tmp_path, saved.getvalue()) == (0, "")
    shown = [cell.text for cell in docx.Document(str(tmp_path / "r.docx")).tables[-1].rows[0].cells]
    assert "Năm trước" not in shown and shown[-1] == "Ghi chú của xã"
