"""The sentences under «lĩnh vực» as written → sentences of the report with their conditions and the numbers in them.

Source: 11-surfaces, «Report to be signed».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engine.files.diagnostics import Problems
from engine.rulebook.catalogue import Catalogue
from engine.rulebook.conditions import ConditionReader
from engine.rulebook.names import Names
from engine.rulebook.rulebook import Sentence
from engine.rulebook.templates import parse_template

if TYPE_CHECKING:
    from engine.rulebook.documents import FieldDoc


def read_sentences(
    fields: Iterable[FieldDoc], catalogue: Catalogue, conditions: ConditionReader, names: Names, problems: Problems
) -> Iterator[Sentence]:
    """Yields the sentences of all ``fields``, numbered from 1 through the whole report."""
    written = [(field, doc) for field in fields for doc in field.sentences]
    for number, (field, doc) in enumerate(written, start=1):
        when = conditions.condition(doc.when) if doc.when else None
        names.check(when)
        text = parse_template(doc.text, catalogue.indicators, catalogue.broken, names, problems)
        yield Sentence(number, field.title.value, when, text, doc.span)
