"""One dependency graph over formulas, criteria, targets, findings and placeholders: any cycle is an error that prints it.

So is what spreads without end: of «a2 = a1 + a1, a3 = a2 + a2 …» forty lines name a thousand milliard values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from engine.domain.limits import CHAIN, DEPTH, SPREAD, SPREAD_IN_ALL, VALUES, grouped
from engine.files.diagnostics import Note, Problems
from engine.files.source import Span
from engine.rulebook.formulas import depth, references
from engine.rulebook.logic import Leaf, PresenceTest, StatusTest, Test, leaves
from engine.rulebook.rulebook import Criterion, Finding, Indicator, Placeholder, Rulebook

Edges = dict[str, tuple[str, ...]]


_MOST_CYCLES = 20
_MOST_SHOWN = 12
"""Cycles that are told, and definitions of one that are named: to mend some of them changes the others."""


def report_graph(rulebook: Rulebook, problems: Problems) -> bool:
    """Reports cycles, each at the first of its members; where there is none, what is stacked too high.

    Returns whether there is nothing to report, so that whoever follows definitions from here on comes to an end.
    """
    edges, places = _graph(rulebook)
    if _report_cycles(edges, places, problems):
        return False
    return not _report_spread(edges, places, rulebook.indicators, problems)


def _report_cycles(edges: Edges, places: dict[str, Span], problems: Problems) -> bool:
    reported: set[frozenset[str]] = set()
    done: set[str] = set()
    found = (cycle for start in edges for cycle in _cycles_from(start, edges, done))
    for cycle in islice(found, _MOST_CYCLES):
        if frozenset(cycle) not in reported:
            reported.add(frozenset(cycle))
            named = _shortened(cycle)
            notes = [Note(places[node], node) for node in named[1:] if node in places]
            message = f"định nghĩa vòng quanh: {' → '.join([*named, cycle[0]])}"
            problems.add("CT105", message, places[cycle[0]], "bỏ một trong các tham chiếu này", notes)
    return bool(reported)


def _shortened(cycle: list[str]) -> list[str]:
    """The names of a cycle, of a long one the first and the last with the number left out."""
    if len(cycle) <= _MOST_SHOWN:
        return cycle
    half = _MOST_SHOWN // 2
    return [*cycle[:half], f"… (lược {grouped(len(cycle) - 2 * half)} định nghĩa) …", *cycle[-half:]]


def _report_spread(
    edges: Edges, places: dict[str, Span], formulas: Mapping[str, Indicator], problems: Problems
) -> bool:
    """Reports the first definition that is too high or too wide; what stands upon it is so too, and not named.

    Returns whether there is one.
    """
    spread: dict[str, int] = {}
    height: dict[str, int] = {}
    deep: dict[str, int] = {}
    total = 0
    for node in _from_below(edges):
        under = [after for after in edges[node] if after in spread]
        within = node in formulas  # elsewhere a computed value is looked up, and its formula is not walked again
        spread[node] = 1 + sum(1 if after in formulas and not within else spread[after] for after in under)
        height[node] = 1 + max((height[after] for after in under), default=0)
        formula = formulas[node].formula if within else None
        deep[node] = (depth(formula) if formula is not None else 0) + max((deep[after] for after in under), default=0)
        total += 0 if within else spread[node]
        most = VALUES if within else SPREAD
        if height[node] > CHAIN:
            what = f"«{node}» dựa trên một chuỗi hơn {CHAIN} định nghĩa chồng lên nhau"
        elif deep[node] > DEPTH:
            what = f"«{node}» viết đủ ra thì có hơn {DEPTH} tầng phép tính chồng lên nhau"
        elif spread[node] > most:
            of = "số liệu" if within else "phép so sánh và kết luận"
            what = f"«{node}» viết đủ ra thì dùng hơn {grouped(most)} {of}"
        elif total > SPREAD_IN_ALL:
            what = f"các quy tắc viết đủ ra thì dùng hơn {grouped(SPREAD_IN_ALL)} phép so sánh và kết luận"
        else:
            continue
        remedy = (
            "bỏ bớt tầng: viết công thức, điều kiện thẳng từ số liệu gốc, hoặc tách thành nhiều nghị quyết; "
            "tổng của nhiều số thì viết tổng(a, b, c)"
        )
        problems.add("CT118", what, places[node], remedy if deep[node] > DEPTH else remedy.partition("; ")[0])
        return True
    return False


def _from_below(edges: Edges) -> Iterator[str]:
    """Every definition after those that it uses; there must be no cycle."""
    done: set[str] = set()
    for start in edges:
        stack = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                if node not in done:
                    done.add(node)
                    yield node
            elif node not in done and node in edges:
                stack.append((node, True))
                stack.extend((after, False) for after in dict.fromkeys(edges[node]))


def _graph(rulebook: Rulebook) -> tuple[Edges, dict[str, Span]]:
    edges: Edges = {}
    places: dict[str, Span] = {}
    for indicator in rulebook.indicators.values():
        edges[indicator.code] = tuple(r.code for r in references(indicator.formula)) if indicator.formula else ()
        places[indicator.code] = indicator.span
    for target in rulebook.targets:
        edges[f"chỉ tiêu {target.id}"] = tuple(f"nội dung {c.id}" for c in target.criteria)
        places[f"chỉ tiêu {target.id}"] = target.span
        for criterion in target.criteria:
            edges[f"nội dung {criterion.id}"] = tuple(_of_criterion(criterion))
            places[f"nội dung {criterion.id}"] = criterion.span
    for finding in rulebook.findings:
        edges[finding.id] = tuple(_of_finding(finding))
        places[finding.id] = finding.span
    return edges, places


def _of_criterion(criterion: Criterion) -> Iterator[str]:
    for wording in criterion.wordings:
        for threshold in wording.thresholds:
            for logic in (threshold.met, threshold.exceeded):
                for leaf in leaves(logic):
                    yield from _of_leaf(leaf)
    for leaf in leaves(criterion.applies):
        yield from _of_leaf(leaf)


def _of_finding(finding: Finding) -> Iterator[str]:
    names = {"criterion": "nội dung ", "target": "chỉ tiêu ", "finding": ""}
    for reference in finding.of:
        yield names[reference.what] + reference.id
    for leaf in leaves(finding.when):
        yield from _of_leaf(leaf)
    for piece in finding.conclusion:
        if isinstance(piece, Placeholder) and piece.what == "criterion":
            yield f"nội dung {piece.subject}"


def _of_leaf(leaf: Leaf) -> Iterator[str]:
    match leaf:
        case Test(input=input):
            yield from (r.code for r in references(input.formula))
        case StatusTest(of_target=of_target, id=identifier):
            yield f"{'chỉ tiêu' if of_target else 'nội dung'} {identifier}"
        case PresenceTest(finding=finding):
            yield finding


def _cycles_from(start: str, edges: Edges, done: set[str]) -> Iterator[list[str]]:
    """Depth-first walk without recursion, so that a long chain cannot exhaust the stack."""
    path: list[str] = []
    on_path: set[str] = set()
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
            continue
        if node in on_path:
            yield path[path.index(node) :]
            continue
        if node in done or node not in edges:
            continue
        path.append(node)
        on_path.add(node)
        stack.append((node, True))
        stack.extend((after, False) for after in reversed(edges[node]))
