"""The words of headings in real annexes, Vietnamese and English: what each makes of a column.

They are written as people write them and compared without case and marks.
"""

from __future__ import annotations

import re
from enum import StrEnum

from engine.language.text import fold


class Role(StrEnum):
    """What a column holds. UNIT_OR_MEASURE is «Đơn vị», PERIOD_OR_VALUE «Kỳ báo cáo»: their cells decide."""

    ORDER = "STT"
    CODE = "mã số liệu"
    NAME = "tên số liệu"
    MEASURE = "đơn vị tính"
    UNIT = "đơn vị"
    UNIT_OR_MEASURE = "đơn vị hoặc đơn vị tính"
    PARENT = "trực thuộc"
    YEAR = "năm"
    VALUE = "giá trị"
    INDICATOR = "một số liệu"
    PLAN = "kế hoạch, mục tiêu"
    FORECAST = "dự báo"
    RATIO = "tỷ lệ, so sánh"
    SHARE = "cơ cấu"
    RANK = "xếp hạng"
    WEIGHT = "trọng số"
    MAXIMUM = "điểm tối đa"
    VERDICT = "đánh giá"
    EARLIER = "cùng kỳ, năm trước"
    MONTH = "riêng một tháng"
    TOTAL = "cột tổng"
    SOURCE = "nguồn"
    NOTE = "ghi chú"
    BASIS = "loại số liệu"
    DAY = "tính đến"
    PERIOD = "kỳ"
    PERIOD_OR_VALUE = "kỳ hoặc giá trị"
    PERIOD_REASON = "lý do kỳ"
    SOURCE_KIND = "loại nguồn"
    INFERRED = "suy ra"
    ASSESSOR = "người đánh giá"
    REMARK = "nhận xét"
    IGNORED = "bỏ qua"
    UNKNOWN = "không hiểu"


LABELS = (Role.ORDER, Role.CODE, Role.NAME, Role.MEASURE, Role.UNIT, Role.UNIT_OR_MEASURE, Role.PARENT)
"""Columns that say what a row is."""

_WORDS: dict[Role, str] = {
    Role.ORDER: "stt|tt|số tt|số thứ tự|thứ tự|stt chỉ tiêu|no|no.|order",
    Role.CODE: "mã số liệu|mã chỉ tiêu|mã số|mã|code|mã hiệu|indicator code",
    Role.NAME: "tên số liệu|tên chỉ tiêu|chỉ tiêu|các chỉ tiêu|nội dung|tên nội dung|nội dung chỉ tiêu|danh mục|diễn giải|"
    "hạng mục|chỉ tiêu nội dung|chỉ tiêu và nội dung|nội dung và chỉ tiêu|chỉ tiêu chủ yếu|các chỉ tiêu chủ yếu|"
    "tên chỉ tiêu nội dung|chỉ tiêu nhiệm vụ|số liệu chỉ tiêu|nhóm chỉ tiêu|nội dung các chỉ tiêu|tên các chỉ tiêu|"
    "tiêu chí|tên tiêu chí|nội dung tiêu chí|khoản mục|chỉ số|tên chỉ số|chỉ tiêu thống kê|"
    "indicator|indicators|indicator name|item|items|criteria|criterion|description",
    Role.MEASURE: "đvt|đơn vị tính|đv tính|đvị tính|đơn vị đo|unit of measure|unit of measurement|measurement unit|uom",
    Role.UNIT_OR_MEASURE: "đơn vị|unit",
    Role.PARENT: "trực thuộc|thuộc|thuộc tỉnh|thuộc huyện",
    Role.YEAR: "năm|năm báo cáo|năm số liệu|year|reporting year",
    Role.SOURCE: "nguồn|nguồn số liệu|căn cứ|source|sources|data source",
    Role.NOTE: "ghi chú|nguyên nhân|nguyên nhân ghi chú|giải trình|giải pháp|lý do|đơn vị chủ trì|đơn vị thực hiện|cơ quan chủ trì|"
    "note|notes|remark|remarks|comment|comments",
    Role.BASIS: "loại số liệu|data type",
    Role.DAY: "tính đến|tính đến ngày|ngày số liệu|ngày chốt|thời điểm|as of|date",
    Role.PERIOD: "kỳ|kỳ số liệu|period",
    Role.PERIOD_OR_VALUE: "kỳ báo cáo|kỳ này|reporting period|this period",
    Role.PERIOD_REASON: "lý do kỳ",
    Role.SOURCE_KIND: "loại nguồn",
    Role.INFERRED: "suy ra|suy ra từ",
    Role.ASSESSOR: "người đánh giá|người nhận định",
    Role.REMARK: "nhận xét",
    Role.VERDICT: "đánh giá|kết luận|xếp loại|đánh giá kết quả|kết quả đánh giá|mức độ hoàn thành|đạt không đạt|đạt chưa đạt|"
    "đánh giá mức độ hoàn thành|tự đánh giá|kết luận đánh giá|assessment|rating|grade|verdict",
    Role.TOTAL: "tổng|tổng số|tổng cộng|cộng|toàn huyện|toàn tỉnh|toàn xã|cả huyện|cả tỉnh|cả xã|cả nước|total",
    Role.RATIO: "%|tăng|giảm|tăng thêm|giảm đi|change|growth|growth rate|index",
    Role.RANK: "rank|ranking",
}
ROLES = {" ".join(fold(word).split()): role for role, listed in _WORDS.items() for word in listed.split("|")}
"""The role of a heading that is just these words."""

