"""All checks of `chitieu check` beyond loading, those that find errors first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.checking import (
    above_hundred,
    cause_without_condition,
    contradicting_facts,
    course_absent,
    course_differs,
    deadline_differs,
    doubtful_facts,
    exceeded_weaker,
    facts_unused,
    finding_never,
    identity_never,
    judgement_alone,
    majority,
    milestone_years,
    missing_basis,
    nature_unsaid,
    never_holds,
    never_in_facts,
    open_mark,
    or_beside_number,
    outside_period,
    reason_without_document,
    thousandfold,
    three_decimals,
    unexplained,
    unit_changed,
    unsolved,
    unused_indicators,
    wording_differs,
)
from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic

Check = Callable[[WorkspaceContent], Iterator[Diagnostic]]

ERROR_CHECKS: tuple[Check, ...] = (
    wording_differs.check, never_holds.check, exceeded_weaker.check, finding_never.check, identity_never.check,
    deadline_differs.check, course_differs.check,
)  # fmt: skip
"""Those that find errors; they look at the rules alone."""

CHECKS: tuple[Check, ...] = (
    *ERROR_CHECKS, milestone_years.check, outside_period.check, unexplained.check, unsolved.check,
    unused_indicators.check, nature_unsaid.check, never_in_facts.check, facts_unused.check, missing_basis.check, open_mark.check,
    reason_without_document.check,
    judgement_alone.check, or_beside_number.check, majority.check, cause_without_condition.check, course_absent.check, three_decimals.check, above_hundred.check,
    thousandfold.check, unit_changed.check, doubtful_facts.check, contradicting_facts.check,
)  # fmt: skip


def diagnostics(checked: WorkspaceContent) -> Iterator[Diagnostic]:
    """Yields the findings of all checks on one resolution."""
    for check in CHECKS:
        yield from check(checked)
