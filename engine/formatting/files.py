"""Finds the files that a command formats, in the workspace or by its arguments, and writes them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.formatting.kinds import FOLDERS, folder_of
from engine.workspace.workspace import Workspace, is_yaml


class BadPath(Exception):
    """A path that cannot be formatted; the message says why."""


class ReadOnlyFile(Exception):
    """The file at ``path`` must not be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Target(NamedTuple):
    """A file to format. ``path`` is the file itself, to which ``name`` may be a link."""

    name: str
    path: Path
    folder: str


class Targets(NamedTuple):
    files: list[Target]
    outside: list[str]
    """Links out of the workspace, which are not followed."""


def all_targets(workspace: Workspace) -> Targets:
    """Returns all rule, facts and test files of the workspace."""
    return _targets(workspace, workspace.all_files)


def named_targets(workspace: Workspace, names: Iterable[str]) -> Targets:
    """Returns the named files, and all files below the named folders. Raises BadPath."""
    found: list[Path] = []
    for name in names:
        path = Path(name) if Path(name).exists() else workspace.root / name
        if path.is_dir():
            found += _below(path)
        else:
            _check(workspace, path, name)
            found.append(path)
    return _targets(workspace, found)


def _below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if is_yaml(path) and path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )


def _check(workspace: Workspace, path: Path, name: str) -> None:
    if not path.is_file():
        raise BadPath(f"không có tệp «{name}»")
    if not path.resolve().is_relative_to(workspace.root.resolve()):
        raise BadPath(f"«{name}» nằm ngoài thư mục làm việc; chọn thư mục làm việc khác bằng --workspace")
    if not is_yaml(path):
        raise BadPath(f"«{name}» không phải tệp .yaml")
    if folder_of(workspace.name_of(path)) is None:
        raise BadPath(f"«{name}» không nằm trong thư mục {' hoặc '.join(f'{folder}/' for folder in FOLDERS)}")


def _targets(workspace: Workspace, paths: Iterable[Path]) -> Targets:
    files: dict[Path, Target] = {}
    outside: list[str] = []
    for path in paths:
        name = workspace.name_of(path)
        folder = folder_of(name)
        try:
            real = path.resolve()
        except RuntimeError:
            raise BadPath(f"«{name}» là liên kết vòng quanh") from None
        if workspace.leads_elsewhere(path) or not real.is_relative_to(workspace.root.resolve()):
            outside.append(name)
        elif folder is not None:
            files.setdefault(real, Target(name, real, folder))
    return Targets(list(files.values()), outside)


def check_writable(path: Path) -> None:
    """Raises ReadOnlyFile where ``path`` is marked so, which replacing it would not notice."""
    if not path.stat().st_mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise ReadOnlyFile(path)
