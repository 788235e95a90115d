"""Write a ministry's decision as the text that comes out of a PDF."""

from pathlib import Path

SUFFIX = ".txt"
TEXT = """\
BỘ NƯỚC SẠCH                          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
-------                                     Độc lập - Tự do - Hạnh phúc
Số: 846/QĐ-BNSH                       Hà Nội, ngày 19 tháng 9 năm 2025

QUYẾT ĐỊNH
Phê duyệt Kế hoạch cấp nước an toàn khu vực nông thôn
giai đoạn 2026 - 2030

BỘ TRƯỞNG BỘ NƯỚC SẠCH

Căn cứ Nghị định số 21/2025/NĐ-CP ngày 10 tháng 02 năm 2025;
Theo Tờ trình số 39/TTr-CN ngày 25 tháng 8 năm 2025,

QUYẾT ĐỊNH:

Điều 1. Phê duyệt Kế hoạch với các nội dung chủ yếu sau:

I. THỰC TRẠNG
Đến cuối năm 2024, 57,4% hộ nông thôn được dùng nước đạt quy
chuẩn; cả nước còn 1.480 công trình hoạt động kém hiệu quả.

II. MỤC TIÊU ĐẾN NĂM 2030
A. Mục tiêu tổng quát
Người dân nông thôn được tiếp cận nước an toàn, liên tục
24 giờ trong ngày.

                              1

2

B. Mục tiêu cụ thể
1. Tỷ lệ hộ nông thôn dùng nước đạt quy chuẩn đạt ít nhất
82%, trong đó vùng đồng bào dân tộc thiểu số đạt 65%.
2. Hai phần ba số xã ven biển có nguồn nước dự phòng.
3. Thất thoát, thất thu nước bình quân không quá 15%.
4. Cơ cấu nguồn nước khai thác: tỷ trọng nước mặt 72%, nước
ngầm 20%, nước mưa và nguồn khác 8%.
5. Về công trình:
a) Sửa chữa, nâng cấp 1.100 công trình trong 5 năm;
b) Công suất cấp nước tăng thêm 640.000
m3/ngày đêm so với năm 2025;
- Tỷ lệ công trình hoạt động bền vững từ 75% trở
lên.
(6) Số mẫu nước không đạt chuẩn giảm một nửa so với năm

3

2024.
(7) Mỗi tỉnh mỗi năm kiểm tra từ hai đến ba công trình.
(8) Không để xảy ra ngộ độc do nguồn nước.

III. GIẢI PHÁP
1. Lắp đặt 25.000 đồng hồ thông minh.
2. Huy động vốn tư nhân đạt ít nhất 40% tổng mức đầu tư.

Điều 2. Quyết định có hiệu lực sau 45 ngày kể từ ngày ký.

Nơi nhận:                                          BỘ TRƯỞNG
- Lưu: VT, CN (12 bản).                          Tạ Minh Đăng

4
"""


def write(path: Path) -> None:
    """Write the document to a file."""
    path.write_text(TEXT, encoding="utf-8")
