"""Units of a batch that are alike but for their numbers and what is missing: their values, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.bulk.model_unit import ModelUnit
from engine.bulk.shapes import SLOTS, ShapeColumns
from engine.domain.records import NamedTuple
from engine.inference.columns import InputColumns, States
from engine.inference.nodes import Node

Places: TypeAlias = NDArray[np.int64]
"""Units by their places in a batch, counted from 0."""
Ways: TypeAlias = NDArray[np.int64]
"""By unit, how the number of an indicator is given: 0 not at all, else the number of a way."""
_BITS = 62


class Piece(NamedTuple):
    """Units of a batch with the same ways of a block: their values, and what the program is given of these."""

    units: Places
    values: ShapeColumns
    given: InputColumns


class Part(NamedTuple):
    """Units of a batch that were inferred in columns together, in the ``pieces`` of each block, with the state of every node.

    A piece may have further units, which were not. ``model`` is like all of them but for numbers and what is missing.
    """

    model: ModelUnit
    pieces: list[list[Piece]]
    units: Places
    states: dict[Node, States]

    def places(self, piece: Piece) -> Places:
        """Returns the place of each unit of ``piece`` among those of the part, -1 for one that is not there."""
        return places_of(piece.units, self.units)


def places_of(some: Places, units: Places) -> Places:
    """Returns the place of each of ``some`` among ``units``, which are in order; -1 for one that is not among them."""
    found = np.searchsorted(units, some)
    found[found == len(units)] = 0
    return np.where(units[found] == some, found, -1) if len(units) else np.full(len(some), -1, np.int64)


def alike(ways: Mapping[str, Ways], codes: tuple[str, ...], units: Places) -> Iterator[tuple[tuple[int, ...], Places]]:
    """Yields the ways of ``codes`` that occur among ``units``, with the units that have them; a code without ways is not given."""
    columns = [ways[code][units] if code in ways else None for code in codes]
    varied = [column for column in columns if column is not None and (column != column[0]).any()]
    if not varied:
        yield tuple(0 if column is None else int(column[0]) for column in columns), units
        return
    key = _key(varied)
    _, first, which = np.unique(key, axis=None if key.ndim == 1 else 0, return_index=True, return_inverse=True)
    which = which.reshape(-1)
    for number, unit in enumerate(first):
        yield tuple(0 if column is None else int(column[unit]) for column in columns), units[which == number]


def _key(columns: list[Ways]) -> NDArray[np.int64]:
    """What tells units apart that differ in some column: one number where that is large enough, else all of them."""
    key, size = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        most = int(column.max()) + 1
        size *= most
        if size >= 2**_BITS:
            return np.stack(columns, axis=1)
        key = key * most + column
    return key


def joined(model: ModelUnit, pieces: list[Piece], units: Places) -> InputColumns:
    """Returns what the program is given of ``units``: what ``pieces``, which have all of them in each block, say; else what the model does."""
    found = InputColumns(len(units))
    covered: dict[Node, list[Piece]] = {}
    for piece in pieces:
        for node in piece.given.present:
            covered.setdefault(node, []).append(piece)
    for node, fact in model.asserted.items():
        if node not in covered:
            known = {slot: value for slot in SLOTS if (value := fact.value(slot)) is not None}
            found.put(node, {slot: np.full(len(units), value, np.int32) for slot, value in known.items()})
    where = {id(piece): places_of(piece.units, units) for piece in pieces}
    for node, own in covered.items():
        slots = [slot for slot in SLOTS if (node, slot) in own[0].given.places]
        if len(own) == 1 and len(own[0].units) == len(units):
            found.put(node, {slot: own[0].given.places[node, slot] for slot in slots})
            continue
        columns = {slot: np.empty(len(units), np.int32) for slot in slots}
        for piece in own:
            at = where[id(piece)]
            inside = at >= 0
            for slot, column in columns.items():
                column[at[inside]] = piece.given.places[node, slot][inside]
        found.put(node, dict(columns))
    return found
