"""Parts of a file as written, for readers of their own: values that are not yet interpreted, and names that staff choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from engine.files.scalars import Node, Text

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

T = TypeVar("T")


class WrittenValue(NamedTuple):
    """A value with a reader of its own (a condition, a measured value), as written in the file."""

    node: Node

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # only a model asks, and has loaded it

        return core_schema.no_info_plain_validator_function(WrittenValue)


class NamedEntry(NamedTuple, Generic[T]):
    """An entry of a mapping whose keys staff choose; ``value`` is None where it was refused."""

    name: Text
    value: T | None
