"""`chitieu what-if`: evaluates a changed copy of the facts and shows only the changed conclusions."""

from __future__ import annotations

import sys
from contextlib import nullcontext

import click
from rich.console import Console

from cli.completion import assumptions
from cli.failure import Exit, Failure
from cli.options import console, paged
from cli.selection import CaseOptions, evaluator_for, on_one_case
from cli.texts import say, show_notice
from cli.usage import VietnameseHelp, option
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.presentation import draft_mark
from engine.explain.assumptions import BadAssumption, parse_assumptions
from engine.explain.what_if import FindingChange, WhatIf, what_if
from engine.factbase.facts import STATEMENT
from engine.language import display


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu what-if --set htx.thanh_vien=5.000 --set htx.tong=25")
@option(
    "--set",
    "assumed",
    shell_complete=assumptions,
    multiple=True,
    required=True,
    metavar="MÃ=GIÁ TRỊ",
    help="Giá trị giả định; `chưa có` để bỏ số liệu; dùng nhiều lần được.",
)
@option("--full", is_flag=True, help="In đủ từng điều báo cáo nêu mà nay khớp hoặc lệch.")
@on_one_case
def command(asked: CaseOptions, assumed: tuple[str, ...], full: bool) -> int:
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
    screen = console(asked.color)
    with paged(screen) if full else nullcontext():
        show_notice(result.before.draft_codes, screen)
        _show(result, screen, asked.quiet, full)
    return 0


_CHANGES = {
    "disappears": "không còn",
    "appears": "xuất hiện",
    "undetermined": "chưa rõ, còn chờ số liệu",
    "outcome": "đổi kết quả đối chiếu",
    "text": "đổi con số trong câu",
}


def _show(result: WhatIf, screen: Console, quiet: bool, full: bool) -> None:
    say(screen, f"Giả định cho {result.before.case.subject}", "bold")
    for assumption in result.assumptions:
        name = f"{assumption.name} ({assumption.code})"
        say(screen, f"Giả định {name}: {assumption.before} → {assumption.after}", "bold")
    say(screen, _totals(result))
    if quiet:
        return
    if not (result.verdicts or result.findings or result.numbers):
        say(screen, "Không kết luận nào và không mục nào thay đổi.")
        return
    if result.verdicts:
        _heading(screen, "Kết luận thay đổi")
    for verdict in result.verdicts:
        what = "nội dung" if verdict.what == "criterion" else "chỉ tiêu"
        say(screen, f"- {what} {verdict.id}: {verdict.before_text} → {verdict.after_text} ({verdict.title})")
    if result.numbers:
        _heading(screen, "Kết luận giữ nguyên, số thay đổi")
    for number in result.numbers:
        say(screen, f"- nội dung {number.id}: {number.before} → {number.after}")
    for change, title in _CHANGES.items():
        found = [finding for finding in result.findings if finding.change == change]
        if found:
            _heading(screen, f"Mục {title}")
        claims = [] if full else [finding for finding in found if finding.id.startswith(STATEMENT)]
        for finding in found:
            if finding not in claims or len(claims) == 1:
                say(screen, _finding_line(finding))
        if len(claims) > 1:
            _show_claims(claims, screen)


def _show_claims(claims: list[FindingChange], screen: Console) -> None:
    """Shows the claims of the report that change by their numbers alone, as many as change alike on a line."""
    alike: dict[str, list[str]] = {}
    for claim in claims:
        alike.setdefault(_outcomes(claim), []).append(claim.id)
    for lead, ids in alike.items():
        say(screen, f"- {lead}{len(ids)} điều báo cáo nêu ({', '.join(ids)}); xem từng điều bằng --full")


def _outcomes(finding: FindingChange) -> str:
    """Returns «khớp → lệch: »; '' where the outcome stays."""
    if finding.outcomes is None or finding.change != "outcome":
        return ""
    before, after = finding.outcomes
    return f"{before.label} → {after.label}: "


def _finding_line(finding: FindingChange) -> str:
    text = finding.after or finding.before
    if finding.outcomes is not None and finding.change == "outcome":
        before, after = finding.outcomes
        return f"- {finding.id}: {before.label} → {after.label}. {text}"
    return f"- {finding.category} {finding.id}: {text}"


def _heading(screen: Console, text: str) -> None:
    screen.print()
    say(screen, text, "bold")


def _totals(result: WhatIf) -> str:
    before, after = reached(result.before), reached(result.after)
    changed = " (không đổi)" if before == after else f" → {after}"
    return f"Đạt và vượt: {before}{changed}{draft_mark(result.before)}"


def reached(evaluation: Evaluation) -> str:
    """Returns «02/7 chỉ tiêu, 06/11 nội dung»."""
    targets, criteria = evaluation.target_tally, evaluation.criterion_tally
    return (
        f"{display.of_total(targets.reached, targets.total)} chỉ tiêu, "
        f"{display.of_total(criteria.reached, criteria.total)} nội dung"
    )
