"""A program too large for one run of an engine as several, each of which only looks at inputs and at what those before it derive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from engine.domain.records import NamedTuple
from engine.inference.nodes import Node
from engine.inference.program import Check, EngineError, EngineLimit, Firing, Firings, Program, Rule, WorkingFact


class Limits(NamedTuple):
    """What one ruleset may hold at most, and ``rules_of_part``, how many rules it is filled with before the next begins."""

    rules: int
    rules_of_part: int
    nodes: int
    rules_on_pattern: int
    checks_on_node: int


class Runner(Protocol):
    """A part of a program loaded into an engine, which gives back what it holds when it is dropped."""

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Asserts ``facts`` and returns what fires. Raises EngineError."""
        ...


class Part(NamedTuple):
    """A part with the nodes that it looks at; ``runner`` is None where it is loaded anew for every case."""

    program: Program
    looked_at: tuple[Node, ...]
    runner: Runner | None


class Parts:
    """Programs that run one after the other; what one derives is a fact for those behind it that look at it."""

    def __init__(self, programs: Iterable[Program], load: Callable[[Program], Runner], most_rules: int) -> None:
        """``load`` loads a part. Parts with more than ``most_rules`` rules in all are loaded for each case, and dropped.

        Raises what ``load`` raises.
        """
        self._load = load
        self._parts: list[Part] = []
        rules = 0
        for program in programs:
            rules += len(program.rules)
            looked_at = dict.fromkeys(pattern.node for rule in program.rules for pattern in rule.when)
            self._parts.append(Part(program, tuple(looked_at), load(program) if rules <= most_rules else None))

    def run(self, facts: Iterable[WorkingFact]) -> Firings:
        """Returns what fires in all parts. Raises EngineError where the engine refuses a fact or fails."""
        if not self._parts:
            raise EngineError("the session is closed")
        if len(self._parts) == 1:
            return self._fired(self._parts[0], facts)
        held: dict[Node, list[WorkingFact]] = {}
        for fact in facts:
            held.setdefault(fact.node, []).append(fact)
        firings: list[Firing] = []
        for part in self._parts:
            fired = self._fired(part, (fact for node in part.looked_at for fact in held.get(node, ())))
            for node, (first, *_) in fired.by_node.items():
                held.setdefault(node, []).append(first.rule.then)
            firings += fired
        return Firings(firings)

    def _fired(self, part: Part, facts: Iterable[WorkingFact]) -> Firings:
        return (part.runner or self._load(part.program)).run(facts)

    def close(self) -> None:
        """Gives back what the engine holds."""
        self._parts = []


def divided(program: Program, limits: Limits) -> list[Program]:
    """Programs to be run one after the other, which derive together what ``program`` derives.

    All rules that derive a node are in one of them, and what they look at is derived there or before. Raises EngineLimit
    where a part cannot be made small enough, or where a large program derives in a circle.
    """
    if len(program.rules) <= limits.rules_of_part:
        _check(program, limits)
        return [program]
    parts: list[list[Rule]] = [[]]
    for rules in _in_order(program):
        if len(parts[-1]) + len(rules) > limits.rules_of_part and parts[-1]:
            parts.append([])
        parts[-1].extend(rules)
    programs = [_program(rules) for rules in parts]
    for part in programs:
        _check(part, limits)
    return programs


def _program(rules: list[Rule]) -> Program:
    looked_at = {pattern.node for rule in rules for pattern in rule.when}
    return Program(tuple(rules), tuple(sorted(looked_at | {rule.then.node for rule in rules})))


def _in_order(program: Program) -> Iterator[list[Rule]]:
    """The rules of each derived node, after those of every node that they look at; otherwise as they stand."""
    deriving: dict[Node, list[Rule]] = {}
    for rule in program.rules:
        deriving.setdefault(rule.then.node, []).append(rule)
    done: set[Node] = set()
    for first in deriving:
        path = [(first, _looked_at(deriving, first))] if first not in done else []
        open_nodes = {first}
        while path:
            node, ahead = path[-1]
            following = next((n for n in ahead if n not in done), None)
            if following is None:
                path.pop()
                open_nodes.discard(node)
                done.add(node)
                yield deriving[node]
            elif following in open_nodes:
                raise EngineLimit(f"bộ quy tắc quá lớn và suy diễn vòng quanh «{following}»")
            else:
                path.append((following, _looked_at(deriving, following)))
                open_nodes.add(following)


def _looked_at(deriving: dict[Node, list[Rule]], node: Node) -> Iterator[Node]:
    nodes = dict.fromkeys(pattern.node for rule in deriving[node] for pattern in rule.when)
    return (n for n in nodes if n in deriving)


def _check(program: Program, limits: Limits) -> None:
    on_pattern = Counter(pattern for rule in program.rules for pattern in rule.when)
    on_node: dict[Node, set[tuple[Check, ...]]] = defaultdict(set)
    for pattern in on_pattern:
        on_node[pattern.node].add(pattern.checks)
    sizes = (
        (len(program.rules), limits.rules, "quy tắc cho một kết luận"),
        (len(program.nodes), limits.nodes, "số liệu và kết luận"),
        (max(on_pattern.values(), default=0), limits.rules_on_pattern, "quy tắc cho một điều kiện"),
        (max(map(len, on_node.values()), default=0), limits.checks_on_node, "điều kiện cho một số liệu"),
    )
    for size, most, what in sizes:
        if size > most:
            raise EngineLimit(
                f"bộ quy tắc có {size} {what}, durable_rules chỉ nhận {most}; dùng `--engine clips` cho kết quả như nhau"
            )
