"""The units of a table as columns of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from engine.bulk.cases import TableCases
from engine.bulk.cells import CellReader, Column
from engine.bulk.formulas import NotInColumns
from engine.bulk.inferring import ColumnInference, Head, Inferred, Kind
from engine.bulk.pieces import Ways
from engine.bulk.units import Batch
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.rulebook.rulebook import Rulebook

_NO_NUMBERS = "có khoảng giá trị, «khoảng», hoặc giá trị không đọc được"


class TableInference(ColumnInference):
    """Infers the units of the table of ``cases``."""

    def __init__(self, cases: TableCases, evaluator: Evaluator, whole: bool) -> None:
        super().__init__(evaluator, whole)
        self.cases = cases
        self._readers = cell_readers(evaluator.rulebook)

    def infer_batch(self, batch: Batch) -> Inferred:
        """Infers what can be inferred in columns."""
        return self.infer(RowUnits(batch, self._readers, partial(self.facts_of, batch)))

    def facts_of(self, batch: Batch, unit: int) -> FactBase:
        """The facts of a unit, read as any is read. Raises NotInColumns where they have errors."""
        case = self.cases.load_row(batch.row(unit), self.evaluator.rulebook).case
        if case is None:
            raise NotInColumns("số liệu có lỗi")
        return case.facts


def cell_readers(rulebook: Rulebook) -> dict[str, CellReader]:
    """What reads the cells of each indicator, by code."""
    return {code: CellReader(one, rulebook.vocabulary) for code, one in rulebook.indicators.items()}


class RowUnits:
    """A batch of rows. ``facts_of`` reads one as any unit is read; it raises NotInColumns where that has errors."""

    def __init__(self, batch: Batch, readers: Mapping[str, CellReader], facts_of: Callable[[int], FactBase]) -> None:
        self.batch = batch
        self.facts_of = facts_of
        self.columns: dict[str, Column] = {}
        size = len(batch.heads)
        other = np.zeros(size, np.bool_)
        if batch.cells.keys() <= readers.keys():
            self.columns = {code: readers[code].read(cells) for code, cells in batch.cells.items()}
            for column in self.columns.values():
                other = other | column.other
        else:  # an error of the facts, which is told where they are read
            other = ~other
        self._plain: NDArray[np.bool_] = ~other
        self.odd = {int(unit): _NO_NUMBERS for unit in np.flatnonzero(other)}

    def __len__(self) -> int:
        return len(self.batch.heads)

    @cached_property
    def ways(self) -> Mapping[str, Ways]:
        """A number is given, or it is not."""
        return {code: column.present.astype(np.int64) for code, column in self.columns.items()}

    def way(self, number: int) -> bool:
        return bool(number)

    def kinds(self) -> Iterator[Kind]:
        """By the year, the day, and whether there is a source."""
        keys: dict[tuple[int, date, bool], list[int]] = {}
        for unit in np.flatnonzero(self._plain):
            head = self.batch.heads[unit]
            keys.setdefault((head.year, head.as_of, bool(head.source)), []).append(int(unit))
        for key, units in keys.items():
            yield Kind(key, np.array(units, np.int64))

    def head(self, unit: int) -> Head:
        head = self.batch.heads[unit]
        return Head(head.unit, head.year, head.as_of)

    def origins(self, unit: int) -> _RowOrigins:
        return _RowOrigins(self.batch, unit)


class _RowOrigins:
    """Source and origin of the values of a unit: the same for all, but for the rows of a long table."""

    def __init__(self, batch: Batch, unit: int) -> None:
        self.source = batch.heads[unit].source
        self.name = batch.name
        self.rows = None if batch.rows is None else {value.code: value.row for value in batch.rows[unit].values}
        self._whole = self.source, f"{self.name}:{batch.heads[unit].row}"

    def of(self, codes: Iterable[str]) -> tuple[str, str]:
        if self.rows is None:
            return self._whole
        return self.source, "; ".join(dict.fromkeys(f"{self.name}:{self.rows[code]}" for code in codes))
