"""Nothing waits for a pipe: every command that reads a file demands a regular one."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

import pytest

from tests.running import ROOT, command, environment
from tests.workspaces import write_files

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pipes")

RULES = """\
nghị quyết:
  số: 1/NQ-HĐND
  ngày: 1/1/2024
  giai đoạn: "2024"
số liệu:
  cay.so:
    tên: Số cây
    đơn vị tính: cây
chỉ tiêu: 1
nội dung:
  - số: 1.1
    nguyên văn: Trồng từ 70 cây trở lên
    đo bằng: cay.so
    đạt khi: từ 70 cây trở lên
"""
FACTS = """\
nghị quyết: 1/NQ-HĐND
đơn vị: xã A
năm: 2024
tính đến: 31/12/2024
nguồn:
  BC:
    tên: Báo cáo
số liệu:
  - nguồn: BC, mục 1
    giá trị:
      cay.so: 74 cây
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, {"rules/nq/nghi-quyet.yaml": RULES, "facts/xa-a/2024.yaml": FACTS})
    for name in ("pipe", "pipe.docx", "pipe.csv", "pipe.xlsx", "pipe.yaml", "pipe.txt"):
        os.mkfifo(tmp_path / name)
    return tmp_path


def run(root: Path, *words: str) -> tuple[int, str, str]:
    """Raises TimeoutExpired where the command waits."""
    done = subprocess.run(
        command(*words), cwd=root, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "pipe"),
        ("diff", "pipe", "nay"),
        ("read", "--file", "pipe"),
        ("new", "resolution", "--from-text", "pipe.docx"),
        ("new", "resolution", "--from-text", "pipe.txt"),
        ("import", "pipe.csv", "--year", "2024"),
        ("import", "pipe.xlsx", "--year", "2024"),
        ("evaluate", "--facts", "pipe.yaml"),
        ("verify", "/dev/zero"),
        ("read", "--file", "/dev/zero"),
    ],
    ids=" ".join,
)
def test_a_pipe_on_the_command_line_is_refused_at_once(root: Path, words: tuple[str, ...]) -> None:
    code, out, err = run(root, *words)
    assert code in (2, 3) and "Traceback" not in err and "lỗi bên trong" not in err
    assert "không phải tệp thường" in err or "không có tệp" in err, (out, err)


@pytest.mark.parametrize("name", ["rules/nq/them.yaml", "facts/xa-a/2023.yaml"])
@pytest.mark.parametrize("words", [("evaluate", "--no-record"), ("check",), ("fmt", "--check")], ids=" ".join)
def test_a_pipe_among_the_files_is_told(root: Path, name: str, words: tuple[str, ...]) -> None:
    os.mkfifo(root / name)
    code, _, err = run(root, *words)
    assert code in (0, 1, 2, 3) and "Traceback" not in err and "lỗi bên trong" not in err


@pytest.mark.parametrize("suffix", ["", "-journal", "-wal", "-shm"])
def test_a_pipe_in_place_of_the_history_stops_no_evaluation(root: Path, suffix: str) -> None:
    assert run(root, "evaluate")[0] == 0
    facts = root / "facts/xa-a/2024.yaml"
    facts.write_text(FACTS.replace("74", "75"), "utf-8")
    odd = root / f".chitieu/history.sqlite{suffix}"
    odd.unlink(missing_ok=True)
    os.mkfifo(odd)
    code, out, err = run(root, "evaluate", "--full")
    assert code == 0 and "75 cây" in out
    assert f"chưa ghi được lần đánh giá này vào lịch sử: .chitieu/{odd.name} không phải tệp thường" in err
    code, out, err = run(root, "history")
    assert code == 2 and "không phải tệp thường" in err


def test_there_is_one_opener_for_reading() -> None:
    """Elsewhere nothing opens a file but to write it: a reader of its own could wait for a pipe."""
    found = []
    for path in sorted([*(ROOT / "engine").rglob("*.py"), *(ROOT / "cli").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            arguments = [one.value for one in node.args if isinstance(one, ast.Constant)]
            reads = name in ("read_bytes", "read_text") and not node.args[1:]
            reads |= name == "open" and any(isinstance(one, str) and one.startswith("r") for one in arguments)
            if reads:
                found.append(f"{path.relative_to(ROOT).as_posix()} {name}")
    assert found == ALLOWED


ALLOWED = [
    "engine/drafting/files.py read_bytes",
    "engine/drafting/files.py read_bytes",
    "engine/files/forms.py read_bytes",
    "engine/files/office.py read_bytes",
    "engine/files/source.py read_bytes",
    "engine/formatting/formatter.py read_bytes",
    "engine/history/present.py read_bytes",
    "engine/importing/writing.py read_bytes",
    "engine/language/lalr.py read_text",
    "engine/language/lalr.py read_text",
    "engine/language/patterns.py read_bytes",
    "engine/manual/codes.py read_text",
    "engine/many_units/workers.py read_bytes",
    "engine/reports/html_report.py read_text",
    "engine/reports/word_templates.py read_bytes",
    "engine/workspace/kept_heads.py read_bytes",
]
"""`read_bytes` of engine.files.source, readers of files of the program itself, and of such as `is_file` was just asked about."""
