"""A condition as it stands in a file: sentences, and the YAML lists «tất cả», «bất kỳ», «không phải» that join them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from engine.files.scalars import Text
from engine.files.source import Span
from engine.language import syntax
from engine.rulebook.logic import Logic


class Resolver(Protocol):
    """What turns syntax into tests: ``text`` is the sentence being resolved."""

    text: Text | None

    def logic(self, condition: syntax.Condition) -> Logic | None: ...
    def all_of(self, parts: list[Logic | None], span: Span) -> Logic | None: ...
    def any_of(self, parts: list[Logic | None], span: Span) -> Logic | None: ...
    def negated(self, resolve: Callable[[], Logic | None], span: Span) -> Logic | None: ...


class Tree(Protocol):
    def atoms(self) -> list[tuple[syntax.Condition, Text]]:
        """All parts that are no connectives, each with its sentence."""
        ...

    def resolve(self, resolver: Resolver) -> Logic | None: ...


class ParsedSentence:
    """One sentence."""

    def __init__(self, condition: syntax.Condition, text: Text) -> None:
        self.condition = condition
        self.text = text

    def atoms(self) -> list[tuple[syntax.Condition, Text]]:
        return [(atom, self.text) for atom in _atoms(self.condition)]

    def resolve(self, resolver: Resolver) -> Logic | None:
        resolver.text = self.text
        return resolver.logic(self.condition)


class _JoinedTrees:
    def __init__(self, parts: tuple[Tree, ...], span: Span) -> None:
        self.parts = parts
        self.span = span

    def atoms(self) -> list[tuple[syntax.Condition, Text]]:
        return [atom for part in self.parts for atom in part.atoms()]

    def resolved_parts(self, resolver: Resolver) -> list[Logic | None]:
        return [part.resolve(resolver) for part in self.parts]


class AllTree(_JoinedTrees):
    def resolve(self, resolver: Resolver) -> Logic | None:
        return resolver.all_of(self.resolved_parts(resolver), self.span)


class AnyTree(_JoinedTrees):
    def resolve(self, resolver: Resolver) -> Logic | None:
        return resolver.any_of(self.resolved_parts(resolver), self.span)


class NotTree(_JoinedTrees):
    def resolve(self, resolver: Resolver) -> Logic | None:
        return resolver.negated(lambda: self.parts[0].resolve(resolver), self.span)


def _atoms(condition: syntax.Condition) -> list[syntax.Condition]:
    match condition:
        case syntax.All(parts=parts) | syntax.Any(parts=parts):
            return [atom for part in parts for atom in _atoms(part)]
        case syntax.Not(part=part):
            return _atoms(part)
    return [condition]
