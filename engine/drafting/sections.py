"""What the sections of a document are about: only what stands among the targets becomes targets.

The headings of resolutions, programmes and plans are few; each row below is one kind with the words that name it. A heading
that none of them fits says nothing, and the section above it decides.
"""

from __future__ import annotations

import re
from enum import Enum

from engine.language.text import without_marks


class Section(Enum):
    """What a section holds; the value is the reason for which its lines are left out, in words."""

    TARGETS = "chỉ tiêu"
    PAST = "đánh giá, kết quả đã qua"
    TASKS = "nhiệm vụ, giải pháp"
    GENERAL = "quan điểm, mục tiêu chung"
    CARRYING_OUT = "tổ chức thực hiện, điều khoản thi hành"
    MONEY = "kinh phí, nguồn vốn"
    HEAD = "phần đầu văn bản"
    NOTE = "ghi chú, chú thích"

    @property
    def is_final(self) -> bool:
        """Whether headings below cannot make it a section of targets: results of past years have targets too."""
        return self in (Section.PAST, Section.HEAD, Section.NOTE)


_LEAD = r"^(?:ve |cac |mot so |nhung |nhom |noi dung |cu the,? |danh muc |phan |thong qua |ban hanh |phe duyet )*"
_ROWS: tuple[tuple[Section, str], ...] = (
    (
        Section.PAST,
        rf"{_LEAD}(?:(?:danh gia|ket qua|tinh hinh|thuc trang|uu diem|thanh tuu|han che|ton tai|khuyet diem|nguyen nhan|"
        r"bai hoc|boi canh|dac diem|kiem diem|du bao)\b|tong ket)",
    ),
    (
        Section.GENERAL,
        rf"{_LEAD}(?:muc tieu (?:tong quat|chung|tong the)(?!.*\b(?:chi tieu|cu the))|quan diem|tam nhin|phuong cham|chu de|tu tuong chi dao|"
        r"phuong huong chung|dinh huong)\b",
    ),
    (
        Section.TARGETS,
        rf"{_LEAD}(?:he thong )?(?:cac )?(?:muc tieu|chi tieu)\b|^phan dau\b|^(?:den|trong|hang|hang nam|nam|giai doan)\b.*"
        r"\b(?:phan dau|chi tieu|muc tieu)\b|\b(?:voi|gom|theo|va|giao|duoc giao) (?:cac |mot so |nhung )?(?:muc tieu,? (?:va )?)?chi tieu\b|"
        r"\bchi tieu (?:chu yeu|cu the|co ban|phat trien|giao|sau|theo|nam|den nam|giai doan)\b",
    ),
    (
        Section.MONEY,
        rf"{_LEAD}(?:kinh phi|nguon von|nguon luc|von thuc hien|co cau nguon von|nhu cau von|tong muc dau tu)\b",
    ),
    (
        Section.CARRYING_OUT,
        rf"{_LEAD}(?:to chuc (?:thuc hien|trien khai)|trach nhiem|dieu khoan|hieu luc|phan cong|che do bao cao|kiem tra,? giam sat|"
        r"giam sat|thoi gian thuc hien|noi nhan|trien khai thuc hien)\b",
    ),
    (
        Section.TASKS,
        r"\b(?:nhiem vu|giai phap|khau dot pha|dot pha|cong trinh trong diem|du an trong diem|chuong trinh trong tam|"
        r"chuong trinh hanh dong|de xuat|kien nghi)\b",
    ),
)
_TASKS_FOR_TARGETS = re.compile(
    r"^(?:cac |mot so |nhung |nhom )*(?:nhiem vu|giai phap)\b(?!.*\b(?:voi|gom|theo) (?:cac )?(?:muc tieu|chi tieu))"
)
_CLOSING = re.compile(
    r"^(?:giao |nghi quyet (?:nay|duoc|da duoc)|quyet dinh nay|ke hoach nay|noi nhan|tm\.?|kt\.?|tl\.?|chu tich|bi thu|bo truong|"
    r"dai hoi giao|hoi dong nhan dan giao|thuong truc |uy ban nhan dan .{0,40}(?:to chuc|trien khai|chi dao|bao cao|chiu trach nhiem)|"
    r"trong qua trinh |(?:nghi quyet|quyet dinh) .{0,60}(?:thong qua|co hieu luc))"
)
_ASIDE = re.compile(r"^(?:ghi chu|don vi(?: tinh)?|nguon|chu thich|luu y)\s*[:(]|^\(?kem theo\b|^\([^()]*kem theo\b")


def section_of_heading(text: str) -> Section | None:
    """Returns what a heading names; None where it names nothing of the kind («Về kinh tế»).

    >>> section_of_heading("Nhiệm vụ, giải pháp thực hiện các chỉ tiêu"), section_of_heading("Về kinh tế")
    (<Section.TASKS: 'nhiệm vụ, giải pháp'>, None)
    """
    words = " ".join(without_marks(text).lower().split()).strip(" :.;")
    if _TASKS_FOR_TARGETS.search(words):
        return Section.TASKS
    return next((section for section, form in _ROWS if re.search(form, words)), None)


def section_of_prose(text: str) -> Section | None:
    """Returns what a paragraph without a label is, where its first words tell; None for one of its section."""
    words = " ".join(without_marks(text).lower().split())
    if _ASIDE.search(words):
        return Section.NOTE
    return Section.CARRYING_OUT if _CLOSING.search(words) else None


_FIELD = (
    "kinh te|xa hoi|van hoa|moi truong|quoc phong|an ninh|trat tu an toan xa hoi|doi ngoai|xay dung dang|xay dung chinh quyen|chinh quyen|"
    "he thong chinh tri|mat tran|doan the|cac doan the|khoa hoc|cong nghe|giao duc|y te|ha tang|do thi|nong thon"
)
_GROUP = re.compile(
    rf"^(?:ve|linh vuc|nhom|khoi|chi tieu ve|cac chi tieu)\b|^(?:(?:{_FIELD})(?:\s*[,–-]\s*|\s+va\s+|$))+$"
)
_OFFICE = re.compile(
    r"^(?:giao (?:cho )?(?:uy ban|ubnd|thuong truc|hoi dong nhan dan|hdnd|ban |cac (?:so|ban|co quan|don vi)|so |chu tich|mat tran|don vi)|uy ban nhan dan (?:xa|phuong|huyen|tinh|thanh pho|cac|thi|quan|dac)|ubnd |thuong truc (?:hoi dong|hdnd)|hoi dong nhan dan |hdnd )"
)


def names_field(text: str) -> bool:
    """Returns whether a heading names a field, under which targets stand («Về kinh tế», «Văn hóa - xã hội»)."""
    return _GROUP.match(" ".join(without_marks(text).lower().split()).strip(" :.;")) is not None


def charges_an_office(text: str) -> bool:
    """Returns whether an item tells an office what to do («Ủy ban nhân dân xã bố trí tối thiểu 3% …»), which is no target."""
    return _OFFICE.match(" ".join(without_marks(text).lower().split())) is not None
