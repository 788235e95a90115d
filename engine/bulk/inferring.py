"""Infers many units in columns; what cannot be brought into columns is left for the rules engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

import numpy as np

from engine.bulk.blocks import Block, blocks_of
from engine.bulk.cells import Column
from engine.bulk.formulas import NotInColumns
from engine.bulk.model_unit import ModelUnit
from engine.bulk.pieces import Part, Piece, Places, Ways, alike, joined
from engine.bulk.shapes import Shape, ShapeColumns
from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.inference.columns import ColumnPlan
from engine.inference.program import EngineError

_MODELS = 3
"""Units that are tried as the model of their shape."""
_MOST_SHAPES, _MOST_MODELS = 2_000, 300
"""Shapes (beside one for each block) and models that are kept; units that need further ones are inferred by rules."""
TOO_VARIED = "có quá nhiều kiểu thiếu số liệu khác nhau"
UNSOUND = "có phép chia cho 0, phần lớn hơn tổng, hoặc dấu khác các đơn vị khác"


class Kind(NamedTuple):
    """Units that are alike but for their numbers and what is missing, and what tells the kind from others."""

    key: Hashable
    units: Places


class Origins(Protocol):
    """Where the numbers of a unit come from."""

    def of(self, codes: Iterable[str]) -> tuple[str, str]:
        """The sources and the origins of the numbers of ``codes``, each once."""
        ...


class Head(NamedTuple):
    """Whose numbers they are, of which year, and until when."""

    unit: str
    year: int
    as_of: date


class Units(Protocol):
    """A batch of units."""

    @property
    def columns(self) -> Mapping[str, Column]:
        """The numbers by code."""
        ...

    @property
    def ways(self) -> Mapping[str, Ways]:
        """How they are given, by code."""
        ...

    @property
    def odd(self) -> Mapping[int, str]:
        """The units, by place, that are not all plain numbers, with the reason."""
        ...

    def __len__(self) -> int: ...

    def kinds(self) -> Iterator[Kind]:
        """Yields the units that are not odd, by their kinds, in order."""
        ...

    def way(self, number: int) -> Hashable:
        """What the number of a way stands for, the same in every batch."""
        ...

    def head(self, unit: int) -> Head:
        """Whose numbers stand at a place."""
        ...

    def origins(self, unit: int) -> Origins:
        """Where they come from."""
        ...

    def facts_of(self, unit: int) -> FactBase:
        """The facts of a unit, read as any is read. Raises NotInColumns where they have errors."""
        ...


class Inferred(NamedTuple):
    """A batch with what was inferred in columns; ``alone``: by their places, the units that were not, and why."""

    units: Units
    blocks: list[Block]
    parts: list[Part]
    alone: dict[int, str]


class _Alike(NamedTuple):
    """Units of a kind of which the same is given in a block, in the same ``ways``."""

    units: Units
    kind: Hashable
    block: int
    ways: tuple[Hashable, ...]
    places: Places

    def ways_of(self, place: int) -> dict[str, Hashable]:
        """How each indicator is given of the unit at ``place``."""
        numbers = {code: int(column[place]) for code, column in self.units.ways.items()}
        return {code: self.units.way(number) for code, number in numbers.items() if number}


class _Model(NamedTuple):
    """A unit that others are like, and how each indicator is given of it."""

    unit: ModelUnit
    ways: Mapping[str, Hashable]


class ColumnInference:
    """Infers by ``evaluator``, whose engine is one of rules. ``whole``: with findings, not only verdicts."""

    def __init__(self, evaluator: Evaluator, whole: bool) -> None:
        self.evaluator = evaluator
        self.whole = whole
        self.plan = ColumnPlan(evaluator.compiled.program if whole else evaluator.verdict_program)
        self.blocks = blocks_of(evaluator.rulebook, evaluator.compiled.scales)
        self.alone: Counter[str] = Counter()
        """How many units were not inferred in columns, by the reason."""
        self._models: dict[Hashable, list[_Model]] = {}
        self._shapes: dict[Hashable, Shape | str] = {}
        self._read = 0

    def infer(self, units: Units) -> Inferred:
        """Infers what can be inferred in columns."""
        found = Inferred(units, self.blocks, [], dict(units.odd))
        for kind in units.kinds():
            self._infer_kind(found, kind)
        self.alone.update(found.alone.values())
        return found

    def _infer_kind(self, found: Inferred, kind: Kind) -> None:
        pieces = [list(self._pieces(found, kind, number)) for number in range(len(self.blocks))]
        units = np.array([unit for unit in kind.units.tolist() if unit not in found.alone], np.int64)
        models = self._models.get(kind.key)
        if not len(units) or not models:
            return
        try:
            given = joined(models[0].unit, [piece for own in pieces for piece in own], units)
            found.parts.append(Part(models[0].unit, pieces, units, self.plan.run(given).states))
        except (NotInColumns, EngineError) as error:
            found.alone.update(dict.fromkeys(units.tolist(), str(error)))

    def _pieces(self, found: Inferred, kind: Kind, number: int) -> Iterator[Piece]:
        """The values of a block; units that have none in columns are noted as alone."""
        codes = self.blocks[number].codes
        for ways, places in alike(found.units.ways, codes, kind.units):
            meant = tuple(way and found.units.way(way) for way in ways)
            shape = self._shape(_Alike(found.units, kind.key, number, meant, places))
            if isinstance(shape, str):
                found.alone.update(dict.fromkeys(places.tolist(), shape))
                continue
            given = [code for code, way in zip(codes, ways, strict=True) if way]
            try:
                values = _values(found.units, shape, given, places)
                while values.unsound.any():
                    found.alone.update(dict.fromkeys(places[values.unsound].tolist(), UNSOUND))
                    places = places[~values.unsound]
                    values = _values(found.units, shape, given, places)
                if len(places):
                    yield Piece(places, values, values.columns())
            except NotInColumns as error:
                found.alone.update(dict.fromkeys(places.tolist(), str(error)))

    def _shape(self, some: _Alike) -> Shape | str:
        key = some.kind, some.block, some.ways
        known = self._shapes.get(key)
        if known is None:
            if len(self._shapes) >= _MOST_SHAPES + len(self.blocks):
                return TOO_VARIED
            known = self._shapes[key] = self._made(some)
        return known

    def _made(self, some: _Alike) -> Shape | str:
        """The shape of units, by a model that is known already or by one of them."""
        reason = ""
        for model in self._candidates(some):
            if isinstance(model, str):
                reason = model
                continue
            try:
                return Shape(model, self.blocks[some.block])
            except NotInColumns as error:
                reason = str(error)
        return reason

    def _candidates(self, some: _Alike) -> Iterator[ModelUnit | str]:
        """Yields models, or why one is none, at most so many as are tried."""
        models = self._models.setdefault(some.kind, [])
        codes = self.blocks[some.block].codes
        known = [one.unit for one in models if tuple(one.ways.get(code, 0) for code in codes) == some.ways][:_MODELS]
        yield from known
        for place in some.places[: _MODELS - len(known)].tolist():
            if self._read >= _MOST_MODELS:
                yield TOO_VARIED
                return
            self._read += 1
            try:
                model = ModelUnit(self.evaluator, some.units.facts_of(place), self.whole)
            except NotInColumns as error:
                yield str(error)
                continue
            models.append(_Model(model, some.ways_of(place)))
            yield model


def _values(units: Units, shape: Shape, given: list[str], some: Places) -> ShapeColumns:
    return shape.over({code: units.columns[code].numbers.of(some) for code in given}, len(some))
