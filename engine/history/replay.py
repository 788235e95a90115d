"""Evaluates the files of a receipt again, from their bytes alone, with the readers that a workspace uses."""

from __future__ import annotations

from collections.abc import Iterable

from engine.checking.errors import errors_of_rules
from engine.domain.limits import FILE_BYTES
from engine.domain.records import NamedTuple
from engine.evaluation.evaluator import Evaluator
from engine.factbase.builder import build_facts
from engine.factbase.contradictions import contradictions_among, draft_among
from engine.factbase.documents import FactsDoc
from engine.factbase.facts import FactSet
from engine.factbase.years import FactSets
from engine.files.diagnostics import PASSED_OVER, Problems, Severity
from engine.files.document import read_model
from engine.files.located import read_yaml
from engine.files.scalars import Node
from engine.files.source import SourceFile, UnreadableFile, decode_source
from engine.history.receipt import InputFile, RoleName
from engine.history.recorded import RecordedEvaluation
from engine.inference.engines import EngineMissing
from engine.inference.program import EngineError, EngineLimit
from engine.language.names import meant
from engine.language.text import on_one_line
from engine.rulebook.builder import build_rulebook
from engine.rulebook.documents import RuleFile
from engine.rulebook.drafts import as_draft, errors_in
from engine.rulebook.rulebook import Rulebook
from engine.workspace.case import Case
from engine.workspace.facts_index import CaseKey, FactsHead, UnitNames, head_of
from engine.workspace.reading import holds_tests, rulebook_of

_FACTS: tuple[RoleName, ...] = ("facts", "earlier", "comparison")


class CannotReplay(Exception):
    """The files do not load any more, or not together; the message is the first reason, in Vietnamese."""

    def __init__(self, message: str) -> None:
        super().__init__(on_one_line(message))


class Material(NamedTuple):
    """The input of an evaluation: the folder of the rules, and the files."""

    folder: str
    inputs: tuple[InputFile, ...]

    def of(self, *roles: str) -> list[InputFile]:
        """Returns the files of these roles."""
        return [one for one in self.inputs if one.role in roles]


def case_of(material: Material) -> Case:
    """Returns the case of ``material``; what checks have come to find in its rules since then is no matter. Raises CannotReplay."""
    rulebook = rulebook_of_rules(material.folder, material.of("rules"))
    return Case(rulebook, fact_sets(rulebook, material).base(rulebook))


def draft_of(material: Material) -> Case:
    """The case of a draft, which was evaluated in spite of errors. Raises CannotReplay."""
    problems = Problems()
    rulebook = rulebook_of(material.folder, [node_of(one, problems) for one in material.of("rules")], problems)
    _stop_on_errors(problems, PASSED_OVER)
    if rulebook is None:
        raise CannotReplay("không có quy tắc nào đọc được")
    errors = (*errors_in(rulebook, problems), *errors_of_rules(rulebook))
    marked = as_draft(rulebook, errors)
    return Case(marked, draft_among(marked, fact_sets(marked, material, PASSED_OVER)).base(marked))


def rulebook_of_rules(folder: str, rules: Iterable[InputFile]) -> Rulebook:
    """Returns the rulebook of recorded rule files. Raises CannotReplay."""
    problems = Problems()
    return rulebook_from(folder, [node_of(one, problems) for one in rules], problems)


def rulebook_from(folder: str, nodes: Iterable[Node | None], problems: Problems) -> Rulebook:
    """Returns the rulebook of ``nodes``. Raises CannotReplay where they have errors."""
    return _sound(rulebook_of(folder, nodes, problems), problems)


def rulebook_from_files(folder: str, files: list[RuleFile]) -> Rulebook:
    """Returns the rulebook of documents. Raises CannotReplay where they have errors."""
    problems = Problems()
    return _sound(build_rulebook(folder, files, problems), problems)


def _sound(rulebook: Rulebook | None, problems: Problems) -> Rulebook:
    _stop_on_errors(problems)
    if rulebook is None:
        raise CannotReplay("không có quy tắc nào đọc được")
    return rulebook


