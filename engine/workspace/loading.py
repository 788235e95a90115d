"""Loads rulebooks and facts: from what is kept of the same files and the same program, else by reading them.

docs/design/kept.md has the reasons. Only what was read without an error is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.domain.limits import RULE_BYTES, RULE_FILES, grouped
from engine.factbase.facts import FactSet
from engine.files.diagnostics import Problems
from engine.files.source import SourceFile
from engine.kept.origins import note_origin, origin_of
from engine.kept.program import hash_of_files
from engine.kept.recall import recalled
from engine.kept.store import keep
from engine.rulebook.rulebook import Rulebook
from engine.workspace.kept_classes import CODEC
from engine.workspace.workspace import Workspace, is_rule_or_facts, opened


def load_rulebook(workspace: Workspace, folder: Path, problems: Problems) -> Rulebook | None:
    """Returns the checked rulebook of a folder of rules/; None where it has no usable head. Collects problems."""
    paths = sorted(filter(is_rule_or_facts, folder.iterdir()))
    if excess := too_large(paths):
        place = SourceFile(workspace.name_of(folder), "").start
        problems.add("CT002", excess, place, "bỏ tệp thừa, hoặc tách thành nhiều nghị quyết")
        return None
    return _rulebook(folder.name, [opened(workspace, path, problems) for path in paths], problems)


def too_large(paths: list[Path]) -> str:
    """Returns what is too much about the files of a resolution, counted before any is read; '' where nothing is."""
    if len(paths) > RULE_FILES:
        return f"thư mục có hơn {grouped(RULE_FILES)} tệp quy tắc (ở đây {grouped(len(paths))})"
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return f"các tệp quy tắc cộng lại lớn hơn {RULE_BYTES // 1_000_000} MB" if size > RULE_BYTES else ""


def _rulebook(folder: str, sources: Sequence[SourceFile | None], problems: Problems) -> Rulebook | None:
    readable = [source for source in sources if source is not None]
    files = hash_of_files(readable, folder)
    name = f"rules-{files}"
    found = _kept(name, readable, problems) if len(readable) == len(sources) else None
    if found is not None:
        note_origin(found, files)
        return found  # type: ignore[no-any-return]
    from engine.workspace.reading import read_rulebook

    own = Problems()
    rulebook = read_rulebook(folder, sources, own)
    if rulebook is not None and len(readable) == len(sources):
        _keep(name, rulebook, own, readable)
        note_origin(rulebook, files)
    problems.found += own.found
    return rulebook


def load_facts(workspace: Workspace, path: Path, rulebook: Rulebook, problems: Problems) -> FactSet | None:
    """Returns the facts of the file at ``path``; None, with the problem reported, where it cannot be read."""
    source = opened(workspace, path, problems)
    if source is None:
        return None
    rules = origin_of(rulebook)
    sources = [*rulebook.files, source]
    name = f"facts-{hash_of_files([source], rules or '')}"
    found = None if rules is None else _kept(name, sources, problems)
    if found is not None:
        return found  # type: ignore[no-any-return]
    own = Problems()
    facts = _facts_of(source, rulebook, own)
    if facts is not None and rules is not None:
        _keep(name, facts, own, sources)
    problems.found += own.found
    return facts


def load_facts_once(workspace: Workspace, path: Path, rulebook: Rulebook, problems: Problems) -> FactSet | None:
    """Returns what ``load_facts`` does, and keeps nothing: for thousands of files, which would fill the folder."""
    source = opened(workspace, path, problems)
    return None if source is None else _facts_of(source, rulebook, problems)


def _facts_of(source: SourceFile, rulebook: Rulebook, problems: Problems) -> FactSet | None:
    from engine.workspace.reading import fact_set_of

    return fact_set_of(source, rulebook, problems)


def _kept(name: str, sources: Sequence[SourceFile], problems: Problems) -> Any:
    """Returns what is kept, its warnings added to ``problems``; None where there is nothing."""
    found = recalled(name, CODEC, sources)
    if found is None:
        return None
    content, warnings = found
    problems.found += warnings
    return content


def _keep(name: str, content: object, problems: Problems, sources: Sequence[SourceFile]) -> None:
    if not problems.has_errors:
        keep(name, CODEC.written((content, problems.found), sources))
