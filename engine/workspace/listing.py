"""Lists the facts files of a workspace with what the system knows of each, in one walk: a province has thousands."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_YAML = (".yaml", ".yml")
PROFILES = "bieu-mau"
"""The folder of facts/ with the profiles of forms, which hold no facts."""


class ListedFile(NamedTuple):
    """A facts file: ``name`` below the root with «/», and by what it is known to be unchanged; () for a link, or below one."""

    path: str
    name: str
    mark: tuple[int, ...]


def is_yaml_name(name: str) -> bool:
    """Returns whether a name is that of a YAML file that is not hidden."""
    return name.lower().endswith(_YAML) and not name.startswith(".")


def listed_facts(root: Path) -> Iterator[ListedFile]:
    """Yields the YAML files below facts/, but for hidden folders and profiles; links of folders are not followed further."""
    top = root / "facts"
    linked = top.is_symlink()
    try:
        with os.scandir(top) as folders:
            found = [
                one for one in folders if not one.name.startswith(".") and one.name != PROFILES and _is_folder(one)
            ]
    except OSError:
        return
    for folder in found:
        yield from _below(folder.path, f"facts/{folder.name}", linked or folder.is_symlink())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def _below(folder: str, name: str, linked: bool) -> Iterator[ListedFile]:
    inner = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    inner.append(entry)
                elif is_yaml_name(entry.name) and _is_file_or_leads_nowhere(entry):
                    mark = () if linked or entry.is_symlink() else mark_of(entry.stat(follow_symlinks=False))
                    yield ListedFile(entry.path, f"{name}/{entry.name}", mark)
    except OSError:
        return
    for entry in inner:
        yield from _below(entry.path, f"{name}/{entry.name}", linked)


def _is_file_or_leads_nowhere(entry: os.DirEntry[str]) -> bool:
    """Returns whether it is a file, or a link to nothing or to itself, which must be reported."""
    try:
        return entry.is_file() or (entry.is_symlink() and not Path(entry.path).exists())
    except OSError:  # links in a circle
        return True


def mark_of(about: os.stat_result) -> tuple[int, ...]:
    """Returns what changes when a file is written: size, times, and the place where it stands; () where it is no file."""
    if not stat.S_ISREG(about.st_mode):
        return ()
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino
