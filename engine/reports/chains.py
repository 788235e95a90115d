"""From an unmet criterion to what explains it and what is to be done: the links, as terminal and reports show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.domain.finding_kinds import TABLE_ORDER, FindingKind
from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult
from engine.evaluation.presentation import unmet_words


class ChainLink(NamedTuple):
    """One link: ``name`` says what the ``ids`` are, ``note`` what is missing beside them ('' where nothing is).

    Without ids the name is the whole statement: «chưa có nguyên nhân giải thích».
    """

    name: str
    ids: tuple[str, ...]
    note: str = ""


class Chain(NamedTuple):
    """The chain of one criterion that falls short."""

    criterion: CriterionResult
    links: tuple[ChainLink, ...]


class Category(NamedTuple):
    """The findings of one category, in canonical order."""

    name: str
    findings: tuple[FindingResult, ...]


class Next(NamedTuple):
    """What a finding must lead to: ``ids`` of it, or ``none`` to say where there is nothing."""

    name: str
    ids: tuple[str, ...]
    none: str


def chains(evaluation: Evaluation) -> tuple[Chain, ...]:
    """The chain of every criterion that falls short, in order."""
    unmet = (criterion for criterion in evaluation.criteria if criterion.status.unmet)
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
    """The causes of the criterion itself, then those of its limitations; that there are none of a sort, where so."""
    direct = tuple(f.id for f in causes if criterion.id in f.of)
    through = tuple(f.id for f in causes if criterion.id not in f.of)
    if direct:
        yield ChainLink("nguyên nhân trực tiếp", direct)
    if through:
        yield ChainLink("nguyên nhân qua hạn chế", through, "" if direct else "chưa có nguyên nhân trực tiếp")
    if not causes:
        yield ChainLink("chưa có nguyên nhân giải thích", ())


def categories(evaluation: Evaluation) -> tuple[Category, ...]:
    """The findings by category, in the order of tables. Reconciliations are no findings."""
    by_name: dict[str, list[FindingResult]] = {}
    for finding in (f for kind in TABLE_ORDER for f in evaluation.of_kind(kind)):
        by_name.setdefault(finding.category, []).append(finding)
    return tuple(Category(name, tuple(findings)) for name, findings in by_name.items())


def kinds_heading(kinds: Iterable[FindingKind], evaluation: Evaluation) -> str:
    """«Hạn chế, nguyên nhân, giải pháp»: those of ``kinds`` that the evaluation has findings of."""
    return ", ".join(kind.key for kind in kinds if evaluation.of_kind(kind)).capitalize()


def following(finding: FindingResult, evaluation: Evaluation) -> Next | None:
    """The next link of the chain after a finding of a kind that another kind answers; None after anything else."""
    answer = finding.kind.spec.answered_by if isinstance(finding.kind, FindingKind) else None
    if answer is None:
        return None
    ids = tuple(f.id for f in evaluation.of_kind(answer) if finding.id in f.of)
    return Next(answer.key.capitalize(), ids, f"chưa có {answer.key}")
