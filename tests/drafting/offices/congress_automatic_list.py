"""Write a resolution of a Party congress whose labels Word counts by itself."""

from pathlib import Path

from tests.drafting.offices.layout import add_centred, add_item, add_letterhead, add_lines, add_list_kind, new_document

LIST = 41
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."))

OPENING = """
Đại hội đại biểu Đảng bộ xã Vĩnh Lạc lần thứ I, nhiệm kỳ 2025-2030 họp trong 02 ngày 27 và 28/7/2025 với 148 đại biểu thay mặt 1.126 đảng viên.
"""

# Each item is a level of the list and its text; «None» is a paragraph without a label.
ITEMS: tuple[tuple[int | None, str], ...] = (
    (0, "ĐÁNH GIÁ KẾT QUẢ NHIỆM KỲ 2020-2025"),
    (1, "Kết quả đạt được"),
    (2, "Thu ngân sách trong 5 năm được 61,4 tỷ đồng, bằng 112% nghị quyết đề ra."),
    (2, "Có 14/17 chỉ tiêu đạt và vượt; tỷ lệ hộ nghèo giảm từ 5,8% xuống còn 2,4%."),
    (1, "Hạn chế: 03 chỉ tiêu chưa đạt; mới có 2/9 ấp đạt chuẩn ấp thông minh."),
    (0, "MỤC TIÊU VÀ CHỈ TIÊU NHIỆM KỲ 2025-2030"),
    (1, "Mục tiêu tổng quát"),
    (
        None,
        "Giữ vững đoàn kết, khai thác lợi thế vùng ven sông; đưa Vĩnh Lạc thành xã nông thôn mới hiện đại trước năm 2030.",
    ),
    (1, "Chỉ tiêu về kinh tế. Phấn đấu đến năm 2030:"),
    (2, "Thu nhập bình quân đầu người đạt 92 triệu đồng/năm."),
    (2, "Giá trị sản xuất trên một héc-ta đất trồng trọt đạt từ 240 triệu đồng/năm trở lên."),
    (2, "Tổng đàn trâu, bò đạt 6.350 con, trong đó đàn bò lai 4.100 con."),
    (2, "Có thêm ít nhất 05 hợp tác xã được thành lập mới trong nhiệm kỳ."),
    (1, "Chỉ tiêu về xã hội, môi trường. Phấn đấu đến năm 2030:"),
    (2, "Tỷ lệ hộ nghèo đa chiều còn dưới 0,8%."),
    (2, "Tỷ lệ người dân tham gia bảo hiểm y tế đạt trên 97%."),
    (2, "Thu gom, xử lý 100% chất thải rắn sinh hoạt đúng quy định."),
    (2, "Không còn nhà ở tạm bợ, dột nát."),
    (1, "Chỉ tiêu về xây dựng Đảng"),
    (2, "Hằng năm kết nạp từ 22 đảng viên trở lên."),
    (2, "Hằng năm có trên 90% chi bộ trực thuộc hoàn thành tốt nhiệm vụ trở lên."),
    (0, "NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU"),
    (1, "Phát triển kinh tế"),
    (2, "Huy động 120 tỷ đồng nâng cấp 18 km đường liên ấp."),
    (2, "Mỗi năm mở 04 lớp dạy nghề cho lao động nông thôn."),
    (1, "Xây dựng Đảng: kiểm tra định kỳ 06 tháng một lần đối với 100% chi bộ."),
    (0, "TỔ CHỨC THỰC HIỆN"),
    (None, "Giao Ban Chấp hành khóa I xây dựng chương trình hành động trước ngày 30/9/2025; sơ kết sau 03 năm."),
)


def write(path: Path) -> None:
    """Write the document to a file."""
    document = new_document()
    add_list_kind(document, LEVELS, LIST)
    add_letterhead(
        document,
        ("ĐẢNG BỘ TỈNH ĐÔNG HẢI", "ĐẢNG BỘ XÃ VĨNH LẠC", "*", "Số 01-NQ/ĐH"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "Vĩnh Lạc, ngày 28 tháng 7 năm 2025"),
    )
    add_centred(document, "NGHỊ QUYẾT", "Đại hội đại biểu Đảng bộ xã Vĩnh Lạc lần thứ I, nhiệm kỳ 2025-2030", "-----")
    add_lines(document, OPENING)
    add_centred(document, "QUYẾT NGHỊ")
    for level, text in ITEMS:
        if level is None:
            document.add_paragraph(text)
        else:
            add_item(document, text, level, LIST)
    add_letterhead(document, ("Nơi nhận:", "- Tỉnh ủy,", "- Lưu."), ("T/M ĐOÀN CHỦ TỊCH", "Lê Hoài An"))
    document.save(str(path))
