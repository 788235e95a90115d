"""What SQL reads of a cell is what the reader of tables reads of it, or is left to the rules."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from engine.bulk.cells import CellReader
from engine.bulk.column_types import Content, cell_readers
from engine.bulk.column_types import TypedColumn as Typed
from engine.sql.cells import CellWriter
from engine.sql.dialects import MILLION
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small
from tests.sql.databases import Connected

pytestmark = pytest.mark.slow
CATALOGUE = """
ngay.xong: {tên: Ngày hoàn thành, kiểu: ngày}
hang.so: {tên: Xếp hạng, đơn vị tính: hạng}
diem.so: {tên: Điểm, đơn vị tính: điểm, bước: "0,25"}
ho.chan: {tên: Hộ theo cặp, đơn vị tính: hộ, bước: "2"}
tien.so: {tên: Tiền, đơn vị tính: triệu đồng}
dat.so: {tên: Đạt chuẩn, kiểu: có/không}
xep.loai: {tên: Xếp loại, kiểu: phân loại, giá trị: [yếu, khá, tốt]}
"""
CODES = ("ngay.xong", "hang.so", "diem.so", "ho.chan", "tien.so", "dat.so", "xep.loai")
DAYS = ["2023-06-30", "1900-01-01", "2199-12-31", "1899-12-31", "2200-01-01", "2000-02-29", "0001-01-01"]
NUMBERS = [
    "0",
    "1",
    "2",
    "3",
    "10",
    "0.25",
    "0.3",
    "7.5",
    "-1",
    "999999999999",
    "1000000000000",
    "0.000001",
    "0.0000001",
]


def written(chance: Random) -> str:
    """A text as it may stand in a cell of any indicator."""
    day = f"{chance.randint(0, 32)}{chance.choice('/-')}{chance.randint(0, 13):0{chance.choice('12')}}{chance.choice('//-')}"
    number = f"{chance.randint(0, 20)}{chance.choice(['', ',5', ',25', ',3', '.5', '.500', ',0'])}"
    words = ["có", "Không", "KHÁ", "Tốt", "yếu", "hạng 3", "chưa có", "…", " ", "", "5/34", "true"]
    years = ["1899", "1900", "2000", "2023", "2024", "2100", "2199", "2200", "23"]
    text = chance.choice([f"{day}{chance.choice(years)}", number, chance.choice(words)])
    return chance.choice([text, text, text, f" {text}", f"{text}x"])


@pytest.fixture
def readers(tmp_path: Path) -> dict[str, CellReader]:
    Small(tmp_path, CATALOGUE).criteria("- {số: 1.1, nguyên văn: Một, đạt khi: hang.so hạng 1 trở lên}")
    rulebook = Cases(Workspace(tmp_path)).rulebooks()[0]
    return {code: CellReader(rulebook.indicators[code], rulebook.vocabulary) for code in CODES}


def hold(database: Connected, reader: CellReader, kind: str, content: Content, values: list[str]) -> int:
    """Compares both readings of ``values`` in a column of such a ``kind``. Returns how many of them SQL reads."""
    cursor = database.connection.cursor()
    cursor.execute("DROP TABLE IF EXISTS o")
    cursor.execute(f"CREATE TABLE o (stt INTEGER, x {kind})")
    place = database.place
    cursor.executemany(f"INSERT INTO o VALUES ({place}, CAST({place} AS {kind}))", list(enumerate(values)))
    cell = CellWriter(reader, database.dialect).write("x", content)
    rows = database.rows(f"SELECT {cell.number}, ({cell.odd}) IS NOT FALSE, x FROM o ORDER BY stt")
    as_text = cell_readers([Typed("x", kind)])[0]
    known = 0
    for number, odd, x in rows:
        if odd:
            continue
        read = reader.read([as_text(x)])
        assert not read.other[0], (reader.indicator.code, x)
        expected = read.numbers.at(0) if read.present[0] else None
        got = None if number is None else Fraction(number) * reader.indicator.unit.scale / MILLION
        assert got == expected, (reader.indicator.code, x)
        known += got is not None
    return known


@pytest.mark.parametrize("code", CODES)
def test_texts(database: Connected, readers: dict[str, CellReader], code: str) -> None:
    chance = Random(code)
    known = hold(database, readers[code], "TEXT", Content.TEXTS, [written(chance) for _ in range(4_000)])
    assert known > 40


@pytest.mark.parametrize("code", CODES)
def test_numbers(database: Connected, readers: dict[str, CellReader], code: str) -> None:
    known = hold(database, readers[code], "NUMERIC(30,8)", Content.NUMBERS, NUMBERS)
    assert known == {"hang.so": 5, "diem.so": 9, "ho.chan": 3, "tien.so": 11}.get(code, 0)
    whole = [number for number in NUMBERS if "." not in number]
    assert hold(database, readers[code], "BIGINT", Content.NUMBERS, whole) <= known


@pytest.mark.parametrize("code", CODES)
def test_days(database: Connected, readers: dict[str, CellReader], code: str) -> None:
    known = hold(database, readers[code], "DATE", Content.DATES, DAYS)
    assert known == (4 if code == "ngay.xong" else 0)
