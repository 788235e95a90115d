"""The subject of the checks: one resolution with its rulebook and all its facts files."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.records import NamedTuple
from engine.factbase.facts import Fact, FactSet
from engine.language.text import with_marks
from engine.rulebook.formulas import references
from engine.rulebook.logic import KnowledgeTest, Logic, Test, leaves
from engine.rulebook.rulebook import Criterion, Finding, Placeholder, Rulebook, Template


class WorkspaceContent(NamedTuple):
    """A resolution; ``facts`` are those of all units and years, in the order of the files."""

    rulebook: Rulebook
    facts: tuple[FactSet, ...]

    @property
    def given(self) -> Iterator[Fact]:
        for facts in self.facts:
            yield from facts.facts

    @property
    def pairs(self) -> Iterator[tuple[Fact, Fact, int]]:
        """Each fact behind the fact of the year before, with that year; of several facts of one code the first counts."""
        by_year = {(with_marks(facts.unit), facts.year): facts for facts in self.facts}
        for (unit, year), facts in by_year.items():
            earlier = by_year.get((unit, year - 1))
            old = {fact.code: fact for fact in reversed(earlier.facts)} if earlier is not None else {}
            for fact in facts.facts:
                if fact.code in old:
                    yield old[fact.code], fact, year - 1


def goals(criterion: Criterion) -> Iterator[Logic]:
    """Yields «đạt khi» of every wording and milestone."""
    for wording in criterion.wordings:
        for threshold in wording.thresholds:
            yield threshold.met


def conditions(rulebook: Rulebook) -> Iterator[Logic]:
    """Yields every condition of a rulebook."""
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
    for sentence in rulebook.sentences:
        if sentence.when is not None:
            yield sentence.when


def codes_in(logic: Logic | None) -> Iterator[str]:
    """Yields the indicators that a condition names."""
    for leaf in leaves(logic):
        if isinstance(leaf, Test | KnowledgeTest):
            yield from (reference.code for reference in references(leaf.input.formula))


def codes_printed(template: Template) -> Iterator[str]:
    """Yields the indicators that a sentence prints."""
    for piece in template:
        if isinstance(piece, Placeholder) and piece.what in ("indicator", "claim"):
            yield piece.subject


def words_of(finding: Finding) -> str:
    """Returns the words of a conclusion, without its numbers."""
    return "".join(piece for piece in finding.conclusion if isinstance(piece, str))
