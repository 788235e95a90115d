"""The options that select cases, and the loading of these cases, with errors that list what can be selected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from cli.completion import resolutions, units, years
from cli.failure import Exit, Failure
from cli.options import DRAFT, common, stop_on_errors, workspace_at
from cli.texts import tell
from cli.usage import Choice, Number, Years, option
from engine.checking.errors import errors_of_rules
from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.evaluator import Evaluator
from engine.factbase.facts import FactSet
from engine.factbase.periods import is_period
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineLimit
from engine.language import display
from engine.rulebook.rulebook import Reference, Rulebook
from engine.workspace.case import Case, ChosenCase
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound, Selection
from engine.workspace.strays import strays_in
from engine.workspace.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])

_PERIOD = option(
    "--period", metavar="KỲ", help="Kỳ của báo cáo: quý I, 6 tháng, 9 tháng; «cả năm» là tệp không ghi `kỳ`."
)
_OF_FACTS = (
    option("--unit", shell_complete=units, metavar="TÊN", help="Đơn vị cần đánh giá."),
    option("--year", shell_complete=years, type=Number(), metavar="NĂM", help="Năm cần đánh giá."),
    _PERIOD,
    option("--facts", multiple=True, metavar="TỆP", help="Tệp số liệu; dùng nhiều lần được."),
)
_RESOLUTION = option(
    "--resolution",
    shell_complete=resolutions,
    metavar="SỐ",
    help="Nghị quyết, khi thư mục làm việc có nhiều nghị quyết.",
)


def selects_facts(command: F) -> F:
    """Adds the options that choose unit, year and facts files."""
    for add in reversed(_OF_FACTS):
        command = add(command)
    return command


_OF_MANY = (
    option(
        "--unit",
        "units",
        shell_complete=units,
        multiple=True,
        metavar="TÊN",
        help="Đơn vị cần đánh giá; dùng nhiều lần được.",
    ),
    option(
        "--year",
        "years",
        shell_complete=years,
        type=Years(),
        multiple=True,
        metavar="NĂM",
        help="Năm, hoặc các năm 2021-2025; dùng nhiều lần được.",
    ),
    _PERIOD,
    option("--all", "everything", is_flag=True, help="Mọi đơn vị, mọi năm có số liệu (cũng là mặc định)."),
    option("--facts", multiple=True, metavar="TỆP", help="Tệp số liệu; dùng nhiều lần được."),
)


def selects_many(command: F) -> F:
    """Adds the options that choose any number of units and years."""
    for add in reversed(_OF_MANY):
        command = add(command)
    return command


class ManyCaseOptions(NamedTuple):
    """The options of a command for any number of cases."""

    resolution: str | None
    units: tuple[str, ...]
    years: tuple[tuple[int, ...], ...]
    period: str | None
    everything: bool
    facts: tuple[str, ...]
    workspace: str | None
    draft: bool

    @property
    def selection(self) -> Selection:
        years = tuple(year for some in self.years for year in some)
        return Selection(self.resolution, self.units, years, files_named(self.facts), period_named(self.period))

    @property
    def as_typed(self) -> str:
        """The options that choose a case, to be typed again: « --unit 'xã A' --period '6 tháng'»."""
        import shlex  # only messages need it

        years = (str(some[0]) if len(some) == 1 else f"{some[0]}-{some[-1]}" for some in self.years)
        named = [("-w", self.workspace), *(("--unit", unit) for unit in self.units), *(("--year", y) for y in years)]
        named += [("--period", self.period), *(("--facts", name) for name in self.facts)]
        return "".join(f" {option} {shlex.quote(value)}" for option, value in named if value)

    def chosen(self) -> tuple[Cases, list[ChosenCase]]:
        """Returns the chosen cases, not yet loaded. Raises Failure."""
        cases = Cases(workspace_at(self.workspace), errors_of_rules, self.draft)
        return cases, self.chosen_of(cases)

    def chosen_of(self, cases: Cases) -> list[ChosenCase]:
        """Returns those of ``cases`` that are chosen, not yet loaded. Raises Failure."""
        self.refuse_contradictions()
        try:
            return cases.choose(self.selection)
        except NotFound as error:
            stop_on_errors(cases.problems)
            raise Failure(Exit.USAGE, f"lỗi: {error}") from None

    def refuse_contradictions(self) -> None:
        """Raises Failure where all and some are asked for."""
        if self.everything and (self.units or self.years or self.facts or self.period):
            raise Failure(Exit.USAGE, "lỗi: --all là mọi đơn vị, mọi năm; bỏ --all, hoặc bỏ --unit, --year, --facts")

    def loaded(self, cases: Cases, chosen: list[ChosenCase]) -> list[Case]:
        """Returns the chosen cases with all their facts. Raises Failure where rules or facts have errors."""
        loaded = cases.take(chosen, self.selection)
        stop_on_errors(cases.problems, draft=self.draft)
        say_passed_over(cases, cases.folders_chosen if self.units else None)
        say_odd_dates(loaded)
        return loaded


class CaseOptions(NamedTuple):
    """The options of a command for one case: which case, which engine, and how to show the result."""

    resolution: str | None
    unit: str | None
    year: int | None
    period: str | None
    facts: tuple[str, ...]
    form: str
    workspace: str | None
    engine: str
    quiet: bool
    color: str
    debug: bool
    draft: bool

    def case(self) -> Case:
        """Returns the chosen case; of several years the last, with a note on stderr. Raises Failure where several fit."""
        cases = self._loaded()
        if len(cases) > 1 and len({(c.rulebook.resolution.number, c.facts.facts.unit) for c in cases}) == 1:
            last = max(cases, key=lambda case: case.facts.facts.ends)
            others = "kỳ khác bằng --period" if last.facts.facts.period else "năm khác bằng --year"
            tell(f"chú ý: lấy {last.facts.facts.when}; chọn {others}")
            say_odd_dates([last])
            return last
        if len(cases) > 1:
            raise Failure(
                Exit.USAGE,
                "lỗi: lệnh này dùng cho một nghị quyết, một đơn vị, một năm; "
                f"chọn bằng --resolution, --unit, --year.{listed(cases)}",
            )
        say_odd_dates(cases)
        return cases[0]

    def _loaded(self) -> list[Case]:
        """The cases chosen. Raises Failure."""
        cases = Cases(workspace_at(self.workspace), errors_of_rules, self.draft)
        units = () if self.unit is None else (self.unit,)
        years = () if self.year is None else (self.year,)
        try:
            selection = Selection(self.resolution, units, years, files_named(self.facts), period_named(self.period))
            selected = cases.select(selection)
        except NotFound as error:
            stop_on_errors(cases.problems)
            raise Failure(Exit.USAGE, f"lỗi: {error}") from None
        stop_on_errors(cases.problems, draft=self.draft)
        say_passed_over(cases, cases.folders_chosen if units else None)
        return selected


def on_one_case(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the options of CaseOptions to a command, which receives them as its first argument."""

    @wraps(command)
    def run(**given: Any) -> int:
        asked = CaseOptions(**{name: given.pop(name) for name in CaseOptions._fields})
        return command(asked, **given)

    return shown_as("table hoặc json.")(_RESOLUTION(selects_facts(DRAFT(common(run)))))


