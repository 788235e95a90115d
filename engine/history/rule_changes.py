"""The rules of one resolution at two times: what was changed in them, and rulebooks with the thresholds of one and the rest of the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from engine.rulebook.documents import (
    AmendmentDoc,
    CriterionDoc,
    CriterionKeys,
    FindingDoc,
    ReconciliationDoc,
    RuleFile,
    TargetDoc,
)
from engine.sources.document import FileModel, Named, Text, Written
from engine.sources.located import Mapping, Node, Scalar
from engine.sources.source import Span

_THRESHOLD = ("met", "exceeded")
"""The fields of a criterion that set its threshold; an amendment's «đạt khi» belongs to them too."""
C = TypeVar("C", bound=CriterionKeys)
Criteria = dict[str, CriterionKeys]
TargetHolder = RuleFile | TargetDoc
"""A target: in a file of its own, or one of several."""


class RuleChange(NamedTuple):
    """An entry of the rules that differs: ``keys`` are those that were changed; empty where it was added or removed.

    ``id`` is the number of a criterion or the code of an entry; ``place`` is where it stands after the change (before it,
    where it was removed).
    """

    id: str
    called: str
    keys: tuple[str, ...]
    before: str
    after: str
    place: str


def threshold_changes(before: Sequence[RuleFile], after: Sequence[RuleFile]) -> list[RuleChange]:
    """The criteria that both have, with another «đạt khi» or «vượt khi»."""
    old, new = _criteria(before), _criteria(after)
    changes = []
    for number in old:
        if number not in new or _threshold(old[number]) == _threshold(new[number]):
            continue
        keys = [k for k in _THRESHOLD if plain(getattr(old[number], k)) != plain(getattr(new[number], k))]
        place = new[number].places.get("đạt khi", new[number].span)
        before_text, after_text = (
            _shown([plain(getattr(one, k)) for k in keys] or _amendments(one)) for one in (old[number], new[number])
        )
        names = tuple(_alias(CriterionKeys, key) for key in keys) or ("sửa đổi",)
        changes.append(RuleChange(number, f"nội dung {number}", names, before_text, after_text, place.place))
    return changes


def rule_changes(before: Sequence[RuleFile], after: Sequence[RuleFile]) -> list[RuleChange]:
    """All other entries that differ, the thresholds of criteria that both have left aside."""
    old, new = ({entry.called: entry for entry in _entries(files)} for files in (before, after))
    changes = []
    for called in dict.fromkeys([*old, *new]):
        one, other = old.get(called), new.get(called)
        if one is not None and other is not None:
            known = one.parts | other.parts
            keys = tuple(key for key in known if one.parts.get(key) != other.parts.get(key))
            if keys:
                old_text, new_text = (_shown([entry.parts.get(key) for key in keys]) for entry in (one, other))
                changes.append(RuleChange(other.id, called, keys, old_text, new_text, other.span.place))
        elif one is not None:
            changes.append(RuleChange(one.id, called, (), "có", "không có", one.span.place))
        elif other is not None:
            changes.append(RuleChange(other.id, called, (), "không có", "có", other.span.place))
    return changes


def with_thresholds_of(
    rules: Sequence[RuleFile], thresholds: Sequence[RuleFile], only: frozenset[str] | None = None
) -> list[RuleFile]:
    """``rules`` with the thresholds of ``thresholds`` in every criterion that both have, or in just those of ``only``."""
    theirs = _criteria(thresholds)

    def swapped(doc: C, number: str) -> C:
        other = theirs.get(number)
        if other is None or doc.met is None or (only is not None and number not in only):
            return doc
        by_document = {amendment.document: amendment for amendment in other.amendments}
        amendments = tuple(_amended(one, by_document) for one in doc.amendments)
        return doc.model_copy(update={"met": other.met, "exceeded": other.exceeded, "amendments": amendments})

    return [_with_criteria(file, swapped) for file in rules]


