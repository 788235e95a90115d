"""A workspace: the folder with rules/ and facts/; finds it, lists what is in it, and loads rulebooks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from engine.domain.limits import RULE_BYTES, RULE_FILES, grouped
from engine.files.diagnostics import Problems
from engine.files.document import read_model
from engine.files.located import Mapping, Node, read_yaml
from engine.files.source import SourceFile, UnreadableFile, read_source
from engine.language.text import fold, on_one_line
from engine.rulebook.builder import build_rulebook
from engine.rulebook.documents import RuleFile
from engine.rulebook.order import natural_key
from engine.rulebook.rulebook import Rulebook

_YAML = (".yaml", ".yml")
_OF_TESTS = "truong hop"
PROFILES = "bieu-mau"
"""The folder of facts/ with the profiles of forms, which hold no facts."""


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
        folders = [folder for folder in self._subfolders(self.root / "facts") if folder.name != PROFILES]
        files = [path for folder in folders for path in folder.rglob("*") if _is_rule_or_facts(path)]
        return sorted(files, key=lambda p: natural_key(self.name_of(p)))

    @property
    def profile_files(self) -> list[Path]:
        """The profiles of forms, in natural order of their names."""
        folder = self.root / "facts" / PROFILES
        files = [path for path in folder.iterdir() if _is_rule_or_facts(path)] if folder.is_dir() else []
        return sorted(files, key=lambda p: natural_key(p.name))

    @property
    def all_files(self) -> list[Path]:
        """All rule files, facts files and profiles."""
        rules = [p for folder in self.resolution_folders for p in sorted(folder.iterdir()) if _is_rule_or_facts(p)]
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


def load_rulebook(workspace: Workspace, folder: Path, problems: Problems) -> Rulebook | None:
    """Returns the checked rulebook of a folder of rules/; None where it has no usable head. Collects problems."""
    paths = sorted(filter(_is_rule_or_facts, folder.iterdir()))
    if too_large := _too_large(paths):
        place = SourceFile(workspace.name_of(folder), "").start
        problems.add("CT002", too_large, place, "bỏ tệp thừa, hoặc tách thành nhiều nghị quyết")
        return None
    nodes = [read_node(workspace, path, problems) for path in paths]
    return rulebook_of(folder.name, nodes, problems)


def _too_large(paths: list[Path]) -> str:
    """Returns what is too much about the files of a resolution, counted before any is read; '' where nothing is."""
    if len(paths) > RULE_FILES:
        return f"thư mục có hơn {grouped(RULE_FILES)} tệp quy tắc (ở đây {grouped(len(paths))})"
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return f"các tệp quy tắc cộng lại lớn hơn {RULE_BYTES // 1_000_000} MB" if size > RULE_BYTES else ""


def rulebook_of(folder: str, nodes: Iterable[Node | None], problems: Problems) -> Rulebook | None:
    """Returns the checked rulebook of the files of a folder, of which those with tests do not count.

    A node is None for a file that cannot be read. Returns None where the head is not usable. Collects problems.
    """
    files: list[RuleFile] = []
    readable = True
    for node in nodes:
        if node is not None and holds_tests(node):
            continue
        file = read_model(RuleFile, node, problems)
        readable = readable and file is not None
        if file is not None:
            files.append(file)
    return build_rulebook(folder, files, problems, readable)


def files_of_tests(workspace: Workspace, folder: Path) -> list[Node]:
    """Returns the files of a folder of rules/ that hold tests. The reader of rules reports errors of YAML."""
    files = sorted(filter(_is_rule_or_facts, folder.iterdir()))
    nodes = (read_node(workspace, path, Problems()) for path in files)
    return [node for node in nodes if node is not None and holds_tests(node)]


def read_node(workspace: Workspace, path: Path, problems: Problems) -> Node | None:
    """Returns the located YAML of ``path``; None, with the problem reported, where it cannot be read."""
    name = workspace.name_of(path)
    if workspace.leads_elsewhere(path):
        remedy = "chép tệp thật vào thư mục làm việc; tệp số liệu cũng nêu đích danh được bằng --facts"
        problems.add("CT008", "liên kết ra ngoài thư mục làm việc, không đọc theo", SourceFile(name, "").start, remedy)
        return None
    try:
        source = read_source(path, name)
    except UnreadableFile as error:
        problems.add(error.code, error.message, SourceFile(name, "").span(error.line, 1, error.line, 1), error.remedy)
        return None
    return read_yaml(source, problems)


def _resolved(path: Path) -> Path:
    """Returns ``path`` without links; unchanged where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def is_yaml(path: Path) -> bool:
    """Returns whether ``path`` has the name of a YAML file that is not hidden."""
    return path.suffix.lower() in _YAML and not path.name.startswith(".")


def _is_rule_or_facts(path: Path) -> bool:
    """Returns whether ``path`` is a YAML file, or a link of such a name to nowhere, which must be reported."""
    return is_yaml(path) and (path.is_file() or (path.is_symlink() and not path.exists()))


@lru_cache(maxsize=4096)
def _is_linked(folder: Path, root: Path) -> bool:
    """Returns whether ``folder``, below ``root``, or a folder between them is a link."""
    if not folder.is_relative_to(root):
        return False
    between = [folder, *folder.parents]
    return any(part.is_symlink() for part in between[: between.index(root)])


def holds_tests(node: Node) -> bool:
    """Returns whether a file of a folder of rules/ holds tests of the rules and no rules."""
    return isinstance(node, Mapping) and bool(node.entries) and fold(node.entries[0].key.text) == _OF_TESTS
