"""Assumed values: «what if this number were different», as a changed copy of a case. Nothing is written to any file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from engine.factbase.contradictions import errors_of
from engine.factbase.facts import Basis, Fact
from engine.factbase.periods import Period, year_of
from engine.factbase.values import BadValue, impossibility, is_missing, parse_value
from engine.files.source import SourceFile
from engine.language.interval import Interval
from engine.language.text import nearest
from engine.rulebook.rulebook import Indicator, Nature, Rulebook
from engine.workspace.case import Case

SOURCE = "giả định"


class BadAssumption(ValueError):
    """An assumption that makes no sense; the message says what to write."""


def parse_assumptions(texts: Iterable[str], case: Case) -> dict[str, Fact | None]:
    """«htx.thanh_vien=5.000 thành viên» → the fact assumed for each code; None for «chưa có». Raises BadAssumption."""
    assumed: dict[str, Fact | None] = {}
    for text in texts:
        code, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not code or not value:
            raise BadAssumption(f"«{text}» chưa đúng: viết MÃ=GIÁ TRỊ, ví dụ htx.thanh_vien=5.000")
        indicator = _indicator(code, case.rulebook)
        if code in assumed:
            raise BadAssumption(f"mã «{code}» được giả định hai lần")
        assumed[code] = None if is_missing(value) else _parsed(value, indicator, case)
    _refuse_contradictions(assumed, case)
    return assumed


def _refuse_contradictions(assumed: Mapping[str, Fact | None], case: Case) -> None:
    """Raises BadAssumption where what is assumed cannot be true together with the other facts."""
    facts = case.facts.assuming(assumed)
    for indicator in case.rulebook.indicators.values():
        if indicator.code in assumed or indicator.part_of in assumed:
            for error in errors_of(indicator, facts):
                raise BadAssumption(f"{error.message}; giả định một giá trị có thể có")


def _indicator(code: str, rulebook: Rulebook) -> Indicator:
    if code in rulebook.indicators:
        return rulebook.indicators[code]
    close = nearest(code, rulebook.indicators)
    hint = f"; có phải ý bạn là «{close}»?" if close else "; xem các mã trong danh mục «số liệu» của nghị quyết"
    raise BadAssumption(f"không có mã số liệu «{code}»{hint}")


def _parsed(text: str, indicator: Indicator, case: Case) -> Fact:
    try:
        value = parse_value(text, indicator, case.rulebook.vocabulary)
    except BadValue as error:
        raise BadAssumption(f"«{indicator.code}={text}»: {error.message}; sửa: {error.remedy}") from None
    if impossible := impossibility(indicator, value.interval, text):
        raise BadAssumption(f"{impossible}; giả định một giá trị có thể có")
    return assumed_fact(case, indicator, value.interval, text)._replace(soft=value.soft)


def assumed_fact(case: Case, indicator: Indicator, value: Interval, text: str) -> Fact:
    """A fact for ``indicator`` with ``value`` in base units.

    It keeps basis and date of the fact that it takes the place of; without one it is an actual of the whole year.
    """
    given = case.facts.given(indicator.code)
    counting = case.facts.value(indicator.code).facts if indicator.formula is None else ()
    old = next((fact for fact in counting if fact in given), None)
    place = SourceFile(f"({SOURCE})", f"{indicator.code}={text}")
    return Fact(
        code=indicator.code,
        value=value,
        text=text,
        basis=old.basis if old is not None else Basis.ACTUAL,
        as_of=old.as_of if old is not None else case.facts.facts.as_of,
        period=old.period if old is not None else _whole(case, indicator),
        part_year=old.part_year if old is not None else False,
        preliminary=old.preliminary if old is not None else False,
        source=SOURCE,
        span=place.start,
    )


def _whole(case: Case, indicator: Indicator) -> Period:
    """What an assumed value covers where nothing is known yet: all of what is asked for in the year."""
    year = year_of(case.facts.facts.year)
    if indicator.nature is Nature.CUMULATIVE:
        return Period(date(case.rulebook.resolution.first_year, 1, 1), year.end)
    return year if indicator.nature.has_period else Period(None, min(case.facts.facts.as_of, year.end))


def assuming(case: Case, facts: Mapping[str, Fact | None]) -> Case:
    """``case`` with the assumed facts."""
    return Case(case.rulebook, case.facts.assuming(facts))
