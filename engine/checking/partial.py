"""The checks on what is left of rules and facts that have errors: what an error hides is said all the same, what follows from it is not.

Decided per finding: one that stands in the same entry as an error may follow from it. That a code is not used or not given
is only said where no text that was refused can have named it. Checks that follow references from rule to rule run only
where no finding was refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from engine.checking import (
    finding_never,
    identity_never,
    judgement_alone,
    majority,
    never_holds,
    or_beside_number,
    unexplained,
    unsolved,
)
from engine.checking.checks import CHECKS
from engine.checking.content import WorkspaceContent
from engine.files.diagnostics import Diagnostic, Severity
from engine.files.source import Span

_ENDLESS = {"CT102", "CT105", "CT114", "CT118"}
"""With one name for two things, or definitions without an end, no rulebook can be followed."""
_LINKS = {
    never_holds.check, finding_never.check, identity_never.check, judgement_alone.check, majority.check,
    or_beside_number.check, unexplained.check, unsolved.check,
}  # fmt: skip
_USES = {"CT132", "CT133", "CT134"}
"""That a code is not used, or not given."""
_NAMELESS = "CT111"
"""A condition without its left side: what should stand there is named nowhere."""
_OF_THE_ENTRY_ITSELF = {"CT130", "CT135", "CT136"}
"""Said of an entry whatever its conditions are."""


def independent_diagnostics(content: WorkspaceContent, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yields what the checks find in ``content`` that does not merely follow from the errors among ``problems``."""
    errors = [one for one in problems if one.severity is Severity.ERROR]
    if any(error.code in _ENDLESS for error in errors):
        return
    refused = _Refused(content, errors)
    for check in CHECKS:
        if check in _LINKS and refused.findings:
            continue
        for found in check(content):
            if not refused.follows(found):
                yield found


class _Refused:
    """What the errors are about."""

    def __init__(self, content: WorkspaceContent, errors: list[Diagnostic]) -> None:
        self.errors = errors
        self.rulebook = content.rulebook
        spans = [criterion.span for criterion in self.rulebook.criteria]
        spans += (finding.span for finding in self.rulebook.findings)
        spans += (reconciliation.span for reconciliation in self.rulebook.reconciliations)
        spans += (indicator.span for indicator in self.rulebook.indicators.values())
        spans += (fact.span for fact in content.given)
        spans += (error.span for error in errors if error.code == "CT201")  # facts that were left out
        self.starts: dict[int, list[int]] = {}
        for span in spans:
            self.starts.setdefault(id(span.file), []).append(span.line)
        for lines in self.starts.values():
            lines.sort()
        self.entries = {self._entry(error.span) for error in errors}
        self.files = {id(file) for file in self.rulebook.files}

    @cached_property
    def findings(self) -> bool:
        """Whether an error in the rules stands outside of the criteria and of the catalogue."""
        extents = [criterion.extent for criterion in self.rulebook.criteria]
        catalogue = {span.file for span in (one.span for one in self.rulebook.indicators.values())}
        of_rules = (error.span for error in self.errors if id(error.span.file) in self.files)
        return any(not _within(place, extents) and place.file not in catalogue for place in of_rules)

    def follows(self, found: Diagnostic) -> bool:
        """Whether ``found`` may follow from an error."""
        if found.code in _OF_THE_ENTRY_ITSELF:
            return False
        if found.code in _USES:
            return self._unreadable or self._entry(found.span) in self.entries or self._may_name(found)
        return self._entry(found.span) in self.entries

    @cached_property
    def _unreadable(self) -> bool:
        """Whether an error took away more than a value or a condition: nobody knows what that named."""
        return any(error.code < "CT100" or error.code == _NAMELESS for error in self.errors)

    def _may_name(self, found: Diagnostic) -> bool:
        """Whether texts that were refused may name the code that ``found`` is about."""
        place = found.span
        code = place.file.line(place.line)[place.column - 1 : place.end_column - 1].strip("\"'")
        word = re.compile(rf"(?<![\w.]){re.escape(code)}(?![\w.])")
        if any(word.search(error.remedy) for error in self.errors):
            return True
        in_rules = any(id(error.span.file) in self.files for error in self.errors)
        if found.code != "CT133" and in_rules:
            own = 1 if code in self.rulebook.indicators else 0
            return sum(len(word.findall(file.text)) for file in self.rulebook.files) > own
        in_facts = {error.span.file for error in self.errors if id(error.span.file) not in self.files}
        return any(word.search(file.text) for file in in_facts if file is not place.file)

    def _entry(self, place: Span) -> tuple[int, int]:
        """The file and the line in which the entry around ``place`` begins."""
        lines = self.starts.get(id(place.file), [])
        at = bisect_right(lines, place.line)
        return id(place.file), lines[at - 1] if at else 0


def _within(place: Span, extents: Iterable[Span]) -> bool:
    return any(e.file is place.file and e.line <= place.line <= e.end_line for e in extents)
