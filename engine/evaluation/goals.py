"""What each criterion must reach in one year, at one date: amendments and milestones resolved, once for everything after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.evaluation.arithmetic import in_names
from engine.evaluation.comparison import named_indicator
from engine.evaluation.plausibility import near_goal, shares_of
from engine.factbase.facts import FactSet
from engine.inference.compiler import is_simple
from engine.inference.nodes import Node, NodeKind, leaf_nodes
from engine.rulebook.contrary import contrary
from engine.rulebook.deadlines import day_of_goal, deadline_in, why_not_judged
from engine.rulebook.logic import PresenceTest, Sides, StatusTest, Test, leaves
from engine.rulebook.open_marks import open_marks
from engine.rulebook.rulebook import Criterion, Indicator, Rulebook, Threshold, Wording


class SideNames(NamedTuple):
    """The names of both sides of a comparison for people; ``right_indicator`` is the indicator that the goal is, if it is one."""

    left: str
    right: str
    right_indicator: Indicator | None


def side_names(sides: Sides, rulebook: Rulebook) -> SideNames:
    """Returns the names of the indicators in ``sides``, and formulas written with them."""
    left, right = (in_names(side.formula, rulebook) for side in (sides.left, sides.right))
    return SideNames(left, right, rulebook.indicators.get(sides.right.code or ""))


class GoalTest(NamedTuple):
    """A comparison of «đạt khi», as it is asked for: ``node`` carries its state, None where the verdict itself says it.

    Of one that must not hold ``node`` carries the state of what is written, ``test`` is its contrary.
    """

    test: Test
    node: Node | None
    catalogued: Indicator | None
    names: SideNames | None
    """The names of both sides, where the goal is another measure."""
    formula_name: str
    """What a formula without a code is called."""
    shares: tuple[tuple[str, str], ...] = ()
    """The indicators of which it compares a ratio: part and whole."""
    near: range | None = None
    """Whole parts of a value that is near its goal (`near_goal`); None where more than that tells whether to believe it."""


class GoalInForce(NamedTuple):
    """What ``criterion`` must reach: the wording and threshold in force (None: the resolution sets none for the year).

    ``not_judged`` is why it is not judged in the year at all, '' where it is. ``node`` carries the verdict. ``deadline`` is the day on which the time for it is over; once it is, values dated before
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
    not_judged: str = ""
    met_node: Node = Node(NodeKind.MET, "")
    """The node of «đạt khi», which has a state of its own only where it is compound."""
    asks_verdicts: bool = False
    """Whether «đạt khi» asks for verdicts or findings: no course leads to them."""

    @property
    def condition(self) -> str:
        """The threshold as written, '' where none is in force."""
        return "" if self.threshold is None else self.threshold.text

    @property
    def rule(self) -> str:
        """The file:line of the threshold, of the criterion where none is in force."""
        return (self.criterion if self.threshold is None else self.threshold).span.place

    @property
    def exceeded_node(self) -> Node:
        """The node of «vượt khi», in the same way."""
        return Node(NodeKind.EXCEEDED, self.criterion.id, self.place)


class Goals:
    """The goals of a rulebook; those of a date are found once for all its units."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.open_marks = open_marks(rulebook)
        self._at: dict[tuple[int, date, date], dict[str, GoalInForce]] = {}
        self.target_nodes = {target.id: Node(NodeKind.TARGET, target.id) for target in rulebook.targets}

    def at(self, facts: FactSet) -> dict[str, GoalInForce]:
        """The goals by criterion of the year of ``facts``, at their date."""
        return self.on(facts.year, facts.as_of, facts.due_day)

    def on(self, year: int, as_of: date, due_day: date) -> dict[str, GoalInForce]:
        """The goals by criterion of a file of ``year`` dated ``as_of``, which for deadlines is ``due_day``."""
        when = year, as_of, due_day
        found = self._at.get(when)
        if found is None:
            if len(self._at) >= _DATES_KEPT:
                self._at.clear()
            found = {criterion.id: self._goal(criterion, *when) for criterion in self.rulebook.criteria}
            self._at[when] = found
        return found

    def _goal(self, criterion: Criterion, year: int, as_of: date, due_day: date) -> GoalInForce:
        text = criterion.wording_on(as_of)
        not_judged = why_not_judged(criterion, text, year, self.rulebook)
        threshold = None if not_judged else text.threshold_for(year, criterion.yearly)
        node = Node(NodeKind.CRITERION, criterion.id)
        if threshold is None:
            return GoalInForce(
                criterion,
                node,
                text,
                None,
                (0, 0),
                (),
                date.max,
                date.min,
                not_judged,
                Node(NodeKind.MET, criterion.id, (0, 0)),
            )
        place = criterion.wordings.index(text), text.thresholds.index(threshold)
        deadline = deadline_in(year, criterion, threshold, self.rulebook)
        dated = day_of_goal(threshold, self.rulebook) is not None  # a day that is known does not grow old
        old_before = deadline if deadline <= due_day and not dated else date.min
        met_node = Node(NodeKind.MET, criterion.id, place)
        asks = any(isinstance(leaf, StatusTest | PresenceTest) for leaf in leaves(threshold.met))
        goal = GoalInForce(criterion, node, text, threshold, place, (), deadline, old_before, "", met_node, asks)
        return goal._replace(tests=tuple(self._tests(goal, threshold)))

    def _tests(self, goal: GoalInForce, threshold: Threshold) -> Iterator[GoalTest]:
        for node, leaf, wanted in leaf_nodes(threshold.met, goal.met_node):
            if isinstance(leaf, Test):
                own = None if is_simple(threshold, goal.criterion) else node
                names = None if leaf.sides is None else side_names(leaf.sides, self.rulebook)
                test = leaf if wanted else contrary(leaf)
                catalogued = named_indicator(leaf, self.rulebook)
                called = in_names(leaf.shown.formula, self.rulebook) if catalogued is None else ""
                shares = shares_of(test, self.rulebook)
                near = None
                if not shares and leaf.sides is None and catalogued is not None and catalogued.formula is None:
                    near = near_goal(test.threshold or Fraction(0))
                yield GoalTest(test, own, catalogued, names, called, shares, near)


_DATES_KEPT = 100
