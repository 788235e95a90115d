"""What a finding implies about criteria: a conclusion may print the numbers of a criterion only where its standing is certain.

Source: 8-semantics, «Reconciliation»: «A placeholder of a criterion that the finding does not imply to be unmet is an
error: otherwise a met criterion is printed as a failing.» A solution with `duy trì` speaks of met criteria instead, and a
forecast, difficulty or solution may say in `khi` that the criterion is met: then too its standing is certain.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable

from engine.domain.verdicts import REACHED, UNMET, Standing, Verdict
from engine.files.diagnostics import Problems
from engine.rulebook.logic import AllOf, AnyOf, Logic, NotOf, PresenceTest, StatusTest
from engine.rulebook.rulebook import Finding, Placeholder, Reference, Rulebook

_UNMET: Collection[Standing] = UNMET
_REACHED: Collection[Standing] = REACHED


def report_uncertain_placeholders(rulebook: Rulebook, broken: Container[str], problems: Problems) -> None:
    """Report every placeholder of a criterion whose standing the finding leaves open.

    Of the findings in ``broken`` parts were refused: they are taken to imply everything, so that no error follows.
    """
    implied = _ImpliedStandings(rulebook, broken)
    for finding in rulebook.findings:
        certain = implied.by(finding)
        for piece in finding.conclusion:
            if isinstance(piece, Placeholder) and piece.what == "criterion" and piece.subject not in certain:
                standing = "đạt" if finding.keeps_up else "chưa đạt"
                message = f"{finding.id} in số của nội dung {piece.subject} mà không chắc nội dung này {standing}"
                remedy = (
                    f"thêm `nội dung {piece.subject} {standing}` vào `khi`, hoặc dùng mã số liệu thay cho số nội dung"
                )
                problems.add("CT117", message, piece.span or finding.span, remedy)


class _ImpliedStandings:
    """Per finding, the criteria whose standing is certain whenever it is there."""

    def __init__(self, rulebook: Rulebook, broken: Container[str]) -> None:
        everything = frozenset(criterion.id for criterion in rulebook.criteria)
        self.findings = {finding.id: finding for finding in rulebook.findings}
        self.only = {t.id: t.criteria[0].id for t in rulebook.targets if len(t.criteria) == 1}
        self.found = {finding.id: everything for finding in rulebook.findings if finding.id in broken}

    def by(self, finding: Finding) -> frozenset[str]:
        if finding.id not in self.found:
            self.found[finding.id] = frozenset()  # a cycle, reported elsewhere, implies nothing
            certain = _all_of(self._by_reference(reference) for reference in finding.of)
            certain |= self._by_logic(finding.when, _UNMET)
            if not finding.kind.spec.needs_shortfall:
                certain |= self._by_logic(finding.when, _REACHED)
            self.found[finding.id] = certain
        return self.found[finding.id]

    def _by_reference(self, reference: Reference) -> frozenset[str]:
        match reference.what:
            case "criterion":
                return frozenset({reference.id})
            case "target":
                return frozenset({self.only[reference.id]}) if reference.id in self.only else frozenset()
        return self.by(self.findings[reference.id]) if reference.id in self.findings else frozenset()

    def _by_logic(self, logic: Logic | None, wanted: Collection[Standing]) -> frozenset[str]:
        match logic:
            case AllOf(parts=parts):
                return frozenset().union(*(self._by_logic(part, wanted) for part in parts))
            case AnyOf(parts=parts):
                return _all_of(self._by_logic(part, wanted) for part in parts)
            case NotOf(part=StatusTest(standing=Verdict.MET) as part) if wanted is _UNMET:
                return self._by_status(part)
            case NotOf(part=StatusTest(standing=Verdict.NOT_MET) as part) if wanted is _REACHED:
                return self._by_status(part)
            case StatusTest(standing=standing) if standing in wanted:
                return self._by_status(logic)
            case PresenceTest(finding=identifier, present=True) if identifier in self.findings:
                return self.by(self.findings[identifier])
        return frozenset()

    def _by_status(self, test: StatusTest) -> frozenset[str]:
        return self._by_reference(Reference("target" if test.of_target else "criterion", test.id))


def _all_of(groups: Iterable[frozenset[str]]) -> frozenset[str]:
    """What every one of ``groups`` has; nothing where there is none."""
    listed = list(groups)
    return frozenset.intersection(*listed) if listed else frozenset()
