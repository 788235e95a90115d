"""Twelve documents as offices lay them out, composed and answered by a person who had not seen the reader.

tests/drafting/offices holds a module that writes each document, and beside it its answers; tests/golden/drafts what is drafted
of it, which was compared with the answers line by line.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.checking.run import check_workspace
from engine.documents.reading import read_document
from engine.drafting.draft import Draft, draft, entries_of
from engine.drafting.head import read_head
from engine.drafting.outline import Outline, outline
from engine.files.diagnostics import Severity
from engine.workspace.workspace import Workspace
from tests.conftest import Golden

GOLDEN = Path(__file__).parents[1] / "golden"
OFFICES = Path(__file__).with_name("offices")
NAMES = sorted(path.stem for path in OFFICES.glob("*.md"))
_SPLIT_OR_JOINED = ("95% gia đình, 90% ấp và 100% cơ quan đạt chuẩn văn hóa",)
"""Answers that are right as one criterion and as several."""


def drafted(name: str, folder: Path) -> tuple[Outline, Draft]:
    module = importlib.import_module(f"tests.drafting.offices.{name}")
    path = folder / f"{name}{getattr(module, 'SUFFIX', '.docx')}"
    module.write(path)
    document = read_document(path)
    head = read_head(document, 2026)
    found = outline(document, head.first_year)
    return found, draft(head, found.targets, entries_of(found.targets, head))


def answers(name: str) -> list[str]:
    """The wordings of the criteria, the first column of the table of answers."""
    rows = re.findall(r"^\| (?!nguyên văn|---)(.*?) \|", (OFFICES / f"{name}.md").read_text("utf-8"), re.MULTILINE)
    return [row for row in rows if row not in _SPLIT_OR_JOINED]


def told(found: Outline, made: Draft) -> Iterator[str]:
    head = made.head
    yield f"{head.kind} {head.number} · {head.day} · {head.issuer} · {head.period}"
    yield f"{head.title}\n"
    for entry in made.entries:
        proposal = entry.proposal
        yield f"{entry.number} «{entry.text}»"
        yield f"    {entry.goals_text}"
        for measure in entry.measures:
            formula = f" = {measure.formula}" if measure.formula else ""
            unit = f", {measure.unit}" if measure.unit else ""
            yield f"    {measure.code}: {measure.name}{unit}, {measure.nature}{formula}"
        yield from (f"    {key}: {value}" for key, value in proposal.settings)
        yield from (f"    ? {doubt.key}: {doubt.text}" for doubt in proposal.doubts)
    yield "\nbỏ ra:"
    yield from (f"    {reason}: {count}" for reason, count in sorted(found.account.by_reason().items()))


@pytest.mark.parametrize("name", NAMES)
def test_every_target_is_found_and_no_other(name: str, tmp_path: Path) -> None:
    _, made = drafted(name, tmp_path)
    drafts = [" ".join(entry.text.split()) for entry in made.entries]
    left = [text for text in drafts if not any(_answers(wording, text) for wording in answers(name))]
    missed = [wording for wording in answers(name) if not any(_answers(wording, text) for text in drafts)]
    assert missed == []
    assert len(left) == (3 if name == "congress_numbers_in_brackets" else 0), left


def _answers(wording: str, text: str) -> bool:
    """Whether ``text`` is drafted for ``wording``: to the letter, or with the goals of a row, or one of the goals of a line."""
    written = wording.replace(" %", "%")
    return text in (wording, written) or text.startswith(f"{written.partition(':')[0]}:") or text in wording.split(", ")


@pytest.mark.parametrize("name", NAMES)
def test_the_draft_is_what_a_person_checked(name: str, tmp_path: Path, golden: Golden) -> None:
    found, made = drafted(name, tmp_path)
    golden(GOLDEN / "drafts" / f"{name}.txt", "\n".join(told(found, made)) + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_the_draft_loads_without_error(name: str, tmp_path: Path) -> None:
    _, made = drafted(name, tmp_path)
    rules = tmp_path / "rules" / made.folder
    rules.mkdir(parents=True)
    for file, text in made.files.items():
        (rules / file).write_text(text, "utf-8")
    assert [d.message for d in check_workspace(Workspace(tmp_path)) if d.severity is Severity.ERROR] == []
