"""Official reports for tests: of the repository's own workspace, of small ones, and one full of hostile text."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from engine.domain.verdicts import Verdict
from engine.reports.annex import AnnexRow, RowKind
from engine.reports.official.compose import official_report
from engine.reports.official.model import (
    BasisFact,
    BasisPart,
    BasisRow,
    Head,
    Heading,
    Item,
    OfficialReport,
    Paragraph,
    Signature,
    SourceName,
    ToWrite,
)
from engine.reports.word_templates import fill, shipped
from engine.workspace.case import evaluate_cases
from tests.workspaces import ROOT, cases_in

CATALOGUE = """
x.ho: {tên: Số hộ có nước sạch, đơn vị tính: hộ}
x.xa: {tên: Số xã, đơn vị tính: xã}
"""
CRITERIA = """
- {số: 1.1, nguyên văn: Số hộ có nước sạch từ 2.000 hộ trở lên, đạt khi: x.ho từ 2.000 hộ trở lên}
"""


@lru_cache
def report_of(root: Path) -> OfficialReport:
    """The official report of the first case of a workspace that must have no errors."""
    case = cases_in(root)[0]
    return official_report(case, evaluate_cases([case])[0])


def seed_report() -> OfficialReport:
    """47/NQ-HĐND, the report that the project begins with."""
    return report_of(ROOT)


def review_docx(report: OfficialReport) -> bytes:
    """The report for review in the shipped template."""
    return fill(shipped("tham-tra"), report)


def report_saying(text: str) -> OfficialReport:
    """A report that says ``text`` in every place that a file can fill, three times as a criterion's name."""
    cause = next(cause for row in seed_report().annex for cause in row.causes)._replace(id="F-1")
    row = AnnexRow(
        RowKind.CRITERION, text, text, text, Verdict.NOT_MET,
        unit=text, goal=text, actual=text, relative=text, source=text, causes=(cause,),
    )  # fmt: skip
    basis = BasisRow("F-1", text, text, text, text, text, (BasisFact(text, text, text, text),))
    return OfficialReport(
        head=Head(text, text, text, text, "BÁO CÁO", text, (text, ToWrite(text))),
        body=(Heading(1, "I.", text), Paragraph(text, ("F-1",)), Item(text, (text,)), ToWrite(text), Paragraph("./.")),
        signature=Signature((text,), text, (text, text)),
        annex_title=text,
        annex_note=text,
        annex=(row,),
        basis_title=text,
        basis=(BasisPart(text, (basis,), text),),
        created="2023-12-31",
        sources=(SourceName(text, text),),
    )
