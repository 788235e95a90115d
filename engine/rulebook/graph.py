"""One dependency graph over formulas, criteria, targets, findings and placeholders: any cycle is an error that prints it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rulebook.formulas import references
from engine.rulebook.rulebook import (
    Criterion,
    Finding,
    Leaf,
    Placeholder,
    PresenceTest,
    Rulebook,
    StatusTest,
    Test,
    leaves,
)
from engine.sources.diagnostics import Note, Problems
from engine.sources.source import Span

Edges = dict[str, tuple[str, ...]]


def report_cycles(rulebook: Rulebook, problems: Problems) -> None:
    """Report every cycle once, at the first of its members."""
    edges, places = _graph(rulebook)
    reported: set[frozenset[str]] = set()
    done: set[str] = set()
    for start in edges:
        for cycle in _cycles_from(start, edges, done):
            if frozenset(cycle) not in reported:
                reported.add(frozenset(cycle))
                shown = " → ".join([*cycle, cycle[0]])
                notes = [Note(places[node], node) for node in cycle[1:] if node in places]
                problems.add(
                    "CT105",
                    f"định nghĩa vòng quanh: {shown}",
                    places[cycle[0]],
                    "bỏ một trong các tham chiếu này",
                    notes,
                )


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
