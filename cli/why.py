"""`chitieu why`: shows the proof of a criterion, target, finding or reconciliation, or why a finding is absent."""

from __future__ import annotations

import sys
from contextlib import nullcontext

import click
from rich.console import Console
from rich.text import Text

from cli.completion import ids
from cli.layout import hang
from cli.options import console, paged
from cli.selection import CaseOptions, evaluator_for, on_one_case, referred
from cli.signs import in_ascii
from cli.texts import plain, say, show_notice, trace_lines
from cli.usage import VietnameseHelp, option
from engine.explain.firings import FiringIndex
from engine.explain.proof import Step, WhyDocument
from engine.explain.why import Explainer
from engine.files.json_form import to_json
from engine.language.logic import Truth
from engine.reports.proof_text import LABELS, TRUTH_WORDS, sentence


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu why 2.1   ·   chitieu why HC-1 --full")
@click.argument("identifier", shell_complete=ids, metavar="MÃ")
@option("--full", is_flag=True, help="Đủ chi tiết: số liệu không dùng, phần khớp, từng bước tính.")
@option("--trace", is_flag=True, help="Thêm các quy tắc động cơ suy diễn đã kích hoạt, theo thứ tự.")
@on_one_case
def command(asked: CaseOptions, identifier: str, full: bool, trace: bool) -> int:
    """Vì sao một nội dung, chỉ tiêu, hạn chế, nguyên nhân, dự báo, giải pháp hay phép đối chiếu có kết quả như vậy.

    MÃ là số nội dung (2.1), số chỉ tiêu (2 hoặc «chỉ tiêu 2»), mã của mục (HC-1, CQ-2, DC-8) hay của điều báo cáo nêu
    (NEU-3), mã số liệu (htx.tong), hoặc «tổng hợp». Mục không có cũng hỏi được: mọi điều kiện được liệt kê với mức cần, số thực tế và khoảng cách.
    """
    case = asked.case()
    evaluation = evaluator_for(case, asked.engine).evaluate(case.facts)
    proof = Explainer(case, evaluation).why(referred(identifier, case, evaluation))
    shown = proof if full else proof.brief
    firings = FiringIndex(evaluation.firings).leading_to(proof.nodes)
    document = WhyDocument(shown, evaluation.case, firings if trace else ())
    if asked.form == "json":
        sys.stdout.write(to_json(document))
        return 0
    screen = console(asked.color)
    with paged(screen) if full and not asked.quiet else nullcontext():
        show_notice(evaluation.draft_codes, screen)
        say(screen, document.headline, "bold")
        if not asked.quiet:
            _show_steps(shown.steps, "", None, screen)
        if trace and not asked.quiet:
            _show_trace(screen, trace_lines(firings))
    return 0


_COLOURS = {Truth.TRUE: "green", Truth.FALSE: "bold red", Truth.UNKNOWN: "magenta"}


_BRANCHES = {False: ("├─ ", "│  "), True: ("└─ ", "   ")}
"""What stands before a step and before its further lines, by whether it is the last of its parts."""
_ASCII_BRANCHES = {False: ("+- ", "|  "), True: ("`- ", "   ")}


def _show_steps(steps: tuple[Step, ...], before: str, of: Step | None, screen: Console) -> None:
    """Shows the steps as a tree below ``of``, each line behind ``before``."""
    branches = _ASCII_BRANCHES if in_ascii(screen) else _BRANCHES
    for number, step in enumerate(steps, 1):
        first, further = (before + part for part in branches[number == len(steps)])
        hang(screen, _line(step, of is None or step.role is not of.role), 0, (first, further))
        _show_steps(step.parts, further, step, screen)


def _line(step: Step, labelled: bool) -> Text:
    line = Text()
    if step.truth is not None:
        line.append_text(plain(f"[{TRUTH_WORDS[step.truth]}] ", _COLOURS[step.truth]))
    if labelled:
        line.append_text(plain(LABELS.get(step.role, ""), "dim"))
    line.append_text(plain(sentence(step)))
    if step.source:
        line.append_text(plain(f" — {step.source}", "dim"))
    if step.place:
        line.append_text(plain(f" [{step.place}]", "dim"))
    return line


def _show_trace(screen: Console, lines: list[str]) -> None:
    screen.print()
    say(screen, "Các quy tắc đã kích hoạt, theo thứ tự của động cơ", "bold")
    for line in lines:
        say(screen, line)
