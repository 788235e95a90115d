"""Proves that one rule implies another for all data, by which mutants without an effect are left out.

Truth is ordered false < unknown < true; «a entails b» means that a is never truer than b. A finding is
«khi» ∧ (one of «của»), so it entails every part of its «khi» that «tất cả» joins, and «one of its của». Where the rest R of
a finding entails both the old and the new form P of the changed part, the change has no effect: R ∧ P = R for every P that
R entails, in three values as in two.
"""

from __future__ import annotations

from fractions import Fraction

from engine.domain.verdicts import Verdict
from engine.inference.compiler import belongs_to
from engine.language.interval import Interval
from engine.language.logic import Truth
from engine.rule_tests.monotone import Order, order
from engine.rulebook.logic import Logic, PresenceTest, StatusTest, Test, conjuncts
from engine.rulebook.rulebook import Criterion, Finding, Reference, Rulebook

_Of = tuple[Reference, ...]


class Entailment:
    """Proofs over one rulebook. They are sound, not complete: an implication without a proof may still hold.

    They end because no rule depends on itself.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.findings = {finding.id: finding for finding in rulebook.findings}
        self.criteria = {criterion.id: criterion for criterion in rulebook.criteria}

    def same(self, one: Finding, other: Finding) -> bool:
        """Returns whether the two findings, which differ in «khi» or in «của», provably hold for the same data."""
        old_of, new_of = belongs_to(one, self.rulebook), belongs_to(other, self.rulebook)
        if one.kind.spec.needs_shortfall and not (old_of and new_of):  # then it never holds
            return False
        old, new = list(conjuncts(one.when)), list(conjuncts(other.when))
        common = [part for part in old if part in new]
        if old_of == new_of:
            changed = [part for part in (*old, *new) if part not in common]
            return all(self._entailed(part, common, old_of) for part in changed)
        return self._of_entailed(old_of, common, new_of) and self._of_entailed(new_of, common, old_of)

    def in_steps(self, test: Test) -> Interval | None:
        """Returns the values that ``test`` allows, in whole steps where its input has steps; None where none is left."""
        code = test.input.code
        indicator = self.rulebook.indicators[code] if code is not None else None
        if indicator is None or indicator.formula is not None:  # a computed value may fall between the steps
            return test.allowed
        step = None if indicator.step is None else indicator.step * indicator.unit.scale
        if indicator.ranks:
            step = Fraction(1)
        try:
            return test.allowed if step is None else test.allowed.tightened(step)
        except ValueError:
            return None

    # ------------------------------------------------------------ parts of «khi»

    def _entailed(self, part: Logic, given: list[Logic], of: _Of) -> bool:
        """Returns whether ``part`` follows from one of ``given``, or from each of ``of``."""
        if any(self._implies(other, part) for other in given):
            return True
        return bool(of) and all(self._holding_implies(reference, part) for reference in of)

    def _implies(self, one: Logic, other: Logic) -> bool:
        match one, other:
            case (Test(), Test()) if one.input.key == other.input.key and not (one.negated or other.negated):
                inner, outer = self.in_steps(one), self.in_steps(other)
                return inner is None or (outer is not None and inner.within(outer) is Truth.TRUE)
            case (Test(), Test()) if not (one.negated or other.negated):
                return one.allowed.within(other.allowed) is Truth.TRUE and self._further_in(one, other)
            case (StatusTest(), StatusTest()) | (PresenceTest(), PresenceTest()):
                return one[:-2] == other[:-2]
            case (PresenceTest(present=True), _):
                return self._holding_implies(Reference("finding", one.finding), other)
        return False

    def _further_in(self, one: Test, other: Test) -> bool:
        """Returns whether ``other`` allows a stretch without a bound at one end, and its input is nearer to this end."""
        found = order(other.input.formula, one.input.formula, self.rulebook.indicators)
        if other.allowed.low is None:
            return found in (Order.EQUAL, Order.AT_MOST)
        return other.allowed.high is None and found in (Order.EQUAL, Order.AT_LEAST)

    def _holding_implies(self, reference: Reference, part: Logic) -> bool:
        """Returns whether ``part`` is at least as true as the entry ``reference`` of «của»."""
        if reference.what == "finding":
            if isinstance(part, PresenceTest) and part.present and part.finding == reference.id:
                return True
            finding = self.findings[reference.id]
            of = belongs_to(finding, self.rulebook)
            return any(self._implies(other, part) for other in conjuncts(finding.when)) or (
                bool(of) and all(self._holding_implies(entry, part) for entry in of)
            )
        if not isinstance(part, StatusTest) or part.standing is not Verdict.NOT_MET:
            return False
        return (part.of_target, part.id) == (reference.what == "target", reference.id)

    # ------------------------------------------------------------ entries of «của»

    def _of_entailed(self, old: _Of, given: list[Logic], new: _Of) -> bool:
        """Returns whether «one of ``new`` holds» follows from «one of ``old`` holds» and ``given``."""
        if not new:
            return True
        if any(self._part_implies_of(part, new) for part in given):
            return True
        return bool(old) and all(self._holds_in(reference, new) for reference in old)

    def _part_implies_of(self, part: Logic, of: _Of) -> bool:
        match part:
            case StatusTest(of_target=False, id=identifier, standing=Verdict.NOT_MET | Verdict.FAILED):
                # A criterion that does not apply has an unknown status, but not an unknown «của».
                always = _always_applies(self.criteria[identifier])
                return always and self._holds_in(Reference("criterion", identifier), of)
            case PresenceTest(present=True, finding=identifier):
                return self._holds_in(Reference("finding", identifier), of)
            case Test():
                criteria = (self.criteria[r.id] for r in of if r.what == "criterion")
                return any(_excludes(part, criterion) for criterion in criteria)
        return False

    def _holds_in(self, reference: Reference, of: _Of) -> bool:
        """Returns whether some entry of ``of`` is at least as true as ``reference``."""
        if reference in of:
            return True
        if reference.what == "finding":
            finding = self.findings[reference.id]
            entries = belongs_to(finding, self.rulebook)
            if entries and all(self._holds_in(entry, of) for entry in entries):
                return True
            return any(self._part_implies_of(part, of) for part in conjuncts(finding.when))
        if reference.what == "criterion":
            criterion = self.criteria[reference.id]
            return criterion.counted and Reference("target", criterion.target) in of
        return False


def _excludes(test: Test, criterion: Criterion) -> bool:
    """Returns whether the criterion always applies and every «đạt khi» excludes the values that ``test`` allows."""
    if test.negated or not _always_applies(criterion):
        return False
    thresholds = [threshold for wording in criterion.wordings for threshold in wording.thresholds]
    return all(any(_disjoint(test, part) for part in conjuncts(threshold.met)) for threshold in thresholds)


def _disjoint(test: Test, part: Logic) -> bool:
    if not isinstance(part, Test) or part.negated or part.input.key != test.input.key:
        return False
    return test.allowed.within(part.allowed) is Truth.FALSE


def _always_applies(criterion: Criterion) -> bool:
    """Returns whether the criterion can never be «không áp dụng»."""
    return criterion.applies is None and all(t.year is None for w in criterion.wordings for t in w.thresholds)
