"""The cover letter (tờ trình) that submits the report."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import draft_notice
from engine.reports.official.head import HeadWriter
from engine.reports.official.model import Block, Item, OfficialReport, Paragraph
from engine.reports.official.signing import SigningWriter
from engine.reports.official.typography import officially
from engine.reports.official.wording import uncapital
from engine.workspace.case import Case


def cover_letter(case: Case, evaluation: Evaluation) -> OfficialReport:
    """Returns the letter of one unit and year: what was done, how much of it is reached, and what is asked for."""
    writer = HeadWriter(case)
    head = writer.head()
    head = head._replace(
        kind="TỜ TRÌNH",
        title=f"Về việc báo cáo {uncapital(writer.title)}",
        number=f"Số:       /{writer.symbol('TTr')}",
        place_and_day=writer.open_day(),
    )
    return officially(
        OfficialReport(
            head=head,
            body=tuple(_body(case, evaluation, writer)),
            signature=writer.signature(),
            created=evaluation.as_of.isoformat(),
            notice=draft_notice(evaluation),
        )
    )


def _body(case: Case, evaluation: Evaluation, writer: HeadWriter) -> Iterator[Block]:
    signing = SigningWriter(case, evaluation)
    *grounds, _ = writer.opening()
    yield from grounds
    issuer = writer.issuer or "Cơ quan báo cáo"
    when = case.facts.facts.when
    of = f"{writer.resolution.kind} số {writer.resolution.number}"
    yield Paragraph(f"{issuer} đã xây dựng Báo cáo kết quả thực hiện {of} trong {when}; kết quả chính như sau:")
    yield Item(signing.counts())
    if unmet := signing.unmet_names():
        yield Item(f"{'Chậm tiến độ, chưa đạt' if evaluation.period_name else 'Chưa đạt'}: {'; '.join(unmet)}.")
    if others := signing.on_course():
        yield Item(f"Chưa hết kỳ: {'; '.join(others)}.")
    if proposals := list(signing.proposals()):
        yield Paragraph(f"{issuer} đề xuất, kiến nghị:")
        yield from proposals
    yield Paragraph("(Kèm theo Báo cáo và Phụ lục)")
    yield Paragraph(f"{issuer} kính trình {_addressee(writer)} xem xét, cho ý kiến./.")


def _addressee(writer: HeadWriter) -> str:
    given = writer.particulars.addressee
    return given[0] if len(given) == 1 else "các cơ quan có tên ở trên"
