"""Coverage counts what tests have seen both ways; a mutant survives where no test notices, and only provable ones are left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.evaluation.evaluator import Evaluator
from engine.rule_tests.coverage import coverage
from engine.rule_tests.expectations import DerivedStates, Subject
from engine.rule_tests.mutants import mutants_of
from engine.rule_tests.mutation import mutate
from engine.rule_tests.suggestion import Suggester, based_on
from engine.rule_tests.suites import Suite, load_suites
from engine.workspace.cases import Cases
from engine.workspace.workspace import Workspace
from tests.rule_tests.conftest import RuleTests
from tests.small_workspace import Small
from tests.workspaces import ROOT

Make = Callable[[str], RuleTests]
ALL = """
- tên: Ngay dưới 50
  số liệu: {a.tong: 49, a.lai: 39, a.kho: có}
  ghi chú: 39/49 = 79,6%.
  mong đợi:
    nội dung 1.1: chưa đạt
    nội dung 1.2: chưa đạt
    có: [HC-1, GP-1]
- tên: Đúng 50
  số liệu: {a.tong: 50, a.lai: 40, a.kho: có}
  mong đợi:
    nội dung 1.1: đạt
    nội dung 1.2: đạt
    không có: [HC-1, GP-1]
- tên: Hơn 80%
  số liệu: {a.tong: 87, a.lai: 70, a.kho: có}
  ghi chú: 70/87 = 80,46%.
  mong đợi:
    nội dung 1.2: vượt
- tên: Không khó khăn, tất cả có lãi
  số liệu: {a.tong: 40, a.lai: 40, a.kho: không}
  mong đợi:
    không có: [HC-1, GP-1]
    khớp: [DC-1]
- tên: Thừa một
  số liệu: {a.tong: 40, a.lai: 41}
  mong đợi:
    lệch: [DC-1]
- tên: Chỉ 1.2 chưa đạt
  số liệu: {a.tong: 60, a.lai: 30, a.kho: có}
  mong đợi:
    không có: [HC-1]
