"""The chains from an unmet criterion to its causes and solutions, for terminal and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.domain.finding_kinds import TABLE_ORDER, FindingKind
from engine.domain.records import NamedTuple
from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.finding_results import FindingResult
from engine.evaluation.presentation import unmet_words


class ChainLink(NamedTuple):
    """A link of a chain: ``name`` is that of the kind of ``ids``; ``note`` is what is missing beside them, or ''.

    Without ids, the name is a statement of its own: «chưa có nguyên nhân giải thích».
    """

    name: str
    ids: tuple[str, ...]
    note: str = ""


class Chain(NamedTuple):
    """The chain of an unmet criterion."""

    criterion: CriterionResult
    links: tuple[ChainLink, ...]


class Category(NamedTuple):
    """The findings of one category, in canonical order."""

    name: str
    findings: tuple[FindingResult, ...]


class Next(NamedTuple):
    """The next link after a finding: the name of its kind and its ids; ``none`` is the text where there are no ids."""

    name: str
    ids: tuple[str, ...]
    none: str


def chains(evaluation: Evaluation) -> tuple[Chain, ...]:
    """Returns the chain of every unmet criterion, in order."""
    unmet = (criterion for criterion in evaluation.criteria if criterion.falls_short)
    return tuple(Chain(criterion, tuple(_links(criterion, evaluation))) for criterion in unmet)


def chains_heading(evaluation: Evaluation) -> str:
    """What stands over the chains."""
    return f"Từ nội dung {unmet_words(c.status for c in evaluation.criteria)} đến nguyên nhân và giải pháp"


def _links(criterion: CriterionResult, evaluation: Evaluation) -> Iterator[ChainLink]:
    for kind in TABLE_ORDER:
        explaining = [f for f in evaluation.of_kind(kind) if criterion.id in f.explains]
        if kind is FindingKind.CAUSE:
            yield from _causes(criterion, explaining)
        elif explaining and kind.spec.in_chain:
            yield ChainLink(kind.key, tuple(f.id for f in explaining))


def _causes(criterion: CriterionResult, causes: list[FindingResult]) -> Iterator[ChainLink]:
    """Yields the direct causes of the criterion, then those of its limitations, and a note where one sort is missing."""
    direct = tuple(f.id for f in causes if criterion.id in f.of)
    through = tuple(f.id for f in causes if criterion.id not in f.of)
    if direct:
        yield ChainLink("nguyên nhân trực tiếp", direct)
    if through:
        yield ChainLink("nguyên nhân qua hạn chế", through, "" if direct else "chưa có nguyên nhân trực tiếp")
    if not causes:
        yield ChainLink("chưa có nguyên nhân giải thích", ())


def categories(evaluation: Evaluation) -> tuple[Category, ...]:
    """Returns the findings, without reconciliations, by category in the order of tables."""
    by_name: dict[str, list[FindingResult]] = {}
    for finding in (f for kind in TABLE_ORDER for f in evaluation.of_kind(kind)):
        by_name.setdefault(finding.category, []).append(finding)
    return tuple(Category(name, tuple(findings)) for name, findings in by_name.items())


def kinds_heading(kinds: Iterable[FindingKind], evaluation: Evaluation) -> str:
    """Returns the names of those of ``kinds`` that have findings: «Hạn chế, nguyên nhân, giải pháp»."""
    return ", ".join(kind.key for kind in kinds if evaluation.of_kind(kind)).capitalize()


def following(finding: FindingResult, evaluation: Evaluation) -> Next | None:
    """Returns the next link after a finding of a kind that another kind answers; None for other findings."""
    answer = finding.kind.spec.answered_by if isinstance(finding.kind, FindingKind) else None
    if answer is None:
        return None
    ids = tuple(f.id for f in evaluation.of_kind(answer) if finding.id in f.of)
    return Next(answer.key.capitalize(), ids, f"chưa có {answer.key}")
