"""Results that are their own JSON: which of its attributes a document shows, declared at the class, and how it is written.

A result may know more than its document shows, and most of what it shows is computed when it is asked for: over thousands
of units nobody asks. docs/design/results.md says why neither pydantic nor msgspec does this.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Annotated, NamedTuple, TypeVar

from engine.language.numbers import decimal_text

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
C = TypeVar("C", bound=type)
_FORM = "__json_form__"


class Meaning(NamedTuple):
    """What a field of a document means, for its JSON Schema; ``pattern`` is a regular expression for texts."""

    description: str = ""
    pattern: str = ""


class AsText(NamedTuple):
    """Marks an enumeration of which the schema says no more than that it is a text."""

    description: str


Decimal = Annotated[str, Meaning("An exact or rounded decimal number", r"^-?[0-9]+(\.[0-9]+)?$")]
Day = Annotated[str, Meaning(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Place = Annotated[str, Meaning("file:line in the workspace; several are joined by «; »")]
Hash = Annotated[str, Meaning("sha256 in hexadecimal", r"^[0-9a-f]{64}$")]


class Shows(NamedTuple):
    """Marks a document that is there already as one of ``result``."""

    result: type


class Member(NamedTuple):
    """A field of a document, and the way to the attribute of the result that it shows; null where the way ends in None.

    ``filled``: an empty text is null.
    """

    name: str
    path: tuple[str, ...]
    filled: bool

    def of(self, result: object) -> object:
        """The value that the document of ``result`` shows."""
        for attribute in self.path:
            if result is None:
                return None
            result = getattr(result, attribute)
        return None if self.filled and result == "" else result


class Form(NamedTuple):
    """What the document of a class shows, in order. ``schema`` is the name of a whole document, '' of a part of one.

    ``shape`` is the name of the form in JSON Schemas, ``about`` its description there.
    """

    members: tuple[Member, ...]
    schema: str
    shape: str
    about: str


def json_form(*members: str, schema: str = "", shape: str = "", about: str = "") -> Callable[[C], C]:
    """Declares the document of a class: attributes by their names; «name=a.b» where the document has another name for one.

    «name?» shows null for an empty text. The types of fields and properties say what the schema has to say
    (json_schema.py).
    """
    listed = tuple(map(_member, members))

    def declared(result: C) -> C:
        setattr(result, _FORM, Form(listed, schema, shape or f"{result.__name__}Shape", about))
        return result

    return declared


def _member(text: str) -> Member:
    name, _, path = text.removesuffix("?").partition("=")
    return Member(name, tuple((path or name).split(".")), text.endswith("?"))


def form_of(result: type) -> Form | None:
    """The form of a class; None where it declares none."""
    found: Form | None = getattr(result, _FORM, None)
    return found


def plain(value: object) -> Json:
    """``value`` as JSON knows it: numbers with a fraction as decimal texts, days as YYYY-MM-DD, names of enumerations.

    Raises TypeError for a class that declares no form.
    """
    form = form_of(type(value))
    if form is not None:
        document: dict[str, Json] = {"schema": form.schema} if form.schema else {}
        for member in form.members:
            document[member.name] = plain(member.of(value))
        return document
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case Fraction():
            return decimal_text(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} declares no JSON form")


def to_json(result: object) -> str:
    """The document of ``result``, indented, with a final newline."""
    return escaped(json.dumps(plain(result), ensure_ascii=False, indent=2)) + "\n"


def to_json_line(result: object) -> str:
    """The document on one line, for streams of many."""
    return escaped(json.dumps(plain(result), ensure_ascii=False, separators=(",", ":"))) + "\n"


_COMMANDS = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def escaped(text: str) -> str:
    """JSON with the characters that a terminal may take for commands (C1, directions) as escapes: the same document."""
    return text if text.isascii() else _COMMANDS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
