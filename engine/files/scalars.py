"""The parts of a file that was read, with their places: texts, mappings, lists."""

from __future__ import annotations

from functools import lru_cache

from engine.domain.records import NamedTuple
from engine.files.source import Span
from engine.language.text import unquoted


class Scalar(NamedTuple):
    """A text of the file. ``quoted`` is false for a plain scalar, in which quotes are part of the text."""

    text: str
    span: Span
    quoted: bool

    def part(self, start: int, end: int) -> Span:
        """Returns the place of the characters [start, end) of ``text``; the whole scalar where it is not certain."""
        span = self.span
        raw, places, before = _places(self)
        end = min(end, len(self.text))
        if end > len(places):
            return span
        begin = places[start] if start < end else before[end]
        stop = places[end - 1] + 1 if end else begin + 1
        return span.file.span(*_line_column(raw, begin, span.line), *_line_column(raw, max(stop, begin + 1), span.line))


@lru_cache(maxsize=16)
def _places(scalar: Scalar) -> tuple[str, list[int], list[int]]:
    """Returns the raw lines of a scalar, and where its characters stand in them as far as that is certain.

    The second list has one more: where each is looked for, behind the one before.
    """
    span = scalar.span
    raw = "\n".join(span.file.lines[span.line - 1 : span.end_line])
    at = span.column - 1
    if raw[at : at + 1] in (">", "|"):
        at = raw.find("\n", at) + 1
    elif raw[at : at + 1] in ("'", '"'):
        at += 1
    places: list[int] = []
    before = [at]
    for character in scalar.text:
        if character.isspace():
            places.append(at)
        elif (found := raw.find(character, at)) < 0:
            break
        else:
            places.append(found)
            at = found + 1
        before.append(at)
    return raw, places, before


def _line_column(raw: str, offset: int, first_line: int) -> tuple[int, int]:
    before = raw[:offset]
    return first_line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1


class Entry(NamedTuple):
    key: Scalar
    value: Node


class Mapping(NamedTuple):
    entries: tuple[Entry, ...]
    span: Span
    braces: bool


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    span: Span


Node = Scalar | Mapping | Sequence


class Text(NamedTuple):
    """A text of a file, with its place. Two texts with one value are equal."""

    value: str
    scalar: Scalar

    @property
    def span(self) -> Span:
        return self.scalar.span

    def part(self, start: int, end: int) -> Span:
        """Returns the place of the characters [start, end) of ``value``."""
        shift = _on_one_line(self.scalar.text).find(self.value)
        return self.scalar.part(start + max(shift, 0), end + max(shift, 0))

    def __str__(self) -> str:
        return self.value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)


def text_of(node: Scalar) -> Text:
    """Returns the text of a scalar on one line: no name or sentence has more, and none may look like a line of an output."""
    return Text(_on_one_line(written_text(node)), node)


def written_text(node: Scalar) -> str:
    """Returns the text of a scalar without space around it and, if plain, without quotes that YAML does not know."""
    return node.text.strip() if node.quoted else unquoted(node.text)


def _on_one_line(text: str) -> str:
    """Returns ``text`` with spaces in place of line breaks, so that every character keeps its place."""
    return text.replace("\n", " ")


def text_or_empty(text: Text | None) -> str:
    """Returns the value of an optional text; '' without it."""
    return text.value if text is not None else ""
