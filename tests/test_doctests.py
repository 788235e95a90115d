"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from types import ModuleType

import cli
import engine

OF_EXTRAS = ("numpy", "duckdb")


def test_examples_in_docstrings_are_true() -> None:
    results = {module.__name__: doctest.testmod(module) for module in _modules()}
    assert [name for name, result in results.items() if result.failed] == []
    assert sum(result.attempted for result in results.values()) > 20


def _modules() -> list[ModuleType]:
    found = [
        one for package in (cli, engine) for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [module for one in found if not one.ispkg and (module := _imported(one.name)) is not None]


def _imported(name: str) -> ModuleType | None:
    """None where it needs a library of an extra that is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        assert error.name in OF_EXTRAS, error
        return None
