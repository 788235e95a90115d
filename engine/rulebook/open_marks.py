"""Open marks: comments `# CẦN XEM LẠI` of rule files, which say that a person has still to look at what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from engine.domain.records import NamedTuple
from engine.files.source import SourceFile, Span
from engine.language.patterns import compiled
from engine.rulebook.rulebook import Criterion, Rulebook

_MARK = compiled(r"(?:^|(?<=\s))#+\s*(?:cần|can)\s+xem\s+(?:lại|lai)\b[\s:.,;–-]*(.*)$", re.IGNORECASE)


class OpenMark(NamedTuple):
    """A mark: what it says, its place, and the criterion that it stands at, '' where it stands at none."""

    text: str
    span: Span
    criterion: str

    @property
    def said(self) -> str:
        """«1.1: còn dấu CẦN XEM LẠI: lấy từ kế hoạch năm trước»."""
        lead = f"{self.criterion}: " if self.criterion else ""
        return f"{lead}còn dấu CẦN XEM LẠI" + (f": {self.text}" if self.text else "")


def open_marks(rulebook: Rulebook) -> tuple[OpenMark, ...]:
    """Returns the marks of all files of ``rulebook``, in order."""
    return tuple(mark for file in rulebook.files for mark in _in_file(file, rulebook))


def _in_file(file: SourceFile, rulebook: Rulebook) -> Iterator[OpenMark]:
    for number, line in enumerate(file.lines, 1):
        if "#" in line and (found := _MARK.search(line)) is not None:
            span = file.span(number, found.start() + 1, number, len(line.rstrip()) + 1)
            yield OpenMark(found[1].strip(), span, _criterion_at(file, number, rulebook))


def _criterion_at(file: SourceFile, number: int, rulebook: Rulebook) -> str:
    """The criterion in which a line stands, or that begins after this and further comments."""
    comments = takewhile(lambda at: file.line(at).lstrip().startswith("#"), range(number, len(file.lines) + 1))
    following = max(comments, default=number - 1) + 1
    alone = file.line(number).lstrip().startswith("#")
    places = (following, number) if alone and file.line(following).lstrip().startswith("-") else (number, following)
    own = [criterion for criterion in rulebook.criteria if criterion.extent.file is file]
    for line in places:
        within: list[Criterion] = [c for c in own if c.extent.line <= line <= c.extent.end_line]
        if within:
            return max(within, key=lambda c: c.extent.line).id
    return ""
