"""Write a resolution of a Party congress with its targets in a table."""

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
    ("TT", "Chỉ tiêu", "ĐVT", "Mục tiêu đến năm 2030"),
    ("I", "KINH TẾ", "", ""),
    ("1", "Giá trị sản xuất bình quân 01 ha đất nông nghiệp", "Triệu đồng", "≥ 185"),
    ("2", "Tổng sản lượng thủy sản", "Tấn", "7.400"),
    ("", "Trong đó: Sản lượng cá tra", "Tấn", "5.250"),
    ("3", "Số hợp tác xã hoạt động hiệu quả", "HTX", "09"),
    ("4", "Tỷ trọng thương mại - dịch vụ trong cơ cấu kinh tế", "%", "41 - 42"),
    ("II", "XÃ HỘI", "", ""),
    ("5", "Tỷ lệ hộ nghèo đa chiều", "%", "< 1"),
    ("6", "Số giường bệnh trên 10.000 dân", "Giường", "28,5"),
    ("7", "Tỷ lệ lao động qua đào tạo", "%", "78"),
    ("", "Trong đó: Có chứng chỉ từ 03 tháng trở lên", "%", "≥ 36"),
    ("8", "Tỷ lệ người dân tham gia BHYT", "%", "Trên 96"),
    ("9", "Số vụ đuối nước ở trẻ em", "Vụ", "0"),
    ("III", "XÂY DỰNG ĐẢNG", "", ""),
    ("10", "Số đảng viên kết nạp hằng năm", "Đảng viên", "18 trở lên"),
    ("11", "Tỷ lệ chi bộ hoàn thành tốt nhiệm vụ trở lên", "%/năm", "90"),
    ("12", "Xã đạt chuẩn nông thôn mới nâng cao", "", "Đạt"),
)
PAST = """
Nhiệm kỳ 2020-2025 có 16/19 chỉ tiêu đạt và vượt. Sản lượng thủy sản năm 2025 ước 6.180 tấn; tỷ lệ hộ nghèo còn 2,1%.
II. MỤC TIÊU TỔNG QUÁT
Đến năm 2030, xã Cù Lao Sậy là điểm đến sinh thái đón 50.000 lượt khách/năm.
III. CHỈ TIÊU CHỦ YẾU
"""
AFTER = """
Ghi chú: chỉ tiêu 2 tính cả sản lượng của 02 doanh nghiệp đóng trên địa bàn.
IV. NHIỆM VỤ TRỌNG TÂM
1. Nạo vét 14 tuyến kênh nội đồng với kinh phí 26,5 tỷ đồng.
2. Thành lập 03 tổ công nghệ số cộng đồng.
V. TỔ CHỨC THỰC HIỆN
Nghị quyết được 100% đại biểu dự Đại hội biểu quyết thông qua.
"""


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("ĐẢNG BỘ TỈNH ĐÔNG HẢI", "ĐẢNG BỘ XÃ CÙ LAO SẬY", "*", "Số 01-NQ/ĐH"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "Cù Lao Sậy, ngày 30 tháng 6 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT", "ĐẠI HỘI ĐẢNG BỘ XÃ CÙ LAO SẬY LẦN THỨ I, NHIỆM KỲ 2025-2030")
    add_heading_line(document, "I. KẾT QUẢ NHIỆM KỲ QUA")
    add_lines(document, PAST)
    table = add_grid(document, ROWS)
    for index, row in enumerate(ROWS):
        if row[0] in {"I", "II", "III"}:
            merge(table, (index, 1), (index, 3), row[1])
    add_lines(document, AFTER)
    add_letterhead(document, ("Nơi nhận:", "- Tỉnh ủy."), ("TM. ĐOÀN CHỦ TỊCH", "Đỗ Minh Khang"))
    document.save(str(path))
