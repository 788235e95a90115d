"""What an auditor must find: corrections, amendments, what does not count, and marks that nobody has settled."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Workspace

HEAD = """\
nghị quyết:
  số: 5/NQ-HĐND
  ngày: 20/12/2020
  giai đoạn: 2021-2025
số liệu:
  cho.so:
    tên: Số chợ được nâng cấp
    đơn vị tính: chợ
  ao.ho:
    tên: Diện tích nuôi thủy sản
    đơn vị tính: ha
  cay.so:
    tên: Số cây được trồng
    đơn vị tính: cây
"""
FIRST = """\
chỉ tiêu: 1
nội dung:
  - số: 1.1
    nguyên văn: Nâng cấp từ 6 chợ trở lên
    đo bằng: cho.so
    đạt khi: từ 5 chợ trở lên
    lý do khác nguyên văn: Công văn số 7
  # CẦN XEM LẠI: hỏi lại phòng Nông nghiệp
  - số: 1.2
    nguyên văn: Diện tích nuôi thủy sản từ 120 ha trở lên
    đo bằng: ao.ho
    đạt khi: từ 120 ha trở lên
    sửa đổi:
      - văn bản: 9/NQ-HĐND
        hiệu lực từ: 1/7/2022
        nguyên văn: Diện tích nuôi thủy sản từ 123 ha trở lên
        đạt khi: từ 123 ha trở lên
"""
SECOND = """\
chỉ tiêu: 2
nội dung:
  - số: 2.1
    nguyên văn: Trồng từ 100 cây trở lên
    đo bằng: cay.so
    đạt khi: từ 100 cây trở lên
    tính vào tổng hợp: không
  - số: 2.2
    nguyên văn: Trong đó trồng từ 50 cây trở lên
    đo bằng: cay.so
    đạt khi: từ 50 cây trở lên
    tính vào tổng hợp: không
"""
FACTS = """\
nghị quyết: 5/NQ-HĐND
đơn vị: xã A
năm: 2023
tính đến: 31/12/2023
nguồn:
  BC:
    tên: Báo cáo
số liệu:
  - nguồn: BC
    giá trị:
      cho.so: 5 chợ
      cay.so: 10 cây
      ao.ho:
        là: 124 ha
        thay thế:
          giá trị cũ: 112 ha
          lý do: bỏ sót ấp 3
          ngày: 28/12/2023
