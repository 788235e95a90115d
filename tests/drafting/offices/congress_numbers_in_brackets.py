"""Write a resolution of a Party congress with targets (1) to (24), typed by hand."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_letterhead, add_lines, new_document

BODY = """
I. KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT NHIỆM KỲ 2020 - 2025
Đảng bộ có 38 tổ chức cơ sở đảng với 1.904 đảng viên. (1) Tổng thu ngân sách đạt 214 tỷ đồng; (2) Kết nạp được 246 đảng viên; (3) Xóa 91 căn nhà tạm.
II. PHƯƠNG HƯỚNG NHIỆM KỲ 2025 - 2030
1. Mục tiêu chung: Đến năm 2030 xã Trà Lãng cơ bản đạt tiêu chí đô thị loại III.
2. Một số chỉ tiêu chủ yếu đến năm 2030
* Về kinh tế
(1) Tổng giá trị sản xuất (giá so sánh năm 2010) đạt 3.260 tỷ đồng.
(2) Cơ cấu kinh tế: nông nghiệp 34%, công nghiệp - xây dựng 29%, thương mại - dịch vụ 37%.
(3) Thu ngân sách hằng năm vượt 5% dự toán được giao.
(4) Diện tích tôm càng xanh đạt 780 ha; sản lượng đạt 1.020 tấn/năm.
(5) Giá trị xuất khẩu đạt khoảng 12 triệu USD.
(6) Có 70% diện tích lúa được cấp mã số vùng trồng.
* Về văn hóa - xã hội
(7) Tỷ lệ huy động trẻ 5 tuổi ra lớp đạt 100%.
(8) Có từ 4/6 trường đạt chuẩn quốc gia mức độ 2 trở lên.
(9) Bình quân mỗi năm giảm 0,4 điểm % tỷ lệ hộ nghèo.
(10) Đạt 12 bác sĩ/10.000 dân.
(11) Tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng thể thấp còi giảm còn 9,5%.
(12) Hằng năm đưa từ 30 lao động trở lên đi làm việc ở nước ngoài.
(13) 95% gia đình, 90% ấp và 100% cơ quan đạt chuẩn văn hóa.
* Về môi trường
(14) 100% hộ dân sử dụng nước sạch theo quy chuẩn.
(15) Trồng mới 50.000 cây phân tán trong nhiệm kỳ.
* Về quốc phòng, an ninh
(16) Tuyển quân hằng năm đạt 100% chỉ tiêu.
(17) Hằng năm điều tra, khám phá án hình sự đạt trên 80%, riêng án rất nghiêm trọng đạt trên 95%.
(18) Kiềm chế tai nạn giao thông, không để xảy ra tai nạn đặc biệt nghiêm trọng.
* Về xây dựng Đảng
(19) Trong nhiệm kỳ kết nạp 200 đảng viên mới trở lên.
(20) Hằng năm có từ 90% tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên, trong đó 20% hoàn thành xuất sắc nhiệm vụ.
(21) Hằng năm có từ 92% đảng viên hoàn thành tốt nhiệm vụ trở lên.
(22) 100% chi bộ ấp có cấp ủy, bí thư đồng thời là trưởng ấp đạt 60%.
* Về Mặt trận và các đoàn thể
(23) Tỷ lệ tập hợp đoàn viên, hội viên đạt 75%.
(24) Hằng năm Mặt trận và các đoàn thể được xếp loại từ khá trở lên.
3. Ba khâu đột phá
(1) Cải cách hành chính, phấn đấu 90% hồ sơ nộp trực tuyến.
(2) Đào tạo 15 cán bộ trẻ.
(3) Hoàn thành tuyến đường ven kênh dài 9,4 km.
III. TỔ CHỨC THỰC HIỆN
Các chi bộ quán triệt nghị quyết trong quý IV năm 2025.
"""


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_letterhead(
        document,
        ("TỈNH ỦY ĐÔNG HẢI", "ĐẢNG BỘ XÃ TRÀ LÃNG", "*", "Số 01 - NQ/ĐHĐB"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "Trà Lãng, ngày 12 tháng 8 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT ĐẠI HỘI", "ĐẢNG BỘ XÃ TRÀ LÃNG LẦN THỨ NHẤT", "(Nhiệm kỳ 2025 - 2030)")
    add_lines(document, BODY)
    add_letterhead(document, ("Nơi nhận:", "- Các chi bộ."), ("T/M ĐOÀN CHỦ TỊCH", "Phan Quốc Bảo"))
    document.save(str(path))
