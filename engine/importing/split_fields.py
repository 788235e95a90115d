"""Finds the rows of a CSV file in which a decimal comma without quotes has made two fields of one number."""

from __future__ import annotations

from engine.importing.cells import text_of
from engine.importing.heading_words import Role
from engine.importing.import_result import OmissionKind
from engine.importing.layout import Table
from engine.importing.particulars import Skip
from engine.importing.split_numbers import MORE_FIELDS, SPLIT_REMEDY, may_be_split

_WORDED = (
    Role.NOTE,
    Role.SOURCE,
    Role.VERDICT,
    Role.INFERRED,
    Role.ASSESSOR,
    Role.REMARK,
    Role.MEASURE,
    Role.PERIOD_REASON,
)


class SplitFields:
    """Checks the rows of one table; a table that is no CSV has nothing to check."""

    def __init__(self, table: Table) -> None:
        self.sheet = table.sheet
        self.last = max(column.number for column in (*table.columns, *table.unknown))
        self.worded = {c.number for c in table.having(*_WORDED)} if table.sheet.separator == "," else set()

    def check(self, row: int) -> None:
        """Raises Skip where a number of the row may be split."""
        if not self.sheet.separator:
            return
        cells = self.sheet.rows.at[row]
        if max(cells) > self.last:
            raise Skip(OmissionKind.AMBIGUOUS, MORE_FIELDS, SPLIT_REMEDY)
        for number in sorted(self.worded & cells.keys()):
            before, cell = cells.get(number - 1), cells[number]
            if before is not None and number - 1 not in self.worded and may_be_split(before.text, cell.text):
                text = f"«{text_of(before)}» và «{text_of(cell)}» ở cột chữ bên cạnh có thể là một số bị tách"
                raise Skip(OmissionKind.AMBIGUOUS, text, SPLIT_REMEDY)
