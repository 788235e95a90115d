"""Composes the official report from the results, with marks where only a person knows the text.

Source of the order: reports of People's Committees to People's Councils on the implementation of a resolution.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import draft_notice
from engine.reports.annex import annex_rows
from engine.reports.official.assessment import AssessmentWriter
from engine.reports.official.basis import basis_parts
from engine.reports.official.conclusions import ConclusionWriter
from engine.reports.official.head import HeadWriter
from engine.reports.official.model import Block, Heading, OfficialReport, Paragraph, SourceName, ToWrite
from engine.reports.official.results import ResultWriter
from engine.workspace.case import Case

WORK = "công tác quán triệt, xây dựng kế hoạch, phân công, kiểm tra việc thực hiện"


def official_report(case: Case, evaluation: Evaluation) -> OfficialReport:
    """Returns the whole report of one unit and year."""
    writer = HeadWriter(case)
    return OfficialReport(
        head=writer.head(),
        body=(*writer.opening(), *_body(case, evaluation, writer), writer.closing()),
        signature=writer.signature(),
        annex_title=writer.annex_title(),
        annex_note=writer.annex_note(),
        annex=tuple(annex_rows(evaluation)),
        basis_title="Căn cứ của các kết luận và kết quả đối chiếu",
        basis=tuple(basis_parts(case, evaluation)),
        created=evaluation.as_of.isoformat(),
        sources=tuple(SourceName(key, name) for key, name in case.facts.facts.sources.items()),
        notice=draft_notice(evaluation),
    )


def _body(case: Case, evaluation: Evaluation, writer: HeadWriter) -> Iterator[Block]:
    resolution = case.rulebook.resolution
    yield Heading(1, "I.", f"Công tác triển khai thực hiện {resolution.kind} số {resolution.number}")
    yield from (Paragraph(text) for text in writer.particulars.work_done)
    if not writer.particulars.work_done:
        yield ToWrite(WORK)
    yield Heading(1, "II.", "Kết quả đạt được")
    yield from _results(case, evaluation, writer)
    yield Heading(1, "III.", "Phương hướng trong thời gian tới")
    yield from ConclusionWriter(evaluation).outlook()


def _results(case: Case, evaluation: Evaluation, writer: HeadWriter) -> Iterator[Block]:
    kind, fields = case.rulebook.resolution.kind, writer.particulars.fields
    results = list(ResultWriter(case, evaluation, fields).blocks("1"))
    assessment = AssessmentWriter(evaluation, kind)
    yield Heading(2, "1.", "Kết quả theo lĩnh vực" if fields else "Kết quả đạt được")
    yield from results or [Paragraph("Chưa có số liệu.")]
    yield Heading(2, "2.", f"Các chỉ tiêu của {kind}")
    yield from assessment.targets()
    yield Heading(2, "3.", f"Đánh giá kết quả thực hiện các chỉ tiêu của {kind}")
    yield from assessment.verdicts()
    yield Paragraph("(Chi tiết theo Phụ lục đính kèm)")
    yield from ConclusionWriter(evaluation).shortcomings("4")
