"""Evaluates several units and years in one run, shows an overview of them, and lists refused ones at the end."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, repeat
from typing import TYPE_CHECKING

from rich.console import Console

from cli.case_lines import CaseLines, CaseWriter
from cli.failure import Exit, Failure
from cli.options import console
from cli.outputs import Outputs
from cli.overview_files import NO_DATA, OverviewFile
from cli.recording import Recorder
from cli.selection import odd_date, say_passed_over
from cli.sweep_recording import SweepRecorder
from cli.texts import say, tell
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.inference.engines import COLUMNS, check_columns
from engine.many_units.overview import Overview, UnitRow
from engine.many_units.stream import Outcome, Refusal, outcome_of, refused_files, stream
from engine.workspace.case import ChosenCase, Evaluators, LoadedCase
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.facts_index import FactsHead

if TYPE_CHECKING:
    from engine.bulk.cases import TableCases
    from engine.bulk.lines import UnitLines
    from engine.bulk.verdicts import TableVerdicts
    from engine.history.sweep_packing import CaseResult

_MAX_SHOWN = 50
ALL_ERRORS = "xem đủ bằng `chitieu check`"
ROWS_FIRST = "sửa những dòng này rồi chạy lại để xem tiếp"
"""How to see the other errors: of facts files, and of a table, which `check` does not read."""
_MOST_REASONS = 10
_FEW = 20
"""The number of cases below which a run is too short for a progress bar."""


@dataclass
class Many:
    """A run over ``chosen`` in ``jobs`` processes (None: the usual number), recorded by ``recorder`` where that is given.

    ``seen`` collects the statuses, ``warned`` whether there are warnings about data, ``refused`` the cases that failed,
    ``odd_dates`` what is odd about dates. ``files`` are written when all are evaluated.
    """

    cases: Cases
    chosen: list[ChosenCase]
    selection: Selection
    engine: str
    color: str
    jobs: int | None
    recorder: Recorder | SweepRecorder | None
    files: list[OverviewFile]
    sample: int = 0
    """How many cases of a run in columns are inferred again; no fewer than the smallest sample."""
    table: TableCases | None = None
    """The cases, where they come from a table."""
    warnings_matter: bool = False
    """Whether it must be known if there are warnings about data."""
    seen: set[Verdict] = field(default_factory=set)
    warned: bool = False
    refused: list[Refusal] = field(default_factory=list)
    odd_dates: list[str] = field(default_factory=list)
    _verdicts: TableVerdicts | None = None
    """What the units of a table are inferred by, where their lines are made in columns."""

    def __post_init__(self) -> None:
        self.chosen = sorted(self.chosen, key=lambda one: one.rulebook.resolution.number)

    def run(self, outputs: Outputs, overviews: bool, quiet: bool) -> None:
        """Evaluates every case into ``outputs``, and shows ``overviews`` (only their counts where ``quiet``).

        Raises EngineMissing, EngineLimit, and Failure where one of its processes dies.
        """
        self.refused = list(refused_files(self.cases, self.chosen, self.selection))
        shown: list[Overview] = []
        collected = overviews or bool(self.files)
        with outputs, self.recorder or contextlib.nullcontext():
            for of_resolution in self._by_resolution(outputs, collected):
                overview = None
                for chosen, case in of_resolution:
                    outputs.write(case.lines)
                    self._note(case)
                    self._record(chosen, case)
                    for file in self.files:
                        file.add(case.data)
                    if collected:
                        overview = overview or Overview(chosen.rulebook)
                        _add(case, overview)
                shown += [overview] if overview is not None else []
        for file in self.files:
            file.write(shown[0] if shown else None, self.refused)
        self._show(shown if overviews else [], quiet)
        say_passed_over(self.cases)
        _show_odd_dates(self.odd_dates)
        rest = ALL_ERRORS if self.table is None else ROWS_FIRST
        show_refused(self.refused, console(self.color, sys.stderr), rest)

    def _record(self, chosen: ChosenCase, case: CaseLines) -> None:
        if isinstance(self.recorder, SweepRecorder):
            if case.swept is not None:
                swept = case.swept if case.swept.given else case.swept._replace(given=self._given(chosen))
                self.recorder.add(chosen.rulebook, swept)
        elif self.recorder is not None and case.receipt is not None:
            self.recorder.add(case.receipt)

    def _given(self, chosen: ChosenCase) -> str:
        """The hash of what a table says of a case; '' where there is no table."""
        return "" if self.table is None else self.table.digest_of(chosen.head.key)

    def _warnings_of(self, row: UnitRow) -> int:
        """How many warnings there are about the data of a unit of which that is not known yet: a table's, of one year."""
        if self._verdicts is None:
            return 0
        return self._verdicts.warnings_of(FactsHead(self.chosen[0].head.resolution, row.unit, row.time.ends.year))

    def _show(self, overviews: list[Overview], quiet: bool) -> None:
        """Shows all overviews after the last case, so that a run that fails prints none."""
        if not overviews:
            return
        from cli.overview_view import show_counts, show_overview

        screen = console(self.color)
        for overview in overviews:
            if quiet:
                show_counts(overview, self.refused, screen)
            else:
                show_overview(overview, self.refused, screen, self._warnings_of)

    def _by_resolution(self, outputs: Outputs, overviews: bool) -> Iterator[Iterator[tuple[ChosenCase, CaseLines]]]:
        stream = self._watched(self._stream(outputs, overviews))
        for _, outcomes in groupby(stream, lambda o: o.chosen.rulebook.resolution.number):
            yield self._evaluated(outcomes)

    def _stream(self, outputs: Outputs, overviews: bool) -> Iterator[Outcome[CaseLines]]:
        if self.engine == COLUMNS:
            check_columns()
            whole = bool(self.files) or self.warnings_matter or self.cases.draft
            lines_alone = not whole and {*outputs.forms} <= {"csv"}
            yield from self._lines_in_columns(outputs, overviews) if lines_alone else self._in_columns(outputs)
            return
        jobs = self._jobs(overviews)
        if jobs > 1:
            yield from self._by_workers(outputs, jobs)
            return
        writer, evaluators = self._writer(outputs), Evaluators(self.engine)
        yield from stream(
            self.cases, self.chosen, lambda case: writer.with_result(evaluators.of(case.rulebook), case.facts)
        )

    def _in_columns(self, outputs: Outputs) -> Iterator[Outcome[CaseLines]]:
        from engine.many_units.in_columns import ColumnStream

        writer = self._writer(outputs)
        stream = ColumnStream(self.sample, writer.whole, writer.told)
        yield from stream.over(self.cases.load(self.chosen), len(self.chosen))
        self._say_columns(len(self.chosen), stream.compared, {})

    def _lines_in_columns(self, outputs: Outputs, overviews: bool) -> Iterator[Outcome[CaseLines]]:
        """Lines of CSV, and what an overview shows of a table, made in columns too."""
        if self.table is not None and self.table.are_all(self.chosen):
            yield from self._of_table(outputs, self.table, overviews)
        elif self.table is None and not overviews:
            yield from self._of_files(outputs)
        else:
            yield from self._in_columns(outputs)

    def _of_files(self, outputs: Outputs) -> Iterator[Outcome[CaseLines]]:
        from engine.bulk.case_verdicts import CaseVerdicts

        verdicts = CaseVerdicts(self.cases, self.sample)
        for one in verdicts.of(self.chosen):
            yield self._outcome(outputs, one.loaded.chosen, one.lines, one.loaded, one.evaluator)
        self._say_columns(verdicts.sample.seen, len(verdicts.sample.kept), verdicts.alone)

    def _of_table(self, outputs: Outputs, table: TableCases, overviews: bool) -> Iterator[Outcome[CaseLines]]:
        from engine.bulk.swept import row_of_lines
        from engine.bulk.verdicts import TableVerdicts

        verdicts = self._verdicts = TableVerdicts(table, self.chosen[0].rulebook, self.sample)
        # All units of one year: their hashes stand in the order of the table, and need not be looked up.
        given = table.digests() if self._is_swept else repeat("", len(self.chosen))
        for chosen, one, own in zip(self.chosen, verdicts.units(), given, strict=True):
            outcome = self._outcome(outputs, chosen, one.lines, one.loaded, verdicts.evaluator, own)
            if overviews and one.lines is not None and outcome.result is not None:
                row = row_of_lines(chosen.head, one.lines, len(chosen.rulebook.targets))
                outcome = outcome._replace(result=outcome.result._replace(row=row))
            yield outcome
        self._say_columns(verdicts.sample.seen, len(verdicts.sample.kept), verdicts.alone)

    def _outcome(
        self,
        outputs: Outputs,
        chosen: ChosenCase,
        lines: UnitLines | None,
        loaded: LoadedCase | None,
        evaluator: Evaluator | None,
        given: str = "",
    ) -> Outcome[CaseLines]:
        """The lines that were made in columns; else those of the case, evaluated as any is.

        ``given`` is the hash of what a table says of it, '' where that is not known here.
        """
        if lines is None:
            assert loaded is not None
            writer = self._writer(outputs)
            return outcome_of(loaded, lambda case: writer(evaluator or Evaluator(case.rulebook), case.facts))
        odd = odd_date(lines.like._replace(unit=chosen.head.unit))
        texts = (lines.text,) * len(outputs.forms)
        swept = self._swept(chosen, lines, loaded, given, bool(texts)) if self._is_swept else None
        return Outcome(chosen, CaseLines(texts, None, lines.verdicts, None, None, odd, NO_DATA, swept), None)

    @property
    def _is_swept(self) -> bool:
        """Whether the history gets one record of the whole run."""
        return isinstance(self.recorder, SweepRecorder)

    def _swept(
        self, chosen: ChosenCase, lines: UnitLines, loaded: LoadedCase | None, given: str, written: bool
    ) -> CaseResult:
        """What the record of the run keeps of a case that was inferred in columns; ``written``: some output has its lines."""
        from engine.bulk.swept import swept_in_columns, swept_of_table

        if loaded is None or loaded.case is None:
            return swept_of_table(chosen.head, lines, given, written)
        return swept_in_columns(lines, loaded.case)

    def _say_columns(self, inferred: int, again: int, alone: Mapping[str, int]) -> None:
        tell(f"theo cột: {inferred} đơn vị; {again} đơn vị suy diễn lại bằng quy tắc, khớp")
        for reason, count in sorted(alone.items(), key=lambda one: -one[1])[:_MOST_REASONS]:
            tell(f"bằng quy tắc: {count} đơn vị, vì {reason}")

    def _writer(self, outputs: Outputs) -> CaseWriter:
        forms, swept = tuple(file.form for file in self.files), isinstance(self.recorder, SweepRecorder)
        return CaseWriter(outputs.forms, self.recorder is not None and not swept, forms, swept)

    def _jobs(self, overviews: bool) -> int:
        """Returns the number of processes: one for the course of a single unit, because it needs the results, and for a table."""
        if self.jobs == 1:
            return 1
        from engine.many_units.workers import usual_jobs

        units = {one.head.key[:2] for one in self.chosen}
        single = len({resolution for resolution, _ in units}) == len(units)
        if overviews and (single or any(_alone(self.chosen, resolution) for resolution, _ in units)):
            return 1
        return min(usual_jobs(len(self.chosen)) if self.jobs is None else self.jobs, len(units))

    def _by_workers(self, outputs: Outputs, jobs: int) -> Iterator[Outcome[CaseLines]]:
        from engine.many_units.workers import RulesChanged, WorkerDied, stream_by_workers

        work: Callable[[Evaluator, FactBase], CaseLines] = self._writer(outputs)
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

    def _evaluated(self, outcomes: Iterable[Outcome[CaseLines]]) -> Iterator[tuple[ChosenCase, CaseLines]]:
        """Yields the cases that were evaluated, and collects the refusals."""
        for outcome in outcomes:
            if outcome.refusal is not None:
                self.refused.append(outcome.refusal)
                if isinstance(self.recorder, SweepRecorder):
                    self.recorder.refuse(outcome.chosen.rulebook, outcome.chosen.head, self._given(outcome.chosen))
            if outcome.result is not None:
                yield outcome.chosen, outcome.result

    def _watched(self, stream: Iterable[Outcome[CaseLines]]) -> Iterable[Outcome[CaseLines]]:
        """Returns the stream, with a progress bar on a terminal."""
        if len(self.chosen) < _FEW or not sys.stderr.isatty():
            return stream
        from rich.progress import track

        screen = console(self.color, sys.stderr)
        return track(stream, "Đang đánh giá", total=len(self.chosen), console=screen, transient=True)

    def _note(self, case: CaseLines) -> None:
        self.seen |= case.statuses
        self.warned = self.warned or (case.row is not None and bool(case.row.warnings))
        self.odd_dates += [case.odd_date] if case.odd_date else []


