"""Reconciliations as written → checks with their tolerance, hypothesis and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.files.diagnostics import Problems
from engine.files.scalars import Text, text_or_empty
from engine.language.parser import parse_formula, parse_measured
from engine.language.syntax import Quantity, Relation
from engine.language.units import BARE, POINTS, UnitMismatch
from engine.language.vocabulary import LanguageError
from engine.rulebook.catalogue import Catalogue
from engine.rulebook.conditions import ConditionReader
from engine.rulebook.formulas import against, canonical
from engine.rulebook.logic import AllOf, AnyOf, Input, Logic, NotOf, Test
from engine.rulebook.names import Names
from engine.rulebook.remedies import unit_remedy
from engine.rulebook.rulebook import Reconciliation, Template
from engine.rulebook.templates import parse_template

if TYPE_CHECKING:
    from engine.rulebook.documents import ReconciliationDoc


class ReconciliationReader:
    """Reads the reconciliations of one rulebook; ``checks`` may ask what the report claims."""

    def __init__(self, catalogue: Catalogue, checks: ConditionReader, names: Names, problems: Problems) -> None:
        self.catalogue = catalogue
        self.checks = checks
        self.names = names
        self.problems = problems

    def read(self, doc: ReconciliationDoc) -> Reconciliation | None:
        """The reconciliation of ``doc``; None, with the problem reported, where its check makes no sense."""
        check = self.checks.condition(doc.check)
        self.names.check(check)
        hypothesis = self._hypothesis(doc.hypothesis) if doc.hypothesis else None
        if check is None:
            return None
        if doc.tolerance is not None:
            check = self._tolerant(check, doc.tolerance)
        return Reconciliation(
            id=doc.id.value,
            name=text_or_empty(doc.name),
            check=check,
            hypothesis=hypothesis,
            agrees=self._template(doc.agrees),
            differs=self._template(doc.differs),
            undecided=self._template(doc.undecided),
            basis=text_or_empty(doc.basis),
            section=text_or_empty(doc.section),
            span=doc.id.span,
        )

    def _template(self, text: Text | None) -> Template:
        if text is None:
            return ()
        return parse_template(text, self.catalogue.indicators, self.catalogue.broken, self.names, self.problems)

    def _hypothesis(self, text: Text) -> Input | None:
        try:
            written = parse_formula(text.value, self.catalogue.vocabulary)
        except LanguageError as error:
            self.problems.add("CT106", error.message, text.part(error.start, error.end), error.remedy)
            return None
        resolved = self.checks.formulas.resolve(written, text)
        if resolved is None:
            return None
        formula, unit = resolved
        return Input(canonical(formula), formula, unit or BARE, None)

    # ------------------------------------------------------------ tolerance

    def _tolerant(self, check: Logic, tolerance: Text) -> Logic:
        """``check`` with every «=» widened by ``tolerance`` to both sides."""
        try:
            measured = parse_measured(tolerance.value, self.catalogue.vocabulary)
        except LanguageError as error:
            place = tolerance.part(error.start, error.end)
            self.problems.add("CT106", error.message, place, "ghi một con số và đơn vị, ví dụ 1 hộ hoặc 0,05 điểm %")
            return check
        bound = measured.bound
        if measured.relation is not Relation.POINT or not isinstance(bound, Quantity) or bound.value < 0:
            remedy = "ghi một con số không âm, ví dụ 1 hộ hoặc 0,05 điểm %"
            self.problems.add("CT106", "sai số phải là một con số", tolerance.span, remedy)
            return check
        return self._widened(check, bound, tolerance)

    def _widened(self, logic: Logic, by: Quantity, text: Text) -> Logic:
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                return logic._replace(parts=tuple(self._widened(part, by, text) for part in parts))
            case NotOf(part=part):
                return logic._replace(part=self._widened(part, by, text))
            case Test(relation=Relation.EQUAL, input=input, allowed=allowed):
                rate = input.unit.is_rate  # of two rates the difference is told in điểm %
                try:
                    width = against(input.unit._replace(dimension=POINTS) if rate else input.unit, by)
                except UnitMismatch as mismatch:
                    remedy = unit_remedy(by.unit, input.unit.text)
                    self.problems.add("CT103", str(mismatch), text.span, remedy)
                    return logic
                assert allowed.low is not None and allowed.high is not None
                wide = type(allowed)(allowed.low - width, allowed.high + width)
                return logic._replace(allowed=wide)
        return logic
