"""Writes a run of rule tests as JUnit XML for CI services; coverage and mutants are suites of their own."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engine.domain.records import NamedTuple
from engine.language.text import printable
from engine.rule_tests.report import RunReport
from engine.rule_tests.runner import Result


class _Case(NamedTuple):
    """A test case; ``failure`` is empty where it passed, and its first line is the message."""

    name: str
    place: str
    failure: str


def to_junit(report: RunReport) -> str:
    """Returns the document, with its declaration and a final newline."""
    root = Element("testsuites", name="chitieu test")
    for suite in report.suites:
        cases = [_Case(r.test.name, r.test.span.place, _failure(r)) for r in suite.results]
        _add(root, suite.suite.rulebook.resolution.number, cases)
    if report.coverage is not None:
        _add(root, "độ phủ", _of_coverage(report))
    if report.mutation is not None:
        survivors = [_Case(f"{m.subject}: {m.change}", m.span.place, _SURVIVED) for m in report.mutation.survivors]
        noticed = f"{report.mutation.noticed} thay đổi bị phát hiện"
        _add(root, "đột biến", [_Case(noticed, "", ""), *survivors])
    for count in ("tests", "failures"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


_SURVIVED = "không trường hợp kiểm thử nào phát hiện thay đổi này"


def _failure(result: Result) -> str:
    lines = []
    for m in result.mismatches:
        lines.append(f"{m.expectation.subject}: mong đợi {m.expectation.label}, thực tế {m.actual}")
        lines += [f"  {reason}" for reason in m.reasons]
    return "\n".join(lines)


def _of_coverage(report: RunReport) -> Iterable[_Case]:
    """Yields a case per rule; rules that are not covered fail only where the coverage is below --min."""
    assert report.coverage is not None
    for rule in report.coverage.rules:
        missing = f"chưa từng thấy: {', '.join(rule.missing)}" if rule.missing else ""
        yield _Case(str(rule.subject), rule.place, missing if report.too_little_covered else "")


def _add(root: Element, name: str, cases: Iterable[_Case]) -> None:
    listed = list(cases)
    failures = sum(bool(case.failure) for case in listed)
    suite = SubElement(root, "testsuite", name=name, tests=str(len(listed)), failures=str(failures))
    suite.set("errors", "0")
    for case in listed:
        file, _, line = case.place.partition(":")
        element = SubElement(suite, "testcase", name=printable(case.name), classname=printable(name))
        if case.place:
            element.set("file", file)
            element.set("line", line)
        if case.failure:
            text = printable(case.failure)
            SubElement(element, "failure", message=text.partition("\n")[0]).text = text
