"""Section II.4 and part III: the findings of every kind at the place of their kind, each as its finding words it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.domain.finding_kinds import REPORT_ORDER, CauseCategory, FindingKind, ReportSection
from engine.evaluation.evaluation import Evaluation, FindingResult
from engine.reports.official.model import Block, Heading, Item, ToWrite
from engine.reports.official.placing import Place, causes_at

_CATEGORIES = (
    ({CauseCategory.OBJECTIVE}, "Nguyên nhân khách quan"),
    ({CauseCategory.SUBJECTIVE}, "Nguyên nhân chủ quan"),
    ({CauseCategory.OBJECTIVE, CauseCategory.SUBJECTIVE}, "Nguyên nhân vừa khách quan, vừa chủ quan"),
)


class ConclusionWriter:
    """Tells the findings, each once."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    def shortcomings(self, number: str) -> Iterator[Block]:
        """Hạn chế, nguyên nhân; to be written where criteria are unmet and no rule says any, nothing where all are met."""
        unmet = any(c.status.unmet for c in self.evaluation.criteria if c.counted)
        told = self._told(ReportSection.SHORTCOMINGS, owed=unmet)
        if told:
            yield Heading(2, f"{number}.", "Hạn chế và nguyên nhân")
        for place, (title, blocks) in enumerate(told, start=1):
            yield Heading(3, f"{number}.{place}.", title)
            yield from blocks

    def outlook(self) -> Iterator[Block]:
        """Dự báo, khó khăn, nhiệm vụ và giải pháp, kiến nghị; what the report needs and no rule says is to be written."""
        for place, (title, blocks) in enumerate(self._told(ReportSection.OUTLOOK, owed=True), start=1):
            yield Heading(2, f"{place}.", title)
            yield from blocks

    def _told(self, section: ReportSection, owed: bool) -> list[tuple[str, list[Block]]]:
        """The headings of a section with what stands below; where something is ``owed``, the marks of what is missing."""
        told: list[tuple[str, list[Block]]] = []
        for place, kind in ((kind.spec.report, kind) for kind in REPORT_ORDER):
            if place.section is not section:
                continue
            marks = [ToWrite(place.to_write)] if owed and place.to_write else []
            blocks: list[Block] = [*self._of_kind(kind)] or [*marks]
            if blocks:
                told.append((place.heading, blocks))
        return told

    def _of_kind(self, kind: FindingKind) -> Iterator[Block]:
        if kind is FindingKind.CAUSE:
            yield from self._by_category(causes_at(Place.CAUSES, self.evaluation))
            return
        yield from _items(self.evaluation.of_kind(kind))
        if kind is FindingKind.FORECAST:
            accounts = causes_at(Place.FORECAST, self.evaluation)
            yield from (Item(f"Nguyên nhân: {f.text}", (f.id,)) for f in accounts)

    def _by_category(self, causes: list[FindingResult]) -> Iterator[Block]:
        groups = [(title, [f for f in causes if _categories(f) == category]) for category, title in _CATEGORIES]
        filled = [(title, found) for title, found in groups if found]
        for letter, (title, found) in zip("abc", filled, strict=False):
            yield Heading(4, f"{letter})", title)
            yield from _items(found)


def _categories(cause: FindingResult) -> set[CauseCategory]:
    """khách quan, chủ quan, or both, in whatever order the rule has them."""
    return {category for category in CauseCategory if category in cause.category}


def _items(findings: Iterable[FindingResult]) -> Iterator[Item]:
    return (Item(finding.text, (finding.id,)) for finding in findings)
