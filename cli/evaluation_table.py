"""An evaluation on the terminal: the table, the counts in the words of reports, the findings, and what to know about the data."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.evaluation import wording
from engine.evaluation.evaluation import CriterionResult, Evaluation, Measure, Status, Tally
from engine.language.text import printable

_COLOURS = {
    Status.EXCEEDED: "bold green",
    Status.MET: "green",
    Status.NOT_MET: "bold yellow",
    Status.FAILED: "bold red",
    Status.UNDETERMINED: "magenta",
    Status.NOT_APPLICABLE: "dim",
}


def show_evaluation(evaluation: Evaluation, console: Console) -> None:
    """Head, table, counts, findings and warnings."""
    _head(evaluation, console)
    console.print(_table(evaluation))
    show_summary(evaluation, console)
    _findings(evaluation, console)
    _warnings(evaluation, console)


def show_summary(evaluation: Evaluation, console: Console) -> None:
    """The counts, as reports word them."""
    targets, criteria = evaluation.target_tally, evaluation.criterion_tally
    of = wording.of_total
    console.print(
        _plain(
            f"Đạt và vượt: {of(targets.reached, targets.total)} chỉ tiêu, {of(criteria.reached, criteria.total)} nội dung đạt và vượt",
            "green",
        )
    )
    console.print(
        _plain(
            f"Chưa đạt: {of(targets.unmet, targets.total)} chỉ tiêu, {of(criteria.unmet, criteria.total)} nội dung chưa đạt{_failed(criteria)}",
            "yellow",
        )
    )
    for status in (Status.UNDETERMINED, Status.NOT_APPLICABLE):
        if targets.count(status) or criteria.count(status):
            label = status.label
            counts = f"{of(targets.count(status), targets.total)} chỉ tiêu, {of(criteria.count(status), criteria.total)} nội dung {label}"
            console.print(_plain(f"{label[0].upper()}{label[1:]}: {counts}", _COLOURS[status]))


def show_trace(evaluation: Evaluation, console: Console) -> None:
    """The firings in the engine's order."""
    for number, firing in enumerate(evaluation.firings, 1):
        matched = ", ".join(
            f"{f.node}={f.state if f.state is not None else f'[{f.low}, {f.high}]'}" for f in firing.matched
        )
        console.print(
            _plain(f"{number:4d}  {firing.rule.name}: {matched} → {firing.rule.then.node}={firing.rule.then.state}")
        )


def _head(evaluation: Evaluation, console: Console) -> None:
    dated = f" ngày {wording.day(evaluation.resolution_date)}" if evaluation.resolution_date else ""
    console.print(_plain(f"{evaluation.resolution_kind} số {evaluation.resolution}{dated}", "bold"))
    console.print(
        _plain(
            f"{evaluation.unit} · năm {evaluation.year} · số liệu tính đến {wording.day(evaluation.as_of)} · động cơ {evaluation.engine.name} {evaluation.engine.version}"
        )
    )


def _table(evaluation: Evaluation) -> Table:
    table = Table(show_lines=False, header_style="bold", pad_edge=False)
    table.add_column("Số", no_wrap=True)
    table.add_column("Chỉ tiêu, nội dung", ratio=5, overflow="fold")
    table.add_column("Mục tiêu", ratio=3, overflow="fold")
    table.add_column("Thực hiện", ratio=3, overflow="fold")
    table.add_column("Tỷ lệ, chênh lệch", ratio=2, overflow="fold")
    table.add_column("Kết luận", no_wrap=True)
    table.add_column("Nguồn", ratio=2, overflow="fold")
    for target in evaluation.targets:
        own = len(target.criteria) == 1 and target.criteria[0].id == target.id
        if not own:
            verdict = Text(target.status.label, _COLOURS[target.status])
            table.add_row(
                _plain(target.id, "bold"),
                _plain(target.title or f"Chỉ tiêu {target.id}", "bold"),
                "",
                "",
                "",
                verdict,
                "",
            )
        for criterion in target.criteria:
            _add_criterion(table, criterion)
        table.add_section()
    return table


def _add_criterion(table: Table, criterion: CriterionResult) -> None:
    measures = criterion.measures
    first = measures[0] if len(measures) == 1 else None
    goal = (
        criterion.condition
        if len(measures) < 2
        else "tất cả các phần dưới đây"
        if " và " in criterion.condition
        else criterion.condition
    )
    table.add_row(
        _plain(criterion.id),
        _plain(criterion.text + ("" if criterion.counted else " (không tính vào tổng hợp)")),
        _plain(goal + _goal_marks(criterion)),
        _plain(_actual(first) if first else ""),
        _plain(relative(first) if first else ""),
        _verdict(criterion),
        _plain(_source(first) if first else ""),
    )
    if first is None:
        for measure in measures:
            held = {True: "đạt", False: "chưa đạt", None: "chưa rõ"}[measure.holds]
            table.add_row(
                "",
                _plain(f"– {measure.name}"),
                _plain(measure.text),
                _plain(_actual(measure)),
                _plain(relative(measure)),
                _plain(held, "dim"),
                _plain(_source(measure)),
            )


