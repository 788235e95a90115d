"""What reading a cell comes to: a value, nothing, or a refusal with its remedy."""

from __future__ import annotations

from engine.domain.records import NamedTuple


class Blank(Exception):
    """The cell holds no value; the message quotes it."""


class RefusedCell(Exception):
    """The cell holds something that is no value of the indicator."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


class CellValue(NamedTuple):
    """The value in the words of a facts file; ``remarks`` are for a person to confirm.

    ``basis`` is what the cell says of its kind of data («1.020 (ước)»), '' where it says nothing.
    """

    text: str
    remarks: tuple[str, ...] = ()
    basis: str = ""

    def check_basis(self, basis: str) -> None:
        """Raises RefusedCell where the cell says that it is of another kind than ``basis``, that of its column."""
        if self.basis not in ("", basis):
            reason = f"ô ghi số {self.basis}, cột là số {basis}"
            remedy = f"ô chỉ gõ con số; ghi «{self.basis}» ở cột Loại số liệu, hoặc chuyển số sang cột {self.basis}"
            raise RefusedCell(reason, remedy)
