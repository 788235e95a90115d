"""The table of a run for its record: the bytes of a file, or the rows that were read of a database, and the profile they were read by."""

from __future__ import annotations

import zlib
from typing import Literal

from engine.bulk.cases import TableCases
from engine.history.store import PackedFile
from engine.history.sweep_packing import KeptTable, kept_file
from engine.importing.number_writing import Writing
from engine.language.text import on_one_line
from engine.profiles.profile import Profile


class TableChanged(Exception):
    """The table is not the one any more that was evaluated; the message is Vietnamese."""


def kept_table(cases: TableCases) -> KeptTable:
    """Returns the table of ``cases``, all of which were read; a file is read once more. Raises TableChanged, OSError."""
    keeper, given = cases.keeper, cases.given
    found = kept_file(cases.path) if keeper is None else keeper.kept()
    if keeper is None and cases.has_changed():
        raise TableChanged(f"«{on_one_line(cases.path.name)}» đã thay đổi trong khi đánh giá")
    numbers: Literal["vi", "en"] | None = (
        None if given.writing is None else "en" if given.writing is Writing.ENGLISH else "vi"
    )
    table = found.table._replace(
        year=given.year,
        as_of=given.as_of,
        numbers=numbers,
        profile=None if cases.profile is None else cases.profile.file,
        rows=None if keeper is None else keeper.rows,
    )
    return found._replace(table=table, profile=None if cases.profile is None else _packed(cases.profile))


def _packed(profile: Profile) -> PackedFile:
    """The file of a profile, in a role that older versions know."""
    file = profile.place.file
    return PackedFile("facts", file.name, file.sha256, zlib.compress(file.raw))
