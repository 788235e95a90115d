"""Turns the rows of a table into values: one per row and value column, or one per unit and indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from engine.drafting.facts_columns import code_in
from engine.importing.above import part_in
from engine.importing.cell import Cell, CellKind
from engine.importing.cell_value import Blank, RefusedCell
from engine.importing.cells import Reader
from engine.importing.columns import Column
from engine.importing.heading_words import Role
from engine.importing.import_result import ImportedValue, Omission, OmissionKind, Remark
from engine.importing.layout import Table
from engine.importing.matching import Match, Matcher
from engine.importing.not_units import SECTOR, UnitRow, groups_among, kind_of, uppers_of_alike
from engine.importing.number_cells import names_unit
from engine.importing.number_writing import Style
from engine.importing.particulars import Particulars, Skip, TableDefaults
from engine.importing.plans import plan_differs
from engine.importing.profiles import taught_match
from engine.importing.sections import Sections
from engine.importing.split_fields import SplitFields
from engine.importing.table_columns import TableColumns
from engine.importing.units import Units, administrative
from engine.language.text import fold
from engine.language.units import Unit, parse_unit
from engine.rulebook.rulebook import Indicator, Kind

_MULTIPLE = re.compile(
    r"\b(?:nghin|ngan|van|trieu|ti|tram|chuc|100|1\.?000|10\.?000) (?!dong\b|d\b|usd\b|tan\b|ta\b|kg\b|ha\b|m2\b|m3\b|m\b|km\b|kwh\b)"
)
"""Words of a unit of measure by which a count is divided."""
_OFFICES = re.compile(r"\b(?:so|nganh|phong|ban|co quan)\b")
"""Headings of units whose names may be those of sectors («Xây dựng» of «Sở, ngành»)."""

_FIELDS = {
    "period_reason": Role.PERIOD_REASON,
    "source": Role.SOURCE,
    "inferred": Role.INFERRED,
    "assessor": Role.ASSESSOR,
    "remark": Role.REMARK,
    "name": Role.NAME,
}
"""What a value takes from its row as it is written there."""

RowResult = ImportedValue | Omission | Remark


def _differs(stated: Unit, unit: Unit) -> bool:
    return stated.dimension == unit.dimension and stated.scale != unit.scale


class TableReader:
    """Reads one table."""

    def __init__(
        self, table: Table, defaults: TableDefaults, matcher: Matcher, style: Style, units: Units, file: int = 0
    ) -> None:
        self.table, self.defaults, self.matcher, self.style, self.units = table, defaults, matcher, style, units
        self.reader = Reader(matcher.rulebook.vocabulary, matcher.measures)
        self.values = [c for c in table.columns if c.role is (Role.INDICATOR if table.by_unit else Role.VALUE)]
        self.particulars = Particulars(table, defaults, self.values, matcher.measures)
        self.plans = table.having(Role.PLAN)
        self._worded = [column for role in (Role.PLAN, Role.RATIO, Role.VERDICT) for column in table.having(role)]
        self._of_role = {role: {c.number for c in table.columns if c.role is role} for role in Role}
        self.fields = SplitFields(table)
        self._of_row = {field: role for field, role in _FIELDS.items() if table.having(role)}
        self.sections = Sections()
        self.part, self.file = "", file
        self._at, self._before = table.sheet.rows.at, table.sheet.place("!").removesuffix("!")
        self.no_results, self.band_measure = False, ""

    def read(self) -> Iterator[RowResult]:
        """Yields everything that the table holds, from the top down, its columns first."""
        columns = TableColumns(self.table, self.defaults, self.values)
        yield from columns.told()
        self.values = columns.values
        if self.table.having(Role.UNIT) and not self.defaults.is_form:
            yield from self._rows_of_units()
        else:
            for row in self.table.rows:
                yield from self._row(row)

    def _rows_of_units(self) -> Iterator[RowResult]:
        """Yields the rows of units; those that are none are left out with their kind."""
        groups = self._groups() if self.table.by_unit else frozenset()
        offices = any(_OFFICES.search(fold(column.title)) for column in self.table.having(Role.UNIT))
        kinds, knows = lru_cache(maxsize=10_000)(kind_of), lru_cache(maxsize=10_000)(self.units.knows)
        for at, row in enumerate(self.table.rows):
            name = self.table.text(row, Role.UNIT)
            if name and self._is_empty(row):
                self.particulars.part = part_in(name) or self.particulars.part
            if not name and (band := self._band(row)):
                yield from self._enter(row, band)
                continue
            if self.no_results:
                continue
            known = knows(name) if name else False
            kind = "" if known or not name else kinds(name)
            kind = "" if offices and kind == SECTOR else kind or ("dòng vùng, nhóm" if at in groups else "")
            if not kind:
                yield from self._row(row)
            elif cells := [cell for column in self.values if (cell := self._own(row, column)) is not None]:
                reason = f"{kind}: không phải tên đơn vị"
                yield Omission(self.table.sheet.place(cells[0].address), name, OmissionKind.NOT_A_FACT, reason)

    def _groups(self) -> frozenset[int]:
        """Returns the positions of the rows that head groups; notes under which of them names stand that come again."""
        table = self.table
        rows = [UnitRow(table.text(row, Role.ORDER), table.text(row, Role.UNIT)) for row in table.rows]
        groups = groups_among(rows)
        uppers = uppers_of_alike(rows, groups, lambda at: self._is_empty(table.rows[at]))
        self.particulars.uppers = {table.rows[at]: upper for at, upper in uppers.items()}
        return groups

    def _is_empty(self, row: int) -> bool:
        """Returns whether the row has no value."""
        return not any(self._own(row, column) is not None for column in self.values)

    def _band(self, row: int) -> str:
        """Returns the only text of a row across the columns of values, which heads the rows below it; '' without one."""
        cells = {id(cell): cell for column in self.values if (cell := self._at[row].get(column.number))}
        texts = [cell.text for cell in cells.values() if cell.kind is CellKind.TEXT]
        return " ".join(texts[0].split()) if len(cells) == 1 == len(texts) else ""

    def _enter(self, row: int, band: str) -> Iterator[RowResult]:
        """Takes the unit of measure that a row across the table states; leaves out the rows below one of no results."""
        inside = band.strip("() ")
        self.no_results = False
        if self.matcher.measures.is_measure(inside):
            self.band_measure = self.matcher.measures.written(inside)
            return
        self.no_results = True
        cell = next(cell for column in self.values if (cell := self._at[row].get(column.number)))
        reason = f"các dòng dưới «{band}» không phải giá trị của số liệu"
        yield Omission(self.table.sheet.place(cell.address), band, OmissionKind.NOT_A_FACT, reason)

    def _place(self, cell: Cell) -> str:
        return self._before + cell.address

    def _row(self, row: int) -> Iterator[RowResult]:
        return self._by_unit(row) if self.table.by_unit else self._by_indicator(row)

    # ------------------------------------------------------------ a row per indicator

    def _by_indicator(self, row: int) -> Iterator[RowResult]:
        table = self.table
        name, code, order = table.text(row, Role.NAME), code_in(table.text(row, Role.CODE)), table.text(row, Role.ORDER)
        cells = [(column, cell) for column in self.values if (cell := self._own(row, column)) is not None]
        label = name or code
        if not cells and (part := administrative(name or order)):
            self.part = part
        if not label and not cells:
            return
        match = taught_match(table.profile, self.matcher, code, name, order, self.sections.above(order))
        named = table.cell(row, Role.NAME) or table.cell(row, Role.CODE) or cells[0][1]
        if match.code is None:
            place = self._place(named)
            self.sections.enter(order, name)
            if cells or any(self._own(row, column) is not None for column in self._worded):
                yield Omission(place, label or "(không tên)", OmissionKind.UNMATCHED, match.reason, match.remedy)
            else:
                self.particulars.part = part_in(label) or self.particulars.part
                yield Omission(place, label, OmissionKind.HEADING, "dòng tiêu đề, ghi chú: không có số")
            return
        self.sections.pass_by(order)
        if not cells:
            yield Omission(self._place(named), label, OmissionKind.NO_VALUE, "không có giá trị")
            return
        indicator = self.matcher.rulebook.indicators[match.code]
        yield from self._plan(row, indicator, match)
        for column, cell in cells:
            yield from self._value(
                row, column, cell, indicator, self._measures(row, column, match), label, match.by_section
            )

    def _own(self, row: int, column: Column) -> Cell | None:
        """Returns the cell of the row in a column; None where it is blank or merged with another kind of column."""
        cell = self._at[row].get(column.number)
        if cell is None or (cell.kind is CellKind.TEXT and not cell.text.strip()):
            return None
        return cell if not cell.merged or cell.column in self._of_role[column.role] else None

    def _measures(self, row: int, column: Column, match: Match) -> list[str]:
        """Returns the units of measure that the row, its name and its column state, in that order of weight."""
        written = self.matcher.measures.written
        stated = (self.table.text(row, Role.MEASURE), match.measure, column.heading.value.measure)
        found = [written(text) for text in stated if text.strip(" -")]
        return found or ([self.defaults.measure] if self.defaults.measure else [])

    def _plan(self, row: int, indicator: Indicator, match: Match) -> Iterator[Remark]:
        for column in self.plans:
            cell = self._own(row, column)
            if cell is None:
                continue
            measures = self._measures(row, column, match)
            try:
                written = self.reader.value(cell, indicator, measures[0] if measures else "", self.style)
            except (Blank, RefusedCell):
                continue
            year = column.heading.value.year or self.defaults.year
            if text := plan_differs(self.matcher.rulebook, indicator, written.text, year):
                yield Remark(text, (self.table.sheet.place(cell.address),))

    # ------------------------------------------------------------ a row per unit

    def _by_unit(self, row: int) -> Iterator[RowResult]:
        label = self.table.text(row, Role.UNIT)
        for column in self.values:
            cell = self._own(row, column)
            if cell is None:
                continue
            indicator = self.matcher.rulebook.indicators[column.code]
            stated = self.band_measure or column.measure or column.heading.value.measure or self.defaults.measure
            what = f"{label}, {column.title}" if label else column.title
            yield from self._value(row, column, cell, indicator, [stated] if stated else [], what)

    # ------------------------------------------------------------ one value

    def _value(
        self,
        row: int,
        column: Column,
        cell: Cell,
        indicator: Indicator,
        measures: list[str],
        what: str,
        taught: bool = False,
    ) -> Iterator[RowResult]:
        place = self._place(cell)
        try:
            self.fields.check(row)
            if cell.merged:
                reason = "ô giá trị gộp với ô khác: không rõ thuộc dòng, cột nào"
                raise Skip(OmissionKind.AMBIGUOUS, reason, "bỏ gộp, ghi từng ô")
            if len(measures) > 1 and len(set(map(fold, measures))) > 1:
                raise Skip(
                    OmissionKind.AMBIGUOUS, f"ghi hai đơn vị tính: {' và '.join(measures)}", "giữ một đơn vị tính"
                )
            self._check_measured(cell, indicator, measures)
            measure = measures[0] if measures and indicator.kind is Kind.NUMBER else ""
            written = self.reader.value(cell, indicator, measure, self.style)
            value = self._taken(row, column, place, indicator, written.text)
            written.check_basis(value.basis)
            yield value._replace(section="") if taught else value
        except Blank as blank:
            yield Omission(place, what, OmissionKind.NO_VALUE, str(blank))
        except RefusedCell as refused:
            yield Omission(place, what, OmissionKind.BAD_VALUE, refused.reason, refused.remedy)
        except Skip as skip:
            yield Omission(place, what, skip.why, skip.reason, skip.remedy)
        else:
            for remark in (*written.remarks, *self._assumed(row, cell, indicator, measures)):
                yield Remark(remark, (place,))

    def _assumed(self, row: int, cell: Cell, indicator: Indicator, measures: list[str]) -> Iterator[str]:
        """Yields that money or size without a unit of its own is taken in the unit of the catalogue."""
        scales = indicator.kind is Kind.NUMBER and indicator.unit.has_sizes
        stated = measures or cell.affix or names_unit(cell.text) or self.table.text(row, Role.CODE)
        if scales and not stated:
            yield f"bảng không ghi đơn vị tính của «{indicator.name}»: hiểu theo danh mục là {indicator.unit.text}"

    def _check_measured(self, cell: Cell, indicator: Indicator, measures: list[str]) -> None:
        """Raises Skip for money or size without a unit of its own below a line ĐVT that is not understood."""
        self._check_blank_measure(indicator, measures, cell)
        unread = self.table.above.unread
        scales = indicator.kind is Kind.NUMBER and indicator.unit.dimension
        if unread is not None and indicator.unit.counts and not _MULTIPLE.search(fold(unread.text)):
            return
        if unread is None or measures or not scales or indicator.unit.is_rate or names_unit(cell.text):
            return
        reason = f"dòng «{unread.text}» trên bảng ghi đơn vị tính không hiểu được"
        raise Skip(OmissionKind.AMBIGUOUS, reason, "ghi đơn vị tính ở cột ĐVT")

    def _check_blank_measure(self, indicator: Indicator, measures: list[str], cell: Cell) -> None:
        """Raises Skip for a blank cell ĐVT where other rows have the same kind of amount in another unit than the catalogue."""
        unit = indicator.unit
        if (
            measures
            or cell.affix
            or indicator.kind is not Kind.NUMBER
            or not unit.dimension
            or unit.counts
            or unit.is_rate
        ):
            return
        if names_unit(cell.text):
            return
        other = next((text for text in self._stated_measures if _differs(parse_unit(text), unit)), "")
        if other:
            reason = f"ô ĐVT để trống, dòng khác của bảng ghi {other}, danh mục ghi {unit.text}"
            raise Skip(OmissionKind.AMBIGUOUS, reason, "ghi đơn vị tính ở từng dòng của cột ĐVT")

    @cached_property
    def _stated_measures(self) -> tuple[str, ...]:
        """The units of measure in the column ĐVT."""
        texts = dict.fromkeys(self.table.text(row, Role.MEASURE) for row in self.table.rows)
        return tuple(self.matcher.measures.written(text) for text in texts if text.strip(" -"))

    def _taken(self, row: int, column: Column, place: str, indicator: Indicator, text: str) -> ImportedValue:
        table, of = self.table, self.particulars
        year, basis, time = of.when(row, column, indicator)
        section = "" if table.by_unit else " / ".join(self.sections.above(table.text(row, Role.ORDER)))
        return ImportedValue(
            place=place,
            code=indicator.code,
            text=text,
            unit=self._unit(row, column.heading.value.unit),
            year=year,
            basis=basis,
            period=time.period,
            as_of=time.as_of,
            judged=of.judged(row, indicator),
            note=table.text(row, Role.NOTE) if self.defaults.is_form else "",
            file=self.file,
            sheet=table.sheet.name,
            section=section,
            **{field: table.text(row, role) for field, role in self._of_row.items()},
        )

    def _unit(self, row: int, of_column: str) -> str:
        if of_column:
            return of_column
        if self.table.having(Role.UNIT):
            return self.particulars.unit_of_row(row)
        return self.particulars.unit_of_table(self.part)
