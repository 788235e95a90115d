"""What is missing of a unit makes a difference only to what stands together with it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

pytest.importorskip("numpy", reason="columns need numpy (chitieu[bulk])")

import numpy as np

from engine.bulk.blocks import blocks_of
from engine.bulk.cases import TableCases
from engine.bulk.inferring import Inferred
from engine.bulk.lines import LineWriter
from engine.bulk.pieces import alike, places_of
from engine.bulk.table_units import TableInference
from engine.bulk.units import AT_ONCE, Given
from engine.evaluation.evaluator import Evaluator
from engine.importing.number_writing import Writing
from engine.reports.verdicts_csv import csv_lines
from engine.workspace.workspace import Workspace
from tests.bulk.invented import as_csv
from tests.workspaces import write_files

HEAD = """nghị quyết: {số: 9/NQ-HĐND, giai đoạn: 2021-2025}
số liệu:
  x.rieng: {tên: Số đứng riêng, đơn vị tính: ha}
  x.a: {tên: Số thứ nhất, đơn vị tính: hộ}
  x.b: {tên: Số thứ hai, đơn vị tính: hộ}
  x.tong: {tên: Tổng, đơn vị tính: hộ, công thức: x.a + x.b}
  x.trong: {tên: Trong đó, đơn vị tính: hộ, là phần của: x.toan}
  x.toan: {tên: Toàn bộ, đơn vị tính: hộ}
  x.thu: {tên: Số thu, đơn vị tính: triệu đồng, tính chất: trong năm}
  x.du_toan: {tên: Dự toán, đơn vị tính: triệu đồng, tính chất: kế hoạch}
  x.khac: {tên: Số khác, đơn vị tính: ha}
