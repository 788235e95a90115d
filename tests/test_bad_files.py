"""Golden messages: every folder of golden/bad is one mistake in the base workspace, with the exact message about it."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.files.diagnostics import CODES, Severity
from tests.conftest import Golden
from tests.running import Done, run_here

GOLDEN = Path(__file__).parent / "golden"
BASE = GOLDEN / "base"
BAD = sorted(path.name for path in (GOLDEN / "bad").iterdir())
ODD = sorted(path.name for path in (GOLDEN / "odd-but-good").iterdir())
ENDING = "\n1 lỗi: quy tắc hoặc số liệu chưa đọc được, chưa đánh giá gì.\n"
FACTS = "facts/xa-a/2025.yaml"
TARGET = "rules/nq-1/chi-tieu-1.yaml"
FINDINGS = "rules/nq-1/han-che-nguyen-nhan.yaml"

NOT_COVERED = {
    **dict.fromkeys(("CT104", "CT120", "CT121", "CT122", "CT123", "CT126"), "found by `check`: tests/test_check.py"),
    "CT219": "the other units are evaluated: tests/cli/test_names.py",
    **dict.fromkeys(("CT501", "CT502", "CT503"), "profiles of forms: tests/profiles/test_reading.py"),
    "CT009": "a thousand errors: tests/hostile/test_limits.py",
}
"""Codes of errors that no golden case can show, with the reason."""


def evaluate(workspace: Path, command_name: str = "evaluate") -> Done:
    return run_here(command_name, cwd=workspace, COLUMNS="140")


def of_each_code() -> list[str]:
    """The first case of every code."""
    by_code: dict[str, str] = {}
    for case in BAD:
        found = re.search(r" (CT[0-3][0-9]{2}) lỗi", (GOLDEN / "bad" / case / "expected.txt").read_text("utf-8"))
        if found is not None:
            by_code.setdefault(found[1], case)
    return sorted(by_code.values())


@pytest.mark.parametrize("case", of_each_code())
def test_a_draft_of_bad_files_goes_on_or_is_refused(case: str, tmp_path: Path) -> None:
    """It is evaluated and says that it is a draft, or nothing is evaluated: it never fails otherwise."""
    done = run_here("evaluate", "--no-record", "--draft", cwd=base_in(tmp_path, GOLDEN / "bad" / case))
    if done.returncode == 0:
        assert done.stdout.startswith("BẢN NHÁP: ")
    else:
        assert (done.returncode, done.stdout) == (3, "")


def command_of(case: str) -> str:
    """The command that shows the mistake: the one in command.txt, else evaluate."""
    named = GOLDEN / "bad" / case / "command.txt"
    return named.read_text("utf-8").strip() if named.exists() else "evaluate"


def base_in(folder: Path, overlay: Path | None = None) -> Path:
    """A copy of the base workspace in ``folder``, with the files of ``overlay`` in place of its own."""
    workspace = folder / "workspace"
    shutil.copytree(BASE, workspace)
    if overlay is not None:
        shutil.copytree(overlay, workspace, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.txt"))
    return workspace


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_explained(case: str, tmp_path: Path, golden: Golden) -> None:
    """Nine of them, and other commands, as processes: tests/test_running.py."""
    run = evaluate(base_in(tmp_path, GOLDEN / "bad" / case), command_of(case))
    golden(GOLDEN / "bad" / case / "expected.txt", run.stderr)
    assert (run.returncode, run.stdout) == (3, "")


# ---------------------------------------------------------------- files that are no text


def message(name: str, code: str, what: str, remedy: str) -> str:
    return f"{name}:1:1 {code} lỗi: {what}\n   sửa: {remedy}\n"


NO_TEXT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "UTF-16, as Notepad calls Unicode": (
        lambda raw: raw.decode().encode("utf-16"),
        message(FACTS, "CT003", "tệp ghi theo mã UTF-16", "lưu lại tệp với mã (encoding) UTF-8"),
    ),
    "UTF-16 without BOM": (
        lambda raw: raw.decode().encode("utf-16-le"),
        message(FACTS, "CT003", "tệp ghi theo mã UTF-16", "lưu lại tệp với mã (encoding) UTF-8"),
    ),
    "Windows-1258": (
        lambda raw: unicodedata.normalize("NFC", raw.decode()).encode("cp1258", errors="replace"),
        message(FACTS, "CT003", "tệp không phải mã UTF-8 (dòng 1)", "mở tệp, chọn lưu với mã (encoding) UTF-8"),
    ),
    "one byte broken in line 3": (
        lambda raw: raw.replace("năm".encode(), b"n\xe3m", 1),
        message(FACTS, "CT003", "tệp không phải mã UTF-8 (dòng 3)", "mở tệp, chọn lưu với mã (encoding) UTF-8"),
    ),
    "NUL": (
        lambda raw: raw + b"\x00",
        message(
            FACTS,
            "CT003",
            "tệp có ký tự rỗng (NUL), không phải tệp văn bản",
            "kiểm tra lại tệp; rất có thể đây là tệp Excel hoặc Word",
        ),
    ),
    "an Excel file": (
        lambda raw: b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xa4\x95\xfe",
        message(
            FACTS,
            "CT003",
            "đây là tệp Excel hoặc Word, không phải tệp văn bản",
            "chép nội dung sang tệp văn bản có đuôi .yaml, lưu với mã (encoding) UTF-8",
        ),
    ),
    "too large": (
        lambda raw: raw + b"# " + b"x" * 2_000_000 + b"\n",
        message(FACTS, "CT002", "tệp lớn hơn 2 MB", "tách thành nhiều tệp nhỏ hơn"),
    ),
    "only spaces and line ends": (
        lambda raw: b"\n  \n\n",
        message(FACTS, "CT004", "tệp trống", "viết nội dung theo ví dụ trong rules/README.md, hoặc xóa tệp"),
    ),
}


@pytest.mark.parametrize("case", NO_TEXT)
def test_files_that_are_no_text_are_explained(case: str, tmp_path: Path) -> None:
    workspace = base_in(tmp_path)
    change, expected = NO_TEXT[case]
    (workspace / FACTS).write_bytes(change((workspace / FACTS).read_bytes()))
    run = evaluate(workspace)
    assert run.stderr == expected + ENDING
    assert (run.returncode, run.stdout) == (3, "")


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    workspace = base_in(tmp_path)
    (workspace / "rules/nq-1/chi-tieu-9.yaml").symlink_to("khong-co.yaml")
    run = evaluate(workspace)
    what = "không đọc được tệp: không có tệp này"
    expected = message("rules/nq-1/chi-tieu-9.yaml", "CT001", what, "kiểm tra tên tệp và quyền đọc")
    assert run.stderr == expected + ENDING
    assert (run.returncode, run.stdout) == (3, "")


# ---------------------------------------------------------------- odd, but good

ODD_WRITINGS: dict[str, Callable[[str], bytes]] = {
    "BOM": lambda t: t.encode("utf-8-sig"),
    "CRLF": lambda t: t.replace("\n", "\r\n").encode(),
    "CR": lambda t: t.replace("\n", "\r").encode(),
    "NFD": lambda t: unicodedata.normalize("NFD", t).encode(),
    "BOM, CRLF and NFD": lambda t: unicodedata.normalize("NFD", t).replace("\n", "\r\n").encode("utf-8-sig"),
    "no-break spaces in texts": lambda t: re.sub(r"(?<=[^\W_]) (?=[^\W_])", "\u00a0", t).encode(),
    "no-break spaces as indentation": lambda t: re.sub(
        r"^ +", lambda m: "\u00a0" * len(m.group()), t, flags=re.M
    ).encode(),
    "no-break spaces behind colons": lambda t: re.sub(r": (?=\S)", ":\u00a0", t).encode(),
    "soft hyphens and zero-width spaces": lambda t: t.replace("thành viên", "thành\u200b vi\u00adên").encode(),
    "spaces at the ends of lines": lambda t: t.replace("\n", "   \n").encode(),
    "no line end at the end": lambda t: t.rstrip("\n").encode(),
    "a comment and empty lines": lambda t: ("# ghi chú\n\n" + t + "\n\n# hết\n").encode(),
}
"""Each writes the same text another way."""


@pytest.fixture(scope="session")
def result_of_base(tmp_path_factory: pytest.TempPathFactory) -> str:
    run = evaluate(base_in(tmp_path_factory.mktemp("base")))
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


@pytest.mark.parametrize("writing", ODD_WRITINGS)
def test_odd_writing_is_read_as_meant(writing: str, tmp_path: Path, result_of_base: str) -> None:
    workspace = base_in(tmp_path)
    for path in workspace.rglob("*.yaml"):
        path.write_bytes(ODD_WRITINGS[writing](path.read_bytes().decode("utf-8")))
    run = evaluate(workspace)
    assert (run.returncode, run.stderr, run.stdout) == (0, "", result_of_base)


@pytest.mark.parametrize("case", ODD)
def test_odd_spelling_is_read_as_meant(case: str, tmp_path: Path, result_of_base: str) -> None:
    run = evaluate(base_in(tmp_path, GOLDEN / "odd-but-good" / case))
    assert (run.returncode, run.stderr, run.stdout) == (0, "", result_of_base)


# ---------------------------------------------------------------- all of it


def test_every_error_has_a_golden_case() -> None:
    messages = [path.read_text("utf-8") for path in (GOLDEN / "bad").glob("*/expected.txt")]
    messages += [expected for _, expected in NO_TEXT.values()]
    shown = {code for text_ in messages for code in re.findall(r"^\S+:\d+:\d+ (CT\d{3}) lỗi: ", text_, flags=re.M)}
    shown |= {"CT001", "CT008"}  # test_a_file_that_cannot_be_read_is_named; tests/hostile/test_links.py
    errors = {code for code, (severity, _) in CODES.items() if severity is Severity.ERROR}
    assert errors - shown == set(NOT_COVERED)


def test_golden_cases_are_clean() -> None:
    """Each message names the place of the mistake, and ends with the count of errors it shows."""
    for path in sorted((GOLDEN / "bad").glob("*/expected.txt")):
        expected = path.read_text("utf-8")
        count = len(re.findall(r" CT\d{3} lỗi: ", expected))
        assert expected.endswith(f"\n\n{count} lỗi: quy tắc hoặc số liệu chưa đọc được, chưa đánh giá gì.\n"), path
        assert "\t" not in expected and "Traceback" not in expected, path
