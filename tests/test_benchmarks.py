"""Benchmarks: the criteria that other engines get say the same everywhere; how costs are measured, and goals written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import cost, table
from benchmarks.cost import Failed, Rounds, Spread
from benchmarks.peers import criteria, plain, with_chitieu
from benchmarks.peers.measure import Different, compare, read_table, write_table
from engine.inference.engines import available


@pytest.mark.parametrize("engine", available())
def test_the_generated_criteria_say_the_same_in_chitieu_and_in_plain_python(engine: str) -> None:
    targets = criteria.make_targets(13)
    ours, floor = with_chitieu.Engine(targets, engine), plain.Engine(targets)
    seen = set()
    for unit in range(25):
        facts = criteria.facts_of(targets, unit)
        expected = floor.verdicts(facts)
        assert ours.verdicts(ours.prepared(facts, unit)) == expected
        seen |= set(expected.values())
    assert seen == {"met", "exceeded", "not_met"}


def test_the_criteria_are_of_every_kind_and_in_targets_like_those_of_the_resolution() -> None:
    targets = criteria.make_targets(11)
    assert [len(target.criteria) for target in targets] == [1, 2, 2, 1, 2, 2, 1]
    assert {criterion.kind for target in targets for criterion in target.criteria} == set(criteria.Kind)


def test_plain_python_decides_at_the_threshold_itself() -> None:
    """«trên 45» is not 45; «đạt 40%» is met at 40 and exceeded beyond; «giảm còn 5%» is exceeded below."""
    decided = {}
    for kind in criteria.Kind:
        codes = ("d.a", "d.b") if kind is criteria.Kind.BOTH else ("d.a",)
        target = criteria.Target("1", (criteria.Criterion("1.1", kind, codes, (criteria.Decimal(40),) * len(codes)),))
        judge = plain.Engine([target])
        values = (criteria.Decimal(text) for text in ("39.99", "40", "40.01"))
        decided[kind.name] = [judge.verdicts(dict.fromkeys(codes, value))["1.1"] for value in values]
    assert decided == {
        "AT_LEAST": ["not_met", "met", "met"],
        "ABOVE": ["not_met", "not_met", "met"],
        "POINT": ["not_met", "met", "exceeded"],
        "BOTH": ["not_met", "met", "met"],
        "RATE": ["not_met", "met", "met"],
        "DOWN_TO": ["exceeded", "met", "not_met"],
    }


def test_a_verdict_that_differs_gives_no_figure() -> None:
    targets = criteria.make_targets(3)
    facts = criteria.facts_of(targets, 1)
    right = plain.Engine(targets).verdicts(facts)
    compare([right], targets, [facts])
    with pytest.raises(Different, match="unit 0"):
        compare([right | {"1.1": "other"}], targets, [facts])
    with pytest.raises(Different, match="0 units for 1"):
        compare([], targets, [facts])


def test_the_table_that_peers_read_holds_the_same_numbers(tmp_path: Path) -> None:
    targets = criteria.make_targets(11)
    write_table(tmp_path / "t.csv", targets, 3)
    assert read_table(tmp_path / "t.csv") == [criteria.facts_of(targets, unit) for unit in range(3)]


def test_the_engine_under_the_agpl_is_no_part_of_chitieu() -> None:
    """It is installed and run beside; nothing that is installed with chitieu asks for it."""
    named = ("pyproject.toml", "requirements.txt", "constraints.txt", "hatch_build.py")
    files = [
        *(cost.ROOT / name for name in named),
        *(cost.ROOT / "engine").rglob("*.py"),
        *(cost.ROOT / "cli").rglob("*.py"),
    ]
    assert [path for path in files if "vtlengine" in path.read_text("utf-8")] == []


# ------------------------------------------------------------ how costs are measured and written


def test_a_spread_is_the_median_and_the_quartiles() -> None:
    assert Spread.of([5.0]) == (5, 5, 5)
    assert Spread.of([4.0, 1.0, 3.0, 2.0, 5.0]) == (2, 3, 4)


def test_a_ratio_is_that_of_figures_of_the_same_round() -> None:
    rounds = Rounds()
    for ours, theirs in ((2, 1), (20, 10), (6, 2)):
        rounds.note("ours", ours)
        rounds.note("theirs", theirs)
    assert rounds.ratio("ours", "theirs").median == 2


@pytest.mark.process
def test_a_command_costs_what_it_and_its_children_take(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'print(sum(range(10**7)))']).returncode)"
    )
    found = cost.finished((cost.CHITIEU[0], "-c", code), tmp_path)
    assert found.output.split() == ["49999995000000", "0"]
    assert found.seconds > 0 and found.mebibytes > 1


@pytest.mark.process
def test_a_command_that_fails_or_never_ends_gives_no_figure(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="ended with 3: no"):
        cost.finished((cost.CHITIEU[0], "-c", "print('no'); raise SystemExit(3)"), tmp_path)
    with pytest.raises(Failed, match="takes more than 1 s"):
        cost.finished((cost.CHITIEU[0], "-c", "while True: pass"), tmp_path, patience=1)


def test_no_alarm_is_left_once_a_command_has_ended(tmp_path: Path) -> None:
    """Python ends under the system's own handlers: an alarm that comes meanwhile would kill the process that prints the cost."""
    asked = f"launch.main(60, {str(tmp_path / 'output')!r}, [sys.executable, '-c', 'pass'])"
    code = f"import signal, sys; from benchmarks import launch; {asked}; print(*signal.getitimer(signal.ITIMER_REAL))"
    done = subprocess.run([sys.executable, "-c", code], cwd=cost.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0.0 0.0"


def test_a_goal_that_is_missed_is_said_in_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {tmp_path / "README.md": "en", tmp_path / "README.vi.md": "vi"}
    for page in pages:
        page.write_text("a <!-- goals: begin --><!-- goals: end --> b <!-- x: begin --><!-- x: end -->", "utf-8")
    monkeypatch.setattr(table, "HERE", tmp_path)
    monkeypatch.setattr(table, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(table, "PLACES", pages)
    figure = Spread(1.0, 1234.5, 2000.0)
    goals = [
        table.Goal("slow", "chậm", figure, 1000, " s"),
        table.Goal("quick", "nhanh", Spread(0.1, 0.5, 2), 0.5, " ×"),
    ]
    table.keep("x", table.Table(("what", "s"), [("a", "1")], goals, ("Said.",)))
    table.write_goals(("x", "never measured"))
    english, vietnamese = (page.read_text("utf-8") for page in pages)
    assert "| slow | 1,234 (1.00–2,000) s | ≤ 1,000 s | **missed** |" in english
    assert "| quick | 0.500 (0.100–2.00) × | ≤ 0.5 × | met |" in english
    assert "**Missed**: slow" in english and "Said." in english
    assert "| chậm | 1.234 (1,00–2.000) s | ≤ 1.000 s | **chưa đạt** |" in vietnamese
    assert english.startswith("a <!-- goals: begin -->") and " b <!-- x: begin -->" in english
    assert [goal["met"] for goal in json.loads((tmp_path / "results.json").read_text("utf-8"))["x"]["goals"]] == [
        False,
        True,
    ]
