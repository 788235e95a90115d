"""Asks pip-audit for known vulnerabilities of requirements.txt, and says so where its data cannot be had.

Ends with 1 where a vulnerability is known, and only then: pip-audit alone calls packages that it found no data for harmless.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300
"""Seconds to wait for the data."""


class Audit(NamedTuple):
    """What to print, and whether a vulnerability is known."""

    lines: tuple[str, ...]
    vulnerable: bool


def audit_of(report: str, complaint: str) -> Audit:
    """Returns what a report of pip-audit in JSON says; ``complaint`` is what it printed where there is no report."""
    try:
        found = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = complaint.strip().splitlines()[-1:] or ["no report"]
        return Audit(("Vulnerabilities NOT CHECKED: the data cannot be had.", f"  {last[0][:200]}"), False)
    known = [one for one in found if "vulns" in one]
    lines = [
        f"VULNERABLE: {one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'none'}"
        for one in known
        for hole in one["vulns"]
    ]
    vulnerable = bool(lines)
    if len(known) < len(found):
        missing = [one["name"] for one in found if "vulns" not in one]
        lines.append(
            f"Vulnerabilities NOT CHECKED of {len(missing)} of {len(found)} packages, no data: {', '.join(missing)}"
        )
    lines.append(
        f"Vulnerabilities: {len(known)} of {len(found)} packages checked, {sum(len(o['vulns']) for o in known)} known."
    )
    return Audit(tuple(lines), vulnerable)


def main() -> int:
    arguments = ("-r", "requirements.txt", "--require-hashes", "--disable-pip", "--format", "json")
    command = [sys.executable, "-m", "pip_audit", *arguments, "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
        audit = audit_of(done.stdout, done.stderr)
    except subprocess.TimeoutExpired:
        audit = audit_of("", f"no answer in {PATIENCE} s")
    print("\n".join(audit.lines))
    return int(audit.vulnerable)


if __name__ == "__main__":
    sys.exit(main())
