"""Proofs: every step agrees with what the engine derived, nothing is skipped, and distances are those of arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.evaluation.evaluator import Evaluator
from engine.explain.proof import Proof, Role, Step
from engine.explain.references import UnknownReference, find
from engine.explain.why import Explainer
from engine.language.logic import Truth, conjunction, disjunction
from tests.explain.conftest import Audited
from tests.small_workspace import Small
from tests.workspaces import case_in


def proof(audited: Audited, name: str, **values: str) -> Proof:
    case = audited.changed(**values) if values else audited.case
    evaluation = audited.evaluator.evaluate(case.facts)
    return Explainer(case, evaluation).why(find(name, case.rulebook, evaluation))


def steps(of: Proof) -> Iterator[Step]:
    queue = list(of.steps)
    while queue:
        step = queue.pop(0)
        yield step
        queue = [*step.parts, *queue]


def texts(of: Proof) -> str:
    return "\n".join(f"{s.text}|{s.needed}|{s.actual}|{s.distance}|{s.source}|{s.place}" for s in steps(of))


def test_2_1_reads_from_the_wording_to_what_it_led_to(audited: Audited) -> None:
    found = proof(audited, "2.1")
    assert [s.role for s in found.steps[:2]] == [Role.WORDING, Role.COMPARISON]
    (comparison,) = [s for s in found.steps if s.role is Role.COMPARISON]
    assert (comparison.truth, comparison.needed) == (Truth.FALSE, "từ 2.600 thành viên trở lên")
    assert (comparison.actual, comparison.distance) == ("2.570 thành viên", "thiếu 30 thành viên")
    assert comparison.place.startswith("rules/47-nq-hdnd-2021/chi-tieu-2.yaml:")
    (value,) = comparison.parts
    assert value.source == "BC, mục II.1.1"
    assert value.place.startswith("facts/thap-muoi/2023.yaml:")
    led_to = [s.text for s in found.steps if s.role is Role.LED_TO]
    assert led_to == ["chỉ tiêu 2 chưa đạt"]
    explained = [s.text.partition(":")[0] for s in found.steps if s.role is Role.EXPLAINED_BY]
    assert explained == ["hạn chế HC-1", "nguyên nhân chủ quan TT-1"]


def test_7_1_is_computed_down_to_the_raw_facts(audited: Audited) -> None:
    (computation,) = [s for s in steps(proof(audited, "7.1")) if s.role is Role.COMPUTATION]
    assert computation.text == "tỷ lệ(«Số HTX đa dịch vụ hoạt động hiệu quả», «Tổng số HTX») = 5 / 22 × 100 = 22,73%"
    assert [part.text.partition(":")[0] for part in computation.parts] == [
        "Số HTX đa dịch vụ hoạt động hiệu quả",
        "Tổng số HTX",
    ]


def test_of_a_compound_every_part_is_shown(audited: Audited) -> None:
    (condition,) = [s for s in proof(audited, "5.2").steps if s.role is Role.CONDITION]
    assert [(p.truth, p.actual, p.distance) for p in condition.parts] == [
        (Truth.TRUE, "70%", "vừa đúng ngưỡng"),
        (Truth.FALSE, "0%", "thiếu 70 điểm %"),
    ]


def test_what_is_not_there_shows_every_condition(audited: Audited) -> None:
    """With 2 610 members HC-1 is absent: its criterion is met, its average above 2 600/22, the other two still hold."""
    found = proof(audited, "HC-1", htx__thanh_vien="2.610")
    assert found.status == "absent"
    belongs, condition = found.steps[1], found.steps[2]
    assert belongs.truth is Truth.FALSE
    assert [part.truth for part in condition.parts] == [Truth.FALSE, Truth.TRUE, Truth.TRUE]


def test_what_missing_data_could_still_change_is_said(audited: Audited) -> None:
    found = proof(audited, "5.2", tht__ty_le_boi_duong="chưa có")
    assert found.status == "undetermined"
    (missing,) = [s for s in found.steps if s.role is Role.MISSING]
    assert "tht.ty_le_boi_duong" in missing.text


def test_missing_data_that_cannot_change_the_verdict_are_said_not_to(audited: Audited) -> None:
    """HTX at 0%: whatever the rate of the THT, not both reach 70%."""
    found = proof(audited, "5.2", tht__ty_le_boi_duong="chưa có", htx__ty_le_boi_duong="0")
    assert found.status == "not_met"
    (missing,) = [s for s in found.steps if s.role is Role.MISSING]
    assert "vẫn chưa đạt" in missing.text
    assert "tht.ty_le_boi_duong" in missing.text


def test_brief_leaves_out_details_and_full_keeps_them(audited: Audited) -> None:
    full = proof(audited, "3.1")
    assert any(s.role is Role.NOT_USED for s in steps(full))
    assert not any(s.role is Role.NOT_USED for s in steps(full.brief))
    (unused,) = [s for s in steps(full) if s.role is Role.NOT_USED]
    assert "1.623" in unused.text
    assert "đã có số của cả năm" in unused.text


def everything(audited: Audited) -> list[str]:
    rulebook = audited.case.rulebook
    names = [c.id for c in rulebook.criteria] + [f"chỉ tiêu {t.id}" for t in rulebook.targets]
    return names + [f.id for f in rulebook.findings] + [f.id for f in audited.evaluation.reconciliations]


CHANGES: list[dict[str, str]] = [
    {},
    {"htx__thanh_vien": "2.600", "htx__co_lai": "22"},
    {"tht__ty_le_boi_duong": "chưa có", "htx__tong": "chưa có"},
    {"htx__thu_nhap_lao_dong": "khoảng 45", "tht__hoat_dong_thoi_vu": "chưa có"},
    {"htx__da_dich_vu": "từ 4 đến 5", "htx__xep_loai_kha": "11"},
]


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_step_agrees_with_the_engine(audited: Audited, change: dict[str, str]) -> None:
    """Connectives follow Kleene's logic from their parts; comparisons follow from the value and what is allowed."""
    for name in everything(audited):
        if name.startswith("NEU-"):
            continue
        for step in steps(proof(audited, name, **change)):
            parts = [p.truth for p in step.parts if p.truth is not None]
            if step.role is Role.CONDITION and "tất cả" in step.text and parts:
                assert step.truth is conjunction(parts), (name, step.text)
            elif step.role is Role.BELONGS and parts:
                assert step.truth is disjunction(parts), (name, step.text)
            elif step.role is Role.COMPARISON and step.distance:
                held = step.distance.startswith(("hơn", "kém", "vừa", "cao hơn", "thấp hơn"))
                assert (step.truth is Truth.TRUE) == held, (name, step)


