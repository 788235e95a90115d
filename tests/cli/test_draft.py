"""What `check` knows, every command says: rules and facts in error are not evaluated, and as a draft only marked."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.files.diagnostics import Problems
from engine.kept.program import hash_of_files
from engine.kept.store import VARIABLE, keep
from engine.workspace.loading import load_rulebook
from engine.workspace.workspace import workspace_in
from tests.cli.conftest import Workspace
from tests.running import Done

HEAD = """\
nghị quyết:
  số: 5/NQ-HĐND
  ngày: 20/12/2020
  giai đoạn: 2021-2025
số liệu:
  duong.km:
    tên: Đường liên ấp được làm mới
    đơn vị tính: km
  cau.so:
    tên: Số cầu được xây
    đơn vị tính: cầu
"""
TARGETS = """\
chỉ tiêu: 1
nội dung:
  - số: 1.1
    nguyên văn: Làm mới từ 25 km đường liên ấp trở lên
    đo bằng: duong.km
    đạt khi: từ 15 km trở lên
  - số: 1.2
    nguyên văn: Xây từ 3 cầu trở lên
    đo bằng: cau.so
    đạt khi: từ 3 cầu trở lên
"""
FACTS = """\
nghị quyết: 5/NQ-HĐND
đơn vị: {unit}
năm: 2023
tính đến: 31/12/2023
nguồn:
  BC:
    tên: Báo cáo
số liệu:
  - nguồn: BC
    giá trị:
      duong.km: 17 km
      cau.so: 4 cầu
