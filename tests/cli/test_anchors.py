"""Anchors as people use them: lines printed for minutes and reports, and held against receipts and histories."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from typing import Any

import docx
import pytest

from cli.json_documents import DOCUMENTS
from engine.files.json_schema import adapter
from tests.cli.conftest import Desk, Workspace


def document(workspace: Workspace, *arguments: str) -> Any:
    found = json.loads(workspace.run(*arguments, "--format", "json").stdout)
    assert adapter(DOCUMENTS[arguments[0]]).validate_python(found, strict=True) == found
    return found


# ------------------------------------------------------------ anchors


def anchor_of(stderr: str) -> str:
    (line,) = [line for line in stderr.splitlines() if line.startswith("Dòng đối chứng")]
    return line.partition(": ")[2]


def test_the_anchor_of_a_receipt(desk: Desk) -> None:
    run = desk.workspace.run
    anchor = anchor_of(run("evaluate", "--quiet", "--receipt", "r.json").stderr)
    assert anchor.startswith("CHITIEU-BN-1; 47/NQ-HĐND; huyện Tháp Mười; 10/11/2023; ")
    typed = unicodedata.normalize("NFD", anchor).lower().replace("; ", "\n").replace(" ", "")
    good = run("verify", "r.json", "--anchor", typed)
    assert good.returncode == 0 and "Dòng đối chứng đúng là của biên nhận này." in good.stdout
    assert "đúng là của bản ghi số 1" in run("verify", "--anchor", typed).stdout
    desk.members("2.570", "2.600")
    other = anchor_of(run("evaluate", "--quiet", "--receipt", "khác.json", "--no-record").stderr)
    wrong = run("verify", "r.json", "--alone", "--anchor", other)
    assert wrong.returncode == 1 and "DÒNG ĐỐI CHỨNG KHÔNG KHỚP" in wrong.stdout and anchor in wrong.stdout
    lost = run("verify", "--anchor", other)
    assert lost.returncode == 1 and "Lịch sử này không có" in lost.stdout
    found = document(desk.workspace, "verify", "r.json", "--alone", "--anchor", other)
    assert (found["intact"], found["anchor"]["state"]) == (True, "other")


def test_a_slip_is_told_as_a_slip_and_words_that_were_changed_as_such(desk: Desk) -> None:
    anchor = anchor_of(desk.workspace.run("evaluate", "--quiet", "--receipt", "r.json").stderr)
    slip = anchor.replace("10/11/2023", "10/11/2032")
    done = desk.workspace.run("verify", "r.json", "--anchor", slip)
    assert (done.returncode, done.stdout) == (2, "") and "gõ sai" in done.stderr
    from engine.history.copied_lines import CopiedLine, typed_line

    forged = CopiedLine("BN", ("47/NQ-HĐND", "huyện Tháp Mười", "10/11/2032"), typed_line(anchor).code).text
    for asked in (["verify", "r.json"], ["verify"]):
        told = desk.workspace.run(*asked, "--anchor", forged)
        assert told.returncode == 1 and "đã bị viết khác" in told.stdout and anchor in told.stdout


def test_the_anchor_of_the_history_proves_what_was_there_then(desk: Desk) -> None:
    run = desk.workspace.run
    run("evaluate", "--quiet", "--receipt", "một.json")
    desk.members("2.570", "2.590")
    run("evaluate", "--quiet")
    anchor = run("history", "--anchor").stdout.strip()
    assert anchor.startswith("CHITIEU-BG-1; 47/NQ-HĐND; huyện Tháp Mười; ")
    desk.members("2.590", "2.600")
    run("evaluate", "--quiet", "--receipt", "ba.json")
    assert run("history", "2", "--anchor").stdout.strip() == anchor != run("history", "--anchor").stdout.strip()
    assert "đúng là của bản ghi số 2" in run("verify", "--anchor", anchor).stdout
    assert run("history", "--verify", "--expect", anchor).returncode == 0
    early = run("verify", "một.json", "--anchor", anchor)
    assert "là bản ghi số 1, ghi trước bản ghi ấy" in early.stdout
    late = run("verify", "ba.json", "--anchor", anchor)
    assert late.returncode == 1 and "không thuộc các bản ghi từ 1 đến 2" in late.stdout
    (desk.workspace.root / ".chitieu" / "history.sqlite").unlink()
    run("evaluate", "--quiet")
    assert run("verify", "--anchor", anchor).returncode == 1
    assert run("history", "--verify", "--expect", anchor).returncode == 1


def test_a_history_that_is_not_whole_gives_and_proves_no_anchor(desk: Desk) -> None:
    run = desk.workspace.run
    run("evaluate", "--quiet")
    anchor = run("history", "--anchor").stdout.strip()
    connection = sqlite3.connect(desk.workspace.root / ".chitieu" / "history.sqlite")
    with connection:
        connection.execute("UPDATE records SET unit = 'xã A'")
    connection.close()
    for asked in (["history", "--anchor"], ["verify", "--anchor", anchor]):
        done = run(*asked)
        assert (done.returncode, done.stdout) == (2, "") and "không nguyên vẹn" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["verify"], "thiếu tham số BIÊN_NHẬN"),
        (["verify", "--anchor", "abc"], "phải bắt đầu bằng"),
        (["verify", "--anchor", f"CHITIEU-KHOA-1; {'ab' * 32}; 0000"], "gõ sai"),
        (["history", "--anchor"], "chưa có lần đánh giá nào"),
        (["history", "3", "--anchor"], "không có bản ghi số 3"),
        (["history", "--anchor", "--verify"], "không dùng cùng --verify"),
        (["history", "--signer", "x"], "--signer dùng cùng --verify"),
        (["history", "--verify", "--expect", "abc"], "ít nhất 16"),
    ],
)
def test_options_that_do_not_go_together(workspace: Workspace, arguments: list[str], told: str) -> None:
    done = workspace.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "") and told in done.stderr, done.stderr


# ------------------------------------------------------------ the report


def test_the_report_carries_the_anchor_of_its_result_whatever_the_machine(desk: Desk) -> None:
    from engine.inference.engines import available

    run = desk.workspace.run
    written = []
    for number, engine in enumerate(available()):
        run("report", "--tham-tra", "-o", f"{number}.docx", "--engine", engine, "--no-record")
        run("evaluate", "--quiet", "--receipt", f"{number}.json", "--engine", engine)
        written.append((desk.workspace.root / f"{number}.docx").read_bytes())
    assert len(set(written)) == 1
    texts = [paragraph.text for paragraph in docx.Document(str(desk.workspace.root / "0.docx")).paragraphs]
    (anchor,) = [text for text in texts if text.startswith("CHITIEU-KQ-1; 47/NQ-HĐND; huyện Tháp Mười; 10/11/2023; ")]
    for number in range(len(written)):
        done = run("verify", f"{number}.json", "--anchor", anchor)
        assert done.returncode == 0 and "đúng là của kết quả ghi trong biên nhận này" in done.stdout
    assert "đúng là của bản ghi số 1" in run("verify", "--anchor", anchor).stdout
    desk.members("2.570", "2.600")
    run("evaluate", "--quiet", "--receipt", "sau.json")
    assert run("verify", "sau.json", "--anchor", anchor).returncode == 1