@pytest.mark.slow
def test_every_value_names_its_source_and_line(audited: Audited) -> None:
    for name in everything(audited):
        for step in steps(proof(audited, name)):
            if step.role is Role.VALUE and not any(p.role in (Role.COMPUTATION, Role.FACT) for p in step.parts):
                assert step.source, (name, step.text)
                assert step.place.startswith("facts/"), (name, step.text)


def test_the_trace_holds_just_the_firings_behind_the_conclusion(audited: Audited) -> None:
    from engine.explain.firings import FiringIndex

    found = proof(audited, "2.1")
    firings = FiringIndex(audited.evaluation.firings).leading_to(found.nodes)
    assert [f.node for f in firings] == ["criterion:2.1"]
    assert found.nodes[0] == "criterion:2.1"
    assert "input:htx.thanh_vien" in found.nodes


def test_unknown_names_get_the_nearest(audited: Audited) -> None:
    with pytest.raises(UnknownReference, match="CQ-6"):
        proof(audited, "CQ-66")
    assert proof(audited, "hc-1").id == "HC-1"
    assert proof(audited, "noi dung 2.1").id == "2.1"
    assert proof(audited, "2").what == "target"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2,1", "2.1"),
        ("21", "2.1"),
        ("2-1", "2.1"),
        ("2.1.", "2.1"),
        ("2 1", "2.1"),
        ("nội dung 2,1", "2.1"),
        ("chỉ tiêu 2.", "2"),
        ("hc1", "HC-1"),
        ("HC 1", "HC-1"),
        ("neu26+28", "NEU-26+28"),
        ("htx_thanh_vien", "htx.thanh_vien"),
    ],
)
def test_separators_are_forgiven(audited: Audited, typed: str, meant: str) -> None:
    assert find(typed, audited.case.rulebook, audited.evaluation).id == meant


