"""The cases of tests/importing/office_tables: how they are written, and the workbook each stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook as ExcelBook
from openpyxl.worksheet.worksheet import Worksheet
from ruamel.yaml import YAML

from engine.importing.intake import Options

FOLDER = Path(__file__).parent / "office_tables"
CATALOGUE = (FOLDER / "catalogue.yaml").read_text("utf-8")
NUMBER = re.compile(r"-?\d+(,\d+)?")
PERCENT = re.compile(r"-?\d+(,\d+)?%")
FORMATTED = re.compile(r"(.+)@(\S+)")
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
KEYS = frozenset(
    {"name", "why", "file", "sheet", "sheets", "table", "unit", "year", "as of", "units", "values", "left out"}
    | {"may be read", "remarks", "no remarks", "not said", "refused", "or refused"}
)


@dataclass(frozen=True)
class Expected:
    """One value, as the case writes it; an empty text or 0 is what goes without saying."""

    cell: str
    unit: str
    year: int
    code: str
    text: str
    basis: str
    period: str
    day: date | None


@dataclass(frozen=True)
class OfficeCase:
    kind: str
    name: str
    sheets: dict[str, str]
    file: str = "bang.xlsx"
    options: Options = field(default_factory=Options)
    units: tuple[str, ...] = ()
    values: tuple[Expected, ...] = ()
    may_be_read: tuple[Expected, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    no_remarks: tuple[str, ...] = ()
    not_said: tuple[str, ...] = ()
    refused: str = ""
    or_refused: str = ""

    def write(self, folder: Path) -> Path:
        """Writes the workbook of the case into ``folder``."""
        book = ExcelBook()
        active = book.active
        assert active is not None
        book.remove(active)
        for name, table in self.sheets.items():
            fill(book.create_sheet(name), table)
        path = folder / self.file
        book.save(path)
        return path


def cases() -> list[OfficeCase]:
    """All cases, in the order of their files."""
    paths = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "catalogue.yaml")
    return [case_of(path.stem, entry) for path in paths for entry in YAML(typ="safe").load(path)]


def case_of(kind: str, entry: dict[str, Any]) -> OfficeCase:
    assert entry.keys() <= KEYS, (entry["name"], entry.keys() - KEYS)
    sheets = entry.get("sheets") or {entry.get("sheet", "Sheet1"): entry["table"]}
    left_out = [(str(place), str(word)) for pair in entry.get("left out", []) for place, word in pair.items()]
    as_of = day_of(str(entry.get("as of", "")))
    options = Options(unit=entry.get("unit", ""), year=entry.get("year"), as_of=as_of, today=date(2026, 11, 27))
    return OfficeCase(
        kind=kind,
        name=entry["name"],
        sheets=sheets,
        file=entry.get("file", "bang.xlsx"),
        options=options,
        units=tuple(entry.get("units", [])),
        values=expected_values(entry, "values", options),
        may_be_read=expected_values(entry, "may be read", options),
        left_out=tuple(left_out),
        remarks=tuple(entry.get("remarks", [])),
        no_remarks=tuple(entry.get("no remarks", [])),
        not_said=tuple(entry.get("not said", [])),
        refused=str(entry.get("refused", "")),
        or_refused=str(entry.get("or refused", "")),
    )


def expected_values(entry: dict[str, Any], key: str, options: Options) -> tuple[Expected, ...]:
    return tuple(expected_of(line, options) for line in str(entry.get(key, "")).strip().splitlines())


def expected_of(line: str, options: Options) -> Expected:
    parts = [part.strip() for part in line.split("|")]
    cell, unit, year, code, text, basis, period, day = parts + [""] * (8 - len(parts))
    return Expected(
        cell=cell,
        unit=unit or options.unit or "",
        year=int(year or options.year or 0),
        code=code,
        text=text,
        basis=basis or "thực hiện",
        period=period,
        day=day_of(day),
    )


def day_of(text: str) -> date | None:
    found = DAY.fullmatch(text)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def fill(sheet: Worksheet, table: str) -> None:
    """Fills a sheet from the rows of a case; a run of ``<`` and ``^`` is one merged cell with what it starts from."""
    grid = [[cell.strip() for cell in line.split("|")] for line in table.strip("\n").splitlines()]
    for y, row in enumerate(grid):
        for x, text in enumerate(row):
            if text not in ("", "~", "<", "^"):
                write_cell(sheet, y, x, text)
            if text not in ("<", "^"):
                merge(sheet, grid, y, x)


def write_cell(sheet: Worksheet, y: int, x: int, text: str) -> None:
    cell = sheet.cell(y + 1, x + 1)
    formatted = FORMATTED.fullmatch(text)
    if formatted:
        write_cell(sheet, y, x, formatted[1])
        cell.number_format = formatted[2]
    elif PERCENT.fullmatch(text):
        cell.value = round(float(text[:-1].replace(",", ".")) / 100, 12)
        cell.number_format = "0.00%"
    elif NUMBER.fullmatch(text):
        cell.value = float(text.replace(",", ".")) if "," in text else int(text)
    elif DAY.fullmatch(text):
        cell.value = day_of(text)
        cell.number_format = "dd/mm/yyyy"
    else:
        cell.value = text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text.replace("⏎", "\n")


def merge(sheet: Worksheet, grid: list[list[str]], y: int, x: int) -> None:
    right = x
    while right + 1 < len(grid[y]) and grid[y][right + 1] == "<":
        right += 1
    below = y
    while below + 1 < len(grid) and x < len(grid[below + 1]) and grid[below + 1][x] == "^":
        below += 1
    if (right, below) != (x, y):
        sheet.merge_cells(start_row=y + 1, end_row=below + 1, start_column=x + 1, end_column=right + 1)
