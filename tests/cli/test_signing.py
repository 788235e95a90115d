"""Keys and signatures as people use them: commands, exit codes, what is printed, what is left on disk."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.json_documents import DOCUMENTS
from engine.files.json_schema import adapter
from tests.cli.conftest import FACTS, PASSPHRASE, Desk, Workspace
from tests.running import command, environment, run_process


def document(workspace: Workspace, *arguments: str) -> Any:
    found = json.loads(workspace.run(*arguments, "--format", "json").stdout)
    assert adapter(DOCUMENTS[arguments[0]]).validate_python(found, strict=True) == found
    return found


# ------------------------------------------------------------ keys


@pytest.mark.process
def test_keys_are_made_as_a_process(tmp_path: Path) -> None:
    (tmp_path / "mat-khau").write_text(PASSPHRASE, "utf-8")
    arguments = ("keys", "new", "lan.pem", "--name", "Nguyễn Thị Lan", "--passphrase-file", "mat-khau")
    done = run_process(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    line = done.stdout.splitlines()[-1]
    assert line.startswith("CHITIEU-KHOA-1; Nguyễn Thị Lan; ")
    assert (tmp_path / "lan.pub").read_text("utf-8") == f"{line}\n"
    assert stat.S_IMODE((tmp_path / "lan.pem").stat().st_mode) == 0o600
    assert run_process("keys", "show", "lan.pub", "--quiet", cwd=tmp_path).stdout == f"{line}\n"
    of_private = run_process("khoa", "show", "lan.pem", "--passphrase-file", "mat-khau", cwd=tmp_path)
    assert "".join(line.split("; ")[2:-1]) in of_private.stdout
    again = run_process(*arguments, cwd=tmp_path)
    assert again.returncode == 2 and "đã có, không ghi đè" in again.stderr


def typed_at_a_terminal(folder: Path, lines: list[str], *arguments: str) -> tuple[int, str]:
    """The exit code of a process with a terminal at which ``lines`` are typed, and what the terminal shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown, answers = b"", list(lines)
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
            if answers and shown.count(b": ") > len(lines) - len(answers):
                os.write(ours, f"{answers.pop(0)}\n".encode())
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return process.wait(60), shown.decode()


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_the_passphrase_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    code, shown = typed_at_a_terminal(tmp_path, [PASSPHRASE, PASSPHRASE], "keys", "new", "lan.pem")
    assert code == 0 and "Gõ lại mật khẩu" in shown and "mèo" not in shown
    (tmp_path / "mat-khau").write_text(PASSPHRASE, "utf-8")
    assert run_process("keys", "show", "lan.pem", "--passphrase-file", "mat-khau", cwd=tmp_path).returncode == 0
    code, shown = typed_at_a_terminal(tmp_path, [PASSPHRASE, "khác hẳn thế này"], "keys", "new", "minh.pem")
    assert code == 2 and "hai lần gõ mật khẩu khác nhau" in shown and not (tmp_path / "minh.pem").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rules/lan.pem"], "thư mục rules/"),
        (["lan.pem"], "không được để trong thư mục làm việc"),
        (["../lan.pub"], "đuôi .pub dành cho khóa công khai"),
        (["../khong-co/lan.pem"], "không có thư mục"),
        (["../lan.pem", "--name", "a;b"], "dấu chấm phẩy"),
        (["../lan.pem", "--name", "x" * 100], "không quá 80"),
    ],
)
def test_places_and_names_of_keys_that_are_refused(workspace: Workspace, arguments: list[str], told: str) -> None:
    (workspace.root / "trong").mkdir()
    (workspace.root / "mat-khau").write_text(PASSPHRASE, "utf-8")
    before = sorted(workspace.root.parent.rglob("*"))
    done = workspace.run("keys", "new", *arguments, "--passphrase-file", "mat-khau")
    assert done.returncode == 2 and told in done.stderr, done.stderr
    assert sorted(workspace.root.parent.rglob("*")) == before


