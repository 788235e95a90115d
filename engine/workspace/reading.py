"""Reads the files of a workspace: rules as a rulebook, facts as a fact set; every problem is collected.

Only what is read for the first time comes here (loading.py), because this needs the parsers of YAML and of the language.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from engine.factbase.builder import build_facts
from engine.factbase.facts import FactSet
from engine.files.diagnostics import Problems
from engine.files.forms import form_of
from engine.files.located import read_yaml
from engine.files.scalars import Mapping, Node
from engine.files.source import SourceFile
from engine.language.text import fold
from engine.rulebook.builder import build_rulebook
from engine.rulebook.rulebook import Rulebook
from engine.workspace.workspace import Workspace, is_rule_or_facts, opened

if TYPE_CHECKING:
    from engine.factbase.documents import FactsDoc
    from engine.rulebook.documents import RuleFile

_OF_TESTS = "truong hop"


def read_rulebook(folder: str, sources: Iterable[SourceFile | None], problems: Problems) -> Rulebook | None:
    """Returns the checked rulebook of the files of a folder; None for a file that cannot be read, and without a usable head."""
    return rulebook_of(folder, [None if one is None else read_yaml(one, problems) for one in sources], problems)


def rulebook_of(folder: str, nodes: Iterable[Node | None], problems: Problems) -> Rulebook | None:
    """Returns the checked rulebook of the files of a folder, of which those with tests do not count.

    A node is None for a file that cannot be read. Returns None where the head is not usable. Collects problems.
    """
    files: list[RuleFile] = []
    readable = True
    for node in nodes:
        if node is not None and holds_tests(node):
            continue
        file = read_rule_file(node, problems)
        readable = readable and file is not None
        if file is not None:
            files.append(file)
    return build_rulebook(folder, files, problems, readable)


def read_rule_file(node: Node | None, problems: Problems) -> RuleFile | None:
    """Returns the rule file that ``node`` is; None, with the problem reported, where a part of it is refused."""
    if (form := form_of("RuleFile", node)) is not None:
        return cast("RuleFile", form)
    from engine.files.document import read_model
    from engine.rulebook.documents import RuleFile

    return read_model(RuleFile, node, problems)


def read_facts_file(node: Node | None, problems: Problems) -> FactsDoc | None:
    """Returns the facts file that ``node`` is; None, with the problem reported, where a part of it is refused."""
    if (form := form_of("FactsDoc", node)) is not None:
        return cast("FactsDoc", form)
    from engine.factbase.documents import FactsDoc
    from engine.files.document import read_model

    return read_model(FactsDoc, node, problems)


def files_of_tests(workspace: Workspace, folder: Path) -> list[Node]:
    """Returns the files of a folder of rules/ that hold tests. The reader of rules reports errors of YAML."""
    files = sorted(filter(is_rule_or_facts, folder.iterdir()))
    nodes = (read_node(workspace, path, Problems()) for path in files)
    return [node for node in nodes if node is not None and holds_tests(node)]


def read_node(workspace: Workspace, path: Path, problems: Problems) -> Node | None:
    """Returns the located YAML of ``path``; None, with the problem reported, where it cannot be read."""
    source = opened(workspace, path, problems)
    return None if source is None else read_yaml(source, problems)


def read_facts(workspace: Workspace, path: Path, problems: Problems) -> FactsDoc | None:
    """Returns the facts file at ``path``; None, with the problem reported, where it cannot be read."""
    return read_facts_file(read_node(workspace, path, problems), problems)


def fact_set_of(source: SourceFile, rulebook: Rulebook, problems: Problems) -> FactSet | None:
    """Returns the facts of a file; None, with the problem reported, where it is no facts file."""
    doc = read_facts_file(read_yaml(source, problems), problems)
    return None if doc is None else build_facts(doc, rulebook, problems)


def holds_tests(node: Node) -> bool:
    """Returns whether a file of a folder of rules/ holds tests of the rules and no rules."""
    return isinstance(node, Mapping) and bool(node.entries) and fold(node.entries[0].key.text) == _OF_TESTS