"""


def test_all_rules_covered_and_every_mutant_noticed(tested: Make) -> None:
    suite = tested(ALL)
    covered = coverage([suite.run()])
    assert covered.percent == 100
    mutation = mutate(suite.suite())
    assert mutation.total > 10
    assert [f"{m.subject} {m.change}" for m in mutation.survivors] == []


def test_what_was_not_seen_is_listed(tested: Make) -> None:
    covered = coverage([tested(ALL.partition("- tên: Đúng 50")[0]).run()])
    missing = {str(rule.subject): rule.missing for rule in covered.rules}
    assert missing["nội dung 1.1"] == ("đạt hoặc vượt",)
    assert missing["HC-1"] == ("không có",)
    assert missing["DC-1"] == ("lệch",)
    assert covered.percent == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dropped", "subject", "change"),
    [
        ("Ngay dưới 50", "nội dung 1.1", "đạt khi, «từ 50 HTX trở lên»: ngưỡng 50 HTX thành 49 HTX"),
        ("Đúng 50", "nội dung 1.1", "đạt khi, «từ 50 HTX trở lên»: ngưỡng 50 HTX thành 51 HTX"),
        ("Hơn 80%", "nội dung 1.2", "vượt khi, «đạt 80%»: ngưỡng 80% thành 81%"),
        ("Không khó khăn, tất cả có lãi", "HC-1", "bỏ cả điều kiện «khi»"),
        ("Không khó khăn, tất cả có lãi", "DC-1", "«a.lai <= a.tong»: không kể mức 0 HTX"),
        ("Chỉ 1.2 chưa đạt", "HC-1", "bỏ nội dung 1.1 khỏi «của»"),
    ],
)
def test_without_its_test_a_mutant_survives(tested: Make, dropped: str, subject: str, change: str) -> None:
    suite = tested(ALL).suite()
    fewer = suite._replace(tests=tuple(t for t in suite.tests if t.name != dropped))
    found = {(str(m.subject), m.change) for m in mutate(fewer).survivors}
    assert (subject, change) in found


def test_each_kind_of_slip_is_made(tmp_path: Path) -> None:
    small = Small(tmp_path, "a.x:\n  tên: X\n  đơn vị tính: HTX\na.y:\n  tên: Y\n  kiểu: có/không")
    small.criteria("""
    - số: 1.1
      nguyên văn: X
      đo bằng: a.x
      đạt khi:
        2022: từ 5 trở lên
        2025: từ 9 trở lên
      áp dụng khi: a.y có
    """)
    (rulebook,) = Cases(Workspace(tmp_path)).everything()[0]
    changes = [m.change for m in mutants_of(rulebook).mutants]
    assert changes == [
        "đạt khi, «từ 5 trở lên»: ngưỡng 5 HTX thành 6 HTX",
        "đạt khi, «từ 5 trở lên»: ngưỡng 5 HTX thành 4 HTX",
        "đạt khi, «từ 9 trở lên»: ngưỡng 9 HTX thành 10 HTX",
        "đạt khi, «từ 9 trở lên»: ngưỡng 9 HTX thành 8 HTX",
        "đảo «a.y có»",
        "bỏ «áp dụng khi»",
    ]


def resolution_47() -> Suite:
    return load_suites(Cases(Workspace(ROOT)), "47/NQ-HĐND")[0]


@pytest.mark.slow
def test_what_is_left_out_as_equivalent_changes_no_verdict_on_any_test() -> None:
    """The proofs are checked on every case there is; each mutant on a few of them, to stay quick."""
    suite = resolution_47()
    equivalent = mutants_of(suite.rulebook).equivalent
    assert len(equivalent) > 20
    before = Evaluator(suite.rulebook)
    seen = [DerivedStates(suite.rulebook, before.states(test.case.facts)) for test in suite.tests]
    before.session.close()
    for number, mutant in enumerate(equivalent):
        evaluator = Evaluator(mutant.rulebook)
        for test, old in list(zip(suite.tests, seen, strict=True))[number % 9 :: 9]:
            new = DerivedStates(suite.rulebook, evaluator.states(test.case.facts))
            assert new.label(mutant.subject) == old.label(mutant.subject), (mutant.change, test.name)
        evaluator.session.close()


@pytest.mark.slow
def test_the_tests_of_resolution_47_know_every_rule() -> None:
    from engine.rule_tests.runner import run_suite

    result = run_suite(resolution_47())
    assert result.failed == 0
    assert coverage([result]).percent == 100


def test_suggestions_are_cases_that_pass(tested: Make) -> None:
    workspace = tested(ALL)
    suite = workspace.suite()
    suggester = Suggester(suite.bases["xa-a/2023"], Evaluator(suite.rulebook))
    found = list(suggester.all())
    about = [(s.code, s.value, s.where, s.label) for s in found if s.subject == Subject("criterion", "1.1")]
    assert about == [
        ("a.tong", "49 HTX", "ngay dưới", "chưa đạt"),
        ("a.tong", "50 HTX", "đúng bằng", "đạt"),
        ("a.tong", "51 HTX", "ngay trên", "đạt"),
    ]
    workspace.small.write("rules/nq/kiem-thu.yaml", "trường hợp:\n" + based_on(found, "xa-a/2023"))
    again = workspace.run()
    assert (len(again.results), again.failed) == (len(found), 0)


def test_both_ends_of_a_range_are_suggested(tmp_path: Path) -> None:
    small = Small(tmp_path, "a.x:\n  tên: X\n  đơn vị tính: HTX").facts("a.x: 5")
    small.criteria("- số: 1.1\n  nguyên văn: 7-9 HTX\n  đo bằng: a.x\n  đạt khi: 7-9 HTX")
    (suite,) = load_suites(Cases(Workspace(tmp_path)))
    found = Suggester(suite.bases["xa-a/2023"], Evaluator(suite.rulebook)).all()
    assert [(s.value, s.label) for s in found] == [
        ("6 HTX", "chưa đạt"),
        ("7 HTX", "đạt"),
        ("8 HTX", "đạt"),
        ("8 HTX", "đạt"),
        ("9 HTX", "đạt"),
        ("10 HTX", "vượt"),
    ]