def test_a_key_in_a_folder_below_a_workspace_is_refused(desk: Desk) -> None:
    (desk.workspace.root / "khác").mkdir()
    inside = desk.workspace.root / "khác" / "lan.pem"
    inside.write_bytes((desk.drawer / "lan.pem").read_bytes())
    secret = ("--passphrase-file", str(desk.drawer / "mat-khau"))
    done = desk.workspace.run("evaluate", "--quiet", "--sign", str(inside), *secret)
    assert done.returncode == 2 and "không được để trong thư mục làm việc" in done.stderr


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("ngắn", "ít nhất 12 ký tự"),
        ("", "ít nhất 12 ký tự"),
        (" " * 20, "ít nhất 12 ký tự"),
        ("\nsau " * 9, "ít nhất 12"),
    ],
)
def test_weak_passphrases_are_refused(tmp_path: Path, secret: str, told: str) -> None:
    (tmp_path / "mat-khau").write_text(secret, "utf-8")
    from tests.running import run_here

    done = run_here("keys", "new", "lan.pem", "--passphrase-file", "mat-khau", cwd=tmp_path)
    assert done.returncode == 2 and told in done.stderr and not (tmp_path / "lan.pem").exists()


def test_without_a_keyboard_the_passphrase_file_is_named(desk: Desk) -> None:
    done = desk.workspace.run("evaluate", "--quiet", "--sign", str(desk.drawer / "lan.pem"), typed=f"{PASSPHRASE}\n")
    assert done.returncode == 2 and "--passphrase-file" in done.stderr and done.stdout == ""


# ------------------------------------------------------------ receipts


@pytest.mark.process
def test_a_signed_receipt_is_verified_by_a_process_elsewhere(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    done = desk.workspace.run_process("evaluate", "--quiet", "--receipt", "r.json", *desk.signing("lan"))
    assert done.returncode == 0, done.stderr
    elsewhere = tmp_path_factory.mktemp("khac")
    (elsewhere / "r.json").write_bytes((desk.workspace.root / "r.json").read_bytes())
    good = run_process("verify", "r.json", "--signer", desk.public("lan"), cwd=elsewhere)
    assert good.returncode == 0 and "Chữ ký đúng của khóa" in good.stdout and "(Lan)" in good.stdout
    other = run_process("verify", "r.json", "--signer", desk.public("minh"), cwd=elsewhere)
    assert other.returncode == 1 and "do khóa khác ký" in other.stdout
    line = Path(desk.public("lan")).read_text("utf-8").upper().replace(" ", "\n")
    assert run_process("verify", "r.json", "--signer", line, cwd=elsewhere).returncode == 0
    unasked = run_process("verify", "r.json", cwd=elsewhere)
    assert unasked.returncode == 0 and "khóa ấy của ai thì kiểm bằng --signer" in unasked.stdout


def test_a_receipt_without_signature_where_a_signer_is_demanded(desk: Desk) -> None:
    desk.workspace.run("evaluate", "--quiet", "--receipt", "r.json")
    done = desk.workspace.run("verify", "r.json", "--signer", desk.public("lan"))
    assert done.returncode == 1 and "CHỮ KÝ KHÔNG KHỚP: Biên nhận không có chữ ký" in done.stdout
    found = document(desk.workspace, "verify", "r.json", "--signer", desk.public("lan"))
    assert (found["intact"], found["signature"]["state"]) == (True, "unsigned")
    assert "signature" not in document(desk.workspace, "verify", "r.json")


def test_a_receipt_changed_and_sealed_anew_is_not_what_was_signed(desk: Desk) -> None:
    """Every hash is mended by evaluating anew; the signature cannot be."""
    desk.workspace.run("evaluate", "--quiet", "--receipt", "thật.json", *desk.signing("lan"))
    desk.members("2.570", "2.600")
    desk.workspace.run("evaluate", "--quiet", "--receipt", "giả.json")
    forged = json.loads((desk.workspace.root / "giả.json").read_text("utf-8"))
    forged["signature"] = json.loads((desk.workspace.root / "thật.json").read_text("utf-8"))["signature"]
    (desk.workspace.root / "giả.json").write_text(json.dumps(forged), "utf-8")
    for more in ((), ("--signer", desk.public("lan"))):
        done = desk.workspace.run("verify", "giả.json", "--alone", *more)
        assert done.returncode == 1 and "chữ ký không khớp nội dung" in done.stdout.lower()
    forged["signature"]["signed"] = f"chitieu/receipt/1 {forged['sha256']}"
    (desk.workspace.root / "giả.json").write_text(json.dumps(forged), "utf-8")
    assert desk.workspace.run("verify", "giả.json", "--alone").returncode == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("khong-co.pub", None, "không có tệp này"),
        ("hong.pub", "CHITIEU-KHOA-1; Lan; 0123", "thiếu ký tự"),
        ("sai.pub", f"CHITIEU-KHOA-1; Lan; {'ab' * 32}; 0000", "gõ sai"),
        ("la.pub", "ssh-ed25519 AAAAC3Nza", "phải bắt đầu bằng"),
        ("rieng.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----", "tệp khóa riêng, không đưa cho ai"),
    ],
)
def test_malformed_keys_are_wrong_usage(desk: Desk, name: str, content: str | None, told: str) -> None:
    desk.workspace.run("evaluate", "--quiet", "--receipt", "r.json")
    if content is not None:
        (desk.drawer / name).write_text(content, "utf-8")
    for asked in (["verify", "r.json"], ["history", "--verify"]):
        done = desk.workspace.run(*asked, "--signer", str(desk.drawer / name))
        assert (done.returncode, done.stdout) == (2, "") and told in done.stderr, done.stderr


