"""Write a People's Council resolution with an annex of goals by year."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_grid, add_letterhead, add_lines, merge, new_document

YEARS = ("2026", "2027", "2028", "2029", "2030")
BODY = """
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Xét Tờ trình số 302/TTr-UBND ngày 20 tháng 11 năm 2025 của Ủy ban nhân dân xã Hòa Lộc;
QUYẾT NGHỊ:
Điều 1. Thông qua Kế hoạch phát triển kinh tế - xã hội 5 năm 2026 - 2030 của xã Hòa Lộc với các chỉ tiêu tại Phụ lục kèm theo.
Điều 2. Ủy ban nhân dân xã bố trí tối thiểu 3% chi đầu tư cho chuyển đổi số.
Điều 3. Nghị quyết có hiệu lực từ ngày 01 tháng 01 năm 2026.
"""
ROWS = (
    ("A", "KINH TẾ", "", "", "", "", "", "", "", ""),
    ("1", "Thu ngân sách trên địa bàn", "Tỷ đồng", "31,2", "34", "37", "40,5", "44", "48", "203,5"),
    ("2", "Thu nhập bình quân đầu người", "Triệu đồng/năm", "64", "69", "74", "80", "86", "93", "93"),
    ("3", "Chiều dài kênh được kiên cố hóa", "Km", "1,1", "1,5", "-", "2", "2", "2,5", "8"),
    ("B", "XÃ HỘI", "", "", "", "", "", "", "", ""),
    ("4", "Tỷ lệ hộ nghèo", "%", "3,4", "2,9", "2,4", "1,9", "1,4", "1", "1"),
    ("5", "Tỷ lệ trường đạt chuẩn quốc gia", "%", "60", "", "75", "", "", "100", "100"),
    ("", "Trong đó: Trường mầm non", "%", "50", "", "50", "", "", "100", "100"),
    ("6", "Số nhà ở xã hội hoàn thành", "Căn", "0", "20", "25", "25", "30", "40", "140"),
)


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("HỘI ĐỒNG NHÂN DÂN", "XÃ HÒA LỘC", "Số: 19/NQ-HĐND"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hòa Lộc, ngày 05 tháng 12 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT", "Về Kế hoạch phát triển kinh tế - xã hội 5 năm 2026 - 2030")
    add_lines(document, BODY)
    add_letterhead(document, ("Nơi nhận:", "- Đảng ủy xã;"), ("CHỦ TỊCH", "Ngô Thị Sen"))
    document.add_page_break()
    add_centred(document, "Phụ lục", "HỆ THỐNG CHỈ TIÊU CHỦ YẾU GIAI ĐOẠN 2026 - 2030")
    document.add_paragraph("(Kèm theo Nghị quyết số 19/NQ-HĐND ngày 05 tháng 12 năm 2025 của Hội đồng nhân dân xã)")
    blank = ("",) * 10
    table = add_grid(document, (blank, blank, *ROWS))
    for column, title in enumerate(("TT", "Tên chỉ tiêu", "Đơn vị tính", "Ước thực hiện 2025")):
        merge(table, (0, column), (1, column), title)
    merge(table, (0, 4), (0, 8), "Kế hoạch giai đoạn 2026 - 2030")
    merge(table, (0, 9), (1, 9), "Giai đoạn 2026 - 2030")
    for column, year in enumerate(YEARS, start=4):
        table.cell(1, column).text = year
    for index, row in enumerate(ROWS, start=2):
        if row[0] in {"A", "B"}:
            merge(table, (index, 1), (index, 9), row[1])
    document.add_paragraph("Ghi chú: Năm 2027 không bố trí vốn kiên cố hóa kênh. Chỉ tiêu 1, 3 và 6 là số trong năm.")
    document.save(str(path))
