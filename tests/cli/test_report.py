"""`chitieu report`: every format at once, the same bytes again, nothing half written, errors in Vietnamese."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import FACTS, Workspace

FORMATS = ("bc.docx", "bc.xlsx", "bc.html", "bc.md")


def write(workspace: Workspace, *names: str) -> dict[str, bytes]:
    done = workspace.run("report", "--tham-tra", *(part for name in names for part in ("-o", name)))
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return {name: (workspace.root / name).read_bytes() for name in names}


@pytest.mark.slow
@pytest.mark.process
def test_all_formats_at_once_and_the_same_bytes_again(workspace: Workspace) -> None:
    """Also in processes that order their sets differently, and in other time zones."""
    first = write(workspace, *FORMATS)
    for environment in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Ho_Chi_Minh"}):
        done = workspace.run_process("report", "--tham-tra", *(f"-o{name}" for name in FORMATS), **environment)
        assert (done.returncode, done.stderr) == (0, "")
        assert {name: (workspace.root / name).read_bytes() for name in FORMATS} == first
    assert sorted(p.name for p in workspace.root.iterdir()) == sorted([".chitieu", "facts", "rules", *FORMATS])


@pytest.mark.slow
def test_every_format_says_the_counts_the_sources_and_the_rules(workspace: Workspace) -> None:
    files = write(workspace, *FORMATS)
    with zipfile.ZipFile(workspace.root / "bc.docx") as docx, zipfile.ZipFile(workspace.root / "bc.xlsx") as xlsx:
        files["bc.docx"] = docx.read("word/document.xml")
        files["bc.xlsx"] = xlsx.read("xl/sharedStrings.xml")
    for name, content in files.items():
        text = content.decode().replace("<wbr>", "").replace("\\", "").replace("&#45;", "-")
        for said in ("06/11", "BC, mục II.1.1", "chi-tieu-2.yaml:8", "2023.yaml:26", "133 thành viên rút ra"):
            assert said in text, (name, said)


@pytest.mark.slow
def test_it_says_how_much_is_left_to_write(workspace: Workspace) -> None:
    done = workspace.run("report", "--tham-tra", "-o", "bc.docx")
    assert "Còn 1 chỗ ghi «[Cần bổ sung: …]»" in done.stdout  # the number of the report
    workspace.edit(FACTS, "  địa danh: Tháp Mười\n", "  số: 5/BC-UBND\n  ngày: 5/2/2024\n  địa danh: Tháp Mười\n")
    done = workspace.run("report", "--tham-tra", "-o", "bc.md")
    assert "Cần bổ sung" not in done.stdout + (workspace.root / "bc.md").read_text("utf-8")
    head = (workspace.root / "bc.md").read_text("utf-8")
    assert "05/BC" in head and "ngày 05 tháng 02 năm 2024" in head  # leading 0 below 10, in months 1 and 2


def test_a_report_that_cannot_be_written_leaves_the_old_one(workspace: Workspace) -> None:
    (workspace.root / "bc.md").write_text("cũ", "utf-8")
    (workspace.root / "bc.docx").mkdir()
    done = workspace.run("report", "-o", "bc.md", "-o", "bc.docx")
    assert done.returncode == 2 and "«bc.docx»: đây là thư mục" in done.stderr
    assert (workspace.root / "bc.md").read_text("utf-8") == "cũ"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "thiếu tùy chọn --output"),
        (["-o", "bc.rtf"], "đuôi tệp phải là một trong: .docx, .xlsx, .html, .md, .pdf, .odt"),
        (["-o", "khong-co/bc.docx"], "không có thư mục «khong-co»"),
        (["-o", "bc.docx", "--unit", "huyện Tháp Muoi 1"], "có phải ý bạn là"),
    ],
)
def test_usage_errors(workspace: Workspace, arguments: list[str], said: str) -> None:
    done = workspace.run("report", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr


def test_facts_that_do_not_load_write_nothing(workspace: Workspace) -> None:
    workspace.edit(FACTS, "htx.thanh_vien: 2.570 thành viên", "htx.thanh_vien: nhiều")
    done = workspace.run("report", "-o", "bc.docx")
    assert done.returncode == 3 and "CT204" in done.stderr
    assert not Path(workspace.root / "bc.docx").exists()