def fact_sets(rulebook: Rulebook, material: Material, forgiven: frozenset[str] = frozenset()) -> FactSets:
    """Returns the facts of ``material``, read with ``rulebook``, without entries that have errors of the codes ``forgiven``.

    The files in the role «facts» are those of the case; what each of the others is, its own head says and not its role.
    Raises CannotReplay for other errors.
    """
    problems = Problems()
    by_case: dict[CaseKey, FactSet] = {}
    own: set[CaseKey] = set()
    read = [(one.role, *_facts(one, rulebook, problems)) for one in material.of(*_FACTS)]
    names = UnitNames(head for _, head, _ in read)
    for role, head, facts in read:
        key = names.settled(head).key
        by_case[key] = by_case[key].merged(facts) if key in by_case else facts
        own |= {key} if role == "facts" else set()
    _stop_on_errors(problems, forgiven)
    if not own:
        raise CannotReplay("không có tệp số liệu nào")
    if len(own) > 1:
        raise CannotReplay("các tệp số liệu không cùng một đơn vị, một năm, một kỳ")
    (case,) = own
    for key, facts in by_case.items():
        if key.unit != case.unit:
            raise CannotReplay(f"số liệu so sánh là của đơn vị khác: {facts.unit}")
    return FactSets.among(by_case[case], (facts for key, facts in by_case.items() if key != case))


def sound_sets(rulebook: Rulebook, material: Material, forgiven: frozenset[str]) -> FactSets:
    """Returns what ``fact_sets`` does. Raises CannotReplay also where the facts cannot be true together, as a run refuses them."""
    sets, problems = fact_sets(rulebook, material, forgiven), Problems()
    problems.found += [one.diagnostic for one in contradictions_among(rulebook, sets, sets.own.year)]
    _stop_on_errors(problems)
    return sets


def rule_files(material: Material) -> list[RuleFile]:
    """Returns the rule files as documents. Raises CannotReplay where they have errors."""
    problems = Problems()
    nodes = [node_of(one, problems) for one in material.of("rules")]
    files = [read_model(RuleFile, node, problems) for node in nodes if node is not None and not holds_tests(node)]
    _stop_on_errors(problems)
    return [file for file in files if file is not None]


def evaluated(case: Case, engine: str) -> RecordedEvaluation:
    """Evaluates ``case`` and returns the document. Raises CannotReplay."""
    try:
        return RecordedEvaluation.of(Evaluator(case.rulebook, engine).evaluate(case.facts))
    except (EngineMissing, EngineLimit, EngineError) as error:
        raise CannotReplay(str(error)) from None


def _facts(one: InputFile, rulebook: Rulebook, problems: Problems) -> tuple[FactsHead, FactSet]:
    doc = read_model(FactsDoc, node_of(one, problems), problems)
    if doc is None:
        _stop_on_errors(problems)
        raise CannotReplay(f"{one.name}: không đọc được số liệu")
    if not meant(doc.resolution.value, (rulebook.resolution.number,)):
        raise CannotReplay(f"{one.name}: số liệu của nghị quyết khác: {doc.resolution}")
    return head_of(doc), build_facts(doc, rulebook, problems)


def node_of(one: InputFile, problems: Problems) -> Node | None:
    """Returns the YAML of a recorded file; None, with the problem collected, where it is none. Raises CannotReplay."""
    try:
        if len(one.raw) > FILE_BYTES:
            raise CannotReplay(f"{one.name}: tệp lớn hơn {FILE_BYTES // 1_000_000} MB")
        return read_yaml(decode_source(one.raw, one.name), problems)
    except UnreadableFile as error:
        place = SourceFile(one.name, "").span(error.line, 1, error.line, 1)
        problems.add(error.code, error.message, place, error.remedy)
        return None


def _stop_on_errors(problems: Problems, forgiven: frozenset[str] = frozenset()) -> None:
    errors = [p for p in problems.in_order() if p.severity is Severity.ERROR and p.code not in forgiven]
    if errors:
        first = errors[0]
        raise CannotReplay(f"{first.span.place}:{first.span.column} {first.code} {first.message}")
