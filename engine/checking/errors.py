"""The errors of rules that load: what stops `evaluate` and the commands beside it, as `check` reports it.

That a resolution has none is remembered outside of the workspace, by the hash of its files and the program itself
(docs/design/checking.md): a workspace that comes from elsewhere can bring no such answer with it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from engine import VERSION
from engine.files.diagnostics import Diagnostic, Severity
from engine.files.storage import write_whole
from engine.rulebook.rulebook import Rulebook

_KEPT = 500
"""So many answers are kept; with more, all are forgotten: to find them anew takes a moment each."""


def errors_of_rules(rulebook: Rulebook) -> list[Diagnostic]:
    """Returns what `check` reports as errors of ``rulebook`` beyond what loading reports."""
    answers = _folder_of_answers()
    name = _name_of_answer(rulebook)
    if (answers / name).is_file():
        return []
    found = _found(rulebook)
    if not found:
        _remember(answers, name)
    return found


def _found(rulebook: Rulebook) -> list[Diagnostic]:
    from engine.checking.checks import ERROR_CHECKS
    from engine.checking.content import WorkspaceContent

    content = WorkspaceContent(rulebook, ())
    found = [one for check in ERROR_CHECKS for one in check(content)]
    return [one for one in found if one.severity is Severity.ERROR]


def _remember(answers: Path, name: str) -> None:
    """Notes that nothing was found; where that cannot be written, it is found again the next time."""
    try:
        answers.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in answers.iterdir()) >= _KEPT:
            for old in list(answers.iterdir()):
                old.unlink(missing_ok=True)
        write_whole(answers / name, b"")
    except OSError:
        return


def _folder_of_answers() -> Path:
    """Returns the folder of the user in which programs keep what they can find again."""
    own = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    usual = "Library/Caches" if sys.platform == "darwin" else ".cache"
    base = Path(own) if own and Path(own).is_absolute() else Path("~", usual).expanduser()
    return base / "chitieu" / "checked"


def _name_of_answer(rulebook: Rulebook) -> str:
    """Returns the hash of the rule files, by name and content, and of the program that reads and checks them."""
    whole = sha256(f"{VERSION} {sys.version}".encode())
    for line in _program():
        whole.update(line.encode())
    for file in rulebook.files:
        whole.update(f"{file.name}\0{file.sha256}\0".encode())
    return whole.hexdigest()


def _program() -> Iterator[str]:
    """The modules on which the answer rests, with size and time of change: a version may be changed in its place."""
    engine = Path(__file__).parents[1]
    for room in ("checking", "domain", "files", "inference", "language", "rulebook", "wordings"):
        with os.scandir(engine / room) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    yield f"{room}/{entry.name} {about.st_size} {about.st_mtime_ns}\0"
