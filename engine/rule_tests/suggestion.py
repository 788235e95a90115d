"""Suggests boundary cases for a test file: values just below, at and above every threshold of an input.

The engine computes the verdict of a case, so that the reader must confirm it from the wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor

from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.explain.assumptions import assumed_fact
from engine.explain.breakpoints import breakpoints, raw_inputs
from engine.explain.dependencies import tests_behind
from engine.explain.goal import find_goal
from engine.factbase.values import BadValue, parse_value
from engine.files.yaml_text import in_quotes, is_code, scalar
from engine.language import display
from engine.language.interval import point
from engine.rule_tests.expectations import PRESENT, UNDETERMINED, DerivedStates, Subject
from engine.rule_tests.variants import last_digit
from engine.rulebook.logic import Test, leaves
from engine.rulebook.rulebook import Indicator, Kind, Reference
from engine.workspace.case import Case

_WORDS = ("ngay dưới", "đúng bằng", "ngay trên")


class Suggestion(NamedTuple):
    """A value of an input with the resulting verdict; ``where`` is below, at or above ``threshold``, in words."""

    subject: Subject
    code: str
    name: str
    value: str
    where: str
    threshold: str
    label: str


class Suggester:
    """Finds the boundary cases of one case of the workspace."""

    def __init__(self, case: Case, evaluator: Evaluator) -> None:
        self.case = case
        self.rulebook = case.rulebook
        self.evaluator = evaluator
        self.seen: dict[tuple[str, Fraction], DerivedStates] = {}
        """The states by input and value, because many rules depend on one input."""

    def all(self) -> Iterator[Suggestion]:
        """Yields the suggestions for every criterion and finding, in order, without duplicates."""
        references = [Reference("criterion", c.id) for c in self.rulebook.criteria]
        references += [Reference("finding", f.id) for f in self.rulebook.findings]
        for reference in references:
            yield from self._of_rule(reference)

    def _of_rule(self, reference: Reference) -> Iterator[Suggestion]:
        thresholds: dict[str, set[Fraction]] = {}
        for test in dict.fromkeys(self._tests(reference)):
            for code in raw_inputs(test.input.formula, self.case.facts):
                thresholds.setdefault(code, set()).update(self._thresholds(test, self.rulebook.indicators[code]))
        if not all(thresholds.values()):
            for code, value in self._found_by_search(reference):
                thresholds[code] = thresholds[code] or {value}
        for code, values in thresholds.items():
            for threshold in sorted(values):
                yield from self._around(reference, self.rulebook.indicators[code], threshold)

    def _tests(self, reference: Reference) -> Iterator[Test]:
        """Yields the comparisons of the rule, those of «vượt» included."""
        goals = self.evaluator.goals_of(self.case.facts)
        yield from tests_behind(reference, self.case, goals)
        threshold = goals[reference.id].threshold if reference.what == "criterion" else None
        if threshold is not None:
            yield from (leaf for leaf in leaves(threshold.exceeded) if isinstance(leaf, Test))

    def _thresholds(self, test: Test, indicator: Indicator) -> set[Fraction]:
        """Returns the values of ``indicator`` at which the comparison turns."""
        if indicator.ranks:
            return {end for end in (test.allowed.low, test.allowed.high) if end is not None}
        return breakpoints((test,), indicator.code, self.case.facts)

    def _found_by_search(self, reference: Reference) -> Iterator[tuple[str, Fraction]]:
        """Yields the thresholds that the search for a goal finds, for formulas without exact ones."""
        if reference.what != "criterion":
            return
        for change in find_goal(self.case, reference, self.evaluator).changes:
            if change.value.exact is not None:
                yield change.code, change.value.exact * self.rulebook.indicators[change.code].unit.scale

    # ------------------------------------------------------------ one threshold

    def _around(self, reference: Reference, indicator: Indicator, threshold: Fraction) -> Iterator[Suggestion]:
        subject = Subject("criterion" if reference.what == "criterion" else "finding", reference.id)
        cases = []
        for where, value in zip(_WORDS, self._values(indicator, threshold), strict=True):
            text = self._written(indicator, value) if value is not None else None
            if value is None or text is None:
                continue
            label = self._with(indicator, value, text).label(subject)
            shown = self._shown(indicator, threshold)
            cases.append(Suggestion(subject, indicator.code, indicator.name, text, where, shown, label))
        if len({case.label for case in cases}) > 1:  # else something other than this input decides
            yield from cases

    def _with(self, indicator: Indicator, value: Fraction, text: str) -> DerivedStates:
        key = (indicator.code, value)
        if key not in self.seen:
            fact = assumed_fact(self.case, indicator, point(value), text)
            facts = self.case.facts.assuming({indicator.code: fact})
            self.seen[key] = DerivedStates(self.rulebook, self.evaluator.states(facts))
        return self.seen[key]

    def _values(self, indicator: Indicator, threshold: Fraction) -> tuple[Fraction | None, Fraction | None, Fraction]:
        """Returns possible values below, at and above; at is None where the threshold is between two steps."""
        step = self._step(indicator, threshold)
        at = threshold if (threshold / step).denominator == 1 else None
        below = threshold - step if at is not None else floor(threshold / step) * step
        above = threshold + step if at is not None else ceil(threshold / step) * step
        floored = indicator.ranks or indicator.unit.counts
        return (None if floored and below < 0 else below), at, above

    @staticmethod
    def _step(indicator: Indicator, threshold: Fraction) -> Fraction:
        if indicator.ranks or indicator.kind is Kind.DATE:
            return Fraction(1)
        scale = indicator.unit.scale
        if indicator.step is not None:
            return indicator.step * scale
        digit = last_digit(threshold / scale)
        # A threshold that comes out of a quotient has no last digit: two decimals then bring near enough.
        return max(digit, Fraction(1, 100)) * scale

    def _written(self, indicator: Indicator, value: Fraction) -> str | None:
        """Returns the value as a test file writes it; None where it cannot be written."""
        text = self._shown(indicator, value)
        try:
            read = parse_value(text, indicator, self.rulebook.vocabulary)
        except BadValue:
            return None
        return text if read.interval == point(value) else None

    @staticmethod
    def _shown(indicator: Indicator, value: Fraction) -> str:
        if indicator.ranks:
            known = value.denominator == 1 and 0 <= value < len(indicator.ranks)
            return indicator.ranks[int(value)] if known else ""
        if indicator.kind is Kind.DATE:
            return display.day(date.fromordinal(int(value)))
        return display.amount(value / indicator.unit.scale, indicator.unit)


def based_on(suggestions: list[Suggestion], name: str) -> str:
    """Returns the cases as a list for «trường hợp», each a change of the facts file ``name``."""
    return as_yaml(suggestions, f"dựa trên: {scalar(name)}", "thay đổi")


def as_yaml(suggestions: list[Suggestion], origin: str, values: str, ending: str = "") -> str:
    """Returns the cases as a list for «trường hợp»; their names are unique and say what to confirm.

    ``origin`` is the line that says what facts they start from, ``values`` the key of their values.
    """
    lines = []
    for s in suggestions:
        subject = str(s.subject)
        listed = subject if is_code(subject) else in_quotes(subject)
        verdict, presence = f"{scalar(subject)}: {s.label}", f"{_list_of(s.label)}: [{listed}]"
        expected = verdict if s.subject.what == "criterion" else presence
        name = f"{s.name} {s.value}, {s.where} mức {s.threshold}, {subject} {s.label}{ending}"
        lines += [
            f"  - tên: {scalar(name)}",
            f"    {origin}",
            f"    {values}:",
            f"      {s.code}: {scalar(s.value)}",
            "    mong đợi:               # do công cụ tính: đối chiếu với nguyên văn rồi mới giữ",
            f"      {expected}",
        ]
    return "\n".join(lines) + "\n" if lines else ""


def _list_of(label: str) -> str:
    return {PRESENT: "có", UNDETERMINED: "chưa rõ"}.get(label, "không có")
