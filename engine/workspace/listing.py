"""Lists the facts files of a workspace with what the system knows of each, in one walk: a province has thousands."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from engine.domain.records import NamedTuple

_YAML = (".yaml", ".yml")
_SETTLED = 3 * 10**9
"""Nanoseconds since its last change after which a further one gives a file another time: FAT has steps of two seconds."""
PROFILES = "bieu-mau"
"""The folder of facts/ with the profiles of forms, which hold no facts."""


class ListedFile(NamedTuple):
    """A facts file: ``name`` below the root with «/», and by what it is known to be unchanged; () for a link, or below one."""

    path: str
    name: str
    mark: tuple[int, ...]


class ListedFolder(NamedTuple):
    """A folder that was listed, and by what it is known to hold the same names as before; () for a link, or below one."""

    path: str
    mark: tuple[int, ...]


class Listing(NamedTuple):
    """The facts files of a workspace, and every folder that had to be listed to find them, facts/ first."""

    files: list[ListedFile]
    folders: list[ListedFolder]
    began: int
    """Nanoseconds, by the clock that files have their times from."""

    @property
    def is_settled(self) -> bool:
        """Whether a further change of any file or folder gives it other marks: none is a link, or has just changed."""
        return all(is_settled(one.mark, self.began) for some in (self.files, self.folders) for one in some)


def is_yaml_name(name: str) -> bool:
    """Returns whether a name is that of a YAML file that is not hidden."""
    return name.lower().endswith(_YAML) and not name.startswith(".")


def listed_facts(root: Path) -> Listing:
    """Lists the YAML files below facts/, but for hidden folders and profiles; links of folders are not followed further."""
    top = root / "facts"
    linked = top.is_symlink()
    listing = Listing([], [], time.time_ns())
    try:
        listing.folders.append(ListedFolder(str(top), () if linked else mark_of_folder(top.stat())))
        with os.scandir(top) as folders:
            found = [
                one for one in folders if not one.name.startswith(".") and one.name != PROFILES and _is_folder(one)
            ]
    except OSError:
        listing.folders.append(ListedFolder(str(top), ()))
        return listing
    for folder in found:
        _list_below(folder.path, f"facts/{folder.name}", linked or folder.is_symlink(), listing)
    return listing


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def _list_below(folder: str, name: str, linked: bool, listing: Listing) -> None:
    inner = []
    try:
        # Before its names are read: a name that comes meanwhile gives the folder another mark.
        listing.folders.append(ListedFolder(folder, () if linked else mark_of_folder(Path(folder).stat())))
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    inner.append(entry)
                elif is_yaml_name(entry.name) and _is_file_or_leads_nowhere(entry):
                    mark = () if linked or entry.is_symlink() else mark_of(entry.stat(follow_symlinks=False))
                    listing.files.append(ListedFile(entry.path, f"{name}/{entry.name}", mark))
    except OSError:
        listing.folders.append(ListedFolder(folder, ()))
        return
    for entry in inner:
        _list_below(entry.path, f"{name}/{entry.name}", linked, listing)


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
    return about.st_mtime_ns, about.st_ctime_ns, about.st_ino, about.st_size


def mark_of_folder(about: os.stat_result) -> tuple[int, ...]:
    """Returns what changes when a name comes into a folder or goes: its times, and the place where it stands."""
    return about.st_mtime_ns, about.st_ctime_ns, about.st_ino


def is_settled(mark: tuple[int, ...], seen: int) -> bool:
    """Returns whether what had ``mark`` when it was ``seen`` (in nanoseconds) gets another by any further change."""
    return bool(mark) and max(mark[:2]) < seen - _SETTLED
