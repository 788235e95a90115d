"""One unit of a batch, which others are like but for their numbers."""

from __future__ import annotations

from functools import cached_property

from engine.bulk.formulas import NotInColumns
from engine.evaluation.evaluation import Verdicts
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase


class ModelUnit:
    """A unit that others are like, read and evaluated as any is. ``whole``: for all rules, not only those of verdicts.

    Raises NotInColumns where it has errors.
    """

    def __init__(self, evaluator: Evaluator, facts: FactBase, whole: bool) -> None:
        self.evaluator = evaluator
        self.facts = facts
        self.values = evaluator.values(facts)
        self.goals = evaluator.goals_of(facts)
        if any(warning.code == "CT303" for warning in facts.warnings):
            raise NotInColumns("có phép chia cho 0, hoặc số quá lớn")
        if facts.facts.errors or facts.facts.claims:
            raise NotInColumns("số liệu có lỗi, hoặc có điều báo cáo nêu")
        asserted = evaluator.working_facts if whole else evaluator.verdict_facts
        self.asserted = {fact.node: fact for fact in asserted(facts, self.values)}

    @cached_property
    def verdicts(self) -> Verdicts:
        """What the rules engine concludes of it."""
        return self.evaluator.verdicts(self.facts)
