"""Records a run over many units as one record of the history, when all of it is there."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from cli.recording import stored
from cli.texts import tell
from engine.files.reasons import reason_of_reading
from engine.workspace.facts_index import FactsHead

if TYPE_CHECKING:
    from engine.bulk.cases import TableCases
    from engine.bulk.states import SweptBatch
    from engine.evaluation.evaluation import Evaluation
    from engine.history.keys import PrivateKey
    from engine.history.store import PackedReceipt
    from engine.history.sweep_packing import CaseResult, KeptTable, SweepPacker
    from engine.rulebook.rulebook import Rulebook
    from engine.workspace.case import Case
    from engine.workspace.cases import Cases


def tell_not_recorded(why: str) -> None:
    """Says why the history gets no record of a run."""
    tell(f"chú ý: chưa ghi được lượt đánh giá này vào lịch sử: {why}. Kết quả đánh giá không bị ảnh hưởng.")


class SweepRecorder:
    """Records the cases that it gets, a record for each resolution; nothing of a run that does not come to its end."""

    def __init__(self, cases: Cases, table: TableCases | None, signer: PrivateKey | None) -> None:
        self.cases = cases
        self.table = table
        self.signer = signer
        self._packers: dict[str, SweepPacker] = {}

    def __enter__(self) -> Self:
        return self

    def add(self, rulebook: Rulebook, case: CaseResult) -> None:
        """Takes a case that was evaluated."""
        self._packer(rulebook).add(case)

    def record(self, cases: list[Case], evaluations: list[Evaluation]) -> None:
        """Records a run that is over."""
        from engine.history.sweep_packing import result_of
        from engine.reports.verdicts_csv import csv_lines

        with self:
            for case, evaluation in zip(cases, evaluations, strict=True):
                found = result_of(case, evaluation, csv_lines(evaluation))
                if self.table is not None:
                    head = FactsHead(evaluation.resolution.number, found.unit, found.year, found.period)
                    found = found._replace(given=self.table.digest_of(head.key))
                self.add(case.rulebook, found)

    def note(self, rulebook: Rulebook, batch: SweptBatch) -> None:
        """Takes the units of a batch of a table."""
        from engine.bulk.swept import add_batch

        add_batch(self._packer(rulebook), batch)

    def refuse(self, rulebook: Rulebook, head: FactsHead, given: str) -> None:
        """Takes a case whose facts have errors."""
        self._packer(rulebook).refuse(head.unit, head.year, head.period, given)

    def _packer(self, rulebook: Rulebook) -> SweepPacker:
        number = rulebook.resolution.number
        if number not in self._packers:
            from engine.history.sweep_packing import SweepPacker

            self._packers[number] = SweepPacker(rulebook)
        return self._packers[number]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write()

    def _write(self) -> None:
        try:
            table = self._kept_table()
        except _NotRecorded as changed:
            tell_not_recorded(str(changed))
            return
        packed = [one.packed(table, self.cases.draft) for one in self._packers.values()]
        self._store([one for one in packed if one is not None])

    def _store(self, packed: list[PackedReceipt]) -> None:
        if not packed:
            return
        year = " --year NĂM" if any(one.of_many_years for one in self._packers.values()) else ""
        for record in stored(self.cases.workspace, packed, self.signer):
            tell(
                f"đã ghi vào lịch sử: bản ghi số {record.number}, {record.unit}; biên nhận của một đơn vị: "
                f'chitieu history {record.number} --unit "TÊN"{year} --receipt bien-nhan.json'
            )

    def _kept_table(self) -> KeptTable | None:
        """Returns the table of the run. Raises _NotRecorded where it cannot be kept."""
        if self.table is None:
            return None
        from engine.bulk.table_kept import TableChanged, kept_table

        try:
            return kept_table(self.table)
        except TableChanged as changed:
            raise _NotRecorded(str(changed)) from None
        except OSError as error:
            raise _NotRecorded(f"không đọc lại được bảng: {reason_of_reading(error)}") from None


class _NotRecorded(Exception):
    """The table cannot be kept, or is not the one that was evaluated; the message is Vietnamese."""
