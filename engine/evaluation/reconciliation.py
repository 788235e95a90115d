"""Declared reconciliations after inference: the outcome that the engine derived, both numbers, and the likeliest reason."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.domain.finding_kinds import RECONCILIATION
from engine.evaluation.arithmetic import in_names, in_numbers, value_text, with_names
from engine.evaluation.claims import ClaimChecker
from engine.evaluation.criterion_results import TargetResult
from engine.evaluation.finding_results import FindingResult, Outcome
from engine.evaluation.findings import FindingTexts
from engine.evaluation.rests import Rest
from engine.factbase.stated import agreeing
from engine.inference.nodes import Node, NodeKind
from engine.language.interval import point
from engine.language.logic import Truth
from engine.language.syntax import Call, Formula, Ref, Relation
from engine.language.units import BARE, PERCENT, PERCENT_UNIT, POINTS, Unit
from engine.rulebook.formulas import references
from engine.rulebook.logic import Input, StatusTest, Test, leaves
from engine.rulebook.rulebook import Reconciliation

_OUTCOMES = {Truth.TRUE: Outcome.AGREES, Truth.FALSE: Outcome.DIFFERS, Truth.UNKNOWN: Outcome.UNDETERMINED}


class Reconciler:
    """Reads the reconciliations of one case from the states that the engine gave them."""

    def __init__(self, texts: FindingTexts, targets: tuple[TargetResult, ...]) -> None:
        self.texts = texts
        self.facts = texts.facts
        self.rulebook = texts.rulebook
        self.targets = targets
        self._names = {code: indicator.name for code, indicator in texts.rulebook.indicators.items()}

    def declared(self) -> Iterator[FindingResult]:
        """The results of «đối chiếu», in canonical order."""
        for reconciliation in self.rulebook.reconciliations:
            yield self._result(reconciliation)

    def given_and_computed(self) -> Iterator[FindingResult]:
        """Numbers that the facts file gives although a formula computes them (8-semantics, «Which fact counts»)."""
        for indicator in self.rulebook.indicators.values():
            both = self.facts.given_and_computed(indicator.code)
            if both is None or indicator.formula is None:
                continue
            given, computed, agrees = both
            self.facts.value(indicator.code)  # warns where they differ
            value, numbers = value_text(computed, indicator.unit), in_numbers(indicator.formula, self.facts)
            text = (
                f"{indicator.name}: số ghi trong tệp là {given.facts[0].text}; tính theo công thức {numbers} = {value}."
            )
            yield FindingResult(
                id=f"SO-{indicator.code}",
                kind=RECONCILIATION,
                category="đối chiếu",
                text=text,
                of=(),
                explains=(),
                rests_on=self.texts.rests_on((*given.facts, *computed.facts), None),
                outcome=Outcome.AGREES if agrees else Outcome.DIFFERS,
                because=tuple(map(self.texts.because, (*given.facts, *computed.facts))),
                basis=given.source,
                section="",
                rule=given.origin,
                firings=(),
            )

    def claims(self) -> Iterator[FindingResult]:
        """What the report states against what was computed, without the claims that a declared check already asks for."""
        declared = {code for reconciliation in self.rulebook.reconciliations for code in reconciliation.claims}
        yield from ClaimChecker(self.facts, self.targets, declared).results()

    def _result(self, reconciliation: Reconciliation) -> FindingResult:
        firings = self.texts.by_node[Node(NodeKind.RECONCILIATION, reconciliation.id)]
        outcome = _OUTCOMES[Truth(firings[0].state)]
        facts = self.texts.facts_of(reconciliation.check)
        claims = [self.facts.claim(code) for code in sorted(reconciliation.claims)]
        rests = self.texts.rests_on(facts, reconciliation.check)
        return FindingResult(
            id=reconciliation.id,
            kind=RECONCILIATION,
            category="đối chiếu",
            text=self._text(reconciliation, outcome),
            of=(),
            explains=(),
            rests_on=(*rests, Rest.CLAIM) if any(claims) else rests,
            outcome=outcome,
            because=tuple(map(self.texts.because, facts)),
            basis=reconciliation.basis or "; ".join(claim.source for claim in claims if claim is not None),
            section=reconciliation.section,
            rule=reconciliation.span.place,
            firings=firings,
        )

    def _text(self, reconciliation: Reconciliation, outcome: Outcome) -> str:
        template = {
            Outcome.AGREES: reconciliation.agrees,
            Outcome.DIFFERS: reconciliation.differs,
            Outcome.UNDETERMINED: reconciliation.undecided,
        }[outcome]
        text = self.texts.filled(template, reconciliation) if template else None
        text = text or self._sentence(reconciliation, outcome)
        if outcome is Outcome.DIFFERS and (reason := self._reason(reconciliation)):
            return f"{text} {reason}"
        return text

    def _sentence(self, reconciliation: Reconciliation, outcome: Outcome) -> str:
        """Both sides of every comparison, where the rule has no sentence of its own; one fixed one for missing data."""
        if outcome is Outcome.UNDETERMINED:
            missing = ", ".join(dict.fromkeys(self._missing(reconciliation)))
            inexact = ", ".join(dict.fromkeys(self._inexact(reconciliation)))
            reason = f"thiếu {missing}" if missing else f"{inexact or 'số liệu'} chưa đủ chính xác"
            return f"Chưa đối chiếu được: {reason}."
        name = reconciliation.name or reconciliation.check.text
        sides = "; ".join(dict.fromkeys(self._sides(reconciliation)))
        return f"{name}: {sides}."

    def _sides(self, reconciliation: Reconciliation) -> Iterator[str]:
        for leaf in leaves(reconciliation.check):
            if not isinstance(leaf, Test):
                yield leaf.text
                continue
            two = _two_sides(leaf)
            if two is None:
                yield f"{self._side(leaf.input.formula, leaf.input.unit)}, cần {with_names(leaf.text, self._names)}"
                continue
            yield self._equation(leaf, *two)

    def _equation(self, test: Test, left: Formula, right: Formula) -> str:
        """«10 + 11 + 1 = 22 HTX» where both sides agree; both sides with their own values where they do not."""
        unit = _plain(test.input.unit)
        sides = [self._side(left, unit), self._side(right, unit)]
        if test.relation is not Relation.EQUAL:
            return f"{sides[0]} so với {sides[1]}"
        if self.texts.values[test.input.key].value != point(Fraction(0)):
            return f"{sides[0]}, nhưng {self._named(right)}{sides[1]}"
        return sides[0] if sides[0] != sides[1] else f"{sides[0]} = {sides[1]}"

    def _named(self, formula: Formula) -> str:
        """The name of an indicator before its value."""
        return f"{self.rulebook.indicators[formula.code].name} là " if isinstance(formula, Ref) else ""

    def _side(self, formula: Formula, unit: Unit) -> str:
        if isinstance(formula, Call) and formula.function == "claimed":
            code = next(references(formula)).code
            claim = self.facts.claim(code)
            return f"báo cáo nêu {claim.text}" if claim is not None else "báo cáo không nêu"
        value = value_text(self.facts.measured(Input("", formula, BARE, None)), unit)
        numbers = in_numbers(formula, self.facts)
        plain = value_text(self.facts.measured(Input("", formula, BARE, None)), unit.without_name())
        return value if numbers in (value, plain) else f"{numbers} = {value}"

    def _missing(self, reconciliation: Reconciliation) -> Iterator[str]:
        """The names of the data without which it cannot be decided."""
        for leaf in leaves(reconciliation.check):
            match leaf:
                case Test(input=input):
                    yield from map(self.texts.name_of, self.texts.values[input.key].missing)
                case StatusTest(of_target=False, id=identifier):
                    measures = self.texts.criteria[identifier].measures
                    yield from (self.texts.name_of(c) for m in measures if m.holds is None for c in m.missing)

    def _inexact(self, reconciliation: Reconciliation) -> Iterator[str]:
        """The names of the numbers that are known too roughly."""
        tests = (leaf for leaf in leaves(reconciliation.check) if isinstance(leaf, Test))
        for code in (reference.code for test in tests for reference in references(test.input.formula)):
            value = self.facts.value(code).value
            if value is not None and value.exact is None:
                yield self.rulebook.indicators[code].name

    # ------------------------------------------------------------ the likeliest reason

    def _reason(self, reconciliation: Reconciliation) -> str:
        """That the hypothesis gives what the report states, where it does; nothing where it does not."""
        if reconciliation.hypothesis is None:
            return ""
        measured = self.facts.measured(reconciliation.hypothesis)
        if measured.value is None or not self._explains(reconciliation):
            return ""
        shown = value_text(measured, reconciliation.hypothesis.unit)
        numbers = in_numbers(reconciliation.hypothesis.formula, self.facts)
        return f"Nhiều khả năng số kia được tính theo {numbers} = {shown} ({in_names(reconciliation.hypothesis.formula, self.rulebook)})."

    def _explains(self, reconciliation: Reconciliation) -> bool:
        hypothesis = reconciliation.hypothesis
        assert hypothesis is not None
        value = self.facts.measured(hypothesis).value
        assert value is not None
        for code in reconciliation.claims:
            claim = self.facts.claim(code)
            if claim is not None and claim.stated is not None:
                unit = self.rulebook.indicators[code].unit
                if value.within(agreeing(claim.stated, unit)) is Truth.TRUE:
                    return True
        for leaf in leaves(reconciliation.check):
            two = _two_sides(leaf) if isinstance(leaf, Test) and not reconciliation.claims else None
            for side in two or ():
                if self.facts.measured(Input("", side, BARE, None)).value == value:
                    return True
        return False


def _two_sides(test: Test) -> tuple[Formula, Formula] | None:
    """What stands to the left and right of the comparison; None where it is with a constant."""
    formula = test.input.formula
    if isinstance(formula, Call) and formula.function == "off_claim":
        return formula.arguments[0], formula.arguments[1]
    return None if test.sides is None else (test.sides.left.formula, test.sides.right.formula)


def _plain(unit: Unit) -> Unit:
    """The unit of each side of a difference: percent where the difference is in điểm %."""
    return PERCENT_UNIT if unit.dimension in (PERCENT, POINTS) else unit
