"""Finds the figures without which some criterion of a resolution cannot be judged."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rulebook.formulas import references
from engine.rulebook.logic import KnowledgeTest, Test, leaves
from engine.rulebook.rulebook import Criterion, Indicator, Rulebook


def in_order_of_need(rulebook: Rulebook) -> tuple[list[Indicator], list[Indicator]]:
    """Returns the indicators that are not computed: those that criteria rest on, in the order of these, and the others."""
    needed: dict[str, Indicator] = {}
    for criterion in rulebook.criteria:
        for code in _asked_for(criterion):
            needed.update((one.code, one) for one in _given_behind(code, rulebook.indicators, set()))
    given = (one for one in rulebook.indicators.values() if one.formula is None)
    return list(needed.values()), [one for one in given if one.code not in needed]


def _asked_for(criterion: Criterion) -> Iterator[str]:
    """Yields the codes in the conditions of a criterion, of all its wordings."""
    thresholds = [threshold for wording in criterion.wordings for threshold in wording.thresholds]
    conditions = [criterion.applies, *(logic for one in thresholds for logic in (one.met, one.exceeded))]
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, Test | KnowledgeTest):
                yield from (ref.code for ref in references(leaf.input.formula))


def _given_behind(code: str, indicators: dict[str, Indicator], seen: set[str]) -> Iterator[Indicator]:
    """Yields the indicators that people give for ``code``: itself, or those in its formula."""
    indicator = indicators.get(code)
    if indicator is None or code in seen:
        return
    seen.add(code)
    if indicator.formula is None:
        yield indicator
        return
    for ref in references(indicator.formula):
        yield from _given_behind(ref.code, indicators, seen)
