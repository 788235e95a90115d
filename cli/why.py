"""`chitieu why`: shows the proof of a criterion, target, finding or reconciliation, or why a finding is absent."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from cli.options import console
from cli.selection import CaseOptions, evaluator_for, on_one_case, referred
from cli.texts import plain, say, show_notice, trace_lines
from cli.usage import VietnameseHelp
from engine.explain.firings import FiringIndex
from engine.explain.proof import Proof, Step, WhyDocument
from engine.explain.why import Explainer
from engine.files.json_form import to_json
from engine.language.logic import Truth
from engine.reports.proof_text import LABELS, TRUTH_WORDS, sentence


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu why 2.1   ·   chitieu why HC-1 --full")
@click.argument("identifier", metavar="MÃ")
@click.option("--full", is_flag=True, help="Đủ chi tiết: số liệu không dùng, phần khớp, từng bước tính.")
@click.option("--trace", is_flag=True, help="Thêm các quy tắc động cơ suy diễn đã kích hoạt, theo thứ tự.")
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
    head = plain(document.headline, "bold")
    show_notice(evaluation.draft_codes, screen)
    if asked.quiet:
        screen.print(head)
        return 0
    screen.print(_tree(head, shown))
    if trace:
        _show_trace(screen, trace_lines(firings))
    return 0


_COLOURS = {Truth.TRUE: "green", Truth.FALSE: "bold red", Truth.UNKNOWN: "magenta"}


def _tree(head: Text, proof: Proof) -> Tree:
    tree = Tree(head, guide_style="dim")
    for step in proof.steps:
        _grow(tree, step, labelled=True)
    return tree


def _grow(tree: Tree, step: Step, labelled: bool) -> None:
    branch = tree.add(_line(step, labelled))
    for part in step.parts:
        _grow(branch, part, labelled=part.role is not step.role)


def _line(step: Step, labelled: bool) -> Text:
    line = Text()
    if step.truth is not None:
        line.append_text(plain(f"[{TRUTH_WORDS[step.truth]}] ", _COLOURS[step.truth]))
    if labelled:
        line.append_text(plain(LABELS.get(step.role, "")))
    line.append_text(plain(sentence(step)))
    if step.source:
        line.append_text(plain(f" — {step.source}", "cyan"))
    if step.place:
        line.append_text(plain(f" [{step.place}]", "dim"))
    return line


def _show_trace(screen: Console, lines: list[str]) -> None:
    screen.print()
    say(screen, "Các quy tắc đã kích hoạt, theo thứ tự của động cơ", "bold")
    for line in lines:
        say(screen, line)
