"""Names the files of a workspace that look like rules, facts or tables and are not read as such: names that Office gave."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.files.diagnostics import Problems
from engine.files.opening import read_up_to
from engine.files.source import SourceFile
from engine.language.patterns import compiled
from engine.language.text import fold, on_one_line
from engine.workspace.listing import is_yaml_name
from engine.workspace.workspace import Workspace, is_yaml

_LEFT_BY_PROGRAMS = compiled(r"~\$.*|\.~lock\..*#|thumbs\.db|desktop\.ini|\..*|~.*\.tmp", re.IGNORECASE)
"""Lock files and what systems keep in folders: no message is needed."""
_UNDER_ANOTHER_NAME = compiled(r"(?P<name>.+\.ya?ml)(?P<end>\.[a-z0-9~_-]{1,8}|~|\s*\(\d+\)|\s*- copy)", re.IGNORECASE)
_BACKUP = compiled(r"\.(?:bak|old|orig|tmp)|~", re.IGNORECASE)
_COPY = compiled(
    r"(?P<name>.+?)(?:\s*\(\d+\)|\s*-\s*(?:copy|bản sao)(?:\s*\(\d+\))?|\.ya?ml)(?P<end>\.ya?ml)|(?:copy of|bản sao của) (?P<after>.+\.ya?ml)",
    re.IGNORECASE,
)
_TABLES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv")
_PLAIN = (".txt", ".text")
_FACTS = frozenset(map(fold, ("nghị quyết", "đơn vị", "năm")))
_HEADS = 2
_GLANCED = 4_000
_LARGEST = 2_000_000


class Stray(NamedTuple):
    """A file with what is odd about it, and the remedy; ``unread``: a file of rules or facts that is missing for its name."""

    path: Path
    why: str
    remedy: str
    unread: bool


def strays_in(workspace: Workspace, units: Iterable[Path] | None = None) -> list[Stray]:
    """Returns the odd files of rules/ and facts/, in the order of their paths; ``units``: of facts/ only those below these."""
    top = workspace.root / "facts"
    found = [*_below(workspace.root / "rules")]
    for folder in (top,) if units is None else dict.fromkeys(units):
        found += _below(folder, top)
    return found


def report(workspace: Workspace, problems: Problems) -> None:
    """Adds a warning (CT017) for each odd file."""
    for stray in strays_in(workspace):
        problems.add("CT017", stray.why, SourceFile(workspace.name_of(stray.path), "").start, stray.remedy)


def _below(within: Path, top: Path | None = None) -> Iterator[Stray]:
    top = top or within
    for folder, folders, files in os.walk(within):  # does not follow links
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        here = Path(folder)
        for name in sorted(files):
            if not _LEFT_BY_PROGRAMS.fullmatch(name) and (here == top or _may_be_stray(name)):
                stray = (
                    _outside(here / name)
                    if here == top
                    else _stray(here / name, files) or _table(here / name, top, files)
                )
                if stray is not None:
                    yield stray


def _may_be_stray(name: str) -> bool:
    """Returns whether a name is not just that of a facts or rule file, of which a province has thousands."""
    return not is_yaml_name(name) or bool(_COPY.fullmatch(name) or _UNDER_ANOTHER_NAME.fullmatch(name))


def _outside(path: Path) -> Stray | None:
    """Returns a file that is in no folder of a resolution or unit."""
    if not is_yaml(path):
        return None
    kind, example = ("nghị quyết", "ten-nghi-quyet") if path.parent.name == "rules" else ("đơn vị", "ten-don-vi")
    remedy = f"chuyển vào thư mục của {kind}: {path.parent.name}/{example}/{path.name}"
    return Stray(path, f"tệp nằm ngoài thư mục của {kind} nên không được đọc", remedy, True)


def _stray(path: Path, beside: list[str]) -> Stray | None:
    name = path.name
    if found := _UNDER_ANOTHER_NAME.fullmatch(name):
        if is_yaml(path):
            return _copy(path, found["name"], beside)
        if _BACKUP.fullmatch(found["end"]) and found["name"] in beside:
            return None
        return _misnamed(path, found["name"])
    if is_yaml(path) and (copy := _COPY.fullmatch(name)):
        return _copy(path, copy["after"] or copy["name"] + copy["end"], beside)
    if path.suffix.lower() in _PLAIN and len(_FACTS & _keys(path)) >= _HEADS:
        return _misnamed(path, f"{path.stem}.yaml")
    return None


def _table(path: Path, top: Path, beside: list[str]) -> Stray | None:
    """Returns a table among the facts that no facts file beside it cites."""
    if top.name != "facts" or path.suffix.lower() not in _TABLES or _is_cited(path, beside):
        return None
    why = "bảng tính trong thư mục số liệu không được đọc khi đánh giá"
    remedy = f"nhập vào số liệu: chitieu import «{on_one_line(path.name)}», hoặc để bảng ở thư mục khác"
    return Stray(path, why, remedy, False)


def _misnamed(path: Path, meant: str) -> Stray:
    meant = on_one_line(meant)
    why = f"tệp không được đọc vì tên không kết thúc bằng .yaml; có phải «{meant}»?"
    return Stray(path, why, f"đổi tên tệp thành «{meant}» (hoặc xóa, nếu là tệp thừa)", True)


def _copy(path: Path, original: str, beside: list[str]) -> Stray | None:
    """Returns a copy that stands beside its original; alone it is a file like others."""
    if original not in beside:
        return None
    why = f"tệp trông như bản sao của «{on_one_line(original)}»; cả hai đều được đọc"
    return Stray(path, why, "xóa bản thừa, hoặc đặt tên khác nếu là số liệu khác", False)


def _keys(path: Path) -> set[str]:
    """Returns what stands before a colon on the first lines of a text."""
    lines = _content(path)[:_GLANCED].decode("utf-8", "ignore").splitlines()
    return {fold(line.partition(":")[0]) for line in lines if ":" in line}


def _is_cited(path: Path, beside: list[str]) -> bool:
    """Returns whether facts in the same folder come from the table."""
    facts = (path.with_name(name) for name in beside if is_yaml(Path(name)))
    return any(path.name.encode() in _content(one) for one in facts)


def _content(path: Path) -> bytes:
    try:
        return read_up_to(path, _LARGEST)
    except OSError:
        return b""
