"""A small workspace with rules of every kind, and what its tests make of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest

from engine.files.diagnostics import Diagnostic
from engine.rule_tests.runner import SuiteResult, run_suite
from engine.rule_tests.suites import Suite, load_suites
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace
from tests.small_workspace import Small

CATALOGUE = """
a.tong: {tên: Tổng số, đơn vị tính: HTX}
a.lai: {tên: Số có lãi, đơn vị tính: HTX}
a.ty_le: {tên: Tỷ lệ có lãi, đơn vị tính: "%", công thức: "tỷ_lệ(a.lai, a.tong)"}
a.kho: {tên: Có khó khăn, kiểu: có/không}
"""
CRITERIA = """
- {số: 1.1, nguyên văn: Từ 50 HTX trở lên, đo bằng: a.tong, đạt khi: từ 50 HTX trở lên}
- {số: 1.2, nguyên văn: đạt 80%, đo bằng: a.ty_le, đạt khi: đạt 80%}
"""
MORE = """
hạn chế:
  - mã: HC-1
    của: [1.1]
    khi: a.kho có
    kết luận: Có khó khăn.
giải pháp:
  - mã: GP-1
    của: [HC-1]
    kết luận: Gỡ khó khăn.
đối chiếu:
  - mã: DC-1
    kiểm: a.lai <= a.tong
"""


class RuleTests:
    """The workspace, its test file, and the suite that they make."""

    def __init__(self, root: Path) -> None:
        self.small = Small(root, CATALOGUE).criteria(CRITERIA, MORE)
        self.small.facts("a.tong: 40\na.lai: 30\na.kho: có", as_of="10/11/2023")

    def tests(self, cases: str) -> RuleTests:
        body = indent(dedent(cases).strip("\n"), "  ")
        self.small.write("rules/nq/kiem-thu.yaml", f"trường hợp:\n{body}\n")
        return self

    def load(self) -> tuple[Suite, list[Diagnostic]]:
        loader = Cases(Workspace(self.small.root))
        return load_suites(loader)[0], loader.problems.in_order()

    def suite(self) -> Suite:
        suite, problems = self.load()
        assert not problems, [problem.message for problem in problems]
        return suite

    def run(self) -> SuiteResult:
        return run_suite(self.suite())


@pytest.fixture
def tested(tmp_path: Path) -> Callable[[str], RuleTests]:
    return lambda cases: RuleTests(tmp_path).tests(cases)
