"""The `tính chất` that the name and the unit of an indicator tell, for drafts and for `check`.

Source: 9-periods-points, «Natures and the period that a fact covers»; the words are those of socio-economic reports.
"""

from __future__ import annotations

import re

from engine.language.text import normalise
from engine.rulebook.rulebook import Nature

_COUNT = r"(?:tổng\s+)?(?:số\s+)?(?:tiền\s+)?"
_WORDS: tuple[tuple[Nature, str], ...] = (
    (Nature.PLAN, r"^(?:kế hoạch|dự toán|chỉ tiêu)\s(?!.*\b(?:tỷ lệ|thực hiện)\b)"),
    (Nature.RATE, r"^(?:tốc độ tăng|tốc độ phát triển|tăng trưởng)\b|^tỷ lệ .*\b(?:đúng hạn|trước hạn|quá hạn)\b"),
    (Nature.FLOW, r"\btrong năm\b|^tỷ lệ giải ngân\b"),
    (Nature.FLOW, rf"^{_COUNT}(?:thu|chi)\s+(?:ngân sách|cân đối|nội địa|thường xuyên|đầu tư phát triển)\b"),
    (Nature.FLOW, rf"^{_COUNT}(?:vốn\s+)?(?:đã\s+)?giải ngân\b|\bđã giải ngân$"),
    (Nature.FLOW, rf"^{_COUNT}(?:đảng viên|đoàn viên|hội viên)\s+(?:mới\s+)?(?:được\s+)?kết nạp\b"),
    (Nature.FLOW, r"^(?:diện tích|số cây\b.*)\s*(?:rừng\s+)?trồng(?:\s+(?:mới|rừng))\b|^số cây\b.*\btrồng\b"),
    (
        Nature.FLOW,
        r"^(?:tổng\s+)?số (?:vụ|ca mắc|trường hợp)\s+(?:tai nạn|cháy|nổ|vi phạm|phạm tội|phạm pháp|án|việc|ngộ độc|đuối nước|bạo lực|tảo hôn|trọng án|bệnh)\b",
    ),
    (Nature.FLOW, r"^(?:tổng\s+)?(?:kim ngạch|sản lượng|giá trị (?:sản xuất|xuất khẩu|nhập khẩu))\b"),
    (
        Nature.FLOW,
        r"^(?:số\s+)?(?:lao động\s+)?(?:được\s+)?(?:giải quyết|tạo)\s+(?:thêm\s+|được\s+)?việc làm\b|^kết nạp\b|^(?:trồng|xây|mở|cấp|thành lập|phát triển|xây dựng) mới\b|^trồng rừng\b",
    ),
    (
        Nature.FLOW,
        r"^(?:tổng\s+)?(?:số\s+|thu hút\s+|đón\s+)*(?:lượt\s+)?(?:khách du lịch|lượt khách)\b|^tuyển (?:chọn|quân)\b|^giao quân\b",
    ),
)
_PER_YEAR = r"/\s*năm\b"


def told_nature(name: str, unit: str) -> Nature | None:
    """Returns the nature that ``name`` or ``unit`` tells; None where they leave it open.

    >>> told_nature("Số vụ tai nạn giao thông", "vụ"), told_nature("Số hộ nghèo", "hộ")
    (<Nature.FLOW: 'trong năm'>, None)
    """
    name = normalise(name)
    for nature, words in _WORDS:
        if re.search(words, name, re.IGNORECASE):
            return nature
    return Nature.FLOW if re.search(_PER_YEAR, unit, re.IGNORECASE) else None