NAMES = re.compile(r"(?:ten )?(?:noi dung|hang muc|khoan muc|danh muc|tieu chi|ten chi tieu|dien giai)(?: [a-z]+){1,4}")
"""Headings of names with more words: «Nội dung công việc»."""

_UNIT_LEVELS: dict[int, str] = {
    3: "tỉnh|tỉnh thành phố|tỉnh thành|tên tỉnh|thành phố trực thuộc trung ương|province|city|city province|province city",
    2: "huyện|quận huyện|quận|thị xã|thành phố|huyện thị|district",
    1: "xã|phường|thị trấn|đặc khu|xã phường|commune|ward|ward commune|commune ward",
    0: "đơn vị báo cáo|địa phương|đơn vị hành chính|địa bàn|cấp xã|thôn|ấp|khóm|bản|buôn|khu phố|tổ dân phố|khu dân cư|"
    "tổ|xóm|làng|phum|sóc|bon|tiểu khu|thôn bản|tổ nhân dân|thôn xóm|"
    "trường|trường học|sở|ngành|bộ|ban|cơ quan|phòng|phòng ban|cskcb|cơ sở khám chữa bệnh|bệnh viện|trạm y tế|"
    "cơ sở|đơn vị|locality|school|village|department|agency|organization|organisation|unit name|name of unit|area",
}
_LEVEL_OF = {fold(word): level for level, listed in _UNIT_LEVELS.items() for word in listed.split("|")}
_AMBIGUOUS_ALONE = frozenset({"don vi", "co so", "unit", "ban", "nganh"})
_BETWEEN = re.compile(r"\s*(?:[/,;&+()\-\u2013]|\bva\b|\bhoac\b)\s*")


def unit_level(heading: str) -> int | None:
    """Returns the level of the units that a heading names (3 tỉnh, 2 huyện, 1 xã, 0 others); None for another heading.

    A heading of several levels has the lowest.

    >>> unit_level("Xã/phường"), unit_level("Tên tỉnh"), unit_level("Sở/ngành"), unit_level("Xã đạt chuẩn")
    (1, 3, 0, None)
    """
    folded = re.sub(
        r"\b(province|commune|district|ward|school|village|department|agencie|citie|localitie)s\b",
        _singular,
        fold(heading).strip(" .:"),
    )
    named = re.sub(r"^ten (?:cac )?", "", folded)
    if PRELIMINARY.search(named):  # «Sơ bộ» without its marks is «Sở, bộ»
        return None
    if named in _AMBIGUOUS_ALONE:
        return 0 if named != folded else None
    parts = [re.sub(r"^ten ", "", part) for part in _BETWEEN.split(named) if part]
    if not parts:
        return None
    levels = [_LEVEL_OF.get(part) for part in (*parts, " ".join(parts))]
    whole = levels.pop()
    if whole is not None:
        return whole
    words = [_LEVEL_OF.get(part) if part in _LEVEL_OF else _of_words(part) for part in parts]
    return None if any(level is None for level in words) else min(level for level in words if level is not None)


def _singular(found: re.Match[str]) -> str:
    word = found[1]
    return f"{word.removesuffix('ie')}i" if word.endswith("ie") else word


def _of_words(part: str) -> int | None:
    """Returns the level of «xa phuong thi tran»: words that are each a level."""
    rest, found = part, []
    while rest:
        first = next(
            (word for word in sorted(_LEVEL_OF, key=len, reverse=True) if f"{rest} ".startswith(f"{word} ")), ""
        )
        if not first:
            return None
        found.append(_LEVEL_OF[first])
        rest = rest[len(first) :].strip()
    return min(found)