"""
REASON = "Khác nguyên văn: Công văn số 7"
AMENDED = "Sửa đổi theo 9/NQ-HĐND, hiệu lực từ 01/7/2022; nguyên văn cũ: «Diện tích nuôi thủy sản từ 120 ha trở lên»"
REPLACED = "Diện tích nuôi thủy sản: 124 ha, thay số cũ 112 ha; lý do: bỏ sót ấp 3; ngày 28/12/2023"
LEFT_OUT = "Không tính vào tổng hợp, dù nguyên văn không ghi «trong đó»"
NOTHING = "Không nội dung nào của chỉ tiêu 2 tính vào tổng hợp, nên chỉ tiêu này không có trong tổng hợp"
OPEN = "Còn dấu CẦN XEM LẠI: hỏi lại phòng Nông nghiệp"
MARK = "1.2: còn dấu CẦN XEM LẠI: hỏi lại phòng Nông nghiệp"


@pytest.fixture
def corrected(empty: Callable[[dict[str, str]], Workspace]) -> Workspace:
    return empty(
        {
            "rules/nq/nghi-quyet.yaml": HEAD,
            "rules/nq/chi-tieu-1.yaml": FIRST,
            "rules/nq/chi-tieu-2.yaml": SECOND,
            "facts/xa-a/2023.yaml": FACTS,
        }
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("1.1", [REASON]),
        ("1.2", [OPEN, AMENDED, REPLACED]),
        ("2.1", [LEFT_OUT]),
        ("2.2", []),
        ("chỉ tiêu 2", [NOTHING]),
    ],
)
def test_why_says_what_was_corrected(corrected: Workspace, asked: str, expected: list[str]) -> None:
    printed = corrected.run("why", asked).stdout
    every = (OPEN, REASON, AMENDED, REPLACED, LEFT_OUT, NOTHING)
    assert [text for text in every if text in printed] == [text for text in every if text in expected]


def test_the_document_says_what_was_corrected(corrected: Workspace) -> None:
    document = json.loads(corrected.run("evaluate", "--full", "--no-record", "--format", "json").stdout)
    found: dict[str, Any] = {}
    for target in document["targets"]:
        found[target["id"]] = [c["text"] for c in target["corrections"]]
        found |= {c["id"]: [(one["kind"], one["text"]) for one in c["corrections"]] for c in target["criteria"]}
    assert found == {
        "1": [],
        "1.1": [("differs_from_wording", REASON)],
        "1.2": [("open_mark", OPEN), ("amended", AMENDED), ("value_replaced", REPLACED)],
        "2": [NOTHING],
        "2.1": [("not_counted", LEFT_OUT)],
        "2.2": [],
    }


def test_the_annex_of_reasons_says_what_was_corrected(corrected: Workspace) -> None:
    assert corrected.run("report", "--tham-tra", "--no-record", "-o", "bao-cao.md").returncode == 0
    annex = (corrected.root / "bao-cao.md").read_text("utf-8")
    for text in (REASON, AMENDED, REPLACED, LEFT_OUT, NOTHING, MARK):
        assert text in annex


def test_an_open_mark_is_heard_everywhere(corrected: Workspace) -> None:
    checked = corrected.run("check")
    assert (checked.returncode, f"rules/nq/chi-tieu-1.yaml:8:3 CT136 cảnh báo: {MARK}" in checked.stdout) == (0, True)
    printed = corrected.run("evaluate", "--full", "--no-record").stdout
    assert f"- CT136 {MARK} [rules/nq/chi-tieu-1.yaml:8]" in printed
    (row,) = (line for line in printed.splitlines() if line.startswith("│1.2 "))
    assert "đạt (cần xem lại)" in row


def test_a_correction_after_the_closing_date_is_an_error_and_counts_for_nothing(
    empty: Callable[[dict[str, str]], Workspace],
) -> None:
    """What closed on 31/12/2023 cannot know what was found on 01/01/2024; with the old value 112 ha fall short of 123."""
    files = {"rules/nq/nghi-quyet.yaml": HEAD, "rules/nq/chi-tieu-1.yaml": FIRST, "rules/nq/chi-tieu-2.yaml": SECOND}
    late = empty(files | {"facts/xa-a/2023.yaml": FACTS.replace("28/12/2023", "1/1/2024")})
    refused = late.run("evaluate", "--full", "--no-record")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "CT205 lỗi: ngày thay thế 01/01/2024 sau ngày chốt số liệu 31/12/2023" in refused.stderr
    assert late.run("check").returncode == 1
    document = json.loads(late.run("evaluate", "--full", "--no-record", "--draft", "--format", "json").stdout)
    (criterion,) = (one for target in document["targets"] for one in target["criteria"] if one["id"] == "1.2")
    assert (criterion["status"], criterion["measures"][0]["actual"]["low"]) == ("not_met", "112")
    assert document["draft_codes"] == ["CT205"]


@pytest.mark.parametrize(("day", "closed"), [("31/12/2023", "31/12/2023"), ("20/1/2024", "31/1/2024")])
def test_a_correction_up_to_the_closing_date_counts(
    empty: Callable[[dict[str, str]], Workspace], day: str, closed: str
) -> None:
    files = {"rules/nq/nghi-quyet.yaml": HEAD, "rules/nq/chi-tieu-1.yaml": FIRST, "rules/nq/chi-tieu-2.yaml": SECOND}
    facts = FACTS.replace("tính đến: 31/12/2023", f"tính đến: {closed}").replace("28/12/2023", day)
    workspace = empty(files | {"facts/xa-a/2023.yaml": facts})
    document = json.loads(workspace.run("evaluate", "--full", "--no-record", "--format", "json").stdout)
    (criterion,) = (one for target in document["targets"] for one in target["criteria"] if one["id"] == "1.2")
    assert (criterion["status"], criterion["measures"][0]["actual"]["low"]) == ("met", "124")
