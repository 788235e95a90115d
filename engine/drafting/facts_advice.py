"""The advice of the spreadsheet form for facts to the person who fills it in."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rulebook.rulebook import Indicator, Kind, Nature

HINT = (
    "Chép số vào cột Giá trị; chưa có thì để trống, đừng ghi 0. Tên in đậm là số cần để đánh giá. "
    "Ghi nguồn ở cột Nguồn, hoặc một lần ở ô Nguồn chung. Xem thêm trang tính «Hướng dẫn»."
)

_BLANK = "Chưa có thì để trống, đừng ghi 0."
_NUMBER = "Chép như nguồn ghi: 4.950 hoặc 97,25 (dấu chấm ngăn hàng nghìn, dấu phẩy là dấu thập phân). Được ghi: trên 1.500; gần 50%; từ 10 đến 12."


_COUNTED = {
    Nature.STOCK: "",
    Nature.FLOW: " Cộng từ đầu năm.",
    Nature.CUMULATIVE: " Cộng từ đầu giai đoạn.",
    Nature.RATE: " Của riêng kỳ báo cáo.",
    Nature.PLAN: " Số được giao cả năm.",
}


def value_message(indicator: Indicator | None) -> tuple[str, str]:
    """Returns title and text of the note at a value cell; ``indicator`` is None in the free rows."""
    if indicator is None:
        return "Giá trị", f"{_NUMBER} {_BLANK}"
    match indicator.kind:
        case Kind.YES_NO:
            return "Có hay không", "Chọn «có» hoặc «không». Chưa biết thì để trống, đừng chọn «không»."
        case Kind.JUDGEMENT:
            levels = "Chọn một mức; ghi người đánh giá và ngày ở các cột bên phải. Chưa đánh giá thì để trống."
            return "Nhận định", levels
        case Kind.CATEGORY:
            return "Phân loại", "Chọn một loại. Chưa xếp loại thì để trống."
        case Kind.DATE:
            return "Ngày", f"Ghi ngày/tháng/năm, ví dụ 30/9/2026. {_BLANK}"
    whole = " Số đếm, không có số lẻ." if indicator.unit.whole else ""
    unit = f"Tính bằng {indicator.unit.text}." if indicator.unit.text else "Số không có đơn vị."
    return "Giá trị", f"{unit[:60]}{whole}{_COUNTED[indicator.nature]} {_NUMBER} {_BLANK}"


def advice() -> Iterator[str]:
    """Returns the lines of the sheet «Hướng dẫn»."""
    yield "1. Chỉ điền các ô không khóa. Các cột khác đã khóa để công cụ nhận ra từng số; khóa không có mật khẩu."
    yield "2. Cột Giá trị: chép con số đúng như nguồn ghi, theo lối viết Việt Nam: 4.950 (bốn nghìn chín trăm năm mươi); 97,25. Tỷ lệ ghi 85,5, không ghi 0,855. Không làm tròn; mỗi ô một số."
    yield "3. Chưa có số liệu thì để trống. Đừng ghi 0: số 0 nghĩa là đã đếm và bằng không."
    yield "4. Nguồn chỉ nói gần đúng thì chép chữ của nguồn: trên 1.500; gần 50%; chưa đến 50%; khoảng 24%; từ 10 đến 12 ha."
    yield "5. Có thể ghi kèm đơn vị cùng loại: 1,5 tỷ đồng ở dòng tính bằng triệu đồng được hiểu là 1.500 triệu đồng."
    yield "6. Màu của ô: xanh là đã điền; vàng đậm là số cần để đánh giá còn trống; đỏ nhạt ở cột Giá trị là ô không có chữ số nào; cam nhạt ở cột Nguồn là số chưa có nguồn."
    yield "7. Cột Năm trước chỉ để đối chiếu, lấy từ số liệu đã có; không sửa, không nhập lại."
    yield "8. Nguồn: tên văn bản, sổ sách, dấu phẩy, rồi mục, trang, ví dụ «Báo cáo số 12/BC-UBND, mục II.1». Mọi số cùng một văn bản thì chỉ ghi một lần ở ô Nguồn chung. Trang tính «Nguồn» để khai mã ngắn cho văn bản dùng nhiều lần."
    yield "9. Loại số liệu: số ước của cả năm thì chọn «ước thực hiện»; số còn có thể được cơ quan thống kê chỉnh lại thì chọn «sơ bộ»; không ghi các chữ ấy trước con số."
    yield "10. Tính đến: chỉ ghi khi ngày của số ấy khác ngày ở đầu biểu. Kỳ: ghi khi số là của cả năm, 6 tháng, 9 tháng, một quý."
    yield "11. Nguồn không ghi thẳng con số mà phải suy ra: ghi câu làm căn cứ ở cột «Suy ra từ». Nhận định: ghi ai đánh giá ở cột «Người đánh giá»."
    yield "12. Một số liệu có hai số (đã thực hiện và ước cả năm): ghi một số ở dòng chính, số kia ở phần «Dòng thêm» cuối biểu, chọn tên trong danh sách."
    yield "13. Số công cụ tự tính được (tỷ lệ, bình quân…) không có trong biểu. Ghi chú gắn vào ô (comment) không được đọc: ghi vào cột Ghi chú."
    yield "14. Điền xong, lưu tệp dạng .xlsx, giữ nguyên tên các trang tính, rồi gửi lại. Người nhận chạy: chitieu import TÊN-TỆP.xlsx"
