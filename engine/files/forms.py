"""Reads a mapping of a file as its model reads it, without pydantic, where nothing in it is wrong.

To load pydantic and to build the models of rules and facts takes a quarter of a first start. What each model reads stands in
forms.json beside this module, which .ci/form_table.py writes from the models. Where anything is not plainly as it should be
there is no form: the model then reads the mapping, and says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from engine.domain.limits import ITEMS, TEXT_CHARACTERS
from engine.domain.records import NamedTuple
from engine.files.scalars import Mapping, Node, Scalar, Sequence, Text, text_of
from engine.files.written import NamedEntry, WrittenValue
from engine.language.days import is_year, parse_date
from engine.language.numbers import NumberError, parse_number
from engine.language.text import fold

TABLE = Path(__file__).with_name("forms.json")


class Form:
    """What a model holds of a mapping: attributes of the same names with the same values."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values

    def model_copy(self, *, update: dict[str, Any]) -> Form:
        """Returns a form with some values changed, as pydantic's models do."""
        return Form({**self.__dict__, **update})


class _NotPlain(Exception):
    """The model has to read it."""


def form_of(model: str, node: Node | None) -> Form | None:
    """Returns what the model named ``model`` makes of ``node``; None where the model may find something wrong."""
    try:
        return None if node is None else _form(model, node)
    except _NotPlain:
        return None


def form_with(model: str, **values: Any) -> Form:
    """Returns a form of the model with ``values`` by the names of its fields, and the defaults of all others."""
    return Form({**_model(model).defaults, **values})


def names_of(model: str) -> Iterable[str]:
    """Returns the names of the fields of a model, that of the place of each value included."""
    read = _model(model)
    return {**read.defaults, **dict.fromkeys(read.required)}


class _Key(NamedTuple):
    """A key of a model: its canonical spelling, the field that holds its value, and how that is read."""

    key: str
    field: str
    read: Callable[[Node], Any]


class _Model(NamedTuple):
    """What a model reads: its keys, as they are and folded; the fields without a default, and the defaults of the others."""

    keys: dict[str, _Key]
    required: tuple[str, ...]
    defaults: dict[str, Any]


def _form(model: str, node: Node) -> Form:
    if not isinstance(node, Mapping):
        raise _NotPlain
    read = _model(model)
    values = dict(read.defaults)
    places = {}
    for entry in node.entries:
        text = entry.key.text
        key = read.keys.get(text) or read.keys.get(fold(text))
        if key is None or key.key in places:
            raise _NotPlain
        values[key.field] = key.read(entry.value)
        places[key.key] = entry.value.span
    values["span"], values["places"] = node.span, places
    if any(field not in values for field in read.required):
        raise _NotPlain
    return Form(values)


@cache
def _model(name: str) -> _Model:
    fields = _table()[name]
    made = [_Key(key, field, _reader(how, of)) for field, key, how, of, *_ in fields]
    keys = {spelling: key for key in made for spelling in (key.key, fold(key.key))}
    defaults = {
        field: tuple(default[0]) if default[0] == [] else default[0] for field, _, _, _, *default in fields if default
    }
    required = ("span", "places", *(field for field, _, _, _, *default in fields if not default))
    return _Model(keys, required, {**defaults, "misspelt": frozenset()})


@cache
def _table() -> dict[str, list[Any]]:
    return json.loads(TABLE.read_bytes())  # type: ignore[no-any-return]


# ---------------------------------------------------------------- values, each as engine/files/document.py reads it


def _text(node: Node) -> Text:
    if not isinstance(node, Scalar):
        raise _NotPlain
    text = text_of(node)
    if not 0 < len(text.value) <= TEXT_CHARACTERS:
        raise _NotPlain
    return text


def _texts(node: Node) -> tuple[Text, ...]:
    if isinstance(node, Sequence) and len(node.items) <= ITEMS:
        return tuple(map(_text, node.items))
    if isinstance(node, Scalar) and "," not in node.text:
        return (_text(node),)
    raise _NotPlain


def _day(node: Node) -> Any:
    try:
        return parse_date(_text(node).value)
    except ValueError:
        raise _NotPlain from None


def _whole(node: Node) -> int:
    try:
        value = parse_number(_text(node).value)
    except NumberError:
        raise _NotPlain from None
    if value.denominator != 1 or not 0 <= value < 10**9:
        raise _NotPlain
    return int(value)


def _year(node: Node) -> int:
    text = _text(node).value
    if not is_year(text):
        raise _NotPlain
    return int(text)


def _choice(options: list[str]) -> Callable[[Node], str]:
    by_fold = {fold(option): option for option in options}

    def read(node: Node) -> str:
        option = by_fold.get(fold(_text(node).value))
        if option is None:
            raise _NotPlain
        return option

    return read


def _flag(options: list[str]) -> Callable[[Node], bool]:
    choice = _choice(options)
    return lambda node: choice(node) == options[0]


def _list_of(model: str) -> Callable[[Node], tuple[Form, ...]]:
    def read(node: Node) -> tuple[Form, ...]:
        if not isinstance(node, Sequence):
            raise _NotPlain
        return tuple(_form(model, item) for item in node.items)

    return read


def _by_name(read_value: Callable[[Node], Any]) -> Callable[[Node], tuple[NamedEntry[Any], ...]]:
    def read(node: Node) -> tuple[NamedEntry[Any], ...]:
        if not isinstance(node, Mapping):
            raise _NotPlain
        entries = tuple(NamedEntry(text_of(entry.key), read_value(entry.value)) for entry in node.entries)
        if len({entry.name.value for entry in entries}) < len(entries):
            raise _NotPlain
        return entries

    return read


_PLAIN: dict[str, Callable[[Node], Any]] = {
    "text": _text, "texts": _texts, "day": _day, "whole": _whole, "year": _year, "written": WrittenValue,
    "written by name": _by_name(WrittenValue),
}  # fmt: skip
_MADE: dict[str, Callable[[Any], Callable[[Node], Any]]] = {
    "choice": _choice, "flag": _flag, "models": _list_of,
    "model": lambda name: lambda node: _form(name, node),
    "models by name": lambda name: _by_name(lambda node: _form(name, node)),
}  # fmt: skip


def _reader(how: str, of: Any) -> Callable[[Node], Any]:
    """Returns the reader of a value: ``of`` are the options of a choice, or the name of a model."""
    return _PLAIN[how] if how in _PLAIN else _MADE[how](of)
