"""Numbers and comparing words that are no thresholds: years, documents, ages, ranks, denominators, «trên địa bàn».

Each is blanked out with characters that nothing else matches, so that places in the text stay what they were.
"""

from __future__ import annotations

import re

BLANK = "\x00"

_YEAR = r"(?:19|20)\d{2}"
_DASH = r"\s*[-–—]\s*"
_ONE = r"(?:0?1|một)"
_DENOMINATORS = (
    "hợp tác xã|tổ hợp tác|HTX|THT|lao động|người|hộ|hộ dân|xã|phường|thôn|ấp|bản|vạn dân|nghìn dân|ngàn dân|"
    r"1\.000 dân|10\.000 dân|ha|héc ta|đơn vị diện tích|đơn vị|năm|tháng|cán bộ|thành viên|doanh nghiệp|khẩu|đầu người"
)

_DECOYS = [
    # documents
    rf"\b\d+/{_YEAR}/[A-ZĐ]{{2,}}[\w-]*",
    r"\b\d+[/-](?:NQ|KH|QĐ|CTr|CT|BC|TTr|TT|ĐA|HD|KL|NĐ|PL)\b[\w/-]*",
    rf"\b(?:Luật|Bộ luật|Pháp lệnh)\b[^,.;()]*?năm {_YEAR}",
    r"\b(?:Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư|Kế hoạch|Kết luận|Chương trình|Đề án|Đại hội)(?: số)? \d+\w*(?:[/-]\S+)?",
    r"\b(?:Điều|khoản|điểm|mục|Mục|chương|Chương|phụ lục|Phụ lục|kỳ họp thứ|khóa|khoá|lần thứ)\s+\d+",
    # time
    rf"\b{_YEAR}{_DASH}{_YEAR}\b",
    rf"\b(?:năm|cuối|đầu|hết|trước|sau|từ|đến|tới|kể từ) {_YEAR}\b",
    rf"\bnăm {_YEAR}\b",
    rf"(?<![\d.,/]){_YEAR}(?![\d.,]*\d|\s*(?:%|hộ|người|lao động|thành viên|tỷ|triệu|đồng|ha|km|đảng viên|học sinh|tấn|USD|\())",
    r"\b(?:quý|Quý|tháng|ngày) \d{1,2}(?:/\d{1,4})?\b",
    r"\b\d{1,2}/\d{1,2}/\d{4}\b",
    r"\b24/24\b(?: giờ)?|\b24/7\b",
    r"\b(?:trong (?:vòng )?)\d+ (?:ngày|giờ|tháng)\b",
    # scopes
    rf"\b(?:dưới|trên|từ đủ|từ|đủ) \d+(?:{_DASH}\d+| (?:đến|tới)(?: dưới)? \d+)? (?:tháng )?tuổi(?: trở lên| trở xuống)?",
    rf"\b\d+(?:{_DASH}| đến )\d+ (?:tháng )?tuổi",
    r"\b\d+ tuổi(?: trở lên)?",
    r"\bđộ tuổi (?:từ )?\d+(?:\s*[-–—]\s*\d+| đến \d+)?",
    r"\b\d+ sao(?: trở lên)?(?!\w)",
    r"\b\d+ năm(?!\w)",
    r"\b\dG\b",
    r"\bthứ (?:\d+|hai|ba|tư)(?: trở lên)?",
    r"\b(?:cấp|bậc|hạng|loại|mức độ|mức|khu vực|nhóm|đợt|vùng|tổ|ấp|thôn|bản|khóm|khối|lớp|tiểu khu|quốc lộ|đường tỉnh|"
    r"tuyến|giai đoạn|bước|phần|ca|vụ|số) (?:số )?(?:\d+|[IVX]+)\b(?!\s*%)(?![.,]\d)",
    r"\b(?:cả )?(?:\d+|ba|hai|bốn) (?:tiêu chí|mặt|nội dung|chỉ số)\b(?! (?:trở lên|đạt))",
    # words that look like comparisons
    r"\btrên (?:địa bàn|cơ sở|cả nước|toàn|tinh thần|lĩnh vực|phạm vi|thực tế|thị trường|biển|cạn|không|mạng|môi trường|"
    r"nền tảng|tuyến|đất|giao|đường|thế giới|tổng|sông|vùng|diện rộng|các|mọi|cùng)\b",
    rf"\btrên {_ONE} (?:{_DENOMINATORS})\b",
    rf"/\s*{_ONE} (?:{_DENOMINATORS})\b",
    rf"\b(?:của|cho|bình quân|mỗi) {_ONE} (?:{_DENOMINATORS})\b",
    rf"\bbình quân (?:của )?{_ONE} (?:{_DENOMINATORS})\b",
    r"\btừ [^\d,.;()]{2,40}? trở lên(?= đạt| là| chiếm| có|:)",
    r"\bcấp trên\b|\btrên giao\b",
]
_ALL = [re.compile(pattern) for pattern in _DECOYS]


def blanked(text: str) -> str:
    """``text`` of equal length, with every decoy blanked out."""
    for pattern in _ALL:
        text = pattern.sub(lambda match: BLANK * len(match[0]), text)
    return text
