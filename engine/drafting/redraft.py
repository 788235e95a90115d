"""Drafts a resolution again from its amended document: what changed is shown, and nothing edited by hand is lost.

What was drafted is kept beside the rules, so that an edit can be told from a change of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from engine.domain.limits import DOCUMENT_BYTES
from engine.domain.records import NamedTuple
from engine.drafting.draft import Draft, Entry
from engine.drafting.merging import merged
from engine.files.opening import read_up_to

FOLDER = Path(".chitieu") / "du-thao"
_ALIKE = 0.6
"""From this likeness on (0 to 1) a wording that is new and one that is gone are taken for one that was amended."""

FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,60}\.yaml$")]


class KeptCriterion(BaseModel):
    """A criterion of the last draft; ``condition`` joins the goals of several years."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    number: str
    text: str
    condition: str
    code: str


class KeptDraft(BaseModel):
    """The last draft of a resolution: its files by name, and its criteria."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    form: Literal["chitieu/draft/1"] = "chitieu/draft/1"
    files: dict[FileName, str]
    criteria: tuple[KeptCriterion, ...]

    @property
    def codes(self) -> dict[str, str]:
        """The codes of the criteria by their wordings: a criterion that stays keeps the code that facts use."""
        return {criterion.text: criterion.code for criterion in self.criteria}


class ChangeKind(Enum):
    """What became of a criterion, in words."""

    NEW = "thêm"
    GONE = "bỏ"
    AMENDED = "đổi"
    MOVED = "đổi số"


class CriterionChange(NamedTuple):
    """A difference between two drafts; ``before`` is None for a new criterion, ``after`` for one that is gone."""

    kind: ChangeKind
    before: KeptCriterion | None
    after: KeptCriterion | None


class Redraft(NamedTuple):
    """What to do with the files of a resolution.

    ``writes`` are the files to write, ``removed`` those that the document no longer has and nobody edited; ``clashes`` are
    the new texts of files in which a person and the document changed the same lines: these stay as they are.
    """

    writes: dict[str, str]
    removed: tuple[str, ...]
    clashes: dict[str, str]
    changes: tuple[CriterionChange, ...]


def kept_path(root: Path, folder: str) -> Path:
    return root / FOLDER / f"{folder}.json"


def read_kept(path: Path) -> KeptDraft | None:
    """Returns the last draft; None where there is none that can be read."""
    try:
        raw = read_up_to(path, DOCUMENT_BYTES)
        return KeptDraft.model_validate_json(raw) if len(raw) <= DOCUMENT_BYTES else None
    except (OSError, ValidationError):
        return None


def kept(draft: Draft) -> KeptDraft:
    """Returns what is to be kept of a draft."""
    return KeptDraft(files=draft.files, criteria=tuple(map(_kept, draft.entries)))


def _kept(entry: Entry) -> KeptCriterion:
    return KeptCriterion(number=entry.number, text=entry.text, condition=entry.goals_text, code=entry.code)


def redraft(last: KeptDraft, current: Mapping[str, str], new: Draft) -> Redraft:
    """Returns how ``current``, the files as they are by name, become those of the ``new`` draft."""
    writes: dict[str, str] = {}
    clashes: dict[str, str] = {}
    for name, text in new.files.items():
        before, mine = last.files.get(name), current.get(name)
        if mine is None and before is None:
            writes[name] = text
        elif mine is None or before == text:  # removed by hand, or nothing new in the document
            continue
        else:
            both = merged(before or "", mine, text)
            if both is None:
                clashes[name] = text
            elif both != mine:
                writes[name] = both
    gone = last.files.keys() - new.files.keys()
    removed = tuple(sorted(name for name in gone if current.get(name) == last.files[name]))
    return Redraft(writes, removed, clashes, tuple(changes(last.criteria, map(_kept, new.entries))))


def changes(before: Iterable[KeptCriterion], after: Iterable[KeptCriterion]) -> list[CriterionChange]:
    """Returns the differences in the order of the new document, then what is gone."""
    old, found = list(before), []
    unmatched = []
    for criterion in after:
        same = next((one for one in old if one.text == criterion.text), None)
        if same is None:
            unmatched.append(criterion)
            continue
        old.remove(same)
        if (same.number, same.condition) != (criterion.number, criterion.condition):
            kind = ChangeKind.MOVED if same.condition == criterion.condition else ChangeKind.AMENDED
            found.append(CriterionChange(kind, same, criterion))
    for criterion in unmatched:
        like = max(old, key=lambda one: _likeness(one.text, criterion.text), default=None)
        if like is not None and _likeness(like.text, criterion.text) >= _ALIKE:
            old.remove(like)
            found.append(CriterionChange(ChangeKind.AMENDED, like, criterion))
        else:
            found.append(CriterionChange(ChangeKind.NEW, None, criterion))
    return found + [CriterionChange(ChangeKind.GONE, one, None) for one in old]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
