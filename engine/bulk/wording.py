"""What is computed, as staff wrote it: of a comparison its words, not the difference that the program compares with 0."""

from __future__ import annotations

from engine.language.text import abridged, on_one_line
from engine.rulebook.logic import Input, KnowledgeTest, Test, leaves
from engine.rulebook.rulebook import Rulebook

_LONGEST = 120
"""Characters that are shown."""


def as_written(input: Input, rulebook: Rulebook) -> str:
    """Returns «thu.tong từ thu.du_toan trở lên»: the first condition that asks for ``input``; its own text where none does."""
    texts = (
        leaf.text
        for condition in rulebook.conditions
        for leaf in leaves(condition)
        if isinstance(leaf, Test | KnowledgeTest) and leaf.input.key == input.key
    )
    return f"«{abridged(on_one_line(next(texts, input.text)), _LONGEST)}»"
