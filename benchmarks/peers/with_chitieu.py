"""chitieu: the same criteria as rule files, the same values as facts files, read by its own readers.

The loop measured is `Evaluator.verdicts` (or `evaluate`, which adds findings, courses and all texts of reports): from
the typed facts of a unit through the choice of the fact that counts, exact values, facts asserted, inference, and firings
read back, to the verdict of every criterion and target with its comparisons (value, source, threshold, distance) and the
rules that fired with the facts they matched.
"""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from benchmarks.peers.criteria import Criterion, Facts, Kind, Target, criteria_of
from engine.domain.verdicts import Verdict
from engine.evaluation.evaluator import Evaluator
from engine.factbase.base import FactBase
from engine.factbase.builder import build_facts
from engine.factbase.documents import FactsDoc
from engine.factbase.facts import FactSet
from engine.files.diagnostics import Problems
from engine.files.document import read_model
from engine.files.located import read_yaml
from engine.files.source import SourceFile
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace

_COUNTED = (Kind.AT_LEAST, Kind.ABOVE, Kind.BOTH)


class Engine:
    name = "chitieu"

    def __init__(self, targets: list[Target], engine: str, everything: bool = False) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_rules(Path(folder), targets)
            (self.rulebook,) = Cases(Workspace(Path(folder))).rulebooks()
        self.evaluator = Evaluator(self.rulebook, engine)
        self.everything = everything

    def prepared(self, facts: Facts, unit: int) -> FactSet:
        """Its own input: typed facts with their places, as its reader makes them of a facts file."""
        problems = Problems()
        doc = read_model(
            FactsDoc, read_yaml(SourceFile(f"facts/{unit}.yaml", facts_text(facts, unit)), problems), problems
        )
        assert doc is not None and not problems.has_errors
        return build_facts(doc, self.rulebook, problems)

    def verdicts(self, facts: FactSet) -> dict[str, Verdict]:
        base = FactBase(self.rulebook, facts)
        found = self.evaluator.evaluate(base) if self.everything else self.evaluator.verdicts(base)
        return {criterion.id: criterion.status for target in found.targets for criterion in target.criteria}


def number(value: Decimal) -> str:
    """As Vietnamese writes it: 1.800,5."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def write_rules(folder: Path, targets: list[Target]) -> None:
    """The rule files of a workspace, and its empty folder of facts."""
    head = "nghị quyết:\n  số: 1/NQ-HĐND\n  giai đoạn: 2021-2025\nsố liệu:\n"
    catalogue = "".join(
        f"  {code}:\n    tên: Số liệu {code}\n    đơn vị tính: {'hộ' if criterion.kind in _COUNTED else chr(34) + '%' + chr(34)}\n"
        for criterion in criteria_of(targets)
        for code in criterion.codes
    )
    rules = folder / "rules" / "mau"
    rules.mkdir(parents=True)
    (folder / "facts").mkdir()
    (rules / "nghi-quyet.yaml").write_text(head + catalogue, "utf-8")
    for target in targets:
        text = f"chỉ tiêu: {target.id}\ntên: Chỉ tiêu {target.id}\nnội dung:\n" + "".join(
            map(_criterion, target.criteria)
        )
        (rules / f"chi-tieu-{target.id}.yaml").write_text(text, "utf-8")


def _criterion(criterion: Criterion) -> str:
    first = number(criterion.thresholds[0])
    goals = {
        Kind.AT_LEAST: f"từ {first} hộ trở lên",
        Kind.ABOVE: f"trên {first} hộ",
        Kind.POINT: f"đạt {first}%",
        Kind.RATE: f"từ {first}% trở lên",
        Kind.DOWN_TO: f"giảm còn {first}%",
    }
    head = f"  - số: {criterion.id}\n    nguyên văn: {goals.get(criterion.kind, 'Cả hai số liệu')}\n"
    if criterion.kind is Kind.BOTH:
        parts = zip(criterion.codes, criterion.thresholds, strict=True)
        listed = "".join(f"        - {code} từ {number(value)} hộ trở lên\n" for code, value in parts)
        return f"{head}    đạt khi:\n      tất cả:\n{listed}"
    return f"{head}    đo bằng: {criterion.codes[0]}\n    đạt khi: {goals[criterion.kind]}\n"


def facts_text(facts: Facts, unit: int) -> str:
    """A facts file."""
    head = f"nghị quyết: 1/NQ-HĐND\nđơn vị: xã Số {unit}\nnăm: 2023\ntính đến: 31/12/2023\n"
    source = "nguồn:\n  BC:\n    tên: Báo cáo\nsố liệu:\n  - nguồn: BC, mục 1\n    giá trị:\n"
    return head + source + "".join(f"      {code}: {number(value)}\n" for code, value in facts.items())
