"""Rulebooks with one slip each, made in memory: what tests must notice. Slips that change nothing are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.rulebook.rulebook import (
    AllOf,
    AnyOf,
    Criterion,
    Finding,
    Logic,
    NotOf,
    Reconciliation,
    Rulebook,
    Test,
    Threshold,
    Wording,
    leaves,
)
from engine.sources.source import Span
from engine.testing.entailment import Entailment
from engine.testing.expectations import Subject
from engine.testing.variants import Variant, Variants

_OF = {"criterion": "nội dung ", "target": "chỉ tiêu "}


class Mutant(NamedTuple):
    """A rule with one change; ``rulebook`` is the whole with it."""

    subject: Subject
    change: str
    span: Span
    rulebook: Rulebook


class Mutants(NamedTuple):
    """``equivalent`` counts the slips left out because they provably change no verdict."""

    mutants: tuple[Mutant, ...]
    equivalent: int


def mutants_of(rulebook: Rulebook) -> Mutants:
    """Every mutant of ``rulebook`` that is not proved equivalent to it, or to a mutant before it."""
    maker = _Maker(rulebook)
    found = tuple(maker.all())
    return Mutants(found, maker.equivalent)


class _Maker:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.variants = Variants(rulebook.indicators)
        self.entailment = Entailment(rulebook)
        self.equivalent = 0
        self.made: set[object] = set()

    def all(self) -> Iterator[Mutant]:
        for criterion in self.rulebook.criteria:
            yield from self._of_criterion(criterion)
        for finding in self.rulebook.findings:
            yield from self._of_finding(finding)
        for check in self.rulebook.reconciliations:
            for variant in self.variants.of(check.check):
                if variant.logic is not None and self._is_new(check.id, check.check, variant.logic):
                    changed = check._replace(check=variant.logic)
                    yield self._mutant(Subject("reconciliation", check.id), variant, check=changed)

    # ------------------------------------------------------------ criteria

    def _of_criterion(self, criterion: Criterion) -> Iterator[Mutant]:
        subject = Subject("criterion", criterion.id)
        for position, text in enumerate(criterion.wordings):
            for number, threshold in enumerate(text.thresholds):
                for key, changed, variant in self._of_threshold(threshold):
                    if self._is_new((criterion.id, position, number, key), getattr(threshold, key), variant.logic):
                        thresholds = _replaced(text.thresholds, number, changed)
                        whole = _with_wording(criterion, position, text._replace(thresholds=thresholds))
                        yield self._mutant(subject, variant, criterion=whole)
        if criterion.applies is not None:
            drop = Variant(None, "bỏ «áp dụng khi»", criterion.applies.span)
            for variant in (*self.variants.of(criterion.applies), drop):
                if self._is_new((criterion.id, "applies"), criterion.applies, variant.logic):
                    yield self._mutant(subject, variant, criterion=criterion._replace(applies=variant.logic))

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

    def _of_finding(self, finding: Finding) -> Iterator[Mutant]:
        subject = Subject("finding", finding.id)
        if finding.when is not None:
            negated = NotOf(finding.when, finding.when.text, finding.when.span)
            for variant in (
                *self.variants.of(finding.when),
                Variant(negated, "phủ định cả điều kiện «khi»", finding.when.span),
                Variant(None, "bỏ cả điều kiện «khi»", finding.when.span),
            ):
                changed = finding._replace(when=variant.logic)
                if self._is_new(finding.id, finding.when, variant.logic) and self._differs(finding, changed):
                    yield self._mutant(subject, variant, finding=changed)
        for reference in finding.of:
            changed = finding._replace(of=tuple(r for r in finding.of if r != reference))
            if self._differs(finding, changed):
                change = Variant(
                    finding.when, f"bỏ {_OF.get(reference.what, '')}{reference.id} khỏi «của»", finding.span
                )
                yield self._mutant(subject, change, finding=changed)

    def _differs(self, finding: Finding, changed: Finding) -> bool:
        same = self.entailment.same(finding, changed)
        self.equivalent += same
        return not same

    # ------------------------------------------------------------ the whole

    def _is_new(self, where: object, old: Logic | None, new: Logic | None) -> bool:
        """Whether ``new`` asks for something else than ``old`` and than every variant before it at the same place."""
        shape = (where, self._shape(new))
        if self._shape(old) == self._shape(new) or shape in self.made:
            self.equivalent += 1
            return False
        self.made.add(shape)
        return True

    def _shape(self, logic: Logic | None) -> object:
        """What decides the truth of ``logic``: without texts and places, and whole steps as the steps they stand for."""
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

    def _mutant(
        self,
        subject: Subject,
        variant: Variant,
        criterion: Criterion | None = None,
        finding: Finding | None = None,
        check: Reconciliation | None = None,
    ) -> Mutant:
        old = self.rulebook
        tests = [leaf for leaf in leaves(variant.logic) if isinstance(leaf, Test)]
        rulebook = old._replace(
            targets=tuple(
                t._replace(criteria=tuple(criterion if criterion and c.id == criterion.id else c for c in t.criteria))
                for t in old.targets
            ),
            findings=tuple(finding if finding and f.id == finding.id else f for f in old.findings),
            reconciliations=tuple(check if check and r.id == check.id else r for r in old.reconciliations),
            inputs=old.inputs | {test.input.key: test.input for test in tests},
        )
        return Mutant(subject, variant.change, variant.span, rulebook)


def _replaced(items: Iterable[Threshold], number: int, item: Threshold) -> tuple[Threshold, ...]:
    return tuple(item if position == number else other for position, other in enumerate(items))


def _with_wording(criterion: Criterion, number: int, wording: Wording) -> Criterion:
    wordings = (wording if position == number else other for position, other in enumerate(criterion.wordings))
    return criterion._replace(wordings=tuple(wordings))
