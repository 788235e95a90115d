"""Finds the slips of people in a returned form: rows that are gone, texts in the wrong column, names that were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.domain.records import NamedTuple
from engine.drafting import facts_columns as layout
from engine.importing.form_lines import FormLine, shuffled
from engine.importing.forms import Form, forms_in
from engine.importing.grid import Book
from engine.importing.import_result import ImportedValue, Omission, OmissionKind, Remark, UndecidedImport
from engine.importing.matching import Matcher
from engine.importing.number_cells import TWO_NUMBERS_REMEDY
from engine.importing.stored_rows import Rows
from engine.language.names import same

_OPTION = re.compile(r"(?:, hoặc )?thêm --numbers .*")
"""The advice to say how all the numbers of the command are written: those of other forms too."""
_NO_SIGNS = "gõ lại con số không có dấu ngăn hàng nghìn; phần lẻ đứng sau dấu phẩy"
_ONE_NUMBER = "chỉ gõ con số là giá trị của dòng này; số kia ghi ở cột Ghi chú"
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
    lines = [FormLine(form, number, row, matcher) for number, row in form.sheet.rows.items() if number > form.header]
    moved = shuffled(lines)
    for line in lines:
        found += line.strays()
        doubt = moved.get(line.number) or line.doubt()
        if doubt is not None:
            found.append(doubt)
            del rows[line.number]
    codes = {line.indicator.code for line in lines if line.indicator is not None}
    found += _missing(form, matcher, codes)
    if form.stated_day and (form.as_of is None or (form.year and form.as_of.year != form.year)) and not form.prefilled:
        why = "không phải là một ngày" if form.as_of is None else f"không thuộc năm {form.year}"
        remedy = f"gõ ngày/tháng/năm, ví dụ 31/12/{form.year or 2026}"
        text = f"ô «{layout.AS_OF.label}» ghi «{form.stated_day}», {why}: không dùng; sửa: {remedy}"
        found.append(Remark(text, (form.place_of(layout.AS_OF),)))
    return CheckedForm(form._replace(sheet=form.sheet._replace(rows=Rows.of(rows.items()))), tuple(found))


def _missing(form: Form, matcher: Matcher, codes: set[str]) -> Iterator[Remark]:
    """Yields a remark on the indicators of which the form has no row any more."""
    given = (one for one in matcher.rulebook.indicators.values() if one.formula is None)
    gone = [one.name for one in given if one.code not in codes]
    if gone:
        more = f" và {len(gone) - _MOST_NAMED} số liệu khác" if len(gone) > _MOST_NAMED else ""
        listed = ", ".join(f"«{name}»" for name in gone[:_MOST_NAMED])
        remedy = "có số thì ghi ở phần «Dòng thêm» cuối biểu, chọn tên trong danh sách"
        yield Remark(f"biểu không có dòng của {listed}{more} (đã bị xóa?); {remedy}", (form.sheet.place(""),))


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
        asked = (
            f"biểu gửi cho «{form.made_for_unit}», nay ô {layout.UNIT.label} ghi «{form.unit}»{_at(form, layout.UNIT)}"
        )
        alone = f'đúng là của «{form.unit}» thì nhập riêng tệp này với --unit "{form.unit}"'
        raise UndecidedImport(f"{where}: {asked}; gõ lại «{form.made_for_unit}» vào ô ấy, còn nếu {alone}")
    if form.year and made_for.year and form.year != made_for.year and not year:
        sent = f"biểu gửi để lấy số liệu năm {made_for.year}"
        asked = f"{sent}, nay ô {layout.YEAR.label} ghi {form.year}{_at(form, layout.YEAR)}"
        alone = f"đúng là số năm {form.year} thì nhập riêng tệp này với --year {form.year}"
        raise UndecidedImport(f"{where}: {asked}; gõ lại {made_for.year} vào ô ấy, còn nếu {alone}")
    if not form.unit and form.made_for_unit and not unit:
        asked = f"ô {layout.UNIT.label} trống, biểu gửi cho «{form.made_for_unit}»"
        raise UndecidedImport(
            f'{where}: {asked}; gõ tên đơn vị vào ô ấy, hoặc nhập riêng tệp này với --unit "{form.made_for_unit}"'
        )


def _at(form: Form, head: layout.HeadCell) -> str:
    """Returns « (ô D4)»; '' where the head has no such cell."""
    address = form.addresses.get(head, "")
    return f" (ô {address})" if address else ""


def in_words_of_a_form(entry: Omission) -> Omission:
    """Returns what was left out with a remedy for a form, which has one column of values and no options of its own."""
    remedy = _OPTION.sub("", entry.remedy.replace(TWO_NUMBERS_REMEDY, _ONE_NUMBER))
    return entry._replace(remedy=remedy or _NO_SIGNS) if remedy != entry.remedy else entry


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
