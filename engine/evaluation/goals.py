"""What each criterion must reach in one year, at one date: amendments and milestones resolved, once for everything after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.evaluation.comparison import named_indicator
from engine.inference.compiler import is_simple
from engine.inference.nodes import Node, NodeKind, leaf_nodes
from engine.rulebook.open_marks import open_marks
from engine.rulebook.rulebook import Criterion, Indicator, Rulebook, Test, Threshold, Wording


class GoalTest(NamedTuple):
    """A comparison of «đạt khi»: ``node`` carries its state, None where the verdict itself says it."""

    test: Test
    node: Node | None
    catalogued: Indicator | None


class GoalInForce(NamedTuple):
    """What ``criterion`` must reach: the wording and threshold in force (None: the resolution sets none for the year).

    ``node`` carries the verdict. ``deadline`` is the day on which the time for it is over; once it is, values dated before
    ``old_before`` are old ones. ``place`` are the places of wording and threshold among those of the criterion.
    """

    criterion: Criterion
    node: Node
    wording: Wording
    threshold: Threshold | None
    place: tuple[int, int]
    tests: tuple[GoalTest, ...]
    deadline: date
    old_before: date

    @property
    def condition(self) -> str:
        """The threshold as written, '' where none is in force."""
        return "" if self.threshold is None else self.threshold.text

    @property
    def rule(self) -> str:
        """The file:line of the threshold, of the criterion where none is in force."""
        return (self.criterion if self.threshold is None else self.threshold).span.place

    @property
    def met_node(self) -> Node:
        """The node of «đạt khi», which has a state of its own only where it is compound."""
        return Node(NodeKind.MET, self.criterion.id, self.place)

    @property
    def exceeded_node(self) -> Node:
        """The node of «vượt khi», in the same way."""
        return Node(NodeKind.EXCEEDED, self.criterion.id, self.place)


class Goals:
    """The goals of a rulebook; those of a date are found once for all its units."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.open_marks = open_marks(rulebook)
        self._at: dict[tuple[int, date], dict[str, GoalInForce]] = {}

    def at(self, year: int, as_of: date) -> dict[str, GoalInForce]:
        """The goals by criterion."""
        found = self._at.get((year, as_of))
        if found is None:
            if len(self._at) >= _DATES_KEPT:
                self._at.clear()
            found = {criterion.id: self._goal(criterion, year, as_of) for criterion in self.rulebook.criteria}
            self._at[year, as_of] = found
        return found

    def _goal(self, criterion: Criterion, year: int, as_of: date) -> GoalInForce:
        text = criterion.wording_on(as_of)
        threshold = text.threshold_for(year, criterion.yearly)
        node = Node(NodeKind.CRITERION, criterion.id)
        if threshold is None:
            return GoalInForce(criterion, node, text, None, (0, 0), (), date.max, date.min)
        place = criterion.wordings.index(text), text.thresholds.index(threshold)
        deadline = self._deadline(criterion, threshold, year)
        goal = GoalInForce(
            criterion, node, text, threshold, place, (), deadline, deadline if deadline <= as_of else date.min
        )
        return goal._replace(tests=tuple(self._tests(goal, threshold)))

    def _tests(self, goal: GoalInForce, threshold: Threshold) -> Iterator[GoalTest]:
        for node, leaf in leaf_nodes(threshold.met, goal.met_node):
            if isinstance(leaf, Test):
                own = None if is_simple(threshold) else node
                yield GoalTest(leaf, own, named_indicator(leaf, self.rulebook))

    def _deadline(self, criterion: Criterion, threshold: Threshold, year: int) -> date:
        """8-semantics: the criterion's own deadline, else the milestone's year, else each year, else the period."""
        if criterion.deadline is not None:
            return criterion.deadline
        if threshold.year is not None:
            return date(threshold.year, 12, 31)
        return date(year, 12, 31) if criterion.yearly else self.rulebook.resolution.ends


_DATES_KEPT = 100
