"""Attributions that a first reader found wrong or missing, each as a small workspace in two states."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.history.comparison import Change, Comparison, Reason, compare
from engine.history.fact_changes import ValueKey
from engine.history.layers import Layer
from tests.history.recorded import of_workspace, side
from tests.small_workspace import Small

DATA, THRESHOLDS, RULES, ENGINE, TOOL = Layer
CATALOGUE = """
a.x:
  tên: X
  đơn vị tính: hộ
a.y:
  tên: Y
  đơn vị tính: hộ
  tính chất: trong năm
"""
RULE = "- số: 1.1\n  nguyên văn: Dưới 60 hộ\n  đo bằng: a.x\n  đạt khi: dưới 60 hộ\n"
AMENDMENT = """\
  sửa đổi:
    - văn bản: Nghị quyết số 30/NQ-HĐND
      hiệu lực từ: {since}
      nguyên văn: Dưới 50 hộ
      đạt khi: dưới {goal} hộ
"""


def state(
    root: Path, number: int, rule: str = RULE, facts: str = "a.x: 55 hộ\na.y: 5 hộ", catalogue: str = CATALOGUE
) -> Small:
    return Small(root / str(number), catalogue).criteria(rule).facts(facts)


def between(before: Small, after: Small) -> Comparison:
    return compare(*(side(of_workspace(small.root, 2023)) for small in (before, after)))


def change(comparison: Comparison, identifier: str) -> Change:
    return next(change for change in comparison.changes if change.shown.id == identifier)


def test_the_day_of_an_amendment_belongs_to_the_goal(tmp_path: Path) -> None:
    before = state(tmp_path, 1, RULE + AMENDMENT.format(since="01/07/2023", goal=50))
    after = state(tmp_path, 2, RULE + AMENDMENT.format(since="01/07/2024", goal=50))
    found = between(before, after)
    assert found.layers == (THRESHOLDS,)
    assert change(found, "1.1").reasons == (Reason((THRESHOLDS,), criteria=("1.1",)),)  # 55: under 60, not under 50
    (key,) = found.thresholds[0].keys
    assert "hiệu lực từ: 01/7/2023" in key.before and "hiệu lực từ: 01/7/2024" in key.after


def test_a_new_amendment_is_a_goal_and_no_other_rule(tmp_path: Path) -> None:
    found = between(state(tmp_path, 1), state(tmp_path, 2, RULE + AMENDMENT.format(since="01/07/2023", goal=50)))
    assert (found.layers, found.rules) == ((THRESHOLDS,), ())
    assert found.thresholds[0].keys[0].before == "(không ghi)"
    assert change(found, "1.1").reasons[0].layers == (THRESHOLDS,)


def test_a_new_code_beside_a_changed_value_does_not_make_the_rules_a_reason(tmp_path: Path) -> None:
    """The old rules do not know the code; to them the fact about it means nothing."""
    catalogue = CATALOGUE + "a.moi:\n  tên: Mới\n  đơn vị tính: hộ\n"
    found = between(
        state(tmp_path, 1), state(tmp_path, 2, facts="a.x: 70 hộ\na.y: 5 hộ\na.moi: 12 hộ", catalogue=catalogue)
    )
    assert found.layers == (DATA, RULES)
    assert change(found, "1.1").reasons == (Reason((DATA,), (ValueKey(None, "a.x"),)),)
    assert (found.evaluated, found.mixtures) == (4, 4)


def test_a_renamed_code_hides_no_other_value(tmp_path: Path) -> None:
    after = state(tmp_path, 2, facts="a.x: 70 hộ\na.z: 5 hộ", catalogue=CATALOGUE.replace("a.y", "a.z"))
    found = between(state(tmp_path, 1), after)
    assert {str(fact.key) for fact in found.facts} == {"a.x", "a.y", "a.z"}
    assert change(found, "1.1").reasons == (Reason((DATA,), (ValueKey(None, "a.x"),)),)


def test_layers_that_do_not_load_apart_are_said_to_be_inseparable(tmp_path: Path) -> None:
    """The unit of an indicator and its value change together: neither loads with the other's."""
    rule = "- số: 1.1\n  nguyên văn: Dưới 60 ha\n  đo bằng: a.x\n  đạt khi: dưới 60 ha\n"
    catalogue = CATALOGUE.replace("tên: X\n  đơn vị tính: hộ", "tên: X\n  đơn vị tính: ha")
    found = between(state(tmp_path, 1), state(tmp_path, 2, rule, "a.x: 70 ha\na.y: 5 hộ", catalogue))
    (reason,) = change(found, "1.1").reasons
    assert reason.inseparable and DATA in reason.layers and found.evaluated < found.mixtures


