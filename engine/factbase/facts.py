"""Facts: what a facts file asserts for one unit and year, every value typed, dated and traceable to its line."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from engine.domain.records import NamedTuple
from engine.factbase.periods import Period, end_of, reported_time
from engine.files.diagnostics import Diagnostic
from engine.files.source import SourceFile, Span
from engine.language.interval import Interval
from engine.language.syntax import Quantity, Relation
from engine.rulebook.particulars import NO_PARTICULARS, ReportParticulars


class Basis(StrEnum):
    """thực hiện / ước thực hiện."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"


class Replaced(NamedTuple):
    """The value that a corrected fact had before, as written, with the reason and the day of the correction."""

    value: str
    reason: str
    day: date


class Fact(NamedTuple):
    """One asserted value of an indicator.

    ``value`` is in base units (yes = 1, no = 0; a category is its rank; a date its ordinal). ``text`` is as written.
    ``period`` is what it covers; ``part_year``: a total or rate of less than its year. ``early``: an actual of the whole year
    that was known before the year was over, for the reason ``period_reason`` where one is given. ``preliminary``: an actual
    that its source may still correct.
    """

    code: str
    value: Interval
    text: str
    basis: Basis
    as_of: date
    period: Period
    part_year: bool
    source: str
    span: Span
    soft: bool = False
    inferred: str = ""
    judged: bool = False
    assessor: str = ""
    remark: str = ""
    cell: str = ""
    replaced: Replaced | None = None
    early: bool = False
    period_reason: str = ""
    preliminary: bool = False
    told: date | None = None
    """The day of the data that it was told with, where its period was over before."""

    @property
    def known(self) -> date:
        """The day by which a later value goes before an earlier one of the same period."""
        return self.told or self.as_of

    @property
    def origin(self) -> str:
        """file:line, and the cell of the spreadsheet from which that line was imported."""
        return f"{self.span.place} ({self.cell})" if self.cell else self.span.place


STATEMENT = "NEU-"
"""What the codes of a report's statements begin with; the number is the place in the facts files."""


class ClaimKind(StrEnum):
    """What a report states of a subject; values are the names in JSON."""

    VERDICT = "verdict"
    COMPLETION = "completion"
    DIFFERENCE = "difference"
    VALUE = "value"
    LABEL = "label"
    REASON = "reason"
    TARGETS_MET = "targets_met"
    CRITERIA_MET = "criteria_met"
    TARGETS_NOT_MET = "targets_not_met"
    CRITERIA_NOT_MET = "criteria_not_met"
    CRITERIA_ON_COURSE = "criteria_on_course"
    CRITERIA_ON_COURSE_OR_MET = "criteria_on_course_or_met"


class Subject(NamedTuple):
    """What a claim is about: a criterion, a target, an indicator, or the whole («summary», with an empty id)."""

    what: str  # "criterion" | "target" | "indicator" | "summary"
    id: str


class StatedNumber(NamedTuple):
    """A number as a report states it. ``sign``: +1 «vượt», -1 «thiếu», 0 where no such word stands before it.

    ``decimals`` are the digits written behind the comma; ``relation`` is POINT for a plain number. ``of_goal``: the word
    («vượt», «thiếu») says on which side of the goal the number lies, not whether it is higher.
    """

    relation: Relation
    bound: Quantity
    upper: Quantity | None
    decimals: int
    sign: int
    of_goal: bool = False


class Claim(NamedTuple):
    """A statement of the report about itself: ``text`` as written, ``stated`` where it is a number.

    ``reason_about`` is the indicator that a stated reason blames; ``number`` counts the claims of a file from 1.
    """

    number: int
    about: Subject
    kind: ClaimKind
    text: str
    source: str
    span: Span
    stated: StatedNumber | None = None
    reason_about: str = ""

    @property
    def id(self) -> str:
        """NEU-3: the third statement of the facts file."""
        return f"{STATEMENT}{self.number}"


class FactError(NamedTuple):
    """An error in the facts: its code, and the indicator that is left out for it, '' where it is about none."""

    code: str
    indicator: str


class FactSet(NamedTuple):
    """The facts of one unit and year for one resolution; ``files`` are those they come from.

    ``errors`` are what is wrong in them: an evaluation goes on in spite of it as a draft only. ``doubts`` are warnings about
    them, which `check` and every evaluation tell.
    """

    resolution: str
    unit: str
    year: int
    as_of: date
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    sources: dict[str, str]
    files: tuple[SourceFile, ...]
    report: ReportParticulars = NO_PARTICULARS
    errors: tuple[FactError, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()
    period: str = ""
    """`kỳ` at the head of the file, which makes it another case; '' of the whole year."""
    earlier: tuple[SourceFile, ...] = ()
    """Files of the same year whose `kỳ` ends earlier: their facts count here too."""
    day_assumed: bool = False
    """Whether ``as_of`` was set by a test or a «what if», which take it as written."""

    @property
    def when(self) -> str:
        """«năm 2023», «6 tháng đầu năm 2023»: what the file reports on."""
        return reported_time(self.year, self.period)

    @property
    def ends(self) -> date:
        """The last day of what the file reports on."""
        return end_of(self.year, self.period)

    @property
    def closes(self) -> date:
        """The last day of the period of the file; of one without `kỳ` the day of its data, within its year."""
        return self.ends if self.period else self.due_day

    def following(self, other: FactSet) -> FactSet:
        """These facts with those of a file of the same year whose `kỳ` ends earlier; claims and dates stay these."""
        other = other._with_own_sources(self.sources)
        return self._replace(
            facts=other.facts + self.facts,
            sources=other.sources | self.sources,
            earlier=(*other.earlier, *other.files, *self.earlier),
            errors=other.errors + self.errors,
            doubts=other.doubts + self.doubts,
        )

    def _with_own_sources(self, taken: dict[str, str]) -> FactSet:
        """These facts with the code of a source that means another document in ``taken`` told apart by the `kỳ`: «BC (quý I)»."""
        renamed = {
            code: f"{code} ({self.period})" for code, name in self.sources.items() if taken.get(code, name) != name
        }
        if not renamed:
            return self

        def told_apart(fact: Fact) -> Fact:
            code, comma, place = fact.source.partition(",")
            return fact._replace(source=f"{renamed[code]}{comma}{place}") if code in renamed else fact

        return self._replace(
            facts=tuple(map(told_apart, self.facts)),
            sources={renamed.get(code, code): name for code, name in self.sources.items()},
        )

    @property
    def due_day(self) -> date:
        """The day that deadlines are compared with: ``as_of``, but no later than the end of the year."""
        return self.as_of if self.day_assumed else min(self.as_of, date(self.year, 12, 31))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(file.name for file in self.files)

    def merged(self, other: FactSet) -> FactSet:
        """Both sets as one, dated by the later; they must be of the same resolution, unit and year."""
        return FactSet(
            self.resolution,
            self.unit,
            self.year,
            max(self.as_of, other.as_of),
            self.facts + other.facts,
            self.claims + tuple(c._replace(number=c.number + len(self.claims)) for c in other.claims),
            _both(self.sources, other.sources),
            self.files + other.files,
            self.report.overridden_by(other.report),
            self.errors + other.errors,
            self.doubts + other.doubts,
            self.period if self.period == other.period else "",
            self.earlier + other.earlier,
            self.day_assumed,
        )


def _both(ours: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    """The names of all sources; a code that two files use for two documents has both names."""
    shared = {code: f"{ours[code]}; {name}" for code, name in theirs.items() if code in ours and ours[code] != name}
    return ours | theirs | shared
