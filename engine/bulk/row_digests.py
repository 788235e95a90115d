"""The hash of what a table says of a unit in a year: the same wherever its row stands, and in whatever order its columns are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from engine.bulk.units import Batch

_BLANK = re.compile(r"\n\s*\n")


def digests_of(batch: Batch) -> Iterator[str]:
    """Yields the sha256 of each unit of ``batch`` in hexadecimal: of its day, its source, the codes that are given, their cells.

    The name of the table, which stands for a source where there is none, does not count: next month it has another one.
    """
    codes = sorted(batch.cells)
    columns = [batch.cells[code] for code in codes]
    rows: Iterator[tuple[str, ...]] = zip(*columns, strict=True) if columns else iter([()] * len(batch.heads))
    everything, breaks = _digest(codes), len(codes) - 1
    starts: dict[tuple[date, str], str] = {}
    for head, cells in zip(batch.heads, rows, strict=True):
        dated = head.as_of, head.source
        start = starts.get(dated)
        if start is None:
            source = "" if head.source == batch.name else head.source
            start = starts[dated] = f"{head.as_of.isoformat()}\t{source}\t"
        given, text = everything, "\n".join(cells)
        if text.count("\n") != breaks or _may_have_blanks(text):
            filled = [(code, cell) for code, cell in zip(codes, cells, strict=True) if cell.strip()]
            given, text = _digest([code for code, _ in filled]), _joined([cell for _, cell in filled])
        yield sha256(f"{start}{given}\n{text}".encode()).hexdigest()


def of_years(digests: Sequence[str]) -> str:
    """Returns the hash of all that may matter to a unit in a year: of that year, then of the others, in their order."""
    return digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()


def _may_have_blanks(text: str) -> bool:
    """Whether one of the cells, a line each, may be blank; asked of the text, because to look at each cell takes longer."""
    if not text or text[0].isspace() or text[-1].isspace():
        return True
    if not text.isascii():
        return _BLANK.search(text) is not None
    # Each question is a search for one byte: to ask them together takes longer.
    return ("\n\n" in text or " " in text or "\t" in text or "\r" in text or "\x0b" in text or "\x0c" in text) or (
        "\x1c" in text or "\x1d" in text or "\x1e" in text or "\x1f" in text
    )


def _digest(codes: Sequence[str]) -> str:
    return sha256(_joined(codes).encode()).hexdigest()


def _joined(parts: Sequence[str]) -> str:
    """A text for each list of texts, no two the same: a line for each, or JSON where one has several lines."""
    text = "\n".join(parts)
    return text if text.count("\n") == len(parts) - 1 or not parts else json.dumps(parts)