def test_a_value_of_another_year_is_named_with_its_year(tmp_path: Path) -> None:
    catalogue = CATALOGUE + "a.tang:\n  tên: Tăng\n  đơn vị tính: '%'\n  công thức: tăng_trưởng(a.x)\n"
    rule = "- số: 1.1\n  nguyên văn: Tăng từ 10% trở lên\n  đo bằng: a.tang\n  đạt khi: từ 10% trở lên\n"
    smalls = [
        state(tmp_path, number, rule, catalogue=catalogue).facts(f"a.x: {last} hộ", 2022, "31/12/2022")
        for number, last in ((1, 40), (2, 54))
    ]
    found = between(*smalls)
    assert [str(fact.key) for fact in found.facts] == ["a.x năm 2022"]
    assert change(found, "1.1").reasons == (Reason((DATA,), (ValueKey(2022, "a.x"),)),)  # 55 of 40, 55 of 54


def test_a_later_date_of_the_file_is_one_change_and_hides_no_value(tmp_path: Path) -> None:
    catalogue = CATALOGUE + "".join(f"b.n{n}:\n  tên: N{n}\n  đơn vị tính: hộ\n" for n in range(150))
    many = "\n".join(f"b.n{n}: 1 hộ" for n in range(150))
    smalls = [state(tmp_path, number, catalogue=catalogue) for number in (1, 2)]
    smalls[0].facts(f"a.x: 55 hộ\na.y: 5 hộ\n{many}", as_of="10/11/2023")
    smalls[1].facts(f"a.x: 70 hộ\na.y: 5 hộ\n{many}", as_of="30/11/2023")
    found = between(*smalls)
    assert [str(fact.key) for fact in found.facts] == ["a.x"]
    assert found.other_data == ("số liệu tính đến: 10/11/2023 → 30/11/2023",)
    assert change(found, "1.1").reasons == (Reason((DATA,), (ValueKey(None, "a.x"),)),)


def test_a_value_with_a_date_of_its_own_does_not_change_with_that_of_the_file(tmp_path: Path) -> None:
    smalls = [state(tmp_path, number) for number in (1, 2)]
    for small, as_of in zip(smalls, ("10/11/2023", "30/11/2023"), strict=True):
        small.facts("a.x:\n  là: 55 hộ\n  ngày: 10/11/2023\na.y: 5 hộ", as_of=as_of)
    assert between(*smalls).facts == ()


def test_a_date_that_moves_no_number_changes_no_conclusion(tmp_path: Path) -> None:
    smalls = [state(tmp_path, number) for number in (1, 2)]
    smalls[1].facts("a.x: 55 hộ\na.y: 5 hộ", as_of="30/12/2023")
    assert not [c for c in between(*smalls).changes if c.subject.kind == "criterion"]


def claims(*statements: str) -> str:
    listed = "".join(f"  - về: nội dung 1.1\n    {said}\n    nguồn: BC, mục 1\n" for said in statements)
    return f"báo cáo nêu:\n{listed}" if statements else ""


def with_claims(small: Small, *statements: str) -> Small:
    path = small.root / "facts/xa-a/2023.yaml"
    path.write_text(path.read_text("utf-8") + claims(*statements), "utf-8")
    return small


def test_a_statement_put_before_others_is_the_only_one_that_changes(tmp_path: Path) -> None:
    old = ("kết luận: đạt", "kết luận: chưa đạt")
    before = with_claims(state(tmp_path, 1), *old)
    found = between(before, with_claims(state(tmp_path, 2), "tỷ lệ: 90%", *old))
    assert len(found.changes) == 1 and found.changes[0].before.verdict == "không có"
    assert found.other_data == ("thêm điều báo cáo nêu: nội dung 1.1: «90%» (BC, mục 1)",)
    assert found.changes[0].reasons == (Reason((DATA,)),)


