"""Reads the heading of a column, in the words of real annexes: role, year, period and unit."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from engine.importing.import_result import ACTUAL, ESTIMATE
from engine.importing.measures import Measures
from engine.language.text import fold, normalise


class Role(StrEnum):
    """What a column holds. UNIT_OR_MEASURE is «Đơn vị», which may mean both; its cells decide."""

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
    RATIO = "tỷ lệ, so sánh"
    VERDICT = "đánh giá"
    EARLIER = "cùng kỳ, năm trước"
    MONTH = "riêng một tháng"
    SOURCE = "nguồn"
    NOTE = "ghi chú"
    BASIS = "loại số liệu"
    DAY = "tính đến"
    PERIOD = "kỳ"
    PERIOD_REASON = "lý do kỳ"
    SOURCE_KIND = "loại nguồn"
    INFERRED = "suy ra"
    ASSESSOR = "người đánh giá"
    REMARK = "nhận xét"
    IGNORED = "bỏ qua"
    UNKNOWN = "không hiểu"


class ValueHeading(NamedTuple):
    """What the heading of a value column states about its values; None and '' where it states nothing.

    ``day`` may lack its year. ``bare``: the heading is only a year («2022»), which may be a plan as well.
    """

    basis: str = ""
    year: int | None = None
    period: str = ""
    day: tuple[int, int, int | None] | None = None
    measure: str = ""
    bare: bool = False

    def day_in(self, year: int) -> date | None:
        """Returns the as-of date, in ``year`` where the heading leaves the year open.

        Raises ValueError for no real day.
        """
        return date(self.day[2] or year, self.day[1], self.day[0]) if self.day else None


class Heading(NamedTuple):
    role: Role
    value: ValueHeading = ValueHeading()


_WORDS: dict[Role, str] = {
    Role.ORDER: "stt|tt|so tt|so thu tu|thu tu|stt chi tieu",
    Role.CODE: "ma so lieu|ma chi tieu|ma so|ma|code|ma hieu",
    Role.NAME: "ten so lieu|ten chi tieu|chi tieu|cac chi tieu|noi dung|ten noi dung|noi dung chi tieu|danh muc|dien giai|"
    "hang muc|chi tieu noi dung|chi tieu va noi dung|noi dung va chi tieu|chi tieu chu ieu|cac chi tieu chu ieu|"
    "ten chi tieu noi dung|chi tieu nhiem vu|so lieu chi tieu|nhom chi tieu|noi dung cac chi tieu|ten cac chi tieu",
    Role.MEASURE: "dvt|don vi tinh|dv tinh|dvi tinh|don vi do",
    Role.UNIT: "ten don vi|don vi bao cao|xa|phuong|xa phuong|xa thi tran|xa phuong thi tran|ten xa|ten xa phuong|huien|"
    "quan huien|dia phuong|ten dia phuong|don vi hanh chinh|dia ban|cap xa|don vi xa phuong|ten huien|ten don vi hanh chinh|"
    "xa phuong dac khu",
    Role.UNIT_OR_MEASURE: "don vi",
    Role.PARENT: "tinh|tinh thanh pho|tinh thanh|truc thuoc|thuoc tinh|ten tinh|thuoc huien",
    Role.YEAR: "nam|nam bao cao|nam so lieu",
    Role.SOURCE: "nguon|nguon so lieu|can cu",
    Role.NOTE: "ghi chu|nguien nhan|nguien nhan ghi chu|giai trinh|giai phap|li do|don vi chu tri|don vi thuc hien|co quan chu tri",
    Role.BASIS: "loai so lieu",
    Role.DAY: "tinh den|tinh den ngai|ngai so lieu|ngai chot|thoi diem",
    Role.PERIOD: "ki|ki so lieu|ki bao cao",
    Role.PERIOD_REASON: "li do ki",
    Role.SOURCE_KIND: "loai nguon",
    Role.INFERRED: "suy ra|sui ra|suy ra tu|sui ra tu",
    Role.ASSESSOR: "nguoi danh gia|nguoi nhan dinh",
    Role.REMARK: "nhan xet",
    Role.VERDICT: "danh gia|ket luan|xep loai|danh gia ket qua|ket qua danh gia|muc do hoan thanh|dat khong dat|dat chua dat|"
    "danh gia muc do hoan thanh|tu danh gia|ket luan danh gia",
}
_BY_WORDS = {words: role for role, listed in _WORDS.items() for words in listed.split("|")}

_RATIO = re.compile(
    r"\b(?:ti le|so sanh|so voi|so (?:kh|ke hoach|cung ki|muc tieu|nq|nghi quiet)|chenh lech|tang giam|dat ti le|toc do|muc do)\b"
    r"|\b(?:th|uth|uoc th|uoc thuc hien|thuc hien)(?: nam)? ?(?:20[0-9]{2})? ?/ ?(?:kh|ke hoach|th|muc tieu|nq|nghi quiet|ck)"
    r"|^%|% ?(?:so|th|dat|hoan thanh|kh|tang)|\bdat %|^dat ?\( ?% ?\)$"
)
_PLAN = re.compile(
    r"\b(?:ke hoach|kh|muc tieu|chi tieu(?: duoc)? giao|chi tieu nghi quiet|chi tieu nq|chi tieu ke hoach|nghi quiet|nq|du toan|giao|phan dau|du kien|nguong)\b"
)
_EARLIER = re.compile(
    r"\b(?:cung ki|nam truoc|ki truoc)\b|(?<!thang )(?<!qui )(?<!tu )(?<!ke )\bdau (?:nam|ki)\b(?! (?:den|toi)\b)"
)
_SINCE_A_YEAR = re.compile(r"\b(?:tu|ke tu) (?:nam )?(?:19|20)[0-9]{2}\b|\bthang cuoi\b")
"""A value that began in an earlier year, or in the middle of one, is no value of a year."""
_DATE = re.compile(r"(?:ngai )?\b([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[/.\-]((?:19|20)[0-9]{2}))?\b")
_YEAR = re.compile(r"\b(?:nam )?((?:19|20)[0-9]{2})\b")
_MONTHS = re.compile(r"\b([0-9]{1,2}) thang(?: dau nam| dau)?\b")
_UNTIL_MONTH = re.compile(r"\bden(?: het)? thang ([0-9]{1,2})\b(?: ?/ ?)?")
_MONTH = re.compile(r"\bthang ([0-9]{1,2})\b")
_QUARTER = re.compile(r"\bqui (iv|i{1,3}|[1-4])\b")
_WHOLE_YEAR = re.compile(r"\bca nam\b")
_ESTIMATE = re.compile(r"\b(?:uoc|uth|uocth)\b")
_ACTUAL = re.compile(r"\b(?:thuc hien|th|ket qua|da dat|dat duoc|lui ke)\b")
_GENERIC = re.compile(r"\b(?:gia tri|so lieu|so|cuoi (?:nam|ki))\b")
_IDLE = re.compile(
    r"\b(?:cong don|nam|trong|tinh|den|tu|het|nai|thoi diem|hien|tai|bao cao|cua|cac|ki|chinh thuc|dat|dau|va|ngai|"
    r"nghi quiet|ke hoach|muc tieu|chi tieu|kh|nq)\b|[^a-z0-9]+"
)
_COUNTED = re.compile(r"\(?[0-9]{1,2}\)? ?= ?[0-9(].*|\(?[0-9]{1,2}\)?|[a-e]|\([a-e0-9=/*x+.\- ]+\)")


def is_counting(texts: list[str]) -> bool:
    """Returns whether a row only numbers the columns.

    >>> is_counting(["A", "B", "1", "2", "3=2/1"])
    True
    """
    return len(texts) >= 3 and all(_COUNTED.fullmatch(fold(text)) for text in texts)


def heading_of(levels: tuple[str, ...], measures: Measures) -> Heading | None:
    """Returns what a column with these headings, from the top down, holds; None where they are not understood."""
    levels = tuple(dict.fromkeys(" ".join(normalise(level).split()) for level in levels if level.strip()))
    if not levels:
        return None
    whole = " ".join(levels)
    measure, rest = measures.in_brackets(whole)
    folded = re.sub(r"\((?:[0-9a-z]|[0-9]+ ?=[^)]*)\)", " ", fold(rest))
    words = " ".join(re.sub(r"[^a-z0-9%]+", " ", folded).split())
    last = " ".join(re.sub(r"[^a-z0-9%]+", " ", fold(levels[-1])).split())
    if last == "chi tieu" and _YEAR.search(words):  # «Năm 2023 | Chỉ tiêu, Thực hiện»: beside results, the plan
        return Heading(Role.PLAN)
    role = _BY_WORDS.get(words) or (_BY_WORDS.get(last) if len(levels) > 1 else None)
    if role is not None:
        return Heading(role, ValueHeading(measure=measure))
    if _RATIO.search(folded) or last == "%":
        return Heading(Role.RATIO)
    if _EARLIER.search(folded):
        return Heading(Role.EARLIER)
    worked = _ACTUAL.search(words) or _ESTIMATE.search(words)
    if words.startswith("chi tieu ") and not (worked and len(levels) > 1):
        return Heading(Role.PLAN)
    if _PLAN.search(words) and not (worked and words.startswith(("ket qua", "thuc hien", "th ", "uoc", "uth"))):
        return Heading(Role.PLAN)
    return _value_heading(folded, measure)


def _value_heading(folded: str, measure: str) -> Heading | None:
    year: int | None = None
    day: tuple[int, int, int | None] | None = None
    period, rest = "", folded
    if _SINCE_A_YEAR.search(rest):
        return None
    if found := _DATE.search(rest):
        day = int(found[1]), int(found[2]), int(found[3]) if found[3] else None
        rest = rest.replace(found[0], " ", 1)
    if found := _UNTIL_MONTH.search(rest):
        period, rest = f"{int(found[1])} tháng", rest.replace(found[0], " ", 1)
    if found := _MONTHS.search(rest):
        period = "cả năm" if int(found[1]) == 12 else f"{int(found[1])} tháng"
        rest = rest.replace(found[0], " ", 1)
    if found := _QUARTER.search(rest):
        number = found[1].upper() if found[1].startswith("i") else ("I", "II", "III", "IV")[int(found[1]) - 1]
        period, rest = f"quý {number}", rest.replace(found[0], " ", 1)
    if _WHOLE_YEAR.search(rest):
        period, rest = "cả năm", _WHOLE_YEAR.sub(" ", rest)
    alone = _MONTH.search(rest)
    years = _YEAR.findall(rest)
    if len(set(years)) > 1:
        return None
    if years:
        year, rest = int(years[0]), _YEAR.sub(" ", rest)
    stated = bool(_ESTIMATE.search(rest) or _ACTUAL.search(rest))
    basis = ESTIMATE if _ESTIMATE.search(rest) else ACTUAL if stated else ""
    generic = bool(_GENERIC.search(rest))
    for known in (_ESTIMATE, _ACTUAL, _GENERIC, _MONTH):
        rest = known.sub(" ", rest)
    if _IDLE.sub("", rest) or not (stated or generic or year or day or period):
        return None
    if alone:
        return Heading(Role.MONTH)
    bare = not stated and not generic
    return Heading(Role.VALUE, ValueHeading(basis, year, period, day, measure, bare))
