"""Dependencies that depend on the machine: durable_rules is asked for only where it can be compiled.

It exists as source alone, and pip ends with an error where it cannot be built; chitieu runs on CLIPS there. See
docs/design/inference.md, «Which engine one gets».
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class EngineHook(MetadataHookInterface):
    """Adds the dependencies of ``compiled`` to the others where a C compiler works."""

    def update(self, metadata: dict[str, Any]) -> None:
        metadata["dependencies"] = [*self.config["dependencies"], *(self.config["compiled"] if compiles() else ())]


_FLAGS = ("-std=c99", "-D_GNU_SOURCE")
"""Those that durable_rules sets for itself."""
_PROBE = """\
#include <Python.h>
PyObject *probe(PyObject *function, PyObject *arguments) {
    PyObject *result;
    result = PyEval_CallObject(function, arguments);
    return result;
}
"""


def compiles() -> bool:
    """Whether durable_rules can be compiled here, found out by compiling what asks most of the compiler; it is said where not.

    Its source calls a function that the header no longer declares from Python 3.13 on: GCC 14, Clang 16 and Apple's refuse
    that, and take it when CPPFLAGS gives the function its present name.
    """
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    flags = shlex.split(os.environ.get("CPPFLAGS", ""))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "probe.c").write_text(_PROBE)
        command = [*compiler, *_FLAGS, *flags, f"-I{sysconfig.get_path('include')}", "-c", "probe.c", "-o", "probe.o"]
        try:
            found = subprocess.run(command, cwd=folder, capture_output=True, timeout=60).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            found = False
    if not found:
        print(
            "chitieu: no C compiler that takes it, or no Python.h: durable_rules is left out, CLIPS runs alone",
            file=sys.stderr,
        )
    return found
