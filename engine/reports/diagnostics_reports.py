"""Diagnostics for other programs: JUnit XML for CI servers, and SARIF 2.1.0 for code hosts and editors."""

from __future__ import annotations

from xml.etree import ElementTree

from engine.files.diagnostics import CODES, Diagnostic, Severity
from engine.files.json_form import to_json
from engine.language.text import printable

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def to_junit(found: list[Diagnostic], files: list[str]) -> str:
    """Returns JUnit XML with one test case per file; errors are failures, warnings its output."""
    suite = ElementTree.Element("testsuite", name="chitieu check")
    by_file = {name: [d for d in found if d.span.file.name == name] for name in files}
    for diagnostic in found:
        by_file.setdefault(diagnostic.span.file.name, []).append(diagnostic)
    for name, own in by_file.items():
        unique = list(dict.fromkeys(own))
        case = ElementTree.SubElement(suite, "testcase", classname="chitieu.check", name=name)
        for error in (d for d in unique if d.severity is Severity.ERROR):
            failure = ElementTree.SubElement(case, "failure", type=error.code, message=printable(error.message))
            failure.text = printable(f"{error.span.place}: {error.message}; sửa: {error.remedy}")
        warnings = [f"{d.span.place} {d.code} {d.message}" for d in unique if d.severity is Severity.WARNING]
        if warnings:
            ElementTree.SubElement(case, "system-out").text = printable("\n".join(warnings))
    failures = sum(any(d.severity is Severity.ERROR for d in own) for own in by_file.values())
    suite.set("tests", str(len(by_file)))
    suite.set("failures", str(failures))
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def to_sarif(found: list[Diagnostic]) -> str:
    """Returns SARIF with one run and a rule per code; columns count characters from 1."""
    codes = sorted({d.code for d in found})
    rules = [{"id": code, "shortDescription": {"text": CODES[code][1]}} for code in codes]
    results = [
        {
            "ruleId": d.code,
            "ruleIndex": codes.index(d.code),
            "level": str(d.severity),
            "message": {"text": f"{d.message}. Sửa: {d.remedy}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": d.span.file.name},
                        "region": {
                            "startLine": d.span.line,
                            "startColumn": d.span.column,
                            "endLine": d.span.end_line,
                            "endColumn": d.span.end_column,
                        },
                    }
                }
            ],
        }
        for d in found
    ]
    run = {
        "tool": {"driver": {"name": "chitieu", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return to_json({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})
