"""Small workspaces for tests of one rule of the semantics at a time."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from engine.evaluation.criterion_results import CriterionResult
from engine.evaluation.evaluation import Evaluation
from engine.files.diagnostics import Diagnostic
from engine.workspace.case import evaluate_cases
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.workspaces import write_files

HEAD = """\
nghị quyết:
  số: 1/NQ-HĐND
  ngày: 1/1/2021
  giai đoạn: {period}
{extra}số liệu:
{catalogue}
"""
FACTS = """\
nghị quyết: 1/NQ-HĐND
đơn vị: xã A
năm: {year}
tính đến: {as_of}
nguồn:
  BC:
    tên: Báo cáo
số liệu:
{groups}
"""


class Small:
    """One resolution with one target file, and facts files by year."""

    def __init__(self, root: Path, catalogue: str, period: str = "2021-2025", extra: str = "") -> None:
        self.root = root
        head = HEAD.format(period=period, extra=dedent(extra), catalogue=indent(dedent(catalogue).strip("\n"), "  "))
        self.write("rules/nq/nghi-quyet.yaml", head)

    def write(self, name: str, text: str) -> None:
        write_files(self.root, {name: text})

    def criteria(self, text: str, more: str = "") -> Small:
        """Target 1 with the criteria in ``text`` (keys of «nội dung», without numbers of lines to care about)."""
        body = indent(dedent(text).strip("\n"), "  ")
        self.write("rules/nq/chi-tieu-1.yaml", f"chỉ tiêu: 1\ntên: Một\nnội dung:\n{body}\n{dedent(more)}")
        return self

    def facts(self, values: str, year: int = 2023, as_of: str = "31/12/2023", **group: str) -> Small:
        """One group of facts, ``values`` as lines «mã: giá trị»."""
        keys = "".join(f"    {key.replace('_', ' ')}: {value}\n" for key, value in group.items())
        lines = indent(dedent(values).strip("\n"), "      ")
        return self.groups(f"  - nguồn: BC, mục 1\n{keys}    giá trị:\n{lines}\n", year, as_of)

    def groups(self, groups: str, year: int = 2023, as_of: str = "31/12/2023") -> Small:
        self.write(f"facts/xa-a/{year}.yaml", FACTS.format(year=year, as_of=as_of, groups=groups))
        return self

    def evaluate(self, year: int = 2023, engine: str = "auto") -> Evaluation:
        cases = Cases(Workspace(self.root))
        selected = cases.select(Selection(years=(year,) if year else ()))
        assert not cases.problems.found, [d.message for d in cases.problems.found]
        return evaluate_cases(selected, engine)[0]

    def criterion(self, identifier: str = "1.1", year: int = 2023) -> CriterionResult:
        return next(c for c in self.evaluate(year).criteria if c.id == identifier)

    def problems(self) -> list[Diagnostic]:
        """What loading reports."""
        cases = Cases(Workspace(self.root))
        cases.select(Selection())
        return cases.problems.in_order()
