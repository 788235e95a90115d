"""Write a ministry's programme whose table has two columns of goals."""

from pathlib import Path

from tests.drafting.offices.layout import (
    add_centred,
    add_grid,
    add_heading_line,
    add_letterhead,
    add_lines,
    merge,
    new_document,
)

ROWS = (
    ("STT", "Tên chỉ tiêu", "Đơn vị", "Hiện trạng 2024", "Mục tiêu", ""),
    ("", "", "", "", "2027", "2030"),
    ("A", "Nhóm chỉ tiêu về tiếp cận", "", "", "", ""),
    ("1", "Tỷ lệ xã có thư viện hoạt động", "%", "41,6", "60", "≥ 85"),
    ("2", "Số lượt bạn đọc bình quân đầu người", "lượt/người/năm", "0,8", "1,5", "2,5"),
    ("2.1", "Trong đó: Lượt bạn đọc trực tuyến", "lượt/người/năm", "0,2", "0,6", "1,2"),
    ("3", "Số sách trong thư viện công cộng", "Triệu bản", "44", "52", "65"),
    ("B", "Nhóm chỉ tiêu về chất lượng", "", "", "", ""),
    ("4", "Tỷ lệ tài liệu được số hóa", "%", "12", "30", "50 - 55"),
    ("5", "Tỷ lệ người làm thư viện được bồi dưỡng", "%", "57", "80", "100"),
    ("6", "Thời gian cấp thẻ bạn đọc", "Phút", "25", "≤ 15", "≤ 5"),
    ("7", "Tỷ lệ thư viện thiếu lối đi cho người khuyết tật", "%", "68", "40", "10"),
    ("8", "Bộ chỉ số đánh giá văn hóa đọc", "", "Chưa có", "Ban hành", "Áp dụng"),
    ("9", "Số giải thưởng quốc tế về thư viện", "Giải", "0", "", "02"),
)
OPENING = """
I. SỰ CẦN THIẾT
Cả nước có 6.214 thư viện; giai đoạn 2021 - 2025 đã luân chuyển 18,5 triệu lượt sách, đạt 103% kế hoạch.
II. MỤC TIÊU
1. Mục tiêu tổng quát
Hình thành thói quen đọc trong mọi lứa tuổi; đến năm 2030 Việt Nam thuộc nhóm 50 nước có văn hóa đọc phát triển.
2. Các chỉ tiêu
Các chỉ tiêu của Chương trình được nêu tại bảng sau:
"""
CLOSING = """
Ghi chú: chỉ tiêu 3 không tính 1,2 triệu bản sách của thư viện trường học; số liệu hiện trạng tính đến ngày 31/12/2024.
III. NHIỆM VỤ VÀ GIẢI PHÁP
1. Trang bị 90 xe thư viện lưu động cho các tỉnh miền núi.
2. Phấn đấu mỗi tỉnh tổ chức 02 ngày hội sách trong năm.
IV. NGUỒN LỰC
"""
FUNDS = (
    ("Nguồn", "2026", "2027", "2028 - 2030"),
    ("Ngân sách nhà nước (tỷ đồng)", "120", "145", "410"),
    ("Xã hội hóa (tỷ đồng)", "35", "50", "160"),
)


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("BỘ VĂN HÓA ĐỌC", "Số: 77/CTr-BVHĐ"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 08 tháng 01 năm 2026"),
    )
    add_centred(document, "CHƯƠNG TRÌNH", "Phát triển thư viện công cộng giai đoạn 2026 - 2030")
    add_lines(document, OPENING)
    table = add_grid(document, ROWS)
    for column in range(4):
        merge(table, (0, column), (1, column), ROWS[0][column])
    merge(table, (0, 4), (0, 5), "Mục tiêu")
    for index, row in enumerate(ROWS):
        if row[0] in {"A", "B"}:
            merge(table, (index, 1), (index, 5), row[1])
    add_lines(document, CLOSING)
    add_heading_line(document, "Bảng dự kiến kinh phí")
    add_grid(document, FUNDS)
    add_lines(document, "V. TỔ CHỨC THỰC HIỆN\nVụ Thư viện tổng hợp, báo cáo Bộ trưởng 06 tháng một lần.")
    add_letterhead(document, ("Nơi nhận:", "- Các Vụ, Cục."), ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Lý Thu Hà"))
    document.save(str(path))
