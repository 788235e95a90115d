"""`chitieu history SỐ --unit TÊN --data BẢNG`: a table as it is now, a file or in a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.data_option import address_of, is_address
from engine.files.json_form import Hash
from engine.language.text import on_one_line

if TYPE_CHECKING:
    from engine.bulk.kept_rows import RowsKeeper
    from engine.bulk.reading import Table


class PresentTable:
    """The table that is named ``data``, an address of a database, which is not printed, or a file. Raises Failure."""

    def __init__(self, data: str) -> None:
        self._data = data
        self._address = address_of(data) if is_address(data) else None
        self._rows: RowsKeeper | None = None

    @property
    def words(self) -> str:
        """What it is called."""
        if self._address is None:
            return f"bảng «{on_one_line(self._data)}»"
        return f"bảng «{on_one_line(self._address.name)}» của cơ sở dữ liệu"

    def open(self) -> Table:
        """Returns the table. Raises UnreadableTable, BulkMissing, OSError."""
        if self._address is None:
            from engine.bulk.opening import open_table

            return open_table(Path(self._data))
        from engine.bulk.kept_rows import RowsKeeper
        from engine.sql.tables import stored_table

        table = stored_table(self._address)
        self._rows = RowsKeeper(table, table.typed)
        return self._rows

    def sha256(self) -> Hash:
        """Returns the hash that a record has of it; of a table of a database when all of it was read. Raises OSError."""
        from engine.history.sweep_packing import hash_of_file

        return hash_of_file(Path(self._data)) if self._rows is None else self._rows.sha256
