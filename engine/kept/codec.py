"""Immutable objects ↔ JSON: a table of values, each made from values before it. Nothing in it is executed.

Only classes that the caller lists are made, each from its own fields; docs/design/kept.md says why neither pickle,
marshal nor a library does this.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from engine.files.source import SourceFile


class NotKept(ValueError):
    """Bytes that are no document of this codec for these classes and files."""


class _Kind(NamedTuple):
    """How objects of a class come apart into parts, and are made of these again."""

    parts: Callable[[Any], Iterable[Any]]
    make: Callable[[Iterable[Any]], Any]


class Codec:
    """Writes and reads objects of ``classes``: named tuples, frozen dataclasses, enumerations, or classes with ``kept_parts``.

    Besides these: None, bool, int, str, tuples, lists, sets, dicts, fractions, days. An object that occurs twice is made once.
    """

    def __init__(self, classes: Iterable[type]) -> None:
        listed = [*_BUILT_IN, *((one, _kind(one)) for one in classes)]
        self._kinds = {one: (number, kind) for number, (one, kind) in enumerate(listed)}
        self._makers = [kind.make for _, kind in listed]

    def written(self, content: object, sources: Sequence[SourceFile]) -> bytes:
        """Returns ``content`` as JSON; files in it must be of ``sources``. Raises TypeError for any other class."""
        writer = _Writer(self._kinds, sources)
        root = writer.place_of(content)
        document = [writer.leaves, writer.made, root]
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()

    def read(self, document: bytes, sources: Sequence[SourceFile]) -> Any:
        """Returns the content of a document, its files being ``sources``. Raises NotKept."""
        makers = self._makers
        try:
            leaves, made, root = json.loads(document)
            table: list[Any] = [*sources, *leaves]
            get, put = table.__getitem__, table.append
            for number, *parts in made:
                put(makers[number](map(get, parts)))
            return table[root]
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, AttributeError) as error:
            raise NotKept(str(error)) from error


class _Writer:
    def __init__(self, kinds: dict[type, tuple[int, _Kind]], sources: Sequence[SourceFile]) -> None:
        self.kinds = kinds
        self.leaves: list[bool | int | str | None] = []
        self.made: list[list[int]] = []
        self._leaf_places: dict[tuple[type, object], int] = {}
        self._places: dict[int, int] = {id(source): place for place, source in enumerate(sources)}
        self._alive: list[object] = []
        self._nodes: list[tuple[int, list[Any]]] = []
        self._first = len(sources)

    def place_of(self, content: object) -> int:
        """Returns the place of ``content`` in the table, of which the leaves stand first."""
        self._gather(content)
        base = self._first + len(self.leaves)
        for number, parts in self._nodes:
            self.made.append([number, *(self._place(part, base) for part in parts)])
        return self._place(content, base)

    def _place(self, value: object, base: int) -> int:
        if isinstance(value, SourceFile):
            return self._places[id(value)]
        if value.__class__ in _LEAVES:
            return self._first + self._leaf_places[value.__class__, value]
        return base + self._places[id(value)]

    def _gather(self, value: object) -> None:
        """Puts the parts of ``value`` into the table, and then itself."""
        own = value.__class__
        if own in _LEAVES:
            if (own, value) not in self._leaf_places:
                self._leaf_places[own, value] = len(self.leaves)
                self.leaves.append(value)  # type: ignore[arg-type]
        elif id(value) not in self._places:
            if own not in self.kinds:
                raise TypeError(f"{own.__name__} is not kept")
            number, kind = self.kinds[own]
            parts = list(kind.parts(value))
            for part in parts:
                self._gather(part)
            self._alive.append((value, parts))  # an object that is gone leaves its identity to another
            self._places[id(value)] = len(self._nodes)
            self._nodes.append((number, parts))


_LEAVES = frozenset((type(None), bool, int, str))


def _kind(own: type) -> _Kind:
    if issubclass(own, Enum):
        return _Kind(lambda one: (one.value,), lambda parts: own(*parts))
    if hasattr(own, "kept_parts"):
        return _Kind(own.kept_parts, lambda parts: own(*parts))
    if issubclass(own, tuple) and hasattr(own, "_make"):
        return _Kind(iter, own._make)
    if is_dataclass(own):
        names = [field.name for field in fields(own)]
        return _Kind(lambda one: [getattr(one, name) for name in names], lambda parts: own(*parts))
    raise TypeError(f"{own.__name__} has no parts")


def _pairs(one: dict[Any, Any]) -> Iterable[Any]:
    return (part for pair in one.items() for part in pair)


def _dict(parts: Iterable[Any]) -> dict[Any, Any]:
    listed = list(parts)
    return dict(zip(listed[::2], listed[1::2], strict=True))


_BUILT_IN: list[tuple[type, _Kind]] = [
    (tuple, _Kind(iter, tuple)),
    (list, _Kind(iter, list)),
    (dict, _Kind(_pairs, _dict)),
    (set, _Kind(lambda one: sorted(one, key=str), set)),
    (frozenset, _Kind(lambda one: sorted(one, key=str), frozenset)),
    (Fraction, _Kind(lambda one: (one.numerator, one.denominator), lambda parts: Fraction(*parts))),
    (date, _Kind(lambda one: (one.toordinal(),), lambda parts: date.fromordinal(*parts))),
]
