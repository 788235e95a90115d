"""Finds the slips of people in a returned form: rows that are gone, texts in the wrong column, names that were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.drafting import facts_columns as layout
from engine.importing.cells import day_of, text_of
from engine.importing.forms import Form, forms_in
from engine.importing.grid import Book, Cell, CellKind, Row, column_letters
from engine.importing.import_result import ImportedValue, Omission, OmissionKind, Remark, UndecidedImport
from engine.importing.matching import Matcher, name_key
from engine.language.names import same
from engine.rulebook.rulebook import Indicator

_NUMBER = re.compile(r"[-+]?[0-9][0-9.,  ]*%?")
_WORDED = (layout.INFERRED, layout.ASSESSOR, layout.REMARK, layout.NOTE, layout.PERIOD_REASON)
_PREFILLED = (layout.SOURCE, layout.BASIS, layout.SOURCE_KIND)
_HIDDEN_COLUMNS = "cột ẩn"
"""The words of the remark on hidden columns."""
_MOST_NAMED, _MOST_PLACES = 5, 12


class CheckedForm(NamedTuple):
    """A form without the rows whose meaning is in doubt, and what there is to say of it."""

    form: Form
    found: tuple[Omission | Remark, ...]


def checked(form: Form, matcher: Matcher) -> CheckedForm:
    """Returns the form as it can be read, with the slips in it."""
    found: list[Omission | Remark] = []
    rows = dict(form.sheet.rows)
    codes: set[str] = set()
    for number, row in form.sheet.rows.items():
        if number <= form.header:
            continue
        line = _Line(form, number, row)
        indicator = line.indicator(matcher)
        codes |= {indicator.code} if indicator is not None else set()
        found += line.strays()
        if indicator is not None and (renamed := line.renamed(indicator)) is not None:
            found.append(renamed)
            del rows[number]
    found += _missing(form, matcher, codes)
    if form.stated_day and (form.as_of is None or (form.year and form.as_of.year != form.year)) and not form.prefilled:
        why = "không phải là một ngày" if form.as_of is None else f"không thuộc năm {form.year}"
        text = f"ô «{layout.AS_OF.label}» ghi «{form.stated_day}», {why}: không dùng"
        found.append(Remark(text, (form.sheet.place(""),)))
    return CheckedForm(form._replace(sheet=form.sheet._replace(rows=rows)), tuple(found))


class _Line:
    """A row of the table of a form."""

    def __init__(self, form: Form, number: int, row: Row) -> None:
        self.form, self.number, self.row = form, number, row

    def cell(self, column: layout.Column) -> Cell | None:
        at = self.form.columns.get(column)
        return self.row.get(at) if at is not None else None

    def text(self, column: layout.Column) -> str:
        cell = self.cell(column)
        return text_of(cell) if cell is not None else ""

    @property
    def label(self) -> str:
        return self.text(layout.NAME) or self.text(layout.CODE) or f"dòng {self.number}"

    def indicator(self, matcher: Matcher) -> Indicator | None:
        """Returns the indicator of the row, by its code, else by its name."""
        code = layout.code_in(self.text(layout.CODE))
        if code in matcher.rulebook.indicators:
            return matcher.rulebook.indicators[code]
        match = matcher.named(self.text(layout.NAME)) if self.text(layout.NAME) else None
        return matcher.rulebook.indicators[match.code] if match is not None and match.code is not None else None

    def renamed(self, indicator: Indicator) -> Omission | None:
        """Returns the omission of a value in a row whose name is not that of its code; None where it is."""
        value, name = self.cell(layout.VALUE), self.text(layout.NAME)
        known = {name_key(one) for one in (indicator.name, *indicator.other_names)}
        if value is None or not name or name_key(name) in known or not text_of(value):
            return None
        where = self.cell(layout.NAME)
        remedy = f"đúng là «{indicator.name}» thì ghi lại tên ấy ở ô {where.address if where else ''}; số khác thì ghi ở «Dòng thêm»"
        reason = f"tên ở dòng này là «{name}», còn mã ẩn của dòng là của «{indicator.name}»"
        return Omission(self.form.sheet.place(value.address), self.label, OmissionKind.AMBIGUOUS, reason, remedy)

    def strays(self) -> Iterator[Omission | Remark]:
        """Yields what stands beside the cell in which it belongs."""
        if (changed := self._changed_before()) is not None:
            yield changed
        yield from self._outside()
        if self.text(layout.VALUE) or self.cell(layout.VALUE) is not None:
            return
        for column in (layout.UNIT_TEXT, *layout.OPEN_COLUMNS):
            cell = self.cell(column)
            text = self.text(column)
            if cell is None or not text or (self.form.prefilled and column in _PREFILLED):
                continue
            if _is_number(cell) or (column is layout.DAY and day_of(cell) is None):
                yield self._astray(cell, f"cột «{column.header}»")
            elif column in _WORDED:
                words = f"dòng «{self.label}» không có giá trị, chỉ có {column.header.lower()}: «{text}»; không nhập"
                yield Remark(words, (self.form.sheet.place(cell.address),))

    def _changed_before(self) -> Omission | None:
        """Returns the omission of what was typed over last year's value."""
        cell, sent = self.cell(layout.BEFORE), self.form.columns.get(layout.BEFORE_SENT)
        if cell is None or sent is None or self.text(layout.BEFORE) == self.text(layout.BEFORE_SENT):
            return None
        return self._astray(cell, f"cột «{layout.BEFORE.header}»")

    def _outside(self) -> Iterator[Omission]:
        """Yields the numbers in columns without a heading."""
        headed = self.form.sheet.rows[self.form.header]
        for at, cell in self.row.items():
            if at not in headed and cell.column == at and _is_number(cell):
                yield self._astray(cell, "ngoài các cột của biểu")

    def _astray(self, cell: Cell, where: str) -> Omission:
        reason = f"«{text_of(cell)}» nằm ở {where}, không phải cột «{layout.VALUE.header}»"
        at = self.form.columns.get(layout.VALUE)
        remedy = (
            f"là số của năm {self.form.year or 'báo cáo'} thì ghi vào ô {column_letters(at)}{self.number}" if at else ""
        )
        return Omission(self.form.sheet.place(cell.address), self.label, OmissionKind.BAD_VALUE, reason, remedy)


