"""Which indicators of a rulebook stand together: only within such a block does one that is missing make a difference to values of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.domain.records import NamedTuple
from engine.inference.nodes import pace_key
from engine.language.syntax import Formula
from engine.rulebook.formulas import references
from engine.rulebook.logic import KnowledgeTest, Test, leaves
from engine.rulebook.rulebook import Criterion, Rulebook


class Block(NamedTuple):
    """Indicators that stand together, the inputs that rest on them, and the criteria whose pace does."""

    codes: tuple[str, ...]
    inputs: tuple[str, ...]
    criteria: tuple[str, ...]


def whole_block(rulebook: Rulebook) -> Block:
    """Returns all of a rulebook as one block."""
    return Block(tuple(rulebook.indicators), tuple(rulebook.inputs), tuple(one.id for one in rulebook.criteria))


def blocks_of(rulebook: Rulebook, scales: Iterable[str]) -> list[Block]:
    """Returns the fewest indicators that stand together, block by block; ``scales`` are the inputs that the program compares.

    Together stand those that one input rests on, through formulas of the catalogue; those whose comparisons tell the pace of one
    criterion; a part and its whole.
    """
    under_inputs = {key: [*reached(rulebook, one.formula)] for key, one in rulebook.inputs.items()}
    paced = [one for one in rulebook.criteria if pace_key(one.id) in {*scales}]
    asked = {one.id: [code for key in _compared(one) for code in under_inputs.get(key, ())] for one in paced}
    parts = [(code, one.part_of) for code, one in rulebook.indicators.items() if one.part_of in rulebook.indicators]
    computed = [(code, *_codes(one.formula)) for code, one in rulebook.indicators.items() if one.formula is not None]
    leader = _joined(rulebook.indicators, [*under_inputs.values(), *asked.values(), *parts, *computed])
    codes: dict[str, list[str]] = {}
    inputs: dict[str, list[str]] = {}
    criteria: dict[str, list[str]] = {}
    for code in rulebook.indicators:
        codes.setdefault(leader[code], []).append(code)
    for key, under in under_inputs.items():
        inputs.setdefault(leader[under[0]] if under else "", []).append(key)
    for criterion, under in asked.items():
        criteria.setdefault(leader[under[0]] if under else "", []).append(criterion)
    leaders = dict.fromkeys((*codes, *inputs, *criteria)) or {"": None}
    return [
        Block(tuple(codes.get(one, ())), tuple(inputs.get(one, ())), tuple(criteria.get(one, ()))) for one in leaders
    ]


def _compared(criterion: Criterion) -> Iterator[str]:
    """The inputs that a criterion compares, or asks whether they are known, in all its wordings."""
    for wording in criterion.wordings:
        for threshold in wording.thresholds:
            yield from (leaf.input.key for leaf in leaves(threshold.met) if isinstance(leaf, Test | KnowledgeTest))


def reached(rulebook: Rulebook, formula: Formula) -> Iterator[str]:
    """Yields the indicators on which a value of ``formula`` may rest, each once, through those that are computed."""
    seen: set[str] = set()
    rest = [*_codes(formula)]
    while rest:
        code = rest.pop()
        if code in seen or code not in rulebook.indicators:
            continue
        seen.add(code)
        yield code
        inner = rulebook.indicators[code].formula
        rest += [] if inner is None else _codes(inner)


def _codes(formula: Formula) -> Iterator[str]:
    return (reference.code for reference in references(formula))


def _joined(codes: Iterable[str], groups: Iterable[Iterable[str]]) -> dict[str, str]:
    """The leader of each code: one for all that stand together in some group."""
    leader = {code: code for code in codes}

    def found(code: str) -> str:
        while leader[code] != code:
            leader[code] = leader[leader[code]]
            code = leader[code]
        return code

    for group in groups:
        first, *others = [code for code in group if code in leader] or [""]
        for other in others:
            leader[found(other)] = found(first)
    return {code: found(code) for code in leader}
