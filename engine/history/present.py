"""Finds the present files of a workspace that correspond to the files of a receipt, without evaluating them."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from engine.files.diagnostics import Problems
from engine.files.source import UnreadableFile, read_bytes
from engine.history.receipt import InputFile, RoleName
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import Material
from engine.workspace.cases import Cases, NotFound, Selection
from engine.workspace.workspace import Workspace, holds_tests, read_node


def present_files(
    material: Material, evaluation: RecordedEvaluation, workspace: Workspace
) -> tuple[InputFile, ...] | None:
    """Returns the present files of the evaluation; None where its facts are not in the workspace, or never were.

    Only files that the workspace itself lists are opened, so that the names in a receipt cannot lead elsewhere.
    """
    listed = {workspace.name_of(path): path for path in workspace.all_files}
    facts = set(_facts_names(evaluation, workspace))
    own = [one.name for one in material.of("facts")]
    if not all(name.startswith("facts/") for name in own) or not (facts or any(name in listed for name in own)):
        return None
    roles: dict[str, RoleName] = dict.fromkeys(_rule_names(material.folder, listed, workspace), "rules")
    roles |= dict.fromkeys(sorted(facts), "facts")
    roles |= {one.name: one.role for one in material.inputs if one.name in listed}
    return tuple(found for name, role in roles.items() if (found := _read(role, name, listed[name])) is not None)


def _rule_names(folder: str, listed: dict[str, Path], workspace: Workspace) -> Iterator[str]:
    """Yields the files of the folder of rules that are no test files."""
    for name, path in listed.items():
        if name.startswith(f"rules/{folder}/"):
            node = read_node(workspace, path, Problems())
            if node is None or not holds_tests(node):
                yield name


def _facts_names(evaluation: RecordedEvaluation, workspace: Workspace) -> Iterator[str]:
    """Yields the facts files of the resolution, unit and year, as far as their heads can be read."""
    selection = Selection(
        evaluation.number, (evaluation.unit,), (evaluation.year,), period=evaluation.period or "cả năm"
    )
    try:
        for chosen in Cases(workspace).choose(selection):
            yield from map(workspace.name_of, chosen.paths)
    except NotFound:
        return


def _read(role: RoleName, name: str, path: Path) -> InputFile | None:
    try:
        raw = read_bytes(path)
    except UnreadableFile:
        return None
    return InputFile(role, name, raw, sha256(raw).hexdigest())
