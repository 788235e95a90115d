"""What the record of a run keeps of units that a database concluded: their verdicts, and their rows, which are fetched for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bulk.heads import layout_of
from engine.bulk.kept_rows import RowsKeeper
from engine.bulk.lines import letters_in
from engine.bulk.row_digests import digests_of
from engine.bulk.states import StatesBatch, SweptBatch, concluded_of
from engine.bulk.units import AT_ONCE, TableUnits
from engine.domain.limits import BULK_CELLS, grouped
from engine.evaluation.evaluation import EngineUsed
from engine.importing.grid import UnreadableTable
from engine.inference.nodes import NodeKind
from engine.language.text import with_marks
from engine.sql.running import DatabaseStates

_JUDGED = (NodeKind.TARGET, NodeKind.CRITERION)


class NotKeepable(Exception):
    """A run of which no whole record can be made; the message is Vietnamese."""


def _too_many_cells() -> NotKeepable:
    return NotKeepable(f"bảng có hơn {grouped(BULK_CELLS)} ô, không lấy về để giữ")


class RunKeeper:
    """Notes the verdicts of the units of ``states``, and fetches their rows at the end, over the same connection."""

    def __init__(self, states: DatabaseStates) -> None:
        self.states = states
        self._judged = [place for place, one in enumerate(states.concluded) if one.node.kind in _JUDGED]
        self._letters: dict[str, str] = {}

    def noting(self, batches: Iterable[StatesBatch]) -> Iterator[StatesBatch]:
        """Passes the units on."""
        for batch in batches:
            letters = letters_in([batch.states[place] for place in self._judged], len(batch.rows))
            self._letters |= {with_marks(row.unit): own for row, own in zip(batch.rows, letters, strict=True)}
            yield batch

    def swept(self) -> Iterator[SweptBatch]:
        """Yields the units with their verdicts and the hashes of their rows, which are kept. Raises NotKeepable."""
        states = self.states
        if len(self._judged) < sum(one.node.kind in _JUDGED for one in concluded_of(states.rulebook)):
            raise NotKeepable("có chỉ tiêu hoặc nội dung mà SQL không tính được, nên không đủ kết luận")
        try:
            rows = states.rows_here()
            if len(self._letters) * len(rows.headings) > BULK_CELLS:
                raise _too_many_cells()
            keeper = RowsKeeper(rows, rows.typed)
            units = TableUnits(keeper, layout_of(keeper.headings, states.rulebook), states.cases.given)
            engine = EngineUsed("SQL", states.dialect.key)
            for batch in units.batches_with_texts(AT_ONCE):
                if keeper.rows * len(keeper.headings) > BULK_CELLS:  # a long table, or one of many units with errors
                    raise _too_many_cells()
                verdicts = [self._letters.pop(with_marks(head.unit), "") for head in batch.heads]
                yield SweptBatch(batch.heads, verdicts, list(digests_of(batch)), engine)
        except UnreadableTable as error:
            raise NotKeepable(f"không lấy được các dòng của bảng: {error}") from None
        if self._letters:
            raise NotKeepable("có đơn vị mà dòng lấy về không đọc được")
        states.cases.keeper = keeper
