"""Several processes: what they are told, and when they refuse to go on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.many_units import workers
from engine.many_units.workers import RulesChanged, WorkerDied, stream_by_workers, usual_jobs
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.workspaces import ROOT


def unit_of(evaluator: Evaluator, facts: FactBase) -> str:
    return facts.facts.unit


def dying(evaluator: Evaluator, facts: FactBase) -> str:
    import os

    os._exit(7)


@pytest.fixture
def units(tmp_path: Path) -> Iterator[Cases]:
    """Twenty units, in folders whose order is not that of their names."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    text = (ROOT / "facts/thap-muoi/2023.yaml").read_text("utf-8")
    for number in range(20):
        folder = tmp_path / "facts" / f"d{(number * 7) % 20:02d}"
        folder.mkdir(parents=True)
        (folder / "2023.yaml").write_text(text.replace("huyện Tháp Mười", f"xã {number}"), "utf-8")
    yield Cases(Workspace(tmp_path))


@pytest.mark.slow
def test_outcomes_come_in_the_order_of_the_cases(units: Cases) -> None:
    chosen = units.choose(Selection())
    found = list(stream_by_workers(units, chosen, "auto", unit_of, 2))
    assert [outcome.result for outcome in found] == [one.head.unit for one in chosen]
    assert [outcome.chosen for outcome in found] == chosen


def test_a_process_that_dies_is_no_end_of_the_stream(units: Cases) -> None:
    with pytest.raises(WorkerDied):
        list(stream_by_workers(units, units.choose(Selection()), "auto", dying, 2))


@pytest.mark.slow
def test_processes_refuse_rules_that_have_changed(units: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = units.choose(Selection())
    monkeypatch.setattr(workers, "_fingerprint", lambda workspace: "those of before")
    with pytest.raises(RulesChanged):
        list(stream_by_workers(units, chosen, "auto", unit_of, 2))


def test_few_cases_are_done_in_one_process() -> None:
    assert usual_jobs(workers.MANY - 1) == 1 <= usual_jobs(workers.MANY)
