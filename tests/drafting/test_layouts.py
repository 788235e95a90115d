"""Layouts of resolutions: which lines become criteria, to the letter, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.document import Cell, Document, Line, Table
from engine.documents.labels import split_label
from engine.documents.limits import Counter
from engine.documents.reading import lines_of
from engine.documents.texts import paragraphs_of
from engine.drafting.draft import Entry, entries_of
from engine.drafting.head import read_head
from engine.drafting.outline import Outline, outline

HEAD = """\
HỘI ĐỒNG NHÂN DÂN
XÃ HÒA BÌNH
Số: 27/NQ-HĐND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Bình, ngày 9 tháng 12 năm 2025
NGHỊ QUYẾT
Về kế hoạch phát triển kinh tế - xã hội 5 năm 2026-2030
HỘI ĐỒNG NHÂN DÂN XÃ HÒA BÌNH
Căn cứ Nghị quyết số 88/NQ-HĐND ngày 3 tháng 8 năm 2024 của Hội đồng nhân dân tỉnh;
Xét Tờ trình số 140/TTr-UBND ngày 28 tháng 11 năm 2025 của Ủy ban nhân dân xã;
QUYẾT NGHỊ:
"""


def of_text(text: str) -> Document:
    return lines_of(paragraphs_of(text), Counter("vb.txt"))


def table(rows: Iterable[str], place: str = "bảng 1") -> Table:
    """A table of rows written «a | b»; «^» says that a cell goes on from the one above, «<» from the one on the left."""
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        made: list[Cell] = []
        for at, text in enumerate(part.strip() for part in row.split("|")):
            if text == "^":
                made.append(cells[-1][at]._replace(covered=True))
            elif text == "<":
                made.append(made[-1]._replace(covered=True))
            else:
                label, rest = split_label(text)
                made.append(Cell((Line(rest, label),) if text else ()))
        cells.append(tuple(made))
    return Table(tuple(cells), place)


def with_table(text: str, *rows: str) -> Document:
    return Document((*of_text(text).blocks, table(rows)))


def drafted(document: Document) -> list[Entry]:
    head = read_head(document, 2026)
    return entries_of(outline(document, head.first_year).targets, head)


def texts(document: Document) -> list[str]:
    return [entry.text for entry in drafted(document)]


def left_out(found: Outline) -> dict[str, str]:
    return {entry.text: entry.reason for entry in found.account.left_out}


def test_the_head_is_that_of_the_document_itself() -> None:
    head = read_head(of_text(HEAD + "Điều 1. Các chỉ tiêu\n1. Trồng 5 ha rừng."), 2020)
    assert (head.number, head.day, head.issuer) == ("27/NQ-HĐND", "9/12/2025", "Hội đồng nhân dân xã Hòa Bình")
    assert head.title == "Về kế hoạch phát triển kinh tế - xã hội 5 năm 2026-2030"
    assert (head.period, head.doubts) == ("2026-2030", ())


def test_a_title_of_one_year_is_a_period_of_one_year() -> None:
    text = HEAD.replace("5 năm 2026-2030", "năm 2026")
    assert read_head(of_text(text + "Điều 1. Các chỉ tiêu"), 2020).period == "2026"


def test_only_what_stands_among_the_targets_becomes_a_criterion() -> None:
    document = of_text(
        HEAD + "Điều 1. Thông qua kế hoạch với các nội dung sau:\n"
        "I. Đánh giá kết quả năm 2025\n1. Các chỉ tiêu kinh tế: thu ngân sách đạt 41 tỷ đồng.\n2. Hộ nghèo còn 2,8%.\n"
        "II. Mục tiêu tổng quát\n1. Phấn đấu thu hút 300 tỷ đồng vốn đầu tư.\n"
        "III. Các chỉ tiêu chủ yếu đến năm 2030\n"
        "1. Về kinh tế\n- Thu ngân sách đạt từ 55 tỷ đồng trở lên.\n- Sản lượng lúa đạt 12.000 tấn.\n"
        "2. Về xã hội\n- Tỷ lệ hộ nghèo còn dưới 1%.\n"
        "IV. Nhiệm vụ, giải pháp\n1. Mở 20 lớp tập huấn.\n2. Kinh phí 3 tỷ đồng.\n"
        "Điều 2. Tổ chức thực hiện\nỦy ban nhân dân xã báo cáo 02 lần mỗi năm."
    )
    assert texts(document) == [
        "Thu ngân sách đạt từ 55 tỷ đồng trở lên",
        "Sản lượng lúa đạt 12.000 tấn",
        "Tỷ lệ hộ nghèo còn dưới 1%",
    ]
    reasons = left_out(outline(document, 2026))
    assert reasons["2. Hộ nghèo còn 2,8%."] == "đánh giá, kết quả đã qua"
    assert reasons["1. Phấn đấu thu hút 300 tỷ đồng vốn đầu tư."] == "quan điểm, mục tiêu chung"
    assert reasons["1. Mở 20 lớp tập huấn."] == "nhiệm vụ, giải pháp"
    assert reasons["Ủy ban nhân dân xã báo cáo 02 lần mỗi năm."] == "tổ chức thực hiện, điều khoản thi hành"


def test_a_heading_with_a_name_is_a_target_and_a_field_is_not() -> None:
    document = of_text(
        HEAD
        + "Điều 1. Mục tiêu cụ thể\n1. Hạ tầng số\n1.1. Tỷ lệ hộ có cáp quang đạt 90%.\n1.2. Có từ 4 trạm phát sóng 5G trở lên.\n"
        "2. Về xã hội:\na) Tỷ lệ hộ nghèo còn 1%.\nb) Xây 3 cầu.\nĐiều 2. Nhiệm vụ, giải pháp\n1. Mở 5 lớp."
    )
    found = outline(document, 2026)
    assert [len(target.criteria) for target in found.targets] == [2, 1, 1]
    assert [target.number for target in found.targets] == [1, 2, 3]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Thu nhập trên 61 triệu đồng/người/năm; có ít nhất 6 trang trại.", ["Thu nhập trên 61 triệu đồng/người/năm", "có ít nhất 6 trang trại"]),
        ("- Trồng 5 ha rừng. Xây 3 cầu.", ["Trồng 5 ha rừng", "Xây 3 cầu"]),
        ("- Phấn đấu đến năm 2030: trồng 5 ha rừng; xây 3 cầu.", ["trồng 5 ha rừng", "xây 3 cầu"]),
        ("- Tổng đàn bò: 5.000 con.", ["Tổng đàn bò: 5.000 con"]),
        ("- Tỷ lệ hộ có nước sạch đạt 95% (đô thị 98%; nông thôn 93%).", ["Tỷ lệ hộ có nước sạch đạt 95% (đô thị 98%; nông thôn 93%)"]),
    ],
)  # fmt: skip
def test_an_item_is_split_where_its_goals_part(line: str, expected: list[str]) -> None:
    assert texts(of_text(f"{HEAD}Điều 1. Các chỉ tiêu\n{line}")) == expected


def test_what_stands_in_a_goal_is_a_part_and_not_counted() -> None:
    document = of_text(HEAD + "Điều 1. Các chỉ tiêu\n- Trồng 9 ha rừng.\n+ Trong đó: rừng ngập mặn 4 ha.\n- Xây 3 cầu.")
    assert [(e.text, e.criterion.is_part) for e in drafted(document)] == [
        ("Trồng 9 ha rừng", False),
        ("rừng ngập mặn 4 ha", True),
        ("Xây 3 cầu", False),
    ]
    assert [e.number for e in drafted(document)] == ["1.1", "1.2", "2.1"]


PLAN = (
    "TT | Chỉ tiêu | ĐVT | Ước TH 2025 | Kế hoạch 2026",
    "I | Kinh tế | | |",
    "1 | Sản lượng lúa | Tấn | 11.500 | 12.000",
)


def test_a_table_gives_the_goals_of_its_plan() -> None:
    head = HEAD.replace("5 năm 2026-2030", "năm 2026")
    document = with_table(
        head + "Điều 1. Các chỉ tiêu theo phụ lục.\nPHỤ LỤC\nCÁC CHỈ TIÊU NĂM 2026",
        *PLAN, "2 | Tổng đàn bò | Con | 700 | 750", " | Trong đó: bò sữa | Con | 90 | 120", "II | Xã hội | | |",
        "3 | Tỷ lệ hộ nghèo | % | 2,4 | ≤ 2", " | Ghi chú: số của Chi cục Thống kê năm 2025 | | |",
    )  # fmt: skip
    assert [(e.text, e.condition, e.criterion.is_part) for e in drafted(document)] == [
        ("Sản lượng lúa: 12.000 Tấn", "đạt 12.000 tấn", False),
        ("Tổng đàn bò: 750 Con", "đạt 750 con", False),
        ("bò sữa: 120 Con", "đạt 120 con", True),
        ("Tỷ lệ hộ nghèo: ≤ 2%", "không quá 2%", False),
    ]
    assert left_out(outline(document, 2026))["I | Kinh tế"] == "đề mục trong bảng"


def test_goals_by_year_are_milestones() -> None:
    document = with_table(
        HEAD + "Điều 1. Các chỉ tiêu và lộ trình:",
        "TT | Chỉ tiêu | ĐVT | Lộ trình | < | <", "^ | ^ | ^ | 2026 | 2028 | 2030",
        "1 | Tỷ lệ đường cứng hóa | % | 60 | 75 | 90", "2 | Tỷ lệ trường đạt chuẩn | % | | 70 | 80",
    )  # fmt: skip
    assert [entry.goals for entry in drafted(document)] == [
        ((2026, "đạt 60%"), (2028, "đạt 75%"), (2030, "đạt 90%")),
        ((2028, "đạt 70%"), (2030, "đạt 80%")),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("TT | Xã | Thu phí (triệu đồng) | Hộ thoát nghèo (hộ)", "1 | Xã An Lạc | 45 | 6", "2 | Xã An Phú | 52 | 4", " | Tổng cộng | 97 | 10"),
        ("TT | Chỉ tiêu | ĐVT | Xã An Lạc | Xã An Phú", "1 | Thu phí | triệu đồng | 45 | 52", "2 | Hộ thoát nghèo | hộ | 6 | 4"),
    ],
)  # fmt: skip
def test_goals_given_to_units_are_a_plan(rows: tuple[str, ...]) -> None:
    document = with_table(HEAD.replace("5 năm 2026-2030", "năm 2026") + "Điều 1. Giao chỉ tiêu cho các xã:", *rows)
    first, second = drafted(document)
    assert (first.text, first.condition) == ("Thu phí", "từ ke_hoach.thu_phi trở lên")
    assert first.criterion.by_unit == (("Xã An Lạc", "45 triệu đồng"), ("Xã An Phú", "52 triệu đồng"))
    assert second.criterion.by_unit == (("Xã An Lạc", "6 hộ"), ("Xã An Phú", "4 hộ"))
    assert [measure.nature.value for measure in first.measures] == ["trong năm", "kế hoạch"]


ITEMS = (
    "Trồng 5 ha rừng", "Tỷ lệ hộ nghèo còn 2%", "Nâng cao chất lượng dạy học", "Có từ 3 HTX trở lên; xây 2 cầu", "Về kinh tế:",
    "Kết quả năm 2024 đạt 95%", "Tổ chức thực hiện", "Trong đó: 4 ha rừng ngập mặn", "Các chỉ tiêu năm 2026", "Điều 3 có 2 khoản",
)  # fmt: skip
LABELS = ("1. ", "2. ", "a) ", "- ", "+ ", "(1) ", "I. ", "Điều 1. ", "", "1.1. ")


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(ITEMS)), max_size=12))
def test_every_line_is_in_a_criterion_or_left_out_with_a_reason(lines: list[tuple[str, str]]) -> None:
    document = lines_of([f"{label}{text}." for label, text in lines], Counter("vb.txt"))
    found = outline(document)
    account = found.account
    assert len(account.used) + len(account.left_out) == len(account.entries)
    assert sum(account.by_reason().values()) == len(account.left_out)
    counted = [
        line
        for line in document.blocks
        if isinstance(line, Line) and (line.label or any(c.isdigit() for c in line.text))
    ]
    assert [entry.place for entry in account.entries] == [line.place for line in counted]
    criteria = [criterion for target in found.targets for criterion in target.criteria]
    assert {criterion.place for criterion in criteria if any(map(str.isdigit, criterion.text))} <= {
        e.place for e in account.used
    }
    by_place = {line.place: line.text for line in document.blocks if isinstance(line, Line)}
    assert all(criterion.text in by_place[criterion.place] for criterion in criteria)
