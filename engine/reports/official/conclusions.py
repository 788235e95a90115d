"""Section II.4 and part III: limitations, causes, forecasts, difficulties and solutions, each as its finding words it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluation.evaluation import Evaluation, FindingResult
from engine.reports.official.model import Block, Heading, Item, ToWrite
from engine.reports.official.placing import Place, causes_at

_OBJECTIVE, _SUBJECTIVE = "khách quan", "chủ quan"
_CATEGORIES = (
    ({_OBJECTIVE}, "Nguyên nhân khách quan"),
    ({_SUBJECTIVE}, "Nguyên nhân chủ quan"),
    ({_OBJECTIVE, _SUBJECTIVE}, "Nguyên nhân vừa khách quan, vừa chủ quan"),
)


class ConclusionWriter:
    """Tells the findings, each once."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    def limitations_and_causes(self, number: str) -> Iterator[Block]:
        """Hạn chế, nguyên nhân; to be written where criteria are unmet and no rule says any, nothing where all are met."""
        limitations = self._of_kind("limitation")
        causes = causes_at(Place.CAUSES, self.evaluation)
        unmet = any(c.status.unmet for c in self.evaluation.criteria if c.counted)
        if not limitations and not causes and not unmet:
            return
        yield Heading(2, f"{number}.", "Hạn chế và nguyên nhân")
        told: list[tuple[str, list[Block]]] = []
        if limitations or unmet:
            told.append(
                ("Hạn chế", [*_items(limitations)] or [ToWrite("hạn chế trong thực hiện các nội dung chưa đạt")])
            )
        if causes or unmet:
            by_category = [*self._by_category(causes)]
            told.append(("Nguyên nhân", by_category or [ToWrite("nguyên nhân khách quan, chủ quan của các hạn chế")]))
        for place, (title, blocks) in enumerate(told, start=1):
            yield Heading(3, f"{number}.{place}.", title)
            yield from blocks

    def _by_category(self, causes: list[FindingResult]) -> Iterator[Block]:
        groups = [(title, [f for f in causes if _categories(f) == category]) for category, title in _CATEGORIES]
        filled = [(title, found) for title, found in groups if found]
        for letter, (title, found) in zip("abc", filled, strict=False):
            yield Heading(4, f"{letter})", title)
            yield from _items(found)

    def outlook(self) -> Iterator[Block]:
        """Dự báo, khó khăn, nhiệm vụ và giải pháp; what is missing of the last is to be written."""
        sections: list[tuple[str, list[Block]]] = []
        accounts = causes_at(Place.FORECAST, self.evaluation)
        forecasts: list[Block] = [*_items(self._of_kind("forecast"))]
        forecasts += [Item(f"Nguyên nhân: {f.text}", (f.id,)) for f in accounts]
        sections.append(("Dự báo tình hình", forecasts))
        sections.append(("Khó khăn", [*_items(self._of_kind("difficulty"))]))
        solutions: list[Block] = [*_items(self._of_kind("solution"))]
        sections.append(("Nhiệm vụ, giải pháp", solutions or [ToWrite("nhiệm vụ, giải pháp trong thời gian tới")]))
        filled = [(title, blocks) for title, blocks in sections if blocks]
        for place, (title, blocks) in enumerate(filled, start=1):
            yield Heading(2, f"{place}.", title)
            yield from blocks

    def _of_kind(self, kind: str) -> list[FindingResult]:
        return [f for f in self.evaluation.findings if f.kind == kind]


def _categories(cause: FindingResult) -> set[str]:
    """khách quan, chủ quan, or both, in whatever order the rule has them."""
    return {category for category in (_OBJECTIVE, _SUBJECTIVE) if category in cause.category}


def _items(findings: list[FindingResult]) -> Iterator[Item]:
    return (Item(finding.text, (finding.id,)) for finding in findings)
