"""The commands of chitieu. Imports click without `inspect`, which a help page alone needs."""

import importlib
import sys
from types import ModuleType
from typing import Any


class _Late(ModuleType):
    """Stands for a module of the standard library, and loads it when something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        self.leave()
        return getattr(importlib.import_module(self.__name__), name)

    def leave(self) -> None:
        """Gives its place back: whoever imports the module from now on gets the module itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


if "inspect" not in sys.modules:  # it loads Python's own grammar: a twentieth of a warm start
    late = sys.modules["inspect"] = _Late("inspect")
    import click  # noqa: F401

    late.leave()
