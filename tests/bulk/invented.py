"""An invented resolution, communes with their numbers, and these numbers as facts files and as tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.small_workspace import Small

CATALOGUE = """
ho.tong: {tên: Tổng số hộ, đơn vị tính: hộ, tính chất: thời điểm}
ho.ngheo: {tên: Số hộ nghèo, đơn vị tính: hộ, tính chất: thời điểm, là phần của: ho.tong}
ho.ty_le_ngheo: {tên: Tỷ lệ hộ nghèo, đơn vị tính: "%", công thức: "tỷ_lệ(ho.ngheo, ho.tong)"}
thu.tong: {tên: Thu ngân sách, đơn vị tính: triệu đồng, tính chất: trong năm}
thu.du_toan: {tên: Dự toán thu, đơn vị tính: triệu đồng, tính chất: kế hoạch}
rung.ty_le: {tên: Tỷ lệ che phủ rừng, đơn vị tính: "%", tính chất: thời điểm}
duong.km: {tên: Đường bê tông, đơn vị tính: km, tính chất: lũy kế}
van_hoa.dat: {tên: Đạt chuẩn văn hóa, kiểu: có/không}
"""
CRITERIA = """
- số: 1.1
  nguyên văn: Giảm tỷ lệ hộ nghèo còn dưới 2%
  đạt khi: ho.ty_le_ngheo dưới 2%
- số: 1.2
  nguyên văn: Thu ngân sách đạt dự toán trở lên
  đạt khi: thu.tong từ thu.du_toan trở lên
- số: 1.3
  nguyên văn: Tỷ lệ che phủ rừng từ 40% đến 50%
  đạt khi: rung.ty_le từ 40% đến 50%
- số: 1.4
  nguyên văn: Thu ngân sách tăng 10% trở lên so với năm trước
  đạt khi: tăng_trưởng(thu.tong) từ 10% trở lên
- số: 1.5
  nguyên văn: Đạt chuẩn văn hóa
  đạt khi: van_hoa.dat có
- số: 1.6
  nguyên văn: Đến năm 2025 có 12,5 km đường bê tông, và tỷ lệ che phủ rừng trên 30%
  đạt khi:
    tất cả:
      - duong.km đạt 12,5 km
      - rung.ty_le trên 30%
"""
CODES = ("ho.tong", "ho.ngheo", "thu.tong", "thu.du_toan", "rung.ty_le", "duong.km", "van_hoa.dat")
UNITS: Mapping[str, tuple[str, ...]] = {
    "xã An Bình": ("1.500", "30", "1200 triệu đồng", "1200", "40%", "12,5", "có"),
    "xã Bình An": ("1501", "30", "1,2 tỷ đồng", "1200,5", "50,01", "12,49", "không"),
    "xã Tân Lập": ("999", "20", "3.000,25", "2.500", "39,999 %", "13 km", "có"),
    "xã Tân Lạp": ("0", "0", "900", "chưa có", "30", "0", ""),
    "phường Một, Hai": ("2000", "39", "từ 5 đến 9 tỷ đồng", "7 tỷ đồng", "khoảng 45%", "trên 12 km", "có"),
    "xã Sai": ("100", "101", "1", "1", "1", "1", "có"),
    "xã Lẻ": ("10,5", "1", "1", "1", "1", "1", "có"),
    'xã "Ngoặc"': ("1000", "20", "1.100", "1.000", "44,5", "12,6", "có"),
}
"""Two of them have errors: more poor households than households, and half a household."""


def workspace(root: Path) -> Path:
    """The rules, without facts."""
    Small(root, CATALOGUE).criteria(CRITERIA)
    (root / "facts").mkdir(exist_ok=True)
    return root


def facts_files(root: Path, units: Mapping[str, tuple[str, ...]] = UNITS, year: int = 2023) -> Path:
    """Writes the numbers as facts files, a folder a unit."""
    for number, (unit, values) in enumerate(units.items()):
        lines = "".join(f"      {code}: '{value}'\n" for code, value in zip(CODES, values, strict=True) if value)
        text = f"nghị quyết: 1/NQ-HĐND\nđơn vị: '{unit}'\nnăm: {year}\ntính đến: 31/12/{year}\n"
        text += f"nguồn:\n  BC:\n    tên: Báo cáo\nsố liệu:\n  - nguồn: BC\n    giá trị:\n{lines}"
        folder = root / "facts" / f"dv-{number:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{year}.yaml").write_text(text, "utf-8")
    return root


def wide(units: Mapping[str, tuple[str, ...]] = UNITS, year: int = 2023) -> list[list[str]]:
    """The numbers as a table with a column for each indicator, its headings first."""
    head = ["đơn vị", "năm", "tính đến", "nguồn", *CODES]
    return [head, *([unit, str(year), f"31/12/{year}", "BC", *values] for unit, values in units.items())]


def long(units: Mapping[str, tuple[str, ...]] = UNITS, year: int = 2023) -> list[list[str]]:
    """The same with a row for each value."""
    head, *rows = wide(units, year)
    found = [[*head[:4], "mã số liệu", "giá trị"]]
    for row in rows:
        found += ([*row[:4], code, value] for code, value in zip(CODES, row[4:], strict=True))
    return found


def as_csv(path: Path, rows: Iterable[Iterable[str]], separator: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
    return path
