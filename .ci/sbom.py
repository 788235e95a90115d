"""Writes the bill of materials of the default install (CycloneDX, JSON) to dist/chitieu-VERSION.cdx.json.

Installs requirements.txt by its hashes, and chitieu from a wheel, into an environment of its own, and lists what is there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def version() -> str:
    """The version of chitieu."""
    found = re.search(r'^VERSION = "(.+)"$', (ROOT / "engine" / "__init__.py").read_text("utf-8"), re.M)
    assert found is not None
    return found[1]


def main() -> None:
    output = ROOT / "dist" / f"chitieu-{version()}.cdx.json"
    output.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "Scripts" if sys.platform == "win32" else "bin", "python")
        pip = [str(python), "-m", "pip"]
        run([*pip, "install", "-q", "--require-hashes", "--only-binary", ":all:", "-r", "requirements.txt"])
        run([*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, "."])
        run([*pip, "install", "-q", "--no-deps", "--no-index", "--find-links", folder, "chitieu"])
        made = ("--output-reproducible", "--output-format", "JSON", "--output-file", str(output))
        run([sys.executable, "-m", "cyclonedx_py", "environment", str(python), "--pyproject", "pyproject.toml", *made])
    print(f"Bill of materials: {output.relative_to(ROOT)}")


def run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
