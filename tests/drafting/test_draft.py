"""From the text of a resolution to rule files that load."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checking.run import check_workspace
from engine.documents.document import Document
from engine.documents.limits import Counter
from engine.documents.reading import lines_of
from engine.documents.texts import paragraphs_of
from engine.drafting.draft import MARK, Draft, draft, entries_of
from engine.drafting.head import read_head
from engine.drafting.names import proposed_code
from engine.drafting.outline import outline
from engine.drafting.proposal import Proposal, Years, propose
from engine.files.diagnostics import Severity
from engine.workspace.workspace import Workspace

ARTICLES = """\
HỘI ĐỒNG NHÂN DÂN
XÃ TÂN LẬP
Số: 15/NQ-HĐND
Tân Lập, ngày 20 tháng 7 năm 2026
NGHỊ QUYẾT
Về phát triển kinh tế tập thể giai đoạn 2026 - 2030
Căn cứ Nghị quyết số 20-NQ/TW ngày 16 tháng 6 năm 2022
Điều 1. Mục tiêu
1. Trồng mới ít nhất 40 ha rừng.
2. Tỷ lệ hộ nghèo giảm còn dưới 2,5%.
Điều 2. Tổ chức thực hiện
1. Ủy ban nhân dân thi hành.
"""


def document_of(text: str) -> Document:
    return lines_of(paragraphs_of(text), Counter("vb.txt"))


def drafted(text: str) -> Draft:
    document = document_of(text)
    head = read_head(document, 2026)
    targets = outline(document, head.first_year).targets
    return draft(head, targets, entries_of(targets, head))


def proposed(text: str) -> Proposal:
    return propose(text, Years(2026, 2030))


def errors_of(made: Draft, folder: Path) -> list[str]:
    rules = folder / "rules" / made.folder
    rules.mkdir(parents=True)
    for name, text in made.files.items():
        (rules / name).write_text(text, "utf-8")
    return [d.message for d in check_workspace(Workspace(folder)) if d.severity is Severity.ERROR]


def test_the_head_is_the_resolutions_own() -> None:
    head = read_head(document_of(ARTICLES), 2026)
    assert (head.number, head.day, head.period) == ("15/NQ-HĐND", "20/7/2026", "2026-2030")
    assert head.title == "Về phát triển kinh tế tập thể giai đoạn 2026 - 2030"
    assert head.doubts == ()


def test_what_the_text_does_not_say_is_doubted() -> None:
    head = read_head(document_of("1. Trồng 40 ha rừng\n2. Xây 3 cầu"), 2026)
    assert [doubt.partition(":")[0] for doubt in head.doubts] == ["số", "giai đoạn"]


def test_drafts_load_and_say_what_the_text_says(tmp_path: Path) -> None:
    made = drafted(ARTICLES)
    assert [(e.number, e.proposal.condition) for e in made.entries] == [
        ("1.1", "từ 40 ha trở lên"),
        ("2.1", "dưới 2,5%"),
    ]
    assert [doubt.text for e in made.entries for doubt in e.proposal.doubts] == [
        "không rõ là số của năm cuối hay cộng cả giai đoạn; cộng cả giai đoạn thì thêm «cộng dồn: có»"
    ]
    assert errors_of(made, tmp_path) == []


def test_what_cannot_be_read_is_left_to_a_person(tmp_path: Path) -> None:
    made = drafted("1. Giảm tỷ lệ hộ nghèo dưới 2%.\n2. Nâng cao chất lượng dạy và học.\n")
    assert [e.proposal.kind for e in made.entries] == ["nhận định", "nhận định"]
    assert made.files["chi-tieu-1.yaml"].count(MARK) == 1
    assert errors_of(made, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "condition", "unit"),
    [
        ("Sản lượng thủy sản đạt trên 35.500 tấn", "trên 35.500 tấn", "tấn"),
        ("Thu nhập bình quân đầu người đạt 85 triệu đồng/năm", "đạt 85 triệu đồng/người/năm", "triệu đồng/người/năm"),
        ("Tổn thất điện năng không quá 6%", "không quá 6%", "%"),
        ("Tỷ lệ hộ nghèo giảm còn 1,5%", "giảm còn 1,5%", "%"),
        ("Tăng trưởng kinh tế 8 - 9%", "từ 8 đến 9%", "%"),
        ("Tỷ lệ hộ nghèo còn 2 - 3%", "còn từ 2 đến 3%", "%"),
        ("Hoàn thành trước ngày 15/9/2026", "trước 15/9/2026", ""),
        ("Hoàn thành chậm nhất ngày 15/9/2026", "chậm nhất 15/9/2026", ""),
        ("Phấn đấu không còn hộ nghèo", "bằng 0 hộ nghèo", "hộ nghèo"),
    ],
)
def test_conditions_repeat_the_wording(text: str, condition: str, unit: str) -> None:
    proposal = proposed(text)
    assert (proposal.condition, proposal.unit) == (condition, unit)


def test_codes_are_unique_and_telling() -> None:
    first = proposed_code(2, "Số thành viên của hợp tác xã", set())
    assert first == "ct2.so_thanh_vien_htx"
    assert proposed_code(2, "Số thành viên của hợp tác xã", {first}) == "ct2.so_thanh_vien_htx_2"


TARGETS = [
    "Trồng mới 650 ha rừng",
    "Tỷ lệ hộ nghèo: còn dưới 2% # theo chuẩn mới",
    "{Xã} có \"3\" trường: 'đạt chuẩn'",
    "> Nâng cao hiệu quả",
    "- 100% xã có bác sĩ",
    "Doanh thu 01 HTX đạt 2,5 tỷ đồng/năm; lãi 10 triệu đồng",
    "Hoàn thành trước ngày 31/12/2030",
    "Cơ cấu: nông nghiệp 30%, công nghiệp 30%, dịch vụ 40%",
]


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.sampled_from(TARGETS), min_size=2, max_size=4))
def test_any_targets_give_files_that_load(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    made = drafted("\n\n".join(f"({n}) {text}." for n, text in enumerate(texts, 1)))
    assert errors_of(made, tmp_path_factory.mktemp("draft")) == []


def test_of_a_change_its_size_is_measured() -> None:
    """Who reads «tỷ lệ hộ nghèo» would fill in the level, and 55% would be more than enough."""
    assert proposed("Giảm 50% số hộ nghèo").name == "Mức giảm số hộ nghèo"
    assert proposed("Tỷ lệ hộ nghèo bình quân giảm 1%/năm").name == "Mức giảm tỷ lệ hộ nghèo bình quân"


def test_a_deadline_is_not_the_day_of_the_resolution() -> None:
    head = read_head(document_of("Nghị quyết số 9/NQ-HĐND\n1. Hoàn thành trước ngày 31/12/2027.\n2. Xây 3 cầu."), 2026)
    assert head.day == ""


def test_every_numbered_item_is_a_target_or_named() -> None:
    """A gap in the numbers, and a second section that starts again at 1."""
    gap = document_of("1. Trồng 40 ha rừng.\n2. Xây 3 cầu.\n4. Mở 5 lớp.")
    assert [t.number for t in outline(gap).targets] == [1, 2, 3]
    again = document_of("1. Trồng 40 ha rừng.\n2. Xây 3 cầu.\n3. Mở 5 lớp.\nB. Xã hội\n1. Mua 6 xe.")
    assert [t.text for t in outline(again).targets][-1] == "Mua 6 xe."


@pytest.mark.parametrize(
    "text", ["Tỷ lệ hộ nghèo giảm còn dưới 2%", "Không để xảy ra ngộ độc thực phẩm", "Trồng mới 5 ha rừng"]
)
def test_a_proposal_does_not_depend_on_the_unicode_form(text: str) -> None:
    assert proposed(unicodedata.normalize("NFD", text)) == proposed(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tổng đàn bò đạt 5.000 con đến năm 2030", "Tổng đàn bò"),
        ("trong đó đàn bò lai 4.100 con", "Đàn bò lai"),
        ("Thành lập mới 07 tổ hợp tác", "Thành lập mới tổ hợp tác"),
    ],
)
def test_the_unit_is_no_part_of_a_name_that_says_what_is_counted(text: str, name: str) -> None:
    assert proposed(text).name == name
