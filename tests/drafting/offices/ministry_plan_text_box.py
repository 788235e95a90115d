"""Write a minister's decision that issues a plan, with two targets in a text box."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_letterhead, add_lines, add_text_box, new_document

DECISION = """
Căn cứ Nghị định số 15/2025/NĐ-CP ngày 04 tháng 02 năm 2025 của Chính phủ;
Theo đề nghị của Cục trưởng Cục Khuyến nông tại Tờ trình số 208/TTr-KN ngày 03 tháng 10 năm 2025,
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch giảm tổn thất sau thu hoạch giai đoạn 2026 - 2030.
Điều 2. Quyết định có hiệu lực từ ngày ký và thay thế Quyết định số 1188/QĐ-BNS.
Điều 3. Các Cục trưởng, Vụ trưởng chịu trách nhiệm thi hành.
"""
BEFORE_BOX = """
I. MỤC TIÊU
1. Mục tiêu chung
Đến năm 2030 giảm tổn thất nông sản, góp phần đưa kim ngạch xuất khẩu vượt mốc 70 tỷ USD.
2. Mục tiêu cụ thể đến năm 2030
2.1. Về tổn thất
a) Tỷ lệ tổn thất sau thu hoạch lúa còn dưới 6% (năm 2024 là 9,7%).
b) Tỷ lệ tổn thất rau quả giảm còn 11%, thủy sản giảm còn 8,5%.
c) Giảm ít nhất 25% lượng nông sản phải tiêu hủy so với năm 2025.
2.2. Về kho và chế biến
"""
IN_BOX = (
    "a) Tổng sức chứa kho lạnh đạt 1,9 triệu tấn.",
    "b) Có từ 120 cơ sở sơ chế đạt chuẩn trở lên.",
)
AFTER_BOX = """
c) Mỗi vùng sản xuất tập trung có ít nhất 01 trung tâm sơ chế.
d) Xây dựng mới 36 kho lạnh trong giai đoạn 2026 - 2030.
2.3. Về nhân lực và an toàn
a) Hằng năm tập huấn từ 5.000 lượt nông dân trở lên.
b) Không có kho nào xảy ra quá 01 sự cố rò rỉ môi chất lạnh mỗi năm.
II. NHIỆM VỤ CHỦ YẾU
1. Hoàn thiện cơ chế
a) Ban hành 04 quy chuẩn kỹ thuật trong năm 2026.
b) Rà soát 100% định mức hao hụt.
2. Hỗ trợ đầu tư
a) Hỗ trợ 40% lãi suất vay mua thiết bị.
III. KINH PHÍ
Tổng nhu cầu 2.460 tỷ đồng, trong đó ngân sách trung ương 30%.
IV. TỔ CHỨC THỰC HIỆN
Các đơn vị gửi báo cáo trước ngày 15 tháng 12 hằng năm.
"""


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("BỘ NÔNG SẢN", "Số: 3021/QĐ-BNS"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 21 tháng 10 năm 2025"),
    )
    add_centred(document, "QUYẾT ĐỊNH", "Ban hành Kế hoạch giảm tổn thất sau thu hoạch giai đoạn 2026 - 2030")
    add_centred(document, "BỘ TRƯỞNG BỘ NÔNG SẢN")
    add_lines(document, DECISION)
    add_letterhead(document, ("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT."), ("BỘ TRƯỞNG", "Phan Hữu Thạch"))
    document.add_page_break()
    add_centred(document, "KẾ HOẠCH", "Giảm tổn thất sau thu hoạch giai đoạn 2026 - 2030")
    add_centred(document, "(Kèm theo Quyết định số 3021/QĐ-BNS ngày 21 tháng 10 năm 2025)")
    add_lines(document, BEFORE_BOX)
    add_text_box(document.add_paragraph(), IN_BOX)
    add_lines(document, AFTER_BOX)
    document.save(str(path))
