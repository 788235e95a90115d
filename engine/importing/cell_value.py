"""What reading a cell comes to: a value, nothing, or a refusal with its remedy."""

from __future__ import annotations

from typing import NamedTuple


class Blank(Exception):
    """The cell holds no value; the message quotes it."""


class RefusedCell(Exception):
    """The cell holds something that is no value of the indicator."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


class CellValue(NamedTuple):
    """The value in the words of a facts file; ``remarks`` are for a person to confirm."""

    text: str
    remarks: tuple[str, ...] = ()
