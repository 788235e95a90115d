"""`--engine both`: the same results under both names, and nothing at all where the engines differ."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.inference.engines import available
from tests.cli.conftest import FACTS, ROOT, Workspace
from tests.cli.faulty import install
from tests.running import Done

needs_both = pytest.mark.skipif(len(available()) < 2, reason="one engine runs here")
Faulty = Callable[..., Done]
COMMANDS = [["evaluate"], ["why", "5.2"], ["goal", "2.1"], ["what-if", "--set", "htx.tong=20"]]


@pytest.fixture
def two(workspace: Workspace) -> Workspace:
    """The district of the repository and an invented commune, which comes after it."""
    text = (workspace.root / FACTS).read_text("utf-8")
    (workspace.root / "facts" / "xa-a").mkdir()
    (workspace.root / "facts" / "xa-a" / "2023.yaml").write_text(
        text.replace("đơn vị: huyện Tháp Mười", "đơn vị: xã A"), "utf-8"
    )
    return workspace


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    """Runs a command with `--engine both` where one engine has the fault named first."""

    def run(workspace: Workspace, fault: str, *arguments: str) -> Done:
        install(monkeypatch, fault)
        return workspace.run(*arguments, "--engine", "both")

    return run


@pytest.mark.slow
@needs_both
@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_both_give_the_document_of_each(workspace: Workspace, command: list[str]) -> None:
    both, clips = (workspace.run(*command, "--format", "json", "--engine", e) for e in ("both", "clips"))
    assert (both.returncode, both.stderr) == (0, "")
    documents = [json.loads(done.stdout) for done in (both, clips)]
    engines = [document.pop("engine", {"name": "durable_rules + CLIPS"}) for document in documents]
    assert engines[0]["name"] == "durable_rules + CLIPS"
    for document in documents:
        document.pop("trace", None)
    assert documents[0] == documents[1]


@pytest.mark.slow
@needs_both
def test_the_head_names_both_with_their_versions(two: Workspace) -> None:
    version = two.evaluate("--engine", "both", "--unit", "xã A")["engine"]["version"].split(" + ")
    names = f"động cơ durable_rules {version[0]} và CLIPS {version[1]}, kết quả như nhau"
    for chosen in (["--unit", "xã A"], ["--all"], ["--all", "--quiet"]):
        done = two.run("evaluate", "--engine", "both", *chosen)
        assert (done.returncode, done.stderr) == (0, "")
        assert (names in done.stdout) == (chosen != ["--unit", "xã A", "--quiet"])


@pytest.mark.slow
@needs_both
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_streams_of_many_are_those_of_one_engine(two: Workspace, form: str) -> None:
    both, clips = (two.run("evaluate", "--format", form, "--engine", engine).stdout for engine in ("both", "clips"))
    if form == "csv":
        assert both == clips
    for line, other in zip(both.splitlines(), clips.splitlines(), strict=True) if form == "jsonl" else ():
        assert {**json.loads(line), "engine": ""} == {**json.loads(other), "engine": ""}


@pytest.mark.slow
@needs_both
@pytest.mark.parametrize("command", [["test"], ["report", "-o", "bao-cao.md"]], ids=str)
def test_every_command_that_infers_takes_both(workspace: Workspace, command: list[str]) -> None:
    done = workspace.run(*command, "--engine", "both")
    assert done.returncode == 0, done.stderr


def test_a_sound_pair_under_the_harness_is_no_difference(two: Workspace, faulty: Faulty) -> None:
    done = faulty(two, "dropped:criterion:2.1@99", "evaluate", "--all")
    assert (done.returncode, done.stderr) == (0, "")
    assert "xã A" in done.stdout


SAID = {
    "dropped:criterion:2.1": ["- nội dung 2.1: durable_rules", ": chưa đạt; CLIPS", ": không có kết luận"],
    "other_state:criterion:2.1": ["- nội dung 2.1: durable_rules", ": chưa đạt; CLIPS", ": vượt"],
    "other_fact:criterion:2.1": ["- nội dung 2.1: đều là «chưa đạt» nhưng căn cứ khác nhau", "input:htx.thanh_vien"],
    "dropped:target:2": ["- chỉ tiêu 2: durable_rules", ": không có kết luận"],
    "dropped:finding:HC-1": ["- hạn chế HC-1: durable_rules", ": có; CLIPS", ": không có kết luận"],
    "dropped:finding:HC-1?when": ["- một phần điều kiện của hạn chế HC-1 (finding:HC-1?when)"],
    "dropped:reconciliation:DC-1": ["- đối chiếu DC-1: durable_rules", ": khớp; CLIPS"],
    "failing:": ["không chạy hết: hết bộ nhớ", "chạy hết"],
}


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "said"), SAID.items(), ids=SAID)
def test_a_difference_ends_with_code_5_and_is_named(
    workspace: Workspace, fault: str, said: list[str], faulty: Faulty
) -> None:
    done = faulty(workspace, fault, "evaluate")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("lỗi: hai động cơ suy diễn cho kết quả khác nhau, nên không in kết quả nào")
    assert "Nghị quyết số 47/NQ-HĐND, huyện Tháp Mười, năm 2023; durable_rules " in done.stderr
    assert "Gửi cho nhóm phát triển chitieu" in done.stderr
    assert [part for part in said if part not in done.stderr] == []
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_nothing_is_printed_or_written_of_units_before_the_difference(
    two: Workspace, form: str, faulty: Faulty
) -> None:
    outputs = ["-o", "ra.csv", "-o", "ra.jsonl"]
    done = faulty(two, "dropped:criterion:2.1@2", "evaluate", "--all", "--format", form, *outputs)
    assert (done.returncode, done.stdout) == (5, "")
    assert "xã A, năm 2023" in done.stderr
    assert list(two.root.glob("*.csv")) == list(two.root.glob("*.jsonl")) == list(two.root.glob(".ra*")) == []


@pytest.mark.slow
@pytest.mark.parametrize("command", [["why", "2.1"], ["goal", "2.1"], ["what-if", "--set", "htx.tong=20"], ["test"]])
def test_no_command_prints_what_the_engines_do_not_agree_on(
    workspace: Workspace, command: list[str], faulty: Faulty
) -> None:
    done = faulty(workspace, "dropped:criterion:2.1", *command)
    assert (done.returncode, done.stdout) == (5, "")


def test_no_report_is_written_of_what_the_engines_do_not_agree_on(workspace: Workspace, faulty: Faulty) -> None:
    done = faulty(workspace, "dropped:criterion:2.1", "report", "-o", "bao-cao.docx", "-o", "bao-cao.html")
    assert (done.returncode, done.stdout) == (5, "")
    assert list(workspace.root.glob("bao-cao.*")) == []


@pytest.mark.slow
@pytest.mark.process
def test_where_one_engine_does_not_load_it_is_a_usage_error(workspace: Workspace, tmp_path: Path) -> None:
    """A durable_rules that is there and does not import, as on Python 3.13 where all functions are bound at once."""
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('undefined symbol: PyEval_CallObject')")
    for command in (["evaluate"], ["evaluate", "--format", "csv"], ["why", "2.1"], ["test"]):
        done = workspace.run_process(*command, "--engine", "both", PYTHONPATH=f"{tmp_path}:{ROOT}")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("lỗi: `--engine both` cần cả hai động cơ suy diễn; durable_rules ")
        assert "`--engine clips` cho kết quả như nhau" in done.stderr


@pytest.mark.process
def test_the_version_names_the_engines_and_what_to_do_about_one_that_is_missing(
    workspace: Workspace, tmp_path: Path
) -> None:
    broken = tmp_path / "durable_rules_engine.py"
    broken.write_text("raise ImportError('undefined symbol: PyEval_CallObject')")
    lines = workspace.run_process("--version", PYTHONPATH=f"{tmp_path}:{ROOT}").stdout.splitlines()
    assert lines[0].startswith("chitieu ")
    assert lines[1].startswith("động cơ suy diễn: CLIPS ")
    assert lines[2].startswith("durable_rules ") and "`--engine clips` cho kết quả như nhau" in lines[2]
    broken.unlink()  # the command would find it in its own folder too
    both = workspace.run("--version").stdout.splitlines()
    assert len(both) == (2 if len(available()) == 2 else 3)
