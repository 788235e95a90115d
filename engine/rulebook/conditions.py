"""Conditions against the catalogue: as a plain condition, as a goal, as what lies beyond a goal."""

from __future__ import annotations

from engine.files.diagnostics import Problems
from engine.files.written import WrittenValue
from engine.language import syntax
from engine.language.syntax import Direction, Formula
from engine.language.vocabulary import Vocabulary
from engine.rulebook.formulas import FormulaReader, RefusedExpression
from engine.rulebook.inputs import Inputs
from engine.rulebook.logic import BY_ANYONE, Asked, Logic
from engine.rulebook.relations import ReadAs
from engine.rulebook.resolver import Resolver
from engine.rulebook.tree_reader import TreeReader
from engine.rulebook.trees import Tree

_WithSubject = syntax.Comparison | syntax.YesNo | syntax.Category | syntax.Ordinal | syntax.Deadline


class ConditionReader(Inputs):
    """Resolves the conditions of one rulebook."""

    def __init__(self, formulas: FormulaReader, vocabulary: Vocabulary, convention: str, problems: Problems) -> None:
        super().__init__(formulas, convention, problems)
        self._trees = TreeReader(vocabulary, problems)

    def condition(
        self, written: WrittenValue, measured: Formula | None = None, asked: Asked = BY_ANYONE
    ) -> Logic | None:
        """``written`` as a plain condition; ``measured`` is the subject of parts that name none. None where refused."""
        tree = self._trees.tree(written.node)
        return None if tree is None else self._resolve_whole(tree, measured, None, ReadAs.CONDITION, asked)

    def beyond(
        self, written: WrittenValue, measured: Formula | None, good: Direction | None, asked: Asked
    ) -> Logic | None:
        """``written`` as «vượt khi», where a range is a goal and a point membership of what lies from it on."""
        tree = self._trees.tree(written.node)
        return None if tree is None else self._resolve_whole(tree, measured, good, ReadAs.EXCEEDED, asked)

    def goal(
        self, written: WrittenValue, measured: Formula | None, good: Direction | None, asked: Asked = BY_ANYONE
    ) -> tuple[Logic, Logic | None] | None:
        """``written`` as a goal: what is đạt, and what is vượt as its wording implies. None where refused."""
        tree = self._trees.tree(written.node)
        if tree is None:
            return None
        met = self._resolve_whole(tree, measured, good, ReadAs.GOAL, asked)
        if met is None:
            return None
        return met, self._resolve_whole(tree, measured, good, ReadAs.BEYOND, asked)

    def _resolve_whole(
        self, tree: Tree, measured: Formula | None, good: Direction | None, reading: ReadAs, asked: Asked
    ) -> Logic | None:
        comparing = [(atom, text) for atom, text in tree.atoms() if isinstance(atom, _WithSubject)]
        unnamed = [text.part(atom.at.start, atom.at.end) for atom, text in comparing if atom.subject is None]
        if 0 < len(unnamed) < len(comparing):
            message = "điều kiện có vế ghi số liệu, có vế không"
            self.problems.add("CT111", message, unnamed[0], "ghi mã số liệu ở đầu mọi vế")
            return None
        resolver = Resolver(self, measured, good, reading, asked)
        try:
            return tree.resolve(resolver)
        except RefusedExpression as refused:
            if refused.code and resolver.text is not None:
                part = resolver.text.part(refused.at.start, refused.at.end)
                self.problems.add(refused.code, refused.message, part, refused.remedy)
            return None
