"""The sheets of the overview of many units: the coloured matrix, the ranking, totals, trends, and who needs attention."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from engine.domain.records import NamedTuple
from engine.domain.verdicts import Verdict
from engine.evaluation.comparison import Measure
from engine.evaluation.evaluation import Tally
from engine.language import display
from engine.many_units.attention import MOST, attention
from engine.many_units.overview import CriterionTotal, Overview, ReportedTime, TrendRow, UnitPlace, UnitRow
from engine.many_units.stream import Refusal
from engine.reports.sheets.annex_sheet import FILLS
from engine.reports.sheets.number_cells import number_cell
from engine.spreadsheets.book import Book, Look
from engine.spreadsheets.sparklines import Sparkline, write_sparklines
from engine.spreadsheets.tables import (
    EMPTY,
    MAIN_TITLE,
    Amount,
    Cell,
    Heading,
    Row,
    Text,
    Title,
    rows_above,
    shade_by_share,
    write_table,
    write_titles,
)

MATRIX, RANKING, TOTALS, TRENDS, ATTENTION = "Bảng màu", "Xếp hạng", "Theo nội dung", "Xu hướng", "Cần chú ý"
_WHOLE, _PERCENT = "#,##0", '#,##0.0"%"'
_ROOM = 1.25
"""How far a sparkline of values goes beyond the greatest, so that bars of rows do not touch."""

_NOTE = Look(italic=True, size=10)
_LEGEND = "; ".join(f"{verdict.sign} {verdict.label}" for verdict in Verdict)
_SAID_OF_SHARES = "Tỷ lệ đạt và vượt trong số áp dụng, %, của từng đơn vị rồi của từng nội dung; đồ thị nhỏ vẽ từ 0 đến 100 cho mọi dòng."
_SAID_OF_VALUES = "Số thực hiện của từng nội dung; đồ thị nhỏ vẽ từ 0, nên dòng ít thay đổi trông bằng phẳng."
_SAID_OF_ATTENTION = (
    "Chưa đánh giá được; nội dung trước đạt nay không; thiếu số liệu mà phần lớn đơn vị đã có; một phần năm số đơn vị "
    f"thấp nhất. Nhiều lý do xếp trước, nhiều nhất {MOST} đơn vị đã đánh giá."
)
_TALLIES: tuple[tuple[str, Callable[[Tally], int]], ...] = (
    ("Đạt và vượt", lambda tally: tally.reached),
    ("Vượt", lambda tally: tally.count(Verdict.EXCEEDED)),
    ("Chưa đạt, không đạt", lambda tally: tally.unmet),
    ("Chưa hết kỳ", lambda tally: tally.count(Verdict.PERIOD_OPEN)),
    ("Chưa đủ số liệu", lambda tally: tally.count(Verdict.UNDETERMINED)),
    ("Không áp dụng", lambda tally: tally.count(Verdict.NOT_APPLICABLE)),
    ("Số đơn vị", lambda tally: tally.total),
)


def write_matrix(book: Book, overview: Overview) -> None:
    """Adds «Bảng màu»: units by rank against criteria, the sign of every verdict on its colour."""
    sheet, last = book.sheet(MATRIX), overview.times[-1]
    headings = [Heading("Hạng", 7), Heading("Đơn vị", 28)]
    headings += [Heading(criterion.id, 6) for criterion in overview.criteria]
    headings += [Heading("Đạt và vượt", 9), Heading("Áp dụng", 9), Heading("Tỷ lệ", 9)]
    rows = [
        Row([*_unit(place), *(_sign(status) for status in place.row.statuses), *_reached(place)])
        for place in overview.ranking(last)
    ]
    titles = [Title(f"KẾT QUẢ TỪNG NỘI DUNG CỦA TỪNG ĐƠN VỊ, {last.text.upper()}", MAIN_TITLE), Title(_LEGEND, _NOTE)]
    below = write_table(book, sheet, titles, headings, rows, frozen=2)
    named = (f"{criterion.id}: {criterion.wording_on(last.ends).text}" for criterion in overview.criteria)
    write_titles(book, sheet, below + 1, [Title(text, _NOTE) for text in named], len(headings))


def write_ranking(book: Book, overview: Overview) -> None:
    """Adds «Xếp hạng»: how many criteria each unit reached, with bars from 0 to 100."""
    sheet, last = book.sheet(RANKING), overview.times[-1]
    headings = [
        Heading("Hạng", 7),
        Heading("Đơn vị", 32),
        Heading("Đạt và vượt", 12),
        Heading("Áp dụng", 12),
        Heading("Tỷ lệ", 24),
    ]
    headings += [
        Heading(text, 13) for text in ("Vượt", "Chưa đạt, không đạt", "Chưa hết kỳ", "Chưa đủ số liệu", "Cảnh báo")
    ]
    titles = [
        Title(f"XẾP HẠNG {last.text.upper()}", MAIN_TITLE),
        Title("Theo tỷ lệ nội dung đạt và vượt trong số áp dụng, rồi theo tỷ lệ vượt; bằng nhau thì cùng hạng.", _NOTE),
    ]
    rows = [Row([*_unit(place), *_reached(place), *_counts(place.row)]) for place in overview.ranking(last)]
    first = rows_above(book, titles) - 1
    write_table(book, sheet, titles, headings, rows, frozen=2)
    shade_by_share(sheet, first, first + len(rows) - 1, column=4)


def write_totals(book: Book, overview: Overview) -> None:
    """Adds «Theo nội dung»: how many units have which verdict for each criterion."""
    last = overview.times[-1]
    headings = [Heading("Nội dung", 9), Heading("Nguyên văn", 60), *(Heading(name, 13) for name, _ in _TALLIES)]
    rows = [_total(total, last) for total in overview.totals(last)]
    titles = [Title(f"SỐ ĐƠN VỊ THEO TỪNG NỘI DUNG, {last.text.upper()}", MAIN_TITLE)]
    write_table(book, book.sheet(TOTALS), titles, headings, rows, frozen=2)


def write_trends(book: Book, overview: Overview) -> None:
    """Adds «Xu hướng»: the shares of every unit by time, or the values of a single one, each with a sparkline from 0."""
    sheet = book.sheet(TRENDS)
    alone = overview.trend()
    titles = [Title("XU HƯỚNG QUA CÁC KỲ", MAIN_TITLE), Title(_SAID_OF_VALUES if alone else _SAID_OF_SHARES, _NOTE)]
    if len(overview.times) == 1:
        titles.append(Title(f"Chỉ có số liệu {overview.times[0].text}, nên chưa có xu hướng."))
    headings = [
        Heading("Nội dung" if alone else "Đơn vị", 10 if alone else 32),
        Heading("Số đo" if alone else "Là", 36),
    ]
    headings += [Heading(time.short, 14) for time in overview.times]
    headings += [Heading("Xu hướng", 24), Heading("Ghi chú", 40)]
    lines = [_values(row, overview.times) for row in alone] if alone else list(_shares(overview))
    first = rows_above(book, titles) - 1
    write_table(book, sheet, titles, headings, [line.row for line in lines], frozen=2)
    last = 1 + len(overview.times)
    sparklines = [
        Sparkline(first + number, 2, last, line.high)
        for number, line in enumerate(lines)
        if len(overview.times) > 1 and line.high is not None
    ]
    write_sparklines(sheet, TRENDS, sparklines, column=last + 1)


def write_attention(book: Book, overview: Overview, refused: Sequence[Refusal]) -> None:
    """Adds «Cần chú ý»: units of which something is to be looked at, and why; those that could not be evaluated first."""
    last = overview.times[-1]
    headings = [Heading("Đơn vị", 32), Heading("Hạng", 8), Heading("Vì sao", 70), Heading("Chưa đạt, không đạt", 40)]
    rows = [
        Row([Text(one.name), EMPTY, Text(f"không đánh giá được: {one.place} {one.reason}"), EMPTY]) for one in refused
    ]
    rows += [Row([Text(unit), EMPTY, Text(f"chưa có số liệu {last.text}"), EMPTY]) for unit in _absent(overview, last)]
    found = attention(overview, last)
    for place, reasons, unmet in found.concerns:
        cells = (Text("\n".join(reasons)), Text(", ".join(unmet)))
        rows.append(Row([Text(place.row.unit), Amount(place.place, _WHOLE), *cells]))
    titles = [Title(f"ĐƠN VỊ CẦN CHÚ Ý, {last.text.upper()}", MAIN_TITLE)]
    titles.append(Title(_SAID_OF_ATTENTION if rows else "Không có đơn vị nào cần chú ý.", _NOTE))
    if found.others:
        titles.append(Title(f"Ngoài ra còn {found.others:02d} đơn vị có nội dung chưa đạt: xem «{MATRIX}».", _NOTE))
    write_table(book, book.sheet(ATTENTION), titles, headings, rows, frozen=1)


# ------------------------------------------------------------ cells


def _unit(place: UnitPlace) -> list[Cell]:
    draft = " (nháp)" if place.row.draft_codes else ""
    return [Amount(place.place, _WHOLE, align="center"), Text(place.row.unit + draft)]


def _reached(place: UnitPlace) -> list[Cell]:
    share = _share(place.reached, place.applicable)
    return [Amount(place.reached, _WHOLE), Amount(place.applicable, _WHOLE), share]


def _share(reached: int, applicable: int) -> Cell:
    return Amount(reached / applicable * 100, _PERCENT) if applicable else EMPTY


def _counts(row: UnitRow) -> list[Cell]:
    statuses = row.statuses
    assert row.warnings is not None  # workbooks are made of whole evaluations
    unmet = sum(status.unmet for status in statuses)
    counted = (
        statuses.count(Verdict.EXCEEDED), unmet, statuses.count(Verdict.PERIOD_OPEN),
        statuses.count(Verdict.UNDETERMINED), row.warnings,
    )  # fmt: skip
    return [Amount(number, _WHOLE) for number in counted]


def _sign(status: Verdict) -> Cell:
    return Text(status.sign, fill=FILLS[status], align="center")


def _total(total: CriterionTotal, last: ReportedTime) -> Row:
    text = total.criterion.wording_on(last.ends).text
    counted = [Amount(count(total.tally), _WHOLE) for _, count in _TALLIES]
    return Row([Text(total.criterion.id, align="center"), Text(text), *counted])


# ------------------------------------------------------------ trends


class _Trend(NamedTuple):
    """A row of «Xu hướng»; its sparkline goes from 0 to ``high``, None: it has none."""

    row: Row
    high: float | None


def _shares(overview: Overview) -> Iterator[_Trend]:
    """Yields by time the share of criteria that each unit reached, then the share of units that reached each criterion."""
    by_unit: dict[str, dict[ReportedTime, UnitPlace]] = {}
    for time in overview.times:
        for place in overview.ranking(time):
            by_unit.setdefault(overview.key_of(place.row.unit), {})[time] = place
    for places in by_unit.values():
        cells = [
            _share(places[time].reached, places[time].applicable) if time in places else EMPTY
            for time in overview.times
        ]
        name = next(iter(places.values())).row.unit
        yield _Trend(Row([Text(name), Text("nội dung đạt và vượt, % số áp dụng"), *cells, EMPTY, EMPTY]), 100)
    for of_criterion in zip(*(overview.totals(time) for time in overview.times), strict=True):
        shares = [_share(total.tally.reached, _applicable(total.tally)) for total in of_criterion]
        text = of_criterion[-1].criterion.wording_on(overview.times[-1].ends).text
        label = f"nội dung {of_criterion[-1].criterion.id}"
        yield _Trend(Row([Text(label), Text("đơn vị đạt và vượt, % số áp dụng"), *shares, EMPTY, Text(text)]), 100)


def _applicable(tally: Tally) -> int:
    return tally.total - tally.count(Verdict.NOT_APPLICABLE)


def _values(row: TrendRow, times: Sequence[ReportedTime]) -> _Trend:
    cells: list[Cell] = []
    remarks: list[str] = []
    known: list[Fraction] = []
    for time, measure, status in zip(times, row.measures, row.statuses, strict=True):
        value = measure.actual.value.exact if measure is not None and measure.actual is not None else None
        if measure is None or value is None or not measure.unit.text:
            cells.append(EMPTY)
            remarks.append(f"{time.text}: {_in_words(measure, status)}")
        else:
            cells.append(number_cell(value, display.amount(value, measure.unit), measure.unit))
            known.append(value)
    measure = next((measure for measure in row.measures if measure is not None), None)
    unit = f" ({measure.unit.text})" if measure is not None and measure.unit.text else ""
    name = measure.name + unit if measure is not None else row.criterion.wording_on(times[-1].ends).text
    high = float(max(known)) * _ROOM if known and min(known) >= 0 and max(known) > 0 else None
    line = [Text(row.criterion.id, align="center"), Text(name), *cells, EMPTY, Text("; ".join(remarks))]
    return _Trend(Row(line), high)


def _in_words(measure: Measure | None, status: Verdict | None) -> str:
    if measure is not None and measure.actual is not None:
        return measure.actual.label
    return status.label if status is not None else "không có tệp số liệu"


# ------------------------------------------------------------ attention


def _absent(overview: Overview, last: ReportedTime) -> Iterable[str]:
    there = {overview.key_of(row.unit) for row in overview.rows if row.time == last}
    return (unit for unit in overview.units if overview.key_of(unit) not in there)
