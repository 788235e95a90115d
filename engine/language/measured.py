"""Measured values as facts give them: a plain number with its unit at once, everything else by the grammar."""

from __future__ import annotations

from engine.language.numbers import NumberError, parse_number
from engine.language.patterns import compiled
from engine.language.syntax import Comparison, Extent, Quantity, Relation
from engine.language.text import spoken
from engine.language.vocabulary import NO_VOCABULARY, Vocabulary

_PLAIN = compiled(r"([-−–]?[0-9][0-9.,]*)(?:(?: ?(%|điểm %))| ([^\W\d].*))?\Z")


def measured(text: str, vocabulary: Vocabulary = NO_VOCABULARY) -> Comparison:
    """Returns what ``parse_measured`` does, without the grammar where it is not needed. Raises LanguageError."""
    plain = _plain(text, vocabulary)
    if plain is not None:
        return plain
    from engine.language.parser import parse_measured

    return parse_measured(text, vocabulary)


def _plain(text: str, vocabulary: Vocabulary) -> Comparison | None:
    """Returns «4.950», «97,25%» or «4.950 thành viên», where the catalogue has the unit; None for any other text."""
    found = _PLAIN.match(text)
    if found is None:
        return None
    number, sign, name = found.groups()
    if name is not None and spoken(name) not in vocabulary.unit_names:
        return None
    try:
        value = parse_number(number)
    except NumberError:
        return None
    at = Extent(0, len(text))
    return Comparison(None, Relation.POINT, Quantity(value, sign or name or "", at), None, None, False, at)
