"""Evaluates many cases in several processes; outcomes and their order do not depend on the number of processes.

Each process reads the rules itself, because a rulebook cannot be pickled. It takes units in small batches and sends back
only the results. Few batches are under way at a time, so that memory does not grow with the number of units.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.files.source import read_bytes
from engine.many_units.stream import Outcome, Refusal, outcome_of
from engine.workspace.case import ChosenCase, Evaluators, UnitCases
from engine.workspace.cases import Cases, Examine
from engine.workspace.workspace import Workspace

R = TypeVar("R")
Work = Callable[[Evaluator, FactBase], R]
"""Makes the result of a case. It is sent to other processes, and its result back, so both must be picklable."""

MANY = 500
"""The number of cases from which several processes save time (one takes about as long to start as a hundred cases)."""

_BATCH = 8
_MAX_PROCESSES = 60  # Windows cannot wait for more at once


class WorkerDied(RuntimeError):
    """A process ended before its work was done, so that results are missing."""


class RulesChanged(RuntimeError):
    """The rule files changed after the run began."""


class _Settings(NamedTuple, Generic[R]):
    """What a process receives when it starts; ``rules`` is the fingerprint of the rule files."""

    workspace: Workspace
    examine: Examine | None
    draft: bool
    rules: str
    engine: str
    work: Work[R]


def usual_jobs(cases: int) -> int:
    """Returns how many processes a run of ``cases`` cases gets by default: one per core from MANY cases on, else 1."""
    if cases < MANY:
        return 1
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def stream_by_workers(
    cases: Cases, chosen: list[ChosenCase], engine: str, work: Work[R], jobs: int
) -> Iterator[Outcome[R]]:
    """Yields the outcome of every case, in order, from ``jobs`` processes, which end when the stream is closed.

    Raises WorkerDied, RulesChanged, EngineMissing, EngineLimit.
    """
    units = cases.by_unit(chosen)
    settings = _Settings(cases.workspace, cases.examine, cases.draft, _fingerprint(cases.workspace), engine, work)
    context = multiprocessing.get_context("spawn")  # a forked process would share threads and engines
    pool = ProcessPoolExecutor(min(jobs, _MAX_PROCESSES), mp_context=context, initializer=_begin, initargs=(settings,))
    under_way: deque[Future[list[tuple[R | None, Refusal | None]]]] = deque()
    in_order = iter(chosen)
    try:
        while True:
            while len(under_way) < 2 * jobs and (batch := list(islice(units, _BATCH))):
                with _interrupts_blocked():
                    under_way.append(pool.submit(_outcomes, batch))
            if not under_way:
                break
            for result, refusal in under_way.popleft().result():
                yield Outcome(next(in_order), result, refusal)
        pool.shutdown()
    except BrokenProcessPool as error:
        raise WorkerDied from error
    finally:
        _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends all processes at once, even in the middle of their work."""
    pool.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.terminate()


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Blocks Ctrl-C for processes started here; a terminal sends it to all processes, and this one ends the others."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _fingerprint(workspace: Workspace) -> str:
    """Returns a hash of the names and contents of all rule files."""
    whole = hashlib.sha256()
    for folder in workspace.resolution_folders:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                whole.update(f"{workspace.name_of(path)}\0".encode() + hashlib.sha256(read_bytes(path)).digest())
    return whole.hexdigest()


# ---------------------------------------------------------------- in the other processes


class _Worker(Generic[R]):
    def __init__(self, settings: _Settings[R]) -> None:
        self.work = settings.work
        self.cases = Cases(settings.workspace, settings.examine, settings.draft)
        self.cases.read_rules()
        if _fingerprint(settings.workspace) != settings.rules:
            raise RulesChanged
        self.evaluators = Evaluators(settings.engine)
        gc.freeze()

    def outcomes(self, unit: UnitCases) -> Iterator[tuple[R | None, Refusal | None]]:
        """Yields the results and refusals of a unit."""
        for loaded in self.cases.load_unit(unit):
            outcome = outcome_of(loaded, lambda case: self.work(self.evaluators.of(case.rulebook), case.facts))
            yield outcome.result, outcome.refusal


_settings: _Settings[Any] | None = None
_worker: _Worker[Any] | None = None


def _begin(settings: _Settings[Any]) -> None:
    global _settings
    _settings = settings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when its parent has ended, so that no process is left behind where the parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _outcomes(units: list[UnitCases]) -> list[tuple[Any, Refusal | None]]:
    global _worker
    assert _settings is not None
    if _worker is None:  # not in _begin: an error there would be lost
        _worker = _Worker(_settings)
    return [outcome for unit in units for outcome in _worker.outcomes(unit)]
