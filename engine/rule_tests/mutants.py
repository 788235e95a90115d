"""Makes rulebooks with one slip each, which tests must notice; leaves out slips without an effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeVar

from engine.domain.records import NamedTuple
from engine.files.json_form import Meaning, json_form
from engine.files.source import Span
from engine.rule_tests.entailment import Entailment
from engine.rule_tests.expectations import Subject
from engine.rule_tests.variants import Variant, Variants
from engine.rulebook.logic import AllOf, AnyOf, Logic, NotOf, Test, leaves
from engine.rulebook.rulebook import Criterion, Finding, Reconciliation, Rulebook, Threshold

T = TypeVar("T")
R = TypeVar("R", Criterion, Finding, Reconciliation)
_Rule = Criterion | Finding | Reconciliation
_OF = {"criterion": "nội dung ", "target": "chỉ tiêu "}


@json_form("what=subject.what", "id=subject.id", "place=span.place", "change", shape="SurvivorShape")
class Mutant(NamedTuple):
    """A rule with one change; ``rulebook`` is the rulebook with that change."""

    subject: Subject
    change: Annotated[str, Meaning("What was changed in the rule without any test noticing")]
    span: Span
    rulebook: Rulebook


class Mutants(NamedTuple):
    """The mutants; ``equivalent`` are those that provably change no verdict for any data."""

    mutants: tuple[Mutant, ...]
    equivalent: tuple[Mutant, ...]


def mutants_of(rulebook: Rulebook) -> Mutants:
    """Returns the mutants of ``rulebook`` and those proved equivalent to it, without duplicates."""
    mutants: dict[object, Mutant] = {}
    equivalent = []
    for candidate in _Maker(rulebook).candidates():
        if candidate.changes_nothing:
            equivalent.append(candidate.mutant)
        else:
            mutants.setdefault(candidate.shape, candidate.mutant)
    return Mutants(tuple(mutants.values()), tuple(equivalent))


class _Candidate(NamedTuple):
    """A mutant to sort. ``shape`` is the place with its new condition: equal shapes are one mutant."""

    mutant: Mutant
    shape: object
    changes_nothing: bool


class _Maker:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.variants = Variants(rulebook.indicators)
        self.entailment = Entailment(rulebook)

    def candidates(self) -> Iterator[_Candidate]:
        for criterion in self.rulebook.criteria:
            yield from self._of_criterion(criterion)
        for finding in self.rulebook.findings:
            yield from self._of_finding(finding)
        for check in self.rulebook.reconciliations:
            for variant in self.variants.of(check.check):
                if variant.logic is not None:
                    changed = check._replace(check=variant.logic)
                    mutant = self._mutant(Subject("reconciliation", check.id), variant, changed)
                    yield self._candidate(mutant, "check", check.check, variant.logic)

    def _candidate(self, mutant: Mutant, where: object, old: Logic | None, new: Logic | None) -> _Candidate:
        shape = self._shape(new)
        return _Candidate(mutant, (mutant.subject, where, shape), self._shape(old) == shape)

    # ------------------------------------------------------------ criteria

    def _of_criterion(self, criterion: Criterion) -> Iterator[_Candidate]:
        subject = Subject("criterion", criterion.id)
        for position, text in enumerate(criterion.wordings):
            for number, threshold in enumerate(text.thresholds):
                for key, changed, variant in self._of_threshold(threshold):
                    wording = text._replace(thresholds=_replaced(text.thresholds, number, changed))
                    whole = criterion._replace(wordings=_replaced(criterion.wordings, position, wording))
                    mutant = self._mutant(subject, variant, whole)
                    where = (position, number, key)
                    yield self._candidate(mutant, where, getattr(threshold, key), variant.logic)
        if criterion.applies is not None:
            drop = Variant(None, "bỏ «áp dụng khi»", criterion.applies.span)
            for variant in (*self.variants.of(criterion.applies), drop):
                mutant = self._mutant(subject, variant, criterion._replace(applies=variant.logic))
                yield self._candidate(mutant, "applies", criterion.applies, variant.logic)

    def _of_threshold(self, threshold: Threshold) -> Iterator[tuple[str, Threshold, Variant]]:
        for variant in self.variants.of(threshold.met):
            if variant.logic is not None:
                marked = variant._replace(change=f"đạt khi, {variant.change}")
                yield "met", threshold._replace(met=variant.logic), marked
        if threshold.exceeded is not None:
            for variant in self.variants.of(threshold.exceeded):
                marked = variant._replace(change=f"vượt khi, {variant.change}")
                yield "exceeded", threshold._replace(exceeded=variant.logic), marked

    # ------------------------------------------------------------ findings

    def _of_finding(self, finding: Finding) -> Iterator[_Candidate]:
        subject = Subject("finding", finding.id)
        for variant in self._of_when(finding.when):
            changed = finding._replace(when=variant.logic)
            mutant = self._mutant(subject, variant, changed)
            candidate = self._candidate(mutant, "when", finding.when, variant.logic)
            same = candidate.changes_nothing or self.entailment.same(finding, changed)
            yield candidate._replace(changes_nothing=same)
        for reference in finding.of:
            changed = finding._replace(of=tuple(r for r in finding.of if r != reference))
            change = f"bỏ {_OF.get(reference.what, '')}{reference.id} khỏi «của»"
            mutant = self._mutant(subject, Variant(finding.when, change, finding.span), changed)
            yield _Candidate(mutant, (subject, reference), self.entailment.same(finding, changed))

    def _of_when(self, when: Logic | None) -> Iterator[Variant]:
        if when is None:
            return
        yield from self.variants.of(when)
        yield Variant(NotOf(when, when.text, when.span), "phủ định cả điều kiện «khi»", when.span)
        yield Variant(None, "bỏ cả điều kiện «khi»", when.span)

    # ------------------------------------------------------------ the whole

    def _shape(self, logic: Logic | None) -> object:
        """Returns what decides the truth of ``logic``: no texts and places, and bounds as whole steps."""
        match logic:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                return type(logic).__name__, tuple(self._shape(part) for part in parts)
            case NotOf(part=part):
                return "not", self._shape(part)
            case Test():
                return logic.input.key, self.entailment.in_steps(logic), logic.negated
            case None:
                return None
        return (type(logic).__name__, *logic[:-2])

    def _mutant(self, subject: Subject, variant: Variant, changed: _Rule) -> Mutant:
        """Returns the mutant whose rulebook has ``changed`` in the place of the rule with its id."""
        old = self.rulebook
        tests = [leaf for leaf in leaves(variant.logic) if isinstance(leaf, Test)]
        rulebook = old._replace(
            targets=tuple(t._replace(criteria=_with(t.criteria, changed)) for t in old.targets),
            findings=_with(old.findings, changed),
            reconciliations=_with(old.reconciliations, changed),
            inputs=old.inputs | {test.input.key: test.input for test in tests},
        )
        return Mutant(subject, variant.change, variant.span, rulebook)


def _with(rules: tuple[R, ...], changed: _Rule) -> tuple[R, ...]:
    return tuple(changed if isinstance(changed, type(rule)) and changed.id == rule.id else rule for rule in rules)


def _replaced(items: tuple[T, ...], number: int, item: T) -> tuple[T, ...]:
    return (*items[:number], item, *items[number + 1 :])