"""
RULES = "rules/nq/chi-tieu-1.yaml"
OF_A, OF_B = "facts/xa-a/2023.yaml", "facts/xa-b/2023.yaml"
COMMANDS = (
    ("evaluate", "--no-record"),
    ("evaluate", "--no-record", "--format", "json"),
    ("evaluate", "--no-record", "--format", "csv", "-o", "moi.csv"),
    ("why", "1.1"),
    ("goal", "1.1"),
    ("what-if", "--set", "duong.km=30"),
    ("report", "--no-record", "-o", "moi.md"),
)


@pytest.fixture
def in_error(empty: Callable[[dict[str, str]], Workspace]) -> Workspace:
    """The rule asks for 15 km where the resolution asks for 25."""
    return empty({"rules/nq/nghi-quyet.yaml": HEAD, RULES: TARGETS, OF_A: FACTS.format(unit="xã A")})


def new_files(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.root.iterdir() if path.is_file())


def first_line(done: Done) -> str:
    return done.stdout.splitlines()[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_rules_in_error_are_not_evaluated(in_error: Workspace, command: tuple[str, ...]) -> None:
    checked = in_error.run("check")
    done = in_error.run(*command)
    assert (done.returncode, done.stdout, new_files(in_error)) == (3, "", [])
    diagnostic = checked.stdout[checked.stdout.index(f"{RULES}:6:17") :].partition("\nrules")[0]
    assert diagnostic.startswith(f"{RULES}:6:17 CT104 lỗi: ")
    assert diagnostic in done.stderr
    assert done.stderr.endswith("\n1 lỗi: quy tắc có lỗi, chưa đánh giá gì.\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_facts_in_error_are_not_evaluated(in_error: Workspace, command: tuple[str, ...]) -> None:
    in_error.edit(RULES, "từ 15 km", "từ 25 km")
    in_error.edit(OF_A, "cau.so: 4 cầu", "cau.so: bốn cây")
    done = in_error.run(*command)
    assert (done.returncode, done.stdout, new_files(in_error)) == (3, "", [])
    assert "CT204 lỗi" in done.stderr


def test_a_draft_marks_what_rests_on_the_error(in_error: Workspace) -> None:
    done = in_error.run("evaluate", "--no-record", "--draft", "--format", "json")
    assert done.returncode == 0
    assert "CT104" in done.stderr
    document = json.loads(done.stdout)
    assert (document["draft"], document["draft_codes"]) == (True, ["CT104"])
    assert [criterion["draft"] for criterion in document["targets"][0]["criteria"]] == [True, False]


def test_every_output_says_draft(in_error: Workspace) -> None:
    table = in_error.run("evaluate", "--no-record", "--draft", "--full").stdout
    assert table.startswith("BẢN NHÁP: quy tắc hoặc số liệu còn lỗi (CT104)")
    _, *rows = [line for line in table.splitlines() if line.startswith("│")]  # the first is the heading
    assert [("(nháp)" in row) for row in rows] == [True, True, False]  # chỉ tiêu 1, 1.1, 1.2
    assert "01/1 chỉ tiêu, 02/2 nội dung đạt và vượt (nháp)" in table
    quiet = in_error.run("evaluate", "--no-record", "--draft", "--quiet").stdout
    assert quiet.startswith("BẢN NHÁP: ")
    for command in (("why", "1.1"), ("goal", "1.1"), ("what-if", "--set", "duong.km=30")):
        done = in_error.run(*command, "--draft")
        assert (done.returncode, done.stdout.startswith("BẢN NHÁP: ")) == (0, True)
        assert "(nháp)" in done.stdout
        document = json.loads(in_error.run(*command, "--draft", "--format", "json").stdout)
        assert (document["case"]["draft"], document["case"]["draft_codes"]) == (True, ["CT104"])
    csv = in_error.run("evaluate", "--no-record", "--draft", "--format", "csv").stdout.splitlines()
    assert [line.rsplit(",", 2)[1:] for line in csv[1:]] == [["true", "CT104"], ["false", "CT104"]]


def test_documents_say_draft_on_every_page(in_error: Workspace) -> None:
    files = ("b.md", "b.docx", "b.xlsx", "b.html")
    done = in_error.run("report", "--no-record", "--draft", *(part for name in files for part in ("-o", name)))
    assert done.returncode == 0
    assert (in_error.root / "b.md").read_text("utf-8").startswith("**BẢN NHÁP: ")
    assert '<p class="draft" role="alert">BẢN NHÁP: ' in (in_error.root / "b.html").read_text("utf-8")
    with zipfile.ZipFile(io.BytesIO((in_error.root / "b.docx").read_bytes())) as package:
        headers = [name for name in package.namelist() if name.startswith("word/header")]
        assert len(headers) == 2  # of the first page, and of all others; later sections have none of their own
        assert all("BẢN NHÁP" in package.read(name).decode() for name in headers)
    with zipfile.ZipFile(io.BytesIO((in_error.root / "b.xlsx").read_bytes())) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all("BẢN NHÁP" in package.read(name).decode() for name in sheets)


def test_the_history_keeps_that_it_was_a_draft(in_error: Workspace) -> None:
    assert in_error.run("evaluate", "--draft", "--receipt", "bien-nhan.json").returncode == 0
    assert "(nháp)" in in_error.run("history").stdout
    receipt = json.loads((in_error.root / "bien-nhan.json").read_text("utf-8"))
    assert receipt["evaluation"]["draft_codes"] == ["CT104"]
    verified = in_error.run("verify", "bien-nhan.json")
    assert (verified.returncode, "đánh giá lại cho kết quả giống hệt" in verified.stdout) == (0, True)


def test_present_files_in_error_are_compared_with_drafts_only(in_error: Workspace) -> None:
    assert in_error.run("evaluate", "--draft").returncode == 0
    in_error.edit(OF_A, "17 km", "18 km")
    with_draft = in_error.run("diff", "1", "nay")
    assert (with_draft.returncode, "CT104" in with_draft.stderr) == (0, True)
    in_error.edit(RULES, "từ 15 km", "từ 25 km")
    assert in_error.run("evaluate").returncode == 0
    in_error.edit(RULES, "từ 25 km trở lên\n  ", "từ 15 km trở lên\n  ")
    done = in_error.run("diff", "2", "nay")
    assert (done.returncode, done.stdout, "CT104" in done.stderr) == (3, "", True)


def test_a_fact_in_error_is_left_out_of_a_draft(in_error: Workspace) -> None:
    in_error.edit(RULES, "từ 15 km", "từ 25 km")
    in_error.edit(OF_A, "cau.so: 4 cầu", "cau.so: bốn cây")
    document = json.loads(in_error.run("evaluate", "--no-record", "--draft", "--format", "json").stdout)
    assert document["draft_codes"] == ["CT204"]
    criteria = document["targets"][0]["criteria"]
    assert [(c["status"], c["draft"]) for c in criteria] == [("not_met", False), ("undetermined", True)]


def test_a_condition_that_cannot_be_read_is_undecided_in_a_draft(in_error: Workspace) -> None:
    in_error.edit(RULES, "từ 15 km", "từ 25 km")
    in_error.edit(RULES, "đo bằng: cau.so", "đo bằng: cau.soo")
    assert in_error.run("evaluate", "--no-record").returncode == 3
    document = json.loads(in_error.run("evaluate", "--no-record", "--draft", "--format", "json").stdout)
    assert document["draft_codes"] == ["CT101"]
    criteria = document["targets"][0]["criteria"]
    assert [(c["status"], c["draft"]) for c in criteria] == [("not_met", False), ("undetermined", True)]
    assert document["targets"][0]["status"] == "not_met"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_same_for_many_units(in_error: Workspace, jobs: str) -> None:
    (in_error.root / OF_B).parent.mkdir()
    (in_error.root / OF_B).write_text(FACTS.format(unit="xã B"), "utf-8")
    refused = in_error.run("evaluate", "--no-record", "--all", "--jobs", jobs)
    assert (refused.returncode, refused.stdout) == (3, "")
    table = in_error.run("evaluate", "--no-record", "--all", "--draft", "--jobs", jobs)
    assert (table.returncode, first_line(table).startswith("BẢN NHÁP: ")) == (0, True)
    assert ("xã A (nháp)" in table.stdout, "xã B (nháp)" in table.stdout) == (True, True)
    lines = in_error.run("evaluate", "--no-record", "--draft", "--format", "jsonl", "--jobs", jobs).stdout.splitlines()
    assert [json.loads(line)["draft_codes"] for line in lines] == [["CT104"], ["CT104"]]


def test_without_errors_a_draft_is_no_draft(in_error: Workspace) -> None:
    in_error.edit(RULES, "từ 15 km", "từ 25 km")
    done = in_error.run("evaluate", "--no-record", "--draft")
    assert (done.returncode, done.stderr, "(nháp)" in done.stdout, "NHÁP" in done.stdout) == (0, "", False, False)


def test_no_file_of_the_workspace_silences_an_error(
    in_error: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workspace that comes from elsewhere may bring any file with it, sealed with a key that it brings too."""
    rulebook = load_rulebook(workspace_in(in_error.root), in_error.root / "rules/nq", Problems())
    assert rulebook is not None
    for folder in (".chitieu", ".cache/chitieu", "chitieu"):
        monkeypatch.setenv(VARIABLE, str(in_error.root / folder))
        keep(f"checked-{hash_of_files(rulebook.files, 'nq')}", b"none")
    monkeypatch.delenv(VARIABLE)
    for own in ({"XDG_CACHE_HOME": ".cache"}, {VARIABLE: ".cache/chitieu"}, {VARIABLE: "chitieu"}):
        done = in_error.run("evaluate", "--no-record", **own)
        assert (done.returncode, "CT104" in done.stderr) == (3, True)
    done = in_error.run("evaluate", "--no-record", **{VARIABLE: str(in_error.root / "chitieu")})
    assert done.returncode == 0  # the answer is one that would be taken where the user asks for it


def test_a_folder_that_cannot_be_written_changes_nothing(in_error: Workspace, tmp_path: Path) -> None:
    in_error.edit(RULES, "từ 15 km", "từ 25 km")
    blocked = tmp_path / "tep"
    blocked.touch()
    done = in_error.run("evaluate", "--no-record", XDG_CACHE_HOME=str(blocked))
    assert (done.returncode, done.stderr) == (0, "")
