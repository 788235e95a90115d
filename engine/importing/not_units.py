"""Tells which rows of a table of units are none: totals, regions, statistics, signatures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from engine.domain.province_names import REGIONS
from engine.domain.records import NamedTuple
from engine.importing.above import part_in
from engine.importing.matching import name_key
from engine.importing.units import administrative, bare_name
from engine.language.names import has_marks
from engine.language.text import normalise, with_marks, without_marks

SECTOR = "dòng ngành, lĩnh vực"

_WORDS: dict[str, str] = {
    "dòng tổng": r"tổng( (cộng|số|chung|hợp|toàn|các|huyện|xã|tỉnh|phường|quận|cụm|vùng|khu|khối|ngành)\b.*)?|"
    r"cộng( (toàn|cả|chung|dồn|các|huyện|xã|tỉnh|phường|quận|cụm|vùng|khu|khối|ngành)\b.*)?|"
    r"t ?cộng|tc|σ|chung( (toàn|cả)\b.*)?|lũy kế.*|(toàn|cả) (huyện|tỉnh|xã|phường|quận|"
    r"thị xã|thành phố|vùng|địa bàn|quốc|nước|khu|ngành|trường)\b.*|(grand )?total\b.*|whole country\b.*|sum|country|nationwide|việt nam",
    "dòng vùng, nhóm": r"(vùng|khu vực|miền|tiểu vùng|cụm|khối|nhóm|loại|region)\b.*|các (xã|phường|huyện|tỉnh|đơn vị|quận|thị trấn|"
    r"thành phố|trường)\b.*|(xã|phường|huyện|đơn vị|tỉnh) (còn lại|khác)|còn lại|khác|cấp (huyện|xã|tỉnh|trung ương)\b.*|\d+ (xã|phường|huyện|thôn|bản|ấp|đơn vị|tỉnh|quận|trường|tổ)\b.*|"
    r"(xã|phường|huyện|thôn|bản|ấp|tỉnh|đơn vị) (khu vực|loại|thuộc|ngoài|đặc biệt|đbkk|bãi ngang|nghèo|trọng điểm|nông thôn mới|ntm|đạt|chưa)\b.*|"
    r"(chưa|không) (phân bổ|phân loại|xác định|rõ|phân khai)\b.*|(phân|chia) theo\b.*|thành thị|nông thôn|urban|rural",
    "dòng thống kê": r"bq\b.*|tb( (chung|toàn|cả|các|huyện|xã|tỉnh)\b.*)?|((xã|phường|huyện|thôn|tỉnh|đơn vị) )?(bình quân|trung bình|trung vị|cao nhất|thấp nhất|lớn nhất|nhỏ nhất|độ lệch|phương sai|"
    r"giá trị (lớn|nhỏ|cao|thấp|trung)|số trung|tối đa|tối thiểu|median|mean|average|max|min|maximum|minimum|std|standard deviation)\b.*|"
    r"số (xã|phường|huyện|thôn|bản|ấp|đơn vị|tỉnh|hộ|trường|người|tiêu chí)\b.*",
    "dòng xếp hạng": r"(xếp hạng|thứ hạng|xếp loại|rank|ranking)\b.*|hạng|vị trí|thứ tự",
    "dòng so sánh": r"(so với|so sánh|so cùng kỳ|so kế hoạch|so năm|cùng kỳ|năm trước|tăng giảm|chênh lệch|tỷ lệ|tỷ trọng|cơ cấu|tốc độ|"
    r"đạt tỷ lệ|kế hoạch|mục tiêu|chỉ tiêu|thực hiện|compared)\b.*|tăng|giảm|.*%|"
    r"(kh|th|ước th|ước|uth)( (năm|giao|cả năm|tỉnh giao|huyện giao|(19|20)\d\d|\d+ tháng|quý)\b.*)?|(năm )?(19|20)\d\d|năm (19|20)\d\d\b.*|"
    r"năm (nay|kế hoạch|báo cáo)\b.*|\d+ tháng\b.*|(quý|qúy) ([iv]+|\d)\b.*",
    SECTOR: r"(nông nghiệp|lâm nghiệp|ngư nghiệp|thủy sản|nông lâm|công nghiệp|xây dựng|dịch vụ|thương mại|du lịch|"
    r"khai khoáng|vận tải|bán buôn|giáo dục và đào tạo|tài chính|kinh doanh|khu vực|kinh tế|doanh nghiệp|hộ kinh doanh|lĩnh vực|ngành)\b.*",
    "dòng «như trên» không ghi tên": r"nt|như trên|ditto|id|idem",
    "dòng «trong đó»": r"(nam|nữ|nam giới|nữ giới|male|female|men|women|chia ra|trẻ em)|(trong đó|trong số|bao gồm|gồm|tính riêng|riêng|of which|in which)\b.*",
    "dòng ký tên, ghi chú": r"(người (lập|ký|tổng hợp|báo cáo|nhập|kiểm)|lập biểu|kế toán|thủ trưởng|chủ tịch|phó chủ tịch|giám đốc|"
    r"phó giám đốc|trưởng phòng|phó trưởng phòng|trưởng ban|thủ kho|nơi nhận|ghi chú|chú thích|lưu ý|nguồn|note|source|ký tên|"
    r"tm|kt|tl|ngày|xác nhận|kiểm tra|cán bộ|lãnh đạo|hiệu trưởng|thư ký|ý kiến)\b.*",
}


class _Kind(NamedTuple):
    """A kind of rows that are no units, by words with their marks, and without for texts that have none."""

    name: str
    marked: re.Pattern[str]
    bare: re.Pattern[str]


_KINDS = tuple(_Kind(name, re.compile(words), re.compile(without_marks(words))) for name, words in _WORDS.items())
_PUNCTUATION = re.compile(r"[^\w%]+")
_REGIONS = frozenset(map(name_key, REGIONS))
_ROMAN = re.compile(r"[IVXLC]+")
_ARABIC = re.compile(r"[0-9]+(?:\.0)?")

_FEWEST_CAPITALS = 3
"""Letters below which capitals tell nothing: «A», «BN»."""


class UnitRow(NamedTuple):
    """A row of a table of units: its cells STT and name; '' for a blank one."""

    order: str
    name: str


def kind_of(name: str) -> str:
    """Returns what a row with this name is, where it is no unit; '' for a name that may be one.

    >>> kind_of("Cả nước"), kind_of("VÙNG VEN SÔNG"), kind_of("Trung vi"), kind_of("Vũng Tàu")
    ('dòng tổng', 'dòng vùng, nhóm', 'dòng thống kê', '')
    """
    name = bare_name(name)
    for text in dict.fromkeys((name, re.split(r"\s[-\u2013]\s|/|\n", name)[0])):
        words = _PUNCTUATION.sub(" ", with_marks(text)).strip()
        marked = has_marks(words)
        if name_key(text) in _REGIONS:
            return "dòng vùng, nhóm"
        for kind in _KINDS:
            if words and (kind.marked if marked else kind.bare).fullmatch(words):
                return kind.name
    if not any(c.isalpha() for c in name):
        return "dòng không có tên"
    return ""


def groups_among(rows: Sequence[UnitRow]) -> frozenset[int]:
    """Returns the positions of the rows that head groups of the others.

    They have Roman numbers or letters where the others have Arabic ones, or no number, or capitals where the others have
    none; a name with the level of a commune, district or province stays a unit.
    """
    numbered = {at for at, row in enumerate(rows) if _ARABIC.fullmatch(row.order.strip(" .)"))}
    small = [at for at, row in enumerate(rows) if _has_small_letters(row.name)]
    found = set()
    for at, row in enumerate(rows):
        if not row.name or at in numbered:
            continue
        order = row.order.strip(" .)")
        lettered = bool(_ROMAN.fullmatch(order) or re.fullmatch(r"[A-ZĐ]", order))
        without = len(numbered) * 2 > len(rows) and (lettered or not order)
        capitals = not _has_small_letters(row.name) and " " in row.name.strip() and len(small) * 2 > len(rows)
        if (lettered and numbered) or ((without or capitals) and not administrative(row.name)):
            found.add(at)
    return frozenset(found)


def _has_small_letters(name: str) -> bool:
    own = normalise(name)
    return any(c.islower() for c in own) or sum(c.isalpha() for c in own) < _FEWEST_CAPITALS


def uppers_of_alike(rows: Sequence[UnitRow], groups: frozenset[int], is_empty: Callable[[int], bool]) -> dict[int, str]:
    """Returns the heads of the groups in which rows stand whose name rows of other groups have, too; by position.

    A group begins with one of ``groups``, or with a name of a unit, or a year, without values (``is_empty``).
    """
    heads: list[int] = []
    for at, row in enumerate(rows):
        if at in groups or (row.name and is_empty(at) and (administrative(row.name) or part_in(row.name))):
            heads.append(at)
    if len(heads) < 2:
        return {}
    first: dict[str, int] = {}
    several: set[str] = set()
    for at, row in enumerate(rows):
        if row.name and first.setdefault(row.name, bisect_right(heads, at)) != bisect_right(heads, at):
            several.add(row.name)
    own = set(heads)
    return {
        at: rows[heads[group - 1]].name
        for at, row in enumerate(rows)
        if row.name in several and at not in own and (group := bisect_right(heads, at))
    }
