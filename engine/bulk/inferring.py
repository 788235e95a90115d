"""Infers many units in columns; what cannot be brought into columns is left for the rules engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.bulk.cells import Column
from engine.bulk.formulas import NotInColumns
from engine.bulk.shapes import Shape, ShapeColumns
from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.inference.columns import ColumnPlan, States
from engine.inference.nodes import Node
from engine.inference.program import EngineError

_MODELS = 3
"""Units that are tried as the model of their shape."""
_MOST_SHAPES = 200
"""Shapes that are kept; units of further ones are inferred by rules."""
UNSOUND = "có phép chia cho 0, phần lớn hơn tổng, hoặc dấu khác các đơn vị khác"

Places: TypeAlias = NDArray[np.int64]
"""Units by their places in a batch, counted from 0."""


class Kind(NamedTuple):
    """Units of which the same is given in the same way: what tells the kind from others, and the codes that are given."""

    key: Hashable
    given: tuple[str, ...]
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
    def odd(self) -> Mapping[int, str]:
        """The units, by place, that are not all plain numbers, with the reason."""
        ...

    def __len__(self) -> int: ...

    def kinds(self) -> Iterator[Kind]:
        """Yields the units that are not odd, by their kinds."""
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


class Part(NamedTuple):
    """Units of a batch with one shape: their values, and the state of every node that is derived."""

    columns: ShapeColumns
    units: Places
    states: dict[Node, States]


class Inferred(NamedTuple):
    """A batch with what was inferred in columns; ``alone``: by their places, the units that were not, and why."""

    units: Units
    parts: list[Part]
    alone: dict[int, str]


class ColumnInference:
    """Infers by ``evaluator``, whose engine is one of rules. ``whole``: with findings, not only verdicts."""

    def __init__(self, evaluator: Evaluator, whole: bool) -> None:
        self.evaluator = evaluator
        self.whole = whole
        self.plan = ColumnPlan(evaluator.compiled.program if whole else evaluator.verdict_program)
        self.alone: Counter[str] = Counter()
        """How many units were not inferred in columns, by the reason."""
        self._shapes: dict[Hashable, Shape | str] = {}

    def infer(self, units: Units) -> Inferred:
        """Infers what can be inferred in columns."""
        found = Inferred(units, [], dict(units.odd))
        for kind in units.kinds():
            self._infer_kind(found, kind)
        self.alone.update(found.alone.values())
        return found

    def _infer_kind(self, found: Inferred, kind: Kind) -> None:
        units, shape = kind.units, self._shape(found.units, kind)
        if isinstance(shape, str):
            found.alone.update(dict.fromkeys(units.tolist(), shape))
            return
        columns = found.units.columns
        try:
            values = shape.over({code: columns[code].numbers.of(units) for code in kind.given}, len(units))
            while values.unsound.any():
                found.alone.update(dict.fromkeys(units[values.unsound].tolist(), UNSOUND))
                units = units[~values.unsound]
                values = shape.over({code: columns[code].numbers.of(units) for code in kind.given}, len(units))
            if len(units):
                found.parts.append(Part(values, units, self.plan.run(values.columns()).states))
        except (NotInColumns, EngineError) as error:
            found.alone.update(dict.fromkeys(units.tolist(), str(error)))

    def _shape(self, units: Units, kind: Kind) -> Shape | str:
        known = self._shapes.get(kind.key)
        if known is None:
            if len(self._shapes) >= _MOST_SHAPES:
                return "có quá nhiều kiểu thiếu số liệu khác nhau"
            known = self._shapes[kind.key] = self._made(units, kind)
        return known

    def _made(self, units: Units, kind: Kind) -> Shape | str:
        reason = ""
        for unit in kind.units[:_MODELS]:
            try:
                return Shape(self.evaluator, units.facts_of(int(unit)), self.whole)
            except NotInColumns as error:
                reason = str(error)
        return reason
