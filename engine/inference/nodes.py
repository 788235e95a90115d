"""Names of the nodes that facts are about: inputs, criteria, targets, findings and the parts of conditions."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rulebook.rulebook import AllOf, AnyOf, Criterion, Leaf, Logic, NotOf, Reference

YEAR, AS_OF, SINCE_YEAR_END = "$year", "$as_of", "$days_since_year_end"
"""Inputs of time: the year evaluated, the as-of date, and the days from the end of that year to it."""


def input_node(key: str) -> str:
    """The node that carries the value of an input."""
    return f"input:{key}"


def known_node(key: str) -> str:
    """The node that says whether an input has a value."""
    return f"known:{key}"


def criterion_node(identifier: str) -> str:
    return f"criterion:{identifier}"


def applies_node(identifier: str) -> str:
    """The node of «áp dụng khi» of a criterion that has one."""
    return f"{criterion_node(identifier)}?applies"


def target_node(identifier: str) -> str:
    return f"target:{identifier}"


def finding_node(identifier: str) -> str:
    return f"finding:{identifier}"


def reconciliation_node(identifier: str) -> str:
    return f"reconciliation:{identifier}"


def belongs_node(reference: Reference, keeps_up: bool) -> str:
    """The node that says whether a criterion or target is what a finding may belong to: unmet, or met where it keeps up."""
    watched = target_node(reference.id) if reference.what == "target" else criterion_node(reference.id)
    return f"{'reached' if keeps_up else 'unmet'}:{watched}"


def pace_key(criterion: str) -> str:
    """The input that says how a criterion stands to its schedule: -1 behind, 0 on it, 1 ahead."""
    return f"$pace:{criterion}"


def named_leaves(logic: Logic, node: str) -> Iterator[tuple[str, Leaf]]:
    """The leaves of ``logic`` with the nodes that carry their states where ``logic`` itself has ``node``."""
    if isinstance(logic, AllOf | AnyOf):
        for number, part in enumerate(logic.parts, 1):
            yield from named_leaves(part, f"{node}.{number}")
    elif isinstance(logic, NotOf):
        yield from named_leaves(logic.part, f"{node}.1")
    else:
        yield node, logic


def met_node(criterion: Criterion, wording: int, threshold: int) -> str:
    """The node of a compound «đạt khi»: of the threshold-th case of the wording-th wording, both counted from 0."""
    return f"{criterion_node(criterion.id)}?met.{wording}.{threshold}"
