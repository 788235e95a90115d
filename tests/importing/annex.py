"""The golden table as an annex: title lines, a heading of two rows, sections, numbers as text, percent cells, notes below.

The numbers are those of the report (1-domain, golden table); so is the wording of the rows.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

TITLES = (
    "PHỤ LỤC",
    "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NGHỊ QUYẾT SỐ 47/NQ-HĐND NĂM 2023",
    "(Số liệu tính đến ngày 10/11/2023)",
)
Row = tuple[str | int | float | None, ...]
# STT, tên, ĐVT, mục tiêu, TH 31/10, TH, ước cả năm, tỷ lệ, đánh giá
ROWS: tuple[Row, ...] = (
    ("I", "TỔ HỢP TÁC", None, None, None, None, None, None, None),
    (
        "1.1",
        "Tiếp tục vận động thành lập mới 07 THT ở các xã chưa có THT tiểu thủ công nghiệp",
        "THT",
        7,
        None,
        0,
        None,
        "0%",
        "Chưa đạt",
    ),
    ("2.2", "Số thành viên THT", "thành viên", "từ 3.200 trở lên", None, "3.205", None, "100,16%", "Đạt"),
    (
        "3.2",
        "Lợi nhuận bình quân một THT đạt từ 200 triệu đồng/năm trở lên",
        "Triệu đồng",
        200,
        None,
        95,
        None,
        0.475,
        "Chưa đạt",
    ),
    ("II", "HỢP TÁC XÃ", None, None, None, None, None, None, None),
    ("2.1", "Số lượng thành viên trong các HTX", "thành viên", 2600, None, 2570, None, 0.9885, "Chưa đạt"),
    (
        "3.1",
        "Doanh thu bình quân của một HTX (triệu đồng)",
        None,
        "từ 1.800 trở lên",
        1623,
        None,
        "trên 1.800",
        None,
        "Đạt",
    ),
    (
        "4.1",
        "Thu nhập bình quân của lao động thường xuyên trong HTX",
        "tr.đ/người/năm",
        "Trên 45",
        None,
        45,
        None,
        None,
        "Chưa đạt",
    ),
    (
        "5.1",
        "Tỷ lệ cán bộ quản lý HTX có trình độ từ trung cấp trở lên",
        "%",
        0.4,
        None,
        0.75,
        None,
        None,
        "Vượt",
    ),
    (
        "5.2",
        "Tổ chức bồi dưỡng 70% cán bộ quản lý, cán bộ chuyên môn nghiệp vụ",
        "%",
        0.7,
        None,
        None,
        None,
        None,
        "Chưa đạt",
    ),
    (
        None,
        "- Tỷ lệ cán bộ quản lý, cán bộ chuyên môn nghiệp vụ HTX được bồi dưỡng",
        "%",
        None,
        None,
        0.7,
        None,
        None,
        None,
    ),
    (
        None,
        "- Tỷ lệ cán bộ quản lý, cán bộ chuyên môn nghiệp vụ THT được bồi dưỡng",
        "%",
        None,
        None,
        "0%",
        None,
        None,
        None,
    ),
    ("6.1", "Củng cố, nâng cao hiệu quả hoạt động của các HTX hiện có", None, None, None, "Đạt", None, None, "Đạt"),
    ("6.2", "100% số HTX nông nghiệp trên địa bàn huyện hoạt động có lãi", "%", 1, None, 1, None, None, "Đạt"),
    ("7.1", "Số HTX đa dịch vụ hoạt động hiệu quả", "HTX", "20%", None, 5, None, None, "Vượt"),
    (None, "Trong đó: Tổng số HTX", "HTX", None, None, 22, None, None, None),
    (None, "Số HTX giải thể", "HTX", None, None, "......", None, None, None),
)
NOTES = ("Ghi chú: số liệu do Phòng Nông nghiệp tổng hợp.", "Người lập biểu")
PERCENT_ROWS = ("5.1", "6.2")
VERDICTS = {
    "1.1": "not_met",
    "2.1": "not_met",
    "2.2": "met",
    "3.1": "met",
    "3.2": "not_met",
    "4.1": "not_met",
    "5.1": "exceeded",
    "5.2": "not_met",
    "6.1": "met",
    "6.2": "met",
    "7.1": "exceeded",
}


def annex(path: Path) -> Path:
    """Write the annex as an .xlsx to ``path``."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Phụ lục 1"
    for number, title in enumerate(TITLES, 1):
        sheet.cell(number, 1, title).font = Font(bold=True)
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=9)
    top = (
        "STT",
        "Chỉ tiêu, nội dung",
        "ĐVT",
        "Mục tiêu\nNghị quyết",
        "Kết quả thực hiện",
        None,
        None,
        "So sánh\nTH/KH (%)",
        "Đánh giá",
    )
    below = (None, None, None, None, "TH đến 31/10/2023", "Thực hiện năm 2023", "Ước TH\ncả năm 2023", None, None)
    for column, text in enumerate(top, 1):
        sheet.cell(5, column, text).alignment = Alignment(wrap_text=True)
    for column, text in enumerate(below, 1):
        sheet.cell(6, column, text)
    sheet.merge_cells("E5:G5")
    for letter in "ABCDHI":
        sheet.merge_cells(f"{letter}5:{letter}6")
    for column, text in enumerate(("A", "B", "C", "1", "2", "3", "4", "5=3/1", "6"), 1):
        sheet.cell(7, column, text)
    for number, row in enumerate(ROWS, 8):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, float) or (row[0] in PERCENT_ROWS and column in (4, 6)):
                cell.number_format = "0%"
        if row[2] is None and row[5] is None and row[4] is None:
            sheet.merge_cells(start_row=number, start_column=2, end_row=number, end_column=9)
    for number, note in enumerate(NOTES, 9 + len(ROWS)):
        sheet.cell(number, 1, note)
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=9)
    book.save(path)
    return path
