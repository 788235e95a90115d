"""CT141: «hoặc» between an observation and a number: the observation makes the number irrelevant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.content import WorkspaceContent, conditions
from engine.checking.judgement_alone import is_observation
from engine.files.diagnostics import Diagnostic
from engine.rulebook.logic import AllOf, AnyOf, Logic, NotOf, Test
from engine.rulebook.rulebook import Rulebook


def check(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    for logic in conditions(checked.rulebook):
        for joined in _alternatives(logic):
            if _mixed(joined, checked.rulebook):
                message = f"«{joined.text}»: nhận định đúng thì con số không còn ý nghĩa"
                yield Diagnostic("CT141", message, joined.span, "nối bằng `và`, hoặc tách thành hai mục")


def _alternatives(logic: Logic) -> Iterator[AnyOf]:
    match logic:
        case AnyOf(parts=parts):
            yield logic
            for part in parts:
                yield from _alternatives(part)
        case AllOf(parts=parts):
            for part in parts:
                yield from _alternatives(part)
        case NotOf(part=part):
            yield from _alternatives(part)


def _mixed(logic: AnyOf, rulebook: Rulebook) -> bool:
    tests = [part for part in logic.parts if isinstance(part, Test)]
    observed = [is_observation(test, rulebook) for test in tests]
    return any(observed) and not all(observed)
