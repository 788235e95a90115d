"""What a run over many units keeps of each case, made where the case is evaluated, in this process or in another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.outputs import lines_of
from cli.overview_files import NO_DATA, OverviewData, data_of
from cli.selection import odd_date
from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation, Verdicts
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.many_units.overview import UnitRow, row_of
from engine.workspace.case import Case

if TYPE_CHECKING:
    from engine.history.store import PackedReceipt
    from engine.history.sweep_packing import CaseResult


class CaseLines(NamedTuple):
    """What a run keeps of a case: its lines in every output, its row, and the statuses of its counted criteria.

    ``row`` is None where no overview is made and warnings do not matter. ``odd_date`` is what is odd about the date of its facts, if anything. ``result`` is None where another process evaluated
    the case; ``receipt`` is None where the history records nothing. ``data`` is what it gives to files over many units, where there are any.
    """

    lines: tuple[str, ...]
    row: UnitRow | None
    statuses: frozenset[Verdict]
    result: Verdicts | None
    receipt: PackedReceipt | None
    odd_date: str
    data: OverviewData
    swept: CaseResult | None = None
    """What the record of the whole run keeps of it, where there is to be one."""


@dataclass(frozen=True)
class CaseWriter:
    """Writes the lines of a case in the formats of ``forms``, its receipt where ``recorded``, what files over many need in ``overviews``.

    It can be pickled.
    """

    forms: tuple[str, ...]
    recorded: bool
    overviews: tuple[str, ...]
    swept: bool = False
    """Whether the record of the whole run needs what it keeps of a case."""

    def __call__(self, evaluator: Evaluator, facts: FactBase) -> CaseLines:
        """Returns the lines without the result, which other processes do not send back."""
        return self.with_result(evaluator, facts)._replace(result=None)

    def with_result(self, evaluator: Evaluator, facts: FactBase) -> CaseLines:
        """Returns the lines with the result."""
        result: Verdicts = evaluator.evaluate(facts) if self.whole else evaluator.verdicts(facts)
        return self.told(Case(evaluator.rulebook, facts), result)

    @property
    def whole(self) -> bool:
        """Whether more than verdicts is needed."""
        return self.recorded or bool(self.overviews) or "jsonl" in self.forms

    def told(self, case: Case, result: Verdicts) -> CaseLines:
        """Returns the lines of ``case``, of which ``result`` is all that was concluded."""
        receipt = self._packed(case, result) if isinstance(result, Evaluation) else None
        statuses = frozenset(criterion.status for criterion in result.criteria if criterion.counted)
        data = data_of(case, result, self.overviews) if isinstance(result, Evaluation) else NO_DATA
        lines, row = lines_of(result, self.forms), row_of(result)
        swept = self._swept(case, result, lines) if self.swept else None
        return CaseLines(lines, row, statuses, result, receipt, odd_date(case.facts.facts), data, swept)

    def _swept(self, case: Case, result: Verdicts, lines: tuple[str, ...]) -> CaseResult:
        from engine.history.sweep_packing import result_of

        return result_of(case, result, lines[self.forms.index("csv")] if "csv" in self.forms else None)

    def _packed(self, case: Case, evaluation: Evaluation) -> PackedReceipt | None:
        if not self.recorded:
            return None
        from engine.history.receipt import receipt_of
        from engine.history.store import pack

        return pack(receipt_of(case, evaluation))
