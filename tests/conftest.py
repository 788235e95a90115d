"""What all tests may ask for: comparison with expected files, which an option writes anew, and LibreOffice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.spreadsheet_programs import VIETNAMESE, LibreOffice

settings.register_profile("usual", deadline=None)  # no test asserts how long something takes
settings.load_profile("usual")
settings.register_profile("quick", max_examples=15)
Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files of tests/golden anew")


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps what the program remembers of rules apart from what it remembers for the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("CHITIEU_CACHE", raising=False)
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Asserts that a text is the one in an expected file; with ``--update-golden`` it writes the file instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("update_golden"):
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{path.name} differs; if it is meant: just golden"

    return compare


@pytest.fixture(scope="session")
def libre_office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice as it is installed."""
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def vietnamese_office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice set to Vietnamese."""
    return LibreOffice(tmp_path_factory.mktemp("libreoffice-vi"), VIETNAMESE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--update-golden`` only the tests that compare with an expected file run."""
    if config.getoption("update_golden"):
        items[:] = [item for item in items if "golden" in getattr(item, "fixturenames", ())]
