"""Declares at the class of a result which attributes its JSON document shows, and writes the document.

A result may hold more than its document shows, and computes most of this on demand, which over thousands of units never
comes. docs/design/results.md says why neither pydantic nor msgspec does this.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from json.encoder import encode_basestring
from typing import Annotated, TypeVar

from engine.domain.records import NamedTuple
from engine.language.numbers import decimal_text
from engine.language.patterns import compiled

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
C = TypeVar("C", bound=type)
_FORM = "__json_form__"
_AS_THEY_ARE = frozenset((type(None), bool, int, str))


class Meaning(NamedTuple):
    """The meaning of a field in the JSON Schema; ``pattern`` is a regular expression for texts."""

    description: str = ""
    pattern: str = ""


class AsText(NamedTuple):
    """Marks an enumeration that the schema shows as a mere text."""

    description: str


Decimal = Annotated[str, Meaning("An exact or rounded decimal number", r"^-?[0-9]+(\.[0-9]+)?$")]
Day = Annotated[str, Meaning(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Place = Annotated[str, Meaning("file:line in the workspace; several are joined by «; »")]
Hash = Annotated[str, Meaning("sha256 in hexadecimal", r"^[0-9a-f]{64}$")]


class Shows(NamedTuple):
    """Marks a field that already holds a document of ``result``."""

    result: type


class Member(NamedTuple):
    """A field of a document with the path to the attribute that it shows; null where the path meets None.

    ``filled``: an empty text is null. ``optional``: the field is left out where it would be null.
    """

    name: str
    path: tuple[str, ...]
    filled: bool
    optional: bool

    def of(self, result: object) -> object:
        """Returns the value that the document of ``result`` shows."""
        for attribute in self.path:
            if result is None:
                return None
            result = getattr(result, attribute)
        return None if self.filled and result == "" else result


class Form(NamedTuple):
    """The fields of a document of a class, in order. ``schema`` is the name of a whole document, '' for a part of one.

    ``shape`` is the name of the form in JSON Schemas, ``about`` its description there.
    """

    members: tuple[Member, ...]
    schema: str
    shape: str
    about: str


def json_form(*members: str, schema: str = "", shape: str = "", about: str = "") -> Callable[[C], C]:
    """Returns the decorator that declares the document of a class: attributes by name, «name=a.b» under another name.

    «name?» shows null for an empty text, «name*» is left out where it would be null. The schema comes from the types of fields and properties (json_schema.py).
    """
    listed = tuple(map(_member, members))

    def declared(result: C) -> C:
        setattr(result, _FORM, Form(listed, schema, shape or f"{result.__name__}Shape", about))
        return result

    return declared


def _member(text: str) -> Member:
    name, _, path = text.rstrip("?*").partition("=")
    return Member(name, tuple((path or name).split(".")), text.endswith("?"), text.endswith("*"))


def form_of(result: type) -> Form | None:
    """Returns the form of a class; None where it declares none."""
    found: Form | None = getattr(result, _FORM, None)
    return found


def plain(value: object) -> Json:
    """Returns ``value`` as JSON: fractions as decimal texts, days as YYYY-MM-DD, enumerations as their values.

    Raises TypeError for a class that declares no form.

    >>> plain([Fraction(1, 4), date(2023, 12, 31)])
    ['0.25', '2023-12-31']
    """
    own = value.__class__
    if own in _AS_THEY_ARE:
        return value  # type: ignore[return-value]
    form = form_of(own)
    if form is not None:
        document: dict[str, Json] = {"schema": form.schema} if form.schema else {}
        for member in form.members:
            shown = plain(member.of(value))
            if shown is not None or not member.optional:
                document[member.name] = shown
        return document
    match value:
        case list() | tuple():
            return [plain(item) for item in value]
        case Enum():
            return plain(value.value)
        case Fraction():
            return decimal_text(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case str() | int():
            return value
        case Sequence():
            return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} declares no JSON form")


def to_json(result: object) -> str:
    """Returns the document of ``result``, indented, with a final newline."""
    return json_text(plain(result))


def json_text(document: Json) -> str:
    """Returns a document, indented, with a final newline."""
    pieces: list[str] = []
    _indented(document, "\n", pieces.append)
    return escaped("".join(pieces)) + "\n"


def _indented(value: Json, line: str, put: Callable[[str], object]) -> None:
    """Puts out what json.dumps does with an indent of 2, for which it leaves its writer in C; ``line`` begins a line."""
    if isinstance(value, str):
        put(encode_basestring(value))
    elif isinstance(value, dict) and value:
        inner = f"{line}  "
        before = f"{{{inner}"
        for key, item in value.items():
            put(f"{before}{encode_basestring(key)}: ")
            _indented(item, inner, put)
            before = f",{inner}"
        put(f"{line}}}")
    elif isinstance(value, list) and value:
        inner = f"{line}  "
        before = f"[{inner}"
        for item in value:
            put(before)
            _indented(item, inner, put)
            before = f",{inner}"
        put(f"{line}]")
    else:
        put(json.dumps(value) if value is None or isinstance(value, bool | list | dict) else str(value))


def to_json_line(result: object) -> str:
    """Returns the document on one line, for streams of documents."""
    return escaped(json.dumps(plain(result), ensure_ascii=False, separators=(",", ":"))) + "\n"


_COMMANDS = compiled("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def escaped(text: str) -> str:
    """Returns JSON text with escapes for the characters that a terminal may take for commands (C1, directions)."""
    return text if text.isascii() else _COMMANDS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
