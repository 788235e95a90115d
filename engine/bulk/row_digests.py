"""The hash of what a table says of a unit in a year: the same wherever its row stands, and in whatever order its columns are.

A plain number is the same with thousands apart or not: «2.711» of a text is 2711 of a spreadsheet. Its decimals stay as they are,
because a number is compared with others to the digits that it is written with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from engine.bulk.units import Batch
from engine.language.one_form import number_form

_NUMBERS = re.compile(r"(?:(?:-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?%?)?\n)+")
"""Lines that are empty, or that become the one form when their dots are dropped."""
_BLANK = re.compile(r"\s\n|\n\s")


def digests_of(batch: Batch) -> Iterator[str]:
    """Yields the sha256 of each unit of ``batch`` in hexadecimal: of its day, its source, the codes that are given, their cells.

    The name of the table, which stands for a source where there is none, does not count: next month it has another one.
    """
    codes = sorted(batch.cells)
    everything, breaks = _digest(codes), len(codes) - 1
    starts: dict[tuple[date, str], str] = {}
    for unit, (head, text) in enumerate(zip(batch.heads, _texts(batch, codes), strict=True)):
        dated = head.as_of, head.source
        start = starts.get(dated)
        if start is None:
            source = "" if head.source == batch.name else head.source
            start = starts[dated] = f"{head.as_of.isoformat()}\t{source}\t"
        given, several_lines = everything, text.count("\n") != breaks
        if several_lines or _may_have_blanks(text):
            cells = [batch.cells[code][unit] for code in codes] if several_lines else text.split("\n")
            filled = {code: number_form(cell.strip()) for code, cell in zip(codes, cells, strict=True) if cell.strip()}
            given, text = _digest(list(filled)), _joined(list(filled.values()))
        yield sha256(f"{start}{given}\n{text}".encode()).hexdigest()


def _texts(batch: Batch, codes: list[str]) -> Iterator[str]:
    """Yields the cells of each row in their one form, a line each."""
    if not codes:
        yield from [""] * len(batch.heads)
        return
    columns = [batch.cells[code] for code in codes]
    done = 0
    for text in map("\n".join, zip(*columns, strict=True)) if batch.texts is None else batch.texts:
        if _may_be_otherwise(text):
            break
        yield text
        done += 1
    yield from map("\n".join, zip(*(_as_numbers(column[done:]) for column in columns), strict=True))


def _may_be_otherwise(text: str) -> bool:
    """Whether one of the cells in ``text`` may be a number in another writing than the one form."""
    return "." in text or ("%" in text and " %" in text)


def _as_numbers(cells: Sequence[str]) -> Sequence[str]:
    """The one form of each cell; most columns are of one writing, and are looked at as a whole."""
    text = "\n".join(cells)
    if not _may_be_otherwise(text):
        return cells
    if text.count("\n") == len(cells) - 1 and _NUMBERS.fullmatch(text + "\n"):
        return text.replace(".", "").split("\n")
    return [number_form(cell) for cell in cells]


def of_years(digests: Sequence[str]) -> str:
    """Returns the hash of all that may matter to a unit in a year: of that year, then of the others, in their order."""
    return digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()


def _may_have_blanks(text: str) -> bool:
    """Whether one of the cells, a line each, may be blank or have blanks at an end; asked of the text, because to look at each takes longer."""
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
