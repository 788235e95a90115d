"""A random sample of what was inferred in columns, without knowing how much there will be; at the end it is inferred again."""

from __future__ import annotations

import random
from itertools import zip_longest
from typing import Generic, TypeVar

from engine.bulk.docs import UnitRow
from engine.bulk.table_units import TableInference
from engine.evaluation.disagreement import table_disagreement
from engine.factbase.base import FactBase
from engine.rulebook.rulebook import Rulebook

T = TypeVar("T")


class Sample(Generic[T]):
    """Keeps ``size`` of all that is added, each as likely as any other: the algorithm R of Vitter (1985)."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.seen = 0
        self.kept: list[T] = []
        self._random = random.SystemRandom()

    def place(self) -> int | None:
        """Counts one more, and returns where it is to be kept; None where it is not."""
        self.seen += 1
        if len(self.kept) < self.size:
            return len(self.kept)
        place = self._random.randrange(self.seen)
        return place if place < self.size else None

    def keep(self, place: int, one: T) -> None:
        """Keeps one at the place that was given for it."""
        if place == len(self.kept):
            self.kept.append(one)
        else:
            self.kept[place] = one


def compare(rulebook: Rulebook, unit: str, year: int, by_column: list[str], by_rules: list[str]) -> None:
    """Raises Disagreement where something that is told of a unit is not the same."""
    for own, other in zip_longest(by_column, by_rules, fillvalue=""):
        if own != other:
            raise table_disagreement(rulebook, unit, year, own, other)


def facts_again(inference: TableInference, row: UnitRow) -> FactBase:
    """The facts of a unit of the sample, read as any is read. Raises Disagreement where they have errors."""
    case = inference.cases.load_row(row, inference.evaluator.rulebook).case
    if case is None:
        raise table_disagreement(inference.evaluator.rulebook, row.unit, row.year, "có kết quả", "số liệu có lỗi")
    return case.facts
