"""Writes units as the canonical text: block style, two spaces for each depth, keys in order, comments at their units."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile, takewhile

from engine.domain.records import NamedTuple
from engine.files.scalars import Mapping, Scalar, Sequence, written_text
from engine.files.yaml_text import is_code, scalar
from engine.formatting.blocks import WIDTH, block_lines
from engine.formatting.layout import Layout, Unit, is_flow
from engine.formatting.shapes import Shape

_STEP = "  "
_GAP = 2
"""The fewest spaces in front of a comment at the end of a line."""


class _Value(NamedTuple):
    """The text behind a key or dash, on its line and on the lines below."""

    beside: str
    below: list[str]
    nested: bool = False


def write(layout: Layout, shape: Shape) -> str:
    """Returns the canonical text of a file."""
    top = list(dropwhile(lambda line: not line, layout.top))
    return "\n".join([*_remarks(top, ""), *_units(layout.units, shape, "")]) + "\n"


def _units(units: list[Unit], shape: Shape, pad: str) -> list[str]:
    return [line for unit in _in_order(units, shape) for line in _unit(unit, shape, pad)]


def _in_order(units: list[Unit], shape: Shape) -> list[Unit]:
    ordered = sorted(units, key=lambda unit: 0 if unit.key is None else shape.rank(shape.key(unit.key)))
    if ordered and ordered[0] is not units[0]:  # a blank line parts two entries: it does not go to the top with one
        blank = list(takewhile(lambda line: not line, ordered[0].head))
        ordered[0].head = ordered[0].head[len(blank) :]
        units[0].head = [*blank, *units[0].head]
    return ordered


def _unit(unit: Unit, shape: Shape, pad: str) -> list[str]:
    if unit.key is None:
        return _item(unit, shape, pad)
    key = shape.key(unit.key)
    value = _value(unit, shape.below(key), pad)
    return _assembled(unit, f"{pad}{scalar(key)}:", value, pad)


def _item(unit: Unit, shape: Shape, pad: str) -> list[str]:
    value = _value(unit, shape, pad)
    if not value.nested:
        return _assembled(unit, f"{pad}-", value, pad)
    inner = value.below
    above = list(takewhile(_is_remark, inner))  # nothing can stand between the dash and what it begins
    inner = inner[len(above) :]
    hoisted = [*(comment.text for comment in unit.beside), *(line.strip() for line in above if line)]
    first = f"{pad}- {inner[0][len(pad) + len(_STEP) :]}"
    return [*_remarks([*unit.head, *hoisted], pad), first, *inner[1:], *_remarks(unit.foot, pad)]


def _is_remark(line: str) -> bool:
    return not line or line.lstrip().startswith("#")


def _assembled(unit: Unit, front: str, value: _Value, pad: str) -> list[str]:
    line = f"{front} {value.beside}" if value.beside else front
    if unit.beside:
        last = unit.beside[-1]
        line = line.ljust(max(last.column - 1, len(line) + _GAP)) + last.text
    above = [*unit.head, *(comment.text for comment in unit.beside[:-1])]
    return [*_remarks(above, pad), line, *value.below, *_remarks(unit.foot, pad)]


def _remarks(lines: Iterable[str], pad: str) -> list[str]:
    """Returns comments and blank lines, with one blank line for several in a row."""
    written: list[str] = []
    for line in lines:
        if line or not written or written[-1]:
            written.append(f"{pad}{line}" if line else "")
    return written


def _value(unit: Unit, shape: Shape, pad: str) -> _Value:
    node = unit.node
    if isinstance(node, Scalar):
        return _text_lines(node, pad)
    if not unit.children:
        return _Value("{}" if isinstance(node, Mapping) else "[]", [])
    if isinstance(node, Sequence) and is_flow(node) and (listed := _in_brackets(unit)) is not None:
        return _Value(listed, [])
    return _Value("", _units(unit.children, shape, pad + _STEP), nested=True)


def _text_lines(node: Scalar, pad: str) -> _Value:
    text = written_text(node)
    if (block := block_lines(text, node)) is not None:
        sign, lines = block
        return _Value(sign, [f"{pad}{_STEP}{line}" if line else "" for line in lines])
    return _Value(scalar(text) if text or node.quoted else "", [])


def _in_brackets(unit: Unit) -> str | None:
    """Returns a list of codes on one line; None where an item needs a line of its own."""
    texts = [written_text(item.node) if isinstance(item.node, Scalar) else "" for item in unit.children]
    commented = any(item.beside or any(item.head) or any(item.foot) for item in unit.below())
    listed = f"[{', '.join(texts)}]"
    return listed if all(map(is_code, texts)) and not commented and len(listed) <= WIDTH else None