def _verdict(criterion: CriterionResult) -> Text:
    marks = "".join(f" ({mark})" for mark in verdict_marks(criterion))
    return Text(criterion.status.label + marks, _COLOURS[criterion.status])


def verdict_marks(criterion: CriterionResult) -> list[str]:
    """What a reader must know with the verdict: ước, khoảng, nhận định, có thể vượt."""
    actuals = [m.actual for m in criterion.measures if m.actual is not None]
    marks = ["ước"] if any(a.estimate for a in actuals) else []
    if any(a.soft for a in actuals) or criterion.soft_goal:
        marks.append("khoảng")
    if any(f.judged for a in actuals for f in a.facts):
        marks.append("nhận định")
    if criterion.perhaps_exceeded:
        marks.append("có thể vượt")
    return marks if criterion.status is not Status.NOT_APPLICABLE else []


def _goal_marks(criterion: CriterionResult) -> str:
    marks = [f"mốc {criterion.milestone}"] if criterion.milestone is not None else []
    marks += ["câu chữ mềm"] if criterion.soft_goal else []
    marks += [f"theo {criterion.amended_by}"] if criterion.amended_by else []
    return f" ({'; '.join(marks)})" if marks else ""


def _actual(measure: Measure) -> str:
    if measure.actual is None:
        return "chưa có số liệu"
    marks = ["ước"] if measure.actual.estimate else []
    if measure.actual.part_year and measure.actual.as_of is not None:
        marks.append(f"đến {wording.day(measure.actual.as_of)}, chưa hết năm")
    return measure.actual.label + "".join(f" ({mark})" for mark in marks)


def relative(measure: Measure) -> str:
    """Percent of the goal for amounts, the difference in điểm % for rates; what is lacking where it is lacking."""
    shown = ""
    if measure.points is not None:
        shown = wording.points(measure.points)
    elif measure.percent is not None:
        shown = wording.percent(measure.percent)
    elif (
        measure.actual is not None
        and measure.threshold is not None
        and measure.threshold > 0
        and not measure.unit.is_rate
    ):
        low, high = measure.actual.value.low, measure.actual.value.high
        if low is not None and low >= 0 and high != low:
            shown = wording.percent_interval(measure.actual.value.scaled(100 / measure.threshold))
    if measure.gap and measure.points is None:
        shown += f", thiếu {wording.difference(measure.gap, measure.unit)}"
    elif measure.gap == 0 and measure.holds is False:
        shown += ", bằng ngưỡng"
    return shown


def _source(measure: Measure) -> str:
    if measure.actual is None:
        return ""
    return measure.actual.source or "không ghi nguồn"


def _findings(evaluation: Evaluation, console: Console) -> None:
    category = ""
    for finding in evaluation.findings:
        if finding.category != category:
            category = finding.category
            console.print()
            console.print(_plain(category[0].upper() + category[1:], "bold"))
        explains = f" [về {', '.join(finding.explains)}]" if finding.explains else ""
        console.print(_plain(f"- {finding.id}: {finding.text}{explains}"))
    if evaluation.undetermined_findings:
        console.print()
        console.print(_plain("Chưa kết luận được, còn chờ số liệu", "bold"))
        for waiting in evaluation.undetermined_findings:
            console.print(_plain(f"- {waiting.id}: chờ {', '.join(waiting.waits_for) or 'số liệu'}"))


def _warnings(evaluation: Evaluation, console: Console) -> None:
    if not evaluation.warnings:
        return
    console.print()
    console.print(_plain("Cảnh báo về số liệu", "bold magenta"))
    for warning in evaluation.warnings:
        where = f" [{warning.origin}]" if warning.origin else ""
        console.print(_plain(f"- {warning.code} {warning.text}{where}"))


def _failed(tally: Tally) -> str:
    count = tally.count(Status.FAILED)
    return f" (trong đó {count:02d} nội dung không đạt vì đã hết hạn)" if count else ""


def _plain(text: str, style: str = "") -> Text:
    """Text of a file, shown as it is: no markup, no control characters."""
    return Text(printable(text), style)
