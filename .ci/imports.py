"""Checks the contract of imports between packages, where pyproject.toml has one."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    if "importlinter" not in tools:
        print("No contract of imports in pyproject.toml: nothing checked.")
        return 0
    return subprocess.run([Path(sysconfig.get_path("scripts")) / "lint-imports"], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
