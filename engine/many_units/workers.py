"""Many cases in several processes: the outcomes of one process, in its order, whatever the number of processes.

Each process reads the rules for itself (they hold what cannot be sent) and takes units in small batches; what is made of a
case is made there, and only that is sent back. No more batches are under way than the processes need, so that memory does
not grow with the number of units.
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
from engine.many_units.stream import Outcome, Refusal, outcome_of
from engine.workspace.cases import Cases, ChosenCase, Evaluators, Examine, UnitCases
from engine.workspace.workspace import Workspace

R = TypeVar("R")
Work = Callable[[Evaluator, FactBase], R]
"""What is made of a case. It goes to other processes and its result comes back, so both must be picklable."""

MANY = 500
"""From so many cases on it pays to start further processes (each takes about as long to start as a hundred cases)."""

_BATCH = 8
_MOST = 60  # Windows waits for no more at once


class WorkerDied(RuntimeError):
    """A process ended before its work was done: what has come back is not all."""


class RulesChanged(RuntimeError):
    """The rule files are no longer those that the run began with."""


class _Settings(NamedTuple, Generic[R]):
    """All that a process is told when it starts."""

    workspace: Workspace
    examine: Examine | None
    draft: bool
    rules: str
    engine: str
    work: Work[R]


def usual_jobs(cases: int) -> int:
    """How many processes a run of so many cases is given where nobody says: one per core, if there are many cases."""
    if cases < MANY:
        return 1
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def stream_by_workers(
    cases: Cases, chosen: list[ChosenCase], engine: str, work: Work[R], jobs: int
) -> Iterator[Outcome[R]]:
    """The outcome of every case, in order, made in ``jobs`` processes, which end when the stream is closed.

    Raises WorkerDied, RulesChanged, EngineMissing, EngineLimit.
    """
    units = cases.by_unit(chosen)
    settings = _Settings(cases.workspace, cases.examine, cases.draft, _fingerprint(cases.workspace), engine, work)
    context = multiprocessing.get_context("spawn")  # a copy of this process would share its threads and engines
    pool = ProcessPoolExecutor(min(jobs, _MOST), mp_context=context, initializer=_begin, initargs=(settings,))
    under_way: deque[Future[list[tuple[R | None, Refusal | None]]]] = deque()
    asked = iter(chosen)
    try:
        while True:
            while len(under_way) < 2 * jobs and (batch := list(islice(units, _BATCH))):
                with _undisturbed():
                    under_way.append(pool.submit(_outcomes, batch))
            if not under_way:
                break
            for result, refusal in under_way.popleft().result():
                yield Outcome(next(asked), result, refusal)
        pool.shutdown()
    except BrokenProcessPool as error:
        raise WorkerDied from error
    finally:
        _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends all processes at once, whatever they are doing; nothing where they have ended."""
    pool.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.terminate()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes started here do not hear Ctrl-C, which goes to all of a terminal's: this one ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _fingerprint(workspace: Workspace) -> str:
    """What the rule files hold."""
    whole = hashlib.sha256()
    for folder in workspace.resolution_folders:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                whole.update(f"{workspace.name_of(path)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
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
    """A process whose parent was killed has nobody left to work for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _outcomes(units: list[UnitCases]) -> list[tuple[Any, Refusal | None]]:
    global _worker
    assert _settings is not None
    if _worker is None:  # not when the process begins: an error would be told to nobody
        _worker = _Worker(_settings)
    return [outcome for unit in units for outcome in _worker.outcomes(unit)]
