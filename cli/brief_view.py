"""Shows an evaluation on one screen: what is unmet and why, what is open, what to read with care, counts, what to type next."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from cli.layout import Column, Grid, hang, width_of
from cli.signs import DOUBT, VERDICT_COLOURS, course_sign, sign_of
from cli.texts import plain, show_notice
from engine.domain.verdicts import PaceState, Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import Outcome
from engine.evaluation.findings import name_of
from engine.evaluation.presentation import actual_marks, draft_mark, so_far_words, verdict_marks
from engine.explain.footing import Footing
from engine.inference.program import JOINED
from engine.language.text import capital, shortened
from engine.reports.brief import compared, distance, first_cause, short_name
from engine.reports.summary import Count, counts, pace_counts
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case

_NAME = 52
"""The characters of the longest name in the table."""
_SHORT_NAME = 44
"""Those of the longest name in a paragraph."""


def show_brief(case: Case, evaluation: Evaluation, footings: list[Footing], asked: str, console: Console) -> None:
    """Shows the evaluation; ``asked`` are the options that chose it, for the commands that are offered."""
    _Brief(case.rulebook, evaluation, footings, console).show(asked)


def show_counts(evaluation: Evaluation, console: Console) -> None:
    """Shows the counts and the tiến độ, each on a line."""
    for count in counts(evaluation):
        hang(console, plain(_count_text(count)))
    if told := pace_counts(evaluation):
        hang(console, plain(f"Tiến độ: {told.on:02d} nội dung đảm bảo, {told.behind:02d} chậm"))


def _count_text(count: Count) -> str:
    notes = [count.note, "báo cáo nêu: khớp" if count.stated.endswith(": khớp") else count.stated]
    told = "; ".join(filter(None, notes))
    return f"{capital(count.label)}: {count.targets} chỉ tiêu, {count.criteria} nội dung" + (
        f" ({told})" if told else ""
    )


class _Brief:
    def __init__(self, rulebook: Rulebook, evaluation: Evaluation, footings: list[Footing], screen: Console) -> None:
        self.indicators = rulebook.indicators
        self.evaluation = evaluation
        self.footings = {footing.id: footing for footing in footings}
        self.screen = screen

    def show(self, asked: str) -> None:
        evaluation, screen = self.evaluation, self.screen
        show_notice(evaluation.draft_codes, screen)
        hang(
            screen,
            plain(f"{evaluation.resolution.kind} {evaluation.resolution.number} · {evaluation.case.subject}", "bold"),
        )
        if JOINED in evaluation.engine.name:  # only what was asked for on purpose
            hang(screen, plain(f"động cơ {evaluation.engine.text}", "dim"))
        screen.print()
        self._show_table()
        for verdict in (Verdict.MET, Verdict.EXCEEDED, Verdict.NOT_APPLICABLE):
            self._show_rest(verdict)
        screen.print()
        self._show_doubts()
        self._show_findings()
        show_counts(evaluation, screen)
        screen.print()
        hang(screen, plain(self._next_commands(asked), "dim"))

    # -------------------------------------------------------- what is not met

    def _show_table(self) -> None:
        """Shows what is unmet, with causes, then what is open."""
        grid = Grid(_COLUMNS, ruled=False)
        after: list[list[Text]] = []
        for criterion in sorted(self.evaluation.criteria, key=_rank):
            if not criterion.status.unmet and not criterion.status.open:
                continue
            for row in self._rows(criterion):
                grid.add(*row)
                after.append([])
            after[-1] = self._notes(criterion)
        grid.show(self.screen, after)

    def _rows(self, criterion: CriterionResult) -> Iterator[list[Text]]:
        """Yields a row; of a compound criterion one for each part that is not met."""
        sign = Text(sign_of(criterion.status, self.screen), VERDICT_COLOURS[criterion.status])
        lead = Text.assemble(sign, " ", plain(criterion.id, "bold"))
        parts = [measure for measure in criterion.measures if measure.holds is not True] or list(criterion.measures[:1])
        if criterion.status is Verdict.PERIOD_OPEN:
            parts = list(criterion.measures[:1])
        mark = draft_mark(criterion) + ("" if criterion.counted else " (không tính vào tổng hợp)")
        for at, measure in enumerate(parts):
            name = plain(shortened(short_name(criterion, measure), _NAME) + mark)
            yield [Text() if at else lead, name, plain(compared(measure)), plain(self._distance(criterion, measure))]
        if not parts:
            yield [lead, plain(shortened(criterion.text, _NAME) + mark), Text(), Text()]

    def _notes(self, criterion: CriterionResult) -> list[Text]:
        """Returns the lines below a row: the verdict where it is not plain chưa đạt, the pace, the first cause."""
        told = Text(" · ").join(self._standing(criterion))
        lines = [told] if told.plain else []
        if criterion.falls_short:
            lines.append(plain(first_cause(criterion, self.evaluation, 2 * width_of(self.screen) - 60), "dim"))
        return lines

    def _standing(self, criterion: CriterionResult) -> Iterator[Text]:
        if criterion.status is Verdict.FAILED:
            yield plain(", ".join(filter(None, (criterion.status.label, *verdict_marks(criterion)))), "bold red")
        if criterion.status is Verdict.PERIOD_OPEN:
            yield plain(f"{criterion.status.label}, {so_far_words(criterion)}")
        if criterion.status is Verdict.UNDETERMINED:
            missing = (code for measure in criterion.measures for code in measure.missing)
            names = [name_of(code, self.indicators) for code in missing]
            waits = f": chờ {', '.join(dict.fromkeys(names))}" if names else ""
            yield plain(criterion.status.label + waits)
        pace = criterion.pace
        if pace is not None and pace.state is not PaceState.UNKNOWN:
            style = "red" if pace.state is PaceState.BEHIND else ""
            expected = f": {pace.expected.rpartition('thì ')[2].removeprefix('đến lúc đó ')}" if pace.expected else ""
            yield plain(f"{course_sign(pace.state, self.screen)} {pace.label}{expected}", style)

    def _distance(self, criterion: CriterionResult, measure: Measure) -> str:
        """Returns the distance with what weakens the number: «-70 điểm %, số suy ra»."""
        marks = [] if measure.actual is None else actual_marks(measure.actual, self.evaluation.as_of)
        weak = [f"số {mark}" for mark in marks if mark in ("ước", "sơ bộ", "suy ra")]
        return ", ".join(filter(None, (distance(measure) if not criterion.status.open else "", *weak)))

    # -------------------------------------------------------- what is met

    def _show_rest(self, verdict: Verdict) -> None:
        """Shows the criteria of a verdict in one paragraph, by name, with what is to be known of them."""
        found = [criterion for criterion in self.evaluation.criteria if criterion.status is verdict]
        if not found:
            return
        texts = []
        for criterion in found:
            name = short_name(criterion, criterion.measures[0]) if criterion.measures else criterion.text
            care = self._care(criterion)
            told = f"{criterion.id}{draft_mark(criterion)} {shortened(capital(name), _SHORT_NAME)}"
            texts.append(f"{told} ({care})" if care else told)
        line = Text(sign_of(verdict, self.screen), VERDICT_COLOURS[verdict])
        hang(self.screen, Text.assemble(line, plain(f" {verdict.label}: {' · '.join(texts)}")), 2)

    def _care(self, criterion: CriterionResult) -> str:
        """Returns what is to be known of a criterion that is met: value and goal of one exceeded, marks, a near edge."""
        footing = self.footings.get(criterion.id)
        marks = verdict_marks(criterion)
        values = (
            [compared(measure) for measure in criterion.measures[:1]] if criterion.status is Verdict.EXCEEDED else []
        )
        inferred = [] if marks or footing is None or not footing.rests else [footing.rests]
        edge = footing.edge if footing is not None else ""
        review = ["cần xem lại"] if criterion.open_marks else []
        return "; ".join(filter(None, (*values, ", ".join(marks), *inferred, *review, edge)))

    # -------------------------------------------------------- what to read with care, and the end

    def _show_doubts(self) -> None:
        """Shows warnings about data, and where rule or number depart from their wording."""
        warnings = self.evaluation.warnings
        if warnings:
            more = f" (và {len(warnings) - 1} cảnh báo nữa)" if len(warnings) > 1 else ""
            first = shortened(warnings[0].text, 160)
            self._say_doubt(f"Số liệu: {warnings[0].code} {first}{more}")
        departing = [footing for footing in self.footings.values() if footing.departs]
        if departing:
            self._say_doubt(f"Đọc kỹ (số liệu hoặc quy tắc khác nguyên văn): {', '.join(f.id for f in departing)}")

    def _say_doubt(self, text: str) -> None:
        hang(self.screen, Text.assemble(Text(DOUBT, "magenta"), plain(f" {text}")))

    def _show_findings(self) -> None:
        """Shows the reconciliations by number, and the findings that wait."""
        evaluation = self.evaluation
        if evaluation.reconciliations:
            told = []
            for outcome in (Outcome.DIFFERS, Outcome.UNDETERMINED, Outcome.AGREES):
                ids = [result.id for result in evaluation.reconciliations if result.outcome is outcome]
                named = f" ({', '.join(ids)})" if ids and outcome is not Outcome.AGREES else ""
                told += [f"{len(ids)} {outcome.label}{named}"] if ids else []
            hang(self.screen, plain(f"Đối chiếu: {', '.join(told)}"))
        if evaluation.undetermined_findings:
            waiting = (finding.id for finding in evaluation.undetermined_findings)
            hang(self.screen, plain(f"Chưa kết luận được: {', '.join(waiting)}"))

    def _next_commands(self, asked: str) -> str:
        first = min(self.evaluation.criteria, key=_rank, default=None)
        why = f"chitieu why {first.id} · " if first is not None else ""
        chosen = f" (thêm{asked})" if asked else ""
        return f"{why}chitieu evaluate --full · chitieu report -o bao-cao.docx{chosen}"


_COLUMNS = (
    Column("", whole=True),
    Column("nội dung"),
    Column("thực hiện, mục tiêu"),
    Column("còn thiếu", importance=1, below="thực hiện, mục tiêu"),
)


def _rank(criterion: CriterionResult) -> int:
    """Returns the place of a criterion: không đạt, chưa đạt, what is on its way, without data, open, met."""
    if criterion.status is Verdict.FAILED:
        return 0
    if criterion.status is Verdict.NOT_MET:
        return 1 if criterion.falls_short else 2
    return {Verdict.UNDETERMINED: 3, Verdict.PERIOD_OPEN: 4}.get(criterion.status, 5)