def _alone(chosen: list[ChosenCase], resolution: str) -> bool:
    """Returns whether the cases of the resolution are several years of a single unit."""
    keys = [one.head.key for one in chosen if one.head.key.resolution == resolution]
    return len(keys) > 1 and len({key.unit for key in keys}) == 1


def _add(case: CaseLines, overview: Overview) -> None:
    if case.result is not None:
        overview.add(case.result)
    elif case.row is not None:
        overview.add_row(case.row)


def _show_odd_dates(told: list[str]) -> None:
    for text in told[:_MAX_SHOWN]:
        tell(text)
    if len(told) > _MAX_SHOWN:
        tell(f"chú ý: còn {len(told) - _MAX_SHOWN} tệp số liệu khác có ngày như vậy")


def show_refused(refused: list[Refusal], screen: Console, rest: str = ALL_ERRORS) -> None:
    """Shows the cases and files that could not be evaluated, with the place and remedy of their first error.

    ``rest`` says how to see those that are not shown.
    """
    if not refused:
        return
    refused = _once(refused)
    say(screen, f"Không đánh giá được {len(refused)} đơn vị hoặc tệp (các đơn vị khác không bị ảnh hưởng):")
    for refusal in refused[:_MAX_SHOWN]:
        more = f" (và {refusal.more} lỗi khác)" if refusal.more else ""
        place = f"{refusal.place} " if refusal.place else ""
        say(screen, f"- {refusal.name}: {place}{refusal.reason}{more}")
    if len(refused) > _MAX_SHOWN:
        say(screen, f"  … và {len(refused) - _MAX_SHOWN} đơn vị hoặc tệp khác; {rest}")


def _once(refused: list[Refusal]) -> list[Refusal]:
    """Each case or file with its first error: of a long table several rows of a unit may have one."""
    found: dict[tuple[str, ...], Refusal] = {}
    for one in refused:
        key = (one.name, one.unit) if one.unit else (one.name, one.place, one.reason)
        first = found.get(key)
        found[key] = one if first is None else first._replace(more=first.more + 1 + one.more)
    return list(found.values())
