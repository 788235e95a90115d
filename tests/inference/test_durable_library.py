"""How the C library of durable_rules is opened, and that what may be missing in it is never called."""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from engine.inference.engines import available, open_session
from engine.inference.program import Check, Pattern, Program, Rule, Slot, WorkingFact
from tests.inference.test_durable_guards import Wire
from tests.workspaces import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="durable_rules is not for Windows")
loads = pytest.mark.skipif("durable" not in available(), reason="durable_rules does not load on this Python")
INCLUDE = Path(sysconfig.get_path("include"))
compiles = pytest.mark.skipif(
    not (sys.platform == "linux" and shutil.which("gcc") and (INCLUDE / "Python.h").is_file()), reason="no gcc"
)

# ---------------------------------------------------------------- an extension that lacks a function

LACKING = """\
#include <Python.h>
extern PyObject *{missing}(void);
PyObject *never_called(void) {{ return {missing}(); }}
static struct PyModuleDef definition = {{PyModuleDef_HEAD_INIT, "durable_rules_engine", NULL, -1}};
PyMODINIT_FUNC PyInit_durable_rules_engine(void) {{ return PyModule_Create(&definition); }}
"""


def lacking(folder: Path, missing: str, *flags: str) -> Path:
    """A folder with a durable_rules_engine that calls ``missing`` nowhere that is reached, and which no library has."""
    folder.mkdir()
    source = folder / "source.c"
    source.write_text(LACKING.format(missing=missing))
    target = folder / "durable_rules_engine.so"
    command = ["gcc", "-shared", "-fPIC", f"-I{INCLUDE}", *flags, str(source), "-o", str(target)]
    subprocess.run(command, check=True)
    return folder


def engines_with(folder: Path, **environment: str) -> str:
    """The engines of a process that finds the library of ``folder`` first, and its flags for opening libraries after it."""
    code = (
        "import sys; before = sys.getdlopenflags(); from engine.inference.engines import available; "
        "print(*available(), sys.getdlopenflags() == before)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), **environment}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LAZY = "-Wl,-z,lazy"


@compiles
@pytest.mark.process
def test_a_library_that_lacks_the_removed_function_is_opened_lazily(tmp_path: Path) -> None:
    folder = lacking(tmp_path / "lazy", "PyEval_CallObject_removed", LAZY)
    assert engines_with(folder) == "durable clips True"


@compiles
@pytest.mark.process
def test_where_everything_is_bound_at_once_clips_runs(tmp_path: Path) -> None:
    """By the build (`-z now`) or by the system (LD_BIND_NOW)."""
    bound = lacking(tmp_path / "now", "PyEval_CallObject_removed", "-Wl,-z,now")
    assert engines_with(bound) == "clips True"
    lazy = lacking(tmp_path / "lazy", "PyEval_CallObject_removed", LAZY)
    assert engines_with(lazy, LD_BIND_NOW="1") == "clips True"


@compiles
@pytest.mark.process
def test_a_library_that_lacks_another_function_is_not_opened(tmp_path: Path) -> None:
    """It would end the process when it calls it."""
    assert engines_with(lacking(tmp_path / "other", "PyArg_Removed", LAZY)) == "clips True"


@loads
@pytest.mark.parametrize(
    "message",
    [
        "durable_rules_engine.so: undefined symbol: PyEval_CallObject",
        "Error relocating durable_rules_engine.so: PyEval_CallObject: symbol not found",
        "dlopen(durable_rules_engine.so, 0x0002): symbol not found in flat namespace '_PyEval_CallObject'",
    ],
    ids=["glibc", "musl", "macOS"],
)
def test_the_flags_are_lazy_for_this_library_alone(monkeypatch: pytest.MonkeyPatch, message: str) -> None:
    from engine.inference import durable_library

    before, seen = sys.getdlopenflags(), []

    def refused(name: str) -> None:
        seen.append(sys.getdlopenflags())
        raise ImportError(message)

    monkeypatch.setattr(durable_library.importlib, "import_module", refused)
    with pytest.raises(ImportError):
        durable_library._opened()
    monkeypatch.undo()
    assert seen[0] == before
    assert [bool(flags & os.RTLD_LAZY) and not flags & os.RTLD_NOW for flags in seen] == [False, True]
    assert sys.getdlopenflags() == before


# ---------------------------------------------------------------- what may be missing is never called


@loads
@pytest.mark.skipif(not shutil.which("nm") or sys.platform != "linux", reason="no nm")
def test_the_library_lacks_nothing_but_what_runs_callbacks() -> None:
    library = importlib.import_module("engine.inference.durable_library").library
    listed = subprocess.run(["nm", "-D", "--undefined-only", library.__file__], capture_output=True, encoding="utf-8")
    needed = {line.split()[-1] for line in listed.stdout.splitlines() if line.split()[-1].startswith(("Py", "_Py"))}
    assert "PyArg_ParseTuple" in needed
    assert {name for name in needed if not hasattr(ctypes.pythonapi, name)} <= {"PyEval_CallObject"}


@loads
def test_no_callback_is_ever_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The removed function is called by five callbacks of the extension, and these only when someone has set them."""
    from engine.inference import ruleset

    wire = Wire(ruleset.library)
    monkeypatch.setattr(ruleset, "library", wire)
    one = Pattern("a", (Check(Slot.STATE, 1, 1),))
    session = open_session(Program((Rule("r", (one,), WorkingFact("b", state=1)),), ("a", "b")), "durable")
    for state in (1, 0, 1):
        session.run([WorkingFact("a", state=state)])
    session.close()
    used = set(re.findall(r"\blibrary\.(\w+)", Path(ruleset.__file__).read_text("utf-8")))
    assert {name for name, _ in wire.calls} <= used
    assert {"create_ruleset", "assert_facts", "delete_state"} <= used
    assert not [name for name in used if "callback" in name]
