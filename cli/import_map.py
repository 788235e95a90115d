"""`import --map`: asks on the terminal what the columns and rows of a table hold, and keeps the answers as a profile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cli.dialog import HELP, Unclear, ask, given, left, say, yes
from cli.failure import Exit, Failure, usage_failure
from cli.options import unit_name
from engine.drafting.files import AlreadyExists, refuse_links, write_new, write_schemas
from engine.factbase.periods import is_period
from engine.files.diagnostics import Problems
from engine.files.folder_names import folder_name
from engine.files.located import read_yaml
from engine.files.reasons import reason
from engine.files.source import SourceFile
from engine.files.storage import write_whole
from engine.files.yaml_text import UnwritableText
from engine.importing.candidates import Candidate, candidate_at, candidate_in, samples
from engine.importing.cell import column_letters
from engine.importing.columns import Column
from engine.importing.forms import forms_in
from engine.importing.grid import Book, Sheet, UnreadableTable
from engine.importing.headers import heading_of
from engine.importing.heading_words import Role
from engine.importing.import_result import Import, OmissionKind, UndecidedImport
from engine.importing.intake import Inventory, Options, gather
from engine.importing.layout import Table, tables_of
from engine.importing.matching import Matcher
from engine.importing.profile_text import Lesson, profile_text
from engine.importing.taught import Taught, heading_key
from engine.importing.taught_tables import RowName, untaught_rows
from engine.importing.transcription import transcribe
from engine.importing.units import Units
from engine.language.days import is_year
from engine.language.names import same
from engine.language.text import fold, on_one_line, shortened
from engine.profiles.documents import YEARS, Meaning
from engine.profiles.profile import SECTION, Passed, Profile, TaughtColumn, times_in
from engine.profiles.reading import ONCE, profile_of
from engine.rulebook.rulebook import Rulebook
from engine.workspace.cases import Cases
from engine.workspace.listing import PROFILES
from engine.workspace.workspace import Workspace

_SAMPLES, _PREVIEW, _MOST_ROWS, _CODES = 3, 8, 200, 60
_WIDTH = 60
_MEANINGS = list(Meaning)
_READABLE = " (đọc được rồi, vẫn chỉ lại)"
_CHOICES = "  ".join(f"{number} {meaning}" for number, meaning in enumerate(_MEANINGS, 1))


def teach(
    at: Workspace, books: list[Book], rulebook: Rulebook, options: Options, known: Inventory, keep: bool
) -> Options:
    """Asks what the tables hold that no profile knows, and returns ``options`` with what was taught.

    Where ``keep``, the answers are written as profiles. Raises Failure.
    """
    rulebooks = Cases(at).rulebooks()
    units = Units(known.units)
    for book in books:
        for sheet in _sheets(book, options):
            matcher = Matcher(rulebook, options.taught)
            tables = tables_of(sheet, matcher, units.knows)
            if (profile := next((table.profile for table in tables if table.profile is not None), None)) is not None:
                say(f"{_named(sheet)}: đọc theo biểu mẫu «{profile.name}»; muốn đổi thì sửa {profile.file}.")
                continue
            candidate = (
                candidate_at(sheet, tables[0].heading_rows, matcher, units.knows)
                if tables
                else candidate_in(sheet, matcher, units.knows)
            )
            if candidate is None:
                say(f"{_named(sheet)}: không có dòng nào giống dòng tiêu đề; bỏ qua.")
                continue
            readable = bool(tables) and not any(table.unknown or table.problem for table in tables)
            if not ask(
                f"Chỉ cách đọc {_named(sheet)}{_READABLE if readable else ''}? (c/k)", "k" if readable else "c", yes
            ):
                continue
            dialog = _Dialog(at, book, sheet, rulebook, rulebooks, options, known)
            options = dialog.taught(candidate, keep)
    return options


def _sheets(book: Book, options: Options) -> Iterator[Sheet]:
    if forms_in(book):
        return
    for sheet in book.sheets:
        if same(sheet.name, options.sheet) if options.sheet else not sheet.hidden:
            yield transcribe(sheet).sheet


def _named(sheet: Sheet) -> str:
    return on_one_line(f"{sheet.file}, trang «{sheet.name}»" if sheet.name else sheet.file)


class _Dialog:
    """The questions about one sheet."""

    def __init__(
        self,
        at: Workspace,
        book: Book,
        sheet: Sheet,
        rulebook: Rulebook,
        rulebooks: list[Rulebook],
        options: Options,
        known: Inventory,
    ) -> None:
        self.at, self.book, self.sheet, self.known = at, book, sheet, known
        self.rulebook, self.rulebooks, self.options = rulebook, rulebooks, options
        self.matcher, self.knows = Matcher(rulebook, options.taught), Units(known.units).knows

    def taught(self, candidate: Candidate, keep: bool) -> Options:
        """Returns the options with what the person has taught. Raises Failure."""
        say(f"\n{_named(self.sheet)}. {HELP}")
        candidate = self._heading(candidate)
        say(f"Ý nghĩa của cột: {_CHOICES}; hoặc gõ mã số liệu khi cả cột ghi một số liệu.")
        while True:
            lesson = Lesson(self.book.file, self._title(), self._columns(candidate))
            profile = self._understood(lesson)
            if profile is not None:
                break
            if not ask("Chỉ lại các cột? k: bỏ qua trang này (c/k)", "k", yes):
                return self.options
        if unit := self._unit(profile):
            lesson = lesson._replace(unit=unit)
        lesson = lesson._replace(rows=self._rows(self._with(lesson)))
        options = self._preview(self._with(lesson))
        lesson = lesson._replace(name=ask("Tên biểu mẫu", lesson.name, given))
        return self._kept(lesson, options) if keep else self._with(lesson, options)

    # ------------------------------------------------------------ heading and columns

    def _heading(self, candidate: Candidate) -> Candidate:
        """Returns the heading that the person confirms or names."""
        while True:
            titles = " · ".join(f"{column_letters(c.number)} «{c.title}»" for c in candidate.columns)
            say(f"Dòng tiêu đề: {titles}")
            first, last = candidate.rows[0], candidate.rows[-1]
            proposal = str(first) if first == last else f"{first}-{last}"
            rows = ask("Tiêu đề ở dòng (nhiều dòng thì ghi như 4-5)", proposal, self._rows_named)
            if rows == candidate.rows:
                return candidate
            candidate = candidate_at(self.sheet, rows, self.matcher, self.knows)

    def _rows_named(self, answer: str) -> tuple[int, ...]:
        ends = [part.strip() for part in answer.replace("–", "-").split("-")]
        if not all(part.isdecimal() and len(part) < 8 for part in ends) or len(ends) > 2:
            raise Unclear("ghi số dòng, ví dụ 4 hoặc 4-5")
        rows = tuple(row for row in range(int(ends[0]), int(ends[-1]) + 1) if row in self.sheet.rows)
        if not 1 <= len(rows) <= 4:
            raise Unclear("các dòng ấy trống, hoặc nhiều hơn bốn dòng")
        return rows

    def _columns(self, candidate: Candidate) -> tuple[TaughtColumn, ...]:
        columns: dict[str, TaughtColumn] = {}
        named = any(column.role in (Role.NAME, Role.CODE, Role.UNIT) for column in candidate.columns)
        for column in candidate.columns:
            key = heading_key(column.texts)
            if key in columns:
                continue
            shown = list(_few(samples(self.sheet, candidate, column.number)))
            proposal = self._proposal(column, shown, named)
            if proposal in ONCE and proposal in {one.meaning for one in columns.values()}:
                proposal = Meaning.IGNORED.value
            named = named or proposal == Meaning.NAME
            listed = f" ({'; '.join(shown)})" if shown else ""
            question = f"{column_letters(column.number)} «{SECTION.join(column.texts)}»{listed} là"
            dated = any(one.meaning is Meaning.YEAR for one in columns.values())
            columns[key] = self._detailed(column, ask(question, proposal, self._meaning, _CHOICES), dated)
        return tuple(columns.values())

    def _proposal(self, column: Column, shown: list[str], named: bool) -> str:
        """Returns what is understood of a column; a first column of words is that of the names."""
        if column.role is Role.INDICATOR:
            return column.code
        if column.role is Role.VALUE:
            return column.heading.value.basis or Meaning.VALUE.value
        for meaning in _MEANINGS:
            heading = heading_of((meaning.value,), self.matcher.measures)
            if heading is not None and heading.role is column.role:
                return meaning.value
        if column.role is Role.UNIT_OR_MEASURE:
            return Meaning.MEASURE.value
        if shown and all(self.matcher.measures.is_measure(text) for text in shown):
            return Meaning.MEASURE.value
        worded = shown and all(any(c.isalpha() for c in text) for text in shown)
        return Meaning.NAME.value if worded and not named else Meaning.IGNORED.value

    def _meaning(self, answer: str) -> TaughtColumn:
        if answer.isdecimal() and 1 <= int(answer[:3]) <= len(_MEANINGS):
            return TaughtColumn("", _MEANINGS[int(answer) - 1])
        if (meaning := next((one for one in _MEANINGS if fold(one) == fold(answer)), None)) is not None:
            return TaughtColumn("", meaning)
        return TaughtColumn("", None, self._code(answer))

    def _code(self, answer: str) -> str:
        match = self.matcher.named(answer)
        if match is None or match.code is None:
            close = self.matcher.propose(answer)
            hint = f"; phải chăng là «{close}»?" if close else "; gõ ? để xem các lựa chọn"
            raise Unclear(f"không hiểu «{answer}»{hint}")
        return match.code

    def _detailed(self, column: Column, taught: TaughtColumn, dated: bool) -> TaughtColumn:
        """Returns the column with the year, period and unit of measure that the person adds to what the heading says.

        ``dated``: a column before it gives the year of each row.
        """
        taught = taught._replace(title=SECTION.join(column.texts))
        if not taught.has_values:
            return taught
        if not times_in(taught.title) and not dated:
            year = ask("    số của năm nào: năm báo cáo, hay năm trước", YEARS[0], _which_year, "; ".join(YEARS))
            taught = taught._replace(years_back=YEARS.index(year))
        if not times_in(taught.title):
            period = ask("    kỳ, nếu biểu luôn là kỳ ấy (6 tháng, quý I, cả năm; Enter: theo bảng)", "", _period)
            taught = taught._replace(period=period)
        if not column.heading.value.measure:
            taught = taught._replace(measure=ask("    đơn vị tính (Enter: theo bảng)", "", self._measure))
        return taught

    def _measure(self, answer: str) -> str:
        if answer and not self.matcher.measures.is_measure(answer):
            raise Unclear(f"không hiểu đơn vị tính «{answer}»; ví dụ triệu đồng, %, ha")
        return answer

    def _understood(self, lesson: Lesson) -> Profile | None:
        """Returns the profile of the answers; None, with what is wrong, where `check` would refuse it."""
        profile, problems = self._read(lesson)
        for problem in problems.found:
            say(f"  {problem.message}; {problem.remedy}")
        return profile

    def _read(self, lesson: Lesson, name: str = "biểu mẫu vừa chỉ") -> tuple[Profile | None, Problems]:
        problems = Problems()
        try:
            node = read_yaml(SourceFile(name, profile_text(lesson)), problems)
        except UnwritableText as error:
            raise usage_failure(f"không ghi được biểu mẫu: {error}; chưa ghi gì") from None
        return profile_of(node, self.rulebooks, list(self.options.taught.profiles), problems), problems

    def _with(self, lesson: Lesson, options: Options | None = None, name: str = "biểu mẫu vừa chỉ") -> Options:
        options = options or self.options
        profile, _ = self._read(lesson, name)
        assert profile is not None, "its columns were understood, and its rows name codes of the catalogue"
        return options._replace(taught=Taught((*self.options.taught.profiles, profile)))

    # ------------------------------------------------------------ unit, rows, preview

    def _tables(self, options: Options) -> list[Table]:
        return tables_of(self.sheet, Matcher(self.rulebook, options.taught), self.knows)

    def _title(self) -> str:
        return (
            self.sheet.name
            if self.sheet.name and not self.sheet.name.lower().startswith("sheet")
            else Path(self.book.file).stem
        )

    def _unit(self, profile: Profile) -> str:
        by_column = any(column.meaning is Meaning.UNIT for column in profile.columns.values())
        if self.options.unit or by_column:
            return ""
        return ask("Đơn vị, nếu biểu luôn của một đơn vị (Enter: theo bảng, hoặc --unit)", "", str)

    def _rows(self, options: Options) -> tuple[tuple[str, str | Passed], ...]:
        matcher = Matcher(self.rulebook, options.taught)
        rows = [row for table in self._tables(options) for row in untaught_rows(table, matcher)]
        if not rows:
            return ()
        if not ask(
            f"{len(rows)} dòng danh mục không biết tên, hoặc đứng ở nhiều mục. Chỉ mã cho từng dòng? (c/k)", "c", yes
        ):
            return ()
        codes = "; ".join(f"{one.code} {one.name}" for one in list(self.rulebook.indicators.values())[:_CODES])
        taught: dict[str, str | Passed] = {}
        for row in rows[:_MOST_ROWS]:
            path = SECTION.join((*row.sections[-1:], row.name))
            if path not in taught:
                code = ask(
                    f"«{on_one_line(path)}» ({_short(row.value)}): mã, tên số liệu hoặc «bỏ qua»{self._near(row)}",
                    "-",
                    self._row,
                    codes,
                )
                taught |= {path: code} if code is not None else {}
        return tuple(taught.items())

    def _near(self, row: RowName) -> str:
        close = self.matcher.propose(row.name)
        return f"; gần nhất: {close}" if close else ""

    def _row(self, answer: str) -> str | Passed | None:
        if answer == "-":
            return None
        return Passed.OVER if fold(answer) == fold(Passed.OVER.value) else self._code(answer)

    def _preview(self, options: Options) -> Options:
        """Shows the first values as they would be read, and asks whether to keep the profile. Raises Failure."""
        options, found = self._gathered(options)
        say(f"Sẽ đọc {len(found.taken)} giá trị:")
        for value in found.taken[:_PREVIEW]:
            name = self.rulebook.indicators[value.code].name
            period = f", kỳ {value.period}" if value.period else ""
            say(f"  {value.place}: {name} = {value.text}, {value.basis}, {value.unit}, năm {value.year}{period}")
        if len(found.taken) > _PREVIEW:
            say(f"  … và {len(found.taken) - _PREVIEW} giá trị nữa")
        quiet = (OmissionKind.HEADING, OmissionKind.NO_VALUE)
        say(f"Bỏ lại {sum(one.why not in quiet for one in found.left_out)} chỗ (kể ra khi nhập).")
        if not ask("Giữ cách đọc này? (c/k)", "c", yes):
            raise left()
        return options

    def _gathered(self, options: Options) -> tuple[Options, Import]:
        """Returns what would be read, with the year that only the person knows. Raises Failure."""
        while True:
            try:
                return options, gather([self.book], self.rulebook, options, self.known)
            except UndecidedImport as undecided:
                options = _settled(undecided, options)
            except UnreadableTable as error:
                raise Failure(Exit.DOES_NOT_LOAD, f"lỗi: {on_one_line(error.message)}\n  sửa: {error.remedy}") from None

    # ------------------------------------------------------------ keeping

    def _kept(self, lesson: Lesson, options: Options) -> Options:
        """Writes the profile, and over one of a person only where that is said. Raises Failure."""
        path = self.at.root / "facts" / PROFILES / f"{folder_name(lesson.name, 'bieu-mau')}.yaml"
        name = self.at.name_of(path)
        if path.exists() and not ask(f"{name} đã có. Ghi đè? (c/k)", "k", yes):
            path = _free(path)
            name = self.at.name_of(path)
        content = profile_text(lesson).encode()
        try:
            refuse_links(self.at.root)
            if self.at.leads_elsewhere(path):
                raise usage_failure("facts/bieu-mau là liên kết ra ngoài thư mục làm việc; chưa ghi gì")
            write_whole(path, content) if path.exists() else write_new(path, content)
            write_schemas(self.at.root)
        except (AlreadyExists, OSError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            raise usage_failure(f"không ghi được {name}: {why}; chưa ghi gì") from None
        say(f"Đã giữ {name}: lần sau gặp biểu này thì đọc như vậy.")
        return self._with(lesson, options, name)


def _settled(undecided: UndecidedImport, options: Options) -> Options:
    """Returns the options with the unit or year of this file alone, for which the import asks. Raises Failure."""
    asked = str(undecided)
    say(f"  {on_one_line(asked)}")
    if "thêm --year NĂM" in asked and options.year is None:
        return options._replace(year=ask("Số liệu năm nào (chỉ cho lần nhập này)", "", _year))
    if "thêm --unit TÊN" in asked and not options.unit:
        return options._replace(unit=unit_name(ask("Số liệu của đơn vị nào (chỉ cho lần nhập này)", "", given)))
    raise usage_failure(f"{on_one_line(asked)}; chưa ghi gì")


def _free(path: Path) -> Path:
    return next(free for number in range(2, 10_000) if not (free := path.with_stem(f"{path.stem}-{number}")).exists())


def _few(texts: Iterator[str]) -> Iterator[str]:
    for _, text in zip(range(_SAMPLES), texts, strict=False):
        yield _short(text)


def _short(text: str) -> str:
    return shortened(on_one_line(text), _WIDTH)


def _period(answer: str) -> str:
    if answer and not is_period(answer):
        raise Unclear("viết cả năm, 6 tháng, 9 tháng hoặc quý I")
    return answer


def _which_year(answer: str) -> str:
    found = next((year for year in YEARS if fold(year) == fold(answer)), None)
    if found is None:
        raise Unclear(f"gõ {' hoặc '.join(YEARS)}")
    return found


def _year(answer: str) -> int:
    if not is_year(answer):
        raise Unclear("viết năm bốn chữ số, ví dụ 2024")
    return int(answer)
