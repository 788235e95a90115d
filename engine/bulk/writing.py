"""How the numbers in the texts of a table of many units are written: 1.623,5 or 1,623.5. It is proved or stated, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.bulk.docs import text_in_cell
from engine.bulk.places import TablePlaces
from engine.bulk.reading import Line
from engine.domain.records import NamedTuple
from engine.importing.cell_value import RefusedCell
from engine.importing.grid import UnreadableTable
from engine.importing.number_writing import (
    RATES,
    Writing,
    from_english,
    marked_numbers,
    possible_writings,
    readings_of_rate,
)
from engine.language.ranks import is_place
from engine.language.text import normalise, on_one_line
from engine.rulebook.rulebook import Indicator, Kind

_BOTH = frozenset((Writing.VIETNAMESE, Writing.ENGLISH))
_STATE = "thêm --numbers vi nếu cả bảng viết kiểu Việt Nam (1.623,5), --numbers en nếu cả bảng viết kiểu Anh (1,623.5)"


class Seen(NamedTuple):
    """A number of the table, and how a person finds its cell."""

    number: str
    where: str

    def __str__(self) -> str:
        return f"«{on_one_line(self.number[:50])}» ({on_one_line(self.where)})"


class Proof(NamedTuple):
    """What the numbers of a table say of their writing: whether one is Vietnamese alone, the first that is English alone,
    and the first that both writings read, differently."""

    vietnamese: bool = False
    english: Seen | None = None
    either: Seen | None = None

    def joined(self, vietnamese: bool, english: Seen | None, either: Seen | None) -> Proof:
        """Returns it with what other numbers say."""
        return Proof(self.vietnamese or vietnamese, self.english or english, self.either or either)

    def check(self, remedy: str) -> None:
        """Raises UnreadableTable where the numbers of the table may mean others than in Vietnamese writing."""
        if self.english is not None and not self.vietnamese:
            raise UnreadableTable(f"bảng có số viết kiểu Anh: {self.english}", remedy)
        if self.either is None or (self.vietnamese and self.english is None):
            return
        beside = f", trong bảng có số viết kiểu Anh: {self.english}" if self.english else ""
        number = self.either.number
        mark, other = (".", ",") if "." in number else (",", ".")
        readings = f"{number.replace(mark, '')} hoặc {number.replace(mark, ',')} (số lẻ)"
        what = f"{self.either} có thể là {readings}{beside}, không có gì cho biết dấu «{mark}» hay «{other}» là dấu thập phân"
        raise UnreadableTable(what, remedy)


def is_number(indicator: Indicator) -> bool:
    """Whether its values are numbers with a writing; a place in a ranking has none."""
    return indicator.kind is Kind.NUMBER and not is_place(indicator.unit)


def is_whole_count(indicator: Indicator) -> bool:
    """Whether it counts things of which there are no parts, so that «1.500» is fifteen hundred."""
    return indicator.step == indicator.unit.scale == 1


class NumberTexts:
    """Brings the numbers of a table into Vietnamese writing. ``writing`` is what the user says of them, None for nothing.

    Without it every number is one in Vietnamese writing, and ``check`` at the end of the table refuses it where that is not
    proved: a number that both writings read, differently, needs another one that only Vietnamese writing reads, and none that
    only English writing does.
    """

    def __init__(self, writing: Writing | None, catalogue: Mapping[str, Indicator], places: TablePlaces) -> None:
        self.writing = writing
        self._catalogue = catalogue
        self._places = places
        self._proof = Proof()

    def column(
        self,
        code: str,
        cells: Sequence[str],
        lines: Sequence[Line],
        place: int,
        refused: dict[int, tuple[int, RefusedCell]],
    ) -> list[str]:
        """Returns the cells of an indicator, those at ``place`` of ``lines``, as Vietnamese texts; ``refused`` gets
        each line whose number is not certain, with ``place``."""
        joined = "\n".join(cells)
        if ("." not in joined and "," not in joined) or not self._is_number(code):
            return list(cells)
        found = list(cells)
        for at, (cell, line) in enumerate(zip(cells, lines, strict=True)):
            if "." in cell or "," in cell:
                try:
                    found[at] = self.cell(code, cell, line, place)
                except RefusedCell as error:
                    refused.setdefault(at, (place, error))
        return found

    def cell(self, code: str, cell: str, line: Line, place: int) -> str:
        """Returns the cell at ``place`` of ``line`` as a Vietnamese text. Raises RefusedCell where its number is not certain."""
        if place in line.typed or not self._is_number(code):
            return cell
        if self.writing is Writing.ENGLISH:
            return from_english(normalise(cell))
        if self.writing is None:
            self._note(self._catalogue[code], cell, line.number, place)
        return cell

    def check(self) -> None:
        """Raises UnreadableTable where the numbers of the table may mean others than those that were read."""
        self._proof.check(_STATE)

    def _is_number(self, code: str) -> bool:
        indicator = self._catalogue.get(code)
        return indicator is not None and is_number(indicator)

    def _note(self, indicator: Indicator, cell: str, row: int, place: int) -> None:
        for number in marked_numbers(cell):
            possible = possible_writings(number)
            if possible == _BOTH:
                if "." in number and text_in_cell(cell) == number and is_whole_count(indicator):
                    continue  # a thousand and more things counted: there are no parts of one
                if "." in number and indicator.unit.dimension in RATES:
                    what = f"«{number}» của «{indicator.code}» có thể là {readings_of_rate(number)}"
                    raise RefusedCell(what, _STATE)
                self._proof = self._proof.joined(False, None, Seen(number, self._places.of(row, place)))
            elif Writing.VIETNAMESE in possible:
                self._proof = self._proof.joined(True, None, None)
            elif Writing.ENGLISH in possible:
                self._proof = self._proof.joined(False, Seen(number, self._places.of(row, place)), None)
