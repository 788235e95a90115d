"""Lists the tables in folders of returned forms, and names what is passed over."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from engine.domain.records import NamedTuple
from engine.files.json_form import json_form
from engine.language.text import on_one_line
from engine.rulebook.order import natural_key

_TABLES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
_LOCKS = ("~$", ".~lock.")
"""How the lock files of Office and of LibreOffice begin."""
_OF_SYSTEMS = ("thumbs.db", "desktop.ini", ".ds_store")


@json_form("name", "why", shape="PassedOverShape")
class PassedOver(NamedTuple):
    """A file in a folder that is no table, and why it was not read."""

    name: str
    why: str


class ReturnedFiles(NamedTuple):
    """The tables of the folders and files that the user named, each with its name for people, and the other files."""

    tables: tuple[tuple[Path, str], ...]
    passed_over: tuple[PassedOver, ...]


def returned_files(named: Iterable[Path]) -> ReturnedFiles:
    """Returns the files of folders in natural order, those of their subfolders too; files that are named count always."""
    tables: dict[Path, Path] = {}
    passed_over: list[PassedOver] = []
    for given in named:
        if not given.is_dir():
            tables.setdefault(given.resolve(), given)
            continue
        for path in _files_in(given):
            if why := _why_not(path):
                passed_over.append(PassedOver(on_one_line(path.relative_to(given).as_posix()), why))
            else:
                tables.setdefault(path.resolve(), path)
    paths = list(tables.values())
    names = [path.name for path in paths]
    once = {name for name in names if names.count(name) == 1} if len(set(names)) < len(names) else set(names)
    shown = (path.name if path.name in once else path.as_posix() for path in paths)
    return ReturnedFiles(tuple(zip(paths, map(_on_one_line, shown), strict=True)), tuple(passed_over))


def _files_in(folder: Path) -> list[Path]:
    """Returns the files of a folder and of its subfolders that are neither hidden nor links, «a» before its copy «a (1)»."""
    found = []
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(at, name) for name in files]
    return sorted(found, key=lambda path: natural_key(path.relative_to(folder).with_suffix("").as_posix()))


def _why_not(path: Path) -> str:
    """Returns why a file of a folder is not read; '' for a table."""
    name = path.name.lower()
    if name.startswith(_LOCKS):
        return "tệp khóa của Excel, LibreOffice: ai đó đang mở tệp, hoặc máy tắt giữa chừng; không có số liệu"
    if name in _OF_SYSTEMS or name.startswith("."):
        return "tệp ẩn, tệp của hệ điều hành"
    if not path.is_file():
        return "không phải tệp thường"
    return "" if path.suffix.lower() in _TABLES else "không phải bảng tính (.xlsx, .xlsb, .xls, .ods, .csv)"


def _on_one_line(name: str) -> str:
    return " ".join(on_one_line(name).split())
