"""Write a resolution of a Party congress with dashes and pluses under groups."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_heading_line, add_letterhead, add_lines, new_document

PAST = """
Nhiệm kỳ qua, Đảng bộ lãnh đạo thực hiện đạt 11/13 chỉ tiêu, nổi bật là:
- Giá trị sản xuất tăng bình quân 7,6%/năm; thu nhập bình quân đầu người đạt 68 triệu đồng.
- Kết nạp 173 đảng viên, vượt 23 đảng viên so với nghị quyết.
"""
OBJECTIVE = """
Xây dựng phường Bình Khê văn minh, giàu bản sắc, thuộc nhóm đô thị đáng sống của tỉnh vào năm 2030.
"""
TARGETS = """
* Về kinh tế:
- Tốc độ tăng giá trị sản xuất bình quân 9-9,5%/năm; thu ngân sách nhà nước trên địa bàn tăng bình quân từ 10%/năm trở lên.
- Tổng vốn đầu tư toàn xã hội 5 năm đạt 1.850 tỷ đồng.
- Đến năm 2030, trên địa bàn phường:
+ Có 420 doanh nghiệp hoạt động;
+ Tỷ lệ hộ kinh doanh dùng hóa đơn điện tử đạt 100%;
+ Có ít nhất 03 tuyến phố chuyên doanh.
* Về văn hóa - xã hội:
- Đến năm 2030: 100% trường học đạt chuẩn quốc gia; 96% người dân có sổ sức khỏe điện tử; tỷ lệ thất nghiệp dưới 2,5%; không để xảy ra ngộ độc thực phẩm tập thể.
- Tạo việc làm mới cho 600 lao động mỗi năm.
- Tỷ lệ lao động qua đào tạo đạt 82%, trong đó có bằng cấp, chứng chỉ đạt 41%.
* Về môi trường và đô thị:
- Diện tích cây xanh công cộng bình quân đạt 6,5 m²/người.
- Tỷ lệ hộ dân phân loại rác tại nguồn đạt từ 85% trở lên (năm 2025 là 37%).
* Về quốc phòng - an ninh:
- Giao quân đạt 100% chỉ tiêu hằng năm.
- Kéo giảm tội phạm về trật tự xã hội ít nhất 5% mỗi năm so với năm trước.
"""
TASKS = """
1. Tập trung giải ngân 310 tỷ đồng vốn chỉnh trang 12 tuyến hẻm.
- Rà soát 100% thủ tục hành chính; cắt giảm ít nhất 30% thời gian giải quyết.
2. Tổ chức 02 cuộc đối thoại với Nhân dân mỗi năm.
"""


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("ĐẢNG BỘ TỈNH ĐÔNG HẢI", "ĐẢNG ỦY PHƯỜNG BÌNH KHÊ", "*", "Số: 02-NQ/ĐU"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "Bình Khê, ngày 05 tháng 8 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT", "ĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ PHƯỜNG BÌNH KHÊ", "LẦN THỨ I, NHIỆM KỲ 2025 - 2030")
    for heading, text in (
        ("I. ĐÁNH GIÁ TÌNH HÌNH", PAST),
        ("II. MỤC TIÊU TỔNG QUÁT", OBJECTIVE),
        ("III. CÁC CHỈ TIÊU CHỦ YẾU", TARGETS),
        ("IV. NHIỆM VỤ, GIẢI PHÁP", TASKS),
        ("V. TỔ CHỨC THỰC HIỆN", "Đại hội giao Ban Chấp hành gồm 27 đồng chí cụ thể hóa nghị quyết trong 60 ngày."),
    ):
        add_heading_line(document, heading)
        add_lines(document, text)
    add_letterhead(document, ("Nơi nhận:", "- Như điều V,"), ("T/M BAN CHẤP HÀNH", "BÍ THƯ", "Trần Thu Hà"))
    document.save(str(path))
