"""The program on all engines at once: a result is given only where they report the very same firings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from engine.domain.records import NamedTuple
from engine.inference.nodes import Node
from engine.inference.program import JOINED, EngineError, Firing, Firings, Program, WorkingFact
from engine.inference.session import Session


class EngineReport(NamedTuple):
    """What one engine said of a case. ``failure`` is empty where it ran to its end; else nothing else counts."""

    engine: str
    firings: Firings
    failure: str

    @classmethod
    def heard(cls, session: Session, facts: Sequence[WorkingFact]) -> EngineReport:
        """Returns what ``session`` says of ``facts``."""
        engine = f"{session.name} {session.version}"
        try:
            return cls(engine, session.run(facts), "")
        except EngineError as error:
            return cls(engine, Firings(), str(error) or type(error).__name__)


class Difference(NamedTuple):
    """A node that the engines do not tell alike, in their order: its state in each (None: none), and the firings that
    lead to it in one engine and not, or not as often, in the others.

    ``first``: all that these firings matched is held by every engine, so that the difference does not come from another.
    """

    node: Node
    states: tuple[int | None, ...]
    alone: tuple[tuple[Firing, ...], ...]
    first: bool


class EnginesDiffer(Exception):
    """The engines do not report the same firings of one case: nothing that any of them derived may be used."""

    def __init__(self, heard: Sequence[EngineReport]) -> None:
        super().__init__("; ".join(f"{one.engine}: {one.failure or f'{len(one.firings)} firings'}" for one in heard))
        self.heard = tuple(heard)

    def differences(self) -> list[Difference]:
        """Where they differ, what comes from nothing else first; empty where an engine failed."""
        return [] if any(one.failure for one in self.heard) else _differences(self.heard)


class BothSession:
    """``sessions`` of one program, on different engines; the firings are in the order of the first."""

    def __init__(self, program: Program, sessions: Sequence[Session]) -> None:
        self.sessions = tuple(sessions)
        self.name = JOINED.join(session.name for session in sessions)
        self.version = JOINED.join(session.version for session in sessions)

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Raises EnginesDiffer; EngineError where every engine failed."""
        asserted = list(facts)
        return compared([EngineReport.heard(session, asserted) for session in self.sessions])

    def close(self) -> None:
        for session in self.sessions:
            session.close()


def compared(heard: Sequence[EngineReport]) -> Firings:
    """Returns the firings of the first engine, where all say the same. Raises EnginesDiffer; EngineError where every one failed."""
    if all(one.failure for one in heard):
        raise EngineError("; ".join(one.failure for one in heard))
    first, *others = (_counted(one.firings) for one in heard)
    if any(one.failure for one in heard) or any(other != first for other in others):
        raise EnginesDiffer(heard)
    return heard[0].firings


Said = tuple[str, tuple[WorkingFact, ...], WorkingFact]
"""A firing by what it says: the rule's name, what it matched, what it asserted."""


def _said(firing: Firing) -> Said:
    return firing.rule.name, firing.matched, firing.rule.then


def _counted(firings: Iterable[Firing]) -> Counter[Said]:
    # Counted, not only collected: an engine that fires a rule twice on the same facts is wrong as well.
    return Counter(map(_said, firings))


def _differences(heard: Sequence[EngineReport]) -> list[Difference]:
    counts = [_counted(one.firings) for one in heard]
    common = counts[0]
    for count in counts[1:]:
        common = common & count
    alone = [
        [firing for firing in dict.fromkeys(one.firings) if count[_said(firing)] > common[_said(firing)]]
        for one, count in zip(heard, counts, strict=True)
    ]
    states = [{firing.node: firing.state for firing in one.firings} for one in heard]
    nodes = dict.fromkeys(firing.node for firings in alone for firing in firings)
    found = []
    for node in nodes:
        own = tuple(tuple(f for f in firings if f.node == node) for firings in alone)
        matched = {fact.node for firings in own for firing in firings for fact in firing.matched}
        found.append(
            Difference(node, tuple(state.get(node) for state in states), own, first=nodes.keys().isdisjoint(matched))
        )
    return sorted(found, key=lambda difference: not difference.first)
