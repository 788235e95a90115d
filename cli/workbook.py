"""The workbook of many units (`evaluate -o tong-hop.xlsx`): collected case by case, written when all are evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.failure import Failure, usage_failure
from cli.outputs import free_name_beside, is_edited, not_written
from engine.evaluation.evaluation import Verdicts
from engine.files.storage import NotAllWritten, write_all
from engine.language.text import on_one_line
from engine.workspace.cases import ChosenCase

if TYPE_CHECKING:
    from engine.many_units.overview import Overview
    from engine.many_units.stream import Refusal
    from engine.spreadsheets.tables import Row

FORM = "xlsx"
"""Its format, and the extension of its file."""


class OverviewWorkbook:
    """The workbook at ``path`` over the cases of one resolution. Raises Failure for several, and for an edited file."""

    def __init__(self, path: Path, chosen: Iterable[ChosenCase]) -> None:
        self.path = path
        self._rows: list[Row] = []
        if len({one.rulebook.resolution.number for one in chosen}) > 1:
            raise usage_failure("-o: tệp .xlsx chỉ tổng hợp một nghị quyết; ghi tên nghị quyết sau lệnh")
        if is_edited(path):
            raise _edited(path)

    def add(self, rows: Sequence[Row]) -> None:
        """Takes the data of the next case."""
        self._rows += rows

    def write(self, overview: Overview | None, refused: Sequence[Refusal]) -> None:
        """Writes the file; none where no case could be evaluated. Raises Failure."""
        if overview is None:
            return
        from engine.reports.fingerprints import sealed
        from engine.reports.overview_xlsx import to_overview_xlsx

        try:
            write_all({self.path: sealed(to_overview_xlsx(overview, self._rows, refused))})
        except NotAllWritten as failed:
            raise not_written(failed.path, failed.error) from None


def data_of(verdicts: Verdicts) -> tuple[Row, ...]:
    """Returns the rows of one case in the data of the workbook."""
    from engine.reports.sheets.measures_sheet import measure_rows

    return tuple(measure_rows(verdicts))


def _edited(path: Path) -> Failure:
    name, other = on_one_line(str(path)), on_one_line(str(free_name_beside(path, "moi")))
    message = f"«{name}» đã được sửa từ khi chitieu viết ra, hoặc không do chitieu viết; chưa ghi gì"
    return usage_failure(f"{message}\n  sửa: chọn tên khác, ví dụ -o {other}")
