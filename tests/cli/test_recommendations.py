"""«Kiến nghị»: a kind of finding that needs nothing failing, from the rule file to the table, JSON and the official report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Workspace
from tests.reports.word_documents import breakable

RULES = "rules/47-nq-hdnd-2021/kien-nghi.yaml"
SECTION = """\
kiến nghị:
  - mã: KN-2
    khi: có kiến nghị KN-1
    kết luận: Đề nghị các sở, ngành hỗ trợ kỹ thuật.
  - mã: KN-1
    khi: htx.thanh_vien trên 2.000 thành viên
    kết luận: Đề nghị Tỉnh hỗ trợ kinh phí cho {htx.thanh_vien}.
  - mã: KN-3
    khi: không có kiến nghị KN-1
    kết luận: Không đề nghị gì.
"""


@pytest.fixture
def recommending(workspace: Workspace) -> Workspace:
    """The workspace of the repository with three recommendations, of which two are there."""
    (workspace.root / RULES).write_text(SECTION, "utf-8")
    return workspace


def test_the_table_has_them_last(recommending: Workspace) -> None:
    table = recommending.run("evaluate", "--full").stdout
    assert (
        "\nKiến nghị\n"
        "- KN-1 [số liệu] Đề nghị Tỉnh hỗ trợ kinh phí cho 2.570 thành viên.\n"
        "- KN-2 [kết luận] Đề nghị các sở, ngành hỗ trợ kỹ thuật.\n"
    ) in table
    assert table.index("\nGiải pháp\n") < table.index("\nKiến nghị\n") < table.index("\nĐối chiếu số liệu")


def test_json_names_their_kind(recommending: Workspace) -> None:
    findings = recommending.evaluate()["findings"]
    found = [(f["id"], f["kind"], f["category"], f["explains"]) for f in findings if f["id"].startswith("KN-")]
    assert found == [("KN-1", "recommendation", "kiến nghị", []), ("KN-2", "recommendation", "kiến nghị", [])]
    kinds = [finding["kind"] for finding in findings]
    assert kinds[kinds.index("recommendation") - 1] == "solution"
    assert kinds[kinds.index("recommendation") + 2] == "reconciliation"


def test_the_official_report_ends_part_three_with_them(recommending: Workspace) -> None:
    done = recommending.run("report", "--tham-tra", "-o", "r.md", "-o", "r.docx", "-o", "r.html", "-o", "r.xlsx")
    assert done.returncode == 0, done.stderr
    told = [
        "4. Kiến nghị, đề xuất",
        "Đề nghị Tỉnh hỗ trợ kinh phí cho 2.570 thành viên.",
        "Đề nghị các sở, ngành hỗ trợ kỹ thuật.",
    ]
    paragraphs = [breakable(p.text) for p in Document(str(recommending.root / "r.docx")).paragraphs]
    start = paragraphs.index(told[0])
    assert [text.removeprefix("- ").partition(" (KN-")[0] for text in paragraphs[start : start + 3]] == told
    markdown = (recommending.root / "r.md").read_text("utf-8")
    assert "### 4. Kiến nghị, đề xuất\n\n- Đề nghị Tỉnh hỗ trợ" in markdown
    assert "Hạn chế, nguyên nhân, dự báo, khó khăn, giải pháp, kiến nghị\n" in markdown
    page = (recommending.root / "r.html").read_text("utf-8")
    assert ">Hạn chế, nguyên nhân, khó khăn, dự báo, giải pháp, kiến nghị</h2>" in page


def test_why_tells_what_they_rest_on(recommending: Workspace) -> None:
    proof = json.loads(recommending.run("why", "KN-2", "--format", "json").stdout)
    assert (proof["title"], proof["status"]) == ("Kiến nghị KN-2", "present")
    assert "KN-2" in recommending.run("why", "KN-1").stdout, "what it led to"


def test_another_kind_of_that_code_is_refused(recommending: Workspace) -> None:
    path: Path = recommending.root / RULES
    path.write_text(
        SECTION.replace("có kiến nghị KN-1\n    kết luận: Đề", "có giải pháp KN-1\n    kết luận: Đề"), "utf-8"
    )
    done = recommending.run("check")
    assert "«KN-1» là kiến nghị, không phải giải pháp" in done.stdout + done.stderr
