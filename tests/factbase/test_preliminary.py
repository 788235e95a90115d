"""Preliminary figures («sơ bộ»): counted, marked, and behind a final figure of the same end (9-periods-points)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.evaluation.presentation import actual_text, target_verdict_text, verdict_text
from engine.factbase.facts import Basis
from engine.workspace.cases import Cases
from engine.workspace.choosing import Selection
from engine.workspace.workspace import Workspace
from tests.factbase.test_which_fact_counts import CATALOGUE, CRITERION, chosen, group, small
from tests.small_workspace import Small


def told(workspace: Small) -> str:
    return actual_text(workspace.criterion().measures[0], date(2023, 12, 31))


def codes(workspace: Small) -> list[str]:
    return [warning.code for warning in workspace.evaluate().warnings]


@pytest.fixture(params=["trong năm", "thời điểm", "theo kỳ", "lũy kế"])
def nature(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_preliminary_figure_is_counted_and_marked(tmp_path: Path, nature: str) -> None:
    workspace = small(tmp_path, nature).groups(group("120", "sơ bộ"))
    result = workspace.criterion()
    assert (told(workspace), verdict_text(result)) == ("120 việc (sơ bộ)", "đạt (sơ bộ)")
    assert [str(rest) for rest in result.rests_on] == ["measured"]
    assert target_verdict_text(workspace.evaluate().targets[0]) == "đạt (sơ bộ)"
    (fact,) = _facts(tmp_path)
    assert fact.basis is Basis.ACTUAL and fact.preliminary


def _facts(root: Path):  # type: ignore[no-untyped-def]
    (case,) = Cases(Workspace(root)).select(Selection())
    return case.facts.facts.facts


@pytest.mark.parametrize("first", [True, False])
def test_a_final_figure_goes_before_a_preliminary_one(tmp_path: Path, nature: str, first: bool) -> None:
    groups = [group("90"), group("120", "sơ bộ")]
    workspace = small(tmp_path, nature).groups("".join(groups if first else reversed(groups)))
    assert (told(workspace), codes(workspace)) == ("90 việc", [])


@pytest.mark.parametrize(("kept", "told_later"), [("", "sơ bộ"), ("sơ bộ", "")])
def test_final_goes_before_the_day_of_the_data(tmp_path: Path, kept: str, told_later: str) -> None:
    """Both cover 9 months; the final one counts, whichever was told later."""
    one = group("90", kept, as_of="30/9/2023", period="9 tháng")
    other = group("80", told_later, as_of="20/12/2023", period="9 tháng")
    workspace = small(tmp_path).groups(one + other)
    assert chosen(workspace)[0] == ("90 việc" if told_later else "80 việc")


def test_a_later_end_goes_before_a_final_figure(tmp_path: Path) -> None:
    both = group("90", as_of="30/6/2023") + group("120", "sơ bộ", as_of="30/9/2023")
    assert told(small(tmp_path, "thời điểm").groups(both)) == "120 việc (sơ bộ)"


def test_a_preliminary_figure_goes_before_an_estimate(tmp_path: Path, nature: str) -> None:
    both = group("90", "sơ bộ") + group("120", "ước thực hiện")
    assert told(small(tmp_path, nature).groups(both)) == "90 việc (sơ bộ)"


def test_two_preliminary_figures_that_differ_contradict_each_other(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(group("90", "sơ bộ") + group("120", "sơ bộ"))
    assert (told(workspace), codes(workspace)) == ("từ 90 việc đến 120 việc (sơ bộ)", ["CT302"])


def halves(first: str, second: str) -> str:
    return group("50", first, period="6 tháng đầu năm") + group("40", second, period="6 tháng cuối năm")


def test_a_sum_with_a_preliminary_part_is_preliminary(tmp_path: Path) -> None:
    assert told(small(tmp_path).groups(halves("", "sơ bộ"))) == "90 việc (sơ bộ)"
    assert told(small(tmp_path).groups(halves("", ""))) == "90 việc"


def test_a_final_sum_goes_before_a_preliminary_whole(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(group("120", "sơ bộ") + halves("", ""))
    assert (told(workspace), codes(workspace)) == ("90 việc", [])


def test_a_final_whole_goes_before_a_preliminary_sum(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(group("120") + halves("", "sơ bộ"))
    assert (told(workspace), codes(workspace)) == ("120 việc", [])


def test_of_preliminary_ones_the_given_goes_before_the_sum(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(group("120", "sơ bộ") + halves("", "sơ bộ"))
    assert (told(workspace), codes(workspace)) == ("120 việc (sơ bộ)", ["CT308"])


def test_an_estimated_rest_on_a_preliminary_part_is_both(tmp_path: Path) -> None:
    workspace = small(tmp_path).groups(halves("sơ bộ", "ước thực hiện"))
    assert verdict_text(workspace.criterion()) == "chưa đạt (ước, sơ bộ)"


@pytest.mark.parametrize(
    ("first", "second", "contradicts"),
    [("sơ bộ", "", False), ("", "sơ bộ", False), ("sơ bộ", "sơ bộ", True), ("", "", True)],
)
def test_a_total_that_falls_to_its_final_figure_was_corrected(
    tmp_path: Path, first: str, second: str, contradicts: bool
) -> None:
    fallen = group("120", first, period="9 tháng", as_of="30/9/2023") + group("110", second)
    workspace = small(tmp_path).groups(fallen)
    assert [one.code for one in workspace.problems()] == (["CT215"] if contradicts else [])


def test_a_plan_is_never_preliminary(tmp_path: Path) -> None:
    workspace = small(tmp_path, "kế hoạch").groups(group("120", "sơ bộ", as_of="1/1/2023"))
    assert _facts(tmp_path)[0].preliminary is False
    assert told(workspace) == "120 việc"


def test_a_computed_value_rests_on_the_preliminary_figure(tmp_path: Path) -> None:
    catalogue = (
        CATALOGUE.format(nature="trong năm") + "x.hai:\n  tên: Hai lần\n  đơn vị tính: việc\n  công thức: x.so * 2\n"
    )
    workspace = Small(tmp_path, catalogue).criteria(CRITERION.replace("x.so", "x.hai"))
    assert told(workspace.groups(group("60", "sơ bộ"))) == "120 việc (sơ bộ)"


def test_only_counted_takes_preliminary_figures(tmp_path: Path) -> None:
    catalogue = CATALOGUE.format(nature="trong năm") + (
        "x.hai:\n  tên: Hai lần\n  đơn vị tính: việc\n  công thức: thực_hiện(x.so) * 2\n"
    )
    workspace = Small(tmp_path, catalogue).criteria(CRITERION.replace("x.so", "x.hai"))
    assert told(workspace.groups(group("60", "sơ bộ") + group("70", "ước thực hiện"))) == "120 việc (sơ bộ)"


def test_the_word_beside_a_number_belongs_to_its_group(tmp_path: Path) -> None:
    """The value is refused; the remedy names the key that says it."""
    found = small(tmp_path).groups(group("120 (sơ bộ)")).problems()
    assert [(one.code, "loại số liệu: sơ bộ" in one.remedy) for one in found] == [("CT204", True)]