các chỉ tiêu:
"""
CRITERIA = (
    "x.rieng từ 50 ha trở lên",
    "x.tong từ 90 hộ trở lên",
    "x.trong từ 40 hộ trở lên",
    "x.thu từ x.du_toan trở lên",
)


def workspace(root: Path, criteria: tuple[str, ...] = CRITERIA, head: str = HEAD) -> Path:
    targets = "".join(
        f"- chỉ tiêu: {number}\n  nguyên văn: Chỉ tiêu thứ {number}\n  đạt khi: {condition}\n"
        for number, condition in enumerate(criteria, 1)
    )
    (root / "facts").mkdir()
    return write_files(root, {"rules/r/r.yaml": head + targets})


def inference_of(root: Path, rows: list[list[str]], whole: bool = False) -> tuple[TableInference, list[Inferred]]:
    cases = TableCases(Workspace(root), as_csv(root / "bang.csv", rows, ";"), Given(None, None, Writing.VIETNAMESE))
    cases.read_rules()
    assert not cases.problems.has_errors
    (rulebook,) = cases.wanted_rules(None)
    inference = TableInference(cases, Evaluator(rulebook, "clips"), whole)
    return inference, [inference.infer_batch(batch) for batch in cases.open(rulebook).batches(AT_ONCE)]


def rows_with_gaps(codes: list[str], units: int, missing: float, day: str = "31/12/2023") -> list[list[str]]:
    chance = Random(units)
    cells = [["" if chance.random() < missing else str(chance.randint(1, 100)) for _ in codes] for _ in range(units)]
    return [
        ["đơn vị", "năm", "tính đến", *codes],
        *([f"xã {unit}", "2023", day, *own] for unit, own in enumerate(cells)),
    ]


def test_formulas_parts_and_the_sides_of_a_comparison_stand_together(tmp_path: Path) -> None:
    inference, _ = inference_of(workspace(tmp_path), rows_with_gaps(["x.rieng"], 1, 0))
    found = {frozenset(block.codes) for block in inference.blocks}
    assert found == {
        frozenset({"x.rieng"}),
        frozenset({"x.a", "x.b", "x.tong"}),
        frozenset({"x.trong", "x.toan"}),
        frozenset({"x.thu", "x.du_toan"}),
        frozenset({"x.khac"}),
    }
    inputs = [key for block in inference.blocks for key in block.inputs]
    assert sorted(inputs) == sorted(inference.evaluator.rulebook.inputs)


def test_the_comparisons_that_tell_one_pace_stand_together(tmp_path: Path) -> None:
    both = "x.rieng từ 50 ha trở lên và x.khac từ 5 ha trở lên"
    root = workspace(tmp_path, (both,))
    (root / "rules/r/hc.yaml").write_text(
        "hạn chế:\n  - mã: HC-1\n    khi: nội dung 1 chậm tiến độ\n    kết luận: Chậm.\n", "utf-8"
    )
    inference, _ = inference_of(root, rows_with_gaps(["x.rieng"], 1, 0))
    assert {frozenset(block.codes) for block in inference.blocks if block.criteria} == {
        frozenset({"x.rieng", "x.khac"})
    }
    apart = blocks_of(inference.evaluator.rulebook, ())
    assert frozenset({"x.rieng"}) in {frozenset(block.codes) for block in apart}


@pytest.mark.parametrize("day", ["31/12/2023", "30/6/2023"])
def test_units_with_gaps_of_any_kind_are_inferred_in_columns(tmp_path: Path, day: str) -> None:
    codes = ["x.rieng", "x.a", "x.b", "x.trong", "x.thu", "x.du_toan", "x.khac"]
    inference, batches = inference_of(workspace(tmp_path), rows_with_gaps(codes, 250, 0.3, day))
    for inferred in batches:
        assert not inferred.alone
        lines = LineWriter().of(inferred)
        assert len(lines) == 250
        for unit, found in lines.items():
            assert found.text == csv_lines(inference.evaluator.verdicts(inferred.units.facts_of(unit)))


def test_the_states_of_units_with_gaps_are_those_of_the_rules(tmp_path: Path) -> None:
    codes = ["x.rieng", "x.a", "x.b", "x.trong", "x.toan", "x.thu", "x.du_toan"]
    inference, batches = inference_of(workspace(tmp_path), rows_with_gaps(codes, 120, 0.3), whole=True)
    seen = 0
    for inferred in batches:
        for part in inferred.parts:
            for place, unit in enumerate(part.units.tolist()):
                expected = inference.evaluator.states(inferred.units.facts_of(unit))
                assert {node: int(states[place]) for node, states in part.states.items()} == expected
                seen += 1
        # a part above its whole is an error of that unit alone, so that it is read by the rules
        assert set(inferred.alone.values()) == {"có phép chia cho 0, phần lớn hơn tổng, hoặc dấu khác các đơn vị khác"}
    assert seen > 60


def test_a_pace_that_asks_what_is_known_is_that_of_units_alike(tmp_path: Path) -> None:
    root = workspace(tmp_path, ("đã có số liệu x.rieng", "x.khac từ 5 ha trở lên"))
    (root / "rules/r/hc.yaml").write_text(
        "hạn chế:\n  - mã: HC-1\n    khi: nội dung 1 chậm tiến độ\n    kết luận: Chậm.\n", "utf-8"
    )
    rows = rows_with_gaps(["x.rieng", "x.khac"], 40, 0.5, "30/6/2023")
    inference, (inferred,) = inference_of(root, rows, whole=True)
    assert not inferred.alone
    for part in inferred.parts:
        for place, unit in enumerate(part.units.tolist()):
            expected = inference.evaluator.states(inferred.units.facts_of(unit))
            assert {node: int(states[place]) for node, states in part.states.items()} == expected


def test_a_block_with_too_many_gaps_leaves_its_units_to_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.bulk.inferring._MOST_MODELS", 2)
    codes = ["x.rieng", "x.a", "x.b"]
    _, (inferred,) = inference_of(workspace(tmp_path), rows_with_gaps(codes, 60, 0.5))
    assert inferred.alone
    assert set(inferred.alone.values()) == {"có quá nhiều kiểu thiếu số liệu khác nhau"}
    assert len(inferred.alone) + sum(len(part.units) for part in inferred.parts) == 60


def test_ways_that_occur_are_told_with_their_units() -> None:
    ways = {"a": np.array([1, 0, 1, 2]), "b": np.array([1, 1, 1, 1])}
    found = {key: units.tolist() for key, units in alike(ways, ("a", "b", "c"), np.array([0, 1, 2, 3]))}
    assert found == {(1, 1, 0): [0, 2], (0, 1, 0): [1], (2, 1, 0): [3]}
    many = {f"c{n}": np.array([n % 2, 1, 0]) for n in range(80)}  # more than one number of 64 bits can tell apart
    assert [units.tolist() for _, units in alike(many, tuple(many), np.array([0, 1, 2]))] != []
    assert sum(len(units) for _, units in alike(many, tuple(many), np.array([0, 1, 2]))) == 3
    assert len(list(alike(many, tuple(many), np.array([0, 1, 2])))) == 3


def test_places_among_units() -> None:
    assert places_of(np.array([1, 4, 9]), np.array([1, 2, 9])).tolist() == [0, -1, 2]
    assert places_of(np.array([5]), np.array([], np.int64)).tolist() == [-1]
