"""A small catalogue, and tables imported into it: as CSV from text, as .xlsx from rows."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook as ExcelBook

from engine.files.diagnostics import Problems
from engine.importing.books import read_book
from engine.importing.existing import ExistingFacts
from engine.importing.import_result import Import
from engine.importing.intake import Options, gather
from engine.workspace.loading import load_rulebook
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

CATALOGUE = """
xa.ho_ngheo: {tên: Tỷ lệ hộ nghèo, đơn vị tính: "%", tên khác: [Tỷ lệ hộ nghèo đa chiều]}
xa.thu: {tên: Thu ngân sách, đơn vị tính: triệu đồng, tính chất: trong năm}
xa.viec: {tên: Số việc làm mới, đơn vị tính: việc, tính chất: trong năm}
xa.duong: {tên: Chiều dài đường bê tông, đơn vị tính: km}
xa.giam: {tên: Mức giảm tỷ lệ hộ nghèo, đơn vị tính: điểm %}
xa.tham_muu: {tên: Tham mưu kịp thời, kiểu: có/không}
xa.xep_loai: {tên: Xếp loại chính quyền, kiểu: nhận định}
xa.ngay: {tên: Ngày về đích, kiểu: ngày}
"""
CRITERIA = """
- số: 1.1
  nguyên văn: Thu ngân sách trên địa bàn đạt từ 5.000 triệu đồng trở lên
  đo bằng: xa.thu
  đạt khi: từ 5.000 triệu đồng trở lên
- số: 1.2
  nguyên văn: Giảm nghèo và tạo việc làm
  đạt khi:
    tất cả:
      - xa.ho_ngheo còn dưới 3%
      - xa.viec trên 100 việc
"""
ASKED = Options(unit="xã A", year=2023)
Rows = list[list[object]]


class Desk:
    """A workspace in ``root`` and what is imported into it."""

    def __init__(self, root: Path) -> None:
        Small(root, CATALOGUE).criteria(CRITERIA)
        (root / "facts").mkdir(exist_ok=True)
        self.root = root
        self.workspace = Workspace(root)
        problems = Problems()
        (folder,) = self.workspace.resolution_folders
        rulebook = load_rulebook(self.workspace, folder, problems)
        assert rulebook is not None and not problems.found, [p.message for p in problems.found]
        self.rulebook = rulebook

    def gather(self, path: Path, options: Options = ASKED) -> Import:
        return gather(
            [read_book(path, path.name)], self.rulebook, options, ExistingFacts(self.workspace, self.rulebook)
        )

    def csv(self, text: str, options: Options = ASKED, encoding: str = "utf-8") -> Import:
        path = self.root / "bang.csv"
        path.write_bytes(text.encode(encoding))
        return self.gather(path, options)

    def xlsx(self, rows: Rows, options: Options = ASKED) -> Import:
        return self.gather(self.book(rows), options)

    def book(self, rows: Rows, sheet: str = "Bảng") -> Path:
        book = ExcelBook()
        active = book.active
        assert active is not None
        active.title = sheet
        for row in rows:
            active.append(row)
        path = self.root / "bang.xlsx"
        book.save(path)
        return path


def values(found: Import) -> dict[str, str]:
    """The texts taken, by indicator."""
    return {value.code: value.text for value in found.taken}


def reasons(found: Import) -> dict[str, str]:
    """Kind of reason by cell (without file and sheet)."""
    return {entry.place.rpartition("!")[2]: entry.why.value for entry in found.left_out}
