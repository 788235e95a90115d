"""Asks questions in the terminal, one at a time, each with its default, and again after an answer that makes no sense."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from cli.failure import usage_failure
from engine.documents.texts import clean_line
from engine.drafting.draft import Entry, entries_of, measures_of
from engine.drafting.head import Head
from engine.drafting.names import proposed_code
from engine.drafting.outline import DraftCriterion, DraftTarget
from engine.drafting.pieces import pieces_of
from engine.language.days import parse_date
from engine.language.parser import parse_condition
from engine.language.text import on_one_line
from engine.language.vocabulary import LanguageError, Vocabulary
from engine.rulebook.nature_words import told_nature

_NUMBER = re.compile(r"\d+\w*[/-]\S+")
_PERIOD = re.compile(r"((?:19|20)\d{2})(?:\s*[-–]\s*((?:19|20)\d{2}))?")
_CODE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")

Checked = Callable[[str], str]
"""Returns why an answer makes no sense; '' where it does."""


def ask(question: str, default: str = "", check: Checked = lambda answer: "") -> str:
    """Returns the answer to ``question``; the default where the user presses Enter. Raises Failure at the end of input."""
    while True:
        sys.stderr.write(f"{question}{f' [{default}]' if default else ''}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise usage_failure(
                "hết đầu vào khi đang hỏi; chạy lệnh này trong cửa sổ lệnh, hoặc dùng --from-text TỆP; chưa ghi gì"
            )
        answer = clean_line(line) or default
        problem = check(answer) if on_one_line(answer) == answer else "có ký tự điều khiển không nhìn thấy được; gõ lại"
        if not problem:
            return answer
        sys.stderr.write(f"  {problem}\n")


def ask_head() -> Head:
    """Asks for the head of a resolution."""
    number = ask("Số nghị quyết (ví dụ 12/NQ-HĐND)", check=_is_number)
    day = ask("Ngày ban hành (ngày/tháng/năm, Enter để bỏ qua)", check=_is_day)
    issuer = ask("Cơ quan ban hành (Enter để bỏ qua)")
    title = ask("Trích yếu, về việc gì (Enter để bỏ qua)")
    period = ask("Giai đoạn (ví dụ 2026-2030, hoặc một năm)", check=_is_period)
    match = _PERIOD.fullmatch(period)
    assert match is not None
    first, last = int(match[1]), int(match[2] or match[1])
    return Head(number, day, issuer, title, first, last)


def ask_targets(head: Head) -> tuple[list[DraftTarget], list[Entry]]:
    """Asks for targets and their criteria, with the proposals of the tool as defaults."""
    targets: list[DraftTarget] = []
    entries: list[Entry] = []
    used: set[str] = set()
    while True:
        number = len(targets) + 1
        text = ask(f"Chỉ tiêu {number}: chép nguyên văn (Enter để kết thúc)")
        if not text:
            return targets, entries
        criteria = tuple(DraftCriterion(piece.text, is_part=piece.is_part) for piece in pieces_of(text).pieces)
        target = DraftTarget(number, text, criteria)
        targets.append(target)
        entries += [_ask_criterion(target, entry, used) for entry in entries_of([target], head)]


def _ask_criterion(target: DraftTarget, entry: Entry, used: set[str]) -> Entry:
    sys.stderr.write(f"  Nội dung {entry.number}: {entry.text}\n")
    proposal = entry.proposal
    for doubt in proposal.doubts:
        sys.stderr.write(f"    chưa chắc: {doubt.text}\n")
    name = ask("    Tên số liệu", proposal.name, _is_given)
    code = ask("    Mã số liệu", proposed_code(target.number, name, used), lambda answer: _is_code(answer, used))
    unit = ask("    Đơn vị tính", proposal.unit, _is_given) if proposal.kind == "số" else ""
    condition = ask("    Đạt khi", proposal.condition, lambda answer: condition_problem(answer, unit))
    nature = told_nature(name, unit) or proposal.nature
    answered = proposal._replace(
        name=name, unit=unit, nature=nature, condition=condition, steps=(), level=None, doubts=()
    )
    used.add(code)
    return entry._replace(code=code, proposal=answered, measures=measures_of(code, answered, used))


def _is_given(answer: str) -> str:
    return "" if answer else "cần một câu trả lời"


def _is_number(answer: str) -> str:
    return "" if _NUMBER.fullmatch(answer) else "viết số và ký hiệu, ví dụ 12/NQ-HĐND"


def _is_day(answer: str) -> str:
    if not answer:
        return ""
    try:
        parse_date(answer)
    except ValueError:
        return "viết ngày/tháng/năm, ví dụ 12/8/2026"
    return ""


def _is_period(answer: str) -> str:
    match = _PERIOD.fullmatch(answer)
    if match is None or (match[2] and int(match[2]) < int(match[1])):
        return "viết 2026-2030, hoặc một năm như 2026"
    return ""


def _is_code(answer: str, used: set[str]) -> str:
    if not _CODE.fullmatch(answer):
        return "mã viết không dấu, chữ thường, có dấu chấm, ví dụ htx.thanh_vien"
    return "mã này đã dùng" if answer in used else ""


def condition_problem(answer: str, unit: str) -> str:
    """Returns why ``answer`` is no condition on a measure in ``unit``; '' where it is one."""
    try:
        parse_condition(answer, Vocabulary([unit] if unit else [], []))
    except LanguageError as error:
        return f"{error.message}; {error.remedy}"
    return ""
