"""Immutable objects ↔ JSON: a table of values, each made from values before it. Nothing in it is executed.

Only classes that the caller lists are made, each from its own fields; docs/design/kept.md says why neither pickle,
marshal nor a library does this.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import count
from typing import Any

from engine.domain.records import NamedTuple
from engine.files.source import SourceFile


class NotKept(ValueError):
    """Bytes that are no document of this codec for these classes and files."""


class Plain(NamedTuple):
    """Numbers, texts, None, and lists of these, written as they stand: for rows of which each stands once. They come back without
    this wrapper, tuples as lists, unchecked: who makes something of them looks at what they are."""

    rows: Any


class _Kind(NamedTuple):
    """How objects of a class come apart into parts, and are made of these again."""

    parts: Callable[[Any], Iterable[Any]]
    make: Callable[[Iterable[Any]], Any]


class Codec:
    """Writes and reads objects of ``classes``: named tuples, enumerations, or classes with ``kept_parts``
    and perhaps ``from_kept``.

    Besides these: None, bool, int, str, tuples, lists, sets, dicts, fractions, days. Immutable objects that are alike become
    one. The document is a list: the leaves, what is made of parts as [class, place of each part], and the place of the whole.
    Places count up from 0 through the files and what is made, and down from -1 through the leaves.
    """

    def __init__(self, classes: Iterable[type]) -> None:
        listed = [*_BUILT_IN, *((one, _kind(one)) for one in classes)]
        self._kinds = {one: (number, kind) for number, (one, kind) in enumerate(listed)}
        self._makers = [kind.make for _, kind in listed]

    def written(self, content: object, sources: Sequence[SourceFile]) -> bytes:
        """Returns ``content`` as JSON; files in it must be of ``sources``. Raises TypeError for any other class."""
        table = _Table(self._kinds, sources)
        root = table.place_of(content)
        return json.dumps([table.leaves, table.made, root], ensure_ascii=False, separators=(",", ":")).encode()

    def read(self, document: bytes, sources: Sequence[SourceFile]) -> Any:
        """Returns the content of a document, its files being ``sources``. Raises NotKept."""
        makers = self._makers
        try:
            leaves, made, root = json.loads(document)
            table: dict[int, Any] = dict(enumerate(sources))
            table.update(zip(count(-1, -1), leaves, strict=False))
            get = table.__getitem__
            for place, (number, *parts) in enumerate(made, len(sources)):
                table[place] = makers[number](map(get, parts))
            return table[root]
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, AttributeError) as error:
            raise NotKept(str(error)) from error


_LEAVES = (type(None), bool, int, str)
_Kinds = dict[type, tuple[int, _Kind]]


class _Table:
    """``made`` of parts, each after its parts, and the ``leaves``, which have none."""

    def __init__(self, kinds: _Kinds, sources: Sequence[SourceFile]) -> None:
        self._kinds, self._sources = kinds, len(sources)
        self._known: dict[type, dict[Any, int]] = {own: {} for own in _LEAVES}  # 1, True and 1/1 are equal
        self.leaves: list[object] = []
        self.made: list[tuple[int, ...]] = []
        self._alike: dict[tuple[int, ...], int] = {}
        self._seen = {id(one): place for place, one in enumerate(sources)}
        self._alive: list[object] = []  # an object that is gone would leave its identity to another

    def place_of(self, value: object) -> int:
        """Returns the place of ``value``, put into the table where it is new. Raises TypeError for a class that is not kept."""
        own = value.__class__
        if (known := self._known.get(own)) is not None:
            return self._leaf(known, value)
        if (seen := self._seen.get(id(value))) is not None:
            return seen
        if own is Plain:
            self.leaves.append(value.rows)  # type: ignore[attr-defined]
            return -len(self.leaves)
        if own not in self._kinds:
            raise TypeError(f"{own.__name__} is not kept")
        number, kind = self._kinds[own]
        parts = [number]
        leaves_of, place_seen, put = self._known.get, self._seen.get, parts.append
        for part in kind.parts(value):  # most parts are known: no call of ours for these
            leaves = leaves_of(part.__class__)
            if leaves is None:
                place = place_seen(id(part))
                put(self.place_of(part) if place is None else place)
            else:
                put(leaves[part] if part in leaves else self._leaf(leaves, part))
        row = tuple(parts)
        place = self._alike.get(row) if own not in _MUTABLE else None
        if place is None:
            place = self._alike[row] = self._sources + len(self.made)
            self.made.append(row)
        self._seen[id(value)] = place
        self._alive.append(value)
        return place

    def _leaf(self, known: dict[Any, int], value: object) -> int:
        place = known.get(value)
        if place is None:
            self.leaves.append(value)
            place = known[value] = -len(self.leaves)
        return place


_MUTABLE = frozenset((list, set, dict))


def _kind(own: type) -> _Kind:
    if issubclass(own, Enum):
        return _Kind(lambda one: (one.value,), lambda parts: own(*parts))
    if hasattr(own, "kept_parts"):
        make = getattr(own, "from_kept", own)
        return _Kind(own.kept_parts, lambda parts: make(*parts))
    if issubclass(own, tuple) and hasattr(own, "_make"):
        return _Kind(iter, own._make)
    raise TypeError(f"{own.__name__} has no parts")


def _pairs(one: dict[Any, Any]) -> Iterable[Any]:
    return [part for pair in one.items() for part in pair]


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
