"""The units of many that somebody should look at first, each with its reasons: never all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.language import display
from engine.many_units.overview import Overview, ReportedTime, UnitPlace, UnitRow

MOST = 10
"""The most units that are named."""
_SHARE = 5
"""One in so many units is among the last."""


class Concern(NamedTuple):
    """A unit to look at: its place, why, and the counted criteria that it has not reached."""

    place: UnitPlace
    reasons: tuple[str, ...]
    unmet: tuple[str, ...]


class Attention(NamedTuple):
    """The units to look at, those with most reasons first, and how many others have something unmet."""

    concerns: tuple[Concern, ...]
    others: int


def attention(overview: Overview, time: ReportedTime) -> Attention:
    """Returns the units of ``time`` with errors, lost verdicts or lacking data that most have, and the last fifth; at most MOST."""
    ranking = overview.ranking(time)
    last = {place.row.unit for place in _last(ranking)}
    told = {criterion for criterion, lacking in _lacking(overview, ranking).items() if 2 * lacking < len(ranking)}
    concerns = []
    before = _before(overview, time)
    for place in reversed(ranking):
        if reasons := tuple(_reasons(overview, place, before, place.row.unit in last, told)):
            concerns.append(Concern(place, reasons, unmet_ids(overview, place.row)))
    concerns.sort(key=lambda one: -len(one.reasons))
    named = {one.place.row.unit for one in concerns[:MOST]}
    others = sum(bool(unmet_ids(overview, p.row)) and p.row.unit not in named for p in ranking)
    return Attention(tuple(concerns[:MOST]), others)


def ids(overview: Overview, row: UnitRow, statuses: Collection[Verdict]) -> tuple[str, ...]:
    """Returns the counted criteria of a unit with one of ``statuses``."""
    both = zip(overview.criteria, row.statuses, strict=True)
    return tuple(criterion.id for criterion, status in both if criterion.counted and status in statuses)


def unmet_ids(overview: Overview, row: UnitRow) -> tuple[str, ...]:
    """Returns the counted criteria that a unit has not reached."""
    return ids(overview, row, (Verdict.NOT_MET, Verdict.FAILED))


def _last(ranking: list[UnitPlace]) -> list[UnitPlace]:
    """Returns the last fifth of the units, one of a few; those of one place together or not at all, and none that reached all."""
    room = min(MOST, max(1, len(ranking) // _SHARE))
    last: list[UnitPlace] = []
    for place in sorted({one.place for one in ranking}, reverse=True):
        here = [one for one in ranking if one.place == place and one.reached < one.applicable]
        if len(last) + len(here) > room or len(here) == len(ranking):
            break
        last += here
    return last


def _lacking(overview: Overview, ranking: list[UnitPlace]) -> dict[str, int]:
    """Returns how many units lack the data of each criterion."""
    lacking: dict[str, int] = {}
    for one in ranking:
        for identifier in ids(overview, one.row, (Verdict.UNDETERMINED,)):
            lacking[identifier] = lacking.get(identifier, 0) + 1
    return lacking


def _reasons(
    overview: Overview, place: UnitPlace, before_of: Mapping[str, UnitRow], is_last: bool, told: Collection[str]
) -> Iterator[str]:
    row = place.row
    if row.draft_codes:
        yield f"quy tắc hoặc số liệu còn lỗi ({', '.join(row.draft_codes)})"
    if (before := before_of.get(overview.key_of(row.unit))) is not None:
        lost = _lost(overview, before, row)
        if lost:
            yield f"{before.time.text} đạt, nay không: {', '.join(lost)}"
    if unknown := [one for one in ids(overview, row, (Verdict.UNDETERMINED,)) if one in told]:
        yield f"chưa đủ số liệu mà phần lớn đơn vị đã có: {', '.join(unknown)}"
    if is_last:
        reached = display.of_total(place.reached, place.applicable)
        yield f"thuộc nhóm thấp nhất: đạt và vượt {reached} nội dung"


def _lost(overview: Overview, before: UnitRow, now: UnitRow) -> list[str]:
    each = zip(overview.criteria, before.statuses, now.statuses, strict=True)
    return [criterion.id for criterion, then, status in each if then.reached and status.unmet]


def _before(overview: Overview, time: ReportedTime) -> dict[str, UnitRow]:
    """Returns by the key of its unit the last row before ``time``; a whole year is compared with whole years only."""
    found: dict[str, UnitRow] = {}
    for row in overview.rows:
        if row.time < time and row.time.is_year == time.is_year:
            key = overview.key_of(row.unit)
            if key not in found or found[key].time < row.time:
                found[key] = row
    return found
