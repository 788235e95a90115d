"""Write a ministry's plan whose typed numbers start again under each objective."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_heading_line, add_letterhead, add_lines, new_document

OPENING = """
Thực hiện Nghị quyết số 66-NQ/BCS ngày 14 tháng 5 năm 2025, Bộ ban hành Kế hoạch như sau:
I. QUAN ĐIỂM
1. Lấy người lao động làm trung tâm; bảo đảm 03 nguyên tắc công khai, công bằng, hiệu quả.
II. MỤC TIÊU
"""
OBJECTIVES = (
    (
        "Mục tiêu 1: Mở rộng việc làm bền vững",
        """
        1.1. Chỉ tiêu 1: Tỷ lệ thất nghiệp ở thành thị duy trì dưới 3%.
        1.2. Chỉ tiêu 2: Mỗi năm hỗ trợ tạo việc làm cho 1,5 - 1,6 triệu lao động.
        1.3. Chỉ tiêu 3: Tỷ lệ lao động phi chính thức giảm còn dưới 58% vào năm 2028 và dưới 52% vào năm 2030.
        """,
    ),
    (
        "Mục tiêu 2: Nâng cao kỹ năng nghề",
        """
        1.1. Chỉ tiêu 1: Tỷ lệ lao động có bằng, chứng chỉ đạt tối thiểu 35%, phấn đấu 38%.
        1.2. Chỉ tiêu 2: Tuyển sinh cả giai đoạn 13,2 triệu lượt người, trong đó trình độ cao đẳng 1,1 triệu lượt người.
        1.3. Chỉ tiêu 3: Có ít nhất 90 trường cao đẳng chất lượng cao; trong số đó có 06 trường ngang tầm khu vực.
        """,
    ),
    (
        "Mục tiêu 3: An toàn lao động",
        """
        1.1. Chỉ tiêu 1: Tần suất tai nạn lao động chết người giảm bình quân 4%/năm.
        1.2. Chỉ tiêu 2: Trên 80% doanh nghiệp, hợp tác xã có từ 10 lao động trở lên được tập huấn an toàn.
        1.3. Chỉ tiêu 3: Đến hết quý II năm 2027, 100% mỏ hầm lò lắp thiết bị đo khí tự động.
        """,
    ),
)
CLOSING = """
III. NHIỆM VỤ
Nhiệm vụ 1: Hoàn thiện thể chế
1.1. Trình Chính phủ 02 nghị định trong năm 2026.
1.2. Cắt giảm 30% thời gian giải quyết thủ tục.
Nhiệm vụ 2: Phát triển dữ liệu
1.1. Kết nối 34/34 tỉnh, thành phố.
IV. TỔ CHỨC THỰC HIỆN
1. Cục Việc làm chủ trì, sơ kết vào năm 2028.
2. Các sở gửi báo cáo trước ngày 20 tháng 11 hằng năm.
"""


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("BỘ VIỆC LÀM", "Số: 512/KH-BVL"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 02 tháng 12 năm 2025"),
    )
    add_centred(document, "KẾ HOẠCH", "Thúc đẩy việc làm và an toàn lao động giai đoạn 2026 - 2030")
    add_lines(document, OPENING)
    for heading, items in OBJECTIVES:
        add_heading_line(document, heading)
        add_lines(document, items)
    add_lines(document, CLOSING)
    add_letterhead(document, ("Nơi nhận:", "- Lưu: VT."), ("BỘ TRƯỞNG", "Hoàng Quốc Bảo"))
    document.save(str(path))
