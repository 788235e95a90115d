"""Findings as written → findings with resolved conditions, references and conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from engine.domain.finding_kinds import CauseCategory, FindingKind, OwnKey
from engine.files.diagnostics import Problems
from engine.files.scalars import text_or_empty
from engine.language.text import fold
from engine.rulebook.catalogue import Catalogue
from engine.rulebook.conditions import ConditionReader
from engine.rulebook.names import Names
from engine.rulebook.order import natural_key
from engine.rulebook.rulebook import Finding
from engine.rulebook.templates import parse_template

if TYPE_CHECKING:
    from engine.rulebook.documents import CauseDoc, FindingDoc, RuleFile, SolutionDoc

_CAUSE_CATEGORIES = {fold(category): f"{FindingKind.CAUSE.key} {category}" for category in CauseCategory}
_SUBJECTIVE = _CAUSE_CATEGORIES[fold(CauseCategory.SUBJECTIVE)]


def findings_of(file: RuleFile) -> Iterator[tuple[FindingKind, FindingDoc]]:
    """Yields every entry of the sections of findings with its kind, in the order of the kinds."""
    for kind in FindingKind:
        docs: tuple[FindingDoc, ...] = getattr(file, kind.value)
        yield from ((kind, doc) for doc in docs)


def finding_order(finding: Finding) -> tuple[object, ...]:
    """Canonical order: by kind, objective causes before subjective ones before those that are both, then by id."""
    subjective = finding.categories[:1] == (_SUBJECTIVE,)
    kinds = list(FindingKind)
    return kinds.index(finding.kind), len(finding.categories) > 1, subjective, natural_key(finding.id)


class FindingReader:
    """Reads the findings of one rulebook."""

    def __init__(self, catalogue: Catalogue, conditions: ConditionReader, names: Names, problems: Problems) -> None:
        self.catalogue = catalogue
        self.conditions = conditions
        self.names = names
        self.problems = problems
        self.broken: set[str] = set()

    def read(self, kind: FindingKind, doc: FindingDoc) -> Finding:
        """The finding of ``doc``; what is wrong in it is reported, and its id kept in ``broken``."""
        problems = len(self.problems.found)
        finding = self._finding(kind, doc)
        if len(self.problems.found) > problems:
            self.broken.add(finding.id)
        return finding

    def _finding(self, kind: FindingKind, doc: FindingDoc) -> Finding:
        own_key = kind.spec.own_key
        when = self.conditions.condition(doc.when) if doc.when else None
        self.names.check(when)
        conclusion = parse_template(
            doc.conclusion, self.catalogue.indicators, self.catalogue.broken, self.names, self.problems
        )
        return Finding(
            id=doc.id.value,
            kind=kind,
            categories=self._cause_categories(cast("CauseDoc", doc)) if own_key is OwnKey.CATEGORY else (kind.key,),
            of=tuple(ref for text in doc.of if (ref := self.names.reference(text)) is not None),
            when=when,
            conclusion=conclusion,
            basis=text_or_empty(doc.basis),
            section=text_or_empty(doc.section),
            keeps_up=own_key is OwnKey.KEEPS_UP and cast("SolutionDoc", doc).keeps_up,
            span=doc.id.span,
            note=text_or_empty(doc.note),
        )

    def _cause_categories(self, doc: CauseDoc) -> tuple[str, ...]:
        categories = []
        for text in doc.category:
            category = _CAUSE_CATEGORIES.get(fold(text.value))
            if category is None:
                self.problems.add(
                    "CT014",
                    f"«{text}» không phải loại nguyên nhân",
                    text.span,
                    "ghi khách quan, chủ quan, hoặc [khách quan, chủ quan]",
                )
            else:
                categories.append(category)
        return tuple(categories)
