"""Section II.4 and part III: the findings, each in its own words at the place of its kind."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from engine.domain.finding_kinds import REPORT_ORDER, CauseCategory, FindingKind, ReportSection
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.reports.causes import Place, causes_at
from engine.reports.official.model import Block, Heading, Item, ToWrite

_CATEGORIES = (
    ({CauseCategory.OBJECTIVE}, "Nguyên nhân khách quan"),
    ({CauseCategory.SUBJECTIVE}, "Nguyên nhân chủ quan"),
    ({CauseCategory.OBJECTIVE, CauseCategory.SUBJECTIVE}, "Nguyên nhân vừa khách quan, vừa chủ quan"),
)


def _own_text(finding: FindingResult) -> str:
    return finding.text


class ConclusionWriter:
    """Writes the findings, each once, in the words that ``text_of`` gives; of the causes not those that are ``told`` already."""

    def __init__(
        self,
        evaluation: Evaluation,
        text_of: Callable[[FindingResult], str] = _own_text,
        told: Container[str] = frozenset(),
    ) -> None:
        self.evaluation = evaluation
        self.text_of = text_of
        self.told = told

    def shortcomings(self, number: str) -> Iterator[Block]:
        """Yields hạn chế and nguyên nhân; where criteria are unmet and no rule concludes any, marks for a person."""
        unmet = any(c.falls_short for c in self.evaluation.criteria if c.counted)
        subsections = list(self._subsections(ReportSection.SHORTCOMINGS, required=unmet))
        if subsections:
            yield Heading(2, f"{number}.", "Hạn chế và nguyên nhân")
        for place, (title, blocks) in enumerate(subsections, start=1):
            yield Heading(3, f"{number}.{place}.", title)
            yield from blocks

    def outlook(self, without: Container[FindingKind] = frozenset()) -> Iterator[Block]:
        """Yields dự báo, khó khăn, nhiệm vụ và giải pháp, kiến nghị, with marks for those that a person must write."""
        subsections = self._subsections(ReportSection.OUTLOOK, required=True, without=without)
        for place, (title, blocks) in enumerate(subsections, start=1):
            yield Heading(2, f"{place}.", title)
            yield from blocks

    def _subsections(
        self, section: ReportSection, required: bool, without: Container[FindingKind] = frozenset()
    ) -> Iterator[tuple[str, list[Block]]]:
        """Yields the headings of a section with their blocks; where ``required``, a mark for missing findings."""
        for place, kind in ((kind.spec.report, kind) for kind in REPORT_ORDER):
            if place.section is not section or kind in without:
                continue
            marks = [ToWrite(place.to_write)] if required and place.to_write else []
            blocks: list[Block] = [*self._of_kind(kind)] or [*marks]
            if blocks:
                yield place.heading, blocks

    def _of_kind(self, kind: FindingKind) -> Iterator[Block]:
        if kind is FindingKind.CAUSE:
            yield from self._by_category(causes_at(Place.CAUSES, self.evaluation))
            return
        yield from self._items(self.evaluation.of_kind(kind))
        if kind is FindingKind.FORECAST:
            accounts = causes_at(Place.FORECAST, self.evaluation)
            yield from (Item(f"Nguyên nhân: {self.text_of(f)}", (f.id,)) for f in accounts if f.id not in self.told)

    def _by_category(self, causes: list[FindingResult]) -> Iterator[Block]:
        groups = [(title, [f for f in causes if _categories(f) == category]) for category, title in _CATEGORIES]
        filled = [(title, found) for title, found in groups if found]
        for letter, (title, found) in zip("abc", filled, strict=False):
            yield Heading(4, f"{letter})", title)
            yield from self._items(found)

    def _items(self, findings: Iterable[FindingResult]) -> Iterator[Item]:
        return (Item(self.text_of(finding), (finding.id,)) for finding in findings)


def _categories(cause: FindingResult) -> set[CauseCategory]:
    """Returns khách quan, chủ quan, or both."""
    return {category for category in CauseCategory if category in cause.category}
