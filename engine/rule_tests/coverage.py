"""Measures which rules the tests cover in both directions: a rule that never or always holds in them is untested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.evaluation.finding_results import Outcome
from engine.files.json_form import Meaning, Place, json_form
from engine.rule_tests.expectations import ABSENT, PRESENT, DerivedStates, Subject
from engine.rule_tests.runner import SuiteResult
from engine.rulebook.rulebook import Rulebook

REACHED, UNMET = "đạt hoặc vượt", "chưa đạt hoặc không đạt"


@json_form("what=subject.what", "id=subject.id", "place", "seen", "missing")
class RuleCoverage(NamedTuple):
    """A rule with its states in the tests, and the states that no test shows; without these it is covered."""

    subject: Subject
    place: Place
    seen: Annotated[tuple[str, ...], Meaning("What the tests have seen the rule be")]
    missing: Annotated[tuple[str, ...], Meaning("What it still has to be seen as; empty: covered")]


@json_form("percent", "minimum", "rules")
class Coverage(NamedTuple):
    """The coverage of all rules; ``minimum`` is the required percentage, None without one."""

    rules: tuple[RuleCoverage, ...]
    minimum: int | None = None

    @property
    def covered(self) -> int:
        return sum(not rule.missing for rule in self.rules)

    @property
    def percent(self) -> Fraction:
        """The percentage of covered rules, from 0 to 100; 100 without any rule."""
        return Fraction(100 * self.covered, len(self.rules)) if self.rules else Fraction(100)


def coverage(suites: Iterable[SuiteResult], minimum: int | None = None) -> Coverage:
    """Returns the coverage of the rules by ``suites``.

    Tests cover a criterion that is reached and unmet in them, a finding that is present and absent, a reconciliation
    that is khớp and lệch.
    """
    return Coverage(
        tuple(rule for s in suites for rule in _rules(s.suite.rulebook, [r.seen for r in s.results])), minimum
    )


def _rules(rulebook: Rulebook, seen: Iterable[DerivedStates]) -> Iterator[RuleCoverage]:
    runs = list(seen)
    for criterion in rulebook.criteria:
        statuses = {run.criterion(criterion.id) for run in runs}
        found = dict.fromkeys(status.label for status in sorted(statuses))
        missing = [] if any(s.reached for s in statuses) else [REACHED]
        missing += [] if any(s.unmet for s in statuses) else [UNMET]
        subject = Subject("criterion", criterion.id)
        yield RuleCoverage(subject, criterion.span.place, tuple(found), tuple(missing))
    for finding in rulebook.findings:
        yield _rule(Subject("finding", finding.id), finding.span.place, runs, (PRESENT, ABSENT))
    for check in rulebook.reconciliations:
        needed = (Outcome.AGREES.label, Outcome.DIFFERS.label)
        yield _rule(Subject("reconciliation", check.id), check.span.place, runs, needed)


def _rule(subject: Subject, place: str, runs: list[DerivedStates], needed: tuple[str, ...]) -> RuleCoverage:
    labels = sorted({run.label(subject) for run in runs})
    return RuleCoverage(subject, place, tuple(labels), tuple(label for label in needed if label not in labels))
