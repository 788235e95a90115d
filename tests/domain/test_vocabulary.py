"""Every table over a closed list says something of every member: a new member without its row fails here, not for a user."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import cli
import engine

PARTIAL = {
    "engine.reports.official.groups._BY_PACE": "where the pace is not known, the verdict tells",
    "engine.reports.sheets.measures_sheet._SIGNS": "a point is told by the direction of its measure",
    "cli.signs._COURSES": "what is not known has no sign",
    "engine.checking.same_rule._RELATIONS": "the other readings of a wording have no single relation to compare",
    "engine.drafting.facts_form._HINTS": "the other kinds are explained by their ranks or their unit",
    "engine.evaluation.claims._COUNTS": "the claims that count; the others are in CLAIM_WORDS",
    "engine.history.standings._MARKS": "the marks that stand beside a verdict; the others are no part of it",
    "engine.evaluation.claims.CLAIM_WORDS": "the claims that say something of one subject; the others are in _COUNTS",
    "engine.evaluation.conclusion_names._WORDS": "the other nodes are parts of conditions, which are true or false",
    "engine.factbase.claims._COUNT_KEYS": "the claims that count",
    "engine.factbase.claims._NUMBERS": "the claims that state a number",
    "engine.bulk.column_types._NAMES": "a type of no name that is listed is OTHER",
    "engine.bulk.column_types._READERS": "what the others hold is read as it stands",
    "engine.sql.statement._ASSUMED": "the other kinds are words, in columns of texts",
    "engine.bulk.taught_layout._ROLES": "a table of units has no columns of other meanings: refused, with import as the way",
    "engine.importing.number_writing._WHOLE_WRITINGS": "a single number has one writing",
    "engine.importing.heading_words._WORDS": "columns that are known by their values or by whole phrases",
    "engine.importing.table_columns._NO_RESULTS": "the columns that are left out, with the reason",
    "engine.importing.table_columns._REMEDIES": "the columns that are left out and can be mended by their heading",
    "engine.inference.compiler._UNREACHED": "where the goal is reached, what lies beyond it decides",
    "engine.inference.states.PACES": "what is not known is neither",
    "engine.inference.states._PACED_CRITERION": "nothing asks whether a pace is not known",
    "engine.inference.states._PACED_TARGET": "nothing asks whether a pace is not known",
    "engine.inference.nodes._OWNERS": "the other nodes belong to no element of the rules",
    "engine.reports.brief._BEFORE": "the other relations stand as they are worded",
    "engine.reports.bullet_chart._SIGNS": "a point and a range have no sign",
    "engine.reports.proof_text.LABELS": "the other steps say themselves what they are",
    "engine.wordings.comparing._COMPLEMENTS": "the other comparisons have no one comparison that says the contrary",
    "engine.rulebook.resolver._WORDS_AROUND": "an end of a range is one of these",
}
"""The tables that rightly leave members out, with the reason."""


class Table(NamedTuple):
    """A mapping whose keys are members of one enumeration, and where it stands."""

    name: str
    over: type[Enum]
    keys: frozenset[Enum]

    @property
    def missing(self) -> list[str]:
        """The names of the members that are no keys."""
        return [member.name for member in self.over if member not in self.keys]


def modules() -> Iterator[ModuleType]:
    """Every module of engine and cli."""
    for package in (engine, cli):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def constants(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """What a module itself and its classes hold under a name; not what it imports."""
    own = set(re.findall(r"^([A-Za-z_]\w*)\b *[:=]", Path(str(module.__file__)).read_text("utf-8"), re.MULTILINE))
    for name, value in list(vars(module).items()):
        if isinstance(value, type) and value.__module__ == module.__name__ and not issubclass(value, Enum):
            yield from ((f"{module.__name__}.{name}.{inner}", held) for inner, held in list(vars(value).items()))
        elif name in own:
            yield f"{module.__name__}.{name}", value


def tables_in(name: str, value: Any) -> Iterator[Table]:
    """``value`` itself where it is a table, and the tables inside of mappings and tuples."""
    if isinstance(value, Mapping):
        kinds = {type(key) for key in value}
        if len(kinds) == 1 and issubclass(over := kinds.pop(), Enum):
            yield Table(name, over, frozenset(value))
        for key, inner in value.items():
            yield from tables_in(f"{name}[{key}]", inner)
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from tables_in(f"{name}[{place}]", inner)


ALL = {
    table.name: table for module in modules() for name, value in constants(module) for table in tables_in(name, value)
}


@pytest.mark.parametrize("name", ALL)
def test_a_table_over_a_closed_list_has_every_member(name: str) -> None:
    table = ALL[name]
    assert name in PARTIAL or not table.missing, f"{name} has no {table.over.__name__}: {', '.join(table.missing)}"


def test_what_is_listed_as_partial_is_there_and_partial() -> None:
    assert [name for name in PARTIAL if name not in ALL or not ALL[name].missing] == []


def test_a_table_that_forgets_a_member_is_found_with_its_name() -> None:
    class Fruit(Enum):
        APPLE = 1
        PEAR = 2
        PLUM = 3

    found = list(tables_in("shop.PRICES", ({"dear": {Fruit.PEAR: 2}}, {"a": 1}, 3)))
    assert [(table.name, table.missing) for table in found] == [("shop.PRICES[0][dear]", ["APPLE", "PLUM"])]


def test_the_tables_of_the_vocabulary_are_among_them() -> None:
    names = {table.over.__name__ for table in ALL.values()}
    assert {"Verdict", "PaceState", "FindingKind", "Outcome", "Rest"} <= names
