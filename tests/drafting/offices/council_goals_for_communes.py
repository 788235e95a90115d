"""Write a People's Council resolution that gives goals to communes, in two tables."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_grid, add_letterhead, add_lines, merge, new_document

BODY = """
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Xét Tờ trình số 41/TTr-UBND ngày 03 tháng 12 năm 2025 của Ủy ban nhân dân tỉnh;
QUYẾT NGHỊ:
Điều 1. Giao chỉ tiêu năm 2026 cho các xã, phường tại Phụ lục I và Phụ lục II.
Điều 2. Ủy ban nhân dân tỉnh thưởng 200 triệu đồng cho xã vượt từ 10% kế hoạch.
Điều 3. Nghị quyết được thông qua tại kỳ họp thứ 23 ngày 12 tháng 12 năm 2025.
"""
BY_ROW = (
    ("1", "Xã Hòa Lộc", "340", "96,5", "12"),
    ("2", "Xã Trà Lãng", "275", "95", "-"),
    ("3", "Phường Bình Khê", "1.120", "98", "0"),
    ("4", "Xã Cù Lao Sậy", "190", "94,2", "7"),
    ("", "Tổng cộng", "1.925", "", "19"),
)
BY_COLUMN = (
    ("TT", "Chỉ tiêu", "ĐVT", "Toàn tỉnh", "Hòa Lộc", "Trà Lãng", "Bình Khê", "Cù Lao Sậy"),
    ("1", "Số lao động được tạo việc làm", "Người", "1.000", "240", "210", "400", "150"),
    ("2", "Số sản phẩm OCOP công nhận mới", "Sản phẩm", "8", "3", "2", "1", "2"),
    ("3", "Tỷ lệ hồ sơ trực tuyến toàn trình", "%", "80", "78", "75", "92", "70"),
)


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("HỘI ĐỒNG NHÂN DÂN", "TỈNH ĐÔNG HẢI", "Số: 93/NQ-HĐND"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đông Hải, ngày 12 tháng 12 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT", "Về việc giao một số chỉ tiêu kinh tế - xã hội năm 2026 cho các xã, phường")
    add_lines(document, BODY)
    add_letterhead(document, ("Nơi nhận:", "- UBND các xã, phường."), ("CHỦ TỊCH", "Võ Ngọc Lan"))
    add_centred(document, "PHỤ LỤC I", "Giao thu ngân sách, bảo hiểm y tế và xóa nhà tạm năm 2026")
    blank = ("",) * 5
    table = add_grid(document, (blank, blank, *BY_ROW))
    merge(table, (0, 0), (1, 0), "STT")
    merge(table, (0, 1), (1, 1), "Xã, phường")
    merge(table, (0, 2), (0, 4), "Chỉ tiêu giao năm 2026")
    for column, title in enumerate(
        ("Thu ngân sách (tỷ đồng)", "Tỷ lệ tham gia BHYT (%)", "Số nhà tạm được xóa (căn)"), start=2
    ):
        table.cell(1, column).text = title
    document.add_paragraph("Ghi chú: Dấu «-» là không giao chỉ tiêu.")
    add_centred(document, "PHỤ LỤC II", "Giao chỉ tiêu lao động, OCOP và hồ sơ trực tuyến năm 2026")
    add_grid(document, BY_COLUMN)
    document.save(str(path))
