"""Infers the units of a table batch by batch in columns; what cannot be brought into columns is left for the rules engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.bulk.cases import TableCases
from engine.bulk.cells import CellReader, Column
from engine.bulk.formulas import NotInColumns
from engine.bulk.shapes import Shape, ShapeColumns
from engine.bulk.units import Batch
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.inference.columns import ColumnPlan, States
from engine.inference.nodes import Node
from engine.inference.program import EngineError

AT_ONCE = 4_000
"""Units that are in memory together."""
_MODELS = 3
"""Units that are tried as the model of their shape."""
_MOST_SHAPES = 200
"""Shapes that are kept; units of further ones are inferred by rules."""
_NO_NUMBERS = "có khoảng giá trị, «khoảng», hoặc giá trị không đọc được"
_UNSOUND = "có phép chia cho 0, hoặc phần lớn hơn tổng"

Units: TypeAlias = NDArray[np.int64]
_Kind: TypeAlias = tuple[tuple[str, ...], int, date, bool]


class Part(NamedTuple):
    """Units of a batch with one shape, by their places in it: their values, and the state of every node that is derived."""

    columns: ShapeColumns
    units: Units
    states: dict[Node, States]


class Inferred(NamedTuple):
    """A batch with what was inferred in columns; ``alone``: by their places, the units that were not, and why."""

    batch: Batch
    parts: list[Part]
    alone: dict[int, str]


class TableInference:
    """Infers the units of the table of ``cases``, by ``evaluator``, whose engine is one of rules. ``whole``: with findings."""

    def __init__(self, cases: TableCases, evaluator: Evaluator, whole: bool) -> None:
        self.cases = cases
        self.evaluator = evaluator
        self.whole = whole
        self.plan = ColumnPlan(evaluator.compiled.program if whole else evaluator.verdict_program)
        self.alone: Counter[str] = Counter()
        """How many units were not inferred in columns, by the reason."""
        rulebook = evaluator.rulebook
        self._readers = {code: CellReader(one, rulebook.vocabulary) for code, one in rulebook.indicators.items()}
        self._shapes: dict[_Kind, Shape | str] = {}

    def infer(self, batch: Batch) -> Inferred:
        """Infers what can be inferred in columns."""
        size = len(batch.heads)
        strange = [code for code in batch.cells if code not in self._readers]
        if strange:  # an error of the facts, which is told where they are read
            return self._counted(Inferred(batch, [], dict.fromkeys(range(size), _NO_NUMBERS)))
        columns = {code: self._readers[code].read(cells) for code, cells in batch.cells.items()}
        other = np.zeros(size, np.bool_)
        for column in columns.values():
            other = other | column.other
        found = Inferred(batch, [], {int(unit): _NO_NUMBERS for unit in np.flatnonzero(other)})
        for kind, units in self._kinds(batch, columns, ~other):
            self._infer_kind(found, columns, kind, units)
        return self._counted(found)

    def _counted(self, inferred: Inferred) -> Inferred:
        self.alone.update(inferred.alone.values())
        return inferred

    def _kinds(
        self, batch: Batch, columns: dict[str, Column], wanted: NDArray[np.bool_]
    ) -> Iterator[tuple[_Kind, Units]]:
        """The units that are ``wanted`` by the codes that are given of them, their year, their day, and whether they have a source."""
        codes = list(columns)
        bits = np.packbits(np.array([columns[code].present for code in codes], np.bool_), axis=0).T
        keys: dict[tuple[bytes, int, date, bool], list[int]] = {}
        for unit in np.flatnonzero(wanted):
            head = batch.heads[unit]
            keys.setdefault((bits[unit].tobytes(), head.year, head.as_of, bool(head.source)), []).append(int(unit))
        for (_, *dated), units in keys.items():
            given = tuple(code for code in codes if columns[code].present[units[0]])
            yield (given, *dated), np.array(units, np.int64)  # type: ignore[misc]

    def _infer_kind(self, found: Inferred, columns: dict[str, Column], kind: _Kind, units: Units) -> None:
        shape = self._shape(found.batch, kind, units)
        if isinstance(shape, str):
            found.alone.update(dict.fromkeys(units.tolist(), shape))
            return
        try:
            values = shape.over({code: columns[code].numbers.of(units) for code in kind[0]}, len(units))
            if values.unsound.any():
                found.alone.update(dict.fromkeys(units[values.unsound].tolist(), _UNSOUND))
                units = units[~values.unsound]
                values = shape.over({code: columns[code].numbers.of(units) for code in kind[0]}, len(units))
            if len(units):
                found.parts.append(Part(values, units, self.plan.run(values.columns()).states))
        except (NotInColumns, EngineError) as error:
            found.alone.update(dict.fromkeys(units.tolist(), str(error)))

    def _shape(self, batch: Batch, kind: _Kind, units: Units) -> Shape | str:
        known = self._shapes.get(kind)
        if known is None:
            if len(self._shapes) >= _MOST_SHAPES:
                return "bảng có quá nhiều kiểu dòng thiếu số liệu khác nhau"
            known = self._shapes[kind] = self._made(batch, units)
        return known

    def _made(self, batch: Batch, units: Units) -> Shape | str:
        reason = ""
        for unit in units[:_MODELS]:
            try:
                return Shape(self.evaluator, self.facts_of(batch, int(unit)), self.whole)
            except NotInColumns as error:
                reason = str(error)
        return reason

    def facts_of(self, batch: Batch, unit: int) -> FactBase:
        """The facts of a unit, read as any is read. Raises NotInColumns where they have errors."""
        case = self.cases.load_row(batch.row(unit), self.evaluator.rulebook).case
        if case is None:
            raise NotInColumns("số liệu có lỗi")
        return case.facts
