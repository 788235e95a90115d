"""What is asked for on installation: durable_rules only where an extension of Python can be compiled (hatch_build.py)."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import sysconfig
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """hatch_build.py, whose build tool is only there while pip builds."""
    name = "hatchling.metadata.plugin.interface"
    monkeypatch.setitem(sys.modules, name, SimpleNamespace(MetadataHookInterface=object))  # type: ignore[arg-type]
    for parent in ("hatchling", "hatchling.metadata", "hatchling.metadata.plugin"):
        monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dependencies(build: ModuleType) -> list[str]:
    """What pip would be told, from pyproject.toml as it stands."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    hook = build.EngineHook()
    hook.config = config["tool"]["hatch"]["metadata"]["hooks"]["custom"]
    metadata: dict[str, Any] = {}
    hook.update(metadata)
    assert "dependencies" in config["project"]["dynamic"]
    found: list[str] = metadata["dependencies"]
    return found


def names(requirements: list[str]) -> set[str]:
    return {requirement.partition(">")[0] for requirement in requirements}


def test_without_a_compiler_clips_runs_alone(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CC", "gcc -pthread")
    asked = names(dependencies(build))
    assert "durable_rules" not in asked and {"clipspy", "pydantic", "lark"} <= asked
    assert "durable_rules is left out" in capfd.readouterr().err


def test_without_the_header_of_python_nothing_can_be_compiled(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build.sysconfig, "get_path", lambda name: str(tmp_path))
    assert not build.compiles()


@pytest.mark.skipif(not shutil.which("gcc"), reason="no gcc")
@pytest.mark.parametrize(("flags", "expected"), [("", False), ("-DPyEval_CallObject=PyObject_CallObject", True)])
def test_a_compiler_that_refuses_undeclared_functions_needs_the_present_name(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flags: str, expected: bool
) -> None:
    """The header of Python 3.13, and the default of GCC 14, Clang 16 and Apple's compiler."""
    header = "typedef struct object PyObject;\nPyObject *PyObject_CallObject(PyObject *, PyObject *);\n"
    (tmp_path / "Python.h").write_text(header)
    monkeypatch.setattr(build.sysconfig, "get_path", lambda name: str(tmp_path))
    monkeypatch.setenv("CC", "gcc -Werror=implicit-function-declaration")
    monkeypatch.setenv("CPPFLAGS", flags)
    assert build.compiles() == expected


HEADER = Path(sysconfig.get_path("include"), "Python.h")


@pytest.mark.skipif(
    not (shutil.which("gcc") or shutil.which("cc")) or not HEADER.is_file(), reason="nothing can be compiled here"
)
def test_with_a_compiler_both_engines_are_asked_for(build: ModuleType) -> None:
    (durable,) = (d for d in dependencies(build) if d.startswith("durable_rules"))
    assert "python_version" not in durable and "sys_platform != 'win32'" in durable
