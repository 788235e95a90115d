"""What-if: the differences shown are exactly those between the evaluations of the files as they are and as changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.domain.verdicts import Verdict
from engine.explain.assumptions import BadAssumption, parse_assumptions
from engine.explain.what_if import WhatIf, what_if
from tests.explain.conftest import Audited
from tests.workspaces import ROOT, case_in


def assumed(audited: Audited, *texts: str) -> WhatIf:
    return what_if(audited.case, parse_assumptions(texts, audited.case), audited.evaluator)


def test_enough_members_turn_2_1_and_target_2(audited: Audited) -> None:
    result = assumed(audited, "htx.thanh_vien=2.600")
    turned = [(v.what, v.id, v.before, v.after) for v in result.verdicts]
    assert turned == [
        ("criterion", "2.1", Verdict.NOT_MET, Verdict.MET),
        ("target", "2", Verdict.NOT_MET, Verdict.MET),
    ]
    gone = {f.id for f in result.findings if f.change == "disappears"}
    assert gone == {"HC-1", "CQ-6", "TT-1"}


def test_it_is_what_the_changed_file_gives(tmp_path: Path, audited: Audited) -> None:
    for folder in ("rules", "facts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / "facts/thap-muoi/2023.yaml"
    text = path.read_text("utf-8").replace("htx.xep_loai_kha: 10 HTX", "htx.xep_loai_kha: 11 HTX")
    path.write_text(text.replace("tht.hoat_dong_thoi_vu: có", "tht.hoat_dong_thoi_vu: chưa có"), "utf-8")
    edited = Audited(case_in(tmp_path)).evaluation
    after = assumed(audited, "htx.xep_loai_kha=11", "tht.hoat_dong_thoi_vu=chưa có").after
    assert [(c.id, c.status) for c in after.criteria] == [(c.id, c.status) for c in edited.criteria]
    assert [(f.id, f.text, f.outcome) for f in after.findings] == [(f.id, f.text, f.outcome) for f in edited.findings]
    assert after.undetermined_findings == edited.undetermined_findings


def test_a_value_for_a_computed_code_replaces_its_formula(audited: Audited) -> None:
    result = assumed(audited, "htx.ty_le_da_dich_vu=19%")
    assert ("7.1", Verdict.NOT_MET) in [(v.id, v.after) for v in result.verdicts]


def test_the_same_value_changes_nothing(audited: Audited) -> None:
    result = assumed(audited, "htx.thanh_vien=2.570 thành viên")
    assert (result.verdicts, result.numbers, result.findings) == ((), (), ())


def test_a_number_may_change_without_the_verdict(audited: Audited) -> None:
    result = assumed(audited, "htx.thanh_vien=2.580")
    assert result.verdicts == ()
    assert [n.id for n in result.numbers] == ["2.1"]
    assert {f.id for f in result.findings if f.change == "text"} >= {"DC-10"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("htx.thanh_vien", "MÃ=GIÁ TRỊ"),
        ("htx.thanh_vien=", "MÃ=GIÁ TRỊ"),
        ("htx.thanh_viên=5", "có phải ý bạn là «htx.thanh_vien»"),
        ("htx.thanh_vien=2,6", "không có số lẻ"),
        ("htx.thanh_vien=50%", "không cùng loại"),
        ("htx.cung_co=khá", "không phải giá trị"),
    ],
)
def test_bad_assumptions_are_explained(audited: Audited, text: str, message: str) -> None:
    with pytest.raises(BadAssumption, match=message):
        parse_assumptions([text], audited.case)
