"""The examples in docstrings of the engine are right."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import engine

NOT_FOR_IMPORT = ("engine.inference.clips", "engine.inference.durable")
"""Modules of engines, which a machine may lack."""

MODULES = [
    module.name
    for module in pkgutil.walk_packages(engine.__path__, "engine.")
    if not module.ispkg and not module.name.startswith(NOT_FOR_IMPORT)
]


def test_the_modules_hold_examples() -> None:
    found = [doctest.DocTestFinder(recurse=True).find(import_module(name)) for name in MODULES]
    assert sum(bool(test.examples) for tests in found for test in tests) > 20


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_right(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
