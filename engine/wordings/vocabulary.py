"""The words of resolutions that the reader knows beside the wordings of comparisons.

Conditions do not accept them: a change («tăng 5%») and a place or group («tại», «của») would be another measure, and
words that only lead to a number («chiếm», «ở mức») add nothing to «đạt».
"""

from __future__ import annotations

import re

from engine.domain.comparisons import spellings
from engine.language.patterns import compiled
from engine.language.text import spoken
from engine.language.vocabulary import longest_first


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


_COMPARING = _listed(
    "FROM|TO|UPWARDS|DOWNWARDS|AT_LEAST|ABOVE|AT_MOST|BELOW|WITHIN|ABOUT|NEARLY|EQUAL|NONE_LEFT|REACH|UP_TO|"
    "REMAIN|DOWN_TO|EXCEEDED"
)

_FREE = {
    "NOT_MET": _listed("chưa đạt"),
    "FAILED": _listed("không đạt"),
    "INCREASE": _listed("tăng|tăng thêm|tăng trưởng|tăng bình quân|tăng trung bình|gấp|tăng gấp"),
    "DECREASE": _listed(
        "giảm|giảm bình quân|giảm trung bình|giảm thêm|giảm thiểu|kéo giảm|rút ngắn|rút gọn|thu gọn|thu hẹp|tinh giản"
    ),
    "LEAD": _listed("là|có|chiếm|ở mức|mức|tỷ lệ|được|phải|ước|ước đạt"),
    "AVERAGE": _listed("bình quân|trung bình"),
    "PLACE": _listed("tại|ở|của|trong|thuộc|với|theo|tổng số|trong số|cả|các|hiện có|gồm|bao gồm|đề ra"),
    "NAME": _listed("giá trị gia tăng|giá trị tăng thêm"),
}

_SPELLINGS: dict[str, str] = {}
for _terminal in _COMPARING:
    _SPELLINGS |= dict.fromkeys(spellings(_terminal), _terminal)
# «khác» is a word like any other («các xã khác»); its signs are not
_SPELLINGS |= dict.fromkeys((sign for sign in spellings("DIFFERENT") if not sign[0].isalpha()), "DIFFERENT")
for _terminal, _wordings in _FREE.items():
    _SPELLINGS |= {spoken(wording): _terminal for wording in _wordings}
_WORDS = longest_first(tuple(w for w in _SPELLINGS if w[0].isalpha()))
_SYMBOLS = compiled("|".join(re.escape(w) for w in sorted(_SPELLINGS, key=len, reverse=True) if not w[0].isalpha()))


def wording_at(text: str, at: int) -> tuple[str, int] | None:
    """Returns the terminal and the end of the longest wording that begins at ``at`` of the spoken ``text``."""
    match = _WORDS.match(text, at) or _SYMBOLS.match(text, at)
    return (_SPELLINGS[" ".join(match.group().split())], match.end()) if match else None


DIRECTED = {
    spelling
    for spelling, terminal in _SPELLINGS.items()
    if terminal in ("AT_LEAST", "ABOVE", "AT_MOST", "BELOW", "NEARLY") and spelling[0].isalpha()
} | {"còn"}
"""Wordings whose misspelling would turn a comparison into a bare number."""

STRANGE = _listed(
    "nhất|quá|kém|ngoài|chưa|không|chẳng|suýt|ngót|non|chừng|cỡ|chênh|lệch|chỉ|đủ|nửa|hệ|trước|sau|cách|thiếu|"
    "vượt|tránh|khác|trừ|bớt|x|âm"
)
"""Words before a number that compare in a way the reader does not know; it refuses such a number."""

NAMING = _listed(
    "tổ|đội|bản|buôn|làng|vùng|khu|loại|bậc|lần|số|nhóm|tuyến|đường|án|cầu|trường|bộ|khối|lô|kênh|cụm|trình|vực|"
    "đối|tượng|mức"
)
"""Words before a bare number that may make it a name («tổ 5») as well as a count."""

