"""Several units and years in one run: each evaluated in its turn, the bad ones told at the end, the rest as an overview."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console

from cli.failure import Exit, Failure
from cli.options import console
from cli.outputs import Outputs, lines_of
from cli.recording import Recorder
from cli.selection import say_passed_over
from cli.texts import plain
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluation import Evaluation, Verdicts
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.many_units.overview import Overview, UnitRow, row_of
from engine.many_units.stream import Outcome, Refusal, refused_files, stream
from engine.workspace.cases import Case, Cases, ChosenCase, Evaluators, Selection

if TYPE_CHECKING:
    from engine.history.store import PackedReceipt

_REFUSED_SHOWN = 50
_FEW = 20
"""So many cases are done before anybody looks for a progress bar."""


class CaseLines(NamedTuple):
    """What a run keeps of a case: its lines in every output, its row, and the statuses of its counted criteria.

    ``result`` is the case itself where it was evaluated in this process; ``receipt`` is what the history is to record.
    """

    lines: tuple[str, ...]
    row: UnitRow
    statuses: frozenset[Verdict]
    result: Verdicts | None
    receipt: PackedReceipt | None


@dataclass(frozen=True)
class Telling:
    """Makes what is told of a case in the formats of ``forms``, and what is recorded; goes to other processes."""

    forms: tuple[str, ...]
    recorded: bool

    def __call__(self, evaluator: Evaluator, facts: FactBase) -> CaseLines:
        return self.here(evaluator, facts)._replace(result=None)

    def here(self, evaluator: Evaluator, facts: FactBase) -> CaseLines:
        """The same with the case itself, for the process that evaluated it."""
        whole = self.recorded or "jsonl" in self.forms
        result: Verdicts = evaluator.evaluate(facts) if whole else evaluator.verdicts(facts)
        receipt = self._packed(Case(evaluator.rulebook, facts), result) if isinstance(result, Evaluation) else None
        statuses = frozenset(criterion.status for criterion in result.criteria if criterion.counted)
        return CaseLines(lines_of(result, self.forms), row_of(result), statuses, result, receipt)

    def _packed(self, case: Case, evaluation: Evaluation) -> PackedReceipt | None:
        if not self.recorded:
            return None
        from engine.history.receipt import receipt_of
        from engine.history.store import pack

        return pack(receipt_of(case, evaluation))


class Many:
    """One run over ``chosen`` in ``jobs`` processes (None: as many as pay), recorded by ``recorder`` if there is one.

    ``seen`` are the statuses met, ``warned`` whether any data warned, ``refused`` what failed.
    """

    def __init__(
        self,
        cases: Cases,
        chosen: list[ChosenCase],
        selection: Selection,
        engine: str,
        color: str,
        jobs: int | None,
        recorder: Recorder | None,
    ) -> None:
        self.cases = cases
        self.selection = selection
        self.chosen = sorted(chosen, key=lambda one: one.rulebook.resolution.number)
        self.engine = engine
        self.color = color
        self.jobs = jobs
        self.recorder = recorder
        self.seen: set[Verdict] = set()
        self.warned = False
        self.refused: list[Refusal] = []

    def run(self, outputs: Outputs, overviews: bool, quiet: bool) -> None:
        """Evaluates every case into ``outputs``; ``overviews``: shows them, the counts alone where ``quiet``.

        Raises EngineMissing, EngineLimit, and Failure where a process of its own dies.
        """
        self.refused = list(refused_files(self.cases, self.chosen, self.selection))
        shown: list[Overview] = []
        with outputs, self.recorder or contextlib.nullcontext():
            for of_resolution in self._by_resolution(outputs, overviews):
                overview = None
                for chosen, told in of_resolution:
                    outputs.write(told.lines)
                    self._note(told)
                    if self.recorder is not None and told.receipt is not None:
                        self.recorder.add(told.receipt)
                    if overviews:
                        overview = overview or Overview(chosen.rulebook)
                        _add(told, overview)
                shown += [overview] if overview is not None else []
        self._show(shown, quiet)
        say_passed_over(self.cases)
        tell_refused(self.refused, console(self.color, sys.stderr))

    def _show(self, overviews: list[Overview], quiet: bool) -> None:
        """All of them once everything is evaluated: of a run that fails nothing is printed."""
        if not overviews:
            return
        from cli.overview_view import show_counts, show_overview

        screen = console(self.color)
        for overview in overviews:
            show = show_counts if quiet else show_overview
            show(overview, screen)

    def _by_resolution(self, outputs: Outputs, overviews: bool) -> Iterator[Iterator[tuple[ChosenCase, CaseLines]]]:
        stream = self._watched(self._stream(outputs, overviews))
        for _, outcomes in groupby(stream, lambda o: o.chosen.rulebook.resolution.number):
            yield self._told(outcomes)

    def _stream(self, outputs: Outputs, overviews: bool) -> Iterator[Outcome[CaseLines]]:
        jobs = self._jobs(overviews)
        if jobs > 1:
            yield from self._by_workers(outputs, jobs)
            return
        telling, evaluators = self._telling(outputs), Evaluators(self.engine)
        yield from stream(self.cases, self.chosen, lambda case: telling.here(evaluators.of(case.rulebook), case.facts))

    def _telling(self, outputs: Outputs) -> Telling:
        return Telling(outputs.forms, self.recorder is not None)

    def _jobs(self, overviews: bool) -> int:
        """How many processes; one where the course of a single unit is shown, whose values stay in theirs."""
        from engine.many_units.workers import usual_jobs

        units = {one.head.key[:2] for one in self.chosen}
        single = len({resolution for resolution, _ in units}) == len(units)
        if overviews and (single or any(_alone(self.chosen, resolution) for resolution, _ in units)):
            return 1
        return min(usual_jobs(len(self.chosen)) if self.jobs is None else self.jobs, len(units))

    def _by_workers(self, outputs: Outputs, jobs: int) -> Iterator[Outcome[CaseLines]]:
        from engine.many_units.workers import RulesChanged, WorkerDied, stream_by_workers

        work: Callable[[Evaluator, FactBase], CaseLines] = self._telling(outputs)
        try:
            yield from stream_by_workers(self.cases, self.chosen, self.engine, work, jobs)
        except WorkerDied:
            raise Failure(
                Exit.INTERNAL,
                "lỗi: một tiến trình đánh giá đã dừng đột ngột (có thể do thiếu bộ nhớ, hoặc bị dừng từ bên ngoài); "
                "kết quả chưa trọn vẹn, không tệp nào được ghi. Chạy lại, hoặc dùng --jobs 1",
            ) from None
        except RulesChanged:
            raise Failure(
                Exit.DOES_NOT_LOAD,
                "lỗi: tệp quy tắc đã thay đổi trong khi đang đánh giá; kết quả chưa trọn vẹn, chạy lại",
            ) from None

    def _told(self, outcomes: Iterable[Outcome[CaseLines]]) -> Iterator[tuple[ChosenCase, CaseLines]]:
        for outcome in outcomes:
            if outcome.refusal is not None:
                self.refused.append(outcome.refusal)
            if outcome.result is not None:
                yield outcome.chosen, outcome.result

    def _watched(self, stream: Iterable[Outcome[CaseLines]]) -> Iterable[Outcome[CaseLines]]:
        """The stream, with a progress bar on a terminal."""
        if len(self.chosen) < _FEW or not sys.stderr.isatty():
            return stream
        from rich.progress import track

        screen = console(self.color, sys.stderr)
        return track(stream, "Đang đánh giá", total=len(self.chosen), console=screen, transient=True)

    def _note(self, told: CaseLines) -> None:
        self.seen |= told.statuses
        self.warned = self.warned or bool(told.row.warnings)


def _alone(chosen: list[ChosenCase], resolution: str) -> bool:
    """Whether a single unit of the resolution was asked for, in several years."""
    keys = [one.head.key for one in chosen if one.head.key.resolution == resolution]
    return len(keys) > 1 and len({key.unit for key in keys}) == 1


def _add(told: CaseLines, overview: Overview) -> None:
    if told.result is None:
        overview.add_row(told.row)
    else:
        overview.add(told.result)


def tell_refused(refused: list[Refusal], screen: Console) -> None:
    """What could not be evaluated, with the place and remedy of its first error."""
    if not refused:
        return
    screen.print(plain(f"Không đánh giá được {len(refused)} đơn vị hoặc tệp (các đơn vị khác không bị ảnh hưởng):"))
    for refusal in refused[:_REFUSED_SHOWN]:
        more = f" (và {refusal.more} lỗi khác)" if refusal.more else ""
        place = f"{refusal.place} " if refusal.place else ""
        screen.print(plain(f"- {refusal.name}: {place}{refusal.reason}{more}"), soft_wrap=True)
    if len(refused) > _REFUSED_SHOWN:
        screen.print(plain(f"  … và {len(refused) - _REFUSED_SHOWN} đơn vị hoặc tệp khác; xem đủ bằng `chitieu check`"))
