"""A dialog on the terminal: questions with a proposal, a help on «?» and a way out on «q», also for answers from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from cli.failure import Exit, Failure, usage_failure
from engine.documents.texts import clean_line
from engine.language.text import fold, on_one_line

HELP = "Enter: nhận đề xuất trong ngoặc vuông; ?: xem lại các lựa chọn; q: thôi, không ghi số liệu nào."

T = TypeVar("T")


class Unclear(Exception):
    """An answer that makes no sense; the message says why."""


def ask(question: str, proposal: str, understand: Callable[[str], T], choices: str = "") -> T:
    """Returns what the answer means; the proposal where the person presses Enter. Raises Failure."""
    while True:
        _prompt(question, proposal)
        line = sys.stdin.readline()
        if not line:
            raise usage_failure("hết câu trả lời khi --map đang hỏi; chạy trong cửa sổ lệnh; không ghi số liệu nào")
        answer = clean_line(line) or proposal
        if fold(answer) == "q":
            raise left()
        if answer == "?":
            say(f"  {choices}\n  {HELP}" if choices else f"  {HELP}")
            continue
        try:
            return understand(answer)
        except Unclear as unclear:
            say(f"  {on_one_line(str(unclear))}")


def _prompt(question: str, proposal: str) -> None:
    shown = f" [{proposal}]" if proposal else ""
    sys.stderr.write(f"{on_one_line(question)}{shown}: ")
    sys.stderr.flush()


def say(text: str) -> None:
    sys.stderr.write("\n".join(map(on_one_line, text.split("\n"))) + "\n")


def left() -> Failure:
    return Failure(Exit.USAGE, "Đã thôi; không ghi số liệu nào.")


def given(answer: str) -> str:
    if not answer:
        raise Unclear("cần một tên")
    return answer


def yes(answer: str) -> bool:
    if fold(answer) not in ("c", "co", "k", "khong"):
        raise Unclear("gõ c (có) hoặc k (không)")
    return fold(answer).startswith("c")