def test_a_fifo_as_key_or_passphrase_does_not_hang(desk: Desk) -> None:
    os.mkfifo(desk.drawer / "ong")
    fifo = str(desk.drawer / "ong")
    desk.workspace.run("evaluate", "--quiet", "--receipt", "r.json")
    key = str(desk.drawer / "lan.pem")
    for asked in (
        ["verify", "r.json", "--signer", fifo],
        ["evaluate", "--sign", fifo],
        ["evaluate", "--sign", key, "--passphrase-file", fifo],
        ["keys", "show", fifo],
    ):
        done = desk.workspace.run(*asked)
        assert done.returncode == 2 and "không phải tệp thường" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--sign", "khong-co.pem"], "không có tệp này"),
        (["--sign", FACTS], "không phải tệp khóa riêng"),
        (["--passphrase-file", "x"], "--passphrase-file dùng cùng --sign"),
    ],
)
def test_wrong_signing_evaluates_nothing(workspace: Workspace, arguments: list[str], told: str) -> None:
    done = workspace.run("evaluate", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and told in done.stderr
    assert not (workspace.root / ".chitieu").exists()


def test_a_wrong_passphrase_evaluates_nothing(desk: Desk) -> None:
    (desk.drawer / "mat-khau").write_text("một mật khẩu khác", "utf-8")
    done = desk.workspace.run("evaluate", "--receipt", "r.json", *desk.signing("lan"))
    assert (done.returncode, done.stdout) == (2, "") and "mật khẩu không đúng" in done.stderr
    assert not (desk.workspace.root / "r.json").exists()


def test_with_nothing_to_sign_signing_is_wrong_usage(desk: Desk) -> None:
    done = desk.workspace.run("evaluate", "--no-record", *desk.signing("lan"))
    assert done.returncode == 2 and "không có gì để ký" in done.stderr


def test_a_key_that_others_can_read_is_told(desk: Desk) -> None:
    (desk.drawer / "lan.pem").chmod(0o644)
    done = desk.workspace.run("evaluate", "--quiet", *desk.signing("lan"))
    assert done.returncode == 0 and "người khác trên máy này đọc được tệp khóa" in done.stderr


@pytest.mark.process
def test_without_the_library_it_is_said_how_to_install_it(desk: Desk, tmp_path: Path) -> None:
    desk.workspace.run("evaluate", "--quiet", "--receipt", "r.json", *desk.signing("lan"))
    (desk.drawer / "cryptography.py").write_text("raise ImportError('none')\n")
    without = {"PYTHONPATH": f"{desk.drawer}{os.pathsep}{environment()['PYTHONPATH']}"}
    for asked in (["verify", "r.json", "--signer", desk.public("lan")], ["evaluate", *desk.signing("lan")]):
        done = run_process(*asked, cwd=desk.workspace.root, **without)
        assert done.returncode == 2 and "chưa cài thư viện chữ ký số" in done.stderr and "pip install" in done.stderr
    for asked in (["verify", "r.json"], ["history", "--verify"]):
        done = run_process(*asked, cwd=desk.workspace.root, **without)
        assert done.returncode == 0 and "hưa kiểm" in done.stdout
    assert run_process("evaluate", "--quiet", cwd=desk.workspace.root, **without).returncode == 0


# ------------------------------------------------------------ the history


def test_a_history_signed_by_several_people(desk: Desk) -> None:
    run = desk.workspace.run
    run("evaluate", "--quiet", *desk.signing("lan"))
    desk.members("2.570", "2.590")
    run("evaluate", "--quiet")
    desk.members("2.590", "2.600")
    run("evaluate", "--quiet", *desk.signing("minh"))
    assert "Có 2 chữ ký, đều khớp bản ghi" in run("history", "--verify").stdout
    of_minh = run("history", "--verify", "--signer", desk.public("minh"))
    assert of_minh.returncode == 0
    assert "(Minh) đã ký 1 bản ghi: số 3." in of_minh.stdout and "Khóa này không ký: số 1-2." in of_minh.stdout
    assert "chứng minh các bản ghi từ 1 đến 3" in of_minh.stdout
    of_lan = run("history", "--verify", "--signer", desk.public("lan"))
    assert of_lan.returncode == 1 and "CHƯA ĐƯỢC KHÓA NÀY CHỨNG MINH: bản ghi số 2-3." in of_lan.stdout
    found = document(desk.workspace, "history", "--verify", "--signer", desk.public("lan"))
    assert (found["flaws"], found["signed_by"]["signed"], found["signed_by"]["proved_to"]) == ([], [1], 1)
    assert "signed_by" not in document(desk.workspace, "history", "--verify")


def test_an_unsigned_history_where_a_signer_is_demanded(desk: Desk) -> None:
    none = desk.workspace.run("history", "--verify", "--signer", desk.public("lan"))
    assert none.returncode == 1
    desk.workspace.run("evaluate", "--quiet")
    done = desk.workspace.run("history", "--verify", "--signer", desk.public("lan"))
    assert done.returncode == 1 and "KHÔNG ký bản ghi nào" in done.stdout


def test_a_broken_signature_is_a_flaw_of_the_history(desk: Desk) -> None:
    desk.workspace.run("evaluate", "--quiet", *desk.signing("lan"))
    connection = sqlite3.connect(desk.workspace.root / ".chitieu" / "history.sqlite")
    with connection:
        connection.execute("UPDATE signatures SET value = replace(value, substr(value, 1, 4), '0000')")
    connection.close()
    for more in ((), ("--signer", desk.public("lan"))):
        done = desk.workspace.run("history", "--verify", *more)
        assert done.returncode == 1 and "bản ghi số 1: chữ ký của khóa" in done.stdout
    assert desk.workspace.run("evaluate", "--quiet").returncode == 0


def test_every_record_of_a_run_over_many_is_signed(
    empty: Callable[[dict[str, str]], Workspace], tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.cli.test_history import _many

    desk = Desk(tmp_path_factory.mktemp("drawer"), empty(_many()))
    assert desk.workspace.run("evaluate", "--quiet", *desk.signing("lan")).returncode == 0
    found = document(desk.workspace, "history", "--verify", "--signer", desk.public("lan"))
    assert (found["signed_by"]["signed"], found["signed_by"]["unsigned"]) == ([1, 2, 3, 4], [])
