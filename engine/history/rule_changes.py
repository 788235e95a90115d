"""Compares the rules of one resolution at two times, and mixes the thresholds of one with the rest of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from engine.domain.finding_kinds import FindingKind
from engine.domain.records import NamedTuple
from engine.files.document import FileModel
from engine.files.json_form import Place, json_form
from engine.files.scalars import Mapping, Node, Scalar, Text
from engine.files.source import Span
from engine.files.written import NamedEntry, WrittenValue
from engine.language import display
from engine.rulebook.documents import CriterionDoc, CriterionKeys, RuleFile, TargetDoc
from engine.rulebook.findings import findings_of

_THRESHOLD = ("met", "exceeded", "amendments")
"""The fields of a criterion that set its goal: «đạt khi», «vượt khi», «sửa đổi»."""
C = TypeVar("C", bound=CriterionKeys)
Criteria = dict[str, CriterionKeys]
TargetHolder = RuleFile | TargetDoc
"""A target: in a file of its own, or one of several."""


@json_form("key", "before", "after")
class KeyChange(NamedTuple):
    """A key whose value differs; both values on one line, «(không ghi)» for a missing one."""

    key: str
    before: str
    after: str


@json_form("change", "called", "keys", "place")
class RuleChange(NamedTuple):
    """An entry of the rules that differs; ``keys`` are all its keys where it was added or removed.

    ``id`` is the number of a criterion or the code of an entry; ``place`` is its place after the change, or before it
    where the entry was removed.
    """

    change: Literal["edited", "added", "removed"]
    id: str
    called: str
    keys: tuple[KeyChange, ...]
    place: Place


def threshold_changes(before: Sequence[RuleFile], after: Sequence[RuleFile]) -> list[RuleChange]:
    """Returns the criteria of both sides whose goal differs."""
    old, new = _criteria(before), _criteria(after)
    changes = []
    for number, criterion in new.items():
        if number in old and (keys := _key_changes(_goal(old[number]), _goal(criterion))):
            place = criterion.places.get("đạt khi", criterion.span).place
            changes.append(RuleChange("edited", number, _called(number, criterion), keys, place))
    return changes


def rule_changes(before: Sequence[RuleFile], after: Sequence[RuleFile]) -> list[RuleChange]:
    """Returns all other entries that differ, without the goals of criteria of both sides."""
    old, new = ({entry.called: entry for entry in _entries(files)} for files in (before, after))
    changes = []
    for called in dict.fromkeys([*old, *new]):
        one, other = old.get(called), new.get(called)
        if one is not None and other is not None:
            if keys := _key_changes(one.parts, other.parts):
                changes.append(RuleChange("edited", other.id, called, keys, other.span.place))
        elif one is not None:
            changes.append(RuleChange("removed", one.id, called, _key_changes(one.whole, {}), one.span.place))
        elif other is not None:
            changes.append(RuleChange("added", other.id, called, _key_changes({}, other.whole), other.span.place))
    return changes


def with_thresholds_of(
    rules: Sequence[RuleFile], thresholds: Sequence[RuleFile], only: frozenset[str] | None = None
) -> list[RuleFile]:
    """Returns ``rules`` with the goals of ``thresholds`` in every criterion of both, or only in those of ``only``."""
    theirs = _criteria(thresholds)

    def swapped(doc: C, number: str) -> C:
        other = theirs.get(number)
        if other is None or doc.met is None or (only is not None and number not in only):
            return doc
        return doc.model_copy(update={field: getattr(other, field) for field in _THRESHOLD})

    return [_with_criteria(file, swapped) for file in rules]


def plain(value: Any) -> Any:
    """Returns the content of a part of a document without its place: texts, lists and mappings."""
    match value:
        case Text():
            return " ".join(value.value.split())
        case WrittenValue(node=node):
            return _plain_node(node)
        case NamedEntry(name=name, value=inner):
            return (name.value, plain(inner))
        case BaseModel():
            return _parts(value)
        case tuple():
            return [plain(one) for one in value]
    return value


_GOAL_KEYS = frozenset(("đạt khi", "vượt khi", "sửa đổi"))
_OTHER_KEYS = {"nội dung", "các chỉ tiêu", "nghị quyết", "số liệu", "đối chiếu", "báo cáo"} | {
    k.key for k in FindingKind
}
"""The keys of a rule file that belong to no target, although the file may be that of a target with its own condition."""


class _Entry(NamedTuple):
    """An entry of the rules. ``goal`` is separate, because the goal of a criterion is another layer than the rest."""

    id: str
    called: str
    parts: dict[str, Any]
    span: Span
    goal: dict[str, Any] = {}  # noqa: RUF012  # never changed

    @property
    def whole(self) -> dict[str, Any]:
        return self.parts | self.goal


def _entries(files: Sequence[RuleFile]) -> Iterator[_Entry]:
    criteria = _criteria(files)
    for number, criterion in criteria.items():
        parts = _parts(criterion, _GOAL_KEYS | _OTHER_KEYS)
        yield _Entry(number, _called(number, criterion), parts, criterion.span, _goal(criterion))
    for target in _targets(files):
        if target.number is not None and target.criteria:
            title = {"tên": plain(target.title), "nội dung": [plain(one.number) for one in target.criteria]}
            yield _Entry(target.number.value, f"chỉ tiêu {target.number}", title, target.number.span)
    for file in files:
        heads: dict[str, FileModel | None] = {"đầu nghị quyết": file.resolution, "mục báo cáo": file.report}
        for name, head in heads.items():
            if head is not None:
                yield _Entry("", name, _parts(head), head.span)
        for entry in file.indicators:
            if entry.value is not None:
                yield _Entry(entry.name.value, f"số liệu {entry.name}", _parts(entry.value), entry.name.span)
        for kind, finding in findings_of(file):
            yield _Entry(finding.id.value, f"{kind.key} {finding.id}", _parts(finding), finding.span)
        for check in file.reconciliations:
            yield _Entry(check.id.value, f"đối chiếu {check.id}", _parts(check), check.span)


def _targets(files: Sequence[RuleFile]) -> Iterator[TargetHolder]:
    for file in files:
        yield file
        yield from file.targets


def _criteria(files: Sequence[RuleFile]) -> Criteria:
    """Returns every criterion by its number; a target with a condition of its own is its only criterion."""
    found: Criteria = {}
    for target in _targets(files):
        if target.number is None:
            continue
        found |= {criterion.number.value: criterion for criterion in target.criteria}
        if not target.criteria and target.met is not None:
            found[target.number.value] = target
    return found


def _with_criteria(file: RuleFile, change: Callable[[Any, str], Any]) -> RuleFile:
    def in_target(doc: Any) -> Any:
        criteria: tuple[CriterionDoc, ...] = tuple(change(one, one.number.value) for one in doc.criteria)
        changed = doc if doc.criteria or doc.number is None else change(doc, doc.number.value)
        return changed.model_copy(update={"criteria": criteria})

    targets: tuple[TargetDoc, ...] = tuple(in_target(target) for target in file.targets)
    whole: RuleFile = in_target(file)
    return whole.model_copy(update={"targets": targets})


def _called(number: str, criterion: CriterionKeys) -> str:
    return f"nội dung {number}" if isinstance(criterion, CriterionDoc) else f"chỉ tiêu {number}"


def _goal(criterion: CriterionKeys) -> dict[str, Any]:
    return {_alias(CriterionKeys, field): _content(getattr(criterion, field)) for field in _THRESHOLD}


def _key_changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[KeyChange, ...]:
    known = dict.fromkeys((*before, *after))
    differing = ((key, before.get(key), after.get(key)) for key in known if before.get(key) != after.get(key))
    return tuple(KeyChange(key, _line(one), _line(other)) for key, one, other in differing)


def _parts(doc: BaseModel, left_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Returns the content of every key but «ghi chú», which does not matter to an evaluation."""
    aliases = {name: field.alias for name, field in type(doc).model_fields.items() if field.alias}
    return {
        alias: content
        for name, alias in aliases.items()
        if alias not in left_out and alias != "ghi chú" and (content := _content(getattr(doc, name))) is not None
    }


def _content(value: Any) -> Any:
    """Returns the content of a value; None for an empty list."""
    content = plain(value)
    return None if content == [] else content


def _alias(model: type[FileModel], field: str) -> str:
    return model.model_fields[field].alias or field


def _plain_node(node: Node) -> Any:
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Mapping):
        return {entry.key.text: _plain_node(entry.value) for entry in node.entries}
    return [_plain_node(item) for item in node.items]


def _line(value: Any) -> str:
    match value:
        case None:
            return "(không ghi)"
        case dict():
            return "; ".join(f"{key}: {_line(one)}" for key, one in value.items())
        case list() | tuple():
            return ", ".join(_line(one) for one in value)
        case bool():
            return "có" if value else "không"
        case date():
            return display.day(value)
    return str(value)
