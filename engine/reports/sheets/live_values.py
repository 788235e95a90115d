"""The values of a case as cells of a spreadsheet: given ones to change, computed ones as live formulas over their names."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from engine.evaluation.arithmetic import in_names
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import Evaluation
from engine.factbase.facts import Fact
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.numbers import rounded
from engine.language.syntax import Call, Formula, Ref, Relation
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, Unit
from engine.reports.sheets.formulas import Expression, Inexpressible, in_scale, translated
from engine.reports.sheets.number_cells import number_cell
from engine.rulebook.rulebook import Indicator
from engine.spreadsheets.names import CellNames
from engine.spreadsheets.tables import Amount, Cell, Text
from engine.spreadsheets.tables import Formula as FormulaCell
from engine.workspace.cases import Case

DISTANCE = "so_muc_tieu"
"""How the names of cells begin that have the distance to a goal."""

NO_NUMBER = "giá trị là một khoảng, không phải một số"
_NOT_THE_SAME = "công cụ tính theo kỳ của từng số liệu, Excel không diễn đạt được"
_TOO_LONG = "số có nhiều chữ số hơn Excel giữ được"
_SIGNS = {
    Relation.AT_LEAST: ">=0", Relation.ABOVE: ">0", Relation.AT_MOST: "<=0", Relation.BELOW: "<0",
    Relation.EQUAL: "=0", Relation.POINT: "=0",
}  # fmt: skip
_ENOUGH_DIGITS = 9
_SUFFIXES = {
    "previous_year": "nam_truoc", "like_period": "cung_ky", "actual_only": "thuc_hien", "estimate_only": "uoc",
    "value_in_year": "nam", "cumulated": "cong_don", "period_mean": "binh_quan", "claimed": "neu",
}  # fmt: skip


class Live(NamedTuple):
    """A value with the name of its cell; ``note`` says why it is no formula, '' where it is one or is given."""

    name: str
    label: str
    unit: Unit
    cell: Cell
    tool: Cell
    note: str = ""
    measured: InputValue | None = None


class NamedCell(NamedTuple):
    """A cell with a name: what it holds, and its place, «'Số liệu'!D12»."""

    cell: Cell
    place: str


class LiveValues:
    """The names and formulas of ``case``; ``further`` are the values of other years and periods that formulas read."""

    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        self._case = case
        self._names = CellNames()
        self.further: dict[tuple[str, Fraction], Live] = {}
        self._of_fact: dict[int, str] = {}
        self._computed: dict[str, str] = {}
        indicators = case.rulebook.indicators
        for indicator in indicators.values():
            counting = case.facts.value(indicator.code).facts
            if indicator.formula is not None:
                self._computed[indicator.code] = self._names.give(indicator.code)
            elif len(counting) == 1:
                self._of_fact[id(counting[0])] = self._names.give(indicator.code)
        for fact in case.facts.facts.facts:
            if id(fact) not in self._of_fact:
                self._of_fact[id(fact)] = self._names.give(fact.code)
        self._of_place = {(fact.code, fact.origin): self._of_fact[id(fact)] for fact in case.facts.facts.facts}
        measures = [(c.id, place, m) for c in evaluation.criteria for place, m in enumerate(c.measures, 1)]
        many = {c.id for c in evaluation.criteria if len(c.measures) > 1}
        self.of_measures = {
            (identifier, place): self._of_measure(
                f"{identifier}_{place}" if identifier in many else identifier, measure
            )
            for identifier, place, measure in measures
        }

    def name_of(self, fact: Fact) -> str:
        """Returns the name of the cell of a fact."""
        return self._of_fact[id(fact)]

    def name_at(self, code: str, origin: str) -> str:
        """Returns the name of the cell of a number by its code and the place of its fact; '' where it has none."""
        if (code, origin) in self._of_place:
            return self._of_place[code, origin]
        for live in self.further.values():
            facts = live.measured.facts if live.measured is not None else ()
            if len(facts) == 1 and (facts[0].code, facts[0].origin) == (code, origin):
                return live.name
        return self._computed.get(code, "")

    def computed(self, indicator: Indicator, measured: InputValue, tool: Cell) -> Live:
        """Returns the value of an indicator with a formula."""
        assert indicator.formula is not None
        name = self._computed[indicator.code]
        cell, note = self._live(indicator.formula, measured, indicator.unit, tool, indicator.code)
        return Live(name, indicator.name, indicator.unit, cell, tool, note, measured)

    def _live(self, formula: Formula, measured: InputValue, unit: Unit, tool: Cell, own: str = "") -> tuple[Cell, str]:
        """Returns the cell of ``formula``, and why it is a value where it is one."""
        if measured.value is None or measured.value.exact is None:
            return tool, NO_NUMBER if measured.value is not None else ""
        if not isinstance(tool, Amount):
            return tool, _TOO_LONG

        def cell_of(part: Formula) -> Expression:
            found = measured if part is formula and not own else self._case.facts.within(formula, part)
            return self._cell(part, found)

        try:
            found = in_scale(translated(formula, cell_of), unit.scale)
        except Inexpressible as why:
            return tool, str(why)
        if found.value * unit.scale != measured.value.exact:
            return tool, _NOT_THE_SAME
        return FormulaCell(f"={found.text}", float(found.value), _full(tool, found.value)), ""

    def _cell(self, part: Formula, found: InputValue) -> Expression:
        """Returns the cell that has ``found``, the value of an indicator or of a function that reads one."""
        code = part.code if isinstance(part, Ref) else part.arguments[0].code if isinstance(part, Call) and isinstance(part.arguments[0], Ref) else ""  # fmt: skip
        indicator = self._case.rulebook.indicators.get(code)
        exact = found.value.exact if found.value is not None else None
        if indicator is None or exact is None:
            raise Inexpressible(NO_NUMBER)
        unit = indicator.unit
        cell = number_cell(exact / unit.scale, display.amount(exact / unit.scale, unit), unit)
        if not isinstance(cell, Amount):
            raise Inexpressible(_TOO_LONG)
        value = exact / unit.scale
        only = found.facts[0] if len(found.facts) == 1 else None
        if only is not None and only.value == found.value and id(only) in self._of_fact and only.code == code:
            return Expression(self._of_fact[id(only)], value, unit.scale)
        if isinstance(part, Ref) and code in self._computed and self._case.facts.value(code).value == found.value:
            return Expression(self._computed[code], value, unit.scale)
        called = in_names(part, self._case.rulebook)
        if (called, exact) not in self.further:
            suffix = _SUFFIXES.get(part.function, "khac") if isinstance(part, Call) else "dung"
            name = self._names.give(f"{code}_{suffix}")
            cell = cell._replace(value=float(value))
            self.further[called, exact] = Live(
                name, called, unit, cell, cell, "giá trị của kỳ khác, hoặc gộp nhiều số", found
            )
        return Expression(self.further[called, exact].name, value, unit.scale)

    # ------------------------------------------------------------ measures beside their goals

    def _of_measure(self, key: str, measure: Measure) -> Sequence[Live]:
        """Returns value, goal, distance and standing of a comparison of exact numbers; nothing of any other."""
        actual, goal, unit = measure.actual, measure.threshold, measure.unit
        if actual is None or actual.value.exact is None or goal is None or measure.test.negated:
            return ()
        shown = number_cell(actual.value.exact, display.with_unit(display.beside(actual.value.exact, goal), unit), unit)
        goal_cell = number_cell(goal, display.amount(goal, unit), unit)
        if not isinstance(shown, Amount) or not isinstance(goal_cell, Amount):
            return ()
        names = {what: self._names.give(f"{what}_{key}") for what in ("thuc_hien", "muc_tieu", DISTANCE, "dat")}
        cell, note = self._live(measure.test.shown.formula, measure.measured, unit, shown)
        found = [Live(names["thuc_hien"], f"{measure.name}: thực hiện", unit, cell, shown, note)]
        sides = measure.test.sides
        cell, note = (goal_cell, "") if sides is None or measure.sides is None else self._live(
            sides.right.formula, measure.sides.right, unit, goal_cell
        )  # fmt: skip
        found.append(Live(names["muc_tieu"], f"{measure.name}: mục tiêu", unit, cell, goal_cell, note))
        found += self._distance(measure, names, actual.value.exact, goal)
        found += self._standing(measure, names, actual.value.exact, goal)
        return found

    def _distance(self, measure: Measure, names: dict[str, str], actual: Fraction, goal: Fraction) -> list[Live]:
        value, unit = (measure.percent, PERCENT_UNIT) if measure.points is None else (measure.points, POINTS_UNIT)
        if value is None:
            return []
        text = display.percent(value) if measure.points is None else display.signed(value, measure.unit, measure.digits)
        tool = number_cell(value, text, unit)
        own = actual / goal * 100 if measure.points is None else actual - goal
        label = f"{measure.name}: so với mục tiêu"
        if not isinstance(tool, Amount) or own != value:
            return [Live(names[DISTANCE], label, unit, tool, tool, _NOT_THE_SAME)]
        one, other = names["thuc_hien"], names["muc_tieu"]
        formula = f"={one}/{other}*100" if measure.points is None else f"={one}-{other}"
        cell = FormulaCell(formula, float(value), _full(tool, value))
        return [Live(names[DISTANCE], label, unit, cell, tool)]

    def _standing(self, measure: Measure, names: dict[str, str], actual: Fraction, goal: Fraction) -> list[Live]:
        """Returns whether the goal is reached. Digits behind the ninth decimal are noise of the spreadsheet."""
        sign = _SIGNS.get(measure.test.relation) if measure.test.relation is not None else None
        if measure.holds is None or sign is None:
            return []
        off = rounded(actual - goal, _ENOUGH_DIGITS)
        holds = {">=0": off >= 0, ">0": off > 0, "<=0": off <= 0, "<0": off < 0, "=0": off == 0}[sign]
        tool = Text("đạt mức" if measure.holds else "chưa đạt mức", align="right")
        label, unit = f"{measure.name}: đạt mức đặt ra?", PERCENT_UNIT.without_name()
        if holds != measure.holds:
            return [Live(names["dat"], label, unit, tool, tool, "mức đặt ra không so được bằng một phép so")]
        difference = f"ROUND({names['thuc_hien']}-{names['muc_tieu']},{_ENOUGH_DIGITS})"
        formula = f'=IF({difference}{sign},"đạt mức","chưa đạt mức")'
        return [Live(names["dat"], label, unit, FormulaCell(formula, tool.text), tool)]


def _full(shown: Amount, exact: Fraction) -> str:
    """Returns the number format of a formula: that of the table, with all digits where rounding would meet the goal."""
    return shown.number_format if shown.value == float(exact) else "#,##0.##########"
