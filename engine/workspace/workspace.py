"""A workspace: the folder with rules/ and facts/; finds it, lists what is in it, and loads rulebooks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.files.diagnostics import Problems
from engine.files.source import SourceFile, UnreadableFile, read_source
from engine.language.text import on_one_line
from engine.rulebook.order import natural_key
from engine.workspace.listing import PROFILES, ListedFile, is_yaml_name, listed_facts


class NoWorkspace(Exception):
    """No folder with rules/ and facts/ is found."""


class Workspace(NamedTuple):
    root: Path

    @property
    def resolution_folders(self) -> list[Path]:
        """The folders of rules/ that hold rule files, in natural order."""
        folders = [f for f in self._subfolders(self.root / "rules") if any(is_yaml(p) for p in f.iterdir())]
        return sorted(folders, key=lambda f: natural_key(f.name))

    @property
    def facts_files(self) -> list[Path]:
        """All facts files, in natural order of their path."""
        return [Path(file.path) for file in in_natural_order(listed_facts(self.root).files)]

    @property
    def profile_files(self) -> list[Path]:
        """The profiles of forms, in natural order of their names."""
        folder = self.root / "facts" / PROFILES
        files = [path for path in folder.iterdir() if is_rule_or_facts(path)] if folder.is_dir() else []
        return sorted(files, key=lambda p: natural_key(p.name))

    @property
    def all_files(self) -> list[Path]:
        """All rule files, facts files and profiles."""
        rules = [p for folder in self.resolution_folders for p in sorted(folder.iterdir()) if is_rule_or_facts(p)]
        return [*rules, *self.facts_files, *self.profile_files]

    def name_of(self, path: Path) -> str:
        """Returns the path for people: relative to the workspace, with /, on one line for every name."""
        name, root = path.absolute(), self.root.absolute()
        if not name.is_relative_to(root):
            name, root = _resolved(path), self.root.resolve()
        return on_one_line((name.relative_to(root) if name.is_relative_to(root) else path).as_posix())

    def leads_elsewhere(self, path: Path) -> bool:
        """Returns whether ``path`` in the workspace is a link out of it, or is in a folder that is a link.

        A workspace from somebody else must not read other files of the machine that evaluates it.
        """
        if _is_linked(path.parent, self.root):
            return True
        try:
            return path.is_symlink() and path.exists() and not path.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # a link to itself: its reader reports it
            return False

    @staticmethod
    def _subfolders(folder: Path) -> list[Path]:
        if not folder.is_dir():
            return []
        return [f for f in folder.iterdir() if f.is_dir() and not f.name.startswith(".")]


def in_natural_order(files: Iterable[ListedFile]) -> list[ListedFile]:
    """Returns ``files`` in the order of their names as people read them."""
    return sorted(files, key=lambda file: natural_key(on_one_line(file.name)))


def workspace_in(folder: Path) -> Workspace:
    """Returns ``folder`` as a workspace. Raises NoWorkspace."""
    if not is_workspace(folder):
        raise NoWorkspace(str(folder))
    return Workspace(folder.resolve())


def find_workspace(start: Path) -> Workspace:
    """Returns the nearest folder, from ``start`` upwards, with rules/ and facts/. Raises NoWorkspace."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if is_workspace(folder):
            return Workspace(folder)
    raise NoWorkspace(str(start))


def is_workspace(folder: Path) -> bool:
    """Returns whether ``folder`` holds rules/ and facts/."""
    return (folder / "rules").is_dir() and (folder / "facts").is_dir()


def opened(workspace: Workspace, path: Path, problems: Problems) -> SourceFile | None:
    """Returns the text of the file at ``path``; None, with the problem reported, where it cannot be read."""
    name = workspace.name_of(path)
    if workspace.leads_elsewhere(path):
        remedy = "chép tệp thật vào thư mục làm việc; tệp số liệu cũng nêu đích danh được bằng --facts"
        problems.add("CT008", "liên kết ra ngoài thư mục làm việc, không đọc theo", SourceFile(name, "").start, remedy)
        return None
    try:
        return read_source(path, name)
    except UnreadableFile as error:
        problems.add(error.code, error.message, SourceFile(name, "").span(error.line, 1, error.line, 1), error.remedy)
        return None


def _resolved(path: Path) -> Path:
    """Returns ``path`` without links; unchanged where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def is_yaml(path: Path) -> bool:
    """Returns whether ``path`` has the name of a YAML file that is not hidden."""
    return is_yaml_name(path.name)


def is_rule_or_facts(path: Path) -> bool:
    """Returns whether ``path`` is a YAML file, or a link of such a name to nowhere, which must be reported."""
    return is_yaml(path) and (path.is_file() or (path.is_symlink() and not path.exists()))


@lru_cache(maxsize=4096)
def _is_linked(folder: Path, root: Path) -> bool:
    """Returns whether ``folder``, below ``root``, or a folder between them is a link."""
    if not folder.is_relative_to(root):
        return False
    between = [folder, *folder.parents]
    return any(part.is_symlink() for part in between[: between.index(root)])
