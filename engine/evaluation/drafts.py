"""What of one evaluation is a draft: the errors of the rules and of the facts that were read, and the criteria they reach."""

from __future__ import annotations

from engine.factbase.base import FactBase
from engine.rulebook.drafts import resting_on
from engine.rulebook.rulebook import DraftMarks


def draft_marks(facts: FactBase) -> DraftMarks:
    """Returns the marks of the rules with those of the facts, once their values have been asked for."""
    marks = facts.rulebook.draft
    errors = [error for one in facts.sets_read if one.year <= facts.facts.year for error in one.errors]
    if not errors:
        return marks
    reached = resting_on(facts.rulebook, {error.indicator for error in errors if error.indicator}, marks.criteria)
    return DraftMarks(tuple(dict.fromkeys((*marks.codes, *(error.code for error in errors)))), reached)
