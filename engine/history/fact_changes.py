"""Which values differ between two cases of one resolution, and a case with some values of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.cases import Case
from engine.evaluation import wording
from engine.factbase.base import FactBase
from engine.factbase.facts import Basis, Claim, Fact, FactSet

NOTHING = "chưa có"


class FactChange(NamedTuple):
    """The values given for an indicator, as written; ``place`` is where they stand after the change (before, where removed)."""

    code: str
    name: str
    before: str
    after: str
    place: str


def fact_changes(before: Case, after: Case) -> Iterator[FactChange]:
    """The indicators whose values of the year itself differ, in the order of the catalogue."""
    old, new = ({c: case.facts.given(c) for c in case.rulebook.indicators} for case in (before, after))
    for code, indicator in (before.rulebook.indicators | after.rulebook.indicators).items():
        one, other = old.get(code, ()), new.get(code, ())
        if sorted(map(_said, one)) == sorted(map(_said, other)):
            continue
        place = "; ".join(fact.origin for fact in other or one)
        yield FactChange(code, indicator.name, _texts(one), _texts(other), place)


def other_changes(before: FactSet, after: FactSet) -> Iterator[str]:
    """What else of the data differs: unit, year, date, what the report states. Parts of sentences for people."""
    if before.unit != after.unit:
        yield f"đơn vị: {before.unit} → {after.unit}"
    if before.year != after.year:
        yield f"năm: {before.year} → {after.year}"
    if before.as_of != after.as_of:
        yield f"số liệu tính đến: {wording.day(before.as_of)} → {wording.day(after.as_of)}"
    if [_stated(claim) for claim in before.claims] != [_stated(claim) for claim in after.claims]:
        yield f"điều báo cáo nêu: {len(before.claims)} → {len(after.claims)} điều, có điều đã sửa"


def with_codes_of(base: FactBase, other: FactBase, codes: frozenset[str]) -> FactBase:
    """``base`` with the values that ``other`` gives for ``codes``."""
    kept = tuple(fact for fact in base.facts.facts if fact.code not in codes)
    taken = tuple(fact for fact in other.facts.facts if fact.code in codes)
    return base.with_facts(base.facts._replace(facts=kept + taken))


def _said(fact: Fact) -> tuple[str, ...]:
    """All that a fact says, without its place."""
    own = (fact.code, fact.text, fact.basis, fact.as_of.isoformat(), fact.source, fact.inferred, fact.assessor)
    return (*own, str(fact.judged), str(fact.covers_year))


def _stated(claim: Claim) -> tuple[str, ...]:
    return (claim.about.what, claim.about.id, claim.kind, claim.text, claim.source, claim.reason_about)


def _texts(facts: tuple[Fact, ...]) -> str:
    return "; ".join(map(_text, facts)) or NOTHING


def _text(fact: Fact) -> str:
    marks = ["ước"] if fact.basis is Basis.ESTIMATE else []
    marks += ["nhận định"] if fact.judged else []
    marks += [f"tính đến {wording.day(fact.as_of)}", fact.source or "không ghi nguồn"]
    return f"{fact.text} ({', '.join(marks)})"
