"""Hashes of files together with the program that reads them: what is kept under one is of just these bytes and this program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from engine import VERSION
from engine.files.source import SourceFile
from engine.kept.store import hash_of

_ROOMS = (
    "checking", "domain", "evaluation", "factbase", "files", "inference", "kept", "language", "profiles", "rulebook",
    "wordings", "workspace",
)  # fmt: skip
"""The packages that what is kept rests on."""


def hash_of_files(files: Iterable[SourceFile], *about: str) -> str:
    """Returns the hash of the files, by name and bytes, of ``about``, and of the program."""
    parts = (part for file in files for part in (file.name.encode(), file.raw))
    return hash_of(_program(), *(one.encode() for one in about), b"", *parts)


@cache
def _program() -> bytes:
    """The version of Python and of the tool, and its modules with size and time of change: one may be changed in place."""
    return "\0".join((VERSION, sys.version, *_modules())).encode()


def _modules() -> Iterator[str]:
    engine = Path(__file__).parents[1]
    for room in _ROOMS:
        with os.scandir(engine / room) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if not entry.name.startswith("__"):
                    about = entry.stat()
                    yield f"{room}/{entry.name} {about.st_size} {about.st_mtime_ns}"
