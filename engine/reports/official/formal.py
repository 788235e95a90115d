"""The sentences of rules as the report to be signed prints them: counts below ten with a leading zero, no mark of the tool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.evaluation.evaluation import Evaluation, FindingResult
from engine.evaluation.findings import FindingTexts
from engine.factbase.facts import Fact
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Firing
from engine.language.logic import Truth
from engine.language.text import capital
from engine.language.units import Unit
from engine.rulebook.rulebook import Finding, Kind, Placeholder, Reconciliation, Sentence
from engine.workspace.cases import Case

_DIGIT = re.compile(r"(?<![\d.,/])([1-9])(?![\d.,]*[\d%])")
_JUDGED = re.compile(r"theo nhận định của báo cáo,\s*", re.IGNORECASE)


class WrittenSentence(NamedTuple):
    """A sentence of a field; where numbers are missing ``text`` is empty and ``missing`` names them."""

    field: str
    text: str
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """The documents of its numbers, each with the place in it."""


class FormalTexts(FindingTexts):
    """Fills in the sentences of one case."""

    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        by_node: dict[Node, list[Firing]] = {}
        for firing in evaluation.firings:
            by_node.setdefault(firing.rule.then.node, []).append(firing)
        super().__init__(case.rulebook, case.facts.apart(), {}, by_node, {c.id: c for c in evaluation.criteria})

    def sentences(self) -> Iterator[WrittenSentence]:
        """Yields the sentences whose «khi» holds, in order."""
        for sentence in self.rulebook.sentences:
            if not self._stands_there(sentence):
                continue
            text = self.filled(sentence.text, sentence)
            if text is None:
                holes = (p for p in sentence.text if isinstance(p, Placeholder) and self._value(p, sentence) is None)
                missing = dict.fromkeys(name for hole in holes for name in self._missing_for(hole))
                yield WrittenSentence(sentence.field, "", tuple(missing))
            else:
                yield WrittenSentence(sentence.field, text, sources=tuple(dict.fromkeys(self._sources(sentence))))

    def _stands_there(self, sentence: Sentence) -> bool:
        if sentence.when is None:
            return True
        firings = self.by_node[Node(NodeKind.SENTENCE, sentence.id)]
        return Truth(firings[0].rule.then.state or 0) is Truth.TRUE

    def _sources(self, sentence: Sentence) -> Iterator[str]:
        """The documents behind the numbers of a sentence, in its order, by their full names."""
        documents = self.facts.facts.sources
        for hole in sentence.text:
            if isinstance(hole, Placeholder):
                for fact in self._facts_behind(hole):
                    code, _, place = fact.source.partition(",")
                    yield ", ".join(filter(None, (documents.get(code.strip(), code.strip()), place.strip())))

    def _facts_behind(self, hole: Placeholder) -> tuple[Fact, ...]:
        match hole.what:
            case "indicator":
                measured = self._measured(hole)
                return () if measured is None else measured.facts
            case "criterion":
                actuals = (measure.actual for measure in self.criteria[hole.subject].measures)
                return tuple(fact for actual in actuals if actual is not None for fact in actual.facts)
        return ()

    def of(self, result: FindingResult) -> str:
        """Returns the conclusion of a finding that is there."""
        finding = self.by_id[result.id]
        text = self.filled(finding.conclusion, finding) or result.text
        return capital(_JUDGED.sub("", text))

    def _value(self, placeholder: Placeholder, of: Finding | Reconciliation | Sentence) -> str | None:
        text = super()._value(placeholder, of)
        unit = self._unit_of(placeholder)
        return text if text is None or unit is None else with_leading_zeros(text, unit)

    def _unit_of(self, placeholder: Placeholder) -> Unit | None:
        """The unit of what is printed; None of what is no number."""
        match placeholder.what:
            case "indicator":
                indicator = self.rulebook.indicators[placeholder.subject]
                return indicator.unit if indicator.kind is Kind.NUMBER else None
            case "criterion":
                measures = self.criteria[placeholder.subject].measures
                return measures[0].unit if measures and placeholder.attribute not in ("tỷ lệ", "đánh giá") else None
        return None


def with_leading_zeros(text: str, unit: Unit) -> str:
    """Returns ``text``, the words of a value in ``unit``, with counts below ten in two digits, as offices write them.

    Amounts and rates stay.

    >>> from engine.language.units import parse_unit
    >>> with_leading_zeros("bằng 0% mục tiêu, thiếu 7 tổ", parse_unit("tổ"))
    'bằng 0% mục tiêu, thiếu 07 tổ'
    >>> with_leading_zeros("5 tỷ đồng", parse_unit("tỷ đồng"))
    '5 tỷ đồng'
    """
    return _DIGIT.sub(r"0\1", text) if unit.whole else text


def in_words(text: str, longest: int) -> str:
    """Returns as many clauses of a cause as fit into ``longest`` letters, at least one, for the middle of a sentence.

    >>> in_words("Thời tiết bất lợi; giá vật tư tăng 5%.", 30)
    'thời tiết bất lợi'
    """
    whole = text.rstrip(" .")
    ends = [match.start() for match in re.finditer(r"[;:]\s|\.\s", whole)] + [len(whole)]
    return uncapital(whole[: max((end for end in ends if end <= longest), default=ends[0])])


def uncapital(text: str) -> str:
    """Returns ``text`` with a small first letter, unless it begins with an abbreviation.

    >>> uncapital("Số hộ"), uncapital("HTX nông nghiệp")
    ('số hộ', 'HTX nông nghiệp')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
