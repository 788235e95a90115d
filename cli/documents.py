"""The documents of one evaluation, one writer for every format."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cli.failure import usage_failure
from engine.evaluation.evaluation import Evaluation
from engine.files.reasons import reason_of_reading
from engine.workspace.case import Case

if TYPE_CHECKING:
    from engine.reports.official.editions import Edition
    from engine.reports.official.model import OfficialReport


class ReportContent:
    """One evaluation with the document of an edition, which is composed once for all formats."""

    def __init__(self, case: Case, evaluation: Evaluation, edition: Edition, root: Path, footnotes: bool) -> None:
        self.case = case
        self.evaluation = evaluation
        self.edition = edition
        self.root = root
        self.footnotes = footnotes

    @cached_property
    def official(self) -> OfficialReport:
        from engine.history.anchors import result_anchor
        from engine.history.receipt import receipt_of

        anchor = result_anchor(receipt_of(self.case, self.evaluation)).text
        composed = self.edition.compose(self.case, self.evaluation)._replace(anchor=anchor)
        return composed if self.footnotes else composed.without_sources()


def word(told: ReportContent) -> bytes:
    """Returns the Word document, from the template of its edition. Raises Failure for a template that is refused."""
    return filled(told.edition.template, told.root, told.official)


def filled(name: str, root: Path, report: OfficialReport) -> bytes:
    """Returns ``report`` in the template «name».docx of the workspace, or the shipped one. Raises Failure."""
    from engine.reports.template_language import TemplateRefused
    from engine.reports.word_templates import FOLDER, fill, template_for

    try:
        return fill(template_for(name, root), report)
    except OSError as error:
        raise usage_failure(f"không đọc được {FOLDER}/{name}.docx: {reason_of_reading(error)}") from None
    except TemplateRefused as refused:
        remedy = f"sửa: mở tệp ấy bằng Word và sửa, hoặc bỏ nó đi để dùng mẫu có sẵn (chitieu new template {name})"
        raise usage_failure(f"{FOLDER}/{name}.docx: {refused}\n  {remedy}") from None


def _markdown(told: ReportContent) -> bytes:
    from engine.reports.markdown_report import to_markdown

    return to_markdown(told.official).encode()


def _html(told: ReportContent) -> bytes:
    from engine.reports.html_report import to_html

    return to_html(told.case, told.evaluation).encode()


def _xlsx(told: ReportContent) -> bytes:
    from engine.reports.xlsx_report import to_xlsx

    return to_xlsx(told.case, told.evaluation)


def _pdf(told: ReportContent) -> bytes:
    return _by_office(told, "pdf")


def _odt(told: ReportContent) -> bytes:
    return _by_office(told, "odt")


def _by_office(told: ReportContent, form: str) -> bytes:
    """Returns the Word document in another format. Raises Failure where LibreOffice is not there."""
    from engine.files.office import OfficeMissing, converted

    try:
        return converted(word(told), "docx", form)
    except OfficeMissing as missing:
        remedy = "cài LibreOffice, hoặc ghi ra .docx rồi lưu lại bằng Word"
        raise usage_failure(f"không ghi được tệp .{form}: {missing}; {remedy}") from None


WRITERS: dict[str, Callable[[ReportContent], bytes]] = {
    "docx": word,
    "xlsx": _xlsx,
    "html": _html,
    "md": _markdown,
    "pdf": _pdf,
    "odt": _odt,
}
"""The writer of every format, by the extension of the file."""
WRITTEN = {"docx", "md", "pdf", "odt"}
"""The formats of documents; the others are tables and pages of the same results."""
