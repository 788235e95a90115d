"""Import: seconds of the processor per value, and memory, of `chitieu import`.

`python -m benchmarks.imports [VALUES] [ROUNDS]` prints the table. It makes a workspace with a catalogue of invented
indicators, and tables of so many values and of a quarter of them:

- long: a row per unit, year and indicator, as CSV and as .xlsx; few large facts files;
- small: the same with 5 indicators, so that five values make a facts file;
- wide: a row per unit and year, a column per indicator, as CSV and as .xlsx.

Each is read by a process of its own with `--dry-run --quiet`; from its seconds are taken those of the import of a table with
one value in the same round. Growth is the time per value of all values against that of a quarter: 1 is linear. Memory is the
peak of the process.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.cost import CHITIEU, PASS, Cost, Rounds, finished
from benchmarks.machine import units as machine
from benchmarks.table import Goal, Table, number, shown, unit_rows

VALUES, ROUNDS = 40_000, 3
YEARS = (2021, 2022, 2023, 2024)
INDICATORS = 40

Row = list[str | int]


class Kind(NamedTuple):
    """A kind of table. ``rows(units)`` makes it."""

    name: str
    suffix: str
    indicators: int
    rows: Callable[[int, int], Iterator[Row]]


def workspace(root: Path) -> None:
    """Makes the rules, whose only criterion is about the first indicator."""
    folder = root / "rules" / "nq"
    folder.mkdir(parents=True)
    (root / "facts").mkdir()
    head = (
        "nghị quyết:\n  số: 5/NQ-HĐND\n  ngày: 20/12/2020\n  cơ quan ban hành: Hội đồng nhân dân tỉnh A\n"
        "  trích yếu: Nhiệm vụ phát triển kinh tế - xã hội\n  giai đoạn: 2021-2025\nsố liệu:\n"
    )
    declared = "".join(f"  x.a{n}:\n    tên: Số việc loại {n}\n    đơn vị tính: việc\n" for n in range(INDICATORS))
    (folder / "nghi-quyet.yaml").write_text(head + declared, "utf-8")
    criterion = "chỉ tiêu: 1\nnội dung:\n  - số: 1.1\n    nguyên văn: Có từ 900 việc trở lên\n    đo bằng: x.a0\n"
    (folder / "chi-tieu-1.yaml").write_text(f"{criterion}    đạt khi: từ 900 việc trở lên\n", "utf-8")


def long_rows(units: int, indicators: int) -> Iterator[Row]:
    chance = random.Random(units)
    yield ["Tên đơn vị", "Năm", "Chỉ tiêu", "ĐVT", "Giá trị"]
    for unit in range(units):
        for year in YEARS:
            for n in range(indicators):
                yield [f"xã Số {unit}", year, f"Số việc loại {n}", "việc", chance.randint(1, 9999)]


def wide_rows(units: int, indicators: int) -> Iterator[Row]:
    chance = random.Random(units)
    yield ["Tên đơn vị", "Năm", *(f"Số việc loại {n} (việc)" for n in range(indicators))]
    for unit in range(units):
        for year in YEARS:
            yield [f"xã Số {unit}", year, *(chance.randint(1, 9999) for _ in range(indicators))]


KINDS = (
    Kind("long", ".csv", INDICATORS, long_rows),
    Kind("long", ".xlsx", INDICATORS, long_rows),
    Kind("small", ".csv", 5, long_rows),
    Kind("wide", ".csv", INDICATORS, wide_rows),
    Kind("wide", ".xlsx", INDICATORS, wide_rows),
)


def table(root: Path, kind: Kind, values: int) -> str:
    """Writes a table of about so many values, and returns its name."""
    rows = kind.rows(max(1, values // len(YEARS) // kind.indicators), kind.indicators)
    path = root / f"{kind.name}-{values}{kind.suffix}"
    if kind.suffix == ".xlsx":
        write_xlsx(path, rows)
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return path.name


def write_xlsx(path: Path, rows: Iterator[Row]) -> None:
    """Writes a workbook with one sheet, its texts in the cells."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    of_package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{of_package}">'
            f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{of_package}">'
            f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}">'
            '<sheets><sheet name="Bảng" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        with package.open("xl/worksheets/sheet1.xml", "w") as stream:
            stream.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number, row in enumerate(rows, 1):
                stream.write(f'<row r="{number}">{"".join(map(xlsx_cell, row))}</row>'.encode())
            stream.write(b"</sheetData></worksheet>")


def xlsx_cell(value: str | int) -> str:
    return f"<c><v>{value}</v></c>" if isinstance(value, int) else f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def measure(values: int = VALUES, rounds: int = ROUNDS) -> Table:
    done, peaks = Rounds(), dict[str, float]()
    unit = machine()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        workspace(root)
        tables = {kind: [table(root, kind, count) for count in (1, values // 4, values)] for kind in KINDS}
        for _ in range(rounds):
            for name, work in unit.items():
                done.note(name, work())
            for kind, (one, part, whole) in tables.items():
                start, quarter, every = (_import(root, name) for name in (one, part, whole))
                title = f"{kind.name}, {kind.suffix}"
                each = (every.seconds - start.seconds) / values
                done.note(title, each)
                done.note(f"growth of {title}", each / ((quarter.seconds - start.seconds) / (values // 4)))
                peaks[title] = max(every.mebibytes, peaks.get(title, 0))
    rows: list[tuple[str, ...]] = [(what, f"{seconds} s", "", "", "") for what, seconds, *_ in unit_rows(done)]
    rows += [_row(title, done, peaks[title]) for title in peaks]
    goals = [goal for title in peaks for goal in _goals(title, done)]
    columns = (f"{values:,} values", "µs a value", "values in a pass", "growth from a quarter", "peak, MiB")
    return Table(columns, rows, goals, idle=done.of(PASS), rounds=rounds)


def _import(root: Path, name: str) -> Cost:
    return finished((*CHITIEU, "import", name, "--dry-run", "--quiet"), root)


def _row(title: str, done: Rounds, peak: float) -> tuple[str, ...]:
    each, growth = done.of(title).scaled(1e6), done.of(f"growth of {title}")
    return (title, shown(each), number(done.of(PASS).median / done.of(title).median), shown(growth), number(peak))


def _goals(title: str, done: Rounds) -> list[Goal]:
    vietnamese = {"long": "mỗi dòng một giá trị", "small": "nhiều tệp nhỏ", "wide": "mỗi cột một số liệu"}
    kind, suffix = title.split(", ")
    name = f"import ({vietnamese[kind]}, {suffix})"
    return [
        Goal(f"import ({title}): a value", f"{name}: một giá trị", done.of(title).scaled(1e6), 60, " µs"),
        Goal(f"import ({title}): growth", f"{name}: mức tăng", done.of(f"growth of {title}"), 1.2, " ×"),
    ]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])).markdown())
