"""All checks of `chitieu check` beyond loading, those that find errors first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking import (
    above_hundred,
    cause_without_condition,
    contradicting_facts,
    course_absent,
    doubtful_facts,
    facts_unused,
    judgement_alone,
    majority,
    milestone_years,
    missing_basis,
    nature_unsaid,
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
)
from engine.checking.content import WorkspaceContent
from engine.checking.error_checks import ERROR_CHECKS, Check
from engine.files.diagnostics import Diagnostic

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