SENSES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.RANK, re.compile(r"\b(?:xep hang|thu hang|vi thu|thu bac|xep thu|rank(?:ing)?)\b")),
    (Role.WEIGHT, re.compile(r"\b(?:trong so|quien so|he so|weight(?:ing)?)\b")),
    (
        Role.MAXIMUM,
        re.compile(
            r"\b(?:diem|muc|so diem) (?:toi da|chuan|san|tran|quy dinh|qui dinh|cao nhat|thap nhat)\b|\bthang diem\b|\bdiem (?:thuong|tru)\b"
            r"|\b(?:toi da|toi thieu)\b|\bmax(?:imum)?(?: score)?\b|\bmin(?:imum)?\b"
        ),
    ),
    (Role.SHARE, re.compile(r"\b(?:co cau|ti trong|structure|share|proportion)\b")),
    (
        Role.RATIO,
        re.compile(
            r"\b(?:ti le|so sanh|so voi|so (?:kh|ke hoach|cung ki|muc tieu|nq|nghi quiet|nam truoc)|chenh lech|tang[ ,/]*giam|"
            r"tang truong|dat ti le|toc do|muc do|bien dong|compar(?:ed|ison)|growth|percentage|(?:price|development|production) index|chi so phat trien)\b"
            r"|\b(?:th|uth|uoc th|uoc thuc hien|thuc hien)(?: nam)? ?(?:20[0-9]{2})? ?/ ?(?:kh|ke hoach|th|muc tieu|nq|nghi quiet|ck|dt|du toan)"
            r"|^%|% ?(?:so|th|dat|hoan thanh|kh|tang|dt)|\bdat %|^dat ?\( ?% ?\)$"
        ),
    ),
    (Role.EARLIER, re.compile(
        r"\b(?:cung ki|nam truoc|nam ngoai|ki truoc|same period|previous (?:iear|period)|last iear)\b"
        r"|(?<!thang )(?<!qui )(?<!tu )(?<!ke )\bdau (?:nam|ki)\b(?! (?:den|toi)\b)"
    )),
    (Role.FORECAST, re.compile(r"\b(?:du bao|kich ban|dinh huong|forecast(?:ed)?|projection|projected)\b")),
)  # fmt: skip
"""Words that make a column no result, wherever they stand in its heading, from the most telling to the least."""

PLAN = re.compile(
    r"\b(?:ke hoach|kh|muc tieu|chi tieu(?: duoc)? giao|chi tieu nghi quiet|chi tieu nq|chi tieu ke hoach|nghi quiet|nq|du toan|dt|"
    r"(?:duoc |tinh |huien |tw |trung uong |hdnd )?giao(?: dau nam| nam| kh| ke hoach| chi tieu)?(?! duc\b| thong\b| luu\b| dich\b| vien\b)|phan dau|du kien|nguong|nhiem vu|planned)\b"
    r"|^(?:dang ki|plan|target|goal|budget)\b"
)
ESTIMATE = re.compile(r"\b(?:uoc|uth|uocth|uoc tinh|estimate[ds]?|est)\b")
PRELIMINARY = re.compile(r"\b(?:so bo|preliminari|prel|pre|provisional)\b")
ACTUAL = re.compile(
    r"\b(?:thuc hien|th|ket qua|kqth|kq|da dat|dat duoc|lui ke|quiet toan|thuc te|thuc thu|thuc chi|hien trang|"
    r"khoi luong thuc hien|da thuc hien|actual|result|results|achieved|outturn|performance|realized|implemented|implementation)\b"
)
GENERIC = re.compile(
    r"\b(?:gia tri|so lieu|so luong|so diem|diem so|diem|score|so tien|so|cuoi (?:nam|ki)|value|values|figure|data)\b"
)
IDLE = re.compile(
    r"\b(?:cong don|nam|trong|tinh|den|tu|het|nai|thoi diem|hien|tai|bao cao|cua|cac|ki|chinh thuc|dat|dau|va|ngai|"
    r"nghi quiet|ke hoach|muc tieu|chi tieu|kh|nq|du toan|khoi luong|tinh hinh|iear|reported|official|final|as|of|in|the|"
    r"to|date|cumulative|tong so|tong)\b|[^a-z0-9]+"
)
"""Words that add nothing beside others."""
