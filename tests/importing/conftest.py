"""The desk of the tests in this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
