"""The sentences of rules as the report to be signed prints them: counts below ten with a leading zero, no mark of the tool."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.findings import FindingTexts
from engine.factbase.facts import Basis
from engine.inference.nodes import Node, NodeKind
from engine.inference.program import Firings
from engine.language.logic import Truth
from engine.language.text import capital
from engine.language.units import Unit
from engine.reports.official.wording import counted_so_far, hedge, in_short_unit, with_leading_zeros
from engine.rulebook.rulebook import Finding, Kind, Placeholder, Reconciliation, Sentence
from engine.workspace.case import Case

_TWICE = re.compile(r"ước (?=ước |đến \d)|sơ bộ (?=sơ bộ )")
_JUDGED = re.compile(r"theo nhận định của báo cáo,\s*", re.IGNORECASE)


class WrittenSentence(NamedTuple):
    """A sentence of a field; where numbers are missing ``text`` is empty and ``missing`` names them."""

    field: str
    text: str
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """The documents of its numbers, each with the place in it."""
    remarks: tuple[str, ...] = ()
    """What the sources say of its numbers."""
    known: tuple[str, ...] = ()
    """Where numbers are missing, the others with their names."""


class FormalTexts(FindingTexts):
    """Fills in the sentences of one case."""

    def __init__(self, case: Case, evaluation: Evaluation) -> None:
        criteria = {c.id: c for c in evaluation.criteria}
        super().__init__(case.rulebook, case.facts.apart(), {}, Firings(evaluation.firings).by_node, criteria)

    def sentences(self) -> Iterator[WrittenSentence]:
        """Yields the sentences whose «khi» holds, in order."""
        for sentence in self.rulebook.sentences:
            if not self._stands_there(sentence):
                continue
            text = _TWICE.sub("", self.filled(sentence.text, sentence) or "")
            if not text:
                holes = (p for p in sentence.text if isinstance(p, Placeholder) and self._value(p, sentence) is None)
                missing = dict.fromkeys(name for hole in holes for name in self._missing_for(hole))
                known = tuple(dict.fromkeys(self._known(sentence)))
                yield WrittenSentence(sentence.field, "", tuple(missing), known=known)
            else:
                sources, remarks = dict.fromkeys(self._sources(sentence)), dict.fromkeys(self._remarks(sentence))
                yield WrittenSentence(sentence.field, text, sources=tuple(sources), remarks=tuple(remarks))

    def _known(self, sentence: Sentence) -> Iterator[str]:
        """The numbers of a sentence that are there, each with its name."""
        for hole in sentence.text:
            if not isinstance(hole, Placeholder) or (value := self._value(hole, sentence)) is None:
                continue
            if hole.what == "indicator" and hole.attribute in ("", "số"):
                whole = self._value(hole._replace(attribute=""), sentence)
                yield f"{self.rulebook.indicators[hole.subject].name}: {whole}"
            elif hole.what == "criterion" and hole.attribute == "thực hiện" and self.criteria[hole.subject].measures:
                yield f"{self.criteria[hole.subject].measures[0].name}: {value}"

    def _remarks(self, sentence: Sentence) -> Iterator[str]:
        for hole in sentence.text:
            if isinstance(hole, Placeholder):
                yield from (fact.remark.rstrip(" .") for fact in self.facts_behind(hole) if fact.remark)

    def _stands_there(self, sentence: Sentence) -> bool:
        if sentence.when is None:
            return True
        firings = self.by_node[Node(NodeKind.SENTENCE, sentence.id)]
        return Truth(firings[0].state) is Truth.TRUE

    def _sources(self, sentence: Sentence) -> Iterator[str]:
        """The documents behind the numbers of a sentence, in its order, by their full names."""
        documents = self.facts.facts.sources
        for hole in sentence.text:
            if isinstance(hole, Placeholder):
                for fact in self.facts_behind(hole):
                    code, _, place = fact.source.partition(",")
                    yield ", ".join(filter(None, (documents.get(code.strip(), code.strip()), place.strip())))

    def of(self, result: FindingResult) -> str:
        """Returns the conclusion of a finding that is there."""
        finding = self.by_id[result.id]
        text = self.filled(finding.conclusion, finding) or result.text
        return self.formal(text)

    def formal(self, text: str) -> str:
        """Returns a sentence of the rules as the report to be signed prints it."""
        return capital(_JUDGED.sub("", text))

    def _value(self, placeholder: Placeholder, of: Finding | Reconciliation | Sentence) -> str | None:
        text = super()._value(placeholder, of)
        unit = self._unit_of(placeholder)
        if text is None or unit is None:
            return text
        text = in_short_unit(with_leading_zeros(text, unit), unit, self._name_of(placeholder))
        return self._with_what_was_counted(placeholder, text) if isinstance(of, Sentence) else text

    def _name_of(self, placeholder: Placeholder) -> str:
        if placeholder.what == "indicator":
            return self.rulebook.indicators[placeholder.subject].name
        return self.criteria[placeholder.subject].measures[0].name

    def _with_what_was_counted(self, placeholder: Placeholder, text: str) -> str:
        """«đến 31/10/2025 đạt 40 triệu đồng, ước cả năm trên 50 triệu đồng»; of what is final ``text`` alone."""
        code = placeholder.subject
        if placeholder.what == "criterion":
            measure = self.criteria[code].measures[0]
            code = measure.catalogued.code if measure.catalogued is not None else ""
        shown = "thực hiện" if placeholder.what == "criterion" else ""
        if placeholder.attribute != shown or not code:
            return text
        value = self.facts.value(code)
        if value.basis is not Basis.ESTIMATE:
            return hedge(value) + text
        counted = counted_so_far(code, self.facts)
        return f"{counted}, ước cả năm {text}" if counted else f"ước {text}"

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
