"""A form of the small catalogue as people send it back: filled in, and changed in the ways of people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from engine.drafting import facts_columns as layout
from engine.drafting.facts_workbook import facts_workbook
from engine.drafting.form_sheet import Recipient
from engine.importing.import_result import Import, OmissionKind
from engine.importing.intake import Options
from tests.importing.desk import Desk

BEFORE = {"xa.thu": "4.100", "xa.viec": "90"}


class Returned:
    """A form for one unit and others, open for changes."""

    def __init__(self, desk: Desk, *others: str, year: int = 2023, unit: str = "xã A") -> None:
        self.desk = desk
        self.path = desk.root / "bieu.xlsx"
        recipients = [Recipient(unit, BEFORE) for unit in (unit, *others)]
        self.path.write_bytes(facts_workbook(desk.rulebook, year, None, recipients))
        self.book = load_workbook(self.path)
        self.sheet: Worksheet = self.book.worksheets[0]

    def column(self, column: layout.Column) -> int:
        return next(cell.column for row in self.sheet.iter_rows() for cell in row if cell.value == column.header)

    def row(self, text: str) -> int:
        """The row with this code or name."""
        return next(cell.row for row in self.sheet.iter_rows(min_row=9) for cell in row[:4] if cell.value == text)

    def put(self, code: str, column: layout.Column, value: Any) -> str:
        """Types a value. Returns the address of its cell."""
        cell = self.sheet.cell(self.row(code), self.column(column))
        cell.value = value
        return str(cell.coordinate)

    def fill(self, **values: Any) -> None:
        """Types values by the codes «xa.…» of their indicators."""
        for code, value in values.items():
            self.put(f"xa.{code}", layout.VALUE, value)

    def head(self, cell: layout.HeadCell, value: Any) -> None:
        label = next(c for row in self.sheet.iter_rows(max_row=8) for c in row if c.value == cell.label)
        self.sheet.cell(label.row, label.column + 1).value = value

    def saved(self) -> Path:
        self.book.save(self.path)
        return self.path

    def read(self, options: Options = Options()) -> Import:  # noqa: B008 - never changed
        return self.desk.gather(self.saved(), options)


def values(found: Import) -> dict[str, str]:
    assert len({value.code for value in found.taken}) == len(found.taken)
    return {value.code: value.text for value in found.taken}


def left(found: Import) -> dict[str, str]:
    """The address and the reason of what was left out, but for empty cells and headings."""
    quiet = (OmissionKind.NO_VALUE, OmissionKind.HEADING)
    return {e.place.rpartition("!")[2]: f"{e.reason}; {e.remedy}" for e in found.left_out if e.why not in quiet}


def remarks(found: Import) -> str:
    return "\n".join(remark.text for remark in found.remarks)
