"""Many units and years of one resolution: units against criteria, ranking, totals per criterion, the course over time.

Units arrive one after the other; an overview keeps a row of a few bytes per criterion of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import EngineUsed, Tally, Verdicts
from engine.factbase.periods import end_of
from engine.language import display
from engine.language.names import lacks_marks
from engine.language.text import fold, with_marks
from engine.many_units.sparkline import between, sparkline
from engine.rulebook.rulebook import Criterion, Rulebook

_STATUSES = tuple(Verdict)


class ReportedTime(NamedTuple):
    """What a case reports on: its last day, and «năm 2023» or «6 tháng đầu năm 2023». The order is that of time."""

    ends: date
    text: str

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.text == f"năm {self.ends.year}"

    @property
    def short(self) -> str:
        """«2023», «6 tháng đầu năm 2023»."""
        return str(self.ends.year) if self.is_year else self.text


class UnitRow(NamedTuple):
    """One unit and time. ``codes`` has one byte per criterion: the index of its status in Verdict.

    ``warnings`` is None of a unit that was inferred in columns: what is odd about its data is told where somebody looks at it.
    """

    unit: str
    time: ReportedTime
    codes: bytes
    warnings: int | None
    engine: EngineUsed
    draft_codes: tuple[str, ...] = ()

    @property
    def statuses(self) -> tuple[Verdict, ...]:
        return tuple(_STATUSES[code] for code in self.codes)


class UnitPlace(NamedTuple):
    """The place of a unit in the ranking of one time; units with equal shares have the same place.

    ``applicable`` counts the counted criteria that are not không áp dụng.
    """

    place: int
    row: UnitRow
    reached: int
    applicable: int


class CriterionTotal(NamedTuple):
    """How many units have which verdict for a criterion, in the last time (``tally``) and in the ``first``.

    ``course`` has one bar per time: the share of applicable units that reached the criterion, from none to all.
    """

    criterion: Criterion
    tally: Tally
    first: Tally
    course: str


class TrendRow(NamedTuple):
    """The values of one criterion of one unit, time by time; None where a time has no single measure."""

    criterion: Criterion
    measures: tuple[Measure | None, ...]
    statuses: tuple[Verdict | None, ...]
    course: str


class Overview:
    """Collects the verdicts of one resolution."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.criteria: tuple[Criterion, ...] = tuple(rulebook.criteria)
        self.rows: list[UnitRow] = []
        self.engines: dict[EngineUsed, None] = {}
        self._marked: dict[str, str] = {}
        self._measures: dict[tuple[ReportedTime, str], Measure | None] = {}
        self._counted = [place for place, criterion in enumerate(self.criteria) if criterion.counted]

    def add(self, verdicts: Verdicts) -> None:
        """Adds a unit and time, whose criteria must be those of the rulebook, in its order."""
        self.add_row(row_of(verdicts))
        if self.key_of(self.rows[0].unit) != self.key_of(verdicts.unit):  # a course over years is that of a single unit
            self._measures.clear()
            return
        for criterion in verdicts.criteria:
            only = criterion.measures[0] if len(criterion.measures) == 1 else None
            self._measures[time_of(verdicts), criterion.id] = only

    def add_row(self, row: UnitRow) -> None:
        """Adds a unit and time without its values, so that the overview has no course over time."""
        self.rows.append(row)
        if not lacks_marks(row.unit):
            self._marked[fold(row.unit)] = row.unit
        self.engines[row.engine] = None

    @property
    def draft_codes(self) -> tuple[str, ...]:
        """The codes of the errors that units were evaluated in spite of."""
        return tuple(sorted({code for row in self.rows for code in row.draft_codes}))

    @property
    def times(self) -> list[ReportedTime]:
        """The times that were evaluated, the first first."""
        return sorted({row.time for row in self.rows})

    @property
    def units(self) -> list[str]:
        """The names of the units, in the order in which they arrived."""
        return list({self.key_of(row.unit): row.unit for row in self.rows}.values())

    def key_of(self, unit: str) -> str:
        """Returns the key of a unit, one for all its spellings: a name that lacks its marks is that of the unit with its letters."""
        return with_marks(self._marked.get(fold(unit), unit) if lacks_marks(unit) else unit)

    def of_all(self, refused: Iterable[str], time: ReportedTime | None = None) -> str:
        """Returns how many units have a result, of ``time`` where it is given; «13/14» where others, as those ``refused``, have none."""
        own = {self.key_of(row.unit) for row in self.rows if time in (None, row.time)}
        every = {self.key_of(row.unit) for row in self.rows} | {self.key_of(unit) for unit in refused if unit}
        return str(len(own)) if every == own else display.of_total(len(own), len(every))

    def ranking(self, time: ReportedTime) -> list[UnitPlace]:
        """Returns the units of ``time``, best first.

        The order is that of the share of applicable counted criteria that are đạt or vượt, then of the share that are vượt.
        A criterion that is chưa đủ số liệu counts as not reached. Units without an applicable criterion come last.
        """
        scored = [(self._score(row), row) for row in self.rows if row.time == time]
        scored.sort(key=lambda pair: (-pair[0].share, -pair[0].beyond))
        ranked: list[UnitPlace] = []
        for place, (score, row) in enumerate(scored, start=1):
            if place > 1 and (score.share, score.beyond) == scored[place - 2][0][:2]:
                place = ranked[-1].place
            ranked.append(UnitPlace(place, row, score.reached, score.applicable))
        return ranked

    def totals(self, time: ReportedTime) -> list[CriterionTotal]:
        """Returns the counts of every criterion over the units of ``time``."""
        return [self._total(place, time) for place in range(len(self.criteria))]

    def trend(self) -> list[TrendRow]:
        """Returns the course of every criterion; nothing unless the overview has one unit and several times."""
        if len(self.units) != 1 or len(self.times) < 2:
            return []
        return [self._trend(place) for place in range(len(self.criteria))]

    def _score(self, row: UnitRow) -> _Score:
        statuses = [row.statuses[place] for place in self._counted]
        applicable = [status for status in statuses if status is not Verdict.NOT_APPLICABLE]
        reached = sum(status.reached for status in applicable)
        beyond = sum(status is Verdict.EXCEEDED for status in applicable)
        if not applicable:
            return _Score(Fraction(-1), Fraction(-1), 0, 0)
        total = len(applicable)
        return _Score(Fraction(reached, total), Fraction(beyond, total), reached, total)

    def _total(self, place: int, time: ReportedTime) -> CriterionTotal:
        shares: list[Fraction | None] = []
        for each in self.times:
            tally = self._tally(place, each)
            applicable = tally.total - tally.count(Verdict.NOT_APPLICABLE)
            shares.append(Fraction(tally.reached, applicable) if applicable else None)
        course = between(shares, Fraction(0), Fraction(1)) if len(shares) > 1 else ""
        first = self._tally(place, self.times[0])
        return CriterionTotal(self.criteria[place], self._tally(place, time), first, course)

    def _tally(self, place: int, time: ReportedTime) -> Tally:
        return Tally.of(_STATUSES[row.codes[place]] for row in self.rows if row.time == time)

    def _trend(self, place: int) -> TrendRow:
        criterion = self.criteria[place]
        measures = tuple(self._measures.get((time, criterion.id)) for time in self.times)
        by_time = {row.time: row.statuses[place] for row in self.rows}
        values = [m.actual.value.exact if m is not None and m.actual is not None else None for m in measures]
        return TrendRow(criterion, measures, tuple(map(by_time.get, self.times)), sparkline(values))


def time_of(verdicts: Verdicts) -> ReportedTime:
    """Returns what a case reports on."""
    return ReportedTime(end_of(verdicts.year, verdicts.period), verdicts.when)


def row_of(verdicts: Verdicts) -> UnitRow:
    """Returns the row of a case."""
    codes = codes_of(criterion.status for criterion in verdicts.criteria)
    return UnitRow(
        verdicts.unit, time_of(verdicts), codes, len(verdicts.warnings), verdicts.engine, verdicts.draft_codes
    )


def codes_of(statuses: Iterable[Verdict]) -> bytes:
    """Returns the statuses of criteria as a row keeps them."""
    return bytes(map(_STATUSES.index, statuses))


class _Score(NamedTuple):
    share: Fraction
    beyond: Fraction
    reached: int
    applicable: int
