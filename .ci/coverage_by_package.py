"""A plugin of pytest that prints, above the closing line, how many lines of each package the tests ran.

It reads what pytest-cov measured: commands that tests start as processes of their own are left out.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from coverage import Coverage

ROOT = Path(__file__).resolve().parents[1]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    coverage = Coverage()
    coverage.load()
    lines, ran = Counter[str](), Counter[str]()
    for name in coverage.get_data().measured_files():
        package = Path(name).relative_to(ROOT).parent.as_posix()
        _, statements, _, missing, _ = coverage.analysis2(name)
        lines[package] += len(statements)
        ran[package] += len(statements) - len(missing)
    terminalreporter.section("lines run by tests, without processes that they start")
    for package, count in sorted(lines.items()):
        terminalreporter.write_line(f"{package:<30}{count:>7}{ran[package] / max(count, 1):>7.0%}")
    terminalreporter.write_line(f"{'all':<30}{lines.total():>7}{ran.total() / max(lines.total(), 1):>7.0%}")
