"""Finds the targets of a resolution's text, which are numbered, and splits them into criteria."""

from __future__ import annotations

import re
from typing import NamedTuple

_FORMS = (
    re.compile(r"\((\d{1,2})\)\s+(.+)"),
    re.compile(r"Chỉ tiêu\s+(?:số\s+)?(\d{1,2})\s*[:.–-]\s*(.+)", re.IGNORECASE),
    re.compile(r"(\d{1,2})[.)]\s+(.+)"),
)
"""The forms of numbering, the most likely first."""

_COUNT = re.compile(r"\s*\(\s*(?:gồm\s+)?0*(\d{1,2})\s+nội dung\s*\)\s*[.;]?\s*\Z", re.IGNORECASE)
_BREAK = re.compile(r"(?<=[^\s.]{2})\.\s+(?=[A-ZĐÀ-Ỹ0-9])|;\s+")
_ARTICLE = re.compile(r"(?:Điều|Chương)\s+(?:\d|[IVX]).*")
_LETTERED = re.compile(r"[a-zđ]\)\s+(.+)")
_BULLET = re.compile(r"[-–+•*]\s+(.+)")


class DraftCriterion(NamedTuple):
    text: str


class DraftTarget(NamedTuple):
    """A target. ``number`` as in the text; ``doubts`` are for a person to check."""

    number: int
    text: str
    criteria: tuple[DraftCriterion, ...]
    doubts: tuple[str, ...]


def outline(paragraphs: list[str]) -> list[DraftTarget]:
    """Returns the targets: the run of numbered items from 1 on that holds the most goals; [] without one."""
    runs = [run for form in _FORMS for run in _runs(paragraphs, form)]
    if not runs:
        return []
    # Headings are numbered too («1. Kết quả đạt được»); items in brackets, or those that hold numbers, are the targets.
    best = max(
        runs, key=lambda run: (sum(_holds_a_goal(text) for _, text, _ in run), -_FORMS.index(run[0][2]), len(run))
    )
    return [_target(number, text) for number, text, _ in best]


def left_out(paragraphs: list[str], targets: list[DraftTarget]) -> list[str]:
    """Returns the numbered, lettered or bulleted paragraphs with a number that are in none of ``targets``."""
    taken = " ".join(target.text for target in targets)
    found = []
    for paragraph in paragraphs:
        item = next((m for form in (*_FORMS, _LETTERED, _BULLET) if (m := form.fullmatch(paragraph))), None)
        text = item[item.re.groups] if item is not None else ""
        if _holds_a_goal(text) and text.strip(" .;")[:60] not in taken:
            found.append(paragraph)
    return found


Item = tuple[int, str, re.Pattern[str]]


def _runs(paragraphs: list[str], form: re.Pattern[str]) -> list[list[Item]]:
    """Returns the runs of items numbered 1, 2, 3 …; bullets between two items belong to the first."""
    runs: list[list[Item]] = []
    open_ended = False
    for paragraph in paragraphs:
        match = form.fullmatch(paragraph)
        if match is not None and int(match[1]) == 1:
            runs.append([(1, match[2], form)])
            open_ended = True
        elif _ARTICLE.fullmatch(paragraph):
            open_ended = False  # what follows belongs to another article
        elif not open_ended:
            continue
        elif match is not None and int(match[1]) == runs[-1][-1][0] + 1:
            runs[-1].append((int(match[1]), match[2], form))
        elif (bullet := _BULLET.fullmatch(paragraph)) and not _ended(runs[-1]):
            number, text, _ = runs[-1][-1]
            runs[-1][-1] = (number, f"{text.rstrip(' :;.')}; {bullet[1]}" if text else bullet[1], form)
    return [run for run in runs if len(run) > 1 or _holds_a_goal(run[0][1])]


def _ended(run: list[Item]) -> bool:
    """Returns whether the last item states its number of criteria, so that the next lines are another section."""
    return _COUNT.search(run[-1][1]) is not None


def _holds_a_goal(text: str) -> bool:
    return any(character.isdigit() for character in text) or _COUNT.search(text) is not None


def _target(number: int, text: str) -> DraftTarget:
    counted = _COUNT.search(text)
    body = (text[: counted.start()] if counted else text).strip().rstrip(".;")
    pieces = [piece.strip().rstrip(".;") for piece in _BREAK.split(body) if piece.strip()]
    doubts: list[str] = []
    if counted is not None and len(pieces) != int(counted[1]):
        doubts.append(f"văn bản ghi {int(counted[1])} nội dung nhưng tách được {len(pieces)}; tách lại cho đúng")
        if len(pieces) > int(counted[1]) == 1:
            pieces = [body]
    elif counted is None and len(pieces) > 1:
        with_goal = [piece for piece in pieces if _holds_a_goal(piece)]
        if len(with_goal) < len(pieces):
            pieces = [body]
        else:
            doubts.append("văn bản không ghi số nội dung; kiểm tra cách tách thành từng nội dung")
    return DraftTarget(number, body, tuple(DraftCriterion(piece) for piece in pieces), tuple(doubts))
