"""The sheets «Phát hiện» and «Đối chiếu»: findings and reconciliations with their facts, and what is to be read with care."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.domain.finding_kinds import TABLE_ORDER
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult, Outcome, UndeterminedFinding
from engine.evaluation.presentation import rests_text
from engine.explain.footing import Footing, footings
from engine.factbase.input_values import DataWarning
from engine.language.text import capital
from engine.reports.chains import categories
from engine.reports.summary import outcome_counts
from engine.spreadsheets.book import Book
from engine.spreadsheets.tables import EMPTY, MAIN_TITLE, Cell, Heading, Row, Text, Title, write_table
from engine.workspace.case import Case

FINDINGS, RECONCILIATIONS = "Phát hiện", "Đối chiếu"
CARE, WAITING, WARNING = "kết luận cần đọc kỹ", "còn chờ số liệu", "cảnh báo"
_BEHIND = Heading("Số liệu làm căn cứ (nguồn, chỗ ghi)", 62)
_FINDING_HEADINGS = (
    Heading("Mã", 9),
    Heading("Loại", 15),
    Heading("Nội dung", 62),
    Heading("Về", 12),
    Heading("Giải thích cho nội dung", 12),
    Heading("Dựa trên", 18),
    _BEHIND,
    Heading("Căn cứ", 18),
    Heading("Mục", 10),
    Heading("Quy tắc", 18),
)
_RECONCILIATION_HEADINGS = (
    Heading("Mã", 12),
    Heading("Kết quả", 14),
    Heading("Nội dung", 70),
    Heading("Dựa trên", 18),
    _BEHIND,
    Heading("Căn cứ", 18),
    Heading("Mục", 10),
    Heading("Quy tắc, chỗ nêu", 18),
)
_FILLS = {Outcome.AGREES: "#E2EFDA", Outcome.DIFFERS: "#FFE699", Outcome.UNDETERMINED: "#E4DFEC"}


def write_findings(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds «Phát hiện»: the findings of every kind, those that wait for data, and the verdicts to be read with care."""
    found = [finding for category in categories(evaluation) for finding in category.findings]
    titles = [Title(", ".join(kind.key.upper() for kind in TABLE_ORDER), MAIN_TITLE)]
    if not found:
        titles.append(Title("Không có kết luận nào ngoài bảng chỉ tiêu."))
    rows = [_finding(finding, case) for finding in found]
    rows += [_waiting(waiting) for waiting in evaluation.undetermined_findings]
    rules = {criterion.id: criterion.rule for criterion in evaluation.criteria}
    rows += [_care(footing, rules.get(footing.id, "")) for footing in footings(case, evaluation)]
    write_table(book, book.sheet(FINDINGS), titles, _FINDING_HEADINGS, rows, frozen=1)


def write_reconciliations(book: Book, case: Case, evaluation: Evaluation) -> None:
    """Adds «Đối chiếu»: the warnings about data, then what differs, what cannot be checked, what agrees."""
    results = evaluation.reconciliations
    titles = [
        Title("ĐỐI CHIẾU SỐ LIỆU VÀ NHỮNG ĐIỀU BÁO CÁO TỰ NÊU", MAIN_TITLE),
        Title(
            f"Tất cả {len(results)}: {outcome_counts(evaluation)}." if results else "Không khai báo phép đối chiếu nào."
        ),
    ]
    order = (Outcome.DIFFERS, Outcome.UNDETERMINED, Outcome.AGREES)
    rows = [_warning(warning) for warning in evaluation.warnings]
    rows += [_reconciliation(result, case) for outcome in order for result in results if result.outcome is outcome]
    write_table(book, book.sheet(RECONCILIATIONS), titles, _RECONCILIATION_HEADINGS, rows, frozen=2)


def _waiting(waiting: UndeterminedFinding) -> Row:
    texts = (waiting.id, WAITING, capital(waiting.waits_text))
    return _filled([Text(text) for text in texts], _FINDING_HEADINGS)


def _care(footing: Footing, rule: str) -> Row:
    texts = (footing.id, CARE, f"{capital(footing.status)}: {footing.notes}", *[""] * 6, rule)
    return _filled([Text(text) for text in texts], _FINDING_HEADINGS)


def _warning(warning: DataWarning) -> Row:
    outcome = Text(WARNING, fill=_FILLS[Outcome.DIFFERS], align="center")
    cells: list[Cell] = [Text(warning.code), outcome, Text(warning.text), *[EMPTY] * 4, Text(warning.origin)]
    return _filled(cells, _RECONCILIATION_HEADINGS)


def _filled(cells: Sequence[Cell], headings: Sequence[Heading]) -> Row:
    return Row([*cells, *[EMPTY] * (len(headings) - len(cells))])


def _finding(finding: FindingResult, case: Case) -> Row:
    texts = (
        finding.id,
        finding.category,
        finding.text,
        ", ".join(finding.of),
        ", ".join(finding.explains),
        _rests(finding),
        "\n".join(_behind(finding, case)),
        finding.basis,
        finding.section,
        finding.rule,
    )
    return Row([Text(text) for text in texts])


def _reconciliation(result: FindingResult, case: Case) -> Row:
    assert result.outcome is not None
    texts = (result.text, _rests(result), "\n".join(_behind(result, case)), result.basis, result.section, result.rule)
    outcome = Text(result.outcome.label, fill=_FILLS[result.outcome], align="center")
    return Row([Text(result.id), outcome, *(Text(text) for text in texts)])


def _behind(finding: FindingResult, case: Case) -> Iterator[str]:
    """Yields a line for each fact: name, code, value as written, source and place."""
    for because in finding.because:
        indicator = case.rulebook.indicators.get(because.fact)
        name = f"{indicator.name} ({because.fact})" if indicator is not None else because.fact
        source = f" — {because.source}" if because.source else ""
        origin = f" [{because.origin}]" if because.origin else ""
        yield f"• {name}: {because.value}{source}{origin}"


def _rests(finding: FindingResult) -> str:
    """Returns the sentence without its first words, which are the heading of the column."""
    return rests_text(finding.rests_on).removeprefix("dựa trên ") if finding.rests_on else ""
