"""Several units and years: overview, streams, files, and units that cannot be evaluated."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import FACTS, Workspace
from tests.running import command, environment


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    """The district of the repository, and two invented communes beside it, with 30 members more and 600 fewer."""
    text = (workspace.root / FACTS).read_text("utf-8")
    for name, members in (("xa-a", "2.600"), ("xa-b", "2.000")):
        folder = workspace.root / "facts" / name
        folder.mkdir()
        own = text.replace("đơn vị: huyện Tháp Mười", f"đơn vị: {name.replace('xa-', 'xã ')}")
        (folder / "2023.yaml").write_text(own.replace("2.570 thành viên", f"{members} thành viên"), "utf-8")
    return workspace


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_units_stand_against_criteria_by_rank(three: Workspace) -> None:
    done = three.run("evaluate", "--all")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if "xã a" in line or "xã b" in line or "huyện Tháp" in line]
    cells = [re.split(r" {2,}", line.strip()) for line in lines]
    assert [cell[:2] for cell in cells] == [["1", "xã a"], ["2", "huyện Tháp Mười"], ["2", "xã b"]]
    assert cells[0][2:14] == ["✗", "✓", "✓", "✓", "✗", "✗", "▲", "✗", "✓", "✓", "▲", "07/11"]
    assert "▲ vượt · ✓ đạt · ✗ chưa đạt" in done.stdout
    assert "01/3" in done.stdout  # 2.1 is reached by one of three


def test_csv_has_a_line_per_comparison_with_its_source(three: Workspace) -> None:
    done = three.run("evaluate", "--format", "csv", "--unit", "xã a", "--unit", "huyện Tháp Mười")
    rows = rows_of(done.stdout)
    assert len(rows) == 2 * 12  # 11 criteria, one of two parts
    members = {row["unit"]: row for row in rows if row["criterion"] == "2.1"}
    assert members["huyện Tháp Mười"]["status"] == "not_met" and members["xã a"]["status"] == "met"
    own = members["huyện Tháp Mười"]
    assert (own["actual_low"], own["threshold"], own["percent"], own["gap"]) == ("2570", "2600", "98.85", "30")
    assert own["origin"].startswith(FACTS) and own["rule"].startswith("rules/47-nq-hdnd-2021/chi-tieu-2.yaml:")


def test_jsonl_has_the_whole_evaluation_of_each_on_a_line(three: Workspace) -> None:
    done = three.run("evaluate", "--format", "jsonl")
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [d["unit"] for d in documents] == ["huyện Tháp Mười", "xã a", "xã b"]
    assert documents[0] == three.evaluate("--unit", "huyện Tháp Mười")


def test_files_are_written_beside_the_table(three: Workspace) -> None:
    done = three.run("evaluate", "-o", "tat-ca.csv", "-o", "tat-ca.jsonl")
    assert done.returncode == 0 and "Xếp hạng" in done.stdout
    raw = (three.root / "tat-ca.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # by its mark a spreadsheet knows that it is UTF-8
    assert len(rows_of(raw.decode("utf-8-sig"))) == 36
    assert len((three.root / "tat-ca.jsonl").read_text("utf-8").splitlines()) == 3
    assert sorted(p.name for p in three.root.iterdir()) == [".chitieu", "facts", "rules", "tat-ca.csv", "tat-ca.jsonl"]


def test_a_workbook_of_all_units_is_written(three: Workspace) -> None:
    done = three.run("evaluate", "--all", "-o", "tong-hop.xlsx")
    assert (done.returncode, done.stderr) == (0, "") and "xã a" in done.stdout
    book = load_workbook(three.root / "tong-hop.xlsx")
    assert book.sheetnames == ["Bảng màu", "Xếp hạng", "Theo nội dung", "Xu hướng", "Cần chú ý", "Dữ liệu"]
    assert len(book["Dữ liệu"].tables) == 1
    first = (three.root / "tong-hop.xlsx").read_bytes()
    assert three.run("evaluate", "--all", "-o", "tong-hop.xlsx", "--format", "csv", "--no-record").returncode == 0
    assert (three.root / "tong-hop.xlsx").read_bytes() == first
    book.save(three.root / "tong-hop.xlsx")
    done = three.run("evaluate", "--all", "-o", "tong-hop.xlsx")
    assert done.returncode == 2 and "đã được sửa" in done.stderr


def test_a_bad_unit_does_not_stop_the_others_and_is_told_at_the_end(three: Workspace) -> None:
    three.edit("facts/xa-b/2023.yaml", "htx.thanh_vien: 2.000 thành viên", "htx.thanh_vien: hai nghìn")
    (three.root / "facts/xa-c").mkdir()
    (three.root / "facts/xa-c/2023.yaml").write_text("đơn vị: [", "utf-8")
    done = three.run("evaluate")
    assert done.returncode == 3
    assert "xã a" in done.stdout and "xã b" not in done.stdout
    assert "Không đánh giá được 2 đơn vị hoặc tệp" in done.stderr
    assert "- xã b, năm 2023: facts/xa-b/2023.yaml:26:23 CT204 «hai nghìn» không phải là số" in done.stderr
    assert "- facts/xa-c/2023.yaml: " in done.stderr
    streamed = three.run("evaluate", "--format", "csv")
    assert streamed.returncode == 3 and {row["unit"] for row in rows_of(streamed.stdout)} == {
        "huyện Tháp Mười",
        "xã a",
    }


def test_an_unreadable_file_of_another_unit_is_only_mentioned(three: Workspace) -> None:
    (three.root / "facts/xa-b/2023.yaml").write_text("đơn vị: [", "utf-8")
    done = three.run("evaluate", "--unit", "xã a")
    assert done.returncode == 0 and "07/11 nội dung" in done.stdout
    assert done.stderr == "chú ý: bỏ qua facts/xa-b/2023.yaml, tệp không đọc được; chạy `chitieu check` để xem lỗi\n"


def test_csv_has_vietnamese_heads_on_request(three: Workspace) -> None:
    plain = three.run("evaluate", "--format", "csv", "--no-record").stdout.splitlines()
    worded = three.run("evaluate", "--format", "csv", "--no-record", "--vietnamese-heads").stdout.splitlines()
    assert worded[0].startswith("nghị quyết,đơn vị,năm,tính đến,chỉ tiêu,") and worded[1:] == plain[1:]
    assert len(worded[0].split(",")) == len(set(worded[0].split(","))) == len(plain[0].split(","))


def test_names_cannot_start_a_formula_in_csv(three: Workspace) -> None:
    three.edit("facts/xa-a/2023.yaml", "đơn vị: xã a", 'đơn vị: "=cmd|x"')
    rows = rows_of(three.run("evaluate", "--format", "csv").stdout)
    assert {row["unit"] for row in rows} == {"huyện Tháp Mười", "'=cmd|x", "xã b"}
    assert [row["points"] for row in rows if row["criterion"] == "5.2"].count("-70") == 3  # numbers stay numbers


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--all", "--unit", "xã a"], "--all là mọi đơn vị"),
        (["--unit", "xã aa"], "có phải ý bạn là «xã a»?"),
        (["--year", "2025-2021"], "không phải một năm"),
        (["--year", "2020"], "không có số liệu năm 2020; các năm hiện có: 2023"),
        (["-o", "x.docx"], "đuôi tệp phải là một trong: .csv, .jsonl"),
        (["-o", "khong-co/x.csv"], "không có thư mục «khong-co»"),
        (["-o", "x.csv", "-o", "./x.csv"], "ghi hai lần"),
        (["--format", "json"], "--format jsonl"),
    ],
)
def test_usage_errors_say_what_to_do(three: Workspace, arguments: list[str], said: str) -> None:
    done = three.run("evaluate", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr


def test_fail_on_looks_at_every_unit(three: Workspace) -> None:
    assert three.run("evaluate", "--fail-on", "not-met").returncode == 1
    assert three.run("evaluate", "--fail-on", "undetermined", "--format", "csv").returncode == 1


def test_rules_that_do_not_load_stop_the_run(three: Workspace) -> None:
    three.edit("rules/47-nq-hdnd-2021/chi-tieu-4.yaml", "đạt khi: trên 45", "đạt khi: tren 45")
    for form in ("table", "csv"):
        done = three.run("evaluate", "--format", form)
        assert (done.returncode, done.stdout) == (3, "")


def test_one_unit_with_several_years_shows_the_last_and_the_course(workspace: Workspace) -> None:
    text = (workspace.root / FACTS).read_text("utf-8")
    before = (
        text.replace("năm: 2023", "năm: 2022").replace("10/11/2023", "10/11/2022").replace("31/10/2023", "31/10/2022")
    )
    Path(workspace.root / "facts/thap-muoi/2022.yaml").write_text(before.replace("2.570", "2.633"), "utf-8")
    done = workspace.run("evaluate")
    assert done.returncode == 0 and done.stdout.count("Đạt và vượt:") == 1
    course = done.stdout.partition("Xu hướng qua các năm")[2]
    assert "2.633 thành viên: đạt" in course and "2.570 thành viên: chưa đạt" in course and "██" in course


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="shells of POSIX")
@pytest.mark.parametrize(
    ("tail", "code", "said"),
    [("| head -1 > /dev/null; exit ${PIPESTATUS[0]}", 0, ""), (">&-", 0, ""), ("> /dev/full", 2, "đĩa đã đầy")],
)
def test_an_output_that_takes_no_more_is_no_internal_error(three: Workspace, tail: str, code: int, said: str) -> None:
    line = f"{' '.join(command('evaluate', '--format', 'csv'))} {tail}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=three.root, env=environment(), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == code and said in done.stderr and "Traceback" not in done.stderr


# ---------------------------------------------------------------- several processes


@pytest.fixture
def forty(three: Workspace) -> Workspace:
    """Forty invented communes, one of them with an error in its facts, and one with two years."""
    text = (three.root / FACTS).read_text("utf-8")
    for number in range(40):
        folder = three.root / "facts" / f"xa-so-{number:02d}"
        folder.mkdir()
        own = text.replace("đơn vị: huyện Tháp Mười", f"đơn vị: xã Số {number:02d}")
        members = "hai nghìn" if number == 20 else f"2.{500 + 7 * number} thành viên"
        (folder / "2023.yaml").write_text(own.replace("2.570 thành viên", members), "utf-8")
    last = (three.root / "facts/xa-so-39/2023.yaml").read_text("utf-8")
    (three.root / "facts/xa-so-39/2024.yaml").write_text(last.replace("năm: 2023", "năm: 2024"), "utf-8")
    return three


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.parametrize("form", ["csv", "jsonl", "table"])
def test_several_processes_say_what_one_says(forty: Workspace, form: str) -> None:
    """Byte for byte: the same order, the same refusals, the same exit code."""
    one = forty.run("evaluate", "--format", form, "--jobs", "1")
    three_ = forty.run_process("evaluate", "--format", form, "--jobs", "3")
    assert (three_.returncode, three_.stdout, three_.stderr) == (one.returncode, one.stdout, one.stderr)
    assert one.returncode == 3 and "xã Số 20, năm 2023" in one.stderr and "xã Số 39" in one.stdout


@pytest.mark.slow
@pytest.mark.process
def test_several_processes_write_the_files_that_one_writes(forty: Workspace) -> None:
    written, forms = [], ("csv", "jsonl", "xlsx")
    for run, jobs in ((forty.run, "1"), (forty.run_process, "3")):
        done = run(
            "evaluate", "--quiet", "--jobs", jobs, *(word for form in forms for word in ("-o", f"{jobs}.{form}"))
        )
        assert done.returncode == 3
        written.append([(forty.root / f"{jobs}.{form}").read_bytes() for form in forms])
    assert written[0] == written[1]


@pytest.mark.parametrize("jobs", ["0", "-1", "nhiều"])
def test_a_number_of_processes_that_is_none(three: Workspace, jobs: str) -> None:
    done = three.run("evaluate", "--jobs", jobs)
    assert done.returncode == 2 and "--jobs" in done.stderr and done.stdout == ""


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_a_process_that_dies_is_told_and_no_file_is_written(forty: Workspace) -> None:
    run = started(forty, "evaluate", "--quiet", "--jobs", "2", "-o", "tat-ca.csv")
    os.kill(worker_of(run), signal.SIGKILL)
    out, error = run.communicate(timeout=60)
    assert run.returncode == 5
    assert "một tiến trình đánh giá đã dừng đột ngột" in error and "Traceback" not in error and out == ""
    assert not list(forty.root.glob("*.csv")) and not list(forty.root.glob(".*csv*"))


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_stopping_the_run_stops_all_its_processes(forty: Workspace) -> None:
    run = started(forty, "evaluate", "--quiet", "--jobs", "2", "-o", "tat-ca.csv")
    worker_of(run)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: every process hears it
    _, error = run.communicate(timeout=60)
    assert run.returncode == 130
    assert error.strip() == "đã dừng theo yêu cầu"
    assert not children_of(run.pid) and not list(forty.root.glob("*.csv"))


@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_processes_do_not_outlive_a_run_that_was_killed(forty: Workspace) -> None:
    run = started(forty, "evaluate", "--quiet", "--jobs", "2")
    worker = worker_of(run)
    run.kill()
    run.communicate(timeout=60)
    for _ in range(200):
        if not Path(f"/proc/{worker}").exists() or "Z" in state_of(worker):
            return
        time.sleep(0.05)
    pytest.fail("the process still runs")


def started(workspace: Workspace, *arguments: str) -> subprocess.Popen[str]:
    """A run in a group of its own, just begun."""
    return subprocess.Popen(
        command(*arguments),
        cwd=workspace.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def children_of(process: int) -> list[int]:
    return [int(own.name) for own in Path("/proc").glob("[0-9]*") if parent_of(own) == process]


def parent_of(own: Path) -> int:
    try:
        return int((own / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return -1


def state_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def worker_of(run: subprocess.Popen[str]) -> int:
    """A process that evaluates, as soon as there is one."""
    for _ in range(600):
        for child in children_of(run.pid):
            with contextlib.suppress(OSError):
                if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                    return child
        time.sleep(0.02)
    pytest.fail("no process was started")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_dates_to_come_of_several_units_are_said(three: Workspace, jobs: str) -> None:
    facts = three.root / "facts/xa-a/2023.yaml"
    text = facts.read_text("utf-8")
    facts.write_text(text.replace("tính đến: 10/11/2023\n", "tính đến: 31/12/2135\n", 1), "utf-8")
    done = three.run("evaluate", "--all", "--format", "jsonl", "--jobs", jobs)
    assert done.stderr.count("sau hôm nay") == 1
    assert "chú ý: số liệu năm 2023 của xã a tính đến 31/12/2135, sau hôm nay" in done.stderr
    assert "hôm nay" not in done.stdout
