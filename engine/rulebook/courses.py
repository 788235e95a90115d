"""«tiến độ» as written → a declared course: how much of the goal is to be reached by when.

Source: 9-periods-points, «Pace».
"""

from __future__ import annotations

from fractions import Fraction

from engine.files.diagnostics import Problems
from engine.files.scalars import Mapping, Scalar
from engine.files.written import WrittenValue
from engine.language.days import is_year
from engine.language.parser import parse_measured
from engine.language.patterns import compiled
from engine.language.syntax import Call, Formula, Quantity, Ref, Relation
from engine.language.text import fold
from engine.language.units import PERCENT, Unit, UnitMismatch
from engine.language.vocabulary import LanguageError
from engine.rulebook.catalogue import Catalogue
from engine.rulebook.formulas import against
from engine.rulebook.rulebook import Course

_QUARTER = compiled(r"qui (i{1,3}|iv|[1-4])\Z")
_MONTHS = compiled(r"(0?[1-9]|1[0-2]) thang\Z")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_REMEDY = "viết mỗi thời điểm một dòng, ví dụ `6 tháng: 45%`; với cả giai đoạn thì `2023: 60%`; `sai lệch: 1 điểm %`"


class CourseReader:
    """Reads the declared courses of one rulebook."""

    def __init__(self, catalogue: Catalogue, problems: Problems) -> None:
        self.catalogue = catalogue
        self.problems = problems

    def read(self, written: WrittenValue, measured: Formula | None) -> Course | None:
        """The course of a criterion; None where it is refused."""
        node = written.node
        if not isinstance(node, Mapping) or not node.entries:
            self.problems.add("CT013", "`tiến độ` phải là các dòng «thời điểm: phần của mục tiêu»", node.span, _REMEDY)
            return None
        unit = self._unit(measured)
        points: list[tuple[int, Fraction, bool]] = []
        leeway, years = (Fraction(0), False), set[bool]()
        for entry in node.entries:
            value = self._value(entry.value, unit) if isinstance(entry.value, Scalar) else None
            if value is None:
                self.problems.add(
                    "CT013", f"không hiểu phần của mục tiêu ở «{entry.key.text}»", entry.value.span, _REMEDY
                )
                return None
            if fold(entry.key.text) == "sai lech":
                leeway = value
                continue
            at = _at(entry.key.text)
            if at is None:
                self.problems.add("CT013", f"không hiểu thời điểm «{entry.key.text}»", entry.key.span, _REMEDY)
                return None
            years.add(is_year(entry.key.text.strip()))
            points.append((at, *value))
        if len(years) != 1 or len({at for at, *_ in points}) < len(points):
            self.problems.add(
                "CT013", "`tiến độ` lẫn năm với tháng, hoặc ghi một thời điểm hai lần", node.span, _REMEDY
            )
            return None
        return Course(tuple(sorted(points)), years.pop(), *leeway)

    def _unit(self, measured: Formula | None) -> Unit | None:
        while isinstance(measured, Call):
            measured = measured.arguments[0]
        indicator = self.catalogue.indicators.get(measured.code) if isinstance(measured, Ref) else None
        return None if indicator is None else indicator.unit

    def _value(self, node: Scalar, unit: Unit | None) -> tuple[Fraction, bool] | None:
        """The share of the goal (1 is all), or the value itself in base units and that it is one."""
        try:
            written = parse_measured(node.text, self.catalogue.vocabulary)
            if written.relation is not Relation.POINT or not isinstance(written.bound, Quantity):
                return None
            if "%" in written.bound.unit and (unit is None or not unit.is_rate):
                return written.bound.value / 100, False
            if "%" in written.bound.unit and unit is not None and unit.dimension == PERCENT:
                return written.bound.value, True
            return against(unit, written.bound), True
        except (LanguageError, UnitMismatch):
            return None


def _at(text: str) -> int | None:
    """The months from the beginning of the year, or the year."""
    folded = fold(text)
    if is_year(text.strip()):
        return int(text)
    if folded == "ca nam":
        return 12
    if months := _MONTHS.match(folded):
        return int(months[1])
    if quarter := _QUARTER.match(folded):
        return 3 * (_ROMAN.get(quarter[1]) or int(quarter[1]))
    return None
