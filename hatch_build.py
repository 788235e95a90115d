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


def compiles() -> bool:
    """Whether an extension of Python can be compiled here, found out by compiling one; it is said where not."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "probe.c").write_text("#include <Python.h>\nint probe(void) { return Py_REFCNT(Py_None) > 0; }\n")
        command = [*compiler, f"-I{sysconfig.get_path('include')}", "-c", "probe.c", "-o", "probe.o"]
        try:
            found = subprocess.run(command, cwd=folder, capture_output=True, timeout=60).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            found = False
    if not found:
        print("chitieu: no C compiler with Python.h: durable_rules is left out, CLIPS runs alone", file=sys.stderr)
    return found
