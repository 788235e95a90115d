"""Several units and years in one run: each evaluated in its turn, the bad ones told at the end, the rest as an overview."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console

from cli.options import console
from cli.outputs import Outputs
from cli.selection import say_passed_over
from cli.texts import plain
from engine.cases import Cases, Chosen, Evaluators, Selection
from engine.evaluation.evaluation import Evaluation, Status, Verdicts
from engine.overview.overview import Overview
from engine.overview.stream import Outcome, Refusal, refused_files, stream_evaluations, stream_verdicts

_REFUSED_SHOWN = 50
_FEW = 20
"""So many cases are done before anybody looks for a progress bar."""

Result = Evaluation | Verdicts


class Many:
    """One run over ``chosen``. ``seen`` are the statuses met, ``warned`` whether any data warned, ``refused`` what failed."""

    def __init__(self, cases: Cases, chosen: list[Chosen], selection: Selection, engine: str, color: str) -> None:
        self.cases = cases
        self.selection = selection
        self.chosen = sorted(chosen, key=lambda one: one.rulebook.resolution.number)
        self.evaluators = Evaluators(engine)
        self.color = color
        self.seen: set[Status] = set()
        self.warned = False
        self.refused: list[Refusal] = []

    def run(self, outputs: Outputs, overviews: bool, quiet: bool) -> None:
        """Evaluates every case into ``outputs``; ``overviews``: shows them, the counts alone where ``quiet``.

        Raises EngineMissing, EngineLimit.
        """
        self.refused = list(refused_files(self.cases, self.chosen, self.selection))
        shown: list[Overview] = []
        with outputs:
            for rulebook_results in self._by_resolution(outputs):
                overview = None
                for chosen, result in rulebook_results:
                    outputs.add(result)
                    self._note(result)
                    if overviews:
                        overview = overview or Overview(chosen.rulebook)
                        overview.add(result.verdicts if isinstance(result, Evaluation) else result)
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

    def _by_resolution(self, outputs: Outputs) -> Iterator[Iterator[tuple[Chosen, Result]]]:
        stream: Iterable[Outcome[Evaluation]] | Iterable[Outcome[Verdicts]]
        stream = (stream_evaluations if outputs.with_findings else stream_verdicts)(
            self.cases, self.chosen, self.evaluators
        )
        for _, outcomes in groupby(self._watched(stream), lambda o: o.chosen.rulebook.resolution.number):
            yield self._results(outcomes)

    def _results(self, outcomes: Iterable[Outcome[Evaluation] | Outcome[Verdicts]]) -> Iterator[tuple[Chosen, Result]]:
        for outcome in outcomes:
            if outcome.refusal is not None:
                self.refused.append(outcome.refusal)
            if outcome.result is not None:
                yield outcome.chosen, outcome.result

    def _watched(
        self, stream: Iterable[Outcome[Evaluation]] | Iterable[Outcome[Verdicts]]
    ) -> Iterable[Outcome[Evaluation] | Outcome[Verdicts]]:
        """The stream, with a progress bar on a terminal."""
        if len(self.chosen) < _FEW or not sys.stderr.isatty():
            return stream
        from rich.progress import track

        screen = console(self.color, sys.stderr)
        return track(stream, "Đang đánh giá", total=len(self.chosen), console=screen, transient=True)

    def _note(self, result: Result) -> None:
        self.seen.update(criterion.status for criterion in result.criteria if criterion.counted)
        self.warned = self.warned or bool(result.warnings)


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
