"""Lists the keys of the rule language from the models that validate the files, so that the manual is never wrong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from engine.domain.records import NamedTuple
from engine.factbase.documents import FactsDoc
from engine.files.document import FileModel, Reads
from engine.files.written import WrittenValue
from engine.profiles.documents import ProfileDoc
from engine.rule_tests.documents import CaseFile
from engine.rulebook.documents import RuleFile

FILES: dict[str, type[FileModel]] = {
    "quy-tac": RuleFile, "so-lieu": FactsDoc, "kiem-thu": CaseFile, "bieu-mau": ProfileDoc,
}  # fmt: skip
"""The kinds of files that staff write, by the name of their schema."""

FILE_TITLES = {
    "quy-tac": "tệp quy tắc (rules/)",
    "so-lieu": "tệp số liệu (facts/)",
    "kiem-thu": "tệp kiểm thử (rules/)",
    "bieu-mau": "tệp biểu mẫu (facts/bieu-mau/)",
}


class KeyForm(NamedTuple):
    """The form of a value. ``kind``: câu, danh sách, lựa chọn, ngày, số nguyên, năm, điều kiện, mục, các mục, theo mã."""

    kind: str
    options: tuple[str, ...] = ()
    model: type[FileModel] | None = None


class KeyPlace(NamedTuple):
    """A key in one section of one kind of file."""

    file: str
    path: tuple[str, ...]
    key: str
    section: str
    required: bool
    default: str
    form: KeyForm
    description: str


def form_of(field: FieldInfo) -> KeyForm:
    """Returns the form of the value of ``field``."""
    for candidate in (*field.metadata, *_parts(field.annotation)):
        if isinstance(candidate, Reads) and (candidate.named or candidate.model is not None):
            return KeyForm("theo mã" if candidate.named else "các mục", model=candidate.model)
        if isinstance(candidate, Reads) and candidate.form:
            return KeyForm(candidate.form, candidate.options)
    for candidate in _parts(field.annotation):
        if candidate is WrittenValue:
            return KeyForm("điều kiện")
        if isinstance(candidate, type) and issubclass(candidate, FileModel):
            return KeyForm("mục", model=candidate)
    return KeyForm("câu")


def _parts(annotation: Any) -> Iterator[Any]:
    """Yields an annotation or the parts of a union, each with its metadata."""
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _parts(part)
        return
    yield annotation
    yield from getattr(annotation, "__metadata__", ())


@cache
def key_places() -> tuple[KeyPlace, ...]:
    """Returns every key of every kind of file, in the order of the models."""
    return tuple(place for name, model in FILES.items() for place in _places(name, model, ()))


def _places(file: str, model: type[FileModel], path: tuple[str, ...]) -> Iterator[KeyPlace]:
    for field in model.model_fields.values():
        if field.alias is None:
            continue
        form = form_of(field)
        default = field.default if isinstance(field.default, str) else ""
        yield KeyPlace(file, path, field.alias, model.what, field.is_required(), default, form, field.description or "")
        if form.model is not None and len(path) < 4:
            yield from _places(file, form.model, (*path, field.alias))
