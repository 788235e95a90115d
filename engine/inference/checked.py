"""The program as columns beside the rules engine: what is inferred in columns is inferred again, in whole or for a sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engine.inference.both import EngineReport, compared
from engine.inference.columns import ColumnsSession
from engine.inference.program import Firings, Program, WorkingFact
from engine.inference.session import Session


class CheckedColumns:
    """Columns with the rules engine that can say whether they are right; ``authority`` opens it when it is first asked."""

    name = ColumnsSession.name

    def __init__(self, program: Program, authority: Callable[[Program], Session]) -> None:
        self.columns = ColumnsSession(program)
        self.version = self.columns.version
        self.compared = 0
        """How many cases were inferred by both so far."""
        self._program = program
        self._open = authority
        self._authority: Session | None = None

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """The firings of one case, inferred by both. Raises EnginesDiffer, EngineError, EngineMissing."""
        asserted = list(facts)
        firings = self.columns.run(asserted)
        self.compare(asserted, firings)
        return firings

    def compare(self, facts: Sequence[WorkingFact], firings: Firings) -> None:
        """Infers a case again. Raises EnginesDiffer where the rules engine does not report ``firings``; EngineMissing."""
        if self._authority is None:
            self._authority = self._open(self._program)
        own = EngineReport(f"{self.name} {self.version}", firings, "")
        compared([own, EngineReport.heard(self._authority, facts)])
        self.compared += 1

    def close(self) -> None:
        """Closes the rules engine where it was opened."""
        if self._authority is not None:
            self._authority.close()
