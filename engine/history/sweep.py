"""A sweep (lượt): one run over many units, kept as one record of the history.

The record holds the rule files and what was given (facts files, or the table in pieces), a document of this module, and
the list of cases in pieces. docs/design/runs.md says why. Everything read here may come from a stranger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal, cast

from engine.domain.limits import grouped
from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import EngineUsed, Summary, Tally
from engine.factbase.periods import reported_time
from engine.files.json_form import Hash, Json, Meaning, json_form
from engine.history.canonical import NotJson, canonical, read_json
from engine.history.receipt import ROLES, BadReceipt, RoleName
from engine.history.recorded import RecordedResult, engine_words
from engine.history.verdict_letters import VERDICTS
from engine.language.text import with_marks

_SCHEMA = "chitieu/sweep/1"
_BEGINNING = b'{"schema":"chitieu/sweep/'
CASES_AT_ONCE = 5_000
"""Cases of one piece of the list: a history unpacks a piece as a whole."""
_HASH_BYTES = 32
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@json_form(
    "name", "sha256", "bytes=size", "pieces", "year", "as_of", "numbers", "rows*", "profile*", shape="SweepTableShape"
)
class SweepTable(NamedTuple):
    """The table that was evaluated. ``year``, ``as_of`` and ``numbers`` are what the command gave where the table does not tell.

    Of a table of a database the bytes are those of its ``rows`` as they were read (`bulk/kept_rows.py`). A ``profile`` is the first
    file among the facts of the record.
    """

    name: str
    sha256: Annotated[Hash, Meaning("Of the table's bytes, as sha256sum prints it")]
    size: int
    pieces: Annotated[
        tuple[Hash, ...], Meaning("sha256 of each piece that is kept, in order; none of a table that is too large")
    ]
    year: int | None
    as_of: date | None
    numbers: Annotated[Literal["vi", "en"] | None, Meaning("Writing of its numbers, as --numbers stated it")]
    rows: Annotated[
        int | None, Meaning("Rows that were read of a table of a database, which has no bytes of its own")
    ] = None
    profile: Annotated[str | None, Meaning("The file of the profile that it was read by")] = None


@json_form("id", "counted", shape="SweptCriterionShape")
class SweptCriterion(NamedTuple):
    """A target or criterion of the resolution, in the order of the letters; ``counted``: it is part of the counts."""

    id: str
    counted: bool


@json_form(
    "resolution", "years", "periods", "draft", "engine", "evaluated", "refused", "summary", "targets", "criteria", "table",
    "cases", schema=_SCHEMA, shape="SweepShape",
    about="One run over many units, as the history keeps it.",
)  # fmt: skip
class Sweep(NamedTuple):
    """A run over many units of one resolution. ``cases`` are the hashes of the pieces of its list."""

    resolution: str
    years: tuple[int, ...]
    periods: Annotated[tuple[str, ...], Meaning("kỳ of the facts files; empty text of a whole year")]
    draft: bool
    engine: EngineUsed
    evaluated: Annotated[int, Meaning("Cases (a unit in a year) that have verdicts")]
    refused: Annotated[int, Meaning("Cases whose facts have errors")]
    summary: Annotated[Summary, Meaning("Counts over all cases")]
    targets: tuple[SweptCriterion, ...]
    criteria: tuple[SweptCriterion, ...]
    table: Annotated[SweepTable | None, Meaning("null where facts files were evaluated")]
    cases: Annotated[tuple[Hash, ...], Meaning("sha256 of each piece of the list of cases, in order")]

    @property
    def when(self) -> str:
        """«năm 2023», «6 tháng đầu năm 2023», «năm 2021 đến 2023»."""
        if len(self.years) == 1:
            return reported_time(self.years[0], self.periods[0] if len(self.periods) == 1 else "")
        return f"năm {min(self.years)} đến {max(self.years)}"

    @property
    def listed(self) -> tuple[str, str, int] | None:
        """What the history lists of it where each unit has one case; None where only the list of cases tells how many units."""
        once = len(self.years) == len(self.periods) == 1
        return (self.resolution, units_text(self.evaluated + self.refused), self.years[0]) if once else None

    @property
    def of_many_years(self) -> bool:
        """Whether a unit may stand in it several times."""
        return len(self.years) > 1 or len(self.periods) > 1

    @property
    def engine_text(self) -> str:
        """The engine with its version."""
        return engine_words(self.engine)

    @property
    def result(self) -> RecordedResult:
        """What lists say of it."""
        return RecordedResult(self.when, self.engine, self.engine_text, self.summary, self.draft)


class CaseFile(NamedTuple):
    """A facts file of a case: its role, and its place among the facts files of the record, counted from 0."""

    role: RoleName
    place: int


@json_form("unit", "year", "period", "verdicts", "given", "lines", shape="SweptCaseShape")
class SweptCase(NamedTuple):
    """A unit in a year. ``verdicts`` has a letter for each target and criterion, '' where the facts have errors.

    ``given`` is the hash of what was given of it, '' where that could not be read; ``lines`` that of its lines of CSV, ''
    where none were written. ``files`` are its facts files, none of a table.
    """

    unit: str
    year: int
    period: str
    verdicts: Annotated[
        str,
        Meaning(
            "A letter for each target, then for each criterion: F failed, N not met, U undetermined, P period open, M met, "
            "E exceeded, A not applicable; empty where the facts have errors"
        ),
    ]
    given: Annotated[str, Meaning("sha256 of what was given of the case")]
    lines: Annotated[str, Meaning("sha256 of its lines of CSV; empty where none were written")]
    files: tuple[CaseFile, ...]

    @property
    def key(self) -> tuple[str, int, str]:
        """What tells the case from others, in this sweep and in other ones."""
        return with_marks(self.unit), self.year, self.period

    @property
    def when(self) -> str:
        """«năm 2023», «6 tháng đầu năm 2023»."""
        return reported_time(self.year, self.period)


def is_sweep(raw: bytes) -> bool:
    """Whether a recorded document claims to be one of a sweep, this version's or another's."""
    return raw.startswith(_BEGINNING)


def sweep_from(raw: bytes) -> Sweep:
    """Returns the sweep whose document is ``raw``. Raises BadReceipt."""
    return sweep_of(_read(raw))


def sweep_of(document: Json) -> Sweep:
    """Returns the sweep with this ``document``. Raises BadReceipt for another shape."""
    from pydantic import ValidationError

    from engine.files.json_schema import adapter

    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != _SCHEMA:
        raise BadReceipt(f"ghi theo mẫu {schema}; phiên bản này chỉ đọc mẫu {_SCHEMA}")
    try:
        adapter(Sweep).validate_python(document, strict=True)
        return _sweep(cast(dict[str, Any], document))
    except (ValidationError, ValueError):
        raise BadReceipt("không phải lượt đánh giá: có trường thiếu hoặc sai dạng") from None


def _sweep(found: dict[str, Any]) -> Sweep:
    """Raises ValueError for what no run records."""
    table = found["table"]
    day = None if table is None or table["as_of"] is None else date.fromisoformat(table["as_of"])
    sweep = Sweep(
        found["resolution"],
        tuple(found["years"]),
        tuple(found["periods"]),
        found["draft"],
        EngineUsed(found["engine"]["name"], found["engine"]["version"]),
        found["evaluated"],
        found["refused"],
        Summary(*(Tally(**found["summary"][what]) for what in ("targets", "criteria"))),
        tuple(SweptCriterion(one["id"], one["counted"]) for one in found["targets"]),
        tuple(SweptCriterion(one["id"], one["counted"]) for one in found["criteria"]),
        None
        if table is None
        else SweepTable(
            table["name"],
            table["sha256"],
            table["bytes"],
            tuple(table["pieces"]),
            table["year"],
            day,
            table["numbers"],
            table.get("rows"),
            table.get("profile"),
        ),
        tuple(found["cases"]),
    )
    if not sweep.years or not all(_FIRST_YEAR <= year <= _LAST_YEAR for year in sweep.years):
        raise ValueError(sweep.years)
    return sweep


def piece_of(cases: Iterable[SweptCase]) -> bytes:
    """Returns a piece of the list of cases."""
    return canonical(list(cases))


def cases_in(raw: bytes, sweep: Sweep) -> Iterator[SweptCase]:
    """Yields the cases of a piece of the list. Raises BadReceipt."""
    found = _read(raw)
    width = len(sweep.targets) + len(sweep.criteria)
    for entry in found if isinstance(found, list) else [None]:
        match entry:
            case [str(unit), int(year), str(period), str(verdicts), str(given), str(lines), [*files]]:
                fits = len(verdicts) in (0, width) and VERDICTS.keys() >= set(verdicts) and year in sweep.years
                if fits and all(len(one) in (0, 2 * _HASH_BYTES) for one in (given, lines)):
                    yield SweptCase(unit, year, period, verdicts, given, lines, tuple(map(_file, files)))
                    continue
        raise BadReceipt("danh sách đơn vị của lượt đánh giá có dòng sai dạng")


class SweptAbout:
    """What a list of cases amounts to, counted piece by piece."""

    def __init__(self) -> None:
        self.cases = 0
        self.refused = 0
        self.years: set[int] = set()
        self.periods: set[str] = set()
        self._names: set[str] = set()

    def note(self, cases: Sequence[SweptCase]) -> None:
        """Counts further cases."""
        self.cases += len(cases)
        self.refused += sum(not case.verdicts for case in cases)
        self.years |= {case.year for case in cases}
        self.periods |= {case.period for case in cases}
        self._names |= {case.unit for case in cases}

    def listed(self, sweep: Sweep) -> tuple[str, str, int]:
        """Returns what the history lists of ``sweep``: resolution, units, year. Raises BadReceipt where it is of other cases."""
        if (self.cases - self.refused, self.refused) != (sweep.evaluated, sweep.refused):
            raise BadReceipt("lượt đánh giá không có đủ số đơn vị như đã ghi")
        once = len(self.years) == len(self.periods) == 1  # each unit, which saves looking at their names
        units = self.cases if once else len({with_marks(name) for name in self._names})
        return sweep.resolution, units_text(units), max(sweep.years)


def file_of_row(table: str, row: int) -> str:
    """Returns the name of the facts file that a row of a table stands for."""
    return f"{table}/dòng {row}.yaml"


def table_of(place: str) -> str:
    """Returns the table whose row is the facts file at ``place``; '' of any other facts file.

    >>> table_of("thang-1.csv/dòng 2.yaml:12"), table_of("facts/a/2023.yaml:3")
    ('thang-1.csv', '')
    """
    table, row, _ = place.partition("/dòng ")
    return table if row else ""


def units_text(units: int) -> str:
    """Returns what the history lists in the place of a unit."""
    return f"{grouped(units)} đơn vị"


def _file(entry: Json) -> CaseFile:
    match entry:
        case [str(role), int(place)] if role in ROLES and place >= 0:
            return CaseFile(next(known for known in ROLES if known == role), place)
    raise BadReceipt("danh sách đơn vị của lượt đánh giá có tệp số liệu sai dạng")


def _read(raw: bytes) -> Json:
    try:
        return read_json(raw)
    except NotJson as error:
        raise BadReceipt(f"không đọc được: {error}") from None
