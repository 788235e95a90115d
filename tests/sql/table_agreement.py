"""One random rulebook with a random table in a database: what SQL concludes of a unit is what the rules engine concludes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple, Protocol

from hypothesis import assume, note

from engine.bulk.column_types import Content
from engine.bulk.docs import UnitRow, Written
from engine.bulk.reading import value_text
from engine.evaluation.evaluator import Evaluator
from engine.language.days import parse_date
from engine.rulebook.rulebook import Kind, Rulebook
from engine.sql.dialects import Dialect, Unsayable
from engine.sql.models import DatabaseCases, When
from engine.sql.statement import Source, StatementWriter
from engine.workspace.workspace import Workspace
from tests import reference as ref
from tests.bulk.table_agreement import random_table
from tests.random_rulebooks import workspace_files
from tests.workspaces import write_files

_TABLE = "so'l\"ieu; --"


class Database(Protocol):
    """A database that a table can be put into."""

    dialect: Dialect

    def fill(self, table: str, heads: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[object]]) -> None:
        """Replaces ``table``; a column is of numbers with 6 decimals, or of texts."""

    def rows(self, *statements: str) -> list[tuple[object, ...]]:
        """Runs statements, and returns the rows of the last."""


class Agreed(NamedTuple):
    """How many units were concluded by SQL, how many were left to the rules; what was concluded of units, what left out."""

    by_sql: int
    left: int
    concluded: int
    unsaid: int


def assert_database_agrees(rulebook: ref.Rulebook, facts: ref.Years, chance: Random, database: Database) -> Agreed:
    """Raises AssertionError where a state is not that of the rules engine."""
    rules = {name: text for name, text in workspace_files(rulebook, facts).items() if name.startswith("rules/")}
    with tempfile.TemporaryDirectory() as folder:
        root = write_files(Path(folder), rules)
        (root / "facts").mkdir()
        heads, *rows = random_table(rulebook, facts, chance)
        note("\n".join(map(";".join, [heads, *rows])))
        cases = DatabaseCases(Workspace(root), _TABLE)
        cases.read_rules()
        assume(not cases.problems.has_errors)
        rules_of = cases.wanted_rules(None)[0]
        cases.named(rules_of)
        return _Compared(cases, rules_of, chance, database).agreed(heads, rows)


class _Compared:
    def __init__(self, cases: DatabaseCases, rulebook: Rulebook, chance: Random, database: Database) -> None:
        self.cases, self.rulebook, self.chance, self.database = cases, rulebook, chance, database
        self.evaluator = Evaluator(rulebook, "clips")

    def agreed(self, heads: list[str], rows: list[list[str]]) -> Agreed:
        codes = heads[3:]
        numeric = [self.rulebook.indicators[code].kind is Kind.NUMBER and self.chance.random() < 0.6 for code in codes]
        table = [[row[0], *(_typed(*one) for one in zip(row[3:], numeric, strict=True))] for row in rows]
        self.database.fill(_TABLE, ["đơn vị", *codes], [False, *numeric], table)
        when = When(int(rows[0][1]), parse_date(rows[0][2]), "bảng")
        contents = [Content.NUMBERS if one else Content.TEXTS for one in numeric]
        source = Source(
            (_TABLE,),
            "đơn vị",
            cells=dict(zip(codes, codes, strict=True)),
            contents=dict(zip(codes, contents, strict=True)),
        )
        try:
            statement = StatementWriter(self.evaluator, self.cases, source, when, self.database.dialect).write()
        except Unsayable:
            return Agreed(0, len(rows), 0, 0)
        found = self.database.rows(*statement.codes())
        assert sorted(str(row[0]) for row in found) == sorted(row[0] for row in rows)
        note(";\n".join(statement.words()))
        by_name = {str(row[0]): dict(zip(codes, row[1:], strict=True)) for row in table}
        left = 0
        for unit, is_left, *states in found:
            if is_left:
                left += 1
                continue
            expected = self._expected(when, str(unit), by_name[str(unit)])
            for one, state in zip(statement.concluded, states, strict=True):
                assert state == expected[one.node], (unit, one.name, state, expected[one.node])
        return Agreed(len(rows) - left, left, len(statement.concluded), len(statement.unsaid))

    def _expected(self, when: When, unit: str, values: dict[str, object]) -> dict[object, int]:
        written = tuple(Written(code, text, 1) for code, value in values.items() if (text := value_text(value)).strip())
        row = UnitRow(unit, when.year, when.as_of, "bảng", 1, written)
        case = self.cases.load_row(row, self.rulebook).case
        assert case is not None, f"{unit} has errors that SQL does not see"
        return dict(self.evaluator.states(case.facts))


def _typed(text: str, numeric: bool) -> object:
    if not numeric:
        return text or None
    try:
        return Decimal(text.replace(".", "").replace(",", "."))
    except ArithmeticError:
        return None
