"""Settles the as-of date of each facts file, and which values carry a day of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from engine.factbase.periods import last_day
from engine.importing.import_result import ESTIMATE, ImportedValue, UndecidedImport
from engine.importing.particulars import WHOLE_YEAR
from engine.importing.stored_values import Key
from engine.language import display


class Dates:
    """The dates that options, tables and workspace state.

    ``stated`` are those of the lines above the tables; ``existing(unit, year)`` that of the facts there are already;
    ``say(text)`` takes remarks.
    """

    def __init__(
        self,
        option: date | None,
        stated: dict[Key, set[date]],
        existing: Callable[[str, int], date | None],
        say: Callable[[str], None],
    ) -> None:
        self.option, self.stated, self.existing, self.say = option, stated, existing, say

    def of(self, taken: Iterable[ImportedValue]) -> dict[Key, date]:
        """Returns the date of each facts file: as stated, else of the existing facts, of the columns, or 31/12.

        A date that is not stated is remarked. Raises UndecidedImport.
        """
        ends: dict[Key, set[date | None]] = {}
        for value in taken:
            of_file = ends.setdefault((value.unit, value.year), set())
            if value.basis != ESTIMATE:
                of_file.add(end_of(value))
        years = {year for _, year in ends}
        return {key: self._date(key, of_file, len(years) == 1) for key, of_file in ends.items()}

    def _date(self, key: Key, ends: set[date | None], only_year: bool) -> date:
        """Returns the date of a file whose counted values have these ``ends``; None among them for one without its own."""
        unit, year = key
        latest = max((end for end in ends if end is not None), default=None)
        if self.option is not None and (self.option.year == year or only_year):
            return self.option
        days = sorted(day for day in self.stated.get(key, ()) if day.year == year)
        if len(days) > 1:
            listed = ", ".join(map(display.day, days))
            raise UndecidedImport(f"bảng ghi nhiều ngày chốt số liệu năm {year} ({listed}); thêm --as-of NGÀY")
        if days:
            return days[0]
        missing = "bảng không ghi ngày chốt số liệu"
        if latest is not None and None not in ends:
            if latest != date(year, 12, 31):
                chosen = f"lấy {display.day(latest)}, ngày muộn nhất của các cột"
                self.say(f"{missing} năm {year}: {chosen}, đổi bằng --as-of")
            return latest
        if (existing := self.existing(unit, year)) is not None:
            self.say(f"{missing}: lấy {display.day(existing)} như số liệu đã có của «{unit}»")
            return existing
        if latest is not None:
            chosen = f"lấy {display.day(latest)}, ngày muộn nhất của các cột"
            self.say(f"{missing} năm {year}: {chosen}, đổi bằng --as-of")
            return latest
        self.say(f"{missing} năm {year}: lấy 31/12/{year}, đổi bằng --as-of")
        return date(year, 12, 31)


def end_of(value: ImportedValue) -> date | None:
    """Returns the day of a value itself, or the end of its part of the year; None where the date of its file holds."""
    if value.as_of is not None or not value.period:
        return value.as_of
    return date(value.year, 12, 31) if value.period == WHOLE_YEAR else last_day(value.period, value.year)


def dated(value: ImportedValue, file: date) -> ImportedValue:
    """Returns the value with a day of its own where its period ended before the date of its file."""
    if value.as_of is not None or not value.period or value.period == WHOLE_YEAR:
        return value
    end = last_day(value.period, value.year)
    return value._replace(as_of=end) if end is not None and end < file else value
