"""The summary for the leader: one page with the counts, what is unmet and why, and what to be careful with."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.corrections import CorrectionKind
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import Outcome
from engine.evaluation.presentation import draft_notice, verdict_marks
from engine.explain.footing import footings
from engine.language.text import capital
from engine.reports.official.head import HeadWriter
from engine.reports.official.model import Block, Heading, Item, OfficialReport, Paragraph, Signature
from engine.reports.official.signing import SigningWriter
from engine.reports.official.typography import officially
from engine.reports.official.wording import in_words
from engine.workspace.case import Case

_MOST = 6
_ONE_LINE = 110
"""Items under a heading, and letters of one, so that the page suffices."""


def one_page_summary(case: Case, evaluation: Evaluation) -> OfficialReport:
    """Returns the page of one unit and year."""
    writer = HeadWriter(case)
    head = writer.head()._replace(kind="TÓM TẮT", addressee=())
    return officially(
        OfficialReport(
            head=head._replace(issuer=writer.issuer, number="", place_and_day=""),
            body=tuple(_body(case, evaluation)),
            signature=Signature((), "", ()),
            created=evaluation.as_of.isoformat(),
            notice=draft_notice(evaluation),
        )
    )


def _body(case: Case, evaluation: Evaluation) -> Iterator[Block]:
    writer = SigningWriter(case, evaluation)
    yield Heading(2, "1.", "Kết quả chung")
    yield Paragraph(f"{capital(evaluation.unit)}, {evaluation.when}. {writer.counts()}")
    unmet = "Chậm tiến độ, chưa đạt và lý do" if evaluation.period_name else "Chưa đạt, lý do"
    parts = (
        (unmet, list(writer.unmet_lines())),
        ("Chưa hết kỳ", [f"{capital(text)}." for text in writer.on_course()]),
        ("Cần lưu ý khi dùng số liệu", list(_careful(case, evaluation, writer))),
        ("Nhiệm vụ, giải pháp", [_short(item.text) for item in writer.solutions()]),
        ("Đề xuất, kiến nghị", [_short(item.text) for item in writer.proposals()]),
    )
    for number, (title, items) in enumerate(((t, found) for t, found in parts if found), start=2):
        yield Heading(2, f"{number}.", title)
        yield from map(Item, items[:_MOST])
        if len(items) > _MOST:
            yield Item(f"Và {len(items) - _MOST:02d} mục khác nêu trong báo cáo.")


def _short(text: str) -> str:
    """Returns the beginning of a text, marked as such where it does not fit."""
    whole = text.rstrip(" .")
    if len(whole) <= _ONE_LINE:
        return f"{capital(whole)}."
    return f"{capital(in_words(whole, _ONE_LINE))}…"


_HEDGED = {
    "ước": "theo số ước thực hiện",
    "sơ bộ": "theo số sơ bộ",
    "nhận định": "theo nhận định, không có số đo đếm",
}


def _careful(case: Case, evaluation: Evaluation, writer: SigningWriter) -> Iterator[str]:
    """What a verdict hangs on: an edge close by, an estimate, a judgement, a difference within the report."""
    reached = [(t, c) for t in evaluation.targets for c in t.criteria if c.status.reached]
    for mark, words in _HEDGED.items():
        names = [writer.called(t, c) for t, c in reached if mark in verdict_marks(c)]
        if names:
            yield f"Đạt {words}: {'; '.join(names)}."
    yield from writer.doubts()
    differing = sum(result.outcome is Outcome.DIFFERS for result in evaluation.reconciliations)
    if differing:
        yield f"Có {differing:02d} chỗ số liệu, kết luận của văn bản nguồn lệch với kết quả tính; xem bản thẩm tra."
    for target, criterion in ((t, c) for t in evaluation.targets for c in t.criteria):
        if told := [one.text for one in criterion.corrections if one.kind is not CorrectionKind.OPEN_MARK]:
            yield f"{capital(writer.called(target, criterion))}: {'; '.join(told)}."
    edges = {footing.id: footing.edge for footing in footings(case, evaluation) if footing.edge}
    for target, criterion in reached:
        if edge := edges.get(criterion.id):
            yield f"{capital(writer.called(target, criterion))}: {edge}."
