"""Keeps the values of an import packed, some dozen bytes each: what many of them share is kept once."""

from __future__ import annotations

import marshal
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice, repeat
from operator import attrgetter, eq, is_
from typing import Any, overload

from engine.importing.import_result import ImportedValue

_new = tuple.__new__
"""Makes a value of its fields in a third of the time of its constructor."""
_TOGETHER = 500
"""Values that are packed together."""
_DAY = ImportedValue._fields.index("as_of")
_UNPACKED = 4_000
"""Values that wait to be packed with others of their unit and year."""

Key = tuple[str, int]
"""A unit and a year: one facts file."""


class StoredValues(Sequence[ImportedValue]):
    """Values in their order; looks like a tuple of them."""

    def __init__(self, values: Iterable[ImportedValue] = ()) -> None:
        self._blocks: list[bytes] = []
        self._open: list[ImportedValue] = []
        self._count = 0
        for value in values:
            self.append(value)

    def append(self, value: ImportedValue) -> None:
        """Adds a value behind the others."""
        self._open.append(value)
        self._count += 1
        if len(self._open) == _TOGETHER:
            self._blocks.append(_packed(self._open))
            self._open = []

    def through(self, step: Callable[[Iterable[ImportedValue]], Iterable[ImportedValue]]) -> StoredValues:
        """Returns what ``step`` makes of the values, some hundred at a time; those that it leaves alone stay packed."""
        made = StoredValues()
        for block in self._blocks:
            before = _unpacked(block)
            made._add(list(step(before)), before, block)
        for value in step(self._open):
            made.append(value)
        return made

    def _add(self, values: list[ImportedValue], before: list[ImportedValue], block: bytes) -> None:
        if not self._open and len(values) == len(before) and all(map(is_, values, before)):
            self._blocks.append(block)
            self._count += len(before)
            return
        for value in values:
            self.append(value)

    def pack(self) -> None:
        """Packs the values that wait for others."""
        if self._open:
            self._blocks.append(_packed(self._open))
            self._open = []

    @overload
    def __getitem__(self, at: int) -> ImportedValue: ...
    @overload
    def __getitem__(self, at: slice) -> list[ImportedValue]: ...
    def __getitem__(self, at: int | slice) -> ImportedValue | list[ImportedValue]:
        if isinstance(at, slice):
            return list(islice(self, *at.indices(self._count)))
        return next(islice(self, range(self._count)[at], None))

    def __iter__(self) -> Iterator[ImportedValue]:
        for block in self._blocks:
            yield from _unpacked(block)
        yield from self._open

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))


def by_case(values: Sequence[ImportedValue]) -> Iterator[list[ImportedValue]]:
    """Yields the values of each unit and year together, in the order of their first ones.

    Most tables have them together already; the others are packed anew.
    """
    key_of = attrgetter("unit", "year")
    left = Counter(map(key_of, values))
    cases: dict[Key, StoredValues] = {}
    waiting: list[StoredValues] = []
    for key, run in groupby(values, key_of):
        together = list(run)
        left[key] -= len(together)
        if not cases and not left[key]:
            yield together
            continue
        waiting.append(cases.setdefault(key, StoredValues()))
        for value in together:
            waiting[-1].append(value)
        while cases and not left[first := next(iter(cases))]:
            yield list(cases.pop(first))
        if len(waiting) == _UNPACKED:
            for case in waiting:
                case.pack()
            waiting.clear()


def _packed(values: list[ImportedValue]) -> bytes:
    """Returns the values by their fields: one for all where they have the same, else a tuple."""
    fields: list[object] = list(zip(*values, strict=True))
    fields[_DAY] = tuple(value.as_of.toordinal() if value.as_of is not None else None for value in values)
    for at, field in enumerate(fields):
        assert isinstance(field, tuple)
        if field.count(field[0]) == len(values):
            fields[at] = field[0]
    return zlib.compress(marshal.dumps((len(values), fields)), 1)


def _unpacked(block: bytes) -> list[ImportedValue]:
    """Returns the values of a block."""
    count, fields = marshal.loads(zlib.decompress(block))
    columns: list[Iterable[Any]] = [field if type(field) is tuple else repeat(field, count) for field in fields]
    if fields[_DAY] is not None:
        columns[_DAY] = [date.fromordinal(day) if day is not None else None for day in columns[_DAY]]
    return list(map(_new, repeat(ImportedValue), zip(*columns, strict=True)))
