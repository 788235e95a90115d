"""What the program is given of each unit, as expressions of SQL: where a value stands among the constants it is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from engine.bulk.finals import InTheEnd, Reached
from engine.bulk.formulas import NotInColumns
from engine.bulk.shapes import Reach
from engine.domain.records import NamedTuple
from engine.inference.nodes import Node, NodeKind, pace_key
from engine.inference.program import Program, Slot
from engine.language.syntax import Binary, Extent, Formula, Ref
from engine.rulebook.logic import Reading
from engine.sql.dialects import Dialect, Quotient, Quotients, Unsayable
from engine.sql.earlier_years import EarlierYears
from engine.sql.formulas import SqlFormulas
from engine.sql.models import Model, Models, Pattern
from engine.sql.places import beyond, place_of
from engine.sql.spans import SqlSpan, SqlSpans


class Held(NamedTuple):
    """A column, and what is meant where nothing stands in it."""

    column: str
    otherwise: int | None = None

    @property
    def text(self) -> str:
        """The expression."""
        return self.column if self.otherwise is None else f"COALESCE({self.column}, {self.otherwise})"


Cell: TypeAlias = int | Held | None
"""What stands in a slot of a node: the same for all units, a column, or nothing."""
_Places: TypeAlias = dict[tuple[Node, Slot], Cell]
_SLOTS = tuple(Slot)


class Given(NamedTuple):
    """Columns with the expression of each; ``cells``: what every slot of the program's inputs holds.

    ``paces`` are columns that look at those of ``columns``. ``unsound``: conditions of units that are left to the rules.
    ``unsaid`` are nodes that cannot be given, and why.
    """

    columns: dict[str, str]
    paces: dict[str, str]
    cells: _Places
    unsound: list[str]
    unsaid: dict[Node, str]


class InputWriter:
    """Writes the inputs of ``program`` for units whose numbers are the columns ``numbers``, by code.

    ``earlier`` are the years before of which the table has rows.
    """

    def __init__(
        self,
        models: Models,
        program: Program,
        numbers: Mapping[str, str],
        dialect: Dialect,
        earlier: Collection[int],
    ) -> None:
        year, as_of, _ = models.when
        goals = models.evaluator.goals.on(year, as_of, min(as_of, date(year, 12, 31)))
        self.earlier = EarlierYears(models.rulebook, year, earlier, goals)
        self.models = models
        self.evaluator = models.evaluator
        self.rulebook = models.rulebook
        self.dialect = dialect
        self.numbers = numbers
        self.quotients = Quotients(dialect)
        indicators = self.rulebook.indicators
        self.given = {
            code: self.quotients.column(column, indicators[code].unit.scale) for code, column in numbers.items()
        }
        self.looked_at = {pattern.node for rule in program.rules for pattern in rule.when}
        self.found = Given({}, {}, {}, [], {})
        self._names: dict[str, str] = {}
        self._places: dict[tuple[str, Pattern], dict[Slot, str | int]] = {}

    def write(self, together: Iterable[Formula]) -> None:
        """Writes all but the paces; for those models of ``together`` are made as well."""
        inputs = [one for key, one in self.rulebook.inputs.items() if self._nodes(key)]
        wholes = [
            (one.code, indicator.code)
            for one in self.rulebook.indicators.values()
            if one.code in self.numbers and (indicator := self.rulebook.indicators.get(one.part_of)) is not None
        ]
        formulas = [one.formula for one in inputs]
        self.models.models([*formulas, *map(self._both, wholes), *together])
        for node in self.looked_at:
            self._fixed(node)
        for one in inputs:
            if why := self.earlier.of_value(one):
                self.found.unsaid.update(dict.fromkeys(self._nodes(one.key), why))
            else:
                self._input(one.key, one.formula)
        for part, whole in wholes:
            self._part(part, whole)

    def _nodes(self, key: str) -> list[Node]:
        kinds = (NodeKind.INPUT, NodeKind.KNOWN)
        return [node for node in self.looked_at if node.element == key and node.kind in kinds]

    def pace_nodes(self, criterion: str) -> list[Node]:
        return [n for n in self.looked_at if n.element == pace_key(criterion) and n.kind is NodeKind.INPUT]

    def _fixed(self, node: Node) -> None:
        """What is the same for all units: year and day."""
        if node.kind is not NodeKind.INPUT or node.element in self.rulebook.inputs:
            return
        for model in self.models.made.values():
            if isinstance(model, Model) and node in model.asserted:
                self.found.cells.update({(node, slot): model.asserted[node].value(slot) for slot in _SLOTS})
                return

    # ------------------------------------------------------------ values

    def _input(self, key: str, formula: Formula) -> None:
        nodes = self._nodes(key)
        found: dict[Pattern, Model] = {}
        for pattern in self.models.patterns(self.models.codes_of(formula)):
            model = self.models.made[pattern]
            reason = model if isinstance(model, str) else model.refused.get(key)
            if reason is None and isinstance(model, Model):
                found[pattern] = model
            elif len(pattern.given) == len(pattern.codes):
                self.found.unsaid.update(dict.fromkeys(nodes, reason or ""))
                return
            else:
                self.found.unsound.append(self.condition(pattern))
        self._left_over(found)
        for node in nodes:
            for slot in _SLOTS:
                self._cell(node, slot, found)

    def _left_over(self, found: Mapping[Pattern, Model]) -> None:
        """Units whose values are missing in a way that was not asked for are left to the rules."""
        codes = next(iter(found)).codes if found else ()
        if 2 ** len(codes) > 2 and len(list(self.models.patterns(codes))) < 2 ** len(codes):
            known = " OR ".join(f"({self.condition(pattern)})" for pattern in self.models.patterns(codes))
            self.found.unsound.append(f"NOT ({known})")

    def _cell(self, node: Node, slot: Slot, found: Mapping[Pattern, Model]) -> None:
        try:
            said = {pattern: self._slot(node, slot, pattern, model) for pattern, model in found.items()}
        except (NotInColumns, Unsayable) as error:
            self.found.unsaid[node] = str(error)
            return
        self.found.cells[node, slot] = self._column(said, self.found.columns, "i")

    def _slot(self, node: Node, slot: Slot, pattern: Pattern, model: Model) -> str | int | None:
        fact = model.asserted.get(node)
        value = None if fact is None else fact.value(slot)
        key = node.element
        if node.kind is NodeKind.KNOWN and value:  # of a unit that divides by zero it is not known
            self.number(model, self.rulebook.inputs[key].formula, pattern)
        if value is None or node.kind is NodeKind.KNOWN or key not in model.numbered:
            return value
        return self._place(model, key, slot, pattern)

    def _place(self, model: Model, key: str, slot: Slot, pattern: Pattern) -> str | int:
        """The place of a value, of its final reading, or of what was reached: as ShapeColumns does."""
        found = self._places.get((key, pattern))
        if found is None:
            computed = model.kinds[key] is Reach.COMPUTED
            places = self._of_formula(model, key, pattern) if computed else self._of_number(model, key, pattern)
            found = self._places[key, pattern] = dict(zip(_PAIRED, places, strict=True))
        return found[slot]

    def _of_formula(self, model: Model, key: str, pattern: Pattern) -> tuple[str | int, ...]:
        """The places of what is computed from numbers whose period is not over, or may be read otherwise at the end."""
        value, input, scale = model.values[key], model.inputs[key], self.evaluator.compiled.scales[key]
        place = place_of(self.number(model, input.formula, pattern), scale)
        spans, operands = SqlSpans(self.quotients), model.operands(input)
        numbers = SqlFormulas(model.model, self.given, self.dialect)
        final = self._noted(InTheEnd(model.model, operands, numbers, spans).all(input.formula), pattern).places(scale)
        reached: tuple[str | int, str | int] = -1, scale.top
        if value.reached is not None:
            span = self._noted(Reached(model.model, operands, numbers, spans).of(input.formula), pattern)
            low, high = span.places(scale)
            reached = _chosen("LEAST", low, final[0], -1), _chosen("GREATEST", high, final[1], scale.top)
        only_final = value.ended or input.asked.reading is Reading.FINAL
        for divisor in numbers.divisors:
            self._note(pattern, divisor.is_zero)
        return (*(final if only_final else (place, place)), *final, *reached)

    def _noted(self, span: SqlSpan, pattern: Pattern) -> SqlSpan:
        """Notes the units of which a span says nothing."""
        for odd in span.odd:
            self._note(pattern, odd)
        return span

    def _of_number(self, model: Model, key: str, pattern: Pattern) -> tuple[str | int, ...]:
        scale, kind, value = self.evaluator.compiled.scales[key], model.kinds[key], model.values[key]
        number = self.number(model, model.inputs[key].formula, pattern)
        place = place_of(number, scale)
        final: tuple[str | int, str | int] = place, place if kind is Reach.ITSELF else scale.top
        if kind is Reach.ANYTHING:
            assert value.final is not None
            final = scale.low(value.final), scale.high(value.final)
            formula = model.inputs[key].formula
            assert isinstance(formula, Ref)
            self._note(pattern, beyond(number, self.rulebook.indicators[formula.code].ends))
        now = final if value.ended or kind is Reach.LEAST else (place, place)
        reached: tuple[str | int, str | int] = -1 if value.reached is None else place, scale.top
        return (*now, *final, *reached)

    def number(self, model: Model, formula: Formula, pattern: Pattern) -> Quotient:
        formulas = SqlFormulas(model.model, self.given, self.dialect)
        number = formulas.of(formula)
        for divisor in formulas.divisors:
            self._note(pattern, divisor.is_zero)
        return number

    def _note(self, pattern: Pattern, condition: str) -> None:
        if condition == "FALSE":
            return
        given = self.condition(pattern)
        told = f"{given} AND ({condition})"
        if told not in self.found.unsound:
            self.found.unsound.append(told)

    def condition(self, pattern: Pattern) -> str:
        """The condition that just this of the codes is given."""
        parts = (f"{self.numbers[code]} IS {'NOT ' if code in pattern.given else ''}NULL" for code in pattern.codes)
        return " AND ".join(parts) or "TRUE"

    def _column(self, said: Mapping[Pattern, str | int | None], into: dict[str, str], letter: str) -> Cell:
        """What stands in a slot: of one pattern or another, the most common number last."""
        counts = Counter(told for told in said.values() if not isinstance(told, str))
        usual = counts.most_common(1)[0][0] if counts and None not in counts else None
        if len(counts) == len(set(said.values())) == 1:
            return usual
        cases = "".join(
            f" WHEN {self.condition(pattern)} THEN {_literal(told)}" for pattern, told in said.items() if told != usual
        )
        return Held(self.named(f"CASE{cases} END", into, letter), usual)

    def named(self, text: str, into: dict[str, str], letter: str) -> str:
        name = self._names.get(text)
        if name is None:
            name = self._names[text] = f"{letter}{len(into) + 1}"
            into[name] = text
        return name

    # ------------------------------------------------------------ parts and wholes

    def _both(self, codes: tuple[str, str]) -> Formula:
        """A formula that rests on what both rest on."""
        return Binary("+", self.models.code_formula(codes[0]), self.models.code_formula(codes[1]), Extent(0, 0))

    def _part(self, part: str, whole: str) -> None:
        """A part above its whole is an error of the facts, told elsewhere."""
        for pattern in self.models.patterns(self.models.codes_of(self._both((part, whole)))):
            if part not in pattern.given:
                continue
            model = self.models.made[pattern]
            if isinstance(model, str):
                self.found.unsound.append(self.condition(pattern))
            elif model.model.value(whole).value is not None:
                try:
                    low = self.number(model, self.models.code_formula(whole), pattern)
                    high = self.number(model, self.models.code_formula(part), pattern)
                    self._note(pattern, (low - high).compared("<", Fraction(0)))
                except (NotInColumns, Unsayable):
                    self.found.unsound.append(self.condition(pattern))


_PAIRED = (Slot.LOW, Slot.HIGH, Slot.FINAL_LOW, Slot.FINAL_HIGH, Slot.REACHED_LOW, Slot.REACHED_HIGH)


def _chosen(function: str, one: str | int, other: str | int, utmost: int) -> str | int:
    """The least or greatest of two places, of which none is beyond ``utmost``."""
    if one == other:
        return one
    return utmost if utmost in (one, other) else f"{function}({one}, {other})"


def _literal(told: str | int | None) -> str:
    return "NULL" if told is None else str(told)
