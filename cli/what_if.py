"""`chitieu what-if`: evaluates a changed copy of the facts and shows only the changed conclusions."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from cli.failure import Exit, Failure
from cli.options import console
from cli.selection import CaseOptions, evaluator_for, on_one_case
from cli.texts import plain, show_notice
from cli.usage import VietnameseHelp
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import draft_mark
from engine.explain.assumptions import BadAssumption, parse_assumptions
from engine.explain.what_if import FindingChange, WhatIf, what_if
from engine.language import display


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu what-if --set htx.thanh_vien=5.000 --set htx.tong=25")
@click.option(
    "--set",
    "assumed",
    multiple=True,
    required=True,
    metavar="MÃ=GIÁ TRỊ",
    help="Giá trị giả định; `chưa có` để bỏ số liệu; dùng nhiều lần được.",
)
@on_one_case
def command(asked: CaseOptions, assumed: tuple[str, ...]) -> int:
    """Nếu số liệu khác đi thì kết luận và các mục nào thay đổi. Không ghi gì vào tệp số liệu.

    Giả định cho một mã có công thức thì thay cho công thức ấy.
    """
    case = asked.case()
    try:
        assumptions = parse_assumptions(assumed, case)
    except BadAssumption as error:
        raise Failure(Exit.USAGE, f"lỗi: {error}") from None
    result = what_if(case, assumptions, evaluator_for(case, asked.engine))
    if asked.form == "json":
        from engine.files.json_form import to_json

        sys.stdout.write(to_json(result))
        return 0
    show_notice(result.before.draft_codes, console(asked.color))
    _show(result, console(asked.color), asked.quiet)
    return 0


_CHANGES = {
    "disappears": "không còn",
    "appears": "xuất hiện",
    "undetermined": "chưa rõ, còn chờ số liệu",
    "outcome": "đổi kết quả đối chiếu",
    "text": "đổi con số trong câu",
}


def _show(result: WhatIf, screen: Console, quiet: bool) -> None:
    screen.print(plain(f"Giả định cho {result.before.case.subject}", "bold"))
    for assumption in result.assumptions:
        name = f"{assumption.name} ({assumption.code})"
        screen.print(plain(f"Giả định {name}: {assumption.before} → {assumption.after}", "bold"))
    screen.print(plain(_totals(result)))
    if quiet:
        return
    if not (result.verdicts or result.findings or result.numbers):
        screen.print(plain("Không kết luận nào và không mục nào thay đổi."))
        return
    if result.verdicts:
        _heading(screen, "Kết luận thay đổi")
    for verdict in result.verdicts:
        what = "nội dung" if verdict.what == "criterion" else "chỉ tiêu"
        screen.print(plain(f"- {what} {verdict.id}: {verdict.before_text} → {verdict.after_text} ({verdict.title})"))
    if result.numbers:
        _heading(screen, "Kết luận giữ nguyên, số thay đổi")
    for number in result.numbers:
        screen.print(plain(f"- nội dung {number.id}: {number.before} → {number.after}"))
    for change, title in _CHANGES.items():
        found = [finding for finding in result.findings if finding.change == change]
        if found:
            _heading(screen, f"Mục {title}")
        for finding in found:
            screen.print(plain(_finding_line(finding)))


def _finding_line(finding: FindingChange) -> str:
    text = finding.after or finding.before
    if finding.outcomes is not None and finding.change == "outcome":
        before, after = finding.outcomes
        return f"- {finding.id}: {before.label} → {after.label}. {text}"
    return f"- {finding.category} {finding.id}: {text}"


def _heading(screen: Console, text: str) -> None:
    screen.print()
    screen.print(plain(text, "bold"))


def _totals(result: WhatIf) -> str:
    before, after = _reached(result.before), _reached(result.after)
    changed = " (không đổi)" if before == after else f" → {after}"
    return f"Đạt và vượt: {before}{changed}{draft_mark(result.before)}"


def _reached(evaluation: Evaluation) -> str:
    targets, criteria = evaluation.target_tally, evaluation.criterion_tally
    return (
        f"{display.of_total(targets.reached, targets.total)} chỉ tiêu, "
        f"{display.of_total(criteria.reached, criteria.total)} nội dung"
    )