def on_one_case_to_files(command: Callable[..., int]) -> Callable[..., int]:
    """Adds the options of CaseOptions without --format, for a command that writes files."""

    @wraps(command)
    def run(**given: Any) -> int:
        named = {name: given.pop(name) for name in CaseOptions._fields if name != "form"}
        return command(CaseOptions(form="table", **named), **given)

    return _RESOLUTION(selects_facts(DRAFT(common(run))))


def shown_as(text: str, *others: str) -> Callable[[F], F]:
    """Adds --format: table, json or one of ``others``."""
    return option(
        "--format",
        "form",
        type=Choice(["table", "json", *others]),
        default="table",
        metavar="DẠNG",
        help=text,
        show_default=True,
    )


def say_passed_over(loader: Cases, units: Iterable[Path] | None = None) -> None:
    """Prints what is left out: unreadable files of other units, which do not stop the command, files that only look like facts,
    units with nothing but years before the period.

    ``units`` are the folders of the units that were asked for; None where no unit was named.
    """
    for stray in strays_in(loader.workspace, units):
        if stray.unread:
            tell(f"chú ý: {loader.workspace.name_of(stray.path)}: {stray.why}; {stray.remedy}")
    for unlisted in loader.passed_over:
        name = loader.workspace.name_of(unlisted.path)
        tell(f"chú ý: bỏ qua {name}, {unlisted.why}; chạy `chitieu check` để xem lỗi")
    for told in loader.not_judged:
        tell(f"chú ý: {told}")


