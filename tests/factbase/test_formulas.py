"""Computed indicators: exact, with units converted, estimates carried on, and never a number where there is none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.small_workspace import Small

CATALOGUE = """
a.x:
  tên: X
  đơn vị tính: HTX
a.y:
  tên: Y
  đơn vị tính: HTX
a.thu:
  tên: Thu
  đơn vị tính: tỷ đồng
  tính chất: trong năm
a.ke_hoach:
  tên: Kế hoạch thu
  đơn vị tính: triệu đồng
  có thể âm: có
a.z:
  tên: Z
  đơn vị tính: {unit}
  công thức: {formula}
"""
CRITERION = """
- {số: 1.1, nguyên văn: Z, đo bằng: a.z, đạt khi: trên 0}
"""


def computed(root: Path, formula: str, unit: str, facts: str, **previous: str) -> Fraction | None:
    workspace = Small(root, CATALOGUE.format(unit=unit, formula=formula)).criteria(CRITERION).facts(facts)
    if previous:
        workspace.facts("\n".join(f"{k.replace('__', '.')}: {v}" for k, v in previous.items()), 2022, "31/12/2022")
    actual = workspace.criterion().measures[0].actual
    return None if actual is None else actual.value.exact


@pytest.mark.parametrize(
    ("formula", "unit", "value"),
    [
        ("tỷ_lệ(a.x, a.y)", '"%"', Fraction(500, 22)),
        ("a.x + a.y", "HTX", 27),
        ("a.y - a.x", "HTX", 17),
        ("a.x * 2 + 1", "HTX", 11),
        ("-a.x + a.y", "HTX", 17),
        ("(a.x + a.y) / 2", "HTX", Fraction(27, 2)),
        ("tổng(a.x, a.y, a.x)", "HTX", 32),
        ("bình_quân(a.x, a.y)", "HTX", Fraction(27, 2)),
        ("lớn_nhất(a.x, a.y)", "HTX", 22),
        ("nhỏ_nhất(a.x, a.y)", "HTX", 5),
        ("tỷ_lệ(a.thu, a.ke_hoach)", '"%"', 150),  # 3 tỷ of 2.000 triệu
        ("a.thu - a.ke_hoach", "triệu đồng", 1000),
        ("a.thu / a.x", "triệu đồng/HTX", 600),
        ("a.thu - 500 triệu đồng", "tỷ đồng", Fraction(5, 2)),
        ("a.thu + 1", "tỷ đồng", 4),  # a bare number takes the unit of the other side
    ],
)
def test_arithmetic(tmp_path: Path, formula: str, unit: str, value: Fraction) -> None:
    facts = "a.x: 5\na.y: 22\na.thu: 3\na.ke_hoach: 2.000"
    assert computed(tmp_path, formula, unit, facts) == value


def test_one_third_times_three_is_one(tmp_path: Path) -> None:
    assert computed(tmp_path, "a.x / 3 * 3", "HTX", "a.x: 1\na.y: 1") == 1


def test_previous_year_and_growth(tmp_path: Path) -> None:
    assert computed(tmp_path / "a", "năm_trước(a.x)", "HTX", "a.x: 6", a__x="5") == 5
    assert computed(tmp_path / "b", "tăng_trưởng(a.x)", '"%"', "a.x: 6", a__x="5") == 20
    assert computed(tmp_path / "c", "a.x - giá_trị(a.x, 2022)", "HTX", "a.x: 6", a__x="5") == 1


def test_without_last_years_facts_there_is_no_growth(tmp_path: Path) -> None:
    assert computed(tmp_path, "tăng_trưởng(a.x)", '"%"', "a.x: 6") is None


@pytest.mark.parametrize(
    ("formula", "facts", "previous"),
    [
        ("tỷ_lệ(a.x, a.y)", "a.x: 5\na.y: 0", {}),
        ("tỷ_lệ(a.x, a.y)", "a.x: 5\na.y: chưa đến 3", {}),  # the divisor may be 0
        ("tăng_trưởng(a.x)", "a.x: 5", {"a__x": "0"}),
    ],
)
def test_what_cannot_be_computed_is_unknown_with_a_warning(
    tmp_path: Path, formula: str, facts: str, previous: dict[str, str]
) -> None:
    assert computed(tmp_path, formula, '"%"', facts, **previous) is None
    assert "CT303" in [w.code for w in Small.evaluate(_at(tmp_path)).warnings]


def _at(root: Path) -> Small:
    small = Small.__new__(Small)
    small.root = root
    return small


def test_an_estimate_makes_what_is_computed_from_it_an_estimate(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE.format(unit="HTX", formula="a.x + a.y")).criteria(CRITERION)
    workspace.groups(
        "  - nguồn: BC, mục 1\n    tính đến: 30/6/2023\n    giá trị:\n      a.x: 5\n"
        "  - nguồn: BC, mục 2\n    loại số liệu: ước thực hiện\n    giá trị:\n      a.y: 6\n"
    )
    actual = workspace.criterion().measures[0].actual
    assert actual is not None and actual.estimate
    assert actual.as_of is not None and actual.as_of.isoformat() == "2023-06-30"  # as old as its oldest part
    assert actual.source == "BC, mục 1; BC, mục 2"


def test_an_uncertain_part_that_enters_once_gives_exact_bounds(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE.format(unit='"%"', formula="tỷ_lệ(a.x, a.y)")).criteria(CRITERION)
    workspace.facts("a.x: từ 5 đến 6\na.y: 20")
    actual = workspace.criterion().measures[0].actual
    assert actual is not None and (actual.value.low, actual.value.high, actual.outer) == (25, 30, False)


def test_an_uncertain_part_that_enters_twice_gives_outer_bounds(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE.format(unit="HTX", formula="a.x - a.x")).criteria(CRITERION)
    workspace.facts("a.x: từ 5 đến 6")
    actual = workspace.criterion().measures[0].actual
    assert actual is not None and (actual.value.low, actual.value.high, actual.outer) == (-1, 1, True)


def test_given_and_computed_the_computed_counts_and_a_difference_is_said(tmp_path: Path) -> None:
    """118 of 130 is 90,77%; the report says 91,47%."""
    workspace = Small(tmp_path, CATALOGUE.format(unit='"%"', formula="tỷ_lệ(a.x, a.y)")).criteria(CRITERION)
    workspace.facts("a.x: 118\na.y: 130\na.z: 91,47%")
    result = workspace.evaluate()
    actual = next(result.criteria).measures[0].actual
    assert actual is not None and actual.label == "90,77%"
    assert [w.code for w in result.warnings] == ["CT308"]


def test_given_counts_where_it_cannot_be_computed(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE.format(unit='"%"', formula="tỷ_lệ(a.x, a.y)")).criteria(CRITERION)
    workspace.facts("a.x: 118\na.z: 91,47%")
    actual = workspace.criterion().measures[0].actual
    assert actual is not None and actual.label == "91,47%"


@pytest.mark.parametrize(
    ("formula", "unit", "code"),
    [
        ("a.x / a.y", '"%"', "CT103"),  # was x 100 meant?
        ("a.x + a.thu", "HTX", "CT103"),
        ("a.thu * 5%", "tỷ đồng", "CT103"),
        ("tỷ_lệ(a.x, a.thu)", '"%"', "CT103"),
        ("tỷ_lệ(a.x)", '"%"', "CT112"),
        ("năm_trước(a.x + a.y)", "HTX", "CT112"),
        ("a.khong_co + 1", "HTX", "CT101"),
        ("a.x +", "HTX", "CT106"),
        ("a.z + 1", "HTX", "CT105"),
    ],
)
def test_formulas_that_make_no_sense_are_refused(tmp_path: Path, formula: str, unit: str, code: str) -> None:
    workspace = Small(tmp_path, CATALOGUE.format(unit=unit, formula=formula)).criteria(CRITERION).facts("a.x: 5")
    assert [d.code for d in workspace.problems()] == [code]


@pytest.mark.parametrize(
    ("base", "now", "status"),
    [
        ("trên 0 triệu đồng", "-4 triệu đồng", "not_met"),  # less than before, whatever that was: below -100 %
        ("trên 0 triệu đồng", "5 triệu đồng", "undetermined"),
        ("từ 0 triệu đồng trở lên", "-4 triệu đồng", "undetermined"),  # may have been nothing
    ],
)
def test_growth_has_a_value_from_every_base_that_is_surely_above_nothing(
    tmp_path: Path, base: str, now: str, status: str
) -> None:
    workspace = Small(tmp_path, CATALOGUE.format(unit='"%"', formula="tăng_trưởng(a.ke_hoach)")).criteria(CRITERION)
    workspace.facts(f"a.ke_hoach: {base}", 2022, "31/12/2022").facts(f"a.ke_hoach: {now}", 2023, "31/12/2023")
    assert str(workspace.criterion().status) == status
