"""vtlengine (VTL 2.1, the European statisticians' language): one `calc` with a component per criterion, on all units at once.

Its `run` takes the script as text and parses it every time; here the syntax tree is made once (that is loading) and handed in,
so that its evaluation is the analysis of the script and the work on the data alone. Both of its backends: pandas and DuckDB.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import vtlengine.API
from vtlengine import create_ast, run

from benchmarks.peers.criteria import EXCEEDED, MET, NOT_MET, Criterion, Facts, Kind, Target, criteria_of

UNIT, DATA, RESULT = "unit", "DATA", "RESULT"


class Engine:
    name = "vtlengine"

    def __init__(self, targets: list[Target], duckdb: bool) -> None:
        criteria = list(criteria_of(targets))
        self.names = {criterion.id: f"v{criterion.id.replace('.', '_')}" for criterion in criteria}
        parts = (f"{self.names[criterion.id]} := {_expression(criterion)}" for criterion in criteria)
        self.script = f"{RESULT} <- {DATA}[calc {', '.join(parts)}];"
        tree = create_ast(self.script)
        vtlengine.API.create_ast = lambda text: tree
        self.duckdb = duckdb
        self.codes = [code for criterion in criteria for code in criterion.codes]
        measures = [{"name": _name(code), "type": "Number", "role": "Measure", "nullable": True} for code in self.codes]
        key = {"name": UNIT, "type": "Integer", "role": "Identifier", "nullable": False}
        self.structure = {"datasets": [{"name": DATA, "DataStructure": [key, *measures]}]}

    def prepared(self, units: list[Facts]) -> Any:
        """Its own input: a frame with a row per unit and a column per indicator."""
        columns = {_name(code): [float(facts[code]) for facts in units] for code in self.codes}
        return pandas.DataFrame({UNIT: range(len(units))} | columns)

    def read(self, table: Path) -> Any:
        return pandas.read_csv(table).rename(columns=_name)

    def verdicts(self, frame: Any) -> list[dict[str, str]]:
        found = run(self.script, self.structure, {DATA: frame.copy(deep=False)}, use_duckdb=self.duckdb)
        data: Any = found[RESULT]
        columns = {identifier: data.data[name].tolist() for identifier, name in self.names.items()}
        order = data.data[UNIT].tolist()
        judged: list[dict[str, str]] = [{} for _ in order]
        for row, unit in enumerate(order):
            judged[unit] = {identifier: column[row] for identifier, column in columns.items()}
        return judged


def _name(code: str) -> str:
    return code if code == UNIT else f"n{code.replace('.', '_')}"


def _expression(criterion: Criterion) -> str:
    name, first = _name(criterion.codes[0]), criterion.thresholds[0]
    otherwise = f'else "{NOT_MET}"'
    match criterion.kind:
        case Kind.AT_LEAST | Kind.RATE:
            return f'if {name} >= {first} then "{MET}" {otherwise}'
        case Kind.ABOVE:
            return f'if {name} > {first} then "{MET}" {otherwise}'
        case Kind.POINT:
            return f'if {name} > {first} then "{EXCEEDED}" else if {name} = {first} then "{MET}" {otherwise}'
        case Kind.DOWN_TO:
            return f'if {name} < {first} then "{EXCEEDED}" else if {name} = {first} then "{MET}" {otherwise}'
    other, least = _name(criterion.codes[1]), criterion.thresholds[1]
    return f'if {name} >= {first} and {other} >= {least} then "{MET}" {otherwise}'
