"""A run of rule tests as JSON: schema «chitieu/test/1»."""

from __future__ import annotations

from engine.language.numbers import decimal_text
from engine.reports.json_text import written
from engine.reports.shapes import CoverageShape, MutationShape, RuleTestShape, TestShape
from engine.rule_tests.coverage import Coverage
from engine.rule_tests.mutation import Mutation
from engine.rule_tests.report import RunReport
from engine.rule_tests.runner import Result


def to_json(report: RunReport) -> str:
    return written(document(report))


def document(report: RunReport) -> TestShape:
    """The document as plain values."""
    return {
        "schema": "chitieu/test/1",
        "summary": {"total": report.total, "passed": report.total - report.failed, "failed": report.failed},
        "tests": [
            _test(result, suite.suite.rulebook.resolution.number) for suite in report.suites for result in suite.results
        ],
        "coverage": _coverage(report.coverage, report.minimum) if report.coverage is not None else None,
        "mutation": _mutation(report.mutation) if report.mutation is not None else None,
    }


def _test(result: Result, resolution: str) -> RuleTestShape:
    return {
        "resolution": resolution,
        "name": result.test.name,
        "place": result.test.span.place,
        "passed": result.passed,
        "mismatches": [
            {
                "what": m.expectation.subject.what,
                "id": m.expectation.subject.id,
                "expected": m.expectation.label,
                "actual": m.actual,
                "reasons": list(m.reasons),
                "place": m.expectation.span.place,
            }
            for m in result.mismatches
        ],
    }


def _coverage(coverage: Coverage, minimum: int | None) -> CoverageShape:
    return {
        "percent": decimal_text(coverage.percent),
        "minimum": minimum,
        "rules": [
            {
                "what": rule.subject.what,
                "id": rule.subject.id,
                "place": rule.place,
                "seen": list(rule.seen),
                "missing": list(rule.missing),
            }
            for rule in coverage.rules
        ],
    }


def _mutation(mutation: Mutation) -> MutationShape:
    return {
        "total": mutation.total,
        "noticed": mutation.noticed,
        "equivalent": mutation.equivalent,
        "survivors": [
            {"what": m.subject.what, "id": m.subject.id, "place": m.span.place, "change": m.change}
            for m in mutation.survivors
        ],
    }