@pytest.mark.parametrize("typed", ["", ".", "2.1.1", "211", "2₁x"])
def test_nothing_is_guessed_of_other_numbers(audited: Audited, typed: str) -> None:
    with pytest.raises(UnknownReference, match="không có nội dung"):
        find(typed, audited.case.rulebook, audited.evaluation)


def test_a_name_of_two_things_names_both(tmp_path: Path) -> None:
    small = Small(tmp_path, "x.a: {tên: Thu, đơn vị tính: triệu đồng, tính chất: trong năm}").facts("x.a: 10")
    line = "  - {{số: '{0}', nguyên văn: Thu 10 triệu đồng, đo bằng: x.a, đạt khi: đạt 10 triệu đồng}}\n"
    for target, numbers in (("1", ("1.1", "1.11")), ("11", ("11.1",))):
        body = "".join(map(line.format, numbers))
        small.write(f"rules/nq/chi-tieu-{target}.yaml", f"chỉ tiêu: {target}\ntên: Một\nnội dung:\n{body}")
    case = case_in(tmp_path)
    evaluation = Evaluator(case.rulebook).evaluate(case.facts)
    assert find("1,11", case.rulebook, evaluation).id == "1.11"  # the separator stands where that of 1.11 does
    assert find("11", case.rulebook, evaluation).what == "target"  # as written, before what resembles it
    assert find("1 1", case.rulebook, evaluation).id == "1.1"
    with pytest.raises(UnknownReference, match=r"«111» có thể là «1\.11» hoặc «11\.1»"):
        find("111", case.rulebook, evaluation)


CATALOGUE = """
x.a: {tên: Thu, đơn vị tính: triệu đồng, tính chất: trong năm}
x.b: {tên: Chi, đơn vị tính: triệu đồng, tính chất: trong năm}
x.tang: {tên: Tăng thu, đơn vị tính: "%", công thức: tăng_trưởng(x.a)}
"""
CRITERIA = """
- {số: 1.1, nguyên văn: Tăng thu 10%, đo bằng: x.tang, đạt khi: đạt 10%, áp dụng khi: x.b trên 0}
- {số: 1.2, nguyên văn: "Thu hơn chi, hoặc chi dưới 50 triệu đồng", đạt khi: x.a trên x.b hoặc x.b dưới 50}
"""


def test_growth_negation_and_applicability(tmp_path: Path) -> None:
    """110 after 100 is 10%, just enough; 110 is not above 120, and 120 not below 50."""
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("x.a: 100\nx.b: 90", year=2022, as_of="31/12/2022")
    workspace.facts("x.a: 110\nx.b: 120")
    cases = Audited(case_in(tmp_path, 2023))
    one, two = (texts(proof(cases, name)) for name in ("1.1", "1.2"))
    assert "110 triệu đồng / 100 triệu đồng × 100 - 100 = 10%" in one
    assert "Thu (năm 2022): 100 triệu đồng" in one
    assert "Chỉ đánh giá khi" in one
    assert "trên 120 triệu đồng (Chi — BC, mục 1)|110 triệu đồng" in two
    assert "quá 70 triệu đồng" in two


def test_a_workspace_without_findings_can_be_explained_too(tmp_path: Path) -> None:
    Small(tmp_path, CATALOGUE).criteria(CRITERIA).facts("x.a: 110\nx.b: 0")
    audited = Audited(case_in(tmp_path))
    assert proof(audited, "1.1").status == "not_applicable"
    assert proof(audited, "chỉ tiêu 1").conclusion == "đạt"
