"""Every option has a Vietnamese name, help pages are in groups, and shells complete what the workspace has."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import _GROUPS, COMMANDS, MODULES, chitieu
from cli.option_names import OPTIONS, Group, long_name
from tests.cli.conftest import FACTS, Workspace
from tests.running import environment, run_here


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "", chitieu
    for verb in COMMANDS:
        module = importlib.import_module(f"cli.{MODULES.get(verb, verb.replace('-', '_'))}")
        yield verb, module.command
        if isinstance(module.command, click.Group):
            yield from ((f"{verb} {name}", one) for name, one in module.command.commands.items())


def options(command: click.Command) -> list[list[str]]:
    params = command.get_params(click.Context(command))
    return [param.opts for param in params if isinstance(param, click.Option)]


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_option_has_a_vietnamese_name_that_none_else_has(name: str, command: click.Command) -> None:
    of_command = options(command)
    for names in of_command:
        assert long_name(names) in OPTIONS, f"{name}: {names} is not in cli/option_names.py"
        assert OPTIONS[long_name(names)].alias in names
    every = [one for names in of_command for one in names]
    assert len(every) == len(set(every))


def test_names_of_options_do_not_collide() -> None:
    aliases = [named.alias for named in OPTIONS.values()]
    assert len(set(aliases)) == len(aliases)
    assert not OPTIONS.keys() & {named.alias for name, named in OPTIONS.items() if named.alias != name}
    used = {long_name(names) for _, command in commands() for names in options(command)}
    assert OPTIONS.keys() == used, "an option that no command has"


def test_vietnamese_names_do_the_same(workspace: Workspace) -> None:
    chosen = ("--don-vi", "huyện Tháp Mười", "--nam", "2023", "--ky", "cả năm", "--dong-co", "durable")
    ours = workspace.run("danh-gia", *chosen, "--dinh-dang", "json", "--khong-ghi")
    assert (ours.returncode, ours.stderr) == (0, "")
    assert ours.stdout == workspace.run("evaluate", "--format", "json", "--no-record", "--engine", "durable").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evaluate", "--nam", "hai nghìn"), "--year: «hai nghìn» không phải một năm"),
        (("why", "2.1", "--nam", "2023", "--year", "2023"), "--year chỉ ghi một lần"),
        (("evaluate", "--don-v", "x"), "có phải ý bạn là --don-vi?"),
        (("evaluate", "--don-vi"), "tùy chọn --don-vi cần một giá trị"),
    ],
)
def test_wrong_usage_is_said_of_both_names(workspace: Workspace, arguments: tuple[str, ...], said: str) -> None:
    done = workspace.run(*arguments)
    assert done.returncode == 2 and said in done.stderr


def test_help_pages_are_in_groups(tmp_path: Path) -> None:
    first = run_here("--tro-giup", cwd=tmp_path).stdout
    assert sorted(verb for verbs in _GROUPS.values() for verb in verbs) == sorted(COMMANDS)
    assert [first.index(f"{title}:") for title in _GROUPS] == sorted(first.index(f"{title}:") for title in _GROUPS)
    own = run_here("evaluate", "--help", cwd=tmp_path).stdout
    shown = [group for group in Group if f"\n{group}:" in own]
    assert shown == list(Group)
    assert own.index("--unit, --don-vi TÊN") < own.index(f"{Group.RESULT}:") < own.index("--quiet, --gon")


# ------------------------------------------------------------ completion


def offered(workspace: Workspace, *words: str, shell: str = "fish") -> list[str]:
    """The values that are offered for the last of ``words``, which has been begun."""
    given = {"COMP_WORDS": " ".join(["chitieu", *words[:-1]]), "COMP_CWORD": words[-1] if shell == "fish" else ""}
    done = workspace.run_process(_CHITIEU_COMPLETE=f"{shell}_complete", **given)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.partition(",")[2].partition("\t")[0] for line in done.stdout.splitlines() if line]


@pytest.mark.process
def test_ids_codes_units_and_years_are_offered(workspace: Workspace) -> None:
    assert offered(workspace, "why", "2") == ["2.1", "2.2", "2"]
    assert offered(workspace, "goal", "hc-") == ["HC-1", "HC-2", "HC-3", "HC-4"]
    assert offered(workspace, "what-if", "--set", "htx.thanh_vien_r") == ["htx.thanh_vien_rut="]
    assert offered(workspace, "why", "2.1", "--year", "") == ["2023"]
    assert offered(workspace, "report", "--resolution", "47") == ["47/NQ-HĐND"]
    assert offered(workspace, "doc", "CT104") == ["CT104"]
    assert offered(workspace, "kiem") == ["kiem-tra", "kiem-thu"]


@pytest.mark.process
def test_nothing_is_offered_where_nothing_can_be_read(workspace: Workspace) -> None:
    shutil.rmtree(workspace.root / "rules")
    assert offered(workspace, "why", "2") == []
    assert offered(workspace, "evaluate", "--unit", "") == []


@pytest.mark.process
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_inserts_a_unit_as_one_word(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A hostile name stays a name: nothing in it is a command, a pattern or a second word."""
    workspace.edit(FACTS, "đơn vị: huyện Tháp Mười", 'đơn vị: "xã $(touch hỏng); *"')
    program = tmp_path_factory.mktemp("bin") / "chitieu"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli.main "$@"\n', "utf-8")
    program.chmod(0o700)
    script = f"""
    eval "$(_CHITIEU_COMPLETE=bash_source {program})"
    COMP_WORDS=(chitieu evaluate --unit x); COMP_CWORD=3
    _chitieu_completion {program}
    eval "inserted=(${{COMPREPLY[0]}})"
    printf '%s|' "${{inserted[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], cwd=workspace.root, env=environment(), capture_output=True, text=True)
    assert done.stdout == "xã $(touch hỏng); *|", done.stderr
    assert not (workspace.root / "hỏng").exists()
