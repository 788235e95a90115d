"""The C library of durable_rules, opened so that CPython 3.13 and later take it too.

It calls a function that CPython 3.13 removed, and only to run a callback that someone has set; nothing here sets one. So
it works where a function may be looked for when it is first called. Where a build looks for all of them at once, or the
system does, importing this module is an ImportError, as it is where the library is not installed.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType

_NAME = "durable_rules_engine"
_REMOVED = "PyEval_CallObject"
"""The one function that may be missing: a library that lacks others would end the process when it calls them."""


def _opened() -> ModuleType:
    """Raises ImportError."""
    try:
        return importlib.import_module(_NAME)
    except ImportError as error:
        if _REMOVED not in str(error) or sys.platform == "win32":
            raise
    flags = sys.getdlopenflags()
    sys.setdlopenflags(flags & ~os.RTLD_NOW | os.RTLD_LAZY)
    try:
        return importlib.import_module(_NAME)
    finally:
        sys.setdlopenflags(flags)


library = _opened()
