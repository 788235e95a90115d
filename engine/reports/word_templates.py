"""Fills a Word template, shipped or of the workspace, with a composed document.

A template is a document that anybody may restyle in Word. It is read as hostile: no macros, no embedded objects, no links
that load anything, no fields but page numbers, and of Jinja only what ``template_language`` allows.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from docxtpl import DocxTemplate

from engine.domain.limits import TEMPLATE_BYTES
from engine.domain.records import NamedTuple
from engine.files.opening import read_up_to
from engine.files.packages import DAMAGED, UnsafePackage, guard
from engine.language.text import normalise
from engine.reports.docx_columns import drop_empty_columns
from engine.reports.footnotes import with_footnotes
from engine.reports.official.model import OfficialReport
from engine.reports.output import settled_zip
from engine.reports.qr_code import qr_png
from engine.reports.template_language import TagEnvironment, TemplateRefused
from engine.reports.template_values import notes_of, values_of
from engine.reports.word_text import clean, with_kept_hyphens, with_style_ids

FOLDER = "mẫu"
"""The folder of a workspace with its own templates."""
_QR_PICTURE = "ma-qr.png"
"""The name of the picture that stands in a template for the QR code of the anchor; its size is that of the code."""
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
_PAGES = re.compile(rb"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[^A-Za-z]*(\\\*\s*\w+\s*)?\Z", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
_ACTIVE = re.compile(r"vbaproject|activex|embeddings/|afchunk|\.bin\Z|customui", re.IGNORECASE)
_CHUNK = re.compile(rb"<w:(altChunk|object|control)\b")


class WordTemplate(NamedTuple):
    """A template: its name in messages, and its bytes."""

    name: str
    content: bytes


def template_for(name: str, root: Path) -> WordTemplate:
    """Returns the template «name».docx of the workspace ``root``, the shipped one where that has none.

    Raises OSError and TemplateRefused.
    """
    own = own_template(name, root)
    if own is None:
        return shipped(name)
    content = read_up_to(own, TEMPLATE_BYTES)
    if len(content) > TEMPLATE_BYTES:
        raise TemplateRefused(f"tệp lớn hơn {TEMPLATE_BYTES // 1_000_000} MB")
    return WordTemplate(f"{FOLDER}/{own.name}", content)


def own_template(name: str, root: Path) -> Path | None:
    """Returns the path of the template in the workspace ``root``, None where it has none. Raises OSError."""
    path = template_folder(root) / f"{name}.docx"
    return path if os.path.lexists(path) else None


def template_folder(root: Path) -> Path:
    """Returns the folder of templates, which may be there in either form of Unicode, or where it is to be. Raises OSError."""
    there = (path for path in sorted(root.iterdir()) if normalise(path.name) == FOLDER)
    return next(there, root / FOLDER)


def shipped(name: str) -> WordTemplate:
    """Returns the template that comes with the program."""
    return WordTemplate(f"{name}.docx", (files("engine.reports") / "mau" / f"{name}.docx").read_bytes())


def fill(template: WordTemplate, report: OfficialReport) -> bytes:
    """Returns the .docx, equal bytes for equal reports and templates. Raises TemplateRefused."""
    parts = _checked(template.content)
    has_code = report.anchor and any(_QR_PICTURE.encode() in part for part in parts.values())
    code = qr_png(report.anchor) if has_code else b""
    values = values_of(report)._asdict()
    try:
        document = DocxTemplate(io.BytesIO(template.content))
        document.render(values, jinja_env=TagEnvironment(values))
        drop_empty_columns(document.docx, report.table.unfilled if report.table is not None else ())
        with_style_ids(document.docx)
        with_kept_hyphens(document.docx)
        if code:
            document.allow_missing_pics = True  # where a condition leaves it out
            document.replace_pic(_QR_PICTURE, io.BytesIO(code))
        core = document.docx.core_properties
        core.title = clean(f"{report.head.kind} {report.head.title}")[:255]
        core.author = core.last_modified_by = "chitieu"
        core.created = core.modified = datetime.fromisoformat(report.created)
        core.language, core.revision = "vi-VN", 1
        marked = f"Còn {report.to_write} chỗ cần bổ sung, ghi [Cần bổ sung: …] trong văn bản."
        core.comments = marked if report.to_write else ""
        package = io.BytesIO()
        document.save(package)
    except TemplateRefused:
        raise
    except Exception as error:  # whatever a damaged or hostile document makes the libraries raise
        raise TemplateRefused(
            f"không điền được mẫu này ({type(error).__name__}); mở bằng Word, sửa các thẻ rồi lưu lại"
        ) from error
    return settled_zip(with_footnotes(package.getvalue(), notes_of(report)))


def _checked(content: bytes) -> dict[str, bytes]:
    """Returns the parts by name. Raises TemplateRefused for what is no plain .docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            guard(package, {})
            if any(_ACTIVE.search(name) for name in package.namelist()):
                raise TemplateRefused("mẫu có macro hoặc đối tượng nhúng; lưu lại dạng .docx không có các thứ ấy")
            parts = {name: package.read(name) for name in package.namelist()}
    except UnsafePackage as error:
        raise TemplateRefused(str(error)) from None
    except DAMAGED:
        raise TemplateRefused("tệp hỏng hoặc không phải .docx") from None
    for name, part in parts.items():
        if name.endswith(".rels") and any(b'/hyperlink"' not in link for link in _OUTSIDE.findall(part)):
            raise TemplateRefused("mẫu có liên kết tải nội dung từ bên ngoài; bỏ liên kết ấy")
        if not name.endswith(".xml"):
            continue
        if _CHUNK.search(part) or any(not _PAGES.match(a or b) for a, b in _FIELD.findall(part)):
            raise TemplateRefused("mẫu có trường (field) khác số trang, hoặc nội dung chèn; bỏ các thứ ấy")
    return parts
