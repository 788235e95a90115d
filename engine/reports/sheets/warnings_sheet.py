"""The sheet «Cảnh báo»: warnings about the data, findings that wait for data, and verdicts to read with care."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.evaluation import Evaluation
from engine.explain.footing import footings
from engine.language.text import capital
from engine.spreadsheets.book import Book
from engine.spreadsheets.tables import MAIN_TITLE, Heading, Row, Text, Title, write_table
from engine.workspace.cases import Case

SHEET = "Cảnh báo"
HEADINGS = (Heading("Loại", 26), Heading("Mã", 12), Heading("Nội dung", 100), Heading("Chỗ ghi", 30))


def write_warnings(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds the sheet to ``book``, even where it has no entries."""
    rows = [Row([Text(text) for text in texts]) for texts in _entries(case, evaluation)]
    titles = [Title("CẢNH BÁO, VIỆC CÒN CHỜ SỐ LIỆU, KẾT LUẬN CẦN ĐỌC KỸ", MAIN_TITLE)]
    if not rows:
        titles.append(Title("Không có cảnh báo nào."))
    write_table(book, book.sheet(SHEET), titles, HEADINGS, rows, frozen=0)


def _entries(case: Case, evaluation: Evaluation) -> Iterator[tuple[str, str, str, str]]:
    for warning in evaluation.warnings:
        yield "Cảnh báo về số liệu", warning.code, warning.text, warning.origin
    for waiting in evaluation.undetermined_findings:
        yield "Còn chờ số liệu", waiting.id, capital(waiting.waits_text), ""
    rules = {criterion.id: criterion.rule for criterion in evaluation.criteria}
    for footing in footings(case, evaluation):
        yield "Kết luận cần đọc kỹ", footing.id, f"{footing.status}: {footing.notes}", rules.get(footing.id, "")
