"""The sheet «Số liệu»: facts, indicators without facts, live formulas, and each measure beside its goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.domain.records import NamedTuple
from engine.evaluation.actual import rank_text
from engine.evaluation.arithmetic import in_numbers
from engine.evaluation.evaluation import Evaluation
from engine.evaluation.findings import indicator_text
from engine.factbase.facts import Basis, Fact
from engine.factbase.input_values import InputValue
from engine.language import display
from engine.language.interval import Interval
from engine.language.units import in_unit
from engine.reports.sheets.live_values import NO_NUMBER, Live, LiveValues, NamedCell
from engine.reports.sheets.number_cells import day_cell, number_cell
from engine.rulebook.rulebook import Indicator, Kind
from engine.spreadsheets.book import Book
from engine.spreadsheets.tables import (
    EMPTY,
    LEFT_TITLE,
    Amount,
    Cell,
    Formula,
    Heading,
    Row,
    Text,
    Title,
    rows_above,
    set_two_pages_wide,
    write_table,
)
from engine.workspace.case import Case

SHEET = "Số liệu"
SAME = "Bằng kết quả công cụ?"
KEPT = "không tính lại trong Excel"
_VALUE, _TOOL = "D", "F"
HEADINGS = (
    Heading("STT", 6),
    Heading("Mã số liệu", 30),
    Heading("Tên số liệu", 38),
    Heading("Giá trị", 14),
    Heading("ĐVT", 16),
    Heading("Kết quả của công cụ", 14),
    Heading(SAME, 12),
    Heading("Tên ô", 24),
    Heading("Vì sao không là công thức", 22),
    Heading("Ghi trong tệp số liệu", 20),
    Heading("Loại số liệu", 14),
    Heading("Tính đến", 12),
    Heading("Nguồn", 18),
    Heading("Loại nguồn", 11),
    Heading("Suy ra, người đánh giá, nhận xét", 32),
    Heading("Công thức, phép tính", 34),
    Heading("Dùng để đánh giá", 10),
    Heading("Chỗ ghi", 20),
)
_FROZEN = 3
_ACTUAL, _PRELIMINARY, _ESTIMATE = "thực hiện", "sơ bộ", "ước thực hiện"
_COMPUTED, _NONE = "tính được", "chưa có số liệu"
_MISSING_FILL, _COMPUTED_FILL, _INPUT_FILL = "#E4DFEC", "#F2F2F2", "#FFF9DB"


def write_facts(book: Book, case: Case, evaluation: Evaluation, live: LiveValues) -> dict[str, NamedCell]:
    """Adds the sheet to ``book``, and returns its values by the names of their cells."""
    facts = case.facts.facts
    titles = [
        Title("SỐ LIỆU DÙNG ĐỂ ĐÁNH GIÁ", LEFT_TITLE),
        Title(f"{facts.unit}, {facts.when}. Tệp số liệu: {', '.join(evaluation.facts_files)}"),
        Title(
            "Sửa ô nền vàng (giả định): các ô tính được đổi theo; cột «Bằng kết quả công cụ?» cho biết ô nào khác kết quả, "
            f"ô nào {KEPT} (muốn biết thì chạy chitieu what-if)."
        ),
    ]
    computed = list(_computed_lines(case, evaluation, live))
    lines = [*_given_lines(case, live), *_missing_lines(case), *computed]
    lines += [_further_line(one) for one in live.further.values()]
    lines += [_measure_line(key[0], one) for key, found in live.of_measures.items() for one in found]
    lines += [_measure_line(criterion, one) for criterion, one in live.verdicts.items()]
    first = rows_above(book, titles)
    rows = [_row(number, first + number - 1, line) for number, line in enumerate(lines, 1)]
    sheet = book.sheet(SHEET)
    write_table(book, sheet, titles, HEADINGS, rows, _FROZEN)
    set_two_pages_wide(sheet, _FROZEN)
    named = {}
    for at, line in enumerate(lines, first):
        if line.live is not None:
            book.workbook.define_name(line.live.name, f"='{SHEET}'!${_VALUE}${at}")
            named[line.live.name] = NamedCell(line.live.cell, f"'{SHEET}'!{_VALUE}{at}")
    return named


class _Line(NamedTuple):
    """A row before its place is known: code, name, unit, its value (None: there is none), and the cells of its provenance."""

    code: str
    name: str
    unit: str
    live: Live | None
    provenance: list[Cell]
    fill: str = ""


def _row(number: int, at: int, line: _Line) -> Row:
    head: list[Cell] = [Text(str(number), align="center"), Text(line.code), Text(line.name)]
    unit = Text(line.unit, align="center")
    if line.live is None:
        return Row([*head, Text(_NONE), unit, *[EMPTY] * 4, *line.provenance], fill=line.fill)
    live = line.live
    value, tool = f"{_VALUE}{at}", f"{_TOOL}{at}"
    same = f"EXACT({value},{tool})"
    if not isinstance(live.tool, Text):
        same = f"IF(ISNUMBER({value}),ABS({value}-{tool})<=0.000000001*MAX(1,ABS({tool})),FALSE)"
    equal = Text(KEPT) if live.is_kept else Formula(f'=IF({same},"có","không")', "có", align="center")
    cells: list[Cell] = [live.cell, unit, live.tool, equal, Text(live.name), Text(live.note)]
    return Row([*head, *cells, *line.provenance], fill=line.fill)


def _given_lines(case: Case, values: LiveValues) -> Iterator[_Line]:
    for fact in case.facts.facts.facts:
        indicator = case.rulebook.indicators[fact.code]
        counted = _PRELIMINARY if fact.preliminary else _ACTUAL
        basis = _ESTIMATE if fact.basis is Basis.ESTIMATE else counted
        cell = _value(indicator, fact.value, fact.text)
        note = "" if fact.value.exact is not None else NO_NUMBER
        editable = cell._replace(fill=_INPUT_FILL) if isinstance(cell, Amount) else cell
        live = Live(values.name_of(fact), indicator.name, indicator.unit, editable, cell, note, given=True)
        provenance: list[Cell] = [
            Text(f"«{fact.text}»"),
            Text(basis + (", chưa hết năm" if fact.part_year else "")),
            day_cell(fact.as_of),
            Text(fact.source or "không ghi nguồn"),
            Text("nhận định" if fact.judged else "đo đếm"),
            Text("\n".join(_remarks(fact))),
            EMPTY,
            Text("dùng" if fact in case.facts.value(fact.code).facts else "không dùng", align="center"),
            Text(fact.origin),
        ]
        yield _Line(indicator.code, indicator.name, indicator.unit.text, live, provenance)


def _missing_lines(case: Case) -> Iterator[_Line]:
    for indicator in case.rulebook.indicators.values():
        if indicator.formula is None and not case.facts.given(indicator.code):
            provenance: list[Cell] = [*[EMPTY] * 8, Text(indicator.span.place)]
            yield _Line(indicator.code, indicator.name, indicator.unit.text, None, provenance, _MISSING_FILL)


def _computed_lines(case: Case, evaluation: Evaluation, values: LiveValues) -> Iterator[_Line]:
    shown = _labels(evaluation)
    for indicator in case.rulebook.indicators.values():
        if indicator.formula is None:
            continue
        measured = case.facts.value(indicator.code)
        known = measured.value is not None
        tool = _computed_value(indicator, measured, shown.get(indicator.code))
        provenance: list[Cell] = [
            EMPTY,
            Text(_COMPUTED if known else _NONE),
            day_cell(measured.as_of),
            Text(measured.source),
            EMPTY,
            EMPTY,
            Text(f"{indicator.formula_text}\n{in_numbers(indicator.formula, case.facts)}"),
            EMPTY,
            Text(indicator.span.place),
        ]
        live = values.computed(indicator, measured, tool) if known else None
        yield _Line(indicator.code, indicator.name, indicator.unit.text, live, provenance, _COMPUTED_FILL)


def _further_line(live: Live) -> _Line:
    measured = live.measured
    provenance: list[Cell] = [EMPTY] * 9
    if measured is not None:
        provenance[2:4] = [day_cell(measured.as_of), Text(measured.source)]
        provenance[8] = Text(measured.origin)
    cell = live.cell._replace(fill=_INPUT_FILL) if isinstance(live.cell, Amount) else live.cell
    return _Line("", live.label, live.unit.text, live._replace(cell=cell), provenance)


def _measure_line(criterion: str, live: Live) -> _Line:
    cell = live.cell._replace(fill=_INPUT_FILL) if isinstance(live.cell, Amount) and not live.note else live.cell
    name = f"Nội dung {criterion}: {live.label}"
    return _Line("", name, live.unit.text, live._replace(cell=cell), [EMPTY] * 9, _COMPUTED_FILL)


def _labels(evaluation: Evaluation) -> dict[str, str]:
    """Returns the values of indicators in the table of targets, where a number is never rounded onto its goal."""
    measures = (measure for criterion in evaluation.criteria for measure in criterion.measures)
    return {measure.indicator: measure.actual.label for measure in measures if measure.actual is not None}


def _computed_value(indicator: Indicator, measured: InputValue, label: str | None) -> Cell:
    text = label or indicator_text(indicator, measured, with_unit=True)
    if measured.value is None or text is None:
        return Text(_NONE)
    return number_cell(in_unit(measured.value, indicator.unit).exact, text, indicator.unit)


def _value(indicator: Indicator, value: Interval, written: str) -> Cell:
    """Returns the value of a fact in the unit of the indicator; as written where it is not exact."""
    shown = in_unit(value, indicator.unit)
    if shown.exact is None:
        return Text(written)
    match indicator.kind:
        case Kind.NUMBER:
            return number_cell(shown.exact, display.amount(shown.exact, indicator.unit), indicator.unit)
        case Kind.DATE:
            return day_cell(date.fromordinal(int(shown.exact)))
    return Text(rank_text(indicator, shown))


def _remarks(fact: Fact) -> Iterator[str]:
    if fact.inferred:
        yield f"Suy ra: {fact.inferred}"
    if fact.assessor:
        yield f"Người đánh giá: {fact.assessor}"
    if fact.remark:
        yield f"Nhận xét: {fact.remark}"
