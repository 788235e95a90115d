"""Finds the values that differ between the facts of two evaluations, and mixes facts of both."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from engine.domain.records import NamedTuple
from engine.factbase.facts import Basis, Claim, Fact, FactSet
from engine.factbase.years import FactSets
from engine.files.json_form import Meaning, Place, json_form
from engine.history.sweep import table_of
from engine.language import display
from engine.language.one_form import one_form
from engine.rulebook.rulebook import Rulebook

NOTHING = "chưa có"


@json_form("code", "year", shape="ValueKeyShape")
class ValueKey(NamedTuple):
    """An indicator in the year evaluated (``year`` None) or in another year."""

    year: Annotated[int | None, Meaning("Of another year than the one evaluated")]
    code: str

    def __str__(self) -> str:
        return self.code if self.year is None else f"{self.code} năm {self.year}"


@json_form("code=key.code", "year=key.year", "name", "before", "after", "place", shape="FactChangeShape")
class FactChange(NamedTuple):
    """The values of an indicator before and after, as written.

    ``place`` is where they are written after the change, or before it where they were removed.
    """

    key: ValueKey
    name: str
    before: str
    after: str
    place: Place


class SideFacts(NamedTuple):
    """The facts of one side, read with its own rules."""

    rulebook: Rulebook
    sets: FactSets

    def values(self) -> dict[ValueKey, tuple[Fact, ...]]:
        """Returns the facts by indicator, the year evaluated first."""
        found: dict[ValueKey, tuple[Fact, ...]] = {}
        for year, facts in ((None, self.sets.own), *self.sets.others.items()):
            for fact in facts.facts:
                key = ValueKey(year, fact.code)
                found[key] = (*found.get(key, ()), fact)
        return found

    def set_of(self, key: ValueKey) -> FactSet:
        """Returns the facts of the year of ``key``."""
        return self.sets.own if key.year is None else self.sets.others[key.year]


def fact_changes(before: SideFacts, after: SideFacts) -> list[FactChange]:
    """Returns the indicators whose values differ, in the order of the files.

    A new date of the whole file is no change of its values.
    """
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
    """Returns what else differs in the data (unit, year, date, sources, claims), as parts of sentences for people."""
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
    sources = [_sources(facts) for facts in (old, new)]
    for code in dict.fromkeys((*sources[0], *sources[1])):
        names = [named.get(code, NOTHING) for named in sources]
        if names[0] != names[1]:
            changes.append(f"nguồn {code}: {names[0]} → {names[1]}")
    claims = [Counter(map(_claim_key, facts.claims)) for facts in (old, new)]
    changes += [f"bớt điều báo cáo nêu: {_claim_text(claim)}" for claim in (claims[0] - claims[1]).elements()]
    changes += [f"thêm điều báo cáo nêu: {_claim_text(claim)}" for claim in (claims[1] - claims[0]).elements()]
    return changes


def with_values_of(base: FactSets, other: FactSets, keys: frozenset[ValueKey]) -> FactSets:
    """Returns ``base`` with the values of ``other`` for ``keys``."""
    others = dict(base.others)
    for year in {key.year for key in keys if key.year is not None}:
        codes = frozenset(key.code for key in keys if key.year == year)
        if year in others or year in other.others:
            others[year] = _mixed(others.get(year), other.others.get(year), codes)
    own = frozenset(key.code for key in keys if key.year is None)
    return FactSets(_mixed(base.own, other.own, own), others)


def _mixed(base: FactSet | None, other: FactSet | None, codes: frozenset[str]) -> FactSet:
    """Returns the facts of ``other`` for ``codes`` and of ``base`` for all others; one of the two may be None."""
    frame = base or other
    assert frame is not None
    of_base = tuple(fact for fact in (base.facts if base else ()) if fact.code not in codes)
    of_other = tuple(fact for fact in (other.facts if other else ()) if fact.code in codes)
    return frame._replace(facts=of_base + of_other)


def _same(before: SideFacts, after: SideFacts, key: ValueKey, one: tuple[Fact, ...], other: tuple[Fact, ...]) -> bool:
    """Returns whether both facts are equal, with their dates taken relative to their files or absolutely."""
    relative = [
        sorted(_content(f, _day(f, side.set_of(key)), _last_day(f, side.set_of(key))) for f in facts)
        for side, facts in ((before, one), (after, other))
    ]
    absolute = [
        sorted(_content(f, display.day(f.as_of), display.day(f.period.end)) for f in facts) for facts in (one, other)
    ]
    return relative[0] == relative[1] or absolute[0] == absolute[1]


def _content(fact: Fact, day: str, last_day: str) -> tuple[str, ...]:
    """Returns the content of a fact without its place; the table stands for the source of its own rows, whatever its name."""
    source = "" if fact.source == table_of(fact.origin) else fact.source
    own = (fact.code, one_form(fact.text), fact.basis, day, last_day, source, fact.inferred, fact.assessor)
    return (*own, str(fact.judged), str(fact.preliminary), str(fact.period.start))


def _sources(facts: FactSet) -> dict[str, str]:
    """The documents, without a table that stands for the source of its own rows."""
    tables = {table_of(name) for name in facts.names}
    return {code: name for code, name in facts.sources.items() if name not in tables}


def _last_day(fact: Fact, facts: FactSet) -> str:
    """Returns the last day that a fact covers; '' where that is the date of its file."""
    return "" if fact.period.end == min(facts.as_of, facts.ends) else display.day(fact.period.end)


def _texts(side: SideFacts, key: ValueKey, facts: tuple[Fact, ...]) -> str:
    return "; ".join(_text(fact, side.set_of(key)) for fact in facts) or NOTHING


def _day(fact: Fact, facts: FactSet) -> str:
    return "" if fact.as_of == facts.as_of else display.day(fact.as_of)


def _text(fact: Fact, facts: FactSet) -> str:
    marks = ["ước"] if fact.basis is Basis.ESTIMATE else []
    marks += ["sơ bộ"] if fact.preliminary else []
    marks += ["nhận định"] if fact.judged else []
    marks += [f"tính đến {day}"] if (day := _day(fact, facts)) else []
    return f"{fact.text} ({', '.join([*marks, fact.source or 'không ghi nguồn'])})"


def _claim_key(claim: Claim) -> tuple[str, ...]:
    return (claim.about.what, claim.about.id, claim.kind, claim.text, claim.source, claim.reason_about)


_ABOUT = {"criterion": "nội dung ", "target": "chỉ tiêu ", "indicator": "", "summary": "tổng hợp"}


def _claim_text(claim: tuple[str, ...]) -> str:
    what, identifier, _, text, source, _ = claim
    return f"{_ABOUT.get(what, '')}{identifier}: «{text}»" + (f" ({source})" if source else "")
