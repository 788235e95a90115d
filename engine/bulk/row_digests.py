"""The hash of what a table says of a unit in a year: the same wherever its row stands, and in whatever order its columns are."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from engine.bulk.units import Batch


def digests_of(batch: Batch) -> Iterator[str]:
    """Yields the sha256 of each unit of ``batch`` in hexadecimal: of its day, its source, and its cells by code.

    The name of the table, which stands for a source where there is none, does not count: next month it has another one.
    """
    codes = sorted(batch.cells)
    columns = [batch.cells[code] for code in codes]
    rows = zip(*columns, strict=True) if columns else iter([()] * len(batch.heads))
    for head, cells in zip(batch.heads, rows, strict=True):
        given = [f"{code}\t{cell}" for code, cell in zip(codes, cells, strict=True) if cell and not cell.isspace()]
        source = "" if head.source == batch.name else head.source
        yield sha256("\n".join([head.as_of.isoformat(), source, *given]).encode()).hexdigest()
