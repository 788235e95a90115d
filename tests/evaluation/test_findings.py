"""When findings are there: never without something that falls short, and always with everything that led to them."""

from __future__ import annotations

from pathlib import Path

from engine.reports.chains import chains
from tests.small_workspace import Small

CATALOGUE = """
x.a:
  tên: Số hộ
  đơn vị tính: hộ
x.rut:
  tên: Số hộ rút
  đơn vị tính: hộ
"""
CRITERION = """
- số: 1.1
  nguyên văn: Từ 100 hộ trở lên
  đo bằng: x.a
  đạt khi: từ 100 hộ trở lên
"""
FINDINGS = """
hạn chế:
  - mã: HC-1
    của: [1.1]
    kết luận: Mới đạt {1.1.thực hiện}/{1.1.mục tiêu} ({1.1.tỷ lệ}), còn thiếu {1.1.còn thiếu}.
  - mã: HC-2
    kết luận: Có nội dung chưa đạt.
nguyên nhân:
  - mã: CQ-1
    loại: chủ quan
    của: [HC-1]
    khi: x.rut trên 5
    kết luận: Có {x.rut} rút ra.
giải pháp:
  - mã: GP-1
    của: [CQ-1]
    kết luận: Vận động {x.rut.số} hộ trở lại.
"""


def ids(workspace: Small) -> list[str]:
    return [finding.id for finding in workspace.evaluate().findings]


def test_an_unmet_criterion_leads_to_limitation_cause_and_solution(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERION, FINDINGS).facts("x.a: 90\nx.rut: 6")
    findings = {finding.id: finding for finding in workspace.evaluate().findings}
    assert list(findings) == ["HC-1", "HC-2", "CQ-1", "GP-1"]
    assert findings["HC-1"].text == "Mới đạt 90 hộ/100 hộ (90%), còn thiếu 10 hộ."
    assert findings["CQ-1"].text == "Có 6 hộ rút ra."
    assert findings["GP-1"].text == "Vận động 6 hộ trở lại."
    assert findings["GP-1"].explains == ("CQ-1", "HC-1", "1.1")


def test_every_number_of_a_sentence_is_in_its_proof(tmp_path: Path) -> None:
    """GP-1 tests nothing, and prints x.rut: the proof tells where the number comes from."""
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERION, FINDINGS).facts("x.a: 90\nx.rut: 6")
    because = {f.id: {(b.fact, b.value) for b in f.because} for f in workspace.evaluate().findings}
    assert because["GP-1"] == {("x.rut", "6")}
    assert ("x.a", "90") in because["HC-1"]


def test_with_every_criterion_met_there_is_no_limitation_and_no_cause(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERION, FINDINGS).facts("x.a: 100\nx.rut: 6")
    assert ids(workspace) == []


def test_what_data_cannot_decide_waits_for_them(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERION, FINDINGS).facts("x.a: 90")
    result = workspace.evaluate()
    assert [finding.id for finding in result.findings] == ["HC-1", "HC-2"]
    assert [(f.id, f.waits_for) for f in result.undetermined_findings] == [("CQ-1", ("x.rut",)), ("GP-1", ("x.rut",))]


def test_without_a_counted_criterion_there_is_no_limitation(tmp_path: Path) -> None:
    criterion = CRITERION + "  tính vào tổng hợp: không\n"
    workspace = Small(tmp_path, CATALOGUE).criteria(criterion, FINDINGS).facts("x.a: 90\nx.rut: 0")
    assert ids(workspace) == ["HC-1"]  # its own criterion falls short; HC-2 speaks of counted ones


RECOMMENDATION = """
kiến nghị:
  - mã: KN-1
    khi: nội dung 1.1 đạt
    kết luận: Đề nghị khen thưởng vì có {1.1.thực hiện}.
  - mã: KN-2
    của: [1.1]
    kết luận: Đề nghị hỗ trợ {1.1.còn thiếu} còn thiếu.
"""


def test_a_recommendation_needs_only_its_condition(tmp_path: Path) -> None:
    workspace = Small(tmp_path, CATALOGUE).criteria(CRITERION, RECOMMENDATION).facts("x.a: 100")
    assert [f.text for f in workspace.evaluate().findings] == ["Đề nghị khen thưởng vì có 100 hộ."]


def test_a_recommendation_about_a_criterion_stands_in_its_chain(tmp_path: Path) -> None:
    evaluation = Small(tmp_path, CATALOGUE).criteria(CRITERION, RECOMMENDATION).facts("x.a: 90").evaluate()
    assert [f.text for f in evaluation.findings] == ["Đề nghị hỗ trợ 10 hộ còn thiếu."]
    (chain,) = chains(evaluation)
    assert [(link.name, link.ids) for link in chain.links] == [
        ("chưa có nguyên nhân giải thích", ()),
        ("kiến nghị", ("KN-2",)),
    ]


def test_what_is_counted_in_recommendations_is_still_counted(tmp_path: Path) -> None:
    """«kiến nghị» is a unit as well: of petitions that were answered."""
    catalogue = "x.a:\n  tên: Số kiến nghị đã trả lời\n  đơn vị tính: kiến nghị"
    criterion = "- số: 1.1\n  nguyên văn: Từ 100 kiến nghị trở lên\n  đạt khi: x.a từ 100 kiến nghị trở lên"
    workspace = Small(tmp_path, catalogue).criteria(criterion).facts("x.a: 90 kiến nghị")
    (measure,) = workspace.criterion().measures
    assert (measure.threshold, measure.gap) == (100, 10)
