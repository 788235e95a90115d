"""`chitieu goal`: the smallest change of each input that changes a verdict, each proved by a new evaluation."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from cli.completion import ids
from cli.failure import Exit, Failure
from cli.options import console
from cli.selection import CaseOptions, evaluator_for, on_one_case, referred
from cli.texts import say, show_notice
from cli.usage import VietnameseHelp
from engine.domain.verdicts import Verdict
from engine.explain.goal import find_goal
from engine.explain.goal_result import Change, Goal
from engine.language import display
from engine.workspace.case import Case


@click.command(cls=VietnameseHelp, epilog="Ví dụ: chitieu goal 2.1   ·   chitieu goal «chỉ tiêu 7»")
@click.argument("identifier", shell_complete=ids, metavar="MÃ")
@on_one_case
def command(asked: CaseOptions, identifier: str) -> int:
    """Cần thay đổi ít nhất bao nhiêu ở từng số liệu để đổi kết luận; nếu đã đạt thì còn cách mức chưa đạt bao xa.

    MÃ là một nội dung, một chỉ tiêu, hoặc một hạn chế, nguyên nhân, dự báo, giải pháp. Mỗi mức đều được đánh giá lại bằng
    động cơ suy diễn: tới mức đó thì đổi kết luận, kém một bước thì chưa.
    """
    case = asked.case()
    evaluator = evaluator_for(case, asked.engine)
    reference = referred(identifier, case, evaluator.evaluate(case.facts))
    if reference.what in _UNFIT:
        what = _UNFIT[reference.what]
        raise Failure(Exit.USAGE, f"lỗi: {identifier} là {what}; goal dùng cho nội dung, chỉ tiêu và các mục khác")
    goal = find_goal(case, reference, evaluator)
    if asked.form == "json":
        from engine.files.json_form import to_json

        sys.stdout.write(to_json(goal))
        return 0
    show_notice(goal.case.draft_codes, console(asked.color))
    _show(goal, case, console(asked.color), asked.quiet)
    return 0


_UNFIT = {"reconciliation": "phép đối chiếu", "indicator": "mã số liệu", "summary": "tổng hợp"}


def _show(goal: Goal, case: Case, screen: Console, quiet: bool) -> None:
    say(screen, goal.headline, "bold")
    say(screen, _lead(goal))
    if quiet and not goal.changes:
        return
    _show_changes(goal.changes, goal.now, screen)
    if not goal.changes:
        _show_joint(goal, screen)
    if goal.beyond and not quiet:
        exceeded = goal.now == Verdict.EXCEEDED.label
        say(screen, "Biên độ trước khi chỉ còn đạt:" if exceeded else "Thay đổi ít nhất để vượt:")
        _show_changes(goal.beyond, goal.now, screen)
    if goal.powerless and not quiet:
        names = (f"{case.rulebook.indicators[code].name} ({code})" for code in goal.powerless)
        say(screen, f"Một mình không làm đổi được: {'; '.join(names)}.")


def _lead(goal: Goal) -> str:
    """What the changes below are."""
    if goal.over is not None:
        return f"Đã hết hạn {display.day(goal.over)} nên không còn gì để làm; lẽ ra phải:"
    if goal.reference.what == "finding":
        return f"Thay đổi ít nhất để thành {goal.seeks}:"
    if goal.now == Verdict.PERIOD_OPEN.label:
        return f"Hết kỳ mới kết luận được, đến nay không cần thay đổi gì. Biên độ trước khi {goal.seeks}:"
    if goal.holds:
        return f"Không cần thay đổi gì. Biên độ trước khi {goal.seeks}:"
    return "Thay đổi ít nhất để đạt:"


def _show_changes(changes: tuple[Change, ...], now: str, screen: Console) -> None:
    for change in changes:
        say(screen, f"- {_sentence(change)}")
        for line in _proof(change, now):
            say(screen, f"    {line}", "dim")


def _show_joint(goal: Goal, screen: Console) -> None:
    say(screen, "Không số liệu nào một mình làm đổi được kết luận này.")
    if goal.jointly:
        say(screen, f"Cùng lúc các thay đổi sau thì {goal.joint_result} (đã đánh giá lại):")
    for change in goal.jointly:
        say(screen, f"- {_asked(change)}")


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
