"""No command overwrites what a person has written: documents edited by hand, and files that are none of the tool's."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Workspace

OUTPUTS = ("ra.docx", "ra.xlsx", "ra.html", "ra.md")
ALL = tuple(word for name in OUTPUTS for word in ("-o", name))


def edited(document: bytes, name: str) -> bytes:
    if name.endswith(".docx"):
        word = Document(io.BytesIO(document))
        word.add_paragraph("Ý kiến của lãnh đạo")
        stream = io.BytesIO()
        word.save(stream)
        return stream.getvalue()
    if name.endswith(".xlsx"):
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(document))
        book.worksheets[0]["A1"] = "sửa"
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()
    return document.replace("Hội đồng".encode(), "HĐND".encode(), 1) + b"\n"


def contents(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in OUTPUTS}


def test_a_report_that_nobody_touched_is_written_again(workspace: Workspace) -> None:
    assert workspace.run("report", *ALL).returncode == 0
    first = contents(workspace.root)
    assert workspace.run("report", *ALL).returncode == 0
    assert contents(workspace.root) == first


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_edited_report_is_kept(workspace: Workspace, name: str) -> None:
    assert workspace.run("report", *ALL).returncode == 0
    path = workspace.root / name
    mine = edited(path.read_bytes(), name)
    path.write_bytes(mine)
    before = contents(workspace.root)
    done = workspace.run("report", *ALL)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"«{name}» đã được sửa từ khi chitieu viết ra, hoặc không do chitieu viết; chưa ghi gì" in done.stderr
    assert f"ví dụ -o ra.moi.{name.split('.')[1]}; hoặc thêm --force" in done.stderr
    assert contents(workspace.root) == before
    for number in ("", "-2"):
        path.write_bytes(mine)
        done = workspace.run("report", *ALL, "--force")
        copy = f"ra.ban-truoc{number}.{name.split('.')[1]}"
        assert done.returncode == 0 and f"Bản cũ của {name} được giữ ở {copy}." in done.stderr
        assert (workspace.root / copy).read_bytes() == mine and path.read_bytes() != mine


def test_files_of_somebody_else_are_kept(workspace: Workspace) -> None:
    for name, words in (
        ("ra.md", ("report", "-o", "ra.md")),
        ("ra.docx", ("report", "-o", "ra.docx")),
        ("bang.csv", ("evaluate", "-o", "bang.csv")),
        ("dong.jsonl", ("evaluate", "-o", "dong.jsonl")),
        ("r.json", ("evaluate", "--receipt", "r.json")),
        ("tinh-hinh.json", ("status", "-o", "tinh-hinh.json")),
        ("nhac.txt", ("status", "-o", "nhac.txt")),
        ("nhac.md", ("status", "-o", "nhac.md")),
        ("tinh-hinh.xlsx", ("status", "-o", "tinh-hinh.xlsx")),
    ):
        path = workspace.root / name
        path.write_text("Tên,Số\nxã A,5\n", "utf-8")
        done = workspace.run(*words)
        assert done.returncode == 2 and "không do chitieu viết" in done.stderr, name
        assert path.read_text("utf-8") == "Tên,Số\nxã A,5\n"
        assert words[0] == "report" or "--force" not in done.stderr  # which the others do not have
        path.unlink()
        for _ in range(2):
            assert workspace.run(*words).returncode == 0


@pytest.mark.parametrize(
    ("words", "content"),
    [
        (("evaluate", "-o", "a.csv"), "đơn vị,năm,kỳ,mã số liệu,giá trị\nxã A,2025,6 tháng,ho.tong,1000\n"),
        (("evaluate", "-o", "a.csv"), "nghị quyết,đơn vị,năm,mã số liệu,giá trị\n5,xã A,2025,ho.tong,1000\n"),
        (("evaluate", "-o", "a.csv"), "ghi chú,resolution,unit,year,as_of\n5,xã A,2025,ho.tong,1000\n"),
        (("evaluate", "-o", "a.jsonl"), '{"của tôi":1,"schema":"chitieu/evaluation/3"}\n'),
        (("evaluate", "--receipt", "a.json"), '[{"schema":"chitieu/receipt/3"}]\n'),
        (("status", "-o", "a.txt"), "UBND huyện\nKính gửi: xã A\n\nĐề nghị xã A báo cáo.\n"),
        (("status", "-o", "a.txt"), "Kính gửi: xã A\n\nĐề nghị xã A báo cáo.\n"),
    ],
)
def test_words_of_the_tool_do_not_make_a_file_its_own(
    workspace: Workspace, words: tuple[str, ...], content: str
) -> None:
    path = workspace.root / words[-1]
    path.write_text(content, "utf-8")
    done = workspace.run(*words)
    assert done.returncode == 2 and "không do chitieu viết" in done.stderr
    assert path.read_text("utf-8") == content


def test_a_table_with_a_column_of_notes_added_is_kept(workspace: Workspace) -> None:
    assert workspace.run("evaluate", "-o", "a.csv", "--vietnamese-heads").returncode == 0
    assert workspace.run("evaluate", "-o", "a.csv").returncode == 0
    path = workspace.root / "a.csv"
    path.write_text(path.read_text("utf-8-sig").replace("draft_codes", "draft_codes,ghi chú", 1), "utf-8-sig")
    assert workspace.run("evaluate", "-o", "a.csv").returncode == 2
