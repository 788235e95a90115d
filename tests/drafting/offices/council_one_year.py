"""Write a People's Council resolution for one year, with comparisons to the year before."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_letterhead, add_lines, new_document

BODY = """
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;
Xét Tờ trình số 215/TTr-UBND ngày 28 tháng 11 năm 2025 của Ủy ban nhân dân tỉnh; Báo cáo thẩm tra số 77/BC-KTNS ngày 05 tháng 12 năm 2025 của Ban Kinh tế - Ngân sách; ý kiến thảo luận tại kỳ họp.
QUYẾT NGHỊ:
Điều 1. Đánh giá tình hình năm 2025
Tổng sản phẩm trên địa bàn (GRDP) ước tăng 7,9%; thu ngân sách ước đạt 14.230 tỷ đồng, bằng 106% dự toán; còn 5/20 chỉ tiêu chưa đạt.
Điều 2. Mục tiêu, chỉ tiêu chủ yếu năm 2026
1. Mục tiêu tổng quát
Giữ vững ổn định, tạo bước chuyển về hạ tầng và môi trường đầu tư, phấn đấu tăng trưởng hai con số.
2. Các chỉ tiêu chủ yếu
a) Chỉ tiêu kinh tế
- GRDP tăng từ 10% trở lên so với năm 2025.
- GRDP bình quân đầu người đạt 104,5 triệu đồng.
- Thu ngân sách nhà nước trên địa bàn đạt 15.370 tỷ đồng, tăng 8% so với ước thực hiện năm 2025.
- Kim ngạch xuất khẩu 1,25 tỷ USD, tăng 11,6% so với năm 2025.
- Thu hút 4,8 triệu lượt khách du lịch, gấp 1,2 lần năm 2025.
- Tỷ lệ giải ngân vốn đầu tư công đạt trên 95% kế hoạch Thủ tướng Chính phủ giao.
b) Chỉ tiêu xã hội
- Giải quyết việc làm cho 24.500 lượt lao động.
- Tỷ lệ hộ nghèo giảm 0,5 điểm % so với cuối năm 2025.
- Giảm 120 hộ cận nghèo ở các xã biên giới so với năm 2025.
- Giảm ít nhất 10% số vụ bạo lực học đường so với cùng kỳ.
- Tỷ lệ bao phủ bảo hiểm y tế 95,8%.
- Không có dịch bệnh lớn xảy ra.
- 0 trường hợp tảo hôn.
c) Chỉ tiêu môi trường
- Tỷ lệ che phủ rừng duy trì 46,2%.
- Khu công nghiệp đang hoạt động có hệ thống xử lý nước thải tập trung đạt 100%.
- Lượng rác thải sinh hoạt chôn lấp trực tiếp không quá 30%.
Điều 3. Nhiệm vụ, giải pháp chủ yếu
1. Khởi công 03 cụm công nghiệp với tổng diện tích 142 ha; giải phóng mặt bằng 18 dự án trước ngày 30/6/2026.
2. Tiết kiệm 10% chi thường xuyên tăng thêm để cải cách tiền lương.
Điều 4. Tổ chức thực hiện
1. Ủy ban nhân dân tỉnh triển khai thực hiện Nghị quyết.
2. Thường trực, 04 Ban và 62 đại biểu Hội đồng nhân dân tỉnh giám sát.
Nghị quyết này đã được Hội đồng nhân dân tỉnh Đông Hải khóa X, kỳ họp thứ 22 thông qua ngày 10 tháng 12 năm 2025 và có hiệu lực từ ngày 01 tháng 01 năm 2026.
"""


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("HỘI ĐỒNG NHÂN DÂN", "TỈNH ĐÔNG HẢI", "Số: 88/NQ-HĐND"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đông Hải, ngày 10 tháng 12 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT", "Về kế hoạch phát triển kinh tế - xã hội năm 2026")
    add_centred(document, "HỘI ĐỒNG NHÂN DÂN TỈNH ĐÔNG HẢI", "KHÓA X, KỲ HỌP THỨ 22")
    add_lines(document, BODY)
    add_letterhead(document, ("Nơi nhận:", "- Chính phủ;", "- Lưu: VT."), ("CHỦ TỊCH", "Võ Ngọc Lan"))
    document.save(str(path))