def _is_number(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER or _NUMBER.fullmatch(text_of(cell).strip()) is not None


def _missing(form: Form, matcher: Matcher, codes: set[str]) -> Iterator[Remark]:
    """Yields a remark on the indicators of which the form has no row any more."""
    given = (one for one in matcher.rulebook.indicators.values() if one.formula is None)
    gone = [one.name for one in given if one.code not in codes]
    if gone:
        more = f" và {len(gone) - _MOST_NAMED} số liệu khác" if len(gone) > _MOST_NAMED else ""
        listed = ", ".join(f"«{name}»" for name in gone[:_MOST_NAMED])
        yield Remark(f"biểu không có dòng của {listed}{more}", (form.sheet.place(""),))


def check_head(form: Form, unit: str, year: int | None) -> None:
    """Raises UndecidedImport where unit or year of the head are not those of the options, or for which it was made."""
    where = form.sheet.place("")
    made_for = form.made_for
    if unit and form.unit and not same(form.unit, unit):
        message = f"biểu là của «{form.unit}», còn --unit là «{unit}»; bỏ --unit, hoặc sửa ô Đơn vị trong biểu"
        raise UndecidedImport(f"{where}: {message}")
    if year and form.year and form.year != year:
        message = f"biểu là của năm {form.year}, còn --year là {year}; bỏ --year, hoặc sửa ô Năm"
        raise UndecidedImport(f"{where}: {message}")
    if form.unit and form.made_for_unit and not same(form.unit, form.made_for_unit) and not unit:
        asked = f"biểu gửi cho «{form.made_for_unit}», nay ô Đơn vị ghi «{form.unit}»"
        raise UndecidedImport(
            f'{where}: {asked}; đúng là của «{form.unit}» thì thêm --unit "{form.unit}", không thì sửa ô ấy'
        )
    if form.year and made_for.year and form.year != made_for.year and not year:
        asked = f"biểu gửi để lấy số liệu năm {made_for.year}, nay ô Năm ghi {form.year}"
        raise UndecidedImport(
            f"{where}: {asked}; đúng là năm {form.year} thì thêm --year {form.year}, không thì sửa ô ấy"
        )
    if not form.unit and form.made_for_unit and not unit:
        raise UndecidedImport(
            f'{where}: ô Đơn vị trống, biểu gửi cho «{form.made_for_unit}»; thêm --unit "{form.made_for_unit}"'
        )


def unsourced(values: Sequence[ImportedValue], file: str) -> str:
    """Returns the remark on the values of a sheet of a form to which nobody has given a source; '' without any."""
    places = [value.place.rpartition("!")[2] for value in values if not value.source]
    return f"chưa ghi nguồn: {_listed(places)}; nguồn được ghi là «Bảng tính {file}»" if places else ""


def _listed(addresses: Sequence[str]) -> str:
    """Returns addresses with runs down a column as spreadsheets write them.

    >>> _listed(["E10", "E11", "E12", "E14"])
    'E10:E12, E14'
    """
    runs: list[list[str]] = []
    for address in addresses:
        if runs and _below(runs[-1][-1]) == address:
            runs[-1].append(address)
        else:
            runs.append([address])
    parts = [part for run in runs for part in ([f"{run[0]}:{run[-1]}"] if len(run) > 2 else run)]
    more = f" và {len(parts) - _MOST_PLACES} chỗ khác" if len(parts) > _MOST_PLACES else ""
    return ", ".join(parts[:_MOST_PLACES]) + more


def _below(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"{letters}{int(address[len(letters) :]) + 1}"


def told_of(book: Book) -> list[str]:
    """Returns the remarks on a file, without those on the columns that a form hides itself."""
    ours = bool(forms_in(book))
    return [remark for remark in book.remarks if not (ours and _HIDDEN_COLUMNS in remark)]


def other_sheets(book: Book, forms: Sequence[Form]) -> Iterator[Omission]:
    """Yields the visible sheets that are no part of the form."""
    ours = {form.sheet.name for form in forms} | {layout.SOURCES_SHEET, layout.ADVICE_SHEET, layout.MARK_SHEET}
    for sheet in book.sheets:
        if sheet.name not in ours and not sheet.hidden and sheet.rows:
            reason, remedy = (
                "trang thêm vào, không phải trang của biểu",
                "có số liệu thì chuyển vào biểu, hoặc thêm --sheet",
            )
            yield Omission(sheet.place(""), f"trang «{sheet.name}»", OmissionKind.NO_TABLE, reason, remedy)
