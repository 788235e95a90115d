"""Makes the JSON Schemas of documents, and the checks of documents that were read, from the forms of results."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, ForwardRef, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from engine.files.json_form import AsText, Day, Decimal, Meaning, Member, Shows, form_of

_OPEN: set[type] = set()
"""The classes whose shapes are in the making; a class within itself is only named."""


@cache
def adapter(result: type) -> TypeAdapter[Any]:
    """Returns the adapter that checks a document of ``result``: `adapter(…).validate_python(document, strict=True)`."""
    return TypeAdapter(_shape(result))


def json_schema(result: type) -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) of the documents of ``result``, whose form names a schema."""
    form = form_of(result)
    assert form is not None
    made = adapter(result).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": form.schema}


def fields_of(result: type) -> tuple[str, ...]:
    """Returns the names of the fields of a document of ``result``."""
    form = form_of(result)
    assert form is not None
    return (*(("schema",) if form.schema else ()), *(member.name for member in form.members))


@cache
def _shape(result: type) -> Any:
    """Returns the typed dictionary of a document of ``result``."""
    form = form_of(result)
    assert form is not None
    _OPEN.add(result)
    fields: dict[str, Any] = {"schema": Literal[form.schema]} if form.schema else {}
    fields |= {member.name: _field_type(result, member) for member in form.members}
    _OPEN.remove(result)
    made: Any = TypedDict(form.shape, fields)  # type: ignore[misc]
    made.__module__, made.__doc__ = __name__, form.about or None
    setattr(sys.modules[__name__], form.shape, made)  # where pydantic looks for what is only named
    return made


def _field_type(result: type, member: Member) -> Any:
    """Returns the type of a field; one that is left out where it would be null never is null."""
    hint = _hint(result, member)
    return NotRequired[_translated(_bare(hint))] if member.optional else _translated(hint)


def _hint(result: Any, member: Member) -> Any:
    """Returns the type of the attribute that a field shows."""
    found, nullable = result, member.filled
    for attribute in member.path:
        bare = _bare(found)
        nullable = nullable or (bare is not found and type(None) in get_args(found))
        found = dict(_hints(bare))[attribute]
    return found | None if nullable else found


def _bare(hint: Any) -> Any:
    """Returns the class in a type, without «or None» and annotations."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        (only,) = (one for one in get_args(hint) if one is not type(None))
        return _bare(only)
    return hint


def _hints(result: type) -> Iterator[tuple[str, Any]]:
    """Yields the types of the fields and properties of a class, with their annotations."""
    yield from get_type_hints(result, include_extras=True).items()
    for base in reversed(result.__mro__):
        for name, attribute in vars(base).items():
            getter = attribute.fget if isinstance(attribute, property) else getattr(attribute, "func", None)
            if getter is not None:
                yield name, get_type_hints(getter, include_extras=True).get("return", Any)


def _translated(hint: Any) -> Any:
    """Returns the type of a value in a document for the type of an attribute."""
    if isinstance(hint, type) and (form := form_of(hint)) is not None:
        return ForwardRef(form.shape) if hint in _OPEN else _shape(hint)
    if hint is Fraction:
        return _translated(Decimal)
    if hint is date:
        return _translated(Day)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Literal[tuple(member.value for member in hint)]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated and (shown := next((one for one in arguments if isinstance(one, Shows)), None)):
        return _shape(shown.result)
    if origin is Annotated and (text := next((one for one in arguments if isinstance(one, AsText)), None)):
        return Annotated[str, Field(description=text.description)]
    if origin is Annotated:
        meanings = [_field(one) for one in arguments[1:] if isinstance(one, Meaning)]
        return Annotated[_translated(arguments[0]), *meanings]
    if origin in (tuple, list, Sequence):
        return list[_translated(arguments[0])]  # type: ignore[misc]
    if origin is dict:
        return dict[str, _translated(arguments[1])]  # type: ignore[misc]
    if origin in (Union, types.UnionType):
        return _either(list(map(_translated, arguments)))
    return hint


def _either(hints: list[Any]) -> Any:
    """Returns the union of ``hints``, with one list for all lists of names."""
    names = [name for hint in hints if get_origin(hint) is Literal for name in get_args(hint)]
    others = [hint for hint in hints if get_origin(hint) is not Literal]
    return Union[(*([Literal[tuple(names)]] if names else []), *others)]


def _field(meaning: Meaning) -> Any:
    return Field(description=meaning.description or None, pattern=meaning.pattern or None)
