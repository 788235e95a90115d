"""Evaluates many cases one after the other; a case with errors does not stop the others, and no case is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from engine.evaluation.evaluation import Evaluation, Verdicts
from engine.files.diagnostics import Diagnostic, Severity
from engine.inference.program import EngineError
from engine.workspace.case import Case, ChosenCase, Evaluators, LoadedCase
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.facts_index import UnreadableFacts

R = TypeVar("R")


class Refusal(NamedTuple):
    """A case or file that could not be evaluated, with its first error or the message of the engine.

    ``more`` counts the further errors; ``place`` is empty where the engine failed; ``unit`` is that of a case or of a row of a
    table, '' of a file.
    """

    name: str
    place: str
    reason: str
    more: int
    unit: str = ""


class Outcome(NamedTuple, Generic[R]):
    """One case with its result, or with the refusal where ``result`` is None."""

    chosen: ChosenCase
    result: R | None
    refusal: Refusal | None


def stream_verdicts(cases: Cases, chosen: Iterable[ChosenCase], evaluators: Evaluators) -> Iterator[Outcome[Verdicts]]:
    """Yields the verdicts of each case. Raises EngineMissing, EngineLimit."""
    return stream(cases, chosen, lambda case: evaluators.of(case.rulebook).verdicts(case.facts))


def stream_evaluations(
    cases: Cases, chosen: Iterable[ChosenCase], evaluators: Evaluators
) -> Iterator[Outcome[Evaluation]]:
    """Yields the whole evaluation of each case. Raises EngineMissing, EngineLimit."""
    return stream(cases, chosen, lambda case: evaluators.of(case.rulebook).evaluate(case.facts))


def refused_files(cases: Cases, chosen: list[ChosenCase], selection: Selection) -> Iterator[Refusal]:
    """Yields the facts files that cannot be read and may belong to the chosen cases."""
    for unlisted in cases.unreadable(chosen, selection):
        yield refusal_of(cases, unlisted)


def refusal_of(cases: Cases, unlisted: UnreadableFacts) -> Refusal:
    """Returns why a facts file that cannot be read is left out."""
    return _refusal(cases.workspace.name_of(unlisted.path), _errors(unlisted.problems.found), unlisted.unit)


def stream(cases: Cases, chosen: Iterable[ChosenCase], evaluate: Callable[[Case], R]) -> Iterator[Outcome[R]]:
    """Yields the result of ``evaluate`` for each case, or why the case was refused. Raises EngineMissing, EngineLimit."""
    return (outcome_of(loaded, evaluate) for loaded in cases.load(chosen))


def outcome_of(loaded: LoadedCase, evaluate: Callable[[Case], R]) -> Outcome[R]:
    """Returns the result of ``evaluate`` for a case, or why the case was refused. Raises EngineMissing, EngineLimit."""
    head = loaded.chosen.head
    name = f"{head.unit}, {head.when}"
    if loaded.case is None:
        return Outcome(loaded.chosen, None, _refusal(name, _errors(loaded.problems.found), head.unit))
    try:
        return Outcome(loaded.chosen, evaluate(loaded.case), None)
    except EngineError as error:
        return Outcome(loaded.chosen, None, Refusal(name, "", f"động cơ suy diễn: {error}", 0, head.unit))


def _errors(found: list[Diagnostic]) -> list[Diagnostic]:
    return list(dict.fromkeys(d for d in found if d.severity is Severity.ERROR))


def _refusal(name: str, errors: list[Diagnostic], unit: str = "") -> Refusal:
    first = errors[0]
    place = f"{first.span.place}:{first.span.column}"
    return Refusal(name, place, f"{first.code} {first.message}; sửa: {first.remedy}", len(errors) - 1, unit)
