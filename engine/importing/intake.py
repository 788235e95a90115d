"""Gathers the values of all books: chooses sheets and tables, settles unit, year and date, leaves conflicts out."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Protocol

from engine.domain.limits import TABLE_VALUES, grouped
from engine.domain.records import NamedTuple
from engine.drafting.facts_columns import SOURCES_SHEET
from engine.factbase.builder import YEARS_BEFORE
from engine.factbase.periods import WHICH_PERIOD, estimates_its_year
from engine.factbase.values import parse_value
from engine.importing.candidates import no_heading
from engine.importing.context import Context, unit_instead_of
from engine.importing.dates import Dates, dated
from engine.importing.form_checks import check_head, checked, in_words_of_a_form, other_sheets, told_of, unsourced
from engine.importing.form_values import compared
from engine.importing.forms import Form, forms_in
from engine.importing.grid import Book, Sheet, UnreadableTable
from engine.importing.heading_words import Role
from engine.importing.import_result import (
    ESTIMATE,
    Import,
    ImportedValue,
    Omission,
    OmissionKind,
    Remark,
    Source,
    UndecidedImport,
)
from engine.importing.layout import Table, tables_of
from engine.importing.matching import Matcher
from engine.importing.naming import Naming
from engine.importing.number_writing import Style, Writing, english_or_vietnamese
from engine.importing.profiles import dated_columns
from engine.importing.rows import TableReader
from engine.importing.sections import area_of
from engine.importing.stored_values import StoredValues
from engine.importing.taught import NOTHING_TAUGHT, Taught
from engine.importing.taught_tables import contradiction
from engine.importing.transcription import transcribe
from engine.importing.units import Units
from engine.language.names import UnclearName, either, meant, same, several, the_one
from engine.language.text import nearest
from engine.rulebook.rulebook import Nature, Rulebook

_MOST_LISTED = 10
"""Cells that a reason lists."""


class Options(NamedTuple):
    """The options of the user; '' and None where not given.

    ``writing``: how numbers are written in texts. ``new_units``: units that the workspace does not have are taken.
    ``today``: no counted value is of a later year.
    """

    unit: str = ""
    year: int | None = None
    as_of: date | None = None
    sheet: str = ""
    writing: Writing | None = None
    source: str = ""
    new_units: bool = False
    today: date | None = None
    taught: Taught = NOTHING_TAUGHT


class Inventory(Protocol):
    """The facts that the workspace already has."""

    @property
    def units(self) -> Iterable[str]:
        """The names of the units that have facts."""

    def day(self, unit: str, year: int) -> date | None:
        """Returns the as-of date of the facts of a unit and year; None where there are none."""


def gather(books: list[Book], rulebook: Rulebook, options: Options, known: Inventory) -> Import:
    """Returns everything in ``books`` that the catalogue knows. Raises UndecidedImport and UnreadableTable."""
    return _Gathering(books, rulebook, options, known).result()


class _Gathering:
    def __init__(self, books: list[Book], rulebook: Rulebook, options: Options, known: Inventory) -> None:
        self.books, self.rulebook, self.options, self.known = books, rulebook, options, known
        self.matcher = Matcher(rulebook, options.taught)
        self.units = Units(known.units)
        self.taken = StoredValues()
        self.keys, self.has_sections = array("q"), False
        self.left_out: list[Omission] = []
        self.remarks: dict[str, list[str]] = {}
        self.made_for: set[str] = set()
        self.undecided: list[UndecidedImport] = []
        self.days: dict[tuple[str, int], set[date]] = {}
        self.sources: dict[str, Source] = {}

    def result(self) -> Import:
        self._check_sheet()
        self._settle_unit()
        for number, book in enumerate(self.books):
            for remark in told_of(book):
                self._remark(remark, book.file)
            self._book(number, book)
        if self.undecided and not self.taken:
            raise self.undecided[0]
        taken = self._without_conflicts(self._of_known_units(self.taken))
        as_of = Dates(self.options.as_of, self.days, self.known.day, self._remark).of(taken)
        taken = taken.through(lambda values: self._of_known_periods(values, as_of))
        self._check_sources(taken)
        files = tuple(book.file for book in self.books)
        remarks = tuple(Remark(text, tuple(places)) for text, places in self.remarks.items())
        return Import(taken, tuple(self.left_out), remarks, files, as_of, self.sources)

    def _check_sources(self, taken: Iterable[ImportedValue]) -> None:
        """Adds a remark for codes of sources that the form does not declare: the facts file would take the code as the name."""
        for value in taken if self.sources else ():
            code = value.source.partition(",")[0].strip()
            if code and code not in self.sources:
                text = f"nguồn «{code}» chưa khai ở trang «{SOURCES_SHEET}»: ghi mã ấy với tên văn bản"
                self._remark(text, value.place)

    def _remark(self, text: str, *places: str) -> None:
        self.remarks.setdefault(text, []).extend(places)

    # ------------------------------------------------------------ sheets and tables

    def _check_sheet(self) -> None:
        wanted = self.options.sheet
        if not wanted:
            return
        names = [sheet.name for book in self.books for sheet in book.sheets if sheet.name]
        try:
            named = the_one(wanted, names, "trang tính")
        except UnclearName as unclear:
            raise UndecidedImport(str(unclear)) from None
        if named is None:
            close = nearest(wanted, names)
            hint = f"; phải chăng là «{close}»?" if close else f"; các trang: {', '.join(names) or 'không có'}"
            raise UndecidedImport(f"không có trang tính «{wanted}»{hint}")
        self.options = self.options._replace(sheet=named)

    def _settle_unit(self) -> None:
        """Gives --unit the spelling that the workspace has. Raises UndecidedImport for other marks, and where it may be several."""
        typed = self.options.unit
        if not typed:
            return
        unit = self._one_unit(typed)
        if not meant(unit, self.known.units) and (others := self.units.alike(unit)):
            way_out = "Đơn vị khác thì bỏ --unit và ghi tên đơn vị trong bảng"
            raise UndecidedImport(f"chưa có số liệu của «{typed}»; phải chăng là {either(others)}? {way_out}")
        self.options = self.options._replace(unit=unit)

    def _one_unit(self, name: str) -> str:
        units = self.units.meant(name)
        if len(units) > 1:
            raise UndecidedImport(f"--unit: {several(name, units)}")
        return units[0]

    def _book(self, number: int, book: Book) -> None:
        wanted_sheet = self.options.sheet
        forms = [form for form in forms_in(book) if not wanted_sheet or same(form.sheet.name, wanted_sheet)]
        if forms:
            for form in forms:
                self._form(number, form, alone=len(forms) == 1)
            self.left_out += other_sheets(book, forms) if not wanted_sheet else ()
            return
        for sheet in book.sheets:
            wanted = same(sheet.name, self.options.sheet) if self.options.sheet else not sheet.hidden
            if wanted:
                self._sheet(number, sheet, None)
            elif not self.options.sheet:
                what, remedy = f"trang «{sheet.name}»", "thêm --sheet để đọc trang này"
                self._out(sheet.place(""), what, OmissionKind.NO_TABLE, "trang ẩn", remedy)

    def _form(self, number: int, form: Form, alone: bool) -> None:
        if not alone and self.options.unit and not same(form.unit, self.options.unit):
            reason = f"biểu là của «{form.unit}», không phải đơn vị chọn bằng --unit"
            self._out(form.sheet.place(""), "cả biểu", OmissionKind.OUTSIDE, reason)
            return
        check_head(form, self.options.unit, self.options.year)
        if form.unit:
            self.made_for.add(self.units.add(form.unit))
        self.sources |= {code: source for code, source in form.sources.items() if code not in self.sources}
        form, slips = checked(form, self.matcher)
        self._say(slips)
        before, self.taken, left = self.taken, StoredValues(), len(self.left_out)
        self._sheet(number, form.sheet, form)
        self.left_out[left:] = map(in_words_of_a_form, self.left_out[left:])
        own, said = compared(form, [form.sourced(value) for value in self.taken], self.rulebook)
        self.taken = before
        for value in own:
            self.taken.append(value)
        self._say(said)
        if not self.options.source and (text := unsourced(own, form.sheet.file)):
            self._remark(text, form.sheet.place(""))

    def _say(self, found: Iterable[Omission | Remark]) -> None:
        for one in found:
            if isinstance(one, Omission):
                self.left_out.append(one)
            else:
                self._remark(one.text, *one.places)

    def _sheet(self, number: int, sheet: Sheet, form: Form | None) -> None:
        read = transcribe(sheet)
        for remark in sheet.remarks if form is None else ():
            self._remark(remark, sheet.file)
        if read.remark:
            self._remark(read.remark)
        for place, doubt in read.doubts:
            self._remark(f"chữ đáng ngờ: {doubt}", place)
        tables = tables_of(read.sheet, self.matcher, self.units.knows)
        if not tables:
            what = f"trang «{sheet.name}»" if sheet.name else "tệp"
            reason, remedy = no_heading(read.sheet, self.matcher, self.units.knows)
            self._out(sheet.place(""), what, OmissionKind.NO_TABLE, reason, remedy)
        for table in tables:
            columns = sum(column.role in (Role.VALUE, Role.INDICATOR) for column in table.columns)
            if columns * len(table.rows) > TABLE_VALUES:
                message = f"bảng có hơn {grouped(TABLE_VALUES)} giá trị ({grouped(len(table.rows))} dòng, {columns} cột số liệu)"
                raise UnreadableTable(f"{read.sheet.place('')}: {message}", "tách thành nhiều tệp")
        for table in tables:
            self._table(number, table, form)

    def _out(self, place: str, what: str, why: OmissionKind, reason: str, remedy: str = "") -> None:
        self.left_out.append(Omission(place, what, why, reason, remedy))

    def _table(self, number: int, table: Table, form: Form | None) -> None:
        place = table.sheet.place(f"dòng {table.heading_rows[0]}")
        if table.problem:
            remedy = "ghi cột Chỉ tiêu, hoặc tên số liệu như trong danh mục ở dòng tên bảng hay tiêu đề cột"
            self._out(place, "cả bảng", OmissionKind.NO_TABLE, table.problem, remedy)
            return
        if form is None and not table.having(Role.UNIT) and (other := unit_instead_of(self.options.unit, table)):
            reason = f"bảng ghi là của «{other}», không phải đơn vị chọn bằng --unit"
            self._out(place, "cả bảng", OmissionKind.OUTSIDE, reason, "bỏ --unit, hoặc sửa tên đơn vị ở trên bảng")
            return
        if table.profile is None and (text := contradiction(table, self.matcher, self.units.knows)):
            self._out(place, "cả bảng", OmissionKind.AMBIGUOUS, text, "sửa biểu mẫu, hoặc chỉ biểu này bằng --map")
            return
        if table.profile is not None:
            self._remark(f"đọc theo biểu mẫu «{table.profile.name}» ({table.profile.file})", place)
        context = Context(
            table, form, self.options.unit, self.options.year, self.units, self.matcher.measures, self._remark
        )
        try:
            defaults = context.defaults()
        except UndecidedImport as undecided:
            self.undecided.append(undecided)
            self._out(place, "cả bảng", OmissionKind.AMBIGUOUS, undecided.question, undecided.remedy)
            return
        if table.profile is not None:
            table = replace(table, columns=dated_columns(table.profile, table.columns, defaults.year))
        stated = form.as_of if form is not None else table.above.as_of
        for found in TableReader(table, defaults, self.matcher, self._style(table), self.units, number).read():
            match found:
                case ImportedValue():
                    self.taken.append(found)
                    if stated is not None:
                        self.days.setdefault((found.unit, found.year), set()).add(stated)
                case Omission():
                    self.left_out.append(found)
                case Remark():
                    self._remark(found.text, *found.places)

    def _style(self, table: Table) -> Style:
        """Returns how numbers are written in the texts of the value columns."""
        if self.options.writing is not None:
            return Style(self.options.writing, certain=True)
        by_column: dict[int, dict[Writing, str]] = {c.number: {} for c in table.having(Role.VALUE, Role.INDICATOR)}
        for row, column, text in table.sheet.rows.texts(table.rows, by_column):
            if (writing := english_or_vietnamese(text)) is not None and writing not in by_column[column]:
                by_column[column][writing] = table.sheet.place(table.sheet.rows[row][column].address)
        seen: dict[Writing, str] = {}
        for found in by_column.values():
            seen = found | seen
        if Writing.ENGLISH not in seen:
            return Style()
        writing = Writing.MIXED if Writing.VIETNAMESE in seen else Writing.ENGLISH
        return Style(writing, example=seen[Writing.ENGLISH])

    # ------------------------------------------------------------ units, years, dates

    def _of_known_units(self, taken: StoredValues) -> StoredValues:
        """Returns the values of units that are certain, of years that can be."""
        chosen = {self.options.unit, *self.made_for} - {""}
        naming = Naming(self.units, chosen, self.options.new_units, self._remark)
        naming.settle(list(dict.fromkeys(value.unit for value in taken)))
        named = taken.through(lambda values: self._within_years(self._without_omissions(naming.named(values))))
        for (unit, year), days in list(self.days.items()):
            for name in self.units.meant(unit):
                self.days.setdefault((name, year), set()).update(days)
        return named

    def _without_omissions(self, found: Iterable[ImportedValue | Omission]) -> Iterator[ImportedValue]:
        for one in found:
            if isinstance(one, Omission):
                self.left_out.append(one)
            else:
                yield one

    def _within_years(self, taken: Iterable[ImportedValue]) -> Iterator[ImportedValue]:
        resolution = self.rulebook.resolution
        first, last = resolution.first_year - YEARS_BEFORE, resolution.last_year
        for value in taken:
            today = self.options.today
            if today is not None and value.year > today.year and value.basis != ESTIMATE:
                reason = f"năm {value.year} chưa đến: không thể là số thực hiện"
                remedy = "ghi KH (kế hoạch) vào tiêu đề cột, hoặc sửa năm"
                self._out(value.place, value.code, OmissionKind.AMBIGUOUS, reason, remedy)
            elif first <= value.year <= last:
                self.keys.append(hash(value.key))
                self.has_sections = self.has_sections or bool(value.section)
                yield value
            else:
                reason = f"năm {value.year} nằm ngoài giai đoạn {resolution.period_text} của nghị quyết"
                self._out(value.place, value.code, OmissionKind.OUTSIDE, reason)

    def _of_known_periods(
        self, taken: Iterable[ImportedValue], dates: dict[tuple[str, int], date]
    ) -> Iterator[ImportedValue]:
        """Leaves out estimates of which a facts file of their date would ask for the period."""
        for value in taken:
            file = dates[value.unit, value.year]
            named = value.basis != ESTIMATE or value.period or estimates_its_year(file, value.year)
            if not named and self.rulebook.indicators[value.code].nature in (Nature.FLOW, Nature.RATE):
                remedy = "ghi kỳ ở tiêu đề cột, ví dụ Ước TH 6 tháng, Ước TH cả năm"
                self._out(value.place, value.code, OmissionKind.AMBIGUOUS, WHICH_PERIOD, remedy)
            else:
                yield dated(value, file)

    # ------------------------------------------------------------ one value for one thing

    def _without_conflicts(self, taken: StoredValues) -> StoredValues:
        """Returns one value for each thing; leaves out the others, or all of those that differ."""
        keys = sorted(self.keys)
        several = {key for key, following in pairwise(keys) if key == following}
        alike: dict[tuple[object, ...], list[ImportedValue]] = {}
        for value in taken if several else ():
            if hash(value.key) in several:
                alike.setdefault(value.key, []).append(value)
        if not (several or self.has_sections):
            return taken
        return taken.through(lambda values: self._unique(values, several, alike))

    def _unique(
        self,
        taken: Iterable[ImportedValue],
        several: set[int],
        alike: dict[tuple[object, ...], list[ImportedValue]],
    ) -> Iterator[ImportedValue]:
        """Yields the values that stand; ``alike`` are those of one thing, among which are all whose key is ``several`` times."""
        for first in taken:
            values = alike.pop(first.key, []) if hash(first.key) in several else [first]
            if not values:
                continue  # left out or taken with the first one
            area = next((area for value in values if value.section and (area := area_of(value.section))), "")
            if not area and all(self._equal(first, other) for other in values[1:]):
                yield first
                for other in values[1:]:
                    reason = f"trùng với ô {first.place}, cùng giá trị"
                    self._out(other.place, other.code, OmissionKind.DUPLICATE, reason)
            else:
                self._leave_out(values, area)

    def _leave_out(self, values: list[ImportedValue], area: str) -> None:
        """Leaves out the values of one indicator for one time of which none can be chosen, with all their cells."""
        listed = "; ".join(f"{value.place}: {value.text}" for value in values[:_MOST_LISTED])
        more = f"; và {len(values) - _MOST_LISTED} ô nữa" if len(values) > _MOST_LISTED else ""
        reason = f"nhiều ô ghi khác nhau cho cùng một số liệu ({listed}{more})"
        if len(values) == 1:
            reason = f"thuộc phần «{area}» của bảng: số của một khu vực, không phải của cả đơn vị"
        sections = len({value.section for value in values}) > 1 or area
        for value in values:
            remedy = "giữ một ô, hoặc ghi nguồn, kỳ của từng ô"
            if sections and value.section:
                path = f"{value.section} / {value.name}"
                remedy = (
                    f"nếu là số liệu riêng của từng phần: thêm tên khác «{path}» cho số liệu của phần ấy trong danh mục"
                )
            self._out(value.place, value.code, OmissionKind.AMBIGUOUS, reason, remedy)

    def _equal(self, one: ImportedValue, other: ImportedValue) -> bool:
        if one.text == other.text:
            return True
        indicator, vocabulary = self.rulebook.indicators[one.code], self.rulebook.vocabulary
        return parse_value(one.text, indicator, vocabulary) == parse_value(other.text, indicator, vocabulary)
