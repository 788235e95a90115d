"""Drafts rule files from the outline of a resolution, and marks doubtful places with `# CẦN XEM LẠI`."""

from __future__ import annotations

from typing import NamedTuple

from engine.drafting.head import Head
from engine.drafting.outline import DraftTarget
from engine.drafting.proposal import Proposal, propose, proposed_code
from engine.files.diagnostics import Problems
from engine.files.folder_names import folder_name
from engine.files.yaml_text import scalar
from engine.formatting.formatter import format_file
from engine.rulebook.rulebook import Nature

MARK = "# CẦN XEM LẠI"
_SCHEMA = "# yaml-language-server: $schema=../../.chitieu/luoc-do/quy-tac.json"


class Entry(NamedTuple):
    """A criterion with its proposal."""

    target: int
    number: str
    text: str
    code: str
    proposal: Proposal


class Draft(NamedTuple):
    """The files by name within the folder of the resolution; ``marks`` counts the marks in them."""

    folder: str
    files: dict[str, str]
    entries: tuple[Entry, ...]
    marks: int


def _folder(head: Head) -> str:
    """Returns «12-nq-hdnd-2026» for 12/NQ-HĐND, with the year of its day or of its period."""
    year = head.day[-4:] if head.day else str(head.first_year)
    name = folder_name(head.number, "nghi-quyet")
    return name if name.endswith(year) else f"{name}-{year}"


def entries_of(targets: list[DraftTarget]) -> list[Entry]:
    """Returns every criterion with its proposal."""
    taken: set[str] = set()
    entries = []
    for target in targets:
        for index, criterion in enumerate(target.criteria, 1):
            proposal = propose(criterion.text)
            code = proposed_code(target.number, proposal.name, taken)
            taken.add(code)
            entries.append(Entry(target.number, f"{target.number}.{index}", criterion.text, code, proposal))
    return entries


def draft(head: Head, targets: list[DraftTarget], entries: list[Entry]) -> Draft:
    """Returns the files of a resolution."""
    files = {"nghi-quyet.yaml": _head_file(head, entries)}
    for target in targets:
        own = [entry for entry in entries if entry.target == target.number]
        files[f"chi-tieu-{target.number}.yaml"] = _target_file(head, target, own)
    files = {name: _canonical(name, text) for name, text in files.items()}
    marks = sum(text.count(MARK) for text in files.values())
    return Draft(_folder(head), files, tuple(entries), marks)


def _canonical(name: str, text: str) -> str:
    """Returns the text as `chitieu fmt` would write it; as it is where it does not load, which `check` then says."""
    formatted = format_file(text.encode(), name, "rules", Problems())
    return text if formatted is None else formatted.text


def _head_file(head: Head, entries: list[Entry]) -> str:
    lines = [_SCHEMA, "nghị quyết:"]
    lines += [f"  {MARK}: {doubt}" for doubt in head.doubts]
    lines.append(f"  số: {scalar(head.number)}")
    for key, value in (("ngày", head.day), ("cơ quan ban hành", head.issuer), ("trích yếu", head.title)):
        lines += [f"  {key}: {scalar(value)}"] if value else []
    lines += [f"  giai đoạn: {head.period}", "", "số liệu:"]
    for entry in entries:
        proposal = entry.proposal
        lines += [f"  {entry.code}:", f"    tên: {scalar(proposal.name)}"]
        if proposal.kind == "số":
            lines.append(f"    đơn vị tính: {scalar(proposal.unit)}")
            lines += [f"    tính chất: {proposal.nature}"] if proposal.nature is not Nature.STOCK else []
        else:
            lines.append(f"    kiểu: {proposal.kind}")
    return "\n".join(lines) + "\n"


def _target_file(head: Head, target: DraftTarget, entries: list[Entry]) -> str:
    title = entries[0].proposal.name if len(entries) == 1 else _title(target.text)
    lines = [_SCHEMA]
    lines += [f"{MARK}: {doubt}" for doubt in target.doubts]
    lines += [f"chỉ tiêu: {target.number}", f"tên: {scalar(title)}", "nội dung:"]
    for entry in entries:
        lines.append(f"  - số: {entry.number}")
        lines.append(f"    nguyên văn: {scalar(entry.text)}")
        lines.append(f"    căn cứ: {scalar(f'{head.number}, chỉ tiêu {target.number}')}")
        lines.append(f"    đo bằng: {entry.code}")
        lines += [f"    {MARK}: {doubt}" for doubt in entry.proposal.doubts]
        lines.append(f"    đạt khi: {scalar(entry.proposal.condition)}")
    return "\n".join(lines) + "\n"


def _title(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")
