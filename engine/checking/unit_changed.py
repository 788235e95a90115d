"""CT153: a value written in another unit than the year before."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent
from engine.factbase.facts import Fact
from engine.factbase.stated import as_stated
from engine.files.diagnostics import Diagnostic, Note
from engine.language.units import parse_unit
from engine.language.vocabulary import Vocabulary


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    vocabulary = checked.rulebook.vocabulary
    for before, now, year in checked.pairs:
        old, new = _unit(before, vocabulary), _unit(now, vocabulary)
        if old and new and parse_unit(old).scale != parse_unit(new).scale:
            message = f"«{now.code}» năm nay ghi «{new}», năm {year} ghi «{old}»"
            remedy = "kiểm tra lại; nếu đúng là đổi đơn vị thì để nguyên, công cụ đã quy đổi"
            yield Diagnostic("CT153", message, now.span, remedy, (Note(before.span, f"năm {year}"),))


def _unit(fact: Fact, vocabulary: Vocabulary) -> str:
    stated = as_stated(fact.text, vocabulary)
    return stated.bound.unit if stated is not None else ""
