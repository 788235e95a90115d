"""Typed labels: what numbers a paragraph is split off, and what only looks like it stays."""

from __future__ import annotations

import pytest

from engine.documents.labels import split_label
from engine.documents.texts import paragraphs_of

LABELS = (
    "1.|2)|12.|120.|(1)|(12)|1/|1.1.|1.1)|1.1.1.|2.10.|a)|b.|(a)|đ)|đ.|I.|IV.|XII.|I-|II –|III/|V:|A.|B)|Đ.|ii)|iv.|"
    "-|–|+|*|•|▪|➢|❖|→|1.1.1.1.1.|1.1:|(1).|(2):|(II)|1.)|I.1.|II.2.a)|b.1.|A.1.|①|―|∙"
)
BEFORE_CAPITALS = "1-|1 -|12:|a/|A/|a-|I.1|b.2|b1)|o|--|Điều 1 -"
WORDY = "Nhóm 1:|Chỉ số 2.|Nhiệm vụ 3:|Khoản 1.|Điều 1.|Điều 12:|ĐIỀU 3.|Điều 4a.|Chỉ tiêu 1:|Chỉ tiêu số 02:|Tiêu chí 3.|Mục tiêu 1:|CHƯƠNG II|Phụ lục I|Biểu số 01"


@pytest.mark.parametrize("label", LABELS.split("|"))
@pytest.mark.parametrize("text", ["Tỷ lệ hộ nghèo còn 2%", "Đạt 5 xã", "Ấp văn hóa", "100% số hộ dùng nước sạch"])
def test_labels_are_split_off(label: str, text: str) -> None:
    assert split_label(f"{label} {text}") == (label, text)


@pytest.mark.parametrize("label", BEFORE_CAPITALS.split("|"))
def test_some_labels_are_such_before_a_capital_alone(label: str) -> None:
    assert split_label(f"{label} Tỷ lệ hộ nghèo") == (label, "Tỷ lệ hộ nghèo")
    assert split_label(f"{label} tỷ lệ hộ nghèo")[0] == ""


@pytest.mark.parametrize("label", WORDY.split("|"))
def test_words_with_numbers_are_labels(label: str) -> None:
    assert split_label(f"{label} Tỷ lệ hộ nghèo") == (label, "Tỷ lệ hộ nghèo")


@pytest.mark.parametrize("label", ["1.", "(1)", "a)", "-", "I.", "Phụ lục I", "PHỤ LỤC 2", "Chương II"])
def test_a_label_may_stand_alone(label: str) -> None:
    """As in the first column of a table, or above its heading."""
    assert split_label(label) == (label, "")


@pytest.mark.parametrize("text", ["1.Tỷ lệ", "1)Tỷ lệ", "a)tỷ lệ", "(1)tỷ lệ", "-Tỷ lệ", "+tỷ lệ", "I.Kinh tế", "–Ấp"])
def test_the_blank_behind_a_label_may_be_missing(text: str) -> None:
    label, rest = split_label(text)
    assert label + rest == text and label and rest[0].isalpha()


@pytest.mark.parametrize(
    "text",
    [
        "2.600 thành viên", "1,5% mỗi năm", "30/6/2027 hoàn thành", "12.1.2026 họp", "I love", "5 xã", "1/2 số xã",
        "12.5 điểm", "1.5 đồng", "1.5 ước đạt", "-2% mỗi năm", "+5%", "5 - 7 xã", "2026. Tỷ lệ", "24/24 giờ", "3G",
        "Điều 1 của Nghị quyết này", "điều 1 nêu trên", "Mục 3 phần II", "mục 2 dưới đây:", "Phần 2 của đề án",
        "Chỉ tiêu 12 tháng", "Phụ lục kèm theo", "Chương trình 135", "V vào", "TP. Hồ Chí Minh", "C02", "", "Biểu 2 ban hành",
        "1.000.000 đồng", "10. 000 ha", "V.I. Lênin", "1 - 2 xã", "3: 4 vụ", "A1 xã", "T.Ư Đảng", "o tròn", "1.1.2026 Tỷ lệ", "≥ 95%", "(01 nội dung)", "(2026-2030)", "X.509",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_label_stays(text: str) -> None:
    assert split_label(text) == ("", text)


def test_lines_that_a_page_broke_are_joined() -> None:
    broken = "(1) Tỷ lệ hộ dân sử dụng nước sạch hợp vệ sinh đạt\n95% trở lên.\n(2) Thu nhập bình quân đạt 80 triệu\nđồng/người/năm."
    assert paragraphs_of(broken) == [
        "(1) Tỷ lệ hộ dân sử dụng nước sạch hợp vệ sinh đạt 95% trở lên.",
        "(2) Thu nhập bình quân đạt 80 triệu đồng/người/năm.",
    ]


def test_headings_in_capitals_are_paragraphs_of_their_own() -> None:
    """«Ộ» and «Ị» are capitals as well as «H»."""
    text = "HỘI ĐỒNG NHÂN DÂN XÃ MỸ AN TỈNH VĨNH LONG KHÓA MƯỜI HAI\nNGHỊ QUYẾT\nVề nhiệm vụ năm 2026"
    assert paragraphs_of(text) == text.split("\n")
