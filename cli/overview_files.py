"""The files over many units (`evaluate -o tong-hop.xlsx`, `.html`): collected case by case, written when all are evaluated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.failure import usage_failure
from cli.outputs import refuse_edited, write_files
from engine.domain.limits import OVERVIEW_PAGE, OVERVIEW_ROWS, OVERVIEW_WORKBOOK, grouped
from engine.domain.records import NamedTuple
from engine.evaluation.evaluation import Evaluation
from engine.workspace.case import Case, ChosenCase

if TYPE_CHECKING:
    from engine.many_units.overview import Overview
    from engine.many_units.stream import Refusal
    from engine.reports.overview_html import UnitProofs
    from engine.spreadsheets.tables import Row

FORMS = ("xlsx", "html")
"""The formats, and the extensions of the files."""
_MOST = {"xlsx": OVERVIEW_WORKBOOK, "html": OVERVIEW_PAGE}


class OverviewData(NamedTuple):
    """What one case gives to the files: its rows of the workbook, its proofs of the page."""

    rows: tuple[Row, ...] = ()
    proofs: UnitProofs | None = None


NO_DATA = OverviewData()


def data_of(case: Case, evaluation: Evaluation, forms: Collection[str]) -> OverviewData:
    """Returns what ``evaluation``, which is that of ``case``, gives to files in ``forms``."""
    data = NO_DATA
    if "xlsx" in forms:
        from engine.reports.sheets.measures_sheet import measure_rows

        data = data._replace(rows=tuple(measure_rows(evaluation)))
    if "html" in forms:
        from engine.reports.overview_html import proofs_of

        data = data._replace(proofs=proofs_of(case, evaluation))
    return data


class OverviewFile:
    """The file at ``path`` over the cases of one resolution. Raises Failure for several, for too many, and for an edited file."""

    def __init__(self, path: Path, form: str, chosen: Collection[ChosenCase]) -> None:
        self.path = path
        self.form = form
        self._data: list[OverviewData] = []
        if len({one.rulebook.resolution.number for one in chosen}) > 1:
            raise usage_failure(f"-o: tệp .{form} chỉ tổng hợp một nghị quyết; ghi tên nghị quyết sau lệnh")
        if len(chosen) > (most := _MOST[form]):
            raise usage_failure(
                f"-o: tệp .{form} tổng hợp nhiều nhất {grouped(most)} đơn vị, năm; chọn bằng --unit, --year"
            )
        rows = len(chosen) * max((sum(1 for _ in one.rulebook.criteria) for one in [*chosen][:1]), default=0)
        if form == "xlsx" and rows > OVERVIEW_ROWS:
            raise usage_failure(
                f"-o: tệp .xlsx có nhiều nhất {grouped(OVERVIEW_ROWS)} dòng (mỗi nội dung của mỗi đơn vị, năm một dòng), ở đây là "
                f"{grouped(rows)}; chọn bằng --unit, --year, hoặc ghi ra tệp .csv"
            )
        refuse_edited({path: form})

    def add(self, data: OverviewData) -> None:
        """Takes the data of the next case."""
        self._data.append(data)

    def write(self, overview: Overview | None, refused: Sequence[Refusal]) -> None:
        """Writes the file; none where no case could be evaluated. Raises Failure."""
        if overview is not None:
            write_files({self.path: self.form}, lambda _: self._content(overview, refused))

    def _content(self, overview: Overview, refused: Sequence[Refusal]) -> bytes:
        if self.form == "html":
            from engine.reports.overview_html import to_overview_html

            proofs = [data.proofs for data in self._data if data.proofs is not None]
            return to_overview_html(overview, proofs, refused).encode()
        from engine.reports.overview_xlsx import to_overview_xlsx

        return to_overview_xlsx(overview, [row for data in self._data for row in data.rows], refused)
