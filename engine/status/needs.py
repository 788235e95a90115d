"""Which indicators the verdicts need, and what the facts of one unit and year have of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from engine.checking.content import codes_in, goals
from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.factbase.facts import Basis, Fact, FactSet
from engine.rulebook.formulas import references
from engine.rulebook.rulebook import Nature, Rulebook


class Held(NamedTuple):
    """What a facts file has of an indicator: the day that its last counted value reaches to.

    ``provisional`` is «ước» where an estimate reaches further than what was counted, «sơ bộ» where that is preliminary, else ''.
    """

    code: str
    until: date
    provisional: str
    source: str


class HeldFacts:
    """Makes the record of a case that `status` needs; picklable, to be sent to other processes."""

    def __call__(self, _: Evaluator, base: FactBase) -> tuple[Held, ...]:
        return tuple(held_in(base.facts))


def held_in(facts: FactSet) -> Iterator[Held]:
    """Yields what the facts have of each indicator."""
    by_code: dict[str, list[Fact]] = {}
    for fact in facts.facts:
        by_code.setdefault(fact.code, []).append(fact)
    for code, found in by_code.items():
        counted = [fact for fact in found if fact.basis is Basis.ACTUAL]
        last = max(counted or found, key=lambda fact: (fact.period.end, not fact.preliminary))
        estimated = not counted or any(fact.period.end > last.period.end for fact in found)
        source = last.source.partition(",")[0].strip()
        provisional = "ước" if estimated else "sơ bộ" if last.preliminary else ""
        yield Held(code, last.period.end, provisional, facts.sources.get(source, source))


def needed_codes(rulebook: Rulebook) -> list[str]:
    """Returns the indicators that the verdicts on criteria rest on, as conditions name them, in the order of the rules."""
    found: dict[str, None] = {}
    for criterion in rulebook.criteria:
        for logic in (criterion.applies, *goals(criterion)):
            found.update(dict.fromkeys(codes_in(logic)))
    return [code for code in found if code in rulebook.indicators]


def inputs_of(codes: Iterable[str], held: Mapping[str, Held], rulebook: Rulebook) -> list[str]:
    """Returns the indicators to be sent for ``codes``: each that is held or not computed, else those of its formula."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = list(codes)[::-1]
    while waiting:
        code = waiting.pop()
        indicator = rulebook.indicators.get(code)
        if code in seen or indicator is None:
            continue
        seen.add(code)
        if code in held or indicator.formula is None:
            found[code] = None
        else:
            waiting += [reference.code for reference in references(indicator.formula)][::-1]
    return list(found)


def grows_old(code: str, rulebook: Rulebook) -> bool:
    """Returns whether values of an indicator grow old; a plan stands until another is made."""
    return rulebook.indicators[code].nature is not Nature.PLAN
