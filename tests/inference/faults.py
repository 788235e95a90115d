"""Engines that are wrong on purpose: a session of a real engine whose firings are changed before they are handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.inference.program import EngineError, Firing, Firings, WorkingFact
from engine.inference.session import Session

Fault = Callable[[list[Firing]], list[Firing]]


class FaultySession:
    """``session`` with ``fault`` done to what it says."""

    def __init__(self, session: Session, fault: Fault, name: str = "") -> None:
        self.session, self.fault = session, fault
        self.name, self.version = name or session.name, session.version

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        return Firings(self.fault(self.session.run(facts)))

    def close(self) -> None:
        self.session.close()


def _leading_to(node: str, firings: list[Firing]) -> int:
    """The place of a firing that gave ``node`` its state."""
    return next(place for place, firing in enumerate(firings) if firing.node == node)


def dropped(node: str) -> Fault:
    """One firing that led to ``node`` is missing."""

    def fault(firings: list[Firing]) -> list[Firing]:
        place = _leading_to(node, firings)
        return firings[:place] + firings[place + 1 :]

    return fault


def repeated(node: str) -> Fault:
    """A firing that led to ``node`` is told twice."""
    return lambda firings: [*firings, firings[_leading_to(node, firings)]]


def other_fact(node: str) -> Fault:
    """The same rule fired for ``node``, on a fact with another value."""

    def fault(firings: list[Firing]) -> list[Firing]:
        place = _leading_to(node, firings)
        firing = firings[place]
        first, *rest = firing.matched
        moved = (
            first._replace(high=(first.high or 0) + 1) if first.state is None else first._replace(state=first.state + 1)
        )
        return [*firings[:place], Firing(firing.rule, (moved, *rest)), *firings[place + 1 :]]

    return fault


def other_state(node: str, state: int) -> Fault:
    """Every firing that led to ``node`` asserts ``state``."""

    def changed(firing: Firing) -> Firing:
        if firing.node != node:
            return firing
        return Firing(firing.rule._replace(then=firing.rule.then._replace(state=state)), firing.matched)

    return lambda firings: [changed(firing) for firing in firings]


def failing(reason: str) -> Fault:
    """The engine gives up."""

    def fault(firings: list[Firing]) -> list[Firing]:
        raise EngineError(reason)

    return fault


def sound(firings: list[Firing]) -> list[Firing]:
    """Nothing is wrong but the order."""
    return firings[::-1]
