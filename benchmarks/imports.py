"""Import: processor time per value and memory of `chitieu import`, against a fixed loop of the same interpreter.

Run in the environment that chitieu is installed in:  python benchmarks/imports.py [values] [rounds]
It makes a workspace with a catalogue of invented indicators, and tables of so many values and of a quarter of them:

- long: a row per unit, year and indicator, as CSV and as .xlsx; few large facts files;
- small: the same with 5 indicators, so that five values make a facts file;
- wide: a row per unit and year, a column per indicator, as CSV and as .xlsx.

Each is read by a process of its own with `--dry-run --quiet`. From its processor time (user and system) is taken that of
the import of a table with one value; the smallest of the rounds counts, because everything else on the machine only adds.
The loop adds up ten million numbers. Growth is the time per value of all values against that of a quarter: 1 is linear.
Memory is the peak above that of the import of four values.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

YEARS = (2021, 2022, 2023, 2024)
INDICATORS = 40
LOOP = [sys.executable, "-c", "total = 0\nfor number in range(10_000_000): total += number"]

Row = list[str | int]


class Kind(NamedTuple):
    """A kind of table. ``rows(units)`` makes it."""

    name: str
    suffix: str
    indicators: int
    rows: Callable[[int, int], Iterator[Row]]


class Cost(NamedTuple):
    seconds: float
    memory: int
    """MiB."""


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


def cost(command: list[str], root: Path, rounds: int) -> Cost:
    """Returns the least of several runs of a command."""
    probe = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "spent = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(spent.ru_utime + spent.ru_stime, spent.ru_maxrss // 1024)"
    )
    costs = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", probe, *command], cwd=root, check=True, capture_output=True)
        seconds, memory = done.stdout.split()
        costs.append(Cost(float(seconds), int(memory)))
    return min(costs)


def of_import(root: Path, name: str, rounds: int) -> Cost:
    return cost([sys.executable, "-m", "cli.main", "import", name, "--dry-run", "--quiet"], root, rounds)


def main(values: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        workspace(root)
        loop = cost(LOOP, root, rounds).seconds
        print(f"the loop: {loop:.2f} s")
        for kind in KINDS:
            one = of_import(root, table(root, kind._replace(indicators=1), 1), rounds)
            part, whole = (of_import(root, table(root, kind, count), rounds) for count in (values // 4, values))
            each, each_of_part = (whole.seconds - one.seconds) / values, (part.seconds - one.seconds) / (values // 4)
            memory = (whole.memory - one.memory) * 1024 / values
            print(
                f"{kind.name}{kind.suffix}: {each * 1e6:.0f} µs a value, {each / loop * 1e6:.0f} millionths of the loop; "
                f"growth {each / each_of_part:.2f}; start-up {one.seconds:.2f} s; "
                f"peak {whole.memory} MiB, {memory:.2f} KiB a value"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
