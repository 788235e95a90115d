"""Compares the values of a returned form with one another and with last year's, which stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.drafting import facts_columns as layout
from engine.factbase.values import BadValue, parse_value
from engine.importing.cells import text_of
from engine.importing.forms import Form
from engine.importing.import_result import ImportedValue, Omission, OmissionKind, Remark
from engine.language.interval import Interval
from engine.rulebook.rulebook import Kind, Rulebook

_NOTES = re.compile(r"\s*\([^()]*\)\Z")
"""What follows last year's value: «(ước)», «(đến 30/9/2024)»."""
_FAR = 5
"""Times last year's value from which a new one is told: a value in the wrong row or unit is far off."""


class ComparedValues(NamedTuple):
    """The values of a form that stand, and what there is to say."""

    values: list[ImportedValue]
    found: tuple[Omission | Remark, ...]


def compared(form: Form, values: list[ImportedValue], rulebook: Rulebook) -> ComparedValues:
    """Returns the values without those that contradict one another."""
    found: list[Omission | Remark] = []
    standing: list[ImportedValue] = []
    for same_thing in _by_meaning(values):
        said = {_interval(value.code, value.text, rulebook) for value in same_thing}
        if len(said) > 1 and not all(value.source for value in same_thing):
            found += _contradictions(same_thing, rulebook.indicators[same_thing[0].code].name)
            continue
        if len(said) > 1:
            name = rulebook.indicators[same_thing[0].code].name
            text = f"«{name}» có nhiều số khác nhau từ các nguồn khác nhau ({_listed(same_thing)}): giữ một số"
            found.append(Remark(text, tuple(value.place for value in same_thing)))
        standing += same_thing
    kept = set(map(id, standing))
    found += _far_from_last_year(form, standing, rulebook)
    return ComparedValues([value for value in values if id(value) in kept], tuple(found))


def _by_meaning(values: list[ImportedValue]) -> list[list[ImportedValue]]:
    """Returns the values in groups that say the same thing, whatever their sources."""
    groups: dict[tuple[object, ...], list[ImportedValue]] = {}
    for value in values:
        key = value.unit, value.year, value.code, value.basis, value.period, value.as_of
        groups.setdefault(key, []).append(value)
    return list(groups.values())


def _contradictions(values: list[ImportedValue], name: str) -> Iterator[Omission]:
    reason = f"nhiều ô ghi khác nhau cho cùng một số liệu ({_listed(values)})"
    for value in values:
        remedy = "giữ một ô, hoặc ghi nguồn, kỳ của từng ô"
        yield Omission(value.place, name, OmissionKind.AMBIGUOUS, reason, remedy)


def _listed(values: list[ImportedValue]) -> str:
    return "; ".join(f"{value.place.rpartition('!')[2]}: {value.text}" for value in values)


def _far_from_last_year(form: Form, values: list[ImportedValue], rulebook: Rulebook) -> Iterator[Remark]:
    """Yields a remark on each value that is a multiple or a small part of last year's."""
    for value in values:
        now, before = _interval(value.code, value.text, rulebook), _last_year(form, value, rulebook)
        number, former = now.exact if now else None, before.exact if before else None
        if number is None or former is None or not _is_far(number, former):
            continue
        text = f"«{rulebook.indicators[value.code].name}» là {value.text}, năm trước {_shown_before(form, value)}: kiểm tra lại"
        yield Remark(text, (value.place,))


def _is_far(number: Fraction, former: Fraction) -> bool:
    return number > 0 and former > 0 and not _FAR * min(number, former) / max(number, former) > 1


def _last_year(form: Form, value: ImportedValue, rulebook: Rulebook) -> Interval | None:
    """Returns last year's value of the row; None where there is none, or no single number."""
    if rulebook.indicators[value.code].kind is not Kind.NUMBER:
        return None
    return _interval(value.code, _NOTES.sub("", _shown_before(form, value)), rulebook)


def _shown_before(form: Form, value: ImportedValue) -> str:
    row = int(re.sub(r"[^0-9]", "", value.place.rpartition("!")[2]))
    cell = form.sheet.rows[row].get(form.columns.get(layout.BEFORE, 0))
    return text_of(cell) if cell is not None else ""


def _interval(code: str, text: str, rulebook: Rulebook) -> Interval | None:
    try:
        return parse_value(text, rulebook.indicators[code], rulebook.vocabulary).interval
    except BadValue:
        return None
