"""Which values differ between the facts of two evaluations, and facts with some values of others."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, NamedTuple

from engine.factbase.facts import Basis, Claim, Fact, FactSet
from engine.files.json_form import Meaning, Place, json_form
from engine.history.replay import FactSets
from engine.language import display
from engine.rulebook.rulebook import Rulebook

NOTHING = "chưa có"


@json_form("code", "year", shape="ValueKeyShape")
class ValueKey(NamedTuple):
    """An indicator in another year than the one evaluated, or in that one (None)."""

    year: Annotated[int | None, Meaning("Of another year than the one evaluated")]
    code: str

    def __str__(self) -> str:
        return self.code if self.year is None else f"{self.code} năm {self.year}"


@json_form("code=key.code", "year=key.year", "name", "before", "after", "place", shape="FactChangeShape")
class FactChange(NamedTuple):
    """The values given for an indicator, as written; ``place`` is where they stand after the change (before, where removed)."""

    key: ValueKey
    name: str
    before: str
    after: str
    place: Place


class SideFacts(NamedTuple):
    """The facts of one side as its own rules read them."""

    rulebook: Rulebook
    sets: FactSets

    def values(self) -> dict[ValueKey, tuple[Fact, ...]]:
        """What is given, by indicator; the year evaluated first."""
        found: dict[ValueKey, tuple[Fact, ...]] = {}
        for year, facts in ((None, self.sets.own), *self.sets.others.items()):
            for fact in facts.facts:
                key = ValueKey(year, fact.code)
                found[key] = (*found.get(key, ()), fact)
        return found

    def dated(self, key: ValueKey) -> FactSet:
        return self.sets.own if key.year is None else self.sets.others[key.year]


def fact_changes(before: SideFacts, after: SideFacts) -> list[FactChange]:
    """The indicators whose values differ, in the order of the files. That the file's own date moved changes no value."""
    old, new = before.values(), after.values()
    changes = []
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key, ()), new.get(key, ())
        if _same(before, after, key, one, other):
            continue
        indicator = (after if other else before).rulebook.indicators[key.code]
        place = "; ".join(fact.origin for fact in other or one)
        changes.append(FactChange(key, indicator.name, _texts(before, key, one), _texts(after, key, other), place))
    return changes


def other_changes(before: FactSets, after: FactSets) -> list[str]:
    """What else of the data differs: unit, year, date, sources, what the report states. Parts of sentences for people."""
    old, new = before.own, after.own
    changes = [
        f"{what}: {one} → {other}"
        for what, one, other in (
            ("đơn vị", old.unit, new.unit),
            ("năm", str(old.year), str(new.year)),
            ("số liệu tính đến", display.day(old.as_of), display.day(new.as_of)),
        )
        if one != other
    ]
    for code in dict.fromkeys((*old.sources, *new.sources)):
        names = [facts.sources.get(code, NOTHING) for facts in (old, new)]
        if names[0] != names[1]:
            changes.append(f"nguồn {code}: {names[0]} → {names[1]}")
    claims = [Counter(map(_stated, facts.claims)) for facts in (old, new)]
    changes += [f"bớt điều báo cáo nêu: {_claimed(claim)}" for claim in (claims[0] - claims[1]).elements()]
    changes += [f"thêm điều báo cáo nêu: {_claimed(claim)}" for claim in (claims[1] - claims[0]).elements()]
    return changes


def with_values_of(base: FactSets, other: FactSets, keys: frozenset[ValueKey]) -> FactSets:
    """``base`` with the values that ``other`` gives for ``keys``."""
    others = dict(base.others)
    for year in {key.year for key in keys if key.year is not None}:
        codes = frozenset(key.code for key in keys if key.year == year)
        if year in others or year in other.others:
            others[year] = _swapped(others.get(year), other.others.get(year), codes)
    own = frozenset(key.code for key in keys if key.year is None)
    return FactSets(_swapped(base.own, other.own, own), others)


def _swapped(base: FactSet | None, other: FactSet | None, codes: frozenset[str]) -> FactSet:
    """The facts of ``base``, but for ``codes`` those of ``other``; one of the two is there."""
    frame = base or other
    assert frame is not None
    kept = tuple(fact for fact in (base.facts if base else ()) if fact.code not in codes)
    taken = tuple(fact for fact in (other.facts if other else ()) if fact.code in codes)
    return frame._replace(facts=kept + taken)


def _same(before: SideFacts, after: SideFacts, key: ValueKey, one: tuple[Fact, ...], other: tuple[Fact, ...]) -> bool:
    """Whether both say the same, their dates told from those of their files or as they are."""
    moved = [
        sorted(_said(f, _day(f, side.dated(key))) for f in facts) for side, facts in ((before, one), (after, other))
    ]
    fixed = [sorted(_said(f, display.day(f.as_of)) for f in facts) for facts in (one, other)]
    return moved[0] == moved[1] or fixed[0] == fixed[1]


def _said(fact: Fact, day: str) -> tuple[str, ...]:
    """All that a fact says, without its place."""
    own = (fact.code, fact.text, fact.basis, day, fact.source, fact.inferred, fact.assessor)
    return (*own, str(fact.judged), str(fact.covers_year))


def _texts(side: SideFacts, key: ValueKey, facts: tuple[Fact, ...]) -> str:
    return "; ".join(_text(fact, side.dated(key)) for fact in facts) or NOTHING


def _day(fact: Fact, dated: FactSet) -> str:
    return "" if fact.as_of == dated.as_of else display.day(fact.as_of)


def _text(fact: Fact, dated: FactSet) -> str:
    marks = ["ước"] if fact.basis is Basis.ESTIMATE else []
    marks += ["nhận định"] if fact.judged else []
    marks += [f"tính đến {day}"] if (day := _day(fact, dated)) else []
    return f"{fact.text} ({', '.join([*marks, fact.source or 'không ghi nguồn'])})"


def _stated(claim: Claim) -> tuple[str, ...]:
    return (claim.about.what, claim.about.id, claim.kind, claim.text, claim.source, claim.reason_about)


_ABOUT = {"criterion": "nội dung ", "target": "chỉ tiêu ", "indicator": "", "summary": "tổng hợp"}


def _claimed(stated: tuple[str, ...]) -> str:
    what, identifier, _, text, source, _ = stated
    return f"{_ABOUT.get(what, '')}{identifier}: «{text}»" + (f" ({source})" if source else "")
