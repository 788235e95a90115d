"""Databases for the tests: a PostgreSQL of their own, and DuckDB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("numpy", reason="SQL is written through columns, which need numpy (chitieu[bulk])")

from tests.sql.cluster import cluster, missing
from tests.sql.databases import Connected, duckdb_in_memory, postgres


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a PostgreSQL."""
    if reason := missing():
        pytest.skip(reason)
    with cluster() as found:
        yield found


@pytest.fixture(params=["postgres", "duckdb"])
def database(request: pytest.FixtureRequest) -> Iterator[Connected]:
    """A database of each kind."""
    if request.param == "postgres":
        found = postgres(request.getfixturevalue("address"))
    else:
        pytest.importorskip("duckdb", reason="DuckDB is not installed (chitieu[bulk])")
        found = duckdb_in_memory()
    yield found
    found.connection.close()
