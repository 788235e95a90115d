"""The shapes of mappings: the spelling and order of keys in the canonical form, and the shapes below them."""

from __future__ import annotations

from functools import lru_cache
from types import UnionType
from typing import Any, Protocol, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from engine.domain.records import NamedTuple
from engine.files.document import FileModel, Reads
from engine.files.scalars import Scalar, written_text
from engine.files.written import WrittenValue
from engine.language.text import fold

_JOINS = {fold(word): word for word in ("tất cả", "bất kỳ", "không phải")}


class Shape(Protocol):
    """The shape of a mapping, or of the items of a list."""

    def key(self, key: Scalar) -> str:
        """Returns the key in its canonical spelling."""

    def rank(self, key: str) -> int:
        """Returns the place of the canonical ``key``; keys of equal rank stay in the author's order."""

    def below(self, key: str) -> Shape:
        """Returns the shape of the value of the canonical ``key``."""


class AsWritten:
    """Unknown keys: spelling and order are the author's."""

    def key(self, key: Scalar) -> str:
        return key.text

    def rank(self, key: str) -> int:
        return 0

    def below(self, key: str) -> Shape:
        return self


class Condition(AsWritten):
    """A condition, or one for each of several years."""

    def key(self, key: Scalar) -> str:
        return _JOINS.get(fold(key.text), key.text.strip())


class Names(AsWritten):
    """A mapping whose keys staff choose."""

    def __init__(self, inner: Shape) -> None:
        self.inner = inner

    def key(self, key: Scalar) -> str:
        return written_text(key)

    def below(self, key: str) -> Shape:
        return self.inner


class OfModel(NamedTuple):
    """The keys of a model, in the order of its fields.

    In a whole file, only the plain lines are ordered. Its sections keep the author's order, because they often mirror the
    chapters of a report, with comments as headings.
    """

    model: type[FileModel]
    whole_file: bool = False

    def key(self, key: Scalar) -> str:
        return self.model.keys().get(fold(key.text), key.text.strip())

    def rank(self, key: str) -> int:
        ranks = _ranks(self.model, self.whole_file)
        return ranks.get(key, len(ranks))

    def below(self, key: str) -> Shape:
        return _shapes(self.model).get(key, AsWritten())


@lru_cache(maxsize=64)
def _ranks(model: type[FileModel], whole_file: bool) -> dict[str, int]:
    aliases = [field.alias for field in model.model_fields.values() if field.alias]
    ordered = [*model.leading, *(alias for alias in aliases if alias not in model.leading)]
    ranks = {alias: rank for rank, alias in enumerate(ordered)}
    if whole_file:
        ranks |= {alias: len(ranks) for alias in aliases if isinstance(_shapes(model)[alias], OfModel | Names)}
    return ranks


@lru_cache(maxsize=64)
def _shapes(model: type[FileModel]) -> dict[str, Shape]:
    return {field.alias: _shape(field) for field in model.model_fields.values() if field.alias}


def _shape(field: FieldInfo) -> Shape:
    for reads in field.metadata:
        if isinstance(reads, Reads) and (reads.named or reads.model is not None):
            inner = OfModel(reads.model) if reads.model is not None else AsWritten()
            return Names(inner) if reads.named else inner
    for kind in _alternatives(field.annotation):
        if kind is WrittenValue:
            return Condition()
        if isinstance(kind, type) and issubclass(kind, FileModel):
            return OfModel(kind)
    return AsWritten()


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
