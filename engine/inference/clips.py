"""The program on CLIPS: the second engine, for Python 3.13 and Windows, and the check of the first."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

import clips

from engine.inference.engines import checked, installed_version
from engine.inference.program import Check, EngineError, Firing, Pattern, Program, Rule, Slot, WorkingFact, whole

_TEMPLATE = "(deftemplate f (slot n (type INTEGER)) (slot lo) (slot hi) (slot v))"
_ABSENT = "nil"  # what CLIPS itself puts into a slot that is left out
_CHUNK = 400
"""Characters after which a piece of the log is closed: to append to a text costs as much as the text is long."""
_LOG = (
    '(defglobal ?*log* = "")',
    "(defglobal ?*closed* = (create$))",
    "(deffunction note (?fired)"
    f" (if (> (str-length ?*log*) {_CHUNK}) then (bind ?*closed* ?*closed* ?*log*) (bind ?*log* \"\"))"
    " (bind ?*log* (str-cat ?*log* ?fired)))",
)
_MOST_KEPT = 100_000
"""Facts and firings that are kept ready made; there are few different ones, because values enter as small integers."""


class ClipsSession:
    name = "CLIPS"

    def __init__(self, program: Program) -> None:
        self.version = installed_version("clipspy", clips.__file__)
        self._nodes = {node: number for number, node in enumerate(program.nodes)}
        self._rules = program.rules
        self._texts: dict[WorkingFact, str] = {}
        self._known: dict[str, Firing] = {}
        environment = clips.Environment()
        with _unheard(environment):
            for construct in (_TEMPLATE, *_LOG):
                environment.build(construct)
            for number, rule in enumerate(program.rules):
                environment.build(self._source(number, rule))
        self._environment: clips.Environment | None = environment

    def run(self, facts: Iterable[WorkingFact]) -> list[Firing]:
        """Raises EngineError where the engine refuses a fact or failed."""
        environment = self._environment
        if environment is None:
            raise EngineError("the session is closed")
        texts = [self._text(fact) for fact in facts if fact.node in self._nodes]
        environment.reset()
        try:
            if texts:
                with _unheard(environment):
                    environment.load_facts("\n".join(texts))
            environment.run()
            log = "".join(environment.eval("(create$ ?*closed* ?*log*)"))
        except clips.CLIPSError as error:
            raise EngineError(f"CLIPS: {error}") from error
        return checked([self._known.get(entry) or self._firing(entry) for entry in log.split(";")[:-1]])

    def close(self) -> None:
        self._environment = None  # frees it; clearing it would fail while rules hold their conclusions

    def _source(self, number: int, rule: Rule) -> str:
        """The rule: it notes its number and the values it matched, then asserts its conclusion where some rule looks at it.

        All that fired is read at once after the run, as a text: a call of ours for every firing would cost more than the
        inference itself, and clipspy 1.0.6 cannot release fact objects that it has once handed out.
        """
        patterns = " ".join(self._pattern(i, pattern) for i, pattern in enumerate(rule.when))
        matched = " ".join(f'" " ?{slot}{i}' for i in range(len(rule.when)) for slot in Slot)
        conclusion = f" (assert {self._fact_text(rule.then)})" if rule.then.node in self._nodes else ""
        return f'(defrule {rule.name} {patterns} => (note (str-cat {number} {matched} ";")){conclusion})'

    def _pattern(self, index: int, pattern: Pattern) -> str:
        checks = {check.slot: check for check in pattern.checks}
        slots = " ".join(f"({slot} ?{slot}{index}{_tests(index, checks.get(slot))})" for slot in Slot)
        return f"(f (n {self._nodes[pattern.node]}) {slots})"

    def _firing(self, entry: str) -> Firing:
        """A firing as the engine noted it: the number of its rule, then low, high and state of each fact matched."""
        number, *values = entry.split(" ")
        rule = self._rules[int(number)]
        numbers = [None if value == _ABSENT else int(value) for value in values]
        matched = tuple(
            WorkingFact(pattern.node, *numbers[at : at + len(Slot)])
            for pattern, at in zip(rule.when, range(0, len(numbers), len(Slot)), strict=True)
        )
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        return self._known.setdefault(entry, Firing(rule, matched))

    def _text(self, fact: WorkingFact) -> str:
        text = self._texts.get(fact)
        if text is None:
            text = self._fact_text(fact)
            if len(self._texts) >= _MOST_KEPT:
                self._texts.clear()
            self._texts[fact] = text
        return text

    def _fact_text(self, fact: WorkingFact) -> str:
        values = ((Slot.LOW, fact.low), (Slot.HIGH, fact.high), (Slot.STATE, fact.state))
        slots = "".join(f" ({slot} {whole(value, fact.node)})" for slot, value in values if value is not None)
        return f"(f (n {self._nodes[fact.node]}){slots})"


@contextlib.contextmanager
def _unheard(environment: clips.Environment) -> Iterator[None]:
    """Without clipspy's listener to error messages, which CLIPS asks at every sign that it reads; errors are still raised."""
    listening = [router for router in environment.routers() if router.name == "python-error-router"]
    for router in listening:
        router.deactivate()
    try:
        yield
    finally:
        for router in listening:
            router.activate()


def _tests(index: int, check: Check | None) -> str:
    """What a slot must satisfy besides being bound to its variable."""
    if check is None:
        return ""
    low, high = (None if end is None else whole(end, check.slot) for end in (check.low, check.high))
    if low is not None and low == high:
        return f"&{low}"
    variable = f"?{check.slot}{index}"
    tests = [] if low is None else [f"&:(>= {variable} {low})"]
    tests += [] if high is None else [f"&:(<= {variable} {high})"]
    return "".join(tests)
