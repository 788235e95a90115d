"""Commands stopped at many moments: no half file, nothing hidden left; after SIGKILL at most a file that nothing reads."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.hostile.bench import EARLIER, TARGET, Bench
from tests.running import command, environment

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.skipif(os.name != "posix", reason="needs signals")]
COMMANDS = {
    "report": ("report", "-o", "ra.docx", "-o", "ra.xlsx", "-o", "ra.html"),
    "evaluate": ("evaluate", "-o", "ra.csv", "-o", "ra.jsonl"),
    "import": ("import", "bang.csv", "--year", "2025", "--new-units"),
    "new": ("new", "resolution", "--from-text", "vb.txt", "--number", "9/NQ", "--period", "2026"),
    "fmt": ("fmt",),
}
MOMENTS = 3
HIDDEN = re.compile(r"\.chitieu-[0-9]+-[0-9a-f]{16}\.tmp")


def _prepared(root: Path) -> Bench:
    bench = Bench(root)
    bench.write("vb.txt", "Số: 9/NQ\n\n1. Đạt 5 HTX trở lên\n\n2. Đạt 7% hộ\n")
    units = "".join(f"xã {i};htx.tong;25\n" for i in range(40))
    bench.write("bang.csv", f"Đơn vị;Mã số liệu;Giá trị\n{units}")
    bench.edit(TARGET, "  - số: 1.1", "  - số:   1.1")
    for name in ("ra.csv", "ra.docx"):
        bench.write(name, EARLIER[name])
    return bench


def _stopped(bench: Bench, arguments: tuple[str, ...], number: int, after: float) -> int:
    run = subprocess.Popen(
        command(*arguments),
        cwd=bench.root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(after)
    run.send_signal(number)
    _, errors = run.communicate(timeout=60)
    if run.returncode >= 0 and number != signal.SIGKILL and b"KeyboardInterrupt" not in errors:
        assert b"Traceback" not in errors, errors.decode()
    return run.returncode


@cache
def _undisturbed(name: str) -> tuple[float, dict[str, bytes]]:
    """The seconds that a command takes here, and the files that it leaves."""
    with tempfile.TemporaryDirectory() as folder:
        whole = _prepared(Path(folder))
        started = time.monotonic()
        assert whole.run_process(*COMMANDS[name]).returncode == 0
        return time.monotonic() - started, whole.files()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stopped_at_any_moment(tmp_path: Path, name: str, number: signal.Signals) -> None:
    """The moments are spread over the time that the command takes here."""
    takes, after = _undisturbed(name)
    for moment in range(MOMENTS):
        bench = _prepared(tmp_path / f"{moment}")
        before = bench.files()
        _stopped(
            bench, COMMANDS[name], number, takes * (0.4 + 0.6 * (moment + Random(f"{name}{number}").random()) / MOMENTS)
        )
        left = bench.files()
        hidden = {file for file in left if HIDDEN.fullmatch(Path(file).parts[-1]) or HIDDEN.search(file)}
        assert not hidden or number == signal.SIGKILL, hidden
        for file in left.keys() - hidden:
            assert left[file] in (before.get(file), after.get(file)), f"{file} is neither as before nor whole"
        assert before.keys() <= left.keys()
        if name == "import" and number != signal.SIGKILL:
            made = {file for file in left if file.startswith("facts/")}
            assert made in ({f for f in before if f.startswith("facts/")}, {f for f in after if f.startswith("facts/")})


def test_an_interruption_says_so_with_the_code_that_shells_know(tmp_path: Path) -> None:
    """`new resolution` asks on the terminal and waits: there it can be stopped for certain."""
    bench = _prepared(tmp_path)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        run = subprocess.Popen(
            command("new", "resolution"),
            cwd=bench.root,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert run.stderr is not None and run.stderr.read(1)
        run.send_signal(number)
        _, errors = run.communicate(timeout=60)
        assert run.returncode == 128 + number
        assert errors.decode().rstrip().endswith("đã dừng theo yêu cầu")


def test_what_a_killed_run_left_is_read_by_nothing(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    clean = [bench.run(*arguments).stdout for arguments in (("evaluate",), ("check",))]
    for folder in ("rules", "rules/nq-1", "facts", "facts/xa-a"):
        bench.write(f"{folder}/.chitieu-0123456789abcdef.tmp", "nửa chừng: [")
    bench.write("rules/.chitieu-fedcba9876543210.tmp/nghi-quyet.yaml", "nửa chừng: [")
    assert [bench.run(*arguments).stdout for arguments in (("evaluate",), ("check",))] == clean
