"""The kinds of files that can be formatted, by the folder of a file and its first key."""

from __future__ import annotations

from pathlib import PurePosixPath

from engine.domain.records import NamedTuple
from engine.factbase.documents import FactsDoc
from engine.files.document import FileModel
from engine.files.scalars import Mapping, Node
from engine.formatting.shapes import OfModel, Shape
from engine.language.text import fold
from engine.profiles.documents import ProfileDoc
from engine.rule_tests.documents import CaseFile
from engine.rulebook.documents import RuleFile


class FileKind(NamedTuple):
    folder: str
    first_key: str | None
    """None: every other file of the folder."""
    model: type[FileModel]

    @property
    def shape(self) -> Shape:
        return OfModel(self.model, whole_file=True)


KINDS = (
    FileKind("rules", "trường hợp", CaseFile),
    FileKind("rules", None, RuleFile),
    FileKind("facts", "biểu mẫu", ProfileDoc),
    FileKind("facts", None, FactsDoc),
)
FOLDERS = tuple(dict.fromkeys(kind.folder for kind in KINDS))


def folder_of(name: str) -> str | None:
    """Returns «rules» or «facts», the nearest folder of these above the file ``name``; None without one.

    >>> folder_of("examples/facts/xa-a/2023.yaml")
    'facts'
    """
    return next((parent.name for parent in PurePosixPath(name).parents if parent.name in FOLDERS), None)


def kind_of(folder: str, node: Node) -> FileKind:
    """Returns the kind of a file in ``folder`` with this content."""
    first = fold(node.entries[0].key.text) if isinstance(node, Mapping) and node.entries else None
    here = [kind for kind in KINDS if kind.folder == folder]
    return next(kind for kind in here if kind.first_key is None or fold(kind.first_key) == first)