_NOUNS = """
thành viên|lao động|người lao động|đảng viên|đảng viên mới|hội viên|đoàn viên|đoàn viên mới|cán bộ|công chức|viên chức
giáo viên|học sinh|trẻ|trẻ em|sinh viên|bác sĩ|dược sĩ|y sĩ|điều dưỡng|giường|giường bệnh|người|người dân|dân|vạn dân|nhân khẩu
hộ|hộ dân|hộ nghèo|hộ cận nghèo|hộ gia đình|gia đình|khẩu|công dân|thanh niên|quân nhân|dân quân|đồng chí|học viên
xã|phường|thị trấn|xã, thị trấn|xã, phường|thôn|ấp|khóm|bản|buôn|làng|khu phố|khu dân cư|huyện|tỉnh|thành phố|tổ dân phố
đơn vị|đơn vị cấp huyện|đơn vị cấp xã|cơ quan|cơ sở|trường|trường học|trường tiểu học|trường mầm non|trường THCS|trường THPT
trạm y tế|trạm|lớp|phòng|phòng học|nhà văn hóa|nhà|căn nhà|căn|nhà ở|nhà tạm|công trình|dự án|đề án|chợ|cầu|tuyến|tuyến đường
HTX|hợp tác xã|HTX nông nghiệp|hợp tác xã nông nghiệp|THT|tổ hợp tác|liên hiệp HTX|liên hiệp hợp tác xã|doanh nghiệp
doanh nghiệp mới|trang trại|gia trại|mô hình|mô hình sản xuất|sản phẩm|sản phẩm OCOP|nhãn hiệu|chuỗi|chuỗi liên kết
tiêu chí|chỉ tiêu|thủ tục|dịch vụ công|hồ sơ|văn bản|vụ|vụ việc|lượt|lượt người|lượt khách|lượt khách du lịch|lượt hộ|khách
khách du lịch|con|con gia súc|cây|cây xanh|cây phân tán|bộ|suất|máy|thuê bao|tài khoản|xe|tàu|tàu cá|lồng|chi bộ|chi hội
chi đoàn|đảng bộ|tổ chức|tổ chức đảng|câu lạc bộ|cụm|cụm công nghiệp|khu công nghiệp|khu|khu đô thị|điểm du lịch|buổi|cuộc
lớp học|lớp tập huấn|đợt|tổ|nhóm|tin|bài|số|năm|tháng|ngày|ngày đêm|quý|vụ sản xuất|vườn|ao|mẫu|sào|công|thẻ|thẻ bảo hiểm y tế|giấy chứng nhận
ca|ca bệnh|bé trai|bé gái|nam|nữ|đầu xe|sự cố|khu công nghiệp|tổ công nghệ số|trạm cấp nước|trường hợp|đô thị|đô thị thông minh|DN|công trình thanh niên|hạng|tiêu chuẩn|điểm nóng|m2 sàn|m2sàn
giấy|giấy phép|di tích|lễ hội|thư viện|kw|kwh|mw|mwp|mã vùng trồng|vùng trồng|sáng kiến|đề tài|nhiệm vụ|giải pháp|bằng sáng chế
camera|bậc|điểm|điểm trường|máy tính|địa phương|đại biểu|phụ nữ|nông dân|trẻ đẻ sống|ca đẻ sống|lần|tuổi|triệu lượt|lượt xe|cm|mm|phút|ngày làm việc|hộ đói|hộ tái nghèo|hộ khá
"""
NOUNS = longest_first(tuple({spoken(n.strip()) for line in _NOUNS.strip().splitlines() for n in line.split("|")}))
"""The nouns that resolutions count; the reader accepts others with a doubt about their end."""

PLACES = _listed("xã|phường|thị trấn|xã, thị trấn|xã, phường|thôn|ấp|khóm|bản|buôn|làng|khu phố|huyện|hộ|hộ dân")