def plain(value: Any) -> Any:
    """What a part of a document says, without its place: texts, lists, mappings of them."""
    match value:
        case Text():
            return " ".join(value.value.split())
        case Written(node=node):
            return _plain_node(node)
        case Named(name=name, value=inner):
            return (name.value, plain(inner))
        case BaseModel():
            return _parts(value, frozenset())
        case tuple():
            return [plain(one) for one in value]
    return value


class _Entry(NamedTuple):
    id: str
    called: str
    parts: dict[str, Any]
    span: Span


def _entries(files: Sequence[RuleFile]) -> Iterator[_Entry]:
    criteria = _criteria(files)
    for number, criterion in criteria.items():
        left_out = frozenset(_alias(CriterionKeys, key) for key in (*_THRESHOLD, "amendments")) | {"nội dung"}
        parts = _parts(criterion, left_out) | {"sửa đổi": [plain(a.document) for a in criterion.amendments]}
        yield _Entry(number, f"nội dung {number}", parts, criterion.span)
    for target in _targets(files):
        if target.number is not None and target.criteria:
            title = {"tên": plain(target.title), "nội dung": [plain(one.number) for one in target.criteria]}
            yield _Entry(target.number.value, f"chỉ tiêu {target.number}", title, target.number.span)
    for file in files:
        heads: dict[str, FileModel | None] = {"đầu nghị quyết": file.resolution, "mục báo cáo": file.report}
        for name, head in heads.items():
            if head is not None:
                yield _Entry("", name, _parts(head, frozenset()), head.span)
        for entry in file.indicators:
            if entry.value is not None:
                yield _Entry(
                    entry.name.value, f"số liệu {entry.name}", _parts(entry.value, frozenset()), entry.name.span
                )
        findings: dict[str, Sequence[FindingDoc | ReconciliationDoc]] = {
            "hạn chế": file.limitations,
            "khó khăn": file.difficulties,
            "nguyên nhân": file.causes,
            "dự báo": file.forecasts,
            "giải pháp": file.solutions,
            "đối chiếu": file.reconciliations,
        }
        for kind, docs in findings.items():
            for doc in docs:
                yield _Entry(doc.id.value, f"{kind} {doc.id}", _parts(doc, frozenset()), doc.span)


def _targets(files: Sequence[RuleFile]) -> Iterator[TargetHolder]:
    for file in files:
        yield file
        yield from file.targets


def _criteria(files: Sequence[RuleFile]) -> Criteria:
    """Every criterion by its number; a target with a condition of its own is its only criterion."""
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


def _amended(amendment: AmendmentDoc, theirs: dict[Text, AmendmentDoc]) -> AmendmentDoc:
    other = theirs.get(amendment.document)
    return amendment if other is None else amendment.model_copy(update={"met": other.met})


def _threshold(criterion: CriterionKeys) -> Any:
    return [plain(getattr(criterion, key)) for key in _THRESHOLD], _amendments(criterion)


def _amendments(criterion: CriterionKeys) -> Any:
    return [(plain(amendment.document), plain(amendment.met)) for amendment in criterion.amendments]


def _parts(doc: BaseModel, left_out: frozenset[str]) -> dict[str, Any]:
    """What the document says under each of its keys; «ghi chú» says nothing to the evaluation."""
    aliases = {name: field.alias for name, field in type(doc).model_fields.items() if field.alias}
    return {
        alias: said
        for name, alias in aliases.items()
        if alias not in left_out and alias != "ghi chú" and (said := plain(getattr(doc, name))) not in (None, [])
    }


def _alias(model: type[FileModel], field: str) -> str:
    return model.model_fields[field].alias or field


def _plain_node(node: Node) -> Any:
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Mapping):
        return {entry.key.text: _plain_node(entry.value) for entry in node.entries}
    return [_plain_node(item) for item in node.items]


def _shown(values: Sequence[Any]) -> str:
    """The values on one line, as a person would read them aloud."""
    return "; ".join(_line(value) for value in values)


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
    return str(value)
