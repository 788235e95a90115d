"""Where results may be written: never through links, into pipes or over rules and facts; whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.bench import EARLIER, FACTS, TARGET, Bench, limited
from tests.running import command, environment, run_process

posix = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and devices")


def test_rules_and_facts_are_never_overwritten_by_results(bench: Bench) -> None:
    bench.write("rules/README.md", "của người viết")
    for name in (TARGET, FACTS):
        bench.refused("evaluate", "-o", name, code=2)
        bench.refused("report", "-o", name, code=2)
    for name in (
        "rules/README.md",
        "facts/a.csv",
        "facts/xa-a/../b.csv",
        "./rules/nq-1/a.md",
        "ra/../facts/xa-a/a.csv",
    ):
        (bench.root / "ra").mkdir(exist_ok=True)
        command = "report" if name.endswith(".md") else "evaluate"
        assert "chỉ để quy tắc và số liệu" in bench.refused(command, "-o", name, code=2)
    (bench.root / ".chitieu").mkdir()
    bench.refused("new", "facts", "--unit", "x", "--year", "2025", "--xlsx", "-o", ".chitieu/a.xlsx", code=2)
    bench.refused("report", "-o", str(bench.root / "facts" / "a.docx"), code=2)


@posix
def test_results_do_not_go_through_links_devices_and_pipes(bench: Bench, tmp_path: Path) -> None:
    precious = tmp_path / "quy.csv"
    precious.write_text("quý")
    links = {"toi-tep.csv": precious, "toi-so-lieu.csv": bench.root / FACTS, "vong.csv": bench.root / "vong.csv"}
    links |= {"thiet-bi.csv": Path("/dev/full"), "hong.csv": tmp_path / "khong-co.csv"}
    for name, target in links.items():
        (bench.root / name).symlink_to(target)
        assert "liên kết" in bench.refused("evaluate", "-o", name, code=2)
    os.mkfifo(tmp_path / "ong.csv")
    assert "ống dẫn" in bench.refused("evaluate", "-o", str(tmp_path / "ong.csv"), code=2)
    for name in (
        "/dev/full",
        "/dev/null",
        "/dev/stdout",
        ".",
        "..",
        "/",
        "ra",
        "a\nb.csv",
        "a\x1b[31m.csv",
        "\u202evsc.csv",
    ):
        bench.refused("evaluate", "-o", name, code=2)
    bench.refused("evaluate", "-o", "khong-co/a.csv", code=2)
    bench.refused("evaluate", "-o", "x" * 300 + ".csv", code=2)
    assert precious.read_text() == "quý"


def test_absolute_and_climbing_paths_are_what_the_user_asked_for(bench: Bench, tmp_path: Path) -> None:
    for name in (str(tmp_path / "a.csv"), "../b.csv"):
        assert bench.run("evaluate", "-o", name).returncode == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes() != b""


@posix
def test_schemas_are_not_written_through_links(bench: Bench, tmp_path: Path) -> None:
    """`new` and `import` keep schemas in .chitieu/: of a workspace from elsewhere it may be a link to anything."""
    outside = tmp_path / "ngoai"
    (outside / "luoc-do").mkdir(parents=True)
    (bench.root / ".chitieu").symlink_to(outside)
    assert bench.run("new", "facts", "--unit", "xã B", "--year", "2025").returncode == 2
    assert list((outside / "luoc-do").iterdir()) == []
    assert not (bench.root / "facts" / "xa-b").exists()  # and nothing else was written either
    (bench.root / ".chitieu").unlink()
    precious = tmp_path / "quy.json"
    precious.write_text("quý")
    (bench.root / ".chitieu" / "luoc-do").mkdir(parents=True)
    (bench.root / ".chitieu" / "luoc-do" / "so-lieu.json").symlink_to(precious)
    assert bench.run("new", "facts", "--unit", "xã C", "--year", "2025").returncode == 0
    assert precious.read_text() == "quý"


@pytest.mark.slow
@pytest.mark.process
@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="needs RLIMIT_FSIZE as Linux has it")
@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "-o", "ra.docx", "-o", "ra.xlsx", "-o", "ra.html", "-o", "ra.md"),
        ("evaluate", "-o", "ra.csv", "-o", "ra.jsonl"),
        ("evaluate", "-o", "ra.xlsx"),
        ("new", "facts", "--unit", "xã B", "--year", "2025", "--xlsx", "-o", "ra.xlsx"),
        ("new", "resolution", "--from-text", "vb.txt", "--number", "9/NQ", "--period", "2026"),
        ("import", "bang.csv", "--unit", "xã B", "--year", "2025"),
        ("fmt",),
    ],
)
def test_a_full_disk_leaves_everything_as_it_was(bench: Bench, arguments: tuple[str, ...]) -> None:
    """The system lets no file grow beyond 100 bytes: every write fails half-way, as on a full disk."""
    import resource

    bench.write("vb.txt", "Số: 9/NQ\n\n1. Đạt 5 HTX trở lên\n\n2. Đạt 7% hộ\n")
    bench.write("bang.csv", "Mã số liệu;Giá trị\nhtx.tong;25\nhtx.co_lai;20\n")
    bench.edit(TARGET, "  - số: 1.1", "  - số:   1.1")
    for name, content in EARLIER.items():
        bench.write(name, content)
    before = bench.files()

    def full() -> None:
        (limited() or (lambda: None))()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    done = run_process(*arguments, cwd=bench.root, before_start=full)
    assert done.returncode == 2, done.stderr
    named = "«ra." if arguments[0] == "evaluate" else ""
    assert f"không ghi được {named}" in done.stderr and "Traceback" not in done.stderr
    assert bench.files() == before
    assert not [p for p in bench.root.rglob(".*") if p.is_file()]


@pytest.mark.slow
@pytest.mark.process
@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_standard_output_is_told(bench: Bench) -> None:
    for arguments in (("evaluate",), ("evaluate", "--format", "csv"), ("check", "--format", "json"), ("why", "1.1")):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                command(*arguments),
                cwd=bench.root,
                env=environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
        assert done.returncode == 2 and "đĩa đã đầy" in done.stderr and "Traceback" not in done.stderr


@posix
def test_read_only_folders_are_told_and_left_alone(bench: Bench) -> None:
    """Permissions do not bind root: /proc stands for a folder in which nobody may write."""
    if not Path("/proc/self").exists():
        pytest.skip("needs a folder in which not even root may write")
    bench.refused("evaluate", "-o", "/proc/a.csv", code=2)
    bench.refused("report", "-o", "/proc/a.md", code=2)
    if os.geteuid():
        for folder in ("facts", "facts/xa-a", "rules/nq-1", "."):
            (bench.root / folder).chmod(0o555)
        bench.write("../bang.csv", "Mã số liệu;Giá trị\nhtx.tong;25\n")
        bench.refused("import", "../bang.csv", "--unit", "xã B", "--year", "2025", code=2)
        assert bench.run("evaluate").returncode == 0


@pytest.mark.slow
@pytest.mark.process
def test_two_runs_at_once_leave_one_whole_file(bench: Bench) -> None:
    report = command("report", "-o", "ra.docx", "-o", "ra.html")
    assert bench.run("report", "-o", "mot.docx", "-o", "mot.html").returncode == 0
    runs = [subprocess.Popen(report, cwd=bench.root, env=environment(), stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [run.wait(120) for run in runs] == [0] * 4
    for form in ("docx", "html"):
        assert (bench.root / f"ra.{form}").read_bytes() == (bench.root / f"mot.{form}").read_bytes()
    assert not [p for p in bench.root.iterdir() if p.name.startswith(".") and p.is_file()]
