"""A run on what is kept says what a run without it says, whatever stands in the folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.evaluation.evaluator import Evaluator
from engine.inference.engines import available
from engine.kept.store import VARIABLE
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import workspace_in
from tests.cli.conftest import Workspace, workspace  # noqa: F401
from tests.running import ROOT, environment
from tests.workspaces import replace_once

RULES = "rules/47-nq-hdnd-2021/chi-tieu-2.yaml"
FACTS = "facts/thap-muoi/2023.yaml"
COMMANDS = (("evaluate", "--format", "json", "--no-record"), ("check",), ("goal", "1.1"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kho"))
    return tmp_path / "kho"


def said(workspace: Workspace, **changes: str) -> list[tuple[int, str, str]]:  # noqa: F811
    found = [workspace.run(*command, **changes) for command in COMMANDS]
    return [(done.returncode, done.stdout, done.stderr) for done in found]


def cited(document: str) -> set[str]:
    """The facts files that an evaluation names."""
    return set(re.findall(r"facts/[a-z-]+/2023\.yaml", document))


def test_a_second_run_says_the_same(workspace: Workspace, folder: Path) -> None:  # noqa: F811
    without = said(workspace, **{VARIABLE: ""})
    assert not folder.exists()
    assert said(workspace) == without
    names = {path.name.partition("-")[0] for path in folder.iterdir()}
    assert {"rules", "facts", "program", "check", "checked"} <= names
    assert said(workspace) == without


def test_files_that_are_broken_or_mixed_up_change_nothing(workspace: Workspace, folder: Path) -> None:  # noqa: F811
    right = said(workspace)
    whole = {path: path.read_bytes() for path in folder.iterdir() if path.name != "seal.key"}
    others = [*list(whole.values())[1:], b""]
    for broken in (
        {path: raw[: len(raw) // 2] for path, raw in whole.items()},
        {path: raw[:40] + bytes([raw[40] ^ 1]) + raw[41:] for path, raw in whole.items() if len(raw) > 41},
        dict(zip(whole, others, strict=True)),
        dict.fromkeys(whole, b"\x80\x04cos\nsystem\n(S'touch hong'\ntR."),
    ):
        for path, raw in broken.items():
            path.write_bytes(raw)
        assert said(workspace) == right
    assert not (workspace.root / "hong").exists()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [(FACTS, "htx.thanh_vien: 2.570", "htx.thanh_vien: 2.670"), (RULES, "khi: từ 2.600", "khi: từ 2.500")],
)
def test_a_changed_file_is_read_anew_though_size_and_time_stay(
    workspace: Workspace,  # noqa: F811
    folder: Path,
    name: str,
    old: str,
    new: str,
) -> None:
    path = workspace.root / name
    about = path.stat()
    before = said(workspace)
    replace_once(path, old, new)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    after = said(workspace)
    assert path.stat().st_mtime_ns == about.st_mtime_ns
    assert after != before
    assert after == said(workspace, **{VARIABLE: ""})


def test_a_unit_that_moves_to_another_file_is_found(workspace: Workspace, folder: Path) -> None:  # noqa: F811
    """The head of a file is kept by its marks; the file of another unit may become this one's."""
    path = workspace.root / FACTS
    other = workspace.root / "facts/khac/2023.yaml"
    other.parent.mkdir()
    other.write_text(path.read_text("utf-8").replace("huyện Tháp Mười", "huyện Tháp Mườj"), "utf-8")
    for one in (path, other):
        os.utime(one, ns=(10**18, 10**18))
    asked = ("evaluate", "--format", "json", "--no-record", "--unit", "huyện Tháp Mười")
    assert cited(workspace.run(*asked).stdout) == {FACTS}
    texts = path.read_text("utf-8"), other.read_text("utf-8")
    path.write_text(texts[1], "utf-8")
    other.write_text(texts[0], "utf-8")
    for one in (path, other):
        os.utime(one, ns=(10**18, 10**18))
    assert cited(workspace.run(*asked).stdout) == {"facts/khac/2023.yaml"}


def test_two_runs_at_once_say_the_same(workspace: Workspace, folder: Path) -> None:  # noqa: F811
    command = [sys.executable, "-m", "cli.main", *COMMANDS[0]]
    started = [
        subprocess.Popen(command, cwd=workspace.root, env=environment(), stdout=subprocess.PIPE) for _ in range(3)
    ]
    printed = {process.communicate()[0] for process in started}
    assert len(printed) == 1
    assert printed == {workspace.run(*COMMANDS[0], **{VARIABLE: ""}).stdout.encode()}


def test_a_run_on_what_is_kept_loads_no_parser(workspace: Workspace, folder: Path) -> None:  # noqa: F811
    """What makes a start slow: pydantic, lark, ruamel.yaml, rich where nothing is drawn, inspect, which click asks for help alone."""
    watch = (
        "import sys; from cli.main import program\n"
        "sys.argv = ['chitieu', *sys.argv[1:]]\n"
        "try: program()\n"
        "finally: print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    command = [sys.executable, "-c", watch, *COMMANDS[0]]
    for _ in range(2):
        done = subprocess.run(
            command, cwd=workspace.root, env=environment(PYTHONPATH=str(ROOT)), capture_output=True, check=True
        )
    loaded = done.stderr.decode()
    assert "click" in loaded
    assert not {name for name in ("pydantic", "lark", "ruamel", "rich", "hashlib", "inspect") if f"'{name}'" in loaded}


@pytest.mark.skipif("durable" not in available(), reason="durable_rules does not run here")
def test_programs_that_are_divided_otherwise_are_not_taken_for_each_other(
    workspace: Workspace,  # noqa: F811
    folder: Path,
) -> None:
    """The texts that durable_rules is given are those of parts, and parts follow from its limits."""
    from engine.inference.durable import LIMITS, DurableSession

    (case,) = Cases(workspace_in(workspace.root)).select(Selection())
    evaluator = Evaluator(case.rulebook, "durable")
    facts = evaluator.working_facts(case.facts)
    whole = {firing.text for firing in DurableSession(evaluator.compiled.program).run(facts)}
    for size in (430, 440, 450, 460):  # each in two or three parts
        limits = LIMITS._replace(rules_of_part=size)
        assert {firing.text for firing in DurableSession(evaluator.compiled.program, limits).run(facts)} == whole
