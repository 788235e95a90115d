"""The option that writes expected files anew, and the fixture by which every test compares with one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files of tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Asserts that a text is the one in an expected file; with ``--update-golden`` it writes the file instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("update_golden"):
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{path.name} differs; if it is meant: just golden"

    return compare


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--update-golden`` only the tests that compare with an expected file run."""
    if config.getoption("update_golden"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]
