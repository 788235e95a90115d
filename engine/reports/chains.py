"""From an unmet criterion to its limitations, causes, forecasts and solutions: the links, as terminal and reports show them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.evaluation.evaluation import CriterionResult, Evaluation, FindingResult

_ORDER = ("limitation", "cause", "difficulty", "forecast", "solution")
_FOLLOWING = {
    "limitation": ("cause", "Nguyên nhân", "chưa có nguyên nhân"),
    "cause": ("solution", "Giải pháp", "chưa có giải pháp"),
}


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
    """What a limitation or cause must lead to: ``ids`` of it, or ``none`` to say where there is nothing."""

    name: str
    ids: tuple[str, ...]
    none: str


def chains(evaluation: Evaluation) -> tuple[Chain, ...]:
    """The chain of every criterion that falls short, in order."""
    unmet = (criterion for criterion in evaluation.criteria if criterion.status.unmet)
    return tuple(Chain(criterion, tuple(_links(criterion, evaluation))) for criterion in unmet)


def _links(criterion: CriterionResult, evaluation: Evaluation) -> Iterator[ChainLink]:
    explaining = [f for f in evaluation.findings if criterion.id in f.explains]
    causes = [f for f in explaining if f.kind == "cause"]
    direct = tuple(f.id for f in causes if criterion.id in f.of)
    through = tuple(f.id for f in causes if criterion.id not in f.of)
    if limitations := _ids(explaining, "limitation"):
        yield ChainLink("hạn chế", limitations)
    if direct:
        yield ChainLink("nguyên nhân trực tiếp", direct)
    if through:
        yield ChainLink("nguyên nhân qua hạn chế", through, "" if direct else "chưa có nguyên nhân trực tiếp")
    if not causes:
        yield ChainLink("chưa có nguyên nhân giải thích", ())
    for kind, name in (("forecast", "dự báo"), ("solution", "giải pháp")):
        if found := _ids(explaining, kind):
            yield ChainLink(name, found)


def _ids(findings: list[FindingResult], kind: str) -> tuple[str, ...]:
    return tuple(f.id for f in findings if f.kind == kind)


def categories(evaluation: Evaluation) -> tuple[Category, ...]:
    """The findings by category: limitations, causes, difficulties, forecasts, solutions. Reconciliations are no findings."""
    found = [f for f in evaluation.findings if f.outcome is None]
    by_name: dict[str, list[FindingResult]] = {}
    for finding in sorted(found, key=lambda f: _ORDER.index(f.kind)):
        by_name.setdefault(finding.category, []).append(finding)
    return tuple(Category(name, tuple(findings)) for name, findings in by_name.items())


def following(finding: FindingResult, evaluation: Evaluation) -> Next | None:
    """The next link of the chain after a limitation or cause; None after anything else."""
    if finding.kind not in _FOLLOWING:
        return None
    kind, name, none = _FOLLOWING[finding.kind]
    return Next(name, tuple(f.id for f in evaluation.findings if f.kind == kind and finding.id in f.of), none)
