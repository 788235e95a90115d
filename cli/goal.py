"""`chitieu goal`: the smallest change of each input that turns a verdict, each proved by evaluating again."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from cli.failure import Exit, Failure
from cli.options import console
from cli.selection import CaseOptions, evaluator_for, on_one_case, referred
from cli.texts import plain, show_notice
from cli.usage import VietnameseHelp
from engine.explain.goal import Change, Goal, find_goal
from engine.workspace.cases import Case


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu goal 2.1   ·   chitieu goal «chỉ tiêu 7»")
@click.argument("identifier", metavar="MÃ")
@on_one_case
def command(asked: CaseOptions, identifier: str) -> int:
    """Cần thay đổi ít nhất bao nhiêu ở từng số liệu để đổi kết luận; nếu đã đạt thì còn cách mức chưa đạt bao xa.

    MÃ là một nội dung, một chỉ tiêu, hoặc một hạn chế, nguyên nhân, dự báo, giải pháp. Mỗi mức đều được đánh giá lại bằng
    động cơ suy diễn: tới mức đó thì đổi kết luận, kém một bước thì chưa.
    """
    case = asked.case()
    evaluator = evaluator_for(case, asked.engine)
    reference = referred(identifier, case, evaluator.evaluate(case.facts))
    if reference.what == "reconciliation":
        raise Failure(
            Exit.USAGE, f"lỗi: {identifier} là phép đối chiếu; goal dùng cho nội dung, chỉ tiêu và các mục khác"
        )
    goal = find_goal(case, reference, evaluator)
    if asked.form == "json":
        from engine.files.json_form import to_json

        sys.stdout.write(to_json(goal))
        return 0
    show_notice(goal.case.draft_codes, console(asked.color))
    _show(goal, case, console(asked.color), asked.quiet)
    return 0


_WHAT = {"criterion": "Nội dung", "target": "Chỉ tiêu", "finding": "Mục"}


def _show(goal: Goal, case: Case, screen: Console, quiet: bool) -> None:
    title = f"{_WHAT[goal.reference.what]} {goal.reference.id}: đang {goal.now}{' (nháp)' if goal.case.draft else ''}"
    if goal.holds and goal.reference.what != "finding":
        title += "; không cần thay đổi gì. Biên độ trước khi chưa đạt:"
    elif goal.reference.what == "finding":
        title += f"; thay đổi ít nhất để thành {goal.seeks}:"
    else:
        title += "; thay đổi ít nhất để đạt:"
    screen.print(plain(title, "bold"))
    if quiet and not goal.changes:
        return
    for change in goal.changes:
        screen.print(plain(f"- {_sentence(change)}"))
        for line in _proof(change, goal.now):
            screen.print(plain(f"    {line}", "dim"))
    if not goal.changes:
        _show_joint(goal, screen)
    if goal.powerless and not quiet:
        names = (f"{case.rulebook.indicators[code].name} ({code})" for code in goal.powerless)
        screen.print(plain(f"Một mình không làm đổi được: {'; '.join(names)}."))


def _show_joint(goal: Goal, screen: Console) -> None:
    screen.print(plain("Không số liệu nào một mình làm đổi được kết luận này."))
    if goal.jointly:
        screen.print(plain(f"Cùng lúc các thay đổi sau thì {goal.joint_result} (đã đánh giá lại):"))
    for change in goal.jointly:
        screen.print(plain(f"- {_asked(change)}"))


def _asked(change: Change) -> str:
    amount = f": {change.change_text}" if change.change_text else ""
    return f"{change.name} ({change.code}){amount} ({change.now} → {change.needed})"


def _sentence(change: Change) -> str:
    return f"{_asked(change)} thì {change.becomes}"


def _proof(change: Change, now: str) -> list[str]:
    still = "vẫn " if change.short_of_it == now else ""
    short = f"; chưa tới mức này thì {still}{change.short_of_it}" if change.short_of_it else ""
    lines = [f"đã đánh giá lại bằng động cơ suy diễn{short}"]
    if change.breaks:
        lines.append(f"kéo theo {', '.join(change.breaks)} không còn khớp: phải đổi cả số liệu đi cùng")
    return lines