NOT_NOUNS = _listed(
    "có|được|đạt|trở|và|hoặc|để|tại|ở|trên|của|cho|từ|đến|là|với|theo|trong|mới|thuộc|về|hoạt|tham|sử|ứng|bằng|"
    "do|so|tăng|giảm|còn|dưới|các|những|khi|nếu|lên|xuống|mỗi|hằng|hàng|không|chưa|đã|sẽ|phấn|trước|sau|vào|thì"
)

_LOWER_BETTER = (
    r"(?:hộ|người|số hộ)\s+(?:cận\s+)?nghèo|\bnghèo\s+(?:đa\s+chiều|tiếp)|tái\s+nghèo|thất\s+nghiệp|thiếu\s+việc\s+làm|suy\s+dinh\s+dưỡng|"
    r"thấp\s+còi|nhẹ\s+cân|tử\s+vong|chết|bị\s+thương|thương\s+vong|tai\s+nạn|tội\s+phạm|phạm\s+tội|sinh\s+con\s+thứ|"
    r"tăng\s+dân\s+số|tăng\s+tự\s+nhiên|bội\s+chi|(?<!dư\s)\bnợ\b|nợ\s+xấu|lạm\s+phát|thất\s+thoát|hao\s+hụt|ô\s+nhiễm|mù\s+chữ|bỏ\s+học|"
    r"lưu\s+ban|tảo\s+hôn|hôn\s+nhân\s+cận\s+huyết|trễ\s+hẹn|trễ\s+hạn|quá\s+hạn|tồn\s+đọng|vi\s+phạm|khiếu\s+kiện|vượt\s+cấp|"
    r"nhiễm\s+hiv|mắc\s+bệnh|dịch\s+bệnh|cháy|nhà\s+tạm|dột\s+nát|phát\s+thải|tiêu\s+hao|tiêu\s+tốn|thiệt\s+hại|ma\s+túy|nghiện|"
    r"bạo\s+lực|xâm\s+hại|ly\s+hôn|đào\s+ngũ|bỏ\s+ngũ|đào\s+bỏ\s+ngũ|kỷ\s+luật|yếu\s+kém|học\s+sinh\s+yếu|đình\s+công|nhập\s+siêu|"
    r"mất\s+rừng|phá\s+rừng|chậm\s+tiến\s+độ|lãng\s+phí|rủi\s+ro|khuyết\s+tật|tái\s+mù|hộ\s+đói|xuất\s+toán|ly\s+nông|"
    r"giá\s+tiêu\s+dùng|\bcpi\b|khoảng\s+cách|chênh\s+lệch|chi\s+phí|thời\s+gian|còi\s+xương|béo\s+phì|oan\s+sai|hủy,?\s+sửa|"
    r"không\s+(?:hoàn\s+thành|đạt|có\s+việc)|chưa\s+(?:đạt|có|qua)|yếu|kém|từ\s+chối|"
    r"sai\s+(?:sót|phạm)|tồn\s+kho|\bngập\b|bỏ\s+hoang|tổn\s+thất|hàng\s+giả|buôn\s+lậu|gian\s+lận|trốn\s+thuế|thất\s+thu|"
    r"ngừng\s+hoạt\s+động|giải\s+thể|thua\s+lỗ|dự\s+án\s+treo|tham\s+nhũng|quá\s+tải|ùn\s+tắc|hút\s+thuốc|biến\s+chứng|"
    r"kháng\s+thuốc|nhiễm\s+khuẩn|sự\s+cố|mã\s+độc|tin\s+giả|lõm\s+sóng|xuống\s+cấp|phòng\s+học\s+tạm|án\s+tồn|tái\s+phạm|"
    r"chôn\s+lấp|rườm\s+rà|chặt\s+phá|thoái\s+hóa|mất\s+việc|lỗ\s+hổng|khiếu\s+nại\s+sai|lao\s+động\s+sớm|đường\s+đất|giải\s+ngân\s+chậm"
)
LOWER_BETTER = compiled(_LOWER_BETTER)
"""Subjects of which less is better; a bare number for them is a ceiling, unless the words also praise them."""