def say_odd_dates(cases: list[Case]) -> None:
    """Prints which facts are dated after today, which no result may say, or in the year after theirs."""
    for told in filter(None, (odd_date(case.facts.facts) for case in cases)):
        tell(told)


def odd_date(facts: FactSet) -> str:
    """Returns what is odd about the date of ``facts``, beside today; '' where nothing is."""
    today = date.today()
    told = f"chú ý: số liệu {facts.when} của {facts.unit} tính đến {display.day(facts.as_of)}"
    if facts.as_of > today:
        return f"{told}, sau hôm nay {display.day(today)}: xem lại ngày `tính đến`"
    if facts.as_of.year == facts.year + 1:
        return f"{told}, sau khi hết năm: hạn vẫn xét theo ngày 31/12/{facts.year}"
    return ""


def listed(cases: list[Case]) -> str:
    """Returns the cases to choose from, one per line."""
    rows = (f"\n  {c.rulebook.resolution.number} · {c.facts.facts.unit} · {c.facts.facts.when}" for c in cases)
    return " Hiện có:" + "".join(rows)


def load_rulebook_named(workspace: Workspace, name: str | None, undone: str = "chưa đánh giá gì") -> Rulebook:
    """Returns the rulebook of ``name``, or the only one, without reading facts. Raises Failure; ``undone`` ends its message."""
    loader = Cases(workspace)
    try:
        rulebooks = loader.rulebooks()
        wanted = loader.of_name(rulebooks, name)
    except NotFound as error:
        stop_on_errors(loader.problems, undone)
        raise Failure(Exit.USAGE, f"lỗi: {error}") from None
    stop_on_errors(loader.problems, undone)
    if len(wanted) != 1:
        numbers = ", ".join(r.resolution.number for r in rulebooks)
        raise Failure(Exit.USAGE, f"lỗi: có nhiều nghị quyết ({numbers}); chọn bằng --resolution")
    return wanted[0]


def evaluator_for(case: Case, engine: str) -> Evaluator:
    """Returns an evaluator for ``case``. Raises Failure where the engine is not installed or too small."""
    try:
        return Evaluator(case.rulebook, engine).opened()
    except (EngineMissing, EngineLimit) as missing:
        raise Failure(Exit.USAGE, f"lỗi: {missing}") from None


def referred(name: str, case: Case, evaluation: Evaluation) -> Reference:
    """Returns the criterion, target or finding that ``name`` refers to. Raises Failure."""
    from engine.explain.references import UnknownReference, find

    try:
        return find(name, case.rulebook, evaluation)
    except UnknownReference as error:
        raise Failure(Exit.USAGE, f"lỗi: {error}") from None


def period_named(text: str | None) -> str:
    """Returns the `kỳ` of --period, '' where there is none. Raises Failure where it is no period."""
    if text is not None and not is_period(text):
        raise Failure(Exit.USAGE, f"lỗi: không hiểu kỳ «{text}»; viết quý I, 6 tháng, 9 tháng, cả năm")
    return text or ""


def files_named(names: tuple[str, ...]) -> tuple[Path, ...]:
    """Returns the facts files of --facts. Raises Failure where one does not exist."""
    for name in names:
        if not Path(name).is_file():
            raise Failure(Exit.USAGE, f"lỗi: không có tệp «{name}»")
    return tuple(Path(name).resolve() for name in names)  # the user may name a link