def test_what_a_report_counts_is_the_same_statement_whatever_comes_out(tmp_path: Path) -> None:
    smalls = [state(tmp_path, 1), state(tmp_path, 2, facts="a.x: 70 hộ\na.y: 5 hộ")]
    for small in smalls:
        path = small.root / "facts/xa-a/2023.yaml"
        counted = "báo cáo nêu:\n  - về: tổng hợp\n    nội dung đạt và vượt: 1\n    nguồn: BC, mục 1\n"
        path.write_text(path.read_text("utf-8") + counted, "utf-8")
    found = change(between(*smalls), "NEU-1")
    assert (found.before.verdict, found.after.verdict) == ("khớp", "lệch")


def test_facts_files_in_another_order_are_the_same_data(tmp_path: Path) -> None:
    made = []
    for number, name in ((1, "2023-0.yaml"), (2, "2023-zz.yaml")):
        small = with_claims(state(tmp_path, number), "kết luận: đạt")
        other = (small.root / "facts/xa-a/2023.yaml").read_text("utf-8").split("số liệu:")[0] + claims("tỷ lệ: 90%")
        small.write(f"facts/xa-a/{name}", other)
        made.append(small)
    found = between(*made)
    assert (found.layers, found.changes) == ((), ())


@pytest.mark.parametrize("more", ["# ghi chú thêm\n", "ghi chú: đã xem\n"])
def test_notes_in_facts_are_no_data(tmp_path: Path, more: str) -> None:
    after = state(tmp_path, 2)
    path = after.root / "facts/xa-a/2023.yaml"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    found = between(state(tmp_path, 1), after)
    assert (found.layers, found.changes) == ((), ())


def test_another_name_of_a_source_is_named(tmp_path: Path) -> None:
    after = state(tmp_path, 2)
    path = after.root / "facts/xa-a/2023.yaml"
    path.write_text(path.read_text("utf-8").replace("tên: Báo cáo", "tên: Báo cáo năm"), "utf-8")
    assert between(state(tmp_path, 1), after).other_data == ("nguồn BC: Báo cáo → Báo cáo năm",)


def test_counts_are_conclusions_too(tmp_path: Path) -> None:
    two = RULE + "- số: 1.2\n  nguyên văn: Đạt 9 hộ\n  đo bằng: a.y\n  đạt khi: đạt 9 hộ\n"
    found = between(state(tmp_path, 1, two), state(tmp_path, 2, two + "  tính vào tổng hợp: không\n"))
    counts = {c.shown.id: (c.before.verdict, c.after.verdict, c.reasons) for c in found.changes}
    assert counts["criteria"] == ("01/2 nội dung đạt và vượt", "01/1 nội dung đạt và vượt", (Reason((RULES,)),))


def test_a_target_with_its_own_condition_is_called_a_target(tmp_path: Path) -> None:
    smalls = [state(tmp_path, number) for number in (1, 2)]
    for small, goal in zip(smalls, (60, 50), strict=True):
        body = f"chỉ tiêu: 1\ntên: Một\nnguyên văn: Dưới 60 hộ\nđo bằng: a.x\nđạt khi: dưới {goal} hộ\n"
        small.write("rules/nq/chi-tieu-1.yaml", body)
    found = between(*smalls)
    assert change(found, "1").shown.called == found.thresholds[0].called == "chỉ tiêu 1"


def test_an_added_finding_shows_what_it_says(tmp_path: Path) -> None:
    after = state(tmp_path, 2).criteria(
        RULE, "khó khăn:\n  - mã: KK-1\n    khi: a.x trên 5 hộ\n    kết luận: Khó khăn về X\n"
    )
    found = between(state(tmp_path, 1), after)
    (added,) = found.rules
    assert (added.change, added.called) == ("added", "khó khăn KK-1")
    assert ("kết luận", "(không ghi)", "Khó khăn về X") in added.keys
    assert change(found, "KK-1").reasons == (Reason((RULES,)),)
