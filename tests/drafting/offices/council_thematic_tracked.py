"""Write a thematic People's Council resolution with tracked changes and a footnote."""

from pathlib import Path

from docx.document import Document as WordDocument

from tests.drafting.offices.layout import (
    add_centred,
    add_deleted,
    add_footnote_mark,
    add_footnotes,
    add_inserted,
    add_letterhead,
    add_lines,
    new_document,
)

OPENING = """
Căn cứ Luật Giao dịch điện tử số 20/2023/QH15 ngày 22 tháng 6 năm 2023;
Xét Tờ trình số 310/TTr-UBND ngày 17 tháng 11 năm 2025 của Ủy ban nhân dân tỉnh về dự thảo Nghị quyết;
QUYẾT NGHỊ:
Điều 1. Thông qua Đề án chuyển đổi số tỉnh Đông Hải giai đoạn 2026 - 2030, với các nội dung sau:
1. Mục tiêu chung
Xây dựng chính quyền phục vụ, lấy người dân làm trung tâm; đến năm 2030 hình thành 01 trung tâm dữ liệu dùng chung.
2. Mục tiêu cụ thể
a) Tỷ lệ hồ sơ thủ tục hành chính được xử lý toàn trình năm 2028 đạt 70%, năm 2030 đạt 90%.
"""
AFTER = """
đ) Trước ngày 31 tháng 12 năm 2027 hoàn thành số hóa 100% sổ hộ tịch lưu tại cấp xã.
e) Kinh tế số chiếm tỷ trọng từ 18% GRDP vào năm 2028 và từ 25% GRDP vào năm 2030.
g) Chậm nhất tháng 6 năm 2028, có ít nhất 02 khu công nghiệp được phủ sóng 5G.
h) Số sự cố an toàn thông tin nghiêm trọng giảm còn không quá 3 sự cố/năm.
3. Kinh phí thực hiện: dự kiến 486 tỷ đồng, trong đó ngân sách tỉnh 350 tỷ đồng.
4. Nhiệm vụ và giải pháp
a) Nâng cấp 125 điểm truy cập; đào tạo 1.500 cán bộ.
b) Mỗi xã thành lập 01 tổ hỗ trợ kỹ thuật.
Điều 2. Tổ chức thực hiện
Giao Ủy ban nhân dân tỉnh báo cáo Hội đồng nhân dân tỉnh 02 lần/năm.
Nghị quyết có hiệu lực sau 10 ngày kể từ ngày thông qua.
"""


def _add_changed_points(document: WordDocument) -> None:
    changed = document.add_paragraph("b) Có từ ")
    add_deleted(changed, "40")
    add_inserted(changed, "55")
    changed.add_run("% doanh nghiệp nhỏ và vừa sử dụng nền tảng số trở lên.")
    ranked = document.add_paragraph("c) Chỉ số chuyển đổi số cấp tỉnh thuộc nhóm 10 tỉnh dẫn đầu cả nước")
    add_footnote_mark(ranked, 1)
    ranked.add_run(".")
    added = document.add_paragraph()
    add_inserted(added, "d) 100% thôn, khu phố có tổ công nghệ số cộng đồng.")
    removed = document.add_paragraph()
    add_deleted(removed, "d) 80% hộ dân có đường truyền cáp quang.")


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_footnotes(document, ("Năm 2024 tỉnh xếp hạng 27/63; năm 2025 xếp hạng 16/34 tỉnh, thành phố.",))
    add_letterhead(
        document,
        ("HỘI ĐỒNG NHÂN DÂN", "TỈNH ĐÔNG HẢI", "Số: 95/2025/NQ-HĐND"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đông Hải, ngày 15 tháng 12 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT", "Thông qua Đề án chuyển đổi số tỉnh Đông Hải giai đoạn 2026 - 2030")
    add_centred(document, "HỘI ĐỒNG NHÂN DÂN TỈNH ĐÔNG HẢI")
    add_lines(document, OPENING)
    _add_changed_points(document)
    add_lines(document, AFTER)
    add_letterhead(document, ("Nơi nhận:", "- Bộ Tư pháp."), ("CHỦ TỊCH", "Võ Ngọc Lan"))
    document.save(str(path))
