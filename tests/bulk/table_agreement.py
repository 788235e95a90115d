"""One random rulebook with random tables: what is inferred in columns is what the rules engine infers of each unit alone."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from hypothesis import assume, note

from engine.bulk.case_units import CaseUnits, GivenCase
from engine.bulk.cases import TableCases
from engine.bulk.inferring import ColumnInference, Inferred
from engine.bulk.lines import LineWriter
from engine.bulk.table_units import TableInference
from engine.bulk.units import AT_ONCE, Batch, Given
from engine.evaluation.evaluator import Evaluator
from engine.importing.number_writing import Writing
from engine.reports.verdicts_csv import csv_lines
from engine.workspace.workspace import Workspace
from tests import reference as ref
from tests.bulk.invented import as_csv
from tests.random_rulebooks import workspace_files
from tests.workspaces import write_files

UNITS = 8
"""Units of a table; the last of them has values near those of the first."""
_NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "5",
    "7",
    "10",
    "12",
    "20",
    "45",
    "50",
    "100",
    "1.000",
    "2,5",
    "0,5",
    "33,3",
    "-1",
    "1.234.567",
)
_MISSING = (0.0, 0.06, 0.06, 0.3)
"""What share of the cells of a table is empty."""
_ODD = ("từ 2 đến 5", "trên 3", "khoảng 5", "gần 10", "chưa có", "mấy", "999999999999999", "0,0000001")
_WORDS = {
    "yes_no": ("có", "không"),
    "date": ("1/3/2023", "31/12/2022", "30/6/2023"),
    "category": ("kém", "khá", "tốt"),
    "judgement": ("đạt", "chưa đạt"),
}


class TableAgreed(NamedTuple):
    """How many units were inferred in columns, and how many by rules, verdicts and whole evaluations together."""

    in_columns: int
    alone: int


def assert_table_agrees(rulebook: ref.Rulebook, facts: ref.Years, chance: Random) -> TableAgreed:
    """Raises AssertionError where a line of CSV, or the state of a node, is not that of the rules engine."""
    rules = {name: text for name, text in workspace_files(rulebook, facts).items() if name.startswith("rules/")}
    with tempfile.TemporaryDirectory() as folder:
        root = write_files(Path(folder), rules)
        (root / "facts").mkdir()
        rows = random_table(rulebook, facts, chance)
        note("\n".join(map(";".join, rows)))
        cases = TableCases(Workspace(root), as_csv(root / "bang.csv", rows, ";"), Given(None, None, Writing.VIETNAMESE))
        cases.read_rules()
        assume(not cases.problems.has_errors)
        return _compared(cases)


def _compared(cases: TableCases) -> TableAgreed:
    rules = cases.wanted_rules(None)[0]
    evaluator = Evaluator(rules, "clips")
    in_columns = alone = 0
    for whole in (False, True):
        inference = TableInference(cases, evaluator, whole)
        for batch in cases.open(rules).batches(AT_ONCE):
            inferred = inference.infer_batch(batch)
            if not whole:
                in_columns += _same_lines_of_files(inference, batch)
            if whole:
                _same_states(inference, inferred)
            else:
                _same_lines(inference, inferred)
            in_columns += len(batch.heads) - len(inferred.alone)
            alone += len(inferred.alone)
    return TableAgreed(in_columns, alone)


def _same_lines(inference: TableInference, inferred: Inferred) -> None:
    for unit, found in LineWriter().of(inferred).items():
        facts = inferred.units.facts_of(unit)
        verdicts = inference.evaluator.verdicts(facts)
        assert found.text == csv_lines(verdicts), inferred.units.head(unit)
        assert found.verdicts == {c.status for c in verdicts.criteria if c.counted}


def _same_lines_of_files(inference: TableInference, batch: Batch) -> int:
    """The same units as if each had a facts file. Returns how many of them were inferred in columns."""
    read = [inference.cases.load_row(batch.row(unit), inference.evaluator.rulebook).case for unit in range(UNITS)]
    cases = [GivenCase(case, True) for case in read if case is not None]
    columns = ColumnInference(inference.evaluator, whole=False)
    found = LineWriter().of(columns.infer(CaseUnits(inference.evaluator.rulebook, cases)))
    for unit, lines in found.items():
        facts = cases[unit].case.facts.apart()
        assert lines.text == csv_lines(inference.evaluator.verdicts(facts)), facts.facts.unit
    return len(found)


def _same_states(inference: TableInference, inferred: Inferred) -> None:
    for part in inferred.parts:
        for place, unit in enumerate(part.units.tolist()):
            expected = inference.evaluator.states(inferred.units.facts_of(unit))
            found = {node: int(states[place]) for node, states in part.states.items()}
            assert {node: state for node, state in found.items() if node in expected} == expected, unit


def random_table(rulebook: ref.Rulebook, facts: ref.Years, chance: Random) -> list[list[str]]:
    """Rows of communes: most cells are plain numbers, some of those that the example gives, a few are not plain or missing."""
    year = chance.choice([year for year in facts if year >= rulebook.first_year] or [rulebook.first_year])
    day = _day(facts, year, chance)
    given: dict[str, list[str]] = {}
    for own in facts:
        for file in ref.files_of(facts, own):
            for fact in file.facts:
                given.setdefault(fact.code, []).append(fact.text)
    indicators = [one for one in rulebook.indicators if one.formula is None or chance.random() < 0.2]
    chosen = [one for one in indicators if chance.random() < 0.95] or list(rulebook.indicators[:1])
    rows = [["đơn vị", "năm", "tính đến", *(one.code for one in chosen)]]
    missing = chance.choice(_MISSING)
    for unit in range(UNITS):
        cells = ["" if chance.random() < missing else _cell(one, given.get(one.code, []), chance) for one in chosen]
        rows.append([f"xã {unit}", str(year), f"{day.day}/{day.month}/{day.year}", *cells])
    return rows


def _day(facts: ref.Years, year: int, chance: Random) -> date:
    days = [file.as_of for file in ref.files_of(facts, year)] if year in facts else []
    return chance.choice([*days, date(year, 12, 31), date(year, 12, 31), date(year, 6, 30), date(year + 1, 1, 15)])


def _cell(indicator: ref.Indicator, given: list[str], chance: Random) -> str:
    kind = chance.random()
    if kind < 0.03:
        return chance.choice(_ODD)
    if kind < 0.5 and given:
        return chance.choice(given)
    return chance.choice(_WORDS.get(indicator.kind, _NUMBERS))
