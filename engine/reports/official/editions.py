"""The documents that one evaluation becomes: to be signed, for review, with a cover letter, and on one page."""

from __future__ import annotations

from enum import StrEnum

from engine.evaluation.evaluation import Evaluation
from engine.reports.official.compose import official_report
from engine.reports.official.cover import cover_letter
from engine.reports.official.model import OfficialReport
from engine.reports.official.one_page import one_page_summary
from engine.reports.official.signing import report_to_sign
from engine.workspace.case import Case


class Edition(StrEnum):
    """A document; its value is its option without the dashes."""

    SIGNING = "trinh-ky"
    REVIEW = "tham-tra"
    COVER = "to-trinh"
    SUMMARY = "tom-tat"

    @property
    def template(self) -> str:
        """The name of its Word template."""
        return "bao-cao" if self is Edition.SIGNING else self.value

    @property
    def label(self) -> str:
        """What messages call it."""
        return _LABELS[self]

    def compose(self, case: Case, evaluation: Evaluation) -> OfficialReport:
        """Returns its content."""
        return _COMPOSERS[self](case, evaluation)


_LABELS = {
    Edition.SIGNING: "báo cáo trình ký",
    Edition.REVIEW: "báo cáo và căn cứ để thẩm tra",
    Edition.COVER: "tờ trình",
    Edition.SUMMARY: "bản tóm tắt",
}
_COMPOSERS = {
    Edition.SIGNING: report_to_sign,
    Edition.REVIEW: official_report,
    Edition.COVER: cover_letter,
    Edition.SUMMARY: one_page_summary,
}
