"""The values of a case as cells of a spreadsheet: given ones to change, computed ones as live formulas over their names."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.evaluation.arithmetic import in_names
from engine.evaluation.comparison import Measure
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.factbase.facts import Fact
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.syntax import Call, Formula, Ref
from engine.language.units import PERCENT_UNIT, POINTS_UNIT, Unit
from engine.reports.sheets.formulas import Expression, Inexpressible, in_scale, number_text, translated
from engine.reports.sheets.live_verdicts import HELD, NOT_HELD, ComparedCells, verdict_formula
from engine.reports.sheets.number_cells import number_cell
from engine.rulebook.logic import Logic, Test
from engine.rulebook.rulebook import Indicator
from engine.spreadsheets.names import CellNames
from engine.spreadsheets.tables import Amount, Cell, Text
from engine.spreadsheets.tables import Formula as FormulaCell
from engine.workspace.case import Case

DISTANCE = "so_muc_tieu"
"""How the names of cells begin that have the distance to a goal."""

NO_NUMBER = "giá trị là một khoảng, không phải một số"
_NOT_THE_SAME = "công cụ tính theo kỳ của từng số liệu, Excel không diễn đạt được"
_TOO_LONG = "số có nhiều chữ số hơn Excel giữ được"
_SUFFIXES = {
    "previous_year": "nam_truoc", "like_period": "cung_ky", "actual_only": "thuc_hien", "estimate_only": "uoc",
    "value_in_year": "nam", "cumulated": "cong_don", "period_mean": "binh_quan", "claimed": "neu",
}  # fmt: skip


class Live(NamedTuple):
    """A value with the name of its cell; ``note`` says why it is no formula, '' where it is one or is given.

    ``given``: it is an input, whatever ``note`` says of it.
    """

    name: str
    label: str
    unit: Unit
    cell: Cell
    tool: Cell
    note: str = ""
    measured: InputValue | None = None
    given: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it stays what the tool computed, whatever the inputs become."""
        return bool(self.note) and not self.given


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
        beyond = {c.id: c.goal.threshold.exceeded for c in evaluation.criteria if c.goal.threshold is not None}
        self._cells: dict[tuple[str, int], ComparedCells] = {}
        self.of_measures = {
            (identifier, place): self._of_measure(
                (identifier, place), f"{identifier}_{place}" if identifier in many else identifier, measure,
                beyond.get(identifier),
            )
            for identifier, place, measure in measures
        }  # fmt: skip
        self.verdicts = {c.id: self._verdict(c) for c in evaluation.criteria if c.measures}

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
                name, called, unit, cell, cell, "giá trị của kỳ khác, hoặc gộp nhiều số", found, given=True
            )
        return Expression(self.further[called, exact].name, value, unit.scale)

    # ------------------------------------------------------------ measures beside their goals

    def _of_measure(self, which: tuple[str, int], key: str, measure: Measure, beyond: Logic | None) -> Sequence[Live]:
        """Returns value, goal, distance and standing of a comparison of exact numbers; nothing of any other."""
        actual, goal, unit = measure.actual, measure.threshold, measure.unit
        if actual is None or actual.value.exact is None or goal is None:
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
        cells = ComparedCells(measure.test, names["thuc_hien"], names["muc_tieu"], actual.value.exact, goal)
        found += self._distance(measure, names, cells, beyond)
        found += self._standing(measure, names["dat"], cells)
        self._cells[which] = cells if found[-1].is_kept else cells._replace(held=names["dat"])
        return found

    def _distance(
        self, measure: Measure, names: dict[str, str], cells: ComparedCells, beyond: Logic | None
    ) -> list[Live]:
        value, unit = (measure.percent, PERCENT_UNIT) if measure.points is None else (measure.points, POINTS_UNIT)
        if value is None:
            return []
        text = display.percent(value) if measure.points is None else display.signed(value, measure.unit, measure.digits)
        tool = number_cell(value, text, unit)
        one, (base, edge) = cells.value, _edge(measure, cells, beyond)
        own = cells.exact / cells.threshold * 100 if measure.points is None else cells.exact - edge
        label = f"{measure.name}: so với mục tiêu"
        if not isinstance(tool, Amount) or own != value:
            return [Live(names[DISTANCE], label, unit, tool, tool, _NOT_THE_SAME)]
        formula = f"={one}/{cells.goal}*100" if measure.points is None else f"={one}-{base}"
        cell = FormulaCell(formula, float(value), _full(tool, value))
        return [Live(names[DISTANCE], label, unit, cell, tool)]

    def _standing(self, measure: Measure, name: str, cells: ComparedCells) -> list[Live]:
        """Returns whether the goal is reached."""
        tool = Text({True: HELD, False: NOT_HELD, None: "chưa rõ"}[measure.holds], align="right")
        label, unit = f"{measure.name}: đạt mức đặt ra?", PERCENT_UNIT.without_name()
        try:
            found = cells.condition(measure.test)
        except Inexpressible as why:
            return [Live(name, label, unit, tool, tool, str(why))]
        if found.holds is not measure.holds:
            return [Live(name, label, unit, tool, tool, "kết luận không chỉ do phép so số này")]
        return [Live(name, label, unit, FormulaCell(f'=IF({found.text},"{HELD}","{NOT_HELD}")', tool.text), tool)]

    def _verdict(self, criterion: CriterionResult) -> Live:
        """Returns the verdict of a criterion over the cells of its comparisons, kept where no formula can express it."""
        name, unit = self._names.give(f"ket_luan_{criterion.id}"), PERCENT_UNIT.without_name()
        tool = Text(criterion.status.label, align="right")
        cells = [self._cells.get((criterion.id, place)) for place in range(1, len(criterion.measures) + 1)]
        try:
            cell = FormulaCell(verdict_formula(criterion, cells), tool.text)
        except Inexpressible as why:
            return Live(name, "kết luận", unit, tool, tool, str(why))
        return Live(name, "kết luận", unit, cell, tool)


def _edge(measure: Measure, cells: ComparedCells, beyond: Logic | None) -> tuple[str, Fraction]:
    """Returns what the distance of a rate is measured to: the goal; of a range the better end once that is passed."""
    if not (measure.of_range and isinstance(beyond, Test) and measure.sides is None):
        return cells.goal, cells.threshold
    bound = beyond.allowed.low if beyond.allowed.low is not None else beyond.allowed.high
    if bound is None:
        return cells.goal, cells.threshold
    end = bound / measure.unit.scale
    try:
        passed = cells.condition(beyond)
    except Inexpressible:
        return cells.goal, cells.threshold
    return f"IF({passed.text},{number_text(end)},{cells.goal})", end if passed.holds else cells.threshold


def _full(shown: Amount, exact: Fraction) -> str:
    """Returns the number format of a formula: that of the table, with all digits where rounding would meet the goal."""
    return shown.number_format if shown.value == float(exact) else "#,##0.##########"
