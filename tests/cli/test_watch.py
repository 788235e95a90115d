"""`watch`: what a saved file changes is shown, until it is stopped; one round gives an exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import IO

import pytest

from engine.files.saved_files import saved, stamps_of
from tests.cli.conftest import FACTS, Workspace
from tests.running import command, environment

pytestmark = pytest.mark.process

TARGET = "rules/47-nq-hdnd-2021/chi-tieu-2.yaml"
TESTS = """\
trường hợp:
  - tên: Đủ thành viên
    dựa trên: thap-muoi/2023
    số liệu:
      htx.thanh_vien: 2.600
    mong đợi:
      nội dung 2.1: {}
"""
_SECONDS = 60


class Watching:
    """A running `watch`, whose rounds are read one by one."""

    def __init__(self, out: IO[str], process: subprocess.Popen[str]) -> None:
        self.out, self.process = out, process

    def round(self) -> str:
        """The next round, which ends with an empty line."""
        lines = []
        for line in self.out:
            if not line.strip():
                break
            lines.append(line)
        return "".join(lines)


@pytest.fixture
def watching(workspace: Workspace) -> Iterator[Callable[..., Watching]]:
    started: list[subprocess.Popen[str]] = []
    ends: list[Timer] = []

    def start(*arguments: str) -> Watching:
        process = subprocess.Popen(
            command("watch", *arguments),
            cwd=workspace.root,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        ends.append(Timer(_SECONDS, process.kill))  # a round that never comes ends the output
        ends[-1].start()
        assert process.stdout is not None
        return Watching(process.stdout, process)

    yield start
    for end in ends:
        end.cancel()
    for process in started:
        process.kill()
        process.communicate(timeout=_SECONDS)


def test_a_saved_file_is_named_and_only_what_it_changes_is_shown(
    workspace: Workspace, watching: Callable[..., Watching]
) -> None:
    running = watching()
    first = running.round()
    assert "Kiểm tra: 0 lỗi, " in first and "CT130" in first
    assert "Đánh giá huyện Tháp Mười, năm 2023: đạt và vượt 02/7 chỉ tiêu, 06/11 nội dung" in first
    workspace.edit(FACTS, "htx.thanh_vien: 2.570 thành viên", "htx.thanh_vien: 2.600 thành viên")
    second = running.round()
    assert second.splitlines()[0].endswith(f" · vừa lưu {FACTS}")
    assert "CT130" not in second  # was told already
    assert "02/7 chỉ tiêu, 06/11 nội dung → 03/7 chỉ tiêu, 07/11 nội dung" in second
    assert "- nội dung 2.1: chưa đạt (2.570 thành viên, 98,85%, thiếu 30 thành viên) → đạt (2.600 thành viên" in second
    assert "- nội dung 2.2" not in second and "- mục không còn: HC-1" not in second.replace("HC-1,", "")
    workspace.edit(TARGET, "đạt khi: từ 2.600", "đạt khi: tuwf 2.600")
    third = running.round()
    assert "CT106 lỗi" in third and "Đánh giá: chưa chạy, còn lỗi nêu trên" in third
    workspace.edit(TARGET, "đạt khi: tuwf 2.600", "đạt khi: từ 2.600")
    assert "đã hết 1 điều của lần trước" in running.round()
    running.process.send_signal(signal.SIGINT)
    _, said = running.process.communicate(timeout=_SECONDS)
    assert (running.process.returncode, said) == (130, "đã dừng theo yêu cầu\n")
    assert not (workspace.root / ".chitieu").exists()


def test_a_test_that_begins_to_fail_is_shown_once(workspace: Workspace, watching: Callable[..., Watching]) -> None:
    tests = workspace.root / "rules/47-nq-hdnd-2021/kiem-thu.yaml"
    tests.write_text(TESTS.format("đạt"), "utf-8")
    running = watching("--quiet")
    assert "Kiểm thử: 1 trường hợp, 1 đúng, 0 sai" in running.round()
    running.process.kill()
    running = watching()
    running.round()
    tests.write_text(TESTS.format("chưa đạt"), "utf-8")
    told = running.round()
    assert "Kiểm thử: 1 trường hợp, 0 đúng, 1 sai" in told and "SAI   Đủ thành viên" in told
    assert "không kết luận nào và không mục nào thay đổi" in told


def test_files_may_come_and_go_and_be_hostile(
    workspace: Workspace, watching: Callable[..., Watching], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "2021.yaml"
    outside.write_text("đơn vị: xã khác", "utf-8")
    running = watching()
    running.round()
    (workspace.root / "facts/thap-muoi/2022.yaml").write_text("đơn vị: [", "utf-8")
    assert "vừa lưu facts/thap-muoi/2022.yaml" in running.round()
    (workspace.root / "facts/thap-muoi/2022.yaml").unlink()
    (workspace.root / "facts/thap-muoi/2021\x1b[2J.yaml").symlink_to(outside)
    told = running.round()
    if "CT008" not in told:  # both changes need not fall into one round
        told += running.round()
    assert "\x1b" not in told and "CT008 lỗi" in told
    assert running.process.poll() is None


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (TARGET, "đạt khi: từ 2.600 thành viên", "đạt khi:  từ 2.600 thành viên", 0),
        (TARGET, "đạt khi: từ 2.600", "đạt khi: tuwf 2.600", 1),
    ],
)
def test_one_round_has_an_exit_code(workspace: Workspace, name: str, old: str, new: str, code: int) -> None:
    workspace.edit(name, old, new)
    done = workspace.run("theo-doi", "--mot-lan")
    assert (done.returncode, done.stderr) == (code, "")


def test_a_failing_test_is_code_4_and_wrong_usage_2(workspace: Workspace) -> None:
    (workspace.root / "rules/47-nq-hdnd-2021/kiem-thu.yaml").write_text(TESTS.format("chưa đạt"), "utf-8")
    assert workspace.run("watch", "--once").returncode == 4
    assert workspace.run("watch", "--once", "--all", "--unit", "x").returncode == 2


def test_saved_files_are_those_that_differ(tmp_path: Path) -> None:
    one, other, gone = (tmp_path / name for name in ("a", "b", "c"))
    for path in (one, other, gone):
        path.write_text("1", "utf-8")
    before = stamps_of([one, other, gone])
    assert saved(before, stamps_of([one, other, gone])) == []
    gone.unlink()
    other.write_text("22", "utf-8")
    os.utime(one, ns=(time.time_ns(), before[one].time))
    assert saved(before, stamps_of([one, other, gone])) == [other, gone]
