"""What the present files of a workspace make of a recorded evaluation: the files that a run would take now, and its result."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from engine.checking.errors import errors_of_rules
from engine.domain.records import NamedTuple
from engine.files.diagnostics import Problems, Severity
from engine.files.source import UnreadableFile, read_bytes
from engine.history.receipt import InputFile, RoleName, receipt_of
from engine.history.recorded import RecordedEvaluation
from engine.history.replay import CannotReplay, Material
from engine.history.standings import standings
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineError, EngineLimit
from engine.language.text import fold
from engine.workspace.case import ChosenCase, evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import NotFound, Selection
from engine.workspace.reading import holds_tests, read_node
from engine.workspace.workspace import Workspace


class Present(NamedTuple):
    """The files that `evaluate` takes now for the case of a receipt, and the evaluation of them.

    ``evaluation`` is None where they cannot be evaluated, for the reason ``refusal``; ``inputs`` are then those that can be
    told without it. ``folder`` is the folder of the rules.
    """

    folder: str
    inputs: tuple[InputFile, ...]
    evaluation: RecordedEvaluation | None
    refusal: str

    def concludes_as(self, recorded: RecordedEvaluation) -> bool | None:
        """Whether every conclusion is the recorded one; None where there is nothing to compare."""
        if self.evaluation is None or recorded.is_older:
            return None
        old, new = standings(recorded), standings(self.evaluation)
        return old.keys() == new.keys() and all(old[about].same_verdict(new[about]) for about in old)


class NotHere(Exception):
    """The workspace has nothing to compare with a receipt; the message says what it lacks, in Vietnamese."""


def present(material: Material, recorded: RecordedEvaluation, workspace: Workspace, engine: str) -> Present:
    """Returns what the workspace holds now for the case of a receipt, found by the selection that `evaluate` uses.

    Only files that the workspace itself lists are opened, so that the names in a receipt cannot lead elsewhere. Raises
    NotHere.
    """
    if not all(one.name.startswith("facts/") for one in material.of("facts")):
        raise NotHere("số liệu của biên nhận không lấy từ facts/ của một thư mục làm việc")
    cases = Cases(workspace, errors_of_rules, recorded.draft)
    period = recorded.period or "cả năm"
    selection = Selection(recorded.number, (recorded.unit,), (recorded.year,), period=period)
    try:
        chosen = cases.choose(selection)
    except NotFound as missing:
        if not _has_rules(material.folder, workspace) and not _has_resolution(recorded.number, workspace):
            raise NotHere(f"không có rules/{material.folder}, không có nghị quyết {recorded.number}") from None
        refusal = _first_error(cases.problems) or str(missing)
        return Present(material.folder, tuple(_rules(material.folder, workspace)), None, refusal)
    folder = chosen[0].rulebook.resolution.folder if chosen else material.folder
    try:
        found = cases.take(chosen, selection)
        if not found or cases.problems.stop(recorded.draft):
            raise CannotReplay(_first_error(cases.problems) or "không có số liệu đọc được")
        receipt = receipt_of(found[0], evaluate_cases(found[:1], engine)[0])
    except (CannotReplay, EngineMissing, EngineLimit, EngineError) as refusal:
        listed = (*_rules(folder, workspace), *_facts(chosen, material, workspace))
        return Present(folder, listed, None, str(refusal))
    return Present(receipt.folder, receipt.inputs, receipt.evaluation, "")


def _has_rules(folder: str, workspace: Workspace) -> bool:
    return folder in (path.name for path in workspace.resolution_folders)


def _has_resolution(number: str, workspace: Workspace) -> bool:
    try:
        known = Cases(workspace).rulebooks()
    except NotFound:
        return False
    return fold(number) in (fold(rulebook.resolution.number) for rulebook in known)


def _first_error(problems: Problems) -> str:
    errors = [one for one in problems.in_order() if one.severity is Severity.ERROR]
    return f"{errors[0].span.place} {errors[0].code} {errors[0].message}" if errors else ""


def _rules(folder: str, workspace: Workspace) -> Iterator[InputFile]:
    """Yields the files of a folder of rules that are no test files."""
    for path in workspace.all_files:
        name = workspace.name_of(path)
        if name.startswith(f"rules/{folder}/"):
            node = read_node(workspace, path, Problems())
            if node is None or not holds_tests(node):
                yield from _read("rules", name, path)


def _facts(chosen: list[ChosenCase], material: Material, workspace: Workspace) -> Iterator[InputFile]:
    """Yields the facts of the case, then the other files of the receipt that are still there."""
    own = {workspace.name_of(path): path for one in chosen for path in one.paths}
    for name, path in own.items():
        yield from _read("facts", name, path)
    listed = {workspace.name_of(path): path for path in workspace.all_files}
    for one in material.of("earlier", "comparison"):
        if one.name in listed and one.name not in own:
            yield from _read(one.role, one.name, listed[one.name])


def _read(role: RoleName, name: str, path: Path) -> Iterator[InputFile]:
    try:
        raw = read_bytes(path)
    except UnreadableFile:
        return
    yield InputFile(role, name, raw, sha256(raw).hexdigest())
