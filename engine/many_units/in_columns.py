"""Evaluates many cases in columns, batch by batch; a random sample of them is inferred again by the rules engine."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, cast

from engine.evaluation.evaluation import Verdicts
from engine.evaluation.evaluator import Evaluator
from engine.factbase.input_values import InputValue
from engine.inference.engines import COLUMNS
from engine.inference.program import EngineError, Firings, WorkingFact
from engine.many_units.stream import Outcome, outcome_of
from engine.workspace.case import Case, LoadedCase

if TYPE_CHECKING:
    from engine.inference.checked import CheckedColumns
    from engine.inference.columns import ColumnsSession

R = TypeVar("R")
BATCH = 256
"""Cases that are inferred at once: their facts are in memory together."""
SMALLEST_SAMPLE = 30
"""Fewer cases than these are never inferred again, but where there are no more."""


class _Given(NamedTuple):
    """A case, its values, and what the engine is given of it."""

    case: Case
    values: dict[str, InputValue]
    asserted: list[WorkingFact]


class ColumnStream(Generic[R]):
    """A run in columns over cases of which ``sample`` at least (all, where there are fewer) are inferred again.

    ``whole``: with findings, not only verdicts. ``told`` makes the result of a case.
    """

    def __init__(self, sample: int, whole: bool, told: Callable[[Case, Verdicts], R]) -> None:
        self.sample = max(sample, SMALLEST_SAMPLE)
        self.whole = whole
        self.told = told
        self.compared = 0
        """How many cases were inferred again so far."""
        self._evaluators: dict[str, Evaluator] = {}
        self._picked: set[int] = set()
        self._due = 0
        self._unchecked: deque[tuple[Evaluator, _Given, Firings]] = deque(maxlen=self.sample)

    def over(self, loaded: Iterable[LoadedCase], total: int) -> Iterator[Outcome[R]]:
        """Yields the outcome of every case; ``total`` is how many there are.

        Raises Disagreement, EngineMissing, EngineLimit.
        """
        self._picked = set(random.SystemRandom().sample(range(total), min(total, self.sample)))
        numbered = enumerate(loaded)
        while batch := list(islice(numbered, BATCH)):
            for _, of_rulebook in groupby(batch, lambda one: one[1].chosen.rulebook.resolution.number):
                yield from self._outcomes(list(of_rulebook))
        while self._due and self._unchecked:  # in place of cases that were refused
            self._again(*self._unchecked.pop())

    def _outcomes(self, batch: list[tuple[int, LoadedCase]]) -> Iterator[Outcome[R]]:
        given = {number: self._given(one.case) for number, one in batch if one.case is not None}
        fired = self._fired(given)
        for number, one in batch:
            self._due += number in self._picked
            yield outcome_of(one, lambda case, number=number: self._result(given[number], fired[number]))  # type: ignore[misc]

    def _given(self, case: Case) -> _Given:
        evaluator = self._evaluator(case)
        values = evaluator.values(case.facts)
        asserted = evaluator.working_facts if self.whole else evaluator.verdict_facts
        return _Given(case, values, asserted(case.facts, values))

    def _evaluator(self, case: Case) -> Evaluator:
        number = case.rulebook.resolution.number
        if number not in self._evaluators:
            self._evaluators[number] = Evaluator(case.rulebook, COLUMNS)
        return self._evaluators[number]

    def _fired(self, given: dict[int, _Given]) -> dict[int, Firings | EngineError]:
        if not given:
            return {}
        columns = self._session(self._evaluator(next(iter(given.values())).case)).columns
        try:
            return dict(zip(given, columns.run_all([one.asserted for one in given.values()]), strict=True))
        except EngineError:  # of one of them: which one is seen alone
            return {number: _alone(columns, one) for number, one in given.items()}

    def _session(self, evaluator: Evaluator) -> CheckedColumns:
        return cast("CheckedColumns", evaluator.session if self.whole else evaluator.verdict_session)

    def _result(self, given: _Given, fired: Firings | EngineError) -> R:
        if isinstance(fired, EngineError):
            raise fired
        evaluator, facts = self._evaluator(given.case), given.case.facts
        if self._due:
            self._again(evaluator, given, fired)
        elif self._picked:
            self._unchecked.append((evaluator, given, fired))
        read = evaluator.evaluation_of if self.whole else evaluator.verdicts_of
        return self.told(given.case, read(facts, given.values, fired))

    def _again(self, evaluator: Evaluator, given: _Given, fired: Firings) -> None:
        evaluator.compare(given.case.facts, self._session(evaluator), given.asserted, fired)
        self._due -= 1
        self.compared += 1


def _alone(columns: ColumnsSession, given: _Given) -> Firings | EngineError:
    try:
        return columns.run(given.asserted)
    except EngineError as error:
        return error