CURED = compiled(
    r"\b(?:được|tham\s+gia|thoát|hỗ\s+trợ|phát\s+hiện|điều\s+trị|giải\s+quyết|xử\s+lý|khắc\s+phục|giảm|tiếp\s+cận|sử\s+dụng|"
    r"đào\s+tạo|vay|hưởng|thu\s+hồi|điều\s+tra|phá\s+án|khám\s+phá|phòng|chống|xóa|cai|quản\s+lý|làm\s+chủ|biết|thanh\s+toán|"
    r"trả|thu|nộp|không\s+(?:hút|sinh|vi\s+phạm|nghiện|bị|mắc|tảo|tái)|không\s+có|không\s+còn|có)\b"
)
"""Words that turn a bad subject into good work on it («tội phạm được phát hiện», «hộ nghèo có nước sạch»)."""

NEUTRAL = compiled(
    r"nhập\s+khẩu|giới\s+tính|quy\s+mô\s+dân\s+số|dân\s+số\s+trung\s+bình|mức\s+sinh|tổng\s+tỷ\s+suất|tỷ\s+suất\s+sinh|tỷ\s+lệ\s+sinh|"
    r"biên\s+chế|sỹ\s+số|tỷ\s+trọng\s+(?:khu\s+vực\s+|ngành\s+|kinh\s+tế\s+)*nông|chi\s+ngân\s+sách|tổng\s+chi|chi\s+thường\s+xuyên|tỷ\s+lệ\s+trẻ\s+em\s+nam|tuổi\s+bình\s+quân|lãi\s+suất|"
    r"mật\s+độ\s+dân\s+số|số\s+đơn\s+vị\s+hành\s+chính|số\s+đầu\s+mối|lao\s+động\s+nông\s+nghiệp|lao\s+động\s+khu\s+vực\s+nông"
)
"""Subjects whose good direction the words do not show."""

QUALITATIVE_VERBS = compiled(
    r"^\W*(?:(?:phấn|phân)\s+đấu|tiếp\s+tục|cơ\s+bản|từng\s+bước|thường\s+xuyên|hằng\s+năm|hàng\s+năm|tập\s+trung|chủ\s+động|\W)*\s*"
    r"(?:củng\s+cố|nâng\s+cao|duy\s+trì|giữ\s+vững|bảo\s+đảm|đảm\s+bảo|hoàn\s+thành|hoàn\s+thiện|tăng\s+cường|đẩy\s+mạnh|phát\s+triển|"
    r"thực\s+hiện|xây\s+dựng|phát\s+huy|đổi\s+mới|kiềm\s+chế|ngăn\s+chặn|phòng\s+ngừa|mở\s+rộng|khuyến\s+khích|bảo\s+vệ|không\s+để\s+xảy\s+ra|không\s+xảy\s+ra|"
    r"triển\s+khai|tổ\s+chức|quản\s+lý|cải\s+thiện|kiểm\s+soát|ổn\s+định|thu\s+hút|khai\s+thác|làm\s+tốt|tạo\s+điều\s+kiện)\b"
)

PREDICATES = (
    r"(?:không\s+(?:để|còn|có|xảy|phát|một|[^\W\d]\w*\s+nào)|(?:tỷ|tỉ)\s+lệ|phấn\s+đấu|giữ\s+vững|duy\s+trì|tiếp\s+tục|đồng\s+thời|trong\s+(?:số\s+)?đó|"
    r"thuộc\s+(?:nhóm|tốp|top)|nằm\s+trong|xếp\s+(?:thứ|hạng|vị)|đứng\s+(?:thứ|đầu|trong)|bảo\s+đảm|đảm\s+bảo|nâng\s+cao|tăng\s+cường|"
    r"củng\s+cố|phát\s+huy|đẩy\s+mạnh|hoàn\s+thành|số\s|tổng\s|giảm\s|tăng\s|đạt\s|có\s|mỗi\s|từ\s|trên\s|ít\s+nhất|tối\s+thiểu|đến\s+năm)"
)
"""A pattern of words that begin a clause of its own behind a comma."""
