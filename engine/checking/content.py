"""What the checks look at: one resolution with its rulebook and every facts file of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.factbase.facts import Fact, FactSet
from engine.rulebook.formulas import references
from engine.rulebook.rulebook import (
    Criterion,
    Finding,
    KnowledgeTest,
    Logic,
    Placeholder,
    Rulebook,
    Template,
    Test,
    leaves,
)


class WorkspaceContent(NamedTuple):
    """``facts`` are those of all units and years, in the order of the files."""

    rulebook: Rulebook
    facts: tuple[FactSet, ...]

    @property
    def given(self) -> Iterator[Fact]:
        for facts in self.facts:
            yield from facts.facts


def goals(criterion: Criterion) -> Iterator[Logic]:
    """«đạt khi» of every wording and milestone."""
    for wording in criterion.wordings:
        for threshold in wording.thresholds:
            yield threshold.met


def conditions(rulebook: Rulebook) -> Iterator[Logic]:
    """Every condition of a rulebook."""
    for criterion in rulebook.criteria:
        if criterion.applies is not None:
            yield criterion.applies
        for wording in criterion.wordings:
            for threshold in wording.thresholds:
                yield threshold.met
                if threshold.exceeded is not None:
                    yield threshold.exceeded
    for finding in rulebook.findings:
        if finding.when is not None:
            yield finding.when
    for reconciliation in rulebook.reconciliations:
        yield reconciliation.check


def codes_in(logic: Logic | None) -> Iterator[str]:
    """The indicators that a condition names."""
    for leaf in leaves(logic):
        if isinstance(leaf, Test | KnowledgeTest):
            yield from (reference.code for reference in references(leaf.input.formula))


def codes_printed(template: Template) -> Iterator[str]:
    """The indicators that a sentence prints."""
    for piece in template:
        if isinstance(piece, Placeholder) and piece.what in ("indicator", "claim"):
            yield piece.subject


def sentence(finding: Finding) -> str:
    """The words of a conclusion, without its numbers."""
    return "".join(piece for piece in finding.conclusion if isinstance(piece, str))
