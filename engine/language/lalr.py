"""Reads sentences by the tables that lark makes of grammar.lark, into the trees that lark makes, without lark.

lark computes the tables, and explains what they refuse (grammar.py); to load it takes as long as to read a hundred sentences.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from engine.domain.records import NamedTuple


class Token(str):
    """A terminal of the grammar as it stands in a text: ``type`` names it, ``start`` and ``end`` are its place."""

    __slots__ = ("end", "start", "type")
    type: str
    start: int
    end: int

    def __new__(cls, type: str, text: str, start: int, end: int) -> Token:
        made = super().__new__(cls, text)
        made.type, made.start, made.end = type, start, end
        return made


class Tree(NamedTuple):
    """A rule of the grammar, or its alias, and what stands for it: trees, tokens, and None for an optional part left out."""

    data: str
    children: list[Any]

    def tokens(self) -> Iterator[Token]:
        """Yields the tokens from left to right."""
        for child in self.children:
            if isinstance(child, Tree):
                yield from child.tokens()
            elif child is not None:
                yield child


class Refused(Exception):
    """The grammar does not expect what stands there."""


class _Rule(NamedTuple):
    """A rule as reductions need it: how many parts it takes off, what it becomes, and what is made of the parts."""

    size: int
    origin: str
    made_of: Callable[[list[Any]], Any]


_HERE = Path(__file__).parent
_SHIFT = 0
_STORED = "grammar.tables.json"
_END = "$END"


class Tables:
    """The tables of a grammar, as lark writes them: ``content`` is the content of grammar.tables.json."""

    def __init__(self, content: dict[str, Any]) -> None:
        table = content["data"]["parser"]["parser"]
        self._memo = content["memo"]
        self._states: dict[str, dict[str, list[Any]]] = table["states"]
        self._starts, self._ends = table["start_states"], table["end_states"]
        self._column = {name: column for column, name in table["tokens"].items()}
        self._rules: dict[int, _Rule] = {}

    def parse(self, tokens: Iterable[Token], start: str) -> Any:
        """Returns the tree of ``tokens`` from the rule ``start``. Raises Refused."""
        states, values = [self._starts[start]], list[Any]()
        for token in tokens:
            self._feed(states, values, token.type)
            values.append(token)
        self._feed(states, values, _END, self._ends[start])
        return values[-1]

    def _feed(self, states: list[int], values: list[Any], type: str, end: int | None = None) -> None:
        """Reduces until the terminal can be taken, and takes it; at the end of the sentence, until the state ``end``."""
        while True:
            action, argument = self._action(states[-1], type)
            if action == _SHIFT:
                states.append(argument)
                return
            rule = self._rule(argument["@"])
            first = len(values) - rule.size
            made = rule.made_of(values[first:])
            del states[first + 1 :], values[first:]
            states.append(self._action(states[-1], rule.origin)[1])
            values.append(made)
            if states[-1] == end:
                return

    def _action(self, state: int, symbol: str) -> list[Any]:
        """Returns whether to shift, and the next state or the rule to reduce. Raises Refused."""
        action = self._states[str(state)].get(self._column.get(symbol, ""))
        if action is None:
            raise Refused
        return action

    def _rule(self, number: int) -> _Rule:
        rule = self._rules.get(number)
        if rule is None:
            rule = self._rules[number] = _rule_of(self._memo[str(number)])
        return rule


def _rule_of(stored: dict[str, Any]) -> _Rule:
    """Returns a rule that lark has written."""
    expansion, options, origin = stored["expansion"], stored["options"], stored["origin"]["name"]
    name = stored["alias"] or origin
    kept = _kept(expansion, options["empty_indices"])
    alone = bool(options["expand1"]) and not stored["alias"]

    def made_of(parts: list[Any]) -> Any:
        children: list[Any] = []
        for place, inlined in kept:
            if place is None:
                children.append(None)
            elif inlined:
                children.extend(parts[place].children)
            else:
                children.append(parts[place])
        return children[0] if alone and len(children) == 1 else Tree(name, children)

    return _Rule(len(expansion), origin, made_of)


def _kept(expansion: list[dict[str, Any]], empty: list[bool]) -> list[tuple[int | None, bool]]:
    """Returns which parts of a rule become children, and whether their own children stand in their place.

    A part is None where an optional one was left out: ``empty`` has True for it, and False for each of the parts there are.
    Signs without a name («(», «,») are dropped, and rules with a name that begins with «_» inlined.
    """
    places: list[int | None] = list(range(len(expansion)))
    if empty:
        following = iter(range(len(expansion)))
        places = [None if left_out else next(following) for left_out in empty]
    parts: list[tuple[int | None, bool]] = []
    for place in places:
        if place is None:
            parts.append((None, False))
            continue
        symbol = expansion[place]
        terminal = symbol["__type__"] == "Terminal"
        if not (terminal and symbol["filter_out"]):
            parts.append((place, not terminal and symbol["name"].startswith("_")))
    return parts


def grammar_text() -> str:
    """Returns the source of the grammar."""
    return _HERE.joinpath("grammar.lark").read_text("utf-8")


def stored(pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> dict[str, Any]:
    """Returns the content of grammar.tables.json, each object made by ``pairs`` of its entries."""
    content = _HERE.joinpath(_STORED).read_text("utf-8")
    return json.loads(content, object_pairs_hook=pairs)  # type: ignore[no-any-return]
